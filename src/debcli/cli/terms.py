"""terms: how to go on with a customer after a case."""

import typer

from debcli.cli.fields import line
from debcli.cli.output import emit, safe, wrap
from debcli.cli.parameters import CUSTOMER, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError, UsageError
from debcli.language import mark, mark_as, say
from debcli.receivables.facts import Terms
from debcli.receivables.probation import probation as probation_of
from debcli.values import dates
from debcli.values.money import euro, parse_amount, plain


def terms(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    because: str | None = typer.Option(None, "--because", metavar="T", help="Why these terms."),
    prepay: int = typer.Option(
        0, "--prepay", min=0, max=100, metavar="PERCENT", help="To be paid before you start."
    ),
    term: int | None = typer.Option(
        None, "--term", min=0, max=365, metavar="DAYS", help="A shorter term to pay."
    ),
    limit: str | None = typer.Option(None, "--limit", metavar="A", help="What may be open at once."),
    probation: int | None = typer.Option(
        None, "--probation", min=1, max=50, metavar="N", help="So many invoices paid in time end them."
    ),
    review: str | None = typer.Option(None, "--review", metavar="DATE", help="When to look at them again."),
    end: bool = typer.Option(False, "--end", help="The terms are over: back to the usual ones."),
    on: str | None = ON,
) -> None:
    """New terms for a customer after a case, with a reason and a day to look at them again.

    For example: debcli terms architecten-noord --prepay 50 --because "betaalt te laat"     debcli terms timmerbedrijf-eik --prepay 50 --term 14 --because "betaalde pas na sommatie" --review +6m
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if because is None and not end and _show_terms(run, customer):
        return
    if end == (because is not None):
        raise UsageError(
            say("Say either --because T or --end."),
            say("For example: debcli terms {customer} --prepay 50 --because T", customer=customer),
        )
    from debcli.ledger import read, talk, write

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        thing: dict[str, object] = {"customer": who.slug, "on": iso(day)}
        if because is None:
            running = [t for t in read.history(work.raw, who.id).terms if t.reviewed_on is None]
            if not running:
                raise InputError(
                    say("{who} has no terms of his own.", who=who.name),
                    say("See: debcli show {slug}", slug=who.slug),
                )
            for one in running:
                talk.review_terms(work, one.id, on=day)
            work.summary = say("terms of {who} ended", who=who.name)
            thing |= {"id": running[-1].id, "ended": True}
            lines = [
                say("The terms of {day} for {who} are over.", day=dates.full(running[-1].on), who=who.name)
            ]
        else:
            review_on = run.parse_day(review) if review else None
            if review_on is not None and review_on <= day:
                raise InputError(
                    say("{day} is not a day to come.", day=dates.full(review_on)),
                    say("Type --review +6m"),
                )
            cents = parse_amount(limit) if limit is not None else None
            why = line(mark_as("field", "reason"))(because)
            number = talk.record_terms(
                work, customer_id=who.id, on=day, because=why, review_on=review_on, prepay=prepay, term_days=term,
                credit_limit=cents, probation=probation,
            )  # fmt: skip
            if term is not None:
                write.edit_customer(work, who.id, {"term_days": term})
            work.summary = say("terms for {who}: {why}", who=who.name, why=why)
            thing |= {
                "id": number, "because": why, "prepay": prepay, "term": term, "limit": None if cents is None else plain(cents),
                "probation": probation, "review_on": iso(review_on), "ended": False,
            }  # fmt: skip
            set_terms = Terms(number, who.id, day, why, review_on, prepay, term, cents, probation)
            lines = [
                say(
                    "From {day} for {who}: {terms}.",
                    day=dates.full(day),
                    who=who.name,
                    terms=_terms_words(set_terms),
                )
            ]
        acc = account_of(work.raw, who.id, run)
    report(run, thing, lines, acc)


def _show_terms(run: Run, customer: str) -> bool:
    """Tell the terms that run, how far a probation is, and what was looked up; False where there are none."""
    from debcli.ledger import kept, read

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
        looked = {x.what: x for x in kept.lookups(conn, who.id) if x.on <= run.day}
        signed = [a for a in kept.attachments(conn, who.id) if a.kind == "terms" and a.on <= run.day]
    set_terms = [t for t in acc.facts.terms if t.reviewed_on is None]
    if not set_terms:
        return False
    last = set_terms[-1]
    state = probation_of(acc, last)
    checks = {what: looked.get(what) for what in ("references", "credit", "insurance")}
    if run.json:
        emit({
            "customer": who.slug, "id": last.id, "on": iso(last.on), "because": last.because, "prepay": last.prepay, "term": last.term_days,
            "limit": None if last.limit is None else plain(last.limit), "review_on": iso(last.review_on),
            "probation": None if state is None else {"done": state.done, "of": state.of, "over": state.over},
            "signed": [a.name for a in signed],
            "checks": {what: None if x is None else {"on": iso(x.on), "found": x.found} for what, x in checks.items()},
        })  # fmt: skip
        return True
    print(
        wrap(
            say(
                "Since {day} for {who} ({because}): {terms}.",
                day=dates.full(last.on),
                who=safe(who.name),
                because=safe(last.because),
                terms=_terms_words(last),
            ),
            "",
        )
    )
    if state is not None:
        text = (
            mark(
                "Probation: {done} of {of} invoices in a row paid in time; over: the usual terms count again."
            )
            if state.over
            else mark(
                "Probation: {done} of {of} invoices in a row paid in time; a late one starts the count again."
            )
        )
        print(wrap(say(text, done=state.done, of=state.of), ""))
    if last.review_on is not None:
        print(say("To be looked at again on {day}.", day=dates.full(last.review_on)))
    names = {
        "references": say("references asked"),
        "credit": say("credit check"),
        "insurance": say("credit insurance asked"),
    }
    for what, x in checks.items():
        said = (
            f"{iso(x.on)}: {x.found}"
            if x is not None
            else say("not noted (debcli log-check {slug} --what {what})", slug=who.slug, what=what)
        )
        print(wrap(f"  {names[what]}: {safe(said)}", "  ").replace("    ", "  ", 1))
    kept_name = (
        signed[-1].name if signed else say("not kept (debcli attach {slug} FILE --as terms)", slug=who.slug)
    )
    print(
        wrap(
            say(
                "signed terms, with interest clause and retention of title: {kept}",
                kept=safe(kept_name),
            ),
            "  ",
        )
    )
    return True


def _terms_words(t: Terms) -> str:
    """What terms ask, in words."""
    said = [say("{percent} % before you start", percent=t.prepay)] if t.prepay else []
    said += [say("{days} days to pay", days=t.term_days)] if t.term_days is not None else []
    said += [say("at most {limit} open", limit=euro(t.limit))] if t.limit is not None else []
    said += [say("until {count} invoices are paid in time", count=t.probation)] if t.probation else []
    return ", ".join(said) or say("the usual terms, watched")
