"""Template source and content -> the letter's body, a small tree.

Markdown with Jinja, sandboxed. Escaping happens once, by construction: all that `{{ }}` prints is escaped for Markdown,
so data can never make structure. Tables, payment block and signature are slots: a fence that only a template can open.
"""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.letters.content import Content, Part
from debcli.letters.tree import Block, Inline

_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_ARITHMETIC = frozenset({"*", "**", "/", "//", "%"})
_SIMPLE = {"paragraph_open": "paragraph", "heading_open": "heading"}
_NESTED = {
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
    "blockquote_open": "quote",
}
_SPANS = {"strong_open": "strong", "em_open": "em", "link_open": "link"}
_SAFE_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


class _Safe(str):
    """Markdown made by debcli itself: not escaped again."""

    __slots__ = ()


class Template(NamedTuple):
    """A template's source and the name it goes by in messages."""

    name: str
    text: str


def slots(content: Content) -> dict[str, tuple[Part, ...]]:
    """What a template can place by name."""
    return {
        "invoice_table": (content.invoices,),
        "claim_specification": content.specification,
        "payment_block": (content.block,),
        "signature": (content.signature,),
    }


def variables(content: Content) -> dict[str, Any]:
    """All that a template may print, by name: strings, lists of strings and yes-or-no. templates/README.md tells them."""
    sender = content.sender
    agreement = content.agreement
    announced = content.announced
    return {
        "voice": lambda one, more: more if content.plural else one,
        "date": content.date,
        "greeting": content.greeting,
        "contact_line": content.contact_line,
        "creditor": {
            "name": sender.name, "contact": sender.contact, "phone": sender.phone, "email": sender.email,
            "kvk": sender.kvk, "vat": sender.vat, "plural": content.plural,
        },
        "customer": {"name": content.customer, "contact": content.customer_contact},
        "invoices_named": content.invoices_named,
        "many": content.many,
        "principal": content.principal,
        "interest_total": content.interest_total,
        "costs_total": content.costs_total,
        "total": content.total,
        "per_day": content.per_day,
        "to_pay": content.to_pay,
        "pay_by": content.pay_by,
        "iban": dict(content.block.lines)[content.labels["iban"]],
        "account_name": content.payment.name,
        "reference": content.payment.reference,
        "has_qr": content.block.qr,
        "has_interest": content.has_interest,
        "has_costs": content.has_costs,
        "interest_ground": content.interest_ground,
        "costs_ground": content.costs_ground,
        "limitation_ground": content.limitation_ground,
        "has_history": bool(content.history),
        "history": content.history,
        "delivery_stop": content.delivery_stop,
        "consumer": content.consumer,
        "announced": {**announced._asdict(), "has_vat": bool(announced.vat_clause)} if announced else {},
        "agreement": {**agreement._asdict(), "has_rest": bool(agreement.rest)} if agreement else {},
        **{name: _Safe(f"\n\n```slot\n{name}\n```\n\n") for name in slots(content)},
    }  # fmt: skip


def body(template: Template, content: Content) -> tuple[Block, ...]:
    """The letter's body. Raises InputError naming template, line and variable where the template is at fault."""
    return _tree(_fill(template, variables(content)), template.name, slots(content))


# --- Jinja ------------------------------------------------------------------------------------------------------


def escape(value: object) -> str:
    """What `{{ }}` prints: text that Markdown takes literally. Raises TypeError for what is not text or a whole number."""
    if isinstance(value, _Safe):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"a {type(value).__name__} cannot be printed; print its text")
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", str(value)))


def _fill(template: Template, values: dict[str, Any]) -> str:
    from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415  (41 ms)

    try:
        return str(_compiled(template).render(values))
    except TemplateSyntaxError as error:
        raise _at_fault(template, error.lineno, str(error.message), values) from error
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
        MemoryError,
    ) as error:
        raise _at_fault(template, _line_of(error), str(error) or type(error).__name__, values) from error


