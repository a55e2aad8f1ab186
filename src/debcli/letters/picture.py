"""Pictures in a letter: the QR code and the user's logo, as bytes with their type."""

from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.language import say
from debcli.letters.content import Payment
from debcli.letters.payment import EPC_NAME

LOGO_MAX = 500_000
"""Bytes. A letter is mailed; a logo of half a megabyte is a mistake already."""


class Picture(NamedTuple):
    """A picture: its bytes and its type, `png`, `jpg` or `svg`."""

    data: bytes
    kind: str

    @property
    def mime(self) -> str:
        """Its media type."""
        return {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}[self.kind]


def logo(data: bytes, name: str) -> Picture:
    """The user's logo, recognised by its contents. Raises InputError for what is no PNG, JPEG or SVG, or is too large."""
    if len(data) > LOGO_MAX:
        raise InputError(
            say("The logo {name} is larger than {most} kB.", name=name, most=LOGO_MAX // 1000),
            say("Save it smaller."),
        )
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture(data, "png")
    if data.startswith(b"\xff\xd8\xff"):
        return Picture(data, "jpg")
    if start.startswith((b"<svg", b"<?xml", b"<!--")) and b"<svg" in data[:4096]:
        return Picture(data, "svg")
    raise InputError(
        say("The logo {name} is no PNG, JPEG or SVG.", name=name), say("Save it as one of those.")
    )


def epc_code(payment: Payment, kind: str) -> Picture:
    """The EPC QR code (EPC069-12, version 002, UTF-8) with the payment reference in the text field, as svg or png."""
    code = _code(payment)
    out = BytesIO()
    if kind == "svg":
        code.save(out, kind="svg", border=0, svgclass=None, lineclass=None)
    else:
        code.save(out, kind="png", border=4, scale=3)
    return Picture(out.getvalue(), kind)


@lru_cache(maxsize=8)
def _code(payment: Payment) -> Any:
    """The code itself, the same for both kinds of picture."""
    from segno.helpers import make_epc_qr  # noqa: PLC0415  (32 ms)

    return make_epc_qr(
        payment.name[:EPC_NAME],
        payment.iban,
        Decimal(payment.cents) / 100,
        text=payment.reference,
        encoding="utf-8",
    )
