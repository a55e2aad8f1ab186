"""What stands below an error: what was probably meant, and always a line to paste."""

import re
import shlex
import shutil
import sys
import textwrap
from collections.abc import Container, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from typer._click.exceptions import BadParameter, ClickException, NoSuchOption

from debcli.language import say

INDENT = " " * 8
_QUOTED = re.compile(r"'([^']*)'")  # the word itself, in any language


_DUTCH = {  # what a Dutch hand types for a command, also while the screens speak English
    "vandaag": "today", "bel": "call", "bellen": "call", "belblad": "call", "gebeld": "log-call", "telefoontje": "log-call",
    "toezegging": "log-call", "betaling": "log-payment", "betaald": "log-payment", "koppelen": "match", "betwisting": "log-dispute",
    "bezwaar": "log-dispute", "regeling": "log-plan", "betalingsregeling": "log-plan", "rust": "hold", "brief": "letter", "brieven": "letters",
    "herinnering": "letter", "aanmaning": "letter", "sommatie": "letter", "verstuurd": "mark-sent", "sjabloon": "template",
    "klant": "show", "klanten": "customers", "nieuwe-klant": "add-customer", "klant-toevoegen": "add-customer", "voeg-klant-toe": "add-customer",
    "factuur": "add-invoice", "nieuwe-factuur": "add-invoice", "factuur-toevoegen": "add-invoice", "voeg-factuur-toe": "add-invoice", "facturen": "invoices",
    "creditnota": "credit", "afboeken": "write-off", "importeren": "import", "vordering": "claim", "rente": "interest", "kosten": "costs",
    "incassokosten": "costs", "ouderdom": "aging", "betaalgedrag": "rating", "verwachting": "forecast", "spiegel": "mirror", "verslag": "report",
    "leveren": "deliver", "overdragen": "handover", "voorwaarden": "terms", "bijlage": "attach", "voorbeeld": "demo", "instellingen": "config",
    "ongedaan": "undo", "opnieuw": "redo", "logboek": "journal", "controleren": "check", "reservekopie": "backup", "terugzetten": "restore",
    "vergeten": "forget",
}  # fmt: skip

_DUTCH_OPTIONS = {  # without the dashes
    "naam": "name", "adres": "address", "straat": "address", "plaats": "city", "stad": "city", "land": "country", "telefoon": "phone",
    "contactpersoon": "contact", "btw": "vat", "soort": "kind", "taal": "language", "recht": "law", "profiel": "profile", "betaaltermijn": "term",
    "factuurdatum": "issued", "vervaldatum": "due", "kenmerk": "reference", "bestand": "file", "uitkomst": "outcome", "bedrag": "amount",
    "uiterlijk": "by", "op": "on", "met": "with", "factuur": "invoice", "oorzaak": "cause", "notitie": "note", "bewijs": "proof",
    "terugbellen": "call-back", "bevestigen": "confirm", "termijnen": "instalments", "eerste": "first", "elke": "every", "tot": "until",
    "omdat": "because", "reden": "because", "doel": "goal", "datum": "date", "map": "out", "versturen": "send",
}  # fmt: skip
_DUTCH_CHOICES = {
    "bedrijf": "business", "zakelijk": "business", "particulier": "consumer", "consument": "consumer", "prive": "consumer", "privé": "consumer",
    "overheid": "government", "gemeente": "government", "toezegging": "promise", "belofte": "promise", "beloofd": "promise", "regeling": "plan",
    "geen-gehoor": "no-answer", "ingesproken": "voicemail", "terugbellen": "call-back", "betaald": "claims-paid", "geen-geld": "cannot-pay",
    "bezwaar": "disputes", "betwist": "disputes", "weigert": "refuses", "ontvangen": "received", "gesproken": "spoke", "gemaild": "mailed",
    "misverstand": "misunderstanding", "geldnood": "financial", "slordig": "sloppy", "onwil": "unwilling", "telefoon": "phone", "bezoek": "visit",
    "aangetekend": "registered", "gelijk": "upheld", "terecht": "upheld", "onterecht": "rejected", "afgewezen": "rejected",
    "gecrediteerd": "credited", "bestand": "file",
}  # fmt: skip


class Meant(NamedTuple):
    """A word that was typed, and the one that was probably meant."""

    typed: str
    right: str


def nearest(typed: str, words: Iterable[str]) -> str | None:
    """The word that is most like what was typed; None where none is like it."""
    known = list(words)
    found = get_close_matches(typed.lower(), known, n=1, cutoff=0.55)
    if not found:
        found = [w for w in known if len(typed) > 1 and w.startswith(typed.lower())][:1]
    return found[0] if found else None


