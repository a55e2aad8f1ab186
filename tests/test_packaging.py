"""The templates are found from a built wheel in a fresh environment, from an editable install and from a checkout."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TOP)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.whl")
    return built


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


def test_the_wheel_holds_what_the_program_reads(wheel):
    import zipfile

    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "debcli/templates/letter.typ",
        "debcli/templates/nl/sommatie.md.j2",
        "debcli/law/rates.csv",
        "debcli/py.typed",
    } <= names
    assert not any(name.startswith("tests/") for name in names)
