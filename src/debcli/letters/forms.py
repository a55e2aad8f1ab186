"""A letter in every form it is kept in: the page, plain text and HTML, from one source."""

from debcli.letters.html import letter_html
from debcli.letters.make import Made
from debcli.letters.pdf import render_pdf
from debcli.letters.picture import epc_code
from debcli.letters.sheet import Page


def forms(made: Made, page: Page = Page()) -> dict[str, bytes]:  # noqa: B008  (an immutable tuple)
    """Format -> bytes: pdf, txt, html. Raises InputError naming what no font can print, or a logo that does not work."""
    qr = epc_code(made.content.payment, "png") if made.content.block.qr else None
    return {
        "pdf": render_pdf(made, page),
        "txt": made.text.encode(),
        "html": letter_html(made.content, made.body, qr, page.logo).encode(),
    }
