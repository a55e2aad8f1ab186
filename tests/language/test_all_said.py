"""Every text a person reads passes the language of the screens.

A language that marks what it says stands in for Dutch: `⟦The ⟧{field}⟦ is missing.⟧`. Whatever stands outside the marks was
not said: it may be a value, a name, a command to type, but no English. So a text that was forgotten shows, and so does a
word that was put into a sentence without being looked up.

To have a screen looked at, add its command to SCREENS. It runs on the demo ledger, on the day of the demo.
"""

import ast
import gettext
import io
import re
import sqlite3
from contextlib import closing, suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from debcli import language
from debcli.cli.app import COMMANDS as TABLE
from debcli.cli.lettering import checklist
from debcli.errors import DebcliError
from debcli.intake.banks import BankFile
from debcli.intake.detect import open_file
from debcli.intake.fields import Findings
from debcli.intake.plan import Known, KnownDocument
from debcli.intake.statements import Balance, Statement, does_not_add_up
from debcli.language import say, say_as, say_many
from debcli.law import costs, imputation, inputs, interest, limitation, rates, terms
from debcli.ledger import check, read, story, tables, words
from debcli.ledger.opening import connect
from debcli.letters.check import check as check_letter
from debcli.letters.elements import ELEMENTS
from debcli.letters.kinds import KINDS
from debcli.letters.samples import sample, situations
from debcli.receivables.facts import LetterKind
from debcli.receivables.policy import RULES
from debcli.values import dates, identifiers, money
from debcli.values.text import clean_line, first_of, listed
from intake import bank_builders as bank
from intake import builders
from intake.test_intake_matching import ME, credit, invoice, plan
from intake.test_payments import CERTAIN, CUSTOMERS, MATCHER, NEVER_CERTAIN, paid
from ledger.test_check import FAULTS, behind

DAY = date(2026, 10, 5)
SCREENS: list[list[str]] = [
    [], ["today"], ["today", "--waiting"], ["today", "belofte-bouw"], ["today", "kapsalon-krul"], ["agenda", "--days", "60"],
    *(["show", name, "--all"] for name in ("belofte-bouw", "sportschool-fit", "bakkerij-mol", "timmerbedrijf-eik", "fietsen-van-dam")),
    ["log-call", "belofte-bouw", "--outcome", "promise", "--amount", "500", "--by", "2026-10-30", "--dry-run"],
    ["log-call", "belofte-bouw", "--outcome", "disputes", "--note", "x", "--dry-run"],
    ["log-call", "belofte-bouw", "--outcome", "refuses", "--dry-run"],
    ["log-plan", "kapsalon-krul", "--instalments", "3", "--first", "2026-10-27", "--dry-run"],
    ["hold", "belofte-bouw", "--until", "2026-11-01", "--because", "x", "--dry-run"],
    ["log-dispute", "belofte-bouw", "2026-001", "--about", "x", "--dry-run"],
    ["resolve-dispute", "bakkerij-mol", "2026-007", "--outcome", "rejected", "--dry-run"],
    ["letters"], ["letters", "belofte"], ["invoices"], ["invoices", "belofte", "--all"], ["customers"], ["match"],
    ["rating"], ["claim", "architecten-noord"],
    ["mirror"], ["forecast"], ["aging"], ["deliver", "notaris-linde"], ["profile"], ["check"],
    ["config", "term"], ["config", "vat-reclaim"], ["rates", "check"], ["costs", "4214,05"], ["costs", "100", "--consumer"],
    ["costs", "100", "--agreed", "15"], ["interest", "1210", "--from", "2025-10-02", "--to", "2026-10-26", "--kind", "commercial"],
]  # fmt: skip
"""Commands whose screen is said in full; they run on the demo ledger."""

