"""Two lifelike cases: a freelancer with one invoice open, and a bv with three of which one is part paid."""

from datetime import date
from decimal import Decimal

from debcli.letters import Agreement, Event, EventKind, Made, make
from debcli.receivables.claim import Claim, ClaimInvoice, CostLine, InterestLine
from debcli.receivables.facts import Creditor, Customer, Invoice, LetterKind

DAY = date(2026, 11, 2)
PAY_BY = date(2026, 11, 9)
KINDS = (LetterKind.HERINNERING, LetterKind.AANMANING, LetterKind.SOMMATIE, LetterKind.BEVESTIGING)

NIENKE = Creditor(
    "Nienke de Vries Ontwerp",
    "NL91ABNA0417164300",
    address="Lijnbaansgracht 12",
    postcode="1015 GN",
    city="Amsterdam",
    kvk="12345678",
    vat="NL123456782B12",
    email="nienke@devries.example",
    phone="06 1234 5678",
    contact="Nienke de Vries",
)
BELOFTE = Customer(
    1,
    "belofte-bouw",
    "Belofte Bouw BV",
    address="Industrieweg 5",
    postcode="3542ad",
    city="Utrecht",
    contact="Els Bouw",
    email="els@belofte.example",
)
STUDIO = NIENKE._replace(
    name="Studio Noord B.V.", contact="Joris Bakker", email="joris@studionoord.example", legal_form="bv"
)
PEETERS = Customer(
    2, "drukkerij-peeters", "Drukkerij Peeters", country="BE", address="Kaai 9", postcode="9000", city="Gent"
)


def line(number, amount, paid, due, issued=date(2026, 9, 1)):
    return ClaimInvoice(
        Invoice(1, 1, number, amount, issued, due), due, paid, amount - paid, (DAY - due).days
    )


def run(number, first, last, base, amount):
    return InterestLine(number, first, last, (last - first).days + 1, base, Decimal("10.40"), amount)


ONE = Claim(
    DAY,
    "nl",
    "EUR",
    (line("2026-001", 121000, 0, date(2026, 10, 1)),),
    (run("2026-001", date(2026, 10, 2), DAY, 121000, 1103),),
    (CostLine(121_000, Decimal(15), 18150),),
    34,
)
THREE = Claim(
    DAY,
    "nl",
    "EUR",
    (
        line("2026-001", 121000, 50000, date(2026, 10, 1)),
        line("2026-004", 54450, 0, date(2026, 10, 5), date(2026, 9, 5)),
        line("2026-007", 30250, 0, date(2026, 10, 12), date(2026, 9, 12)),
    ),
    (
        run("2026-001", date(2026, 10, 2), date(2026, 10, 20), 121000, 655),
        run("2026-001", date(2026, 10, 21), DAY, 71000, 263),
        run("2026-004", date(2026, 10, 6), DAY, 54450, 434),
        run("2026-007", date(2026, 10, 13), DAY, 30250, 181),
    ),
    (CostLine(155_700, Decimal(15), 23355),),
    44,
)
HISTORY_ONE = (
    Event(date(2026, 10, 1), EventKind.NO_ANSWER),
    Event(date(2026, 10, 2), EventKind.NO_ANSWER),
    Event(date(2026, 10, 5), EventKind.NO_ANSWER),
    Event(date(2026, 10, 8), EventKind.LETTER, letter=LetterKind.HERINNERING, by=date(2026, 10, 15)),
    Event(date(2026, 10, 16), EventKind.PROMISE, name="Els Bouw", amount=50000, by=date(2026, 10, 23)),
    Event(date(2026, 10, 26), EventKind.PROMISE_BROKEN, amount=50000, by=date(2026, 10, 23)),
)
HISTORY_THREE = (
    Event(date(2026, 10, 8), EventKind.LETTER, letter=LetterKind.HERINNERING, by=date(2026, 10, 15)),
    Event(date(2026, 10, 16), EventKind.CLAIMS_PAID, via="email"),
    Event(date(2026, 10, 20), EventKind.PAYMENT, amount=50000),
    Event(date(2026, 10, 22), EventKind.LETTER, letter=LetterKind.AANMANING, by=date(2026, 10, 29)),
)


def letter(kind, case="one", **changes) -> Made:
    """A letter of a kind about a case; `changes` replace arguments of make."""
    one = case == "one"
    given = {
        "day": DAY,
        "pay_by": PAY_BY,
        "creditor": NIENKE if one else STUDIO,
        "customer": BELOFTE if one else PEETERS,
        "claim": ONE if one else THREE,
        "history": () if kind in {"herinnering", "bevestiging"} else HISTORY_ONE if one else HISTORY_THREE,
        "agreement": Agreement(
            DAY,
            50000,
            date(2026, 11, 6),
            name="Els Bouw" if one else "Jan Peeters",
            via="phone" if one else "email",
        )
        if kind == "bevestiging"
        else None,
        "delivery_stop": kind == "sommatie" and not one,
    }
    return make(kind, **(given | changes))


def forty() -> Claim:
    """A claim of forty invoices."""
    lines = tuple(line(f"2026-{n:03}", 10000 + n, 0, date(2026, 10, 1)) for n in range(1, 41))
    interest = tuple(run(item.invoice.number, date(2026, 10, 2), DAY, item.open, 91) for item in lines)
    return ONE._replace(invoices=lines, interest=interest)


def flat(text: str) -> str:
    """White space folded, no-break spaces too."""
    return " ".join(text.split())
