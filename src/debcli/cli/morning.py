"""The morning: who needs what, and why."""

from datetime import date
from typing import TYPE_CHECKING

from debcli.cli.output import emit, note, safe, style, wrap
from debcli.cli.output import width as columns
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_action
from debcli.cli.todo import command_for, item_text, order
from debcli.cli.words import counted
from debcli.language import say, say_as, say_many
from debcli.law import nl
from debcli.law.rates import RateKind, checked_until
from debcli.ledger.bank_read import Unmatched
from debcli.receivables.account import Account, account, left_of_claims, state_of
from debcli.receivables.called import invoice_state
from debcli.receivables.claim import main_currency
from debcli.receivables.decision import Action, Decision, Verdict, Waiting, decide, following, reasons, to_do
from debcli.receivables.guards import look_first, stale_bank
from debcli.values import dates
from debcli.values.money import euro, plain

if TYPE_CHECKING:
    pass


def show_today(
    run: Run, customer: str | None = None, *, waiting: bool = False, limit: int | None = None
) -> None:
    """Print the morning."""
    from debcli.ledger import read

    with run.read() as conn:
        wanted = read.find_customer(conn, customer).id if customer else None
        book = read.book(conn, run.day)
        paying: dict[int, str] = {}
        if book.unmatched.payments:
            from debcli.cli.banking import likely_payers

            paying = likely_payers(conn, run.day)
    accounts = [
        account(facts, run.day, book.practice) for facts in book.facts if wanted in {None, facts.customer.id}
    ]
    # What the others wait for is worked out only where it is shown.
    waits = waiting or not run.json
    decided = [(acc, decide(acc) if waits else Decision(to_do(acc), None)) for acc in accounts]
    actions = sorted(
        ((acc, d.action) for acc, d in decided if d.action is not None), key=lambda pair: order(*pair)
    )
    shown = [
        (acc, act, look_first(acc, act.rule, act.due, book.bank_as_of, paying.get(acc.customer.id, "")))
        for acc, act in actions[:limit]
    ]
    held = sorted(
        ((acc, d.waiting) for acc, d in decided if d.waiting is not None),
        key=lambda pair: (pair[1].until, pair[0].customer.slug),
    )
    rests = [
        (acc, sum(left_of_claims(acc).values()))
        for acc, d in (decided if waiting else ())
        if acc.rests and d.action is None
    ]
    warnings = bank_warnings(book.bank_as_of, run, book.practice.country)
    if book.unmatched.payments:
        warnings.append(unmatched_words(book.unmatched))
    if actions and any(
        run.day > checked_until(nl.JURISDICTION, kind, book.practice.rates) for kind in RateKind
    ):
        warnings.append(say("The interest rates of today were not checked yet: debcli rates check"))
    if run.json:
        document = {
            "as_of": iso(run.day),
            "bank_as_of": iso(book.bank_as_of),
            "warnings": warnings,
            "unmatched": {
                "payments": book.unmatched.payments,
                "sums": {currency: plain(amount) for currency, amount in book.unmatched.sums},
            },
            "actions": [
                of_action(acc, act, following(acc, act), command_for(acc, act), first)
                for acc, act, first in shown
            ],
        }
        if waiting:
            document["waiting"] = [
                {
                    "customer": acc.customer.slug,
                    "name": acc.customer.name,
                    "until": iso(w.until),
                    "why": w.why,
                }
                for acc, w in held
            ]
            document["rest_claims"] = [
                {"customer": acc.customer.slug, "name": acc.customer.name, "amount": plain(left)}
                for acc, left in rests
            ]
        if customer is not None:
            document["reasons"] = [
                {"rule": v.rule, "state": v.state, "why": v.why, "on": iso(v.on)}
                for acc, _ in decided
                for v in reasons(acc)
            ]
        emit(document)
        return
    bank = bank_words(book.bank_as_of, run.day) if book.bank_as_of else ""
    title = dates.full(run.day)
    print(style(run, title, "bold") + (bank.rjust(columns() - len(title)) if bank else ""))
    for warning in warnings:
        print(style(run, wrap(f"! {warning}", ""), "yellow"))
    if shown:
        print("\n".join(f"\n{item_text(run, number, *one)}" for number, one in enumerate(shown, 1)))
    if len(actions) > len(shown):
        note(f"\n  {say('{count} more: debcli today', count=len(actions) - len(shown))}")
    print()
    if customer is not None:
        print(
            _reasoning(run, decided[0][0])
            if decided
            else wrap(say("Nothing is open: nothing to do and nothing to wait for."), "  ")
        )
        return
    print(wrap(_summary(actions, len(held)), "  "))
    if coming := _coming(run.day, [w for _, w in held]):
        print(wrap(coming, "  "))
    if waiting:
        for acc, w in held:
            words = say(
                "{name}: {why} (until {day})", name=acc.customer.name, why=w.why, day=dates.short(w.until)
            )
            print(wrap(safe(words), "  "))
        for acc, left in rests:
            words = say(
                "{name}: {amount} of the interest and costs claimed is left (debcli claim {slug})",
                name=acc.customer.name, amount=euro(left), slug=acc.customer.slug,
            )  # fmt: skip
            print(wrap(safe(words), "  "))


