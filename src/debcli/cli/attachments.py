"""attach: a contract, signed terms or a proof, kept with the customer."""

from enum import StrEnum
from pathlib import Path

import typer

from debcli.cli.fields import line
from debcli.cli.output import note, wrap
from debcli.cli.parameters import CUSTOMER, ON, invoice_numbers
from debcli.cli.report import report
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError
from debcli.language import mark_as, say, say_as, system_says
from debcli.receivables.notes import Attachment
from debcli.values.text import clean_line

BYTES_MAX = 20 * 1024 * 1024
"""A larger file belongs in a folder: the ledger is backed up whole."""


class What(StrEnum):
    """What a file is."""

    CONTRACT = "contract"
    TERMS = "terms"
    PROOF = "proof"
    OTHER = "other"


_KINDS = {
    What.CONTRACT: mark_as("attachment", "contract"),
    What.TERMS: mark_as("attachment", "terms"),
    What.PROOF: mark_as("attachment", "proof"),
    What.OTHER: mark_as("attachment", "other"),
}


def kind_words(kind: str) -> str:
    """What a kept file is, in a word."""
    return say_as("attachment", _KINDS[What(kind)])


def attach(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    file: Path = typer.Argument(..., metavar="FILE", help="The file to keep.", show_default=False),
    as_: What = typer.Option(..., "--as", help="What it is."),
    invoice: str | None = typer.Option(
        None, "--invoice", metavar="N", autocompletion=invoice_numbers, help="The invoice it is about."
    ),
    text: str | None = typer.Option(None, "--note", metavar="T", help="What it shows, in a line."),
    on: str | None = ON,
) -> None:
    """Keep a file with a customer: contract, signed terms, proof of delivery. It goes into the dossier.

    For example: debcli attach belofte-bouw opdracht.pdf --as contract     debcli attach belofte bon.jpg --as proof --invoice 2026-001
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    content = _read(file)
    name = clean_line(file.name, mark_as("field", "file name"))[:200]
    from debcli.ledger import keep, kept, read

    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        about = read.find_invoice(work.raw, invoice, who.id).id if invoice else None
        said = line(mark_as("field", "note"))(text) if text else ""
        before = kept.attachments(work.raw, who.id)
        number, digest = keep.record_attachment(
            work, customer_id=who.id, on=day, kind=as_.value, name=name, content=content, invoice_id=about, note=said
        )  # fmt: skip
        work.summary = say(
            "{file} kept with {name} as {kind}", file=name, name=who.name, kind=kind_words(as_)
        )
    twin = next((a for a in before if a.sha256 == digest), None)
    if twin is not None:
        note(
            wrap(
                say(
                    "! The same file is kept already, as {kind} of {day}. Not meant? debcli undo",
                    kind=kind_words(twin.kind),
                    day=twin.on,
                ),
                "",
            )
        )
    kept_now = Attachment(number, who.id, about, day, as_.value, name, len(content), digest, said)
    told = [
        say(
            "Kept {file} with {name} as {kind}: {size}, SHA-256 {digest}...",
            file=name,
            name=who.name,
            kind=kind_words(as_),
            size=_size(len(content)),
            digest=digest[:16],
        )
    ]
    report(run, {"customer": who.slug, **of_attachment(kept_now, {about: invoice} if about else {})}, told)


def _read(file: Path) -> bytes:
    """The bytes of a file. Raises InputError when it cannot be read, is empty or too large."""
    try:
        if not file.is_file():
            raise InputError(
                say("There is no file {file}.", file=file),
                say("Type the path of a file: debcli attach CUSTOMER FILE --as contract"),
            )
        if file.stat().st_size > BYTES_MAX:
            raise InputError(say("{file} is {size}; at most {most} is kept.", file=file, size=_size(file.stat().st_size), most=_size(BYTES_MAX)), say("Make it smaller, or note in --note where it lies."))  # fmt: skip
        content = file.read_bytes()
    except OSError as error:
        raise InputError(
            say("{file} cannot be read: {why}.", file=file, why=system_says(error)),
            say("Check the path and its permissions."),
        ) from error
    if not content:
        raise InputError(say("{file} is empty.", file=file), say("Name the right file."))
    return content


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, round(count / 1024))} kB"


def of_attachment(a: Attachment, numbers: dict[int, str | None]) -> dict[str, object]:
    """A kept file, for JSON."""
    return {
        "id": a.id, "on": iso(a.on), "kind": a.kind, "name": a.name, "size": a.size, "sha256": a.sha256, "note": a.note,
        "invoice": numbers.get(a.invoice) if a.invoice is not None else None,
    }  # fmt: skip
