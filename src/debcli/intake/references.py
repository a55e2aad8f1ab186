"""Invoice numbers and payment references in what people write with a payment.

A number is found through spaces, hyphens, line breaks and prefixes (`Fact. 2026 001`, `INV2026-0 01`), but only whole:
2026-001 is neither in 2026-0011 nor in 12026-001.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_KEYWORDS = frozenset(
    [
        "FACTUUR",
        "FACTUURNUMMER",
        "FACTUURNR",
        "FACTUREN",
        "FACT",
        "FACTNR",
        "FAC",
        "FAKTUUR",
        "FAKT",
        "FACTURE",
        "INVOICE",
        "INVOICES",
        "INV",
        "NOTA",
        "NOTANR",
        "NR",
        "NRS",
        "NUMMER",
        "NO",
        "F",
        "REF",
        "REFERENTIE",
        "KENMERK",
        "BETREFT",
        "RECHNUNG",
        "RE",
    ]
)
_TOKEN = re.compile(r"[A-Z0-9]+")
_RUN = re.compile(r"[A-Z0-9]+(?:[-./][A-Z0-9]+)*")
_DATE = re.compile(r"\b\d{1,2}[-./]\d{1,2}[-./](?:20)?\d\d\b")
_SHAPE_MIN = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_JOINED_MAX = 10  # tokens of one number
_YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER_MIN = 3  # characters; a shorter number is found by a person only


class Named(NamedTuple):
    """An invoice that a text names. `structured`: by a reference with a check digit; `sure`: not in a doubtful place."""

    invoice: int
    shown: str
    structured: bool
    sure: bool


def _shape(key: str) -> str:
    return "".join("9" if c.isdigit() else "A" for c in key)


class _Key(NamedTuple):
    invoice: int
    shown: str
    structured: bool


class _Hit(NamedTuple):
    begin: int
    end: int
    spaced: bool
    glued: bool
    keys: tuple[_Key, ...]


def compact(text: str) -> str:
    """Capitals and digits only: how numbers and references are compared."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(_TOKEN.findall(plain.upper()))


def is_structured(reference: str) -> bool:
    """Whether a reference proves itself: RF (ISO 11649), Belgian OGM, or a Dutch betalingskenmerk of 16 digits."""
    return _is_rf(reference) or _is_ogm(reference) or _is_kenmerk(reference)


def _is_rf(bare: str) -> bool:
    if re.fullmatch(r"RF\d{2}[A-Z0-9]{1,21}", bare) is None:
        return False
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def _is_ogm(bare: str) -> bool:
    return re.fullmatch(r"\d{12}", bare) is not None and int(bare[10:]) == (int(bare[:10]) % 97 or 97)


def _is_kenmerk(bare: str) -> bool:
    """Sixteen digits, the first of which checks the others (weights 2, 4, 8, 5, 10, 9, 7, 3, 6, 1 from the right, mod 11)."""
    if re.fullmatch(r"\d{16}", bare) is None:
        return False
    weights = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)
    total = sum(int(d) * weights[i % 10] for i, d in enumerate(reversed(bare[1:])))
    check = 11 - total % 11
    return int(bare[0]) == {10: 1, 11: 0}.get(check, check)


