"""What typer says of a command, in the language of the screens: it only says it in English."""

import re
from functools import cache

from debcli.language import Known, heard, known, mark, mark_as, say_as


@cache
def _says() -> Known:
    return known(
        mark("Missing argument {name}. Choose from: {choices}"),
        mark("Missing option {name}. Choose from: {choices}"),
        mark("Missing argument {name}."),
        mark("Missing option {name}."),
        mark("No such option: {name} (Possible options: {options})"),
        mark("No such option: {name}"),
        mark("Got unexpected extra argument(s) ({arguments})"),
        mark("Option {name} requires an argument."),
        mark("Option {name} requires {count} arguments."),
        mark("Option {name} does not take a value."),
        mark("Invalid value for {name}: {fault}"),
        mark("Invalid value: {fault}"),
        mark("{value} is not a valid int range."),
        mark("{value} is not a valid int."),
        mark("{value} is not a valid integer."),
        mark("{value} is not a valid float."),
        mark("{value} is not in the range {range}."),
        mark("{value} is not one of {choices}."),
        mark("Takes {wanted} values but {given} given."),
        mark("{low}<=x<={high}"),
        mark("x>={low}"),
        mark("x<={high}"),
    )


_RANGE = re.compile(r"\S+<=x<=[^\s;\]]+|x[<>]=[^\s;\]]+")
_METAVARS = {  # what stands where a value is typed; a word in small letters is typed as it is
    "A": mark_as("metavar", "A"),
    "AMOUNT": mark_as("metavar", "AMOUNT"),
    "COLUMN": mark_as("metavar", "COLUMN"),
    "CUSTOMER": mark_as("metavar", "CUSTOMER"),
    "DATE": mark_as("metavar", "DATE"),
    "DAYS": mark_as("metavar", "DAYS"),
    "DIR": mark_as("metavar", "DIR"),
    "FIELD": mark_as("metavar", "FIELD"),
    "FILE": mark_as("metavar", "FILE"),
    "ID": mark_as("metavar", "ID"),
    "INVOICE": mark_as("metavar", "INVOICE"),
    "KIND": mark_as("metavar", "KIND"),
    "LETTER": mark_as("metavar", "LETTER"),
    "N": mark_as("metavar", "N"),
    "NAME": mark_as("metavar", "NAME"),
    "NEW": mark_as("metavar", "NEW"),
    "NUMBER": mark_as("metavar", "NUMBER"),
    "PAYMENT": mark_as("metavar", "PAYMENT"),
    "PERCENT": mark_as("metavar", "PERCENT"),
    "STEP": mark_as("metavar", "STEP"),
    "T": mark_as("metavar", "T"),
    "VALUE": mark_as("metavar", "VALUE"),
    "YYYY-MM-DD": mark_as("metavar", "YYYY-MM-DD"),
    "<str>": mark_as("metavar", "<str>"),
}


def usage_says(message: str) -> str:
    """A message of typer in the language of the screens; one that is not known stays as it is."""
    return heard(message, _says())


def range_says(help_: str) -> str:
    """The help of an option with its range, such as `1<=x<=366`, in words."""
    return _RANGE.sub(lambda found: usage_says(found[0]), help_)


def metavar_says(metavar: str) -> str:
    """What stands in the help where a value is typed: `FIELD=COLUMN`, `commercial|statutory|PERCENT`."""
    return re.sub(
        r"YYYY-MM-DD|<str>|[A-Z]+",
        lambda found: say_as("metavar", _METAVARS[found[0]]) if found[0] in _METAVARS else found[0],
        metavar,
    )
