"""What tests in a real terminal share."""

import time

import pexpect


def interrupt(screen: pexpect.spawn) -> None:
    """Press Ctrl-C, once the question is surely being read: a signal in the blink between its text and the reading is held back."""
    time.sleep(0.3)
    screen.sendintr()
