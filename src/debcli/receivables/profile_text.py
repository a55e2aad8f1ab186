"""A profile as text one can read and change: a few lines of TOML, days after the due date.

due-call = 0
herinnering = 7
sommatie = 25
check-in-from = "1000.00"
"""

import re
from typing import Any

from debcli.errors import InputError
from debcli.receivables.facts import LetterKind
from debcli.receivables.profiles import DECIDE, Profile, Step
from debcli.values.money import parse_decimal, plain

STEPS: dict[str, LetterKind | None] = {
    "due-call": None,
    "herinnering": LetterKind.HERINNERING,
    "chase-call": None,
    "aanmaning": LetterKind.AANMANING,
    "veertiendagenbrief": LetterKind.VEERTIENDAGENBRIEF,
    "sommatie": LetterKind.SOMMATIE,
}
"""What a ladder can have, in the order it has them."""
_FROM, _AFTER = "check-in-from", "check-in-after"
_NOTICE_FIRST = "after the veertiendagenbrief"
_LONGEST = 365


def as_text(profile: Profile) -> str:
    """The profile as parse reads it."""
    lines = [
        f"# {profile.name}: days after the due date of the oldest invoice, and what is checked on before it is due."
    ]
    lines += [
        f"{step.name} = {step.after}" if step.after is not None else f'{step.name} = "{_NOTICE_FIRST}"'
        for step in profile.steps
        if step.name != DECIDE
    ]
    lines += [f'{_FROM} = "{plain(profile.check_in_from)}"', f"{_AFTER} = {profile.check_in_after}"]
    return "\n".join(lines) + "\n"


def parse(name: str, text: str, *, consumer: bool = False) -> Profile:
    """Read a profile. `consumer`: the one for private persons, who get a veertiendagenbrief before a sommatie.

    Raises InputError that names the line.
    """
    import tomllib  # noqa: PLC0415  (only where the user has a profile of his own)

    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"Profile {name}: {error}.", "Each line is like: herinnering = 7") from error
    known = [*STEPS, _FROM, _AFTER]
    for key in given:
        if key not in known:
            raise _fault(name, text, key, f"{key!r} is not a step", f"Choose from: {', '.join(known)}.")
    steps: list[Step] = []
    for key, letter in STEPS.items():
        if key in given:
            after = _days(name, text, key, given[key], steps)
            before = [s.after for s in steps if s.after is not None]
            if after is not None and before and after <= before[-1]:
                raise _fault(
                    name, text, key, f"{key} on day {after} does not come after {steps[-1].name}",
                    f"Give {key} a day after {before[-1]}.",
                )  # fmt: skip
            steps.append(Step(key, after, letter))
    _complete(name, {s.name for s in steps}, consumer=consumer)
    try:
        amount = parse_decimal(str(given.get(_FROM, "1000.00")))
    except InputError as error:
        raise _fault(name, text, _FROM, error.message.rstrip("."), 'Type it like "1000.00".') from error
    after_sending = _days(name, text, _AFTER, given.get(_AFTER, 3), [])
    return Profile(name, (*steps, Step(DECIDE, None)), amount, after_sending or 0)


def _days(name: str, text: str, key: str, value: Any, steps: list[Step]) -> int | None:
    if value == _NOTICE_FIRST and key == "sommatie" and any(s.name == "veertiendagenbrief" for s in steps):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LONGEST:
        raise _fault(
            name,
            text,
            key,
            f"{key} is {value!r}, not a number of days",
            f"Type a number from 0 to {_LONGEST}.",
        )
    return value


def _complete(name: str, steps: set[str], *, consumer: bool) -> None:
    if "sommatie" not in steps:
        raise InputError(f"Profile {name} has no sommatie.", "Add a line like: sommatie = 25")
    if consumer != ("veertiendagenbrief" in steps):
        raise InputError(
            f"Profile {name} has {'no' if consumer else 'a'} veertiendagenbrief.",
            f'Add the lines: veertiendagenbrief = 16 and sommatie = "{_NOTICE_FIRST}"'
            if consumer
            else "Leave it out: it is for private persons only (art. 6:96 lid 6 BW).",
        )


def _fault(name: str, text: str, key: str, what: str, hint: str) -> InputError:
    found = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", text, re.MULTILINE)
    line = f", line {text.count(chr(10), 0, found.end()) + 1}" if found else ""
    return InputError(f"Profile {name}{line}: {what}.", hint)
