"""show: everything known of a customer, newest first."""

from typing import Any

import typer

from debcli.cli.advice import of_lookup
from debcli.cli.attachments import of_attachment
from debcli.cli.morning import command_for
from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of, next_words
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_customer, of_invoice
from debcli.cli.timeline import Event, agreed, timeline
from debcli.receivables.account import Account, left_of_claims, state_of
from debcli.receivables.balance import balances, in_favour
from debcli.receivables.decision import coming_up, decide, following
from debcli.values import dates
from debcli.values.money import euro, plain

LATEST = 12  # events on the first screen


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
    from debcli.receivables.account import as_of, payment_as_of

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
        whole = acc._replace(facts=as_of(read.history(conn, who.id), run.day))
        paid = [payment_as_of(p, run.day) for p in read.payments(conn, who.id) if p.on <= run.day]
        credited = [c for c in read.credit_notes(conn, who.id) if c.on <= run.day]
        files = [a for a in kept.attachments(conn, who.id) if a.on <= run.day]
        looked = [x for x in kept.lookups(conn, who.id) if x.on <= run.day]
    events = timeline(whole, paid, credited)
    favour = in_favour(balances(whole.facts, paid, credited))
    if run.json:
        rest = sum(left_of_claims(acc).values())
        left = {k: plain(v) for k, v in favour.items()}
        numbers: dict[int, str | None] = {i.id: i.number for i in whole.facts.invoices}
        beside = {
            "attachments": [of_attachment(a, numbers) for a in files],
            "lookups": [of_lookup(x) for x in looked],
        }
        emit({**_document(acc, whole, events), "rest_claim": plain(rest), "in_favour": left, **beside})
    else:
        print(_page(run, acc, whole, events if everything else events[:LATEST], favour))
        if not everything and len(events) > LATEST:
            print(style(run, f"{len(events) - LATEST} earlier: debcli show {who.slug} --all", "dim"))
        if files or looked:
            print()
        for a in files:
            print(wrap(f"kept: {safe(a.name)} ({a.kind}, {iso(a.on)})", ""))
        for x in looked:
            print(wrap(f"looked up: {x.what}, {iso(x.on)}: {safe(x.found)}", ""))


def _sums(acc: Account, *, overdue: bool) -> dict[str, int]:
    sums: dict[str, int] = {}
    for item in acc.items:
        if not overdue or item.due < acc.day:
            sums[item.invoice.currency] = sums.get(item.invoice.currency, 0) + item.open
    return sums


def _main(sums: dict[str, int]) -> str:
    return plain(sums.get("EUR", next(iter(sums.values()), 0)))


def _document(acc: Account, whole: Account, events: list[Event]) -> dict[str, Any]:
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
        "invoices": [of_invoice(i, i.due, left.get(i.id, 0), state_of(acc, i)) for i in whole.facts.invoices],
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


def _page(run: Run, acc: Account, whole: Account, events: list[Event], favour: dict[str, int]) -> str:
    who = acc.customer
    contact = " · ".join(safe(t) for t in (who.contact, who.phone, who.email) if t)
    lines = [style(run, wrap(f"{safe(who.name)} ({who.slug})", ""), "bold"), *([contact] if contact else [])]
    money = [f"{euro(v, k)} open" for k, v in _sums(acc, overdue=False).items()] + [
        f"{euro(v, k)} of it overdue" for k, v in _sums(acc, overdue=True).items()
    ]
    how = f" (debcli apply-balance {who.slug})" if acc.overdue else ""
    if not how and acc.items:  # what is not due yet is paid with it only when it is named
        how = f" (debcli apply-balance {who.slug} {acc.items[0].invoice.number})"
    money += [f"{euro(v, k)} in favour of them{how}" for k, v in favour.items()]
    rest = sum(left_of_claims(acc).values())
    if rest:
        money.append(f"{euro(rest)} left of the interest and costs claimed (debcli claim {who.slug})")
    lines.append(wrap(" · ".join(money) or "owes nothing", ""))
    decision = decide(acc)
    if decision.action is not None:
        lines += [
            wrap(f"Today: {safe(decision.action.due.why)}", ""),
            style(run, f"-> {command_for(acc, decision.action)}", "cyan"),
        ]
    elif decision.waiting is not None:
        lines.append(
            wrap(f"Waiting until {dates.full(decision.waiting.until)}: {safe(decision.waiting.why)}.", "")
        )
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
            state_of(acc, i),
        ]
        for i in sorted(whole.facts.invoices, key=lambda i: i.due, reverse=True)
    ]
    if rows:
        lines += ["", table(["invoice", "due", "amount", "open", "state"], rows, right=frozenset({2, 3}))]
    if events:
        lines.append("")
        lines += [wrap(f"{iso(e.on)}  {safe(e.text)}", "").replace("\n", "\n            ") for e in events]
    return "\n".join(lines)
