"""match, unmatch, bank-checked: what the bank shows and the program does not dare to book by itself."""

import shlex
from typing import TYPE_CHECKING

import typer

from debcli.cli.ask import confirm
from debcli.cli.outcomes import entry_words, match_command, of_outcome, outcome_line, proposal
from debcli.cli.output import emit, note, safe, wrap
from debcli.cli.parameters import ON, customer_slugs, invoice_numbers
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError, UsageError
from debcli.language import say, say_many
from debcli.receivables.facts import Customer
from debcli.values import dates
from debcli.values.identifiers import is_iban, show_iban
from debcli.values.money import euro

if TYPE_CHECKING:
    from debcli.cli.banking import Outcome
    from debcli.ledger.bank_read import BankEntry
    from debcli.ledger.journal import Unit

_LISTED = 40  # those that are likely first, then the newest


def match(
    ctx: typer.Context,
    payment: int | None = typer.Argument(
        None, metavar="[PAYMENT]", help="Its number in the list; without one: the list.", show_default=False
    ),
    customer: str | None = typer.Argument(
        None, metavar="[CUSTOMER]", help="Who paid.", autocompletion=customer_slugs, show_default=False
    ),
    invoice: list[str] = typer.Option(
        [],
        "--invoice",
        metavar="N",
        autocompletion=invoice_numbers,
        help="What it pays; may be repeated. Default: the oldest.",
    ),
    aside: bool = typer.Option(False, "--aside", help="It is no customer's payment: put it aside."),
    another: bool = typer.Option(
        False, "--another", help="It is not the payment that was logged by hand, but another one."
    ),
    keep_account: bool = typer.Option(
        False, "--keep-account", help="Remember that this customer pays from this account."
    ),
) -> None:
    """Say whose a payment is that the bank shows; without a number, list what is not matched yet.

    For example: debcli match     debcli match 1 belofte-bouw --invoice 2026-001     debcli match 1 --aside
    """
    run = Run.of(ctx)
    if payment is None:
        if invoice or aside or another or keep_account:
            raise UsageError(say("Which payment?"), say("Name it by its number: debcli match 12 CUSTOMER"))
        _list(run)
        return
    if aside == (customer is not None):
        raise UsageError(
            say("Whose is it?"),
            say(
                "Type: debcli match {payment} CUSTOMER      or: debcli match {payment} --aside",
                payment=payment,
            ),
        )
    if aside:
        _put_aside(run, payment)
        return
    _match(run, payment, customer or "", tuple(invoice), another=another, keep_account=keep_account)


def unmatch(
    ctx: typer.Context,
    payment: int = typer.Argument(
        ...,
        metavar="PAYMENT",
        help="Its number: debcli show CUSTOMER --json, or the import said it.",
        show_default=False,
    ),
) -> None:
    """Take back a match: the payment is nobody's again, and is not matched without being asked.

    For example: debcli unmatch 2     debcli unmatch 2 --dry-run
    """
    run = Run.of(ctx)
    from debcli.cli import banking
    from debcli.ledger import bank_read, bank_write

    with run.write() as work:
        entry = bank_read.find_entry(work.raw, payment)
        if entry.state == "open":
            raise InputError(
                say("Payment {payment} is not matched.", payment=payment),
                say("Match it with: debcli match {payment} CUSTOMER", payment=payment),
            )
        found = bank_read.payment_of(work.raw, payment)
        back = bank_read.payment_returned_by(work.raw, payment)
        who = _customer(work, (found or back or (0, 0))[1])
        if back is not None:
            banking.resettle(work, back[1], bank_write.stand_again(work, back[0]))
        elif found is not None and entry.state == "linked":
            bank_write.unlink(work, found[0])
        elif found is not None:
            banking.resettle(work, found[1], bank_write.remove_payment(work, found[0]))
        bank_write.set_state(work, payment, "open", by_hand=True)
        work.summary = say(
            "unmatched payment {payment} of {amount}",
            payment=payment,
            amount=euro(entry.amount, entry.currency),
        )
        acc = account_of(work.raw, who.id, run) if who else None
    said = entry_words(entry)
    lines = [
        say("{entry}: matched no longer, and not {name}'s.", entry=said, name=who.name)
        if who
        else say("{entry}: matched no longer.", entry=said)
    ]
    report(
        run,
        {"id": payment, "customer": who.slug if who else None, "matched": "unmatched"},
        [*lines, say("It is in the list of: debcli match")],
        acc,
    )


