"""The check: each element fails when it is taken out of the template, or when its data is missing."""

import pytest

from debcli.errors import RefusedError
from debcli.letters import missing, require
from debcli.letters.check import check
from debcli.letters.templates import find
from debcli.receivables.facts import LetterKind
from letters.letter_cases import AFTER, BELOFTE, JANSEN, KINDS, NIENKE, letter

# What to take out of a shipped template, and the element that then fails.
REMOVALS = {
    "invoices": ("{{ invoice_table }}",),
    "amount-to-pay": (
        "{{ to_pay }}",
        "{{ payment_block }}",
        "{{ invoice_table }}",
        "{{ claim_specification }}",
        "{{ agreement.amount }}",
        "{{ plan.first_amount }}",
        "{{ plan_schedule }}",
    ),
    "pay-by": (
        "{{ pay_by }}",
        "{{ payment_block }}",
        "{{ agreement.by }}",
        "{{ plan.first_by }}",
        "{{ plan_schedule }}",
    ),
    "plan": ("{{ plan.promised_by }}",),
    "schedule": ("{{ plan_schedule }}",),
    "lapses": ("vervalt",),
    "whole-sum-due": ("opeisbaar",),
    "suspension-ground": ("{{ suspension_ground }}",),
    "suspends": ("schort ik", "Opschorting", "opschorting"),
    "lifts-the-suspension": ("weer",),
    "aging": ("{{ aging_table }}",),
    "terms": ("{{ terms.prepay }}",),
    "for-new-orders": ("opdrachten", "opdracht"),
    "asks-consent": ("akkoord",),
    "iban": ("{{ payment_block }}",),
    "account-name": ("{{ payment_block }}",),
    "payment-reference": ("{{ payment_block }}",),
    "crossed-in-the-post": ("gekruist", "niet verzonden", "vervallen"),
    "questions": ("Bel of mail", "weten", "bel ", "Bel", "vragen"),
    "history": ("{{ line }}",),
    "agreement": ("{{ agreement.promised_by }}",),
    "object-today": ("vandaag",),
    "delivery-stop": ("schort", "op."),
    "hand-over-or-summons": ("uit handen", "dagvaarden"),
    "reserves-rights": ("behoud mij", "nakoming", "behouden ons"),
    "interrupts-limitation": ("stuit",),
    "announces-interest-and-costs": ("ncassokosten", "{{ costs_ground }}"),
    "term": ("bij u is bezorgd",),
    "in-time-no-costs": ("geen incassokosten",),
    "interest-runs-on": ("dan door", "voor elke dag"),
    "announced-costs": ("{{ announced.costs }}",),
    "the-word": ("Ingebrekestelling", "ingebrekestelling"),
    "reasonable-term": ("redelijke",),
    "default": ("verzuim",),
    "claim-ground": ("overeenkomst",),
    "reserves-performance": ("ondubbelzinnig",),
    "new-term": ("nieuwe",),
    "confirm-receipt": ("bevestigen",),
}
# Elements with wording that differs per kind.
PER_KIND = {
    (LetterKind.AANMANING, "amounts-and-ground"): ("{{ interest_ground }}",),
    (LetterKind.SOMMATIE, "amounts-and-ground"): ("{{ claim_specification }}",),
    (LetterKind.VEERTIENDAGENBRIEF, "amounts-and-ground"): ("{{ costs_ground }}",),
    (LetterKind.INGEBREKESTELLING, "amounts-and-ground"): ("{{ interest_ground }}",),
    (LetterKind.STUITING, "amounts-and-ground"): ("{{ claim_specification }}",),
    (LetterKind.OPSCHORTING, "amounts-and-ground"): ("{{ claim_specification }}",),
    (LetterKind.REGELING, "pay-by"): (
        "{{ payment_block }}",
        "{{ plan.first_by }}",
        "{{ plan_schedule }}",
        "{{ plan.thanks }}",
    ),
    (LetterKind.VOORWAARDEN, "questions"): ("Bel of mail", "weten", "vragen", "per mail"),
    (LetterKind.REKENINGOVERZICHT, "amount-to-pay"): (
        "{{ to_pay }}",
        "{{ payment_block }}",
        "{{ aging_table }}",
        "{{ invoice_table }}",
    ),
    (LetterKind.VEERTIENDAGENBRIEF, "consequences"): ("uit handen",),
    (LetterKind.INGEBREKESTELLING, "consequences"): ("uit handen",),
    (LetterKind.HERINNERING, "consequences"): ("rente en kosten",),
    (LetterKind.AANMANING, "consequences"): ("sommatie", "uit handen"),
    (LetterKind.BEVESTIGING, "consequences"): ("stappen",),
}
# What the page itself prints; it fails when the data is missing.
MISSING = {
    "creditor-name": ("creditor", {"name": "", "contact": ""}, True),
    "creditor-address": ("creditor", {"address": ""}, True),
    "customer-address": ("customer", {"address": "", "email": ""}, True),
    "kvk": ("creditor", {"kvk": ""}, False),
    "vat": ("creditor", {"vat": ""}, False),
    "contact-person": ("creditor", {"contact": ""}, False),
    "phone": ("creditor", {"phone": ""}, False),
    "email": ("creditor", {"email": ""}, False),
    "iban": ("creditor", {"iban": ""}, True),
    "customer-name": ("customer", {"name": ""}, True),
}
ALWAYS_PRINTED = {"date", "no-bare-term"}
# What must not be there: test_letter_notice.py puts each in.
FAULTS = {
    "another-term", "counts-from-the-letter", "counts-from-receipt", "inexact-costs", "before-a-day", "business-interest",
    "another-day", "one-amount", "no-vat-clause",
}  # fmt: skip


