"""What a printed letter must hold, element by element, looked for in its finished text.

Mandatory: without it nobody could pay (who, whom, how much, on what ground, by when, where to), or the letter would not
have its legal effect. Advised: what practice counsels (law/nl.md J): KvK and VAT number, contact person, phone, the
courtesies. A letter that lacks a mandatory element is refused; an advised one is only named.
"""

import re
from typing import NamedTuple

from debcli.errors import RefusedError
from debcli.letters.content import Content
from debcli.letters.kinds import Extra, Need, Phrase, row
from debcli.letters.text import head_text
from debcli.values.identifiers import is_iban, show_iban


class Check(NamedTuple):
    """One element: whether the letter holds it, and if not, what is missing."""

    element: str
    ok: bool
    why: str
    mandatory: bool


def check(content: Content, text: str) -> tuple[Check, ...]:
    """Every element of the letter's kind, checked against its text. Order: common elements, then those of the kind."""
    page = _flat(text)
    wording = _flat(
        text.removeprefix(head_text(content))
    )  # the letterhead's "E-mail" is no invitation to mail
    kind = row(content.kind)
    checks = [*_parties(content, page), *_money(content, page)]
    if kind.extra is not Extra.NONE:
        checks.append(_ground(content, page))
    if kind.history:
        missing = [day for day in content.history_days if _flat(day) not in page]
        checks.append(
            _check("history", not missing, f"what happened on {', '.join(missing)}", mandatory=True)
        )
    if content.agreement is not None:
        agreed = content.agreement
        missing = [
            v
            for v in (agreed.amount, agreed.by, agreed.promised_by, agreed.agreed_with)
            if not _holds(page, v)
        ]
        checks.append(
            _check("agreement", not missing, f"of what was agreed: {', '.join(missing)}", mandatory=True)
        )
    checks += [_phrase(phrase, content, wording) for phrase in kind.must if _needed(phrase, content)]
    return tuple(checks)


