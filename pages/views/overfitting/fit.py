"""View: one set of points, fitted too stiffly, well, and too eagerly.

Question: which of two curves has learned, and which has memorized?
First ten seconds: a curve of degree 10 runs close to every filled point and far from the hollow ones, which it never
saw. On the right the training error only falls with the degree; validation and test error turn at 2, the degree of the
true curve, and shoot up.
"""

import streamlit as st

import ui
from charts.overfitting.fit import fit_and_errors, height_of
from core.polynomials import Points, fit_polynomial, legendre, parabola, rmse, value_at
from core.studies.overfitting.degrees import (
    MOST,
    dealt,
    drawn_curve,
    drawn_points,
    parted,
    sweep_degrees,
    window_of,
)
from pages.parts.overfitting import fit as words
from pages.parts.overfitting.fit import PARTS
from ui.csv_upload import Wanted, upload_table
from ui.point_list import Point, PointRules, clicked, point_list, written

SLUG = "overfitting_fit"
LARGEST = 20
RULES = PointRules(PARTS, least={"": 2, "v": 1}, most=120)
TABLE = Wanted(("x", "y"), least=5, most=100)
CLICKS = {"add": "adds", "move": "moves", "delete": "deletes"}
EXPERIMENTS = [
    ui.Experiment(
        "Under",
        "Degree 1 cannot bend. All three errors are high, and near each other: 1.7 to 2.1, where the noise alone makes 1. Under-fitting.",
        {"degree": 1},
    ),
    ui.Experiment(
        "Good",
        "Degree 2, that of the true curve. Of all degrees it has the lowest test error, close to the noise, below which no prediction gets.",
        {"degree": 2},
    ),
    ui.Experiment(
        "Over",
        "Degree 10 misses the filled points by half the noise: it bends to each. The hollow ones pay for it: the validation error is over forty times the training error. Over-fitting.",
        {"degree": 10},
    ),
    ui.Experiment(
        "By heart",
        "15 points, 15 coefficients: degree 14 goes through every filled point. The training error is 0, the test error over 100,000: being right at the points says nothing about the places between.",
        {"degree": 14},
    ),
    ui.Experiment(
        "Past the peak",
        "Degree 20 has more coefficients than points. Of the many curves through all of them this is the one with the shortest coefficients, and it is less wild than degree 14: its test error is a thousandth of that, and still a hundred times that of degree 2.",
        {"degree": 20},
    ),
    ui.Experiment(
        "More points",
        "Degree 10 again, with 60 training points instead of 15. Nothing else changed, and the test error is down from 17 to 1.07, near the noise: too eager for 15 points is not too eager for 60.",
        {"degree": 10, "n": 60},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "You raise the degree by one. What can the training error do?",
        ["Fall, or stay", "Rise", "Either, it depends on the points"],
        "It falls or stays: the curves of the higher degree include all of the lower one (a coefficient of 0), so the best of more curves cannot be worse on the points that chose it. That is why the training error cannot pick the degree, and validation points must.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A small training error is a good fit.”** On the 15 points of the first picture degree 14 has none at all, and is the worst. "
        "**“The validation error is what I can promise.”** It chose the degree, so it is a little too kind to the one it chose. The test points chose nothing: quote their error, and look at it once. "
        "**“High degree means over-fitting.”** For so few points. With 60 of them, degree 10 does no harm. "
        "**“More coefficients than points is always worst.”** The worst is mostly where they just suffice; beyond, it depends on which of the many curves is taken."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        degree = ui.live_slide("Degree", 0, LARGEST, 10, key=f"{SLUG}.degree", step=1)
        how = ui.choose("A click in the picture", CLICKS, key=f"{SLUG}.click")
        part = ""
        if how == "add":
            part = ui.choose("a point of", PARTS, key=f"{SLUG}.part", show_label=False)
        left, middle, right = st.columns(3)
        with left:
            n = ui.number("Points", 5, MOST, 15, key=f"{SLUG}.n", help="Of each kind, drawn.")
        with middle:
            noise = ui.number("Noise", 0.0, 3.0, 1.0, key=f"{SLUG}.noise", step=0.25)
        with right:
            seed = ui.number("Sample", 0, 9999, 106, key=f"{SLUG}.seed")
        show_truth = ui.switch("True curve", key=f"{SLUG}.truth", default=True)
        rows, test = drawn_points(n, noise, seed)
        points, own = point_list(
            "Your points", [Point(*row) for row in rows], RULES, key=f"{SLUG}.points"
        )
        if own:
            st.button("Draw again", key=f"{SLUG}.again", on_click=forget, width="stretch")
        with st.expander("From a CSV file"):
            upload_table("x and y, a row a point", TABLE, key=f"{SLUG}.csv", on_rows=take)

    window, parts = window_of(points), parted(points, test)
    sweep = sweep_degrees(parts, LARGEST, window)
    own_test = any(point.part == "t" for point in points)
    curve = drawn_curve(sweep.coefficients[degree], window)
    truth = Points(curve.x, parabola(curve.x)) if show_truth else None
    figure = fit_and_errors(
        parts,
        curve,
        truth,
        sweep,
        degree=degree,
        noise=None if own else noise,
        own_test=own_test,
    )
    heights = height_of(parts)

    def go_on(x, y):
        """Take a click: round it to what a link can hold, and do as the reader chose."""
        x, y = float(f"{x:.4g}"), float(f"{y:.4g}")
        size = (window[1] - window[0], heights[1] - heights[0])
        keep(clicked(points, x, y, how, part, size))

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.fit",
            caption=words.tell(degree, sweep, parts, curve, heights, own_test),
            on_click=go_on,
        )
        if st.session_state.pop(f"{SLUG}.refused", ""):
            st.warning("That would leave too few points, or too many: they stay as they were.")
        ui.show_formula(
            words.formula(sweep.coefficients[degree], window, parts),
            words.miss(degree, sweep, parts, "", "training"),
            words.miss(degree, sweep, parts, "v", "validation"),
        )
    ui.show_source(legendre, fit_polynomial, value_at, rmse, sweep_degrees, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(points, LARGEST, degree, n, noise, seed),
        tables={
            "points": lambda: words.table_of_points(parts),
            "errors": lambda: words.table_of_errors(sweep),
            "coefficients": lambda: {
                "k": range(degree + 1),
                "coefficient": sweep.coefficients[degree],
            },
        },
        figures={"fit": figure},
    )


def keep(points):
    """Write points into the link, if they are such as can be taken."""
    try:
        RULES.check(points)
    except ValueError:
        st.session_state[f"{SLUG}.refused"] = True
    else:
        st.session_state[f"{SLUG}.points"] = written(points)


def take(rows):
    """Put the rows of a file into the link; what the true curve behind them is, nobody knows."""
    keep([Point(*row) for row in dealt(rows)])
    st.session_state[f"{SLUG}.truth"] = False


def forget():
    """Back to the drawn points."""
    st.session_state[f"{SLUG}.points"] = ""
