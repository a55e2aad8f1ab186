"""The letters there are: list them, show one as it left, mark it as sent, cancel it."""

import hashlib
from pathlib import Path

import typer

from debcli.cli import ask
from debcli.cli.fields import SentBy, line
from debcli.cli.folders import require_folder
from debcli.cli.lettering import Form, mark, safe_lines, save
from debcli.cli.output import emit, note, table
from debcli.cli.parameters import LETTER, MAYBE_CUSTOMER, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_letter
from debcli.errors import InputError, RefusedError, UsageError
from debcli.language import mark_as, say, say_as
from debcli.receivables.account import Account
from debcli.receivables.called import mail_outcome, way_sent
from debcli.receivables.facts import Letter
from debcli.receivables.guards import late_notice
from debcli.receivables.ladder import still_asks
from debcli.settings import at_home
from debcli.values import dates
from debcli.values.money import euro


def letters(
    ctx: typer.Context,
    customer: str | None = MAYBE_CUSTOMER,
    show: int | None = typer.Option(None, "--show", metavar="ID", help="Print a letter as it was made."),
    out: Path | None = typer.Option(
        None, "--out", metavar="DIR", help="With --show: write its bytes there, each checked by its SHA-256."
    ),
    form: list[Form] = typer.Option([], "--format", help="With --out: only these; may be repeated."),
) -> None:
    """List the letters, newest first; or give one back as it was made, and as it left.

    For example: debcli letters belofte-bouw     debcli letters --show 4     debcli letters --show 4 --out .
    """
    run = Run.of(ctx)
    if show is None and (out is not None or form):
        raise UsageError(
            say("--out and --format belong to --show."), say("Type: debcli letters --show ID --out DIR")
        )
    if out is not None:
        out = at_home(out)
        require_folder(run, out)
    if show is not None:
        _show(run, show, out, form)
        return
    from debcli.ledger import read

    with run.read() as conn:
        wanted = read.find_customer(conn, customer).id if customer else None
        everyone = [c for c in read.customers(conn) if wanted in {None, c.id}]
        found = [(x, c) for c in everyone for x in read.history(conn, c.id).letters if x.made_on <= run.day]
    found.sort(key=lambda pair: (pair[0].made_on, pair[0].id), reverse=True)
    if run.json:
        emit({"letters": [of_letter(x, c) for x, c in found]})
        return
    if not found:
        print(say("No letters yet."))
        return
    print(table(
        [
            say_as("letters", "no"),
            say_as("letters", "made"),
            say_as("letters", "kind"),
            say("customer"),
            say("amount"),
            say_as("letters", "sent"),
        ],
        [[str(x.id), iso(x.made_on) or "", x.kind.value, c.name, _amount(x), _state(x)] for x, c in found],
        right=frozenset({0, 4}),
        keep=frozenset({1, 2, 5}),
    ))  # fmt: skip


def _show(run: Run, number: int, out: Path | None, form: list[Form]) -> None:
    from debcli.ledger import read
    from debcli.ledger.letters import dispatches, letter_files

    with run.read() as conn:
        one = read.letter_by_id(conn, number)
        kept = letter_files(conn, number)
        tries = dispatches(conn, number)
        who = read.customer_by_id(conn, one.customer)
    if "txt" not in kept:
        raise InputError(
            say("Of letter {number} no text was kept.", number=number), say("See: debcli letters")
        )
    wanted = {f: c for f, (_, c) in kept.items() if not form or f.split("-")[0] in form}
    paths = save(out, f"{one.made_on.isoformat()}-{one.kind.value}-{who.slug}", wanted) if out else {}
    mailed = [
        {
            "on": iso(t.on),
            "to": t.recipient,
            "message_id": t.message_id,
            "outcome": t.outcome,
            "detail": t.detail,
        }
        for t in tries
    ]
    text = kept["txt"][1].decode()
    if run.json:
        digests = {f: digest for f, (digest, _) in kept.items()}
        emit({**of_letter(one, who), "text": text, "files": paths, "sha256": digests, "mailed": mailed})
        return
    if out is None:
        print(safe_lines(text))
        return
    for f, path in paths.items():
        print(f"{path}  sha256 {hashlib.sha256(wanted[f]).hexdigest()}")
    for t in tries:
        note(
            say(
                "mailed {day} to {recipient}: {outcome} {detail}",
                day=iso(t.on),
                recipient=t.recipient,
                outcome=mail_outcome(t.outcome),
                detail=t.detail,
            )
        )


def _amount(x: Letter) -> str:
    return euro(x.principal + x.interest + x.costs) if x.principal + x.interest + x.costs else ""


def _forced(run: Run, letter: Letter, acc: Account, because: str | None) -> str:
    """Why a letter that no longer asks the right sum is marked as sent all the same; empty where it does ask it.

    On a terminal it is asked. Raises RefusedError.
    """
    if letter.sent_on is not None or still_asks(letter, acc):
        return ""
    if because is None and ask.confirm(
        run, say("Letter {id} asks what is no longer open. Did it really leave like that", id=letter.id)
    ):
        return say("it had left")
    if because is None:
        raise RefusedError(
            say(
                "letter {id} asks what is no longer open: something was paid, promised or disputed since it was made.",
                id=letter.id,
            ),
            say("Not sent: debcli cancel-letter {id}. It did leave: add --force --because T", id=letter.id),
        )
    return because


