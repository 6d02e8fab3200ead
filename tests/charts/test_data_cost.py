"""A model on the map of its cost, and among its data: the pictures hold the numbers they were given."""

import numpy as np
import pytest

from charts.data_cost import cost_map
from charts.loss_surfaces.data_space import among_data, among_pairs
from core.close_up import model_center, uphill
from core.data_costs import DATA_COSTS, best_fit, cost_surface, fit_at
from core.landscape import sample
from core.stationary import local_shape
from core.studies.loss_surfaces.model_drawn import curve, prediction_map

LINE, LOGISTIC, PAIR = DATA_COSTS.values()


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def map_of(cost, point, **more):
    surface = cost_surface(cost)
    shape = local_shape(surface, *point)
    given = {
        "arrow": uphill(surface, shape),
        "best": best_fit(cost).point,
        "center": model_center(shape),
        "endless": None,
        "endless_name": "",
        "truth": None,
        "names": ("w", "b"),
        "square": True,
        "view": cost.key,
    }
    return cost_map(sample(surface, 20), shape, **(given | more))


def among(cost, point, **more):
    fit = fit_at(cost, *point)
    given = {
        "others": {"best": curve(cost, *best_fit(cost).point, 0.0, 6.0)},
        "costs": fit.costs,
        "chosen": 2,
        "title": "",
        "names": ("x", "y"),
        "spans": ((0.0, 6.0), (-1.0, 5.0)),
        "half": None,
        "view": "",
    }
    drawn = curve(cost, *point, 0.0, 6.0)
    return among_data(cost.x, cost.targets, fit.predictions, drawn, **(given | more))


def test_the_map_holds_the_point_the_best_and_the_center_of_the_parabola():
    figure = map_of(LINE, (0.0, 1.0))
    assert (trace(figure, "point").x, trace(figure, "point").y) == ((0.0,), (1.0,))
    best, center = trace(figure, "best"), trace(figure, "center of the parabola")
    np.testing.assert_allclose((best.x[0], best.y[0]), best_fit(LINE).point)
    np.testing.assert_allclose(
        (center.x[1], center.y[1]), best_fit(LINE).point
    )  # a parabola itself
    assert figure.layout.yaxis.scaleanchor == "x"


def test_the_center_of_a_logistic_parabola_is_not_yet_the_lowest_point():
    center = trace(map_of(LOGISTIC, (0.5, -0.5)), "center of the parabola")
    assert np.hypot(center.x[1] - 1.424, center.y[1] + 4.63) > 0.1


def test_what_there_is_none_of_is_not_drawn():
    names = [t.name for t in map_of(LINE, (0.0, 1.0), best=None, center=None).data]
    assert names == ["landscape", "uphill", "point"]


def test_a_way_without_end_and_the_truth_are_drawn_by_their_names():
    ends = (np.array([0.0, 1.0]), np.array([2.0, 3.0]))
    figure = map_of(LINE, (0, 1), endless=ends, endless_name="falls for ever", truth=(1.5, 0.5))
    assert trace(figure, "falls for ever").x == (0.0, 2.0)
    assert trace(figure, "the truth").y == (0.5,)


def test_on_a_map_longer_than_wide_the_arrow_is_shorter_and_points_the_same_way():
    long = trace(map_of(LOGISTIC, (0.5, -0.5)), "uphill")
    short = trace(map_of(LOGISTIC, (0.5, -0.5), square=False), "uphill")
    ways = [(t.x[1] - t.x[0], t.y[1] - t.y[0]) for t in (long, short)]
    np.testing.assert_allclose(np.array(ways[1]) / ways[0], 5 / 16)


@pytest.mark.parametrize(("cost", "point"), [(LINE, (0.3, 1.0)), (LOGISTIC, (1.0, -3.0))])
def test_sticks_lead_from_each_target_to_what_the_model_says(cost, point):
    figure, fit = among(cost, point), fit_at(cost, *point)
    sticks = np.array(trace(figure, "misses").y, dtype=float).reshape(-1, 3)
    np.testing.assert_allclose(sticks[:, 0], cost.targets, rtol=1e-6)
    np.testing.assert_allclose(sticks[:, 1], fit.predictions, rtol=1e-6)
    assert np.isnan(sticks[:, 2]).all()
    np.testing.assert_allclose(trace(figure, "data").customdata, fit.costs, rtol=1e-6)


def test_data_are_drawn_to_the_last_digit_and_the_chosen_one_is_framed():
    figure = among(LINE, (0.3, 1.0))
    assert trace(figure, "data").x == tuple(LINE.x)
    assert trace(figure, "a click moves this").x == (LINE.x[2],)
    assert "a click moves this" not in {t.name for t in among(LINE, (0, 1), chosen=None).data}


def test_a_click_finds_something_wherever_it_falls():
    ground = trace(among(LINE, (0.3, 1.0)), "anywhere")
    assert ground.x == (0.0, 6.0)
    assert ground.y == (-1.0, 5.0)
    assert (ground.opacity, ground.hoverinfo) == (0, "none")


def test_even_odds_are_marked_where_asked():
    assert trace(among(LOGISTIC, (1.0, -3.0), half=3.0), "p = ½").x == (3.0, 3.0)


def test_rings_grow_with_the_misses_and_probabilities_are_drawn_as_lines():
    fit, spans = fit_at(PAIR, 0.2, 0.9), ((-5.0, 6.0), (-4.0, 4.0))
    odds = prediction_map(PAIR, 0.2, 0.9, spans, 11)
    figure = among_pairs(
        [tuple(place) for place in PAIR.x],
        PAIR.targets,
        fit.misses,
        odds,
        costs=fit.costs,
        chosen=0,
        title="",
        names=("a", "b"),
        spans=spans,
        view="",
    )
    order = np.argsort(np.abs(fit.misses))
    assert (np.diff(np.array(trace(figure, "misses").marker.size)[order]) >= 0).all()
    np.testing.assert_allclose(trace(figure, "p of the point").z, odds.values, rtol=1e-6)
    filled = np.array(trace(figure, "data").marker.symbol) == "circle"
    np.testing.assert_array_equal(filled, PAIR.targets == 1)
