"""Insight: aging, rating and mirror."""

from typing import Any

import typer

from debcli.cli.bars import bar, print_csv
from debcli.cli.output import emit, pad, safe, style, table, width, wrap
from debcli.cli.parameters import MAYBE_CUSTOMER
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import UsageError
from debcli.language import say, say_many
from debcli.receivables.account import Account, account
from debcli.receivables.aging import Aging, Bucket, aging, columns
from debcli.receivables.facts import Facts
from debcli.receivables.habit import taken_back
from debcli.receivables.known import as_of
from debcli.receivables.mirror import Mirror, Own, mirror
from debcli.receivables.practice import Practice
from debcli.receivables.rating import Rating, rating
from debcli.values import dates
from debcli.values.money import dutch, euro, plain

CSV = typer.Option(False, "--csv", help="Comma-separated lines, for a spreadsheet.")


def everyone(run: Run, wanted: str | None = None) -> list[tuple[Account, Facts]]:
    """The accounts of the run's day, each with all of the customer's facts known that day."""
    practice, found = _histories(run, wanted)
    return [(account(facts, run.day, practice), as_of(facts, run.day)) for facts in found]


def _histories(run: Run, wanted: str | None) -> tuple[Practice, list[Facts]]:
    """How the user works, and all facts of each customer, later ones too."""
    from debcli.ledger import read

    with run.read() as conn:
        only = read.find_customer(conn, wanted).id if wanted else None
        practice = read.practice(conn)
        found = [read.history(conn, only)] if only is not None else read.histories(conn)
    return practice, found


def one_form(run: Run, csv: bool) -> None:
    """Raises UsageError where two forms of output are asked for."""
    if csv and run.json:
        raise UsageError(say("--csv and --json are two forms of the same answer."), say("Type one of them."))


def _label(bucket: Bucket) -> str:
    if bucket.first is None:
        return say("not yet due")
    return (
        say("{first}-{last} days late", first=bucket.first, last=bucket.last)
        if bucket.last is not None
        else say("over {days} days late", days=bucket.first - 1)
    )


def _short(bucket: Bucket) -> str:
    if bucket.first is None:
        return say("not due")
    return f"{bucket.first}-{bucket.last}" if bucket.last is not None else f"{bucket.first - 1}+"


def aging_(ctx: typer.Context, csv: bool = CSV) -> None:
    """What is open by how late it is, true as of any day.

    For example: debcli aging     debcli aging --date 2026-03-31 --csv
    """
    run = Run.of(ctx)
    one_form(run, csv)
    from debcli.ledger import read

    with run.read() as conn:
        book = read.book(conn, run.day)
    found = aging(account(facts, run.day, book.practice) for facts in book.facts)
    if run.json:
        emit(_aging_document(run, found))
    elif csv:
        heads = ["customer", "name", *columns(), "total", "days_late"]
        rows = [
            [a.customer.slug, a.customer.name, *map(plain, a.amounts), plain(a.total), a.oldest]
            for a in found.customers
        ]
        print_csv(heads, rows)
    else:
        print(_aging_page(run, found))


def _aging_document(run: Run, found: Aging) -> dict[str, Any]:
    return {
        "as_of": iso(run.day),
        "currency": found.currency,
        "buckets": [
            {"from": b.first, "to": b.last, "amount": plain(b.amount), "count": b.number} for b in found.buckets
        ],
        "customers": [
            {
                "customer": a.customer.slug, "name": a.customer.name, "amounts": [plain(x) for x in a.amounts], "total": plain(a.total),
                "count": a.number, "days_late": a.oldest,
            }
            for a in found.customers
        ],
        "overdue": plain(found.overdue),
        "total": plain(found.total),
        "other_currencies": {currency: plain(cents) for currency, cents in found.others},
    }  # fmt: skip


def _aging_page(run: Run, found: Aging) -> str:
    if not found.customers:
        return say("Nothing is open on {day}.", day=dates.full(run.day))
    money = found.currency
    day, total = dates.full(run.day), euro(found.total, money)
    told = (
        say("{day}: {total} open, {late} of it late", day=day, total=total, late=euro(found.overdue, money))
        if found.overdue
        else say("{day}: {total} open, nothing late", day=day, total=total)
    )
    lines = [style(run, told, "bold"), ""]
    most = max(b.amount for b in found.buckets)
    for b in found.buckets:
        share = round(100 * b.amount / found.total)
        head = f"  {_label(b):<18}{euro(b.amount, money):>14} {b.number:>4}  {share:>3} %  "
        lines.append((head + bar(b.amount, most, width() - len(head))).rstrip())
    lines.append("")
    rows = [
        [a.customer.name, *(dutch(x) if x else "" for x in a.amounts), dutch(a.total)]
        for a in found.customers
    ]
    lines.append(
        table(
            [say("customer"), *(_short(b) for b in found.buckets), say("total")],
            rows,
            right=frozenset(range(1, 7)),
        )
    )
    lines += [
        say("Besides: {amount}; currencies are never added.", amount=euro(cents, currency))
        for currency, cents in found.others
    ]
    return "\n".join(lines)


