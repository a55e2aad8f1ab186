"""The page: a checked letter as PDF/A-2b, A4, same bytes for the same letter.

The layout (templates/letter.typ) gets the letter as JSON and the QR code as SVG, both in memory: data is never
evaluated. Fonts are Inter and those in Typst; none of the machine's.
"""

import json
import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.letters import templates
from debcli.letters.compose import EPC_NAME
from debcli.letters.content import Content, Payment
from debcli.letters.make import Made
from debcli.letters.tree import title, to_json

_LONG_WORD = re.compile(r"[^\s\u00a0]{31,}")
_BREAK_CHANCE = "\u200b"


class Window(NamedTuple):
    """The address window of an envelope on the folded sheet: millimetres from the left and the top, width, height."""

    x: float = 25
    y: float = 45
    width: float = 85
    height: float = 30


class Page(NamedTuple):
    """What may differ between sheets. `folds`: millimetres from the top, A4 in three for a DL envelope."""

    window: Window = Window()
    folds: tuple[float, ...] = (99, 198)


def render_pdf(made: Made, page: Page = Page()) -> bytes:  # noqa: B008  (an immutable tuple)
    """The letter as PDF/A-2b. Raises InputError naming the character that no font can print, and where it stands."""
    return _compile(
        made, page, {"format": "pdf", "pdf_standards": ["a-2b"], "timestamp": _midnight(made.content)}
    )[0]


def render_png(made: Made, page: Page = Page(), dots_per_inch: int = 144) -> list[bytes]:  # noqa: B008
    """Each page as a picture, to look at on screen."""
    return _compile(made, page, {"format": "png", "ppi": dots_per_inch})


def epc_svg(payment: Payment) -> bytes:
    """The EPC QR code (EPC069-12, version 002, UTF-8) with the payment reference in the text field."""
    from io import BytesIO  # noqa: PLC0415

    from segno.helpers import make_epc_qr  # noqa: PLC0415  (32 ms)

    code = make_epc_qr(
        payment.name[:EPC_NAME],
        payment.iban,
        Decimal(payment.cents) / 100,
        text=payment.reference,
        encoding="utf-8",
    )
    out = BytesIO()
    code.save(out, kind="svg", border=0, svgclass=None, lineclass=None)
    return out.getvalue()


def page_data(made: Made, page: Page) -> dict[str, Any]:
    """All that the layout prints, as JSON values; every string cleaned for the page."""
    content = made.content
    sender = content.sender
    labels = content.labels
    facts = (
        ("date", content.date),
        ("contact", sender.contact),
        ("phone", sender.phone),
        ("email", sender.email),
        ("kvk", sender.kvk),
        ("vat", sender.vat),
    )
    return {
        "language": content.language,
        "title": _clean(title(made.body)),
        "window": page.window._asdict(),
        "folds": list(page.folds),
        "sender": {"name": _clean(sender.name), "lines": [_clean(line) for line in sender.lines]},
        "address": [_clean(line) for line in content.address],
        "facts": [
            [labels[name], _clean(value if name != "email" else _mail(value))]
            for name, value in facts
            if value
        ],
        "customer": _clean(content.customer),
        "date": content.date,
        "page": labels["page"],
        "body": _cleaned(to_json(made.body)),
    }


def _compile(made: Made, page: Page, options: dict[str, Any]) -> list[bytes]:
    import typst  # noqa: PLC0415

    data = page_data(made, page)
    files: dict[str, bytes] = {
        "main.typ": templates.page(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    if made.content.block.qr:
        files["qr.svg"] = epc_svg(made.content.payment)
    try:
        out = typst.Compiler(font_paths=_fonts()).compile(input=files, **options)
    except typst.TypstError as error:
        raise _explained(error.message, made) from error
    return [page for page in (out if isinstance(out, list) else [out]) if page is not None]


@cache
def _fonts() -> Any:
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


def _explained(message: str, made: Made) -> InputError:
    """Typst's message in our words: the character, its name, and the line of the letter it stands in."""
    found = re.search(r'the text `"(.+?)"` could not be displayed', message, re.DOTALL)
    if found is None:
        return InputError(
            f"The page could not be made: {message}", "Try the letter with --format txt, and report this."
        )
    shown = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), found[1])
    char = next((c for c in shown if not c.isascii()), shown[0])
    where = next((line.strip() for line in made.text.splitlines() if char in line), "")
    name = unicodedata.name(char, "no name")
    place = f" It stands in: {where}" if where else ""
    return InputError(
        f"No font has the character {char!r} (U+{ord(char):04X}, {name}).{place}",
        "Write it in other letters.",
    )
