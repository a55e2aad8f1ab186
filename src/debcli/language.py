"""The language of the screens: every text a person reads is written in English in the code and looked up here.

Whole sentences with named values, never pieces: `say("{count} calls wait for {name}.", count=2, name=who)`. The values are
put in after the look-up, so a catalogue may order them anew. Texts that stand in a table of the code are marked where they
stand and looked up where they are shown. Letters are in the customer's language and do not pass here.
"""

import gettext
import re
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "nl")
DOMAIN = "debcli"
FOLDER = Path(__file__).resolve().parent / "locale"

_chosen: tuple[str, gettext.NullTranslations] = ("en", gettext.NullTranslations())


def use(language: str) -> None:
    """Speak this language from here on: one of LANGUAGES. English needs no catalogue."""
    global _chosen  # noqa: PLW0603  (one program speaks one language)
    if language == _chosen[0]:
        return
    found = (
        gettext.NullTranslations() if language == "en" else gettext.translation(DOMAIN, FOLDER, [language])
    )
    _chosen = (language, found)


def current() -> str:
    """The language spoken: `en` or `nl`."""
    return _chosen[0]


def say(text: str, /, **values: Any) -> str:
    """The text in the language spoken, its {values} put in. Without values braces mean nothing."""
    found = _chosen[1].gettext(text) if text else text
    return found.format(**values) if values else found


def say_many(one: str, more: str, count: int, /, **values: Any) -> str:
    """The text for one or for more, `{count}` among its values."""
    return _chosen[1].ngettext(one, more, count).format(count=count, **values)


def say_as(meaning: str, text: str, /, **values: Any) -> str:
    """A text that is one word in English and several in another language: `meaning` tells them apart."""
    found = _chosen[1].pgettext(meaning, text)
    return found.format(**values) if values else found


def mark(text: str, /) -> str:
    """A text to be said later: stands in a table, and is looked up with `say` where it is shown."""
    return text


def mark_as(_meaning: str, text: str, /) -> str:
    """Like mark, for a text that is looked up with `say_as` of the same meaning."""
    return text


Known = tuple[tuple[re.Pattern[str], str], ...]


def known(*texts: str) -> Known:
    """What another program says in English, as patterns: each {value} stands for whatever it puts there."""
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text)), re.DOTALL), text)
        for text in texts
    )


def heard(message: str, said: Known) -> str:
    """A message of another program in the language of the screens; one that is not known stays as it is."""
    if _chosen[0] == "en":
        return message
    bare = " ".join(message.split())
    for pattern, text in said:
        if match := pattern.fullmatch(bare):
            return say(text, **{name: heard(value, said) for name, value in match.groupdict().items()})
    return message


_SYSTEM = (  # what the system and SQLite say of a file or folder, so that it can be said in Dutch
    mark("No such file or directory"),
    mark("Permission denied"),
    mark("Operation not permitted"),
    mark("Not a directory"),
    mark("Is a directory"),
    mark("File exists"),
    mark("File name too long"),
    mark("No space left on device"),
    mark("Read-only file system"),
    mark("Input/output error"),
    mark("Disk quota exceeded"),
    mark("Too many open files"),
    mark("Too many levels of symbolic links"),
    mark("Invalid argument"),
    mark("Invalid cross-device link"),
    mark("file is not a database"),
    mark("database disk image is malformed"),
    mark("unable to open database file"),
    mark("disk I/O error"),
    mark("database or disk is full"),
    mark("attempt to write a readonly database"),
)


def system_says(error: BaseException) -> str:
    """What the system or SQLite says is wrong, in the language of the screens where it is usual; without a full stop."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return say(text) if text else type(error).__name__
