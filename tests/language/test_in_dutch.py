"""What stands in Dutch though debcli did not write it: the help of typer, the words of Jinja, days, and the names of files."""

import re
from datetime import date
from pathlib import Path

import pytest

from debcli import language
from debcli.cli import passphrase
from debcli.cli.app import COMMANDS, build
from debcli.cli.run import Run
from debcli.errors import InputError
from debcli.intake.tables import read_table
from debcli.law import rates
from debcli.law.terms import first_interest_day
from debcli.letters.sandbox import Template, fill
from debcli.receivables.policy import RULES
from debcli.values.dates import long

DAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def _english_again():
    yield
    language.use("en")


@pytest.fixture
def dutch():
    language.use("nl")


def pages():
    """Every command, also below a group."""
    for name, entry in COMMANDS.items():
        yield name
        yield from (f"{name} {below}" for below in getattr(build(name, entry), "commands", {}))


# --- the help -----------------------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(FILE|NAME|NUMBER|AMOUNT|DATE|DAYS|DIR|CUSTOMER|INVOICE|LETTER|PAYMENT|PERCENT|KIND|STEP|VALUE|NEW|FIELD|COLUMN|T|A|YYYY-MM-DD)\b"
    r"|<str>|x>=|<=x|x<=|Commands:|Options:|Usage:|\[required|default:|\w\.\.\.\s*$",
    re.MULTILINE,
)


@pytest.mark.parametrize("name", list(pages()))
def test_a_page_of_help_is_dutch_in_its_values_too(debcli, name):
    page = debcli("--lang", "nl", *name.split(), "--help").out
    typed = "\n".join(line for line in page.splitlines() if not line.startswith("    debcli "))
    assert ENGLISH.findall(re.sub(r"BESTAND\.\.\.|DAGEN\.\.\.", "", typed)) == []


def test_what_is_typed_as_it_stands_stays(debcli):
    page = debcli("--lang", "nl", "interest", "--help").out
    assert "--kind commercial|statutory|PERCENTAGE" in page
    assert "--outcome <paid|settled|written-off|lost>" in debcli("--lang", "nl", "close-case", "--help").out


def test_every_part_of_a_range_is_in_words(debcli):
    assert "[standaard: 14; 1 t/m 366]" in debcli("--lang", "nl", "agenda", "--help").out
    assert "[minstens 1]" in debcli("--lang", "nl", "today", "--help").out
    assert "[default: 14; 1<=x<=366]" in debcli("--lang", "en", "agenda", "--help").out


def test_a_group_tells_what_each_of_its_commands_does_to_the_end(debcli):
    page = debcli("--lang", "nl", "profile", "--help").out
    assert "Commando's:" in page
    assert "om te lezen of in een bestand te bewaren." in " ".join(page.split())
    assert "--install-completion" not in page + debcli("--lang", "nl", "rates", "--help").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["forecast", "--weeks", "99"], "99 valt buiten wat mag (1 t/m 26)."),
        (["journal", "--limit", "0"], "0 valt buiten wat mag (minstens 1)."),
        (["log-payment"], "'KLANT' ontbreekt."),
        (["rates", "lst"], "Er is geen commando 'lst'."),
        (["undo", "x"], "is geen heel getal."),
    ],
    ids=lambda one: one[0],
)
def test_what_typer_refuses_is_refused_in_dutch(debcli, typed, said):
    answer = debcli("--lang", "nl", *typed, ok=False)
    assert answer.code == 2
    assert said in answer.err


# --- texts of templates ------------------------------------------------------------------------------------------------

