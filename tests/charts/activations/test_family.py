import numpy as np
import pytest

from charts.activations.family import bends_and_depth
from core.activations import ACTIVATIONS
from core.studies.activations.asleep import flat_where
from core.studies.activations.curves import sample
from core.studies.activations.depth import run_chain, sigmoid_bound


def picture(*keys, z=1.0, depth=5, weight=1.0, bound=None):
    curves = {key: sample(ACTIVATIONS[key], -8.0, 8.0) for key in keys}
    runs = {key: run_chain(key, z / weight, depth, weight=weight) for key in keys}
    flat = {key: flat_where(ACTIVATIONS[key]) for key in keys}
    return bends_and_depth(curves, runs, flat=flat, bound=bound), curves, runs


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_value_and_slope_share_one_z_axis():
    figure, *_ = picture("sigmoid")
    value, slope = trace(figure, "Sigmoid"), trace(figure, "Sigmoid slope")
    assert (value.xaxis or "x") == (slope.xaxis or "x") == "x"
    assert ((value.yaxis or "y"), slope.yaxis) == ("y", "y3")
    assert figure.layout.xaxis.anchor == "y4"
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis3.domain[1]


def test_curves_hold_the_numbers_they_were_given_and_break_at_kinks():
    figure, curves, _ = picture("relu")
    slope, curve = trace(figure, "ReLU slope"), curves["relu"]
    away = ~np.isin(curve.z, curve.kinks)
    np.testing.assert_allclose(np.array(slope.y)[away], curve.slopes[away], rtol=1e-6)
    assert np.isnan(np.array(slope.y)[~away]).all()
    used = trace(figure, "slope by agreement")
    assert (used.x, used.y) == ((0.0,), (0.0,))


def test_without_kinks_nothing_speaks_of_them():
    figure, *_ = picture("sigmoid", "gelu")
    assert not [trace for trace in figure.data if "kink" in trace.name]


def test_a_strip_tells_where_each_is_flat_out_to_the_ends_of_the_picture():
    figure, *_ = picture("sigmoid", "identity", "relu", "step")
    strip = trace(figure, "flat")
    bars = [
        (row, base, base + length)
        for row, base, length in zip(strip.y, strip.base, strip.x, strict=True)
    ]
    np.testing.assert_allclose(
        bars, [(0, -8, -4.58486), (0, 4.58486, 8), (2, -8, 0), (3, -8, 8)], atol=1e-5
    )
    assert (strip.yaxis, figure.layout.meta["clicks"]) == ("y4", "x")
    assert strip.marker.color[0] == trace(figure, "Sigmoid").line.color
    assert strip.marker.pattern.shape == ("", "", "", "/")  # the step is drawn with dashes


def test_the_probe_stands_on_every_value_and_every_slope():
    figure, _, runs = picture("sigmoid", "tanh", z=-2.0)
    for name, row in (("f(z)", "a"), ("f′(z)", "slopes")):
        probe = trace(figure, name)
        assert probe.x == (-2.0, -2.0)
        assert probe.y == pytest.approx([getattr(run, row)[0] for run in runs.values()], rel=1e-5)
    assert {(line.x0, line.x1) for line in figure.layout.shapes} == {(-2.0, -2.0)}


def test_the_chain_starts_with_slope_one_and_is_played_layer_by_layer():
    figure, _, runs = picture("gelu", z=-2.0, depth=7)
    through = trace(figure, "GELU through")
    assert through.x == tuple(range(8))
    assert through.y == pytest.approx([1, *np.abs(runs["gelu"].products)], rel=1e-5)
    assert through.customdata[1] < 0  # the sign that a log axis cannot show is in the tip
    assert through.meta == {"play": "grow"}
    assert figure.layout.meta["play"] == {"steps": 7, "unit": "layer"}
    assert trace(figure, "GELU z").x[0] is None


def test_an_exact_zero_has_a_row_of_its_own():
    figure, *_ = picture("relu", "leaky_relu", z=-5.0)
    through, axis = trace(figure, "ReLU through"), figure.layout.yaxis2
    assert axis.ticktext[-1] == "0"
    assert through.y[1:] == pytest.approx([axis.tickvals[-1]] * 5, rel=1e-5)
    assert through.y[1] < min(trace(figure, "Leaky ReLU through").y)
    assert through.customdata[1:] == (0.0,) * 5
    assert axis.range[0] < np.log10(through.y[1])
    assert "0" not in picture("sigmoid")[0].layout.yaxis2.ticktext


@pytest.mark.parametrize("key", ACTIVATIONS)
@pytest.mark.parametrize("z", [-8.0, 0.0, 8.0])
@pytest.mark.parametrize(("depth", "weight"), [(1, 0.25), (50, 4.0)])
def test_probe_and_chain_are_inside_the_picture_at_every_extreme(key, z, depth, weight):
    figure, _, runs = picture(key, z=z, depth=depth, weight=weight)
    layout, run = figure.layout, runs[key]
    assert layout.yaxis.range[0] < run.a[0] < layout.yaxis.range[1]
    assert layout.yaxis3.range[0] < run.slopes[0] < layout.yaxis3.range[1]
    heights = np.log10(trace(figure, f"{ACTIVATIONS[key].label} through").y)
    assert layout.yaxis2.range[0] < heights.min()
    assert heights.max() < layout.yaxis2.range[1]
    assert 2 <= len(layout.yaxis2.tickvals) <= 10


def test_the_bound_is_drawn_only_where_it_is_given():
    figure, *_ = picture("sigmoid", bound=sigmoid_bound(5))
    line = trace(figure, "sigmoids at most: (w/4)<sup>L</sup>")
    assert line.y == pytest.approx(0.25 ** np.arange(6), rel=1e-5)
    assert "sigmoids at most: (w/4)<sup>L</sup>" not in [
        trace.name for trace in picture("sigmoid")[0].data
    ]


def test_all_of_them_at_once_are_light_enough_to_send():
    figure, *_ = picture(*ACTIVATIONS, depth=50, z=-1.234, bound=sigmoid_bound(50))
    assert len(figure.to_json()) < 150_000
