"""What is kept beside the facts, written: goals for a call, files, and what was looked up."""

import hashlib
from datetime import date

from debcli.ledger.rows import Rows


def record_goal(work: Rows, *, customer_id: int, on: date, goal: int, minimum: int) -> int:
    """Write what the user means to reach in his next call."""
    return work.insert(
        "goal", customer_id=customer_id, on_day=on, goal=goal, minimum=minimum, entry_id=work.entry
    )


def record_attachment(
    work: Rows,
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
    number = work.insert(
        "attachment", customer_id=customer_id, invoice_id=invoice_id, on_day=on, kind=kind, name=name, size=len(content), sha256=digest,
        note=note,
    )  # fmt: skip
    return number, digest


def record_lookup(work: Rows, *, customer_id: int, on: date, what: str, found: str, source: str = "") -> int:
    """Write what was looked up about a customer."""
    return work.insert("lookup", customer_id=customer_id, on_day=on, what=what, found=found, source=source)
