"""Bring the documents up to date with the program: made parts, what commands print, pictures.

    python tests/documents/write.py              all of it
    python tests/documents/write.py pictures     the pictures only

What cannot be mended by writing (a command that fails, a part that does not exist) is told with its place, and the exit code is 1.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents import made, pictures, told


def main(what: str) -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        demo = make_demo(folder)
        for picture in pictures.draw(demo.parent):
            print(f"drawn   {told.name(picture)}")
        return 0 if what == "pictures" else max(write(document, folder, demo) for document in told.DOCUMENTS)


def make_demo(folder: Path) -> Path:
    """The demo's ledger in a folder."""
    with told.place(folder):
        told.typed(["demo", "--out", "demo"])
    return folder / "demo" / "ledger.db"


def write(document: Path, folder: Path, demo: Path) -> int:
    """Bring one document up to date; 1 when something is left that only a person can mend."""
    before = document.read_text(encoding="utf-8")
    anew = made.anew(before, folder)
    if anew != before:
        document.write_text(anew, encoding="utf-8")
    own = folder / document.stem
    own.mkdir()
    found = list(told.faults(document, own, demo))
    told.mend(document, found)
    if document.read_text(encoding="utf-8") != before:
        print(f"written {told.name(document)}")
    left = [fault for fault in found if fault.mended is None]
    for fault in left:
        print(f"{told.name(document)}:{fault.command.line}: $ {fault.command.typed}\n{fault.words}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
