"""Numbers, texts and edits of tables, plausible and absurd."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
EDGES = (
    "0",
    "1",
    "-1",
    "0.5",
    "-0",
    "1e-12",
    "1e-308",
    "7",
    "100",
    "1e6",
    "-1e6",
    "1e308",
    "-1e308",
    "1e309",
    "nan",
)
GARBAGE = (
    "",
    " ",
    ",",
    "nan",
    "inf,-inf",
    "1e308," * 9,
    "é" * 50,
    "−1,٣",
    "<b>x</b> [a](b) $x$",
    "0" * 500,
    "x" * 10_000,
    "a=1,a=2,b=",
    "1;2|3\n\n4",
    "[[1, 2], [3]]",
    "1_000",
)
PLAUSIBLE = (
    "1,2",
    "0,0 0,0 0,0",
    "1,2 1,3 1,4 1,5v 1,6v",
    "0,5 1,5 2,5 3,5v 4,5t",
    "-1,2.5 0.5,3v 1,1 2,0 3,1v 1e6,-1e6",
    "1e-300,1 2e-300,2 3e-300,3",
    "a*b + c",
    "a/b",
    "exp(exp(a))",
    "log(a - a)",
    "(a + b)**3",
    "sigmoid(w*x + b) - relu(-x)",
    "2-2",
    "3-6-6-6-1",
    "a=0, b=0, c=0",
    "a=2, b=-3, w=0.5, x=100",
    "1,2;3,4",
    "0.5",
    "1/3",
)


def any_number(rng: Random, low: float, high: float, whole: bool, empty: bool = True) -> Any:
    """A number from low to high: an end, near one, zero, something between; or an emptied box."""
    if empty and rng.random() < 0.03:
        return None
    between = rng.uniform(low, high)
    near = rng.choice((low + (high - low) * 1e-9, high - (high - low) * 1e-9))
    small = 10 ** rng.uniform(-12, 0)
    value = rng.choice(
        (low, high, 0.0, 1.0, near, small, -small, between, between, round(between, 2))
    )
    value = min(high, max(low, value))
    return round(value) if whole else float(value)


def any_text(rng: Random, now: str) -> str:
    """Garbage, something plausible, or the text as it is with numbers in it changed, left out or doubled."""
    change = rng.choice((_one_number, _one_number, _all_numbers, _one_piece, _garbage, _plausible))
    return change(rng, now)


def _one_number(rng: Random, now: str) -> str:
    found = list(NUMBER.finditer(now))
    if not found:
        return _plausible(rng, now)
    at = rng.choice(found)
    return now[: at.start()] + _number(rng) + now[at.end() :]


def _all_numbers(rng: Random, now: str) -> str:
    """Every number the same, or each another."""
    same = rng.choice((_number(rng), None))
    return NUMBER.sub(lambda _: same or _number(rng), now) or _plausible(rng, now)


def _one_piece(rng: Random, now: str) -> str:
    """One piece between commas or spaces left out, or doubled."""
    pieces = re.split(r"(?<=[,\s])", now)
    i = rng.randrange(len(pieces))
    return "".join([*pieces[:i], *rng.choice(([], [pieces[i]] * 2)), *pieces[i + 1 :]])


def _garbage(rng: Random, now: str) -> str:
    return rng.choice(GARBAGE)


def _plausible(rng: Random, now: str) -> str:
    return rng.choice(PLAUSIBLE)


def _number(rng: Random) -> str:
    return rng.choice((*EDGES, f"{rng.uniform(-3, 3):.3g}", str(rng.randint(-9, 9))))


def any_edit(rng: Random, table: Any) -> dict[str, Any]:
    """Edits of a table as its widget tells them: a cell or two, and where rows may come and go, some of those."""
    rows, columns = len(table.value), json.loads(table.proto.columns)
    names = [name for name, config in columns.items() if not name.startswith("_")]
    edits: dict[str, Any] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    for _ in range(rng.randint(1, 2)):
        name = rng.choice(names)
        if rows:
            edits["edited_rows"][str(rng.randrange(rows))] = {name: _cell(rng, columns[name])}
    if table.editing_mode == "dynamic":
        if rng.random() < 0.4:
            row = {name: _cell(rng, columns[name]) for name in names}
            edits["added_rows"] = [row] * rng.randint(1, 3)
        if rng.random() < 0.4:
            edits["deleted_rows"] = sorted(rng.sample(range(rows), rng.randint(0, rows)))
    return edits


def _cell(rng: Random, column: dict[str, Any]) -> Any:
    kind = column.get("type_config", {})
    if kind.get("type") == "selectbox":
        return rng.choice(kind["options"])
    return rng.choice(
        (None, 0, 1, -1, 0.5, 1e6, -1e6, 1e7, 1e308, 1e-308, round(rng.uniform(-3, 3), 2))
    )