def rating_(ctx: typer.Context, customer: str | None = MAYBE_CUSTOMER, csv: bool = CSV) -> None:
    """How each customer pays, in words: days late, promises kept, better or worse, and signs to watch.

    For example: debcli rating     debcli rating belofte-bouw
    """
    run = Run.of(ctx)
    one_form(run, csv)
    practice, histories = _histories(run, customer)
    found = [
        (acc, rating(acc, as_of(facts, run.day), taken_back(facts, run.day)))
        for facts in histories
        if (acc := account(facts, run.day, practice))
    ]
    found.sort(
        key=lambda pair: (-(pair[1].late if pair[1].late is not None else -999), pair[0].customer.slug)
    )
    if run.json:
        emit({"as_of": iso(run.day), "customers": [_of_rating(acc, r) for acc, r in found]})
    elif csv:
        heads = [
            "customer",
            "name",
            "rating",
            "paid",
            "days_late",
            "days_agreed",
            "days_taken",
            "promises_kept",
            "promises_ended",
            "trend",
        ]
        rows = [
            [
                a.customer.slug,
                a.customer.name,
                r.word,
                len(r.paid),
                r.late,
                r.agreed,
                r.took,
                r.kept,
                r.ended,
                r.trend,
            ]
            for a, r in found
        ]
        print_csv(heads, rows)
    elif not found:
        print(say("No customers yet."))
    elif customer is not None:
        print(_rating_page(run, *found[0]))
    else:
        for acc, r in found:
            print(
                style(run, pad(safe(acc.customer.name), 26), "bold") + " " + wrap(r.words, " " * 27).lstrip()
            )
            for signal in r.signals:
                print(wrap(f"! {safe(signal)}", " " * 29))


def _of_rating(acc: Account, r: Rating) -> dict[str, Any]:
    return {
        "customer": acc.customer.slug, "name": acc.customer.name, "rating": r.word, "words": r.words, "paid": len(r.paid), "days_late": r.late,
        "days_agreed": r.agreed, "days_taken": r.took, "promises": {"kept": r.kept, "ended": r.ended}, "trend": r.trend, "signals": list(r.signals),
    }  # fmt: skip


def _rating_page(run: Run, acc: Account, r: Rating) -> str:
    lines = [style(run, wrap(f"{safe(acc.customer.name)}: {r.words}", ""), "bold")]
    if r.agreed is not None and r.took is not None:
        told = (
            say_many(
                "Agreed {agreed} days to pay, takes {took}: {count} day of credit nobody agreed.",
                "Agreed {agreed} days to pay, takes {took}: {count} days of credit nobody agreed.",
                r.took - r.agreed,
                agreed=r.agreed,
                took=r.took,
            )
            if r.took > r.agreed
            else say("Agreed {agreed} days to pay, takes {took}.", agreed=r.agreed, took=r.took)
        )
        lines.append(wrap(told, ""))
    if r.paid:
        last = r.paid[-10:]
        most = max(1, *(abs(p.late) for p in last))
        lines += [
            "",
            f"  {pad(say('paid on'), 12)} {pad(say('invoice'), 14)} {say('days after the due day')}",
        ]
        for p in last:
            lines.append(
                f"  {iso(p.on)}   {pad(safe(p.invoice.number), 12)} {p.late:>4}  {bar(p.late, most, width() - 40)}".rstrip()
            )
    lines += ["", *(wrap(f"! {safe(s)}", "  ") for s in r.signals)] if r.signals else []
    lines += ["", say("What to do with it: debcli advice {slug}", slug=acc.customer.slug)]
    return "\n".join(lines)


def mirror_(ctx: typer.Context, csv: bool = CSV) -> None:
    """Your own side: how soon you rang, what you put off, what went unconfirmed, and what waiting cost.

    For example: debcli mirror     debcli mirror --json
    """
    run = Run.of(ctx)
    one_form(run, csv)
    found = mirror(everyone(run))
    if run.json:
        emit(_mirror_document(run, found))
    elif csv:
        heads = [
            "customer",
            "name",
            "days_to_first_call",
            "never_called",
            "postponed",
            "unconfirmed",
            "agreements",
            "mail_streak",
            "silent_days",
            "waiting_cost",
        ]
        print_csv(heads, [
            [o.customer, o.name, max(o.first_call, default=None), len(o.never), o.postponed, o.unconfirmed, o.promises, o.mail_streak, o.silent_days, plain(o.waited)]
            for o in found.customers
        ])  # fmt: skip
    else:
        print(_mirror_page(run, found))


