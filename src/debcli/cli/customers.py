"""Customers: add, edit, list."""

import sqlite3
from typing import Any

import typer

from debcli.cli import fields
from debcli.cli.fields import Language, Law
from debcli.cli.output import emit, safe, table, wrap
from debcli.cli.parameters import CUSTOMER, profile_names
from debcli.cli.report import report
from debcli.cli.run import Run
from debcli.cli.shapes import of_customer
from debcli.errors import InputError, UsageError
from debcli.language import mark_as, say, say_as
from debcli.law.costs import may_agree
from debcli.law.interest import Compounding
from debcli.receivables.called import column_words, customer_kind
from debcli.receivables.facts import Customer, Kind, law_of
from debcli.values.identifiers import parse_iban, parse_kvk, parse_vat
from debcli.values.text import slug as make_slug


def _percent(text: str) -> str:
    return str(fields.percent(text))


def _given(**options: Any) -> dict[str, Any]:
    """The columns that were typed, checked and cleaned."""
    readers = {
        "address": fields.line(mark_as("field", "address")), "city": fields.line(mark_as("field", "city")), "contact": fields.line(mark_as("field", "contact")), "phone": fields.line(mark_as("field", "phone")),
        "postcode": fields.postcode, "email": fields.email, "vat": parse_vat, "iban": parse_iban, "country": fields.country_code,
        "name": fields.line(mark_as("field", "name")), "slug": fields.slug, "interest": _percent,
        "costs_percent": _percent,
    }  # fmt: skip
    found: dict[str, Any] = {}
    for column, value in options.items():
        if value is None:
            continue
        if value == "" and column in {"interest", "costs_percent"}:
            found[column] = None  # back to what the law says
        elif value == "" and column not in {"name", "slug", "country"}:
            found[column] = ""
        elif column == "kvk":
            found[column] = (
                parse_kvk(value)
                if options.get("country") in {None, "NL", "nl"}
                else fields.line(mark_as("field", "company number"))(value)
            )
        else:
            found[column] = readers[column](value) if column in readers else getattr(value, "value", value)
    return found


def _flag(given: bool | None) -> int | None:
    return None if given is None else int(given)


_COUNTRY = typer.Option(None, "--country", metavar="NL|BE|..", help="Default: yours.")
_LARGE = typer.Option(
    None, "--large/--not-large", help="A large company: it must pay a small supplier within 30 days."
)
_INTEREST = typer.Option(
    None, "--interest", metavar="PERCENT", help="Agreed interest a year, in place of the legal rate."
)
_COMPOUNDING = typer.Option(
    None, "--compounding", help="Whether unpaid interest joins the principal each year; by law it does."
)
_COSTS = typer.Option(
    None,
    "--collection-costs",
    metavar="PERCENT",
    help="Agreed collection costs, in place of the legal scale; never of a private person.",
)
_AGREED_TERM = typer.Option(
    None,
    "--agreed-term/--no-agreed-term",
    help="Whether your payment term is agreed, or only printed on the invoice.",
)
_TERM = typer.Option(
    None, "--term", min=0, max=365, metavar="DAYS", help="Payment term agreed with this customer."
)


_PROFILE = typer.Option(
    None,
    "--profile",
    metavar="NAME",
    autocompletion=profile_names,
    help="Rhythm of reminders (debcli profile); else it follows from the cause.",
)


def _known_profile(conn: sqlite3.Connection, values: dict[str, Any]) -> None:
    """Raise InputError when a profile is named that does not exist; an empty name takes it away."""
    from debcli.ledger import read

    if values.get("profile") == "":
        values["profile"] = None
    name = values.get("profile")
    if name is not None and name not in (known := read.profiles(conn)):
        raise InputError(
            say("There is no profile {name!r}.", name=name),
            say("Choose from: {profiles}.", profiles=", ".join(known)),
        )


