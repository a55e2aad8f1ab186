"""import: other people's files into the ledger, all of them read before anything is written."""

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from debcli.cli.output import emit, note, safe, wrap
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.errors import InputError, UsageError
from debcli.language import say, say_many, system_says
from debcli.values.money import euro
from debcli.values.text import listed

if TYPE_CHECKING:
    from debcli.cli.banking import Outcome, Taken
    from debcli.intake.banks import BankFile
    from debcli.intake.plan import FileOutcome, ImportPlan
    from debcli.intake.records import FileRead, Problem

_SHOWN = 10  # remarks that are printed; --json has them all
_PAYMENTS_SHOWN = 20


def import_files(
    ctx: typer.Context,
    files: list[str] = typer.Argument(
        ..., metavar="FILE...", help="E-invoices (UBL), a CSV of invoices, bank statements, or a zip of them."
    ),
    columns: list[str] = typer.Option(
        [],
        "--map",
        metavar="FIELD=COLUMN",
        help="What a column of a bank's CSV holds, where its layout is not known: date=Datum.",
    ),
) -> None:
    """Bring in invoices, credit notes and bank statements. The same file twice changes nothing.

    For example: debcli import facturen.csv     debcli import bank.csv --dry-run
    """
    run = Run.of(ctx)
    from debcli.cli.export import take_back

    if len(files) == 1 and take_back(run, Path(files[0])):
        return
    from debcli.cli.banking import settle, take_in
    from debcli.cli.documents import known, write_documents
    from debcli.intake.banks import BankFile
    from debcli.intake.matching import plan_import

    mapping = _mapping(columns)
    sources = [source for name in files for source in _sources(name, mapping)]
    reads = [s for s in sources if not isinstance(s, BankFile)]
    banks = [s for s in sources if isinstance(s, BankFile)]
    progress = _progress(run)
    with run.write() as work:
        plan = plan_import(reads, known(work))
        before = _newest_entry(work.raw)
        slugs, numbers, remarks = write_documents(work, plan)
        plan = plan._replace(warnings=(*plan.warnings, *remarks))
        taken = [take_in(work, bank, progress) for bank in banks]
        if (
            not any(f.new or f.known for f in plan.files)
            and all(t.failed for t in taken)
            and _faults(plan, taken)
        ):
            raise _refusal(plan, taken, run)
        outcomes = (
            settle(work, progress)
            if numbers or slugs or any(t.new for t in taken) or plan.completions
            else []
        )
        shown = [o for o in outcomes if o.entry.id > before or o.matched != "unmatched"]
        work.summary = _summary(len(numbers), len(plan.credits), taken, shown, len(files))
    progress("", 0)
    if run.json:
        emit(_document(run, plan, slugs, numbers, taken, shown, sources))
        return
    _say(run, plan, slugs, taken, shown)
    _ask(run, shown)


def _mapping(columns: list[str]) -> dict[str, str]:
    """`--map date=Datum --map amount=Bedrag`. Raises UsageError."""
    if not columns:
        return {}
    from debcli.intake.bankcsv import MAPPED

    found: dict[str, str] = {}
    for one in columns:
        field, equals, column = one.partition("=")
        if not equals or field.strip() not in MAPPED or not column.strip():
            raise UsageError(
                say("--map {text!r} does not say which field is which column.", text=one),
                say("Type FIELD=COLUMN; fields: {fields}", fields=", ".join(MAPPED)),
            )
        found[field.strip()] = column.strip()
    if "date" not in found or not ("amount" in found or {"credit", "debit"} <= found.keys()):
        raise UsageError(
            say("A mapping needs a date, and an amount (or credit and debit)."),
            say("For example: --map date=Datum --map amount=Bedrag"),
        )
    return found


