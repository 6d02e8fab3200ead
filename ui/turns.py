"""Readers of one process are answered one after the other, and nothing interrupts that for long.

Python runs one thread at a time. Pages that run at once share it in slices, and so all are late: with 120 readers,
one after the other had the slowest twentieth of the answers after a third of the time (`python -m benchmarks.load`).
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps

import streamlit as st

LONGEST = 0.1  # seconds; most answers take a quarter of that


class Turns:
    """One thread at a time, for so many seconds at most: then the next one no longer waits for it.

    Parameters
    ----------
    longest : float
        Seconds of a turn. Whoever needs more goes on beside the others.

    Attributes
    ----------
    holder : int or None
        The thread that has the turn.
    """

    def __init__(self, longest: float = LONGEST):
        self.longest = longest
        self._changed = threading.Condition()
        self.holder: int | None = None
        self._end = 0.0

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and keep it to the end of the block; a turn within a turn is the same one."""
        me = threading.get_ident()
        if self.holder == me:
            yield
            return
        self._wait(me)
        try:
            yield
        finally:
            self._give_back(me)

    def _wait(self, me: int) -> None:
        with self._changed:
            while self.holder is not None and (left := self._end - time.monotonic()) > 0:
                self._changed.wait(left)
            self.holder, self._end = me, time.monotonic() + self.longest

    def _give_back(self, me: int) -> None:
        with self._changed:
            if self.holder == me:
                self.holder = None
                self._changed.notify()


_turns = Turns()


def in_turn(run: Callable[[], None]) -> None:
    """Run a page when it is its turn."""
    with _turns.take():
        run()
    _keep_for_good()


def fragment(part: Callable[[], None]) -> Callable[[], None]:
    """A part of a page that runs again by itself, in its turn, when one of its controls moves."""

    @st.fragment
    @wraps(part)
    def one() -> None:
        with _turns.take():
            part()

    return one


@cache
def _keep_for_good() -> None:
    """Take what the first page has loaded for something that stays, once.

    Python's collector of garbage would walk through all of it again every few seconds, for a tenth of a second in
    which nobody is answered.
    """
    gc.collect()
    gc.freeze()
