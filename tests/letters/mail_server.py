"""A real SMTP server for the tests: STARTTLS or TLS, authentication, and faults on demand."""

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, SECRET = "vos@studio.example", "héél-geheim 9+/="


class Box:
    """What came in, and what the server is to do wrong. `fault`: '', recipient, data, silent, held, gone or full.

    `came`: a mail came in whole and, when held, got no answer yet.
    """

    def __init__(self):
        self.mails = []
        self.fault = ""
        self.refuses = ""
        self.tried = []
        self.came = threading.Event()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  (aiosmtpd's name)
        if self.fault == "recipient" or address == self.refuses:
            return f"550 no such mailbox {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        if self.fault == "gone":  # all of it came in, and then the line breaks
            self.mails.append(envelope.content)
            server.transport.abort()
            return "250 OK"
        if self.fault in {"silent", "held"}:
            self.mails.append(envelope.content)
            self.came.set()
            await asyncio.sleep(3 if self.fault == "silent" else 0.3)
            return "250 OK"
        if self.fault == "full":
            return "452 mailbox full"
        if self.fault == "echo":
            return f"554 refused, and by the way {SECRET}"
        self.mails.append(envelope.content)
        return "250 2.0.0 queued as 4711"

    def authenticate(self, _server, _session, _envelope, mechanism, data):
        self.tried.append(mechanism)
        good = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (
            USER,
            SECRET,
        )
        return AuthResult(success=good, handled=False)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(tmp_path, security="starttls"):
    """The box of a running server, its port, and the file with the authority that made its certificate."""
    authority = trustme.CA()
    secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(secure)
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    box, port = Box(), free_port()

    class Server(Controller):
        def factory(self):
            return SMTP(
                self.handler,
                hostname="localhost",
                authenticator=box.authenticate,
                auth_require_tls=security == "starttls",
                tls_context=secure if security == "starttls" else None,
                require_starttls=security == "starttls",
            )

    server = Server(box, hostname="127.0.0.1", port=port, ssl_context=secure if security == "tls" else None)
    server.start()
    try:
        yield box, port, trusted
    finally:
        server.stop()
