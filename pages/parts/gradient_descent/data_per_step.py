"""What the view on data per step may choose, and the walks that follow from it, remembered."""

from dataclasses import dataclass, replace

import streamlit as st

import ui
from charts.gradient_descent.data_per_step_below import models
from core.data_costs import cost_surface
from core.entries import Knob
from core.landscape import sample
from core.studies.gradient_descent.balls_seen import balls_seen
from core.studies.gradient_descent.data_race import COUNTS, Count, models_at, paced
from core.studies.gradient_descent.data_tasks import TASKS, Task
from core.studies.gradient_descent.noise_ball import best_point, noise_ball

N = 100  # examples
RATES = {
    "line": Knob(
        "lr",
        r"\eta",
        0.1,
        (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5),
        "learning rate of all walks; their first one, if it falls",
    ),
    "answers": Knob(
        "lr",
        r"\eta",
        0.5,
        (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0),
        "learning rate of all walks; their first one, if it falls",
    ),
}
LANES = Knob(
    "lanes",
    "L",
    64,
    (1, 4, 16, 64, 256),
    "examples that the machine works on side by side, a round",
)
WINDOWS = {"line": ((-1.0, 10.0), (-1.0, 8.0)), "answers": ((-1.5, 4.5), (-3.5, 2.5))}
FAR = {"line": (0.0, 4.0), "answers": (0.0, 0.0)}
NEAR = {"line": 1.5, "answers": 2.5}  # half the window around the best fit
SPANS = {"line": ((0.0, 2.0), (0.0, 23.0), 2), "answers": ((-3.0, 3.0), (-0.08, 1.08), 25)}


@dataclass(frozen=True)
class Choices:
    """Where all controls stand."""

    task: Task
    noise: dict[str, float]  # knobs of the data
    batch: int
    lr: float
    schedule: str
    count: Count
    budget: float
    lanes: int
    start: str
    below: str
    replace: bool
    seed: int

    @property
    def known(self):
        """What a cache needs to know to draw the same data."""
        return self.task.key, tuple(self.noise.items())

    @property
    def data(self):
        """The examples."""
        return self.task.draw(N, seed=0, **self.noise)

    @property
    def chosen(self):
        """Which of the walks is the one whose batch the reader turns."""
        if self.batch == 1:
            return "one"
        return "all" if self.batch == N and not self.replace else "some"

    @property
    def sizes(self):
        """Examples a step, of every walk."""
        return {
            key: size
            for key, size in (("one", 1), ("some", self.batch), ("all", N))
            if key != "some" or self.chosen == "some"
        }

    @property
    def again(self):
        """Whether the chosen walk may draw an example again before it has seen all others."""
        return self.replace and self.chosen != "all"

    @property
    def steady(self):
        """Whether the rate stays what it is."""
        return self.schedule == "constant"

    @property
    def of_ball(self):
        """What the chosen walk's ball depends on, rates aside."""
        return *self.known, self.batch, self.again

    def of_walk(self, key, best):
        """What one walk depends on."""
        size = self.sizes[key]
        start = best if self.start == "best" else FAR[self.task.key]
        price = self.count.price(size, self.lanes)
        rate = self.lr, self.schedule, self.seed
        return *self.known, size, price, self.budget, *rate, self.replace and key != "all", start


def choices(slug):
    """The controls."""
    left, right = st.columns(2)
    with left:
        task = ui.pick("Data", TASKS, key=f"{slug}.task")
    with right:
        noise = {
            knob.name: ui.turn(
                knob, key=f"{slug}.{task.key}_{knob.name}", label=f"Noise ${knob.symbol}$"
            )
            for knob in task.knobs
        }
    batch = ui.live_slide("Batch size B", 1, N, 10, key=f"{slug}.batch", step=1)
    left, right = st.columns(2)
    with left:
        lr = ui.turn(RATES[task.key], key=f"{slug}.{task.key}_lr", label=r"Rate $\eta$")
    with right:
        plans = {"constant": "Stays", "one_over_t": "Falls"}
        schedule = ui.choose(
            "Over time",
            plans,
            key=f"{slug}.rate",
            help="Falling, the rate of step t is 50η/(t + 50): with η = 0.1, that is 5/(t + 50).",
        )
    count, budget, lanes = spending(slug)
    left, right = st.columns(2)
    with left:
        start = ui.choose("Start", {"far": "Far", "best": "Best fit"}, key=f"{slug}.start")
    with right:
        below = ui.choose("Lower right", {"models": "Models", "ball": "Ball"}, key=f"{slug}.below")
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        again = ui.switch(
            "Replacement",
            key=f"{slug}.replace",
            default=True,
            help="Whether an example may be drawn again before all the others have been. Off, every epoch is shuffled and dealt like cards.",
        )
    with right:
        seed = ui.number("Seed", 0, 999, 0, key=f"{slug}.seed")
    return Choices(
        task, noise, batch, lr, schedule, count, budget, lanes, start, below, again, seed
    )


def spending(slug):
    """What is counted, and how much of it every walk may spend."""
    left, right = st.columns(2)
    with left:
        count = ui.pick(
            "Equal for all",
            COUNTS,
            key=f"{slug}.count",
            help="What every walk may spend alike. Time is a model, not a measurement: a step takes 10 units, and one more for each round of examples.",
        )
    with right:
        if count.key == "examples":
            return count, N * ui.slide("Epochs", 1, 50, 10, key=f"{slug}.epochs"), 1
        if count.key == "steps":
            return count, ui.slide("Steps", 10, 1000, 100, key=f"{slug}.steps", step=10), 1
        budget = ui.slide("Time", 200, 20_000, 2000, key=f"{slug}.time", step=200)
    return count, budget, ui.turn(LANES, key=f"{slug}.lanes", label="Side by side")


@st.cache_data(max_entries=200, show_spinner=False)
def walk_of(task, noise, batch, price, budget, lr, schedule, seed, again, start):
    """One walk."""
    return paced(
        TASKS[task],
        TASKS[task].draw(N, seed=0, **dict(noise)),
        batch=batch,
        price=price,
        budget=budget,
        lr=lr,
        schedule=schedule,
        seed=seed,
        replace=again,
        start=start,
    )


@st.cache_data(max_entries=200, show_spinner="Measuring the ball: walks at every rate …")
def measured(task, noise, batch, again):
    """The ball of one batch size, at every rate at which independent draws have one."""
    data = TASKS[task].draw(N, seed=0, **dict(noise))
    rates = [
        rate for rate in RATES[task].ticks if noise_ball(TASKS[task], data, rate, batch).finite
    ]
    # Large batches take longer, and differ less.
    runs = 96 if batch < 5 else 48 if batch <= 20 else 12
    return balls_seen(TASKS[task], data, rates, batch=batch, replace=again, runs=runs)


@st.cache_data(max_entries=20, show_spinner=False)
def ground(task, noise, start):
    """The cost on all examples; around the best fit if the walks start there."""
    data = TASKS[task].draw(N, seed=0, **dict(noise))
    window = WINDOWS[task]
    if start == "best":
        window = tuple((v - NEAR[task], v + NEAR[task]) for v in best_point(TASKS[task], data))
    return sample(replace(cost_surface(TASKS[task].cost, *data), window=window), 56)


def models_of(now, best, paths, labels):
    """The data, and at every moment the model of each walk."""
    across, up, count = SPANS[now.task.key]
    said = {key: models_at(now.task, path, across, count)[1] for key, path in paths.items()}
    x, (fit, truth) = models_at(now.task, (best, now.task.truth), across, count)
    return models(now.data, x, said, fit, truth, labels=labels, span=up)
