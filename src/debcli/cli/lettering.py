"""How a letter is made, recorded and written to files, for every command that makes one."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from debcli.cli.fields import SentBy
from debcli.cli.output import note, safe, wrap
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import of_letter
from debcli.cli.todo import usual_way
from debcli.errors import InputError
from debcli.language import say, say_as, system_says
from debcli.ledger.bank_read import bank_as_of, unmatched
from debcli.receivables.account import Account
from debcli.receivables.called import way_sent
from debcli.receivables.correspondence import asked_kind, wanted
from debcli.receivables.facts import Customer, Letter, LetterKind
from debcli.receivables.profiles import pay_by
from debcli.settings import template_folder
from debcli.values import dates
from debcli.values.money import euro

if TYPE_CHECKING:
    from debcli.ledger.rows import Rows
    from debcli.letters.check import Check
    from debcli.letters.make import Made


class Form(StrEnum):
    """What a letter is written as."""

    PDF = "pdf"
    TXT = "txt"
    HTML = "html"
    EML = "eml"


USUAL_FORMS = (Form.PDF, Form.TXT)
_OF_YOURS = {
    "contact-person": "contact",
    "phone": "phone",
    "email": "email",
    "kvk": "kvk",
    "vat": "vat",
}  # by debcli config


class Order(NamedTuple):
    """What is asked for: a kind (None: what today asks for), and how. `reason`: why it is forced, else empty."""

    kind: LetterKind | None = None
    language: str | None = None
    suspended: str = ""
    bank_checked: bool = False
    reason: str = ""


class Ready(NamedTuple):
    """A letter that is in the ledger: the fact, for whom, its bytes by format. `made` is None when it was made before."""

    letter: Letter
    customer: Customer
    files: dict[str, bytes]
    made: "Made | None"

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.letter.made_on.isoformat()}-{self.letter.kind.value}-{self.customer.slug}"


class Drafted(NamedTuple):
    """A letter that may leave, for whom, not yet recorded; or the same one made `before`."""

    customer: Customer
    before: Letter | None = None
    made: "Made | None" = None
    fact: Letter | None = None


def write_letter(run: Run, work: "Rows", customer_id: int, order: Order) -> Ready:
    """Make a letter and record it, or find the same one made before. Raises RefusedError and InputError."""
    from debcli.ledger import read
    from debcli.letters.forms import forms
    from debcli.letters.sheet import page_of

    drafted = draft_letter(run, work, customer_id, order)
    files = forms(drafted.made, page_of(read.settings(work.raw))) if drafted.made else {}
    return record(work, drafted, files, order.reason)


def perhaps_paid(conn: sqlite3.Connection, acc: Account) -> str:
    """Money that came in, looks like the customer's and is not matched, in words; empty where there is none."""
    if not unmatched(conn, acc.day).payments:
        return ""
    from debcli.cli.banking import perhaps_paid as looked_for

    return looked_for(conn, acc.customer.id, acc.day)


def draft_letter(run: Run, work: "Rows", customer_id: int, order: Order) -> Drafted:
    """Look whether the letter may leave, and write its text. Raises RefusedError and InputError."""
    from debcli.ledger import read
    from debcli.letters.check import require
    from debcli.letters.draft import draft

    acc = account_of(work.raw, customer_id, run)
    meant = asked_kind(acc, order.kind)
    about = wanted(
        acc,
        meant,
        bank_as_of=bank_as_of(work.raw, run.day),
        bank_checked=order.bank_checked,
        perhaps_paid=perhaps_paid(work.raw, acc),
        force=bool(order.reason),
        letters=read.history(work.raw, customer_id).letters if meant == LetterKind.VOORWAARDEN else (),
    )
    if about.before is not None:
        if about.before.made_on != run.day:
            told = say(
                "Letter {id} was made on {day} and not sent. For one of today: debcli cancel-letter {id}",
                id=about.before.id,
                day=dates.full(about.before.made_on),
            )
            note(wrap(told, ""))
        return Drafted(acc.customer, about.before)
    made, fact = draft(
        acc,
        read.creditor(work.raw),
        about,
        suspended=order.suspended,
        language=order.language,
        folder=template_folder(),
        strict=False,
    )
    if run.dry_run and not run.json:
        print(safe_lines(made.text))
        print(checklist(made.checks))
    require(made.checks)
    return Drafted(acc.customer, None, made, fact)


def record(work: "Rows", drafted: Drafted, files: dict[str, bytes], reason: str = "") -> Ready:
    """Put a letter with its bytes into the ledger; one made before is there already."""
    from debcli.ledger import read
    from debcli.ledger.letters import letter_files, record_letter

    if drafted.fact is None or drafted.before is not None:
        before = drafted.before
        if before is None:
            raise ValueError("neither drafted nor made before")
        kept = {form: content for form, (_, content) in letter_files(work.raw, before.id).items()}
        return Ready(before, drafted.customer, kept, None)
    number = record_letter(work, drafted.fact, files, forced_because=reason)
    return Ready(read.letter_by_id(work.raw, number), drafted.customer, files, drafted.made)


def checklist(checks: "tuple[Check, ...]") -> str:
    """What the letter must hold, element by element: one line each."""
    from debcli.letters.elements import called

    names = [called(c.element) for c in checks]
    widest = max(map(len, names))
    lines = [say("What it holds:")]
    for one, name in zip(checks, names, strict=True):
        verdict = say_as("check", "ok") if one.ok else say_as("check", "NO")
        lines.append(wrap(f"  {verdict:<2}  {name:<{widest}}{_need(one)}", "").rstrip())
    return "\n".join(lines) + "\n"


