"""The ridge, drawn: distances on a log scale, and what theory promises."""

import numpy as np

from charts.gradient_descent.ridge import leaving_the_ridge
from core.studies.gradient_descent.nudges import NUDGES, SADDLE, foretold, walk_off
from core.surfaces import sample

HOW = {"beside": 1e-6, "noise": 1e-6, "steps": 80, "lr": 0.05, "beta": 0.9}


def picture(keys=tuple(NUDGES), **changes):
    how = HOW | changes
    walks = {key: (NUDGES[key], walk_off(NUDGES[key], **how)) for key in keys}
    promised = {key: foretold(NUDGES[key], **how) for key in keys}
    figure = leaving_the_ridge(sample(SADDLE, 8), walks, promised, steps=how["steps"])
    return walks, promised, figure, {trace.name: trace for trace in figure.data}


def floats(values):
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def test_every_walk_is_drawn_with_its_distance():
    walks, _, _, traces = picture()
    for nudge, walk in walks.values():
        np.testing.assert_allclose(
            floats(traces[nudge.label].y), walk.points[:, 1], rtol=1e-5, atol=1e-12
        )
        away = np.abs(walk.points[:, 1])
        shown = floats(traces[f"{nudge.label}: distance"].y)
        np.testing.assert_allclose(shown[away > 0], away[away > 0], rtol=1e-5)
        assert np.isnan(shown[away == 0]).all()  # no logarithm


def test_a_walk_that_diverged_ends_in_a_cross():
    walks, _, _, traces = picture(steps=200)
    lost = [walk.outcome == "diverged" for _, walk in walks.values()]
    assert any(lost)
    for name in ("stands at", "is as far"):
        assert [symbol == "x" for symbol in traces[name].marker.symbol] == lost


def test_promises_are_drawn_where_there_are_some():
    _, promised, _, traces = picture()
    lines = [trace for name, trace in traces.items() if name.startswith("predicted")]
    given = [line for line in promised.values() if line is not None]
    assert len(lines) == len(given) == 3
    for line, wanted in zip(lines, given, strict=True):
        np.testing.assert_allclose(floats(line.y)[1:], wanted[1:], rtol=1e-5)
    assert sum(line.showlegend for line in lines) == 1


def test_on_the_exact_ridge_alone_there_still_is_a_picture():
    _, _, figure, traces = picture(keys=["on_ridge"])
    assert not [name for name in traces if name.startswith("predicted")]
    low, high = figure.layout.yaxis2.range
    assert np.isfinite(low)
    assert low < high


def test_the_longest_run_with_all_walks_stays_small():
    *_, figure, _ = picture(steps=400, lr=0.01)
    assert len(figure.to_json()) < 150_000
    assert figure.layout.meta["play"]["steps"] == 400
