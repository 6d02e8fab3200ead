"""Two networks that really learn to read digits, and the units that they lose."""

from __future__ import annotations

import streamlit as st

import ui
from charts import theme
from charts.activations.dying import living_and_dead
from core.entries import Knob
from core.initializers import he
from core.losses import LOSSES
from core.packed import unpack
from core.studies.activations.asleep import is_flat, sleep_of_layer
from core.studies.activations.dying import LOSS, watch_dying
from pages.parts.activations.sleeping import Part, carried_digits, carried_labels, percent, slopes

BATCH = 64
RATE = Knob("lr", r"\eta", 2.0, (0.1, 0.2, 0.5, 1.0, 2.0, 5.0), "rate of plain stochastic descent")
PULL = (
    r"\frac{\partial J}{\partial w_j} = \frac{1}{m} \sum_{i=1}^{m} x_i\, f'(z_{ij})\, \delta_{ij}"
)

GUESSED = 0.2  # more than this nobody guesses of ten classes
BY_LUCK = " (the output layer alone learns, from hidden units that stay as they were drawn)"
trained = st.cache_data(watch_dying, max_entries=128, show_spinner="Training both networks …")


def in_training(slug, pair, picture):
    """Rates, start and length of the training, and who survives it."""
    left, right = st.columns(2)
    with left:
        above = ui.turn(RATE, key=f"{slug}.rate_upper", label=r"Rate $\eta$ above")
        start = ui.slide("Bias at the start", -6.0, 2.0, 0.0, key=f"{slug}.start", step=0.5)
    with right:
        below = ui.turn(RATE, key=f"{slug}.rate_lower", label=r"Rate $\eta$ below")
        epochs = ui.slide("Epochs", 5, 40, 20, key=f"{slug}.epochs", step=5)
    seed = ui.number("Seed", 0, 999, 1, key=f"{slug}.seed_trained")
    given = {"bias": start, "epochs": epochs, "batch": BATCH, "seed": seed}
    rates = above, below
    with picture, st.empty():  # a place of its own: what is waited for moves nothing
        runs = [trained(f.key, lr=lr, **given) for f, lr in zip(pair, rates, strict=True)]
    names = [f"{f.label}, η = {lr:g}" for f, lr in zip(pair, rates, strict=True)]
    units = runs[0].dead.shape[1]
    titles = [
        f"<b>{name}</b>: {run.dead[-1].sum()} of {units} dead"
        for name, run in zip(names, runs, strict=True)
    ]
    figure = living_and_dead(runs, keys=[f.key for f in pair], names=names, titles=titles)
    return Part(
        figure=figure,
        caption=f"{units} hidden units learn to read digits for {epochs} epochs. {tell(names, runs)}.",
        formulas=[*slopes(pair), pull(names, runs)],
        code=(watch_dying, sleep_of_layer, is_flat, *(f.derivative for f in dict.fromkeys(pair))),
        script=lambda: script(pair, rates, given, units),
        tables={"epochs": lambda: table_of(runs)},
    )


def tell(names, runs):
    """How both fared."""
    return "; ".join(
        f"{name}: {run.dead[0].sum()} dead at the start, {run.dead[-1].sum()} at the end, loss {height(run)}, "
        f"{percent(run.accuracy[-1])} named right"
        + (BY_LUCK if run.dead[-1].all() and run.accuracy[-1] > GUESSED else "")
        + (f", diverged in epoch {len(run.loss) - 1}" if run.outcome == "diverged" else "")
        for name, run in zip(names, runs, strict=True)
    )


def height(run):
    """The last loss, as far as a float holds it."""
    last = run.loss[-1]
    return f"{last:.3g}" if last < float("inf") else "beyond all floats"


def pull(names, runs):
    """The step that moves a unit, and the largest slope that is left at the end."""
    rows = []
    for name, run in zip(names, runs, strict=True):
        dead = int(run.dead[-1].sum())
        parts = [
            rf"\text{{{count} {kind}, largest slope }} {slope(largest)}"
            for count, kind, largest in (
                (dead, "dead", run.dead_gradient),
                (run.dead.shape[1] - dead, "alive", run.live_gradient),
            )
            if count
        ]
        label, rate = name.split(", η = ")
        rows.append(rf"\text{{{label}, }} \eta = {rate}: \quad " + r";\quad ".join(parts))
    step = rf"w_j \leftarrow w_j - \eta\,\color{{{theme.GRADIENT}}}{{{PULL}}}"
    return step, r"\\[3pt]".join(rows)


def slope(value):
    """A slope in LaTeX, whatever became of it."""
    return ui.tex(value, 3) if abs(value) < float("inf") else r"\text{beyond all floats}"


def table_of(runs):
    """A row an epoch; empty after a run has diverged."""
    epochs = max(len(run.loss) for run in runs)
    columns = {"epoch": range(epochs)}
    for place, run in zip(("above", "below"), runs, strict=True):
        empty = [None] * (epochs - len(run.loss))
        columns |= {
            f"{place}_loss": [*run.loss.tolist(), *empty],
            f"{place}_accuracy": [*run.accuracy.tolist(), *empty],
            f"{place}_dead": [*run.dead.sum(axis=1).tolist(), *empty],
        }
    return columns


def script(pair, rates, given, units):
    """Both trainings as a script that needs NumPy alone; the digits come along."""
    loss = LOSSES[LOSS]
    calls = "\n".join(
        f'watch("{f.label}", {f.value.__name__}, {f.derivative.__name__}, {lr!r})'
        for f, lr in zip(pair, rates, strict=True)
    )
    main = f"""{carried_digits()}{carried_labels()}
np.seterr(all="ignore")  # a run that diverges may leave the floats


def watch(name, value, derivative, lr):
    rng = np.random.default_rng({given["seed"]})
    w1, w2 = he(rng, 64, {units}), he(rng, {units}, 10)
    b1, b2 = np.full({units}, {given["bias"]!r}), np.zeros(10)
    order = np.random.default_rng(({given["seed"]}, 1))
    for epoch in range({given["epochs"]} + 1):
        z = x @ w1 + b1
        answers = value(z) @ w2 + b2
        loss = {loss.value.__name__}(answers, y)
        right = float(np.mean(answers.argmax(axis=1) == y.argmax(axis=1)))
        dead = int(is_flat(derivative(z), 0).all(axis=0).sum())
        print(name, "epoch", epoch, "loss", loss, "right in %", 100 * right, "dead", dead)
        for few in np.array_split(order.permutation(len(x)), {-(-1797 // given["batch"])}):
            z = x[few] @ w1 + b1
            a = value(z)
            d_out = {loss.gradient.__name__}(a @ w2 + b2, y[few])
            d_z = (d_out @ w2.T) * derivative(z)
            w2, b2 = w2 - lr * (a.T @ d_out), b2 - lr * d_out.sum(axis=0)
            w1, b1 = w1 - lr * (x[few].T @ d_z), b1 - lr * d_z.sum(axis=0)


{calls}
"""
    parts = [g for f in pair for g in (f.value, f.derivative)]
    return ui.stand_alone(*parts, loss.value, loss.gradient, he, is_flat, unpack, main=main)
