"""Every story of this folder, told to the real program; and every rule shown to be needed by its story."""

import sys
from pathlib import Path

import pytest

import conftest
from debcli.receivables.policy import RULES
from stories.story import MismatchError, UnreadableError, read
from stories.teller import Teller

HERE = Path(__file__).parent
STORIES = sorted(HERE.rglob("*.txt"))
TRAPS = {
    1,
    2,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    23,
    25,
}  # those that bear on the morning


def name(path):
    return path.relative_to(HERE).as_posix()


@pytest.fixture
def teller(debcli, ledger):
    """Somebody who types, in an empty ledger of Studio Vos."""
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300", "--address", "Oudegracht 12", "--postcode", "3511AM",
           "--city", "Utrecht", "--kvk", "12345678", "--email", "vos@studio.example", "--phone", "030 123 4567")  # fmt: skip
    return Teller(debcli, lambda: conftest.rows(ledger))


def named(header):
    """The stories that name something in a header, by what they name."""
    found = {}
    for path in STORIES:
        story = read(path, HERE)
        for value in story.headers.get(header, "").replace(" and ", ", ").split(", "):
            found.setdefault(value, []).append(story)
    return found


@pytest.mark.parametrize("path", STORIES, ids=name)
def test_story(path, teller):
    teller.tell(read(path, HERE))


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_each_rule_has_a_story_that_fails_without_it(rule, teller, monkeypatch):
    without = tuple(r for r in RULES if r is not rule)
    for module in [
        m for n, m in sys.modules.items() if n.startswith("debcli") and getattr(m, "RULES", None) is RULES
    ]:
        monkeypatch.setattr(module, "RULES", without)
    (story,) = named("rule")[rule.name]
    assert any(f"rule {rule.name}" in line.text for day in story.days for line in day.lines)
    with pytest.raises(MismatchError):
        teller.tell(story)


def test_each_trap_of_the_morning_has_a_story():
    assert {int(number) for number in named("trap") if number} == TRAPS


GOOD = """title: A call on the due day
customer: Belofte Bouw
invoice: 2026-001 of 500.00, sent 2026-09-01, due 2026-10-01
2026-10-01 Thursday
  today: call due-call, rule ladder
"""


@pytest.mark.parametrize(
    ("right", "wrong", "line", "expected", "got"),
    [
        ("call due-call, rule ladder", "call chase-call, rule ladder", 5, "call chase-call", "today: call due-call, rule ladder"),
        ("rule ladder", "rule callback", 5, "rule callback", "rule ladder"),
        ("rule ladder", "rule ladder, since 2026-09-30", 5, "since 2026-09-30", "call due-call"),
        ("rule ladder", "rule ladder, asking 499.99", 5, "asking 499.99", "asking 500.00"),
        ("rule ladder", "rule ladder\n  today: waiting until 2026-10-02", 6, "waiting until", "today: nothing"),
        ("call due-call, rule ladder", "nothing", 5, "nothing", "call due-call"),
        ("Thursday\n  today: call due-call, rule ladder", "Thursday\n  call: promises 600.00 by 2026-10-05", 5, "promises 600.00", "exit 1"),
        ("today: call due-call, rule ladder", "claim: principal 500.01", 5, "500.01", "principal 500.00"),
        ("today: call due-call, rule ladder", "book: 2026-001 overdue", 5, "overdue", "open 500.00"),
        ("today: call due-call, rule ladder", "refused: call: spoke", 5, "exit 3", "exit 0"),
    ],
)  # fmt: skip
def test_a_wrong_expectation_says_file_line_expected_and_got(
    tmp_path, teller, right, wrong, line, expected, got
):
    assert right in GOOD
    path = tmp_path / "wrong.txt"
    path.write_text(GOOD.replace(right, wrong), "utf-8")
    with pytest.raises(MismatchError) as failed:
        teller.tell(read(path, tmp_path))
    where, told, came = str(failed.value).split("\n")
    assert where.startswith(f"wrong.txt:{line}")
    assert told.startswith("  expected ")
    assert expected in told
    assert came.startswith("  got ")
    assert got in came


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("Thursday", "Friday", "2026-10-01 is a Thursday"),
        ("2026-10-01 Thursday", "2026-10-01, in the morning", "write a day as"),
        ("today: call due-call, rule ladder", "call: nobody there", "Nearest: "),
        ("rule ladder", "rule ladder, and so on", "'and so on' is not known"),
        (", rule ladder", "", "name the rule"),
        ("title: A call on the due day\n", "", "a story has a title"),
        (", sent 2026-09-01", "", "say when the invoice was sent"),
        ("Bouw\n", "Bouw, private\n", "'private' is not said of a customer"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_write(tmp_path, teller, right, wrong, says):
    path = tmp_path / "wrong.txt"
    path.write_text(GOOD.replace(right, wrong), "utf-8")
    with pytest.raises(UnreadableError) as failed:
        teller.tell(read(path, tmp_path))
    assert str(failed.value).startswith("wrong.txt")
    assert says in str(failed.value)
