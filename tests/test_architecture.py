"""The house stands: imports only go down, never in a circle, and the morning loads nothing heavy."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "debcli"
FLOORS = {
    "errors": 0,
    "language": 0,
    "values": 1,
    "law": 2,
    "receivables": 3,
    "ledger": 4,
    "letters": 4,
    "intake": 4,
    "cli": 5,
}
BESIDE = {
    "settings": {"cli", "letters", "__main__"},
    "__init__": {"cli", "__main__"},
}  # used by the doors and the top only
HEAVY = ("sqlmodel", "sqlalchemy", "jinja2", "typst", "pydantic", "markdown_it", "segno")


def modules():
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        yield path, ".".join(parts)


def imports_of(path):
    """Every debcli module a module names, also inside functions and type checking."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "debcli":
            inner = node.module.split(".")[1:]
            for alias in node.names:
                candidate = [*inner, alias.name]
                is_module = (SRC.joinpath(*candidate).with_suffix(".py")).exists() or SRC.joinpath(
                    *candidate
                ).is_dir()
                found.add(".".join(candidate if is_module else inner))
        elif isinstance(node, ast.Import):
            found |= {".".join(a.name.split(".")[1:]) for a in node.names if a.name.split(".")[0] == "debcli"}
    return found - {""}


def room(module):
    return module.split(".")[0]


def test_imports_only_go_down_and_never_sideways():
    wrong = []
    for path, module in modules():
        for target in imports_of(path):
            here, there = room(module), room(target)
            if here in (there, "__main__") or (there in BESIDE and here in BESIDE[there]):
                continue
            if here not in FLOORS or there not in FLOORS or FLOORS[there] >= FLOORS[here]:
                wrong.append(f"{module} -> {target}")
    assert wrong == []


def test_there_are_no_cycles():
    graph = {module: imports_of(path) for path, module in modules()}
    done, on_way = set(), []

    def visit(module):
        if module in on_way:
            pytest.fail(" -> ".join([*on_way[on_way.index(module):], module]))  # fmt: skip
        if module in done or module not in graph:
            return
        on_way.append(module)
        for target in sorted(graph[module]):
            visit(target)
        on_way.pop()
        done.add(module)

    for module in graph:
        visit(module)


@pytest.mark.parametrize("floor", ["values", "law", "receivables"])
def test_the_core_is_pure(floor):
    """No clock, no file but the rates, no SQL, no printing below the doors."""
    forbidden = {"print", "open", "input"}
    for path in sorted((SRC / floor).glob("*.py")):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in forbidden, f"{path.name}: {node.func.id}()"
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"today", "now", "utcnow"}, f"{path.name}: .{node.attr}"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [a.name for a in node.names] + [getattr(node, "module", "") or ""]
                assert not {"sqlite3", "os", "sys", "time", "logging"} & {n.split(".")[0] for n in names}, (
                    path.name
                )


def test_the_clock_is_read_in_cli_alone():
    asked = [m for p, m in modules() if ".now(" in p.read_text() or "date.today(" in p.read_text()]
    assert {room(m) for m in asked} <= {"cli"}


def test_no_float_for_money():
    for path, module in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "float", module


def loaded_by(*words, env=None, fine=False):
    """The modules a run of the program loads; `fine`: which must end well."""
    code = "import sys; from debcli.__main__ import main; code = main(sys.argv[1:]); print('\\n'.join(sys.modules), file=sys.stderr); sys.exit(code * CHECK)"
    code = code.replace("CHECK", str(int(fine)))
    run = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **(env or {})},
    )
    return set(run.stderr.split())


@pytest.mark.parametrize("words", [("today",), ("today", "--json"), ("--help",), ("today", "--help")])
def test_the_morning_loads_nothing_heavy(book, words):
    loaded = {name.split(".")[0] for name in loaded_by(*words)}
    assert "debcli" in loaded
    assert not loaded.intersection(HEAVY)


@pytest.mark.parametrize(
    "words",
    [
        ("log-call", "belofte", "--outcome", "promise", "--amount", "500", "--by", "2026-10-19"),
        ("log-payment", "belofte", "100"),
        ("log-dispute", "belofte", "2026-001", "--about", "wrong hours"),
        ("log-plan", "belofte", "--instalments", "2", "--first", "2026-10-19"),
        ("hold", "belofte", "--until", "2026-10-20", "--because", "away"),
        ("add-invoice", "belofte", "2026-009", "100"),
        ("credit", "belofte", "2026-001", "10"),
        ("write-off", "2026-001", "--because", "small"),
        ("mark-sent", "1", "--via", "email"),
    ],
)
def test_what_is_typed_daily_loads_no_sqlmodel(book, words):
    book("letter", "belofte", "--kind", "herinnering", day="2026-10-12")
    loaded = loaded_by("--date", "2026-10-12", *words, fine=True)
    assert not {name.split(".")[0] for name in loaded}.intersection({"sqlmodel", "sqlalchemy", "pydantic"})


def test_shell_completion_loads_nothing_heavy_and_knows_the_customers(book):
    env = {"_DEBCLI_COMPLETE": "complete_bash", "COMP_WORDS": "debcli show bel", "COMP_CWORD": "2"}
    code = "import sys, atexit; atexit.register(lambda: print('\\n'.join(sys.modules), file=sys.stderr)); from debcli.__main__ import main; main([])"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **env}
    )
    assert "belofte-bouw" in run.stdout
    assert not {name.split(".")[0] for name in run.stderr.split()}.intersection(HEAVY)


def test_every_command_of_the_table_can_be_built():
    from debcli.cli.app import COMMANDS, build

    for name, entry in COMMANDS.items():
        command = build(name, entry)
        assert command.help, name
        assert "For example:\n  debcli" in command.help, name


def test_the_list_of_commands_says_what_each_says_of_itself():
    from debcli.cli.app import COMMANDS, build
    from debcli.cli.briefs import BRIEF

    helps = {name: build(name, entry).help for name, entry in COMMANDS.items()}
    assert {
        name: " ".join(text.split("\n\n")[0].split("\b")[0].split()) for name, text in helps.items()
    } == BRIEF


ALWAYS = {"debcli.cli.app", "debcli.cli.briefs", "debcli.cli.quick", "debcli.cli.run"}


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_the_list_of_commands_imports_none_of_them(book, words):
    loaded = {name for name in loaded_by(*words) if name.startswith("debcli.cli.")}
    assert loaded == ALWAYS


@pytest.mark.parametrize("words", [("today",), (), ("--plain", "today"), ("today", "--json")])
def test_the_morning_as_it_is_typed_each_day_loads_no_parser(book, words):
    """typer costs a third of a small morning, and what makes a dataclass a tenth."""
    assert loaded_by(*words).isdisjoint({"typer", "inspect", "dataclasses"})


@pytest.mark.parametrize("words", [("today",), ("today", "--limit", "2")])
def test_the_morning_as_text_loads_nothing_it_does_not_use(book, words):
    """No JSON, no table of rates, no widths of Chinese: each costs a few hundredths of the start."""
    loaded = loaded_by(*words)
    assert loaded.isdisjoint(
        {"json", "csv", "rich.cells", "rich.console", "debcli.ledger.write", "debcli.ledger.check"}
    )
