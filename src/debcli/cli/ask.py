"""Asking for what is missing, on a terminal only; elsewhere a missing value is a usage error."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import typer

from debcli.cli.output import note, safe, width, wrap
from debcli.cli.run import Run
from debcli.errors import InputError, UsageError
from debcli.language import say
from debcli.values.text import listed

T = TypeVar("T")


def required(
    run: Run,
    value: str | None,
    option: str,
    question: str,
    parse: Callable[[str], T],
    default: str | None = None,
) -> T:
    """The value given, else the answer to the question; asked again until it can be read. Raises UsageError."""
    if value is not None:
        return parse(value)
    if not run.interactive:
        raise UsageError(
            say("{option} is missing.", option=option),
            say("Add {option}, or type the command in a terminal to be asked.", option=option),
        )
    return _ask(run, question, parse, default)


def optional(run: Run, value: str | None, question: str, parse: Callable[[str], T], default: T) -> T:
    """Like required, but an empty answer (or nobody to ask) gives the default."""
    if value is not None:
        return parse(value)
    if not run.interactive:
        return default
    asked = say("{question} (Enter to skip)", question=question)
    return _ask(run, asked, lambda answer: parse(answer) if answer else default, "")


class LeftError(Exception):
    """A question was answered with q, where that leaves the walk it belongs to."""


def _ask(run: Run, question: str, parse: Callable[[str], T], default: str | None) -> T:
    while True:
        suffix = " " if question.endswith("?") else ": "
        answer = typer.prompt(question, default=default, show_default=bool(default), prompt_suffix=suffix)
        if run.walking and str(answer).strip().lower() in {"q", "quit"}:
            raise LeftError
        try:
            return parse(str(answer).strip())
        except InputError as error:
            note(wrap(f"{safe(error.message)} {safe(error.hint)}", "  "))


def choose(run: Run, option: str, question: str, choices: Sequence[tuple[str, str]]) -> str:
    """One of some words, by number or by name. Raises UsageError when nobody can be asked."""
    if not run.interactive:
        raise UsageError(
            say("{option} is missing.", option=option),
            say("Type one of: {words}", words=", ".join(word for word, _ in choices)),
        )
    for number, (word, text) in enumerate(choices, 1):
        print(f"  {number:>2}  {word:<12} {text}")
    words = [word for word, _ in choices]

    def pick(answer: str) -> str:
        if answer.isdigit() and 1 <= int(answer) <= len(words):
            return words[int(answer) - 1]
        starting = [w for w in words if answer and w.startswith(answer.lower())]
        if len(starting) == 1:
            return starting[0]
        raise InputError(
            say("{answer!r} is not one of them.", answer=answer),
            say("Type a number from 1 to {count}.", count=len(words)),
        )

    return _ask(run, question, pick, None)


def key(run: Run, choices: Mapping[str, str]) -> str:
    """One of some keys, on a terminal; the first of them is Enter. `choices`: each key with what it does, as it is said."""
    first = next(iter(choices))
    names = {k: "Enter" if k == first else k for k in choices}
    line = ""
    for one in (f"[{names[k]}] {text}" for k, text in choices.items()):
        if line and len(line) + 3 + len(one) > width():
            print(line)
            line = ""
        line = f"{line}   {one}" if line else one
    print(line)

    def pick(answer: str) -> str:
        if answer and answer.lower() not in choices:
            raise InputError(
                say("{answer!r} is not one of the keys.", answer=answer),
                say("Type {words}.", words=listed(list(names.values()), either=True)),
            )
        return answer.lower() or first

    return _ask(run, say("Your choice"), pick, "")


def confirm(run: Run, question: str) -> bool:
    """Yes or no on a terminal, where Enter is no; no elsewhere."""
    if run.walking:
        return bool(yes_or_no(run, None, question))
    if not run.interactive:
        return False
    while True:
        # typer's own question knows no Dutch.
        answer = typer.prompt(f"{question} [{say('y/N')}]", default="", show_default=False)
        try:
            return bool(answer.strip()) and _yes(answer)
        except InputError as error:
            note(wrap(f"{safe(error.message)} {safe(error.hint)}", "  "))


def _yes(text: str) -> bool:
    """Yes or no, in either language. Raises InputError."""
    word = text.strip().lower()
    if word in {"y", "yes", "j", "ja"}:
        return True
    if word in {"n", "no", "nee"}:
        return False
    raise InputError(say("{text!r} is not yes or no.", text=text), say("Type y or n."))


def yes_or_no(run: Run, value: bool | None, question: str) -> bool | None:
    """The answer given, else asked on a terminal: yes, no, or (Enter, or nobody to ask) not known."""
    if value is not None:
        return value
    return optional(run, None, say("{question}? y/n", question=question), _yes, None)
