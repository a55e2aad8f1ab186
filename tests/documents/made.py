"""The parts of the documents that are made from the program: tables, figures, the commands, the letters.

`<!-- made: NAME -->` and `<!-- end -->` stand around a part that `python3 dev.py docs` writes; `3<!-- figures.CALL_ATTEMPTS -->` is a figure
that it keeps true. Change the program, not these parts.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from debcli.cli.app import COMMANDS, LazyGroup
from debcli.law import nl, rates
from debcli.letters.kinds import KINDS, Extra, Term
from debcli.letters.phrases import Need
from debcli.receivables import figures
from debcli.receivables.facts import LetterKind
from debcli.receivables.profiles import PROFILES, TERM_DAYS
from debcli.values import dates
from documents.told import place, typed
from letters.letter_cases import letter_to

_PART = re.compile(r"(?<=<!-- made: )(?P<name>[^\n]+) -->\n(?P<text>.*?)<!-- end -->", re.DOTALL)
_FIGURE = re.compile(r"(?P<value>[^\s|(]+)<!-- (?P<name>[a-z]+\.[A-Z_]+) -->")


def made(text: str) -> str:
    """A document with its made parts as they are now. Raises KeyError for a part or figure that does not exist."""

    def part(match: re.Match[str]) -> str:
        kind, _, about = match["name"].partition(" ")
        return f"{match['name']} -->\n{PARTS[kind](about)}\n<!-- end -->"

    return _FIGURE.sub(lambda m: f"{figure(m['name'])}<!-- {m['name']} -->", _PART.sub(part, text))


def figure(name: str) -> str:
    """A constant of the program as a reader wants it: days as a number, a date as 2026-12-31."""
    module, _, constant = name.partition(".")
    value = getattr({"figures": figures, "rates": rates, "nl": nl}[module], constant)
    return str(value.days) if isinstance(value, timedelta) else str(value)


def _ladders(_about: str) -> str:
    """The rungs of each profile, in days after the due day."""
    rungs = list(dict.fromkeys(step.name for profile in PROFILES.values() for step in profile.steps))
    rungs.sort(key=lambda rung: (rung == "decide", rung == "sommatie"))
    lines = [f"| step | {' | '.join(PROFILES)} |", f"|---|{'---|' * len(PROFILES)}"]
    for rung in rungs:
        cells = []
        for profile in PROFILES.values():
            step = next((s for s in profile.steps if s.name == rung), None)
            after = "-" if step is None else "day after" if step.after is None else str(step.after)
            cells.append(after)
        lines.append(f"| {rung} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _terms(_about: str) -> str:
    """The days each letter gives."""
    lines = [
        "| letter | days to pay |",
        "|---|---|",
        *(f"| {kind.value} | {days} |" for kind, days in TERM_DAYS.items()),
    ]
    return "\n".join(
        [*lines, f"| veertiendagenbrief | {nl.TERM_DAYS}, counted from the day it is delivered |"]
    )


def _rates(_about: str) -> str:
    """What the law's interest is on the last day it was checked for, and since when."""
    lines = ["| who owes it | interest | article | percent a year | since |", "|---|---|---|---|---|"]
    for who in ("business", "government", "consumer"):
        row = rates.table(nl.JURISDICTION, nl.rate_kind(who)).row_on(rates.CHECKED_UNTIL)
        what = nl.interest_basis(who, "en").partition(" (")[0]
        lines.append(f"| {who} | {what} | {nl.interest_article(who)} BW | {row.percent} | {row.valid_from} |")
    return "\n".join(lines)


def _day(day: date) -> str:
    return dates.full(day).partition(" ")[2]


def _checked(_about: str) -> str:
    return f"The table was last compared with its sources on {_day(rates.CHECKED_ON)}. It holds up to and including {_day(rates.CHECKED_UNTIL)}."


_EXTRAS = {
    Extra.NONE: "Asks what is open, and nothing on top.",
    Extra.ANNOUNCED: "Asks what is open; announces that interest and costs will be claimed.",
    Extra.CONDITIONAL: "Asks what is open; says that interest and costs begin once its term is over.",
    Extra.INTEREST: "Asks what is open with the interest so far; names the costs to the cent that follow when it is not paid in time.",
    Extra.CLAIMED: "Claims what is open, the interest and the costs, line by line.",
}
_TERMS = {
    Term.DAY: "Names the last day to pay.",
    Term.DELIVERY: "Its term counts from its delivery.",
    Term.NONE: "It sets no day to pay by.",
}


def _letter(about: str) -> str:
    """What a kind of letter asks and must hold, and some of its words."""
    row = KINDS[LetterKind(about)]
    asks = [_EXTRAS[row.extra], _TERMS[row.term]] if row.asks else ["Asks no money."]
    if row.history:
        asks.append("Tells by date what went before.")
    when = {Need.ALWAYS: "", Need.DELIVERY_STOP: " (while you may hold back work)"}
    holds = [f"- {phrase.missing}{when[phrase.need]}" for phrase in row.must]
    who = "consumer" if row.kind == LetterKind.VEERTIENDAGENBRIEF else "business"
    return "\n".join([" ".join(asks), "", "It must hold, besides what every letter holds:", "", *holds, "", "From one:", "",
                      "```text", *_excerpt(letter_to(row.kind, "nl", who).text), "```"])  # fmt: skip


def _excerpt(text: str) -> list[str]:
    """Subject, salutation and the first three paragraphs of prose of a letter, with a mark where something is left out."""
    parts = text.split("\n\n")
    start = next(n for n, part in enumerate(parts) if re.match(r"(Beste|Geachte)", part)) - 1
    kept, prose = parts[start : start + 2], 0
    for part in parts[start + 2 :]:
        if (
            re.search(r"^[- ]|---|\S  +\S", part, re.MULTILINE)
            or prose == 3
            or (prose and part.endswith(":"))
        ):
            kept += ["[...]"] if kept[-1] != "[...]" else []
        else:
            kept.append(part)
            prose += 1
    return "\n\n".join(kept).split("\n")


@cache
def _help(*words: str) -> str:
    answer = typed([*words, "--help"])
    return "\n".join(answer.printed)


def _commands(_about: str) -> str:
    """Each command under its heading, with what its --help says."""
    lines: list[str] = []
    panel = ""
    for command, entry in COMMANDS.items():
        if entry.panel != panel:
            panel = entry.panel
            lines += [f"## {panel}", ""]
        lines += [f"### {command}", "", "```text", _help(command), "```", ""]
        below = getattr(LazyGroup().get_command(None, command), "commands", {})  # type: ignore[arg-type]
        for sub in below:
            lines += ["```text", _help(command, sub), "```", ""]
    return "\n".join(lines).rstrip("\n")


def _options(_about: str) -> str:
    """What can stand before every command."""
    said = _help()
    return "\n".join(["```text", said.partition("\n\nThe morning:")[0], "```"])


PARTS: dict[str, Callable[[str], str]] = {
    "ladders": _ladders,
    "terms": _terms,
    "rates": _rates,
    "checked": _checked,
    "letter": _letter,
    "commands": _commands,
    "options": _options,
}


def anew(text: str, folder) -> str:  # type: ignore[no-untyped-def]
    """The same, made in a place with nobody's settings."""
    with place(folder):
        return made(text)
