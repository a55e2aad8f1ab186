"""The veertiendagenbrief: every known fault is refused, in an edited template too, and nothing of the data is taken for one."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from debcli.errors import InputError, RefusedError
from debcli.law.costs import collection_costs
from debcli.letters import missing, require
from debcli.letters.templates import find
from debcli.receivables.facts import Kind, LetterKind
from letters.letter_cases import (
    AFTER,
    BELOFTE,
    DAY,
    HISTORY_ONE,
    IN_TIME,
    JANSEN,
    NIENKE,
    ONE,
    ONE_PRIVATE,
    THREE_PRIVATE,
    announced,
    flat,
    letter,
    line,
)

KIND = LetterKind.VEERTIENDAGENBRIEF
SOURCE = find(KIND, "nl").text
TERM = "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd"
IN_ENGLISH = "within fourteen days from the day after this letter was delivered to you"
COSTS = "**{{ announced.costs }}**"


def edited(tmp_path, source, **changes):
    (tmp_path / "nl").mkdir(exist_ok=True)
    (tmp_path / "nl" / f"{KIND}.md.j2").write_text(source)
    return letter(KIND, folder=tmp_path, **changes)


def refused(made):
    """The elements that fail, and the message; the refusal must be the law's."""
    with pytest.raises(RefusedError) as error:
        require(made.checks)
    assert error.value.legal
    assert error.value.hint
    return {check.element for check in missing(made.checks)}, error.value.message


@pytest.mark.parametrize(
    "term",
    [
        "binnen veertien dagen na dagtekening",
        "binnen 14 dagen na dagtekening van deze brief",
        "binnen veertien dagen na heden",
        "binnen veertien dagen na verzending van deze brief",
        "binnen veertien dagen na datum van deze brief",
        "binnen veertien dagen na de datum van deze brief",
        "binnen veertien dagen vanaf heden",
        "binnen veertien dagen vanaf vandaag",
        "binnen veertien dagen na ontvangst van deze brief",
        "binnen veertien dagen vanaf de dag dat u deze brief heeft ontvangen",
        "binnen veertien dagen vanaf de dag waarop deze brief bij u is bezorgd",
        "binnen veertien dagen nadat deze brief bij u is bezorgd",
        "binnen veertien dagen",
        "binnen twee weken",
        "binnen tien dagen vanaf de dag nadat deze brief bij u is bezorgd",
        "binnen 7 dagen vanaf de dag nadat deze brief bij u is bezorgd",
        "binnen veertien werkdagen vanaf de dag nadat deze brief bij u is bezorgd",
        "binnen dertien dagen nadat deze brief bij u is bezorgd",
        "binnen een week",
        "binnen 48 uur",
        "uiterlijk op {{ pay_by }}",
        "zo snel mogelijk",
    ],
)
def test_a_term_in_any_other_wording_is_refused(tmp_path, term):
    assert SOURCE.count(TERM) == 1
    elements, message = refused(edited(tmp_path, SOURCE.replace(TERM, term)))
    assert "term" in elements
    assert "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd" in message


@pytest.mark.parametrize(
    "term",
    [
        TERM,
        TERM.upper(),
        "binnen 14 dagen vanaf de dag nadat deze brief bij u is bezorgd",
        "binnen veertien (14) dagen vanaf de dag nadat deze brief bij u is bezorgd",
        "binnen vijftien dagen nadat deze brief bij u is bezorgd",
        "binnen\nvijftien dagen nadat deze brief bij u is bezorgd",
    ],
)
def test_the_accepted_wordings_pass(tmp_path, term):
    require(edited(tmp_path, SOURCE.replace(TERM, term)).checks)


