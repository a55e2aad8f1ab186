"""The letter as one HTML page: the same head, body and payment block as on paper, pictures inside it. Pure.

Plain tables and few styles, so that a mail program shows it as a browser does.
"""

from base64 import b64encode
from html import escape

from debcli.letters.content import Content, Part, PaymentBlock, Signature, Table
from debcli.letters.head import particulars
from debcli.letters.picture import Picture
from debcli.letters.tree import Block, Inline, title

_STYLE = """
body { font: 15px/1.5 Arial, Helvetica, sans-serif; color: #111; background: #fff; max-width: 720px; margin: 24px auto; padding: 0 16px; }
table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: 3px 14px 3px 0; font-weight: normal; }
h1 { font-size: 18px; margin: 28px 0 16px; overflow-wrap: anywhere; } .grey, th { color: #5a5a5a; } .right { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 14px; }
.scroll { overflow-x: auto; margin: 16px 0; } .figures { font-size: 14px; width: 100%; } .number { overflow-wrap: anywhere; min-width: 5em; } .day { white-space: nowrap; } .figures thead td, .figures thead th { border-bottom: 1px solid #969696; }
.figures .total td { border-top: 1px solid #969696; font-weight: bold; } .pay { background: #f5f5f5; border-radius: 4px; padding: 12px; margin: 18px 0; } .beside { display: inline-block; vertical-align: top; margin-right: 24px; } .code { text-align: center; }
.logo { max-height: 60px; max-width: 240px; } blockquote { margin: 0 0 0 24px; } p, li { overflow-wrap: anywhere; }
""".strip()


def letter_html(content: Content, body: tuple[Block, ...], qr: Picture | None, logo: Picture | None) -> str:
    """A whole document. `qr`: the code for the payment block that can be paid by one."""
    sender = content.sender
    parts = [
        "<!doctype html>",
        f'<html lang="{content.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title(body))}</title><style>\n{_STYLE}\n</style></head><body>",
        f"<p>{_image(logo, 'logo', sender.name)}</p>" if logo else "",
        f"<p><strong>{_text(sender.name)}</strong>{''.join('<br>' + _text(line) for line in sender.lines)}</p>",
        f"<p>{'<br>'.join(_text(line) for line in content.address)}</p>",
        _pairs(particulars(content)),
        *(_block(block, qr) for block in body),
        "</body></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")


def _image(picture: Picture, name: str, alt: str) -> str:
    data = b64encode(picture.data).decode()
    return f'<img class="{name}" alt="{escape(alt)}" src="data:{picture.mime};base64,{data}">'


def _pairs(pairs: list[tuple[str, str]], bold: int = 0) -> str:
    rows = "".join(
        f'<tr><td class="grey">{_text(label)}</td><td>{f"<strong>{_text(value)}</strong>" if at < bold else _text(value)}</td></tr>'
        for at, (label, value) in enumerate(pairs)
    )
    return f"<table>{rows}</table>"


def _inline(node: Inline) -> str:
    inner = _text(node.text) + "".join(_inline(child) for child in node.children)
    match node.kind:
        case "break":
            return "<br>"
        case "strong" | "em":
            return f"<{node.kind}>{inner}</{node.kind}>"
        case "link":
            return f'<a href="{escape(node.href)}">{inner}</a>'
        case _:
            return inner


def _block(block: Block, qr: Picture | None) -> str:
    inner = "".join(_inline(node) for node in block.inlines)
    match block.kind:
        case "slot":
            return "\n".join(_part(part, qr) for part in block.parts)
        case "heading":
            return f"<h1>{inner}</h1>"
        case "bullets" | "numbers":
            tag = "ul" if block.kind == "bullets" else "ol"
            items = "".join(f"<li>{_run(item.blocks, qr)}</li>" for item in block.blocks)
            return f"<{tag}>{items}</{tag}>"
        case "quote":
            return f"<blockquote>{_run(block.blocks, qr)}</blockquote>"
        case "rule":
            return "<hr>"
        case _:
            return f"<p>{inner}</p>"


def _run(blocks: tuple[Block, ...], qr: Picture | None) -> str:
    """Blocks inside another; one paragraph alone needs no tags of its own."""
    if len(blocks) == 1 and blocks[0].kind == "paragraph":
        return "".join(_inline(node) for node in blocks[0].inlines)
    return "".join(_block(block, qr) for block in blocks)


def _part(part: Part, qr: Picture | None) -> str:
    match part:
        case Table():
            return _table(part)
        case PaymentBlock():
            lines = _pairs(list(part.lines), bold=2)
            if not (part.qr and qr):
                return f'<div class="pay">{lines}</div>'
            image = _image(qr, "qr", part.scan)
            shown = (
                f'<div class="beside code">{image}<br><small class="grey">{_text(part.scan)}</small></div>'
            )
            return f'<div class="pay"><div class="beside">{lines}</div>{shown}</div>'
        case Signature():
            return f"<p><br>{'<br>'.join(_text(line) for line in part.lines)}</p>"


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str = "td") -> str:
        shown = "".join(
            f'<{tag} class="{"right" if right else "day" if at else "number"}">{_text(cell)}</{tag}>'
            for at, (cell, right) in enumerate(zip(cells, table.right, strict=True))
        )
        return f"<tr>{shown}</tr>"

    rows = "".join(row(cells) for cells in table.rows)
    total = "".join(row(cells).replace("<tr>", '<tr class="total">', 1) for cells in table.total)
    return (
        f'<div class="scroll"><table class="figures"><thead>{row(table.header, "th")}</thead>'
        f"<tbody>{rows}{total}</tbody></table></div>"
    )
