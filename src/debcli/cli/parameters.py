"""Arguments many commands share, and their shell completion.

Each TAB runs the program, so completion reads over plain sqlite3 and never complains.
"""

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import typer

from debcli.settings import ledger_path

if TYPE_CHECKING:
    from sqlite3 import Connection


def _from_ledger(
    ctx: typer.Context, ask: "Callable[[Connection], list[tuple[str, str]]]"
) -> list[tuple[str, str]]:
    """What the ledger answers; nothing where there is none, or it cannot be read."""
    from debcli.ledger.connection import connect

    try:
        with closing(connect(ledger_path(ctx.find_root().params.get("ledger")), "ro")) as conn:
            return ask(conn)
    except Exception:  # noqa: BLE001  (a TAB must never print an error)
        return []


def customer_slugs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Customers whose slug starts so."""
    from debcli.ledger.read import slugs

    return _from_ledger(ctx, lambda conn: slugs(conn, incomplete))


def invoice_numbers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Invoices whose number starts so; of the customer that was typed, where there is one."""
    from debcli.ledger.complete import invoices

    return _from_ledger(ctx, lambda conn: invoices(conn, incomplete, str(ctx.params.get("customer") or "")))


def customers_or_invoices(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Both, for what takes either."""
    return [*customer_slugs(ctx, incomplete), *(invoice_numbers(ctx, incomplete) if incomplete else [])]


def unsent_letters(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Letters that were made and have not left."""
    from debcli.ledger.complete import letters

    return _from_ledger(ctx, lambda conn: letters(conn, incomplete))


def profile_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The profiles that come with debcli, and the user's own."""
    from debcli.ledger.complete import profiles
    from debcli.receivables.profiles import PROFILES

    own = _from_ledger(ctx, lambda conn: [(name, "") for name in profiles(conn)])
    names = dict.fromkeys([*PROFILES, *(name for name, _ in own)])
    return [(name, "") for name in names if name.startswith(incomplete)]


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
INVOICE = typer.Argument(
    ..., metavar="INVOICE", help="Its number.", autocompletion=invoice_numbers, show_default=False
)
LETTER = typer.Argument(
    ...,
    metavar="LETTER",
    help="Its number: debcli letters",
    autocompletion=unsent_letters,
    show_default=False,
)
ON = typer.Option(None, "--on", metavar="DATE", help="The day it happened; default today.")
