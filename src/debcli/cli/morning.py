"""The morning: who needs what, and why."""

import shlex
from datetime import date, timedelta
from typing import TYPE_CHECKING

from debcli.cli.choices import choices_for
from debcli.cli.output import emit, note, pad, safe, style, wrap
from debcli.cli.output import width as columns
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_action, open_in
from debcli.law import nl
from debcli.law.rates import RateKind, checked_until
from debcli.ledger.bank_read import Unmatched
from debcli.receivables.account import Account, account, left_of_claims, state_of
from debcli.receivables.advice import hints
from debcli.receivables.claim import main_currency
from debcli.receivables.decision import Action, Decision, Waiting, decide, following, reasons, to_do
from debcli.receivables.facts import Customer, Letter, LetterKind
from debcli.receivables.guards import look_first, rest_was_asked, stale_bank
from debcli.receivables.policy import RULES
from debcli.values import dates
from debcli.values.money import euro, plain

if TYPE_CHECKING:
    import sqlite3

_RANK = {rule.name: number for number, rule in enumerate(RULES)}
_LOUD = {
    "limitation": "red",
    "plan-missed": "yellow",
    "promise-broken": "yellow",
    "paid-claim": "yellow",
    "proof-missing": "yellow",
    "dispute-open": "yellow",
}


def show_today(
    run: Run, customer: str | None = None, *, waiting: bool = False, limit: int | None = None
) -> None:
    """Print the morning."""
    from debcli.ledger import read

    with run.read() as conn:
        wanted = read.find_customer(conn, customer).id if customer else None
        book = read.book(conn, run.day)
        paying = payers(conn, run.day) if book.unmatched.payments else {}
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
        warnings.append("The interest rates of today were not checked yet: debcli rates check")
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
        note(f"\n  {len(actions) - len(shown)} more: debcli today")
    print()
    if customer is not None:
        print(
            _reasoning(run, decided[0][0])
            if decided
            else "  Nothing is open: nothing to do and nothing to wait for."
        )
        return
    print(wrap(_summary(actions, len(held)), "  "))
    if coming := _coming(run.day, [w for _, w in held]):
        print(wrap(coming, "  "))
    if waiting:
        for acc, w in held:
            print(wrap(f"{safe(acc.customer.name)}: {safe(w.why)} (until {dates.short(w.until)})", "  "))
        for acc, left in rests:
            words = f"{acc.customer.name}: {euro(left)} of the interest and costs claimed is left (debcli claim {acc.customer.slug})"
            print(wrap(safe(words), "  "))


def payers(conn: "sqlite3.Connection", day: date) -> dict[int, str]:
    """Of whom money lies here that is not matched yet, in words."""
    from debcli.cli.banking import likely_payers

    return likely_payers(conn, day)


def bank_words(bank_as_of: date, day: date) -> str:
    """How fresh the money is."""
    age = (day - bank_as_of).days
    old = "" if age <= 0 else f" ({age} day{'s' if age != 1 else ''} old)"
    return f"bank data up to {dates.WEEKDAYS['en'][bank_as_of.weekday()][:3]} {dates.short(bank_as_of)}{old}"


def _coming(day: date, held: list[Waiting]) -> str:
    """What of those who wait comes tomorrow and this week, in a line; empty where nothing does."""
    words = []
    for when, first, last in (
        ("tomorrow", day + timedelta(1), day + timedelta(1)),
        ("the week after", day + timedelta(2), day + timedelta(7)),
    ):
        counts: dict[str, int] = {}
        for waiting in held:
            if waiting.then is not None and first <= waiting.then.on <= last:
                counts[waiting.then.action] = counts.get(waiting.then.action, 0) + 1
        said = [f"{n} {_PLURAL.get(what, what) if n > 1 else what}" for what, n in counts.items()]
        if said:
            words.append(f"{when}: {', '.join(said)}")
    return f"{' · '.join(words)} (debcli agenda)" if words else ""


_PLURAL = {"call": "calls", "letter": "letters"}


