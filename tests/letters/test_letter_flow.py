"""Letters at the command line: guards, forms, keeping, confirming in one step, every letter of today."""

import email
import hashlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import rows
from debcli.letters.history import EventKind
from debcli.receivables.facts import LetterKind, Outcome
from letters.letter_cases import flat
from letters.mail_server import running
from letters.test_letter_mail import set_up

DAY = "2026-10-08"


def consumer(book, slug="piet"):
    book("add-customer", "Piet Pieters", "--slug", slug, "--kind", "consumer", "--email", "piet@pieters.example",
         "--address", "Laan 4", "--postcode", "1234 AB", "--city", "Ede", day="2026-09-01")  # fmt: skip
    book("add-invoice", slug, "2026-050", "302,50", "--due", "2026-10-01", day="2026-09-01")


def refused(book, *words, day=DAY):
    before = book("letters", "--json", day=day).out
    said = book(*words, day=day, ok=False)
    assert said.code == 3, said
    assert book("letters", "--json", day=day).out == before
    return said.err


# --- guards ------------------------------------------------------------------------------------------------------


def test_a_sommatie_is_not_the_first_a_customer_hears(book):
    ask = ("letter", "belofte", "--kind", "sommatie")
    assert "no reminder and no call" in refused(book, *ask)
    book(*ask, "--force", "--because", "hij vertrekt morgen", "--dry-run", day=DAY)
    book("log-call", "belofte", "--outcome", "voicemail", day="2026-10-07")
    assert book(*ask, "--json", day=DAY).json["kind"] == "sommatie"


def test_a_reminder_that_left_makes_way_for_a_sommatie_and_one_that_did_not_does_not(book):
    book("letter", "belofte", "--kind", "herinnering", day=DAY)
    assert "no reminder" in refused(book, "letter", "belofte", "--kind", "sommatie", day="2026-10-20")
    book("mark-sent", "1", "--via", "email", day=DAY)
    book("letter", "belofte", "--kind", "sommatie", day="2026-10-20")


def test_a_private_person_gets_no_aanmaning_unless_it_is_forced(book):
    consumer(book)
    ask = ("letter", "piet", "--kind", "aanmaning")
    assert "veertiendagenbrief" in refused(book, *ask)
    forced = book(*ask, "--force", "--because", "op zijn verzoek", "--json", day=DAY).json
    assert forced["kind"] == "aanmaning"
    assert "op zijn verzoek" in book("journal").out


def test_what_law_forbids_cannot_be_forced(book):
    consumer(book)
    for who, kind in (("piet", "sommatie"), ("belofte", "veertiendagenbrief")):
        said = refused(book, "letter", who, "--kind", kind, "--force", "--because", "toch", "--bank-checked")
        assert "art. 6:96" in said


def test_a_suspension_asks_for_the_bank_first(book):
    book("log-payment", "belofte", "10", day="2026-10-01")
    assert "working days old" in refused(book, "letter", "belofte", "--kind", "opschorting", day="2026-10-20")


# --- kinds -------------------------------------------------------------------------------------------------------


def text_of(book, number, day=DAY):
    return flat(book("letters", "--show", str(number), day=day).out)


def test_a_suspension_names_what_rests_and_the_exact_sum_that_lifts_it(book):
    made = book(
        "letter",
        "belofte",
        "--kind",
        "opschorting",
        "--suspend",
        "het beheer van uw website",
        "--json",
        day=DAY,
    ).json
    claim = book("claim", "belofte", "--json", day=DAY).json
    asked = f"{float(claim['principal']) + float(claim['interest_total']):.2f}"  # nobody asked before: no costs yet
    assert made["amount"] == asked
    text = text_of(book, made["id"])
    assert "op: het beheer van uw website" in text
    assert f"Zodra € {asked.replace('.', ',').replace('1', '1.', 1)} binnen is" in text
    assert "incassokosten zijn daarin niet begrepen" in text
    book("mark-sent", str(made["id"]), "--via", "email", day=DAY)
    book("log-payment", "belofte", asked, day="2026-10-12")
    assert book("claim", "belofte", "--json", day="2026-10-12").json["total"] == "0.00"
    said = book("letter", "belofte", "--kind", "herinnering", "--suspend", "alles", day=DAY, ok=False)
    assert said.code == 2


