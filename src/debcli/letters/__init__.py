"""Letters: composed from claim and log, checked, rendered to text and PDF.

`make` gives the checked text; `pdf.render_pdf` the page. Heavy libraries are loaded by the function that needs them.
"""

from debcli.letters.check import Check, missing, require
from debcli.letters.history import Event, EventKind
from debcli.letters.make import Made, make
from debcli.letters.subjects import Agreement, NewTerms, Schedule, Suspension

__all__ = [
    "Agreement", "Check", "Event", "EventKind", "Made", "NewTerms", "Schedule", "Suspension", "make", "missing", "require",
]  # fmt: skip
