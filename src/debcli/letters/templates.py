"""Where templates are: the user's folder, else those that came with debcli. The door to the files of this room."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say, system_says
from debcli.letters.kinds import row
from debcli.letters.words import WORDS, words
from debcli.receivables.facts import LetterKind

CALL = "call"
"""The call sheet: a template that is no letter."""

_SOURCE_MAX = 200_000  # bytes


class Source(NamedTuple):
    """The text of a template and where it was found."""

    language: str
    path: Path
    text: str


@cache
def shipped() -> Path:
    """The folder that came with debcli: inside the package, or in a checkout at its top. Raises InputError."""
    here = Path(__file__).resolve()
    for folder in (here.parents[1] / "templates", here.parents[3] / "templates"):
        if (folder / "letter.typ").is_file():
            return folder
    raise InputError(say("debcli's own letter templates are missing."), say("Install debcli again."))


def find(kind: LetterKind, language: str, folder: Path | None = None) -> Source:
    """The template of a kind in a language; the user's folder wins.

    Where the language has none, one in another language is taken: compare `Source.language` with what was asked.
    Raises InputError when there is none at all, or when the file cannot be read.
    """
    row(kind)
    return find_page(kind.value, language, folder)


def find_page(name: str, language: str, folder: Path | None = None) -> Source:
    """Any template by its name: a letter's kind, or `call`. Falls back and raises like find."""
    words(language)
    for tongue in dict.fromkeys((language, *WORDS)):
        for place in filter(None, (folder, shipped())):
            path = place / tongue / f"{name}.md.j2"
            if path.is_file():
                return Source(tongue, path, _read(path))
    raise InputError(
        say("There is no template for {name!r}.", name=name),
        say("Put one at {language}/{name}.md.j2 in your templates folder.", language=language, name=name),
    )


def page() -> bytes:
    """The page layout (Typst). It is debcli's own: a page that dropped an element would escape the check."""
    return (shipped() / "letter.typ").read_bytes()


def _unreadable(error: Exception) -> str:
    return system_says(error) if isinstance(error, OSError) else say("it is not UTF-8 text")


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_SOURCE_MAX + 1)
        if len(data) > _SOURCE_MAX:
            raise InputError(
                say(
                    "The template {path} is larger than {most} kB.",
                    path=path,
                    most=_SOURCE_MAX // 1000,
                ),
                say("A letter is shorter than that."),
            )
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            say("The template {path} cannot be read: {why}.", path=path, why=_unreadable(error)),
            say("Save it as UTF-8 text."),
        ) from error
