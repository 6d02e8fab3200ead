"""View: descent that is stopped early, held against a ridge penalty.

Question: is stopping early a penalty in disguise?
First ten seconds: two curves, one of descent stopped after 17 steps and one of ridge, run side by side near the true
curve, while the same polynomial trained to the end swings wildly. On the right why: along each direction of the loss
both have learned nearly the same share, all of the steep ones and nothing of the flat ones.
"""

import streamlit as st

import ui
from charts.regularization.early import (
    Shares,
    Watched,
    steps_beside_ridge,
)
from core.entries import Knob
from core.polynomials import Points, parabola
from core.studies.regularization.directions import (
    best_penalty,
    curve,
    errors_along,
    largest_gap,
    look_along,
    noisy_task,
    published_task,
)
from core.studies.regularization.early_stopping import (
    learned_by_ridge,
    learned_by_steps,
    penalty_like,
)
from core.studies.regularization.patience import train_with_patience
from core.studies.regularization.spacing import between, counts, spaced
from pages.parts.regularization import early as words
from pages.parts.regularization.early import MOST_EPOCHS

SLUG = "regularization_early"
MOST_STEPS = 1_000_000
DATA = {"parabola": "noisy parabola", "published": "ten published points"}
ALPHAS = {"best": "best match", "rule": "1/(ηk)", "own": "yours"}
RATE = Knob(
    "rate",
    r"\eta\lambda_{\max}",
    1.0,
    (0.1, 0.25, 0.5, 1.0, 1.9),
    "learning rate, in units of one over the steepest curvature",
)
PATIENCE = Knob(
    "patience",
    "",
    100,
    (1, 5, 20, 100, 500),
    "epochs without a new best validation error before training is stopped",
)
EXPERIMENTS = [
    ui.Experiment(
        "Nothing learned yet",
        "After 1 step the steepest direction is done, the next has 38 % of its way behind it, all others next to nothing. Ridge with its best α is within 21 points of that; both curves are stiff, and under-fit.",
        {"steps": 1},
    ),
    ui.Experiment(
        "Too long",
        "100,000 steps: most directions are gray, done, and the flat ones, which hold the noise, are being learned. The validation error is several times its best. Ridge with a tiny α follows all the way.",
        {"steps": 100_000},
    ),
    ui.Experiment(
        "The published example",
        "Ten points and powers up to 5: curvatures from 10.7033 down to 0.0000330797, as published. 300 steps have finished two of the six directions.",
        {"data": "published", "steps": 300},
    ),
    ui.Experiment(
        "The rule of thumb",
        "α = 1/(ηk), no search. For flat directions both shares begin as ηkλ, so there they agree; in between they part by up to 0.13 here. The best match has about half that α, and about half the difference.",
        {"alpha": "rule"},
    ),
    ui.Experiment(
        "Too impatient",
        "Another sample, a patience of 5: the validation error pauses at epoch 8, training is stopped at 13, and the weights of epoch 8 come back. With the patience of 100 it would have gone on to epoch 608, where it is a third lower.",
        {"seed": 0, "patience": 5, "steps": 8},
    ),
    ui.Experiment(
        "Overshooting",
        "With 1.9 times the rate the steepest direction jumps past its best value and back. No ridge can do that: its share is never above 1, and the match fails there until the swinging has died down.",
        {"rate": 1.9, "steps": 3},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "You halve the learning rate and double the steps. Which ridge is the closest match now?",
        ["One with twice the α", "Nearly the same one", "One with half the α"],
        "Nearly the same one. What counts is the product ηk: in flat and middling directions (1 − ηλ)ᵏ is close to exp(−ηkλ), in which only ηk occurs, and the steep ones are done either way. A training of twice the length with the same rate would match about half the α.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“They are the same.”** Nearly, and for this loss: from 0, on a quadratic, with plain descent. Even the best match differs along some direction, by 7 points at first sight and 21 after a single step, and in the curves by what that direction weighs. Momentum, Adam or a network walk otherwise. "
        "**“Early stopping costs no data.”** It looks at the validation points after every epoch, and so learns from them when to stop; judge the result by others. "
        "**“Stop when the validation error rises.”** It may rise for a while and fall again: that is what patience is for. And the weights to keep are those of the best epoch, not the last. "
        "Here J = L + (α/2)|w|²: for the parabola L is the mean squared error, and the bias is free; for the published points L is half the sum of squares, and the weight of x⁰ is penalized like all others."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        steps = ui.live_slide(
            "Steps k", 1, MOST_STEPS, 17, key=f"{SLUG}.steps", step=1, log=True, format="%d"
        )
        chosen = ui.choose("Ridge with α", ALPHAS, key=f"{SLUG}.alpha")
        own = 0.01
        if chosen == "own":
            own = ui.live_slide("α", 1e-9, 10.0, 0.01, key=f"{SLUG}.own", step=0.001, log=True)
        data = ui.choose("Data", DATA, key=f"{SLUG}.data")
        rate = ui.turn(
            RATE, key=f"{SLUG}.rate", label=r"Rate $\eta$, in units of $1/\lambda_{\max}$"
        )
        seed, degree, patience = 7, 9, 0
        if data == "parabola":
            left, right = st.columns(2)
            with left:
                degree = ui.number("Degree", 1, 12, 9, key=f"{SLUG}.degree")
            with right:
                seed = ui.number("Sample", 0, 9999, 7, key=f"{SLUG}.seed")
            patience = ui.turn(PATIENCE, key=f"{SLUG}.patience", label="Patience")

    task = noisy_task(seed, degree=degree) if data == "parabola" else published_task()
    directions = look_along(task)
    curvatures = directions.curvatures
    lr = float(rate / curvatures[0])
    learned = learned_by_steps(curvatures, lr, steps)
    alphas = {
        "own": own,
        "rule": penalty_like(lr, steps),
        "best": best_penalty(curvatures, learned),
    }
    alpha = alphas[chosen]
    ridge = learned_by_ridge(curvatures, alpha)
    run = stopped(seed, degree, rate, patience) if patience else None

    x = spaced(task)
    curves = {
        name: Points(x, curve(task, directions.weights(shares), x))
        for name, shares in (("least", curvatures**0), ("steps", learned), ("ridge", ridge))
    }
    if data == "parabola":
        curves["truth"] = Points(x, parabola(x))
    ks, fine = counts(MOST_STEPS), between(curvatures)
    watched = Watched(
        ks,
        *errors_along(task, directions, lr, ks),
        best=run.best if run else None,
        stopped=run.stopped if run else None,
    )
    figure = steps_beside_ridge(
        *(task.points, task.held_out, curves),
        Shares(curvatures, learned, ridge),
        Shares(fine, learned_by_steps(fine, lr, steps), learned_by_ridge(fine, alpha)),
        watched,
        steps=steps,
        view=(data, seed, degree),
    )
    gap = largest_gap(curvatures, learned, alpha)

    with controls:
        if run:
            st.button(
                f"Go to the best epoch, {run.best}",
                key=f"{SLUG}.go",
                on_click=set_steps,
                args=(run.best, 0.0),
                width="stretch",
            )
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.shares",
            caption=words.tell(steps, alpha, gap, learned, curves, task, watched, run),
            on_click=set_steps,
        )
        ui.show_formula(*words.formulas(curvatures, learned, ridge, lr, steps, alpha))
        with st.container(key="compact-table-of-directions"):
            st.markdown(words.table_in_words(directions, learned, ridge))
    ui.show_source(
        *(learned_by_steps, learned_by_ridge, penalty_like, look_along, best_penalty),
        *(errors_along, train_with_patience),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(data, seed, degree, rate, steps, alpha, patience),
        tables={
            "directions": lambda: {
                "curvature": curvatures,
                "best": directions.best,
                "learned_by_steps": learned,
                "learned_by_ridge": ridge,
            },
            "curves": lambda: {"x": x} | {name: line.y for name, line in curves.items()},
            "errors": lambda: words.table_of_errors(watched),
        },
        figures={"shares": figure},
    )


@st.cache_data(max_entries=200, show_spinner=False)
def stopped(seed, degree, rate, patience):
    """The training that was really walked, and watched."""
    task = noisy_task(seed, degree=degree)
    lr = float(rate / look_along(task).curvatures[0])
    return train_with_patience(task, lr=lr, patience=int(patience), most=MOST_EPOCHS)


def set_steps(x, y):
    """Take the number of steps from a click on the errors, or from the button."""
    st.session_state[f"{SLUG}.steps"] = min(MOST_STEPS, max(1, round(x)))
