"""Mailing: against a real SMTP server. Sent only when it was taken, never twice, and what nobody knows is said so."""

import email
import email.policy
import re
import socket
import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from debcli.errors import InputError
from debcli.letters import postman
from debcli.letters.mail import draft_eml, envelope, message_eml
from debcli.letters.postman import Mailbox, Outcome, mailbox, password, post, without
from letters.letter_cases import BELOFTE, NIENKE
from letters.mail_server import SECRET, USER, free_port, running

DAY = "2026-10-08"


def set_up(ledger, port, monkeypatch, trusted=None, security="starttls", **more):
    """Write the settings as the user would have set them."""
    values = {
        "smtp-host": "localhost",
        "smtp-port": str(port),
        "smtp-security": security,
        "smtp-user": USER,
        **more,
    }
    with closing(sqlite3.connect(ledger)) as conn, conn:
        for name, value in values.items():
            conn.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv(postman.PASSWORD, SECRET)


@pytest.fixture
def server(book, ledger, tmp_path, monkeypatch):
    with running(tmp_path) as (box, port, trusted):
        set_up(ledger, port, monkeypatch, trusted)
        yield box


def send(book, *more, ok=True):
    return book("letter", "belofte", "--kind", "herinnering", "--send", *more, day=DAY, ok=ok)


def everything(ledger):
    """Every byte the ledger keeps, to look for what must not be in it."""
    with closing(sqlite3.connect(ledger)) as conn:
        return "\n".join(conn.iterdump()).encode("utf-8", "surrogateescape") + ledger.read_bytes()


def sent(book):
    return [x["sent"] for x in book("letters", "--json", day=DAY).json["letters"]]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_is_marked_as_sent_once_the_server_took_it(book, ledger, tmp_path, monkeypatch, security):
    with running(tmp_path, security) as (box, port, trusted):
        set_up(ledger, port, monkeypatch, trusted, security)
        said = send(book, "--json").json
        (mail,) = [email.message_from_bytes(m, policy=email.policy.default) for m in box.mails]
    assert said["sent"]["via"] == "email"
    assert mail["Message-ID"] in said["sent"]["proof"]
    assert "queued as 4711" in said["sent"]["proof"]
    assert mail["To"] == "Els Bouw <els@belofte.example>"
    assert mail["From"] == "Studio Vos <vos@studio.example>"
    assert mail["Subject"] == "Herinnering: factuur 2026-001"
    assert "€ 1.210,00" in mail.get_body(("plain",)).get_content()
    (pdf,) = [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]
    (tmp_path / "back").mkdir()
    kept = book("letters", "--show", "1", "--out", str(tmp_path / "back"), "--json").json
    assert pdf.get_content() == Path(kept["files"]["pdf"]).read_bytes()
    # The bytes that left are kept as they left.
    assert Path(kept["files"]["eml"]).read_bytes().rstrip() == box.mails[0].rstrip()
    assert SECRET.encode() not in everything(ledger)
    assert [m["outcome"] for m in kept["mailed"]] == ["taken"]


def test_a_letter_is_never_mailed_twice(book, server):
    send(book)
    again = send(book, ok=False)
    assert (again.code, len(server.mails)) == (3, 1)
    assert "gives until" in again.err


def test_a_refused_recipient_leaves_the_letter_unsent(book, server):
    server.fault = "recipient"
    said = send(book, ok=False)
    assert (said.code, server.mails, sent(book)) == (1, [], [None])
    assert "550 no such mailbox els@belofte.example" in said.err
    assert "It is not sent" in said.err
    server.fault = ""
    send(book)
    assert len(server.mails) == 1


@pytest.mark.parametrize("fault", ["full", "echo"])
def test_a_refusal_after_the_text_is_a_refusal_and_never_shows_the_password(book, server, ledger, fault):
    server.fault = fault
    said = send(book, ok=False)
    assert (said.code, sent(book)) == (1, [None])
    assert "It is not sent" in said.err
    assert SECRET not in said.err
    assert SECRET.encode() not in everything(ledger)


