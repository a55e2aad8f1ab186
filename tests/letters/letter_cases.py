"""Lifelike cases: a freelancer with one invoice open, a bv with three of which one is part paid, and one for each kind of customer.

The customers are businesses; of a veertiendagenbrief they are private persons. `AFTER` is a claim on which 500.00 was paid
after a sommatie of 12 October, `HISTORY_AFTER` what happened on it. Its figures, and those of the private persons, are law.interest.accrue's.
"""

from datetime import date
from decimal import Decimal

from debcli.law.costs import CollectionCosts, VatConditions, collection_costs
from debcli.letters import Agreement, Event, EventKind, Made, NewTerms, Schedule, Suspension, make
from debcli.receivables.claim import Claim, ClaimInvoice, CostLine, InterestLine, Received
from debcli.receivables.facts import Creditor, Customer, Invoice, Kind, LetterKind

DAY = date(2026, 11, 2)
PAY_BY = date(2026, 11, 9)
IN_TIME = date(2026, 11, 19)  # law.nl.announced_term(DAY).last_day
KINDS = (
    LetterKind.HERINNERING,
    LetterKind.AANMANING,
    LetterKind.VEERTIENDAGENBRIEF,
    LetterKind.INGEBREKESTELLING,
    LetterKind.SOMMATIE,
    LetterKind.STUITING,
    LetterKind.BEVESTIGING,
    LetterKind.REGELING,
    LetterKind.OPSCHORTING,
    LetterKind.REKENINGOVERZICHT,
    LetterKind.VOORWAARDEN,
)

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

JANSEN = Customer(
    3,
    "jansen",
    "Sanne Jansen",
    Kind.CONSUMER,
    address="Dorpsstraat 8",
    postcode="1182 JB",
    city="Amstelveen",
    contact="Sanne Jansen",
    email="sanne@jansen.example",
)
VISSER = Customer(
    4,
    "visser",
    "R. Visser",
    Kind.CONSUMER,
    address="Havenkade 21",
    postcode="1973 AC",
    city="IJmuiden",
)
GEMEENTE = Customer(
    5,
    "gemeente-dijkmeer",
    "Gemeente Dijkmeer",
    Kind.GOVERNMENT,
    address="Raadhuisplein 1",
    postcode="1234 AB",
    city="Dijkmeer",
    contact="Crediteurenadministratie",
    email="facturen@dijkmeer.example",
)
MATRIX = tuple(
    (kind, language, who)
    for kind in KINDS
    for language in ("nl", "en")
    for who in ("business", "consumer", "government")
    if kind is not LetterKind.VEERTIENDAGENBRIEF or who == "consumer"
)
"""Every kind in every language to every kind of customer it may go to."""


def line(number, amount, paid, due, issued=date(2026, 9, 1)):
    return ClaimInvoice(
        Invoice(1, 1, number, amount, issued, due), due, paid, amount - paid, max(0, (DAY - due).days)
    )


