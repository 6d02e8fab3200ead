"""The curve of rates: every rate where it ended, the best ringed, the diverged crossed."""

import numpy as np
import pytest

from charts.gradient_descent.rates import rates_and_ends
from core.optimizers import OPTIMIZERS
from core.studies.gradient_descent.arrival import floor
from core.studies.gradient_descent.fair_search import fair_search
from core.surfaces import SURFACES


def picture(name, keys, steps=60):
    surface = SURFACES[name]
    searches = fair_search(surface, [OPTIMIZERS[k] for k in keys], surface.start, steps=steps)
    figure = rates_and_ends(searches, floor=floor(surface), steps=steps, epsilon=1e-3)
    return searches, figure, {trace.name: trace for trace in figure.data}


def floats(values):
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def test_every_rate_stands_at_its_height_above_the_minimum():
    searches, _, traces = picture("ravine", ["sgd", "momentum", "adam"])
    for search in searches.values():
        shown = floats(traces[search.label].y)
        np.testing.assert_allclose(
            shown[~search.diverged], search.final[~search.diverged], rtol=1e-5
        )
        assert np.isnan(shown[search.diverged]).all()
        steps = floats(traces[f"{search.label} steps"].y)
        arrived = np.isfinite(search.arrived)
        np.testing.assert_array_equal(steps[arrived], search.arrived[arrived])
        assert np.isnan(steps[~arrived]).all()


def test_the_best_are_ringed_in_both_panels():
    searches, _, traces = picture("ravine", ["sgd", "momentum", "adam"])
    best = [search.best_rate for search in searches.values()]
    np.testing.assert_allclose(floats(traces["best rate"].x), best, rtol=1e-5)
    np.testing.assert_allclose(floats(traces["best steps"].x), best, rtol=1e-5)


def test_the_diverged_stand_in_a_strip_of_their_own_a_row_a_rule():
    searches, figure, traces = picture("ravine", ["sgd", "momentum", "adam"])
    crosses = traces["diverged"]
    assert crosses.yaxis == "y3"
    for row, search in enumerate(searches.values()):
        mine = [x for x, y in zip(crosses.x, crosses.y, strict=True) if y == row]
        np.testing.assert_allclose(mine, search.rates[search.diverged])
    assert figure.layout.yaxis.domain[1] < figure.layout.yaxis3.domain[0]


@pytest.mark.parametrize("name", SURFACES)
def test_every_landscape_and_every_rule_make_a_picture(name):
    _, figure, traces = picture(name, OPTIMIZERS, steps=20)
    bottom = floor(SURFACES[name])
    assert ("best steps" in traces) == (bottom is not None)
    if bottom is not None:
        low, high = figure.layout.yaxis.range
        assert -17 < low < high < 20


def test_a_height_of_exactly_nothing_leaves_a_gap_on_the_log_scale():
    searches, _, traces = picture("ravine", ["adagrad"], steps=300)
    search = searches["adagrad"]
    assert (search.final == 0).any()
    assert np.isnan(floats(traces["AdaGrad"].y)[search.final == 0]).all()