def test_a_statement_tells_all_that_is_open_also_what_rests(book):
    book("add-invoice", "belofte", "2026-002", "100", "--due", "2026-11-20", day="2026-10-05")
    book("log-dispute", "belofte", "2026-001", "--amount", "210", "--about", "uren", day="2026-10-06")
    made = book("letter", "belofte", "--kind", "rekeningoverzicht", "--json", day=DAY).json
    text = text_of(book, made["id"])
    assert made["amount"] == "1310.00"
    assert "2026-001 (waarvan € 210,00 in geschil)" in text
    assert "Nog niet vervallen 100,00" in text
    assert "Te betalen: € 1.000,00" in text
    assert "herinnering" not in text.lower()
    again = book("letter", "belofte", "--kind", "rekeningoverzicht", "--json", day=DAY).json
    assert again["id"] == made["id"]


def test_a_plan_is_confirmed_with_its_instalments(book):
    book("log-plan", "belofte", "--instalments", "3", "--first", DAY, "--with", "Els Bouw", day=DAY)
    made = book("letter", "belofte", "--kind", "regeling", "--json", day=DAY).json
    assert made["amount"] == "1210.00"
    text = text_of(book, made["id"])
    for part in ("1 donderdag 8 oktober 2026 403,34", "2 zondag 8 november 2026 403,33", "Totaal € 1.210,00"):
        assert part in text
    assert "Te betalen: € 403,34" in text


def test_new_terms_are_written_from_the_terms_that_run(book):
    assert "no new terms" in refused(book, "letter", "belofte", "--kind", "voorwaarden")
    book("log-payment", "belofte", "1210", day="2026-10-05")
    book(
        "terms",
        "belofte",
        "--prepay",
        "50",
        "--term",
        "14",
        "--because",
        "kletst maar wat",
        "--review",
        "+6m",
        day=DAY,
    )
    made = book("letter", "belofte", "--kind", "voorwaarden", "--json", day=DAY).json
    text = text_of(book, made["id"])
    assert "50 % van het bedrag van elke opdracht" in text
    assert "kletst" not in text  # a note for oneself
    assert book("letter", "belofte", "--kind", "voorwaarden", "--json", day=DAY).json["id"] == made["id"]
    assert book("letters", day=DAY).out.count("€") == 0  # it asks nothing


def test_a_short_message_stands_in_the_history(book):
    assert {o.value for o in Outcome} <= {e.value for e in EventKind}
    book("log-call", "belofte", "--outcome", "mailed", "--via", "email", day="2026-10-02")
    book("letter", "belofte", "--kind", "aanmaning", "--bank-checked", day="2026-10-20")
    assert "stuurde ik u een kort bericht over factuur 2026-001" in text_of(book, 1)


def test_history_names_of_an_earlier_letter_only_what_it_listed(book):
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day=DAY)
    book("add-invoice", "belofte", "2026-002", "100", "--due", "2026-10-10", day="2026-09-10")
    book("letter", "belofte", "--kind", "aanmaning", "--bank-checked", day="2026-10-20")
    assert "stuurde ik u een herinnering voor factuur 2026-001, met het verzoek" in text_of(book, 2)


# --- forms and keeping -------------------------------------------------------------------------------------------