def bank_checked(ctx: typer.Context, on: str | None = ON) -> None:
    """You looked at your bank, and nothing came in that the ledger does not know.

    For example: debcli bank-checked     debcli bank-checked --on gisteren
    """
    looked(Run.of(ctx), on)


def looked(run: Run, on: str | None = None) -> None:
    """Record that the bank was looked at. Raises InputError."""
    day = run.day_of(on)
    if day > run.day:
        raise InputError(
            say("{day} is still to come.", day=dates.full(day)), say("Look at your bank on the day itself.")
        )
    from debcli.ledger import bank_write

    with run.write() as work:
        number = bank_write.checked(work, day)
        work.summary = say("looked at the bank up to {day}", day=dates.full(day))
    report(
        run,
        {"id": number, "on": iso(day)},
        [say("Looked at the bank on {day}: nothing more had come in.", day=dates.full(day))],
    )
    if not (run.json or run.walking):
        print(say("Next: debcli today"))


# --- the list and the questions -----------------------------------------------------------------------------------------


def _settled(run: Run) -> list["Outcome"]:
    """Every entry that was open: what has become certain since is booked, of the others it says what is likely."""
    from debcli.cli.banking import settle

    with run.write() as work:
        outcomes = settle(work)
        work.summary = say_many(
            "matched {count} payment",
            "matched {count} payments",
            sum(o.matched != "unmatched" for o in outcomes),
        )
    return outcomes


def _list(run: Run) -> None:
    outcomes = _settled(run)
    if run.json:
        emit({"payments": [of_outcome(o) for o in outcomes], **({"dry_run": True} if run.dry_run else {})})
        return
    found = [o for o in outcomes if o.matched == "unmatched"]
    for outcome in outcomes:
        if outcome.matched != "unmatched":
            print(wrap(outcome_line(outcome), ""))
    if not found:
        print(say("Every payment of the bank is matched."))
        return
    ordered = sorted(found, key=lambda o: (o.customer is None, -o.entry.on.toordinal(), o.entry.id))
    for outcome in ordered[:_LISTED]:
        print("\n".join(proposal(outcome)) + "\n")
    if len(found) > _LISTED:
        left = say(
            "{count} payments not matched, {more} of them not shown (--json has all).",
            count=len(found),
            more=len(found) - _LISTED,
        )
    else:
        left = say_many("{count} payment not matched.", "{count} payments not matched.", len(found))
    note(
        wrap(
            left
            + " "
            + say("A customer's? debcli match NUMBER CUSTOMER. Nobody's? debcli match NUMBER --aside"),
            "",
        )
    )
    likely = [o.entry.id for o in found if o.customer is not None and o.entry.amount > 0]
    if likely and run.interactive and not run.dry_run:
        confirm_all(run, likely)


def confirm_all(run: Run, numbers: list[int]) -> None:
    """Ask for each likely match whether it is right; what is confirmed is booked at once, as a command of its own."""
    try:
        for number in numbers:
            outcome = next((o for o in _settled(run) if o.entry.id == number), None)
            if outcome is not None and outcome.customer is not None and outcome.matched == "unmatched":
                _confirm_one(run, outcome, outcome.customer)
    except (typer.Abort, KeyboardInterrupt):
        note("\n" + say("Stopped. What you confirmed is booked; the rest waits in: debcli match"))


def _confirm_one(run: Run, outcome: "Outcome", who: Customer) -> None:
    print("\n".join(proposal(outcome)))
    name = safe(who.name)
    asked = (
        say("Is it from {name} for {numbers}?", name=name, numbers=safe(", ".join(outcome.numbers)))
        if outcome.numbers
        else say("Is it from {name}?", name=name)
    )
    if not confirm(run, f"      {asked}"):
        return
    keep = _offers_account(outcome) and confirm(
        run, f"      {say('Keep {iban} as an account of theirs?', iban=show_iban(outcome.entry.iban))}"
    )
    one = run.but(typed=tuple(shlex.split(match_command(outcome))[1:]))
    _match(one, outcome.entry.id, who.slug, outcome.numbers, another=False, keep_account=keep)


def _offers_account(outcome: "Outcome") -> bool:
    return bool(outcome.entry.iban) and is_iban(outcome.entry.iban) and not outcome.match.known_account


# --- one payment -------------------------------------------------------------------------------------------------------