def edited(tmp_path, kind, *removed, added=""):
    text = find(kind, "nl").text
    for part in removed:
        text = text.replace(part, "")
    (tmp_path / "nl").mkdir(exist_ok=True)
    (tmp_path / "nl" / f"{kind}.md.j2").write_text(text + added)
    return letter(kind, folder=tmp_path, delivery_stop=kind == "sommatie")


def lacking(kind, element):
    """A letter of which the data of an element is missing."""
    who, fields, _ = MISSING[element]
    base = {
        "creditor": NIENKE,
        "customer": JANSEN if kind is LetterKind.VEERTIENDAGENBRIEF else BELOFTE,
    }[who]
    return letter(kind, **{who: base._replace(**fields)})


def failing(made):
    return {check.element for check in made.checks if not check.ok}


def elements(kind):
    return [check.element for check in letter(kind, delivery_stop=kind == "sommatie").checks]


@pytest.mark.parametrize(
    ("kind", "element"), [(kind, element) for kind in KINDS for element in elements(kind)]
)
def test_each_element_fails_when_it_is_taken_out(tmp_path, kind, element):
    if removed := PER_KIND.get((kind, element), REMOVALS.get(element)):
        made = edited(tmp_path, kind, *removed)
    elif element in MISSING:
        made = lacking(kind, element)
    else:
        assert element in ALWAYS_PRINTED | FAULTS
        return
    assert element in failing(made)
    assert next(check.why for check in made.checks if check.element == element).startswith("missing: ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_copied_template_holds_every_element(tmp_path, kind):
    assert failing(edited(tmp_path, kind)) == set()


@pytest.mark.parametrize("element", MISSING)
def test_missing_data_refuses_only_where_the_letter_could_not_work(element):
    made, mandatory = lacking(LetterKind.HERINNERING, element), MISSING[element][2]
    assert element in failing(made)
    assert (element in {check.element for check in missing(made.checks)}) is mandatory


def test_a_customer_reached_by_mail_needs_no_street():
    made = letter(LetterKind.HERINNERING, customer=BELOFTE._replace(address=""))
    assert "customer-address" in failing(made)
    require(made.checks)


def test_require_names_what_is_missing():
    with pytest.raises(RefusedError, match="your address"):
        require(letter(LetterKind.HERINNERING, creditor=NIENKE._replace(city="")).checks)
    require(letter(LetterKind.HERINNERING, creditor=NIENKE._replace(kvk="", vat="", phone="")).checks)


def test_a_term_in_days_needs_its_date(tmp_path):
    assert "no-bare-term" in failing(
        edited(tmp_path, LetterKind.HERINNERING, added="\nBetaal binnen 7 dagen.\n")
    )
    made = edited(
        tmp_path, LetterKind.HERINNERING, added="\nBetaal binnen 7 dagen, dus uiterlijk op {{ pay_by }}.\n"
    )
    assert "no-bare-term" not in failing(made)


def test_a_second_iban_fails(tmp_path):
    assert "iban" in failing(edited(tmp_path, LetterKind.HERINNERING, added="\nOf op BE68 5390 0754 7034.\n"))
    assert "iban" in failing(
        letter(LetterKind.HERINNERING, creditor=NIENKE._replace(iban="NL92ABNA0417164300"))
    )


@pytest.mark.parametrize("behind", ["", " BIC KREDBEBB", " t.n.v. Els", " of contant"])
def test_a_second_iban_is_seen_whatever_stands_behind_it(tmp_path, behind):
    added = f"\nOf op be68 5390 0754 7034{behind}\n"
    assert "iban" in failing(edited(tmp_path, LetterKind.HERINNERING, added=added))


def test_every_line_of_the_claim_must_stand_in_a_letter_that_claims_it():
    made = letter(LetterKind.SOMMATIE, claim=AFTER)
    rows = [cells for table in made.content.specification for cells in (*table.rows, *table.total)]
    assert len(rows) == 11
    for cells in rows:
        amount = cells[-1].replace("\u00a0", " ")
        lines = [line for line in made.text.splitlines() if not (line.endswith(amount) and cells[-1])]
        checked = {item.element for item in check(made.content, "\n".join(lines)) if not item.ok}
        assert "amounts-and-ground" in checked, cells


def test_what_gives_a_letter_its_name_in_law_cannot_be_forced(tmp_path):
    for kind, taken in (
        (LetterKind.INGEBREKESTELLING, ("verzuim",)),
        (LetterKind.STUITING, ("ondubbelzinnig",)),
    ):
        with pytest.raises(RefusedError) as error:
            require(edited(tmp_path, kind, *taken).checks)
        assert error.value.legal
    with pytest.raises(RefusedError) as error:
        require(letter(LetterKind.STUITING, creditor=NIENKE._replace(city="")).checks)
    assert not error.value.legal


def test_another_amount_in_a_row_is_not_taken_for_it(tmp_path):
    made = edited(
        tmp_path,
        LetterKind.HERINNERING,
        "{{ invoice_table }}",
        added="\n2026-001 01-09-2026 01-10-2026 1.210,00 0,00 1.210,001\n",
    )
    assert "invoices" in failing(made)
