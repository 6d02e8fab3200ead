"""What the view from scores to loss says, held against the numbers."""

import numpy as np
import pytest

from core.losses import LOSSES
from core.softmax_loss import score, score_naively
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "losses_softmax"
CLASSES = ("cat", "dog", "fox", "owl", "bee", "ant")


def chain(app):
    return charts(app)[f"{SLUG}.chain"]


def logits(app):
    count = setting(app, SLUG, "count")
    times, plus = setting(app, SLUG, "times"), setting(app, SLUG, "plus")
    return [times * setting(app, SLUG, f"z{i}") + plus for i in range(count)]


def today(app):
    """Today's chain, computed again, safely and naively."""
    truth = CLASSES.index(setting(app, SLUG, f"truth{setting(app, SLUG, 'count')}"))
    return score(logits(app), truth), score_naively(logits(app), truth)


def says(name):
    app = run_experiment(SLUG, name)
    return app, " ".join(m.value for m in app.markdown), *today(app)


def bars(app, name, panel):
    return next(
        t for t in chain(app).figure["data"] if t["name"] == name and t.get("xaxis", "x") == panel
    )


def test_the_picture_shows_the_chain_that_core_computed():
    app = open_lesson(SLUG, z1="3.5", truth3="fox")
    safe, _ = today(app)
    assert safe.target.tolist() == [0, 0, 1]
    np.testing.assert_allclose(bars(app, "share p", "x2")["y"], safe.steps.shares, rtol=1e-5)
    np.testing.assert_allclose(bars(app, "slope p − y", "x4")["y"], safe.d_z, rtol=1e-5)
    assert chain(app).trace("loss")["y"][0] == pytest.approx(safe.loss, rel=1e-5)


def test_two_one_nothing_comes_out_as_in_the_books():
    app, text, safe, _ = says("Two, one, nothing")
    assert logits(app) == [2, 1, 0]
    for number in (*safe.steps.shares, safe.loss, *np.abs(safe.d_z)):
        assert f"{number:.6f}" in text
    assert chain(app).plain == (
        "Shares: cat 0.665241, dog 0.244728, fox 0.0900306. The cat is true: loss 0.407606. "
        "Slopes: cat -0.334759, dog 0.244728, fox 0.0900306; their sum is 0."
    )
    assert bars(app, "share p", "x2")["text"] == ["0.665241", "0.244728", "0.090031"]


def test_sure_and_wrong_the_pull_is_as_large_as_it_can_be():
    _, text, safe, _ = says("Sure and wrong")
    assert f"loss is {safe.loss:.4f}" in text
    assert safe.loss == pytest.approx(10, abs=0.01)
    assert f"{safe.d_z[0]:.5f}".replace("-", "−") in text
    assert f"{safe.d_z[1]:.4f}" in text


def test_sure_and_right_nothing_is_asked():
    _, text, safe, _ = says("Sure and right")
    assert f"share is {safe.steps.shares[0]:.4f}" in text
    assert f"loss {safe.loss:.5f}" in text
    assert np.abs(safe.d_z).max() < 0.0002


def test_six_equal_scores_cost_what_guessing_costs():
    app, text, safe, _ = says("No idea")
    assert logits(app) == [0] * 6
    assert safe.loss == pytest.approx(np.log(6), rel=1e-15)
    assert f"ln 6 = {safe.loss:.6f}" in text
    np.testing.assert_allclose(safe.d_z, [-5 / 6] + [1 / 6] * 5)


def test_a_thousand_more_changes_nothing_but_what_the_naive_formulas_say():
    app, text, safe, naive = says("A thousand more")
    assert logits(app) == [1002, 1001, 1000]
    assert safe.loss == pytest.approx(0.407606, abs=5e-7)
    assert np.isnan(naive.steps.shares).all()
    assert np.isinf(naive.steps.exponentials).all()
    assert "say nan" in text
    assert bars(app, "by the naive formulas", "x2")["text"] == ["<b>nan</b>"] * 3
    assert chain(app).caption.endswith("The naive formulas come to a loss that is no number.")
    table = next(m.value for m in app.markdown if m.value.startswith("| | z |"))
    assert "| cat | 1002 | ∞ | nan | 0 | 1 | 0.665241 |" in table
    assert "| **loss** | | | **nan** | | | **0.407606** |" in table


