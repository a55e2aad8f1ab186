"""dossier: one file with all there is of a case, for an agency, a lawyer or a bailiff."""

import hashlib
import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from debcli.cli.output import emit, note, safe, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_claim, of_contact, of_customer, of_invoice, of_letter
from debcli.cli.timeline import Event, timeline
from debcli.errors import InputError
from debcli.receivables.account import Account, as_of, payment_as_of, state_of
from debcli.receivables.claim import Claim, claim
from debcli.receivables.effort import QUESTIONS, Evidence, Lapses, effort, evidence, lapses
from debcli.receivables.facts import Creditor, Letter
from debcli.receivables.notes import Attachment, Lookup
from debcli.values import dates
from debcli.values.money import dutch, euro, percent

if TYPE_CHECKING:
    from debcli.letters.dossier import Index


def dossier(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE.zip", help="Where to write it; default CUSTOMER.zip here."
    ),
    replace: bool = typer.Option(False, "--replace", help="Write over a file that is there."),
) -> None:
    """One zip with all there is of a case: index, timeline, claim, letters as sent, calls, statement, files; each hashed.

    For example: debcli dossier architecten-noord     debcli dossier noord --out noord.zip --replace
    """
    run = Run.of(ctx)
    from debcli.ledger import kept, read
    from debcli.ledger.letters import letter_files
    from debcli.letters.dossier import index_pdf, index_text, pack

    with run.read() as conn:
        who = read.find_customer(conn, customer)
        acc = account_of(conn, who.id, run)
        whole = acc._replace(facts=as_of(read.history(conn, who.id), run.day))
        creditor = read.creditor(conn)
        paid = [payment_as_of(p, run.day) for p in read.payments(conn, who.id) if p.on <= run.day]
        credited = [c for c in read.credit_notes(conn, who.id) if c.on <= run.day]
        files = [a for a in kept.attachments(conn, who.id) if a.on <= run.day]
        looked = [x for x in kept.lookups(conn, who.id) if x.on <= run.day]
        letters = [(x, letter_files(conn, x.id)) for x in whole.facts.letters if x.sent_on is not None]
        contents = [(a, kept.content(conn, a.sha256)) for a in files]
    if not whole.facts.invoices:
        raise InputError(f"{who.name} has no invoices: there is no case.", f"See: debcli show {who.slug}")
    events = timeline(whole, paid, credited)[::-1]
    asked = claim(acc)
    proofs = evidence(acc, whole.facts, files, looked)
    packed = _letter_entries(letters) + _attached_entries(contents)
    index = _index(acc, whole, creditor, asked, proofs, looked, events, packed)
    data = _data(acc, whole, asked, events, files, looked)
    entries = [
        ("00-index.pdf", index_pdf(index)),
        ("00-index.txt", index_text(index).encode()),
        ("01-facts.json", (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()),
        *packed,
    ]
    content = pack(entries, run.day)
    path = out or Path(f"{who.slug}.zip")
    write_whole(path, content, replace=replace, other="--out FILE.zip")
    digest = hashlib.sha256(content).hexdigest()
    lacking = [e for e in proofs if not e.there]
    if run.json:
        emit({
            "customer": who.slug, "as_of": iso(run.day), "file": str(path), "sha256": digest,
            "files": [{"name": name, "sha256": hashlib.sha256(c).hexdigest(), "size": len(c)} for name, c in entries],
            "complete": {"score": len(proofs) - len(lacking), "of": len(proofs), "missing": [e.what for e in lacking]},
        })  # fmt: skip
        return
    print(wrap(f"Dossier of {safe(who.name)}: {path}, {len(entries)} files, SHA-256 {digest[:16]}...", ""))
    print(f"In hand: {len(proofs) - len(lacking)} of {len(proofs)}.")
    for e in lacking:
        note(wrap(f"! missing: {e.what}: {safe(e.told)}", ""))


def write_whole(path: Path, content: bytes, *, replace: bool, other: str) -> None:
    """Write the file whole or not at all. `other`: what to type for another place. Raises InputError."""
    if path.exists() and not replace and (not path.is_file() or path.read_bytes() != content):
        raise InputError(f"{path} is there already.", "Name another file, or add --replace.")
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(content)
        half.chmod(0o600)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", f"Name another place: {other}"
        ) from error


def _letter_entries(letters: list[tuple[Letter, dict[str, tuple[str, bytes]]]]) -> list[tuple[str, bytes]]:
    """The letters that left, by day, as they left."""
    found = []
    ordered = sorted(letters, key=lambda pair: (pair[0].sent_on or pair[0].made_on, pair[0].id))
    for number, (x, kept) in enumerate(ordered, 1):
        for form, (_, content) in sorted(kept.items()):
            found.append((f"letters/{number:02d}-{iso(x.sent_on)}-{x.kind.value}.{form}", content))
    return found


def _attached_entries(contents: list[tuple[Attachment, bytes]]) -> list[tuple[str, bytes]]:
    return [
        (f"attached/{number:02d}-{a.kind}-{_plain_name(a.name)}", content)
        for number, (a, content) in enumerate(contents, 1)
    ]