def test_every_form_comes_from_one_source(book, tmp_path):
    forms = [word for form in ("pdf", "txt", "html", "eml") for word in ("--format", form)]
    paths = book("letter", "belofte", "--kind", "herinnering", *forms, "--json", day=DAY).json["files"]
    text = Path(paths["txt"]).read_text()
    page = Path(paths["html"]).read_text()
    shown = flat(
        re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", page, flags=re.DOTALL).replace(
            "&nbsp;", " "
        )
    )
    for word in flat(text.replace(":", " ")).split():
        assert word.strip("-") in shown, word
    mail = email.message_from_bytes(Path(paths["eml"]).read_bytes())
    assert mail["X-Unsent"] == "1"
    (pdf,) = [p for p in mail.walk() if p.get_content_type() == "application/pdf"]
    assert pdf.get_payload(decode=True) == Path(paths["pdf"]).read_bytes()


def test_the_code_in_the_html_pays_the_letter(book):
    import io
    from base64 import b64decode

    import zxingcpp
    from PIL import Image

    paths = book("letter", "belofte", "--kind", "herinnering", "--format", "html", "--json", day=DAY).json[
        "files"
    ]
    data = re.search(r'class="qr"[^>]*base64,([^"]+)', Path(paths["html"]).read_text())[1]
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(b64decode(data))))
    assert code.text.split("\n")[5:8] == ["Studio Vos", "NL91ABNA0417164300", "EUR1210"]


def test_a_draft_without_an_address_is_refused_and_leaves_nothing(book, ledger, tmp_path):
    book(
        "add-customer",
        "Kaal B.V.",
        "--address",
        "Kade 1",
        "--postcode",
        "1234 AB",
        "--city",
        "Ede",
        day="2026-09-01",
    )
    book("add-invoice", "kaal", "K-1", "10", "--due", "2026-10-01", day="2026-09-01")
    before = rows(ledger)
    said = book("letter", "kaal", "--kind", "herinnering", "--format", "eml", day=DAY, ok=False)
    assert (said.code, rows(ledger)) == (1, before)
    assert "no e-mail address of Kaal B.V." in said.err


def test_a_refusal_for_missing_data_says_what_to_type(debcli, ledger):
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300")
    debcli("add-customer", "Kaal B.V.", day="2026-09-01")
    debcli("add-invoice", "kaal", "K-1", "10", "--due", "2026-10-01", day="2026-09-01")
    said = debcli("letter", "kaal", "--kind", "herinnering", day=DAY, ok=False)
    assert said.code == 3
    for words in (
        ("config", "address", "Kade 1"),
        ("config", "city", "Ede"),
        ("edit-customer", "kaal", "--address", "Kade 2", "--city", "Ede"),
    ):
        assert f"debcli {words[0]} " in said.err
        debcli(*words)
    assert debcli("letter", "kaal", "--kind", "herinnering", day=DAY).code == 0


def test_a_letter_that_waits_for_a_working_day_is_named(book):
    sunday = "2026-10-04"
    book("log-call", "belofte", "--outcome", "promise", "--amount", "1210", "--by", "2026-10-09", day=sunday)
    said = book("letter", "belofte", day=sunday, ok=False)
    assert said.code == 3
    assert "debcli letter belofte-bouw --kind bevestiging" in said.err
    assert book("letter", "belofte", "--kind", "bevestiging", day=sunday).code == 0


def test_the_bytes_come_back_and_are_checked(book, ledger, tmp_path):
    made = book("letter", "belofte", "--kind", "herinnering", "--json", day=DAY).json
    (tmp_path / "a").mkdir()
    back = book("letters", "--show", "1", "--out", str(tmp_path / "a"), "--format", "pdf", day=DAY).out
    assert made["sha256"] in back
    assert (tmp_path / "a" / "2026-10-08-herinnering-belofte-bouw.pdf").read_bytes() == Path(
        made["files"]["pdf"]
    ).read_bytes()
    assert not list((tmp_path / "a").glob("*.txt"))
    with closing(sqlite3.connect(ledger)) as conn, conn:
        conn.execute("DROP TRIGGER document_is_frozen")
        conn.execute(
            "UPDATE document SET content = CAST(content || x'00' AS BLOB) WHERE sha256 = ?", (made["sha256"],)
        )
    said = book("letters", "--show", "1", day=DAY, ok=False)
    assert said.code == 4
    assert made["sha256"][:12] in said.err


