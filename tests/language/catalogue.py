"""The catalogue of the screens' texts: taken from the code, kept in Dutch, compiled for the program.

python tests/language/catalogue.py          take over new texts, drop old ones, compile; names what is still in English
python tests/language/catalogue.py --check  change nothing; exit 1 when something is missing or out of date
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "debcli"
PO = SRC / "locale" / "nl" / "LC_MESSAGES" / "debcli.po"
KEYWORDS = {
    "say": (None, (0,)),
    "mark": (None, (0,)),
    "say_many": (None, (0, 1)),
    "say_as": (0, (1,)),
    "mark_as": (0, (1,)),
}
"""Which argument of a call is the meaning, and which are the text; anywhere in the code, also inside another call."""
LIBRARY = (
    "Arguments",
    "Options",
    "Commands",
    "Missing command.",
    "No such command {name!r}.",
    "required",
    "default: {default}",
    "env var: {var}",
    "Show this message and exit.",
)
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue does not change because a day went by


def from_code() -> Catalog:
    """Every text of the code: what passes say, say_many, say_as and mark, and the help of every command and option."""
    found = Catalog()
    for path in sorted(SRC.rglob("*.py")):
        for text, context in said_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=context)
    for text in helps():
        found.add(text, locations=[("help", 0)])
    for text in LIBRARY:
        found.add(text, locations=[("typer", 0)])
    return found


def said_in(module: ast.Module) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The texts a module gives to the functions of the language that stand there in full, each with its meaning."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            meaning, places = KEYWORDS[node.func.id]
            given = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            wanted = [given[place] if place < len(given) else None for place in places]
            if all(isinstance(text, str) and text for text in wanted):
                yield (
                    wanted[0] if len(wanted) == 1 else tuple(wanted),
                    None if meaning is None else given[meaning],
                )


def helps() -> list[str]:
    """The help of commands, options and panels, as the program will look it up."""
    import debcli.cli.app as program
    from debcli.language import use

    use("en")
    asked: list[str] = []

    def noted(text: str, /, **_values: object) -> str:
        asked.append(text)
        return text

    kept, program.say = program.say, noted
    try:
        for name, entry in program.COMMANDS.items():
            program.build(name, entry)
        program.whole()
    finally:
        program.say = kept
    return [text for text in dict.fromkeys(asked) if text]


def known() -> Catalog:
    """The Dutch catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="nl", domain="debcli")


def renewed(old: Catalog) -> Catalog:
    """The catalogue with the texts of the code of today; what was said in Dutch stays, what left the code goes."""
    new = Catalog(
        locale="nl",
        domain="debcli",
        project="debcli",
        creation_date=_NEVER,
        revision_date=_NEVER,
        fuzzy=False,
    )
    for message in sorted(from_code(), key=_place):
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        new.add(
            message.id,
            before.string if before is not None else None,
            locations=message.locations,
            context=message.context,
        )
    return new


def _place(message: Message) -> tuple[str, str, str]:
    return (
        min((file for file, _ in message.locations), default=""),
        _first(message.id),
        message.context or "",
    )


def _first(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def as_po(catalogue: Catalog) -> bytes:
    """The readable file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, include_lineno=False, sort_output=False)
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):[^\n]*\n',
        b"",
        out.getvalue(),
    )


def as_mo(catalogue: Catalog) -> bytes:
    """The file the program reads."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def faults(catalogue: Catalog) -> list[str]:
    """What is not in Dutch yet, or whose Dutch has other values than the English."""
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        dutch = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(dutch):
            wrong.append(f"not in Dutch: {_first(message.id)}")
        elif any(set(_values(text)) != set(_values(english[-1])) for text in dutch[-1:]) or any(
            not set(_values(text)) <= set(_values(english[-1])) for text in dutch
        ):
            wrong.append(f"other values in Dutch: {_first(message.id)}")
    return wrong


def _values(text: str) -> list[str]:
    return re.findall(r"\{(\w+)[^{}]*\}", text.replace("{{", "").replace("}}", ""))


def main(args: list[str]) -> int:
    """Renew or check; give the exit code."""
    old = known()
    new = renewed(old)
    wrong = faults(new)
    for line in wrong:
        print(line)
    if "--check" in args:
        current = PO.read_bytes() == as_po(new) and PO.with_suffix(".mo").read_bytes() == as_mo(new)
        if not current:
            print("The catalogue is not that of the code: python3 dev.py words")
        return int(bool(wrong) or not current)
    PO.write_bytes(as_po(new))
    PO.with_suffix(".mo").write_bytes(as_mo(new))
    print(f"{len(new)} texts, {len(wrong)} to put into Dutch: {PO.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
