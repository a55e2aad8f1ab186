"""What is kept beside the facts, written: goals for a call, files, and what was looked up."""

import hashlib
from datetime import date

from debcli.ledger import tables
from debcli.ledger.journal import Unit


def record_goal(work: Unit, *, customer_id: int, on: date, goal: int, minimum: int) -> int:
    """Write what the user means to reach in his next call."""
    return work.add(
        tables.Goal(customer_id=customer_id, on_day=on, goal=goal, minimum=minimum, entry_id=work.entry)
    )


def record_attachment(
    work: Unit,
    *,
    customer_id: int,
    on: date,
    kind: str,
    name: str,
    content: bytes,
    invoice_id: int | None = None,
    note: str = "",
) -> tuple[int, str]:
    """Keep a file's bytes with a customer; gives its number and SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    work.raw.execute("INSERT OR IGNORE INTO document (sha256, content) VALUES (?, ?)", (digest, content))
    row = tables.Attachment(
        customer_id=customer_id, invoice_id=invoice_id, on_day=on, kind=kind, name=name, size=len(content), sha256=digest, note=note
    )  # fmt: skip
    return work.add(row), digest


def record_lookup(work: Unit, *, customer_id: int, on: date, what: str, found: str, source: str = "") -> int:
    """Write what was looked up about a customer."""
    return work.add(tables.Lookup(customer_id=customer_id, on_day=on, what=what, found=found, source=source))
