"""What the documents show is what the program does: each command is run, its output compared; figures and tables are the program's.

`python3 dev.py docs` writes what changed; read the difference before it is kept.
"""

import re
import shlex

import pytest

from debcli.cli.app import COMMANDS, LazyGroup
from debcli.letters.kinds import KINDS
from debcli.receivables.policy import RULES
from documents import made, pictures, told
from documents.told import DOCUMENTS, TOP, Command, Setting, matches, name, rewritten

HOW = "If that is how it should be: python3 dev.py docs"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo's ledger, made once."""
    folder = tmp_path_factory.mktemp("demo")
    with told.place(folder):
        told.typed(["demo", "--out", "."])
    return folder / "ledger.db"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_each_command_shown_does_what_is_shown(document, demo, tmp_path):
    wrong = [
        f"{name(document)}:{fault.command.line}: $ {fault.command.typed}\n{fault.words}\n"
        for fault in told.faults(document, tmp_path, demo)
    ]
    assert not wrong, "\n".join([*wrong, HOW])


@pytest.mark.parametrize("day", ["2026-11-22", "2026-12-25", "2028-02-29"])
def test_the_first_letter_of_the_readme_is_made_on_any_day(day, tmp_path):
    """A Sunday, a holiday, and a day no example was written for: what is pasted must work when it is pasted."""
    typed = [
        step.typed
        for step in told.steps((TOP / "README.md").read_text(encoding="utf-8"))
        if isinstance(step, Command)
    ]
    with told.place(tmp_path):
        for line in typed:
            words = shlex.split(line)[1:]
            answer = told.typed(["--date", day, *words])
            assert answer.code == 0, "\n".join([line, *answer.printed])
    assert list(tmp_path.glob(f"{day}-*.pdf"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_what_is_made_from_the_program_is_up_to_date(document, tmp_path):
    text = document.read_text(encoding="utf-8")
    anew = made.anew(text, tmp_path)
    differs = [
        n for n, (a, b) in enumerate(zip(text.split("\n"), anew.split("\n"), strict=False), 1) if a != b
    ]
    assert anew == text, f"{name(document)}:{differs[:1]} is no longer true. {HOW}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_command_is_shown_that_is_not_run(document):
    """Outside console blocks a command may stand in a sentence, if it exists with its options, or below `Try it on the demo`."""
    fence, lines = "", document.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        where = f"{name(document)}:{number}"
        if mark := re.match(r"(`{3,})(\w*)", line):
            fence = "" if fence else mark[2] or "text"
        elif fence and fence != "console":
            assert not line.startswith("$ debcli"), f"{where}: show it in a console block, so that it is run"
        elif not fence and not line.startswith("| "):
            for typed in re.findall(r"`(debcli [^`]+)`", line):
                assert unknown(shlex.split(typed)[1:]) == "", (
                    f"{where}: {typed}: {unknown(shlex.split(typed)[1:])}"
                )


def unknown(words):
    """What of a command line does not exist: the command, or an option it does not have. Empty when all does."""
    here = [word for word in words if word.startswith("-")]
    command = None
    while words and (words[0].startswith("--") or words[0] in COMMANDS):
        if words[0] in COMMANDS:
            command = LazyGroup().get_command(None, words[0])
            below = getattr(command, "commands", {})
            command = below.get(words[1], command) if len(words) > 1 else command
            break
        words = words[1 if words[0] in {"--json", "--plain", "--install-completion", "--help"} else 2 :]
    if command is None:
        return "" if not words else f"no command {words[0]}"
    known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
    return ", ".join(
        sorted(
            {w.partition("=")[0] for w in here}
            - known
            - {"--help", "--ledger", "--date", "--json", "--plain", "--lang"}
        )
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_what_a_document_says_of_dev_py_exists(document):
    known = re.findall(
        r"^    python3 dev\.py (\w+) ", (TOP / "dev.py").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(re.findall(r"python3 dev\.py (\w+)", document.read_text(encoding="utf-8"))) <= set(known)


def test_every_command_has_its_heading():
    text = (TOP / "docs" / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == list(COMMANDS)


def test_every_rule_is_explained_in_its_order():
    text = (TOP / "docs" / "policy.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \d+ \| `([a-z-]+)` \|", text, re.MULTILINE) == [rule.name for rule in RULES]


def test_every_letter_is_explained():
    text = (TOP / "docs" / "letters.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^<!-- made: letter (.+) -->$", text, re.MULTILINE)) == {
        kind.value for kind in KINDS
    }


def test_the_cookbook_lists_its_recipes_and_is_no_pamphlet():
    text = (TOP / "docs" / "cookbook.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^### ", text, re.MULTILINE)) >= 25


def test_the_picture_of_the_morning_is_of_this_program(demo):
    assert pictures.MORNING.read_text(encoding="utf-8") == pictures.morning(demo.parent), (
        "python3 dev.py pictures"
    )


def test_the_picture_of_the_letter_is_of_its_present_words(demo):
    assert pictures.seal_of(pictures.LETTER) == pictures.text_seal(demo.parent), "python3 dev.py pictures"


def test_a_letter_is_drawn(demo):
    assert pictures.letter(demo.parent).startswith(b"\x89PNG")


# --- the reader of documents itself ---------------------------------------------------------------------------------


def test_a_document_is_read_as_steps():
    text = "<!-- ledger: new -->\n<!-- file: a.csv -->\n```text\nx;y\n```\n```console\n$ debcli today \\\n    --plain\none\n\n$ debcli undo\n```\n"
    setting, file, first, second = told.steps(text)
    assert (setting, file) == (Setting("ledger", "new"), Setting("file", "a.csv", "x;y\n"))
    assert first == Command(7, "debcli today --plain", 8, 10, ("one", ""))
    assert (second.typed, second.shown) == ("debcli undo", ())


def test_a_line_that_is_not_printed_is_found():
    assert matches(("a", "...", "c"), ("a", "b", "c"))
    assert matches(("made at ...",), ("made at /home/me",))
    assert not matches(("a", "c"), ("a", "b", "c"))
    assert not matches(("a",), ("a", "b"))


@pytest.mark.parametrize(
    ("shown", "printed", "anew"),
    [
        (("a",), ("b",), ("b",)),
        (("a", "...", "z"), ("a2", "b", "z"), ("a2", "...", "z")),
        (("...", "9 letters."), ("x", "y", "10 letters."), ("...", "10 letters.")),
        (("a", "..."), ("a", "b", "c"), ("a", "...")),
        (("made at ...", "x"), ("made at /home/me", "y"), ("made at ...", "y")),
    ],
)
def test_what_was_left_out_stays_left_out(shown, printed, anew):
    assert rewritten(shown, printed) == anew
    assert matches(anew, printed)


def test_a_wrong_output_and_a_wrong_exit_are_told_with_their_line_and_mended(tmp_path, demo):
    document = tmp_path / "a.md"
    document.write_text(
        "<!-- ledger: demo -->\n```console\n$ debcli costs 100 --json\nwrong\n$ debcli deliver noord\n```\n"
    )
    found = list(told.faults(document, tmp_path, demo))
    assert [fault.command.line for fault in found] == [3, 5]
    assert "exit 3" in found[1].words
    told.mend(document, found)
    assert '"total": "40.00"' in document.read_text()
    assert "wrong" not in document.read_text()


def test_an_option_that_does_not_exist_is_found():
    assert unknown(["log-call", "CUSTOMER", "--outcome", "promise"]) == ""
    assert unknown(["log-call", "CUSTOMER", "--outcom", "promise"]) == "--outcom"
    assert unknown(["profile", "assign", "x", "y"]) == ""
    assert unknown(["nothing"]) == "no command nothing"
    assert unknown(["--date", "2026-01-01", "today"]) == ""
