"""What the app writes into the log while a test runs: nothing, if all is well."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def log_of_the_app() -> Iterator[list[str]]:
    """What is logged meanwhile at level WARNING and above, by other threads.

    AppTest runs the app in a thread of its own; in this one Streamlit misses a browser and says so.
    """
    said: list[str] = []
    ear = _Ear(said)
    loggers = [logging.getLogger(), *_loggers_by_themselves()]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(ear)


class _Ear(logging.Handler):
    """Writes down what is logged in any thread but the one that listens."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said, self.own = said, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.own:
            self.said.append(f"{record.name} {record.levelname}: {record.getMessage()}")


def _loggers_by_themselves() -> list[logging.Logger]:
    """Loggers that pass nothing on to the root, as all of Streamlit's."""
    named = list(logging.root.manager.loggerDict.values())
    return [each for each in named if isinstance(each, logging.Logger) and not each.propagate]
