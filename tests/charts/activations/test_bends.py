import numpy as np
import pytest

from charts.activations.bends import fit_and_units
from core.activations import ACTIVATIONS
from core.studies.activations.bends import fit_bends

QUICK = {"starts": 4, "steps": 20}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def units(figure):
    """The units as the picture has them: x and y of each."""
    each = trace(figure, "one unit")
    x, y = np.array(each.x), np.array(each.y)
    ends = np.flatnonzero(np.isnan(x))
    starts = np.concatenate([[0], ends[:-1] + 1])
    return [(x[a:b], y[a:b]) for a, b in zip(starts, ends, strict=True)]


@pytest.mark.parametrize("key", ["relu", "tanh", "step", "identity", "hard_tanh"])
def test_every_unit_is_drawn_as_it_is(key):
    fit = fit_bends("wave", key, 5, **QUICK)
    drawn = units(fit_and_units(fit))
    assert len(drawn) == 5
    for (x, y), row in zip(drawn, fit.units, strict=True):
        np.testing.assert_allclose(
            np.interp(fit.x, x, y), row, atol=3e-3 * np.abs(row).max() + 1e-9
        )


def test_straight_pieces_are_sent_by_their_ends():
    fit = fit_bends("wave", "relu", 4, **QUICK)
    (x, _), *_ = units(fit_and_units(fit))
    assert len(x) < 20


def test_target_and_fit_hold_their_numbers():
    fit = fit_bends("bump", "gelu", 3, **QUICK)
    figure = fit_and_units(fit)
    np.testing.assert_allclose(trace(figure, "target").y, fit.target, atol=1e-6)
    np.testing.assert_allclose(trace(figure, "fit").y, fit.fit, atol=1e-5)


def test_units_are_added_one_after_another():
    fit = fit_bends("wave", "relu", 3, **QUICK)
    figure = fit_and_units(fit)
    assert figure.layout.meta["play"] == {"steps": 3, "unit": "unit"}
    whole, now = trace(figure, "sum of the units so far, and c"), trace(figure, "being added")
    sums = np.array(whole.meta["ys"])
    np.testing.assert_allclose(sums[0], fit.c, rtol=1e-5)
    np.testing.assert_allclose(sums[-1], whole.y, atol=1e-4)
    assert len(now.meta["ys"]) == len(sums) == 4
    added = np.array(now.meta["ys"][1], dtype=float)
    np.testing.assert_allclose(sums[1] - sums[0], added, atol=1e-3)
    assert set(now.meta["ys"][0]) == set(now.meta["ys"][-1]) == {None}


def test_kinks_stand_on_the_fit_and_on_their_units():
    fit = fit_bends("wave", "hard_tanh", 2, **QUICK)
    figure = fit_and_units(fit)
    on_fit, own = trace(figure, "kinks"), trace(figure, "kinks of units")
    assert on_fit.x == own.x == pytest.approx(fit.kinks, rel=1e-5)
    assert on_fit.y == pytest.approx(np.interp(fit.kinks, fit.x, fit.fit), rel=1e-5, abs=1e-6)
    assert own.customdata == tuple(fit.kink_units + 1)
    assert {line.x0 for line in figure.layout.shapes} == set(on_fit.x)
    assert "kinks" not in [
        t.name for t in fit_and_units(fit_bends("wave", "tanh", 2, **QUICK)).data
    ]


def test_errors_stand_beside_with_a_row_for_what_is_exact():
    fit = fit_bends("corner", "relu", 2, **QUICK)
    errors = [0.25, 1e-17, 0.003]
    figure = fit_and_units(fit, errors=errors)
    line, axis = trace(figure, "error"), figure.layout.yaxis2
    assert line.customdata == tuple(errors)
    assert line.y[0] == 0.25
    assert line.y[1] == axis.tickvals[-1] < 0.001
    assert axis.ticktext[-1] == "exact"
    assert trace(figure, "error now").x == (2,)
    assert figure.layout.meta["clicks"] == "x2"
    assert "exact" not in fit_and_units(fit, errors=[0.2, 0.1]).layout.yaxis2.ticktext


def test_all_exact_errors_still_make_an_axis():
    axis = fit_and_units(fit_bends("corner", "relu", 2, **QUICK), errors=[0.0, 0.0]).layout.yaxis2
    assert axis.range[0] < np.log10(axis.tickvals[-1]) < axis.range[1]


def test_without_errors_there_is_no_second_panel():
    figure = fit_and_units(fit_bends("corner", "relu", 2, **QUICK))
    assert "clicks" not in figure.layout.meta
    assert not [t for t in figure.data if t.xaxis == "x2"]


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_sixteen_units_are_light_enough_to_send(key):
    fit = fit_bends("jump", key, 16, starts=2, steps=3)
    figure = fit_and_units(fit, errors=[fit.rmse] * 16)
    assert len(figure.to_json()) < 150_000
