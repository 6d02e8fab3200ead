"""Where many functions on one grid are zero: lines, piece by piece."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from core.entries import Array

Edge = tuple[int, int, int]  # 0 along x or 1 along y, row, column of its first corner


def zero_lines(values: Array, x: Array, y: Array) -> list[tuple[Array, Array]]:
    """The lines on which each function is zero, straight between the edges of the grid that they cross.

    Parameters
    ----------
    values : (m, len(y), len(x))
        Finite.
    x, y : rising

    Returns
    -------
    list of (x, y)
        One a function, nan between its pieces; empty where it is zero nowhere.

    References
    ----------
    Lorensen & Cline 1987, marching cubes, in the plane.
    """
    return [_lines_of(each, x, y) for each in values]


def _lines_of(values: Array, x: Array, y: Array) -> tuple[Array, Array]:
    """The lines of one function."""
    places = _crossings(values, x, y)
    neighbors = _joined(values > 0, places)
    parts: list[tuple[float, float]] = []
    for start in sorted(neighbors, key=lambda edge: len(neighbors[edge])):  # loose ends first
        if neighbors[start]:
            parts += [*(places[edge] for edge in _walk(neighbors, start)), (np.nan, np.nan)]
    line = np.array(parts[:-1]).reshape(-1, 2)
    return line[:, 0], line[:, 1]


def _crossings(values: Array, x: Array, y: Array) -> dict[Edge, tuple[float, float]]:
    """Where the sign changes along an edge, by linear interpolation."""
    found: dict[Edge, tuple[float, float]] = {}
    above = values > 0
    for i, j in np.argwhere(above[:, 1:] != above[:, :-1]).tolist():
        a, b = values[i, j], values[i, j + 1]
        found[0, i, j] = (float(x[j] + (x[j + 1] - x[j]) * a / (a - b)), float(y[i]))
    for i, j in np.argwhere(above[1:] != above[:-1]).tolist():
        a, b = values[i, j], values[i + 1, j]
        found[1, i, j] = (float(x[j]), float(y[i] + (y[i + 1] - y[i]) * a / (a - b)))
    return found


def _joined(above: Array, places: dict[Edge, tuple[float, float]]) -> dict[Edge, set[Edge]]:
    """Which crossings a line joins: the two of a cell; of a saddle's four, neighbors around it in pairs."""
    neighbors: dict[Edge, set[Edge]] = defaultdict(set)
    corners = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, :-1] + 8 * above[1:, 1:]
    for i, j in np.argwhere((corners > 0) & (corners < 15)).tolist():
        around = ((0, i, j), (1, i, j + 1), (0, i + 1, j), (1, i, j))
        here = [edge for edge in around if edge in places]
        for one, other in zip(here[::2], here[1::2], strict=True):
            neighbors[one].add(other)
            neighbors[other].add(one)
    return neighbors


def _walk(neighbors: dict[Edge, set[Edge]], start: Edge) -> list[Edge]:
    """From crossing to crossing as far as it goes, taking each step away behind."""
    path = [start]
    while neighbors[path[-1]]:
        here = path[-1]
        there = neighbors[here].pop()
        neighbors[there].discard(here)
        path.append(there)
    return path
