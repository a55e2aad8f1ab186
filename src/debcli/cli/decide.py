"""The decision sheet of handover: effort, evidence, time, costs, and what each way is expected to bring."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from debcli.cli.insight import everyone
from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.cli.usage import metavar_says
from debcli.errors import InputError
from debcli.language import mark_as, say, say_as
from debcli.law import nl
from debcli.receivables import court
from debcli.receivables.account import Account
from debcli.receivables.claim import Claim, claim
from debcli.receivables.effort import NEAR, QUESTIONS, Evidence, Lapses, Tried, effort, evidence, lapses
from debcli.receivables.forecast import reliability
from debcli.receivables.settable import SETTINGS
from debcli.values import dates
from debcli.values.money import dutch, euro, parse_amount, plain

_WAYS = (  # as court.ways names them
    mark_as("way", "plan"),
    mark_as("way", "agency"),
    mark_as("way", "court"),
    mark_as("way", "write off"),
)


class Typed(NamedTuple):
    """The figures of the user as typed; None: not typed."""

    chance_plan: int | None = None
    chance_agency: int | None = None
    chance_win: int | None = None
    chance_means: int | None = None
    court_fee: str | None = None
    summons: str | None = None
    agency_percent: int | None = None
    agency_fixed: str | None = None


class Sheet(NamedTuple):
    """All of it, computed."""

    asked: Claim
    tried: tuple[Tried, ...]
    proofs: tuple[Evidence, ...]
    lapse: tuple[Lapses, ...]
    odds: court.Odds
    costs: court.Costs
    ways: tuple[court.Way, ...]
    assumed: tuple[str, ...]


def show_sheet(run: Run, customer: str, typed: Typed) -> None:
    """Print the decision sheet of a customer. Raises InputError where nothing is due."""
    from debcli.ledger import kept, read

    ((acc, whole),) = everyone(run, customer)
    if not acc.overdue:
        raise InputError(
            say("Nothing of {name} is due: there is nothing to decide.", name=acc.customer.name),
            say("See: debcli show {slug}", slug=acc.customer.slug),
        )
    with run.read() as conn:
        form = read.creditor(conn).legal_form
        files = kept.attachments(conn, acc.customer.id)
        lookups = kept.lookups(conn, acc.customer.id)
        chosen = read.settings(conn)
    own = {s.name: s.value(chosen) for s in SETTINGS}
    asked = claim(acc)
    odds, costs, assumed = _figures(acc, typed, asked, form, round(100 * reliability(acc, whole)), own)
    sheet = Sheet(
        asked,
        effort(acc, whole),
        evidence(acc, whole, files, lookups),
        lapses(acc, acc.overdue) if acc.customer.law == nl.JURISDICTION else (),
        odds,
        costs,
        court.ways(asked.principal, asked.total, odds, costs),
        assumed,
    )
    if run.json:
        emit(_document(acc, sheet))
    else:
        print(_page(run, acc, sheet))


def _figures(
    acc: Account, typed: Typed, asked: Claim, form: str, kept: int, own: Mapping[str, Any]
) -> tuple[court.Odds, court.Costs, tuple[str, ...]]:
    """What was typed, else what was set (`own`), known or assumed, and which of them are."""
    fee: int | None = parse_amount(typed.court_fee) if typed.court_fee is not None else own["court-fee"]
    assumed = []
    if fee is None and acc.customer.law == nl.JURISDICTION and asked.currency == "EUR":
        fee = court.court_fee(asked.total, form)
        assumed.append(say("court fee: {source}", source=say(court.SOURCE)))
    given = (
        (typed.chance_plan, kept, "--chance-plan", say("{percent} %, by the promises he kept", percent=kept)),
        (typed.chance_agency, 50, "--chance-agency", "50 %"),
        (typed.chance_win, 80, "--chance-win", "80 %"),
        (typed.chance_means, 60, "--chance-means", "60 %"),
        (typed.agency_percent, own["agency-percent"], "--agency-percent", say("{percent} % of what comes in", percent=own["agency-percent"])),
    )  # fmt: skip
    values = [default if value is None else value for value, default, _, _ in given]
    assumed += [f"{option} {words}" for value, _, option, words in given if value is None]
    summons = parse_amount(typed.summons) if typed.summons is not None else own["summons"]
    if typed.summons is None:
        assumed.append(
            say("{option} {amount}, as you set it", option="--summons", amount=euro(summons))
            if summons != court.SUMMONS
            else f"--summons {euro(summons)}, {say(court.SUMMONS_SOURCE)}"
        )
    fixed = parse_amount(typed.agency_fixed) if typed.agency_fixed is not None else 0
    return court.Odds(*values[:4]), court.Costs(fee, summons, values[4], fixed), tuple(assumed)


def _document(acc: Account, s: Sheet) -> dict[str, Any]:
    return {
        "customer": acc.customer.slug,
        "as_of": iso(acc.day),
        "claim": {
            "principal": plain(s.asked.principal), "interest": plain(s.asked.interest_total), "costs": plain(s.asked.costs_total),
            "total": plain(s.asked.total),
        },
        "effort": {
            "score": sum(t.done for t in s.tried), "of": len(s.tried),
            "steps": [{"what": t.what, "done": t.done, "told": t.told} for t in s.tried],
        },
        "evidence": {
            "score": sum(e.there for e in s.proofs), "of": len(s.proofs),
            "items": [{"what": e.what, "there": e.there, "told": e.told} for e in s.proofs],
        },
        "limitation": [{"number": x.number, "last_safe": iso(x.last_safe)} for x in s.lapse],
        "chances": s.odds._asdict(),
        "costs": {
            "court_fee": None if s.costs.court is None else plain(s.costs.court), "summons": plain(s.costs.summons),
            "agency_percent": s.costs.agency_percent, "agency_fixed": plain(s.costs.agency_fixed), "source": say(court.SOURCE),
        },
        "ways": [{"way": w.name, "expected": None if w.expected is None else plain(w.expected), "formula": w.formula} for w in s.ways],
        "assumed": list(s.assumed),
        "questions": [say(q) for q in QUESTIONS],
    }  # fmt: skip


def _page(run: Run, acc: Account, s: Sheet) -> str:
    slug, money = acc.customer.slug, s.asked.currency
    lines = [
        style(run, say("{name}: {total} to decide about", name=safe(acc.customer.name), total=euro(s.asked.total, money)), "bold"),
        wrap(say("principal {principal}, interest {interest}, costs {costs} (debcli claim {slug})", principal=dutch(s.asked.principal), interest=dutch(s.asked.interest_total), costs=dutch(s.asked.costs_total), slug=slug), ""),
        "",
        style(run, say("Did you do everything? {done} of {count}", done=sum(t.done for t in s.tried), count=len(s.tried)), "bold"),
    ]  # fmt: skip
    lines += [_line(t.done, t.what, t.told) for t in s.tried]
    lines += [
        "",
        style(
            run,
            say("In hand: {there} of {count}", there=sum(e.there for e in s.proofs), count=len(s.proofs)),
            "bold",
        ),
    ]
    lines += [_line(e.there, e.what, e.told) for e in s.proofs]
    if s.lapse:
        first = s.lapse[0]
        near = first.last_safe - acc.day <= NEAR
        told = say(
            "Time: {number} can be interrupted up to {day} (art. {article}, 3:317 BW).",
            number=first.number,
            day=dates.full(first.last_safe),
            article=first.article,
        )
        if first.barred_from <= acc.day:
            told = say(
                "Time: {number} lapsed on {day} (art. {article} BW): it cannot be enforced any more.",
                number=first.number,
                day=dates.full(first.barred_from),
                article=first.article,
            )
        lines += ["", style(run, wrap(safe(told), ""), *(("red",) if near else ()))]
    rows = [
        [say_as("way", w.name), "?" if w.expected is None else dutch(w.expected), w.formula] for w in s.ways
    ]
    lines += ["", table([say("way"), say("expected"), say("because")], rows, right=frozenset({1}))]
    if s.asked.total > court.CANTONAL:
        lines.append(
            wrap(
                say(
                    "Above {amount} a lawyer is needed; his bill is not in this.",
                    amount=euro(court.CANTONAL),
                ),
                "",
            )
        )
    lines += [
        "",
        wrap(say("A plan brings the principal only; the court's costs come back if he loses and there is money. Your own hours are in none of them."), ""),
        wrap(say("Not typed, so assumed: {figures}.", figures="; ".join(s.assumed)), "") if s.assumed else say("All figures are yours."),
        "",
        say("Ask an agency or a bailiff"),
    ]  # fmt: skip
    lines += ["  - " + wrap(say(q), "    ").lstrip() for q in QUESTIONS]
    lines += [
        "",
        wrap(say("First the amicable ways: a call, a plan, a go-between without emotion. A judgment against who has nothing costs money twice."), ""),
        f"  -> debcli log-plan {slug} --instalments 3 --first {say_as('day', 'today')}",
        f"  -> debcli dossier {slug} --out {slug}.zip",
        f'  -> debcli handover {slug} --to "{metavar_says("NAME")}"',
        f'  -> debcli write-off {acc.overdue[0].invoice.number} --because "{metavar_says("T")}"',
    ]  # fmt: skip
    return "\n".join(lines)


def _line(done: bool, what: str, told: str) -> str:
    return f"  {'x' if done else '-'} " + wrap(f"{what}: {safe(told)}", "    ").lstrip()