def add_customer(
    ctx: typer.Context,
    name: str = typer.Argument(..., metavar="NAME", help="As on the invoice.", show_default=False),
    slug: str | None = typer.Option(
        None, "--slug", help="Short name to type; made from the name when left out."
    ),
    kind: Kind = typer.Option(Kind.BUSINESS, "--kind", help="What the customer is."),
    country: str | None = _COUNTRY,
    language: Language = typer.Option(Language.NL, "--language", help="Of the letters."),
    term: int | None = _TERM,
    address: str | None = typer.Option(None, "--address", help="Street and number."),
    postcode: str | None = typer.Option(None, "--postcode", help="Postcode."),
    city: str | None = typer.Option(None, "--city", help="Town."),
    contact: str | None = typer.Option(None, "--contact", help="Whom you speak to."),
    email: str | None = typer.Option(None, "--email", help="E-mail address."),
    phone: str | None = typer.Option(None, "--phone", help="Telephone number."),
    kvk: str | None = typer.Option(None, "--kvk", help="Chamber of commerce number."),
    vat: str | None = typer.Option(None, "--vat", help="VAT number."),
    iban: str | None = typer.Option(None, "--iban", help="The account they pay from."),
    profile: str | None = _PROFILE,
    law: Law | None = typer.Option(
        None, "--law", help="Default: yours for a business, their own for a private person."
    ),
    large: bool | None = _LARGE,
    interest: str | None = _INTEREST,
    compounding: Compounding | None = _COMPOUNDING,
    collection_costs: str | None = _COSTS,
    agreed_term: bool | None = _AGREED_TERM,
) -> None:
    """Add a customer.

    For example: debcli add-customer "Bakkerij Jansen B.V." --phone "06 1234 5678" --email jan@bakkerij.example     debcli add-customer "Anna Smit" --kind consumer
    """
    run = Run.of(ctx)
    values = _given(name=name, slug=slug, kind=kind, country=country, language=language, term_days=term, address=address, postcode=postcode,
                    city=city, contact=contact, email=email, phone=phone, kvk=kvk, vat=vat, iban=iban, profile=profile, law=law, large=_flag(large), interest=interest,
                    compounding=compounding, costs_percent=collection_costs, agreed_term=_flag(agreed_term))  # fmt: skip
    if values.get("costs_percent") is not None:
        may_agree(kind.value)
    from debcli.ledger import read, write

    with run.write() as work:
        creditor = read.creditor(work.raw)
        _known_profile(work.raw, values)
        values.setdefault("country", creditor.country)
        values.setdefault("law", law_of(kind, values["country"], creditor.country))
        values.setdefault("slug", make_slug(values["name"]) or None)
        if slug is None and _cut_short_alike(work.raw, values["slug"], values["name"]):
            values["slug"] = ""  # the ledger numbers it
        elif not values["slug"]:
            raise InputError(
                say("No short name can be made from {name!r}.", name=values["name"]),
                say("Give one with --slug, for example: --slug klant-1"),
            )
        row = write.add_customer(work, **values)
        work.summary = say("customer {name}", name=row.name)
        customer = read.find_customer(work.raw, row.slug)
    report(run, of_customer(customer), [
        _added(customer),
        say("Next: debcli add-invoice {slug} NUMBER AMOUNT", slug=customer.slug),
    ])  # fmt: skip


def _added(customer: Customer) -> str:
    kind = customer_kind(customer.kind)
    if customer.law == "be":
        return say(
            "Added {name} as {slug} ({kind}, Belgian law).", name=customer.name, slug=customer.slug, kind=kind
        )
    return say(
        "Added {name} as {slug} ({kind}, Dutch law).", name=customer.name, slug=customer.slug, kind=kind
    )


def _cut_short_alike(conn: "sqlite3.Connection", slug: str | None, name: str) -> bool:
    """Whether another customer has this short name, and is another: two long names can begin alike."""
    from debcli.ledger import read
    from debcli.values.text import same_name

    known = read.customers(conn)
    return any(c.slug == slug for c in known) and same_name(name) not in {same_name(c.name) for c in known}


