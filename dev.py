#!/usr/bin/env python3
"""Set up debcli in a folder of its own (.venv) and use it; needs only Python 3.11 or newer.

    python3 dev.py demo     set up, and run `debcli demo`
    python3 dev.py test     set up with the development tools, and pass the checks and the tests
    python3 dev.py run ...  set up, and run any debcli command, in the folder you are in
    python3 dev.py words    bring the Dutch catalogue of the screens' texts up to date (src/debcli/locale)
    python3 dev.py bench    set up with the development tools, and run the benchmarks
    python3 dev.py docs     bring the documents up to date: what commands print, tables, pictures
    python3 dev.py pictures the pictures only
    python3 dev.py packages build it, install it with pipx and uv, try every Python here and the oldest dependencies

Nothing is installed outside this folder, so a system Python that refuses `pip install` is fine.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("DEBCLI_VENV", HERE / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def main() -> int:
    """Do what was asked and give its exit code."""
    what, rest = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs before anything checked the version)
        print(f"debcli needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    if what == "demo":
        set_up("")
        code = run([str(BIN / "debcli"), "demo", *rest], Path.cwd())
        if code == 0 and not shutil.which("debcli"):
            print(f"\ndebcli is not installed yet. For this terminal: alias debcli='{BIN / 'debcli'}'")
        return code
    if what == "run":
        set_up("")
        return run([str(BIN / "debcli"), *rest], Path.cwd())
    if what == "test":
        set_up("[dev]")
        python = str(BIN / "python")
        steps = ([python, "-m", "ruff", "check", "."], [python, "-m", "ruff", "format", "--check", "."], [python, "-m", "mypy"],
                 [python, "-m", "pytest", "-n", "auto", *rest])  # fmt: skip
        for step in steps:
            print("$", " ".join(step[1:]), flush=True)
            if code := run(step):
                return code
        return 0
    if what == "words":
        set_up("[dev]")
        return run([str(BIN / "python"), "tests/language/catalogue.py", *rest])
    if what == "bench":
        set_up("[dev]")
        benches = ("tests/bench/today.py", "tests/bench/letters.py")
        return max(run([str(BIN / "python"), bench, *rest]) for bench in benches)
    if what in {"docs", "pictures"}:
        set_up("[dev]")
        return run(
            [str(BIN / "python"), "tests/documents/write.py", *([what] if what == "pictures" else []), *rest]
        )
    if what == "packages":
        set_up("[dev]")
        return run([str(BIN / "python"), "tests/packages/trial.py", *rest])
    print(__doc__)
    return 0 if what in {"", "-h", "--help", "help"} else 2


def set_up(extra: str) -> None:
    """Make the environment and install the project, unless that was done for this state of pyproject.toml."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    stamp = VENV / f"debcli{extra or '[use]'}.stamp"
    if stamp.exists() and stamp.read_text() == wanted and (BIN / "debcli").exists():
        return
    print("Setting up debcli in", VENV, "(once; a minute or two)", flush=True)
    python = [str(BIN / "python")]
    if not (BIN / "python").exists():
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, SystemExit, ImportError):
            shutil.rmtree(VENV, ignore_errors=True)
            venv.create(
                VENV, with_pip=False
            )  # Debian without python3-venv: the system's own pip fills the environment
            python = [sys.executable]
    into = [] if python != [sys.executable] else ["--python", str(BIN / "python")]
    install = [
        *python,
        "-m",
        "pip",
        *into,
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        f"{HERE}{extra}",
    ]
    if run(install):
        print(
            "Setting up did not work: see above. On Debian or Ubuntu this may help: apt install python3-venv",
            file=sys.stderr,
        )
        sys.exit(1)
    subprocess.run([str(BIN / "python"), "-m", "compileall", "-q", str(HERE / "src")], check=False)
    stamp.write_text(wanted)


def run(command: list[str], folder: Path = HERE) -> int:
    """Run a command, in this folder unless another one is named, and give its exit code."""
    return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
