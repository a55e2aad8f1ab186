"""The law at the command line: interest, costs, rates; each figure as lines one can check."""

from datetime import date, timedelta
from decimal import Decimal

import typer

from debcli.cli import fields
from debcli.cli.fields import line
from debcli.cli.output import emit, note, pad, safe, style, table, width, wrap
from debcli.cli.parameters import AMOUNT
from debcli.cli.report import report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError, LedgerError, UsageError
from debcli.language import mark, mark_as, say, say_as
from debcli.law import nl
from debcli.law.costs import VatConditions, agreed_costs, collection_costs, may_agree
from debcli.law.inputs import CONSUMER
from debcli.law.interest import Compounding, DayBasis, over_period
from debcli.law.rates import CHECKED_ON, Rate, RateKind, RateTable, is_unchecked
from debcli.law.rates import table as rate_table
from debcli.receivables.practice import USUAL, Practice
from debcli.values import dates
from debcli.values.money import dutch, parse_amount, plain
from debcli.values.money import percent as show_percent

_NAMES = (mark_as("rate", "commercial"), mark_as("rate", "statutory"))
_LOOK_UP = {
    RateKind.COMMERCIAL: mark(
        "wettelijke handelsrente (art. 6:119a BW): rijksoverheid.nl and the Staatscourant, or the ECB main "
        "refinancing rate in force before the half-year plus 8 points (art. 6:120 BW)"
    ),
    RateKind.STATUTORY: mark(
        "wettelijke rente (art. 6:119 BW): set by decree, rijksoverheid.nl; never computed from the ECB rate"
    ),
}


def _settings(run: Run) -> Practice:
    """What the ledger sets; as usual where there is none yet, for a figure can be had without one."""
    from debcli.ledger import read

    try:
        with run.read() as conn:
            return read.practice(conn)
    except LedgerError:
        if run.ledger.exists():
            raise
        return USUAL


def _own_rates(run: Run) -> tuple[Rate, ...]:
    return _settings(run).rates


def interest(
    ctx: typer.Context,
    amount: str = AMOUNT,
    first: str = typer.Option(
        ..., "--from", metavar="DATE", help="First day interest runs: the day after the due date."
    ),
    last: str = typer.Option(..., "--to", metavar="DATE", help="Last day; both count."),
    kind: str = typer.Option(
        ..., "--kind", metavar="commercial|statutory|PERCENT", help="By law, or a percentage agreed."
    ),
    simple: bool = typer.Option(False, "--simple", help="Interest never joins the principal (agreed)."),
    day_basis: DayBasis | None = typer.Option(
        None, "--day-basis", help="Days a year counts; default as set: debcli config day-basis"
    ),
) -> None:
    """Interest over a period, segment by segment: cut at rate changes, and each year the interest joins the base.

    For example: debcli interest 1210 --from 2026-10-02 --to 2026-10-26 --kind commercial     debcli interest 1210 --from 2026-10-02 --to 2026-10-26 --kind 8
    """
    run = Run.of(ctx)
    cents = parse_amount(amount)
    rate: RateTable | Decimal
    if kind in {k.value for k in RateKind}:
        rate = rate_table(nl.JURISDICTION, kind, _own_rates(run))
    elif kind[:1].isdigit():
        rate = fields.percent(kind)
    else:
        raise UsageError(
            say("There is no interest called {kind!r}.", kind=kind),
            say("Type --kind commercial, statutory, or a percentage like 8."),
        )
    start, end = run.parse_day(first, forward=False), run.parse_day(last, forward=False)
    compounding = Compounding.SIMPLE if simple else Compounding.YEARLY
    basis = day_basis or _settings(run).day_basis
    flow = over_period(cents, start, end, rate, compounding=compounding, day_basis=basis)
    if is_unchecked(rate, end):
        note(wrap(say("! The rate of the last days was not checked yet: debcli rates check"), ""))
    if run.json:
        emit({
            "principal": plain(cents),
            "from": iso(start),
            "to": iso(end),
            "kind": kind,
            "simple": simple,
            "day_basis": basis.value,
            "segments": [
                {"from": iso(s.first), "to": iso(s.last), "days": s.days, "principal": plain(s.base), "percent": f"{s.percent:.2f}", "amount": plain(s.amount)}
                for s in flow.segments
            ],
            "total": plain(flow.interest_total),
            "unchecked": is_unchecked(rate, end),
        })  # fmt: skip
        return
    print(table(
        [
            say_as("period", "from"),
            say_as("period", "to"),
            say("days"),
            say_as("interest", "rate"),
            say_as("interest", "on"),
            say("interest"),
        ],
        [[iso(s.first) or "", iso(s.last) or "", str(s.days), show_percent(s.percent), dutch(s.base), dutch(s.amount)] for s in flow.segments]
        + [[say("total"), "", str(sum(s.days for s in flow.segments)), "", "", dutch(flow.interest_total)]],
        right=frozenset({2, 3, 4, 5}),
    ))  # fmt: skip