@pytest.mark.parametrize(
    ("sentence", "element"),
    [
        ("De termijn loopt na dagtekening van deze brief.", "counts-from-the-letter"),
        ("De termijn begint na heden.", "counts-from-the-letter"),
        ("De veertien dagen tellen na verzending.", "counts-from-the-letter"),
        ("Dit geldt na datum van deze brief.", "counts-from-the-letter"),
        ("De dagen tellen vanaf dagtekening.", "counts-from-the-letter"),
        ("De termijn loopt vanaf de dag dat u deze brief heeft ontvangen.", "counts-from-receipt"),
        ("De termijn loopt vanaf de datum waarop deze brief bij u is bezorgd.", "counts-from-receipt"),
        ("De termijn loopt vanaf ontvangst.", "counts-from-receipt"),
        ("Betaal in ieder geval binnen 7 dagen.", "another-term"),
        ("U heeft nog tien dagen.", "another-term"),
        ("U heeft nog 3 weken.", "another-term"),
        ("De incassokosten kunnen oplopen tot het tarief van de wet.", "inexact-costs"),
        ("De incassokosten bedragen maximaal {{ announced.costs }} als u niet betaalt.", "inexact-costs"),
        ("De incassokosten bedragen tot maximaal {{ announced.costs }} als u niet betaalt.", "inexact-costs"),
        ("De incassokosten bedragen ongeveer {{ announced.costs }} als u niet betaalt.", "inexact-costs"),
        ("Betaal dus voor 19 november 2026.", "before-a-day"),
        ("Betaal dus vóór {{ pay_by }}.", "before-a-day"),
        ("Betaal dus voor 19-11-2026.", "before-a-day"),
        ("Betaal uiterlijk op 16 november 2026.", "another-day"),
        ("Betaal uiterlijk op 16 november.", "another-day"),
        ("Betaal uiterlijk op 3 januari.", "another-day"),
        ("Betaal uiterlijk op 16-11-2026.", "another-day"),
        ("Betaal uiterlijk op 2026-11-16.", "another-day"),
        ("Betaal uiterlijk op 30 november 2026.", "another-day"),
        ("U kunt ook € 418,72 betalen.", "one-amount"),  # the total of both
        ("Met kosten wordt het 418,72.", "one-amount"),
        ("Daar komt 25 euro administratiekosten bij.", "one-amount"),
        ("Daar komt EUR 25 bij.", "one-amount"),
        ("Daar komt € 25,- bij.", "one-amount"),
        ("U kunt ook alleen de hoofdsom van {{ principal }} betalen.", "one-amount"),
        ("Te betalen: {{ principal }}.", "one-amount"),
        ("Betaal ook de incassokosten van {{ announced.costs }}.", "announced-costs"),
        ("Over de incassokosten bent u btw verschuldigd.", "no-vat-clause"),
        ("Daarbij komt omzetbelasting.", "no-vat-clause"),
        ("Over dit bedrag loopt de wettelijke handelsrente.", "business-interest"),
        ("De rente volgt uit artikel 6:119a BW.", "business-interest"),
        ("Of betaal op BE68 5390 0754 7034.", "iban"),
    ],
)
def test_each_known_fault_is_refused_by_law_and_named(tmp_path, sentence, element):
    made = edited(tmp_path, f"{SOURCE}\n{sentence}\n")
    elements, message = refused(made)
    assert element in elements
    failed = next(check for check in made.checks if check.element == element)
    assert failed.legal
    assert failed.why in message


@pytest.mark.parametrize(
    "costs", ["", "**{{ costs_total }}**", "**€ 54,44**", "**€ 154,45**", "de gebruikelijke", "15 %"]
)
def test_costs_that_are_not_exactly_those_announced_are_refused(tmp_path, costs):
    assert SOURCE.count(COSTS) == 1
    elements, message = refused(edited(tmp_path, SOURCE.replace(COSTS, costs)))
    assert "announced-costs" in elements
    assert "exactly € 54,45" in flat(message)


def test_a_history_would_bring_other_amounts_to_pay(tmp_path):
    elements, _ = refused(
        edited(
            tmp_path,
            SOURCE + "\n{% for line in history %}\n- {{ line }}\n{% endfor %}\n",
            history=HISTORY_ONE,
        )
    )
    assert "one-amount" in elements


@pytest.mark.parametrize(
    "sentence",
    [
        "Dit is de factuur van 1 september 2026 met btw-nummer NL123456782B12.",
        "U vindt de factuur van 01-09-2026 in de bijlage.",
        "Ik ben bereikbaar van 9.00 tot 17.00 uur, ook op 24 oktober.",
        "Binnen die veertien dagen kunt u ook bellen.",
        "De hoofdsom is {{ principal }} en de rente {{ interest_total }}.",
        "De rente is nu 4,00 % per jaar, dus {{ per_day }} per dag.",
        "Betaalt u één dag later, dan is dat te laat.",
    ],
)
def test_what_is_no_fault_passes(tmp_path, sentence):
    require(edited(tmp_path, f"{SOURCE}\n{sentence}\n").checks)


