"""template: the texts of the letters, debcli's own and yours; copy one to change it, and try it before it is used."""

from pathlib import Path
from typing import Any, NamedTuple

import typer
from typer._types import TyperChoice

from debcli.cli.fields import Language
from debcli.cli.output import emit, safe, table, wrap
from debcli.cli.run import Run
from debcli.errors import DebcliError, InputError
from debcli.language import say, say_as, system_says
from debcli.receivables.facts import LetterKind
from debcli.settings import template_folder

template = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The texts of the letters: list them, copy one to change it, check your own.\n\n"
    "For example: debcli template list     debcli template copy sommatie",
)
_LANGUAGES = ("nl", "en")


_CALL = "call"
_NAMES = (*(kind.value for kind in LetterKind), _CALL)
"""The templates: every kind of letter, and the call sheet."""


@template.command("list")
def list_(ctx: typer.Context) -> None:
    """Which texts there are, and which are your own.

    For example: debcli template list     debcli template list --json
    """
    run = Run.of(ctx)
    from debcli.letters.templates import find_page

    folder = template_folder()
    found = [(name, lang, find_page(name, lang, folder).path) for name in _NAMES for lang in _LANGUAGES]
    if run.json:
        emit({
            "folder": str(folder),
            "templates": [
                {"kind": k, "language": lang, "own": path.is_relative_to(folder), "path": str(path)}
                for k, lang, path in found
            ],
        })  # fmt: skip
        return
    whose = {
        (k, lang): say_as("template", "yours")
        if path.is_relative_to(folder)
        else say_as("template", "debcli's")
        for k, lang, path in found
    }
    print(
        table(
            [say("template"), *_LANGUAGES],
            [[k, *(whose[k, lang] for lang in _LANGUAGES)] for k in _NAMES],
        )
    )
    print(
        wrap(
            say("Yours are in {folder}. To change one: debcli template copy KIND", folder=safe(str(folder))),
            "",
        )
    )


@template.command("copy")
def copy(
    ctx: typer.Context,
    kind: str = typer.Argument(
        ...,
        metavar="KIND",
        click_type=TyperChoice(_NAMES),
        help="Which letter, or call for the call sheet: debcli template list",
    ),
    language: Language = typer.Option(Language.NL, "--language"),
) -> None:
    """Copy a text of debcli's into your own folder, to change it there: your copy wins.

    For example: debcli template copy sommatie     debcli template copy sommatie --language en
    """
    run = Run.of(ctx)
    from debcli.letters.templates import find_page, shipped

    folder = template_folder()
    path = folder / language.value / f"{kind}.md.j2"
    told = folder / "README.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(find_page(kind, language.value).text)
        if not told.exists():
            told.write_bytes((shipped() / "README.md").read_bytes())
    except FileExistsError as error:
        raise InputError(
            say("You have a {kind} of your own already: {path}", kind=kind, path=path),
            say("Change that one, or move it away first."),
        ) from error
    except OSError as error:
        raise InputError(
            say(
                "The template cannot be written to {folder}: {why}.",
                folder=folder,
                why=system_says(error),
            ),
            say("Name another folder: DEBCLI_TEMPLATES=DIR"),
        ) from error
    if run.json:
        emit({"kind": kind, "language": language.value, "path": str(path)})
        return
    print(wrap(say("Copied to {path}.", path=safe(str(path))), ""))
    print(say("Change it, and try it: debcli template check        What it can print: README.md beside it."))


class Fault(NamedTuple):
    """What is wrong with a template in a situation; several situations may share it."""

    message: str
    hint: str
    needed: bool


@template.command("check")
def check(
    ctx: typer.Context,
    kind: str | None = typer.Argument(
        None, metavar="[KIND]", click_type=TyperChoice(_NAMES), help="Only this one; default all your own."
    ),
    language: Language | None = typer.Option(None, "--language", help="Only this language."),
) -> None:
    """Try your texts on every kind of customer: what is not defined, on which line, and what a letter would lack.

    For example: debcli template check     debcli template check sommatie
    """
    run = Run.of(ctx)
    from debcli.letters.templates import find_page

    folder = template_folder()
    results: list[dict[str, Any]] = []
    for one in [kind] if kind else _NAMES:
        for lang in [language.value] if language else _LANGUAGES:
            source = find_page(one, lang, folder)
            if kind is None and not source.path.is_relative_to(folder):
                continue
            tried, faults = _tried(one, lang, folder)
            results.append(
                {
                    "kind": one,
                    "language": lang,
                    "path": str(source.path),
                    "tried": tried,
                    "faults": faults,
                }
            )
    if run.json:
        emit({"folder": str(folder), "templates": [
            {**r, "faults": [{**fault._asdict(), "with": told} for fault, told in r["faults"].items()]} for r in results
        ]})  # fmt: skip
    else:
        _tell(results, folder)
    if any(fault.needed for r in results for fault in r["faults"]):
        raise typer.Exit(1)


def _tried(name: str, language: str, folder: Path) -> tuple[int, dict[Fault, list[str]]]:
    """In how many situations a template was tried, and each fault once, with the situations it shows in."""
    from debcli.letters.samples import sample_calls, situations

    if name != _CALL:
        kind = LetterKind(name)
        return len(list(situations(kind))), _faults(kind, language, folder)
    try:
        return len(list(sample_calls(language, folder))), {}
    except DebcliError as error:  # what is not defined is so on every sheet
        return 1, {Fault(error.message, error.hint, needed=True): [say("every call")]}


def _faults(kind: LetterKind, language: str, folder: Path) -> dict[Fault, list[str]]:
    """Each fault once, with the situations it shows in."""
    from debcli.letters.pdf import render_pdf
    from debcli.letters.samples import sample, situations

    found: dict[Fault, list[str]] = {}
    for situation in situations(kind):
        try:
            made = sample(kind, language, situation, folder)
            render_pdf(made)
        except DebcliError as error:
            found.setdefault(Fault(error.message, error.hint, needed=True), []).append(situation.told)
            continue
        for one in made.checks:
            if not one.ok:
                found.setdefault(Fault(one.why, "", one.mandatory), []).append(situation.told)
    return found


def _tell(results: list[dict[str, Any]], folder: Path) -> None:
    if not results:
        print(
            wrap(
                say(
                    "You have no templates of your own in {folder}. To make one: debcli template copy KIND",
                    folder=safe(str(folder)),
                ),
                "",
            )
        )
    for one in results:
        faults: dict[Fault, list[str]] = one["faults"]
        head = f"{one['kind']} ({one['language']}):"
        print(head if faults else say("{template} good", template=head))
        for fault, told in faults.items():
            print(
                wrap(
                    f"{'!' if fault.needed else '-'} {safe(fault.message)} {safe(fault.hint)}".rstrip(), "  "
                )
            )
            every = len(told) == one["tried"]
            print(
                wrap(
                    say("with: every kind of customer")
                    if every
                    else say("with: {customers}", customers="; ".join(told)),
                    "    ",
                )
            )