def run(number, first, last, base, amount, percent="10.40"):
    return InterestLine(number, first, last, (last - first).days + 1, base, Decimal(percent), amount)


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
ONE_PRIVATE = ONE._replace(
    invoices=(line("2026-001", 36300, 0, date(2026, 10, 1)),),
    interest=(run("2026-001", date(2026, 10, 2), DAY, 36300, 127, "4.00"),),
    costs=(),
    per_day=4,
)
THREE_PRIVATE = THREE._replace(
    interest=(
        run("2026-001", date(2026, 10, 2), date(2026, 10, 20), 121000, 252, "4.00"),
        run("2026-001", date(2026, 10, 21), DAY, 71000, 101, "4.00"),
        run("2026-004", date(2026, 10, 6), DAY, 54450, 167, "4.00"),
        run("2026-007", date(2026, 10, 13), DAY, 30250, 70, "4.00"),
    ),
    costs=(),
    per_day=17,
)
AFTER = ONE._replace(
    invoices=(line("2026-001", 121000, 30057, date(2026, 9, 1), date(2026, 8, 2)),),
    interest=(
        run("2026-001", date(2026, 9, 2), date(2026, 10, 23), 121000, 1793),
        run("2026-001", date(2026, 10, 24), DAY, 90943, 259),
    ),
    costs=(CostLine(121_000, None, 18150, claimed_on=date(2026, 10, 12)),),
    per_day=26,
    received=(Received("2026-001", date(2026, 10, 23), 18150, 1793, 30057),),
)
HISTORY_AFTER = (
    Event(date(2026, 9, 8), EventKind.LETTER, letter=LetterKind.HERINNERING, by=date(2026, 9, 15)),
    Event(date(2026, 9, 22), EventKind.SPOKE, name="Els Bouw"),
    Event(date(2026, 9, 24), EventKind.LETTER, letter=LetterKind.AANMANING, by=date(2026, 10, 1)),
    Event(date(2026, 10, 12), EventKind.LETTER, letter=LetterKind.SOMMATIE, by=date(2026, 10, 19)),
    Event(date(2026, 10, 23), EventKind.PAYMENT, amount=50000),
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


def announced(principal: int, *, vat: bool = False) -> CollectionCosts:
    """The costs a veertiendagenbrief announces over a principal."""
    return collection_costs(principal, VatConditions(vat, vat, vat))


SUBJECTS = {
    LetterKind.BEVESTIGING: Agreement(DAY, 50000, date(2026, 11, 6), name="Els Bouw"),
    LetterKind.REGELING: Schedule(
        DAY,
        tuple((date(2026, month, 2) if month < 13 else date(2027, 1, 2), 40000) for month in (11, 12, 13)),
        name="Els Bouw",
    ),
    LetterKind.OPSCHORTING: Suspension("het onderhoud van uw website"),
    LetterKind.VOORWAARDEN: NewTerms(date(2026, 12, 1), 50, 14, 150000, 3, date(2027, 6, 1)),
}


def letter(kind, case="one", **changes) -> Made:
    """A letter of a kind about a case; `changes` replace arguments of make."""
    one, private = case == "one", kind == "veertiendagenbrief"
    claim = (ONE_PRIVATE if private else ONE) if one else (THREE_PRIVATE if private else THREE)
    subject = SUBJECTS.get(kind)
    if isinstance(subject, Agreement | Schedule) and not one:
        subject = subject._replace(name="Jan Peeters", via="email")
    given = {
        "day": DAY,
        "pay_by": IN_TIME if private else PAY_BY,
        "creditor": NIENKE if one else STUDIO,
        "customer": (JANSEN if private else BELOFTE) if one else (VISSER if private else PEETERS),
        "claim": claim,
        "history": () if kind not in {"aanmaning", "sommatie"} else HISTORY_ONE if one else HISTORY_THREE,
        "announced_costs": announced(changes.get("claim", claim).principal) if private else None,
        "subject": subject,
        "delivery_stop": kind == "sommatie" and not one,
    }
    return make(kind, **(given | changes))


def letter_to(kind, language, who) -> Made:
    """A letter of the matrix: a business with three invoices to a bv, a consumer or a municipality with one."""
    if who == "business":
        claim, customer, creditor, history = THREE, BELOFTE, STUDIO, HISTORY_THREE
    else:
        claim, creditor, history = (ONE_PRIVATE if who == "consumer" else ONE), NIENKE, HISTORY_ONE[:4]
        customer = JANSEN if who == "consumer" else GEMEENTE
    if kind is LetterKind.VOORWAARDEN:
        claim = Claim(DAY, "nl", "EUR", (), (), (), 0)
    if kind is LetterKind.REKENINGOVERZICHT:
        last = claim.invoices[-1]
        claim = claim._replace(
            invoices=(
                *claim.invoices[:-1],
                last._replace(disputed=10000) if who == "business" else last,
                line("2026-009", 48400, 0, date(2026, 11, 20), date(2026, 10, 21)),
            )
        )
    subject = SUBJECTS.get(kind)
    if language == "en" and isinstance(subject, Suspension):
        subject = Suspension("the maintenance of your website")
    if isinstance(subject, Agreement | Schedule):
        subject = subject._replace(name="" if who == "consumer" else customer.contact)
    if isinstance(subject, Schedule):
        first, *more = subject.instalments
        total = claim.total
        each = total // 3
        subject = subject._replace(
            instalments=((first[0], total - 2 * each), *((on, each) for on, _ in more))
        )
    if isinstance(subject, Agreement) and who == "consumer":
        subject = subject._replace(amount=20000)
    return letter(
        kind,
        language=language,
        customer=customer,
        creditor=creditor,
        claim=claim,
        subject=subject,
        history=history if kind in {"aanmaning", "sommatie"} else (),
        delivery_stop=kind == "sommatie" and who == "business",
    )


def forty() -> Claim:
    """A claim of forty invoices."""
    lines = tuple(line(f"2026-{n:03}", 10000 + n, 0, date(2026, 10, 1)) for n in range(1, 41))
    interest = tuple(run(item.invoice.number, date(2026, 10, 2), DAY, item.open, 91) for item in lines)
    return ONE._replace(invoices=lines, interest=interest)


def flat(text: str) -> str:
    """White space folded, no-break spaces too."""
    return " ".join(text.split())