@lru_cache(maxsize=64)
def _compiled(template: Template) -> Any:
    """The template in its sandbox, compiled once for a run of letters."""
    from jinja2 import DictLoader, StrictUndefined, Undefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Sandbox(ImmutableSandboxedEnvironment):
        """No attribute of Python, no file, and no arithmetic: a template never computes."""

        intercepted_binops = _ARITHMETIC

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
            raise TypeError(f"a template does not compute ({operator})")

    def finalize(value: object) -> str:
        # An undefined value is turned into text first: that raises the error which names it.
        return escape(str(value) if isinstance(value, Undefined) else value)

    sandbox = Sandbox(
        loader=DictLoader({template.name: template.text}), undefined=StrictUndefined, finalize=finalize
    )
    return sandbox.get_template(template.name)


def _line_of(error: BaseException) -> int:
    """The line of the template in which an error arose: Jinja writes it into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _at_fault(template: Template, line: int, reason: str, values: dict[str, Any]) -> InputError:
    from difflib import get_close_matches  # noqa: PLC0415

    hint = "See templates/README.md for what a template may print."
    if unknown := re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", reason):
        name = unknown[1] or unknown[2]
        reason = f"{name!r} is not defined"
        inner = [key for value in values.values() if isinstance(value, dict) for key in value]
        if close := get_close_matches(name, [*values, *inner], n=1):
            hint = f"Did you mean {close[0]!r}? {hint}"
    where = f", line {line}" if line else ""
    return InputError(f"Template {template.name}{where}: {reason}.", hint)


# --- Markdown ---------------------------------------------------------------------------------------------------


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "html_inline", "html_block", "autolink", "code", "backticks"]
    )


def _tree(markdown: str, name: str, parts: dict[str, tuple[Part, ...]]) -> tuple[Block, ...]:
    stack: list[tuple[str, list[Block]]] = [("", [])]
    for token in _reader().parse(markdown):
        here = stack[-1][1]
        if token.type == "inline":
            here.append(Block(stack[-1][0], _inlines(token.children or [])))
        elif token.type in _SIMPLE or token.type in _NESTED:
            stack.append(((_SIMPLE | _NESTED)[token.type], []))
        elif token.type == "fence":
            here.append(_slot(token.info.strip(), token.content.strip(), name, parts, nested=len(stack) > 1))
        elif token.type == "hr":
            here.append(Block("rule"))
        elif token.nesting == -1:
            kind, children = stack.pop()
            stack[-1][1].extend(
                children if kind in _SIMPLE.values() else [Block(kind, blocks=tuple(children))]
            )
    return tuple(stack[0][1])


def _slot(info: str, content: str, name: str, parts: dict[str, tuple[Part, ...]], *, nested: bool) -> Block:
    if info != "slot":
        return Block("paragraph", (Inline("text", content),))
    if content not in parts or nested:
        raise InputError(
            f"Template {name}: {content!r} must stand on a line of its own.",
            "Leave an empty line above and below it.",
        )
    return Block("slot", parts=parts[content])


def _inlines(tokens: list[Any]) -> tuple[Inline, ...]:
    stack: list[tuple[str, str, list[Inline]]] = [("", "", [])]
    for token in tokens:
        if token.type in _SPANS:
            stack.append((_SPANS[token.type], str(token.attrGet("href") or ""), []))
        elif token.nesting == -1:
            kind, href, children = stack.pop()
            if kind == "link" and not _SAFE_LINK.match(href):
                stack[-1][2].extend(children)
            else:
                stack[-1][2].append(Inline(kind, "", tuple(children), href))
        elif token.type == "hardbreak":
            stack[-1][2].append(Inline("break"))
        elif token.type == "softbreak":
            stack[-1][2].append(Inline("text", " "))
        elif token.content:
            stack[-1][2].append(Inline("text", token.content))
    return tuple(stack[0][2])
