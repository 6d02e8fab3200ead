import numpy as np
import pytest

from charts import theme
from charts.losses.confident import two_ways_to_unlearn
from core.smooth_activations import sigmoid_derivative
from core.studies.losses.confident import NIELSENS_RATES, NIELSENS_STARTS, unlearn

NAMES = ("wrong", "yours")


def picture(below="slope", starts=NIELSENS_STARTS, **settings):
    runs = tuple(unlearn(loss, starts=starts, **settings) for loss in NIELSENS_RATES)
    factors = sigmoid_derivative(runs[0].z)
    return two_ways_to_unlearn(runs, factors, names=NAMES, below=below), runs, factors


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize(("below", "field"), [("slope", "d_z"), ("answer", "a")])
def test_every_line_holds_the_run_it_was_given(below, field):
    figure, runs, _ = picture(below)
    for run in runs:
        for i, name in enumerate(NAMES):
            for row, values in (("loss", run.values), (below, getattr(run, field))):
                line = trace(figure, f"{name}: {row}, {run.label}")
                np.testing.assert_allclose(line.y, values[:, i], rtol=1e-5)
                assert line.meta == {"play": "grow"}
                assert len(line.x) == 301


def test_squares_stand_left_cross_entropy_right_losses_above():
    figure, runs, _ = picture()
    left, right = (trace(figure, f"yours: loss, {run.label}") for run in runs)
    below, beside = (trace(figure, f"yours: slope, {run.label}") for run in runs)
    assert [line.xaxis for line in (left, right, below, beside)] == [None, "x2", "x3", "x4"]
    assert left.line.color == theme.LOSS
    assert below.line.color == theme.GRADIENT
    assert (left.line.dash, trace(figure, f"wrong: loss, {runs[0].label}").line.dash) == (
        "solid",
        "dash",
    )


def test_titles_name_the_rates_and_both_slopes_share_a_scale():
    figure, *_ = picture()
    titles = [note.text for note in figure.layout.annotations]
    assert titles[:2] == ["Squares, rate 0.15: loss", "Cross-entropy, rate 0.005: loss"]
    assert figure.layout.yaxis3.range == figure.layout.yaxis4.range
    assert figure.layout.yaxis.range != figure.layout.yaxis2.range


def test_the_factor_and_the_largest_slope_are_marked_where_slopes_are_drawn():
    figure, runs, factors = picture()
    line = next(trace for trace in figure.data if (trace.name or "").startswith("σ′"))
    np.testing.assert_allclose(line.y, factors[:, 1], rtol=1e-5)
    for run in runs:
        mark = trace(figure, f"largest slope, {run.label}")
        epoch = int(run.d_z[:, 1].argmax())
        assert mark.x == (None, epoch, epoch)
        assert mark.y[1] == pytest.approx(run.d_z[epoch, 1], rel=1e-5)
        assert mark.text == ("", "", f"largest: epoch {epoch}")
        assert mark.meta["at"] == [0] * epoch + [2] * (301 - epoch)  # nothing before it is reached
        assert mark.y[2] > run.d_z.max()  # words clear of both curves
    answers, *_ = picture("answer")
    assert not [t for t in answers.data if "largest" in t.name or "σ′" in t.name]


def test_the_player_walks_over_all_epochs_and_markers_stand_at_the_ends():
    figure, runs, _ = picture(epochs=50)
    assert figure.layout.meta["play"] == {"steps": 50, "unit": "epoch"}
    marks = trace(figure, f"stands at: loss, {runs[0].label}")
    np.testing.assert_allclose(marks.y, runs[0].values[-1], rtol=1e-5)


@pytest.mark.parametrize("start", [(-6.0, -6.0), (6.0, 6.0), (0.6, 0.9)])
@pytest.mark.parametrize("below", ["slope", "answer"])
@pytest.mark.parametrize("lr", [0.005, 5.0])
def test_all_of_every_curve_is_inside_the_picture(start, below, lr):
    figure, *_ = picture(below, starts=(NIELSENS_STARTS[0], start), lr=lr)
    for line in figure.data:
        axis = figure.layout[f"yaxis{(line.yaxis or 'y')[1:]}"]
        low, high = axis.range
        seen = [y for y in line.y if y is not None]
        assert all(low <= y <= high for y in seen), line.name