DATA = frozenset(
    ["debcli", "eur", "ledger", "db", "sqlite", "sha", "iban", "bic", "kvk", "btw", "utf", "ubl", "xml", "csv", "camt", "coda", "mt", "pdf", "zip", "nl", "be"]
    + [*LetterKind, *(rule.name for rule in RULES), *TABLE, "ma", "di", "wo", "do", "vr", "za", "zo"]
    + [word for names in (dates.WEEKDAYS["nl"], dates.MONTHS["nl"], dates.SHORT_MONTHS["nl"]) for word in names]
)  # fmt: skip
"""What may stand on a screen in any language: names, formats, codes, commands, letters, and days in Dutch."""


class Marking(gettext.NullTranslations):
    """A language in which a text is itself, between marks; its values stay outside them."""

    def gettext(self, message):
        return marked(message)

    def ngettext(self, msgid1, msgid2, n):
        return marked(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):  # noqa: ARG002  (the name gettext gives it)
        return marked(message)


def marked(text):
    """`Invoice {number} is paid.` as `⟦Invoice ⟧{number}⟦ is paid.⟧`."""
    if not re.search(r"\{\w", text):
        return f"⟦{text}⟧"
    found = ""
    for words_, field, form, conversion in Formatter().parse(text):
        found += f"⟦{words_}⟧" if words_ else ""
        if field is not None:
            found += f"{{{field}{'!' + conversion if conversion else ''}{':' + form if form else ''}}}"
    return found


@pytest.fixture
def marking(monkeypatch):
    monkeypatch.setattr(language, "_chosen", ("nl", Marking()))
    monkeypatch.setenv("DEBCLI_LANG", "nl")


def not_said(text, *data):
    """The words of a text outside all marks that are no data: of DATA, or among the data given."""
    text = re.sub(r"⟦[^⟦⟧]*…(?![^⟦⟧]*⟧)|[^\s⟦⟧]*…(?=\s)", " ", text)  # cut off where a column ends
    text = re.sub(r"(-> |\()debcli [^\n⟦⟧)]*", " ", text)  # to be typed
    while "⟦" in text:
        text, before = re.sub(r"⟦[^⟦⟧]*⟧", " ", text), text
        assert text != before, f"a mark stands open: {text}"
    known = {word.casefold() for one in (*DATA, *data) for word in _words(str(one))}
    return [word for word in _words(text) if word.casefold() not in known]


def _words(text):
    return re.findall(r"[^\W\d_]{2,}", text)


def raised(read_it, *args, **named):
    """Message and hint of what was refused."""
    with pytest.raises(DebcliError) as caught:
        read_it(*args, **named)
    return f"{caught.value.message} {caught.value.hint}"


# --- the marking itself -----------------------------------------------------------------------------------------------


def test_what_is_said_is_marked_and_what_is_not_stands_out(marking):
    assert not_said(say("Invoice {number} is late.", number="A-1"), "A") == []
    assert not_said(say_many("one call", "{count} calls", 2) + say_as("bank", "open")) == []
    assert not_said(say("The {field} is missing.", field="number")) == ["number"]
    assert not_said(say("Nothing.") + " Nothing more.") == ["Nothing", "more"]


ROOMS = ("values", "law", "intake", "ledger", "receivables", "letters", "cli")
"""The rooms whose refusals are all said; a room comes here when its texts are."""


