"""config: who the user is and how he works, to look at and to mend."""

import difflib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import typer

from debcli.cli import fields
from debcli.cli.fields import Country, LegalForm
from debcli.cli.output import emit, safe, style, table, wrap
from debcli.cli.report import report
from debcli.cli.run import Run
from debcli.errors import InputError
from debcli.language import mark, mark_as, say
from debcli.letters.settable import LETTER_SETTINGS
from debcli.receivables.facts import Creditor
from debcli.receivables.settable import SETTINGS, Setting, choice, whole
from debcli.values.identifiers import parse_iban, parse_kvk, parse_vat, show_iban

ALL_SETTINGS = (*SETTINGS, *LETTER_SETTINGS)


class Datum(NamedTuple):
    """Something of the creditor: its column, how it is read and shown, and what it is for. `optional`: may be empty."""

    name: str
    column: str
    parse: Callable[[str], Any]
    means: str
    optional: bool = True
    show: Callable[[Any], str] = str


def _yes_no(text: str) -> bool:
    answer = text.strip().lower()
    if answer not in {"yes", "no", "ja", "nee"}:
        raise InputError(say("{text!r} is not yes or no.", text=text), say("Type yes or no."))
    return answer in {"yes", "ja"}


CREDITOR: tuple[Datum, ...] = (
    Datum("name", "name", fields.line(mark_as("field", "name")), mark("The name on your invoices"), optional=False),
    Datum("iban", "iban", parse_iban, mark("The account to be paid on"), optional=False, show=show_iban),
    Datum("address", "address", fields.line(mark_as("field", "address")), mark("Street and number; heads your letters")),
    Datum("postcode", "postcode", fields.postcode, mark("Of your address")),
    Datum("city", "city", fields.line(mark_as("field", "city")), mark("Of your address")),
    Datum("country", "country", choice(Country).parse, mark("Whose law and holidays count: NL or BE"), optional=False),
    Datum("kvk", "kvk", fields.line(mark_as("field", "company number"), 30), mark("Chamber of commerce number")),
    Datum("vat", "vat", parse_vat, mark("VAT number")),
    Datum("email", "email", fields.email, mark("For questions; on your letters")),
    Datum("phone", "phone", fields.line(mark_as("field", "phone")), mark("For questions; on your letters")),
    Datum("contact", "contact", fields.line(mark_as("field", "contact")), mark("Whom customers can ask for")),
    Datum("legal-form", "legal_form", choice(LegalForm).parse, mark("eenmanszaak, vof or bv: letters say I or we"), optional=False),
    Datum("term", "term_days", whole(0, 365).parse, mark("Your usual payment term in days"), optional=False),
    Datum("vat-reclaim", "reclaims_vat", _yes_no, mark("Can you reclaim VAT? KOR or exempt: no"), optional=False,
          show=lambda value: say("yes") if value else say("no")),
)  # fmt: skip


def config(
    ctx: typer.Context,
    name: str | None = typer.Argument(
        None, metavar="[NAME]", help="Which one; without it you see all.", show_default=False
    ),
    value: str | None = typer.Argument(None, metavar="[VALUE]", help="Its new value.", show_default=False),
    reset: bool = typer.Option(False, "--reset", help="Back to the usual value of a setting."),
) -> None:
    """Who you are and how you work: lists it, or changes one. An empty text takes a value away.

    For example: debcli config     debcli config phone "030 765 4321"     debcli config rest-claim-from 25
    """
    run = Run.of(ctx)
    if name is None:
        _list(run)
        return
    known = {d.name: d for d in CREDITOR} | {s.name: s for s in ALL_SETTINGS}
    meant = known.get(name.strip().lower())
    if meant is None:
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        hint = say("Did you mean {near}?", near=near[0]) if near else say("See them with: debcli config")
        raise InputError(say("There is nothing called {name!r} to set.", name=name), hint).meaning(
            name, near[0] if near else None
        )
    if reset:
        if isinstance(meant, Datum) or value is not None:
            raise InputError(
                say("--reset is for a setting alone."),
                say("Type: debcli config {name} VALUE", name=meant.name),
            )
        value = meant.form.show(meant.usual)
    if value is None:
        _list(run, meant.name)
        return
    _change(run, meant, value)


def _change(run: Run, meant: Datum | Setting, value: str) -> None:
    from debcli.ledger import read, write

    old: Any
    new: Any
    show: Callable[[Any], str]
    machine: Callable[[Any], Any]
    with run.write() as work:
        if isinstance(meant, Setting):
            show, machine = meant.form.show, meant.form.machine
            old, new = meant.value(read.settings(work.raw)), meant.form.parse(value)
            write.set_setting(work, meant.name, meant.form.store(new))
        else:
            before = read.creditor(work.raw)
            show, machine = partial(_show, meant), _as_is
            old, new = getattr(before, meant.column), _read(meant, value, before)
            write.edit_creditor(work, **{meant.column: int(new) if isinstance(new, bool) else new})
        said = f"{meant.name}: {show(old) or '-'} -> {show(new) or '-'}"
        work.summary = said
    if old == new:
        said = say("{name}: that was already so.", name=meant.name)
    report(run, {"name": meant.name, "value": machine(new), "was": machine(old)}, [said])


def _as_is(value: Any) -> Any:
    return value


def _read(datum: Datum, text: str, creditor: Creditor) -> Any:
    """A value of the creditor's own, as typed. Raises InputError."""
    if not text.strip():
        if not datum.optional:
            raise InputError(
                say("{name} cannot be empty.", name=datum.name),
                say("Type: debcli config {name} VALUE", name=datum.name),
            )
        return ""
    parse = parse_kvk if datum.column == "kvk" and creditor.country == Country.NL else datum.parse
    found = parse(text)
    return getattr(found, "value", found)


def _list(run: Run, only: str | None = None) -> None:
    from debcli.ledger import read

    with run.read() as conn:
        creditor, kept = read.creditor(conn), read.settings(conn)
    data = [(d, getattr(creditor, d.column)) for d in CREDITOR if only in {None, d.name}]
    chosen = [(s, s.value(kept)) for s in ALL_SETTINGS if only in {None, s.name}]
    if run.json:
        emit({
            "creditor": {d.name: found for d, found in data},
            "settings": [
                {"name": s.name, "value": s.form.machine(value), "usual": s.form.machine(s.usual), "means": say(s.means)} for s, value in chosen
            ],
        })  # fmt: skip
        return
    if only is not None:
        for d, found in data:
            print(wrap(f"{d.name}: {safe(_show(d, found)) or '-'}", ""))
        for s, value in chosen:
            print(
                say(
                    "{name}: {value} (usual: {usual})",
                    name=s.name,
                    value=s.form.show(value),
                    usual=s.form.show(s.usual),
                )
            )
        print(wrap(f"{say(data[0][0].means if data else chosen[0][0].means)}.", ""))
        return
    print(style(run, say("You"), "bold"))
    print(
        table(
            [say("name"), say("value"), say("for")],
            [[d.name, _show(d, found), say(d.means)] for d, found in data],
        )
    )
    print()
    print(style(run, say("Settings"), "bold"))
    for s, value in chosen:
        usual = "" if value == s.usual else f"   {say('(usual: {usual})', usual=s.form.show(s.usual))}"
        print(f"{s.name}  {s.form.show(value)}{usual}")
        print(wrap(f"{say(s.means)}.", "  "))
    print()
    print(say("Change one: debcli config NAME VALUE"))


def _show(datum: Datum, value: Any) -> str:
    return datum.show(value) if value != "" else ""
