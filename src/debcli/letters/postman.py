"""Mailing by SMTP: what the server took, what it refused, and what nobody knows.

Nothing counts as sent until the server has said so after the last byte. Once the text was under way and no answer came,
the mail may have arrived: that is said, never guessed. A password comes from the environment or from a command and goes
into no message.
"""

import os
import shlex
import smtplib
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from ipaddress import ip_address
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say

TIMEOUT = 30.0
"""Seconds to wait for a server."""

PASSWORD = "DEBCLI_SMTP_PASSWORD"  # noqa: S105  (the name of the variable)
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class Mailbox(NamedTuple):
    """Where to hand over mail. security: starttls, tls, or none (this machine's own server only)."""

    host: str
    port: int
    security: str
    user: str = ""


class Outcome(StrEnum):
    """What came of handing over a mail."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """The outcome, and what the server or the line said."""

    outcome: Outcome
    detail: str


def mailbox(settings: Mapping[str, str]) -> Mailbox:
    """The mail server as it was set. Raises InputError naming the setting that is missing or wrong."""
    host = settings.get("smtp-host", "").strip()
    if not host:
        raise InputError(
            say("There is no mail server set."),
            say(
                "First: debcli config smtp-host mail.example.nl      (or: --format eml, and send it from your mail program)"
            ),
        )
    security = settings.get("smtp-security") or "starttls"
    if security not in _PORTS:
        raise InputError(
            say("smtp-security is {security!r}.", security=security),
            say("Set it: debcli config smtp-security starttls (or tls)"),
        )
    if security == "none" and not _is_here(host):
        raise InputError(
            say("Mail to {host} would leave this machine unprotected.", host=host),
            say("Set it: debcli config smtp-security starttls"),
        )
    port = settings.get("smtp-port") or str(_PORTS[security])
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise InputError(say("smtp-port is {port!r}.", port=port), say("Set it: debcli config smtp-port 587"))
    return Mailbox(host, int(port), security, settings.get("smtp-user", ""))


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def password(settings: Mapping[str, str]) -> str:
    """The password of the mailbox: from the environment, else the first line a command prints. Empty without a user.

    Raises InputError, which never holds what the command printed.
    """
    if not settings.get("smtp-user"):
        return ""
    if given := os.environ.get(PASSWORD):
        return given
    command = settings.get("smtp-password-command", "")
    if not command:
        raise InputError(
            say("There is no password for {user}.", user=settings["smtp-user"]),
            say(
                "Set {variable} in the environment, or: debcli config smtp-password-command 'pass show mail'",
                variable=PASSWORD,
            ),
        )
    try:
        done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, check=True, timeout=120)  # noqa: S603  (the user's own command)
        first = done.stdout.decode().split("\n", 1)[0].rstrip("\r")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        why = (
            say("ended with {code}", code=error.returncode)
            if isinstance(error, subprocess.CalledProcessError)
            else type(error).__name__
        )
        raise InputError(
            say("The command for the mail password did not work ({why}).", why=why),
            say("Try it yourself: debcli config smtp-password-command"),
        ) from None
    if not first:
        raise InputError(
            say("The command for the mail password printed nothing."), say("Try it in a terminal.")
        )
    return first


class Postman:
    """An open connection to the mail server, past its login."""

    def __init__(self, server: smtplib.SMTP, secret: str, user: str) -> None:
        self._server = server
        self._secret = secret
        self._user = user

    def hand_over(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Hand over one mail."""
        server = self._server
        try:
            for code, said in (server.mail(sender), server.rcpt(recipient), server.docmd("DATA")):
                if code not in {250, 251, 354}:
                    server.rset()
                    return Answer(Outcome.REFUSED, self._clean(f"{code} {said.decode(errors='replace')}"))
        except (OSError, smtplib.SMTPException) as error:
            return Answer(Outcome.REFUSED, self._clean(_said(error)))
        try:
            server.send(_dotted(message) + b".\r\n")
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException, KeyboardInterrupt) as error:
            server.close()
            return Answer(Outcome.UNKNOWN, self._clean(_said(error)))
        answer = self._clean(f"{code} {said.decode(errors='replace')}")
        return Answer(Outcome.TAKEN if code == 250 else Outcome.REFUSED, answer)

    def _clean(self, text: str) -> str:
        return without(text, self._secret, self._user)


@contextmanager
def post(box: Mailbox, secret: str) -> Iterator[Postman]:
    """A connection that is ready to take mail. Raises InputError, with nothing sent, when the server cannot be used."""
    try:
        server = _connected(box)
    except (OSError, smtplib.SMTPException) as error:
        raise InputError(
            say(
                "The mail server {host}:{port} cannot be used: {why}.",
                host=box.host,
                port=box.port,
                why=without(_said(error), secret, box.user),
            ),
            say("Nothing was sent. See the settings: debcli config"),
        ) from None
    try:
        try:
            server.ehlo_or_helo_if_needed()
            if box.user:
                _log_in(server, box.user, secret)
        except smtplib.SMTPException as error:
            raise InputError(
                say(
                    "The mail server {host} does not let {user} in: {why}.",
                    host=box.host,
                    user=box.user,
                    why=without(_said(error), secret, box.user),
                ),
                say("Nothing was sent. Check the user and the password."),
            ) from None
        except OSError as error:
            raise InputError(
                say(
                    "The mail server {host} went away: {why}.",
                    host=box.host,
                    why=without(_said(error), secret, box.user),
                ),
                say("Nothing was sent. Try again."),
            ) from None
        yield Postman(server, secret, box.user)
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _connected(box: Mailbox) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    # A fixed name: the machine's own is nobody's business.
    here = "[127.0.0.1]"
    if box.security == "tls":
        return smtplib.SMTP_SSL(box.host, box.port, local_hostname=here, timeout=TIMEOUT, context=secure)
    server = smtplib.SMTP(box.host, box.port, local_hostname=here, timeout=TIMEOUT)
    try:
        if box.security == "starttls":
            server.starttls(context=secure)
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, user: str, secret: str) -> None:
    """Log in; smtplib itself has no passwords beyond ASCII, so those go as PLAIN in UTF-8 (RFC 4616)."""
    if (user + secret).isascii():
        server.login(user, secret)
        return
    code, said = server.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{secret}".encode()).decode())
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _dotted(message: bytes) -> bytes:
    """The message as SMTP wants it: CRLF at every line's end, a leading dot doubled."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"".join(b"." + line + b"\r\n" if line.startswith(b".") else line + b"\r\n" for line in lines)


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if isinstance(error, KeyboardInterrupt):
        return say("you stopped it")
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return say("it did not answer in time")
    return " ".join(str(error).split()) or type(error).__name__


def without(text: str, secret: str, user: str = "") -> str:
    """The text without a secret, plain or as SMTP encodes it."""
    if secret:
        for form in (
            secret,
            *(b64encode(sent.encode()).decode() for sent in (secret, f"\0{user}\0{secret}")),
        ):
            text = text.replace(form, "***")
    return " ".join(text.split())[:300]
