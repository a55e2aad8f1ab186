"""The small tree a letter's body is: what Markdown leaves once it is read. Plain text and the page are made from it."""

from typing import Any, NamedTuple

from debcli.letters.content import Part


class Inline(NamedTuple):
    """A run of text. `kind`: text, break, strong, em or link (with `href`)."""

    kind: str
    text: str = ""
    children: tuple["Inline", ...] = ()
    href: str = ""


class Block(NamedTuple):
    """`kind`: paragraph, heading, rule, quote, bullets, numbers, item or slot (with its parts)."""

    kind: str
    inlines: tuple[Inline, ...] = ()
    blocks: tuple["Block", ...] = ()
    parts: tuple[Part, ...] = ()


def plain(inlines: tuple[Inline, ...]) -> str:
    """The words alone; a link to something else than its own text shows where it leads."""
    out: list[str] = []
    for node in inlines:
        if node.kind == "break":
            out.append("\n")
            continue
        inner = node.text + plain(node.children)
        target = node.href.removeprefix("mailto:").removeprefix("tel:")
        out.append(f"{inner} ({target})" if node.kind == "link" and target != inner else inner)
    return "".join(out)


def title(body: tuple[Block, ...]) -> str:
    """The subject: the first heading."""
    return next((plain(block.inlines) for block in body if block.kind == "heading"), "")


def to_json(node: Any) -> Any:
    """Blocks, inlines and parts as JSON values for the page; each object says its type."""
    if isinstance(node, tuple) and hasattr(node, "_asdict"):
        kind = getattr(node, "kind", type(node).__name__.lower())
        return {
            "type": kind,
            **{name: to_json(value) for name, value in node._asdict().items() if name != "kind"},
        }
    if isinstance(node, tuple):
        return [to_json(child) for child in node]
    return node
