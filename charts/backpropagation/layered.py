"""Where the nodes of a computational graph stand: in layers along the way of the data, few edges crossing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 8
APART = 0.24  # of a lane, between two edges that join the same two nodes

Place = tuple[float, float]  # how far along the way of the data, and in which lane


@dataclass(frozen=True)
class Placed:
    """Places of the nodes that are drawn, and the way of each edge by (source, target, argument)."""

    nodes: dict[int, Place]
    edges: dict[tuple[int, int, int], list[Place]]

    @property
    def length(self) -> float:
        return max(along for along, _ in self.nodes.values())

    @property
    def lanes(self) -> tuple[float, float]:
        every = [lane for way in (self.nodes.values(), *self.edges.values()) for _, lane in way]
        return min(every), max(every)


def place(arguments: Sequence[Sequence[int]], drawn: Sequence[bool]) -> Placed:
    """Lay the graph out.

    Parameters
    ----------
    arguments : for each node the places of those that it needs
        All of them come before it; the last node is the result.
    drawn : for each node, whether it is shown
    """
    needs = [[a for a in args if drawn[a]] for args in arguments]
    layers = _layers(needs, drawn)
    chains = _chains(arguments, drawn, layers)
    columns = _columns(chains, layers, len(arguments) - 1)
    neighbors: dict[object, list[object]] = {}
    for chain in chains.values():
        for a, b in pairwise(chain):
            neighbors.setdefault(a, []).append(b)
            neighbors.setdefault(b, []).append(a)
    _untangle(columns, neighbors)
    lanes = _lanes(columns, neighbors)
    along = {point: float(i) for i, column in enumerate(columns) for point in column}
    nodes = {i: (along[i], lanes[i]) for i in layers}
    edges = {
        key: _spread(key, chains, [(along[p], lanes[p]) for p in chain])
        for key, chain in chains.items()
    }
    return Placed(nodes, edges)


def _layers(needs: Sequence[Sequence[int]], drawn: Sequence[bool]) -> dict[int, int]:
    """One more than the furthest that a node needs; what needs nothing stands just before its first use."""
    layers: dict[int, int] = {}
    for i, args in enumerate(needs):
        if drawn[i]:
            layers[i] = max((layers[a] for a in args), default=-1) + 1
    for i in layers:
        users = [layers[j] for j in layers if i in needs[j]]
        if not needs[i] and users:
            layers[i] = min(users) - 1
    return layers


def _chains(arguments, drawn, layers) -> dict[tuple[int, int, int], list]:
    """Every edge as a chain of points, one in each layer that it crosses."""
    chains = {}
    for j, args in enumerate(arguments):
        for k, a in enumerate(args):
            if drawn[a] and drawn[j]:
                between = [(a, j, k, layer) for layer in range(layers[a] + 1, layers[j])]
                chains[a, j, k] = [a, *between, j]
    return chains


def _columns(chains, layers, last: int) -> list[list]:
    """The points of each layer, in the order in which they are met on the way back from the result."""
    columns: list[list] = [[] for _ in range(max(layers.values()) + 1)]
    seen, waiting = set(), [last]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        columns[layers[node]].append(node)
        for (a, j, _), chain in sorted(chains.items(), key=lambda item: item[0][2], reverse=True):
            if j == node:
                for point in chain[1:-1]:
                    columns[point[3]].append(point)
                waiting.append(a)
    return columns


def _untangle(columns: list[list], neighbors: dict) -> None:
    """Sort each layer by where its neighbors stand, forward and back, a few times."""
    for sweep in range(SWEEPS):
        rank = {p: i - len(c) / 2 for c in columns for i, p in enumerate(c)}
        where = {p: n for n, column in enumerate(columns) for p in column}
        order = range(len(columns)) if sweep % 2 else reversed(range(len(columns)))
        for n in order:
            side = -1 if sweep % 2 else 1

            def wish(point, n=n, side=side, where=where, rank=rank) -> float:
                near = [rank[q] for q in neighbors.get(point, []) if where[q] == n + side]
                return sum(near) / len(near) if near else rank[point]

            columns[n].sort(key=wish)
            rank |= {p: i - len(columns[n]) / 2 for i, p in enumerate(columns[n])}


def _lanes(columns: list[list], neighbors: dict) -> dict:
    """Each point as near to the middle of its neighbors as the others in its layer allow."""
    lanes = {p: i - (len(c) - 1) / 2 for c in columns for i, p in enumerate(c)}
    for sweep in range(2 * SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            wishes = [
                sum(lanes[q] for q in near) / len(near) if (near := neighbors.get(p)) else lanes[p]
                for p in column
            ]
            placed: list[float] = []
            for wish in wishes:
                placed.append(max(wish, placed[-1] + 1) if placed else wish)
            shift = sum(w - x for w, x in zip(wishes, placed, strict=True)) / len(column)
            lanes |= {p: x + shift for p, x in zip(column, placed, strict=True)}
    return lanes


def _spread(key: tuple[int, int, int], chains, way: list[Place]) -> list[Place]:
    """The way of an edge; two that join the same nodes bend apart."""
    a, j, k = key
    if (a, j, 1 - k) not in chains or len(way) > 2:
        return way
    (x0, y0), (x1, y1) = way
    side = APART / 2 if k else -APART / 2
    return [way[0], ((x0 + x1) / 2, (y0 + y1) / 2 + side), way[1]]
