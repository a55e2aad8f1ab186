"""Arguments many commands share, and their shell completion.

Each TAB runs the program, so completion reads over plain sqlite3 and never complains.
"""

from contextlib import closing

import typer

from debcli.settings import ledger_path


def customer_slugs(incomplete: str) -> list[tuple[str, str]]:
    """Customers whose slug starts so."""
    from debcli.ledger.connection import connect
    from debcli.ledger.read import slugs

    try:
        with closing(connect(ledger_path(), "ro")) as conn:
            return slugs(conn, incomplete)
    except Exception:  # noqa: BLE001  (a TAB must never print an error)
        return []


CUSTOMER = typer.Argument(
    ...,
    metavar="CUSTOMER",
    help="Short name, name, or a clear part of one.",
    autocompletion=customer_slugs,
    show_default=False,
)
MAYBE_CUSTOMER = typer.Argument(
    None, metavar="[CUSTOMER]", help="Only this customer.", autocompletion=customer_slugs, show_default=False
)
AMOUNT = typer.Argument(..., metavar="AMOUNT", help="Like 1210,00 or 1.210,00.", show_default=False)
INVOICE = typer.Argument(..., metavar="INVOICE", help="Its number.", show_default=False)
LETTER = typer.Argument(..., metavar="LETTER", help="Its number: debcli letters", show_default=False)
ON = typer.Option(None, "--on", metavar="DATE", help="The day it happened; default today.")
