"""A letter as a mail: the text, the same in HTML, and the PDF attached. Same letter, same bytes.

A draft (`.eml` with X-Unsent) opens in the user's own mail program, ready to send; a message to send has its date and id.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say
from debcli.receivables.facts import Creditor, Customer

_PICTURE = re.compile(
    r'<img class="(?P<name>\w+)"(?P<rest>[^>]*) src="data:image/(?P<type>[\w+]+);base64,(?P<data>[^"]*)">'
)


class Envelope(NamedTuple):
    """Who writes to whom about what. `attachment`: the name of the PDF."""

    sender: Address
    recipient: Address
    subject: str
    attachment: str


def envelope(
    creditor: Creditor,
    customer: Customer,
    files: Mapping[str, bytes],
    attachment: str,
    *,
    mail_from: str = "",
) -> Envelope:
    """The envelope of a letter that was made. Raises InputError when one of the two has no usable e-mail address."""
    own = mail_from or creditor.email
    return Envelope(
        _address(
            own,
            creditor.name,
            say("There is no e-mail address of yours to send from."),
            say("debcli config mail-from ADDRESS"),
        ),
        _address(
            customer.email,
            customer.contact or customer.name,
            say("There is no e-mail address of {name}.", name=customer.name),
            say("debcli edit-customer {slug} --email ADDRESS", slug=customer.slug),
        ),
        _subject(files["html"].decode()),
        attachment,
    )


def _address(spec: str, name: str, lacking: str, hint: str) -> Address:
    if not spec:
        raise InputError(lacking, say("First: {command}", command=hint))
    local, _, domain = spec.rpartition("@")
    try:
        return Address(" ".join(name.split()), addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}")
    except (ValueError, UnicodeError, MessageError, IndexError) as error:
        raise InputError(
            say("{text!r} is not an e-mail address that mail can be sent to.", text=spec),
            say("Mend it: {command}", command=hint),
        ) from error


def _subject(html: str) -> str:
    from html import unescape  # noqa: PLC0415

    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(unescape(found[1] if found else "").split())


def draft_eml(about: Envelope, files: Mapping[str, bytes]) -> bytes:
    """A draft to open in a mail program and send from there."""
    message = _message(about, files)
    message["X-Unsent"] = "1"
    return _bytes(message, files)


def message_eml(about: Envelope, files: Mapping[str, bytes], at: datetime) -> tuple[str, bytes]:
    """A message to send at a moment: its id and its bytes. The id follows from the letter, so that a second copy is known as one."""
    message_id = f"<{_digest(files)[:32]}@{about.sender.domain}>"
    message = _message(about, files)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    return message_id, _bytes(message, files)


def _message(about: Envelope, files: Mapping[str, bytes]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = about.sender
    message["To"] = about.recipient
    message["Subject"] = about.subject
    pictures: list[tuple[str, str, bytes]] = []

    def by_reference(match: re.Match[str]) -> str:
        if match["type"].startswith("svg"):
            return ""  # mail programs show none
        pictures.append((f"{match['name']}@letter", match["type"], b64decode(match["data"])))
        return f'<img class="{match["name"]}"{match["rest"]} src="cid:{pictures[-1][0]}">'

    html = _PICTURE.sub(by_reference, files["html"].decode())
    message.set_content(files["txt"].decode(), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    shown = message.get_body(("html",))
    for cid, kind, data in pictures:
        if shown is not None:
            shown.add_related(data, "image", kind, cid=f"<{cid}>", disposition="inline")
    message.add_attachment(files["pdf"], "application", "pdf", filename=about.attachment)
    return message


def _bytes(message: EmailMessage, files: Mapping[str, bytes]) -> bytes:
    """The message with boundaries that follow from the letter instead of chance."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{_digest(files)[:24]}_{number}")
    return message.as_bytes()


def _digest(files: Mapping[str, bytes]) -> str:
    return hashlib.sha256(files["pdf"] + files["txt"]).hexdigest()
