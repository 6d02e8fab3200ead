"""The chain rule as a sum over paths: every way from a variable to the result, and what each brings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.studies.backpropagation.scalar_run import ScalarRun

SHOWN = 8


@dataclass(frozen=True)
class Route:
    """One path: the nodes that it visits, and the local derivative of each edge between them."""

    nodes: tuple[int, ...]
    slopes: tuple[float, ...]

    @property
    def product(self) -> float:
        return math.prod(self.slopes)


@dataclass(frozen=True)
class PathSum:
    """All paths of one variable; where they are many, only the first ones are listed."""

    variable: str
    count: int
    routes: tuple[Route, ...]
    others: float  # what the paths that are not listed bring together
    total: float  # the gradient


def paths_of(run: ScalarRun, variable: str, most: int = SHOWN) -> PathSum:
    """Every path from a variable to the result, up to ``most`` of them one by one.

    Parameters
    ----------
    run : ScalarRun
    variable : str
        One of the expression's.
    most : int
        From 1 up; two edges between the same nodes make two paths.
    """
    nodes = run.expression.nodes
    start = next(i for i, node in enumerate(nodes) if node.name == variable)
    ways = [0] * len(nodes)  # from a node to the result
    ways[-1] = 1
    onward: list[list[tuple[int, float]]] = [[] for _ in nodes]
    for i in reversed(range(len(nodes))):
        for a, slope in zip(nodes[i].args, run.slopes[i], strict=True):
            ways[a] += ways[i]
            onward[a].append((i, slope))
    routes = []
    for route in _walk(onward, start, len(nodes) - 1):
        routes.append(route)
        if len(routes) == most:
            break
    others = run.gradients[start] - math.fsum(route.product for route in routes)
    left = ways[start] - len(routes)
    return PathSum(
        variable, ways[start], tuple(routes), others if left else 0.0, run.gradients[start]
    )


def _walk(onward: list[list[tuple[int, float]]], start: int, end: int) -> Iterator[Route]:
    """Depth first, so that nothing is built that is not asked for; every node leads to the end."""
    waiting = [Route((start,), ())]
    while waiting:
        route = waiting.pop()
        if route.nodes[-1] == end:
            yield route
        else:
            waiting += [
                Route((*route.nodes, i), (*route.slopes, slope))
                for i, slope in onward[route.nodes[-1]]
            ]
