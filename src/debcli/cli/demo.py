"""demo: a lifelike ledger in a scratch place, one customer for each rule, and the morning it gives."""

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from debcli.cli.folders import require_folder
from debcli.cli.output import emit
from debcli.cli.run import Run
from debcli.language import say
from debcli.receivables.account import account, solve_by
from debcli.receivables.agreements import schedule
from debcli.receivables.booking import book_payment
from debcli.receivables.claim import claim
from debcli.receivables.correspondence import Wanted
from debcli.receivables.facts import Cause, LetterKind, Outcome
from debcli.settings import at_home
from debcli.values.dates import parse_step

if TYPE_CHECKING:
    from debcli.ledger.journal import Unit

DAY = date(2026, 10, 26)  # a Monday; what happened before it is told below
_TERM = timedelta(30)


def demo(
    ctx: typer.Context,
    out: Path | None = typer.Option(
        None, "--out", metavar="DIR", help="Where to make it; default a new temporary folder."
    ),
) -> None:
    """Make a lifelike ledger to try things on, and show its morning. Your own ledger is not touched.

    For example: debcli demo     debcli demo --out proef
    """
    run = Run.of(ctx)
    if out is not None:
        out = at_home(out)
        require_folder(run, out.parent)
    folder = out or Path(tempfile.mkdtemp(prefix="debcli-demo-"))
    here = run.but(ledger=folder / "ledger.db", day=DAY)
    build(here)
    if run.json:
        emit({"ledger": str(here.ledger), "date": DAY.isoformat()})
        return
    from debcli.cli.morning import show_today

    print(say("A freelancer's morning, made up: {ledger}", ledger=here.ledger) + "\n")
    show_today(here)
    print("\n" + say("Go on with it; your own ledger is not touched:"))
    print(f"  export DEBCLI_LEDGER={here.ledger}\n  export DEBCLI_DATE={DAY.isoformat()}")
    print("  debcli today --waiting\n  debcli show belofte\n  debcli letter drukkerij")
    print(say("And back: {command}", command="unset DEBCLI_LEDGER DEBCLI_DATE"))


def build(run: Run) -> None:
    """Write the demo's facts, each on its own day."""
    from debcli.ledger import write
    from debcli.ledger.connection import making
    from debcli.ledger.journal import unit

    with (
        making(run.ledger) as place,
        unit(place, command="debcli demo", day=DAY, now=datetime.now().astimezone()) as work,
    ):
        write.set_creditor(
            work, name="Studio Vos", iban="NL91ABNA0417164300", address="Oudegracht 12", postcode="3511 AM", city="Utrecht", kvk="12345678",
            vat="NL123456782B12", email="vos@studio.example", phone="030 123 4567", contact="Noor Vos",
        )  # fmt: skip
        _tell(_Story(work))
        work.summary = say("the demo")


