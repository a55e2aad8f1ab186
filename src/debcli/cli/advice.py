"""advice: the cause proposed with its reasons, your own side first, and what to do; log-check: what was looked up."""

from enum import StrEnum
from typing import Any

import typer

from debcli.cli import ask
from debcli.cli.fields import line
from debcli.cli.insight import everyone
from debcli.cli.output import emit, safe, style, wrap
from debcli.cli.parameters import CUSTOMER, ON
from debcli.cli.report import report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.cli.todo import command_for
from debcli.errors import UsageError
from debcli.language import mark, mark_as, say, say_as
from debcli.receivables.account import Account
from debcli.receivables.decision import decide
from debcli.receivables.notes import Lookup, looked_up
from debcli.receivables.playbook import Advice, stale
from debcli.receivables.playbook import advice as advise
from debcli.values import dates


class LookedUp(StrEnum):
    """What can be looked up about a customer."""

    CREDIT = "credit"
    REFERENCES = "references"
    REGISTER = "register"
    INSOLVENCY = "insolvency"
    FIGURES = "figures"
    INSURANCE = "insurance"
    TALK = "talk"


_WHAT = {
    "credit": mark("a credit check or report"),
    "references": mark("references asked"),
    "register": mark("the company register (KVK, KBO)"),
    "insolvency": mark("the insolvency register"),
    "figures": mark("his recent figures"),
    "insurance": mark("credit insurance asked"),
    "talk": mark("a talk with management on liquidity and orders"),
}


def advice(ctx: typer.Context, customer: str = CUSTOMER) -> None:
    """Why does he pay late, and what to do? Your own side first; the cause is proposed, you decide it.

    For example: debcli advice jansen-zn     debcli advice kapsalon-krul --json
    """
    run = Run.of(ctx)
    ((acc, whole),) = everyone(run, customer)
    from debcli.ledger import kept

    with run.read() as conn:
        lookups = [x for x in kept.lookups(conn, acc.customer.id) if x.on <= run.day]
    found = advise(acc, whole, lookups)
    if run.json:
        emit(_document(acc, found, lookups))
    else:
        print(_page(run, acc, found, lookups))


def _document(acc: Account, found: Advice, lookups: list[Lookup]) -> dict[str, Any]:
    return {
        "customer": acc.customer.slug,
        "as_of": iso(acc.day),
        "rating": found.payer.words,
        "own_side": [{"question": c.question, "ok": c.ok, "why": c.why} for c in found.own],
        "cause_set": found.set_cause.value if found.set_cause else None,
        "proposed": [{"cause": p.cause.value, "reasons": list(p.reasons)} for p in found.proposals],
        "playbook": {
            "cause": found.cause.value if found.cause else None,
            "steps": [{"step": s.text, "done": s.done or None} for s in found.playbook],
        },
        "lookups": [of_lookup(x) for x in lookups],
    }


def of_lookup(x: Lookup) -> dict[str, Any]:
    """Something looked up, for JSON."""
    return {"id": x.id, "on": iso(x.on), "what": x.what, "found": x.found, "source": x.source}


def _page(run: Run, acc: Account, found: Advice, lookups: list[Lookup]) -> str:
    lines = [
        style(run, wrap(f"{safe(acc.customer.name)}: {found.payer.words}", ""), "bold"),
        "",
        say("Your own side first"),
    ]
    marks = {True: say_as("own side", "ok "), False: say_as("own side", "NO "), None: " ? "}
    lines += [f"  {marks[c.ok]} " + wrap(f"{c.question} {safe(c.why)}", " " * 6).lstrip() for c in found.own]
    lines.append("")
    if found.set_cause:
        lines.append(say("The cause you set: {cause}", cause=say_as("cause", found.set_cause.value)))
    if found.proposals:
        lines.append(say("What his behaviour points to (you decide)"))
        for p in found.proposals:
            lines.append(wrap(f"{say_as('cause', p.cause.value)}: {safe('; '.join(p.reasons))}", "  "))
        first = found.proposals[0].cause
        if first != found.set_cause:
            lines.append(
                wrap(
                    say("If so, say it when you log your next call: --cause {cause}", cause=first.value), "  "
                )
            )
    elif not found.set_cause:
        lines.append(say("Nothing points to a cause yet: ask an open question, and listen."))
    if found.cause:
        lines += ["", say("What to do when it is {cause}", cause=say_as("cause", found.cause.value))]
        for number, step in enumerate(found.playbook, 1):
            lines.append(f"  {number}. " + wrap(step.text, "     ").lstrip())
            if step.done:
                lines.append(wrap(say("done: {done}", done=safe(step.done)), "     "))
    if lookups:
        lines += ["", say("Looked up")]
        for x in lookups:
            old = say(" (over a year old: look again)") if stale(x, acc) else ""
            source = f" ({x.source})" if x.source else ""
            what = looked_up(x.what)
            lines.append(wrap(f"{iso(x.on)} {what}: {safe(x.found)}{safe(source)}{old}", "  "))
    action = decide(acc).action
    if action is not None:
        lines += ["", say("Today: {command}", command=command_for(acc, action))]
    return "\n".join(lines)


def log_check(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    what: LookedUp | None = typer.Option(None, "--what", help="What you looked up or asked."),
    found: str | None = typer.Option(
        None, "--found", metavar="T", help="The fact, in a line; no private life."
    ),
    source: str | None = typer.Option(None, "--source", metavar="T", help="Where you found it."),
    on: str | None = ON,
) -> None:
    """Note what you looked up about a customer, with its day: credit, references, register, insolvency ...

    For example: debcli log-check belofte-bouw --what credit --found "limiet 5.000" --source Graydon     debcli log-check belofte --what register --found "ingeschreven" --on gisteren
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if day > run.day:
        raise UsageError(
            say("What you will look up is not known yet."), say("Type the day you looked: --on gisteren")
        )
    from debcli.ledger import keep, read

    with run.read() as conn:
        who = read.find_customer(conn, customer)
    chosen = (
        what.value
        if what
        else ask.choose(
            run, "--what", say("What did you look up"), [(word, say(text)) for word, text in _WHAT.items()]
        )
    )
    fact = ask.required(run, found, "--found", say("What did you find"), line(mark_as("field", "finding")))
    where = line(mark_as("field", "source"))(source) if source else ""
    with run.write_rows() as work:
        number = keep.record_lookup(work, customer_id=who.id, on=day, what=chosen, found=fact, source=where)
        work.summary = say("looked up {what} of {who}", what=looked_up(chosen), who=who.name)
    thing = {
        "id": number,
        "customer": who.slug,
        "on": iso(day),
        "what": chosen,
        "found": fact,
        "source": where,
    }
    told = [
        say(
            "Noted of {who} on {day}: {what}: {fact}.",
            who=who.name,
            day=dates.full(day),
            what=say(_WHAT[chosen]),
            fact=fact,
        )
    ]
    report(run, thing, told)
