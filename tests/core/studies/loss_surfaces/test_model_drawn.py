"""Models as they are drawn."""

from math import log

import numpy as np

from core.data_costs import DATA_COSTS, best_fit, cost_surface, predicted
from core.studies.loss_surfaces.model_drawn import curve, endless_way, even_odds, prediction_map

LINE, LOGISTIC, PAIR = DATA_COSTS.values()


def test_a_line_and_a_curve_by_hand():
    x, y = curve(LINE, 2.0, 1.0, -1.0, 1.0, 3)
    np.testing.assert_array_equal((x, y), ([-1, 0, 1], [-1, 1, 3]))
    _, p = curve(LOGISTIC, log(3), 0.0, 0.0, 1.0, 2)
    np.testing.assert_allclose(p, [1 / 2, 3 / 4])


def test_a_map_has_its_rows_along_the_second_input():
    grid = prediction_map(PAIR, 0.3, -0.7, ((-1.0, 2.0), (0.0, 5.0)), 5)
    np.testing.assert_allclose(grid.values[4, 1], predicted(PAIR, 0.3, -0.7, [[-0.25, 5.0]])[0])
    assert grid.values.shape == (5, 5)


def test_even_odds_are_where_the_curve_crosses_one_half():
    x = even_odds(1.6, -4.0)
    np.testing.assert_allclose(predicted(LOGISTIC, 1.6, -4.0, [x]), 0.5)
    assert even_odds(0.0, 3.0) is None


def test_the_endless_way_never_rises():
    hours, passed = [1.0, 2.0, 3.0], [0, 0, 1]
    best, surface = best_fit(LOGISTIC, hours, passed), cost_surface(LOGISTIC, hours, passed)
    begin, end = endless_way(best, (1.0, -2.0), LOGISTIC.window)
    np.testing.assert_array_equal(begin, (1, -2))
    assert np.hypot(*(end - begin)) > 16
    along = surface.value(*(begin[:, None] + (end - begin)[:, None] * np.linspace(0, 1, 50)))
    assert (np.diff(along) < 0).all()


def test_the_endless_way_of_a_valley_is_level():
    best, surface = (
        best_fit(LINE, [1.0, 1.0], [2.0, 3.0]),
        cost_surface(LINE, [1.0, 1.0], [2.0, 3.0]),
    )
    begin, end = endless_way(best, (0.0, 0.0), LINE.window)
    np.testing.assert_allclose(surface.value(*np.array([begin, end]).T), 0.25, rtol=1e-9)


def test_where_there_is_a_lowest_point_there_is_no_endless_way():
    assert endless_way(best_fit(LINE), (0.0, 0.0), LINE.window) is None
