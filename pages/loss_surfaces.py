"""Lesson: what a point on a loss surface is, and how to read the ground around it.

Question: what is a point on this surface, and what does the ground do around it?
First ten seconds: one blue point, three times. On a surface in space it lies on a slope, where a plane
touches the ground and an orange arrow points uphill; on the map two axes show how the ground bends; and it is a line
that misses its data by ten sticks, and the height of the point is the mean of those sticks, squared.
"""

import math
from dataclasses import replace

import streamlit as st

import ui
from charts import theme
from charts.ground import AXES, along_cuts, from_above, line_over_points
from charts.ground_in_space import as_tall_as_wide, in_space
from core.close_up import bends, curvature_axes, cuts, fitted, off_course, patch, uphill
from core.level_ground import level_ground
from core.quadratic_surfaces import least_squares_line
from core.stationary import local_shape
from core.surfaces import REGRESSION_X, REGRESSION_Y, SURFACES, adjusted, sample

SLUG = "loss_surfaces"
AS_GOOD_AS_THERE = 1e-6  # no picture shows less
BEST_W, BEST_B = least_squares_line()
SQUARE = ((-2.0, 2.0), (-2.0, 2.0))  # the ravine in full width, so that its ellipses are seen whole
STARTS = {"regression": (0.0, 1.0)}  # a line that says 1, whatever x
TOUCHING = {"none": "Nothing", "plane": "Plane", "parabola": "Parabola"}
KINDS = {
    "slope": "on a slope",
    "minimum": "on level ground: a minimum",
    "maximum": "on level ground: a maximum",
    "saddle": "on level ground: a saddle",
    "degenerate": "on level ground, undecided: an eigenvalue is 0",
}
BENT = {"up": "up", "down": "down", "flat": "neither way"}
EXPERIMENTS = [
    ui.Experiment(
        "Best line",
        f"The one level point of this surface is the line of the normal equation, w = {BEST_W:.3f}, b = {BEST_B:.3f}. Both eigenvalues are positive, here and everywhere else on it: no other point can be a minimum.",
        {"regression_x": BEST_W, "regression_y": BEST_B},
    ),
    ui.Experiment(
        "One of four",
        "At (3, 2) the slope is zero and both eigenvalues are positive: a minimum. So are three others, just as deep, marked on the map.",
        {"surface": "himmelblau", "himmelblau_x": 3.0, "himmelblau_y": 2.0, "touching": "parabola"},
    ),
    ui.Experiment(
        "Saddle",
        "The slope is zero, and this is no minimum: along x the ground bends up (λ = 2), along y it bends down (λ = −2).",
        {"surface": "saddle", "saddle_x": 0.0, "saddle_y": 0.0, "touching": "parabola"},
    ),
    ui.Experiment(
        "Monkey saddle",
        "Slope zero, both eigenvalues zero: the parabola is a level sheet and cannot tell. Three valleys leave from here, two for the legs and one for the tail.",
        {
            "surface": "monkey_saddle",
            "monkey_saddle_x": 0.0,
            "monkey_saddle_y": 0.0,
            "touching": "parabola",
        },
    ),
    ui.Experiment(
        "Plateau",
        "The minimum is 4.6 away, and the slope is 0.0001: a small slope does not say that you are close.",
        {"surface": "plateau", "plateau_x": 3.5, "plateau_y": 3.0},
    ),
    ui.Experiment(
        "Ravine",
        "With κ = 100 the ellipses are √100 = 10 times longer than wide. Straight downhill points across the ravine, 77° away from the minimum.",
        {"surface": "ravine", "condition": 100.0, "ravine_x": -1.8, "ravine_y": 0.3},
    ),
]

