"""Who paid what: what is certain, what is only likely, and that lookalikes are never taken for each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debcli.intake.names import CLEAR, EQUAL, FAINT, Names
from debcli.intake.payments import Certainty, Claimed, Ledger, Matcher
from debcli.intake.references import References, is_structured
from debcli.intake.sameness import Logged, Paid, logged_before, returned, same_money
from debcli.intake.statements import Entry
from debcli.receivables.facts import Customer, Invoice

DAY = date(2026, 10, 5)
BOUW, PRINT, JANSEN, JANSSEN, OTHER = range(1, 6)
CUSTOMERS = (
    Customer(BOUW, "belofte-bouw", "Belofte Bouw B.V.", contact="Els Hartman"),
    Customer(PRINT, "drukkerij-peeters", "Drukkerij Peeters"),
    Customer(JANSEN, "jansen", "Jansen"),
    Customer(JANSSEN, "bakkerij-jansen", "Bakkerij Jansen"),
    Customer(OTHER, "kwekerij-zonnehoek", "Kwekerij Zonnehoek"),
)


def invoice(number, customer, amount, *, reference="", issued=date(2026, 9, 1), id_=None, currency="EUR"):
    return Invoice(
        id_ or int("".join(c for c in number if c.isdigit())),
        customer,
        number,
        amount,
        issued,
        issued + timedelta(30),
        currency,
        reference,
    )


INVOICES = (
    invoice("2026-001", BOUW, 121_000),
    invoice("2026-011", PRINT, 121_000),
    invoice("2026-0011", OTHER, 121_000),
    invoice("2026-010", PRINT, 54_450, reference="RF18539007547034"),
    invoice("2026-002", BOUW, 50_000, reference="+++010/8068/17183+++"),
    invoice("2026-020", JANSEN, 10_000),
    invoice("2026-021", JANSSEN, 10_000),
    invoice("1001", OTHER, 77_700),
    invoice("2026-090", OTHER, 9_900, currency="USD"),
    invoice("2026-091", OTHER, 30_000, reference="9001123412341234"),
)
BOUW_IBAN, PRINT_IBAN = "NL44RABO0123456789", "NL39RABO0300065264"
LEDGER = Ledger(
    CUSTOMERS, INVOICES, {i.id: i.amount for i in INVOICES}, {BOUW_IBAN: frozenset({BOUW}), PRINT_IBAN: frozenset({PRINT})},
    frozenset({"NL91ABNA0417164300"}), (Claimed(BOUW, 139_771, (2026001,), date(2026, 10, 1)),),
)  # fmt: skip
MATCHER = Matcher(LEDGER)


def paid(amount=121_000, text="", *, name="", iban="", reference="", day=DAY, currency="EUR", **more):
    return Entry("NL91ABNA0417164300", day, amount, currency, name, iban, text, reference, **more)


CERTAIN = [
    (paid(text="2026-001"), BOUW, (2026001,)),
    (paid(text="Fact. 2026 001 dank u", name="BELOFTE BOUW BV", amount=5), BOUW, (2026001,)),
    (paid(text="F2026-0 01", name="Belofte Bouw"), BOUW, (2026001,)),
    (paid(text="INV2026001/mei", iban=BOUW_IBAN, amount=7), BOUW, (2026001,)),
    (paid(text="betaling door E Hartman 2026-001", name="Els Hartman", amount=100), BOUW, (2026001,)),
    (paid(text="2026-001 en 2026-002", amount=171_000), BOUW, (2026001, 2026002)),
    (paid(text="2026-001/2026-002", iban=BOUW_IBAN, amount=1), BOUW, (2026001, 2026002)),
    (paid(text="2026-001", amount=139_771), BOUW, (2026001,)),
    (paid(text="rf18 5390 0754 7034", amount=1), PRINT, (2026010,)),
    (paid(reference="RF18539007547034", amount=1, name="Wie dan ook"), PRINT, (2026010,)),
    (paid(text="***010/8068/17183***", amount=3), BOUW, (2026002,)),
    (paid(reference="010806817183", amount=3), BOUW, (2026002,)),
    (paid(reference="9001123412341234", amount=3), OTHER, (2026091,)),
    (paid(iban=BOUW_IBAN, amount=50_000), BOUW, (2026002,)),
    (paid(iban=BOUW_IBAN, amount=139_771), BOUW, (2026001,)),
    (paid(text="factuur 1001", amount=77_700), OTHER, (1001,)),
    (paid(text="", end_to_end="2026-001"), BOUW, (2026001,)),
    (paid(text="2026-001 d.d. 01-09-2026", iban=BOUW_IBAN), BOUW, (2026001,)),
]


@pytest.mark.parametrize(("entry", "customer", "invoices"), CERTAIN, ids=range(len(CERTAIN)))
def test_what_two_signs_or_a_reference_prove_is_certain(entry, customer, invoices):
    found = MATCHER.match(entry)
    assert (found.certainty, found.customer, found.invoices) == (Certainty.CERTAIN, customer, invoices), (
        found.why
    )
    assert found.why


NEVER_CERTAIN = {
    "a supplier refunds his own invoice of that number": paid(text="2026-001 creditering", amount=4_500, name="Hosting Groep"),
    "a neighbouring number": paid(text="2026-012", name="Belofte Bouw"),
    "a longer number of nobody": paid(text="2026-00123"),
    "a number with one more in front": paid(text="12026-001"),
    "a number that goes on behind a hyphen": paid(text="2026-001-7", name="Belofte Bouw"),
    "a number that may be another with a space": paid(text="2026-001 1"),
    "the number of one, the account of another": paid(text="2026-001", iban=PRINT_IBAN),
    "the number of one, the name of another": paid(text="2026-011", name="Belofte Bouw BV"),
    "the same surname, and only the amount": paid(10_000, name="K Jansen"),
    "the same amount and nothing else": paid(54_450, name="Iemand"),
    "the name and the amount, but no number": paid(54_450, name="Drukkerij Peeters"),
    "a known account, but an amount that fits nothing": paid(12_345, iban=BOUW_IBAN),
    "a known account and the sum of all that is open": paid(171_000, iban=BOUW_IBAN),
    "invoices of two customers": paid(text="2026-001 2026-011", amount=242_000),
    "an invoice in another currency": paid(9_900, text="2026-090", name="Kwekerij Zonnehoek"),
    "a payment in another currency": paid(text="2026-001", currency="USD", name="Belofte Bouw"),
    "a short number without a word for it": paid(77_700, text="1001"),
    "an account of two customers": paid(iban="NL00BOTH", text=""),
    "a known account and its amount, with a number that is not in the ledger": paid(iban=BOUW_IBAN, text="2026-777"),
    "a number that is there and one that is not": paid(200_000, iban=BOUW_IBAN, text="2026-001 en 2026-777"),
    "a year": paid(text="contributie 2026", amount=10_000),
    "a payment of yours that came back": paid(text="2026-001", iban=BOUW_IBAN, is_return=True),
    "one cent too little from an unknown account": paid(120_999, text="2026-001", name="J Klaassen"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NEVER_CERTAIN)
def test_lookalikes_are_never_certain(kind):
    found = MATCHER.match(NEVER_CERTAIN[kind])
    assert found.certainty in {Certainty.LIKELY, Certainty.NONE}, found.why
    assert found.why


@pytest.mark.parametrize(
    ("entry", "customer", "says"),
    [
        (paid(54_450, name="Drukkerij Peeters"), PRINT, "open on 2026-010"),
        (paid(171_000, iban=BOUW_IBAN), BOUW, "all that is open"),
        (paid(49_990, iban=BOUW_IBAN), BOUW, "0,10 less"),
        (paid(77_700), OTHER, "only the amount fits"),
        (paid(4_500, text="2026-001", name="Hosting Groep"), BOUW, "nothing else"),
        (paid(12_345, name="Kwekerij Zonnehoek"), OTHER, "names no invoice"),
    ],
)
def test_what_is_likely_is_proposed_with_its_reason(entry, customer, says):
    found = MATCHER.match(entry)
    assert (found.certainty, found.customer) == (Certainty.LIKELY, customer)
    assert says in found.why


def test_money_between_own_accounts_is_nobodys():
    assert MATCHER.match(paid(text="2026-001", iban="NL91ABNA0417164300")).certainty == Certainty.OWN


def test_certainty_does_not_depend_on_what_is_open():
    settled = Matcher(LEDGER._replace(open=dict.fromkeys(LEDGER.open, 0)))
    for entry, customer, _ in CERTAIN:
        found = settled.match(entry)
        assert (found.certainty, found.customer) == (Certainty.CERTAIN, customer)


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=30, unique=True), st.data())
def test_a_number_in_a_text_names_that_invoice_and_no_neighbour(numbers, data):
    references = References((n, f"2026-{n:04}", "") for n in numbers)
    wanted = data.draw(st.sampled_from(numbers))
    form = data.draw(
        st.sampled_from(
            ["2026-{:04}", "2026 {:04}", "2026{:04}", "Fact.2026-{:04}", "F2026{:04}dank", "2026.{:04};"]
        )
    )
    before, after = (
        data.draw(st.sampled_from(["", "factuur ", "betr ", "van "])),
        data.draw(st.sampled_from(["", " dank", ", gr", ")"])),
    )
    named = references.named_in(before + form.format(wanted) + after)
    assert [(n.invoice, n.sure) for n in named] == [(wanted, True)]


@given(st.text("0123456789- ./", max_size=20))
def test_digits_that_are_not_the_number_never_name_it_for_sure(noise):
    references = References([(1, "2026-0471", "")])
    named = references.named_in(noise)
    if named:
        assert "20260471" in "".join(c for c in noise if c.isdigit())
    glued = (
        references.named_in(f"9{noise.strip(' -./')}2026-0471") if noise.strip(" -./")[-1:].isdigit() else ()
    )
    assert not glued


@given(st.integers(0, 10**10 - 1), st.integers(0, 9))
def test_a_check_digit_catches_every_single_mistake(base, wrong):
    ogm = f"{base:010}{base % 97 or 97:02}"
    assert is_structured(ogm)
    for at in range(12):
        if ogm[at] != str(wrong):
            assert not is_structured(ogm[:at] + str(wrong) + ogm[at + 1 :])


def test_names_fit_through_cuts_and_forms_but_not_through_surnames():
    names = Names([(c.id, c.name) for c in CUSTOMERS])

    def best(text):
        found = names.fitting(text)
        return (found[0].customer, found[0].level) if found else None

    assert best("BELOFTE BOUW B V") == (BOUW, EQUAL)
    assert best("Drukkerij Peeters en Zonen") == (PRINT, CLEAR)
    assert best("DRUKKERIJ PEETE") == (PRINT, CLEAR)
    assert best("Kwekerij de Zonnehoek VOF") == (OTHER, CLEAR)
    assert best("Belofte Catering") == (BOUW, FAINT)
    assert best("P. de Vries") is None
    assert best("Bouw Centrum") is None
    assert best("") is None


class TestSameMoney:
    BASE = paid(name="Belofte Bouw BV", iban=BOUW_IBAN, text="2026-001 dank")

    @pytest.mark.parametrize(
        ("other", "one_format", "same"),
        [
            ({}, True, True),
            ({"text": "2026-001 dank u wel voor alles"}, False, True),
            ({"name": "BELOFTE BOUW B.V.", "text": "2026-001dank"}, False, True),
            ({"text": ""}, False, True),
            ({"iban": ""}, False, True),
            ({"text": "2026-002 dank"}, True, False),
            ({"iban": PRINT_IBAN}, False, False),
            ({"name": "Kwekerij Zonnehoek"}, False, False),
            ({"day": DAY + timedelta(1)}, False, False),
        ],
    )
    def test_by_day_party_and_text(self, other, one_format, same):
        assert same_money(self.BASE._replace(**other), self.BASE, one_format=one_format) == same
        assert same_money(self.BASE, self.BASE._replace(**other), one_format=one_format) == same

    def test_the_banks_own_reference_settles_it_in_one_format_only(self):
        one, two = self.BASE._replace(bank_ref="A1"), self.BASE._replace(bank_ref="A2")
        assert not same_money(one, two, one_format=True)
        assert same_money(one, two, one_format=False)

    def test_the_payers_reference_bridges_a_weekend_between_two_formats(self):
        one = self.BASE._replace(end_to_end="E-2026-0001")
        assert same_money(one._replace(day=DAY + timedelta(3)), one, one_format=False)
        assert not same_money(
            one._replace(day=DAY + timedelta(3), text="heel iets anders"), one, one_format=False
        )
        assert not same_money(one._replace(end_to_end="E-2026-0002"), one, one_format=True)

    def test_a_payer_who_pays_the_same_again_with_his_account_as_reference_pays_twice(self):
        one = self.BASE._replace(end_to_end="0123456789")  # some banks put the payer's account there
        assert not same_money(one._replace(day=DAY + timedelta(2)), one, one_format=True)


class TestLoggedBefore:
    def test_the_nearest_payment_of_that_customer_and_amount(self):
        logged = [Logged(1, BOUW, 121_000, DAY - timedelta(9), "EUR"), Logged(2, BOUW, 121_000, DAY + timedelta(1), "EUR"),
                  Logged(3, PRINT, 121_000, DAY, "EUR"), Logged(4, BOUW, 121_001, DAY, "EUR")]  # fmt: skip
        assert logged_before(paid(), BOUW, logged).id == 2
        assert logged_before(paid(), OTHER, logged) is None
        assert logged_before(paid(day=DAY + timedelta(30)), BOUW, logged) is None

    def test_a_payment_from_a_list_may_be_of_any_day(self):
        assert (
            logged_before(
                paid(), BOUW, [Logged(1, BOUW, 121_000, date(2026, 9, 1), "EUR", (), listed=True)]
            ).id
            == 1
        )


class TestReturned:
    FIRST = Paid(1, BOUW, paid(10_000, "2026-001", iban=BOUW_IBAN, end_to_end="E-1"), ("2026-001",))
    SECOND = Paid(2, BOUW, paid(10_000, "2026-002", iban=BOUW_IBAN, end_to_end="E-2"), ("2026-002",))

    def back(self, **more):
        return paid(-10_000, is_return=True, day=DAY + timedelta(5), **more)

    def test_by_reference_number_or_account_when_only_one_can_be_meant(self):
        both = [self.FIRST, self.SECOND]
        assert returned(self.back(end_to_end="E-2"), both)[0] == self.SECOND
        assert returned(self.back(text="storno 2026-001"), both)[0] == self.FIRST
        assert returned(self.back(iban=BOUW_IBAN), [self.FIRST])[0] == self.FIRST

    def test_never_by_the_amount_alone_nor_between_two(self):
        assert returned(self.back(), [self.FIRST])[0] is None
        none, why = returned(self.back(iban=BOUW_IBAN), [self.FIRST, self.SECOND])
        assert (none, "one of 2" in why) == (None, True)
        assert returned(self.back(end_to_end="E-1")._replace(day=DAY - timedelta(1)), [self.FIRST])[0] is None


def test_the_letters_of_a_number_may_be_left_out_unless_that_makes_two():
    references = References([(1, "F2026001", ""), (2, "A2026002", ""), (3, "B2026002", "")])
    assert [n.invoice for n in references.named_in("betaling 2026001")] == [1]
    assert [n.invoice for n in references.named_in("betaling 2026002")] == [2, 3]
    assert [n.invoice for n in references.named_in("betaling B2026002")] == [3]