def test_the_list_keeps_how_a_letter_left(book):
    book(
        "edit-customer",
        "belofte",
        "--name",
        "Vereniging van Eigenaars van het Gebouw aan de Lange Kade te Almere",
    )
    book("letter", "belofte", "--kind", "herinnering", "--via", "registered", day=DAY)
    out = book("letters", day=DAY).out
    assert "2026-10-08 registered" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_dry_run_prints_the_check_element_by_element(book, ledger):
    before = rows(ledger)
    out = book("letter", "belofte", "--kind", "herinnering", "--dry-run", day=DAY).out
    assert "Herinnering: factuur 2026-001" in out
    for element in ("creditor-name", "invoices", "pay-by", "iban", "questions"):
        assert re.search(rf"^  ok  {element}$", out, re.MULTILINE)
    assert rows(ledger) == before


def test_a_dry_run_shows_what_is_lacking_before_it_refuses(debcli):
    debcli("init", "--name", "Studio Vos", "--iban", "NL91ABNA0417164300")
    debcli("add-customer", "Belofte Bouw", "--email", "els@belofte.example", day="2026-09-01")
    debcli("add-invoice", "belofte", "1", "10", "--due", "2026-10-01", day="2026-09-01")
    said = debcli("letter", "belofte", "--kind", "herinnering", "--dry-run", day=DAY, ok=False)
    assert said.code == 3
    assert re.search(r"^  NO  creditor-address +needed; missing: your address$", said.out, re.MULTILINE)
    assert re.search(r"^  NO  kvk +advised; missing: your KVK number$", said.out, re.MULTILINE)


def test_a_letter_that_asks_too_much_is_marked_only_when_it_did_leave(book, ledger):
    """Today, show and the letter's own next step agree: cancel it. That it had left all the same is a fact, with its reason."""
    book("letter", "belofte", "--kind", "herinnering", day="2026-10-07")
    paid = book("log-payment", "belofte", "200", "--json", day=DAY).json
    assert paid["next"]["action"] == "cancel"
    said = book("show", "belofte", day=DAY).out
    assert "cancel-letter 1" in said
    assert "mark the" not in said
    assert "CANCEL" in book("today", day=DAY).out
    before = rows(ledger)
    assert "no longer open" in refused(book, "mark-sent", "1", "--via", "post")
    assert rows(ledger) == before
    book("mark-sent", "1", "--via", "post", "--force", "--because", "ging gisteren mee", day=DAY)
    assert "forced: ging gisteren mee" in str(book("journal", "--json").json["entries"])


def test_a_letter_that_left_before_the_money_came_needs_no_reason(book):
    book("letter", "belofte", "--kind", "herinnering", day="2026-10-07")
    book("log-payment", "belofte", "200", day=DAY)
    book("mark-sent", "1", "--via", "post", "--on", "2026-10-07", day=DAY)


# --- the page as it was set --------------------------------------------------------------------------------------


def setting(ledger, **values):
    with closing(sqlite3.connect(ledger)) as conn, conn:
        conn.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", values.items())


def test_a_logo_that_is_gone_stops_the_letter(book, ledger, tmp_path):
    setting(ledger, logo=str(tmp_path / "weg.png"))
    said = book("letter", "belofte", "--kind", "herinnering", day=DAY, ok=False)
    assert said.code == 1
    assert "weg.png cannot be read" in said.err
    assert book("letters", day=DAY).out == "No letters yet.\n"


# --- a confirmation in one step ----------------------------------------------------------------------------------

CALL = (
    "log-call",
    "belofte",
    "--outcome",
    "promise",
    "--amount",
    "500",
    "--by",
    "2026-10-16",
    "--with",
    "Els Bouw",
)