def _mirror_document(run: Run, found: Mirror) -> dict[str, Any]:
    return {
        "as_of": iso(run.day),
        "days_to_first_call": found.first_call,
        "never_called": sum(len(o.never) for o in found.customers),
        "postponed_calls": sum(o.postponed for o in found.customers),
        "agreements": sum(o.promises for o in found.customers),
        "unconfirmed": sum(o.unconfirmed for o in found.customers),
        "mail_only": [o.customer for o in found.customers if o.mail_streak],
        "silent": [{"customer": o.customer, "days": o.silent_days} for o in found.customers if o.silent_days],
        "tacit_credit_days": sum(sum(o.tacit_days) for o in found.customers),
        "waiting_cost": plain(found.waited),
        "closed_cases": found.closed,
        "causes": [{"cause": c.what, "cases": c.cases, "waiting_cost": plain(c.waited)} for c in found.causes],
        "customers": [
            {
                "customer": o.customer, "name": o.name, "first_call": list(o.first_call), "never_called": list(o.never), "postponed": o.postponed,
                "unconfirmed": o.unconfirmed, "agreements": o.promises, "mail_streak": o.mail_streak, "silent_days": o.silent_days,
                "tacit_days": list(o.tacit_days), "waiting_cost": plain(o.waited),
            }
            for o in found.customers
        ],
    }  # fmt: skip


def _mirror_page(run: Run, found: Mirror) -> str:
    if not found.customers:
        return say("Nothing in your log to look back on yet: no invoice was late.")
    owns = found.customers
    calls = [d for o in owns for d in o.first_call]
    never = [n for o in owns for n in o.never]
    lines = [style(run, say("Your own side, up to {day}", day=dates.full(run.day)), "bold"), ""]
    for label, low, high in (
        (say("first call on the due day"), 0, 0),
        (say("first call 1-3 days after"), 1, 3),
        (say("first call 4-7 days after"), 4, 7),
        (say("first call later"), 8, 10**6),
    ):
        count = sum(low <= d <= high for d in calls)
        lines.append(f"  {label:<27}{count:>4}  {bar(count, len(calls) + len(never), 40)}".rstrip())
    label = say("never called")
    lines.append(f"  {label:<27}{len(never):>4}  {bar(len(never), len(calls) + len(never), 40)}".rstrip())
    tacit = [d for o in owns for d in o.tacit_days]
    agreements = sum(o.promises for o in owns)
    facts = [
        (sum(o.postponed for o in owns), say("calls put off: promised, or due again after no answer, and made later or not")),
        (sum(o.unconfirmed for o in owns), say("of {count} agreements not confirmed in writing the same day", count=agreements)),
        (len(tacit), say("invoices got extra credit without a word, {days} days in all", days=sum(tacit)) if tacit else say("invoices got extra credit without a word")),
        (sum(bool(o.mail_streak) for o in owns), say("customers got three or more mails or letters in a row and no call")),
        (sum(o.silent_days is not None for o in owns), say("late customers heard nothing for two weeks or more")),
    ]  # fmt: skip
    lines += ["", *(f"{count:>5}  {wrap(words, ' ' * 7).lstrip()}" for count, words in facts)]
    lines += [
        "",
        wrap(
            say(
                "What waiting cost: {amount}, the interest by law over the days nobody acted.",
                amount=euro(found.waited),
            ),
            "  ",
        ),
    ]
    dear = [o for o in owns if o.waited][:5]
    most = max((o.waited for o in dear), default=0)
    for o in dear:
        head = f"    {pad(safe(o.name), 28)} {euro(o.waited):>11}  "
        lines.append(head + bar(o.waited, most, width() - len(head)))
    if found.causes:
        lines += [
            "",
            "  "
            + say_many("Of {count} case looked back on:", "Of {count} cases looked back on:", found.closed),
        ]
        lines += [
            f"    {c.cases:>3}  {say('{cause} (waiting cost {amount})', cause=say(c.what), amount=euro(c.waited))}"
            for c in found.causes
        ]
    elif found.closed == 0:
        lines += ["", "  " + say("No case was looked back on yet: debcli close-case CUSTOMER")]
    return "\n".join(lines + _worst(owns))


def _worst(owns: tuple[Own, ...]) -> list[str]:
    silent = [o for o in owns if o.silent_days is not None]
    if not silent:
        return []
    o = max(silent, key=lambda x: x.silent_days or 0)
    told = say("Start here: {name} heard nothing for {days} days.", name=safe(o.name), days=o.silent_days)
    return ["", wrap(told, "  "), f"  -> debcli call {o.customer}"]
