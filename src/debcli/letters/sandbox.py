"""Jinja for letters: it prints, chooses and repeats, and nothing else.

A template is somebody's file, perhaps fetched from somewhere: it must not read a file, run anything, reach the ledger or
eat the machine. So its syntax tree is held against a short list before it runs, names beyond the letter's own do not
exist, every turn of a loop is counted, and the text it gives is bounded. Jinja's own sandbox is the second wall.
Escaping happens once, by construction: whatever `{{ }}` prints is escaped for Markdown.
"""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from debcli.errors import InputError
from debcli.language import Known, heard, known, mark, say

_SPECIAL = re.compile(r"([!-/:-@\[-`{-~])")
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_MAY = frozenset(
    {
        "Template", "Output", "TemplateData", "Name", "Const", "If", "For", "Getattr", "Getitem", "Call", "CondExpr", "Not",
        "And", "Or", "Compare", "Operand", "Filter",
    }
)  # fmt: skip
_FILTERS = frozenset({"upper", "lower", "capitalize", "trim", "first", "last", "length"})
_COMPUTES = frozenset({"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos", "Concat"})
_TURNS_MAX = 20_000
_SOURCE_MAX = 50_000
TEXT_MAX = 100_000
"""Characters a template may give: a letter of some forty pages."""


class Safe(str):
    """Markdown made by debcli itself: not escaped again."""

    __slots__ = ()


class Template(NamedTuple):
    """A template's source and the name it goes by in messages."""

    name: str
    text: str


def escape(value: object) -> str:
    """What `{{ }}` prints: text that Markdown takes literally. Raises TypeError for what is not text or a whole number."""
    if isinstance(value, Safe):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(say("a {kind} cannot be printed; print its text", kind=type(value).__name__))
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", str(value)))


def fill(template: Template, values: dict[str, Any]) -> str:
    """The Markdown a template gives. Raises InputError naming template, line and variable where it is at fault."""
    from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415  (41 ms)

    try:
        return _bounded(_compiled(template), values)
    except TemplateSyntaxError as error:
        raise _at_fault(template, error.lineno, str(error.message), values) from error
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
        MemoryError,
    ) as error:
        raise _at_fault(template, _line_of(error), str(error) or type(error).__name__, values) from error


def _bounded(compiled: Any, values: dict[str, Any]) -> str:
    """What the template gives, stopped where it repeats or gives too much. Raises ValueError, and what the template does."""
    turns = iter(range(_TURNS_MAX))

    def turn() -> str:
        if next(turns, None) is None:
            raise ValueError(say("it repeats more than {most} times", most=_TURNS_MAX))
        return ""

    pieces: list[str] = []
    size = 0
    for piece in compiled.generate({**values, _TURN: turn}):
        size += len(piece)
        if size > TEXT_MAX:
            raise ValueError(say("it gives more than {most} characters", most=TEXT_MAX))
        pieces.append(piece)
    return "".join(pieces)


_TURN = "_turn"


@lru_cache(maxsize=64)
def _compiled(template: Template) -> Any:
    """The template in its sandbox, compiled once for a run of letters. Raises TemplateSyntaxError for what it may not do."""
    from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    def finalize(value: object) -> str:
        # An undefined value is turned into text first: that raises the error which names it.
        return escape(str(value) if isinstance(value, Undefined) else value)

    if len(template.text) > _SOURCE_MAX:
        raise TemplateSyntaxError(say("it is longer than {most} characters", most=_SOURCE_MAX), 1)
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=finalize)
    sandbox.globals.clear()
    tree = sandbox.parse(template.text)
    for node in tree.find_all(nodes.Node):
        if forbidden := _forbidden(node):
            raise TemplateSyntaxError(forbidden, node.lineno or 1)
    for loop in tree.find_all(nodes.For):
        counted = nodes.Output(
            [nodes.Call(nodes.Name(_TURN, "load"), [], [], None, None)], lineno=loop.lineno
        )
        loop.body.insert(0, counted)
    tree.set_environment(sandbox)
    return sandbox.from_string(tree)