WRONG = {
    "{{ greeting": "het sjabloon houdt te vroeg op: hier hoort nog '}}'.",
    "{% if many %}x": "het sjabloon houdt te vroeg op: hier hoort nog 'elif', 'else' of 'endif', want 'if' is niet gesloten",
    "{% zomaar %}": "'zomaar' bestaat niet",
    "{% if many %}{% endfor %}": "'endfor' hoort hier niet; hier hoort 'elif', 'else' of 'endif'",
    "{{ }}": "hier hoort een naam te staan, niet '}}'",
    "{{ greeting }": "'}' hoort hier niet",
    "{{ many ! }}": "het teken '!' hoort hier niet",
    "{% for x in many %}{% endfor %}": "dit is geen lijst om langs te gaan",
    "{# opmerking": "een opmerking is niet gesloten met #}",
    "{{ niemand }}": "'niemand' bestaat niet",
}


@pytest.mark.parametrize("source", WRONG)
def test_what_is_wrong_with_a_template_is_said_in_dutch(dutch, source):
    with pytest.raises(InputError) as error:
        fill(Template("proef", source), {"greeting": "Beste", "many": True})
    assert WRONG[source] in error.value.message


# --- days, columns, rates, names of files ------------------------------------------------------------------------------


def test_a_day_in_a_sentence_is_written_as_dutch_writes_it(dutch):
    assert (
        first_interest_day("business", issued=DAY, due=DAY).why
        == "de afgesproken laatste betaaldag was 5 oktober 2026"
    )
    assert long(DAY) in first_interest_day("business", issued=DAY).why


def test_a_missing_column_has_its_dutch_name(dutch):
    (fault, *_) = read_table("a.csv", "klant;datum;vervaldatum\nMol;2026-01-01;2026-02-01\n").errors
    assert "ontbreekt: factuurnummer, bedrag." in fault.message


def test_every_rate_says_what_sets_it_and_the_sum_is_right(debcli):
    shown = debcli("--lang", "nl", "rates").out
    assert "github" not in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "…" not in shown
    assert "10,40 %  herfinancieringsrente ECB 2,40 % + 8 procentpunt" in shown
    assert shown.count("vastgesteld bij besluit") == len(rates.table("nl", "statutory").rows)
    compared = [row for row in rates.shipped() if row.basis.startswith("ecb+")]
    reform = date(2013, 3, 16)
    assert {(row.basis, row.valid_from >= reform) for row in compared} == {("ecb+7", False), ("ecb+8", True)}
    assert all(row.percent >= int(row.basis[4:]) for row in compared)


def test_a_rate_of_the_user_keeps_the_source_he_typed(book):
    book(
        "rates",
        "add",
        "statutory",
        "4",
        "--from",
        "2027-01-01",
        "--source",
        "Staatsblad, gelezen op 2 januari",
    )
    assert "4,00 %  Staatsblad, gelezen op 2 januari" in book("--lang", "nl", "rates").out


def test_the_report_has_a_dutch_name(book, tmp_path):
    book("--lang", "nl", "report", day="2026-10-26")
    assert (tmp_path / "debiteuren-2026-10-26.pdf").exists()
    book("--lang", "en", "report", day="2026-10-26")
    assert (tmp_path / "receivables-2026-10-26.pdf").exists()


def test_the_agenda_says_letters_as_dutch_does(book):
    shown = book("--lang", "nl", "agenda", "--days", "60", day="2026-10-02").out
    assert "herinnering sturen" in shown
    assert "brief herinnering" not in shown


def test_a_passphrase_that_was_typed_differently_is_asked_again(dutch, monkeypatch, capsys):
    answers = ["een", "twee", "drie", "drie"]
    asked = []

    def prompt(question, **_kept):
        asked.append(question)
        return answers.pop(0)

    monkeypatch.setattr(passphrase.typer, "prompt", prompt)
    monkeypatch.setattr(Run, "interactive", property(lambda _run: True))
    assert passphrase.passphrase(Run(Path("x.db"), DAY), None, twice=True) == "drie"
    assert asked == ["Wachtwoordzin", "Nog een keer, ter controle"] * 2
    assert "Dat was niet twee keer hetzelfde." in capsys.readouterr().err


