"""A table of the reader's own: every cell checked to be a plain number, nothing evaluated, nothing kept."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import streamlit as st

MOST_BYTES = 5 * 1024**2
ENDINGS = ("csv", "tsv", "txt")
LONGEST_LINE = 1000  # characters; a row of numbers needs far fewer
SEPARATORS = ";\t,"  # the first of them that the first line holds
Rows = list[tuple[float, ...]]


@dataclass(frozen=True)
class Wanted:
    """What a table must be like."""

    names: tuple[str, ...] = ("x", "y")
    least: int = 2  # rows
    most: int = 100
    limit: float = 1e6  # size of a number

    @property
    def said(self) -> str:
        """The same for the reader."""
        return (
            f"Accepted: a CSV file in UTF-8 up to 5 MB, {self.least} to {self.most} rows of {len(self.names)} plain numbers "
            f"({', '.join(self.names)}) from {-self.limit:g} to {self.limit:g}, with or without a row of names above"
        )


class UnreadableTableError(ValueError):
    """Says in one sentence why a file is no table for us, and what would be."""

    def __init__(self, why: str, wanted: Wanted) -> None:
        super().__init__(f"{why} {wanted.said}.")


def upload_table(label: str, wanted: Wanted, *, key: str, on_rows: Callable[[Rows], None]) -> None:
    """Let the reader choose a CSV file; ``on_rows`` is called once with the rows of a good one.

    A file cannot live in the link: ``on_rows`` writes its numbers into a control that can. After a bad file
    a sentence says what is wrong, and the lesson goes on with what it had.
    """
    said = f"{key}.said"

    def chosen() -> None:
        file = st.session_state[f"{key}.file"]
        st.session_state[said] = ""
        if file is not None:
            try:
                on_rows(read_table(file.getvalue(), wanted))
            except UnreadableTableError as problem:
                st.session_state[said] = str(problem)

    st.file_uploader(
        label,
        type=list(ENDINGS),
        key=f"{key}.file",
        max_upload_size=5,
        help=f"{wanted.said}.",
        on_change=chosen,
    )
    if st.session_state.get(said):
        st.warning(st.session_state[said])


def read_table(data: bytes, wanted: Wanted) -> Rows:
    """The rows of numbers in a CSV file, from its bytes alone.

    Commas, semicolons or tabs may stand between the numbers; between semicolons and tabs, a decimal comma is
    understood. The first line may hold names.

    Raises
    ------
    UnreadableTableError
        If the file is empty, too large, no text, has too few or too many rows or columns, or a cell that is
        not a plain number: a word, a formula, NaN, infinity, or one out of range.
    """
    lines = _lines(data, wanted)
    if not lines:
        raise UnreadableTableError("This file is empty.", wanted)
    separator = next((mark for mark in SEPARATORS if mark in lines[0][1]), ",")
    if _holds_names(_cells(lines[0][1], separator)):
        lines = lines[1:]
    if len(lines) > wanted.most:
        raise UnreadableTableError(f"This file has more than {wanted.most} rows.", wanted)
    if len(lines) < wanted.least:
        count = f"{len(lines)} row{'' if len(lines) == 1 else 's'} of numbers"
        raise UnreadableTableError(f"This file has {count}.", wanted)
    return [_row(line, separator, i, wanted) for i, line in lines]


def _lines(data: bytes, wanted: Wanted) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers; of too many no more than show that there are too many."""
    if len(data) > MOST_BYTES:
        raise UnreadableTableError("This file is larger than 5 MB.", wanted)
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig")  # read as far as is needed
    said = ((i, line) for i, line in enumerate(text, 1) if line.strip(' ";,\t\r\n'))
    try:
        lines = list(islice(said, wanted.most + 2))  # one for the names, one too many
    except UnicodeDecodeError:
        raise UnreadableTableError("This file is not a text in UTF-8.", wanted) from None
    for i, line in lines:
        if "\0" in line:
            raise UnreadableTableError("This file is not a text.", wanted)
        if len(line) > LONGEST_LINE:
            raise UnreadableTableError(f"Line {i} has {len(line):,} characters.", wanted)
    return lines


def _cells(line: str, separator: str) -> list[str]:
    """The cells of one line, without quotes and spaces around them, and without empty ones at its end."""
    cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _holds_names(cells: Sequence[str]) -> bool:
    """Whether this is a row of names: none of its cells is a number, or begins like a formula."""
    return bool(cells) and not any(
        math.isfinite(_number(cell, ",")) or cell.startswith(("=", "@")) or _odd(cell)
        for cell in cells
    )


def _odd(cell: str) -> bool:
    """Whether this says NaN or infinity, which are numbers to Python."""
    return cell.lower().lstrip("+-") in ("nan", "inf", "infinity")


def _row(line: str, separator: str, i: int, wanted: Wanted) -> tuple[float, ...]:
    """The numbers of one line; i counts lines from 1, as a spreadsheet does."""
    cells = _cells(line, separator)
    if len(cells) != len(wanted.names):
        raise UnreadableTableError(
            f"Line {i} has {len(cells)} cell{'' if len(cells) == 1 else 's'}, not {len(wanted.names)}.",
            wanted,
        )
    values = []
    for name, cell in zip(wanted.names, cells, strict=True):
        value = _number(cell, separator)
        if cell.startswith(("=", "@")):
            raise UnreadableTableError(f"{name} in line {i} is a formula, not a number.", wanted)
        if _odd(cell) or math.isinf(value):
            raise UnreadableTableError(f"{name} in line {i} is not a finite number.", wanted)
        if math.isnan(value):
            raise UnreadableTableError(f"{name} in line {i} is not a number.", wanted)
        if abs(value) > wanted.limit:
            raise UnreadableTableError(f"{name} in line {i} is too large a number.", wanted)
        values.append(value)
    return tuple(values)


def _number(cell: str, separator: str) -> float:
    """The number that a cell says, NaN if it says none; digits grouped by underscores are none."""
    if separator != "," and "." not in cell:
        cell = cell.replace(",", ".", 1)
    try:
        return math.nan if "_" in cell else float(cell)
    except ValueError:
        return math.nan
