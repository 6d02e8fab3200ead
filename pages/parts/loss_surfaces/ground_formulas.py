"""The ground around a point in formulas: each in symbols and with the numbers of the point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.loss_surfaces.ground import place_of
from pages.parts.loss_surfaces.partials import partials
from ui.numerals import tex, unless_rounding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.landscape import Surface
    from core.stationary import LocalShape

Formula = tuple[str, str]


def height_formula(
    entry: Surface, shape: LocalShape, knobs: Mapping[str, float], *, color: str, scale: float
) -> Formula:
    """The surface in symbols, and its height at this point; ``scale`` is a large height on it."""
    x, y = place_of(entry, shape)
    height = tex(unless_rounding(shape.value, scale))
    set_to = "".join(rf",\; {knob.symbol}={knobs[knob.name]:g}" for knob in entry.knobs)
    return (
        rf"\textcolor{{{color}}}{{{entry.equation}}}",
        rf"f({tex(x)},\, {tex(y)}) = \textcolor{{{color}}}{{{height}}}{set_to}",
    )


def slope_and_curvature(
    shape: LocalShape, names: tuple[str, str], *, key: str, slope: str, axes: tuple[str, str]
) -> tuple[Formula, ...]:
    """Gradient and Hessian in symbols and with the numbers of the point, in the colors given; ``key`` is the surface's."""
    h, bend = shape.hessian, abs(shape.eigenvalues).max()
    d_x, d_y = (unless_rounding(slope, bend) for slope in shape.gradient)
    first, second = (unless_rounding(value, bend) for value in shape.eigenvalues)
    u, v = names
    return (
        (
            partials(key, names),
            rf"\textcolor{{{slope}}}{{\nabla f = \left(\tfrac{{\partial f}}{{\partial {u}}},\, \tfrac{{\partial f}}{{\partial {v}}}\right) = ({tex(d_x)},\, {tex(d_y)})}}",
        ),
        (
            r"H v_i = \lambda_i v_i",
            rf"H = \begin{{pmatrix}} {tex(h[0, 0])} & {tex(h[0, 1])} \\ {tex(h[1, 0])} & {tex(h[1, 1])} \end{{pmatrix}},\quad "
            rf"\textcolor{{{axes[0]}}}{{\lambda_1 = {tex(first)}}},\; \textcolor{{{axes[1]}}}{{\lambda_2 = {tex(second)}}}",
        ),
    )


def touching_formula(
    shape: LocalShape, touching: str, names: tuple[str, str], *, slope: str, color: str
) -> tuple[Formula, ...]:
    """What touches the ground at the point, in symbols and with its numbers; nothing where nothing does.

    ``slope`` is the color of the gradient, ``color`` that of the plane or the parabola.
    """
    if touching == "none":
        return ()
    (at_u, at_v), h, bend = shape.point, shape.hessian, abs(shape.eigenvalues).max()
    d_u, d_v = (f"({name} {_less(at)})" for name, at in zip(names, (at_u, at_v), strict=True))
    b_u, b_v = (unless_rounding(b, bend) for b in shape.gradient)
    symbols = rf"f(\hat{{\mathbf{{w}}}}) + (\mathbf{{w}} - \hat{{\mathbf{{w}}}})^\top \textcolor{{{slope}}}{{\mathbf{{b}}}}"
    numbers = rf"{tex(shape.value)} \textcolor{{{slope}}}{{{_plus(b_u)}}}\,{d_u} \textcolor{{{slope}}}{{{_plus(b_v)}}}\,{d_v}"
    if touching == "parabola":
        symbols += r" + \tfrac{1}{2}\, (\mathbf{w} - \hat{\mathbf{w}})^\top H\, (\mathbf{w} - \hat{\mathbf{w}})"
        numbers += rf" \\ {{}} {_plus(h[0, 0] / 2)}\,{d_u}^2 {_plus(h[0, 1])}\,{d_u}{d_v} {_plus(h[1, 1] / 2)}\,{d_v}^2"
    said = rf"\textcolor{{{color}}}{{\text{{{touching}}}}}(\mathbf{{w}}) = "
    meaning = rf",\quad \mathbf{{w}} = ({names[0]}, {names[1]}),\; \hat{{\mathbf{{w}}}} = ({tex(at_u)},\, {tex(at_v)})"
    return ((said + symbols + meaning, "= " + numbers),)


def _plus(value: float) -> str:
    """A number with its sign, to be added."""
    return rf"- {tex(-value)}" if value < 0 else rf"+ {tex(value)}"


def _less(value: float) -> str:
    """Minus a number."""
    return rf"+ {tex(-value)}" if value < 0 else rf"- {tex(value)}"
