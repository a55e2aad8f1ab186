"""Mailing letters: noted before the first byte leaves, marked as sent only after the server took it, never sent twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from debcli.cli.fields import SentBy
from debcli.cli.lettering import Ready, mark
from debcli.cli.run import Run
from debcli.errors import DebcliError, InputError, LedgerError, RefusedError
from debcli.language import say
from debcli.receivables.called import mail_outcome
from debcli.values import dates

if TYPE_CHECKING:
    import sqlite3

    from debcli.ledger.rows import Rows
    from debcli.letters.postman import Postman


class Parcel(NamedTuple):
    """A mail that is noted and about to leave."""

    letter: int
    dispatch: int
    sender: str
    recipient: str
    message_id: str
    message: bytes


@contextmanager
def connected(conn: "sqlite3.Connection") -> "Iterator[Postman]":
    """A connection to the mail server that was set. Raises InputError, with nothing sent, when it cannot be used."""
    from debcli.ledger import read
    from debcli.letters.postman import mailbox, password, post

    settings = read.settings(conn)
    with post(mailbox(settings), password(settings)) as postman:
        yield postman


def start(run: Run, work: "Rows", ready: Ready, *, again: bool = False) -> Parcel:
    """Note that a letter is about to be mailed, with the bytes that will leave.

    Raises RefusedError when an earlier try may have arrived, unless `again`.
    """
    from debcli.ledger import read
    from debcli.ledger.letters import add_file, dispatches, start_dispatch
    from debcli.letters.mail import envelope, message_eml

    number = ready.letter.id
    tries = dispatches(work.raw, number)
    doubtful = [t for t in tries if t.uncertain]
    if doubtful and not again:
        last = doubtful[-1]
        raise RefusedError(
            say(
                "letter {number} may have arrived: it was mailed to {recipient} on {day} and no answer came.",
                number=number,
                recipient=last.recipient,
                day=dates.full(last.on),
            ),
            say(
                "Ask. It did: debcli mark-sent {number} --via email --proof '{message_id}'   It did not: add --again",
                number=number,
                message_id=last.message_id,
            ),
        )
    own = read.settings(work.raw).get("mail-from", "")
    about = envelope(read.creditor(work.raw), ready.customer, ready.files, f"{ready.name}.pdf", mail_from=own)
    message_id, message = message_eml(about, ready.files, run.moment())
    add_file(work, number, "eml" if not tries else f"eml-{len(tries) + 1}", message)
    recipient = about.recipient.addr_spec
    dispatch = start_dispatch(work, number, on=run.day, recipient=recipient, message_id=message_id)
    return Parcel(number, dispatch, about.sender.addr_spec, recipient, message_id, message)


def finish(run: Run, postman: "Postman", parcel: Parcel) -> None:
    """Hand the mail over and note what came of it. Raises DebcliError when it was refused, or when nobody knows."""
    from debcli.ledger import read
    from debcli.ledger.letters import end_dispatch
    from debcli.letters.postman import Outcome

    answer = postman.hand_over(parcel.sender, parcel.recipient, parcel.message)
    try:
        with run.write_rows() as work:
            end_dispatch(work, parcel.dispatch, outcome=answer.outcome.value, detail=answer.detail)
            letter = read.letter_by_id(work.raw, parcel.letter)
            work.summary = say(
                "{kind} {letter} mailed to {recipient}: {outcome}",
                kind=letter.kind,
                letter=parcel.letter,
                recipient=parcel.recipient,
                outcome=mail_outcome(answer.outcome),
            )
            if answer.outcome is Outcome.TAKEN:
                proof = f"{parcel.message_id} {answer.detail}"[:300]
                mark(work, letter, run.day, SentBy.EMAIL, proof)
    except (LedgerError, InputError) as error:
        raise LedgerError(
            say(
                "The mail of letter {letter} got the answer {outcome}, but the ledger could not note it: {why}",
                letter=parcel.letter,
                outcome=mail_outcome(answer.outcome),
                why=error.message,
            ),
            say(
                "If it was taken: debcli mark-sent {letter} --via email --proof '{message_id}'",
                letter=parcel.letter,
                message_id=parcel.message_id,
            ),
        ) from error
    if answer.outcome is Outcome.REFUSED:
        raise DebcliError(
            say(
                "The mail server did not take letter {letter} to {recipient}: {detail}. It is not sent.",
                letter=parcel.letter,
                recipient=parcel.recipient,
                detail=answer.detail,
            ),
            say("Mend what it says, and type the command again."),
        )
    if answer.outcome is Outcome.UNKNOWN:
        raise DebcliError(
            say(
                "Nobody knows whether letter {letter} arrived at {recipient}: the line broke while it was sent ({detail}).",
                letter=parcel.letter,
                recipient=parcel.recipient,
                detail=answer.detail,
            ),
            say(
                "Ask. It did: debcli mark-sent {letter} --via email --proof '{message_id}'   It did not: add --again",
                letter=parcel.letter,
                message_id=parcel.message_id,
            ),
        )