ui.open_lesson(SLUG)


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        entry = ui.pick("Surface", SURFACES, key=f"{SLUG}.surface", default="regression")
        surface, knobs = choose_shape(entry)
        names = ("w", "b") if entry.key == "regression" else ("x", "y")
        point, go_to = ui.point(
            "Point",
            surface.window,
            STARTS.get(entry.key, entry.start),
            slug=SLUG,
            name=entry.key,
            axes=names,
        )
        offer_level_ground(surface, point)
        touching = ui.choose(
            "What touches the ground there", TOUCHING, key=f"{SLUG}.touching", default="plane"
        )

    shape = local_shape(surface, *point)
    arrow, axes, ways = uphill(surface, shape), curvature_axes(surface, shape), bends(shape)
    heights = sample(surface, 48)
    sheet = (
        None
        if touching == "none"
        else patch(surface, shape, touching, tall=as_tall_as_wide(heights, shape.value))
    )
    cut = cuts(surface, shape, "plane" if touching == "none" else touching)
    lowest = [(*place, float(surface.value(*place))) for place in surface.minima]
    space = in_space(
        heights,
        shape,
        arrow=arrow,
        patch=sheet,
        touching=touching,
        minima=lowest,
        names=(*names, "height"),
        view=entry.key,
        height=360,
    )
    chart = from_above(
        sample(surface, 64),
        shape,
        arrow=arrow,
        axes=axes,
        bends=ways,
        minima=surface.minima,
        names=names,
        log_scale=surface.log_scale,
        view=entry.key,
        height=410,
    )
    if entry.key == "regression":
        w, b = point
        third = line_over_points(
            REGRESSION_X, REGRESSION_Y, fitted(w, b), w=w, b=b, view=entry.key, height=190
        )
    else:
        third = along_cuts(cut, shape, touching=touching, view=entry.key, height=190)

    with picture:
        left, right = st.columns([3, 2])
        with left:
            ui.show_figure(space, key=f"{SLUG}.space", caption=tell_place(surface, shape))
            ui.show_figure(third, key=f"{SLUG}.third", caption=tell_third(entry.key, shape, ways))
        with right:
            ui.show_figure(
                chart,
                key=f"{SLUG}.map_{entry.key}",  # a map's own node: two axes to one scale do not survive new ranges
                caption=tell_ground(surface, shape, ways),
                on_click=go_to,
            )
        ui.show_formula(*formulas(entry, shape, knobs, names))
    parts = (entry.value, entry.gradient, entry.hessian)
    ui.show_source(*parts, local_shape, curvature_axes, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(entry, knobs, point),
        tables={
            "heights": lambda: table_of_heights(heights, names),
            "cuts": lambda: table_of_cuts(cut, touching),
        }
        | ({"line": lambda: table_of_line(point)} if entry.key == "regression" else {}),
        figures={
            "space": space,
            "map": chart,
            "line" if entry.key == "regression" else "cuts": third,
        },
    )


def choose_shape(entry):
    """The surface with its own knobs turned, and what they were turned to."""
    knobs = {
        knob.name: ui.turn(knob, key=f"{SLUG}.{knob.name}", label=f"Condition ${knob.symbol}$")
        for knob in entry.knobs
    }
    surface = adjusted(entry, **knobs)
    return (replace(surface, window=SQUARE) if knobs else surface), knobs


def offer_level_ground(surface, point):
    """A button that puts the point where the slope is zero, if Newton's method finds such a place from here."""
    found = level_ground(surface, *point)

    def go():
        for axis, value in zip("xy", found, strict=True):
            st.session_state[f"{SLUG}.{surface.key}_{axis}"] = value

    st.button(
        "Go to level ground",
        key=f"{SLUG}.level",
        on_click=go,
        disabled=found is None or math.dist(found, point) < AS_GOOD_AS_THERE,
        help="Puts the point where Newton's method finds a slope of zero: a minimum, a maximum or a saddle. "
        "Grey where the point is there already, or where the method finds none.",
    )


def tell_place(surface, shape):
    """Where the point stands, in one sentence."""
    x, y = shape.point
    return f"{surface.label}: the point ({x:.4g}, {y:.4g}) stands at height {shape.value:.4g}, {KINDS[shape.kind]}."


def tell_ground(surface, shape, ways):
    """What the map shows around the point."""
    slope = (shape.gradient @ shape.gradient) ** 0.5
    said = [
        f"Slope {slope:.3g}, the arrow points uphill (half its full length means this map's median slope)"
        if shape.kind == "slope"
        else f"Slope {slope:.1g}{', as good as 0' if slope else ''}, so no arrow",
        " and ".join(
            f"λ{i} = {value + 0.0:.4g} bends {BENT[way]}"
            for i, value, way in zip("₁₂", shape.eigenvalues, ways, strict=True)
        ),
    ]
    if ways == ("flat", "flat"):
        said.append("no curvature, so no axes")
    elif shape.eigenvalues[0] == shape.eigenvalues[1]:
        said.append("both are equal, so any two directions at right angles would do as axes")
    elif shape.condition:
        said.append(f"axes {shape.condition**0.5:.3g} : 1")
    if len(surface.minima) == 1 and shape.kind == "slope":
        angle = off_course(shape, surface.minima[0])
        if angle is not None:
            said.append(f"straight downhill points {angle:.0f}° away from the minimum")
    return "; ".join(said) + ". Click the map to move the point."


