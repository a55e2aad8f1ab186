"""How things look: one JSON document, or lines that fit 80 columns. Colour only adds."""

import sys
from collections.abc import Sequence
from typing import Any

from debcli.cli.run import Run, on_terminal
from debcli.values.text import for_terminal

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
WIDTH_MAX = 100


def emit(document: Any) -> None:
    """Print one JSON document; indented for a reader, in one line for a program (three times as fast)."""
    import json

    print(json.dumps(document, ensure_ascii=False, indent=2 if on_terminal() else None))


def width() -> int:
    """Columns to use: the terminal's, 80 elsewhere, never more than a line one can read."""
    if not on_terminal():
        return 80
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, WIDTH_MAX)


def style(run: Run, text: str, *names: str) -> str:
    """The text in some styles, where colour is wanted. What it says never depends on them."""
    if not run.colour or not names:
        return text
    return f"\x1b[{';'.join(_STYLES[n] for n in names)}m{text}\x1b[0m"


def safe(text: str) -> str:
    """Text from the ledger, harmless for a terminal."""
    return for_terminal(text)


def cells(text: str) -> int:
    """How many columns a text takes: emoji and CJK take two."""
    # rich knows all widths; loading it for a euro sign or an accent would cost more than the line.
    if text.isascii() or text.replace("€", "").isascii():
        return len(text)
    if all(c in "€…" or c < "\xad" or "\xad" < c < "\u0300" for c in text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text in exactly so many columns; what is too long ends in an ellipsis."""
    taken = cells(text)
    if taken > columns:
        while taken > columns - 1:
            text = text[:-1]
            taken = cells(text)
        text, taken = text + "…", taken + 1
    space = " " * (columns - taken)
    return space + text if right else text + space


def wrap(text: str, indent: str, wide: int | None = None) -> str:
    """A paragraph within the width (or `wide`), every line indented; an amount stays in one piece."""
    room = (wide or width()) - len(indent)
    whole = text.replace("€ ", "€\xa0")
    lines = _folded(whole, room) if text.isprintable() else None
    if lines is None:
        import textwrap  # what must be cut, too

        lines = textwrap.wrap(whole, room, break_on_hyphens=False)
    return "\n".join([indent + line for line in lines]).replace("€\xa0", "€ ")


def _folded(text: str, room: int) -> list[str] | None:
    """A plain text in lines; None where a word is longer than the room, or spaces are more than one."""
    if not text or "  " in text or text[0] == " " or text[-1] == " ":
        return None
    lines = []
    while len(text) > room:
        line = text[: room + 1].rpartition(" ")[0]
        if not line:
            return None
        lines.append(line)
        text = text[len(line) + 1 :]
    return [*lines, text]


def note(text: str) -> None:
    """A message for the person, not for the pipe."""
    print(text, file=sys.stderr)


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: frozenset[int] = frozenset(),
    keep: frozenset[int] = frozenset(),
) -> str:
    """Aligned columns two apart; where the line would be too long, the widest text columns give way, but those of `keep`."""
    texts = [[safe(cell) for cell in row] for row in rows]
    widths = [max([cells(title), *(cells(r[i]) for r in texts)]) for i, title in enumerate(head)]
    gives = [i for i in range(len(head)) if i not in right | keep]
    while sum(widths) + 2 * (len(widths) - 1) > width() and max(widths[i] for i in gives) > 8:
        widths[max(gives, key=lambda i: widths[i])] -= 1
    return "\n".join(
        "  ".join(
            pad(c, w, right=i in right) for i, (c, w) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in [head, *texts]
    )