def test_a_gap_of_a_thousand_is_a_loss_of_a_thousand_and_naively_infinite():
    app, text, safe, naive = says("Infinitely surprised?")
    assert logits(app) == [-500, 500, 0]
    assert safe.loss == 1000
    assert naive.steps.shares[0] == 0
    assert naive.loss == np.inf
    assert "1,000" in text
    assert chain(app).caption.endswith("The naive formulas come to an infinite loss.")


def test_on_modest_scores_both_ways_come_to_the_same():
    app = open_lesson(SLUG, naive="true")
    assert chain(app).caption.endswith("The naive formulas come to the same.")


def test_the_formula_holds_todays_numbers():
    text = open_lesson(SLUG).latex[0].value
    assert r"p_{\text{cat}} = \frac{e^{0}}{e^{0} + e^{-1} + e^{-2}} = 0.665241" in text
    assert r"L = 2 + \ln 1.50321 - 2 = \textcolor{#A9609C}{0.407606}" in text
    assert r"\textcolor{#D55E00}{(-0.3348,\, 0.2447,\, 0.09003)}" in text
    low = open_lesson(SLUG, z0="-5").latex[0].value
    assert r"- (-5) = " in low


def test_the_prediction_is_right():
    scored = score(np.log([0.7, 0.2, 0.1]), 2)
    np.testing.assert_allclose(scored.d_z, [0.7, 0.2, -0.9])
    assert scored.loss == pytest.approx(2.3, abs=0.01)


def test_a_small_constant_in_the_logarithm_bounds_the_loss_and_loses_the_pull():
    assert -np.log(0 + 1e-7) == pytest.approx(16.1, abs=0.05)
    p, step = score([-30.0, 0.0], 0).steps.shares[0], 1e-3

    def bent(z):
        return -np.log(score([z, 0.0], 0).steps.shares[0] + 1e-7)

    slope = (bent(-30 + step) - bent(-30 - step)) / (2 * step)
    assert abs(slope) < 1e-5
    assert score([-30.0, 0.0], 0).d_z[0] == pytest.approx(p - 1)


def test_the_slope_along_the_share_is_minus_one_over_p():
    rule = LOSSES["cross_entropy"]
    np.testing.assert_allclose(
        rule.slopes([[0.2, 0.5, 0.3]], [[1.0, 0.0, 0.0]]), [[-5.0, 0.0, 0.0]]
    )


@pytest.mark.parametrize(
    "link",
    [
        {"z0": "11"},
        {"z1": "1e308"},
        {"count": "2"},
        {"count": "7"},
        {"truth3": "ant"},
        {"times": "2"},
        {"plus": "inf"},
    ],
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert chain(open_lesson(SLUG, **link)).caption == chain(open_lesson(SLUG)).caption


@pytest.mark.parametrize("link", [{}, {"plus": "1000", "count": "6", "truth6": "ant"}])
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    safe, naive = today(app)
    *lines, loss, naively = printed_by_script(app, SLUG).splitlines()
    for name, line, *numbers in zip(
        CLASSES, lines, safe.logits, safe.steps.shares, safe.d_z, strict=False
    ):
        assert line.split()[0] == name
        np.testing.assert_allclose([float(n) for n in line.split()[1:]], numbers, rtol=1e-12)
    assert len(lines) == len(safe.logits)
    assert float(loss.split()[1]) == pytest.approx(safe.loss, rel=1e-12)
    np.testing.assert_allclose(float(naively.split()[1]), naive.loss, rtol=1e-12)
