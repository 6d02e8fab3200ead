"""Walks on batches of several sizes, in words, in formulas and in tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.numerals import short, tex

if TYPE_CHECKING:
    from core.landscape import Point
    from core.studies.gradient_descent.data_race import BallsSeen, Count, Paced
    from core.studies.gradient_descent.noise_ball import MeasuredBall, NoiseBall


def labels_of(batches: Mapping[str, int]) -> dict[str, str]:
    """What the walks are called: by how many examples a step looks at."""
    return {
        key: f"all {batch} a step" if key == "all" else f"{batch} a step"
        for key, batch in batches.items()
    }


def moment(count: Count, spent: float) -> str:
    """What the player says: ``1,000 examples seen``."""
    return f"{spent:,.0f} {count.unit}"


def tell_walks(
    count: Count, budget: float, walks: Mapping[str, Paced], labels: Mapping[str, str]
) -> str:
    """Where every walk stands, in one sentence."""
    ends = [
        f"{labels[key]} diverges at step {len(walk.path) - 1:,}"
        if walk.diverged
        else f"{labels[key]} is {short(float(walk.excess[-1]), 3)} above the lowest cost ({_steps(walk)})"
        for key, walk in walks.items()
    ]
    return f"After {budget:,.0f} {count.unit} each: {'; '.join(ends)}."


def _steps(walk: Paced) -> str:
    steps = len(walk.path) - 1
    return f"{steps:,} step{'' if steps == 1 else 's'}"


def tell_ball(
    label: str, lr: float, ball: NoiseBall | None, seen: BallsSeen | None, *, exact: bool
) -> str:
    """The ball of one walk: what theory says, and what was measured; empty where neither says anything.

    Parameters
    ----------
    exact : bool
        Whether the cost is a parabola, as the theory takes it.
    """
    said = []
    if ball is not None:
        rough = "" if exact else ", which takes the cost for a parabola,"
        said.append(f"in theory{rough} {_radius(ball)}")
    if ball is not None and ball.nothing:
        pass  # what was measured is rounding
    elif seen is not None and seen.at(lr):
        now = seen.at(lr)
        said.append(f"measured {short(now.radius, 3)} ± {short(error_of(now), 2)}")
    elif seen is not None and lr in seen.rates:
        said.append("and where it was measured, a walk diverged")
    if not said:
        return ""
    return f" Ball of {label} at η = {lr:g}, root mean square distance from the best fit: {', '.join(said)}."


def _radius(ball: NoiseBall) -> str:
    if ball.nothing:
        return "0, no ball, because all examples agree"
    return short(ball.radius, 3) if ball.finite else "infinite"


def error_of(measured: MeasuredBall) -> float:
    """The standard error of the radius, from that of its square."""
    return measured.error / (2 * measured.radius) if measured.radius else 0.0


def standings(
    walks: Mapping[str, Paced], labels: Mapping[str, str], best: Point, truth: Point
) -> str:
    """Where every walk ended, to four decimals, and what it should have found, in Markdown."""
    rows = [
        f"| {labels[key]}{' (diverged)' if walk.diverged else ''} | {len(walk.path) - 1:,} "
        f"| {walk.batch * (len(walk.path) - 1):,} | {_place(walk.path[-1])} | {short(float(walk.excess[-1]), 3)} |"
        for key, walk in walks.items()
    ]
    rows.append(f"| **best fit** | – | – | {_place(best)} | 0 |")
    rows.append(f"| the truth | – | – | {_place(truth)} | – |")
    head = "| | steps | examples seen | w | b | cost above the lowest |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def _place(point: Sequence[float]) -> str:
    return " | ".join(
        f"{value:.4f}".replace("-", "−") if abs(value) < 1e5 else short(float(value), 3)
        for value in point
    )


def step_formula(batch: int, lr: float, walk: Paced, schedule: str, color: str) -> tuple[str, str]:
    """A step in symbols, and the first step of one walk in numbers."""
    rate = r"\frac{50\,\eta}{t + 50}" if schedule == "one_over_t" else r"\eta"
    symbols = (
        rf"\theta_{{t+1}} = \theta_t - {rate}\; \textcolor{{{color}}}{{\frac{{1}}{{B}}"
        r"\sum_{i \in \text{batch}} \nabla \ell_i(\theta_t)}"
    )
    before = walk.path[0]
    if len(walk.path) < 2:
        return symbols, rf"B = {batch}: \text{{no step yet}}"
    after = walk.path[1]
    slope = [(float(u) - float(v)) / lr for u, v in zip(before, after, strict=True)]
    return symbols, (
        rf"B = {batch}: \quad {_pair(before)} - {lr:g} \cdot \textcolor{{{color}}}{{{_pair(slope)}}}"
        rf" = {_pair(after)}"
    )


def ball_formula(
    lr: float, batch: int, apart: float, rough: NoiseBall, ball: NoiseBall
) -> tuple[str, str]:
    """The radius of the ball for small rates, and today's; the exact one beside it."""
    exact = tex(ball.radius, 3) if ball.finite else r"\infty"
    half = rf"\frac{{{lr:g}}}{{2 \cdot {batch}}} \cdot"
    if ball.nothing:
        today = rf"{half} 0 = 0: \quad \text{{all examples agree, there is no ball}}"
    else:
        today = (
            rf"{half} {tex(apart, 3)} = {tex(rough.radius**2, 3)} = {_squared(rough.radius)},"
            rf" \quad \text{{and without assuming a small rate }} r = {exact}"
        )
    return (
        r"r^2 \approx \frac{\eta}{2B} \operatorname{tr}(H^{-1} G)"
        r" \quad H: \text{curvature},\; G: \text{covariance of the slopes } \nabla \ell_i",
        today,
    )


