"""View: what more data does for a model that is too stiff, and for one that is too eager.

Question: would more data help, or another model?
First ten seconds: on the left degree 1: after a dozen points both errors run side by side, far above the noise, and more
points change nothing. On the right degree 9: with few points a gulf lies between the two errors; it closes as points
come in, and both meet at the noise.
"""

import streamlit as st

import ui
from charts.overfitting.folds import fold_by_fold
from charts.overfitting.learning import two_learning_curves
from core.polynomials import (
    Points,
    draw_points,
    fit_polynomial,
    fits_of_every_degree,
    parabola,
    rmse,
)
from core.studies.overfitting.degrees import drawn_curve
from core.studies.overfitting.folds import cross_validate, deal_folds
from core.studies.overfitting.learning import (
    learning_curves,
    limit_of,
    spread,
)
from pages.parts.overfitting import learning as words
from pages.parts.overfitting.learning import LARGEST, POINTS, RUNS

SLUG = "overfitting_learning"
SHOWN = {"curves": "Learning curves", "folds": "k folds"}
EXPERIMENTS = [
    ui.Experiment(
        "Both high and close",
        "Left, degree 1: with 100 points training and validation error are within a tenth of each other, and both near 1.67, where the noise alone makes 1. The model is too stiff: more data will not help.",
        {},
    ),
    ui.Experiment(
        "A gap that closes",
        "Right, degree 15: with 24 points the validation error is over ten times the training error. With 100 both are near the noise. The model was too eager for its data: more data does help.",
        {"degree": 15},
    ),
    ui.Experiment(
        "About right",
        "Right, degree 2: a dozen points are enough, the gap is small from the start, and both errors meet at the noise.",
        {"degree": 2},
    ),
    ui.Experiment(
        "Five folds",
        "Each of 20 points is held out once, by one of five folds. Degree 9 is fitted five times, to 16 points each, and four of the fits seem good: errors of 1 to 2. But fold 3 holds out the leftmost point, where its fit has nothing to hold on to: error 57. One split might never have shown it.",
        {"show": "folds", "fold": 3},
    ),
    ui.Experiment(
        "Five calm folds",
        "The same folds with degree 2: five fits that are nearly one curve, five errors of about the size of the noise. Their mean is the lowest of all degrees: 20 points have chosen degree 2, and no other point was spent on it.",
        {"show": "folds", "degree": 2, "fold": 3},
    ),
    ui.Experiment(
        "Leave one out",
        "20 folds of one point each: every fit uses 19 of the 20 points, and for degree 2 all of them are nearly the same. The price is 20 fits.",
        {"show": "folds", "degree": 2, "k": 20},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Training and validation error are nearly the same, and both far too high. What helps?",
        ["More data", "A model that can bend more", "A penalty on the weights"],
        "A model that can bend more. The two curves have met: what they have met at is what this model misses with endless data, so more points only tell it the same again, and a penalty stiffens it further. Had there been a gap, more data (or a penalty) would have been right.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A low training error is good news.”** With as many points as coefficients it is 0, whatever the points. As data comes in the training error *rises*, and that is progress. "
        "**“More data always helps.”** Only against a gap. "
        "**“The k folds are k independent measurements.”** Any two of them share most of their training points, so their spread says how much one fold differs from the next; it is not an error bar of the mean. "
        "And the mean error judges a fit to (k − 1)/k of the points: the final fit, to all of them, is on average a little better."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        shown = ui.choose("Show", SHOWN, key=f"{SLUG}.show")
        label = "Degree, right" if shown == "curves" else "Degree"
        degree = ui.live_slide(label, 0, LARGEST, 9, key=f"{SLUG}.degree", step=1)
        if shown == "curves":
            other = ui.slide("Degree, left", 0, LARGEST, 1, key=f"{SLUG}.other")
        else:
            k = ui.slide("Folds k", 2, POINTS, 5, key=f"{SLUG}.k")
            fold = ui.number("Look at fold", 1, POINTS, 1, key=f"{SLUG}.fold")
        left, right = st.columns(2)
        with left:
            noise = ui.number("Noise", 0.0, 3.0, 1.0, key=f"{SLUG}.noise", step=0.25)
        with right:
            seed = ui.number("Seed", 0, 9999, 4, key=f"{SLUG}.seed")
    with picture:
        if shown == "curves":
            show_curves(other, degree, noise, seed)
        else:
            show_folds(degree, k, min(fold, k) - 1, noise, seed)


@st.cache_data(max_entries=30, show_spinner=False)
def grown(noise, seed):
    """Errors of all degrees at all sizes in all samples: the same for every reader."""
    return learning_curves(noise, seed, degree=LARGEST, runs=RUNS)


def show_curves(other, degree, noise, seed):
    """Two degrees, from few points to many."""
    curves = grown(noise, seed)
    degrees = (other, degree)
    spreads = [(spread(curves.training[d]), spread(curves.validation[d])) for d in degrees]
    figure = two_learning_curves(
        curves.sizes,
        spreads,
        degrees=degrees,
        limits=tuple(limit_of(d, noise) for d in degrees),
        noise=noise,
    )
    ui.show_figure(figure, key=f"{SLUG}.curves", caption=words.tell_curves(degrees, spreads, noise))
    ui.show_formula(*words.curve_formulas(degree, noise, curves))
    ui.show_source(learning_curves, fits_of_every_degree, spread, limit_of, rmse, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.curves_script(degrees, noise, seed),
        tables={"errors": lambda: words.table_of_curves(degrees, spreads)},
        figures={"curves": figure},
    )


def show_folds(degree, k, fold, noise, seed):
    """One fold at a time."""
    points = draw_points(POINTS, noise, seed)
    folds = cross_validate(*points, k, seed, degree=LARGEST)
    curves = [drawn_curve(fit, count=201) for fit in folds.coefficients[degree]]
    truth = Points(curves[0].x, parabola(curves[0].x))
    figure = fold_by_fold(points, folds.fold_of, curves, truth, folds.errors[degree], fold=fold)
    ui.show_figure(figure, key=f"{SLUG}.folds", caption=words.tell_folds(degree, fold, folds))
    ui.show_formula(words.fold_formula(degree, folds))
    ui.show_source(deal_folds, cross_validate, fit_polynomial, rmse, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.folds_script(degree, k, noise, seed),
        tables={
            "points": lambda: {"x": points.x, "y": points.y, "fold": folds.fold_of + 1},
            "errors": lambda: words.table_of_folds(folds),
        },
        figures={"folds": figure},
    )
