"""The whole letter as plain text: for the screen, for mail, and for the check."""

import textwrap

from debcli.letters.content import Content, Part, PaymentBlock, Signature, Table
from debcli.letters.head import particulars
from debcli.letters.tree import Block, plain
from debcli.letters.wording import NBSP

WIDTH = 76
_WIDEST = 18  # a first cell longer than this gets a line of its own


def head_text(content: Content) -> str:
    """What stands above the subject: sender, addressee, date and the creditor's particulars."""
    sender = content.sender
    return _joined(
        "\n".join(filter(None, (sender.name, *sender.lines))),
        "\n".join(content.address),
        _pairs(particulars(content)),
    )


def letter_text(content: Content, body: tuple[Block, ...]) -> str:
    """The head and the body, wrapped at 76 columns; no-break spaces have become spaces."""
    return _joined(head_text(content), *(_block(block, WIDTH) for block in body)) + "\n"


def page_text(body: tuple[Block, ...], width: int = WIDTH) -> str:
    """A page that is no letter: each heading stands right above what it is about, the rest two spaces in."""
    out: list[str] = []
    for block in body:
        if block.kind == "heading":
            out += ["", _block(block, width)] if out else [_block(block, width)]
        else:
            out.append(textwrap.indent(_block(block, width - 2), "  "))
    return "\n".join(out).replace(NBSP, " ")


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part).replace(NBSP, " ")


def _block(block: Block, width: int) -> str:
    match block.kind:
        case "slot":
            return "\n\n".join(_part(part) for part in block.parts)
        case "bullets" | "numbers":
            marks = [f"{n}." if block.kind == "numbers" else "-" for n in range(1, len(block.blocks) + 1)]
            return "\n".join(_item(item, mark, width) for item, mark in zip(block.blocks, marks, strict=True))
        case "quote":
            return textwrap.indent("\n\n".join(_block(inner, width - 2) for inner in block.blocks), "  ")
        case "rule":
            return "-" * width
        case _:
            return "\n".join(_wrap(line, width) for line in plain(block.inlines).split("\n"))


def _item(item: Block, mark: str, width: int) -> str:
    inner = "\n".join(_block(block, width - len(mark) - 1) for block in item.blocks)
    indented = textwrap.indent(inner, " " * (len(mark) + 1))
    return mark + indented[len(mark) :]


def _wrap(line: str, width: int) -> str:
    return textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)


def _part(part: Part) -> str:
    match part:
        case Table():
            return _table(part)
        case PaymentBlock():
            return textwrap.indent(_pairs(list(part.lines)), "    ")
        case Signature():
            return "\n".join(part.lines)


def _pairs(pairs: list[tuple[str, str]]) -> str:
    widest = max(len(label) for label, _ in pairs) + 1
    return "\n".join(f"{label + ':':<{widest}} {value}" for label, value in pairs)


def _table(table: Table) -> str:
    rows = [table.header, *table.rows, *table.total]
    columns = range(len(table.header))
    first = [len(row[0]) for row in rows if len(row[0]) <= _WIDEST or len(columns) == 2]
    widths = [max([*first, 0]) if i == 0 else max(len(row[i]) for row in rows) for i in columns]
    if len(columns) == 2:
        widths[0] = min(widths[0], WIDTH - widths[1] - 2)
    elif sum(widths) + 2 * (len(widths) - 1) > WIDTH:  # a heading of more words breaks over lines
        words = [max(len(word) for word in head.split() or [""]) for head in table.header]
        body = [max(len(row[i]) for row in rows[1:]) for i in columns]
        widths[1:] = [max(pair) for pair in zip(words[1:], body[1:], strict=True)]
    line = "  ".join("-" * width for width in widths)
    out = [*_heading(table.header, widths, table.right), line]
    out += [_row(row, widths, table.right) for row in table.rows]
    out += [line, *(_row(row, widths, table.right) for row in table.total)] if table.total else []
    return "\n".join(out)


def _heading(cells: tuple[str, ...], widths: list[int], right: tuple[bool, ...]) -> list[str]:
    """The headings, each over as many lines as its column makes it need, the last line of each beside the others."""
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    lines = zip(*([""] * (height - len(cell)) + cell for cell in wrapped), strict=True)
    return [_row(line, widths, right) for line in lines]


def _row(cells: tuple[str, ...], widths: list[int], right: tuple[bool, ...]) -> str:
    *above, first = _first(cells[0], widths[0], wrap=len(cells) == 2)
    shown = [
        f"{cell:>{width}}" if r else f"{cell:<{width}}"
        for cell, width, r in zip((first, *cells[1:]), widths, right, strict=True)
    ]
    return "\n".join([*above, "  ".join(shown).rstrip()])


def _first(cell: str, width: int, *, wrap: bool) -> list[str]:
    """The first cell, as lines: the last one stands in the row, what does not fit goes above it."""
    if len(cell) <= width:
        return [cell]
    return (textwrap.wrap(cell, width, break_on_hyphens=False) or [""]) if wrap else [cell, ""]
