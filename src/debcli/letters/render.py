"""Template source and content -> the letter's body, a small tree.

Markdown with Jinja, sandboxed (sandbox.py). All that `{{ }}` prints is escaped for Markdown, so data can never make
structure. Tables, payment block and signature are slots: a fence that only a template can open.
"""

import re
from functools import cache
from typing import Any

from debcli.errors import InputError
from debcli.language import say
from debcli.letters.content import Announced, Content, Part
from debcli.letters.sandbox import Safe, Template, fill
from debcli.letters.tree import Block, Inline

_SIMPLE = {"paragraph_open": "paragraph", "heading_open": "heading"}
_NESTED = {
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
    "blockquote_open": "quote",
}
_SPANS = {"strong_open": "strong", "em_open": "em", "link_open": "link"}
_SAFE_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


def slots(content: Content) -> dict[str, tuple[Part, ...]]:
    """What a template can place by name."""
    return {
        "invoice_table": (content.invoices,),
        "aging_table": (content.aging,) if content.aging else (),
        "plan_schedule": (content.schedule,) if content.schedule else (),
        "claim_specification": content.specification,
        "received_table": (content.received,) if content.received else (),
        "payment_block": (content.block,),
        "signature": (content.signature,),
    }


def variables(content: Content) -> dict[str, Any]:
    """All that a template may print, by name: strings, lists of strings and yes-or-no. templates/README.md tells them."""
    sender = content.sender
    agreement = content.agreement
    announced, plan = content.announced, content.plan
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
        "the_invoices": content.the_invoices,
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
        "has_interest": content.has_interest,
        "has_costs": content.has_costs,
        "interest_ground": content.interest_ground,
        "costs_ground": content.costs_ground,
        "limitation_ground": content.limitation_ground,
        "suspension_ground": content.suspension_ground,
        "suspended": content.suspended,
        "has_due": content.has_due,
        "has_disputed": content.has_disputed,
        "has_named": content.has_named,
        "settled": content.settled,
        "rest_claim": content.rest_claim,
        "costs_reserved": content.costs_reserved,
        "besides": content.besides._asdict() if content.besides else {},
        "in_all": content.in_all._asdict() if content.in_all else {},
        "disputed": content.disputed,
        "notice_of": content.notice_of,
        "capitalised": content.capitalised,
        "was_claimed": content.was_claimed,
        "has_received": content.received is not None,
        "was_reminded": content.was_reminded,
        "was_told": content.was_told,
        "has_history": bool(content.history),
        "history": content.history,
        "delivery_stop": content.delivery_stop,
        "consumer": content.consumer,
        "announced": {**_without(announced, "on_top_amounts"), "has_vat": bool(announced.vat_clause), "is_on_top": bool(announced.on_top)} if announced else {},
        "agreement": {
            **agreement._asdict(), "has_rest": bool(agreement.rest), "has_extras": bool(agreement.extras),
            "has_left": bool(agreement.left), "has_per_day": bool(agreement.per_day),
        } if agreement else {},
        "plan": {**plan._asdict(), "has_rest": bool(plan.rest), "has_extras": bool(plan.extras), "has_received": bool(plan.received), "has_lapse": bool(plan.lapse)} if plan else {},
        "terms": content.terms._asdict() if content.terms else {},
        **{name: Safe(f"\n\n```slot\n{name}\n```\n\n") for name in slots(content)},
    }  # fmt: skip


def _without(announced: Announced, name: str) -> dict[str, Any]:
    return {key: value for key, value in announced._asdict().items() if key != name}


def body(template: Template, content: Content) -> tuple[Block, ...]:
    """The letter's body. Raises InputError naming template, line and variable where the template is at fault."""
    return _tree(fill(template, variables(content)), template.name, slots(content))


def page_of(template: Template, values: dict[str, Any]) -> tuple[Block, ...]:
    """A page that is no letter (a call sheet): the same Markdown and the same sandbox, no slots. Raises InputError."""
    return _tree(fill(template, values), template.name, {})


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
            say("Template {name}: {content!r} must stand on a line of its own.", name=name, content=content),
            say("Leave an empty line above and below it."),
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
