"""The story in the README is run, command by command, and what it shows must be what is printed.

A line `...` in the README stands for lines left out. Lines are compared without the space at their ends.
"""

import re
import shlex
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
INVOICES = """klant;factuurnummer;factuurdatum;vervaldatum;bedrag;email;telefoon;contact
Belofte Bouw B.V.;2026-001;2026-09-01;2026-10-01;1.210,00;els@belofte.example;06 1234 5678;Els Bouw
Drukkerij Peeters;2026-002;2026-09-28;2026-10-28;544,50;wim@peeters.example;06 2222 3333;Wim Peeters
"""
BANK = """"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"
"20261023";"BELOFTE BOUW BV";"NL91ABNA0417164300";"NL44RABO0123456789";"OV";"Bij";"1397,71";"Overschrijving";"Naam: BELOFTE BOUW BV Omschrijving: 2026-001"
"""


def steps():
    """(command, the lines shown for it) of every console block, in order."""
    for block in re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip().split("\n")
            yield command, shown


def matches(shown, printed):
    """Whether the shown lines are the printed ones, `...` standing for any lines, a trailing `...` for any rest."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()).replace(r"\.\.\.", ".*") + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


def test_the_story_of_the_readme_is_true(debcli, tmp_path):
    (tmp_path / "facturen.csv").write_text(INVOICES)
    (tmp_path / "bank.csv").write_text(BANK)
    told = list(steps())
    assert len(told) >= 12
    for command, shown in told:
        words = shlex.split(command)
        assert words[0] == "debcli"
        answer = debcli(*words[1:])
        printed = answer.out.rstrip("\n").split("\n")
        assert matches(shown, printed), (
            f"$ {command}\nshown:\n" + "\n".join(shown) + "\nprinted:\n" + "\n".join(printed)
        )


def test_a_line_that_is_not_printed_is_found():
    assert matches(["a", "...", "c"], ["a", "b", "c"])
    assert not matches(["a", "c"], ["a", "b", "c"])
    assert not matches(["a"], ["b"])


def test_the_first_screen_is_the_demos(debcli, tmp_path):
    out = debcli("demo", "--out", str(tmp_path / "demo")).out
    block = re.search(r"```\n\$ debcli today\n(.*?)```", README.read_text(), re.DOTALL)
    assert block
    for line in block[1].splitlines():
        assert re.sub(r"^ *\d+ ", "", line) in out


@pytest.mark.parametrize("word", ["demo", "test"])
def test_the_two_commands_of_the_readme_exist(word):
    assert f"python3 dev.py {word}" in README.read_text()
    assert f'what == "{word}"' in (README.parent / "dev.py").read_text()
