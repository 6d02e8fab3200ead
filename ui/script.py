"""A stand-alone script: the core functions that ran, with all that they call, and today's settings."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from types import CodeType
from typing import Any

HEAD = '''"""From Glassnet: prints the numbers that were on the screen. Needs NumPy alone.

The functions are those of the page; only their checks on what they are given stayed behind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import pairwise, repeat
from typing import Any, Literal, NamedTuple

import numpy as np
'''


def source(thing: Callable[..., Any]) -> str:
    """The source text of a function or class, as it stands in `core`."""
    return textwrap.dedent(inspect.getsource(inspect.unwrap(thing))).rstrip() + "\n"


def stand_alone(*things: Callable[..., Any], main: str) -> str:
    """A script that needs nothing but NumPy.

    Parameters
    ----------
    *things
        Core functions and classes; those that they call, and constants that they name, come along.
    main : str
        What to compute and print with today's settings.

    Returns
    -------
    str
        Python source, each function after those that it calls.
    """
    parts: dict[str, str] = {}
    for thing in map(inspect.unwrap, things):
        if thing.__name__ not in parts:
            _collect(thing, parts)
    return "\n\n".join([HEAD, *parts.values(), main.strip() + "\n"])


def _collect(thing: Any, parts: dict[str, str]) -> None:
    """Put a function or class into the script, after everything that it names."""
    text = _without_checks(source(thing))
    parts[thing.__name__] = ""  # marks the place, for functions that call themselves
    surroundings = vars(inspect.getmodule(thing))
    for name in _names(compile(f"from __future__ import annotations\n{text}", "script", "exec")):
        value = inspect.unwrap(surroundings[name]) if name in surroundings else None
        if name in parts:
            continue
        ours = inspect.isroutine(value) or inspect.isclass(value)
        if ours and getattr(value, "__module__", "").startswith("core."):
            _collect(value, parts)
        elif name.isupper() and (constant := _constant(value)):
            parts[name] = f"{name} = {constant}\n"
        elif name.isupper() and _is_as_built(value):
            _collect(type(value), parts)
            parts[name] = f"{name} = {type(value).__name__}()\n"
    del parts[thing.__name__]  # now, after what it needs
    parts[thing.__name__] = text


def _without_checks(text: str) -> str:
    """The text without decorators of our own: they only check, or quieten, what is given."""
    definition = ast.parse(text).body[0]
    dropped = {
        line
        for node in definition.decorator_list
        if ast.unparse(node).partition("(")[0] != "dataclass"
        for line in range(node.lineno, node.end_lineno + 1)
    }
    lines = text.splitlines(keepends=True)
    return "".join(line for i, line in enumerate(lines, 1) if i not in dropped)


def _names(code: CodeType) -> Iterator[str]:
    """Global names that the code refers to when it runs, not those of its annotations."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_as_built(value: Any) -> bool:
    """Whether it is one of our own records, and every field of it stands at its default."""
    return is_dataclass(value) and all(getattr(value, f.name) is f.default for f in fields(value))


def _constant(value: Any) -> str:
    """A constant as source text; empty where it is none that a script can hold."""
    if hasattr(value, "tolist"):
        return f"np.array({value.tolist()!r})"
    return repr(value) if isinstance(value, int | float | str | tuple) else ""