def tell_third(key, shape, ways):
    """What the lower picture shows."""
    if key == "regression":
        w, b = shape.point
        return f"The point is the line y = {w:.4g} x + {b:.4g}: the mean of its ten squared misses is {shape.value:.4g}, the height above."
    if key == "ackley" and not shape.point.any():
        return "Ackley has a sharp point here, without slope or curvature: 0 and the curvature of the ripples alone stand in for them."
    first, second = (BENT[way] for way in ways)
    return f"Along axis 1 the ground bends {first} at the point (λ₁ = {shape.eigenvalues[0] + 0.0:.3g}), along axis 2 {second} (λ₂ = {shape.eigenvalues[1] + 0.0:.3g})."


def formulas(entry, shape, knobs, names):
    """Height, slope and curvature in symbols, and with the numbers of this point."""
    (x, y), (d_x, d_y), h = shape.point, shape.gradient, shape.hessian
    first, second = shape.eigenvalues
    set_to = "".join(rf",\; {knob.symbol}={knobs[knob.name]:g}" for knob in entry.knobs)
    u, v = names
    return (
        (
            rf"\textcolor{{{theme.FORWARD}}}{{{entry.equation}}}",
            rf"f({x:.4g},\, {y:.4g}) = \textcolor{{{theme.FORWARD}}}{{{ui.tex(shape.value)}}}{set_to}",
        ),
        (
            rf"\textcolor{{{theme.GRADIENT}}}{{\nabla f = \left(\tfrac{{\partial f}}{{\partial {u}}},\, \tfrac{{\partial f}}{{\partial {v}}}\right)}}",
            rf"\textcolor{{{theme.GRADIENT}}}{{\nabla f = ({ui.tex(d_x)},\, {ui.tex(d_y)})}}",
        ),
        (
            r"H v_i = \lambda_i v_i",
            rf"H = \begin{{pmatrix}} {ui.tex(h[0, 0])} & {ui.tex(h[0, 1])} \\ {ui.tex(h[1, 0])} & {ui.tex(h[1, 1])} \end{{pmatrix}},\quad "
            rf"\textcolor{{{AXES[0]}}}{{\lambda_1 = {ui.tex(first)}}},\; \textcolor{{{AXES[1]}}}{{\lambda_2 = {ui.tex(second)}}}",
        ),
    )


def table_of_heights(grid, names):
    """The surface as rows."""
    rows = [(x, y, grid.values[j, i]) for j, y in enumerate(grid.y) for i, x in enumerate(grid.x)]
    return dict(zip((*names, "height"), zip(*rows, strict=True), strict=True))


def table_of_cuts(cut, touching):
    """Both cuts as columns, what touches the ground beside the ground."""
    columns = {"distance": cut.distance, "axis 1": cut.ground[0], "axis 2": cut.ground[1]}
    touch = {f"{touching} {i + 1}": cut.touch[i] for i in range(2)}
    return columns | ({} if touching == "none" else touch)


def table_of_line(point):
    """The data and what the line says, a row a point."""
    return {"x": REGRESSION_X, "y": REGRESSION_Y, "line": fitted(*point)}


def script(entry, knobs, point):
    """Today's point as a script that needs NumPy alone."""
    main = f"""
class Ground:
    key = {entry.key!r}
    value = staticmethod(partial({entry.value.__name__}, **{knobs!r}))
    gradient = staticmethod(partial({entry.gradient.__name__}, **{knobs!r}))
    hessian = staticmethod(partial({entry.hessian.__name__}, **{knobs!r}))


shape = local_shape(Ground, *{tuple(float(value) for value in point)!r})
print("point", *shape.point)
print("height", shape.value)
print("gradient", *shape.gradient)
print("hessian", *shape.hessian.ravel())
print("eigenvalues", *shape.eigenvalues)
print("axis 1", *shape.eigenvectors[:, 0])
print("axis 2", *shape.eigenvectors[:, 1])
print("kind", shape.kind)
"""
    parts = [entry.value, entry.gradient, entry.hessian, local_shape]
    if entry.key == "regression":
        parts.append(least_squares_line)
        main += 'print("best line", *least_squares_line())\n'
    return ui.stand_alone(*parts, main=main)


laboratory()
ui.predict(
    "A walker on a loss surface finds that the slope under its feet is exactly zero. Where is it?",
    ["At a minimum", "At a minimum or a maximum", "It cannot know from the slope"],
    "The slope alone cannot tell. The two eigenvalues of the Hessian can: both positive, a minimum; both negative, a maximum; mixed, a saddle. "
    "And when one of them is zero, not even they can: see the monkey saddle.",
    key=f"{SLUG}.predict",
)
ui.beware(
    "**“A zero gradient means a minimum.”** No: saddles and hilltops are level too, and a plateau is nearly level far from everything. "
    "**“Steepest descent points at the minimum.”** Only along an axis of curvature, or on a round bowl: in the ravine it points almost straight across. "
    "And a minimum need not be the lowest ground: on Rastrigin, go to level ground from (2, 3)."
)
