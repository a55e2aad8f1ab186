"""export: everything in the ledger, for other programs and for taking it back."""

from enum import StrEnum
from pathlib import Path

import typer

from debcli.cli.output import emit, wrap
from debcli.cli.run import Run
from debcli.errors import InputError, UsageError
from debcli.language import mark, say, system_says
from debcli.settings import at_home


class Form(StrEnum):
    """What an export can be."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


_ENDINGS = {
    ".json": Form.JSON, ".zip": Form.CSV, ".xlsx": Form.XLSX, ".journal": Form.HLEDGER, ".hledger": Form.HLEDGER,
    ".beancount": Form.BEANCOUNT, ".bean": Form.BEANCOUNT,
}  # fmt: skip


def export(
    ctx: typer.Context,
    out: Path | None = typer.Option(
        None,
        "--out",
        metavar="FILE",
        help="Where to; its ending says what it will be. A folder, or .zip, for CSV.",
    ),
    form: Form | None = typer.Option(
        None, "--format", help="What it will be, where the ending does not say."
    ),
) -> None:
    """Write everything out: JSON (also taken back by import), CSV, a spreadsheet, or a plain-text accounting journal.

    For example: debcli export --out ledger.json     debcli export --out books.xlsx     debcli export --format hledger
    """
    run = Run.of(ctx)
    chosen = form or (_of_ending(out) if out else Form.JSON)
    if out is None and chosen in {Form.CSV, Form.XLSX}:
        raise UsageError(
            say("--out is missing."),
            say("Type: debcli export --format {form} --out FILE", form=chosen.value),
        )
    from debcli.ledger import plaintext, transfer

    with run.read() as conn:
        if chosen == Form.JSON:
            files = {"": transfer.to_json(conn).encode()}
        elif chosen == Form.CSV:
            files = {f"{s.name}.csv": transfer.to_csv(s).encode() for s in transfer.sheets(conn)}
        elif chosen == Form.XLSX:
            files = {"": transfer.to_xlsx(list(transfer.sheets(conn)))}
        else:
            told = plaintext.transactions(conn)
            text = plaintext.to_hledger(told) if chosen == Form.HLEDGER else plaintext.to_beancount(told)
            files = {"": text.encode()}
    if out is None:
        print(files[""].decode(), end="")
        return
    made = _save(at_home(out), files)
    if run.json:
        emit({"files": [str(path) for path in made], "format": chosen.value, "next": None})
        return
    names = ", ".join(str(path) for path in made[:3]) + (" ..." if len(made) > 3 else "")
    print(wrap(say("Written: {files}, readable by you alone.", files=names), ""))
    if chosen == Form.JSON:
        print(say("Take it into an empty ledger with: debcli --ledger FILE import {file}", file=out))


def _of_ending(out: Path) -> Form:
    if out.is_dir() or not out.suffix:
        return Form.CSV
    if out.suffix.lower() not in _ENDINGS:
        raise UsageError(
            say("{file} does not say what to write.", file=out.name),
            say("Add --format {forms}; for CSV name a folder or a .zip.", forms="|".join(Form)),
        )
    return _ENDINGS[out.suffix.lower()]


def _save(out: Path, files: dict[str, bytes]) -> list[Path]:
    """Write the files whole, or none; several go into a folder or a zip."""
    from debcli.ledger.place import private_folder, whole

    several = "" not in files
    if several and out.suffix.lower() == ".zip":
        files = {"": _zipped(files)}
    made = [out / name if name else out for name in files]
    taken = next((path for path in made if path.exists()), None)
    if taken is not None:
        raise InputError(
            say("{file} exists already.", file=taken), say("Name another file, or a new folder.")
        )
    try:
        private_folder(out if several and "" not in files else out.parent)
        for path, content in zip(made, files.values(), strict=True):
            with whole(path, replace=False) as temporary:
                temporary.write_bytes(content)
    except OSError as error:
        raise InputError(
            say("{path} cannot be written: {error}.", path=out, error=system_says(error)),
            say("Name another place with --out."),
        ) from error
    return made


def _zipped(files: dict[str, bytes]) -> bytes:
    import io
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in files.items():
            archive.writestr(name, inner)
    return content.getvalue()


def take_back(run: Run, file: Path) -> bool:
    """Take an export of a ledger in, if the file is one; gives whether it was."""
    from debcli.ledger import transfer

    if not file.is_file():  # a pipe would wait for ever; whoever reads files says why
        return False
    try:
        with file.open("rb") as stream:
            if not transfer.is_export(stream.read(300)):
                return False
            stream.seek(0)
            text = stream.read().decode("utf-8-sig")
    except OSError:
        return False  # whoever reads files says why
    except UnicodeDecodeError as error:
        raise InputError(
            say("{file} is not UTF-8 text.", file=file),
            say("Make it again with: debcli export --out ledger.json"),
        ) from error
    from datetime import datetime

    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")  # noqa: DTZ005  (the user's own clock)
    counts = transfer.take_in(text, run.ledger, stamp, dry_run=run.dry_run)
    if run.json:
        emit(
            {
                "ledger": str(run.ledger),
                "rows": counts,
                "next": "debcli check",
                **({"dry_run": True} if run.dry_run else {}),
            }
        )
    else:
        text = (
            mark("Would take in the whole ledger of {file}: {customers} customers, {invoices} invoices.")
            if run.dry_run
            else mark("Taken in the whole ledger of {file}: {customers} customers, {invoices} invoices.")
        )
        print(say(text, file=file, customers=counts.get("customer", 0), invoices=counts.get("invoice", 0)))
        print(say("It is at {ledger}. Look whether it is whole: debcli check", ledger=run.ledger))
    return True
