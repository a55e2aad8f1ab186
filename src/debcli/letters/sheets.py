"""Pages that are no letters: a template of debcli's own with its data, as PDF/A-2b, the same bytes for the same data."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from debcli.errors import InputError
from debcli.language import say
from debcli.letters.pdf import fonts
from debcli.letters.templates import shipped


def page_pdf(template: str, data: Mapping[str, Any], day: date) -> bytes:
    """A page as PDF, dated by its day. The data are printed, never evaluated. Raises InputError where a character has no font."""
    import typst  # noqa: PLC0415

    files: Any = {
        "main.typ": (shipped() / template).read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
    }
    options: dict[str, Any] = {
        "format": "pdf",
        "pdf_standards": ["a-2b"],
        "timestamp": datetime(day.year, day.month, day.day, tzinfo=UTC),
    }
    try:
        made: Any = typst.Compiler(font_paths=fonts()).compile(input=files, **options)
    except typst.TypstError as error:
        raise InputError(
            say("The page cannot be printed: {why}.", why=error.message),
            say("A name or note holds a character no font has."),
        ) from error
    return bytes(made)
