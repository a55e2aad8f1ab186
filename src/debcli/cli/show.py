"""show: everything known of a customer, newest first."""

from typing import Any

import typer

from debcli.cli.advice import of_lookup
from debcli.cli.attachments import kind_words, of_attachment
from debcli.cli.morning import waiting_words
from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of, next_words
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_customer, of_invoice
from debcli.cli.timeline import Event, agreed, timeline
from debcli.cli.todo import command_for
from debcli.language import mark_as, say, say_as, say_many
from debcli.law import nl
from debcli.receivables.account import Account, left_of_claims, state_of
from debcli.receivables.balance import balances, in_favour
from debcli.receivables.called import customer_kind, invoice_state, language_words, law_words
from debcli.receivables.decision import coming_up, decide, following
from debcli.receivables.facts import Customer, Invoice, Kind
from debcli.receivables.notes import looked_up
from debcli.values.money import euro, plain

LATEST = 12  # events on the first screen
_HEAD = (
    mark_as("table head", "invoice"),
    mark_as("table head", "due"),
    mark_as("table head", "amount"),
    mark_as("table head", "open"),
    mark_as("table head", "state"),
)


def show(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    everything: bool = typer.Option(False, "--all", help="The whole history, not the latest part alone."),
) -> None:
    """Where a customer stands: what was agreed, what was broken, what is next, and what happened, newest first.

    For example: debcli show belofte-bouw     debcli show belofte --all
    """
    run = Run.of(ctx)
    from debcli.ledger import kept, read
    from debcli.receivables.known import as_of, payment_as_of

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
        whole = acc._replace(facts=as_of(read.history(conn, who.id), run.day))
        paid = [payment_as_of(p, run.day) for p in read.payments(conn, who.id) if p.on <= run.day]
        credited = [c for c in read.credit_notes(conn, who.id) if c.on <= run.day]
        ahead = read.to_come(conn, run.day, who.id)
        files = [a for a in kept.attachments(conn, who.id) if a.on <= run.day]
        looked = [x for x in kept.lookups(conn, who.id) if x.on <= run.day]
    events = timeline(whole, paid, credited)
    invoices = (*whole.facts.invoices, *ahead)
    favour = in_favour(balances(whole.facts, paid, credited))
    if run.json:
        rest = sum(left_of_claims(acc).values())
        left = {k: plain(v) for k, v in favour.items()}
        numbers: dict[int, str | None] = {i.id: i.number for i in whole.facts.invoices}
        beside = {
            "attachments": [of_attachment(a, numbers) for a in files],
            "lookups": [of_lookup(x) for x in looked],
        }
        emit({**_document(acc, invoices, events), "rest_claim": plain(rest), "in_favour": left, **beside})
    else:
        print(_page(run, acc, invoices, events if everything else events[:LATEST], favour))
        if not everything and len(events) > LATEST:
            earlier = say(
                "{count} earlier: debcli show {slug} --all", count=len(events) - LATEST, slug=who.slug
            )
            print(style(run, earlier, "dim"))
        if files or looked:
            print()
        for a in files:
            print(
                wrap(
                    say(
                        "kept: {name} ({kind}, {day})",
                        name=safe(a.name),
                        kind=kind_words(a.kind),
                        day=iso(a.on),
                    ),
                    "",
                )
            )
        for x in looked:
            words = say(
                "looked up: {what}, {day}: {found}",
                what=looked_up(x.what),
                day=iso(x.on),
                found=safe(x.found),
            )
            print(wrap(words, ""))


def _sums(acc: Account, *, overdue: bool) -> dict[str, int]:
    sums: dict[str, int] = {}
    for item in acc.items:
        if not overdue or item.due < acc.day:
            sums[item.invoice.currency] = sums.get(item.invoice.currency, 0) + item.open
    return sums


def _main(sums: dict[str, int]) -> str:
    return plain(sums.get("EUR", next(iter(sums.values()), 0)))


