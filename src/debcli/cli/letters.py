"""Letters: make, list, mark as sent, cancel."""

import hashlib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from debcli.cli import ask
from debcli.cli.fields import Language, SentBy, line
from debcli.cli.morning import usual_way
from debcli.cli.output import emit, note, safe, table, wrap
from debcli.cli.parameters import CUSTOMER, LETTER, MAYBE_CUSTOMER, ON
from debcli.cli.report import account_of, report
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_letter
from debcli.errors import InputError, UsageError
from debcli.receivables.account import Account
from debcli.receivables.correspondence import asked_kind, wanted
from debcli.receivables.facts import Customer, Letter, LetterKind
from debcli.receivables.guards import refusals
from debcli.receivables.practice import Practice
from debcli.receivables.profiles import pay_by
from debcli.settings import template_folder
from debcli.values import dates
from debcli.values.money import euro

if TYPE_CHECKING:
    from debcli.letters.make import Made


class Form(StrEnum):
    """What a letter is written as."""

    PDF = "pdf"
    TXT = "txt"


def letter(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    kind: LetterKind | None = typer.Option(None, "--kind", help="Default: what today asks for."),
    language: Language | None = typer.Option(None, "--language", help="Default: the customer's."),
    out: Path = typer.Option(Path(), "--out", metavar="DIR", help="Folder to write to; default here."),
    form: list[Form] = typer.Option([], "--format", help="pdf and txt by default; may be repeated."),
    via: SentBy | None = typer.Option(None, "--via", help="It leaves today this way: marks it as sent."),
    bank_checked: bool = typer.Option(
        False, "--bank-checked", help="You looked at your bank: it is not paid."
    ),
    force: bool = typer.Option(False, "--force", help="Make it against the policy; never against the law."),
    because: str | None = typer.Option(
        None, "--because", metavar="T", help="Why it is forced; kept in the journal."
    ),
) -> None:
    """Make a letter: checked, written as PDF and text, and recorded. Asking twice shows the letter made before.

    For example: debcli letter drukkerij-peeters     debcli letter belofte-bouw --kind sommatie --via registered
    """
    run = Run.of(ctx)
    if force != (because is not None):
        raise UsageError("--force and --because go together.", 'Type: --force --because "why"')
    forms = [f.value for f in form] or ["pdf", "txt"]
    from debcli.ledger import read, write
    from debcli.letters.draft import draft

    with run.write() as work:
        who = read.find_customer(work.raw, customer)
        acc = account_of(work.raw, who.id, run)
        bank = read.book(work.raw, run.day).bank_as_of
        meant = asked_kind(acc, kind)
        if not bank_checked and run.interactive:
            bank_checked = _asked_bank(run, acc, meant, bank)
        about = wanted(acc, meant, bank_as_of=bank, bank_checked=bank_checked, force=force)
        if about.before is not None:
            made = None
            letter_id = about.before.id
            files = {f: c for f, (_, c) in read.letter_files(work.raw, letter_id).items()}
            if about.before.made_on != run.day:
                note(
                    f"Letter {letter_id} was made on {dates.full(about.before.made_on)} and not sent."
                    f" For one of today: debcli cancel-letter {letter_id}"
                )
        else:
            made, fact = draft(
                acc,
                read.creditor(work.raw),
                about,
                language=language.value if language else None,
                folder=template_folder(),
            )
            _remark(made)
            files = letter_files(made)
            reason = line("reason")(because) if because else ""
            letter_id = write.record_letter(work, fact, files, forced_because=reason)
            work.summary = f"{meant} to {who.name}" + (f", forced: {reason}" if reason else "")
        if via is not None:
            _send(work, read.letter_by_id(work.raw, letter_id), run.day, via, acc.practice)
            work.summary = f"{meant} to {who.name}, sent by {via.value}"
        if not run.dry_run:
            paths = _save(out, f"{run.day.isoformat()}-{meant}-{who.slug}", {f: files[f] for f in forms})
        else:
            paths = {}
        recorded = read.letter_by_id(work.raw, letter_id)
        acc = account_of(work.raw, who.id, run)
    thing = {
        **of_letter(recorded, who),
        "files": paths,
        "sha256": hashlib.sha256(files["pdf"]).hexdigest(),
        "checks": _checks(made),
    }
    if run.json:
        report(run, thing, [], acc)
        return
    if made is not None and (run.dry_run or recorded.kind == LetterKind.BEVESTIGING):
        print(safe_lines(made.text))
        print()
    report(
        run,
        thing,
        _told(recorded, who, paths, again=about.before is not None),
        acc if via is not None else None,
    )


