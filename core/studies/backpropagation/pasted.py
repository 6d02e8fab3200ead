"""Numbers that a reader pastes: rows and matrices as CSV or as Python lists, read by hand and never evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from core.entries import Array

LONGEST = 6000  # characters
MOST = 400  # numbers
_TOKEN = re.compile(
    r"(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?(?![\w.]))"
    r"|(?P<open>(?:(?:np|numpy|torch)\.)?(?:array|tensor)\(|[\[(])"
    r"|(?P<close>[\])])|(?P<comma>,)|(?P<space>\s+)"
)


def read_matrices(text: str, largest: float) -> tuple[Array, ...]:
    """Matrices from text, one or several.

    Parameters
    ----------
    text : str
        Python lists, ``[[1, 2], [3, 4]]``, one after the other or in a list; or CSV, a row a line (or up to
        ``;``), matrices apart by an empty line (or ``|``).
    largest : float
        What the size of each number may be.

    Raises
    ------
    ValueError
        With a sentence for the reader, if this is not what the text holds.
    """
    if "[" in text or "(" in text:
        matrices = _stacked(_nested(_checked(text)))
    else:
        parts = re.split(r"\||\n[ \t]*\n", _checked(text))
        matrices = [_rows_of(part) for part in parts if part.strip()]
    if not matrices:
        raise ValueError("There are no numbers in this.")
    return tuple(_matrix(rows, largest) for rows in matrices)


def read_rows(text: str, largest: float) -> tuple[Array, ...]:
    """Rows from text, of one length or not: lists of numbers, or CSV, a row a line (or up to ``;`` or ``|``)."""
    if "[" in text or "(" in text:
        found = _nested(_checked(text))
        rows = [row for matrix in _stacked(found) for row in matrix]
    else:
        rows = _rows_of(_checked(text).replace("|", ";"))
    return tuple(_matrix([row], largest)[0] for row in rows)


def as_text(matrices: Iterable[Array]) -> str:
    """Matrices as this page writes them, short enough for a link: ``1,2;3,4|5;6``."""
    return "|".join(
        ";".join(",".join(f"{v:.12g}" for v in row) for row in np.atleast_2d(matrix))
        for matrix in matrices
    )


def _checked(text: str) -> str:
    """The text, if it is not too long, with plain minus signs."""
    if len(text) > LONGEST:
        raise ValueError(f"That is more than {LONGEST} characters.")
    return text.replace("−", "-").replace("\r\n", "\n").replace("\r", "\n")


def _rows_of(text: str) -> list[list[float]]:
    """Numbers of CSV, row by row."""
    rows = [_numbers_of(line) for line in re.split(r"[;\n]", text.strip()) if line.strip()]
    if not rows:
        raise ValueError("There are no numbers in this.")
    return rows


def _numbers_of(line: str) -> list[float]:
    """Numbers with commas, or blanks, between them."""
    parts = re.split(r"\s*,\s*|\s+", line.strip().rstrip(","))
    for part in parts:
        found = _TOKEN.fullmatch(part)
        if not found or found.lastgroup != "number":
            raise ValueError(f"“{part[:20]}” is not a number.")
    return list(map(float, parts))


def _nested(text: str) -> list:
    """Lists within lists, from text with brackets; round ones without a comma only group, as in Python."""
    stack: list[list] = [[]]
    opened: list[tuple[str, int]] = []  # bracket, and how many commas it has seen
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ValueError(
                f"“{text[at : at + 20].split()[0]}” is not a number, nor a list of them."
            )
        kind, at = found.lastgroup, found.end()
        if kind == "number":
            stack[-1].append(float(found.group()))
        elif kind == "open":
            if len(stack) > 8:
                raise ValueError("These lists are nested too deeply.")
            stack.append([])
            opened.append((found.group()[-1], 0))
        elif kind == "comma" and opened:
            opened[-1] = (opened[-1][0], opened[-1][1] + 1)
        elif kind == "close":
            if not opened or opened[-1][0] + found.group() not in ("[]", "()"):
                raise ValueError("The brackets of these lists do not match.")
            bracket, commas = opened.pop()
            done = stack.pop()
            stack[-1].append(done[0] if bracket == "(" and not commas and len(done) == 1 else done)
    if opened:
        raise ValueError("The brackets of these lists do not match.")
    return stack[0]


def _stacked(found: Sequence) -> list[list[list[float]]]:
    """Nested lists as matrices, whatever their depth."""
    if all(isinstance(part, float) for part in found):
        return [[list(found)]]
    if any(isinstance(part, float) for part in found):
        raise ValueError("These lists mix numbers and lists.")
    depths = {_depth(part) for part in found}
    if depths == {1}:  # rows of one matrix
        return [list(found)]
    if depths == {2}:
        return list(found)
    if depths == {3}:
        return [matrix for part in found for matrix in part]
    raise ValueError("These lists are nested too deeply, or not all alike.")


def _depth(part: object) -> int:
    """How deep lists are nested; 0 where they are not nested alike."""
    if isinstance(part, float):
        return 0
    inner = {_depth(child) for child in part}
    if len(inner) != 1:
        raise ValueError("These lists are not nested alike, or one is empty.")
    return 1 + inner.pop()


def _matrix(rows: Sequence[Sequence[float]], largest: float) -> Array:
    """Rows of one length, of numbers that are not too large."""
    if not rows or not rows[0]:
        raise ValueError("There are no numbers in this.")
    if len({len(row) for row in rows}) > 1:
        lengths = ", ".join(str(len(row)) for row in rows[:8])
        raise ValueError(
            f"The rows of a matrix must be of one length, they have {lengths} numbers."
        )
    values = np.array(rows, dtype=float)
    if values.size > MOST:
        raise ValueError(f"That is more than {MOST} numbers.")
    if not np.all(np.abs(values) <= largest):
        raise ValueError(f"Each number may be from −{largest:g} to {largest:g}.")
    return values