def costs(
    ctx: typer.Context,
    amount: str = AMOUNT,
    consumer: bool = typer.Option(False, "--consumer", help="The debtor is a private person."),
    agreed: str | None = typer.Option(
        None, "--agreed", metavar="PERCENT", help="By a percentage agreed with a business."
    ),
    vat_service: bool = typer.Option(
        False, "--vat-service", help="An outside collection service does it, whose fee bears VAT."
    ),
    vat_lost: bool | None = typer.Option(
        None, "--vat-lost/--vat-reclaimed", help="You cannot reclaim that VAT; default as in your ledger."
    ),
    vat_declared: bool = typer.Option(
        False, "--vat-declared", help="You tell the debtor so, and that the costs are raised for it."
    ),
) -> None:
    """Collection costs over a principal by the legal scale, bracket by bracket.

    VAT comes on top only where its three conditions all hold; a claim never adds it by itself.

    For example: debcli costs 4214,05     debcli costs 100 --consumer     debcli costs 4214,05 --agreed 15
    """
    run = Run.of(ctx)
    cents = parse_amount(amount)
    lost = not _reclaims_vat(run) if vat_lost is None else vat_lost
    conditions = VatConditions(vat_service, lost, vat_declared)
    if agreed is None:
        found = collection_costs(cents, conditions)
    else:
        if consumer:
            may_agree(CONSUMER)
        found = agreed_costs(cents, fields.percent(agreed), vat=conditions)
    why = (
        say("VAT of 21 % is added: all three conditions hold (Besluit BIK art. 2 lid 3).")
        if conditions.hold
        else say(
            "No VAT is added; it would take {lacking} (Besluit BIK art. 2 lid 3).",
            lacking="; ".join(conditions.lacking),
        )
    )
    if run.json:
        emit({
            "principal": plain(cents),
            "amount": plain(found.amount),
            "vat": plain(found.vat),
            "total": plain(found.total),
            "limit": found.limit or None,
            "agreed": agreed is not None,
            "vat_conditions": {
                "external_service": conditions.external_service, "vat_not_deductible": conditions.vat_not_deductible,
                "declared": conditions.declared, "hold": conditions.hold,
            },
            "vat_why": why,
            "brackets": [{"of": plain(b.of), "percent": f"{b.percent:.2f}", "amount": plain(b.amount)} for b in found.brackets],
        })  # fmt: skip
        return
    rows = [
        [say("{percent:f} % of", percent=b.percent), dutch(b.of), dutch(b.amount)] for b in found.brackets
    ]
    if found.limit:
        rows.append(
            [
                _limit(found.limit, agreed=agreed is not None),
                "",
                dutch(found.amount),
            ]
        )
    if found.vat:
        rows.append([say("VAT, 21 % of"), dutch(found.amount), dutch(found.vat)])
    print(
        table(
            [say("costs (as agreed)") if agreed else say("costs (Besluit BIK)"), say("part"), "€"],
            [*rows, [say("total"), dutch(cents), dutch(found.total)]],
            right=frozenset({1, 2}),
        )
    )
    print(wrap(
        say("A private person owes this only once a veertiendagenbrief has run out (art. 6:96 lid 6 BW).") if consumer
        else say("A business owes at least € 40,00 from the day after the last day to pay (art. 6:96 lid 4 BW)."), "",
    ))  # fmt: skip
    print(wrap(why, ""))


def _limit(limit: str, *, agreed: bool) -> str:
    """What took the place of the sum of the brackets."""
    if agreed:
        return say("the legal minimum")
    return say("the minimum of the scale") if limit == "minimum" else say("the maximum of the scale")


def _reclaims_vat(run: Run) -> bool:
    """Whether the user can reclaim VAT, by his ledger; where there is none, he can."""
    from debcli.ledger import read

    try:
        with run.read() as conn:
            return read.creditor(conn).reclaims_vat
    except LedgerError:
        if run.ledger.exists():
            raise
        return True


