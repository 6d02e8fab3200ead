"""A model with two parameters and its data, in words, formulas and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pages.parts.loss_surfaces.ground import tell_slope
from ui.numerals import tex, unless_rounding

if TYPE_CHECKING:
    from core.best_fit import Best
    from core.data_costs import DataCost, Fit
    from core.entries import Array
    from core.landscape import Point, Surface
    from core.stationary import LocalShape

Span = tuple[float, float]
ALL_SHOWN, SOME_SHOWN, IN_A_LINE = 12, 4, 7  # terms of a sum in a formula


AXES_OF_DATA = {
    "line": ("x", "y"),
    "noisy": ("x", "y"),
    "logistic": ("hours of study", "passed"),
    "logistic_pair": ("lectures, less the average", "project hours, less the average"),
}
SPANS = {
    "line": ((-0.1, 2.3), (-0.6, 5.5)),
    "noisy": ((-0.1, 2.1), (-2.5, 6.5)),
    "logistic": ((0.0, 7.0), (-0.12, 1.12)),
    "logistic_pair": ((-5.0, 6.0), (-4.0, 4.0)),
}


def plain(names: Sequence[str]) -> tuple[str, ...]:
    """Names in LaTeX, as they are written in a sentence."""
    return tuple(name.replace("_1", "₁").replace("_2", "₂") for name in names)


def examples_of(columns: Sequence[Sequence[float]]) -> tuple[list[Any], list[float]]:
    """The inputs, numbers or pairs, and the targets."""
    *inputs, targets = columns
    x = list(inputs[0]) if len(inputs) == 1 else list(zip(*inputs, strict=True))
    return x, list(targets)


def wide_enough(spans: tuple[Span, Span], x: Any, targets: Any) -> tuple[Span, Span]:
    """Axes of the data: the usual ones, wider where an example would fall outside."""
    places = [
        p if isinstance(p, tuple) else (p, t) for p, t in zip(_listed(x), targets, strict=True)
    ]
    return tuple(
        (min(low, *(p[i] - room for p in places)), max(high, *(p[i] + room for p in places)))
        for i, (low, high) in enumerate(spans)
        if (room := 0.04 * (high - low))
    )


def tell_cost(
    shape: LocalShape, best: Best, surface: Surface, *, square: bool, scale: float
) -> str:
    """What the map of the cost shows; ``scale`` is a large cost on it."""
    u, v = shape.point
    said = [
        f"Model ({u:.4g}, {v:.4g}) costs {unless_rounding(shape.value, scale):.4g}; {tell_slope(shape)}."
    ]
    if best.outcome == "separable":
        u, v = (unless_rounding(part, 1) for part in best.direction)
        said.append(
            f"One cut tells every yes from every no: no lowest point, the cost falls for ever along ({u:.3g}, {v:.3g})."
        )
    elif best.outcome == "valley":
        said.append("The data do not tell the models on the dotted line apart: all cost as little.")
    else:
        u, v = best.point
        lowest = unless_rounding(float(surface.value(u, v)), scale)
        u, v = (
            unless_rounding(at, high - low)
            for at, (low, high) in zip(best.point, surface.window, strict=True)
        )
        inside = all(
            low <= at <= high for at, (low, high) in zip(best.point, surface.window, strict=True)
        )
        said.append(
            f"Lowest: ({u:.4g}, {v:.4g}), which costs {lowest:.4g}"
            + ("." if inside else "; it lies outside this map.")
        )
    if not square:
        said.append("The two axes differ in scale, so the arrow does not look square to the lines.")
    return " ".join(said) + " Click the map to choose another model."


def tell_model(
    cost: DataCost,
    shape: LocalShape,
    fit: Fit,
    x: Any,
    best: Best,
    truth: Point | None,
    off: Array | None,
    half: float | None,
) -> str:
    """What the same model is among its data."""
    u, v = shape.point
    worst = abs(fit.misses).argmax()
    sizes = f"the largest in size of {len(fit.misses)} misses is {fit.misses[worst]:.3g}"
    if truth is not None:
        line = f"y = {u:.4g} x + {v:.4g}; {sizes}. True: y = {truth[0]:g} x + {truth[1]:g}."
        if not off.any():
            return f"{line} There is no noise, so the best line is the true one."
        d_u, d_v = (b - t for b, t in zip(best.point, truth, strict=True))
        return (
            f"{line} The best line is off by {d_u:+.2g} in w and {d_v:+.2g} in b: "
            f"the noise in these {len(fit.misses)} examples, typically ±{off[0]:.2g} and ±{off[1]:.2g}."
        )
    moves = "Click an example to choose it, then where it shall go."
    if cost.key == "line":
        return f"{cost.story} The point is the line y = {u:.4g} x + {v:.4g}; {sizes}, at x = {_listed(x)[worst]:.3g}. {moves}"
    middle = f", with ½ at {hours(half)}" if cost.key == "logistic" and half is not None else ""
    what = "a curve" if cost.key == "logistic" else "a map"
    signs = "" if cost.key == "logistic" else " Filled: passed."
    return f"{cost.story}{signs} The point is {what} of probabilities{middle}; {sizes}. {moves}"


def hours(count: float) -> str:
    """So many hours, in words."""
    said = f"{count + 0.0:.3g}"
    return f"{said} {'hour' if said == '1' else 'hours'}"


def cost_formula(
    cost: DataCost, shape: LocalShape, fit: Fit, color: str, scale: float
) -> tuple[str, str]:
    """The cost in symbols, and as the mean of what today's examples cost; ``scale`` is a large cost."""
    u, v = shape.point
    count = len(fit.costs)
    shown = range(count if count <= ALL_SHOWN else SOME_SHOWN)
    if cost.key == "line":
        terms = [_squared(fit.misses[i]) for i in shown]
    else:
        terms = [tex(fit.costs[i], 3) for i in shown]
    rest = r" + \cdots" if count > ALL_SHOWN else ""
    lines = [" + ".join(terms[i : i + IN_A_LINE]) for i in range(0, len(terms), IN_A_LINE)]
    return (
        rf"\textcolor{{{color}}}{{{cost.equation}}}",
        rf"f({u:.4g},\, {v:.4g}) = \tfrac{{1}}{{{count}}} \big({(chr(92) * 2 + '{}+ ').join(lines)}{rest}\big) = \textcolor{{{color}}}{{{tex(unless_rounding(shape.value, scale))}}}",
    )


