"""The sheet of paper as the user set it: where the envelope's window is, and the logo."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from debcli.errors import InputError
from debcli.language import say, system_says
from debcli.letters.picture import LOGO_MAX, Picture, logo


class Window(NamedTuple):
    """The address window of an envelope on the folded sheet: millimetres from the left and the top, width, height.

    `sender`: whether the sender's line may stand above the address in it.
    """

    x: float = 25
    y: float = 45
    width: float = 85
    height: float = 30
    sender: bool = True


WINDOWS = {
    "nl": Window(),
    # bpost: nothing but the address in the window; NBN: about 6 cm from the top, 33 mm from the left.
    "be": Window(33, 57, 90, 30, sender=False),
}


def window(text: str) -> Window:
    """The setting: `nl`, `be`, or millimetres from the left and the top, width and height: `25,45,85,30`.

    Raises InputError for anything else and for a window that does not lie on the upper part of the sheet.
    """
    if text in WINDOWS:
        return WINDOWS[text]
    found = re.fullmatch(r"\s*[,; ]\s*".join([r"(\d{1,3})"] * 4), text.strip(), re.ASCII)
    if found is None:
        raise InputError(
            say("{text!r} is no window position.", text=text),
            say("Type nl, be, or millimetres from the left and the top, width and height: 25,45,85,30"),
        )
    x, y, width, height = (int(part) for part in found.groups())
    if not (
        x >= 10
        and y >= 35
        and 60 <= width <= 120
        and 20 <= height <= 60
        and x + width <= 200
        and y + height <= 115
    ):
        raise InputError(
            say(
                "A window at {x},{y} of {width} by {height} mm does not lie on the upper part of an A4 sheet.",
                x=x,
                y=y,
                width=width,
                height=height,
            ),
            say(
                "Measure it on the envelope with a folded sheet in it: from the left, from the top, width, height."
            ),
        )
    return Window(x, y, width, height)


class Page(NamedTuple):
    """What may differ between sheets. `folds`: millimetres from the top, A4 in three for a DL envelope."""

    window: Window = Window()
    folds: tuple[float, ...] = (99, 198)
    logo: Picture | None = None

    @property
    def start(self) -> float:
        """Where the letter begins, in millimetres from the top: below the window."""
        return max(85, self.window.y + self.window.height + 8)


def page_of(settings: Mapping[str, str]) -> Page:
    """The page by the settings `window` and `logo` (a path). Raises InputError for a logo that cannot be used."""
    return Page(
        window(settings.get("window") or "nl"),
        logo=read_logo(settings["logo"]) if settings.get("logo") else None,
    )


def read_logo(path: str) -> Picture:
    """The logo in a file. Raises InputError when it cannot be read, is too large or is no picture."""
    try:
        with Path(path).expanduser().open("rb") as file:
            return logo(file.read(LOGO_MAX + 1), path)
    except (OSError, ValueError) as error:
        raise InputError(
            say("The logo {path} cannot be read: {why}.", path=path, why=system_says(error)),
            say("Put it back, or set another: debcli config logo FILE"),
        ) from error
