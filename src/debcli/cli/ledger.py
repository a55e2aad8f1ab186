"""The ledger itself: init, undo, journal."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from debcli.cli import ask
from debcli.cli.fields import Country, LegalForm, email, line, postcode
from debcli.cli.output import emit, note, safe, table, wrap
from debcli.cli.parameters import customers_or_invoices
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.language import mark, mark_as, say, say_as
from debcli.values.identifiers import parse_iban, parse_kvk, parse_vat, show_iban

if TYPE_CHECKING:
    from debcli.ledger.undoing import Taken


_FromAnswers = Callable[[Mapping[str, Any]], str]
_Reader = Callable[[Mapping[str, Any]], Callable[[str], Any]]


def init(
    ctx: typer.Context,
    name: str | None = typer.Option(None, "--name", help="The name on your invoices."),
    iban: str | None = typer.Option(None, "--iban", help="The account to be paid on."),
    address: str | None = typer.Option(None, "--address", help="Street and number."),
    postcode_: str | None = typer.Option(None, "--postcode", help="Postcode."),
    city: str | None = typer.Option(None, "--city", help="Town."),
    country: Country | None = typer.Option(None, "--country", help="Default: that of your IBAN."),
    kvk: str | None = typer.Option(None, "--kvk", help="Chamber of commerce number."),
    vat: str | None = typer.Option(None, "--vat", help="VAT number."),
    email_: str | None = typer.Option(None, "--email", help="E-mail address."),
    phone: str | None = typer.Option(None, "--phone", help="Telephone number."),
    contact: str | None = typer.Option(None, "--contact", help="Whom customers can ask for."),
    legal_form: LegalForm = typer.Option(
        LegalForm.EENMANSZAAK, "--legal-form", help="An eenmanszaak writes I, the others we."
    ),
    term: int = typer.Option(30, "--term", min=0, max=365, metavar="DAYS", help="Your usual payment term."),
    no_vat_reclaim: bool = typer.Option(
        False, "--no-vat-reclaim", help="You cannot reclaim VAT (KOR or exempt)."
    ),
) -> None:
    """Make the ledger. It asks only what a lawful letter needs.

    For example: debcli init     debcli init --name "Studio Vos" --iban NL91ABNA0417164300
    """
    run = Run.of(ctx)
    from debcli.ledger import read
    from debcli.ledger.connection import making

    if run.ledger.exists():
        with run.read() as conn:
            found = read.creditor(conn)
        if run.json:
            emit(
                {
                    "ledger": str(run.ledger),
                    "created": False,
                    "creditor": {"name": found.name, "iban": found.iban},
                }
            )
        else:
            there = say(
                "The ledger of {name} is at {ledger}; nothing was changed.",
                name=safe(found.name),
                ledger=run.ledger,
            )
            print(there)  # a path is there to be copied: never folded
        return
    values = _asked(run, country, name, iban, address, postcode_, city, kvk, vat, contact, email_, phone)
    values |= {
        "country": _country(country, values).value,
        "legal_form": legal_form.value,
        "term_days": term,
        "reclaims_vat": int(not no_vat_reclaim),
    }
    from debcli.ledger import write

    with making(run.ledger) as new, run.but(ledger=new).write() as work:
        write.set_creditor(work, **values)
        work.summary = say("ledger of {name}", name=values["name"])
    if run.json:
        emit(
            {
                "ledger": str(run.ledger),
                "created": True,
                "creditor": {"name": values["name"], "iban": values["iban"]},
            }
        )
        return
    made = say(
        "Ledger made at {ledger} for {name}, paid on {iban}.",
        ledger=run.ledger,
        name=safe(str(values["name"])),
        iban=show_iban(str(values["iban"])),
    )
    print(wrap(made, ""))
    missing = [word for word in ("address", "city", "kvk", "email", "phone") if not values[word]]
    if missing:
        print(
            wrap(
                say(
                    "Letters will want this too: {names}. Type each with: debcli config NAME VALUE",
                    names=", ".join(missing),
                ),
                "",
            )
        )
    print(say("Next: debcli import FILE...      or      debcli add-customer NAME"))


def _country(country: Country | None, answers: Mapping[str, Any]) -> Country:
    """The country given, else that of the IBAN."""
    return country or (Country.BE if answers["iban"].startswith("BE") else Country.NL)


def _asked(
    run: Run, country: Country | None, name: str | None, iban: str | None, address: str | None, postcode_: str | None, city: str | None,
    kvk: str | None, vat: str | None, contact: str | None, email_: str | None, phone: str | None,
) -> dict[str, Any]:  # fmt: skip
    """What a letter needs of the creditor: as given, else asked on a terminal."""
    if run.interactive:
        note(say("Enter skips what may be skipped; back goes to the question before."))

    def text(said: str) -> _FromAnswers:
        return lambda _answers: said

    def located(said: str) -> _FromAnswers:
        return lambda answers: said if answers["address"] else ""

    def plain(parse: Callable[[str], Any]) -> _Reader:
        return lambda _answers: parse

    def dutch(answers: Mapping[str, Any]) -> bool:
        return _country(country, answers) == Country.NL

    def number(answers: Mapping[str, Any]) -> str:
        if dutch(answers):
            return say("KVK number (a letter of a business shows it)")
        return say("KBO number (a letter of a business shows it)")

    def number_of(answers: Mapping[str, Any]) -> Callable[[str], Any]:
        return parse_kvk if dutch(answers) else line(mark_as("field", "KBO number"))

    def words(field: str) -> _Reader:
        return plain(line(field))

    one = ask.Question
    return ask.in_a_row(run, (
        one("name", name, text(say("The name on your invoices (it signs your letters)")), words(mark_as("field", "name")), "--name"),
        one("iban", iban, text(say("Your IBAN (your letters say where to pay)")), plain(parse_iban), "--iban"),
        one("address", address, text(say("Street and number (it heads your letters)")), words(mark_as("field", "address"))),
        one("postcode", postcode_, located(say("Postcode")), plain(postcode)),
        one("city", city, located(say("City")), words(mark_as("field", "city"))),
        one("kvk", kvk, number, number_of),
        one("vat", vat, text(say("VAT number (it stands below your letters)")), plain(parse_vat)),
        one("contact", contact, text(say("Your own name (whom customers ask for)")), words(mark_as("field", "contact"))),
        one("email", email_, text(say("E-mail (where customers write to you)")), plain(email)),
        one("phone", phone, text(say("Phone (many who cannot pay would rather ring)")), words(mark_as("field", "phone"))),
    ))  # fmt: skip


def undo(
    ctx: typer.Context,
    count: int = typer.Argument(1, metavar="[N]", min=1, help="How many commands to take back."),
) -> None:
    """Take back the last command that changed something, or the last N; all of them or none.

    For example: debcli undo     debcli undo 3 --dry-run
    """
    run = Run.of(ctx)
    from debcli.ledger.undoing import undo as take_back

    with run.write() as work:
        taken = take_back(work, count)
    if run.json:
        undone = [one._asdict() for one in taken]
        emit({"id": work.entry, "undone": undone[0], "all": undone, "next": "debcli redo"})
        return
    _say_taken(mark("Would undo: {what}") if run.dry_run else mark("Undone: {what}"), taken)
    if not run.dry_run:
        print(say("Not meant? debcli redo"))


def redo(ctx: typer.Context) -> None:
    """Do again what the last undo took back; possible until something else is recorded.

    For example: debcli redo     debcli redo --dry-run
    """
    run = Run.of(ctx)
    from debcli.ledger.undoing import redo as do_again

    with run.write() as work:
        taken = do_again(work)
    if run.json:
        emit({"id": work.entry, "redone": [one._asdict() for one in taken], "next": None})
        return
    _say_taken(mark("Would do again: {what}") if run.dry_run else mark("Done again: {what}"), taken)


def _say_taken(text: str, taken: "Sequence[Taken]") -> None:
    for one in taken:
        print(say(text, what=safe(one.summary or one.command)))
        print(say("It was: {command}", command=safe(one.command)))


def journal(
    ctx: typer.Context,
    limit: int = typer.Option(20, "--limit", min=1, metavar="N", help="The newest N."),
    of: str | None = typer.Option(
        None,
        "--of",
        metavar="INVOICE|CUSTOMER",
        autocompletion=customers_or_invoices,
        help="Only what was done to this one, and what that changed.",
    ),
) -> None:
    """What was done, newest first; or the whole past of one invoice or customer.

    For example: debcli journal     debcli journal --limit 100     debcli journal --of 2026-001
    """
    run = Run.of(ctx)
    from debcli.ledger import read

    if of is not None:
        _show_past(run, of, limit)
        return
    with run.read() as conn:
        entries = read.journal(conn, limit)
    if run.json:
        emit({"entries": [{**e._asdict(), "day": iso(e.day)} for e in entries]})
        return
    if not entries:
        print(say("Nothing was recorded yet."))
        return
    rows = [[str(e.id), _when(e.at), _undone(e.summary, e.undone_by)] for e in entries]
    print(table([say_as("journal", "no"), say("when"), say("what")], rows, right=frozenset({0})))


def _show_past(run: Run, text: str, limit: int) -> None:
    from debcli.ledger import story

    with run.read() as conn:
        thing = story.find(conn, text)
        changes = story.of(conn, thing)[::-1][:limit]
    if run.json:
        emit({"of": {"table": thing.table, "id": thing.id, "name": thing.name},
              "entries": [{**c._asdict(), "lines": list(c.lines)} for c in changes]})  # fmt: skip
        return
    for change in changes:
        print(
            wrap(safe(f"{change.entry}  {_when(change.at)}  {_undone(change.summary, change.undone_by)}"), "")
        )
        for said in change.lines:
            print(wrap(safe(said), "    "))


def _when(at: str) -> str:
    return at[:16].replace("T", " ")


def _undone(summary: str, by: int | None) -> str:
    return say("{what} (undone by {number})", what=summary, number=by) if by else summary
