"""View: what a point on a loss surface is, and how to read the ground around it.

Question: what is a point on this surface, and what does the ground do around it?
First ten seconds: one blue point, three times: on a slope in space, where a plane touches the ground and an orange
arrow points uphill; on the map, with two axes along which the ground bends most and least; and on cuts along them.
"""

import math
from dataclasses import replace

import streamlit as st

import ui
from charts import theme
from charts.ground import AXES, along_cuts, from_above
from charts.ground_in_space import as_tall_as_wide, in_space
from core.all_stationary import all_stationary, turns_along_edge
from core.close_up import bends, curvature_axes, cuts, off_course, patch, uphill
from core.stationary import local_shape
from core.studies.loss_surfaces.level_ground import level_ground
from core.surfaces import SURFACES, adjusted, sample
from pages.parts.loss_surfaces import ground
from pages.parts.loss_surfaces import ground_formulas as formulas

SLUG = "loss_surfaces_point"
AS_GOOD_AS_THERE = 1e-6  # no picture shows less
COARSE, FINE = 32, 64  # heights along each side in space and on the map
WAVY = ("rastrigin", "ackley")  # with many ups and downs a side
SQUARE = ((-2.0, 2.0), (-2.0, 2.0))  # the ravine in full width, so that its ellipses are seen whole
NAMES = {"regression": ("w", "b"), "hidden_unit": ("w", "v")}
STARTS = {"himmelblau": (0.5, 3.5), "regression": (0.0, 1.0)}
TOUCHING = {"none": "Nothing", "plane": "Plane", "parabola": "Parabola"}
EXPERIMENTS = [
    ui.Experiment(
        "Nine level points",
        "Himmelblau's ground is level in nine places: 4 minima, all as deep, 4 saddles, the passes between them, and 1 maximum, the hill in the middle. No two cubics can meet more often.",
        {"all_level": True},
    ),
    ui.Experiment(
        "Fifteen on the camel",
        "Six minima, seven saddles, two maxima. Only two of the six minima are the lowest ground: a minimum is lowest in its own valley, no more.",
        {"surface": "camel", "all_level": True, "camel_x": 1.7, "camel_y": -0.8},
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


def show():
    """Draw this view."""
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


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        entry = ui.pick("Surface", SURFACES, key=f"{SLUG}.surface", default="himmelblau")
        surface, knobs = choose_shape(entry)
        names = NAMES.get(entry.key, ("x", "y"))
        start, place = STARTS.get(entry.key, entry.start), {"name": entry.key, "axes": names}
        point, go_to = ui.point("Point", surface.window, start, slug=SLUG, **place)
        offer_level_ground(surface, point)
        found, turns = offer_all_level(entry.key, knobs)
        touching = ui.choose(
            "What touches the ground there", TOUCHING, key=f"{SLUG}.touching", default="plane"
        )
    level = found.points if found else ()

    def clicked(x, y):
        """A click on a mark lands on the very point."""
        exact = next((s.point.tolist() for s in level if s.point.tolist() == [x, y]), None)
        put(entry.key, exact) if exact else go_to(x, y)

    shape = local_shape(surface, *point)
    arrow, axes, ways = uphill(surface, shape), curvature_axes(surface, shape), bends(shape)
    heights = heights_of(entry.key, FINE if entry.key in WAVY else COARSE, **knobs)
    tall, scale = as_tall_as_wide(heights, shape.value), float(abs(heights.values).max())
    sheet = None if touching == "none" else patch(surface, shape, touching, tall)
    cut = cuts(surface, shape, "plane" if touching == "none" else touching)
    look = {"view": entry.key, "level": level}
    space = in_space(
        heights,
        shape,
        arrow=arrow,
        patch=sheet,
        touching=touching,
        minima=[(*place, float(surface.value(*place))) for place in surface.minima],
        names=(*names, "height"),
        height=316,
        cuts=cut,
        bends=ways,
        **look,
    )
    chart = from_above(
        heights_of(entry.key, FINE, **knobs),
        shape,
        arrow=arrow,
        axes=axes,
        bends=ways,
        minima=surface.minima,
        names=names,
        log_scale=surface.log_scale,
        height=410,
        **look,
    )
    third = along_cuts(cut, shape, touching=touching, view=entry.key, height=196)

    with picture:
        left, right = st.columns([3, 2])
        with left:
            ui.show_figure(
                space, key=f"{SLUG}.space", caption=ground.tell_place(surface, shape, scale)
            )
            ui.show_figure(
                third,
                key=f"{SLUG}.third",
                caption=ground.tell_cuts(entry.key, shape, ways, touching),
            )
        with right:
            ui.show_figure(
                chart,
                key=f"{SLUG}.map_{entry.key}",  # a map's own node: two axes to one scale do not survive new ranges
                caption=ground.tell_ground(
                    shape,
                    ways,
                    angle_to_minimum(surface, shape),
                    found,
                    "lowest minimum" if entry.key in WAVY else "minimum",
                ),
                on_click=clicked,
            )
        if found:
            ground.show_level(entry.key, found, turns)
        ui.show_formula(
            formulas.height_formula(entry, shape, knobs, color=theme.FORWARD, scale=scale),
            *formulas.slope_and_curvature(
                shape, names, key=entry.key, slope=theme.GRADIENT, axes=AXES
            ),
            *formulas.touching_formula(
                shape,
                touching,
                names,
                slope=theme.GRADIENT,
                color=theme.LOSS if touching == "parabola" else theme.GRADIENT,
            ),
        )
    ui.show_source(*sources(entry, found), curvature_axes, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(entry, knobs, surface.window, point, found),
        tables={
            "heights": lambda: ground.table_of_heights(heights, names),
            "cuts": lambda: ground.table_of_cuts(cut, touching),
        }
        | ({"level points": lambda: ground.table_of_level(found)} if found else {}),
        figures={"space": space, "map": chart, "cuts": third},
    )


def choose_shape(entry):
    """The surface with its own knobs turned, and what they were turned to."""
    knobs = {
        knob.name: ui.turn(knob, key=f"{SLUG}.{knob.name}", label=f"Condition ${knob.symbol}$")
        for knob in entry.knobs
    }
    return shaped(entry.key, knobs), knobs


def shaped(key, knobs):
    """The surface with its knobs turned so."""
    surface = adjusted(SURFACES[key], **knobs)
    return replace(surface, window=SQUARE) if knobs else surface


@st.cache_data(max_entries=64, show_spinner=False)
def heights_of(key, resolution, **knobs):
    """The surface over its window: the same wherever the point is."""
    return sample(shaped(key, knobs), resolution)


def put(key, place):
    """Set the point of a surface, exactly."""
    for axis, value in zip("xy", place, strict=True):
        st.session_state[f"{SLUG}.{key}_{axis}"] = value


def offer_level_ground(surface, point):
    """A button that puts the point where the slope is zero, if Newton's method finds such a place from here."""
    found = level_ground(surface, *point)
    st.button(
        "Go to level ground",
        key=f"{SLUG}.level",
        on_click=put,
        args=(surface.key, found),
        disabled=found is None or math.dist(found, point) < AS_GOOD_AS_THERE,
        help="Puts the point where Newton's method finds a slope of zero: a minimum, a maximum or a saddle. "
        "Grey where the point is there already, or where the method finds none.",
    )


def offer_all_level(key, knobs):
    """A switch that finds and marks every level point of the window."""
    on = ui.switch(
        "Find all level points",
        key=f"{SLUG}.all_level",
        help="Newton's method from 61 × 61 starts at once; each place that it ends on, once. Click a mark to go there.",
    )
    return search(key, **knobs) if on else (None, None)


@st.cache_data(max_entries=32, show_spinner=False)
def search(key, **knobs):
    """All level points in the window, and how often the gradient turns along its edge."""
    surface = shaped(key, knobs)
    return all_stationary(surface), turns_along_edge(surface)


def angle_to_minimum(surface, shape):
    """Degrees from straight downhill to the minimum, where there is one and the ground slopes."""
    if len(surface.minima) == 1 and shape.kind == "slope":
        return off_course(shape, surface.minima[0])
    return None


def script(entry, knobs, window, point, level):
    """Today's point, and all level points if they were asked for, as a script that needs NumPy alone."""
    main = ground.printing(entry, knobs, window, point, all_level=bool(level))
    return ui.stand_alone(*sources(entry, level), main=main)


def sources(entry, level):
    """The functions that computed what is on the screen."""
    searched = (all_stationary, turns_along_edge) if level else ()
    return entry.value, entry.gradient, entry.hessian, local_shape, *searched