def _open_entry(work: "Unit", number: int) -> "BankEntry":
    from debcli.ledger import bank_read

    entry = bank_read.find_entry(work.raw, number)
    if entry.state != "open":
        raise InputError(
            say("Payment {number} was put aside already.", number=number)
            if entry.state == "aside"
            else say("Payment {number} is matched already.", number=number),
            say("Take that back first: debcli unmatch {number}", number=number),
        )
    return entry


def _put_aside(run: Run, number: int) -> None:
    from debcli.ledger import bank_write

    with run.write() as work:
        entry = _open_entry(work, number)
        bank_write.set_state(work, number, "aside")
        work.summary = say(
            "put payment {number} of {amount} aside", number=number, amount=euro(entry.amount, entry.currency)
        )
    report(
        run,
        {"id": number, "matched": "aside"},
        [say("{entry}: put aside, it is no customer's.", entry=entry_words(entry))],
    )
    if not run.json:
        print(say("Not so? debcli unmatch {number}", number=number))


def _match(
    run: Run, number: int, customer: str, invoices: tuple[str, ...], *, another: bool, keep_account: bool
) -> None:
    from debcli.cli import banking
    from debcli.intake.payments import Certainty, Match
    from debcli.intake.sameness import logged_before
    from debcli.ledger import bank_write, read

    with run.write() as work:
        entry = _open_entry(work, number)
        who = read.find_customer(work.raw, customer)
        named = [read.find_invoice(work.raw, n, who.id) for n in invoices]
        if entry.amount < 0:
            outcome = _returned_by_hand(work, entry, who)
        else:
            for wrong in (i for i in named if i.currency != entry.currency):
                raise InputError(
                    say(
                        "Invoice {number} is in {currency} and the payment in {paid}: nothing is converted.",
                        number=wrong.number,
                        currency=wrong.currency,
                        paid=entry.currency,
                    ),
                    say(
                        "Log what it is worth: debcli log-payment {slug} AMOUNT --invoice {number}; then: debcli match {payment} --aside",
                        slug=who.slug,
                        number=wrong.number,
                        payment=number,
                    ),
                )
            known = banking.knowledge(work.raw)
            chosen = Match(Certainty.CERTAIN, say("you said so"), who.id, tuple(i.id for i in named))
            twin = (
                None
                if another
                else logged_before(banking.as_entry(entry), who.id, banking.logged_payments(work.raw))
            )
            if twin is not None:
                bank_write.link(work, twin.id, entry.id)
                outcome = banking.linked(entry, chosen, twin, known)
            else:
                outcome = banking.book_entry(work, entry, chosen, known)
        kept = keep_account and bool(entry.iban) and bank_write.keep_account(work, who.id, entry.iban)
        work.summary = say(
            "matched payment {number} of {amount} with {who}",
            number=number,
            amount=euro(entry.amount, entry.currency),
            who=who.name,
        )
        acc = account_of(work.raw, who.id, run)
    lines = [outcome_line(outcome)]
    if kept:
        lines.append(say("{iban} is kept as an account of {who}.", iban=show_iban(entry.iban), who=who.name))
    elif keep_account and not entry.iban:
        lines.append(say("The bank gives no account for this payment, so none is kept."))
    report(run, of_outcome(outcome), lines, acc)


def _returned_by_hand(work: "Unit", entry: "BankEntry", who: Customer) -> "Outcome":
    from debcli.cli.banking import Outcome, resettle
    from debcli.intake.payments import Certainty, Match
    from debcli.ledger import bank_read, bank_write

    theirs = [
        row for row in bank_read.banked(work.raw, -entry.amount) if row[1] == who.id and row[2].on <= entry.on
    ]
    if not theirs:
        raise InputError(
            say(
                "{who} has no payment of {amount} from the bank before that day.",
                who=who.name,
                amount=euro(-entry.amount, entry.currency),
            ),
            say("See: debcli show {slug}", slug=who.slug),
        )
    payment, _, _, numbers = theirs[-1]
    resettle(work, who.id, bank_write.take_back(work, payment, entry.id, entry.on))
    return Outcome(entry, Match(Certainty.CERTAIN, say("you said so"), who.id), "returned", who, numbers)


def _customer(work: "Unit", customer: int) -> Customer | None:
    from debcli.ledger import read

    return next((c for c in read.customers(work.raw) if c.id == customer), None)
