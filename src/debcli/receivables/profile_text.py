"""A profile as text one can read and change: a few lines of TOML, days after the due date.

due-call = 0
herinnering = 7
sommatie = 25
check-in-from = "1000.00"
"""

import re
from typing import Any

from debcli.errors import InputError
from debcli.language import say
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
        say(
            "# {name}: days after the due date of the oldest invoice, and what is checked on before it is due.",
            name=profile.name,
        )
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
        raise InputError(
            say("Profile {name}: {what}.", name=name, what=error), say("Each line is like: herinnering = 7")
        ) from error
    known = [*STEPS, _FROM, _AFTER]
    for key in given:
        if key not in known:
            raise _fault(
                name,
                text,
                key,
                say("{key!r} is not a step", key=key),
                say("Choose from: {steps}.", steps=", ".join(known)),
            )
    steps: list[Step] = []
    for key, letter in STEPS.items():
        if key in given:
            after = _days(name, text, key, given[key], steps)
            before = [s.after for s in steps if s.after is not None]
            if after is not None and before and after <= before[-1]:
                raise _fault(
                    name, text, key, say("{key} on day {after} does not come after {name}", key=key, after=after, name=steps[-1].name),
                    say("Give {key} a day after {before}.", key=key, before=before[-1]),
                )  # fmt: skip
            steps.append(Step(key, after, letter))
    _complete(name, {s.name for s in steps}, consumer=consumer)
    try:
        amount = parse_decimal(str(given.get(_FROM, "1000.00")))
    except InputError as error:
        raise _fault(name, text, _FROM, error.message.rstrip("."), say('Type it like "1000.00".')) from error
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
            say("{key} is {value!r}, not a number of days", key=key, value=value),
            say("Type a number from 0 to {longest}.", longest=_LONGEST),
        )
    return value


def _complete(name: str, steps: set[str], *, consumer: bool) -> None:
    if "sommatie" not in steps:
        raise InputError(
            say("Profile {name} has no sommatie.", name=name), say("Add a line like: sommatie = 25")
        )
    if consumer != ("veertiendagenbrief" in steps):
        raise InputError(
            say("Profile {name} has no veertiendagenbrief.", name=name)
            if consumer
            else say("Profile {name} has a veertiendagenbrief.", name=name),
            say(
                'Add the lines: veertiendagenbrief = 16 and sommatie = "{after}"',
                after=_NOTICE_FIRST,
            )
            if consumer
            else say("Leave it out: it is for private persons only (art. 6:96 lid 6 BW)."),
        )


def _fault(name: str, text: str, key: str, what: str, hint: str) -> InputError:
    found = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", text, re.MULTILINE)
    if found is None:
        return InputError(say("Profile {name}: {what}.", name=name, what=what), hint)
    line = text.count("\n", 0, found.end()) + 1
    return InputError(say("Profile {name}, line {line}: {what}.", name=name, line=line, what=what), hint)
