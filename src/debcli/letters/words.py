"""The languages letters can be written in."""

from types import MappingProxyType

from debcli.errors import InputError
from debcli.language import say
from debcli.letters.wording import Words
from debcli.letters.wording_en import EN
from debcli.letters.wording_nl import NL

WORDS: MappingProxyType[str, Words] = MappingProxyType({w.language: w for w in (NL, EN)})


def words(language: str) -> Words:
    """The words of a language. Raises InputError for a language debcli has none of."""
    found = WORDS.get(language)
    if found is None:
        raise InputError(
            say("debcli has no letters in the language {language!r}.", language=language),
            say("Choose one of: {languages}.", languages=", ".join(sorted(WORDS))),
        )
    return found
