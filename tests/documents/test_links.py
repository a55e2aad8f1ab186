"""Links between the documents lead somewhere: the file exists, and so does the heading."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from documents.told import DOCUMENTS, TOP, name

EVERY = (
    *DOCUMENTS,
    TOP / "CHANGELOG.md",
    TOP / "DECISIONS.md",
    TOP / "templates" / "README.md",
    TOP / "tests" / "stories" / "README.md",
)
_READER = MarkdownIt("commonmark").enable("table")


def targets(text):
    """Where the links and pictures of a document lead."""
    for token in _READER.parse(text):
        for child in token.children or ():
            if where := child.attrGet("href") or child.attrGet("src"):
                yield unquote(str(where))


def anchors(text):
    """The names a reader can jump to, as code hosts make them from headings: lower case, no marks, hyphens for spaces."""
    tokens = _READER.parse(text)
    titles = [tokens[n + 1].children for n, token in enumerate(tokens) if token.type == "heading_open"]
    plain = ["".join(c.content for c in children if c.type in {"text", "code_inline"}) for children in titles]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in plain}


@pytest.mark.parametrize("document", EVERY, ids=name)
def test_every_link_leads_somewhere(document):
    for target in targets(document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path) if path else document
        assert file.exists(), f"{name(document)}: {target}"
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{name(document)}: {target}"


def test_every_document_is_reached_from_the_readme():
    reached, left = set(), [TOP / "README.md"]
    while left:
        document = left.pop()
        if document in reached or not document.exists():
            continue
        reached.add(document)
        text = document.read_text(encoding="utf-8") if document.suffix == ".md" else ""
        for target in targets(text):
            if target.partition("#")[0].endswith(".md") and "://" not in target:
                left.append(Path((document.parent / target.partition("#")[0]).resolve()))
    alone = sorted(name(document) for document in set(DOCUMENTS) - reached)
    assert not alone, f"nothing leads to {', '.join(alone)}: put it into the table of the README"


def test_a_heading_becomes_an_anchor():
    assert anchors('# How do I ...\n## Log "I have paid"\n### `deliver`: no\n') == {
        "how-do-i-",
        "log-i-have-paid",
        "deliver-no",
    }