def _need(one: "Check") -> str:
    if one.ok:
        return ""
    if one.mandatory:
        return "  " + say("needed; {why}", why=safe(one.why))
    return "  " + say("advised; {why}", why=safe(one.why))


def remark(made: "Made") -> None:
    """Say what the user should know before the letter leaves."""
    for warning in made.warnings:
        note(wrap(f"! {safe(warning)}", ""))
    lacking = [c.element for c in made.checks if not c.ok]
    if lacking:
        from debcli.letters.elements import called

        elements = ", ".join(map(called, lacking))
        fields = [f for f in map(_OF_YOURS.get, lacking) if f and not getattr(made.content.sender, f)]
        if len(fields) == len(lacking):
            value = say_as("metavar", "VALUE")
            commands = ", ".join(f"debcli config {field} {value}" for field in fields)
            told = say(
                "! The letter does without: {elements}. Add it: {commands}",
                elements=elements,
                commands=commands,
            )
        else:
            told = say(
                "! The letter does without: {elements}. Yours: debcli config; the customer's: debcli edit-customer. See it with --dry-run.",
                elements=elements,
            )
        note(wrap(told, ""))


def chosen_files(work: "Rows", ready: Ready, forms: tuple[Form, ...]) -> dict[str, bytes]:
    """The bytes of the forms that were asked for. An `.eml` is a draft, put together now."""
    from debcli.ledger import read

    found: dict[str, bytes] = {}
    for form in dict.fromkeys(forms):
        if form is Form.EML:
            from debcli.letters.mail import draft_eml, envelope

            own = read.settings(work.raw).get("mail-from", "")
            about = envelope(
                read.creditor(work.raw), ready.customer, ready.files, f"{ready.name}.pdf", mail_from=own
            )
            found[form.value] = draft_eml(about, ready.files)
        elif form.value in ready.files:
            found[form.value] = ready.files[form.value]
        else:
            raise InputError(
                say("Of letter {id} no {form} was kept.", id=ready.letter.id, form=form.value),
                say("See: debcli letters --show ID"),
            )
    return found


def save(folder: Path, name: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Write the files in a folder that is there; one of that name with other contents stays, and the new one gets a number."""
    paths: dict[str, str] = {}
    try:
        for form, content in files.items():
            number, path = 1, folder / f"{name}.{form}"
            while path.exists() and path.read_bytes() != content:
                number += 1
                path = folder / f"{name}-{number}.{form}"
            path.write_bytes(content)
            paths[form] = str(path)
    except OSError as error:
        raise InputError(
            say(
                "The letter cannot be written to {folder}: {why}.",
                folder=folder,
                why=system_says(error),
            ),
            say("Name another folder: --out DIR"),
        ) from error
    return paths


def mark(work: "Rows", made: Letter, day: date, via: SentBy, proof: str = "") -> None:
    """A letter left. Raises InputError when there is no address it can have gone to."""
    from debcli.ledger import read
    from debcli.ledger.letters import mark_sent

    to = next(c for c in read.customers(work.raw) if c.id == made.customer)
    if via != SentBy.EMAIL and not (to.address and to.city):
        raise InputError(
            say(
                "There is no address of {name}: this letter cannot have gone by {via}.",
                name=to.name,
                via=way_sent(via.value),
            ),
            say(
                'First: debcli edit-customer {slug} --address "Street 1" --postcode "1234 AB" --city City',
                slug=to.slug,
            ),
        )
    practice, by_post = read.practice(work.raw), via != SentBy.EMAIL
    term_ends = pay_by(
        made.kind, day, practice.country, by_post=by_post, delivery_days=practice.delivery_days
    )
    deadline = max(d for d in (term_ends, made.pay_by) if d is not None) if term_ends or made.pay_by else None
    mark_sent(work, made.id, on=day, via=via.value, deadline=deadline, proof=proof)


def thing_of(ready: Ready, paths: Mapping[str, str], form: str = "pdf") -> dict[str, Any]:
    """The contract's JSON of a letter."""
    import hashlib

    checks = ready.made.checks if ready.made is not None else ()
    return {
        **of_letter(ready.letter, ready.customer),
        "files": dict(paths),
        "sha256": hashlib.sha256(ready.files[form]).hexdigest(),
        "checks": [{"element": c.element, "ok": c.ok, "why": c.why} for c in checks],
    }


def told(ready: Ready, paths: Mapping[str, str]) -> list[str]:
    """What was made, for a person."""
    one, who = ready.letter, ready.customer
    amount = one.principal + one.interest + one.costs
    head = (
        say("Made before: letter {id}, {kind} to {who}", id=one.id, kind=one.kind, who=who.name)
        if ready.made is None
        else say("Letter {id}, {kind} to {who}", id=one.id, kind=one.kind, who=who.name)
    )
    if amount:
        head += f": {euro(amount)}"
    if one.pay_by:
        head = say("{what}, to pay by {day}", what=head, day=dates.full(one.pay_by))
    lines = [head if head.endswith(".") else f"{head}."]
    lines += [f"  {path}" for path in paths.values()]
    if one.sent_on is not None:
        lines.append(
            say("Marked as sent by {via} on {day}.", via=way_sent(one.via), day=dates.full(one.sent_on))
        )
    else:
        lines.append(
            say(
                "Once it has left: debcli mark-sent {id} --via {via}",
                id=one.id,
                via=usual_way(who),
            )
        )
    return lines


def safe_lines(text: str) -> str:
    """A text of several lines, harmless for a terminal."""
    return "\n".join(safe(part) for part in text.split("\n"))
