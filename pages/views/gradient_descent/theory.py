"""View: how fast descent can go on a bowl, and when it flies apart.

Question: how fast can it go, and when does it fly apart?
First ten seconds: a map of all learning rates and momenta, bluer where it is faster, empty where it diverges. The
dot, plain descent, stands on pale ground at the bottom; the star, the best there is, in the blue wedge far above. On the right the error of the flattest direction hardly falls: it decides.
"""

import streamlit as st

import ui
from charts.gradient_descent.price import price_of_condition
from charts.gradient_descent.speed_limits import speed_and_errors
from core.entries import Knob
from core.studies.gradient_descent.convergence import (
    REGIMES,
    best_descent,
    best_momentum,
    convergence_rate,
    largest_lr,
    steps_per_digit,
)
from core.studies.gradient_descent.long_enough import is_long_enough, roots
from core.studies.gradient_descent.quadratic_walk import measured_rate, walk_quadratic
from core.studies.gradient_descent.speed_limits import (
    borders,
    bowl_with,
    plane_over,
    price_of_length,
    slowest,
    verdicts,
)
from pages.parts.gradient_descent import speed_limits as words

SLUG = "gradient_descent_theory"
MOST = 4.2  # the largest learning rate on offer
CONDITION = Knob(
    "condition",
    r"\kappa",
    100.0,
    (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 10000.0),
    "steepest curvature over flattest",
)
STEEPEST = Knob(
    "steepest",
    r"\lambda_{\max}",
    1.0,
    (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0),
    "the largest curvature",
)
PARTS = (
    *(bowl_with, walk_quadratic, convergence_rate, roots, measured_rate, is_long_enough),
    steps_per_digit,
    *(best_descent, best_momentum),
)
PLAIN, HEAVY = (find(bowl_with(100.0, 1.0)) for find in (best_descent, best_momentum))
LONG = best_momentum(bowl_with(10000.0, 1.0))
EXPERIMENTS = [
    ui.Experiment(
        "Best plain descent",
        "η = 2/(λmin + λmax) = 1.980198: flattest and steepest direction are now equally slow. Each step leaves 0.980198 of the error, so a digit costs 115 steps. Without momentum nothing is faster.",
        {"lr": PLAIN.lr},
    ),
    ui.Experiment(
        "Best momentum",
        "η = 3.305785, β = 0.669421, the star: all three directions shrink by the same 0.818182 a step. A digit costs 11.5 steps, a tenth. The rate is far above plain descent's limit of 2: momentum bears it.",
        {"lr": HEAVY.lr, "beta": HEAVY.beta},
    ),
    ui.Experiment(
        "Over the edge",
        "The same rate as at the start, but a bowl half as steep again: the limit for η falls from 2 to 1.333. The steepest direction overshoots by 1.25 of its error, every time, and flies apart, while the other two converge as if nothing were wrong.",
        {"steepest": 1.5},
    ),
    ui.Experiment(
        "Momentum bears it",
        "The same steep bowl, the same rate, with a little momentum: the limit is now (2 + 2β)/λmax = 1.6, and all converges. The steepest direction still flips its sign at every step, but shrinks to 0.8 of its error.",
        {"steepest": 1.5, "beta": 0.2},
    ),
    ui.Experiment(
        "The root of β",
        "β = 0.9: now all three directions swing, and whatever their curvature each keeps the same √0.9 = 0.948683 of its error after a step. A well-known article printed 2√β: that would be 1.9, and diverge. More momentum is not faster: the star is at 0.67.",
        {"beta": 0.9, "steps": 300},
    ),
    ui.Experiment(
        "The price",
        "Condition number 10,000, and best rates for both. Plain descent pays 11,513 steps for each digit, momentum 115: the price grows as κ, and with momentum only as √κ.",
        {"condition": 10000.0, "lr": LONG.lr, "beta": LONG.beta, "steps": 400},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "With β = 0.9 all directions swing. You double the learning rate, and all still swing. How much faster does the error now shrink?",
        ["Twice as fast", "√2 times as fast", "Not at all"],
        "Not at all. Where a direction swings, both roots are complex, their product is β, so each has the size √β, whatever η: 0.9487 of the error is left after a step. The larger rate only makes it swing faster. In the map the ground of that region is level from left to right.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Near the limit it is fastest.”** For one direction the fastest rate is half the limit, 1/λ. Near the limit the steepest direction is slow again; on a long bowl it just matters less than the flattest. "
        "**“More momentum is faster.”** Above the star it is slower again: 1/(1 − β) steps are remembered, also those that point the wrong way. "
        "**“Theory says this, so training does this.”** This is a bowl with exact slopes; near a smooth minimum it holds, elsewhere it is a guide. Momentum's best setting needs λmin and λmax, which nobody knows for a real network. "
        "**“Measured is not quite predicted.”** Rates are fitted over the later half of the walk, if that holds at least two full swings or a clear fall; else it is too short to tell. Exactly at the best setting the error is t times a power, so the measured rate reads high by about 1/t: more steps, less difference."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        left, right = st.columns(2)
        with left:
            condition = ui.turn(
                CONDITION, key=f"{SLUG}.condition", label=r"Condition number $\kappa$"
            )
        with right:
            steepest = ui.turn(STEEPEST, key=f"{SLUG}.steepest", label=r"Steepest $\lambda_{\max}$")
        eigenvalues = bowl_with(condition, steepest)
        best = {"descent": best_descent(eigenvalues), "momentum": best_momentum(eigenvalues)}
        lr = ui.live_slide(
            "Learning rate η", 0.01, MOST, 1.5, key=f"{SLUG}.lr", step=0.01, format="%.7g"
        )
        beta = ui.number(
            "Momentum β", 0.0, 0.999, 0.0, key=f"{SLUG}.beta", step=0.01, format="%.6g"
        )
        offer_best(best)
        steps = ui.slide("Steps", 20, 400, 100, key=f"{SLUG}.steps", step=10)

    walk = walk_quadratic(eigenvalues, lr=lr, beta=beta, steps=steps)
    found, limit = verdicts(eigenvalues, walk, lr=lr, beta=beta), largest_lr(eigenvalues, beta)
    worst, ground = slowest(found), plane_over(eigenvalues, MOST)
    labels = [regime.label for regime in REGIMES.values()]
    figure = speed_and_errors(
        ground,
        steps_per_digit(ground.rates),
        borders(eigenvalues),
        walk.errors,
        found,
        regimes=labels,
        now=(lr, beta),
        best=best,
    )
    costs = {key: float(steps_per_digit(tuning.rate)) for key, tuning in best.items()}
    price = price_of_length()
    priced = price_of_condition(price, condition, costs, worst.digit)

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.plane",
            caption=words.tell_speed(found, worst, walk, limit, (lr, beta)),
            on_click=set_both,
        )
        with st.container(key="compact-table-of-sentences"):
            st.markdown(words.verdicts_table(found))
        ui.show_formula(*words.formulas(worst, (lr, beta), condition, steepest, limit, best))
        ui.show_figure(
            priced,
            key=f"{SLUG}.price",
            caption=words.tell_price(condition, costs, worst.digit),
        )
    ui.show_source(*PARTS, largest_lr, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.speed_script(PARTS, condition, steepest, (lr, beta), steps),
        tables={
            "errors": lambda: words.table_of_errors(walk),
            "plane": lambda: words.table_of_plane(ground, labels),
            "price": lambda: words.table_of_price(price),
        },
        figures={"plane": figure, "price": priced},
    )


def set_both(lr, beta):
    """Put learning rate and momentum where the reader clicked."""
    st.session_state[f"{SLUG}.lr"] = min(MOST, max(0.01, round(lr, 3)))
    st.session_state[f"{SLUG}.beta"] = min(0.999, max(0.0, round(beta, 3)))


def offer_best(best):
    """Two buttons: the best settings of this bowl."""

    def put(tuning):
        st.session_state[f"{SLUG}.lr"] = min(MOST, tuning.lr)
        st.session_state[f"{SLUG}.beta"] = tuning.beta

    with st.container(horizontal=True):
        for key, label in (("descent", "Best with β = 0"), ("momentum", "Best of all")):
            st.button(
                label, key=f"{SLUG}.best_{key}", on_click=put, args=(best[key],), width="stretch"
            )