def edit_customer(
    ctx: typer.Context,
    customer: str = CUSTOMER,
    name: str | None = typer.Option(None, "--name", help="As on the invoice."),
    slug: str | None = typer.Option(None, "--slug", help="Short name to type."),
    kind: Kind | None = typer.Option(None, "--kind", help="What the customer is."),
    country: str | None = _COUNTRY,
    language: Language | None = typer.Option(None, "--language", help="Of the letters."),
    term: int | None = _TERM,
    address: str | None = typer.Option(None, "--address", help="Street and number."),
    postcode: str | None = typer.Option(None, "--postcode", help="Postcode."),
    city: str | None = typer.Option(None, "--city", help="Town."),
    contact: str | None = typer.Option(None, "--contact", help="Whom you speak to."),
    email: str | None = typer.Option(None, "--email", help="E-mail address."),
    phone: str | None = typer.Option(None, "--phone", help="Telephone number."),
    kvk: str | None = typer.Option(None, "--kvk", help="Chamber of commerce number."),
    vat: str | None = typer.Option(None, "--vat", help="VAT number."),
    iban: str | None = typer.Option(None, "--iban", help="The account they pay from."),
    profile: str | None = _PROFILE,
    law: Law | None = typer.Option(None, "--law", help="Whose law counts."),
    large: bool | None = _LARGE,
    interest: str | None = _INTEREST,
    compounding: Compounding | None = _COMPOUNDING,
    collection_costs: str | None = _COSTS,
    agreed_term: bool | None = _AGREED_TERM,
) -> None:
    """Change what is known of a customer; what is not named stays. An empty text takes a value away.

    For example: debcli edit-customer bakkerij-mol --phone "06 1234 5678"     debcli edit-customer mol --term 14 --profile gentle
    """
    run = Run.of(ctx)
    values = _given(name=name, slug=slug, kind=kind, country=country, language=language, term_days=term, address=address, postcode=postcode,
                    city=city, contact=contact, email=email, phone=phone, kvk=kvk, vat=vat, iban=iban, profile=profile, law=law, large=_flag(large), interest=interest,
                    compounding=compounding, costs_percent=collection_costs, agreed_term=_flag(agreed_term))  # fmt: skip
    if not values:
        raise UsageError(
            say("Nothing to change was named."),
            say("For example: debcli edit-customer {customer} --phone '06 1234 5678'", customer=customer),
        )
    from debcli.ledger import read, write

    with run.write() as work:
        before = read.find_customer(work.raw, customer)
        _known_profile(work.raw, values)
        if {"kind", "country"} & set(values):  # who a customer is in law decides which law
            who = (values.get("kind", before.kind), values.get("country", before.country))
            values.setdefault("law", law_of(*who, read.creditor(work.raw).country))
        if values.get("costs_percent", before.costs_percent) is not None:
            may_agree(str(values.get("kind", before.kind)))
        changed = write.edit_customer(work, before.id, values)
        work.summary = say(
            "{name}: {fields} changed", name=before.name, fields=", ".join(map(column_words, changed))
        )
        now = read.find_customer(work.raw, values.get("slug", before.slug))
    told = [f"{column_words(column)}: {old or '-'} -> {new or '-'}" for column, (old, new) in changed.items()]
    report(
        run,
        of_customer(now),
        [f"{now.name} ({now.slug})", *told] if told else [say("{name}: that was already so.", name=now.name)],
    )


def customers(ctx: typer.Context) -> None:
    """List the customers with what is open on each.

    For example: debcli customers     debcli customers --json
    """
    run = Run.of(ctx)
    from debcli.ledger import read
    from debcli.receivables.account import account, left_of_claims
    from debcli.values.money import euro, plain

    with run.read() as conn:
        everyone = read.customers(conn)
        book = read.book(conn, run.day)
    open_on: dict[int, dict[str, int]] = {}
    rests: dict[int, int] = {}
    for facts in book.facts:
        sums = open_on.setdefault(facts.customer.id, {})
        acc = account(facts, run.day, book.practice)
        rests[facts.customer.id] = sum(left_of_claims(acc).values())
        for item in acc.items:
            sums[item.invoice.currency] = sums.get(item.invoice.currency, 0) + item.open
    if run.json:
        emit(
            {
                "customers": [
                    {
                        **of_customer(c),
                        "open": {k: plain(v) for k, v in open_on.get(c.id, {}).items()},
                        "rest_claim": plain(rests.get(c.id, 0)),
                    }
                    for c in everyone
                ]
            }
        )
        return
    if not everyone:
        print(say("No customers yet. Add one: debcli add-customer NAME      or: debcli import FILE"))
        return
    rows = [
        [c.slug, c.name, c.phone, " + ".join(euro(v, k) for k, v in open_on.get(c.id, {}).items())]
        for c in everyone
    ]
    print(
        table(
            [say("customer"), say("name"), say("phone"), say_as("money", "open")], rows, right=frozenset({3})
        )
    )
    for c in everyone:
        if rests.get(c.id):
            left = say(
                "{amount} of the interest and costs claimed of {name} is left (debcli claim {slug})",
                amount=euro(rests[c.id]),
                name=c.name,
                slug=c.slug,
            )
            print(wrap(safe(left), ""))
