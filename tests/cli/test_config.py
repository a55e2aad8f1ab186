"""config: who the user is and how he works, to look at and to mend; journalled, undoable, validated."""

import pytest

from conftest import rows
from debcli.receivables.practice import USUAL, Practice
from debcli.receivables.settable import SETTINGS, as_set


def test_config_lists_the_creditor_and_the_settings_with_what_each_means(book):
    said = book("config", "--json").json
    assert said["creditor"]["iban"] == "NL91ABNA0417164300"
    assert (said["creditor"]["term"], said["creditor"]["vat-reclaim"]) == (30, True)
    settings = {s["name"]: (s["value"], s["usual"]) for s in said["settings"]}
    assert settings["day-basis"] == ("365", "365")
    assert settings["rest-claim-from"] == ("15.00", "15.00")
    assert settings["delivery-days"] == ("2", "2")
    assert all(s["means"] for s in said["settings"])
    page = book("config").out
    assert all(len(line) <= 80 for line in page.splitlines())
    assert all(s["means"].split(":")[0] in " ".join(page.split()) for s in said["settings"])
    assert "NL91 ABNA 0417 1643 00" in book("config", "iban").out


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", "Atelier Vos", "Atelier Vos"),
        ("iban", "nl20 ingb 0001 2345 67", "NL20INGB0001234567"),
        ("postcode", "3512ab", "3512 AB"),
        ("country", "be", "BE"),
        ("kvk", "87654321", "87654321"),
        ("phone", "", ""),
        ("legal-form", "BV", "bv"),
        ("term", "14", 14),
        ("vat-reclaim", "nee", False),
        ("day-basis", "kapitalisatiejaar", "kapitalisatiejaar"),
        ("rest-claim-from", "25", "25.00"),
        ("delivery-days", "3", "3"),
    ],
)
def test_each_can_be_changed_is_journalled_and_undone(book, name, typed, kept):
    before = book("config", "--json").json
    assert book("config", name, typed, "--json").json["value"] == kept
    now = book("config", "--json").json
    assert now != before
    found = now["creditor"].get(name, next((s["value"] for s in now["settings"] if s["name"] == name), None))
    assert found == kept
    assert name in book("journal").out
    book("undo")
    assert book("config", "--json").json == before


def test_a_setting_goes_back_to_its_usual_value(book):
    book("config", "rest-claim-from", "25")
    assert "(usual: 15,00)" in book("config").out
    book("config", "rest-claim-from", "--reset")
    assert "(usual" not in book("config").out
    assert "already so" in book("config", "rest-claim-from", "15").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["rest-claim"], "Did you mean rest-claim-from?"),
        (["xyzzy", "red"], "See them with"),
        (["iban", "NL00"], "IBAN"),
        (["kvk", "123"], "KVK"),
        (["name", ""], "cannot be empty"),
        (["country", "FR"], "NL, BE"),
        (["legal-form", "nv"], "eenmanszaak"),
        (["term", "400"], "0 to 365"),
        (["term", "-1"], None),
        (["vat-reclaim", "maybe"], "yes or no"),
        (["day-basis", "360"], "kapitalisatiejaar"),
        (["delivery-days", "0"], "1 to 10"),
        (["rest-claim-from", "1.210"], "two ways"),
        (["email", "vos"], "e-mail"),
        (["iban", "--reset"], "setting alone"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_bad_values_change_nothing(book, ledger, words, says):
    before = rows(ledger)
    answer = book("config", *words, ok=False)
    assert answer.code in {1, 2}
    assert says is None or says in answer.err
    assert answer.out == ""
    assert rows(ledger) == before


def test_a_number_too_large_is_answered_with_the_largest(book):
    assert "Type it like 365." in book("config", "term", "400", ok=False).err
    assert "Type it like 0." in book("config", "term", "soon", ok=False).err


def test_dry_run_changes_nothing(book, ledger):
    before = rows(ledger)
    assert "--dry-run" in book("config", "term", "14", "--dry-run").out
    assert rows(ledger) == before


def test_the_day_basis_counts_in_interest_and_claim(book):
    words = ("interest", "2000", "--from", "2024-01-01", "--to", "2024-12-31", "--kind", "10", "--json")
    assert book(*words).json["total"] == "200.55"
    assert book(*words, "--day-basis", "kapitalisatiejaar").json["total"] == "200.00"
    claim = ("claim", "belofte", "--json", "--on", "2028-10-01")
    usual = book(*claim).json["interest_total"]
    book("config", "day-basis", "kapitalisatiejaar")
    assert book(*words).json["total"] == "200.00"
    assert book(*words, "--day-basis", "365").json["total"] == "200.55"
    assert book(*claim).json["interest_total"] < usual


def test_simple_interest_does_not_compound(book):
    words = ("interest", "2000", "--from", "2023-01-01", "--to", "2024-12-31", "--kind", "10", "--json")
    assert {s["principal"] for s in book(*words, "--simple").json["segments"]} == {"2000.00"}
    assert {s["principal"] for s in book(*words).json["segments"]} == {"2000.00", "2200.00"}


def test_delivery_days_lengthen_the_term_of_a_veertiendagenbrief(book, tmp_path):
    book(
        "add-customer",
        "Piet Pieters",
        "--kind",
        "consumer",
        "--address",
        "Dorpsstraat 1",
        "--postcode",
        "1182 JB",
        "--city",
        "Amstelveen",
    )
    book("add-invoice", "piet", "P-1", "500", "--issued", "2026-09-01", day="2026-09-01")
    words = (
        "letter",
        "piet",
        "--kind",
        "veertiendagenbrief",
        "--bank-checked",
        "--via",
        "post",
        "--json",
        "--out",
        str(tmp_path),
    )
    usual = book(*words, day="2026-11-23").json["deadline"]
    book("undo")
    book("config", "delivery-days", "6")
    assert book(*words, day="2026-11-23").json["deadline"] > usual == "2026-12-10"


def test_the_threshold_of_a_rest_claim_counts(book):
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-12")
    book("letter", "belofte", "--kind", "sommatie", "--via", "email", "--bank-checked", day="2026-10-26")
    book("log-payment", "belofte", "1380", day="2026-10-30")
    assert len(book("today", "--json", day="2026-11-05").json["actions"]) == 1
    book("config", "rest-claim-from", "50")
    assert book("today", "--json", day="2026-11-05").json["actions"] == []


def test_every_setting_says_what_it_means_and_reads_back_what_it_keeps():
    assert len({s.name for s in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.means
        kept = setting.form.store(setting.usual)
        assert (
            setting.form.load(kept) == setting.usual == setting.form.parse(setting.form.show(setting.usual))
        )
        if setting.field:
            assert setting.field in Practice._fields
    assert as_set(USUAL, {"of-a-later-version": "x"}) == USUAL
