"""Look over the shoulder of a function while it runs."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable


def watched(function: Callable, *args: object, **kwargs: object) -> tuple[object, dict]:
    """Call a function; besides its result, return what every name in it stood for at the end.

    So the numbers that are shown are those of the code that ran, not of a second version of it.

    Parameters
    ----------
    function : callable
        Written in Python; decorators around it are looked through.
    *args, **kwargs
        What it is called with.

    Returns
    -------
    result : object
    names : dict
        Its arguments and local variables.
    """
    code = inspect.unwrap(function).__code__
    names: dict = {}

    def look(frame: object, event: str, _: object) -> None:
        if event == "return" and frame.f_code is code:
            names.update(frame.f_locals)

    before = sys.getprofile()  # of this thread alone, as is what follows
    sys.setprofile(look)
    try:
        result = function(*args, **kwargs)
    finally:
        sys.setprofile(before)
    return result, names
