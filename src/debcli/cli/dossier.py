"""dossier: one file with all there is of a case, for an agency, a lawyer or a bailiff."""

import hashlib
import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from debcli.cli.folders import require_folder
from debcli.cli.output import emit, note, safe, wrap
from debcli.cli.parameters import CUSTOMER
from debcli.cli.report import account_of
from debcli.cli.run import Run
from debcli.cli.shapes import iso, of_claim, of_contact, of_customer, of_invoice, of_letter
from debcli.cli.timeline import Event, timeline
from debcli.cli.usage import metavar_says
from debcli.errors import InputError
from debcli.language import current, mark_as, say, say_as, say_many, system_says
from debcli.law import nl
from debcli.receivables.account import Account, state_of
from debcli.receivables.claim import Claim, claim
from debcli.receivables.effort import QUESTIONS, Evidence, Lapses, effort, evidence, lapses
from debcli.receivables.facts import Creditor, Kind, Letter
from debcli.receivables.known import as_of, payment_as_of
from debcli.receivables.notes import Attachment, Lookup, looked_up
from debcli.settings import at_home
from debcli.values import dates
from debcli.values.money import dutch, euro, percent

if TYPE_CHECKING:
    from debcli.letters.dossier import Index


_KINDS = {
    Kind.BUSINESS: mark_as("a debtor", "a business"),
    Kind.CONSUMER: mark_as("a debtor", "a consumer"),
    Kind.GOVERNMENT: mark_as("a debtor", "a government"),
}
_CODES = (  # said by what they are: states of an invoice, kinds of event in the timeline, ways of contact
    mark_as("state", "paid"), mark_as("state", "written-off"), mark_as("state", "handed-over"),
    mark_as("state", "promised"), mark_as("state", "plan"), mark_as("state", "held"), mark_as("state", "disputed"),
    mark_as("state", "overdue"), mark_as("state", "open"),
    mark_as("timeline", "invoice"), mark_as("timeline", "contact"), mark_as("timeline", "plan"),
    mark_as("timeline", "dispute"), mark_as("timeline", "hold"), mark_as("timeline", "handover"),
    mark_as("timeline", "closing"), mark_as("timeline", "terms"), mark_as("timeline", "payment"),
    mark_as("timeline", "credit"), mark_as("timeline", "write-off"),
    mark_as("timeline", "set-off"), mark_as("timeline", "letter"),
    mark_as("via", "phone"), mark_as("via", "email"), mark_as("via", "visit"), mark_as("via", "chat"),
)  # fmt: skip


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
    out = at_home(out) if out is not None else None
    if out is not None:
        require_folder(run, out.parent)
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
        raise InputError(
            say("{who} has no invoices: there is no case.", who=who.name),
            say("See: debcli show {slug}", slug=who.slug),
        )
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
    write_whole(path, content, replace=replace, other=f"--out {metavar_says('FILE.zip')}")
    digest = hashlib.sha256(content).hexdigest()
    lacking = [e for e in proofs if not e.there]
    if run.json:
        emit({
            "customer": who.slug, "as_of": iso(run.day), "file": str(path), "sha256": digest,
            "files": [{"name": name, "sha256": hashlib.sha256(c).hexdigest(), "size": len(c)} for name, c in entries],
            "complete": {"score": len(proofs) - len(lacking), "of": len(proofs), "missing": [e.what for e in lacking]},
        })  # fmt: skip
        return
    print(
        wrap(
            say(
                "Dossier of {who}: {path}, {count} files, SHA-256 {digest}...",
                who=safe(who.name),
                path=path,
                count=len(entries),
                digest=digest[:16],
            ),
            "",
        )
    )
    print(say("In hand: {there} of {count}.", there=len(proofs) - len(lacking), count=len(proofs)))
    for e in lacking:
        note(wrap(say("! missing: {what}: {told}", what=e.what, told=safe(e.told)), ""))


