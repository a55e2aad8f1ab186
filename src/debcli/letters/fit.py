"""How closely a letter is set: one that would run over by a few lines is set closer, so that it stays on its page.

An estimate from the number of characters. Laying the letter out twice to know would cost as much as the letter itself,
and where the estimate is wrong the letter is only a little closer or wider than it had to be.
"""

from math import ceil
from typing import NamedTuple

from debcli.letters.content import Part, PaymentBlock, Table
from debcli.letters.sheet import Page
from debcli.letters.tree import Block, plain

_LINE = 98  # characters of running text in a line of 163 mm, 10 pt
_CELL = 70  # of a table's first, wide column
_MM = 72 / 25.4


class Gaps(NamedTuple):
    """Distances in points: between lines and paragraphs, in tables, around blocks, before the signature; and the QR code."""

    leading: float
    spacing: float
    row: float
    above: float
    below: float
    pay: float
    sign: float
    item: float
    code: float


WIDE = Gaps(6.8, 12.5, 3.4, 13, 15, 8.5, 34, 7.5, 65)
CLOSE = Gaps(5.6, 9.2, 2.4, 9.2, 10, 5.7, 23, 5.6, 57)
_GLYPHS = 7.3  # points of a line of 10 pt without its leading


def gaps(body: tuple[Block, ...], page: Page) -> Gaps:
    """The wide setting, unless only the close one keeps the letter on one page."""
    room = (297 - 20 - page.start) * _MM
    return CLOSE if height(body, WIDE) > room * 0.985 and height(body, CLOSE) < room * 1.01 else WIDE


def height(body: tuple[Block, ...], gap: Gaps) -> float:
    """The estimated height in points."""
    return sum(_block(block, gap) for block in body)


def _lines(text: str, gap: Gaps, width: int = _LINE) -> float:
    count = sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))
    return count * _GLYPHS + (count - 1) * gap.leading


def _block(block: Block, gap: Gaps) -> float:
    match block.kind:
        case "slot":
            return sum(_part(part, gap) for part in block.parts)
        case "bullets" | "numbers":
            inner = [
                sum(_lines(plain(b.inlines), gap, _LINE - 4) for b in item.blocks) for item in block.blocks
            ]
            return sum(inner) + gap.item * (len(inner) - 1) + gap.spacing
        case "quote":
            return sum(_block(inner, gap) for inner in block.blocks)
        case "heading":
            return _lines(plain(block.inlines), gap, 80) + gap.below
        case _:
            return _lines(plain(block.inlines), gap) + gap.spacing


def _part(part: Part, gap: Gaps) -> float:
    if isinstance(part, Table):
        wide = len(part.header) == 2
        rows = [part.header, *part.rows, *part.total]
        lines = sum(ceil(len(cells[0]) / (_CELL if wide else 30)) or 1 for cells in rows)
        return lines * 6.6 + (lines - len(rows)) * 4.5 + len(rows) * 2 * gap.row + gap.below
    if isinstance(part, PaymentBlock):
        tall = len(part.lines) * (_GLYPHS + gap.item)
        return max(tall, gap.code + 24 if part.qr else 0) + 2 * gap.pay + gap.below
    return gap.sign + _lines("\n".join(part.lines), gap) - gap.spacing
