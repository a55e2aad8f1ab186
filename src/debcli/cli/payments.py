"""Money that came in."""

import shlex

import typer

from debcli.cli import ask
from debcli.cli.output import note, wrap
from debcli.cli.parameters import AMOUNT, CUSTOMER, ON, invoice_numbers
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.language import say
from debcli.receivables.agreements import moved_on
from debcli.receivables.booking import Part, book_payment, only_currency, open_invoices
from debcli.receivables.doubt import doubtful, tell_who_collects
from debcli.receivables.facts import Facts, Invoice
from debcli.values import dates
from debcli.values.money import euro, parse_amount, plain
from debcli.values.text import listed


def log_payment(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    amount: str = AMOUNT,
    on: str | None = ON,
    invoice: list[str] = typer.Option(
        [],
        "--invoice",
        metavar="N",
        autocompletion=invoice_numbers,
        help="The invoice the payer named; may be repeated.",
    ),
) -> None:
    """Record a payment. It goes to the invoice it names, else to the oldest.

    For example: debcli log-payment belofte-bouw 500     debcli log-payment belofte 500 --on gisteren --invoice 2026-001
    """
    run = Run.of(ctx)
    cents = parse_amount(amount)
    if cents == 0:
        raise InputError(say("A payment of 0,00 changes nothing."), say("Type what came in: 500,00"))
    day = run.day_of(on)
    from debcli.ledger import bank_read, booked, read

    with run.read() as conn:  # asked before the ledger is held for writing
        who = read.find_customer(conn, customer)
        doubt = doubtful(read.history(conn, who.id), read.payments(conn, who.id), cents, day)
    if (
        doubt
        and run.interactive
        and not run.dry_run
        and not ask.confirm(run, say("{doubt} Book it all the same", doubt=doubt))
    ):
        raise InputError(say("Nothing was booked."), say("See: debcli show {slug}", slug=who.slug))
    with run.write_rows() as work:
        named = [read.find_invoice(work.raw, number, who.id) for number in invoice]
        facts = read.history(work.raw, who.id)
        if len({i.currency for i in named}) > 1:
            raise InputError(
                say("These invoices are in different currencies."), say("Log one payment for each currency.")
            )
        currency = named[0].currency if named else only_currency(facts)
        left_open = {i.id: i.open for i in open_invoices(facts, currency)}
        numbers = {i.id: i.number for i in facts.invoices}
        booking = book_payment(
            facts, cents, day, read.practice(work.raw), currency=currency, named=[i.id for i in named]
        )
        payment = booked.record_payment(
            work, customer_id=who.id, amount=cents, on=day, booking=booking, currency=currency
        )
        work.summary = say("payment of {amount} from {name}", amount=euro(cents, currency), name=who.name)
        shown = bank_read.shown_near(work.raw, who.id, cents, currency, day)
        acc = account_of(work.raw, who.id, run)
    lines = [
        say(
            "Payment of {amount} from {name} on {day}.",
            amount=euro(cents, currency),
            name=who.name,
            day=dates.full(day),
        )
    ]
    for part in booking.parts:
        rest = left_open[part.invoice] - part.amount
        contested = next((i.disputed for i in acc.items if i.invoice.id == part.invoice), 0)
        waived = not any(i.invoice.id == part.invoice for i in (*acc.items, *acc.rests))  # by a kept plan
        got = part._replace(rest=0) if waived else part
        words = _part_words(got, rest, currency, contested=contested)
        lines.append(f"  {numbers[part.invoice]}: {words}")
    if booking.left and any(i.disputed for i in acc.items):
        lines.append(
            "  "
            + say(
                "{amount} is more than is owed apart from what is in dispute: a balance in favour of {name}.",
                amount=euro(booking.left, currency),
                name=who.name,
            )
        )
    elif booking.left:
        lines.append(
            "  "
            + say(
                "{amount} is more than was open: a balance in favour of {name}.",
                amount=euro(booking.left, currency),
                name=who.name,
            )
        )
    lines += [
        "  "
        + say(
            "{amount} of the instalment is lacking: too little to end the plan (art. 6:248 lid 2 BW). It comes with the next one.",
            amount=euro(short, currency),
        )
        for plan in acc.plans
        if (short := moved_on(plan, run.day, acc.practice.rest_claim_from))
    ]
    lines += tell_who_collects(acc.facts, [p.invoice for p in booking.parts])
    run.remark_future(day)
    if doubt and not run.interactive:
        note(wrap(say("! {doubt} A mistake? debcli undo", doubt=doubt), ""))
    if shown is not None:
        note(
            wrap(
                say(
                    "The bank showed {amount} of {name} on {day}, and that is in the ledger already. The same money? debcli undo",
                    amount=euro(cents, currency),
                    name=who.name,
                    day=dates.full(shown),
                ),
                "",
            )
        )
    if not acc.items and not acc.rests:
        lines.append(say("{name} owes nothing now.", name=who.name))
    thing = {
        "id": payment,
        "customer": who.slug,
        "amount": plain(cents),
        "on": iso(day),
        "currency": currency,
        "invoices": [numbers[p.invoice] for p in booking.parts],
        "parts": [
            {
                "number": numbers[p.invoice],
                "amount": plain(p.amount),
                "extras": plain(p.extras),
                "rest_claim": plain(p.rest),
            }
            for p in booking.parts
        ],
        "left": plain(booking.left),
    }
    report(run, thing, lines, acc)