def write_whole(path: Path, content: bytes, *, replace: bool, other: str) -> None:
    """Write the file whole or not at all. `other`: what to type for another place. Raises InputError."""
    if path.exists() and not replace and (not path.is_file() or path.read_bytes() != content):
        raise InputError(
            say("{path} is there already.", path=path), say("Name another file, or add --replace.")
        )
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(content)
        half.chmod(0o600)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise InputError(
            say("{path} cannot be written: {error}.", path=path, error=system_says(error)),
            say("Name another place: {other}", other=other),
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
        (say("creditor"), ", ".join(filter(None, (creditor.name, creditor.address, f"{creditor.postcode} {creditor.city}".strip(), _kvk(creditor.kvk), creditor.email, creditor.phone)))),
        (say("debtor"), ", ".join(filter(None, (who.name, who.contact, who.address, f"{who.postcode} {who.city}".strip(), _kvk(who.kvk), who.email, who.phone)))),
        (say("law"), say("{law}; the debtor is {kind}", law=say("Dutch law") if who.law == nl.JURISDICTION else say("Belgian law"), kind=say_as("a debtor", _KINDS[who.kind]))),
    )  # fmt: skip
    left = {i.invoice.id: i.open for i in acc.items}
    statement = tuple(
        (
            i.number,
            iso(i.issued) or "",
            iso(i.due) or "",
            dutch(i.amount),
            dutch(left.get(i.id, 0)),
            say_as("state", state_of(whole, i)),
        )
        for i in whole.facts.invoices
    )
    done = effort(acc, whole.facts)
    lapse = lapses(acc, acc.overdue) if who.law == nl.JURISDICTION else ()
    sections = [
        Section(say("Parties"), parties, wide=1),
        Section(say("Claim"), *_claim_rows(asked), wide=1, right=(2,)),
        Section(say("Statement of account"), ((say("invoice"), say("issued"), say("due"), say("amount"), say("open"), say("state")), *statement), wide=0, right=(3, 4)),
        Section(say("What was done"), tuple(("x" if t.done else "-", t.what, t.said) for t in done), wide=1),
        Section(say("Evidence"), tuple(("x" if e.there else "-", e.what, e.told if e.there else say("missing")) for e in proofs), wide=1),
        Section(say("Limitation"), tuple((x.number, _lapse_words(x, acc.day)) for x in lapse), () if lapse else (say("Nothing is due."),), wide=1),
        Section(say("Looked up"), tuple((iso(x.on) or "", looked_up(x.what), f"{x.found} ({x.source})" if x.source else x.found) for x in looked), () if looked else (say("Nothing was looked up."),), wide=2),
        Section(say("What happened"), tuple((iso(e.on) or "", say_as("timeline", e.kind), e.text) for e in events), wide=2),
        Section(say("Calls and messages"), _calls(whole), wide=3),
        Section(say("Files in this dossier"), tuple((name, hashlib.sha256(c).hexdigest()[:16]) for name, c in packed), (say("The whole SHA-256 of each stands in SHA256SUMS."),), wide=0),
        Section(say("To ask before handing over"), (), tuple(f"- {say(q)}" for q in QUESTIONS)),
    ]  # fmt: skip
    return Index(
        say("Dossier {who}", who=who.name),
        say("As of {day}, by {creditor}", day=dates.full(acc.day), creditor=creditor.name),
        creditor.name,
        acc.day,
        tuple(sections),
        current(),
    )


def _kvk(number: str) -> str:
    return say("KVK {number}", number=number) if number else ""


def _claim_rows(asked: Claim) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    rows = [
        (
            say("principal"),
            say_many(
                "{number}, due {day}, {count} day late",
                "{number}, due {day}, {count} days late",
                i.days_late,
                number=i.invoice.number,
                day=dates.long(i.due),
            ),
            dutch(i.open),
        )
        for i in asked.invoices
    ]
    rows += [
        (say("interest"), say("{number}: {first} to {last}, {days} days, {percent} on {base}", number=x.number, first=dates.long(x.first), last=dates.long(x.last), days=x.days, percent=percent(x.percent), base=dutch(x.base)), dutch(x.amount))
        for x in asked.interest
    ]  # fmt: skip
    rows += [(say("costs"), c.basis, dutch(c.amount)) for c in asked.costs]
    rows += [
        (say("paid"), say("{number}, {day}: on costs {costs}, on interest {interest}", number=r.number, day=dates.long(r.on), costs=dutch(r.to_costs), interest=dutch(r.to_interest)), dutch(-r.to_costs - r.to_interest))
        for r in asked.received
    ]  # fmt: skip
    rows += [
        (say("less"), say("{number}: not asked of who pays in time", number=x.number), dutch(-x.amount))
        for x in asked.let_go
    ]
    rows.append((say("total"), asked.currency, dutch(asked.total)))
    told = (
        [say("Every further day adds {amount} of interest.", amount=euro(asked.per_day))]
        if asked.per_day
        else []
    )
    return tuple(rows), (*told, *asked.warnings)


def _calls(whole: Account) -> tuple[tuple[str, ...], ...]:
    from debcli.cli.timeline import SAID

    return tuple(
        (iso(c.on) or "", say_as("via", c.via), c.with_name or "-", "; ".join(filter(None, (say(SAID[c.outcome]), c.note, say("proof: {proof}", proof=c.proof) if c.proof else ""))))
        for c in whole.facts.contacts
    ) or (("", "", "", say("none logged")),)  # fmt: skip


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
        return say(
            "lapsed on {day} (art. {article} BW)",
            day=dates.long(lapse.barred_from),
            article=lapse.article,
        )
    return say("to be interrupted by {day} at the latest", day=dates.long(lapse.last_safe))
