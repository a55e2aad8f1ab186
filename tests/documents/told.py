"""What a document tells: commands with what they print, files, figures. Read, run, compared, and written anew.

In a Markdown file

    ```console
    $ debcli today
    ...

is a command and what it shows, run in the order of the document in a folder of its own; `$ mkdir` makes one in
it. Comments a reader does not see say where: `<!-- ledger: new -->` begins in an empty folder, `<!-- ledger: demo -->` on a copy of the demo's ledger,
`<!-- day: 2026-10-26 -->` sets the day, `<!-- file: bank.csv -->` keeps the fenced text below it as that file. In what is shown a
line `...` stands for any lines and `...` within a line for any text; `# exit 3` behind a command says how it must end.
"""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from debcli.__main__ import main

TOP = Path(__file__).resolve().parents[2]
DOCUMENTS = (TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md")))
LEFT_OUT = "..."


class Command(NamedTuple):
    """A command on a line of a document; `shown` are the lines from `begin` up to `end` (numbers of lines, from 0)."""

    line: int
    typed: str
    begin: int
    end: int
    shown: tuple[str, ...]


class Setting(NamedTuple):
    """`ledger: new`, `ledger: demo`, `day: ...`, or a `file: ...` with its text."""

    what: str
    value: str
    text: str = ""


class Answer(NamedTuple):
    """What a command printed, out and err as a terminal mixes them, and its exit code."""

    printed: tuple[str, ...]
    code: int


class Fault(NamedTuple):
    """A command that did not do what the document says. `mended`: the lines that would be true."""

    command: Command
    words: str
    mended: tuple[str, ...] | None


def name(document: Path) -> str:
    """A document as it is called in this repository."""
    return document.relative_to(TOP).as_posix()


def steps(text: str) -> Iterator[Command | Setting]:
    """What a document says to do, in order."""
    lines = text.split("\n")
    at, wanted = 0, ""
    while at < len(lines):
        line = lines[at]
        if said := re.fullmatch(r"<!-- (ledger|day|file): (.+) -->", line):
            if said[1] == "file":
                wanted = said[2]
            else:
                yield Setting(said[1], said[2])
        elif fence := re.match(r"(`{3,})(\w*)", line):
            close = next(n for n in range(at + 1, len(lines)) if lines[n] == fence[1])
            if wanted:
                yield Setting("file", wanted, "\n".join([*lines[at + 1 : close], ""]))
                wanted = ""
            elif fence[2] == "console":
                yield from _commands(lines, at + 1, close)
            at = close
        at += 1


def _commands(lines: list[str], begin: int, close: int) -> Iterator[Command]:
    starts = [n for n in range(begin, close) if lines[n].startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], close], strict=True):
        shown = start + 1
        while lines[shown - 1].endswith("\\"):
            shown += 1
        typed = " ".join(line.removesuffix("\\").strip() for line in lines[start:shown])[2:]
        yield Command(start + 1, typed, shown, end, tuple(line.rstrip() for line in lines[shown:end]))


@contextmanager
def place(folder: Path) -> Iterator[None]:
    """Work in a folder that holds its own ledger and templates, with nobody's settings; in English, without colour."""
    before = dict(os.environ), Path.cwd()
    for variable in [v for v in os.environ if v.startswith("DEBCLI_")]:
        del os.environ[variable]
    os.environ |= {
        "DEBCLI_LEDGER": "ledger.db",
        "DEBCLI_LANG": "en",
        "DEBCLI_TEMPLATES": "templates",
        "XDG_CONFIG_HOME": str(folder / ".config"),
        "XDG_DATA_HOME": str(folder / ".local"),
        "NO_COLOR": "1",
    }
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before[1])
        os.environ.clear()
        os.environ.update(before[0])


def typed(words: list[str]) -> Answer:
    """Run debcli in this process."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = main(words)
    return Answer(tuple(line.rstrip() for line in said.getvalue().rstrip("\n").split("\n")), code)


def faults(document: Path, folder: Path, demo: Path) -> Iterator[Fault]:
    """Run a document in a folder; `demo` is the demo's ledger. Yields what is not as it says."""
    now, count, day = folder / "0", 0, ""
    now.mkdir()
    for step in steps(document.read_text(encoding="utf-8")):
        if isinstance(step, Command):
            with place(now):
                if day:
                    os.environ["DEBCLI_DATE"] = day
                if fault := _fault(step):
                    yield fault
        elif step.what == "ledger":
            count += 1
            now, day = folder / str(count), ""
            now.mkdir()
            if step.value == "demo":
                shutil.copy(demo, now / "ledger.db")
        elif step.what == "day":
            day = step.value
        else:
            (now / step.value).write_text(step.text, encoding="utf-8")


def _fault(command: Command) -> Fault | None:
    line, _, comment = command.typed.partition("  # ")
    words = shlex.split(line)
    if words[0] == "mkdir":
        Path(words[-1]).mkdir()
        return None
    if words[0] != "debcli":
        return Fault(command, f"only debcli and mkdir are run here, not {words[0]}", None)
    expected = re.match(r"exit (\d+)", comment)
    answer = typed(words[1:])
    if answer.code != (int(expected[1]) if expected else 0):
        return Fault(
            command, "\n".join([f"it ended with exit {answer.code} and said:", *answer.printed]), None
        )
    printed = () if answer.printed == ("",) else answer.printed
    if matches(command.shown, printed):
        return None
    return Fault(command, "\n".join(["it printed:", *printed]), rewritten(command.shown, printed))


def matches(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether the shown lines are the printed ones, `...` standing for what was left out."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == LEFT_OUT else _pattern(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def rewritten(shown: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """The printed lines, with left out what the shown ones leave out."""
    inside = [line for line in shown if LEFT_OUT in line and line.strip() != LEFT_OUT]
    printed = tuple(
        next((line for line in inside if re.fullmatch(_pattern(line), said)), said) for said in printed
    )
    if LEFT_OUT not in {line.strip() for line in shown}:
        return printed
    found: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, shown, printed, autojunk=False).get_opcodes():
        gaps = [n for n in range(a, b) if shown[n].strip() == LEFT_OUT]
        if what == "equal" or not gaps:
            found += printed[c:d]
        elif d > c:
            before, after = gaps[0] - a, b - 1 - gaps[-1]
            before, after = min(before, d - c), min(after, max(0, d - c - before))
            found += [*printed[c : c + before], shown[gaps[0]], *printed[d - after : d]]
    return tuple(found)


def _pattern(line: str) -> str:
    return re.escape(line.rstrip()).replace(r"\.\.\.", ".*")


def mend(document: Path, found: list[Fault]) -> None:
    """Write what commands print now into a document."""
    lines = document.read_text(encoding="utf-8").split("\n")
    for fault in reversed([f for f in found if f.mended is not None]):
        lines[fault.command.begin : fault.command.end] = fault.mended
    document.write_text("\n".join(lines), encoding="utf-8")
