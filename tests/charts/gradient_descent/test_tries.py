"""Starting again, drawn: every try where it ended, and chances beside what was measured."""

import numpy as np

from charts.gradient_descent.tries import best_of_tries
from core.optimizers import OPTIMIZERS
from core.studies.gradient_descent.restarts import restarts
from core.surfaces import SURFACES


def picture(name, rule, tries, **knobs):
    walks = restarts(SURFACES[name], OPTIMIZERS[rule], tries=tries, steps=60, **knobs)
    figure = best_of_tries(
        walks, np.linspace(0.1, 0.9, tries), np.linspace(0.2, 0.8, tries), [0.1] * tries
    )
    return walks, figure, {trace.name: trace for trace in figure.data}


def test_every_try_stands_where_it_ended_and_the_lowest_so_far_never_rises():
    walks, _, traces = picture("rastrigin", "adam", 12)
    np.testing.assert_allclose(traces["end of a try"].y, walks.values, rtol=1e-5)
    assert traces["end of a try"].x == tuple(range(1, 13))
    np.testing.assert_allclose(traces["lowest so far"].y, walks.best_so_far, rtol=1e-5)
    assert (np.diff(traces["lowest so far"].y) <= 0).all()


def test_both_chances_are_drawn_as_they_were_given():
    _, _, traces = picture("rastrigin", "adam", 5)
    np.testing.assert_allclose(traces["measured"].y, np.linspace(0.2, 0.8, 5))
    np.testing.assert_allclose(traces["measured"].error_y.array, 0.1)
    np.testing.assert_allclose(traces["1 − (1 − p)<sup>k</sup>"].y, np.linspace(0.1, 0.9, 5))


def test_a_try_that_diverged_has_no_height():
    walks, _, traces = picture("himmelblau", "momentum", 30)
    lost = ~np.isfinite(walks.values)
    assert lost.any()
    assert [y is None for y in traces["end of a try"].y] == lost.tolist()


def test_differences_that_only_rounding_makes_fill_no_picture():
    _, figure, _ = picture("bowl", "sgd", 4, lr=0.1)
    low, high = figure.layout.yaxis.range
    assert high - low >= 0.02


def test_where_all_diverged_there_still_is_a_picture():
    walks, figure, _ = picture("rosenbrock", "sgd", 3, lr=10.0)
    assert not np.isfinite(walks.values).any()
    assert figure.layout.yaxis.range is None
