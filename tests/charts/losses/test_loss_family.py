import numpy as np
import pytest

from charts.losses.loss_family import Batch, Probe, loss_and_slope
from charts.losses.loss_marks import NAIVE
from core.losses import LOSSES
from core.studies.losses.loss_curves import FAMILIES, cost_of_one, sample
from core.studies.losses.loss_members import members


def picture(family="predictions", target=0.0, at=0.25, window=(10.0, 5.0), reach=None, batch=None):
    about = FAMILIES[family]
    low, high = (-reach, reach) if reach else (about.low, about.high)
    group = members(family, target)
    curves = {m.label: sample(m.loss, m.target, low, high) for m in group}
    found = [cost_of_one(m.loss, [at], m.target) for m in group]
    probe = Probe(at, [float(v[0]) for v, _ in found], [float(s[0]) for _, s in found])
    letter = "score z" if family == "logits" else "prediction ŷ"
    figure = loss_and_slope(curves, probe, target=target, window=window, letter=letter, batch=batch)
    return figure, curves, probe


def trace(figure, name, axis="y"):
    return next(t for t in figure.data if t.name == name and (t.yaxis or "y") == axis)


@pytest.mark.parametrize(
    ("family", "target"),
    [("predictions", 1.0), ("margins", -1.0), ("probabilities", 0.25), ("logits", 1.0)],
)
def test_curves_hold_the_numbers_they_were_given(family, target):
    figure, curves, _ = picture(family, target)
    for name, curve in curves.items():
        finite = np.isfinite(curve.values)
        drawn = np.array(trace(figure, name).y)
        np.testing.assert_allclose(drawn[finite], curve.values[finite], rtol=1e-6)
        assert np.isnan(drawn[~finite]).all()
        slopes = np.array(trace(figure, f"{name} slope", "y2").y)
        smooth = np.isfinite(curve.slopes) & ~np.isin(curve.predictions, curve.kinks)
        np.testing.assert_allclose(slopes[smooth], curve.slopes[smooth], rtol=1e-6)
        assert np.isnan(slopes[~smooth]).all()


def test_loss_and_slope_share_one_axis_of_predictions():
    figure, *_ = picture()
    assert {t.xaxis or "x" for t in figure.data} == {"x"}
    assert figure.layout.xaxis.anchor == "y2"
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]


def test_the_probe_stands_on_every_curve_or_as_a_triangle_at_the_edge():
    figure, _, probe = picture(at=2.0)
    assert trace(figure, "loss here").y == pytest.approx(probe.values, rel=1e-5)
    assert set(trace(figure, "loss here").marker.symbol) == {"circle"}
    far, _, _ = picture(at=4.0)
    assert trace(far, "loss here").marker.symbol[0] == "triangle-up"
    assert trace(far, "loss here").y[0] < 16
    assert trace(far, "loss here").text == ("<b>16</b>", "", "", "")
    assert trace(far, "slope here", "y2").text[0] == "<b>8</b>"
    assert set(trace(figure, "loss here").text) == {""}
    endless, _, _ = picture("probabilities", 1.0, at=0.0, window=(5.0, 10.0))
    assert trace(endless, "slope here", "y2").marker.symbol[0] == "triangle-down"


def test_kinks_and_seams_are_marked():
    figure, *_ = picture()
    kink = trace(figure, "slope used at a kink", "y2")
    assert (kink.x, kink.y) == ((0.0,), (0.0,))
    assert trace(figure, "seams of values").x == (-1.0, 1.0)
    assert trace(figure, "seams of slopes", "y2").y == pytest.approx((-1.0, 1.0))
    assert not [t for t in picture("logits", 1.0)[0].data if "kink" in t.name or "seam" in t.name]


def test_what_leaves_the_window_says_so():
    said = {text for text in trace(picture()[0], "where curves leave").text if text}
    assert said == {"to 16"}
    endless, *_ = picture("probabilities", 0.25, window=(5.0, 10.0))
    above, below = (trace(endless, "where curves leave", axis) for axis in ("y", "y2"))
    assert [text for text in above.text if text] == ["→ ∞", "→ ∞"]
    assert {text for text in below.text if text} == {"→ −∞", "→ ∞"}


def test_the_naive_form_is_wide_and_breaks_off():
    figure, curves, _ = picture("logits", 0.0, at=40.0, window=(57.5, 1.25), reach=50.0)
    name = next(n for n, c in curves.items() if c.key == NAIVE)
    assert trace(figure, name).line.width > 2 * trace(figure, "Binary CE from z").line.width
    assert "→ ∞" in trace(figure, "where curves leave").text
    assert "no number from here" in trace(figure, "where curves leave", "y2").text


def test_a_batch_shows_its_examples_and_their_mean():
    batch = Batch((1.0, 0.0), (0.5, 0.5), (0.69, 0.71), (-2.0, 2.0), 0.7)
    figure, *_ = picture("probabilities", 1.0, window=(5.0, 10.0), batch=batch)
    assert trace(figure, "one batch").y == (0.69, 0.71)
    assert trace(figure, "one batch").marker.symbol == ("circle", "circle-open")
    assert trace(figure, "their slopes", "y2").y == (-2.0, 2.0)
    assert trace(figure, "their mean 0.7").y == (0.7, 0.7)


def test_an_example_with_another_target_stands_on_a_curve_of_its_own():
    other = sample(LOSSES["binary_cross_entropy"], 0.0, 0.0, 1.0)
    batch = Batch((1.0, 0.0), (0.5, 0.5), (0.69, 0.69), (-2.0, 2.0), 0.69, (other,))
    figure, *_ = picture("probabilities", 1.0, window=(5.0, 12.0), batch=batch)
    line = trace(figure, "the same, y = 0")
    assert np.interp(0.5, line.x, line.y) == pytest.approx(np.log(2), rel=1e-4)
    assert trace(figure, "the same, y = 0 slope", "y2").y[0] == 1
    assert "→ ∞" in trace(figure, "where curves leave", "y2").text


def test_the_target_is_marked_where_it_is_a_place_on_the_axis():
    assert [n.text for n in picture()[0].layout.annotations][-1] == "target y"
    assert "target y" not in [n.text for n in picture("logits", 1.0)[0].layout.annotations]