def _squared(value: float) -> str:
    """A square; a power of ten in brackets, as it has an exponent already."""
    number = tex(value, 3)
    return rf"({number})^2" if "^" in number else f"{number}^2"


def pieces_formula(
    batch: int, theta: Point, at_once: Any, added: Any, pieces: int
) -> tuple[str, str]:
    """Gradient accumulation: so many small batches, added up, are the large one."""
    miss = max(abs(float(u) - float(v)) for u, v in zip(at_once, added, strict=True))
    whole = f"{pieces} \\cdot {batch}"
    return (
        r"\frac{1}{kB} \sum_{i=1}^{kB} \nabla \ell_i = \frac{1}{k} \sum_{j=1}^{k} g_j,"
        r" \quad g_j \text{ the mean slope of the } j\text{-th batch of } B",
        rf"{whole} = {pieces * batch} \text{{ examples at }} \theta = {_pair(theta)}: \quad {_pair(at_once)}"
        rf" \text{{ both ways; they differ by }} {tex(miss, 2)}",
    )


def _pair(numbers: Sequence[float]) -> str:
    return rf"({tex(float(numbers[0]), 4)},\, {tex(float(numbers[1]), 4)})"


def table_of_walks(walks: Mapping[str, Paced], labels: Mapping[str, str]) -> dict[str, Any]:
    """All walks as one table, a row a step."""
    rows = [
        (labels[key], t, t * walk.batch, *point, excess)
        for key, walk in walks.items()
        for t, (point, excess) in enumerate(zip(walk.path, walk.excess, strict=True))
    ]
    names = ("walk", "step", "examples seen", "w", "b", "cost above the lowest")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def table_of_radii(seen: BallsSeen) -> dict[str, Sequence[Any]]:
    """What was measured at every rate at which no walk diverged."""
    pairs = zip(seen.rates, seen.balls, strict=True)
    rows = [(rate, ball.radius, error_of(ball)) for rate, ball in pairs if ball]
    columns = zip(*rows, strict=True) if rows else [()] * 3
    return dict(zip(("rate", "radius measured", "standard error"), columns, strict=True))
