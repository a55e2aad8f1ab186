"""The dossier: one file with all there is of a case, in order, hashed, and the same bytes for the same facts."""

import hashlib
import textwrap
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

from debcli.letters.sheets import page_pdf

_WIDTH = 80
SUMS = "SHA256SUMS"


class Section(NamedTuple):
    """A part of the index: rows of cells, then lines. `wide`: the column that takes what room is left; `right`: figures."""

    title: str
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    wide: int = 0
    right: tuple[int, ...] = ()


class Index(NamedTuple):
    """What the index tells."""

    title: str
    subtitle: str
    author: str
    day: date
    sections: tuple[Section, ...]
    language: str = "en"


def index_text(index: Index) -> str:
    """The index as text of 80 columns."""
    out = [index.title, index.subtitle]
    for section in index.sections:
        out += ["", section.title, "-" * len(section.title), *_rows(section)]
        out += [textwrap.fill(line, _WIDTH, break_on_hyphens=False) for line in section.lines]
    return "\n".join(out) + "\n"


def _rows(section: Section) -> list[str]:
    if not section.rows:
        return []
    widths = [max(1, *(len(row[n]) for row in section.rows)) for n in range(len(section.rows[0]))]
    room = _WIDTH - sum(w for n, w in enumerate(widths) if n != section.wide) - 2 * (len(widths) - 1)
    widths[section.wide] = max(12, min(widths[section.wide], room))
    out: list[str] = []
    for row in section.rows:
        cells = [textwrap.wrap(c, widths[n], break_on_hyphens=False) or [""] for n, c in enumerate(row)]
        for at in range(max(map(len, cells))):
            texts = [c[at] if at < len(c) else "" for c in cells]
            shown = [
                t.rjust(w) if n in section.right else t.ljust(w)
                for n, (t, w) in enumerate(zip(texts, widths, strict=True))
            ]
            out.append("  ".join(shown).rstrip())
    return out


def index_pdf(index: Index) -> bytes:
    """The index as PDF/A-2b. Raises InputError where a character has no font."""
    data = {
        "title": index.title, "subtitle": index.subtitle, "author": index.author, "language": index.language,
        "sections": [{"title": s.title, "rows": [list(r) for r in s.rows], "lines": list(s.lines), "wide": s.wide, "right": list(s.right)} for s in index.sections],
    }  # fmt: skip
    return page_pdf("dossier.typ", data, index.day)


def pack(files: Sequence[tuple[str, bytes]], day: date) -> bytes:
    """The files in one zip, in their order, with a list of their SHA-256 last; every entry carries the day, not the clock."""
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, content in (*files, (SUMS, sums.encode())):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o600 << 16,
            )
            packed.writestr(entry, content)
    return out.getvalue()