def _reasoning(run: Run, acc: Account) -> str:
    """Where the invoices stand, and what each rule says."""
    lines = []
    for item in acc.items:
        rest = item.rest
        until = f" until {dates.full(rest.until)}" if rest is not None and rest.until is not None else ""
        state = state_of(acc, item.invoice)
        amount = euro(item.open, item.invoice.currency)
        lines.append(
            wrap(
                f"{safe(item.invoice.number)}: {amount} open, due {dates.full(item.due)}; {state}{until}.",
                "  ",
            )
        )
    waiting = decide(acc).waiting
    if waiting is not None:
        lines.append(wrap(f"Waiting until {dates.full(waiting.until)}: {safe(waiting.why)}.", "  "))
    lines += [wrap(f"Profile {acc.profile.name}. The first rule that applies counts:", "  "), ""]
    for number, verdict in enumerate(reasons(acc), 1):
        head = f" {number:>2} {verdict.rule:<15}"
        when = (
            f"from {dates.full(verdict.on)}: "
            if verdict.on is not None and verdict.state == "to-come"
            else ""
        )
        said = {
            "decides": f"YES {safe(verdict.why)}",
            "outranked": f"yes, but a rule above it comes first. {safe(verdict.why)}",
            "to-come": f"{when}{safe(verdict.why)}",
            "rests": f"would apply, but what it is about rests. {safe(verdict.why)}",
            "no": f"no: {verdict.why}.",
        }[verdict.state]
        text = wrap(said, " " * len(head) + " ").lstrip()
        lines.append(
            style(run, f"{head} {text}", *({"decides": ["bold"], "no": ["dim"]}.get(verdict.state, [])))
        )
    return "\n".join(lines)


def order(acc: Account, action: Action) -> tuple[int, int, str]:
    """The order of the list: by rule, then by what may be asked, largest first."""
    currency = main_currency(action.due.items)
    return _RANK[action.rule], -open_in(action.due.items, currency), acc.customer.slug


def bank_warnings(bank_as_of: date | None, run: Run, country: str) -> list[str]:
    """Money first: how sure is it that nobody who paid is chased."""
    age = stale_bank(bank_as_of, run.day, country)
    if age is None or bank_as_of is None:
        return []
    return [
        f"The newest bank data is of {dates.full(bank_as_of)}, {age} working days ago. Look at your bank first: debcli import FILE, or when nothing came in: debcli bank-checked"
    ]


def unmatched_words(unmatched: Unmatched) -> str:
    """What came in and is nobody's yet: one of those who would be chased may have paid it."""
    one = unmatched.payments == 1
    amounts = ", ".join(euro(amount, currency) for currency, amount in unmatched.sums)
    return f"{unmatched.payments} payment{'' if one else 's'} from the bank ({amounts}) {'is' if one else 'are'} not matched yet: debcli match"


def usual_way(customer: Customer) -> str:
    """How a letter to a customer most likely leaves."""
    return "email" if customer.email else "post"


def made_today(acc: Account, kind: LetterKind) -> Letter | None:
    """A letter of that kind that was made today and has not left."""
    return next(
        (
            x
            for x in acc.facts.letters
            if x.kind == kind and x.sent_on is None and x.cancelled_on is None and x.made_on == acc.day
        ),
        None,
    )


def command_for(acc: Account, action: Action) -> str:
    """What to type next."""
    slug = acc.customer.slug
    due = action.due
    if due.action == "send" and due.made is not None:
        return f"debcli {'cancel-letter ' if due.stale else 'mark-sent '}{due.made.id}" + (
            "" if due.stale else " --via email"
        )
    if due.letter is not None:
        if (made := made_today(acc, due.letter)) is not None:
            return f"debcli mark-sent {made.id} --via {usual_way(acc.customer)}"
        return f"debcli letter {slug}" + (f" --kind {due.letter}" if due.action == "confirm" else "")
    if due.action == "resolve-dispute":
        return f"debcli resolve-dispute {slug} {shlex.quote(due.items[0].invoice.number)}"
    if due.action == "offer-plan":
        return f"debcli log-plan {slug}"
    if due.action == "nudge":
        return f"debcli log-call {slug} --via email --outcome mailed"
    if due.action == "review":
        return _review(acc)
    if due.action == "decide" and all(item in acc.rests for item in due.items):
        if not rest_was_asked(acc):
            return f"debcli letter {slug} --kind herinnering"
        number = shlex.quote(due.items[0].invoice.number)
        return f'debcli write-off {number} --because "not worth the asking"'
    if due.action == "decide":
        return f"debcli handover {slug}"
    return f"debcli log-call {slug}"