def _document(acc: Account, invoices: tuple[Invoice, ...], events: list[Event]) -> dict[str, Any]:
    decision = decide(acc)
    case = None
    if acc.overdue:
        action = decision.action
        case = {
            "since": iso(min(i.due for i in acc.overdue)),
            "action": action.due.action if action else None,
            "rule": action.rule if action else None,
            "why": action.due.why if action else (decision.waiting.why if decision.waiting else None),
            "until": iso(decision.waiting.until) if decision.waiting else None,
            "command": command_for(acc, action) if action else None,
        }
    left = {i.invoice.id: i.open for i in acc.items}
    return {
        "customer": of_customer(acc.customer),
        "open": _main(_sums(acc, overdue=False)),
        "overdue": _main(_sums(acc, overdue=True)),
        "case": case,
        "promises": [
            {
                "amount": plain(p.promise.amount),
                "by": iso(p.promise.by),
                "made_on": iso(p.promise.made_on),
                "state": p.state,
            }
            for p in acc.promises
        ],
        "invoices": [of_invoice(i, i.due, left.get(i.id, 0), state_of(acc, i)) for i in invoices],
        "plans": [
            {
                "made_on": iso(p.plan.made_on),
                "amount": plain(p.plan.amount),
                "paid": plain(p.paid),
                "state": p.state,
                "instalments": [{"on": iso(x.on), "amount": plain(x.amount)} for x in p.plan.instalments],
            }
            for p in acc.plans
        ],
        "timeline": [{"on": iso(e.on), "kind": e.kind, "what": e.text} for e in events],
    }


def _unusual(who: Customer) -> list[str]:
    """In a line what is kept of a customer beside the usual: kind, law, language, profile, term."""
    found = [] if who.kind == Kind.BUSINESS else [customer_kind(who.kind)]
    if who.law != nl.JURISDICTION:
        found.append(law_words(who.law))
    if who.language != "nl":
        found.append(say("letters in {language}", language=language_words(who.language)))
    if who.profile is not None:
        found.append(say("profile {name}", name=who.profile))
    if who.term_days is not None:
        found.append(say_many("{count} day to pay", "{count} days to pay", who.term_days))
    return [safe(" · ".join(found))] if found else []


def _page(
    run: Run, acc: Account, invoices: tuple[Invoice, ...], events: list[Event], favour: dict[str, int]
) -> str:
    who = acc.customer
    contact = " · ".join(safe(t) for t in (who.contact, who.phone, who.email) if t)
    lines = [
        style(run, wrap(f"{safe(who.name)} ({who.slug})", ""), "bold"),
        *([contact] if contact else []),
        *_unusual(who),
    ]
    money = [say("{amount} open", amount=euro(v, k)) for k, v in _sums(acc, overdue=False).items()] + [
        say("{amount} of it overdue", amount=euro(v, k)) for k, v in _sums(acc, overdue=True).items()
    ]
    how = f" (debcli apply-balance {who.slug})" if acc.overdue else ""
    if not how and acc.items:  # what is not due yet is paid with it only when it is named
        how = f" (debcli apply-balance {who.slug} {acc.items[0].invoice.number})"
    money += [f"{say('{amount} in favour of them', amount=euro(v, k))}{how}" for k, v in favour.items()]
    rest = sum(left_of_claims(acc).values())
    if rest:
        left_over = say("{amount} left of the interest and costs claimed", amount=euro(rest))
        money.append(f"{left_over} (debcli claim {who.slug})")
    lines.append(wrap(" · ".join(money) or say("owes nothing"), ""))
    decision = decide(acc)
    if decision.action is not None:
        lines += [
            wrap(say("Today: {why}", why=safe(decision.action.due.why)), ""),
            style(run, f"-> {command_for(acc, decision.action)}", "cyan"),
        ]
    elif decision.waiting is not None:
        lines.append(wrap(waiting_words(decision.waiting), ""))
    then = following(acc, decision.action) if decision.action is not None else coming_up(acc)
    if then is not None and then.on > acc.day:
        lines.append(wrap(next_words(then, acc), ""))
    if said := agreed(acc):
        lines += ["", *(wrap(f"- {safe(text)}", "") for text in said)]
    left = {i.invoice.id: i.open for i in acc.items}
    rows = [
        [
            i.number,
            iso(i.due) or "",
            euro(i.amount, i.currency),
            euro(left.get(i.id, 0), i.currency),
            invoice_state(state_of(acc, i)),
        ]
        for i in sorted(invoices, key=lambda i: i.due, reverse=True)
    ]
    if rows:
        lines += ["", table([say_as("table head", title) for title in _HEAD], rows, right=frozenset({2, 3}))]
    if events:
        lines.append("")
        lines += [wrap(f"{iso(e.on)}  {safe(e.text)}", "").replace("\n", "\n            ") for e in events]
    return "\n".join(lines)
