"""View: what a price on weights does to them, at every price.

Question: what does a price on weights do to them?
First ten seconds: fifteen weights, a line each, run together as the price α rises from left to right, under ridge
without ever reaching 0; the upright line marks today's α. Beside it the fit at that α, calm among the points, while
the one without a price swings; below, the validation error falls, then rises again.
"""

import streamlit as st

import ui
from charts.regularization.fit_panels import curve_among_points, predicted_and_true
from charts.regularization.penalty_paths import paths_and_fit
from charts.regularization.three_penalties import three_paths
from core.coordinate_descent import jump, sweep
from core.linear import PENALTIES, predict
from core.penalty_path import descend_in_turn, penalty_path, shrink
from core.polynomials import Points, parabola
from core.studies.regularization.paths import STRONGEST, WEAKEST, fit_task, follow, pulls
from core.studies.regularization.polynomial import drawn, sample_curve, split
from core.studies.regularization.tasks import POINTS, SHARE, powers_of_x, two_thermometers
from pages.parts.regularization import penalties as words
from pages.parts.regularization.penalties_script import path_script

SLUG = "regularization_penalties"
PRICED = {key: entry for key, entry in PENALTIES.items() if entry.knobs}
NAMES = {
    "powers": ("θ₁ of x/3", "θ₂ of (x/3)²"),
    "thermometers": ("θ₁ thermometer 1", "θ₂ thermometer 2", "θ₃ wind", "θ₄ moon"),
}
COLUMNS = ("thermometer_1", "thermometer_2", "wind", "moon")
TWINS = {"data": "thermometers", "alpha": 0.5}
EXPERIMENTS = [
    ui.Experiment(
        "Ridge calms",
        "Without a price the weights reach tens of thousands and the validation error 393. At α = 0.01 all 15 weights are below 5, none is 0, and the validation error is 1.06: close to the noise's own variance of 1, which nobody can predict.",
        {},
    ),
    ui.Experiment(
        "Lasso picks",
        "A price on |θ| sends 13 of the 15 weights to exactly 0. The two that stay are those of x and x²: the powers in the true curve.",
        {"penalty": "lasso", "alpha": 0.1},
    ),
    ui.Experiment(
        "Too strong",
        "At α = 10 no weight is worth its price: all 15 are exactly 0, and what is left is the bias, which has no price: the mean of the training points. Held back too much, degree 15 under-fits.",
        {"penalty": "lasso", "alpha": 10.0},
    ),
    ui.Experiment(
        "Twins: ridge shares",
        "Two thermometers at one spot say nearly the same. Without a price their weights are far apart, for no reason but noise. Ridge makes them nearly equal: half a weight each costs half as much in squares.",
        TWINS,
    ),
    ui.Experiment(
        "Twins: lasso picks one",
        "In sizes, a half and a half cost as much as a whole: no reason to share. One thermometer gets all the weight, the other exactly 0, and the moon, which has no say, is at 0 too.",
        TWINS | {"penalty": "lasso"},
    ),
    ui.Experiment(
        "Twins: in between",
        "Elastic net, half of each: both thermometers stay, further apart than under ridge, closer than under lasso.",
        TWINS | {"penalty": "elastic_net"},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Set the noise to 0: every point lies exactly on the parabola. Degree 15 with ridge, or without any penalty: which has the lower validation error?",
        ["Ridge", "No penalty", "The same"],
        "No penalty: with no noise to learn, plain least squares finds the parabola, and the price on weights only pulls away from it. A penalty buys steadiness against noise with a pull towards small weights; without noise, only the pull is left.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“The penalty is on all parameters.”** Not on the bias θ₀: it only lifts the curve to the right height, and a price on it would make the fit depend on where y has its zero. "
        "**“α means the same everywhere.”** Here MSE is a *mean* over the training points, without a half; ridge adds (α/2) Σθₖ², lasso α Σ|θₖ|. scikit-learn's Ridge wants nα/2 in place of our α, its Lasso and ElasticNet α/2. "
        "And θₖ is the weight of (x/3)ᵏ, not of xᵏ: without that scaling x¹⁵ would reach 14 million, and its tiny weight would cost next to nothing. "
        "**“Lasso finds the cause.”** Of two thermometers it often keeps one, and luck decides which: of 30 samples at α = 0.5 it drops the first in 13, the second in 10 and none in 7. "
        "**“Regularization always helps.”** It helps a model that is too eager for its data. And an α chosen by the validation error has seen the validation points: only points that neither has seen can judge it."
    )


@st.cache_data(max_entries=200, show_spinner=False)
def followed(kind, first, noise, seed, l1_ratio):
    """The task, and its path under one mixture of penalties: the same for every reader."""
    task = (powers_of_x if kind == "powers" else two_thermometers)(first, noise, seed)
    return task, follow(task, l1_ratio)


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        alpha = ui.live_slide(
            "Strength α", WEAKEST, STRONGEST, 0.01, key=f"{SLUG}.alpha", step=0.01, log=True
        )
        names = {key: entry.label for key, entry in PRICED.items()}
        penalty = PRICED[ui.choose("Penalty", names, key=f"{SLUG}.penalty")]
        mixture = {}
        if penalty.key == "elastic_net":
            mixture = {
                "l1_ratio": ui.turn(
                    penalty.knobs[1], key=f"{SLUG}.l1_ratio", label="The lasso's share $r$"
                )
            }
        kind, about = choose_task()
        best = st.container()

    r = words.ratio(penalty, mixture)
    settings = {"alpha": alpha} | mixture
    task, path = followed(kind, *about, r)
    fit, free = fit_task(task, penalty.key, **settings), fit_task(task)
    shown = NAMES[kind][: len(fit.theta) - 1]
    panel, axes = fit_panel(kind, about, task, fit, free)
    figure = paths_and_fit(
        path,
        fit,
        alpha,
        panel,
        axes,
        names=shown,
        label=penalty.label,
        fit_title="The fit" if kind == "powers" else "Predicted ŷ over y",
        view=(kind, about),
    )
    paths, fits = all_three(kind, about, alpha, mixture)
    three = three_paths(paths, fits, alpha, names=shown)

    with best:
        offer_best(path)
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.fit",
            caption=f"{words.tell_fit(penalty, settings, fit, free, path)} {words.ends(task, r)}",
            on_click=go_to,
        )
        ui.show_formula(*words.formulas(kind, penalty, settings, fit, task))
        ui.show_figure(three, key=f"{SLUG}.three", caption=words.tell_three(fits, alpha))
    ui.show_source(
        *(fit_task, penalty.fit, penalty.cost, follow, penalty_path),
        *((shrink,) if r == 0 else (descend_in_turn, sweep, jump, pulls)),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: path_script(kind, about, penalty, settings, r),
        tables={
            "examples": lambda: words.table_of_examples(task, columns_of(kind, task)),
            "path": lambda: words.table_of_path(path),
        },
        figures={"paths": figure, "three": three},
    )


