"""Where contour and ball touch: in words, in formulas, in a table, and as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from charts import theme
from core.studies.regularization.priced_walk import changes, solutions, walk_down
from core.studies.regularization.touch import touch
from core.studies.regularization.two_weights import bowl, correlation
from ui.numerals import short, tex
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.linear import Penalty
    from core.studies.regularization.priced_walk import Change, Walk
    from core.studies.regularization.touch import Touch
    from core.studies.regularization.two_weights import Bowl

NAMES = ("θ₁", "θ₂")


def tell_touch(
    penalty: Penalty, alpha: float, r: float, found: Touch, walk: Walk, straight: bool
) -> str:
    """The solution, whether a weight is exactly 0, what it costs, and where the walk stands."""
    best, last = found.error + found.price, walk.points[-1]
    text = (
        f"{penalty.label}, α = {short(alpha)}: the solution ({short(found.weights[0])}, {short(found.weights[1])}) {where(found, r)}; "
        f"MSE there is {short(found.error)} above its least, the price {short(found.price)}, J = {short(best)}. "
        f"After {len(walk.points) - 1} steps the walk stands at ({short(last[0])}, {short(last[1])}), {above(walk, best)}."
    )
    if straight:
        text += (
            f" Least squares shrunk straight to the ball: ({short(found.straight[0])}, {short(found.straight[1])}), "
            f"MSE {short(found.straight_error)} above its least for the same price."
        )
    return text


def where(found: Touch, r: float) -> str:
    """Whether the solution lies at a corner, in words."""
    zeros = [name for name, weight in zip(NAMES, found.weights, strict=True) if weight == 0]
    if len(zeros) == 2:
        return "is 0, and the ball no more than a point"
    if zeros:
        place = "at a corner of the ball, and" if r else "on an axis, since"
        return f"lies {place} {zeros[0]} is exactly 0"
    side = "on the disc, which has no corner" if r == 0 else "between two corners of the ball"
    return f"lies {side}: neither weight is 0"


def above(walk: Walk, best: float) -> str:
    """How far the walk is from the bottom of J."""
    gap = walk.objectives[-1] - best
    if gap <= 1e-12 * max(1.0, best):
        return "as low as J can be"
    return f"{short(gap, 3)} above the lowest J"


def tell_walk(walk: Walk, found: Touch) -> str:
    """Whether the walk came down all the way, and whether it met an exact 0."""
    best = found.error + found.price
    rises = sum(after > before + 1e-12 for before, after in pairwise(walk.objectives))
    settled = [
        f"{name} is exactly 0 from step {settles(weights)} on"
        for name, weights in zip(NAMES, walk.points.T, strict=True)
        if weights[-1] == 0
    ]
    zero = " and ".join(settled) or "no weight ends at exactly 0"
    up = f"it rose at {rises} of them" if rises else "it never rose"
    return (
        f"J began at {short(walk.objectives[0])} and is {above(walk, best)} after {len(walk.points) - 1} steps; "
        f"{up}; {zero}."
    )


def settles(weights: Sequence[float]) -> int:
    """The step from which on a weight is 0, given that it ends there."""
    return max((t + 1 for t, weight in enumerate(weights) if weight != 0), default=0)


def tell_changes(found: Sequence[Change], r: float, ground: Bowl) -> str:
    """From which strengths on a weight is exactly 0; and what the angle says of the features."""
    features = f"The two features are correlated by {short(round(correlation(ground), 4))}."
    if abs(correlation(ground)) < 1e-12:
        features = "The two features are uncorrelated."
    if r == 0:
        return f"{features} Under ridge no strength sends a weight to 0 and keeps it there."
    parts = [
        f"{NAMES[change.weight]} {'becomes' if change.becomes_zero else 'leaves'} exactly 0 at α = {short(change.alpha)}"
        for change in found
    ]
    return f"{features} As α rises, {', '.join(parts)}." if parts else features


def conditions_table(found: Touch) -> str:
    """For each weight the pull of the error and the slopes that its price has there, in Markdown."""
    rows = []
    for name, weight, pull, (low, high) in zip(
        *(NAMES, found.weights, found.pulls, found.allowed), strict=True
    ):
        slopes = short(low) if low == high else f"{short(low)} to {short(high)}"
        verdict = "held at exactly 0" if weight == 0 else "pull and price cancel"
        rows.append(f"| {name} | {short(weight, 5)} | {short(pull)} | {slopes} | {verdict} |")
    head = "| weight | value | pull of the error | slopes of the price | so it is |"
    return "\n".join([head, "|---|---:|---:|---|---|", *rows])


def formulas(
    penalty: Penalty, alpha: float, r: float, ground: Bowl, found: Touch, walk: Walk, method: str
) -> list[tuple[str, str]]:
    """J, its minimum, and the first step: in symbols and in today's numbers."""
    return [
        objective(penalty, found),
        curvature(ground, found),
        minimum(alpha, r, ground, found),
        first_step(alpha, r, walk, method),
    ]


def objective(penalty: Penalty, found: Touch) -> tuple[str, str]:
    """What is made smallest."""
    purple = rf"\textcolor{{{theme.LOSS}}}"
    error = rf"{purple}{{\tfrac12 (\theta - \hat\theta)^\top H (\theta - \hat\theta)}}"
    return (
        penalty.equation.replace(r"\mathrm{MSE}", error).replace("^{d}", "^{2}"),
        rf"J = {purple}{{{tex(found.error)}}} + {tex(found.price)} = {tex(found.error + found.price)}"
        r" \quad \text{(MSE counted from its least)}",
    )


