"""The ledger itself: init, undo, journal."""

from dataclasses import replace

import typer

from debcli.cli import ask
from debcli.cli.fields import Country, LegalForm, email, line, postcode
from debcli.cli.output import emit, safe, table
from debcli.cli.run import Run
from debcli.cli.shapes import iso
from debcli.values.identifiers import parse_iban, parse_kvk, parse_vat, show_iban


def init(
    ctx: typer.Context,
    name: str | None = typer.Option(None, "--name", help="The name on your invoices."),
    iban: str | None = typer.Option(None, "--iban", help="The account to be paid on."),
    address: str | None = typer.Option(None, "--address", help="Street and number."),
    postcode_: str | None = typer.Option(None, "--postcode"),
    city: str | None = typer.Option(None, "--city"),
    country: Country = typer.Option(Country.NL, "--country"),
    kvk: str | None = typer.Option(None, "--kvk", help="Chamber of commerce number."),
    vat: str | None = typer.Option(None, "--vat", help="VAT number."),
    email_: str | None = typer.Option(None, "--email"),
    phone: str | None = typer.Option(None, "--phone"),
    contact: str | None = typer.Option(None, "--contact", help="Whom customers can ask for."),
    legal_form: LegalForm = typer.Option(LegalForm.EENMANSZAAK, "--legal-form"),
    term: int = typer.Option(30, "--term", min=0, max=365, metavar="DAYS", help="Your usual payment term."),
    no_vat_reclaim: bool = typer.Option(
        False, "--no-vat-reclaim", help="You cannot reclaim VAT (KOR or exempt)."
    ),
) -> None:
    """Make the ledger. It asks only what a lawful letter needs.

    For example: debcli init --name "Studio Vos" --iban NL91ABNA0417164300
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
            print(f"The ledger of {safe(found.name)} is at {run.ledger}; nothing was changed.")
        return
    values = {
        "name": ask.required(run, name, "--name", "The name on your invoices", line("name")),
        "iban": ask.required(run, iban, "--iban", "Your IBAN (where customers pay)", parse_iban),
        "address": ask.optional(
            run, address, "Street and number (it heads your letters)", line("address"), ""
        ),
        "postcode": ask.optional(run, postcode_, "Postcode", postcode, ""),
        "city": ask.optional(run, city, "City", line("city"), ""),
        "kvk": ask.optional(
            run, kvk, "KvK number", parse_kvk if country == Country.NL else line("KBO number"), ""
        ),
        "vat": ask.optional(run, vat, "VAT number", parse_vat, ""),
        "email": ask.optional(run, email_, "E-mail for questions", email, ""),
        "phone": ask.optional(run, phone, "Phone for questions", line("phone"), ""),
        "contact": line("contact")(contact) if contact else "",
        "country": country.value,
        "legal_form": legal_form.value,
        "term_days": term,
        "reclaims_vat": int(not no_vat_reclaim),
    }
    from debcli.ledger import write

    with making(run.ledger) as new, replace(run, ledger=new).write() as work:
        write.set_creditor(work, **values)
        work.summary = f"ledger of {values['name']}"
    if run.json:
        emit(
            {
                "ledger": str(run.ledger),
                "created": True,
                "creditor": {"name": values["name"], "iban": values["iban"]},
            }
        )
        return
    print(
        f"Ledger made at {run.ledger} for {safe(str(values['name']))}, paid on {show_iban(str(values['iban']))}."
    )
    missing = [word for word in ("address", "city", "kvk", "email", "phone") if not values[word]]
    if missing:
        print(f"Letters will want this too: {', '.join(missing)}.")
    print("Next: debcli import FILE...      or      debcli add-customer NAME")


def undo(ctx: typer.Context) -> None:
    """Take back the last command that changed something.

    For example: debcli undo     debcli undo --dry-run
    """
    run = Run.of(ctx)
    from debcli.ledger.journal import undo_last

    with run.write() as work:
        undone = undo_last(work)
    if run.json:
        emit(
            {
                "id": work.entry,
                "undone": {"id": undone.id, "command": undone.command, "summary": undone.summary},
                "next": None,
            }
        )
        return
    print(f"{'Would undo' if run.dry_run else 'Undone'}: {safe(undone.summary or undone.command)}")
    print(f"It was: {safe(undone.command)}")


def journal(
    ctx: typer.Context,
    limit: int = typer.Option(20, "--limit", min=1, metavar="N", help="The newest N."),
) -> None:
    """What was done, newest first.

    For example: debcli journal     debcli journal --limit 100
    """
    run = Run.of(ctx)
    from debcli.ledger import read

    with run.read() as conn:
        entries = read.journal(conn, limit)
    if run.json:
        emit({"entries": [{**e._asdict(), "day": iso(e.day)} for e in entries]})
        return
    if not entries:
        print("Nothing was recorded yet.")
        return
    rows = [
        [
            str(e.id),
            e.at[:16].replace("T", " "),
            e.summary + (f" (undone by {e.undone_by})" if e.undone_by else ""),
        ]
        for e in entries
    ]
    print(table(["no", "when", "what"], rows, right=frozenset({0})))