def nearest_command(typed: str, commands: Iterable[str]) -> str | None:
    """The command that was probably meant, also by a Dutch word for it."""
    found = nearest(typed, [*commands, *_DUTCH])
    return _DUTCH.get(found, found) if found is not None else None


def _either(typed: str, words: Sequence[str], dutch: Mapping[str, str]) -> str | None:
    """The word that was probably meant, also by a Dutch word for one of them."""
    meant = {word: word for word in words} | {word: right for word, right in dutch.items() if right in words}
    found = nearest(typed, meant)
    return meant[found] if found is not None else None


def misread(error: ClickException) -> Meant | None:
    """What was probably meant by an option, a choice or a command that does not exist."""
    ctx = getattr(error, "ctx", None)
    if isinstance(error, NoSuchOption) and ctx is not None and len(error.option_name.lstrip("-")) > 1:
        options = [o[2:] for p in ctx.command.params for o in p.opts if o.startswith("--")]
        right = _either(
            error.option_name.lstrip("-"), options, _DUTCH_OPTIONS
        )  # the dashes are in common with all of them
        return Meant(error.option_name, f"--{right}") if right is not None else None
    if isinstance(error, BadParameter) and error.param is not None:
        choices = getattr(error.param.type, "choices", ())
        typed = _QUOTED.search(error.message)
        words = [str(getattr(c, "value", c)) for c in choices]
        right = _either(typed[1], words, _DUTCH_CHOICES) if typed else None
        return Meant(typed[1], right) if typed and right is not None else None
    typed = _QUOTED.search(getattr(error, "message", ""))
    if typed and ctx is not None:
        return _near(typed[1], getattr(ctx.command, "commands", ()))
    return None


def _near(typed: str, words: Iterable[str]) -> Meant | None:
    right = nearest(typed, words)
    return Meant(typed, right) if right is not None else None


def advice(argv: Sequence[str], hint: str, meant: tuple[str, str] | None, commands: Container[str]) -> str:
    """The hint to show: the line that was typed with the right word in it; else the hint, with the help where it names no command."""
    if meant is not None and (line := _put_right(argv, *meant)) is not None:
        return say("Did you mean {near}? {command}", near=meant[1], command=line)
    if "debcli " in hint:
        return hint
    see = say("See: {command}", command=_help(argv, commands))
    apart = " " if hint.endswith((".", "?")) else "      "  # what is to be typed ends without a full stop
    return f"{hint}{apart}{see}" if hint else see


def _put_right(argv: Sequence[str], typed: str, right: str) -> str | None:
    words = list(argv)
    for place, word in enumerate(words):
        if word == typed or word.startswith(f"{typed}="):
            words[place] = right + word[len(typed) :]
            return shlex.join(["debcli", *words])
        if word.startswith("--") and word.endswith(f"={typed}"):
            words[place] = word[: -len(typed)] + right
            return shlex.join(["debcli", *words])
    return None


def _help(argv: Sequence[str], commands: Container[str]) -> str:
    """The help of the command that was typed."""
    at = next((i for i, word in enumerate(argv) if word in commands), None)
    if at is None:
        return "debcli --help"
    return f"debcli {argv[at]} --help"


def lines(message: str, hint: str) -> list[str]:
    """Both as they stand on the screen: within the terminal's width, but what is to be pasted in one piece."""
    if not sys.stderr.isatty():
        return [message, INDENT + hint] if hint else [message]
    wide = min(shutil.get_terminal_size((80, 24)).columns, 100)
    said = textwrap.wrap(message, wide, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False)  # fmt: skip
    if len(INDENT + hint) <= wide:
        return [*said, INDENT + hint] if hint else said
    for part in re.split(r"\s{3,}", hint):
        prose, found, command = part.partition("debcli ")
        if len(INDENT + part) <= wide:
            said.append(INDENT + part)
            continue
        prose, dot, see = prose.rstrip().rpartition(". ")  # "See:" stands before its command
        if dot and found and see.endswith(":") and len(f"{INDENT}{see} {found}{command}") <= wide:
            prose, found = f"{prose}.", f"{see} {found}"
        else:
            prose += f"{dot}{see}"
        said += textwrap.wrap(prose, wide, initial_indent=INDENT, subsequent_indent=INDENT, break_long_words=False)  # fmt: skip
        if found:
            said.append(f"{INDENT}{found}{command}")
    return said
