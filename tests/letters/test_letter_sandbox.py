"""A template is somebody's file: it prints, chooses and repeats, and reaches nothing else."""

import time
import tracemalloc

import pytest

from debcli.errors import InputError
from debcli.letters.render import body, variables
from debcli.letters.sandbox import TEXT_MAX, Template
from debcli.receivables.facts import LetterKind
from letters.letter_cases import HISTORY_ONE, letter

CONTENT = letter(LetterKind.SOMMATIE, history=HISTORY_ONE).content


def fill(source):
    return body(Template("proef", source), CONTENT)


ESCAPES = [
    # files
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% from 'letter.typ' import x %}",
    "{% extends '../nl/sommatie.md.j2' %}",
    "{{ open('/etc/passwd') }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    # commands, by way of Python's own objects
    "{{ voice.__globals__['os'].system('id') }}",
    "{{ voice.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ greeting|attr('__class__') }}",
    "{{ history.__class__ }}",
    "{{ history.index.__self__ }}",
    "{{ greeting.format(1) }}",
    "{{ '{0.__class__}'.format(greeting) }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ get_flashed_messages }}",
    "{{ creditor.__init__ }}",
    "{{ creditor.items() }}",
    "{{ creditor.update }}",
    "{% for x in creditor.values() %}{{ x }}{% endfor %}",
    # the ledger
    "{{ ledger }}",
    "{{ sqlite3 }}",
    "{{ environment }}",
    "{{ config }}",
    "{{ request }}",
    "{{ _turn() }}",
    "{{ _turn.__closure__ }}",
    # code of its own
    "{% set x = 1 %}",
    "{% set voice = 1 %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% call voice('a', 'b') %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block x %}{{ super() }}{% endblock %}",
    "{% for x in history recursive %}{{ loop(history) }}{% endfor %}",
    "{{ history|map('upper')|list }}",
    "{{ history|sort }}",
    "{{ greeting|replace('e', greeting) }}",
    "{{ greeting|center(100000000) }}",
    "{{ greeting|format(1) }}",
    "{{ greeting ~ greeting }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9**9**9 }}",
    "{{ -1 }}",
    "{{ [1, 2] }}",
    "{% for x in [1, 2] %}{{ x }}{% endfor %}",
    "{{ {'a': 1} }}",
    "{{ greeting[0:5] }}",
    "{% if greeting is string %}x{% endif %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% raw %}{{ x }}",
    "{% do history.append(1) %}",
    "{% debug %}",
    "{% for voice in history %}{{ voice }}{% endfor %}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_what_is_not_printing_choosing_or_repeating_is_refused(source):
    with pytest.raises(InputError) as error:
        fill(f"goed\n\n{source}")
    assert error.value.message.startswith("Template proef, line ")
    assert error.value.hint


GREEDY = [
    "{% for a in greeting %}{% for b in greeting %}{% for c in greeting %}{% for d in greeting %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in greeting %}{% for b in greeting %}{% for c in greeting %}{% for d in greeting %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in greeting %}{% for b in greeting %}{% for c in greeting %}{% if a == b %}{% endif %}{% endfor %}{% endfor %}{% endfor %}"
    * 9,
    "{% for a in greeting %}{% for b in greeting %}"
    + "{{ contact_line }}" * 500
    + "{% endfor %}{% endfor %}",
    "x" * 60_000,
    "{{ greeting }}" * 9_000,
    "{% if many %}" * 3_000 + "{% endif %}" * 3_000,
    "{{ (" + "(" * 2_000 + "greeting" + ")" * 2_000 + ") }}",
]


@pytest.mark.parametrize("source", GREEDY, ids=range(len(GREEDY)))
def test_a_greedy_template_is_stopped_cheaply(source):
    start = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            fill(source)
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()
    assert time.process_time() - start < 10  # tracing itself costs several times the work


@pytest.mark.parametrize(
    "source",
    ["[" * 20_000, "*a " * 15_000, "> " * 2_000 + "x", "- " * 2_000 + "x", "`" * 40_000, "(" * 40_000 + "]("],
)
def test_markdown_that_nests_without_end_is_read_in_time(source):
    start = time.process_time()
    fill(source)
    assert time.process_time() - start < 10


def test_what_a_letter_needs_is_allowed():
    tree = fill(
        "{% if many and not consumer %}a{% elif has_history or many == has_costs %}b{% else %}c{% endif %} "
        "{{ greeting|upper }} {{ creditor['name'] }} {{ 'ja' if many else 'nee' }} {{ history|length }}\n\n"
        "{% for line in history %}\n- {{ loop.index }} {{ line }}{% if loop.last %} einde{% endif %}\n{% endfor %}\n"
    )
    assert [block.kind for block in tree] == ["paragraph", "bullets"]
    assert len(tree[1].blocks) == len(CONTENT.history)


