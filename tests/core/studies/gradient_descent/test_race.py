"""The race and its table."""

from functools import partial

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.studies.gradient_descent.arrival import floor
from core.studies.gradient_descent.race import RACERS, run, standings
from core.surfaces import SURFACES

BOWL = SURFACES["bowl"]


def test_a_row_of_the_table_by_hand():
    walk = run(BOWL, RACERS["sgd"], (3.0, 4.0), steps=2, lr=0.25)  # 5 away, then 2.5, then 1.25
    row = standings(BOWL, {"mine": walk}, epsilon=7.0)["mine"]
    assert (row.label, row.arrived, row.steps, row.outcome) == ("SGD", 1, 2, "finished")
    np.testing.assert_allclose((row.final, row.lowest, row.length), (1.5625, 1.5625, 3.75))


def test_a_walk_that_comes_back_up_has_a_lowest_height_below_its_last():
    walk = run(BOWL, RACERS["lion"], (0.1, 0.1), steps=2, lr=0.09)
    row = standings(BOWL, {"lion": walk})["lion"]
    assert row.lowest < row.final
    assert (row.arrived, row.lowest) == (None, walk.values[1])  # low enough, but not to stay


def test_a_walk_that_diverges_or_has_no_bottom_never_arrives():
    saddle = SURFACES["saddle"]
    walk = run(saddle, RACERS["sgd"], saddle.start, steps=300, lr=0.1)
    row = standings(saddle, {"sgd": walk})["sgd"]
    assert (row.outcome, row.arrived) == ("diverged", None)
    assert row.steps == len(walk.values) - 1 < 300


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_everybody_can_race_on_every_surface(surface):
    walks = {key: run(surface, racer, surface.start, steps=30) for key, racer in RACERS.items()}
    table = standings(surface, walks, epsilon=0.5)
    assert list(table) == list(RACERS)
    for key, row in table.items():
        beeline = np.hypot(*(walks[key].points[-1] - walks[key].points[0]))
        assert row.length >= beeline * (1 - 1e-12)
        if row.arrived is not None:
            assert (walks[key].values[row.arrived :] <= floor(surface) + 0.5).all()
            assert (walks[key].values[: row.arrived][-1:] > floor(surface) + 0.5).all()


def test_the_ceilings_arrive_before_every_rule_on_rosenbrock():
    surface = SURFACES["rosenbrock"]
    walks = {
        key: run(surface, racer, surface.start, steps=60)
        for key, racer in RACERS.items()
        if key not in ("sgd", "momentum", "nesterov")
    }
    table = standings(surface, walks)
    assert (table["newton"].arrived, table["lbfgs"].arrived) == (18, 30)
    assert all(table[key].arrived is None for key in walks if key in OPTIMIZERS)


def test_a_schedule_is_for_learning_rules_only():
    halving = partial(SCHEDULES["step"], drop=0.5, every=1)
    for key, changes in (("sgd", True), ("newton", False)):
        plain = run(SURFACES["beale"], RACERS[key], (1.0, 1.2), steps=5)
        on_it = run(SURFACES["beale"], RACERS[key], (1.0, 1.2), steps=5, schedule=halving)
        assert np.array_equal(plain.points, on_it.points) != changes


def test_a_bad_epsilon_is_refused_by_name():
    with pytest.raises(ValueError, match="epsilon must be positive"):
        standings(BOWL, {"sgd": run(BOWL, RACERS["sgd"], (1, 1), steps=1)}, epsilon=0)