class _Story:
    """Writes what happened to one customer after another. Days are given as days before the demo's day."""

    def __init__(self, work: "Unit") -> None:
        self.work = work
        self.customer = self.invoice = 0
        self.due = DAY
        self.amount = 0
        self.number = 0

    def owes(
        self, name: str, cents: int, *, late: int, phone: str, contact: str, city: str, **more: str
    ) -> None:
        from debcli.ledger import booked, write

        self.number += 1
        street = f"Havenstraat {self.number}"
        row = write.add_customer(self.work, name=name, phone=phone, contact=contact, city=city, address=street,
                                 postcode=f"10{self.number:02d} AB", email=f"{contact.split(maxsplit=1)[0].lower()}@{city.lower()}.example", **more)  # fmt: skip
        self.customer, self.due, self.amount = int(row.id or 0), DAY - timedelta(late), cents
        self.invoice = booked.add_invoice(self.work, customer_id=self.customer, number=f"2026-{self.number:03d}", amount=cents,
                                         issued=self.due - _TERM, due=self.due)  # fmt: skip

    def call(
        self,
        ago: int,
        outcome: Outcome,
        person: str = "",
        *,
        promised: int = 0,
        by: int = 0,
        cause: Cause | None = None,
        note: str = "",
    ) -> int:
        """`promised` cents `by` so many days before the demo's day (below 0: after it)."""
        from debcli.ledger import talk

        on = DAY - timedelta(ago)
        contact = talk.record_contact(self.work, customer_id=self.customer, on=on, via="phone", outcome=outcome, invoices=[self.invoice],
                                       with_name=person, cause=cause, note=note)  # fmt: skip
        if promised:
            talk.record_promise(
                self.work,
                customer_id=self.customer,
                contact_id=contact,
                made_on=on,
                by=DAY - timedelta(by),
                amount=promised,
                invoices=[self.invoice],
            )
        if outcome == Outcome.DISPUTES:
            until = solve_by(on, "NL")
            talk.record_dispute(
                self.work,
                customer_id=self.customer,
                invoice_id=self.invoice,
                on=on,
                solve_by=until,
                about=note,
                contact_id=contact,
            )
        return contact

    def owes_more(self, cents: int, *, late: int) -> None:
        """Another invoice of the same customer."""
        from debcli.ledger import booked

        self.number += 1
        self.due, self.amount = DAY - timedelta(late), cents
        self.invoice = booked.add_invoice(self.work, customer_id=self.customer, number=f"2026-{self.number:03d}", amount=cents,
                                         issued=self.due - _TERM, due=self.due)  # fmt: skip

    def plan(self, ago: int, parts: int, person: str) -> None:
        """A plan of monthly parts, the first one at once."""
        from debcli.ledger import talk

        on = DAY - timedelta(ago)
        contact = self.call(ago, Outcome.PLAN, person)
        instalments = schedule(self.amount, on, parse_step("1m"), parts)
        talk.record_plan(self.work, customer_id=self.customer, contact_id=contact, made_on=on,
                          instalments=instalments, invoices=[self.invoice])  # fmt: skip

    def letter(self, ago: int, kind: LetterKind, *, contact: int | None = None, sent: bool = True) -> None:
        from debcli.ledger import letters, read
        from debcli.letters.draft import draft
        from debcli.letters.forms import forms

        on = DAY - timedelta(ago)
        acc = account(read.history(self.work.raw, self.customer), on)
        made, fact = draft(acc, read.creditor(self.work.raw), Wanted(kind, acc.items, contact))
        number = letters.record_letter(self.work, fact, forms(made))
        if sent:
            letters.mark_sent(self.work, number, on=on, via="email", deadline=fact.pay_by)

    def paid(self, ago: int, cents: int = 0) -> None:
        """So many cents; else all that can be claimed on that day."""
        from debcli.ledger import booked, read

        facts = read.history(self.work.raw, self.customer)
        cents = cents or claim(account(facts, DAY - timedelta(ago))).total
        booking = book_payment(facts, cents, DAY - timedelta(ago))
        booked.record_payment(
            self.work, customer_id=self.customer, amount=cents, on=DAY - timedelta(ago), booking=booking
        )