def missing(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The mandatory elements that fail."""
    return tuple(c for c in checks if c.mandatory and not c.ok)


def require(checks: tuple[Check, ...]) -> None:
    """Raise RefusedError, naming what fails, when a mandatory element does."""
    failed = missing(checks)
    if failed:
        raise RefusedError(
            f"The letter cannot leave: {'; '.join(c.why for c in failed)}.",
            "Complete the data, or mend your template.",
        )


# --- the common elements ----------------------------------------------------------------------------------------


def _parties(content: Content, page: str) -> list[Check]:
    sender = content.sender
    own_address = sender.has_street and all(_holds(page, line) for line in sender.lines)
    to_address = content.has_street and all(_holds(page, line) for line in content.address)
    return [
        _check("creditor-name", _holds(page, sender.name), "your name", mandatory=True),
        _check("creditor-address", own_address, "your address", mandatory=True),
        _check("customer-name", _holds(page, content.customer), "the customer's name", mandatory=True),
        # A letter that goes by mail reaches its reader without a street; one on paper does not.
        _check("customer-address", to_address, "the customer's address", mandatory=not content.reachable),
        _check("date", _holds(page, content.date), "the date of the letter", mandatory=True),
        _check("kvk", _holds(page, sender.kvk), "your KvK number", mandatory=False),
        _check("vat", _holds(page, sender.vat), "your VAT number", mandatory=False),
        _check("contact-person", _holds(page, sender.contact), "a contact person", mandatory=False),
        _check("phone", _holds(page, sender.phone), "your phone number", mandatory=False),
        _check("email", _holds(page, sender.email), "your e-mail address", mandatory=False),
    ]


def _money(content: Content, page: str) -> list[Check]:
    payment = content.payment
    lost = [cells[0] for cells in content.invoices.rows if not _row_in(cells, page)]
    ibans = {
        found
        for found in map(_bare, re.findall(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){2,8}\b", page))
        if is_iban(found)
    }
    own = {payment.iban}
    one_iban = is_iban(payment.iban) and _holds(page, show_iban(payment.iban)) and ibans <= own
    why = "your IBAN" if not payment.iban or not is_iban(payment.iban) else "one IBAN, your own"
    alone = [
        sentence
        for sentence in _sentences(page)
        if _TERM.search(sentence) and not _holds(sentence, content.pay_by)
    ]
    return [
        _check(
            "invoices",
            not lost,
            f"number, date, due date, amount, paid and open of {', '.join(lost)}",
            mandatory=True,
        ),
        _check(
            "amount-to-pay",
            _holds(page, content.to_pay),
            f"the amount to pay, {content.to_pay}",
            mandatory=True,
        ),
        _check(
            "pay-by",
            _holds(page, content.pay_by),
            f"the day to pay by in full, {content.pay_by}",
            mandatory=True,
        ),
        _check("no-bare-term", not alone, "a date beside 'within so many days'", mandatory=True),
        _check("iban", one_iban, why, mandatory=True),
        _check(
            "account-name",
            _labelled(page, content, "account_name", payment.name),
            "the account name",
            mandatory=True,
        ),
        _check(
            "payment-reference",
            _labelled(page, content, "reference", payment.reference),
            "the payment reference",
            mandatory=True,
        ),
    ]


_TERM = re.compile(
    r"\b(binnen|within) (\d+|een|twee|drie|vijf|zeven|acht|tien|veertien|seven|ten|fourteen) (werk)?(dag|dagen|days?)\b",
    re.IGNORECASE,
)


def _ground(content: Content, page: str) -> Check:
    """Principal, interest and costs apart, each with its ground in law; where claimed, every line of the specification."""
    claimed = bool(content.specification)  # its rows hold the amounts
    needed: list[str] = []
    if content.has_interest or not claimed:
        needed.append(content.interest_ground)
    if content.has_costs or not claimed:
        needed.append(content.costs_ground)
    if not claimed:
        needed += [content.interest_total] if content.has_interest else []
        needed += [content.costs_total] if content.has_costs else []
    lost = [value for value in needed if not _contains(page, value)]
    for table in content.specification:
        lost += [cells[0] for cells in (*table.rows, *table.total) if not _row_in(cells, page)]
    return _check("amounts-and-ground", not lost, f"of the specification: {', '.join(lost)}", mandatory=True)


def _row_in(cells: tuple[str, ...], page: str) -> bool:
    """Whether the cells stand in the text one after the other."""
    return _holds(page, " ".join(cell for cell in cells if cell))


def _labelled(page: str, content: Content, label: str, value: str) -> bool:
    return bool(value) and _holds(page, f"{content.labels[label]}: {value}")


# --- the elements of the kind -----------------------------------------------------------------------------------


def _needed(phrase: Phrase, content: Content) -> bool:
    if phrase.need is Need.DELIVERY_STOP:
        return content.delivery_stop
    return True


def _phrase(phrase: Phrase, content: Content, page: str) -> Check:
    found = re.search(phrase.patterns[content.language], page, re.IGNORECASE) is not None
    return _check(phrase.element, found, phrase.missing, mandatory=phrase.mandatory)


# --- text -------------------------------------------------------------------------------------------------------


def _check(element: str, ok: bool, why: str, *, mandatory: bool) -> Check:
    return Check(element, ok, "" if ok else f"missing: {_flat(why)}", mandatory)


def _flat(text: str) -> str:
    return " ".join(re.sub(r"(?m)^[ -]*-{3,}[ -]*$", " ", text).split())


def _holds(page: str, value: str) -> bool:
    """Whether the value stands in the text as a whole: `2026-1` is not found in `2026-10`."""
    wanted = _flat(value)
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", page) is not None


def _contains(page: str, value: str) -> bool:
    return _flat(value).lower() in page.lower()


def _bare(iban: str) -> str:
    return iban.replace(" ", "")


def _sentences(page: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", page)
