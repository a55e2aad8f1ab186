"""What a printed letter must hold, element by element, looked for in its finished text.

Mandatory: without it nobody could pay (who, whom, how much, on what ground, by when, where to), or the letter would not
have its legal effect. Advised: what practice counsels (law/nl.md J): KVK and VAT number, contact person, phone, the
courtesies. A letter that lacks a mandatory element is refused; an advised one is only named.
"""

import re

from debcli.errors import RefusedError
from debcli.language import mark, say
from debcli.letters import consumer, notice
from debcli.letters.content import Content
from debcli.letters.kinds import Extra, KindRow, Term, row
from debcli.letters.look import Check, contains, element, flat, holds, sentences
from debcli.letters.phrases import Need, Phrase
from debcli.letters.text import head_text
from debcli.receivables.facts import LetterKind
from debcli.values.identifiers import is_iban, show_iban

__all__ = ["Check", "check", "missing", "require"]


def check(content: Content, text: str) -> tuple[Check, ...]:
    """Every element of the letter's kind, checked against its text. Order: common elements, then those of the kind."""
    page = flat(text)
    # The letterhead's "E-mail" is no invitation to mail.
    wording = flat(text.removeprefix(head_text(content)))
    kind = row(content.kind, rest_claim=content.rest_claim)
    checks = _parties(content, page)
    if kind.asks:
        checks += [*_money(content, page, kind), *_term(content, page, kind)]
    if kind.extra is not Extra.NONE:
        checks.append(_ground(content, page, kind))
    if kind.history:
        lost = [day for day in content.history_days if flat(day) not in page]
        checks.append(
            element("history", not lost, say("what happened on {days}", days=", ".join(lost)), mandatory=True)
        )
    checks += _subject(content, page)
    checks += [_phrase(phrase, content, wording) for phrase in kind.must if _needed(phrase, content)]
    if kind.term is Term.DELIVERY:
        checks += notice.checks(content, wording)
    elif content.consumer:
        checks += consumer.checks(content, wording)
    return tuple(checks)


def _subject(content: Content, page: str) -> list[Check]:
    """What the letter is about besides the claim: every value that was agreed, set or added up."""
    needed: dict[str, tuple[str, ...]] = {}
    if content.agreement is not None:
        agreed = content.agreement
        needed["agreement"] = (agreed.amount, agreed.by, agreed.promised_by, agreed.agreed_with)
    if content.plan is not None:
        plan = content.plan
        needed["plan"] = (plan.total, plan.first_amount, plan.first_by, plan.promised_by, plan.agreed_with)
    if content.terms is not None:
        terms = content.terms
        needed["terms"] = (terms.start, terms.prepay, terms.term, terms.limit, terms.probation, terms.review)
    if content.suspension_ground and content.kind == LetterKind.OPSCHORTING:
        needed["suspension-ground"] = (content.suspension_ground, content.suspended)
    found = []
    for name, values in needed.items():
        lost = [value for value in values if value and not contains(page, value)]
        found.append(
            element(
                name, not lost, say("of what it is about: {parts}", parts=", ".join(lost)), mandatory=True
            )
        )
    for name, table in (("schedule", content.schedule), ("aging", content.aging)):
        if table is not None:
            lost = [cells[0] for cells in (*table.rows, *table.total) if not _row_in(cells, page)]
            found.append(
                element(name, not lost, say("of its rows: {rows}", rows=", ".join(lost)), mandatory=True)
            )
    return found