def _asked_bank(run: Run, acc: Account, kind: LetterKind, bank: date | None) -> bool:
    """On a terminal the guard "money first" is a question."""
    held_back = refusals(acc, kind, bank_as_of=bank)
    if held_back and held_back == [r for r in held_back if r.bank]:
        newest = dates.full(bank or run.day)
        return ask.confirm(
            run, f"The newest payment in the ledger is of {newest}. Did you look at your bank today"
        )
    return False


def _remark(made: "Made") -> None:
    """Say what the user should know before the letter leaves."""
    for warning in made.warnings:
        note(wrap(f"! {safe(warning)}", ""))
    lacking = [c.element for c in made.checks if not c.ok]
    if lacking:
        told = f"! The letter does without: {', '.join(lacking)}. Add it with debcli edit-customer, or see: --dry-run"
        note(wrap(told, ""))


def letter_files(made: "Made") -> dict[str, bytes]:
    """A letter's files by format."""
    from debcli.letters.pdf import render_pdf

    return {"pdf": render_pdf(made), "txt": made.text.encode()}


def _save(folder: Path, name: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Write the files; one of that name with other contents stays, and the new one gets a number."""
    paths: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form, content in files.items():
            number, path = 1, folder / f"{name}.{form}"
            while path.exists() and path.read_bytes() != content:
                number += 1
                path = folder / f"{name}-{number}.{form}"
            path.write_bytes(content)
            paths[form] = str(path)
    except OSError as error:
        raise InputError(
            f"The letter cannot be written to {folder}: {error.strerror}.", "Name another folder: --out DIR"
        ) from error
    return paths


def _checks(made: "Made | None") -> list[dict[str, Any]]:
    return [] if made is None else [{"element": c.element, "ok": c.ok, "why": c.why} for c in made.checks]


def safe_lines(text: str) -> str:
    """A text of several lines, harmless for a terminal."""
    return "\n".join(safe(part) for part in text.split("\n"))


def _told(recorded: Letter, who: Customer, paths: dict[str, str], *, again: bool) -> list[str]:
    amount = recorded.principal + recorded.interest + recorded.costs
    until = f", to pay by {dates.full(recorded.pay_by)}" if recorded.pay_by else ""
    told = [
        f"{'Made before: letter' if again else 'Letter'} {recorded.id}, {recorded.kind} to {who.name}: {euro(amount)}{until}."
    ]
    told += [f"  {path}" for path in paths.values()]
    if recorded.sent_on is not None:
        told.append(f"Marked as sent by {recorded.via} on {dates.full(recorded.sent_on)}.")
    else:
        told.append(f"Once it has left: debcli mark-sent {recorded.id} --via {usual_way(who)}")
    return told


def letters(
    ctx: typer.Context,
    customer: str | None = MAYBE_CUSTOMER,
    show: int | None = typer.Option(None, "--show", metavar="ID", help="Print a letter as it was made."),
) -> None:
    """List the letters, newest first.

    For example: debcli letters belofte-bouw     debcli letters --show 4
    """
    run = Run.of(ctx)
    from debcli.ledger import read

    with run.read() as conn:
        if show is not None:
            one = read.letter_by_id(conn, show)
            kept = read.letter_files(conn, show).get("txt")
            if kept is None:
                raise InputError(f"Of letter {show} no text was kept.", "See: debcli letters")
            text = kept[1].decode()
        wanted = read.find_customer(conn, customer).id if customer else None
        everyone = [c for c in read.customers(conn) if wanted in {None, c.id}]
        found = [(x, c) for c in everyone for x in read.history(conn, c.id).letters if x.made_on <= run.day]
    if show is not None:
        if run.json:
            emit({"id": one.id, "text": text})
        else:
            print(safe_lines(text))
        return
    found.sort(key=lambda pair: (pair[0].made_on, pair[0].id), reverse=True)
    if run.json:
        emit({"letters": [of_letter(x, c) for x, c in found]})
        return
    if not found:
        print("No letters yet.")
        return
    print(table(
        ["no", "made", "kind", "customer", "amount", "sent"],
        [[str(x.id), iso(x.made_on) or "", x.kind.value, c.name, euro(x.principal + x.interest + x.costs), _state(x)] for x, c in found],
        right=frozenset({0, 4})
    ))  # fmt: skip


def _state(x: Letter) -> str:
    if x.sent_on is not None:
        return f"{iso(x.sent_on)} {x.via}"
    return f"cancelled {iso(x.cancelled_on)}" if x.cancelled_on else "not sent"


def mark_sent(
    ctx: typer.Context,
    letter_: int = LETTER,
    via: SentBy | None = typer.Option(None, "--via"),
    on: str | None = ON,
    proof: str | None = typer.Option(None, "--proof", metavar="T", help="Track and trace, message id."),
) -> None:
    """A letter left: from then on its term runs.

    For example: debcli mark-sent 4 --via registered --proof 3SABCD1234567
    """
    run = Run.of(ctx)
    day = run.day_of(on)
    if via is None:
        ways = [("post", "by post"), ("registered", "by registered post"), ("email", "by e-mail")]
        via = SentBy(ask.choose(run, "--via", "How did it leave", ways))
    from debcli.ledger import read

    run.remark_future(day)
    with run.write() as work:
        before = read.letter_by_id(work.raw, letter_)
        if before.pay_by is not None and day > before.pay_by and before.sent_on is None:
            raise InputError(
                f"Letter {letter_} asks to pay by {dates.full(before.pay_by)}: that day has passed.",
                f"Make one of today: debcli cancel-letter {letter_}",
            )
        _send(work, before, day, via, read.practice(work.raw), line("proof")(proof) if proof else "")
        who = next(c for c in read.customers(work.raw) if c.id == before.customer)
        work.summary = f"{before.kind} to {who.name} sent by {via.value}"
        sent = read.letter_by_id(work.raw, letter_)
        acc = account_of(work.raw, who.id, run)
    lines = [f"Letter {sent.id}, {sent.kind} to {who.name}, left by {via.value} on {dates.full(day)}."]
    if sent.deadline and sent.pay_by and sent.deadline > sent.pay_by:
        lines.append(
            f"It names {dates.full(sent.pay_by)} as last day; it left later, so the next step waits until {dates.full(sent.deadline)}."
        )
    report(run, of_letter(sent, who), lines, acc)


def _send(work: Any, made: Letter, day: date, via: SentBy, practice: Practice, proof: str = "") -> None:
    from debcli.ledger import read, write

    to = next(c for c in read.customers(work.raw) if c.id == made.customer)
    if via != SentBy.EMAIL and not (to.address and to.city):
        raise InputError(
            f"There is no address of {to.name}: this letter cannot have gone by {via.value}.",
            f'First: debcli edit-customer {to.slug} --address "Street 1" --postcode "1234 AB" --city City',
        )
    term_ends = pay_by(
        made.kind,
        day,
        practice.country,
        by_post=via != SentBy.EMAIL,
        delivery_days=practice.delivery_days,
    )
    deadline = max(d for d in (term_ends, made.pay_by) if d is not None) if term_ends or made.pay_by else None
    write.mark_sent(work, made.id, on=day, via=via.value, deadline=deadline, proof=proof)


def cancel_letter(
    ctx: typer.Context,
    letter_: int = LETTER,
) -> None:
    """A letter that was made will not leave.

    For example: debcli cancel-letter 4
    """
    run = Run.of(ctx)
    from debcli.ledger import read, write

    with run.write() as work:
        before = read.letter_by_id(work.raw, letter_)
        write.cancel_letter(work, letter_, on=run.day)
        who = next(c for c in read.customers(work.raw) if c.id == before.customer)
        work.summary = f"{before.kind} to {who.name} cancelled"
        now = read.letter_by_id(work.raw, letter_)
        acc = account_of(work.raw, who.id, run)
    report(run, of_letter(now, who), [f"Letter {now.id}, {now.kind} to {who.name}, is cancelled."], acc)
