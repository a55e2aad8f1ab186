"""Templates: sandboxed, errors named by variable and line, data always literal."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debcli.errors import InputError
from debcli.letters import missing
from debcli.letters.render import body, variables
from debcli.letters.sandbox import Template
from debcli.letters.templates import find, shipped
from debcli.letters.text import letter_text
from debcli.letters.tree import plain
from debcli.receivables.facts import LetterKind
from debcli.values.text import clean_line
from letters.letter_cases import (
    AFTER,
    BELOFTE,
    HISTORY_ONE,
    JANSEN,
    KINDS,
    NIENKE,
    ONE,
    ONE_PRIVATE,
    flat,
    letter,
)

HOSTILE = (
    '#panic("x") Bouw',
    "#include(/etc/passwd) $x^2$ @ref <label>",
    "*Sterk* _nadruk_ **vet** BV",
    "# Kop",
    "- lijst",
    "1. lijst",
    "> citaat",
    "[klik](javascript:alert(1)) ![x](y)",
    "<script>alert(1)</script> & Zn.",
    "&lt;b&gt; &#35; &copy;",
    "{{ 7 * 7 }} {% raw %} {# weg #}",
    "{{ invoice_table }}",
    "```slot invoice_table ```",
    "~~~slot",
    "Regel een\n\n# Regel twee\n\n```slot\ninvoice_table\n```",
    "\u202eBV txet\u2066",
    '\'t "Hoekje" `x` \\n \\',
    "https://example.com www.example.com a@b.example",
    "[ik|wij] {on} {0}",
    "Bouw    met   ruimte\tBV",
    "---",
    "a\u2028b\u0085c",
    "مخبز عمر",
    "Łódź Ťřebíč Ünïcødé Ελλάδα Москва",
)
TEMPLATE = Template(
    "proef",
    "# {{ customer.name }}\n\n{{ customer.name }} is\n{{ customer.contact }}\n\n- {{ customer.name }}\n\n{{ invoice_table }}\n",
)


def content_for(name):
    return letter(LetterKind.SOMMATIE, customer=BELOFTE._replace(name=name, contact=name)).content


def shape(blocks):
    return [(block.kind, shape(block.blocks), len(block.parts)) for block in blocks]


PLAIN_SHAPE = shape(body(TEMPLATE, content_for("Bouw")))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_print_literally_and_change_nothing(name):
    content = content_for(name)
    tree = body(TEMPLATE, content)
    assert shape(tree) == PLAIN_SHAPE
    assert plain(tree[0].inlines) == clean_line(name)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "---"])  # dashes alone are no name
@pytest.mark.parametrize(
    "kind", [LetterKind.VEERTIENDAGENBRIEF, LetterKind.INGEBREKESTELLING, LetterKind.STUITING]
)
def test_hostile_data_changes_no_letter_and_fails_no_check(kind, name):
    fields = {"name": name, "contact": name, "address": name, "city": name}
    plain_one = letter(kind)
    claim = ONE_PRIVATE if kind is LetterKind.VEERTIENDAGENBRIEF else AFTER
    line = claim.invoices[0]
    made = letter(
        kind,
        creditor=NIENKE._replace(**fields),
        customer=(JANSEN if kind is LetterKind.VEERTIENDAGENBRIEF else BELOFTE)._replace(**fields),
        claim=claim._replace(
            invoices=(line._replace(invoice=line.invoice._replace(number=name)),),
            received=tuple(r._replace(number=name) for r in claim.received),
        ),
        reference=name,
    )
    assert [block.kind for block in made.body] == [block.kind for block in plain_one.body]
    assert missing(made.checks) == ()
    assert f" {clean_line(name)} " in f" {flat(made.text)} "


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_data_in_every_field_gives_a_whole_letter(name):
    fields = {"name": name, "contact": name, "address": name, "city": name}
    line = ONE.invoices[0]
    made = letter(
        LetterKind.SOMMATIE,
        creditor=NIENKE._replace(**fields),
        customer=BELOFTE._replace(**fields),
        claim=ONE._replace(invoices=(line._replace(invoice=line.invoice._replace(number=name)),)),
        history=(HISTORY_ONE[4]._replace(name=name, invoices=(name,)),),
        reference=name,
    )
    assert shape(made.body) == shape(letter(LetterKind.SOMMATIE, history=HISTORY_ONE[4:5]).body)
    assert f"sprak ik met {clean_line(name)}, die toezegde" in flat(made.text)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60).filter(
        clean_line
    )
)
def test_any_name_prints_as_it_is(name):
    tree = body(TEMPLATE, content_for(name))
    assert shape(tree) == PLAIN_SHAPE
    assert plain(tree[0].inlines) == plain(tree[2].blocks[0].blocks[0].inlines) == clean_line(name)


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("een\n\n{{ totaal }}", 3, "'totaal' is not defined"),
        ("{{ creditor.nmae }}", 1, "'nmae' is not defined"),
        ("x\n{% if totaal %}y{% endif %}", 2, "'totaal' is not defined"),
        ("x\n{% if many %}y", 2, "endif"),
        ("x\n{{ many", 2, "end of"),
        ("\n\n{{ history }}", 3, "a tuple cannot be printed"),
        ("{{ 7 * 7 }}", 1, "does not compute"),
        ("{{ 'a' * 1000000000 }}", 1, "does not compute"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ voice.__globals__ }}", 1, "unsafe"),
        ("x\n{% include '/etc/passwd' %}", 2, "{% include %}"),
        ("{% for n in range(10) %}{{ n }}{% endfor %}", 1, "calls nothing but voice"),
    ],
)
def test_a_faulty_template_names_its_line(source, line, says):
    with pytest.raises(InputError) as error:
        body(Template("proef", source), content_for("Bouw"))
    assert f"Template proef, line {line}: " in error.value.message
    assert says in error.value.message
    assert "debcli" not in error.value.message


def test_a_mistyped_name_is_suggested():
    with pytest.raises(InputError) as error:
        body(Template("proef", "{{ greating }}"), content_for("Bouw"))
    assert "Did you mean 'greeting'?" in error.value.hint


def test_a_slot_inside_a_list_is_refused():
    with pytest.raises(InputError, match="line of its own"):
        body(Template("proef", "- een\n\n  ```slot\n  invoice_table\n  ```\n"), content_for("Bouw"))


def test_markdown_of_the_template_itself_works():
    source = "**vet** *schuin* [site](https://a.example) [kwaad](javascript:x)\n\n1. een\n\n> citaat\n\n---\n\na\\\nb"
    content = content_for("Bouw")
    tree = body(Template("proef", source), content)
    assert [block.kind for block in tree] == ["paragraph", "numbers", "quote", "rule", "paragraph"]
    assert [node.kind for node in tree[0].inlines if node.kind != "text"] == ["strong", "em", "link"]
    text = letter_text(content, tree)
    assert "vet schuin site (https://a.example) [kwaad](javascript:x)" in text
    assert "1. een\n\n  citaat\n" in text
    assert text.endswith("a\nb\n")


def test_the_users_template_wins(tmp_path):
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "herinnering.md.j2").write_text(
        "# Van mij\n\n{{ invoice_table }}\n{{ payment_block }}"
    )
    assert "Van mij" in letter(LetterKind.HERINNERING, folder=tmp_path).text
    assert "Van mij" not in letter(LetterKind.HERINNERING).text
    assert find(LetterKind.AANMANING, "nl", tmp_path).path.parent.parent == shipped()


def test_a_template_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "herinnering.md.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        letter(LetterKind.HERINNERING, folder=tmp_path)


def test_the_readme_tells_every_variable():
    told = (shipped() / "README.md").read_text()
    names = set()
    for kind in KINDS:
        values = variables(letter(kind).content)
        names |= set(values) | {
            f"{outer}.{inner}"
            for outer, value in values.items()
            if isinstance(value, dict)
            for inner in value
        }
    assert sorted(name for name in names if f"`{name}`" not in told) == []


def test_importing_the_room_loads_no_heavy_library():
    code = "import sys, debcli.letters, debcli.letters.pdf; print(*sorted({'jinja2','typst','segno','markdown_it','stdnum','fontpkg_inter'} & set(sys.modules)))"
    src = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(src)}
    )
    assert done.stdout.strip() == ""
