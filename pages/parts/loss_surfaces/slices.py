"""A slice of a network's loss surface, and a line between two networks: in words, formulas and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.numerals import short, tex

if TYPE_CHECKING:
    from core.studies.loss_surfaces.between import Line
    from core.studies.loss_surfaces.planes import Plane
    from core.studies.loss_surfaces.slices import Slice

Formula = tuple[str, str]
TWIN = "its twin"


def tell_slice(plane: Plane, cut: Slice, aimless: float | None) -> str:
    """How much of the walk the plane holds, and what it says at the start and at the end."""
    compared = (
        f" (a walk of the same steps without any aim: {percent(aimless)} in its own)"
        if aimless is not None
        else ""
    )
    return (
        f"{plane.label} plane through the end of the walk: it holds {percent(cut.explained)} of the walk's squared distance from there{compared}. "
        f"The first network stands {short(cut.distances[0], 3)} off the plane; its loss is {short(cut.losses[0], 3)}, "
        f"the slice says {short(cut.shadows[0], 3)}. At epoch {len(cut.losses) - 1}, in the plane, both are {short(cut.losses[-1], 3)}."
    )


def tell_line(names: Sequence[str], line: Line, bends: Sequence[float]) -> str:
    """The two losses, the barrier between them, and how sharply the ground bends at both."""
    first, second = ends_of(line)
    way = (
        f"on the way it rises {short(line.barrier, 3)} above the chord, at α\u00a0=\u00a0{short(line.top, 2)}"
        if line.barrier > 0
        else "nowhere on the way does it rise above the chord"
    )
    lots = (
        " Each unit draws a nudge of its own by lot, in the order of the units: so the curves at the side differ a little."
        if names[1] == TWIN
        else ""
    )
    return (
        f"Training loss {short(first, 3)} at one end ({names[0]}), {short(second, 3)} at the other ({names[1]}), "
        f"{short(line.length, 3)} apart; {way}. Steepest bend λ: {short(bends[0], 3)} and {short(bends[1], 3)}.{lots}"
    )


def tell_network(parameters: int, run: Any) -> str:
    """What was trained, and how well it does."""
    left = " It diverged there." if run.outcome == "diverged" else ""
    return (
        f"2-8-8-1 tanh network, {parameters} parameters, 200 examples and as many for the test. "
        f"After {run.epochs[-1]} epochs: loss {short(run.loss[-1], 3)}, {percent(run.accuracy[-1])} right; "
        f"test {short(run.validation_loss[-1], 3)}, {percent(run.validation_accuracy[-1])}.{left}"
    )


def percent(share: float) -> str:
    """A share of the whole, in percent."""
    return f"{100 * share + 0.0:.3g}\u00a0%"


def slice_formulas(plane: Plane, cut: Slice, *, true: str, shadow: str, off: str) -> list[Formula]:
    """The plane, what it says of the first network, and the share of the walk that it holds."""
    a, b = cut.places[0]
    lost = float((cut.distances**2).sum())
    said = rf"\textcolor{{{shadow}}}{{L(\theta^* + \alpha d_1 + \beta d_2)}}"
    lengths = (
        rf"\lVert d_1 \rVert = {tex(cut.lengths[0])},\; \lVert d_2 \rVert = {tex(cut.lengths[1])}"
    )
    return [
        (plane.equation, lengths),
        (
            rf"{said}, \qquad \theta_0 - \theta^* = \alpha d_1 + \beta d_2 + \textcolor{{{off}}}{{r_0}}",
            rf"\textcolor{{{shadow}}}{{L(\theta^* {signed(a)}\, d_1 {signed(b)}\, d_2) = {tex(cut.shadows[0])}}}"
            rf" \quad \text{{but}} \quad \textcolor{{{true}}}{{L(\theta_0) = {tex(cut.losses[0])}}},"
            rf" \quad \textcolor{{{off}}}{{\lVert r_0 \rVert = {tex(cut.distances[0])}}}",
        ),
        (
            rf"1 - \frac{{\sum_t \textcolor{{{off}}}{{\lVert r_t \rVert^2}}}}{{\sum_t \lVert \theta_t - \theta^* \rVert^2}}",
            rf"1 - \frac{{{tex(lost)}}}{{{tex(cut.spread)}}} = {tex(cut.explained)}",
        ),
    ]


def line_formulas(line: Line, bends: Sequence[float], *, loss: str, rise: str) -> list[Formula]:
    """The line, its barrier, and the steepest bend at both ends."""
    first, second = ends_of(line)
    top, chord = line.top, (1 - line.top) * first + line.top * second
    return [
        (
            r"\theta(\alpha) = (1 - \alpha)\, \theta_A + \alpha\, \theta_B, \qquad"
            rf" \textcolor{{{rise}}}{{b}} = \max_{{0 \le \alpha \le 1}} \left[ \textcolor{{{loss}}}{{L(\theta(\alpha))}} - (1 - \alpha)\, L(\theta_A) - \alpha\, L(\theta_B) \right]",
            rf"\textcolor{{{rise}}}{{b}} = \textcolor{{{loss}}}{{{tex(chord + line.barrier)}}} - {tex(1 - top, 3)} \cdot {tex(first)} - {tex(top, 3)} \cdot {tex(second)}"
            rf" = \textcolor{{{rise}}}{{{tex(line.barrier)}}}",
        ),
        (
            r"\lambda = \max_{\lVert v \rVert = 1} v^\top H v, \qquad H_{ij} = \frac{\partial^2 L}{\partial \theta_i\, \partial \theta_j}",
            rf"\lambda_A = {tex(bends[0])}, \qquad \lambda_B = {tex(bends[1])}",
        ),
    ]


def ends_of(line: Line) -> tuple[float, float]:
    """The training loss at 0 and at 1."""
    at = line.at.tolist()
    return float(line.train[at.index(0.0)]), float(line.train[at.index(1.0)])


def signed(value: float) -> str:
    """A number in LaTeX with its sign, to be added."""
    return tex(value) if value < 0 else f"+ {tex(value)}"


def table_of_walk(cut: Slice) -> Mapping[str, Sequence[float]]:
    """The walk, a row an epoch."""
    return {
        "epoch": range(len(cut.losses)),
        "alpha": cut.places[:, 0],
        "beta": cut.places[:, 1],
        "distance_from_plane": cut.distances,
        "true_loss": cut.losses,
        "loss_in_slice": cut.shadows,
    }


def table_of_ground(cut: Slice) -> Mapping[str, Sequence[float]]:
    """The loss over the plane, a row a point."""
    x, y = cut.grid.x.tolist(), cut.grid.y.tolist()
    rows = [
        (a, b, loss)
        for b, losses in zip(y, cut.grid.values.tolist(), strict=True)
        for a, loss in zip(x, losses, strict=True)
    ]
    return dict(zip(("alpha", "beta", "loss"), zip(*rows, strict=True), strict=True))


def table_of_line(line: Line) -> Mapping[str, Sequence[float]]:
    """The line, a row a point."""
    return {"alpha": line.at, "training_loss": line.train, "test_loss": line.test}


def table_of_nudges(
    sizes: Sequence[float], names: Sequence[str], around: Sequence[Sequence[float]]
) -> Mapping[str, Sequence[float]]:
    """The mean losses after nudges, a row a size."""
    return {"size": sizes} | dict(zip(names, around, strict=True))


def names_of(kind: str, recipe: Any, other: Any) -> tuple[str, str]:
    """What the two ends of a line are called."""
    return {
        "seeds": (f"seed {recipe.seed}", f"seed {other.seed}"),
        "twin": ("this network", TWIN),
        "batch": (f"batch {recipe.batch}", f"batch {other.batch}"),
    }[kind]
