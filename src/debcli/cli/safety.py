"""Safety: is the ledger what it should be."""

import typer

from debcli.cli.output import emit, safe, wrap
from debcli.cli.run import Run


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
            print(wrap(safe(f"{one.part}: {one.where} {one.what}."), ""))
            print(wrap(safe(one.mend), "    "))
        if faults:
            print(
                f"{len(faults)} fault{'s' if len(faults) > 1 else ''}. Copy the ledger before you mend anything."
            )
        else:
            print(f"The ledger is whole: {entries} entries of the journal and {documents} documents hold.")
    if faults:
        raise typer.Exit(1)
