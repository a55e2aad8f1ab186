"""What a printed letter must hold, element by element, looked for in its finished text.

Mandatory: without it nobody could pay (who, whom, how much, on what ground, by when, where to), or the letter would not
have its legal effect. Advised: what practice counsels (law/nl.md J): KvK and VAT number, contact person, phone, the
courtesies. A letter that lacks a mandatory element is refused; an advised one is only named.
"""

import re

from debcli.errors import RefusedError
from debcli.letters.content import Content
from debcli.letters.kinds import Extra, Need, Phrase, row
from debcli.letters.text import head_text
from debcli.values.identifiers import is_iban, show_iban


def check(content: Content, text: str) -> tuple[Check, ...]:
    """Every element of the letter's kind, checked against its text. Order: common elements, then those of the kind."""
    page = flat(text)
    wording = flat(
        text.removeprefix(head_text(content))
    )  # the letterhead's "E-mail" is no invitation to mail
    kind = row(content.kind)
    checks = [*_parties(content, page), *_money(content, page)]
    if kind.extra is not Extra.NONE:
        checks.append(_ground(content, page))
    if kind.history:
        missing = [day for day in content.history_days if flat(day) not in page]
        checks.append(
            found("history", not missing, f"what happened on {', '.join(missing)}", mandatory=True)
        )
    if content.agreement is not None:
        agreed = content.agreement
        missing = [
            v
            for v in (agreed.amount, agreed.by, agreed.promised_by, agreed.agreed_with)
            if not holds(page, v)
        ]
        checks.append(
            found("agreement", not missing, f"of what was agreed: {', '.join(missing)}", mandatory=True)
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
    own_address = sender.has_street and all(holds(page, line) for line in sender.lines)
    to_address = content.has_street and all(holds(page, line) for line in content.address)
    return [
        found("creditor-name", holds(page, sender.name), "your name", mandatory=True),
        found("creditor-address", own_address, "your address", mandatory=True),
        found("customer-name", holds(page, content.customer), "the customer's name", mandatory=True),
        # A letter that goes by mail reaches its reader without a street; one on paper does not.
        found("customer-address", to_address, "the customer's address", mandatory=not content.reachable),
        found("date", holds(page, content.date), "the date of the letter", mandatory=True),
        found("kvk", holds(page, sender.kvk), "your KvK number", mandatory=False),
        found("vat", holds(page, sender.vat), "your VAT number", mandatory=False),
        found("contact-person", holds(page, sender.contact), "a contact person", mandatory=False),
        found("phone", holds(page, sender.phone), "your phone number", mandatory=False),
        found("email", holds(page, sender.email), "your e-mail address", mandatory=False),
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
    one_iban = is_iban(payment.iban) and holds(page, show_iban(payment.iban)) and ibans <= own
    why = "your IBAN" if not payment.iban or not is_iban(payment.iban) else "one IBAN, your own"
    alone = [
        sentence
        for sentence in sentences(page)
        if _TERM.search(sentence) and not holds(sentence, content.pay_by)
    ]
    return [
        found(
            "invoices",
            not lost,
            f"number, date, due date, amount, paid and open of {', '.join(lost)}",
            mandatory=True,
        ),
        found(
            "amount-to-pay",
            holds(page, content.to_pay),
            f"the amount to pay, {content.to_pay}",
            mandatory=True,
        ),
        found(
            "pay-by",
            holds(page, content.pay_by),
            f"the day to pay by in full, {content.pay_by}",
            mandatory=True,
        ),
        found("no-bare-term", not alone, "a date beside 'within so many days'", mandatory=True),
        found("iban", one_iban, why, mandatory=True),
        found(
            "account-name",
            _labelled(page, content, "account_name", payment.name),
            "the account name",
            mandatory=True,
        ),
        found(
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
    lost = [value for value in needed if not contains(page, value)]
    for table in content.specification:
        lost += [cells[0] for cells in (*table.rows, *table.total) if not _row_in(cells, page)]
    return found("amounts-and-ground", not lost, f"of the specification: {', '.join(lost)}", mandatory=True)


def _row_in(cells: tuple[str, ...], page: str) -> bool:
    """Whether the cells stand in the text one after the other."""
    return holds(page, " ".join(cell for cell in cells if cell))


def _labelled(page: str, content: Content, label: str, value: str) -> bool:
    return bool(value) and holds(page, f"{content.labels[label]}: {value}")


# --- the elements of the kind -----------------------------------------------------------------------------------


def _needed(phrase: Phrase, content: Content) -> bool:
    if phrase.need is Need.DELIVERY_STOP:
        return content.delivery_stop
    return True


def _phrase(phrase: Phrase, content: Content, page: str) -> Check:
    found = re.search(phrase.patterns[content.language], page, re.IGNORECASE) is not None
    return found(phrase.element, found, phrase.missing, mandatory=phrase.mandatory)
