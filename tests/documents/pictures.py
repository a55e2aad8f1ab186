"""The pictures of the README: the morning on a terminal, and a letter, both of the demo's ledger.

The morning is text in an SVG, the same for the same text. The pages are drawn by the letters' own press; with them is kept the SHA-256
of the letter's text, so that an old picture is found on any machine, whatever draws it.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

from debcli.__main__ import main
from debcli.cli.demo import DAY
from documents.told import TOP, place

FOLDER = TOP / "docs" / "pictures"
MORNING = FOLDER / "today.svg"
LETTER = FOLDER / "sommatie.png"
_SHOWN = ("today", "--limit", "4")
_COLUMNS = 80
_DOTS, _GAP, _GREY = 92, 14, 200
_SEAL = "text-sha256"


class _Terminal(io.StringIO):
    """Keeps what is printed, as a terminal with colours would get it."""

    def isatty(self) -> bool:
        return True


def morning(folder: Path) -> str:
    """`debcli today` as SVG. `folder` holds the demo's ledger.db."""
    from rich.console import Console
    from rich.terminal_theme import DIMMED_MONOKAI
    from rich.text import Text

    screen, before = _Terminal(), (sys.stdout, sys.stderr)
    with place(folder):
        os.environ.pop("NO_COLOR")
        os.environ |= {
            "TERM": "xterm",
            "COLUMNS": str(_COLUMNS),
            "LINES": "24",
            "DEBCLI_DATE": DAY.isoformat(),
        }
        sys.stdout = sys.stderr = screen
        try:
            main(list(_SHOWN))
        finally:
            sys.stdout, sys.stderr = before
    console = Console(
        record=True, width=_COLUMNS + 1, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(
        Text.assemble(("$ ", "green"), f"debcli {' '.join(_SHOWN)}\n"),
        Text.from_ansi(screen.getvalue().rstrip("\n")),
        sep="\n",
    )
    return console.export_svg(title="debcli", theme=DIMMED_MONOKAI, unique_id="morning", code_format=_FRAME)


# rich's own frame fetches a font from the network; a picture needs nobody's leave to be seen.
_FRAME = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="debcli today in a terminal">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def letter(folder: Path) -> bytes:
    """The demo's sommatie as PNG, its pages side by side, and the SHA-256 of its text."""
    from PIL import Image, PngImagePlugin

    from letters.as_picture import render_png

    made = _sommatie(folder)
    pages = [Image.open(io.BytesIO(page)).convert("L") for page in render_png(made, dots_per_inch=_DOTS)]
    width, height = pages[0].size
    desk = Image.new("L", (len(pages) * (width + _GAP) + _GAP, height + 2 * _GAP), _GREY)
    for number, page in enumerate(pages):
        desk.paste(page, (_GAP + number * (width + _GAP), _GAP))
    info = PngImagePlugin.PngInfo()
    info.add_text(_SEAL, _seal(made.text))
    out = io.BytesIO()
    desk.quantize(16).save(out, "PNG", optimize=True, pnginfo=info)
    return out.getvalue()


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sommatie(folder: Path):  # type: ignore[no-untyped-def]
    from debcli.ledger import read
    from debcli.ledger.connection import reading
    from debcli.letters.draft import draft
    from debcli.receivables.account import account
    from debcli.receivables.correspondence import Wanted
    from debcli.receivables.facts import LetterKind

    with reading(folder / "ledger.db") as conn:
        customer = read.find_customer(conn, "jansen-zn")
        acc = account(read.history(conn, customer.id), DAY)
        return draft(acc, read.creditor(conn), Wanted(LetterKind.SOMMATIE, acc.items)).made


def seal_of(picture: Path) -> str:
    """The SHA-256 kept with a picture of a letter."""
    from PIL import Image

    with Image.open(picture) as image:
        return str(image.info.get(_SEAL, ""))


def text_seal(folder: Path) -> str:
    """The SHA-256 the picture should hold now."""
    return _seal(_sommatie(folder).text)


def draw(folder: Path) -> list[Path]:
    """Write the pictures that are no longer true; gives those."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn = []
    svg = morning(folder)
    if not MORNING.exists() or MORNING.read_text(encoding="utf-8") != svg:
        MORNING.write_text(svg, encoding="utf-8")
        drawn.append(MORNING)
    if not LETTER.exists() or seal_of(LETTER) != text_seal(folder):
        LETTER.write_bytes(letter(folder))
        drawn.append(LETTER)
    return drawn
