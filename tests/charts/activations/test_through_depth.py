import numpy as np
import pytest

from charts.activations.through_depth import RIDGES, layers_as_ridges, say
from core.activations import ACTIVATIONS
from core.studies.activations.deep_notes import Verdict
from core.studies.activations.deep_signal import send_through
from core.studies.activations.depth import sigmoid_bound

SMALL = {"width": 8, "batch": 8, "runs": 3}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_lines_hold_the_median_and_bands_the_extremes_of_all_runs():
    run = send_through("tanh", 6, **SMALL)
    figure = layers_as_ridges(run)
    assert trace(figure, "signal").x == pytest.approx(run.spread_typical, rel=1e-5)
    assert trace(figure, "size of a").x == pytest.approx(run.a_typical, rel=1e-5)
    assert trace(figure, "gradient").x == pytest.approx(run.gradient_typical, rel=1e-5)
    assert trace(figure, "gradient").y == (1, 2, 3, 4, 5, 6)
    band = trace(figure, "gradient, all runs").x
    assert band[:6] == pytest.approx(run.gradient_rms.min(axis=1), rel=1e-5)
    assert band[:5:-1] == pytest.approx(run.gradient_rms.max(axis=1), rel=1e-5)
    assert trace(figure, "infinite width").x == pytest.approx(run.spread_predicted, rel=1e-5)


def test_a_ridge_is_as_high_as_the_root_of_its_shares_and_below_it_lies_its_layer():
    run = send_through("sigmoid", 3, **SMALL)
    ridge = trace(layers_as_ridges(run), "activations")
    bins = len(run.activations.shares[0])
    second = np.array(ridge.y).reshape(3, bins + 3)[1]
    heights = 2 - second[1:-2]
    shares = np.sqrt(run.activations.shares[1])
    np.testing.assert_allclose(heights, 0.92 * shares / shares.max(), atol=1e-6)
    assert (second[0], second[-2]) == (2, 2)
    assert np.isnan(second[-1])


@pytest.mark.parametrize(("depth", "layers"), [(1, 1), (16, 16), (17, 9), (50, 13)])
def test_at_most_sixteen_ridges_are_drawn_and_the_title_says_how_many(depth, layers):
    figure = layers_as_ridges(send_through("relu", depth, **SMALL))
    drawn = int(np.isnan(trace(figure, "gradients").y).sum())
    assert drawn == layers <= RIDGES
    said = f"{layers} of {depth} layers" in figure.layout.annotations[0].text
    assert said == (layers < depth)


def test_what_lies_beyond_the_edges_is_marked_there():
    run = send_through("relu", 4, **SMALL)  # half of all gradients are exactly 0
    marks = trace(layers_as_ridges(run), "gradients beyond the edge")
    assert set(marks.x) == {-14.0}
    assert layers_as_ridges(run).layout.xaxis2.title.text == "◂ 0 or smaller  |∂/∂z|"
    assert marks.customdata == pytest.approx(run.gradients.below, rel=1e-5)
    over = send_through("identity", 4, gain=4.0, **SMALL)
    assert (
        "triangle-right"
        in trace(layers_as_ridges(over), "activations beyond the edge").marker.symbol
    )


def test_the_layer_where_a_signal_is_lost_has_a_ring_and_a_heading():
    run = send_through("sigmoid", 30, **SMALL)
    figure = layers_as_ridges(run)
    assert trace(figure, "lost here").y == (run.signal.layer, run.gradient.layer)
    assert f"at layer {run.gradient.layer}" in figure.layout.annotations[3].text
    assert "<br>" in figure.layout.meta["narrow"]["layout.annotations.3.text"]
    healthy = layers_as_ridges(send_through("tanh", 5, **SMALL))
    assert "lost here" not in [t.name for t in healthy.data]
    assert (
        say("Signal", Verdict("exploding", 4)) == "Signal explodes: over 10<sup>6</sup> at layer 4"
    )


def test_another_run_is_drawn_in_gray_and_the_bound_where_it_is_given():
    run, other = (send_through(key, 5, **SMALL) for key in ("sigmoid", "relu"))
    bound = sigmoid_bound(5)[::-1]
    figure = layers_as_ridges(run, other=other, other_label="ReLU", bound=bound)
    assert trace(figure, "ReLU: gradient").x == pytest.approx(other.gradient_typical, rel=1e-5)
    assert trace(figure, "¼ a layer: no path passes more").x == pytest.approx(bound, rel=1e-5)
    arrived = figure.layout.annotations[4:]
    assert arrived[1].text.startswith("ReLU <b>")
    assert 10 ** arrived[0].x == pytest.approx(run.gradient_typical[0], rel=1e-9)
    assert len(layers_as_ridges(run).data) == len(figure.data) - 3


@pytest.mark.parametrize("key", ACTIVATIONS)
@pytest.mark.parametrize(("start", "gain"), [("zeros", 1.0), ("plain", 4.0), ("he", 0.25)])
def test_every_extreme_is_inside_the_picture(key, start, gain):
    run = send_through(key, 50, width=128, batch=4, runs=2, initializer=start, gain=gain)
    figure = layers_as_ridges(run, other=run, other_label="same")
    low, high = figure.layout.xaxis3.range
    for name in ("signal", "size of a", "gradient", "∏|f′| to the end, mean path"):
        x = np.log10(np.array(trace(figure, name).x, float))
        assert low < x.min()
        assert x.max() < high
    assert len(figure.to_json()) < 150_000


def test_a_zero_is_said_to_be_off_the_scale():
    run = send_through("tanh", 4, initializer="zeros", **SMALL)
    assert "0: off the scale" in layers_as_ridges(run).layout.xaxis3.title.text
    healthy = layers_as_ridges(send_through("tanh", 4, **SMALL))
    assert "off the scale" not in healthy.layout.xaxis3.title.text