def _part_words(part: Part, rest: int, currency: str, *, contested: int = 0) -> str:
    """What one invoice got of a payment, and what is left of it; `contested`: cents in dispute."""
    extras = ""
    if part.extras:
        amount = euro(part.extras, currency)
        extras = (
            say("{amount} on interest and costs owed by law", amount=amount)
            if part.by_law
            else say("{amount} on interest and costs claimed", amount=amount)
        )
    got = listed([text for text in (euro(part.amount, currency) if part.amount else "", extras) if text])
    if rest and rest == contested and not part.rest:
        return say("{paid}, {amount} still in dispute", paid=got, amount=euro(rest, currency))
    if rest:
        return say("{paid}, {amount} still open", paid=got, amount=euro(rest, currency))
    if part.rest:
        return say(
            "{paid}; {amount} of the interest and costs claimed is left",
            paid=got,
            amount=euro(part.rest, currency),
        )
    return say("{paid}, paid in full", paid=got)


def apply_balance(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    invoice: str | None = typer.Argument(
        None,
        metavar="[INVOICE]",
        autocompletion=invoice_numbers,
        help="Its number; default all that is due, oldest first.",
        show_default=False,
    ),
) -> None:
    """Use a balance in favour of a customer for what is due, or for an invoice you name. It pays from the first day it could be set off.

    For example: debcli apply-balance notaris-linde     debcli apply-balance notaris-linde 2026-022
    """
    run = Run.of(ctx)
    from debcli.ledger import booked, read
    from debcli.receivables.balance import balances, in_favour, use

    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        only = read.find_invoice(work.raw, invoice, who.id) if invoice is not None else None
        facts = read.history(work.raw, who.id)
        found = balances(facts, read.payments(work.raw, who.id), read.credit_notes(work.raw, who.id))
        found = tuple(b for b in found if b.on <= run.day)
        if not found:
            raise InputError(
                say("There is no balance in favour of {name}.", name=who.name),
                say("See: debcli show {slug}", slug=who.slug),
            )
        practice = read.practice(work.raw)
        used = use(facts, found, run.day, practice, only=only.id if only is not None else None)
        if not used:
            raise _nothing_to_pay(facts, in_favour(found), only)
        booked.apply_balance(work, used)
        numbers = {i.id: i for i in facts.invoices}
        total = sum(u.part.amount + u.part.extras for u in used)
        work.summary = say(
            "{amount} of the balance of {name} used",
            amount=euro(total, used[0].balance.currency),
            name=who.name,
        )
        acc = account_of(work.raw, who.id, run)
    gone: dict[str, int] = {}
    lines: list[str] = []
    left_open = {i.invoice.id: i.open for i in acc.items}
    for u in used:
        cents, currency = u.part.amount + u.part.extras, u.balance.currency
        gone[currency] = gone.get(currency, 0) + cents
        values = {
            "amount": euro(cents, currency),
            "day": dates.full(u.balance.on),
            "number": numbers[u.part.invoice].number,
            "first": dates.full(u.on),
        }
        lines.append(
            say("{amount}, paid on {day}, pays {number} from {first}.", **values)
            if u.balance.source == "payment"
            else say("{amount}, credited on {day}, pays {number} from {first}.", **values)
        )
    for which in dict.fromkeys(u.part.invoice for u in used):
        rest, currency = left_open.get(which, 0), numbers[which].currency
        state = say("{amount} still open", amount=euro(rest, currency)) if rest else say("paid in full")
        lines.append(f"  {numbers[which].number}: {state}")
    left = {k: v - gone.get(k, 0) for k, v in in_favour(found).items()}
    lines += [
        "  " + say("{amount} is left in favour of {name}.", amount=euro(v, k), name=who.name)
        for k, v in left.items()
        if v
    ]
    thing = {
        "customer": who.slug,
        "used": [
            {
                "from": u.balance.source,
                "received": iso(u.balance.on),
                "invoice": numbers[u.part.invoice].number,
                "on": iso(u.on),
                "amount": plain(u.part.amount),
                "extras": plain(u.part.extras),
                "currency": u.balance.currency,
            }
            for u in used
        ],
        "left": {k: plain(v) for k, v in left.items()},
    }
    report(run, thing, lines, acc)


def _nothing_to_pay(facts: Facts, favour: dict[str, int], only: Invoice | None) -> InputError:
    """Why a balance can be used for nothing, and what to type."""
    who, currencies = facts.customer, listed(list(favour), either=True)
    if only is not None:
        return InputError(
            say("Nothing is open on {number} in {currencies}.", number=only.number, currencies=currencies),
            say("See: debcli invoices {slug}", slug=who.slug),
        )
    coming = [o for currency in favour for o in open_invoices(facts, currency) if o.open]
    if not coming:
        return InputError(
            say("Nothing is open of {name} in {currencies}.", name=who.name, currencies=currencies),
            say("See: debcli invoices {slug}", slug=who.slug),
        )
    first = min(coming, key=lambda o: (o.due, o.id))
    number = next(i.number for i in facts.invoices if i.id == first.id)
    return InputError(
        say(
            "Nothing of {name} is due in {currencies}: you cannot set off what you cannot ask yet (art. 6:127 BW). {number} is due on {day}.",
            name=who.name,
            currencies=currencies,
            number=number,
            day=dates.full(first.due),
        ),
        say(
            "Agreed with them to use it now? debcli apply-balance {slug} {number}",
            slug=who.slug,
            number=shlex.quote(number),
        ),
    )
