import numpy as np
import pytest

from charts.activations.dying import living_and_dead
from core.studies.activations.dying import DyingRun


def run(dead, loss):
    """A made-up training: rows of dead are epochs."""
    dead, loss = np.array(dead, bool), np.array(loss, float)
    return DyingRun(loss, np.linspace(0, 1, len(loss)), dead, 0.0, 0.1, "finished")


CALM = run([[0, 0, 1]] * 3, [2.3, 1.0, 0.1])
WILD = run([[0, 0, 0], [1, 0, 0], [1, 0, 1]], [2.3, 40.0, np.inf])


def picture(first=WILD, second=CALM, keys=("relu", "leaky_relu")):
    return living_and_dead((first, second), keys=keys, names=("a", "b"), titles=("A", "B"))


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_maps_show_every_unit_in_every_epoch_and_the_first_to_die_on_top():
    units = trace(picture(), "a: units")
    assert np.array(units.z).tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 1]]  # drawn upward
    assert [row[0] for row in units.text] == [2, 3, 1]


def test_lines_count_the_dead_and_follow_the_loss_as_far_as_it_is_finite():
    figure = picture()
    assert trace(figure, "a").y == (0, 1, 2)
    assert trace(figure, "b").y == (1, 1, 1)
    assert trace(figure, "a: loss").y == (2.3, 40.0, None)
    low, high = figure.layout.yaxis4.range
    assert 10**low < 0.1
    assert 10**high > 40
    assert trace(figure, "guessing: ln 10 = 2.30").y == pytest.approx([np.log(10)] * 2)


def test_two_of_one_kind_differ_by_their_dashes():
    first, second = (trace(picture(keys=("relu", "relu")), name).line for name in "ab")
    assert first.color == second.color
    assert first.dash != second.dash


def test_a_run_that_ends_early_and_a_loss_of_zero_are_drawn_without_harm():
    short = run([[0, 0, 0]], [0.0])
    figure = picture(short, CALM)
    assert trace(figure, "a: loss").y == (None,)
    assert np.isfinite(figure.layout.yaxis4.range).all()
    assert picture(short, short).layout.xaxis2.range is not None
