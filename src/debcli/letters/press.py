"""Printing many letters at once: laying a page out is most of a letter's work, so several processes share it."""

import os
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from debcli.letters.forms import forms
from debcli.letters.make import Made
from debcli.letters.sheet import Page

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

FEW = 16
"""Below so many letters another process costs more than it saves."""

_WORKERS_MAX = 4


class Press:
    """Prints letters in the order they are taken; a fault comes out where the letter is asked for."""

    def __init__(self, page: Page, expected: int) -> None:
        self._page = page
        self._pool: ProcessPoolExecutor | None = None
        workers = min(_WORKERS_MAX, _processors())
        if expected >= FEW and workers > 1:
            from concurrent import futures  # noqa: PLC0415
            from multiprocessing import get_context  # noqa: PLC0415

            # Started afresh, not copied: a copy of a process that has printed before can hang.
            self._pool = futures.ProcessPoolExecutor(workers, mp_context=get_context("spawn"))

    def __enter__(self) -> Self:
        """Ready to take letters."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Stop, also in the middle; no helper stays behind when the program leaves at once after it."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def take(self, made: Made) -> Callable[[], dict[str, bytes]]:
        """Take a letter; what is given back gives its forms, or raises InputError."""
        if self._pool is None:
            return lambda: forms(made, self._page)
        return self._pool.submit(forms, made, self._page).result


def _processors() -> int:
    """The processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