def test_every_value_a_template_gets_is_text_or_a_list_of_text():
    def plain(value):
        if isinstance(value, dict):
            return all(plain(inner) for inner in value.values())
        if isinstance(value, tuple):
            return all(isinstance(inner, str) for inner in value)
        return isinstance(value, (str, bool))

    values = variables(CONTENT)
    assert [name for name, value in values.items() if name != "voice" and not plain(value)] == []
    assert 2 * len(letter(LetterKind.SOMMATIE).text) < TEXT_MAX


# --- the user's own folder ---------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path, monkeypatch):
    folder = tmp_path / "eigen"
    monkeypatch.setenv("DEBCLI_TEMPLATES", str(folder))
    return folder


def test_a_copy_wins_and_is_kept_once(book, own):
    out = book("template", "copy", "herinnering").out
    path = own / "nl" / "herinnering.md.j2"
    assert str(path.name) in out
    assert (own / "README.md").is_file()
    path.write_text(path.read_text().replace("In de drukte", "Zoals u weet, in de drukte"))
    again = book("template", "copy", "herinnering", ok=False)
    assert again.code == 1
    assert "Zoals u weet" in path.read_text()
    listed = {
        (t["kind"], t["language"]): t["own"] for t in book("template", "list", "--json").json["templates"]
    }
    assert [key for key, mine in listed.items() if mine] == [("herinnering", "nl")]
    assert (
        "Zoals u weet"
        in book("letter", "belofte", "--kind", "herinnering", "--dry-run", day="2026-10-08").out
    )
    assert book("template", "check").out == "herinnering (nl): good\n"


def test_the_usual_place_is_the_users_data_folder(book, tmp_path, monkeypatch):
    assert book("template", "list", "--json").json["folder"] == str(
        tmp_path / "share" / "debcli" / "templates"
    )
    assert "no templates of your own" in book("template", "check").out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("{{ to_pay }}", "{{ topay }}"), "line 27: 'topay' is not defined"),
        (("{{ payment_block }}", ""), "missing: one IBAN, your own"),
        (("{{ greeting }}", "{{ greeting }"), "line 3"),
        (("{{ greeting }}", "Hallo \U0001f600"), "No font has the character"),
    ],
)
def test_check_names_what_is_wrong_before_a_customer_sees_it(book, own, ledger, change, says):
    book("template", "copy", "herinnering")
    path = own / "nl" / "herinnering.md.j2"
    path.write_text(path.read_text().replace(*change))
    said = book("template", "check", ok=False)
    assert said.code == 1
    assert says in " ".join(said.out.split())
    assert "every kind of customer" in said.out
    before = ledger.read_bytes()
    letter_said = book("letter", "belofte", "--kind", "herinnering", day="2026-10-08", ok=False)
    assert letter_said.code in {1, 3}
    assert letter_said.out == ""
    assert ledger.read_bytes() == before or book("letters", day="2026-10-08").out == "No letters yet.\n"
    assert not [p for p in ledger.parent.parent.iterdir() if p.suffix in {".pdf", ".txt"}]


def test_check_says_in_which_situation_a_template_fails(book, own):
    book("template", "copy", "sommatie")
    path = own / "nl" / "sommatie.md.j2"
    path.write_text(
        path.read_text() + "\n{% if many %}{{ veel }}{% endif %}\n{% if consumer %}{{ wie }}{% endif %}\n"
    )
    faults = book("template", "check", "--json", ok=False).json["templates"][0]["faults"]
    assert {f["message"].split(": ")[1]: len(f["with"]) for f in faults} == {
        "'veel' is not defined.": 3,
        "'wie' is not defined.": 1,
    }
    assert all("line 5" in f["message"] for f in faults)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_text_that_came_with_debcli_passes_its_own_check(book, kind):
    assert book("template", "check", kind.value).out == f"{kind} (nl): good\n{kind} (en): good\n"


def test_the_call_sheet_is_a_template_like_the_letters(book, own):
    """List, copy and check know it; a fault in it is found on whatever occasion it shows."""
    listed = {t["kind"] for t in book("template", "list", "--json").json["templates"]}
    assert listed == {*LetterKind, "call"}
    assert book("template", "check", "call").out == "call (nl): good\ncall (en): good\n"
    book("template", "copy", "call")
    path = own / "nl" / "call.md.j2"
    assert book("template", "check").out == "call (nl): good\n"
    text = path.read_text()
    path.write_text(text.replace("{{ minimum }}", "{{ minimaal }}"))
    wrong = book("template", "check", ok=False)
    assert (wrong.code, "'minimaal' is not defined" in " ".join(wrong.out.split())) == (1, True)
    assert book("template", "copy", "call", ok=False).code == 1
    assert book("template", "copy", "belbriefje", ok=False).code == 2
    path.write_text(text.replace("# ", "# Mijn ", 1))
    assert "Mijn" in book("call", "belofte", day="2026-10-08").out
