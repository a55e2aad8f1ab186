"""A letter as pictures: what the eye sees of it, for tests and for the documents."""

from debcli.letters.make import Made
from debcli.letters.pdf import pages
from debcli.letters.sheet import Page


def render_png(made: Made, page: Page | None = None, dots_per_inch: int = 144) -> list[bytes]:
    """Each page as a PNG."""
    return pages(made, page or Page(), {"format": "png", "ppi": dots_per_inch})