class References:
    """The numbers and references by which invoices are known, ready to be looked for."""

    def __init__(self, invoices: Iterable[tuple[int, str, str]]) -> None:
        """`invoices`: id, number, and payment reference (may be empty) of each."""
        self._keys: dict[str, list[_Key]] = {}
        for invoice, number, reference in invoices:
            key = compact(number)
            self._add(key, _Key(invoice, number, structured=is_structured(key)))
            digits = key.lstrip(_LETTERS)
            if (
                digits != key and digits.isdigit() and len(digits) >= _SHAPE_MIN
            ):  # people leave the letters out
                self._add(digits, _Key(invoice, number, structured=False))
            bare = compact(reference)
            if bare and bare != compact(number):
                self._add(bare, _Key(invoice, reference, structured=is_structured(bare)))
        self._shapes = {_shape(key) for key in self._keys if len(key) >= _SHAPE_MIN}
        self._longest = max(map(len, self._keys), default=0)

    def _add(self, key: str, what: _Key) -> None:
        if len(key) >= NUMBER_MIN and any(c.isdigit() for c in key):
            self._keys.setdefault(key, []).append(what)

    def unknown_in(self, text: str) -> str:
        """The first number in a text that looks like those of the invoices and is none of them; empty when there is none.

        Who pays an invoice that is not in the ledger yet must not be taken to pay another.
        """
        upper = (text if text.isascii() else unicodedata.normalize("NFKD", text)).upper()
        for match in _RUN.finditer(_DATE.sub(" ", upper)):
            joined = compact(match.group())
            core = joined.lstrip(_LETTERS)
            for form in (joined, core):
                if _shape(form) in self._shapes and not any(self._known(f)[0] for f in (joined, core)):
                    return match.group()
        return ""

    def named_in(self, text: str) -> tuple[Named, ...]:
        """The invoices a text names, in the order it names them."""
        plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
        upper = plain.upper()
        hits = self._hits(upper)
        covered = {n for hit in hits for n in range(hit.begin, hit.end + 1)}
        tokens = list(_TOKEN.finditer(upper))
        named: dict[int, Named] = {}
        for hit in hits:
            others = [h for h in hits if set(h.keys) != set(hit.keys)]
            longer = [h for h in others if h.begin <= hit.begin and h.end >= hit.end]
            if any(not h.spaced for h in longer):
                continue  # part of a longer number that is written as one
            shorter = [h for h in others if hit.begin <= h.begin and hit.end >= h.end]
            doubtful = (
                bool(longer)
                or (hit.spaced and bool(shorter))
                or (hit.glued and not _neighbours_named(hit, tokens, covered))
            )
            for key in hit.keys:
                sure = not doubtful
                before = named.get(key.invoice)
                if before is None or (sure and not before.sure) or (key.structured and not before.structured):
                    named[key.invoice] = Named(key.invoice, key.shown, key.structured, sure)
        return tuple(named.values())

    def _hits(self, upper: str) -> list[_Hit]:
        tokens = list(_TOKEN.finditer(upper))
        hits: list[_Hit] = []
        for begin, first in enumerate(tokens):
            joined, spaced = "", False
            for end in range(begin, min(begin + _JOINED_MAX, len(tokens))):
                token = tokens[end]
                if end > begin:
                    spaced = spaced or " " in upper[tokens[end - 1].end() : token.start()]
                joined += token.group()
                if len(joined) > self._longest + 20:
                    break
                if first.group().isalpha() and joined not in self._keys:
                    continue  # a word before a number is no part of it, unless the number has it
                key, prefix = self._known(joined)
                if key and self._strong(key, prefix, tokens, begin):
                    glued = _is_glued(upper, first.start() - 1, -1) or _is_glued(upper, token.end(), 1)
                    hits.append(_Hit(begin, end, spaced, glued, tuple(self._keys[key])))
        return hits

    def _known(self, joined: str) -> tuple[str, str]:
        """The known key in some joined tokens, letters in front or behind aside, and the letters in front."""
        if joined in self._keys:
            return joined, ""
        core = joined.lstrip(_LETTERS)
        prefix = joined[: len(joined) - len(core)]
        bare = core.rstrip(_LETTERS)
        for key in (core, joined[: len(prefix) + len(bare)], bare):
            if key in self._keys:
                return key, prefix
        return "", ""

    @staticmethod
    def _strong(key: str, prefix: str, tokens: list[re.Match[str]], begin: int) -> bool:
        """Whether a number can be known by itself; a short one, or one like a year, needs a word like `factuur` in front."""
        if len(key) >= 5 or (len(key) == 4 and not key.isdigit()):
            return True
        before = tokens[begin - 1].group() if begin else ""
        return prefix in _KEYWORDS or before in _KEYWORDS


def _is_glued(text: str, at: int, step: int) -> bool:
    """Whether a hyphen, slash or point joins a number to a further digit."""
    return 0 < at < len(text) - 1 and text[at] in "-/." and text[at + step].isdigit()


def _neighbours_named(hit: _Hit, tokens: list[re.Match[str]], covered: set[int]) -> bool:
    """Whether what a number is joined to is a known number too: `2026-001/2026-002` is a list."""
    around = [n for n in (hit.begin - 1, hit.end + 1) if 0 <= n < len(tokens)]
    text = tokens[0].string if tokens else ""
    glued = [n for n in around if _joint(text, tokens, n, hit) in {"-", "/", "."}]
    return all(n in covered for n in glued)


def _joint(text: str, tokens: list[re.Match[str]], neighbour: int, hit: _Hit) -> str:
    if neighbour < hit.begin:
        return text[tokens[neighbour].end() : tokens[hit.begin].start()]
    return text[tokens[hit.end].end() : tokens[neighbour].start()]