rates = typer.Typer(
    help="The statutory rates with their sources. After the last checked half-year every figure carries a warning.\n\n"
    "For example: debcli rates     debcli rates check",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


@rates.callback()
def _show(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is not None:
        return
    run = Run.of(ctx)
    tables = {kind: rate_table(nl.JURISDICTION, kind.value, _own_rates(run)) for kind in RateKind}
    if run.json:
        emit({
            "jurisdiction": nl.JURISDICTION,
            "checked_on": iso(CHECKED_ON),
            "rates": [
                {"kind": kind.value, "from": iso(r.valid_from), "percent": f"{r.percent:.2f}", "source": r.source, "confidence": r.confidence, "basis": r.basis}
                for kind, found in tables.items() for r in found.rows
            ],
            "checked_until": {kind.value: iso(found.checked_until) for kind, found in tables.items()},
        })  # fmt: skip
        return
    for kind, found in tables.items():
        print(
            style(
                run,
                wrap(
                    say(
                        "{kind}: checked on {checked}, good until {until}",
                        kind=say_as("rate", kind.value),
                        checked=dates.long(CHECKED_ON),
                        until=dates.long(found.checked_until),
                    ),
                    "",
                ),
                "bold",
            )
        )
        for row in found.rows[::-1]:
            print(
                f"  {iso(row.valid_from)}  {show_percent(row.percent):>8}  {pad(_source_of(row), width() - 24).rstrip()}"
            )
    print(wrap(say("Where each percentage was read, in full: debcli rates --json"), ""))


def _source_of(row: Rate) -> str:
    """What sets a rate, in words; of one that the user looked up, where he read it."""
    if row.basis.startswith("ecb+"):
        points = Decimal(row.basis[4:])
        return say(
            "ECB refinancing rate {percent} + {points} points",
            percent=show_percent(row.percent - points),
            points=points,
        )
    match row.basis, row.confidence:
        case "published", _:
            return say("as published: ECB refinancing rate + 7 points")
        case "decree", "low":
            return say("by decree (art. 6:120 BW); its first day is not certain")
        case "decree", _:
            return say("by decree (art. 6:120 BW)")
    return safe(row.source)


@rates.command("add")
def rates_add(
    ctx: typer.Context,
    kind: RateKind = typer.Argument(
        ..., metavar="commercial|statutory", show_default=False, help="Which rate."
    ),
    percent: str = typer.Argument(..., metavar="PERCENT", show_default=False, help="A year, like 10,65."),
    valid_from: str = typer.Option(..., "--from", metavar="DATE", help="First day of the half-year."),
    source: str = typer.Option(..., "--source", metavar="T", help="Where you read it."),
) -> None:
    """Add the rate of the next half-year, as you looked it up; it is kept in the ledger.

    For example: debcli rates add commercial 10,65 --from 2027-01-01 --source "rijksoverheid.nl, 28 December 2026"     debcli rates add statutory 4 --from 2027-01-01 --source rijksoverheid.nl
    """
    run = Run.of(ctx)
    rate, day = fields.percent(percent), run.parse_day(valid_from)
    if (day.month, day.day) not in {(1, 1), (7, 1)}:
        raise InputError(
            say("Rates change on 1 January and 1 July, not on {day}.", day=dates.full(day)),
            say("Type --from 2027-01-01 or 2027-07-01."),
        )
    from debcli.ledger import write

    with run.write() as work:
        added = write.add_rate(
            work,
            jurisdiction=nl.JURISDICTION,
            kind=kind.value,
            valid_from=day,
            percent=str(rate),
            source=line(mark_as("field", "source"))(source),
        )
        work.summary = say(
            "{kind} rate {percent} from {day}",
            kind=say_as("rate", kind.value),
            percent=show_percent(rate),
            day=iso(day),
        )
    thing = {"id": added, "kind": kind.value, "percent": f"{rate:.2f}", "from": iso(day), "source": source}
    report(
        run,
        thing,
        [
            say(
                "From {day} the {kind} rate is {percent} ({source}).",
                day=dates.long(day),
                kind=say_as("rate", kind.value),
                percent=show_percent(rate),
                source=source,
            )
        ],
    )


@rates.command("check")
def rates_check(ctx: typer.Context) -> None:
    """Whether the rates are good for today, and if not what to look up where.

    For example: debcli rates check     debcli rates check --json
    """
    run = Run.of(ctx)
    own = _own_rates(run)
    found = {kind: rate_table(nl.JURISDICTION, kind.value, own) for kind in RateKind}
    if run.json:
        emit({"as_of": iso(run.day), "rates": [
            {"kind": kind.value, "checked_until": iso(t.checked_until), "ok": not t.is_unchecked(run.day), "look_up": say(_LOOK_UP[kind])}
            for kind, t in found.items()
        ]})  # fmt: skip
        return
    for kind, known in found.items():
        following: date = known.checked_until + timedelta(1)
        if known.is_unchecked(run.day):
            print(
                wrap(
                    say(
                        "{kind}: not checked from {day}. Look up the {rate}.",
                        kind=say_as("rate", kind.value),
                        day=dates.long(following),
                        rate=say(_LOOK_UP[kind]),
                    ),
                    "",
                )
            )
            print(
                "  "
                + say(
                    "then: debcli rates add {kind} PERCENT --from {day} --source WHERE",
                    kind=kind.value,
                    day=iso(following),
                )
            )
        else:
            print(
                say(
                    "{kind}: good until {day}.",
                    kind=say_as("rate", kind.value),
                    day=dates.long(known.checked_until),
                )
            )