def choose_task():
    """What the model is to learn: its kind; degree or gap, noise and seed."""
    kind = ui.choose(
        "Data", {"powers": "Powers of x", "thermometers": "Two thermometers"}, key=f"{SLUG}.data"
    )
    left, middle, right = st.columns(3)
    with left:
        if kind == "powers":
            first = ui.number("Degree", 1, 20, 15, key=f"{SLUG}.degree")
        else:
            first = ui.number(
                *("Gap", 0.0, 1.0, 0.05),
                key=f"{SLUG}.gap",
                step=0.05,
                help="How far each thermometer strays from the warmth.",
            )
    with middle:
        noise = ui.number("Noise", 0.0, 3.0, 1.0, key=f"{SLUG}.noise", step=0.25)
    with right:
        seed = ui.number(
            "Sample", 0, 9999, 16, key=f"{SLUG}.seed", help="Another number, other points."
        )
    return kind, (first, noise, seed)


def fit_panel(kind, about, task, fit, free):
    """Traces and axes of the panel that shows today's fit."""
    if kind == "thermometers":
        parts = (task.train, task.validation)
        return predicted_and_true(
            [predict(part.X, fit.theta) for part in parts], [part.y for part in parts]
        )
    _, noise, seed = about
    curve, without = drawn(fit.theta), drawn(free.theta)
    points = split(*sample_curve(POINTS, noise, seed), SHARE, seed)
    return curve_among_points(points, curve, without, Points(curve.x, parabola(curve.x)))


def all_three(kind, about, alpha, mixture):
    """Path and fit under each penalty, by label."""
    paths, fits = {}, {}
    for key, entry in PRICED.items():
        own = mixture if key == "elastic_net" else {}
        task, paths[entry.label] = followed(kind, *about, words.ratio(entry, own))
        fits[entry.label] = fit_task(task, key, alpha=alpha, **own)
    return paths, fits


def columns_of(kind, task):
    """What the columns of the examples are called."""
    powers = range(1, task.train.X.shape[1] + 1)
    return COLUMNS if kind == "thermometers" else [f"power_{k}" for k in powers]


def offer_best(path):
    """A button: the strength with the lowest validation error."""
    st.button(
        "α with the lowest validation error",
        key=f"{SLUG}.best",
        on_click=lambda: go_to(float(path.alphas[path.best]), 0.0),
        width="stretch",
    )


def go_to(alpha, _):
    """A click among the weights takes α there."""
    st.session_state[f"{SLUG}.alpha"] = min(STRONGEST, max(WEAKEST, float(f"{alpha:.3g}")))
