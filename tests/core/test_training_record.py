import numpy as np
import pytest

from core.stacked import Stack
from core.training_record import Row, runs_of


def row(epoch, parameters, objective, validation=None):
    """A moment of two networks of one weight and one bias."""
    stack, objective = Stack(np.array(parameters), (1, 1), ("identity",)), np.array(objective)
    validation = None if validation is None else np.array(validation)
    return Row(epoch, stack, objective, objective, None, validation, None)


START = row(0, [[1.0, 2], [3, 4]], [2.0, 0.5])
RATES = np.arange(12.0).reshape(3, 2, 2)  # (epochs, steps, runs)


def test_each_run_gets_its_own_column_of_every_row():
    one, two = runs_of([START, row(3, [[5.0, 6], [7, 8]], [1.0, 0.25])], "SGD", RATES)
    np.testing.assert_array_equal(one.path.parameters, [[1, 2], [5, 6]])
    np.testing.assert_array_equal(two.path.parameters, [[3, 4], [7, 8]])
    np.testing.assert_array_equal(two.objective, [0.5, 0.25])
    np.testing.assert_array_equal(one.epochs, [0, 3])
    np.testing.assert_array_equal(two.rates, [1, 3, 5, 7, 9, 11])
    assert one.accuracy is one.validation_loss is one.validation_accuracy is None
    assert one.outcome == two.outcome == "finished"


@pytest.mark.parametrize(
    ("parameters", "objective", "rows"),
    [
        ([5.0, 6.0], 2.1e6, 2),  # beyond a million times the first, but a float holds it
        ([5.0, 6.0], np.inf, 1),
        ([5.0, 6.0], np.nan, 1),
        ([np.inf, 6.0], 1.0, 1),  # hidden by an output that is flat out there
        ([np.nan, 6.0], 1.0, 1),
    ],
)
def test_a_run_ends_where_it_left_even_if_it_comes_back(parameters, objective, rows):
    away = row(1, [parameters, [7.0, 8]], [objective, 0.4])
    back = row(2, [[1.0, 2], [7, 8]], [1.0, 0.3])
    one, two = runs_of([START, away, back], "SGD", RATES)
    assert (one.outcome, two.outcome) == ("diverged", "finished")
    assert len(one.epochs) == len(one.loss) == len(one.path.parameters) == rows
    assert len(one.rates) == 2 * one.epochs[-1]
    assert len(two.epochs) == 3


def test_the_limit_is_a_million_times_the_first_objective_or_one():
    one, two = runs_of([START, row(1, [[5.0, 6], [7, 8]], [1.9e6, 0.9e6])], "SGD", RATES)
    assert one.outcome == two.outcome == "finished"


def test_an_infinite_validation_loss_ends_a_run_too():
    start = row(0, [[1.0, 2], [3, 4]], [2.0, 0.5], validation=[1.0, 1.0])
    later = row(1, [[1.0, 2], [3, 4]], [2.0, 0.5], validation=[np.inf, 1.0])
    assert [run.outcome for run in runs_of([start, later], "SGD", RATES)] == [
        "diverged",
        "finished",
    ]
