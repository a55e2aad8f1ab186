"""What typer says of a command that was typed wrong, in the language of the screens: it only says it in English."""

import re

from debcli.language import current, mark, say

_SAYS = tuple(
    (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text)), re.DOTALL), text)
    for text in (
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
    )
)


def usage_says(message: str) -> str:
    """A message of typer in the language of the screens; one that is not known stays as it is."""
    if current() == "en":
        return message
    bare = " ".join(message.split())
    for pattern, text in _SAYS:
        if match := pattern.fullmatch(bare):
            values = match.groupdict()
            if "fault" in values:
                values["fault"] = usage_says(values["fault"])
            return say(text, **values)
    return message