def _tell(s: _Story) -> None:  # noqa: PLR0915  (a story is as long as it is)
    s.owes("Belofte Bouw B.V.", 121_000, late=25, phone="06 1234 5678", contact="Els Bouw", city="Almere")
    s.call(25, Outcome.SPOKE, "Els Bouw")
    s.letter(18, LetterKind.HERINNERING)
    s.letter(
        10, LetterKind.BEVESTIGING, contact=s.call(10, Outcome.PROMISE, "Els Bouw", promised=50_000, by=3)
    )

    s.owes("Drukkerij Peeters", 54_450, late=42, phone="06 2222 3333", contact="Wim Peeters", city="Breda")
    s.call(42, Outcome.NO_ANSWER)
    s.call(41, Outcome.NO_ANSWER)
    s.call(40, Outcome.NO_ANSWER)
    s.letter(35, LetterKind.HERINNERING)
    s.call(28, Outcome.SPOKE, "Wim Peeters", note="zou het uitzoeken")
    s.letter(17, LetterKind.AANMANING)

    s.owes("Piet Pieters Advies", 30_250, late=0, phone="06 2345 6789", contact="Piet Pieters", city="Zwolle")

    s.owes(
        "Jansen & Zn. Transport",
        235_000,
        late=31,
        phone="06 3333 4444",
        contact="Ria Jansen",
        city="Venlo",
        kvk="23456789",
    )
    s.call(31, Outcome.SPOKE, "Ria Jansen")
    s.letter(24, LetterKind.HERINNERING)
    s.letter(
        17, LetterKind.BEVESTIGING, contact=s.call(17, Outcome.PROMISE, "Ria Jansen", promised=235_000, by=12)
    )
    s.letter(
        11, LetterKind.BEVESTIGING, contact=s.call(11, Outcome.PROMISE, "Ria Jansen", promised=235_000, by=4)
    )

    s.owes("Café De Brug", 18_150, late=9, phone="06 4444 5555", contact="Sam Brug", city="Delft")
    s.call(9, Outcome.NO_ANSWER)
    s.call(5, Outcome.CLAIMS_PAID, "Sam Brug")

    s.owes("Webwinkel Zonnig", 96_800, late=14, phone="06 5555 6666", contact="Lot Zonnig", city="Gouda")
    s.call(14, Outcome.CLAIMS_PAID, "Lot Zonnig")
    s.call(7, Outcome.CLAIMS_PAID, "Lot Zonnig", note="zou een bewijs sturen")

    s.owes("Bakkerij Mol VOF", 42_350, late=20, phone="06 6666 7777", contact="Jo Mol", city="Tiel")
    s.call(20, Outcome.SPOKE, "Jo Mol")
    s.call(10, Outcome.DISPUTES, "Jo Mol", note="twee dozen te weinig geleverd")

    s.owes("Tuincentrum Groen", 78_650, late=7, phone="06 7777 8888", contact="Bas Groen", city="Boskoop")
    s.call(7, Outcome.SPOKE, "Bas Groen")
    s.call(0, Outcome.PROMISE, "Bas Groen", promised=78_650, by=-4)

    s.owes("Fietsen Van Dam", 36_300, late=3, phone="06 8888 9999", contact="Kim van Dam", city="Leiden")
    s.call(3, Outcome.NO_ANSWER)

    s.owes("Kapsalon Krul", 24_200, late=12, phone="06 9999 0000", contact="Mo Krul", city="Hoorn")
    s.call(12, Outcome.SPOKE, "Mo Krul")
    s.call(3, Outcome.CANNOT_PAY, "Mo Krul", cause=Cause.FINANCIAL)

    s.owes(
        "Architecten Noord B.V.",
        484_000,
        late=50,
        phone="06 1010 2020",
        contact="Iris Noord",
        city="Groningen",
    )
    s.call(50, Outcome.SPOKE, "Iris Noord")
    s.letter(43, LetterKind.HERINNERING)
    s.letter(32, LetterKind.AANMANING)
    s.paid(30, 100_000)
    s.letter(17, LetterKind.SOMMATIE)

    s.owes("Hotel Zeezicht", 145_200, late=-22, phone="06 3030 4040", contact="Guus Zee", city="Zandvoort")

    s.owes("Garage Snel", 60_500, late=8, phone="06 5050 6060", contact="Aad Snel", city="Zeist")
    s.call(8, Outcome.SPOKE, "Aad Snel")
    s.letter(4, LetterKind.HERINNERING, sent=False)

    s.owes("Uitgeverij Blad", 91_960, late=10, phone="06 7070 8080", contact="Tess Blad", city="Haarlem")
    s.call(10, Outcome.SPOKE, "Tess Blad")
    s.letter(3, LetterKind.HERINNERING)

    s.owes(
        "Anna de Boer",
        35_000,
        late=17,
        phone="06 1212 3434",
        contact="Anna de Boer",
        city="Assen",
        kind="consumer",
    )
    s.call(17, Outcome.SPOKE, "Anna de Boer")
    s.letter(10, LetterKind.HERINNERING)

    s.owes("Stichting Oud Zeer", 58_000, late=1776, phone="06 5656 7878", contact="Ton Zeer", city="Sneek")
    s.call(1770, Outcome.SPOKE, "Ton Zeer", note="zou nog eens kijken")

    s.owes("Sportschool Fit", 90_000, late=40, phone="06 2020 3030", contact="Roos Fit", city="Lelystad")
    s.call(40, Outcome.SPOKE, "Roos Fit")
    s.call(35, Outcome.CANNOT_PAY, "Roos Fit", cause=Cause.FINANCIAL)
    s.plan(34, 3, "Roos Fit")
    s.paid(33, 30_000)

    s.owes("Kwekerij Tulp", 48_400, late=90, phone="06 4040 5050", contact="Dirk Tulp", city="Lisse")
    s.paid(78, 48_400)
    s.owes_more(36_300, late=-3)

    s.owes("Timmerbedrijf Eik", 72_600, late=60, phone="06 6060 7070", contact="Gijs Eik", city="Epe")
    s.call(60, Outcome.SPOKE, "Gijs Eik")
    s.letter(53, LetterKind.HERINNERING)
    s.letter(42, LetterKind.AANMANING)
    s.letter(27, LetterKind.SOMMATIE)
    s.paid(4)

    s.owes("Notaris Linde", 66_550, late=16, phone="06 9090 1010", contact="Eva Linde", city="Ede")
    s.letter(
        12, LetterKind.BEVESTIGING, contact=s.call(12, Outcome.PROMISE, "Eva Linde", promised=66_550, by=3)
    )
    s.paid(3, 66_550)
