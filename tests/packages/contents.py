"""What a wheel and a source archive must hold, and what they must not."""

import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
_NEVER = (".db-wal", ".pyc", ".env", ".egg-info/")


def wheel_faults(wheel: Path) -> list[str]:
    """What is missing in a wheel, or should not be in it; and what its metadata lacks."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        about = message_from_bytes(archive.read(metadata))
    wanted = {
        f"debcli/{path.relative_to(TOP / 'src' / 'debcli').as_posix()}"
        for path in _files(TOP / "src" / "debcli")
    }
    wanted |= {f"debcli/{path.relative_to(TOP).as_posix()}" for path in _files(TOP / "templates")}
    wanted |= {
        metadata.replace("METADATA", "licenses/LICENSE"),
        metadata.replace("METADATA", "entry_points.txt"),
    }
    faults = [f"the wheel lacks {name}" for name in sorted(wanted - names)]
    faults += [
        f"the wheel holds {name}"
        for name in sorted(names)
        if not name.startswith("debcli") or name.endswith((*_NEVER, ".db"))
    ]
    return faults + _metadata_faults(about)


def _metadata_faults(about: Message) -> list[str]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        "Name": "debcli",
        "Version": project["version"],
        "Summary": project["description"],
        "License-Expression": "MIT",
        "License-File": "LICENSE",
        "Requires-Python": project["requires-python"],
        "Description-Content-Type": "text/markdown",
    }
    faults = [
        f"the metadata says {field}: {about[field]}, not {value}"
        for field, value in wanted.items()
        if about[field] != value
    ]
    if sorted(about.get_all("Classifier", [])) != sorted(project["classifiers"]):
        faults.append("the metadata lacks classifiers")
    if len([need for need in about.get_all("Requires-Dist", []) if "extra ==" not in need]) != len(
        project["dependencies"]
    ):
        faults.append("the metadata does not name every dependency")
    return faults


def sdist_faults(sdist: Path) -> list[str]:
    """What is missing in a source archive, or should not be in it."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        f"{folder}/{path.relative_to(TOP / folder).as_posix()}"
        for folder in ("src", "templates", "tests", "docs")
        for path in _files(TOP / folder)
    }
    wanted |= {
        "README.md",
        "CHANGELOG.md",
        "DECISIONS.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "dev.py",
        "pyproject.toml",
        "PKG-INFO",
    }
    top = {name.partition("/")[0] for name in wanted} | {".gitignore"}
    faults = [f"the source archive lacks {name}" for name in sorted(wanted - names)]
    faults += [
        f"the source archive holds {name}"
        for name in sorted(names - {""})
        if name.partition("/")[0] not in top or name.endswith(_NEVER)
    ]
    return faults


def _files(folder: Path) -> list[Path]:
    """The files of a folder that are kept: no caches, and nothing a test may have left."""
    return [
        p
        for p in folder.rglob("*")
        if p.is_file()
        and not {"__pycache__", ".hypothesis"} & set(p.parts)
        and not p.name.endswith((*_NEVER, ".db"))
    ]