def missing(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The mandatory elements that fail."""
    return tuple(c for c in checks if c.mandatory and not c.ok)


def require(checks: tuple[Check, ...]) -> None:
    """Raise RefusedError, naming what fails, when a mandatory element does; `legal` when one of them is."""
    failed = missing(checks)
    if failed:
        legal = any(c.legal for c in failed)
        raise RefusedError(
            say("The letter cannot leave: {reasons}.", reasons="; ".join(c.why for c in failed)),
            say(
                "Mend your template, or take debcli's own: as it is the letter would not have its effect in law."
            )
            if legal
            else _mend(failed),
            legal=legal,
        )


_DATA = {
    "creditor-name": mark("debcli config name NAME"),
    "creditor-address": mark('debcli config address "STREET 1"   and   debcli config city CITY'),
    "iban": "debcli config iban IBAN",
    "customer-address": mark(
        'debcli edit-customer CUSTOMER --address "STREET 1" --postcode "1234 AB" --city CITY'
    ),
}
"""What to type where a mandatory element may lack because nobody told it."""


def _mend(failed: tuple[Check, ...]) -> str:
    typed = [say(_DATA[c.element]) for c in failed if c.element in _DATA]
    return (
        say("Complete it: {commands}", commands=say("   and   ").join(typed))
        if typed
        else say("Mend your template, or take debcli's own.")
    )


# --- the common elements ----------------------------------------------------------------------------------------


def _parties(content: Content, page: str) -> list[Check]:
    sender = content.sender
    own_address = sender.has_street and all(holds(page, line) for line in sender.lines)
    to_address = content.has_street and all(holds(page, line) for line in content.address)
    return [
        element("creditor-name", holds(page, sender.name), say("your name"), mandatory=True),
        element("creditor-address", own_address, say("your address"), mandatory=True),
        element("customer-name", holds(page, content.customer), say("the customer's name"), mandatory=True),
        # A letter that goes by mail reaches its reader without a street; one on paper does not.
        element(
            "customer-address", to_address, say("the customer's address"), mandatory=not content.reachable
        ),
        element("date", holds(page, content.date), say("the date of the letter"), mandatory=True),
        element("kvk", holds(page, sender.kvk), say("your KVK number"), mandatory=False),
        element("vat", holds(page, sender.vat), say("your VAT number"), mandatory=False),
        element("contact-person", holds(page, sender.contact), say("a contact person"), mandatory=False),
        element("phone", holds(page, sender.phone), say("your phone number"), mandatory=False),
        element("email", holds(page, sender.email), say("your e-mail address"), mandatory=False),
    ]


def _money(content: Content, page: str, kind: KindRow) -> list[Check]:
    payment = content.payment
    lost = [cells[0] for cells in content.invoices.rows if not _row_in(cells, page)]
    others = _ibans(page, payment.iban) - {payment.iban}
    one_iban = is_iban(payment.iban) and holds(page, show_iban(payment.iban)) and not others
    return [
        element(
            "invoices",
            not lost,
            say("number, date, due date, amount, paid and open of {numbers}", numbers=", ".join(lost)),
            mandatory=True,
        ),
        element(
            "amount-to-pay",
            holds(page, content.to_pay),
            say("the amount to pay, {amount}", amount=content.to_pay),
            mandatory=True,
        ),
        element(
            "iban",
            one_iban,
            say("one IBAN, your own") if is_iban(payment.iban) else say("your IBAN"),
            mandatory=True,
            legal=kind.term is Term.DELIVERY and bool(others),
        ),
        element(
            "account-name",
            _labelled(page, content, "account_name", payment.name),
            say("the account name"),
            mandatory=True,
        ),
        element(
            "payment-reference",
            _labelled(page, content, "reference", payment.reference),
            say("the payment reference"),
            mandatory=True,
        ),
    ]


_TERM = re.compile(
    r"\b(binnen|within) (\d+|een|twee|drie|vijf|zeven|acht|tien|veertien|seven|ten|fourteen) (werk)?(dag|dagen|days?)\b",
    re.IGNORECASE,
)


def _term(content: Content, page: str, kind: KindRow) -> list[Check]:
    """The day to pay by, in full, and no term in days without it. The term of a veertiendagenbrief is notice.py's."""
    if kind.term is Term.DELIVERY:
        return []
    for line in content.history:  # it tells the term of an earlier letter, and sets none
        page = page.replace(flat(line), " ")
    alone = [
        sentence
        for sentence in sentences(page)
        if _TERM.search(sentence) and not holds(sentence, content.pay_by)
    ]
    checks = [element("no-bare-term", not alone, say("a date beside 'within so many days'"), mandatory=True)]
    if kind.term is Term.DAY:
        checks.append(
            element(
                "pay-by",
                holds(page, content.pay_by),
                say("the day to pay by in full, {day}", day=content.pay_by),
                mandatory=True,
            )
        )
    return checks


def _ground(content: Content, page: str, kind: KindRow) -> Check:
    """Principal, interest and costs apart, each with its ground in law; where claimed, every line of the specification."""
    claimed = bool(content.specification)  # its rows hold the amounts
    announced = kind.extra is not Extra.CLAIMED
    needed: list[str] = []
    if content.has_interest or announced:
        needed.append(content.interest_ground)
    if content.has_costs or announced:
        needed.append(content.costs_ground)
    if not claimed:
        needed += [content.interest_total] if content.has_interest else []
        needed += [content.costs_total] if content.has_costs else []
    lost = [value for value in needed if not contains(page, value)]
    for table in content.specification:
        lost += [cells[0] for cells in (*table.rows, *table.total) if not _row_in(cells, page)]
    return element(
        "amounts-and-ground",
        not lost,
        say("of the specification: {parts}", parts=", ".join(lost)),
        mandatory=True,
    )


def _row_in(cells: tuple[str, ...], page: str) -> bool:
    """Whether the cells stand in the text one after the other."""
    return holds(page, " ".join(cell for cell in cells if cell))


def _labelled(page: str, content: Content, label: str, value: str) -> bool:
    return bool(value) and holds(page, f"{content.labels[label]}: {value}")


def _ibans(page: str, own: str) -> set[str]:
    """Every IBAN in the text, whatever stands behind it. `own` is known without counting its digits again."""
    found: set[str] = set()
    for start in re.finditer(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,40}", page.upper()):
        bare = start[0].replace(" ", "")
        if own and bare.startswith(own):
            found.add(own)
            continue
        found.update(next(([bare[:n]] for n in range(15, 35) if n <= len(bare) and is_iban(bare[:n])), []))
    return found


# --- the elements of the kind -----------------------------------------------------------------------------------


def _needed(phrase: Phrase, content: Content) -> bool:
    if phrase.need is Need.DELIVERY_STOP:
        return content.delivery_stop
    return True


def _phrase(phrase: Phrase, content: Content, page: str) -> Check:
    said = re.search(phrase.patterns[content.language], page, re.IGNORECASE) is not None
    return element(phrase.element, said, say(phrase.missing), mandatory=phrase.mandatory, legal=phrase.legal)