def _typed(acc: Account, action: Action) -> str:
    """What to type, for the eye: before a call the sheet, after it the log."""
    command = command_for(acc, action)
    if action.due.action not in {"call", "check-in"}:
        return command
    slug = acc.customer.slug
    both = f"debcli call {slug}   then   {command}"
    return both if 8 + len(both) <= columns() else f"debcli call {slug}"


def _review(acc: Account) -> str:
    slug = acc.customer.slug
    if acc.ended is not None:
        return f"debcli close-case {slug} --outcome paid"
    if any(h.back_on is None for h in acc.facts.handovers):
        return f'debcli handover {slug} --to "{acc.facts.handovers[-1].to}" --review +30d'
    return f"debcli terms {slug} --end"


def item_text(run: Run, number: int, acc: Account, action: Action, first: tuple[str, ...]) -> str:
    """One of the list: whom, what, how much, why, and what to type. `first`: what to look at before."""
    due, customer = action.due, acc.customer
    currency = main_currency(due.items)
    wide = columns()
    verb = {"letter": "LETTER", "resolve-dispute": "SOLVE", "offer-plan": "OFFER PLAN"}.get(
        due.action, due.action.upper()
    )
    verb = "CANCEL" if due.stale else verb
    amount = euro(open_in(due.items, currency) if due.asks is None else due.asks, currency)
    oldest = min((i.due for i in due.items), default=acc.day)
    late = (acc.day - oldest).days
    since = (
        ""
        if due.action == "review"
        else f"{late} day{'s' if late != 1 else ''} late"
        if late > 0
        else "due today"
        if late == 0
        else f"due {dates.short(oldest)}"
    )
    target = (
        due.letter.value
        if due.letter
        else customer.phone
        if due.action in {"call", "check-in", "offer-plan"}
        else customer.email
        if due.action == "nudge"
        else ""
    )
    tail = f"{pad(verb, 10)} {pad(amount, 13, right=True)}  {pad(since, 14)} {safe(target)}".rstrip()
    name = pad(safe(customer.name), max(12, wide - 5 - 1 - max(len(tail), 55)))
    loud = _LOUD.get(action.rule)
    head = f"{number:>3}  {style(run, name, 'bold')} {style(run, tail, loud) if loud else tail}"
    lines = [head, wrap(safe(due.why), "     ")]
    lines += [style(run, wrap(f"* {safe(hint)}", "     "), "dim") for hint in (*first, *hints(acc, action))]
    ways = choices_for(acc, action)
    if not ways:
        return "\n".join([*lines, f"     {style(run, '-> ' + _typed(acc, action), 'cyan')}"])
    longest = max(len(command) for command, _ in ways)
    for command, text in ways:
        one = f"{style(run, '-> ' + pad(command, longest), 'cyan')}  {text}"
        if 5 + 3 + longest + 2 + max(len(t) for _, t in ways) > wide:
            one = f"{style(run, '-> ' + command, 'cyan')}\n        {text}"
        lines.append(f"     {one}")
    return "\n".join(lines)


def _summary(actions: list[tuple[Account, Action]], waiting: int) -> str:
    if not actions:
        rest = f" {waiting} waiting (debcli today --waiting)." if waiting else ""
        return f"Nothing to do today.{rest}"
    sums: dict[str, int] = {}
    for _, act in actions:
        if act.due.asks is not None:
            currency = main_currency(act.due.items)
            sums[currency] = sums.get(currency, 0) + act.due.asks
            continue
        for item in act.due.items:
            here = item.invoice.currency
            sums[here] = sums.get(here, 0) + open_in((item,), here)
    total = ", ".join(
        euro(amount, currency) for currency, amount in sorted(sums.items(), key=lambda s: s[0] != "EUR")
    )
    held = f" · {waiting} waiting (debcli today --waiting)" if waiting else ""
    return f"{len(actions)} to do, {total} open on them{held}"