def _forbidden(node: Any) -> str:
    """Why a part of a template may not be in it, or nothing."""
    kind = type(node).__name__
    if kind in _COMPUTES:
        return say("a template does not compute")
    if kind == "Filter" and node.name not in _FILTERS:
        return say("a template has no filter {name!r}", name=node.name)
    if kind == "Call" and getattr(node.node, "name", "") != "voice":
        return say("a template calls nothing but voice(...)")
    if kind == "Name" and (node.name.startswith("_") or (node.ctx == "store" and node.name == "voice")):
        return say("a template cannot use the name {name!r}", name=node.name)
    if kind == "Getattr" and node.attr.startswith("_"):
        return say("access to attribute {name!r} is unsafe", name=node.attr)
    if kind == "For" and node.recursive:
        return say("a template has no recursive loops")
    return "" if kind in _MAY else say("a template cannot use {part}", part=_shown(kind))


def _shown(kind: str) -> str:
    """A part of a template as the user wrote it, or in words."""
    return _WRITTEN.get(kind, "") or say(_IN_WORDS.get(kind, "")) or kind.lower()


_WRITTEN = {
    "Include": "{% include %}", "Import": "{% import %}", "FromImport": "{% import %}", "Extends": "{% extends %}", "Assign": "{% set %}",
    "AssignBlock": "{% set %}", "Macro": "{% macro %}", "CallBlock": "{% call %}", "FilterBlock": "{% filter %}", "Block": "{% block %}",
}  # fmt: skip
_IN_WORDS = {
    "List": mark("lists of its own"),
    "Tuple": mark("lists of its own"),
    "Dict": mark("lists of its own"),
    "Test": mark("tests (is ...)"),
    "Slice": mark("slices"),
}


@cache
def _says() -> Known:
    """What Jinja and Python say of a template, which they say in English only."""
    return known(
        mark("tag name expected"),
        mark("Encountered unknown tag {tag}. You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {wanted}. The innermost block that needs to be closed is {block}."),
        mark("Encountered unknown tag {tag}. Jinja was looking for the following tags: {wanted}. The innermost block that needs to be closed is {block}."),
        mark("Encountered unknown tag {tag}."),
        mark("Unexpected end of template. Jinja was looking for the following tags: {wanted}. The innermost block that needs to be closed is {block}."),
        mark("unexpected end of template, expected {wanted}."),
        mark("Expected an expression, got {token}"),
        mark("expected token {wanted}, got {token}"),
        mark("unexpected char {char} at {place}"),
        mark("unexpected {token}, expected {wanted}"),
        mark("unexpected {token}"),
        mark("expected name or number"),
        mark("expected subscript expression"),
        mark("invalid syntax for function call expression"),
        mark("Missing end of comment tag"),
        mark("Missing end of raw directive"),
        mark("No filter named {name}."),
        mark("No test named {name}."),
        mark("Can't assign to special loop variable in for-loop target"),
        mark("{kind} object is not iterable"),
        mark("object of type {kind} has no len()"),
        mark("{sign} not supported between instances of {one} and {other}"),
        mark("maximum recursion depth exceeded"),
        mark("'{one}' or '{two}' or '{three}'"),
        mark("'{one}' or '{two}'"),
        mark("'end of print statement'"),
        mark("'begin of print statement'"),
        mark("'end of statement block'"),
        mark("'begin of statement block'"),
        mark("'end of template'"),
    )  # fmt: skip


def _line_of(error: BaseException) -> int:
    """The line of the template in which an error arose: Jinja writes it into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _at_fault(template: Template, line: int, reason: str, values: dict[str, Any]) -> InputError:
    from difflib import get_close_matches  # noqa: PLC0415

    hint = say("See templates/README.md for what a template may print.")
    if unknown := re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", reason):
        name = unknown[1] or unknown[2]
        reason = say("{name!r} is not defined", name=name)
        inner = [key for value in values.values() if isinstance(value, dict) for key in value]
        if close := get_close_matches(name, [*values, *inner], n=1):
            hint = f"{say('Did you mean {word!r}?', word=close[0])} {hint}"
    why = heard(reason, _says()).rstrip(".")
    if line:
        return InputError(
            say("Template {name}, line {line}: {why}.", name=template.name, line=line, why=why), hint
        )
    return InputError(say("Template {name}: {why}.", name=template.name, why=why), hint)
