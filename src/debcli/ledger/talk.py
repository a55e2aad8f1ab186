"""What was said and agreed, written: contacts, promises, plans, disputes, holds, hand-overs and terms.

Typed after each call, so over plain rows (rows.py): loading SQLModel takes three times as long as all the rest.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from debcli.ledger.rows import Rows
from debcli.receivables.facts import Cause, Instalment, Outcome


def record_contact(
    work: Rows,
    *,
    customer_id: int,
    on: date,
    via: str,
    outcome: Outcome,
    invoices: Iterable[int],
    with_name: str = "",
    amount: int | None = None,
    call_back: date | None = None,
    cause: Cause | None = None,
    proof: str = "",
    note: str = "",
) -> int:
    """Write a contact and the open invoices it concerned."""
    contact = work.insert(
        "contact", customer_id=customer_id, on_day=on, via=via, outcome=outcome.value, with_name=with_name, amount=amount,
        call_back=call_back, cause=cause.value if cause else None, proof=proof, note=note, entry_id=work.entry,
    )  # fmt: skip
    for invoice in invoices:
        work.insert("contact_invoice", contact_id=contact, invoice_id=invoice)
    return contact


def record_promise(
    work: Rows,
    *,
    customer_id: int,
    contact_id: int,
    made_on: date,
    by: date,
    amount: int,
    invoices: Iterable[int],
) -> int:
    """Write a promise and the invoices it covers."""
    promise = work.insert(
        "promise", customer_id=customer_id, contact_id=contact_id, made_on=made_on, by_day=by, amount=amount, entry_id=work.entry
    )  # fmt: skip
    for invoice in invoices:
        work.insert("promise_invoice", promise_id=promise, invoice_id=invoice)
    return promise


def record_dispute(
    work: Rows,
    *,
    customer_id: int,
    invoice_id: int,
    on: date,
    solve_by: date,
    amount: int | None = None,
    about: str = "",
    contact_id: int | None = None,
) -> int:
    """Write a dispute of an invoice, whole or in part."""
    return work.insert(
        "dispute", customer_id=customer_id, invoice_id=invoice_id, on_day=on, solve_by=solve_by, amount=amount, about=about,
        contact_id=contact_id,
    )  # fmt: skip


def resolve_dispute(work: Rows, dispute_id: int, *, on: date, outcome: str) -> None:
    """End a dispute: upheld, rejected or credited."""
    work.update("dispute", dispute_id, resolved_on=on, outcome=outcome)


def record_plan(
    work: Rows,
    *,
    customer_id: int,
    contact_id: int,
    made_on: date,
    instalments: Iterable[Instalment],
    invoices: Iterable[int],
) -> int:
    """Write a payment plan, its instalments and the invoices it covers."""
    plan = work.insert(
        "plan", customer_id=customer_id, contact_id=contact_id, made_on=made_on, entry_id=work.entry
    )
    for part in instalments:
        work.insert("instalment", plan_id=plan, on_day=part.on, amount=part.amount)
    for invoice in invoices:
        work.insert("plan_invoice", plan_id=plan, invoice_id=invoice)
    return plan


def record_hold(
    work: Rows, *, customer_id: int, invoice_id: int | None, on: date, until: date, because: str
) -> int:
    """Write a hold on an invoice, or on all of a customer's."""
    return work.insert(
        "hold", customer_id=customer_id, invoice_id=invoice_id, on_day=on, until=until, because=because
    )


def release_hold(work: Rows, hold_id: int, *, on: date) -> None:
    """End a hold before its day."""
    work.update("hold", hold_id, released_on=on)


def record_handover(
    work: Rows, *, customer_id: int, on: date, to: str, review_on: date, invoices: Iterable[int]
) -> int:
    """Write that invoices are in another's hands."""
    handover = work.insert("handover", customer_id=customer_id, on_day=on, to_name=to, review_on=review_on)
    for invoice in invoices:
        work.insert("handover_invoice", handover_id=handover, invoice_id=invoice)
    return handover


def end_handover(work: Rows, handover_id: int, *, on: date) -> None:
    """What was handed over is back."""
    work.update("handover", handover_id, back_on=on)


def record_closing(
    work: Rows,
    *,
    customer_id: int,
    on: date,
    outcome: str,
    sales_promise: bool | None = None,
    fault: bool | None = None,
    followed_up: bool | None = None,
    note: str = "",
) -> int:
    """Write how a case was looked back on."""
    answers = {"sales_promise": sales_promise, "fault": fault, "followed_up": followed_up}
    given = {name: None if answer is None else int(answer) for name, answer in answers.items()}
    return work.insert("closing", customer_id=customer_id, on_day=on, outcome=outcome, note=note, **given)


def record_terms(work: Rows, *, customer_id: int, on: date, because: str, **values: Any) -> int:
    """Write new terms for a customer; those before them count as reviewed."""
    earlier = work.raw.execute(
        "SELECT id FROM terms WHERE customer_id = ? AND reviewed_on IS NULL", (customer_id,)
    ).fetchall()
    for (terms,) in earlier:
        review_terms(work, terms, on=on)
    return work.insert("terms", customer_id=customer_id, on_day=on, because=because, **values)


def review_terms(work: Rows, terms_id: int, *, on: date) -> None:
    """The terms were looked at again and are over."""
    work.update("terms", terms_id, reviewed_on=on)