@pytest.mark.parametrize("room", ROOMS)
def test_no_refusal_is_written_without_being_said(room):
    wrong = []
    for path in sorted(Path(language.__file__).parent.joinpath(room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = (
                getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            )
            if called in {
                "InputError",
                "UsageError",
                "RefusedError",
                "LedgerError",
                "DamagedLedgerError",
                "error",
                "warn",
            }:
                texts = [part for part in node.args if isinstance(part, ast.Constant | ast.JoinedStr)]
                wrong += [f"{path.name}:{one.lineno}" for one in texts if " " in ast.unparse(one)]
    assert wrong == []


# --- values and law ---------------------------------------------------------------------------------------------------

TABLE = rates.table("nl", "commercial")
CODES = ("business consumer government", "commercial statutory")  # to be typed as they are
WRONG = [
    (dates.parse_date, "gauw", DAY), (dates.parse_date, "31-02-2026", DAY), (dates.parse_date, "1-1-1889", DAY),
    (dates.parse_date, "+99999999d", DAY), (dates.parse_step, "12"), (dates.parse_iso, "12"),
    *((money.parse_amount, text) for text in ("x", "-5", "1.234", "9" * 31, "9999999999,00")), (money.parse_decimal, "0.005"),
    (identifiers.parse_iban, "NL00"), (identifiers.parse_kvk, "12"), (identifiers.parse_vat, "NL12"), (identifiers.parse_vat, "12"),
    (clean_line, "a\0"),
    (costs.agreed_costs, 100, Decimal(101)), (costs.may_agree, "consumer"), (costs.collection_costs, -1),
    (imputation.impute, -1, imputation.Owed(0, 0, 0)), *((imputation.impute, 1, imputation.Owed(*owed)) for owed in
    ((-1, 0, 0), (0, -1, 0), (0, 0, -1), (0, 0, 0, -1))), (inputs.debtor_kind, "vriend"),
    (interest.over_period, 100, DAY, date(2026, 1, 1), TABLE), (interest.over_period, 100, DAY, DAY, Decimal(-1)),
    (interest.over_period, -1, DAY, DAY, Decimal(1)), (limitation.limitation, DAY, 0), (rates.table, "nl", "x"), (rates.table, "x", "x"),
    (rates.RateTable, "x", ()), (TABLE.on, date(1990, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_is_typed_wrong(marking, number):
    read_it, *args = WRONG[number]
    assert not_said(raised(read_it, *args), *args, *CODES) == []


def test_why_a_term_is_what_it_is(marking):
    days = {"issued": date(2025, 1, 2), "received": date(2025, 1, 4), "performed": date(2025, 1, 6)}
    starts = [terms.first_interest_day(kind, issued=days["issued"]) for kind in inputs.DEBTOR_KINDS]
    starts += [
        terms.first_interest_day("business", **days),
        terms.first_interest_day("business", issued=days["issued"], received=days["received"]),
        terms.first_interest_day("business", issued=days["issued"], due=DAY),
        terms.first_interest_day("consumer", issued=days["issued"], notice_until=DAY),
    ]
    ends = [
        terms.lawful_due(kind, agreed, issued=days["issued"], large_debtor=large)
        for kind in inputs.DEBTOR_KINDS
        for agreed in (date(2025, 2, 20), DAY)
        for large in (True, False)
    ]
    told = [one.why for one in (*starts, *ends) if one.why]
    assert len(told) > 10
    assert [not_said(why) for why in told] == [[]] * len(told)
    lacking = costs.VatConditions(False, False, False).lacking
    assert [not_said(one) for one in lacking] == [[]] * 3
    assert raised(terms.first_interest_day, "business", issued=DAY, received=date(2026, 1, 1)).startswith("⟦")


def test_enumerations(marking):
    assert (
        not_said(" ".join([listed(["a", "b"]), listed(["a", "b"], either=True), first_of(["a", "b"], 1)]))
        == []
    )


# --- other people's files ---------------------------------------------------------------------------------------------


def told_by(data, name="a"):
    """All that is said of a file."""
    found = Findings()
    said = []
    for opened in open_file(name, lambda: io.BytesIO(data)):
        if isinstance(opened, BankFile):
            with suppress(StopIteration):
                try:
                    for item in opened.read(found):
                        if isinstance(item, Statement):
                            said.append(does_not_add_up(item))
                except DebcliError as error:
                    said.append(f"{error.message} {error.hint}")
        else:
            said += [f"{p.where}: {p.message}" for p in (*opened.errors, *opened.warnings)]
    return said + [f"{p.where}: {p.message}" for p in (*found.errors, *found.warnings)]


CSV = builders.table(
    "1;Molen;02-03-2026;01-04-2026;1210,00", "2;Molen;02-03-2026;;-50,00", '3;Molen B.V.;2-3-2026;;"12"'
)
UBL = builders.ubl(
    supplier=builders.party("Studio Kompas", vat="NL123456782B12"),
    customer=builders.party(vat="BE0403019261", legal_id="12345678"),
    means="<cac:PaymentMeans><cbc:PaymentDueDate>2026-05-01</cbc:PaymentDueDate><cbc:PaymentID>a</cbc:PaymentID></cac:PaymentMeans>"
    "<cac:PaymentMeans><cbc:PaymentID>b</cbc:PaymentID></cac:PaymentMeans>",
    totals='<cbc:PrepaidAmount currencyID="EUR">10.00</cbc:PrepaidAmount>',
)  # fmt: skip
CAMT = bank.camt(
    bank.statement(bank.entry("1210.00", bank.transaction("1210.00", name="Molen", text="2026-101")))
)
SAMPLES = {
    "csv": [
        CSV, b"", b"x", b"\0\1\2", b"%PDF-1", b"PK\5\6", b"PK\3\4 kapot", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", "Jos\u00e9".encode() + b" \xe9\xe9;",
        builders.table(), builders.table(header="klant;bedrag"), builders.table(header="klant;klant;nummer;datum;bedrag;foo"),
        builders.table('1;"Molen;02-03-2026;;1'), builders.table("1;Molen;x;99-99-2026;1.234"), builders.table("1;Molen;02-03-2026;01-04-2026;1;2"),
        builders.table("1;;02-03-2026;01-01-2026;0"), builders.table("1;\ufffd;31-02-2026;01-04-2026;x"), builders.table("1;!;02-03-2026;01-04-2026;" + "9" * 50),
        builders.table("1;Molen;02-03-2026;5,00;6,00;dollar;vriend;niemand;Mars;12", header="nummer;klant;datum;bedrag;open;valuta;soort;email;land;btw"),
        builders.table("1;Molen;02-03-2026;5,00;0;", "2;Molen;02-03-2026;-5,00;0;", "3;Molen;02-03-2026;-5,00;-3;", "4;Molen;02-03-2026;5,00;5,00;03-03-2026",
                       header="nummer;klant;datum;bedrag;open;betaald op"),
        b'"Datum";"Tegenrekening";"Saldo"\r\n"1";"2";"3"\r\n',
    ],
    "ubl": [
        UBL.encode(), builders.ubl(number=None).encode(), builders.ubl(issued="").encode(), builders.ubl(issued="x").encode(), builders.ubl(due="").encode(),
        builders.ubl(due="2026-01-01").encode(), builders.ubl(amount=None).encode(), builders.ubl(amount="0.00").encode(), builders.ubl(amount="-5.00").encode(),
        builders.ubl(amount="0.005").encode(), builders.ubl(currency="dollar").encode(), builders.ubl(root="CreditNote", amount="-5.00").encode(),
        builders.ubl(customer=builders.party("")).encode(), builders.ubl(customer=builders.party("x\u200b\x85", vat="NL1", legal_id="1" * 300)).encode(),
        builders.ubl(head="<cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode><cbc:IssueDate>2026-01-01</cbc:IssueDate>").encode(),
        builders.ubl(declaration='<?xml version="1.0" encoding="ebcdic"?>').encode(), builders.ubl(declaration="<!DOCTYPE x>").encode(), b"<x><y></x>", b"<x/>",
    ],
    "bank": [
        CAMT, CAMT.replace(b"1210.00", b"x"), CAMT.replace(b"2026-10-05", b"x"), CAMT.replace(b"CRDT", b"X"), CAMT[:-30], bank.camt(),
        bank.mt940(("261005C12,00NTRF", "x")), bank.mt940(("269905C12,00NTRF", "x"), ("rommel", "x"), ("261005C12,001NTRF", "x")),
        bank.mt940(("261005C12,00NTRF", "x"), opening="x", closing="C269905EUR1,00"), bank.mt940(("261005C1,00NTRF", "x"), account=""),
        bank.coda(("0000000000012000", "051026", "x", "Molen", "")), bank.coda(("0000000000012000", "991026", "x", "Molen", "")),
        bank.coda(("x000000000012005", "051026", "x", "Molen", "")), bank.coda(version="1"), bank.coda()[:129], bank.coda(closing="x000000001000000"),
    ],
}  # fmt: skip


PARTS = (  # of a UBL file, and columns of a CSV of invoices, named as they stand there
    "ID IssueDate DueDate PayableAmount PrepaidAmount PaymentMeans PaymentDueDate PaymentID AccountingSupplierParty AccountingCustomerParty",
    "customer number issued amount ebcdic",
)


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_wrong_in_a_file(marking, kind):
    told = 0
    for data in SAMPLES[kind]:
        shown = data.decode("latin-1")
        texts = re.sub(r"<[^>]*>", " ", shown) if kind != "csv" else shown
        for said in told_by(data):
            told += bool(said)
            assert not_said(said, texts, PARTS) == []
    assert told > len(SAMPLES[kind]) // 2


def test_what_an_import_makes_of_documents(marking):
    known = Known(ME, CUSTOMERS, (KnownDocument("1", (1,), 9, DAY), KnownDocument("9", (2,), 9, DAY, "USD")))
    records = [
        invoice("1"), invoice("2"), invoice("2", amount=7, issued=DAY, currency="USD"), invoice("3", "Studio Kompas"),
        invoice("4", "Jansen"), credit("C1", "Molen", billing_references=("1", "9", "7")), credit("2", "Jansen"),
        invoice("5", "Molen", supplier=file_party("Vreemd")), invoice("6", supplier=file_party("Studio Kompas", iban="NL00")),
    ]  # fmt: skip
    for made in (plan(*records, known=known), plan(*records, *records)):
        said = [p.message for f in made.files for p in (*f.errors, *f.warnings)] + list(made.warnings)
        assert len(said) > 3
        for one in said:
            assert not_said(one, "Molen Studio Kompas Vreemd USD", ME.iban, CUSTOMERS) == []


def file_party(name, **more):
    return invoice(customer=name).customer._replace(**more)


def test_whose_a_payment_is(marking):
    entries = [
        *(one[0] for one in CERTAIN),
        *NEVER_CERTAIN.values(),
        paid(-5),
        paid(iban="NL91ABNA0417164300"),
    ]
    for entry in entries:
        assert not_said(MATCHER.match(entry).why, CUSTOMERS, entry, "USD") == []


def test_a_statement_that_does_not_add_up(marking):
    one = Statement("", "EUR", opening=Balance(DAY, 5, "EUR"), closing=Balance(DAY, 9, "EUR"))
    assert does_not_add_up(one)
    assert not_said(does_not_add_up(one)) == []


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_a_ledger_that_cannot_be_opened(marking, tmp_path):
    (tmp_path / "x.db").write_text("no ledger at all, but long enough to be looked at as one")
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn:
        conn.execute("CREATE TABLE x (y)")
    for place in (
        tmp_path / "none.db",
        tmp_path,
        tmp_path / "x.db",
        tmp_path / "other.db",
        tmp_path / ("x" * 300),
    ):
        assert not_said(raised(connect, place, "ro"), place, "FILE db") == []


@pytest.mark.parametrize(("part", "statements"), [f[:2] for f in FAULTS], ids=[f[1][:40] for f in FAULTS])
def test_what_check_finds(book, ledger, request, part, statements):
    book("log-payment", "belofte", "500", day="2026-10-05")
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day="2026-10-20")
    behind(ledger, *statements.split("; "))
    request.getfixturevalue("marking")
    with closing(connect(ledger, "ro")) as conn:
        found = check.check(conn, date(2026, 10, 20))
        names = [
            *tables_and_columns(),
            "trigger index table journal_is_sealed journal_is_kept document_is_frozen invoice_number business friend mine None",
        ]
    assert part in {one.part for one in found}
    for one in found:
        technical = one.part in {"rows", "references", "schema"}
        assert (
            not_said(f"{one.where} {one.what}. {one.mend}", *(names if technical else ()), "Belofte SEK FILE")
            == []
        )


def elements():
    """Every element of every kind of letter, and those of what no letter may say."""
    named = set(ELEMENTS)
    for row in KINDS.values():
        named |= {phrase.element for phrase in row.must}
    return named


def test_every_element_of_a_letter_has_its_word_and_its_reason(marking):
    for kind in LetterKind:
        for language_ in ("nl", "en"):
            for situation in situations(kind):
                made = sample(kind, language_, situation, None)
                assert "⟦" not in made.text, (
                    "a letter is in the customer's language, not in that of the screens"
                )
                bad = check_letter(made.content, "")
                assert {one.element for one in (*made.checks, *bad)} <= elements()
                text = checklist(bad)
                assert (
                    not_said(text, made.text, made.content, "within so many days art BW lid binnen") == []
                ), kind
                assert not_said(situation.told) == []


def test_what_an_import_says(debcli, demo, marking, tmp_path):
    (tmp_path / "list.csv").write_bytes(CSV)
    (tmp_path / "bank.xml").write_bytes(
        bank.camt(
            bank.statement(
                *(
                    bank.entry(amount, bank.transaction(amount, name=name, text=text))
                    for amount, name, text in (
                        ("1210.00", "Belofte Bouw belofte bouw", "2026-001"), ("968.00", "Zonnig", "?"), ("1.00", "Onbekend", "x"), ("100.00", "Garage Snel", "2026-013")
                    )
                )
            )
        )
    )  # fmt: skip
    typed = ["import", str(tmp_path / "list.csv"), str(tmp_path / "bank.xml"), "--dry-run"]
    answer = debcli("--ledger", str(demo), "--date", "2026-10-26", *typed)
    with closing(connect(demo, "ro")) as conn:
        names = [str(row) for row in conn.execute("SELECT * FROM customer")]
    assert "⟦Not matched: ⟧" in answer.out
    assert (
        not_said(
            f"{answer.out} {answer.err}",
            *typed,
            *names,
            "Molen Onbekend CUSTOMER today match --kind consumer",
        )
        == []
    )


DEFAULTS = "services yearly standard"  # what is kept as a code


def test_the_past_of_an_invoice(book, ledger, request):
    book("log-payment", "belofte", "500", day="2026-10-05")
    book("edit-customer", "belofte", "--phone", "1", "--email", "")
    book("undo")
    request.getfixturevalue("marking")
    with closing(connect(ledger, "ro")) as conn:
        for name in ("2026-001", "belofte"):
            lines = [line for change in story.of(conn, story.find(conn, name)) for line in change.lines]
            assert lines
            for line in lines:
                assert not_said(line, "Belofte Bouw els example Almere Kade AB", tuple(CODES), DEFAULTS) == []
        for look in (story.find, read.find_customer, read.find_invoice):
            assert not_said(raised(look, conn, "niemand"), "niemand") == []
        assert not_said(raised(read.find_customer, conn, "belofte-bauw"), "belofte bauw bouw") == []


def tables_and_columns():
    """Every name in the schema."""
    found = []
    for table in tables.SQLModel.metadata.tables.values():
        found += [table.name.replace("_", " "), *(column.name.replace("_", " ") for column in table.columns)]
    return found


def test_every_table_and_column_has_its_word():
    for table in tables.SQLModel.metadata.tables.values():
        assert words.in_english(table.name) in words.WORDS
        for column in table.columns:
            if column.name not in {"id", "slug", "issuer"} and not column.name.endswith("_id"):
                assert words.in_english(column.name) in words.WORDS, (
                    f"{column.name} has no word in ledger/words.py"
                )


# --- commands ---------------------------------------------------------------------------------------------------------

REFUSED = [
    ["--ledger", "none.db", "today"], ["show", "niemand"], ["redo"], ["log-payment", "belofte", "1,2,3"], ["log-payment", "belofte", "1.234"],
    ["--date", "gauw", "today"], ["mark-sent", "99", "--via", "email"], ["unmatch", "99"],
    ["show"], ["show", "a", "b"], ["today", "--x"], ["journal", "--limit", "x"], ["journal", "--limit", "-1"], ["today", "--waiting=1"], ["--date"],
    ["add-customer", "x", "--kind", "y"], ["log-payment", "belofte", "0"], ["apply-balance", "belofte"], ["match", "1", "--aside"], ["import", "none.csv"],
    ["letter", "belofte", "--send", "--via", "post"], ["letters", "--out", "x"], ["edit-customer", "belofte"], ["edit-customer", "belofte", "--email", "x"],
    ["edit-customer", "belofte", "--city", " "], ["edit-customer", "belofte", "--interest", "x"], ["credit", "belofte", "2026-001", "0"],
    ["write-off", "2026-001", "--because", "x", "--amount", "9999"], ["attach", "belofte", "none", "--as", "proof"], ["import", "none", "--map", "x"],
    ["config", "window", "x"], ["config", "smtp-port", "x"], ["config", "mail-from", "x"],
    ["add-customer", "x", "--kind", "y"],
    ["deliver", "niemand"], ["config", "foo"], ["config", "name", ""], ["config", "term", "--reset"], ["config", "vat-reclaim", "x"],
    ["terms", "belofte"], ["terms", "belofte", "--end"], ["terms", "belofte", "--because", "x", "--review", "2020-01-01"],
    ["handover", "belofte", "--back"], ["handover", "belofte", "--to", "x", "--back"], ["handover", "belofte", "--review", "+3d"],
    ["close-case", "belofte"], ["close-case", "belofte", "--outcome", "paid"],
    ["log-check", "belofte", "--what", "credit", "--found", "x", "--on", "2030-01-01"], ["interest", "1", "--from", "1-1-2026", "--to", "2-1-2026", "--kind", "x"],
    ["rates", "add", "statutory", "4", "--from", "2026-02-02", "--source", "x"], ["forecast", "--measure"],
    ["profile", "show", "x"], ["profile", "copy", "consumer", "x"], ["profile", "copy", "standard", "strict"], ["profile", "change", "standard"],
    ["profile", "change", "standard", "sommatie"], ["profile", "change", "standard", "--file", "none.toml"], ["profile", "remove", "standard"],
    ["export", "--format", "csv"], ["export", "--out", "a.b"], ["backup", "--passphrase-fd", "9"], ["backup", "--encrypt"],
    ["restore", "none.db"], ["forget", "belofte"], ["dossier", "belofte", "--out", "none/x.zip"], ["report", "--out", "none/x.pdf"],
]  # fmt: skip


COMMANDS = (  # what a hint names to type
    "date amount credit debit sign currency account name iban text reference",  # of --map
    "init demo match letters customers invoices journal undo unmatch PAYMENT CUSTOMER help add-customer",
    "init demo match letters customers invoices journal undo unmatch PAYMENT CUSTOMER help add-customer call backup dry run FILE paid settled written off lost logo",
    "Belofte Bouw",
    "standard strict gentle due chase herinnering aanmaning veertiendagenbrief sommatie xlsx json hledger beancount PASSPHRASE",
    *CODES,
)


@pytest.mark.parametrize("typed", REFUSED, ids=" ".join)
def test_what_a_command_refuses(book, request, typed, tmp_path):
    request.getfixturevalue("marking")
    answer = book(*typed, ok=False)
    assert answer.code > 0
    assert (
        not_said(
            answer.err,
            *typed,
            tmp_path,
            COMMANDS,
        )
        == []
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo ledger, made once."""
    from debcli.__main__ import main

    place = tmp_path_factory.mktemp("demo") / "demo"
    assert main(["demo", "--out", str(place)]) == 0
    return place / "ledger.db"


NAMED = ("creditor", "customer", "invoice", "contact", "dispute", "hold", "handover", "closing", "terms")


@pytest.mark.parametrize("typed", SCREENS, ids=" ".join)
def test_a_screen_is_said(debcli, demo, marking, typed):
    from debcli.cli.demo import DAY as TODAY

    answer = debcli("--ledger", str(demo), "--date", TODAY.isoformat(), *typed)
    with closing(connect(demo, "ro")) as conn:
        names = [str(row) for table in NAMED for row in conn.execute(f"SELECT * FROM {table}")]
    assert not_said(answer.out, *typed, *names, *LetterKind, "call en", COMMANDS) == []
