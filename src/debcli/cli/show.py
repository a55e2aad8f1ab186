"""show: everything known of a customer, newest first."""

from datetime import date
from typing import Any

import typer

from debcli.cli.morning import command_for
from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_customer, of_invoice
from debcli.receivables.account import Account, rest_claim, state_of
from debcli.receivables.booking import in_favour
from debcli.receivables.decision import decide
from debcli.receivables.facts import CreditNote, Payment
from debcli.values import dates
from debcli.values.money import euro, plain


def show(ctx: typer.Context, customer: str = CUSTOMER) -> None:
    """Everything known of a customer, newest first.

    For example: debcli show belofte-bouw     debcli show belofte --json
    """
    run = Run.of(ctx)
    from debcli.ledger import read
    from debcli.receivables.account import as_of

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
        everything = acc._replace(facts=as_of(read.history(conn, who.id), run.day))
        paid = [p for p in read.payments(conn, who.id) if p.on <= run.day]
        credited = [c for c in read.credit_notes(conn, who.id) if c.on <= run.day]
    events = timeline(everything, paid, credited)
    received = [(p.amount, p.currency) for p in paid] + [(c.amount, c.currency) for c in credited]
    favour = in_favour(everything.facts, received)
    if run.json:
        rest = sum(rest_claim(acc.facts, i.invoice, acc.day, acc.practice) for i in acc.rests)
        balances = {k: plain(v) for k, v in favour.items()}
        emit({**_document(acc, everything, events), "rest_claim": plain(rest), "in_favour": balances})
    else:
        print(_page(run, acc, everything, events, favour))


def timeline(acc: Account, paid: list[Payment], credited: list[CreditNote]) -> list[tuple[date, str, str]]:
    """Day, kind and words of all that happened, newest first."""
    facts = acc.facts
    events: list[tuple[date, int, str, str]] = [
        (
            i.issued,
            0,
            "invoice",
            f"invoice {i.number}, {euro(i.amount, i.currency)}, due {dates.short(i.due)} {i.due.year}",
        )
        for i in facts.invoices
    ]
    for c in facts.contacts:
        person = f" with {c.with_name}" if c.with_name else ""
        rest = "".join(
            [
                f"; {c.note}" if c.note else "",
                f"; proof: {c.proof}" if c.proof else "",
                f"; ring again {dates.short(c.call_back)}" if c.call_back else "",
            ]
        )
        events.append((c.on, 1, "contact", f"{c.via}{person}: {c.outcome.value}{rest}"))
    events += [
        (p.made_on, 2, "promise", f"promised {euro(p.amount)} by {dates.full(p.by)}") for p in facts.promises
    ]
    events += [(d.on, 2, "dispute", f"dispute{': ' + d.about if d.about else ''}") for d in facts.disputes]
    events += [(d.resolved_on, 2, "dispute", f"dispute {d.outcome}") for d in facts.disputes if d.resolved_on]
    for x in facts.letters:
        events.append((x.made_on, 3, "letter", f"{x.kind} made (letter {x.id})"))
        if x.sent_on:
            events.append(
                (
                    x.sent_on,
                    4,
                    "letter",
                    f"{x.kind} sent by {x.via} (letter {x.id}){'; ' + x.proof if x.proof else ''}",
                )
            )
        if x.cancelled_on:
            events.append((x.cancelled_on, 4, "letter", f"{x.kind} cancelled (letter {x.id})"))
    events += [(p.on, 5, "payment", f"paid {euro(p.amount, p.currency)}") for p in paid]
    events += [
        (c.on, 5, "credit", f"credit note {c.number} {euro(c.amount, c.currency)}".replace("  ", " "))
        for c in credited
    ]
    return [
        (on, kind, text) for on, _, kind, text in sorted(events, key=lambda e: (e[0], e[1]), reverse=True)
    ]


def _sums(acc: Account, *, overdue: bool) -> dict[str, int]:
    sums: dict[str, int] = {}
    for item in acc.items:
        if not overdue or item.due < acc.day:
            sums[item.invoice.currency] = sums.get(item.invoice.currency, 0) + item.open
    return sums


def _main(sums: dict[str, int]) -> str:
    return plain(sums.get("EUR", next(iter(sums.values()), 0)))


def _document(acc: Account, everything: Account, events: list[tuple[date, str, str]]) -> dict[str, Any]:
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
        "invoices": [
            of_invoice(i, i.due, left.get(i.id, 0), state_of(acc, i)) for i in everything.facts.invoices
        ],
        "timeline": [{"on": iso(on), "kind": kind, "what": text} for on, kind, text in events],
    }


def _page(
    run: Run, acc: Account, everything: Account, events: list[tuple[date, str, str]], favour: dict[str, int]
) -> str:
    who = acc.customer
    contact = " · ".join(safe(t) for t in (who.contact, who.phone, who.email) if t)
    lines = [style(run, wrap(f"{safe(who.name)} ({who.slug})", ""), "bold"), *([contact] if contact else [])]
    money = [f"{euro(v, k)} open" for k, v in _sums(acc, overdue=False).items()] + [
        f"{euro(v, k)} of it overdue" for k, v in _sums(acc, overdue=True).items()
    ]
    money += [f"{euro(v, k)} in favour of them" for k, v in favour.items()]
    rest = sum(rest_claim(acc.facts, i.invoice, acc.day, acc.practice) for i in acc.rests)
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
    left = {i.invoice.id: i.open for i in acc.items}
    rows = [
        [
            i.number,
            iso(i.due) or "",
            euro(i.amount, i.currency),
            euro(left.get(i.id, 0), i.currency),
            state_of(acc, i),
        ]
        for i in sorted(everything.facts.invoices, key=lambda i: i.due, reverse=True)
    ]
    if rows:
        lines += ["", table(["invoice", "due", "amount", "open", "state"], rows, right=frozenset({2, 3}))]
    if events:
        lines.append("")
        lines += [
            wrap(f"{iso(on)}  {safe(text)}", "").replace("\n", "\n            ") for on, _, text in events
        ]
    return "\n".join(lines)