@pytest.mark.parametrize(
    "name",
    [
        "Maxim Maximaal",
        "Bureau Na Heden",
        "BTW Advies",
        "Voor 3 maart 2027",
        "Binnen 7 dagen",
        "Handelsrente & Zn.",
        "€ 99,00 Winkel",
        "Vanaf de dag dat u heeft ontvangen",
    ],
)
def test_a_name_is_never_taken_for_a_fault(name):
    invoice = ONE_PRIVATE.invoices[0]
    require(
        letter(
            KIND,
            customer=JANSEN._replace(name=name, contact=name),
            creditor=NIENKE._replace(name=name, contact=name, address=name),
            claim=ONE_PRIVATE._replace(
                invoices=(invoice._replace(invoice=invoice.invoice._replace(number=name)),)
            ),
            reference=name,
        ).checks
    )


def test_a_number_for_a_name_hides_no_term(tmp_path):
    invoice = ONE_PRIVATE.invoices[0]
    claim = ONE_PRIVATE._replace(
        invoices=(invoice._replace(invoice=invoice.invoice._replace(number="7")),),
    )
    elements, _ = refused(edited(tmp_path, f"{SOURCE}\nBetaal binnen 7 dagen.\n", claim=claim))
    assert "another-term" in elements


@given(principal=st.integers(1, 10**8), interest=st.integers(0, 10**6), vat=st.booleans())
@settings(max_examples=40, deadline=None)
@example(principal=1, interest=3999, vat=False)  # the amount to pay is that of the costs
def test_the_shipped_letter_passes_for_any_sum_with_or_without_vat(principal, interest, vat):
    claim = ONE_PRIVATE._replace(
        invoices=(line("2026-001", principal, 0, date(2026, 10, 1)),),
        interest=(ONE_PRIVATE.interest[0]._replace(base=principal, amount=interest),),
    )
    made = letter(KIND, claim=claim, announced_costs=announced(principal, vat=vat))
    assert [check for check in made.checks if not check.ok] == []
    assert made.content.payment.cents == principal + interest


def test_vat_comes_with_its_reason_or_not_at_all(tmp_path):
    costs = announced(36300, vat=True)
    text = flat(letter(KIND, announced_costs=costs).text)
    assert "dan bent u daarnaast € 65,88 aan buitengerechtelijke incassokosten" in text
    assert "Dat is € 54,45 en 21 % btw daarover, € 11,43: ik laat de incasso door een ander doen" in text
    assert "btw" not in flat(letter(KIND).text).replace("Btw-nummer", "")
    elements, _ = refused(
        edited(tmp_path, SOURCE.replace("{{ announced.vat_clause }}", ""), announced_costs=costs)
    )
    assert elements == {"vat-clause"}


def test_the_printed_day_can_lengthen_the_term_only():
    text = flat(letter(KIND).text)
    assert "tot en met donderdag 19 november 2026 binnenkomt, is in elk geval op tijd" in text
    assert "In elk geval op tijd: tot en met donderdag 19 november 2026" in text
    assert "iterlijk" not in text
    assert text.count("19 november 2026") == 2


def test_no_day_need_be_printed():
    made = letter(KIND, pay_by=None)
    assert "op tijd" not in made.text
    assert "november" not in flat(made.text).replace("2 november 2026", "")
    require(made.checks)


def test_the_letter_tells_no_history_and_claims_no_costs_in_its_sum():
    made = letter(KIND, "three", history=HISTORY_ONE)
    assert "vooraf" not in made.text
    assert made.content.payment.cents == THREE_PRIVATE.principal + 590
    assert "EUR1562.90" not in made.text
    assert flat(made.content.to_pay) == "€ 1.562,90"
    assert made.content.block.qr


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"customer": BELOFTE}, "is for consumers, and Belofte Bouw BV is not one"),
        ({"customer": JANSEN._replace(kind=Kind.GOVERNMENT)}, "is for consumers"),
        ({"pay_by": DAY + timedelta(13)}, "cannot end before 2026-11-16"),
        ({"announced_costs": None}, "over € 363,00, to the cent"),
        ({"announced_costs": collection_costs(36400)}, "over € 363,00, to the cent"),
        ({"announced_costs": collection_costs(36300)._replace(amount=5446)}, "to the cent"),
        ({"announced_costs": collection_costs(36300)._replace(vat=1144)}, "to the cent"),
        ({"claim": ONE_PRIVATE._replace(costs=ONE.costs)}, "owed already"),
        ({"claim": ONE_PRIVATE._replace(currency="SEK")}, "in euros"),
        (
            {"claim": ONE_PRIVATE._replace(invoices=(line("2026-001", 36300, 0, DAY),))},
            "2026-001 is not late yet",
        ),
        ({"claim": AFTER}, "owed already"),
    ],
)
def test_a_letter_the_law_gives_no_effect_is_not_composed(change, says):
    with pytest.raises(InputError) as error:
        letter(KIND, **change)
    assert says in flat(error.value.message)
    assert error.value.hint


