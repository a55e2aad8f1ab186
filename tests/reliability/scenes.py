"""Every writing command, each with the commands that make it possible: for tests that must hold for all of them."""

from typing import NamedTuple

DAY = "2026-10-20"
CSV = "klant;factuurnummer;datum;bedrag\nNieuw B.V.;X-1;2026-08-01;500,00\nBelofte Bouw B.V.;X-2;2026-08-02;7,00\n"

BOOK = [
    ["--date", "2026-09-01", "init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300", "--address", "Oudegracht 12",
     "--postcode", "3511AM", "--city", "Utrecht", "--kvk", "12345678", "--vat", "NL123456782B12", "--email", "vos@studio.example",
     "--phone", "030 123 4567", "--contact", "Noor Vos"],
    ["--date", "2026-09-01", "add-customer", "Belofte Bouw B.V.", "--phone", "06 1234 5678", "--email", "els@belofte.example",
     "--contact", "Els Bouw", "--address", "Kade 3", "--postcode", "1011 AB", "--city", "Almere"],
    ["--date", "2026-09-01", "add-invoice", "belofte-bouw", "2026-001", "1210,00", "--issued", "2026-09-01", "--due", "2026-10-01"],
    ["--date", "2026-09-10", "add-invoice", "belofte-bouw", "2026-002", "544,50", "--issued", "2026-09-10", "--due", "2026-10-10"],
]  # fmt: skip


BANK = (  # a statement of ING: one payment that is certain, one of nobody known
    '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"\n'
    '"20261019";"BELOFTE BOUW";"NL91ABNA0417164300";"NL44RABO0123456789";"GT";"Bij";"1210,00";"Online bankieren";"2026-001"\n'
    '"20261019";"Onbekend";"NL91ABNA0417164300";"NL39RABO0300065264";"GT";"Bij";"33,00";"Online bankieren";"zonder kenmerk"\n'
)


class Scene(NamedTuple):
    """A command line, and what was typed before it on the same day (after the book above)."""

    command: list[str]
    before: list[list[str]] = []  # noqa: RUF012  (never changed)


_MINE = ["profile", "copy", "standard", "mine"]
_LETTER = ["letter", "belofte", "--kind", "herinnering", "--out", "."]
_DISPUTE = ["log-dispute", "belofte", "2026-001", "--about", "kapot"]
_HOLD = ["hold", "belofte", "--until", "2026-11-01", "--because", "ziek"]

SCENES: dict[str, Scene] = {
    "add-customer": Scene(["add-customer", "Nieuw"]),
    "edit-customer": Scene(["edit-customer", "belofte", "--phone", "1", "--email", ""]),
    "add-invoice": Scene(["add-invoice", "belofte", "A-1", "10"]),
    "edit-invoice": Scene(
        ["edit-invoice", "2026-001", "--amount", "1201", "--due", "2026-10-15", "--about", "werk"]
    ),
    "credit": Scene(["credit", "belofte", "2026-001", "10", "--number", "C-1"]),
    "write-off": Scene(["write-off", "2026-001", "--because", "failliet"]),
    "import": Scene(["import", "new.csv"]),
    "import of the bank": Scene(["import", "bank.csv"]),
    "match": Scene(["match", "2", "belofte"], [["import", "bank.csv"]]),
    "match aside": Scene(["match", "2", "--aside"], [["import", "bank.csv"]]),
    "unmatch": Scene(["unmatch", "1"], [["import", "bank.csv"]]),
    "bank-checked": Scene(["bank-checked"]),
    "log-payment": Scene(["log-payment", "belofte", "1300"]),
    "apply-balance": Scene(
        ["apply-balance", "belofte"],
        [["log-payment", "belofte", "2000"], ["add-invoice", "belofte", "B-1", "50", "--due", DAY]],
    ),
    "config": Scene(["config", "day-basis", "365"]),
    "log-call": Scene(
        ["log-call", "belofte", "--outcome", "promise", "--amount", "500", "--by", "2026-10-30"]
    ),
    "log-call disputes": Scene(
        ["log-call", "belofte", "--outcome", "disputes", "--note", "te weinig", "--invoice", "2026-001"]
    ),
    "log-dispute": Scene(_DISPUTE),
    "resolve-dispute": Scene(
        ["resolve-dispute", "belofte", "2026-001", "--outcome", "credited", "--credit", "210"], [_DISPUTE]
    ),
    "log-plan": Scene(["log-plan", "belofte", "--instalments", "3", "--first", DAY]),
    "hold": Scene(_HOLD),
    "release": Scene(["release", "belofte"], [_HOLD]),
    "letter": Scene(_LETTER),
    "letter sommatie": Scene(
        ["letter", "belofte", "--kind", "sommatie", "--via", "email", "--bank-checked", "--out", "."],
        [["log-call", "belofte", "--outcome", "spoke", "--invoice", "2026-001", "--invoice", "2026-002"]],
    ),
    "mark-sent": Scene(["mark-sent", "1", "--via", "post", "--proof", "3S1"], [_LETTER]),
    "cancel-letter": Scene(["cancel-letter", "1"], [_LETTER]),
    "handover": Scene(["handover", "belofte", "--to", "Bureau"]),
    "handover back": Scene(["handover", "belofte", "--back"], [["handover", "belofte", "--to", "Bureau"]]),
    "close-case": Scene(
        ["close-case", "belofte", "--outcome", "settled", "--no-fault"],
        [["log-payment", "belofte", "1754,50"]],
    ),
    "terms": Scene(["terms", "belofte", "--because", "laat", "--prepay", "50"]),
    "terms end": Scene(
        ["terms", "belofte", "--end"], [["terms", "belofte", "--because", "laat", "--prepay", "50"]]
    ),
    "profile copy": Scene(_MINE),
    "profile change": Scene(["profile", "change", "mine", "herinnering=5"], [_MINE]),
    "profile assign": Scene(["profile", "assign", "belofte", "strict"]),
    "profile remove": Scene(["profile", "remove", "mine"], [_MINE]),
    "call": Scene(["call", "belofte", "--goal", "1000", "--minimum", "500"]),
    "log-check": Scene(["log-check", "belofte", "--what", "credit", "--found", "limiet 5.000"]),
    "attach": Scene(["attach", "belofte", "new.csv", "--as", "contract"]),
    "rates add": Scene(["rates", "add", "commercial", "10,65", "--from", "2027-01-01", "--source", "site"]),
    "forget": Scene(
        ["forget", "kort", "--yes"], [["add-customer", "Kort"], ["edit-customer", "kort", "--phone", "06 1"]]
    ),
    "undo": Scene(["undo"], [["log-payment", "belofte", "10"]]),
    "undo many": Scene(["undo", "3"], [["log-payment", "belofte", "10"], _LETTER]),
    "redo": Scene(["redo"], [["log-payment", "belofte", "10"], _LETTER, ["undo", "2"]]),
}


def missing(commands: dict[str, object]) -> set[str]:
    """Writing commands of the table that no scene types: a new one must be added here."""
    typed = {scene.command[0] for scene in SCENES.values()}
    return {name for name, entry in commands.items() if entry.writes} - typed  # type: ignore[attr-defined]
