"""The check: each element fails when it is taken out of the template, or when its data is missing."""

import pytest

from debcli.errors import RefusedError
from debcli.letters import missing, require
from debcli.letters.templates import find
from debcli.receivables.facts import LetterKind
from letters.letter_cases import BELOFTE, KINDS, NIENKE, letter

# What to take out of a shipped template, and the element that then fails.
REMOVALS = {
    "invoices": ("{{ invoice_table }}",),
    "amount-to-pay": (
        "{{ to_pay }}",
        "{{ payment_block }}",
        "{{ invoice_table }}",
        "{{ claim_specification }}",
        "{{ agreement.amount }}",
    ),
    "pay-by": ("{{ pay_by }}", "{{ payment_block }}", "{{ agreement.by }}"),
    "iban": ("{{ payment_block }}",),
    "account-name": ("{{ payment_block }}",),
    "payment-reference": ("{{ payment_block }}",),
    "crossed-in-the-post": ("gekruist", "niet verzonden", "vervallen"),
    "questions": ("Bel of mail", "weten", "bel ", "vragen"),
    "history": ("{{ line }}",),
    "agreement": ("{{ agreement.promised_by }}",),
    "object-today": ("vandaag",),
    "delivery-stop": ("schort", "op."),
    "hand-over-or-summons": ("uit handen", "dagvaarden"),
    "reserves-rights": ("behoud mij", "nakoming", "behouden ons"),
    "interrupts-limitation": ("stuit",),
    "announces-interest-and-costs": ("ncassokosten", "{{ costs_ground }}"),
}
# Elements with wording that differs per kind.
PER_KIND = {
    (LetterKind.AANMANING, "amounts-and-ground"): ("{{ interest_ground }}",),
    (LetterKind.SOMMATIE, "amounts-and-ground"): ("{{ claim_specification }}",),
    (LetterKind.HERINNERING, "consequences"): ("rente en kosten",),
    (LetterKind.AANMANING, "consequences"): ("sommatie", "uit handen"),
    (LetterKind.BEVESTIGING, "consequences"): ("stappen",),
}
# What the page itself prints; it fails when the data is missing.
MISSING = {
    "creditor-name": ({"creditor": NIENKE._replace(name="", contact="")}, True),
    "creditor-address": ({"creditor": NIENKE._replace(address="")}, True),
    "customer-address": ({"customer": BELOFTE._replace(address="", email="")}, True),
    "kvk": ({"creditor": NIENKE._replace(kvk="")}, False),
    "vat": ({"creditor": NIENKE._replace(vat="")}, False),
    "contact-person": ({"creditor": NIENKE._replace(contact="")}, False),
    "phone": ({"creditor": NIENKE._replace(phone="")}, False),
    "email": ({"creditor": NIENKE._replace(email="")}, False),
    "iban": ({"creditor": NIENKE._replace(iban="")}, True),
    "customer-name": ({"customer": BELOFTE._replace(name="")}, True),
}
ALWAYS_PRINTED = {"date", "no-bare-term"}


def edited(tmp_path, kind, *removed, added=""):
    text = find(kind, "nl").text
    for part in removed:
        text = text.replace(part, "")
    (tmp_path / "nl").mkdir(exist_ok=True)
    (tmp_path / "nl" / f"{kind}.md.j2").write_text(text + added)
    return letter(kind, folder=tmp_path, delivery_stop=kind == "sommatie")


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
        made = letter(kind, **MISSING[element][0])
    else:
        assert element in ALWAYS_PRINTED
        return
    assert element in failing(made)
    assert next(check.why for check in made.checks if check.element == element).startswith("missing: ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_copied_template_holds_every_element(tmp_path, kind):
    assert failing(edited(tmp_path, kind)) == set()


@pytest.mark.parametrize("element", MISSING)
def test_missing_data_refuses_only_where_the_letter_could_not_work(element):
    change, mandatory = MISSING[element]
    made = letter(LetterKind.HERINNERING, **change)
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


def test_another_amount_in_a_row_is_not_taken_for_it(tmp_path):
    made = edited(
        tmp_path,
        LetterKind.HERINNERING,
        "{{ invoice_table }}",
        added="\n2026-001 01-09-2026 01-10-2026 1.210,00 0,00 1.210,001\n",
    )
    assert "invoices" in failing(made)
