"""Shell completion: each TAB runs the program, so this reads over plain sqlite3 and never complains."""

from contextlib import closing

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
