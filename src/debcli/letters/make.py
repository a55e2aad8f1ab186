"""A letter from claim to checked text, in one call."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from debcli.language import say
from debcli.law.costs import CollectionCosts
from debcli.letters import templates
from debcli.letters.check import Check, check
from debcli.letters.compose import compose
from debcli.letters.content import Content
from debcli.letters.history import Event
from debcli.letters.render import body
from debcli.letters.sandbox import Template
from debcli.letters.subjects import Subject
from debcli.letters.text import letter_text
from debcli.letters.tree import Block
from debcli.receivables.claim import Claim
from debcli.receivables.facts import Creditor, Customer, LetterKind
from debcli.receivables.owed import NOTHING, Before


class Made(NamedTuple):
    """A letter, not yet on paper. `warnings`: what the user should know before it leaves."""

    content: Content
    body: tuple[Block, ...]
    text: str
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]


def make(
    kind: LetterKind,
    *,
    day: date,
    pay_by: date | None,
    creditor: Creditor,
    customer: Customer,
    claim: Claim,
    history: tuple[Event, ...] = (),
    subject: Subject | None = None,
    announced_costs: CollectionCosts | None = None,
    announced_before: Before = NOTHING,
    reference: str = "",
    delivery_stop: bool = False,
    rest_claim: bool = False,
    costs_reserved: bool = False,
    besides: Claim | None = None,
    in_all: Claim | None = None,
    notices: tuple[date, ...] = (),
    language: str | None = None,
    folder: Path | None = None,
) -> Made:
    """Compose, render and check a letter in the language given, else the customer's. Nothing is written.

    What each kind needs is told by compose.compose. `folder` holds the user's own templates (`<language>/<kind>.md.j2`); they win. Raises InputError for data a letter
    cannot be made of and for a template at fault. A letter that lacks an element is made, and says so in `checks`.
    """
    wanted = language or customer.language
    source = templates.find(kind, wanted, folder)
    content = compose(
        kind,
        source.language,
        day,
        pay_by,
        creditor,
        customer,
        claim,
        history=history,
        subject=subject,
        announced_costs=announced_costs,
        announced_before=announced_before,
        reference=reference,
        delivery_stop=delivery_stop,
        rest_claim=rest_claim,
        costs_reserved=costs_reserved,
        besides=besides,
        in_all=in_all,
        notices=notices,
    )
    tree = body(Template(str(source.path), source.text), content)
    text = letter_text(content, tree)
    warnings = (
        ()
        if source.language == wanted
        else (
            say(
                "There is no {kind} in {wanted!r} yet: this one is in {language!r}.",
                kind=kind,
                wanted=wanted,
                language=source.language,
            ),
        )
    )
    return Made(content, tree, text, check(content, text), (*claim.warnings, *warnings))