def test_a_promise_is_confirmed_on_screen_in_one_step(book):
    out = book(*CALL, "--confirm", "print", day=DAY).out
    assert "Bevestiging van onze afspraak over factuur 2026-001" in out
    assert "- Toegezegd door: Els Bouw, namens Belofte Bouw B.V." in out
    assert "mark-sent 1 --via email" in out


def test_a_promise_is_confirmed_in_files_in_one_step(book):
    said = book(*CALL, "--confirm", "file", "--json", day=DAY).json
    assert said["outcome"] == "promise"
    assert Path(said["confirmation"]["files"]["pdf"]).read_bytes().startswith(b"%PDF")


def test_a_promise_is_confirmed_by_mail_in_one_step(book, ledger, tmp_path, monkeypatch):
    with running(tmp_path) as (box, port, trusted):
        set_up(ledger, port, monkeypatch, trusted)
        said = book(*CALL, "--confirm", "mail", day=DAY).out
        assert len(box.mails) == 1
    assert "mailed to els@belofte.example and is marked as sent" in said
    assert "Confirm it in writing" not in said
    assert book("today", "--json", day=DAY).json["actions"] == []


def test_a_plan_is_confirmed_in_one_step(book):
    said = book(
        "log-plan", "belofte", "--instalments", "2", "--first", DAY, "--confirm", "file", "--json", day=DAY
    ).json
    assert said["confirmation"]["kind"] == "regeling"


def test_a_confirmation_that_cannot_be_mailed_stops_before_anything_is_logged(book, ledger):
    before = rows(ledger)
    said = book(*CALL, "--confirm", "mail", day=DAY, ok=False)
    assert (said.code, rows(ledger)) == (1, before)
    assert "no mail server" in said.err
    assert (
        book("log-call", "belofte", "--outcome", "spoke", "--confirm", "print", day=DAY, ok=False).code == 2
    )


def test_a_confirmation_that_does_not_leave_loses_no_call(book, ledger, tmp_path, monkeypatch):
    with running(tmp_path) as (box, port, trusted):
        set_up(ledger, port, monkeypatch, trusted)
        box.fault = "recipient"
        said = book(*CALL, "--confirm", "mail", day=DAY, ok=False)
    assert said.code == 1
    assert "It is logged, but" in said.err
    assert book("show", "belofte", "--json", day=DAY).json["promises"][0]["amount"] == "500.00"


# --- every letter of today ---------------------------------------------------------------------------------------


@pytest.fixture
def many(book):
    for n in range(1, 4):
        book("add-customer", f"Klant {n} B.V.", "--email", f"k{n}@klant.example", "--address", "Kade 1", "--postcode", "1234 AB",
             "--city", "Ede", day="2026-09-01")  # fmt: skip
        book("add-invoice", f"klant-{n}", f"K-{n}", "100", "--due", "2026-10-01", day="2026-09-01")
        book("log-call", f"klant-{n}", "--outcome", "spoke", day="2026-10-01")
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    return book


