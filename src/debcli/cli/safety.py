"""Safety: is the ledger what it should be, copies of it, putting one back, and forgetting a customer."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from debcli.cli import ask, passphrase
from debcli.cli.output import emit, safe, table, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.run import Run
from debcli.errors import DamagedLedgerError, InputError, UsageError
from debcli.language import current, mark, mark_as, say, say_as, say_many, system_says
from debcli.settings import at_home

if TYPE_CHECKING:
    from debcli.ledger.copies import Copy
    from debcli.ledger.restore import Differs


_PARTS = (  # of the ledger, as the check names them
    mark_as("part of the ledger", "file"), mark_as("part of the ledger", "schema"), mark_as("part of the ledger", "references"),
    mark_as("part of the ledger", "sums"), mark_as("part of the ledger", "journal"), mark_as("part of the ledger", "rows"),
    mark_as("part of the ledger", "letters"), mark_as("part of the ledger", "documents"), mark_as("part of the ledger", "dates"),
    mark_as("part of the ledger", "place"),
)  # fmt: skip


def check(ctx: typer.Context) -> None:
    """Look whether the ledger is whole: sums, references, letters, dates, and that nothing changed it but debcli.

    For example: debcli check     debcli check --json
    """
    run = Run.of(ctx)
    from debcli.ledger import check as inside

    with run.read() as conn:
        found = inside.check(conn, run.day)
        entries, documents = inside.extent(conn)
    found += inside.look_around(run.ledger)
    faults = [one for one in found if one.fault]
    if run.json:
        emit({
            "ok": not faults,
            "checked": list(inside.PARTS),
            "entries": entries,
            "documents": documents,
            "findings": [one._asdict() for one in found],
        })  # fmt: skip
    else:
        for one in found:
            part = say_as("part of the ledger", one.part)
            print(wrap(safe(f"{part}: {one.where} {one.what}."), ""))
            print(wrap(safe(one.mend), "    "))
        if faults:
            print(
                say_many(
                    "{count} fault. Copy the ledger before you mend anything.",
                    "{count} faults. Copy the ledger before you mend anything.",
                    len(faults),
                )
            )
        else:
            print(
                say(
                    "The ledger is whole: commands in the journal: {entries}; documents: {documents}.",
                    entries=entries,
                    documents=documents,
                )
            )
    if faults:
        raise typer.Exit(1)


def backup(
    ctx: typer.Context,
    file: Path | None = typer.Argument(
        None,
        metavar="[FILE]",
        help="Where to; a folder is fine. Default: the folder of copies beside the ledger.",
    ),
    encrypt: bool = typer.Option(
        False, "--encrypt", help="Lock it with a passphrase (age format; age -d opens it too)."
    ),
    passphrase_fd: int | None = passphrase.FD,
) -> None:
    """Copy the ledger whole, while you work. It is also copied by itself, before the first change of each day.

    For example: debcli backup     debcli backup kopie.db     debcli backup kopie.db.age --encrypt
    """
    run = Run.of(ctx)
    from debcli.ledger import copies

    if passphrase_fd is not None and not encrypt:
        raise UsageError(say("--passphrase-fd is for an encrypted copy."), say("Add --encrypt."))
    make, ending = (_locked(run, passphrase_fd), ".db.age") if encrypt else (copies.copy, ".db")
    stamp = _stamp()
    if file is None:
        made = copies.keep(run.ledger, stamp, make, ending)
    else:
        made = at_home(file)
        made = made / f"{run.ledger.stem}-{stamp}{ending}" if made.is_dir() else made
        try:
            make(run.ledger, made)
        except FileExistsError as error:
            raise InputError(
                say("{file} exists already.", file=made), say("Name another file, or a folder.")
            ) from error
        except OSError as error:
            raise InputError(
                say("No copy could be made at {file}: {error}.", file=made, error=system_says(error)),
                say("Name another place: debcli backup FILE"),
            ) from error
    if run.json:
        emit({"file": str(made), "bytes": made.stat().st_size, "encrypted": encrypt, "next": None})
        return
    size = f"{made.stat().st_size // 1024} kB"
    if encrypt:
        told = say(
            "Copied to {file} ({size}), encrypted. Without the passphrase nobody opens it, nor do you.",
            file=made,
            size=size,
        )
    else:
        told = say("Copied to {file} ({size}), readable by you alone.", file=made, size=size)
    print(wrap(told, ""))
    print(say("Put it back with: debcli restore {file}", file=made))


def _locked(run: Run, fd: int | None) -> "Callable[[Path, Path], None]":
    """How to make an encrypted copy; the passphrase is asked here, before anything is made."""
    from debcli.ledger import sealed
    from debcli.ledger.opening import connect

    sealed.require()
    connect(run.ledger, "ro").close()  # nobody types a passphrase for a ledger that is not there
    word = sealed.good_passphrase(passphrase.passphrase(run, fd, twice=True))
    return lambda ledger, target: sealed.seal(ledger, target, word)


def restore(
    ctx: typer.Context,
    file: Path | None = typer.Argument(
        None, metavar="[FILE]", help="The copy; without it you see what there is."
    ),
    yes: bool = typer.Option(False, "--yes", help="Do it; without it you are asked."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show what differs, and change nothing."),
    passphrase_fd: int | None = passphrase.FD,
) -> None:
    """Make the ledger what a copy of it says, after showing what differs. What it was is kept beside it.

    For example: debcli restore     debcli restore kopie.db --dry-run
    """
    run = Run.of(ctx)
    if file is None:
        _list_copies(run)
        return
    from debcli.ledger import restore as restoring
    from debcli.ledger.copies import folder_of

    chosen = at_home(file)
    if not chosen.is_file() and (beside := folder_of(run.ledger) / chosen.name).is_file():
        chosen = beside  # named as in the list
    if not chosen.is_file():
        raise InputError(
            say("There is no copy at {file}.", file=chosen), say("See the copies with: debcli restore")
        )
    if not (yes or dry_run or run.interactive):
        raise UsageError(
            say("--yes is missing."),
            say("Look first: {command}      then add --yes", command="debcli restore FILE --dry-run"),
        )
    word = partial(passphrase.passphrase, run, passphrase_fd, twice=False)
    with restoring.opened(chosen, run.ledger, word) as source:
        differs: list[Differs] | None = None
        if run.ledger.exists():
            with suppress(DamagedLedgerError):  # then there is nothing to compare with
                differs = restoring.compare(run.ledger, source)
        if not run.json:
            _show_differences(differs, chosen)
        go = differs != [] and not dry_run and (yes or ask.confirm(run, say("Put it back?")))
        aside = restoring.put_back(source, run.ledger, _stamp()) if go else None
    if run.json:
        shown = None if differs is None else [one._asdict() for one in differs]
        emit(
            {
                "restored": go,
                "file": str(chosen),
                "differs": shown,
                "kept": str(aside) if aside else None,
                "next": None,
            }
        )
        return
    if go:
        print(say("Put back. What it was is kept: {file}", file=aside) if aside else say("Put back."))
    elif differs:
        print(say("Nothing was changed."))


def _show_differences(differs: "list[Differs] | None", chosen: Path) -> None:
    if differs is None:
        print(say("There is no ledger here that can be read; the copy will be it."))
    elif not differs:
        print(say("The ledger and {file} are equal, row by row; nothing to put back.", file=chosen))
    else:
        print(say("Putting it back changes:"))
        head = [say("rows of"), say_as("rows", "go"), say_as("rows", "come"), say_as("rows", "change")]
        print(
            table(
                head,
                [[_rows_of(d.table), *(str(n) for n in d[1:])] for d in differs],
                right=frozenset({1, 2, 3}),
            )
        )


def _rows_of(table: str) -> str:
    """A table as a person knows it; in English by its name."""
    from debcli.ledger.words import WORDS, in_english

    word = in_english(table)
    return say_as("ledger", word) if word in WORDS and current() != "en" else table


def _list_copies(run: Run) -> None:
    from debcli.ledger.copies import copies, folder_of

    found = copies(run.ledger)
    if run.json:
        emit({"copies": [{**one._asdict(), "path": str(one.path)} for one in found]})
        return
    if not found:
        print(
            say(
                "There are no copies in {folder}. Make one with: debcli backup",
                folder=folder_of(run.ledger),
            )
        )
        return
    rows = [
        [
            one.path.name,
            "" if one.encrypted else str(one.entries),
            _newest(one),
            f"{one.size // 1024} kB",
        ]
        for one in found
    ]
    print(say("In {folder}:", folder=folder_of(run.ledger)))
    print(
        table([say("copy"), say("commands"), say("the last one"), say("size")], rows, right=frozenset({1, 3}))
    )
    print(say("See what one would change: debcli restore FILE --dry-run"))


def _newest(copy: "Copy") -> str:
    if copy.encrypted:
        return say("encrypted")
    return say("cannot be read") if copy.why else copy.newest[:16].replace("T", " ")


def _stamp() -> str:
    return datetime.now().strftime("%Y-%m-%d-%H%M%S")  # noqa: DTZ005  (the user's own clock)


def forget(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    yes: bool = typer.Option(False, "--yes", help="Do it; without it you are asked. It cannot be undone."),
) -> None:
    """Take out who a customer was, once the law no longer has you keep it. Amounts and days stay; undo cannot bring it back.

    For example: debcli forget bakkerij-jansen --dry-run     debcli forget bakkerij-jansen
    """
    run = Run.of(ctx)
    if not (yes or run.dry_run or run.interactive):
        raise UsageError(
            say("--yes is missing."),
            say("Look first: {command}      then add --yes", command="debcli forget CUSTOMER --dry-run"),
        )
    from debcli.ledger import forgetting, read
    from debcli.ledger.copies import copies

    if not (yes or run.dry_run):
        with run.read() as conn:
            shown = read.find_customer(conn, customer).name
        if not ask.confirm(run, say("Forget {name} for good?", name=safe(shown))):
            print(say("Nothing was changed."))
            return
    with run.write_rows() as work:
        who = read.find_customer(work.raw, customer)
        gone = forgetting.forget(work, who.id, who.name, run.day)
    if not run.dry_run:
        forgetting.scrub(run.ledger)
    left = [str(one.path) for one in copies(run.ledger)]
    if run.json:
        emit({"id": work.entry, "customer": who.id, "rows": gone.rows, "files": gone.files, "entries": gone.entries,
              "copies": left, "next": None, **({"dry_run": True} if run.dry_run else {})})  # fmt: skip
        return
    text = (
        mark(
            "Would forget: {name}. Rows: {rows}; files of letters: {files}; journal entries rewritten: {entries}."
        )
        if run.dry_run
        else mark(
            "Forgotten: {name}. Rows: {rows}; files of letters: {files}; journal entries rewritten: {entries}."
        )
    )
    print(say(text, name=safe(gone.name), rows=gone.rows, files=gone.files, entries=gone.entries))
    if left:
        print(
            wrap(
                say(
                    "Copies made before still hold it ({count} in {folder}): remove them when you can.",
                    count=len(left),
                    folder=run.ledger.with_name("backups"),
                ),
                "",
            )
        )