def bank_words(bank_as_of: date, day: date) -> str:
    """How fresh the money is."""
    age = (day - bank_as_of).days
    newest = dates.short_weekday(bank_as_of)
    if age <= 0:
        return say("bank data up to {day}", day=newest)
    return say_many(
        "bank data up to {day} ({count} day old)", "bank data up to {day} ({count} days old)", age, day=newest
    )


def _coming(day: date, held: list[Waiting]) -> str:
    """What of those who wait comes tomorrow and this week, in a line; empty where nothing does."""

    def between(first: int, last: int) -> str:
        counts: dict[str, int] = {}
        for waiting in held:
            if waiting.then is not None and first <= (waiting.then.on - day).days <= last:
                counts[waiting.then.action] = counts.get(waiting.then.action, 0) + 1
        return ", ".join(counted(what, n) for what, n in counts.items())

    words = []
    if soon := between(1, 1):
        words.append(say("tomorrow: {counts}", counts=soon))
    if later := between(2, 7):
        words.append(say("the week after: {counts}", counts=later))
    return f"{' · '.join(words)} (debcli agenda)" if words else ""


def _reasoning(run: Run, acc: Account) -> str:
    """Where the invoices stand, and what each rule says."""
    lines = []
    for item in acc.items:
        until = item.rest.until if item.rest is not None else None
        told = {
            "number": safe(item.invoice.number),
            "amount": euro(item.open, item.invoice.currency),
            "due": dates.full(item.due),
            "state": invoice_state(state_of(acc, item.invoice)),
        }
        lines.append(
            wrap(
                say("{number}: {amount} open, due {due}; {state}.", **told)
                if until is None
                else say(
                    "{number}: {amount} open, due {due}; {state} until {day}.", **told, day=dates.full(until)
                ),
                "  ",
            )
        )
    waiting = decide(acc).waiting
    if waiting is not None:
        lines.append(wrap(waiting_words(waiting), "  "))
    lines += [
        wrap(
            say(
                "Profile {name}. The first rule that applies counts:",
                name=acc.profile.shown,
            ),
            "  ",
        ),
        "",
    ]
    for number, verdict in enumerate(reasons(acc), 1):
        head = f" {number:>2} {say_as('rule', verdict.rule):<15}"
        text = wrap(_verdict(verdict), " " * len(head) + " ").lstrip()
        lines.append(
            style(run, f"{head} {text}", *({"decides": ["bold"], "no": ["dim"]}.get(verdict.state, [])))
        )
    return "\n".join(lines)


def _verdict(verdict: Verdict) -> str:
    """What a rule says."""
    why = safe(verdict.why)
    match verdict.state:
        case "decides":
            return say("YES {why}", why=why)
        case "outranked":
            return say("yes, but a rule above it comes first. {why}", why=why)
        case "beside":
            return say("yes, but what was agreed comes first. {why}", why=why)
        case "rests":
            return say("would apply, but what it is about rests. {why}", why=why)
        case "no":
            return say("no: {why}.", why=why)
    return why if verdict.on is None else say("from {day}: {why}", day=dates.full(verdict.on), why=why)


def waiting_words(waiting: Waiting) -> str:
    """What a customer waits for, in a sentence."""
    return say("Waiting until {day}: {why}.", day=dates.full(waiting.until), why=safe(waiting.why))


def bank_warnings(bank_as_of: date | None, run: Run, country: str) -> list[str]:
    """Money first: how sure is it that nobody who paid is chased."""
    age = stale_bank(bank_as_of, run.day, country)
    if age is None or bank_as_of is None:
        return []
    return [
        say(
            "The newest bank data is of {day}, {age} working days ago. Look at your bank first: debcli import FILE, or when nothing came in: debcli bank-checked",
            day=dates.full(bank_as_of),
            age=age,
        )
    ]


def unmatched_words(unmatched: Unmatched) -> str:
    """What came in and is nobody's yet: one of those who would be chased may have paid it."""
    return say_many(
        "{count} payment from the bank ({amounts}) is not matched yet: debcli match",
        "{count} payments from the bank ({amounts}) are not matched yet: debcli match",
        unmatched.payments,
        amounts=", ".join(euro(amount, currency) for currency, amount in unmatched.sums),
    )


def _summary(actions: list[tuple[Account, Action]], waiting: int) -> str:
    if not actions:
        if not waiting:
            return say("Nothing to do today.")
        return say("Nothing to do today. {waiting} waiting (debcli today --waiting).", waiting=waiting)
    sums: dict[str, int] = {}
    for _, act in actions:
        if act.due.asks is not None:
            currency = main_currency(act.due.items)
            sums[currency] = sums.get(currency, 0) + act.due.asks
            continue
        for item in act.due.items:
            here = item.invoice.currency
            sums[here] = sums.get(here, 0) + (item.chaseable or item.open)
    total = ", ".join(
        euro(amount, currency) for currency, amount in sorted(sums.items(), key=lambda s: s[0] != "EUR")
    )
    said = say("{count} to do, {total} open on them", count=len(actions), total=total)
    return f"{said} · {say('{count} waiting', count=waiting)} (debcli today --waiting)" if waiting else said
