"""The page: a checked letter as PDF/A-2b, A4, same bytes for the same letter.

The layout (templates/letter.typ) gets the letter as JSON and the QR code as SVG, both in memory: data is never
evaluated. Fonts are Inter and those in Typst; none of the machine's.
"""

import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from typing import Any

from debcli.errors import InputError
from debcli.language import say
from debcli.letters import templates
from debcli.letters.content import Content
from debcli.letters.fit import gaps
from debcli.letters.head import particulars
from debcli.letters.make import Made
from debcli.letters.picture import epc_code
from debcli.letters.sheet import Page
from debcli.letters.tree import title, to_json

_LONG_WORD = re.compile(r"[^\s\u00a0]{31,}")
_BREAK_CHANCE = "\u200b"


def render_pdf(made: Made, page: Page = Page()) -> bytes:  # noqa: B008  (an immutable tuple)
    """The letter as PDF/A-2b. Raises InputError naming the character that no font can print, and where it stands."""
    return pages(
        made, page, {"format": "pdf", "pdf_standards": ["a-2b"], "timestamp": _midnight(made.content)}
    )[0]


def page_data(made: Made, page: Page) -> dict[str, Any]:
    """All that the layout prints, as JSON values; every string cleaned for the page."""
    content = made.content
    sender = content.sender
    return {
        "language": content.language,
        "title": _clean(title(made.body)),
        "window": page.window._asdict(),
        "folds": list(page.folds),
        "start": page.start,
        "gaps": gaps(made.body, page)._asdict(),
        "sender": {"name": _clean(sender.name), "lines": [_clean(line) for line in sender.lines]},
        "address": [_clean(line) for line in content.address],
        "facts": [
            [label, _clean(_mail(value) if value == sender.email else value)]
            for label, value in particulars(content)
        ],
        "customer": _clean(content.customer),
        "date": content.date,
        "page": content.labels["page"],
        # Files in memory must be text: a picture goes as numbers, and is a picture again on the page.
        "logo": list(page.logo.data) if page.logo else [],
        "logo_kind": page.logo.kind if page.logo else "",
        "body": _cleaned(to_json(made.body)),
    }


def pages(made: Made, page: Page, options: dict[str, Any]) -> list[bytes]:
    """What Typst makes of the letter: one PDF, or a picture of each page. Raises InputError as render_pdf does."""
    import typst  # noqa: PLC0415

    data = page_data(made, page)
    files: dict[str, bytes] = {
        "main.typ": templates.page(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    if made.content.block.qr:
        files["qr.svg"] = epc_code(made.content.payment, "svg").data
    try:
        out = typst.Compiler(font_paths=fonts()).compile(input=files, **options)
    except typst.TypstError as error:
        raise _explained(error.message, made, page) from error
    return [page for page in (out if isinstance(out, list) else [out]) if page is not None]


@cache
def fonts() -> Any:
    """Inter and what Typst brings; none of the machine's."""
    import fontpkg_inter  # noqa: PLC0415
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, font_paths=[str(fontpkg_inter.ROOT)])


def _midnight(content: Content) -> datetime:
    return datetime(content.day.year, content.day.month, content.day.day, tzinfo=UTC)


def _cleaned(node: Any) -> Any:
    if isinstance(node, str):
        return _clean(node)
    if isinstance(node, list):
        return [_cleaned(child) for child in node]
    if isinstance(node, dict):
        return {key: value if key == "type" else _cleaned(value) for key, value in node.items()}
    return node


def _clean(text: str) -> str:
    """Long unbroken words get a break chance every 20 characters, so that none runs off the page."""
    return _LONG_WORD.sub(lambda word: _BREAK_CHANCE.join(re.findall(r"(?s).{1,20}", word[0])), text)


def _mail(address: str) -> str:
    return (
        address.replace("@", f"{_BREAK_CHANCE}@") if len(address) > 27 else address
    )  # as wide as its column


def _explained(message: str, made: Made, page: Page) -> InputError:
    """Typst's message in our words: the character, its name, and the line of the letter it stands in."""
    found = re.search(r'the text `"(.+?)"` could not be displayed', message, re.DOTALL)
    if found is None and page.logo is not None and re.search(r"image|SVG|PNG|JPEG", message, re.IGNORECASE):
        return InputError(
            say("The logo cannot be put on the page: {message}.", message=message),
            say("Save it again, as PNG for example."),
        )
    if found is None:
        return InputError(
            say("The page could not be made: {message}", message=message),
            say("Try the letter with --format txt, and report this."),
        )
    shown = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), found[1])
    char = next((c for c in shown if not c.isascii()), shown[0])
    where = next((line.strip() for line in made.text.splitlines() if char in line), "")
    name = unicodedata.name(char, say("no name"))
    said = say(
        "No font has the character {char!r} (U+{code:04X}, {name}).", char=char, code=ord(char), name=name
    )
    if where:
        said = f"{said} {say('It stands in: {line}', line=where)}"
    return InputError(said, say("Write it in other letters."))
