"""log-call: what came of a contact, asked in the order of a real call."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from debcli.cli import ask, confirming
from debcli.cli.call import compared
from debcli.cli.confirming import Way
from debcli.cli.fields import Channel, line
from debcli.cli.parameters import CUSTOMER, ON, invoice_numbers
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_contact
from debcli.cli.timeline import SAID
from debcli.cli.words import contact_words, resting, spoken_word
from debcli.errors import InputError, UsageError
from debcli.language import mark, mark_as, say
from debcli.receivables.account import Account, promised_on, solve_by
from debcli.receivables.claim import claim, main_currency
from debcli.receivables.facts import Cause, Invoice, LetterKind, Outcome
from debcli.receivables.figures import MAX_BROKEN
from debcli.values import dates
from debcli.values.money import dutch, euro, parse_amount
from debcli.values.text import clean_note

if TYPE_CHECKING:
    from debcli.ledger.rows import Rows

_ORDER = (
    (Outcome.PROMISE, mark("pays a sum by a day")),
    (Outcome.PLAN, mark("pays in parts; the first part by a day")),
    (Outcome.NO_ANSWER, mark("nobody picked up")),
    (Outcome.VOICEMAIL, mark("left a message")),
    (Outcome.CALL_BACK, mark("asked to be rung again on a day")),
    (Outcome.CLAIMS_PAID, mark("says it was paid")),
    (Outcome.CANNOT_PAY, mark("has no money now")),
    (Outcome.DISPUTES, mark("objects to the invoice")),
    (Outcome.REFUSES, mark("will not pay")),
    (Outcome.RECEIVED, mark("invoice received, all well")),
    (Outcome.SPOKE, mark("spoke, nothing agreed")),
    (Outcome.MAILED, mark("sent a short message, nothing heard yet")),
)


def log_call(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    outcome: Outcome | None = typer.Option(
        None, "--outcome", "-o", help="How it ended; asked when left out."
    ),
    with_: str | None = typer.Option(None, "--with", metavar="NAME", help="Whom you spoke to."),
    amount: str | None = typer.Option(
        None, "--amount", metavar="A", help="What was promised, said to be paid, or disputed."
    ),
    by: str | None = typer.Option(None, "--by", metavar="DATE", help="The day it was promised for."),
    invoice: list[str] = typer.Option(
        [],
        "--invoice",
        metavar="N",
        autocompletion=invoice_numbers,
        help="Which invoices; default all that are open.",
    ),
    cause: Cause | None = typer.Option(None, "--cause", help="Why he pays late."),
    note: str | None = typer.Option(None, "--note", metavar="T", help="What else was said."),
    via: Channel = typer.Option(Channel.PHONE, "--via", help="How you spoke."),
    proof: str | None = typer.Option(
        None, "--proof", metavar="T", help="Proof of the transfer you were shown."
    ),
    call_back: str | None = typer.Option(None, "--call-back", metavar="DATE", help="The day to ring again."),
    confirm: Way | None = typer.Option(
        None, "--confirm", help="Confirm a promise in writing at once; asked on a terminal."
    ),
    on: str | None = ON,
) -> None:
    """Log a contact; says what to confirm and what comes next. Without options it asks.

    For example: debcli log-call belofte-bouw     debcli log-call belofte-bouw --outcome promise --amount 1210 --by vrijdag --with "Els Bouw"
    """
    log(
        Run.of(ctx), customer, outcome=outcome, with_=with_, amount=amount, by=by, invoice=invoice, cause=cause, note=note, via=via,
        proof=proof, call_back=call_back, confirm=confirm, on=on,
    )  # fmt: skip


def log(
    run: Run,
    customer: str,
    *,
    outcome: Outcome | None = None,
    with_: str | None = None,
    amount: str | None = None,
    by: str | None = None,
    invoice: Sequence[str] = (),
    cause: Cause | None = None,
    note: str | None = None,
    via: Channel = Channel.PHONE,
    proof: str | None = None,
    call_back: str | None = None,
    confirm: Way | None = None,
    on: str | None = None,
) -> None:
    """Log a contact, asking on a terminal for what is missing. Raises InputError, UsageError and StoppedError."""
    day = run.day_of(on)
    run.remark_future(day)
    from debcli.ledger import read, talk

    with run.read() as conn:  # asked before the ledger is held for writing
        who = read.find_customer(conn, customer)
        known = account_of(conn, who.id, run.at(day))
        named = [read.find_invoice(conn, number, who.id) for number in invoice]
    how = outcome or Outcome(
        ask.choose(
            run,
            "--outcome",
            say("How did the call with {name} end?", name=who.name),
            [(o.value, say(told)) for o, told in _ORDER],
        )
    )
    details = _details(
        run, known, how, day, amount=amount, by=by, call_back=call_back, note=note, proof=proof, named=named
    )
    agreed = how in {Outcome.PROMISE, Outcome.PLAN}
    if confirm is not None and not agreed:
        raise UsageError(
            say("--confirm belongs to a promise or a plan."), say("Leave it out, or type --outcome promise.")
        )
    confirming.can(run, confirm, who)
    person = (
        ask.optional(run, with_, say("With whom"), line(mark_as("field", "name")), "")
        if how not in {Outcome.NO_ANSWER, Outcome.VOICEMAIL, Outcome.MAILED}
        else ""
    )
    reason = cause or _cause(run, how)
    # who says to have paid means what was due, not the invoice of next month
    due = tuple(i.invoice.id for i in known.items if i.due <= day) if how is Outcome.CLAIMS_PAID else ()
    about = tuple(i.id for i in named) or due or tuple(i.invoice.id for i in known.items)

    with run.write_rows() as work:
        contact = talk.record_contact(
            work, customer_id=who.id, on=day, via=via.value, outcome=how, invoices=about, with_name=person, amount=details.get("amount"),
            call_back=details.get("call_back"), cause=reason, proof=details.get("proof", ""), note=details.get("note", ""),
        )  # fmt: skip
        lines = [_headline(how, person, via, details, known)]
        lines += _follow_up(work, contact, how, details, known, day, reason)
        goal = None
        if how not in {Outcome.NO_ANSWER, Outcome.VOICEMAIL, Outcome.MAILED}:
            offered = details.get("amount", 0) if how in {Outcome.PROMISE, Outcome.PLAN} else 0
            told, goal = compared(work.raw, known, offered, main_currency(known.items))
            lines += [told] if told else []
        work.summary = f"{contact_words(via.value, how.value)}: {who.name}"
        acc = account_of(work.raw, who.id, run)
        logged = next((c for c in read.history(work.raw, who.id).contacts if c.id == contact), None)
    if logged is None:
        raise UsageError(
            say("The contact was not found again after it was written."), say("Run: debcli journal")
        )
    numbers = {i.id: i.number for i in known.facts.invoices}
    thing = {
        **of_contact(logged, numbers),
        "customer": who.slug,
        "by": iso(details.get("by")),
        "promise": details.get("promise"),
        "goal": goal,
    }
    if confirm is not None and not run.dry_run:
        thing["confirmation"] = confirming.confirm(run, who.id, LetterKind.BEVESTIGING, confirm, lines.append)
        with run.read() as conn:
            acc = account_of(conn, who.id, run)
    report(run, thing, lines, acc, agreed=agreed)
    if agreed and confirm is None:
        confirming.offer(run, who, LetterKind.BEVESTIGING)


def _cause(run: Run, how: Outcome) -> Cause | None:
    """Why he pays late: no money says itself, a refusal is asked about; the cause is never decided for the user."""
    if how == Outcome.CANNOT_PAY:
        return Cause.FINANCIAL
    if how != Outcome.REFUSES or not run.interactive:
        return None
    words = "/".join(c.value for c in Cause)

    def pick(text: str) -> Cause | None:
        found = [c for c in Cause if text and c.value.startswith(text.lower())]
        if len(found) != 1:
            raise InputError(
                say("{text!r} is not a cause.", text=text), say("Type one of: {words}", words=words)
            )
        return found[0]

    return ask.optional(run, None, say("Why ({words})", words=words), pick, None)


def _details(
    run: Run, known: Account, how: Outcome, day: date, *, amount: str | None, by: str | None, call_back: str | None, note: str | None,
    proof: str | None, named: list[Invoice],
) -> dict[str, Any]:  # fmt: skip
    """What this outcome needs beyond itself, asked for where it is missing. Raises UsageError and InputError."""
    details: dict[str, Any] = {
        "note": clean_note(note) if note else "",
        "proof": line(mark_as("field", "proof"))(proof) if proof else "",
    }
    if how in {Outcome.PROMISE, Outcome.PLAN}:
        about = promised_on(known, [i.id for i in named])
        details["invoices"] = tuple(i.invoice.id for i in about)
        currency = main_currency(about)
        open_now = sum(i.open - i.disputed for i in about)
        most = (
            max(open_now, claim(known, about).total)
            if any(x.interest for x in known.facts.letters)
            else open_now
        )
        if most == 0:
            raise InputError(
                say("Nothing is open on {slug} that a promise could be about.", slug=known.customer.slug),
                say("See: debcli show {slug}", slug=known.customer.slug),
            )

        def sum_of(text: str) -> int:
            cents = parse_amount(text)
            if not 0 < cents <= most:
                raise InputError(
                    say(
                        "{amount} was promised, but {most} is open.",
                        amount=euro(cents, currency),
                        most=euro(most, currency),
                    ),
                    say("Type an amount up to {amount}.", amount=dutch(most)),
                )
            return cents

        def day_of(text: str) -> date:
            by_day = run.parse_day(text)
            if by_day < day:
                raise InputError(
                    say("{day} is before the call itself.", day=dates.full(by_day)),
                    say("Type the day the money should be in: vrijdag, +3d"),
                )
            return by_day

        what = say("How much does he pay") if how == Outcome.PROMISE else say("How much is the first part")
        details["amount"] = ask.required(run, amount, "--amount", what, sum_of)
        details["by"] = ask.required(run, by, "--by", say("By which day (vrijdag, 30-11, +3d)"), day_of)
        return details
    for option, value in (("--by", by),):
        if value is not None:
            raise UsageError(
                say("{option} belongs to a promise or a plan.", option=option),
                say("Type --outcome promise, or leave {option} out.", option=option),
            )
    if amount is not None:
        details["amount"] = parse_amount(amount)
        if details["amount"] == 0:
            raise InputError(
                say("An amount of 0,00 says nothing."), say("Leave --amount out, or type what it was.")
            )

    def to_come(text: str) -> date:
        again = run.parse_day(text)
        if again < day:
            raise InputError(
                say("The day to ring again has passed."), say("Type a day to come: --call-back morgen")
            )
        return again

    if how == Outcome.CALL_BACK:
        details["call_back"] = ask.required(
            run, call_back, "--call-back", say("Ring again on which day (morgen, 30-11, +3d)"), to_come
        )
    elif call_back is not None:
        details["call_back"] = to_come(call_back)
    if how == Outcome.DISPUTES:
        details["dispute"] = _disputed(run, known, named)
        details["note"] = details["note"] or ask.optional(
            run, None, say("What is the objection"), clean_note, ""
        )
        if details.get("amount", 0) > details["dispute"].open:
            raise InputError(
                say("Only {amount} is open on it.", amount=euro(details["dispute"].open)),
                say("Leave --amount out when all of it is disputed."),
            )
    if how == Outcome.CLAIMS_PAID and not details["proof"] and known.paid_claims:
        details["proof"] = ask.optional(
            run,
            None,
            say("He said so before: what proof of the transfer did you see"),
            line(mark_as("field", "proof")),
            "",
        )
    return details


def _disputed(run: Run, known: Account, named: list[Invoice]) -> Any:
    """The one invoice that is objected to."""
    items = [i for i in known.items if not named or i.invoice.id in {n.id for n in named}]
    if not items:
        raise InputError(
            say("There is no open invoice to dispute."),
            say("See: debcli invoices {slug}", slug=known.customer.slug),
        )
    if len(items) == 1:
        return items[0]
    choices = [
        (i.invoice.number, say("{amount}, due {day}", amount=euro(i.open), day=dates.short(i.due)))
        for i in items
    ]
    chosen = ask.choose(run, "--invoice", say("Which invoice"), choices)
    return next(i for i in items if i.invoice.number == chosen)


def _headline(how: Outcome, person: str, via: Channel, details: dict[str, Any], known: Account) -> str:
    how_spoken, name = spoken_word(via.value), person or known.customer.name
    if how not in {Outcome.PROMISE, Outcome.PLAN}:
        return say("Logged: {how} with {name}, {said}.", how=how_spoken, name=name, said=say(SAID[how]))
    text = (
        mark("Logged: {how} with {name}, promise of {amount} by {day} ({numbers}).")
        if how == Outcome.PROMISE
        else mark("Logged: {how} with {name}, plan, the first part of {amount} by {day} ({numbers}).")
    )
    numbers = ", ".join(i.invoice.number for i in known.items if i.invoice.id in details["invoices"])
    return say(
        text, how=how_spoken, name=name, amount=euro(details["amount"]), day=dates.full(details["by"]), numbers=numbers
    )  # fmt: skip


def _follow_up(
    work: "Rows",
    contact: int,
    how: Outcome,
    details: dict[str, Any],
    known: Account,
    day: date,
    reason: Cause | None,
) -> list[str]:
    """Write what follows from the outcome, and say it."""
    from debcli.ledger import talk

    slug = known.customer.slug
    if how in {Outcome.PROMISE, Outcome.PLAN}:
        details["promise"] = talk.record_promise(
            work,
            customer_id=known.customer.id,
            contact_id=contact,
            made_on=day,
            by=details["by"],
            amount=details["amount"],
            invoices=details["invoices"],
        )
        if sum(p.was_broken for p in known.promises) >= MAX_BROKEN:
            return [
                say(
                    "Two promises were broken before this one: it is noted, and the ladder goes on all the same."
                )
            ]
        if how == Outcome.PLAN:
            return [
                say(
                    "That is the first part. The whole plan, with its days: debcli log-plan {slug}", slug=slug
                )
            ]
        return []
    if how == Outcome.REFUSES and reason != Cause.UNWILLING:
        return [
            say(
                "Ask why once more: is it a dispute? If he simply will not pay, --cause unwilling goes straight to the sommatie."
            )
        ]
    if how == Outcome.DISPUTES:
        item = details["dispute"]
        until = solve_by(day, known.country)
        talk.record_dispute(work, customer_id=known.customer.id, invoice_id=item.invoice.id, on=day, solve_by=until,
                             amount=details.get("amount"), about=details["note"], contact_id=contact)  # fmt: skip
        return [resting(item.invoice.number, details.get("amount"), item.invoice.currency, until)]
    if how == Outcome.CLAIMS_PAID:
        if known.paid_claims and not details["proof"]:
            return [
                say(
                    "The second time: ask for proof of the transfer today. Then: debcli log-call {slug} --outcome spoke --proof ...",
                    slug=slug,
                )
            ]
        return [say("Good. If it is not in after three days, you ring again.")]
    if how == Outcome.CALL_BACK or details.get("call_back"):
        return [say("To ring again on {day}.", day=dates.full(details["call_back"]))]
    return []