def test_every_letter_of_today_in_one_command(many, ledger):
    said = many("letter", "--all", "--json", day=DAY).json
    assert [(x["customer"], x["kind"]) for x in said["letters"]] == [
        (slug, "herinnering") for slug in ("belofte-bouw", "klant-1", "klant-2", "klant-3")
    ]
    assert said["refused"] == []
    for one in said["letters"]:
        pdf = Path(one["files"]["pdf"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == one["sha256"]
    many("undo")  # one command, one entry
    assert many("letters", day=DAY).out == "No letters yet.\n"


def test_a_letter_that_cannot_be_made_holds_no_other_back(many):
    many("edit-customer", "klant-2", "--name", "Klant 漢 B.V.")
    said = many("letter", "--all", day=DAY)
    assert "3 letters, 1 not:" in said.out
    assert "klant-2: No font has the character" in said.out
    assert "klant-1" in said.out


def test_nothing_asked_is_no_error_and_all_refused_is(book):
    assert book("letter", "--all", day="2026-09-02").out == "Today asks no letters.\n"
    book("log-call", "belofte", "--outcome", "spoke", day="2026-10-01")
    book("edit-customer", "belofte", "--name", "Klant 漢 B.V.")
    assert book("letter", "--all", day=DAY, ok=False).code == 3


def test_every_letter_is_mailed_and_one_refusal_stops_no_other(many, ledger, tmp_path, monkeypatch):
    many("edit-customer", "klant-2", "--email", "vol@klant.example")
    with running(tmp_path) as (box, port, trusted):
        set_up(ledger, port, monkeypatch, trusted)
        box.refuses = "vol@klant.example"
        said = many("letter", "--all", "--send", "--json", day=DAY).json
        assert len(box.mails) == 3
        assert [bool(x["sent"]) for x in said["letters"]] == [True, True, False, True]
        assert [x["customer"] for x in said["refused"]] == ["klant-2"]
        box.refuses = ""
        again = many("letter", "--all", "--send", "--json", day=DAY).json
        assert [(x["customer"], x["sent"]["via"]) for x in again["letters"]] == [("klant-2", "email")]
        assert len(box.mails) == 4


def test_what_a_letter_does_without_is_told_with_what_to_type(book):
    for field in ("vat", "contact"):
        book("config", field, "")
    said = " ".join(
        book("letter", "belofte", "--kind", "herinnering", "--dry-run", day="2026-10-26").err.split()
    )
    assert "does without" in said
    assert "Add it: debcli config vat VALUE, debcli config contact VALUE" in said


def test_without_a_mail_server_no_letter_is_made_to_be_mailed(many, ledger):
    before = rows(ledger)
    said = many("letter", "--all", "--send", day=DAY, ok=False)
    assert (said.code, rows(ledger)) == (1, before)
    assert "no mail server" in said.err


def test_a_dry_run_of_all_changes_nothing(many, ledger, tmp_path):
    before = rows(ledger)
    assert many("letter", "--all", "--dry-run", "--json", day=DAY).json["dry_run"]
    assert rows(ledger) == before
    assert not list(tmp_path.glob("*.pdf"))


def test_the_two_ways_to_write_journal_alike(book, ledger):
    """A letter written without SQLModel is undone and redone like any row."""
    book("letter", "belofte", "--kind", "herinnering", "--via", "email", day=DAY)
    with closing(sqlite3.connect(ledger)) as conn:
        changes = json.loads(
            conn.execute("SELECT changes FROM journal ORDER BY id DESC LIMIT 1").fetchone()[0]
        )
        columns = [r[1] for r in conn.execute("PRAGMA table_info(letter)")]
    tables = [c["table"] for c in changes]
    assert tables == ["letter", "letter_invoice", "letter_file", "letter_file", "letter_file", "letter"]
    assert list(changes[0]["after"]) == columns
    assert changes[-1]["before"]["sent_on"] is None
    before = rows(ledger)
    book("undo")
    assert LetterKind.HERINNERING.value not in json.dumps(rows(ledger)["letter"])
    assert before["invoice"] == rows(ledger)["invoice"]


def test_a_plan_confirmed_after_the_first_part_came_in_says_so(book, tmp_path):
    book("log-plan", "belofte", "--instalments", "3", "--first", "2026-10-05", day="2026-10-05")
    book("log-payment", "belofte", "403,34", "--on", "2026-10-05", day="2026-10-05")
    made = book(
        "letter", "belofte", "--kind", "regeling", "--out", str(tmp_path), "--json", day="2026-10-06"
    ).json
    text = " ".join((tmp_path / made["files"]["txt"]).read_text().split())
    assert "In totaal betaalt u € 1.210,00, in drie termijnen" in text  # and none of it interest or costs
    assert "Van het totaal is € 403,34 al binnen. De volgende betaling is € 403,33" in text
    assert "Uiterlijk op: donderdag 5 november 2026" in text