def best_formula(
    cost: DataCost, best: Best, matrix: Array, side: Array, center: Array | None
) -> tuple[str, str]:
    """How the lowest point is found: the normal equation, or one step of Newton's method."""
    u, v = cost.names
    if cost.key == "line":
        rows = r" \\ ".join(f"{tex(a)} & {tex(b)}" for a, b in matrix)
        solved = (
            rf"\;\Rightarrow\; ({u}, {v}) = ({tex(best.point[0])},\, {tex(best.point[1])})"
            if best.outcome == "one point"
            else r"\;\text{has more than one solution}"
        )
        return (
            rf"F^T F \begin{{pmatrix}} {u} \\ {v} \end{{pmatrix}} = F^T y, \quad F^T F = \begin{{pmatrix}} \sum x_i^2 & \sum x_i \\ \sum x_i & n \end{{pmatrix}}",
            rf"\begin{{pmatrix}} {rows} \end{{pmatrix}} \begin{{pmatrix}} {u} \\ {v} \end{{pmatrix}} = \begin{{pmatrix}} {tex(side[0])} \\ {tex(side[1])} \end{{pmatrix}}{solved}",
        )
    step = (
        rf"({tex(center[0])},\, {tex(center[1])})"
        if center is not None
        else r"\text{nowhere: the parabola has no center}"
    )
    return (
        rf"\text{{one step of Newton's method:}}\quad ({u}, {v}) - H^{{-1}} \nabla f",
        rf"{step}"
        + (
            rf",\quad \text{{lowest at }} ({tex(best.point[0])},\, {tex(best.point[1])})"
            if best.outcome == "one point"
            else ""
        ),
    )


def table_of_examples(x: Any, targets: Any, fit: Fit) -> dict[str, Sequence[float]]:
    """The examples, a row each, with what the model says of them."""
    *inputs, targets = columns_from(x, targets)
    names = ["x"] if len(inputs) == 1 else ["x1", "x2"]
    return dict(zip(names, inputs, strict=True)) | {
        "target": targets,
        "prediction": fit.predictions,
        "miss": fit.misses,
        "cost": fit.costs,
    }


def columns_from(x: Any, targets: Any) -> list[list[float]]:
    """Columns, whether the examples are lists or arrays."""
    x = _listed(x)
    inputs = zip(*x, strict=True) if isinstance(x[0], tuple) else [x]
    return [*map(list, inputs), list(map(float, targets))]


def printing(cost: DataCost, features: Array, targets: Any, point: Point) -> str:
    """The end of a script: the data, and what is printed about the model."""
    return f"""
features = np.array({features.tolist()!r})
targets = np.array({list(map(float, targets))!r})


class Ground:
    key = {cost.key!r}
    value = staticmethod(partial({cost.value.__name__}, features=features, targets=targets))
    gradient = staticmethod(partial({cost.gradient.__name__}, features=features, targets=targets))
    hessian = staticmethod(partial({cost.hessian.__name__}, features=features, targets=targets))


shape = local_shape(Ground, *{point!r})
print("point", *shape.point)
print("cost", shape.value)
print("gradient", *shape.gradient)
print("hessian", *shape.hessian.ravel())
print("costs", *{cost.of_one.__name__}(features @ shape.point, targets))
best = {cost.best.__name__}(features, targets)
print("best", best.outcome, *(best.point or ()))
if best.point:
    print("lowest", Ground.value(*best.point))
"""


def _listed(x: Any) -> list[Any]:
    """Inputs as numbers or pairs."""
    values = x.tolist() if hasattr(x, "tolist") else list(x)
    return [tuple(value) if isinstance(value, list) else value for value in values]


def _squared(miss: float) -> str:
    """The square of a stick's length."""
    number = tex(abs(miss), 3)
    return rf"({number})^2" if r"\cdot" in number else f"{number}^2"
