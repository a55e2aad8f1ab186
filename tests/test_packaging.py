"""What is built holds what it must, and works from a fresh environment. `python3 dev.py packages` tries more, and longer."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from packages.contents import sdist_faults, wheel_faults
from packages.trial import PYTHONS, found

TOP = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--sdist",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(TOP),
    ]
    subprocess.run(build, check=True, capture_output=True, text=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def wheel(built):
    return built[0]


@pytest.fixture(scope="module")
def fresh(wheel, tmp_path_factory):
    """A new environment with the wheel and nothing of this checkout; its dependencies are lent from this environment."""
    home = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True, text=True)
    (site,) = home.rglob("site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def typed(python, *words, cwd):
    """Run the installed program from a folder of its own."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    run = subprocess.run(
        [str(python), "-m", "debcli", *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_letter_is_made_from_a_built_wheel(fresh, tmp_path):
    where = subprocess.run(
        [str(fresh), "-c", "import debcli.letters.templates as t; print(t.shipped()); import debcli; print(debcli.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True, env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
    ).stdout.split()  # fmt: skip
    assert all(str(TOP) not in place for place in where)
    assert Path(where[0]) == Path(where[1]).parent / "templates"
    typed(fresh, "demo", "--out", "demo", cwd=tmp_path)
    words = ("--ledger", "demo/ledger.db", "--date", "2026-10-26", "--json", "letter", "drukkerij")
    made = json.loads(typed(fresh, *words, cwd=tmp_path))
    assert (tmp_path / made["files"]["pdf"]).read_bytes().startswith(b"%PDF")


def test_the_templates_of_a_checkout_are_found():
    from debcli.letters.templates import shipped

    assert shipped() == TOP / "templates"


def test_the_wheel_holds_what_the_program_reads_and_nothing_else(wheel):
    assert wheel_faults(wheel) == []


def test_the_source_archive_holds_what_is_needed_to_build_and_test_it(built):
    assert sdist_faults(built[1]) == []


def test_what_lacks_or_does_not_belong_is_found(wheel, tmp_path):
    import zipfile

    other = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as good, zipfile.ZipFile(other, "w") as bad:
        for name in good.namelist():
            if not name.endswith("rates.csv"):
                bad.writestr(name, good.read(name))
        bad.writestr("debcli/my.db", "private")
    assert wheel_faults(other) == ["the wheel lacks debcli/law/rates.csv", "the wheel holds debcli/my.db"]


def _project():
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(needs):
    return [re.match(r"[\w.-]+", need)[0] for need in needs]


def test_every_dependency_is_justified_with_what_was_not_taken():
    told = (
        (TOP / "DECISIONS.md")
        .read_text(encoding="utf-8")
        .partition("**What is depended on, and what was not taken.**")[2]
    )
    rows = dict(re.findall(r"^\| `([\w.-]+)` \| (.+\|.+) \|$", told, re.MULTILINE))
    project = _project()
    needed = _names(project["dependencies"])
    assert list(rows)[: len(needed)] == needed
    extras = [need for needs in project["optional-dependencies"].values() for need in _names(needs)]
    assert sorted(list(rows)[len(needed) :]) == sorted(set(extras) - {"debcli"})
    assert all(len(cell.strip()) > 3 for row in rows.values() for cell in row.split("|"))


def test_only_pythons_that_were_tried_are_named():
    named = [c.rpartition(" ")[2] for c in _project()["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert set(named) <= set(PYTHONS)
    assert _project()["requires-python"] == f">={named[0]}"


def test_a_python_that_is_not_here_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert found(f"{sys.version_info[0]}.{sys.version_info[1]}") == sys.executable
    with pytest.raises(FileNotFoundError, match=r"no Python 3\.99"):
        found("3.99")
