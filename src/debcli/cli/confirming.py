"""Confirming in writing, in one step with what is logged: on screen, as files, or by mail."""

from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Any

from typer import Abort

from debcli.cli import ask
from debcli.cli.lettering import (
    USUAL_FORMS,
    Order,
    Ready,
    chosen_files,
    safe_lines,
    save,
    thing_of,
    write_letter,
)
from debcli.cli.run import Run
from debcli.errors import DebcliError, InputError, StoppedError
from debcli.language import say
from debcli.receivables.facts import Customer, LetterKind


class Way(StrEnum):
    """How a confirmation reaches the customer: printed to copy, as files to send, or mailed at once."""

    PRINT = "print"
    FILE = "file"
    MAIL = "mail"


def can(run: Run, way: Way | None, customer: Customer) -> None:
    """Raise InputError before anything is logged when the confirmation could not be mailed."""
    if way is not Way.MAIL:
        return
    from debcli.ledger import read
    from debcli.letters.postman import mailbox

    if not customer.email:
        raise InputError(
            say("There is no e-mail address of {name}.", name=customer.name),
            say("First: debcli edit-customer {slug} --email ADDRESS", slug=customer.slug),
        )
    with run.read() as conn:
        mailbox(read.settings(conn))


def asked(run: Run) -> Way | None:
    """On a terminal: whether and how to confirm now."""
    if not run.interactive or run.dry_run:
        return None

    def pick(answer: str) -> Way | None:
        found = [w for w in Way if answer and w.value.startswith(answer.lower())]
        if len(found) != 1:
            raise InputError(
                say("{answer!r} is not one of them.", answer=answer),
                say("Type {words}.", words=", ".join(Way)),
            )
        return found[0]

    return ask.optional(
        run, None, say("Confirm it now: print (shown here), file (PDF), mail (sent)"), pick, None
    )


def offer(run: Run, customer: Customer, kind: LetterKind) -> None:
    """On a terminal: confirm now what was just logged. Raises StoppedError when it is left: what was logged stays."""
    try:
        if way := asked(run):
            confirm(run, customer.id, kind, way, print)
    except (Abort, KeyboardInterrupt) as stop:
        if not run.walking:
            print()  # the terminal left the cursor behind ^C
        raise StoppedError(
            say("Stopped; it is logged, and not confirmed yet."),
            say("Confirm it: debcli letter {slug} --kind {kind}", slug=customer.slug, kind=kind),
        ) from stop


def confirm(
    run: Run, customer_id: int, kind: LetterKind, way: Way, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Make the confirmation and let it go that way; gives the letter as JSON. What was logged stays, whatever goes wrong."""
    try:
        ready, paths = _written(run, customer_id, kind, way)
    except DebcliError as error:
        error.message = say("It is logged, but the confirmation did not leave: {fault}", fault=error.message)
        raise
    if way is Way.PRINT and not run.json:
        print(safe_lines(ready.files["txt"].decode()))
    for path in paths.values():
        tell(say("Confirmation: {path}", path=path))
    if way is not Way.MAIL and not (way is Way.PRINT and run.json):
        tell(say("Once it has left: debcli mark-sent {id} --via {via}", id=ready.letter.id, via="email"))
    if way is Way.MAIL:
        tell(
            say(
                "Confirmed: letter {number} was mailed to {address} and is marked as sent.",
                number=ready.letter.id,
                address=ready.customer.email,
            )
        )
    else:
        tell(say("To take both back: debcli undo 2 (the letter alone: debcli undo)."))
    return thing_of(ready, paths)


def _written(run: Run, customer_id: int, kind: LetterKind, way: Way) -> tuple[Ready, dict[str, str]]:
    from debcli.cli.posting import connected, finish, start
    from debcli.ledger import read

    paths: dict[str, str] = {}
    with ExitStack() as line_open:
        with run.write_rows() as work:
            ready = write_letter(run, work, customer_id, Order(kind))
            work.summary = say("{kind} to {name}", kind=kind, name=ready.customer.name)
            if way is Way.FILE:
                paths = save(Path(), ready.name, chosen_files(work, ready, USUAL_FORMS))
            if way is Way.MAIL:
                parcel = start(run, work, ready)
                postman = line_open.enter_context(connected(work.raw))
        if way is Way.MAIL:
            finish(run, postman, parcel)
            with run.read() as conn:
                ready = ready._replace(letter=read.letter_by_id(conn, ready.letter.id))
    return ready, paths
