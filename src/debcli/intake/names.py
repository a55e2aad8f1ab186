"""Whether the name a bank gives for a payer can be a customer: banks cut names, drop accents and legal forms."""

from collections.abc import Iterable
from typing import NamedTuple

from debcli.values.text import fold

EQUAL, CLEAR, FAINT = 3, 2, 1
_FORMS = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "bvba",
        "gcv",
        "commv",
        "cv",
        "gmbh",
        "ltd",
        "llc",
        "inc",
        "srl",
        "sa",
        "sprl",
        "eo",
        "cj",
        "ua",
    ]
)
_COMMON = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "der",
        "den",
        "ter",
        "ten",
        "te",
        "en",
        "of",
        "aan",
        "in",
        "voor",
        "the",
        "and",
        "of",
        "hr",
        "dhr",
        "mw",
        "mevr",
        "mevrouw",
        "heer",
        "mr",
        "dr",
        "ir",
        "drs",
        "inzake",
        "stichting",
        "vereniging",
        "groep",
        "group",
        "holding",
        "beheer",
        "nederland",
        "belgie",
        "belgium",
        "netherlands",
        "international",
        "services",
        "diensten",
        "bedrijf",
        "company",
        "onderneming",
        "zonen",
        "zn",
        "co",
        "bouw",
        "bakkerij",
        "drukkerij",
        "cafe",
        "restaurant",
        "hotel",
        "winkel",
        "shop",
        "studio",
        "bureau",
        "advies",
        "consultancy",
        "consulting",
        "management",
        "media",
        "design",
        "transport",
        "logistics",
        "installatie",
        "techniek",
        "administratie",
        "praktijk",
        "jansen",
        "janssen",
        "de",
        "vries",
        "bakker",
        "visser",
        "smit",
        "peeters",
        "jacobs",
        "mertens",
    ]
)
_CUT = 12  # so many letters of a name that a bank broke off say enough


class Fit(NamedTuple):
    """How well a name fits a customer: EQUAL, CLEAR (all words of one are in the other) or FAINT (a word in common)."""

    customer: int
    level: int


def _words(name: str) -> list[str]:
    return [w for w in fold(name).split() if w not in _FORMS and len(w) > 1]


class Names:
    """The names of customers and of their contacts, ready to be compared."""

    def __init__(self, customers: Iterable[tuple[int, str]]) -> None:
        """`customers`: id and name; one customer may have several."""
        self._all: list[tuple[int, tuple[str, ...]]] = []
        self._by_word: dict[str, list[int]] = {}
        for customer, name in customers:
            words = tuple(_words(name))
            if words:
                for word in words:
                    self._by_word.setdefault(word, []).append(len(self._all))
                    self._by_word.setdefault(word[:6], []).append(len(self._all))
                self._all.append((customer, words))

    def fitting(self, name: str) -> tuple[Fit, ...]:
        """The customers a name can be, the best first."""
        words = _words(name)
        if not words:
            return ()
        places = {p for w in words for key in (w, w[:6]) for p in self._by_word.get(key, ())}
        best: dict[int, int] = {}
        for place in places:
            customer, theirs = self._all[place]
            best[customer] = max(best.get(customer, 0), _level(words, theirs))
        return tuple(sorted((Fit(c, n) for c, n in best.items() if n), key=lambda f: (-f.level, f.customer)))


def _level(mine: list[str], theirs: tuple[str, ...]) -> int:
    if set(mine) == set(theirs):
        return EQUAL
    a, b = " ".join(mine), " ".join(theirs)
    if min(len(a), len(b)) >= _CUT and (a.startswith(b) or b.startswith(a)):
        return CLEAR
    shared = set(mine) & set(theirs)
    telling = [w for w in shared if w not in _COMMON and len(w) >= 4]
    if len(shared) >= 2 and telling and (shared == set(mine) or shared == set(theirs)):
        return CLEAR
    if telling and len(theirs) == 1 and len(theirs[0]) >= 5:
        return CLEAR
    return FAINT if telling or len(shared) >= 2 else 0