def _sources(name: str, mapping: dict[str, str]) -> "Iterator[FileRead | BankFile]":
    from debcli.intake.detect import open_file

    path = Path(name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(
                say("{name} is not a file that can be read twice.", name=name),
                say("Name a file; a pipe or a folder is not read."),
            )
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(
            say("{name} cannot be read: {why}.", name=name, why=system_says(error)),
            say("Check the name; nothing was imported."),
        ) from error

    def opened() -> BinaryIO:
        return path.open("rb")

    yield from open_file(name, opened, mapping)


def _newest_entry(conn: Any) -> int:
    return int(conn.execute("SELECT coalesce(max(id), 0) FROM bank_entry").fetchone()[0])


def _progress(run: Run) -> Callable[[str, int], None]:
    """A line on the terminal that counts what was read; nothing elsewhere. A count of 0 wipes it."""
    if run.json or not sys.stderr.isatty():
        return lambda _name, _count: None

    def told(name: str, count: int) -> None:
        text = say("{name}: {count:,} entries", name=safe(Path(name).name), count=count) if count else ""
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    return told


def _summary(
    invoices: int, credit_notes: int, taken: list["Taken"], shown: list["Outcome"], files: int
) -> str:
    parts = [_invoices(invoices)] if invoices or not taken else []
    parts += [_credit_notes(credit_notes)] if credit_notes or not taken else []
    if taken:
        parts.append(
            say_many(
                "{count} bank entry ({booked} booked)",
                "{count} bank entries ({booked} booked)",
                sum(t.new for t in taken),
                booked=sum(o.booking is not None for o in shown),
            )
        )
    return say_many(
        "import of {what} from {count} file", "import of {what} from {count} files", files, what=listed(parts)
    )


def _invoices(count: int) -> str:
    return say_many("{count} invoice", "{count} invoices", count)


def _credit_notes(count: int) -> str:
    return say_many("{count} credit note", "{count} credit notes", count)


def _document(
    run: Run,
    plan: "ImportPlan",
    slugs: list[str],
    numbers: list[str],
    taken: list["Taken"],
    shown: list["Outcome"],
    sources: list[Any],
) -> dict[str, Any]:
    invoices, banks = iter(plan.files), iter(taken)
    rows = []
    for source in sources:
        f: Any = next(invoices) if hasattr(source, "invoices") else next(banks)
        row = {"file": f.file, "format": f.format, "new": f.new, "known": f.known, "skipped": f.skipped, "errors": _shape(f.errors),
               "warnings": _shape(f.warnings)}  # fmt: skip
        if not hasattr(source, "invoices"):
            row |= {
                "statements": f.statements,
                "up_to": iso(f.reaches),
                "outgoing": f.outgoing,
                "announced": f.announced,
            }
        rows.append(row)
    from debcli.cli.bank import of_outcome

    return {
        "files": rows, "invoices": numbers, "credit_notes": [c.record.number for c in plan.credits], "customers": slugs,
        "payments": [of_outcome(o) for o in shown], "warnings": list(plan.warnings), "next": None, **({"dry_run": True} if run.dry_run else {}),
    }  # fmt: skip


def _shape(problems: tuple["Problem", ...]) -> list[dict[str, str]]:
    return [{"where": p.where, "message": p.message} for p in problems]


def _all(plan: "ImportPlan", taken: list["Taken"]) -> "list[FileOutcome | Taken]":
    return [*plan.files, *taken]


def _faults(plan: "ImportPlan", taken: list["Taken"]) -> list[str]:
    """What is wrong with the files; of a bank file that is refused also what was remarked on the way."""
    found = [f"{Path(f.file).name}: {p}" for f in _all(plan, taken) for p in f.errors]
    return found + [f"{Path(t.file).name}: {p}" for t in taken if t.failed for p in t.warnings]


def _refusal(plan: "ImportPlan", taken: list["Taken"], run: Run) -> InputError:
    faults = _faults(plan, taken)
    first, others = faults[0], faults[1:]
    if others and run.json:
        first = say(
            "{fault} (and {count} more: {others})", fault=first, count=len(others), others="; ".join(others)
        )
    elif others:
        first = say("{fault} (and {count} more)", fault=first, count=len(others))
    for fault in [] if run.json else others:
        note(wrap(safe(fault), ""))
    return InputError(
        say("Nothing was imported. {fault}", fault=first),
        say("Mend the file, or leave it out, and import again."),
    )


def _say(
    run: Run, plan: "ImportPlan", customers: list[str], taken: list["Taken"], shown: list["Outcome"]
) -> None:
    if run.dry_run:
        print(say("Nothing was changed (--dry-run). It would say:"))
    if plan.files:
        known = sum(f.known for f in plan.files)
        said = say(
            "Imported {invoices}, {credit_notes}, {customers}.",
            invoices=_invoices(len(plan.invoices)),
            credit_notes=_credit_notes(len(plan.credits)),
            customers=say_many("{count} new customer", "{count} new customers", len(customers)),
        )
        print(f"{said} {say('{count} known already.', count=known)}" if known else said)
    for t in taken:
        print(wrap(_bank_words(t), ""))
    _say_payments(shown)
    for f in _all(plan, taken):
        for problem in f.errors[:_SHOWN]:
            note(wrap(f"x {safe(Path(f.file).name)}: {safe(str(problem))}", ""))
        if len(f.errors) > _SHOWN:
            note(
                say(
                    "x {name}: and {count} more: add --json to see them all",
                    name=safe(Path(f.file).name),
                    count=len(f.errors) - _SHOWN,
                )
            )
    remarks = _remarks(plan, taken)
    for remark in remarks[:_SHOWN]:
        note(wrap(f"! {safe(remark)}", ""))
    if len(remarks) > _SHOWN:
        note(
            say_many(
                "! and {count} more remark: add --json to see them all",
                "! and {count} more remarks: add --json to see them all",
                len(remarks) - _SHOWN,
            )
        )
    print(
        say("Next: debcli match")
        if any(o.matched == "unmatched" for o in shown)
        else say("Next: debcli today")
    )


def _bank_words(t: "Taken") -> str:
    if t.failed:
        return say("{name}: not imported.", name=safe(Path(t.file).name))
    from debcli.values.dates import full

    parts = [say_many("{count} new entry", "{count} new entries", t.new)]
    parts += [say("{count} known already", count=t.known)] if t.known else []
    parts += [say("up to {day}", day=full(t.reaches))] if t.reaches else []
    return f"{safe(Path(t.file).name)} ({t.format}): {', '.join(parts)}."


def _say_payments(shown: list["Outcome"]) -> None:
    from debcli.cli.bank import outcome_line

    told = [o for o in shown if o.matched != "unmatched"]
    for outcome in told[:_PAYMENTS_SHOWN]:
        print(wrap(outcome_line(outcome), ""))
    if len(told) > _PAYMENTS_SHOWN:
        print(say("and {count} more: add --json to see them all", count=len(told) - _PAYMENTS_SHOWN))
    open_ = [o for o in shown if o.matched == "unmatched"]
    if open_:
        sums: dict[str, int] = {}
        for o in open_:
            sums[o.entry.currency] = sums.get(o.entry.currency, 0) + o.entry.amount
        likely = sum(o.customer is not None for o in open_)
        amounts = ", ".join(euro(v, k) for k, v in sums.items())
        print(wrap(_not_matched(len(open_), amounts, likely), ""))


def _not_matched(count: int, amounts: str, likely: int) -> str:
    if likely:
        return say_many(
            "Not matched: {count} entry, {amounts}; {likely} can be confirmed.",
            "Not matched: {count} entries, {amounts}; {likely} can be confirmed.",
            count,
            amounts=amounts,
            likely=likely,
        )
    return say_many(
        "Not matched: {count} entry, {amounts}.",
        "Not matched: {count} entries, {amounts}.",
        count,
        amounts=amounts,
    )


def _ask(run: Run, shown: list["Outcome"]) -> None:
    """Put what is likely to the user, one by one; each answer is a command of its own, so that Ctrl-C loses none."""
    likely = [o for o in shown if o.matched == "unmatched" and o.customer is not None and o.entry.amount > 0]
    if likely and run.interactive and not run.dry_run:
        from debcli.cli.bank import confirm_all

        confirm_all(run, [o.entry.id for o in likely])


def _remarks(plan: "ImportPlan", taken: list["Taken"]) -> list[str]:
    """Each remark once, with the file it is about, or how many."""
    about: dict[str, list[str]] = {}
    for f in _all(plan, taken):
        for problem in f.warnings:
            about.setdefault(str(problem), []).append(Path(f.file).name)
    told = [
        f"{files[0]}: {text}"
        if len(files) == 1
        else say("{count} files: {text}", count=len(files), text=text)
        for text, files in about.items()
    ]
    return [*plan.warnings, *told]