ENGLISH = f"""# Veertiendagenbrief: {{{{ invoices_named }}}}

Please pay {{{{ to_pay }}}} {TERM} ({IN_ENGLISH}). Then you owe no collection costs.

{{{{ invoice_table }}}}

{{{{ claim_specification }}}}

{{{{ payment_block }}}}

If it is not paid by then, you also owe {{{{ announced.costs }}}} collection costs ({{{{ costs_ground }}}}), and {{{{ interest_ground }}}} runs on.
The claim goes to a bailiff. Questions? Call us. If you have already paid, ignore this letter.
"""


def test_an_english_letter_keeps_the_dutch_term(tmp_path):
    (tmp_path / "en").mkdir()
    path = tmp_path / "en" / f"{KIND}.md.j2"
    path.write_text(ENGLISH)
    made = letter(KIND, "three", language="en", folder=tmp_path)
    assert [check for check in made.checks if not check.ok] == []
    assert "€ 1,562.90" in flat(made.text)
    for wrong in ("within 14 days after the date of this letter", "by 16 November 2026", "€ 1,796.45"):
        path.write_text(ENGLISH.replace("Then you", f"Pay {wrong}. Then you"))
        refused(letter(KIND, "three", language="en", folder=tmp_path))
    path.write_text(ENGLISH.replace(TERM, ""))
    assert "term" in refused(letter(KIND, language="en", folder=tmp_path))[0]
    path.write_text(ENGLISH.replace(IN_ENGLISH, "in time"))
    assert "term-in-english" in refused(letter(KIND, language="en", folder=tmp_path))[0]
    path.write_text(ENGLISH.replace(IN_ENGLISH, "within fourteen days of its delivery"))
    assert "another-term" in refused(letter(KIND, language="en", folder=tmp_path))[0]


def test_the_first_day_the_law_allows_may_be_printed():
    assert letter(KIND, pay_by=DAY + timedelta(14)).content.pay_by
    assert DAY + timedelta(14) < IN_TIME


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_can_be_made_on_the_first_day_of_interest_when_all_of_it_is_that_of_one_day(book, language):
    """No term was agreed: 1.210,00 bears 4 % from the day after the ingebrekestelling ran out, 0,13 a day."""
    book("add-customer", "Bob Bos", "--kind", "consumer", "--no-agreed-term", "--address", "Dorp 2", "--postcode", "1234 AB", "--city", "Ede",
         "--email", "bob@bos.example", "--contact", "Bob Bos", "--language", language)  # fmt: skip
    book(
        "add-invoice", "bob", "B-1", "1210", "--issued", "2026-06-01", "--due", "2026-06-15", day="2026-06-01"
    )
    said = book("letter", "bob", "--kind", "ingebrekestelling", "--via", "email", "--bank-checked", "--force", "--because", "x", "--json", day="2026-06-22")  # fmt: skip
    first = date.fromisoformat(said.json["deadline"]) + timedelta(1)
    asked = book("claim", "bob", "--json", day=first.isoformat()).json
    assert (asked["interest_total"], asked["per_day"]) == ("0.13", "0.13")
    book("letter", "bob", "--kind", "veertiendagenbrief", "--bank-checked", day=first.isoformat())


def test_the_interest_is_no_amount_to_pay_by_itself_on_that_day_either(tmp_path):
    """Only what comes each day may be named: not the same sum as all there is to pay."""
    elements, _ = refused(edited(tmp_path, SOURCE + "\nBetaal {{ interest_total }}, dan is het goed.\n"))
    assert "one-amount" in elements
