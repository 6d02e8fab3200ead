import numpy as np
import pytest

from charts import theme
from charts.scores import scores_to_loss, short
from core.softmax_loss import score, score_naively, surprise_curve

CLASSES = ("cat", "dog", "fox", "owl", "bee", "ant")


def picture(*logits, truth=0, naive=False):
    scored = score(logits, truth)
    curve = surprise_curve(max(5.0, 1.2 * scored.loss))
    other = score_naively(logits, truth) if naive else None
    return scores_to_loss(scored, curve, classes=CLASSES[: len(logits)], naive=other), scored


def trace(figure, name, panel=""):
    return next(t for t in figure.data if t.name == name and (t.xaxis or "x") == f"x{panel}")


def test_bars_hold_scores_shares_and_slopes():
    figure, scored = picture(2.0, 1.0, 0.0)
    for name, panel, values, color in (
        ("score z", "", scored.logits, theme.FORWARD),
        ("share p", "2", scored.steps.shares, theme.FORWARD),
        ("slope p − y", "4", scored.d_z, theme.GRADIENT),
    ):
        bars = trace(figure, name, panel)
        assert bars.x == ("cat", "dog", "fox")
        np.testing.assert_allclose(bars.y, values, rtol=1e-5)
        assert bars.marker.color == color
    assert trace(figure, "share p", "2").text == ("0.665241", "0.244728", "0.090031")


def test_the_target_stands_at_one_for_the_true_class():
    figure, _ = picture(2.0, 1.0, 0.0, truth=2)
    assert trace(figure, "target y", "2").y == (0, 0, 1)
    assert figure.layout.annotations[2].text.endswith("of the fox")


@pytest.mark.parametrize("logits", [(2.0, 1.0, 0.0), (-1000.0, 1000.0, 0.0), (10.0, 1.0, 0.0)])
def test_the_loss_stands_on_the_curve_and_inside_the_picture(logits):
    figure, scored = picture(*logits)
    mark = trace(figure, "loss", "3")
    assert mark.x[0] == pytest.approx(scored.steps.shares[0])
    assert mark.y[0] == pytest.approx(scored.loss, rel=1e-5)
    low, high = figure.layout.yaxis3.range
    assert low <= mark.y[0] < high
    curve = trace(figure, "−ln p", "3")
    assert max(curve.y) == pytest.approx(high)


def test_what_is_no_number_has_no_bar_but_its_name():
    figure, _ = picture(1000.0, 999.0, 998.0, naive=True)
    for panel in ("2", "4"):
        bars = trace(figure, "by the naive formulas", panel)
        assert bars.y == (0, 0, 0)
        assert bars.text == ("<b>nan</b>",) * 3
    assert trace(figure, "loss", "3").text == "L = 0.407606<br>naively: <b>nan</b>"


def test_the_right_numbers_stay_beside_the_naive_ones_which_speak_only_where_they_are_wrong():
    figure, _ = picture(1000.0, 999.0, 998.0, naive=True)
    assert trace(figure, "share p", "2").text == ("0.665", "0.245", "0.09")
    assert trace(figure, "slope p − y", "4").text == ("−0.335", "0.245", "0.09")
    calm, _ = picture(2.0, 1.0, 0.0, naive=True)
    assert set(trace(calm, "by the naive formulas", "2").text) == {""}
    assert trace(calm, "by the naive formulas", "2").y == pytest.approx(
        (0.665241, 0.244728, 0.090031), rel=1e-4
    )


def test_an_infinite_loss_is_called_so():
    figure, _ = picture(-500.0, 500.0, 0.0, naive=True)
    assert trace(figure, "loss", "3").text == "L = 1000<br>naively: <b>∞</b>"


def test_without_the_naive_formulas_nothing_speaks_of_them():
    figure, _ = picture(2.0, 1.0, 0.0)
    assert not [t for t in figure.data if "naive" in (t.name or "")]


@pytest.mark.parametrize("naive", [False, True])
@pytest.mark.parametrize(
    "logits", [(0.0,) * 6, (-2000.0, 0.0, 0.0, 0.0), (2000.0, 2000.0, 2000.0), (-5.0, -1.0, -3.0)]
)
def test_every_bar_is_inside_the_picture(logits, naive):
    figure, _ = picture(*logits, naive=naive)
    for bars in figure.data:
        if bars.type == "bar":
            low, high = figure.layout[f"yaxis{(bars.yaxis or 'y')[1:]}"].range
            assert low < high
            assert all(low <= y <= high for y in bars.y)


def test_numbers_at_bars_are_short_and_never_pretend_to_be_zero():
    assert short(0.244728471, 3) == "0.244728"
    assert short(0.244728471, 6) == "0.245"
    assert short(0.244728471, 12) == "0.24"
    assert short(-1.0, 3) == "−1"
    assert short(0.0, 6) == "0"
    assert short(-4.5e-5, 6) == "−4.5·10<sup>−5</sup>"
