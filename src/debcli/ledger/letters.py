"""Letters in the ledger: made, sent, cancelled, and every try to mail one. Without SQLModel (see rows.py)."""

import hashlib
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from debcli.errors import InputError, LedgerError
from debcli.language import say, say_as
from debcli.ledger.rows import Rows
from debcli.receivables.facts import Letter
from debcli.values.dates import long


def record_letter(work: Rows, letter: Letter, files: Mapping[str, bytes], *, forced_because: str = "") -> int:
    """Write a letter made, with the bytes of its files; the letter's own id and entry are ignored."""
    letter_id = work.insert(
        "letter", customer_id=letter.customer, kind=letter.kind.value, language=letter.language, made_on=letter.made_on,
        pay_by=letter.pay_by, principal=letter.principal, interest=letter.interest, costs=letter.costs,
        announced=letter.announced, announced_over=letter.announced_over, contact_id=letter.contact, forced_because=forced_because,
        entry_id=work.entry,
    )  # fmt: skip
    shares = letter.shares or ((0, 0, 0),) * len(letter.invoices)
    for invoice, (principal, interest, costs) in zip(letter.invoices, shares, strict=True):
        work.insert(
            "letter_invoice",
            letter_id=letter_id,
            invoice_id=invoice,
            principal=principal,
            interest=interest,
            costs=costs,
        )
    for form, content in files.items():
        add_file(work, letter_id, form, content)
    return letter_id


def add_file(work: Rows, letter_id: int, form: str, content: bytes) -> str:
    """Keep the bytes of a letter in some format; gives their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    work.raw.execute("INSERT OR IGNORE INTO document (sha256, content) VALUES (?, ?)", (digest, content))
    work.insert("letter_file", letter_id=letter_id, format=form, sha256=digest)
    return digest


def letter_files(conn: sqlite3.Connection, letter_id: int) -> dict[str, tuple[str, bytes]]:
    """Format -> (SHA-256, bytes) of a letter. Raises LedgerError when bytes are no longer those that were kept."""
    found = {
        r[0]: (r[1], r[2])
        for r in conn.execute(
            "SELECT f.format, f.sha256, d.content FROM letter_file f JOIN document d USING (sha256) WHERE f.letter_id = ?"
            " ORDER BY f.id",
            (letter_id,),
        )
    }
    for form, (digest, content) in found.items():
        if hashlib.sha256(content).hexdigest() != digest:
            raise LedgerError(
                say(
                    "The {form} of letter {number} is not what was kept: its SHA-256 is no longer {digest}...",
                    form=form,
                    number=letter_id,
                    digest=digest[:12],
                ),
                say("Put back a copy of the ledger, and keep the damaged file apart."),
            )
    return found


def mark_sent(
    work: Rows, letter_id: int, *, on: date, via: str, deadline: date | None, proof: str = ""
) -> None:
    """A letter left. Raises InputError when it was sent or cancelled before."""
    made_on = _open_letter(work, letter_id)
    if on < made_on:
        raise InputError(
            say(
                "Letter {number} was made on {made}; it cannot have left on {day}.",
                number=letter_id,
                made=long(made_on),
                day=long(on),
            ),
            say("Type: debcli mark-sent {number} --via {via}", number=letter_id, via=via),
        )
    work.update("letter", letter_id, sent_on=on, via=via, proof=proof, deadline=deadline)


def cancel_letter(work: Rows, letter_id: int, *, on: date) -> None:
    """A letter will not leave. Raises InputError when it was sent or cancelled before."""
    _open_letter(work, letter_id)
    work.update("letter", letter_id, cancelled_on=on)


def _open_letter(work: Rows, letter_id: int) -> date:
    """The day a letter that has neither left nor been cancelled was made."""
    row = work.row("letter", letter_id)
    if row is None:
        raise InputError(
            say("There is no letter {number}.", number=letter_id), say("See them with: debcli letters")
        )
    if row["sent_on"] is not None:
        raise InputError(
            say(
                "Letter {number} was sent on {day} by {via}: what left stays as it is.",
                number=letter_id,
                day=long(date.fromisoformat(row["sent_on"])),
                via=say_as("sent by", row["via"]),
            ),
            say("A mistake just made? debcli undo"),
        )
    if row["cancelled_on"] is not None:
        raise InputError(
            say(
                "Letter {number} was cancelled on {day}.",
                number=letter_id,
                day=long(date.fromisoformat(row["cancelled_on"])),
            ),
            say("Make a new one with: debcli letter CUSTOMER"),
        )
    return date.fromisoformat(row["made_on"])


class Dispatch(NamedTuple):
    """One try to mail a letter. `outcome`: started (no answer was recorded), taken, refused or unknown."""

    id: int
    letter: int
    on: date
    recipient: str
    message_id: str
    outcome: str
    detail: str

    @property
    def uncertain(self) -> bool:
        """Whether the mail may have arrived although nobody said so."""
        return self.outcome in {"started", "unknown"}


def dispatches(conn: sqlite3.Connection, letter_id: int) -> list[Dispatch]:
    """Every try to mail a letter, oldest first."""
    return [
        Dispatch(r[0], r[1], date.fromisoformat(r[2]), *r[3:])
        for r in conn.execute(
            "SELECT id, letter_id, on_day, recipient, message_id, outcome, detail FROM dispatch WHERE letter_id = ? ORDER BY id",
            (letter_id,),
        )
    ]


def start_dispatch(work: Rows, letter_id: int, *, on: date, recipient: str, message_id: str) -> int:
    """A letter is about to be mailed: noted, and committed, before the first byte leaves."""
    _open_letter(work, letter_id)
    return work.insert(
        "dispatch",
        letter_id=letter_id,
        on_day=on,
        recipient=recipient,
        message_id=message_id,
        outcome="started",
        detail="",
        entry_id=work.entry,
    )


def end_dispatch(work: Rows, dispatch_id: int, *, outcome: str, detail: str = "") -> None:
    """What came of it."""
    work.update("dispatch", dispatch_id, outcome=outcome, detail=detail)