def _state(x: Letter) -> str:
    if x.sent_on is not None:
        way = say_as("letters", "registered") if x.via == SentBy.REGISTERED.value else way_sent(x.via)
        return f"{iso(x.sent_on)} {way}"
    return say("cancelled {day}", day=iso(x.cancelled_on)) if x.cancelled_on else say("not sent")


def mark_sent(
    ctx: typer.Context,
    letter_: int = LETTER,
    via: SentBy | None = typer.Option(None, "--via", help="How it left."),
    on: str | None = ON,
    proof: str | None = typer.Option(None, "--proof", metavar="T", help="Track and trace, message id."),
    force: bool = typer.Option(False, "--force", help="It left, though it asks what is no longer open."),
    because: str | None = typer.Option(None, "--because", metavar="T", help="With --force: why; it is kept."),
) -> None:
    """A letter left: from then on its term runs.

    For example: debcli mark-sent 11 --via email     debcli mark-sent 11 --via registered --proof 3SABCD1234567
    """
    sent(Run.of(ctx), letter_, via, on, proof, force=force, because=because)


def sent(
    run: Run,
    letter_: int,
    via: SentBy | None = None,
    on: str | None = None,
    proof: str | None = None,
    *,
    force: bool = False,
    because: str | None = None,
) -> None:
    """Mark a letter as sent, asking on a terminal how. Raises InputError, RefusedError and UsageError."""
    day = run.day_of(on)
    if force != (because is not None):
        raise UsageError(say("--force and --because go together."), say('Type: --force --because "why"'))
    if via is None:
        ways = [
            ("post", say("by post")),
            ("registered", say("by registered post")),
            ("email", say("by e-mail")),
        ]
        via = SentBy(ask.choose(run, "--via", say("How did it leave"), ways))
    from debcli.ledger import read

    run.remark_future(day)
    with run.write_rows() as work:
        before = read.letter_by_id(work.raw, letter_)
        if before.pay_by is not None and day > before.pay_by and before.sent_on is None:
            raise InputError(
                say(
                    "Letter {letter} asks to pay by {day}: that day has passed.",
                    letter=letter_,
                    day=dates.full(before.pay_by),
                ),
                say("Make one of today: debcli cancel-letter {letter}", letter=letter_),
            )
        was = account_of(work.raw, before.customer, run.at(day))
        cut_short = late_notice(
            before, day, by_post=via != SentBy.EMAIL, delivery_days=was.practice.delivery_days
        )
        if cut_short is not None and before.sent_on is None:
            raise RefusedError(cut_short.why, cut_short.hint, legal=True)
        reason = _forced(run, before, was, line(mark_as("field", "reason"))(because) if because else None)
        mark(work, before, day, via, line(mark_as("field", "proof"))(proof) if proof else "")
        who = read.customer_by_id(work.raw, before.customer)
        work.summary = say(
            "{kind} to {who} sent by {via}", kind=before.kind, who=who.name, via=way_sent(via.value)
        )
        if reason:
            work.summary = say("{what}, forced: {reason}", what=work.summary, reason=reason)
        left = read.letter_by_id(work.raw, letter_)
        acc = account_of(work.raw, who.id, run)
    lines = [
        say(
            "Letter {id}, {kind} to {who}, left by {via} on {day}.",
            id=left.id,
            kind=left.kind,
            who=who.name,
            via=way_sent(via.value),
            day=dates.full(day),
        )
    ]
    if left.deadline and left.pay_by and left.deadline > left.pay_by:
        lines.append(
            say(
                "It names {day} as last day; it left later, so the next step waits until {deadline}.",
                day=dates.full(left.pay_by),
                deadline=dates.full(left.deadline),
            )
        )
    report(run, of_letter(left, who), lines, acc)


def cancel_letter(
    ctx: typer.Context,
    letter_: int = LETTER,
) -> None:
    """A letter that was made will not leave.

    For example: debcli cancel-letter 11     debcli cancel-letter 11 --dry-run
    """
    cancelled(Run.of(ctx), letter_)


def cancelled(run: Run, letter_: int) -> None:
    """Cancel a letter that was not sent. Raises InputError."""
    from debcli.ledger import read
    from debcli.ledger.letters import cancel_letter as cancel

    with run.write_rows() as work:
        before = read.letter_by_id(work.raw, letter_)
        cancel(work, letter_, on=run.day)
        who = read.customer_by_id(work.raw, before.customer)
        work.summary = say("{kind} to {who} cancelled", kind=before.kind, who=who.name)
        now = read.letter_by_id(work.raw, letter_)
        acc = account_of(work.raw, who.id, run)
    report(
        run,
        of_letter(now, who),
        [say("Letter {id}, {kind} to {who}, is cancelled.", id=now.id, kind=now.kind, who=who.name)],
        acc,
    )