def curvature(ground: Bowl, found: Touch) -> tuple[str, str]:
    """The Hessian, with its eigenvalues: the axes of the ellipses."""
    (a, b), (c, d) = ground.hessian
    flat, steep = found.eigenvalues
    return (
        r"H = \tfrac{2}{n} X^\top X, \qquad \text{half-axes of an ellipse} \sim 1 / \sqrt{\lambda}",
        rf"H = \begin{{pmatrix}} {tex(a)} & {tex(b)} \\ {tex(c)} & {tex(d)} \end{{pmatrix}},"
        rf" \quad \lambda = {tex(flat)} \text{{ and }} {tex(steep)}",
    )


def minimum(alpha: float, r: float, ground: Bowl, found: Touch) -> tuple[str, str]:
    """Ridge in closed form; a soft threshold where the features are uncorrelated; else the condition at both weights."""
    numbers = rf"({tex(found.weights[0])},\; {tex(found.weights[1])})"
    if r == 0:
        return (
            r"\theta = (H + \alpha I)^{-1} H \hat\theta",
            rf"\theta = (H + {tex(alpha)} I)^{{-1}} H \begin{{pmatrix}} {tex(ground.best[0])} \\ {tex(ground.best[1])} \end{{pmatrix}} = {numbers}",
        )
    if ground.hessian[0, 1] == 0:
        return soft_threshold(alpha, r, ground, found)
    orange = rf"\textcolor{{{theme.GRADIENT}}}"
    price = (
        r"r \alpha \, \partial|\theta_i| + (1 - r) \alpha \, \theta_i"
        if r < 1
        else r"\alpha \, \partial|\theta_i|"
    )
    parts = [
        rf"{orange}{{{tex(pull)}}} "
        + (rf"= {tex(low)}" if low == high else rf"\in [{tex(low)}, {tex(high)}]")
        for pull, (low, high) in zip(found.pulls, found.allowed, strict=True)
    ]
    return (
        rf"{orange}{{-\tfrac{{\partial \mathrm{{MSE}}}}{{\partial \theta_i}}}} \in {price}, \qquad \partial|0| = [-1, 1]",
        r",\qquad ".join(parts),
    )


def soft_threshold(alpha: float, r: float, ground: Bowl, found: Touch) -> tuple[str, str]:
    """Each weight by itself: moved towards 0, no further."""
    grown = r" / (1 + (1 - r) \alpha / h_i)" if r < 1 else ""
    share = "" if r == 1 else "r "
    parts = []
    for i in range(2):
        h, best = ground.hessian[i, i], ground.best[i]
        below = rf" / {tex(1 + (1 - r) * alpha / h)}" if r < 1 else ""
        parts.append(rf"S({tex(best)},\; {tex(r * alpha / h)}){below} = {tex(found.weights[i])}")
    return (
        rf"\theta_i = S(\hat\theta_i,\; {share}\alpha / h_i){grown}, \qquad S(u, t) = \mathrm{{sign}}(u) \max(|u| - t,\, 0)",
        r",\qquad ".join(parts),
    )


def first_step(alpha: float, r: float, walk: Walk, method: str) -> tuple[str, str]:
    """How the walk goes, and where its first step leads."""
    slope = r"\nabla \mathrm{MSE}" + (r" - \eta (1 - r) \alpha \, \theta" if 0 < r < 1 else "")
    if r == 0:
        rule = r"\theta \leftarrow \theta - \eta (\nabla \mathrm{MSE} + \alpha \, \theta)"
    elif method == "proximal":
        rule = rf"\theta \leftarrow S(\theta - \eta {slope},\; \eta {'r ' if r < 1 else ''}\alpha)"
    else:
        rule = rf"\theta \leftarrow \theta - \eta {slope} - \eta {'r ' if r < 1 else ''}\alpha \, \mathrm{{sign}}\, \theta"
    (a, b), (c, d) = walk.points[0], walk.points[min(1, len(walk.points) - 1)]
    return rule, rf"\eta = {tex(walk.lr)}: \quad ({tex(a)},\; {tex(b)}) \to ({tex(c)},\; {tex(d)})"


def table_of_walk(walk: Walk) -> dict[str, Sequence[Any]]:
    """A row for each step."""
    return {
        "step": list(range(len(walk.points))),
        "theta_1": walk.points[:, 0],
        "theta_2": walk.points[:, 1],
        "objective": walk.objectives,
    }


def table_of_solutions(path: tuple[Any, Any]) -> dict[str, Sequence[Any]]:
    """A row for each strength."""
    alphas, weights = path
    return {"alpha": alphas, "theta_1": weights[:, 0], "theta_2": weights[:, 1]}


def geometry_script(
    shape: tuple[tuple[float, float], float, float],
    alpha: float,
    r: float,
    start: tuple[float, float],
    walking: Mapping[str, Any],
) -> str:
    """Today's solution and walk as a script that needs NumPy alone."""
    keywords = ", ".join(f"{name}={value!r}" for name, value in walking.items())
    main = f"""
ground = bowl(*{shape!r})
found = touch(ground, {alpha!r}, {r!r})
print("solution", *found.weights)
print("error", found.error)
print("price", found.price)
print("pulls", *found.pulls)
print("straight", *found.straight, found.straight_error)
for change in changes(ground, {r!r}):
    print("change", change.alpha, change.weight + 1, change.becomes_zero)
walk = walk_down(ground, {start!r}, {alpha!r}, {r!r}, {keywords})
print("walk", *walk.points[-1], walk.objectives[-1])
"""
    return stand_alone(bowl, touch, solutions, changes, walk_down, main=main)