@pytest.mark.parametrize("fault", ["gone", "silent"])
def test_a_line_that_breaks_in_mid_send_is_said_to_be_uncertain(book, server, monkeypatch, fault):
    monkeypatch.setattr(postman, "TIMEOUT", 1.0)
    server.fault = fault
    said = send(book, ok=False)
    assert (said.code, len(server.mails), sent(book)) == (1, 1, [None])
    assert "Nobody knows whether letter 1 arrived" in said.err
    server.fault = ""
    again = send(book, ok=False)  # not a second time unasked
    assert (again.code, len(server.mails)) == (3, 1)
    assert "may have arrived" in again.err
    number = re.search(r"--proof '([^']+)'", again.err)[1]
    send(book, "--again")
    first, second = (email.message_from_bytes(m) for m in server.mails)
    assert first["Message-ID"] == second["Message-ID"] == number  # a mail program shows them as one
    assert sent(book)[0]["via"] == "email"


def test_an_uncertain_letter_can_be_marked_by_hand(book, server, monkeypatch):
    server.fault = "gone"
    send(book, ok=False)
    book("mark-sent", "1", "--via", "email", "--proof", "he says it came", day=DAY)
    assert sent(book)[0]["proof"] == "he says it came"


def test_a_program_that_dies_while_mailing_leaves_a_trace(book, server, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(postman.Postman, "hand_over", die)
        assert send(book, ok=False).code == 130
    assert (
        "may have arrived"
        in book("letter", "belofte", "--kind", "herinnering", "--send", day=DAY, ok=False).err
    )


def test_a_payment_since_the_letter_was_made_stops_it(book, server):
    book("letter", "belofte", "--kind", "herinnering", day=DAY)
    book("log-payment", "belofte", "200", day=DAY)
    said = send(book, ok=False)
    assert (said.code, server.mails) == (3, [])
    assert "no longer fits" in said.err


def test_a_wrong_password_sends_nothing_and_stays_secret(book, server, ledger, monkeypatch):
    monkeypatch.setenv(postman.PASSWORD, "verkeerd wachtwoord")
    said = send(book, ok=False)
    assert (said.code, server.mails, sent(book)) == (1, [], [])
    assert "does not let vos@studio.example in: 535" in said.err
    assert "verkeerd" not in said.err
    assert "verkeerd" not in everything(ledger).decode(errors="replace")


def test_a_certificate_nobody_vouches_for_is_refused(book, server, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    said = send(book, ok=False)
    assert (said.code, server.mails, sent(book)) == (1, [], [])
    assert "certificate" in said.err.lower()


def test_a_server_without_starttls_gets_no_password(book, ledger, tmp_path, monkeypatch):
    with running(tmp_path, "none") as (box, port, trusted):
        set_up(ledger, port, monkeypatch, trusted)
        said = send(book, ok=False)
    assert (said.code, box.tried, box.mails, sent(book)) == (1, [], [], [])
    assert "STARTTLS" in said.err


def test_this_machines_own_server_needs_no_protection(book, ledger, tmp_path, monkeypatch):
    with running(tmp_path, "none") as (box, port, trusted):
        set_up(
            ledger, port, monkeypatch, trusted, "none", **{"smtp-user": "", "mail-from": "nota@vos.example"}
        )
        send(book)
    assert b"From: Studio Vos <nota@vos.example>" in box.mails[0]


def test_a_server_that_is_not_there_changes_nothing(book, ledger, monkeypatch, tmp_path):
    set_up(ledger, free_port(), monkeypatch)
    before = everything(ledger)
    said = send(book, ok=False)
    assert (said.code, sent(book)) == (1, [])
    assert "cannot be used" in said.err
    assert "Nothing was sent" in said.err
    assert list(tmp_path.glob("*.pdf")) == []
    assert len(everything(ledger)) == len(before)


@contextmanager
def mute():
    """A server that lets itself be called and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        held = []
        thread = threading.Thread(target=lambda: held.append(listening.accept()), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        for conn, _ in held:
            conn.close()


def test_a_server_that_says_nothing_is_given_up(book, ledger, monkeypatch):
    monkeypatch.setattr(postman, "TIMEOUT", 0.3)
    with mute() as port:
        set_up(ledger, port, monkeypatch)
        said = send(book, ok=False)
    assert (said.code, sent(book)) == (1, [])
    assert "did not answer in time" in said.err


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "no mail server set"),
        ({"smtp-host": "mail.example", "smtp-security": "none"}, "unprotected"),
        ({"smtp-host": "127.0.0.1.example", "smtp-security": "none"}, "unprotected"),
        ({"smtp-host": "mail.example", "smtp-security": "ssl"}, "'ssl'"),
        ({"smtp-host": "mail.example", "smtp-port": "99999"}, "'99999'"),
        ({"smtp-host": "mail.example", "smtp-port": "²"}, "smtp-port"),
    ],
)
def test_settings_that_cannot_work_are_named(settings, says):
    with pytest.raises(InputError) as error:
        mailbox(settings)
    assert says in error.value.message
    assert error.value.hint


def test_how_mail_leaves_is_set_by_config(book, tmp_path, monkeypatch):
    with running(tmp_path) as (box, port, trusted):
        for name, value in (
            ("smtp-host", "localhost"),
            ("smtp-port", str(port)),
            ("smtp-user", USER),
            ("mail-from", "nota@vos.example"),
        ):
            book("config", name, value)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        monkeypatch.setenv(postman.PASSWORD, SECRET)
        send(book)
    assert b"nota@vos.example" in box.mails[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smtp-port", "0"),
        ("smtp-host", "smtp://x"),
        ("mail-from", "geen"),
        ("smtp-security", "ssl"),
        ("window", "fr"),
        ("logo", "/weg.png"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_when_it_is_set(book, ledger, name, value):
    before = everything(ledger)
    assert book("config", name, value, ok=False).code == 1
    assert everything(ledger) == before
    assert book("config", name).code == 0


def test_there_is_no_setting_for_a_password(book, ledger):
    assert book("config", "smtp-password", "geheim", ok=False).code == 1
    assert b"geheim" not in everything(ledger)


def test_the_usual_ports_follow_from_the_protection():
    assert mailbox({"smtp-host": "m"}) == Mailbox("m", 587, "starttls")
    assert mailbox({"smtp-host": "m", "smtp-security": "tls"}).port == 465
    assert mailbox({"smtp-host": "localhost", "smtp-security": "none"}).port == 25


def test_the_password_comes_from_the_environment_else_from_a_command(monkeypatch):
    own = {"smtp-user": USER, "smtp-password-command": "printf 'een\\ntwee\\n'"}
    monkeypatch.delenv(postman.PASSWORD, raising=False)
    assert password({}) == ""
    assert password(own) == "een"
    monkeypatch.setenv(postman.PASSWORD, "drie")
    assert password(own) == "drie"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("", "no password"),
        ("false", "ended with 1"),
        ("true", "printed nothing"),
        ("/no/such/program", "FileNotFoundError"),
        ("'", "did not work"),
        ("sh -c 'echo geheim; exit 3'", "ended with 3"),
    ],
)
def test_a_password_command_that_fails_says_so_and_shows_nothing(monkeypatch, command, says):
    monkeypatch.delenv(postman.PASSWORD, raising=False)
    with pytest.raises(InputError) as error:
        password({"smtp-user": USER, "smtp-password-command": command})
    assert says in error.value.message
    assert "geheim" not in error.value.message + error.value.hint


def test_a_secret_is_taken_out_of_what_a_server_says():
    assert SECRET not in without(f"535 {SECRET} is wrong", SECRET)
    from base64 import b64encode

    for text in (SECRET, f"\0{USER}\0{SECRET}"):
        assert "***" in without(f"535 {b64encode(text.encode()).decode()}", SECRET, USER)


def test_lines_that_start_with_a_dot_arrive_as_they_are(tmp_path, monkeypatch):
    with running(tmp_path, "none") as (box, port, _):
        with post(Mailbox("127.0.0.1", port, "none"), "") as man:
            answer = man.hand_over("a@b.example", "c@d.example", b"Subject: x\r\n\r\n.\r\n..een\r\neinde")
        assert answer.outcome is Outcome.TAKEN
        assert box.mails == [b"Subject: x\r\n\r\n.\r\n..een\r\neinde\r\n"]


# --- the message -------------------------------------------------------------------------------------------------

FILES = {
    "pdf": b"%PDF-1.7 ...",
    "txt": "Beste Els,\n\n€ 10,00\n".encode(),
    "html": b'<title>Herinnering &amp; meer</title><img class="qr" alt="x" src="data:image/png;base64,AAEC">'
    b'<img class="logo" alt="y" src="data:image/svg+xml;base64,AAEC">',
}


def test_a_draft_opens_in_a_mail_program_with_the_page_attached():
    about = envelope(NIENKE, BELOFTE, FILES, "brief.pdf")
    draft = draft_eml(about, FILES)
    assert draft == draft_eml(about, FILES)
    mail = email.message_from_bytes(draft, policy=email.policy.default)
    assert (mail["X-Unsent"], mail["Date"], mail["Message-ID"]) == ("1", None, None)
    assert mail["Subject"] == "Herinnering & meer"
    parts = {part.get_content_type(): part for part in mail.walk()}
    assert parts["application/pdf"].get_filename() == "brief.pdf"
    assert parts["application/pdf"].get_content() == FILES["pdf"]
    assert parts["text/plain"].get_content().replace("\r\n", "\n") == FILES["txt"].decode()
    # The code is shown from a part of the mail; what no mail program shows is left out.
    assert 'src="cid:qr@letter"' in parts["text/html"].get_content()
    assert "logo" not in parts["text/html"].get_content()
    assert parts["image/png"]["Content-ID"] == "<qr@letter>"
    assert draft.isascii()
    assert max(map(len, draft.split(b"\r\n"))) <= 998


def test_the_id_of_a_mail_follows_from_the_letter():
    from datetime import UTC, datetime

    about = envelope(NIENKE, BELOFTE, FILES, "brief.pdf")
    one, _ = message_eml(about, FILES, datetime(2026, 11, 2, tzinfo=UTC))
    two, _ = message_eml(about, FILES, datetime(2026, 11, 3, tzinfo=UTC))
    other, _ = message_eml(about, {**FILES, "txt": b"x"}, datetime(2026, 11, 2, tzinfo=UTC))
    assert one == two != other
    assert one.endswith("@devries.example>")


@pytest.mark.parametrize("name", ["Bouw, Zn. & Co <x@y>", "Ünïcødé «Łódź»", '"', "a" * 300, "\u202eBV"])
def test_any_name_is_a_name_in_the_mail(name):
    about = envelope(NIENKE, BELOFTE._replace(contact=name), FILES, "brief.pdf")
    mail = email.message_from_bytes(draft_eml(about, FILES), policy=email.policy.default)
    assert [a.addr_spec for a in mail["To"].addresses] == ["els@belofte.example"]
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "spec", ["", "geen adres", "a@b\r\nBcc: x@y.example", "a b@c.example", "@x.example", "jös@x.example"]
)
def test_an_address_nothing_can_be_sent_to_is_refused(spec):
    with pytest.raises(InputError) as error:
        envelope(NIENKE, BELOFTE._replace(email=spec), FILES, "brief.pdf")
    assert "belofte-bouw --email" in error.value.hint


def test_a_foreign_domain_is_written_as_mail_wants_it():
    about = envelope(NIENKE, BELOFTE._replace(email="els@bücher.example"), FILES, "brief.pdf")
    assert about.recipient.addr_spec == "els@xn--bcher-kva.example"
