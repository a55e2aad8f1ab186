"""What is set up, written through SQLModel: the user, customers, settings, profiles and rates.

Values come in checked; what only the ledger can know (a slug or number that is taken) is checked here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from debcli.errors import InputError
from debcli.language import say, say_as
from debcli.ledger import tables
from debcli.ledger.journal import Unit
from debcli.values.dates import long
from debcli.values.text import SLUG_MAX
from debcli.values.text import slug as make_slug


def set_creditor(work: Unit, **values: Any) -> None:
    """Write who the user is."""
    work.add(tables.Creditor(id=1, **values))


def edit_creditor(work: Unit, **values: Any) -> None:
    """Change the given columns of who the user is."""
    row = work.session.get_one(tables.Creditor, 1)
    for column, value in values.items():
        setattr(row, column, value)
    work.session.flush()


def add_customer(work: Unit, *, name: str, slug: str = "", **values: Any) -> tables.Customer:
    """Write a new customer; without a slug a free one is made from the name. Raises InputError when the slug is taken."""
    chosen = slug or _free_slug(work, name)
    if slug and _taken(work, slug):
        raise InputError(
            say("There is a customer {slug!r} already.", slug=slug),
            say("See it with: debcli show {slug}      (or give another --slug)", slug=slug),
        )
    row = tables.Customer(name=name, slug=chosen, **values)
    work.add(row)
    return row


def _taken(work: Unit, slug: str) -> bool:
    return (
        work.session.exec(select(tables.Customer.id).where(tables.Customer.slug == slug)).first() is not None
    )


def _free_slug(work: Unit, name: str) -> str:
    base = make_slug(name) or "customer"
    number, chosen = 1, base
    while _taken(work, chosen):
        number += 1
        chosen = f"{base[: SLUG_MAX - len(f'-{number}')].rstrip('-')}-{number}"
    return chosen


def edit_customer(work: Unit, customer_id: int, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Change the given columns; gives what changed, old and new."""
    row = work.session.get_one(tables.Customer, customer_id)
    if "slug" in values and values["slug"] != row.slug and _taken(work, values["slug"]):
        raise InputError(
            say("There is a customer {slug!r} already.", slug=values["slug"]),
            say("Choose another --slug."),
        )
    changed = {k: (getattr(row, k), v) for k, v in values.items() if getattr(row, k) != v}
    for column, (_, new) in changed.items():
        setattr(row, column, new)
    work.session.flush()
    return changed


def set_setting(work: Unit, name: str, value: str) -> None:
    """Write a setting, new or in place of what it was."""
    row = work.session.exec(select(tables.Setting).where(tables.Setting.name == name)).first()
    if row is None:
        work.add(tables.Setting(name=name, value=value))
        return
    row.value = value
    work.session.flush()


def set_profile(work: Unit, name: str, content: str) -> None:
    """Write a profile's text, new or in place of what it was."""
    row = work.session.exec(select(tables.Profile).where(tables.Profile.name == name)).first()
    if row is None:
        work.add(tables.Profile(name=name, content=content))
        return
    row.content = content
    work.session.flush()


def remove_profile(work: Unit, name: str) -> None:
    """Take a profile's text away."""
    row = work.session.exec(select(tables.Profile).where(tables.Profile.name == name)).one()
    work.session.delete(row)
    work.session.flush()


def add_rate(work: Unit, *, jurisdiction: str, kind: str, valid_from: date, percent: str, source: str) -> int:
    """Write a rate the user looked up. Raises InputError when there is one from that day."""
    wanted = (
        tables.Rate.jurisdiction == jurisdiction,
        tables.Rate.kind == kind,
        tables.Rate.valid_from == valid_from,
    )
    if work.session.exec(select(tables.Rate.id).where(*wanted)).first() is not None:
        raise InputError(
            say(
                "You added a {kind} rate from {day} before.", kind=say_as("rate", kind), day=long(valid_from)
            ),
            say("Take that back first: debcli undo"),
        )
    return work.add(
        tables.Rate(
            jurisdiction=jurisdiction, kind=kind, valid_from=valid_from, percent=percent, source=source
        )
    )
