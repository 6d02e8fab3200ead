"""View: all data, a handful or a single example, for every step.

Question: how much data should one step look at?
First ten seconds: three walks from one corner, each of which has looked at a thousand examples. One example a step
tumbles down at once and then rattles around the best fit; all hundred a step glides, and has made ten steps. Beside
it, their costs: the restless one is far ahead from its first steps, and then goes no lower on average.
"""

import streamlit as st

import ui
from charts import theme
from charts.gradient_descent.data_per_step import on_their_way
from charts.gradient_descent.data_per_step_below import radii
from core.studies.gradient_descent.data_per_step import drawn, walk_on_batches
from core.studies.gradient_descent.data_race import in_pieces, moments_of, reached_by
from core.studies.gradient_descent.data_tasks import batch_gradient
from core.studies.gradient_descent.noise_ball import (
    best_point,
    disagreement,
    noise_ball,
    outline,
    radii_along,
    small_rate_ball,
)
from pages.parts.gradient_descent import data_per_step_words as words
from pages.parts.gradient_descent.data_per_step import (
    FAR,
    RATES,
    choices,
    ground,
    measured,
    models_of,
    walk_of,
)
from pages.parts.gradient_descent.data_per_step_script import script as script_of

SLUG = "gradient_descent_noise"
EXPERIMENTS = [
    ui.Experiment(
        "Ahead early",
        "Every walk has looked at 1,000 examples. One a step has made 1,000 steps, arrived long ago, and rattles; all 100 a step has made ten, and is still on its way along the valley. Press Play: it is behind nearly all the time. Then set 50 epochs: now it is below the mean cost of one a step, which no longer falls, and still above that of 10 a step.",
        {},
    ),
    ui.Experiment(
        "Four decimals",
        "1,000 steps with all data meet the normal equation to four decimals: compare the rows below the picture. As many steps on one example rattle on, but they have looked at a hundredth of the examples.",
        {"count": "steps", "steps": 1000},
    ),
    ui.Experiment(
        "A falling rate",
        "With η = 5/(t + 50) one a step calms down: after 50 epochs it is within 0.1 of the best fit, where η = 0.1 would keep it about 0.5 away. It never quite stops: its last steps still move it in the third decimal.",
        {"rate": "one_over_t", "epochs": 50},
    ),
    ui.Experiment(
        "Half the rate",
        "Both start at the best fit. All data stay: their slope is 0. A single example still pulls, so one a step rattles in a ball for ever. Each dot is one of 96 other walks, at its end. At η = 0.02 the ball's radius is 0.20, at 0.01 it is 0.14: half the rate halves the variance, so the radius shrinks by √2 only.",
        {"batch": 1, "line_lr": 0.02, "start": "best", "below": "ball"},
    ),
    ui.Experiment(
        "Yes or no",
        "Here the data are answers, and the model says how likely a yes is. No answer is a probability, so at the best fit every single example still pulls: a ball again. After 10 epochs 10 a step is lowest: all a step has not arrived, and one a step costs more on average, rattling.",
        {"task": "answers"},
    ),
    ui.Experiment(
        "Sixty-four at once",
        "A machine that works on 64 examples side by side needs 12 units of modeled time for a step on all data, and 11 for a step on one. So all-a-step makes nearly as many steps, and no noise: it ends far lower. Now set Side by side to 1.",
        {"count": "time", "lanes": 64},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "One example a step, a constant small rate. You want the ball around the best fit half as wide. What must you do with the rate?",
        ["Halve it", "Quarter it", "Any constant rate gets there in time"],
        "Quarter it: each step adds noise of variance proportional to η², and the slope takes a share proportional to η away, so the variance settles proportional to η and the radius to its root. The price: with a quarter of the rate the way there takes four times as long. Four times the batch does it, too.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“SGD is slow because it uses one record at a time.”** No: per example it makes *more* progress early; it is noisy near the minimum. What is slow is using a machine for 64 on one at a time. "
        "**“Someone adds noise.”** Nobody does, here or in training: the only chance is which examples a step draws. Set the noise of the line to 0, and all examples agree: the ball is gone, at a constant rate. "
        "**“A rate that is safe for all data is safe for one example.”** Set η = 0.4: all-a-step comes down, below its limit of 0.41, while one-a-step flies apart: its ball grows beyond all bounds before η = 0.3. "
        "**“100 drawn from 100 are all of them.”** Not if each goes back before the next is drawn: then about 63 different ones come. Turn that off, and every epoch deals each example once; the ball is then smaller than the theory of independent draws says, the more so the smaller the rate."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        now = choices(SLUG)
    task, data, labels = now.task, now.data, words.labels_of(now.sizes)
    best = best_point(task, data)
    walks = {key: walk_of(*now.of_walk(key, best)) for key in now.sizes}
    moments = moments_of(now.budget)
    reached = {key: reached_by(walk.spent, moments) for key, walk in walks.items()}
    balls = {
        key: noise_ball(task, data, now.lr, size)
        for key, size in now.sizes.items()
        if now.steady and now.replace and key != "all"
    }
    ball = balls.get(now.chosen)
    seen = measured(*now.of_ball) if now.below == "ball" else None
    if seen:
        ticks = RATES[task.key].ticks
        theory = radii_along(task, data, (ticks[0], ticks[-1]), now.batch)
        third = radii(seen.rates, theory, seen.balls, key=now.chosen, now=now.lr, again=now.again)
    else:
        paths = {key: walk.path[reached[key]] for key, walk in walks.items()}
        third = models_of(now, best, paths, labels)
    figure = on_their_way(
        ground(*now.known, now.start),
        walks,
        reached,
        labels=labels,
        moments=[words.moment(now.count, spent) for spent in moments],
        budget=now.budget,
        unit=now.count.unit,
        best=best,
        truth=task.truth,
        chosen=now.chosen,
        rims=[
            outline(each, best, deviations=2**0.5)
            for each in balls.values()
            if each.finite and not each.nothing
        ],
        cloud=seen.ends_at(now.lr) if seen and now.steady and not (ball and ball.nothing) else (),
        expected=ball.excess if ball else 0.0,
        below=third,
        view=" ".join([*map(str, now.known), now.start, now.count.key, now.below]),
    )

    with picture:
        told = words.tell_walks(now.count, now.budget, walks, labels)
        about = words.tell_ball(
            labels[now.chosen],
            now.lr,
            ball,
            seen if now.steady else None,
            exact=task.key == "line",
        )
        ui.show_figure(figure, key=f"{SLUG}.walks", caption=told + about)
        with st.container(key="compact-table"):
            st.markdown(words.standings(walks, labels, best, task.truth))
        ui.show_formula(*formulas(now, walks[now.chosen], ball))
    ui.show_source(batch_gradient, drawn, walk_on_batches, noise_ball, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(now, walks, labels, ball),
        tables={"walks": lambda: words.table_of_walks(walks, labels)}
        | ({"radii": lambda: words.table_of_radii(seen)} if seen else {}),
        figures={"walks": figure},
    )


def formulas(now, walk, ball):
    """The first step of the chosen walk, its ball, and the same slope in pieces."""
    look = theme.style(f"{now.chosen}_a_step")["color"]
    far = FAR[now.task.key]  # where the slope is none that rounding makes
    return (
        words.step_formula(now.batch, now.lr, walk, now.schedule, look),
        *(
            [
                words.ball_formula(
                    now.lr,
                    now.batch,
                    disagreement(now.task, now.data),
                    small_rate_ball(now.task, now.data, now.lr, now.batch),
                    ball,
                )
            ]
            if ball
            else []
        ),
        words.pieces_formula(now.batch, far, *in_pieces(now.task, now.data, far, now.batch)),
    )


def script(now, walks, labels, ball):
    """Today's walks as a script that needs NumPy alone."""
    runs = [
        (labels[key], walk.batch, now.replace and key != "all", len(walk.path) - 1)
        for key, walk in walks.items()
    ]
    return script_of(
        now.task,
        (drawn, batch_gradient, noise_ball),
        noise=now.noise,
        runs=runs,
        rate=f"{now.lr!r}" + ("" if now.steady else " * 50 / (t + 50)"),
        seed=now.seed,
        start=tuple(next(iter(walks.values())).path[0]),
        ball=(now.batch, now.lr) if ball and ball.finite else None,
    )