def test_the_chamber_of_commerce_is_written_one_way():
    root = Path(language.__file__).parents[2]
    files = [path for folder in ("src", "templates", "docs") for path in (root / folder).rglob("*") if path.suffix in {".py", ".md", ".j2", ".po", ".typ"}]  # fmt: skip
    assert [path for path in files if "Kv" + "K" in path.read_text(encoding="utf-8")] == []


def test_every_option_and_argument_has_its_word(debcli):
    bare = []
    for name in pages():
        page = debcli("--lang", "nl", *name.split(), "--help").out
        lines = page.splitlines()
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            if re.fullmatch(r"  (-\w, )?(--|\[?[A-Z]{2})\S*( [^ ]+)?", line) and not re.match(
                r"\s{10,}[^\[\s]", after
            ):
                bare.append(f"{name}: {line.strip()}")
    assert bare == []


# --- codes in words ----------------------------------------------------------------------------------------------------


def test_rules_and_profiles_stand_in_words_and_stay_codes_in_json(book):
    shown = book("--lang", "nl", "today", "belofte", day="2026-10-26").out
    assert "Profiel standaard (standard)." in shown
    for rule in RULES:
        word = language.say_as("rule", rule.name)
        assert len(word) <= 15
        assert word != rule.name
        assert f" {word} " in shown
    rules = book("--lang", "nl", "today", "belofte", "--json", day="2026-10-26").json["reasons"]
    assert [rule["rule"] for rule in rules] == [rule.name for rule in RULES]


def test_the_list_of_profiles_says_what_its_codes_mean(book):
    shown = " ".join(book("--lang", "nl", "profile").out.split())
    assert "chase-call = nabellen, standard = standaard, strict = streng, gentle = mild, consumer = particulier." in shown  # fmt: skip
    assert "standard = " not in book("--lang", "en", "profile").out


def test_what_comes_next_says_its_day_first(book):
    shown = book(
        "--lang", "nl", "log-call", "belofte", "--outcome", "no-answer", "--with", "Els", day="2026-10-26"
    )
    assert re.search(r"Daarna: op \w+ \d+ \w+ 2026 bellen,\s+als er dan niets binnen\s+is\.", shown.out)


@pytest.mark.parametrize(
    ("late", "said"), [("2026-10-02", "1 dag krediet"), ("2026-10-03", "2 dagen krediet")]
)
def test_a_day_of_credit_is_one_day(book, late, said):
    book("log-payment", "belofte", "1210", "--on", late, day="2026-10-05")
    assert said in " ".join(book("--lang", "nl", "rating", "belofte", day="2026-10-05").out.split())


def test_what_is_to_be_typed_is_not_taken_for_the_end_of_a_sentence(book):
    refused = book(
        "--lang",
        "nl",
        "hold",
        "belofte",
        "--until",
        "2026-01-01",
        "--because",
        "x",
        day="2026-10-05",
        ok=False,
    )
    assert refused.err.splitlines()[-1].endswith("--until +2w      Zie: debcli hold --help")


def test_the_decision_sheet_names_what_to_type_in_dutch(book):
    shown = book("--lang", "nl", "handover", "belofte", day="2026-10-26").out
    assert "attach belofte-bouw BESTAND --as contract" in " ".join(shown.split())
    assert '--to "NAAM"' in shown
    assert "--first vandaag" in shown
    book("log-dispute", "belofte", "2026-001", "--about", "x", day="2026-10-01")
    assert "--credit BEDRAG" in book("--lang", "nl", "today", day="2026-10-26").out


def test_a_refused_letter_says_how_it_left(book):
    book("letter", "belofte", "--kind", "herinnering", "--bank-checked", "--via", "email", day="2026-10-10")
    refused = book("--lang", "nl", "mark-sent", "1", "--via", "post", day="2026-10-12", ok=False)
    assert "op 10 oktober 2026 verstuurd (e-mail)" in refused.err