def _plain_name(name: str) -> str:
    """A file name that is safe on every system, and cannot leave its folder."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_only).strip(".-")[-80:] or "file"


def _index(
    acc: Account, whole: Account, creditor: Creditor, asked: Claim, proofs: tuple[Evidence, ...], looked: list[Lookup],
    events: list[Event], packed: list[tuple[str, bytes]],
) -> "Index":  # fmt: skip
    from debcli.letters.dossier import Index, Section

    who = acc.customer
    parties = (
        ("creditor", ", ".join(filter(None, (creditor.name, creditor.address, f"{creditor.postcode} {creditor.city}".strip(), _kvk(creditor.kvk), creditor.email, creditor.phone)))),
        ("debtor", ", ".join(filter(None, (who.name, who.contact, who.address, f"{who.postcode} {who.city}".strip(), _kvk(who.kvk), who.email, who.phone)))),
        ("law", {"nl": "Dutch law", "be": "Belgian law"}[who.law] + f"; the debtor is a {who.kind.value}"),
    )  # fmt: skip
    left = {i.invoice.id: i.open for i in acc.items}
    statement = tuple(
        (
            i.number,
            iso(i.issued) or "",
            iso(i.due) or "",
            dutch(i.amount),
            dutch(left.get(i.id, 0)),
            state_of(whole, i),
        )
        for i in whole.facts.invoices
    )
    done = effort(acc, whole.facts)
    lapse = lapses(acc, acc.overdue) if who.law == "nl" else ()
    sections = [
        Section("Parties", parties, wide=1),
        Section("Claim", *_claim_rows(asked), wide=1, right=(2,)),
        Section("Statement of account", (("invoice", "issued", "due", "amount", "open", "state"), *statement), wide=0, right=(3, 4)),
        Section("What was done", tuple(("x" if t.done else "-", t.what, t.said) for t in done), wide=1),
        Section("Evidence", tuple(("x" if e.there else "-", e.what, e.told if e.there else "missing") for e in proofs), wide=1),
        Section("Limitation", tuple((x.number, _lapse_words(x, acc.day)) for x in lapse), () if lapse else ("Nothing is due.",), wide=1),
        Section("Looked up", tuple((iso(x.on) or "", x.what, f"{x.found} ({x.source})" if x.source else x.found) for x in looked), () if looked else ("Nothing was looked up.",), wide=2),
        Section("What happened", tuple((iso(e.on) or "", e.kind, e.text) for e in events), wide=2),
        Section("Calls and messages", _calls(whole), wide=3),
        Section("Files in this dossier", tuple((name, hashlib.sha256(c).hexdigest()[:16]) for name, c in packed), ("The whole SHA-256 of each stands in SHA256SUMS.",), wide=0),
        Section("To ask before handing over", (), tuple(f"- {q}" for q in QUESTIONS)),
    ]  # fmt: skip
    return Index(
        f"Dossier {who.name}",
        f"As of {dates.full(acc.day)}, by {creditor.name}",
        creditor.name,
        acc.day,
        tuple(sections),
    )


def _kvk(number: str) -> str:
    return f"KVK {number}" if number else ""


def _claim_rows(asked: Claim) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    rows = [
        ("principal", f"{i.invoice.number}, due {dates.long(i.due)}, {i.days_late} days late", dutch(i.open))
        for i in asked.invoices
    ]
    rows += [
        ("interest", f"{x.number}: {dates.long(x.first)} to {dates.long(x.last)}, {x.days} days, {percent(x.percent)} on {dutch(x.base)}", dutch(x.amount))
        for x in asked.interest
    ]  # fmt: skip
    rows += [("costs", c.basis, dutch(c.amount)) for c in asked.costs]
    rows += [
        ("paid", f"{r.number}, {dates.long(r.on)}: on costs {dutch(r.to_costs)}, on interest {dutch(r.to_interest)}", dutch(-r.to_costs - r.to_interest))
        for r in asked.received
    ]  # fmt: skip
    rows += [("less", f"{x.number}: not asked of who pays in time", dutch(-x.amount)) for x in asked.let_go]
    rows.append(("total", asked.currency, dutch(asked.total)))
    told = [f"Every further day adds {euro(asked.per_day)} of interest."] if asked.per_day else []
    return tuple(rows), (*told, *asked.warnings)


def _calls(whole: Account) -> tuple[tuple[str, ...], ...]:
    from debcli.cli.timeline import SAID

    return tuple(
        (iso(c.on) or "", c.via, c.with_name or "-", "; ".join(filter(None, (SAID[c.outcome], c.note, f"proof: {c.proof}" if c.proof else ""))))
        for c in whole.facts.contacts
    ) or (("", "", "", "none logged"),)  # fmt: skip


def _data(
    acc: Account,
    whole: Account,
    asked: Claim,
    events: list[Event],
    files: list[Attachment],
    looked: list[Lookup],
) -> dict[str, Any]:
    """All of it for a program."""
    from debcli.cli.advice import of_lookup
    from debcli.cli.attachments import of_attachment

    numbers: dict[int, str | None] = {i.id: i.number for i in whole.facts.invoices}
    named = {i.id: i.number for i in whole.facts.invoices}
    left = {i.invoice.id: i.open for i in acc.items}
    return {
        "as_of": iso(acc.day),
        "customer": of_customer(acc.customer),
        "claim": of_claim(acc.customer, asked),
        "invoices": [
            of_invoice(i, i.due, left.get(i.id, 0), state_of(whole, i)) for i in whole.facts.invoices
        ],
        "contacts": [of_contact(c, named) for c in whole.facts.contacts],
        "letters": [of_letter(x, acc.customer) for x in whole.facts.letters if x.sent_on is not None],
        "timeline": [{"on": iso(e.on), "kind": e.kind, "what": e.text} for e in events],
        "attachments": [of_attachment(a, numbers) for a in files],
        "lookups": [of_lookup(x) for x in looked],
    }


def _lapse_words(lapse: Lapses, day: date) -> str:
    if lapse.barred_from <= day:
        return f"lapsed on {dates.long(lapse.barred_from)} (art. {lapse.article} BW)"
    return f"to be interrupted by {dates.long(lapse.last_safe)} at the latest"
