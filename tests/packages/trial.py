"""Build debcli, install it as a user would, and try every Python and the oldest dependencies. Minutes, so not in the suite.

    python tests/packages/trial.py                        all of it
    python tests/packages/trial.py build pipx uv          these only; also lowest, pythons
    python tests/packages/trial.py pythons --tests tests/law

Everything happens in a temporary folder; nothing is installed elsewhere. It needs the network: pip, pipx and uv fetch what they need.
What is not here, such as a Python that nobody installed, is said and is no failure.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from packages.contents import TOP, sdist_faults, wheel_faults

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# A checkout is needed for the tests of packaging itself; what --help prints is typer's, and differs between its versions.
TESTS = ("tests", "--ignore=tests/test_packaging.py", "--ignore=tests/documents")


class Result(NamedTuple):
    """What was tried, and how it went: ok, FAILED or not here."""

    what: str
    how: str
    seconds: float
    words: str = ""


class Trial:
    """A temporary folder with pipx and uv, and the files that were built."""

    def __init__(self, folder: Path, tests: list[str]) -> None:
        self.folder, self.tests, self.results = folder, tests, list[Result]()
        self.wheel = self.sdist = Path()
        self._tools = folder / "tools"

    def tool(self, name: str) -> str:
        """pipx or uv, of an environment of its own."""
        if not self._tools.exists():
            run([sys.executable, "-m", "venv", self._tools])
            run(
                [
                    self._tools / "bin" / "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "pipx",
                    "uv",
                ]
            )
        return str(self._tools / "bin" / name)

    def note(self, what: str, work: Callable[[], str]) -> None:
        """Do one thing and keep how it went."""
        print(f"{what} ...", flush=True)
        begin = time.monotonic()
        try:
            how, words = "ok", work()
        except FileNotFoundError as error:
            how, words = "not here", str(error)
        except RuntimeError as error:
            how, words = "FAILED", str(error)
        self.results.append(Result(what, how, time.monotonic() - begin, words))
        print(f"  {how}  {words}", flush=True)

    # --- what is tried ----------------------------------------------------------------------------------------------

    def build(self) -> str:
        """The source archive, the wheel from it, and what they hold."""
        out = self.folder / "dist"
        run([sys.executable, "-m", "build", "--outdir", out, TOP])
        (self.wheel,), (self.sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
        if faults := [*wheel_faults(self.wheel), *sdist_faults(self.sdist)]:
            raise RuntimeError("; ".join(faults))
        return f"{self.wheel.name}, {self.wheel.stat().st_size // 1000} kB; {self.sdist.name}, {self.sdist.stat().st_size // 1000} kB"

    def pipx(self) -> str:
        """`pipx install` of the wheel, and a letter from it."""
        home = self.folder / "pipx"
        run(
            [self.tool("pipx"), "install", self.wheel],
            PIPX_HOME=home,
            PIPX_BIN_DIR=home / "bin",
            PIPX_MAN_DIR=home / "man",
        )
        return self._letter(home / "bin" / "debcli")

    def uv(self) -> str:
        """`uv tool install` of the wheel, and a letter from it."""
        home = self.folder / "uv"
        run(
            [self.tool("uv"), "tool", "install", "--python", sys.executable, self.wheel],
            UV_TOOL_DIR=home,
            UV_TOOL_BIN_DIR=home / "bin",
        )
        return self._letter(home / "bin" / "debcli")

    def lowest(self) -> str:
        """Each dependency of ours at its lower bound, on the oldest Python."""
        oldest = found(PYTHONS[0])
        pins = self.folder / "lowest.txt"
        uv = self.tool("uv")
        run(
            [
                uv,
                "pip",
                "compile",
                "--quiet",
                "--resolution",
                "lowest-direct",
                "--python",
                oldest,
                "--output-file",
                pins,
                TOP / "pyproject.toml",
            ]
        )
        python = self._environment("lowest", oldest, [self.wheel, "--constraints", pins])
        ours = [
            line.split()[0]
            for line in pins.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith((" ", "#"))
        ]
        return f"{self._suite(python)} with {', '.join(ours)}"

    def python(self, version: str) -> str:
        """The tests on one Python."""
        return self._suite(self._environment(version, found(version), [self.wheel]))

    # --- how --------------------------------------------------------------------------------------------------------

    def _environment(self, name: str, python: str, what: list[str | Path]) -> Path:
        home = self.folder / f"python-{name}"
        uv = self.tool("uv")
        run([uv, "venv", "--quiet", "--python", python, home])
        wheel, *more = what
        run(
            [
                uv,
                "pip",
                "install",
                "--quiet",
                "--python",
                home / "bin" / "python",
                f"debcli[dev] @ {Path(wheel).as_uri()}",
                *more,
            ]
        )
        return home / "bin" / "python"

    def _suite(self, python: Path) -> str:
        said = run([python, "-m", "pytest", "-p", "no:cacheprovider", "-n", "auto", *(self.tests or TESTS)])
        return said.strip().splitlines()[-1].strip("= ") or "passed"

    def _letter(self, debcli: Path) -> str:
        here = self.folder / f"letter-{debcli.parent.parent.name}"
        here.mkdir()
        run([debcli, "demo", "--out", "demo"], here)
        run([debcli, "--ledger", "demo/ledger.db", "--date", "2026-10-26", "letter", "drukkerij"], here)
        (pdf,) = here.glob("*.pdf")
        if not pdf.read_bytes().startswith(b"%PDF"):
            raise RuntimeError(f"{pdf.name} is no PDF")
        return f"made {pdf.name}"


def run(command: list[str | Path], cwd: Path = TOP, **environment: str | Path) -> str:
    """Run something and give what it said. Raises RuntimeError with its last lines."""
    own = {
        k: v
        for k, v in os.environ.items()
        if k not in {"PYTHONPATH", "VIRTUAL_ENV"} and not k.startswith("DEBCLI_")
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=own | {k: str(v) for k, v in environment.items()},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        last = "\n    ".join(done.stdout.strip().splitlines()[-15:])
        raise RuntimeError(
            f"{Path(command[0]).name} {command[1]} ended with exit {done.returncode}:\n    {last}"
        )
    return done.stdout


def found(version: str) -> str:
    """A Python of this version: on the path, or of pyenv. Raises FileNotFoundError."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    own = [sys.executable] if sys.version.startswith(f"{version}.") else []
    for python in (
        *own,
        *sorted(map(str, pyenv.glob(f"{version}.*/bin/python"))),
        shutil.which(f"python{version}"),
    ):
        if python and subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0:
            return python
    raise FileNotFoundError(f"there is no Python {version} on this machine")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", help="build, pipx, uv, lowest, pythons; default all")
    parser.add_argument("--tests", nargs="+", default=[], help="which tests to run on each Python")
    given = parser.parse_args()
    what = given.what or ["build", "pipx", "uv", "lowest", "pythons"]
    with tempfile.TemporaryDirectory(prefix="debcli-packages-") as folder:
        trial = Trial(Path(folder), given.tests)
        trial.note("build", trial.build)
        for name in ("pipx", "uv", "lowest"):
            if name in what and trial.wheel.name:
                trial.note(name, getattr(trial, name))
        for version in PYTHONS if "pythons" in what and trial.wheel.name else ():
            trial.note(f"Python {version}", lambda version=version: trial.python(version))  # type: ignore[misc]
    print()
    for result in trial.results:
        print(
            f"{result.what:<12}  {result.how:<8}  {result.seconds:6.0f} s  {result.words.splitlines()[0] if result.words else ''}"
        )
    return 1 if any(result.how == "FAILED" for result in trial.results) else 0


if __name__ == "__main__":
    sys.exit(main())
