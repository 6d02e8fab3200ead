"""View: why lasso gives exact zeros and ridge does not, seen with two weights.

Question: why does one penalty make weights exactly zero, and the other never?
First ten seconds: the diamond of the lasso, and the contour of the error that just touches it: at the diamond's
corner, where the second weight is exactly 0. Beside it both weights against the strength, one flat on 0; below, the
pull on that weight, well inside what its price can hold.
"""

import streamlit as st

import ui
from charts.regularization.geometry import geometry
from charts.regularization.walk_down import walk_down_to
from core.linear import PENALTIES
from core.studies.regularization.priced_walk import (
    STRONGEST,
    WEAKEST,
    changes,
    shrink_towards_zero,
    solutions,
    walk_down,
)
from core.studies.regularization.touch import REACH, map_of, slopes_allowed, touch
from core.studies.regularization.two_weights import bowl, lowest_with, pull, solution, too_much
from pages.parts.regularization import geometry as words

SLUG = "regularization_geometry"
WINDOW = ((-REACH, REACH), (-REACH, REACH))
PRICED = {key: PENALTIES[key] for key in ("lasso", "ridge", "elastic_net")}
METHODS = {"proximal": "Proximal (ISTA)", "subgradient": "Sub-gradient"}
EXPERIMENTS = [
    ui.Experiment(
        "Into the corner",
        "The contour touches the diamond at a corner: θ₂ is exactly 0, and is for every α from 1.44 on, although least squares gives it 1.4. The walk gets there too: from step 18 on its θ₂ is exactly 0.",
        {},
    ),
    ui.Experiment(
        "No corner",
        "The same error under ridge. The disc is round, so the contour touches it wherever it likes: θ₂ is 0.604 instead of 1.4, not 0, and no strength ever makes it so.",
        {"penalty": "ridge"},
    ),
    ui.Experiment(
        "One at a time",
        "Long axis along θ₁: the features are uncorrelated, and each weight is moved towards 0 by itself, by α/hᵢ: S(1.6, 1) = 0.6 and S(1.4, 0.333) = 1.067. Soft thresholding, exactly.",
        {"angle": 0.0, "condition": 3.0, "alpha": 1.0},
    ),
    ui.Experiment(
        "The larger goes first",
        "Least squares says 1.6 and 1.4, yet it is θ₁, the larger, that becomes 0 first, at α = 1.51, and on the way there θ₂ grows to 1.66 under a rising price. With correlated features one weight takes over the other's work.",
        {"angle": -30.0, "condition": 10.0, "alpha": 2.0},
    ),
    ui.Experiment(
        "Straight is wrong",
        "Shrink least squares straight towards 0 until it lies on the diamond: same price, larger error, and no corner on the way, so never a zero. A picture of lasso drawn like that is wrong.",
        {"straight": True},
    ),
    ui.Experiment(
        "It chatters",
        "Plain steps along the slope of |θ|: near 0 the sign flips, the weight hops from side to side and is never exactly 0, after 60 steps or after 200. The proximal step stops at 0.",
        {"method": "subgradient", "steps": 60},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Lasso has θ₂ at exactly 0 (first experiment). You move the least-squares point up, from 1.4 to 1.6. What does θ₂ do?",
        ["It rises a little", "It stays exactly 0", "It turns negative"],
        "It stays exactly 0. At 0 the price on |θ₂| has a kink and holds any pull from −2 to 2. The pull was 1.60 and has grown to 1.74: less than 2, so nothing moves. Only a pull beyond α lifts a weight off 0. Under ridge, whose price is flat at 0, any pull does.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Lasso shrinks towards 0 along a straight line.”** It does not; scaled evenly, a weight that is not 0 never becomes 0. Switch on *Straight to 0* and compare the two errors at the same price. "
        "**“The ball is given, α follows.”** Here α is given and the ball is as large as the solution makes it; either way the same pairs of ball and solution come out. "
        "**“Corners are always hit.”** Only while the pull at 0 is smaller than the price: for a small α, or on an edge, both weights stay. "
        "**“Gradient descent finds the zeros.”** |θ| has no slope at 0, and steps along its slope elsewhere jump over it. Software that trains with plain L1 slopes gets small weights, not zeros; the proximal step gets zeros. "
        "**“Elastic net is half as sparse.”** Its ball has bent sides but the same sharp corners, so it gives exact zeros too, from a larger α on."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        alpha = ui.live_slide(
            "Strength α", WEAKEST, STRONGEST, 2.0, key=f"{SLUG}.alpha", step=0.1, log=True
        )
        angle = ui.live_slide(
            "Angle of the long axis, °", -90.0, 90.0, -70.0, key=f"{SLUG}.angle", step=1.0
        )
        names = {key: entry.label for key, entry in PRICED.items()}
        penalty = PRICED[ui.choose("Penalty", names, key=f"{SLUG}.penalty")]
        r = {"ridge": 0.0, "lasso": 1.0}.get(penalty.key)
        if r is None:
            r = ui.turn(penalty.knobs[1], key=f"{SLUG}.l1_ratio", label="The lasso's share $r$")
        straight = ui.switch("Straight to 0, the wrong way", key=f"{SLUG}.straight")
        best, condition = choose_error()
        start, go_to, walking = choose_walk(r)

    shape = (best, angle, condition)
    ground = bowl(*shape)
    found, path, turning = touch(ground, alpha, r), solutions(ground, r), changes(ground, r)
    walk = walk_down(ground, start, alpha, r, **walking)
    figure = geometry(
        *(map_of(ground), ground, found, path, turning, walk),
        alpha=alpha,
        l1_ratio=r,
        straight=straight,
        view="map",
    )
    down = walk_down_to(walk, found.error + found.price)

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.map",
            caption=f"{words.tell_touch(penalty, alpha, r, found, walk, straight)} {words.tell_changes(turning, r, ground)}",
            on_click=go_to,
        )
        with st.container(key="compact-table-of-slopes"):
            st.markdown(words.conditions_table(found))
        ui.show_formula(*words.formulas(penalty, alpha, r, ground, found, walk, walking["method"]))
        ui.show_figure(down, key=f"{SLUG}.down", caption=words.tell_walk(walk, found))
    ui.show_source(
        *(solution, lowest_with, too_much, pull, slopes_allowed, walk_down, shrink_towards_zero),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.geometry_script(shape, alpha, r, start, walking),
        tables={
            "walk": lambda: words.table_of_walk(walk),
            "solutions": lambda: words.table_of_solutions(path),
        },
        figures={"map": figure, "walk": down},
    )


def choose_error():
    """Where the error is lowest, and how long its valley is."""
    left, middle, right = st.columns(3)
    with left:
        first = ui.number("Least sq. θ₁", -3.0, 3.0, 1.6, key=f"{SLUG}.best_1", step=0.1)
    with middle:
        second = ui.number("Least sq. θ₂", -3.0, 3.0, 1.4, key=f"{SLUG}.best_2", step=0.1)
    with right:
        condition = ui.number(
            *("Elongation κ", 1.0, 50.0, 5.0),
            key=f"{SLUG}.condition",
            step=0.5,
            help="Steepest curvature of the error over flattest.",
        )
    return (first, second), condition


def choose_walk(r):
    """Where the walk starts, a way to set that by a click, and how it goes."""
    start, go_to = ui.point(
        "Start", WINDOW, (-1.5, 2.5), slug=SLUG, name="start", axes=("θ₁", "θ₂")
    )
    method = "proximal"
    if r:
        method = ui.choose("Steps are", METHODS, key=f"{SLUG}.method")
    left, right = st.columns(2)
    with left:
        steps = ui.slide("Steps", 1, 200, 30, key=f"{SLUG}.steps")
    with right:
        share = ui.slide(
            *("Rate η, in 1/L", 0.05, 1.95, 0.5),
            key=f"{SLUG}.share",
            step=0.05,
            help="L is the steepest curvature of what is smooth in J. Below 2/L the proximal walk never rises.",
        )
    return start, go_to, {"share": share, "steps": steps, "method": method}
