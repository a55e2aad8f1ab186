"""XML from strangers: parsed without document types, entities or surprises in size."""

import re
from xml.etree.ElementTree import Element, ParseError, XMLParser

from debcli.errors import InputError
from debcli.intake.encoding import decode_xml
from debcli.language import say

MARKS_MAX = 1_000_000  # of "<": bounds the tree to about 150 MB; an invoice of a thousand lines has 80,000
DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse_xml(data: bytes) -> Element:
    """The root element. Raises InputError for a wrong encoding, any DOCTYPE, too many elements, and what is not XML.

    A document type is refused before parsing: it is the door to external files (XXE) and to entities that expand
    without end. No invoice or bank format uses one.
    """
    text = decode_xml(data)
    if DOCUMENT_TYPE.search(text):
        raise InputError(
            say(
                "The file has a document type declaration (DOCTYPE or ENTITY), which is not allowed in an invoice."
            ),
            say("Ask the sender for the plain XML."),
        )
    if text.count("<") > MARKS_MAX:
        raise InputError(
            say("The file has more than {most:,} elements.", most=MARKS_MAX),
            say("Import it in parts."),
        )
    parser = XMLParser()  # noqa: S314  (see above)
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise InputError(
            say(
                "The file is not well-formed XML: it breaks off or goes wrong at line {line}, column {column}.",
                line=line,
                column=column + 1,
            ),
            say("Download or export it again."),
        ) from error
    return root


def split_tag(element: Element) -> tuple[str, str]:
    """Namespace and local name of an element."""
    namespace, _, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name


def text_at(parent: Element | None, path: str) -> str:
    """The text of the first element at a path of local names (`PaymentMeans/PaymentID`), stripped; empty if none.

    Prefixes and namespaces do not matter.
    """
    if parent is None:
        return ""
    found = parent.find(any_namespace(path))
    return (found.text or "").strip() if found is not None else ""


def any_namespace(path: str) -> str:
    """`cac/cbc` -> `{*}cac/{*}cbc`."""
    return "/".join("{*}" + step for step in path.split("/"))


def one_text(parent: Element, path: str) -> str:
    """Like text_at, for what may be said once: raises InputError when the path gives two different texts."""
    texts = {(found.text or "").strip() for found in parent.iterfind(any_namespace(path))}
    if len(texts) > 1:
        raise InputError(
            say("{path} stands in the file {count} times with different values.", path=path, count=len(texts))
        )
    return texts.pop() if texts else ""
