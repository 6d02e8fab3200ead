"""The ground around a point, in words and in formulas: what the views of loss surfaces say alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.numerals import typeset, unless_rounding

if TYPE_CHECKING:
    from core.all_stationary import StationaryPoints
    from core.close_up import Cuts
    from core.landscape import Grid, Surface
    from core.stationary import LocalShape

KINDS = {
    "slope": "on a slope",
    "minimum": "on level ground: a minimum",
    "maximum": "on level ground: a maximum",
    "saddle": "on level ground: a saddle",
    "degenerate": "on level ground, undecided: an eigenvalue is 0",
}
DOTTED = {
    "none": "",
    "plane": " Dotted: the touching plane.",
    "parabola": " Dotted: the touching parabola.",
}
BENT = {"up": "up", "down": "down", "flat": "neither way"}
PLURALS = {
    "minimum": "minima",
    "saddle": "saddles",
    "maximum": "maxima",
    "degenerate": "undecided points",
}
SINGULARS = {kind: kind for kind in PLURALS} | {"degenerate": "undecided point"}


def tell_slope(shape: LocalShape) -> str:
    """How steep it is at the point."""
    slope = (shape.gradient @ shape.gradient) ** 0.5
    if shape.kind == "slope":
        return f"slope {slope:.3g}"
    return f"slope {slope:.1g}{', as good as 0' if slope else ''}, so no arrow"


def tell_bends(shape: LocalShape, ways: Sequence[str]) -> str:
    """How the ground bends along both axes."""
    return " and ".join(
        f"λ{i} = {value + 0.0:.4g} bends {BENT[way]}"
        for i, value, way in zip("₁₂", shape.eigenvalues, ways, strict=True)
    )


def tell_place(surface: Surface, shape: LocalShape, scale: float) -> str:
    """Where the point stands, in one sentence, on a surface with heights as large as ``scale``."""
    x, y = place_of(surface, shape)
    height = unless_rounding(shape.value, scale)
    return f"{surface.label}: the point ({x:.4g}, {y:.4g}) stands at height {height:.4g}, {KINDS[shape.kind]}."


def place_of(surface: Surface, shape: LocalShape) -> tuple[float, float]:
    """The point, without what is rounding beside its window."""
    x, y = (
        unless_rounding(at, high - low)
        for at, (low, high) in zip(shape.point, surface.window, strict=True)
    )
    return x, y


def tell_ground(
    shape: LocalShape,
    ways: Sequence[str],
    angle: float | None,
    found: StationaryPoints | None,
    goal: str = "minimum",
) -> str:
    """What the map shows: around the point, and of all level points if they were looked for.

    ``angle`` leads from straight downhill to the ``goal``, None where it is not worth telling.
    """
    arrow = "; the arrow points uphill, the longer the steeper"
    slope = tell_slope(shape) + (arrow if shape.kind == "slope" and not found else "")
    said = [f"{tell_found(found)}. At the point: {slope}" if found else slope.capitalize()]
    said.append(tell_bends(shape, ways))
    if tuple(ways) == ("flat", "flat"):
        said.append("no curvature, so no axes")
    elif shape.eigenvalues[0] == shape.eigenvalues[1]:
        said.append("both are equal, so any two directions at right angles would do as axes")
    elif shape.condition:
        said.append(f"axes {shape.condition**0.5:.3g} : 1")
    if angle is not None:
        said.append(f"straight downhill points {angle:.0f}° away from the {goal}")
    return "; ".join(said) + ". Click the map to move the point."


def tell_cuts(key: str, shape: LocalShape, ways: Sequence[str], touching: str) -> str:
    """What the two cuts show, and what is dotted."""
    if key == "ackley" and not shape.point.any():
        return "Ackley has a sharp point here, without slope or curvature: 0 and the curvature of the ripples alone stand in for them."
    first, second = (BENT[way] for way in ways)
    return f"Along axis 1 the ground bends {first} at the point (λ₁ = {shape.eigenvalues[0] + 0.0:.3g}), along axis 2 {second} (λ₂ = {shape.eigenvalues[1] + 0.0:.3g}).{DOTTED[touching]}"


def tell_level(key: str, found: StationaryPoints, turns: int | None) -> str:
    """How many level points there are, and whether that can be all of them."""
    counts = {kind: found.count(kind) for kind in PLURALS}
    said = [f"**{tell_found(found)}.**"]
    if found.outcome == "stretch":
        said.append("And level ground runs on along a stretch.")
    if found.outcome == "too many":
        said.append("There are more: the list ends here.")
    sides = counts["minimum"] - counts["saddle"] + counts["maximum"]
    parts = f"{counts['minimum']} − {counts['saddle']} + {counts['maximum']} = {sides}"
    if turns is not None and found.index_sum is not None:
        said.append(
            f"Once round the window's edge, the gradient turns round {times(turns)}, "
            f"and minima − saddles + maxima = {parts}: "
            + ("the two must agree, and do." if turns == sides else "the list is not complete.")
        )
    elif turns is not None and counts["degenerate"] == 1:
        said.append(
            f"Once round the window's edge, the gradient turns round {times(turns)}, "
            f"so that the undecided point counts as {turns - sides}; a saddle counts −1, a minimum or maximum 1."
        )
    if key == "ackley":
        said.append("The origin is a sharp point without a slope: a minimum by convention.")
    return " ".join(said)


def show_level(key: str, found: StationaryPoints, turns: int | None) -> None:
    """The level points, counted and listed."""
    st.markdown(typeset(tell_level(key, found, turns)))
    columns = table_of_level(found)
    digits = dict.fromkeys([*columns][1:], st.column_config.NumberColumn(format="%.6g"))
    st.dataframe(columns, height=250, hide_index=True, column_config=digits)


def times(turns: int) -> str:
    """Once, twice, backward or forward."""
    count = {0: "not at all", 1: "once", 2: "twice"}.get(abs(turns), f"{abs(turns)} times")
    return f"{count} backward" if turns < 0 else count


def tell_found(found: StationaryPoints) -> str:
    """How many level points there are of each kind: "Level in this window: 4 minima, 4 saddles and 1 maximum"."""
    said = [
        f"{count} {(SINGULARS if count == 1 else PLURALS)[kind]}"
        for kind in PLURALS
        if (count := found.count(kind))
    ]
    counts = " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))
    return f"Level in this window: {counts or 'no point'}"


def table_of_level(found: StationaryPoints) -> dict[str, list[Any]]:
    """The level points, a row each."""
    return {
        "kind": [SINGULARS[shape.kind] for shape in found.points],
        "x": [float(shape.point[0]) for shape in found.points],
        "y": [float(shape.point[1]) for shape in found.points],
        "height": [shape.value for shape in found.points],
        "λ₁": [float(shape.eigenvalues[0]) for shape in found.points],
        "λ₂": [float(shape.eigenvalues[1]) for shape in found.points],
    }


def table_of_cuts(cut: Cuts, touching: str) -> dict[str, Sequence[float]]:
    """Both cuts as columns, what touches the ground beside the ground."""
    columns = {"distance": cut.distance, "axis 1": cut.ground[0], "axis 2": cut.ground[1]}
    touch = {f"{touching} {i + 1}": cut.touch[i] for i in range(2)}
    return columns | ({} if touching == "none" else touch)


def table_of_heights(grid: Grid, names: tuple[str, str]) -> dict[str, Sequence[Any]]:
    """The surface as rows."""
    rows = [(x, y, grid.values[j, i]) for j, y in enumerate(grid.y) for i, x in enumerate(grid.x)]
    return dict(zip((*names, "height"), zip(*rows, strict=True), strict=True))


def printing(
    surface: Surface,
    knobs: dict[str, float],
    window: Any,
    point: tuple[float, float],
    *,
    all_level: bool,
) -> str:
    """The end of a script: the surface as its formulas, and what is printed about the point."""
    formulas = "".join(
        f"    {part} = staticmethod(partial({getattr(surface, part).__name__}, **{knobs!r}))\n"
        for part in ("value", "gradient", "hessian")
    )
    text = f"""
class Ground:
    key, window = {surface.key!r}, {window!r}
{formulas}

shape = local_shape(Ground, *{point!r})
print("point", *shape.point)
print("height", shape.value)
print("gradient", *shape.gradient)
print("hessian", *shape.hessian.ravel())
print("eigenvalues", *shape.eigenvalues)
print("axis 1", *shape.eigenvectors[:, 0])
print("axis 2", *shape.eigenvectors[:, 1])
print("kind", shape.kind)
"""
    every = """
found = all_stationary(Ground)
for shape in found.points:
    print(shape.kind, *shape.point, shape.value, *shape.eigenvalues)
print("turns", turns_along_edge(Ground))
"""
    return text + (every if all_level else "")
