"""Bias and variance: what the view says, held against two hundred fits."""

import numpy as np
import pytest

from core.studies.overfitting.bias import decompose
from pages.views.overfitting import bias
from tests.app import charts, click_experiment, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "overfitting_bias"


def picture(app):
    return charts(app)[f"{SLUG}.bundle"]


def found(app):
    """Bias², variance, sum and measured error by degree, averaged over x, computed anew."""
    n, noise, seed, drawn = (setting(app, SLUG, name) for name in ("n", "noise", "seed", "drawn"))
    all_of = decompose(n, noise, seed, degree=20, same_x=drawn == "noise")
    parts = (all_of.bias, all_of.variance, all_of.total, all_of.measured)
    return [part.mean(axis=1) for part in parts]


def test_first_sight_and_every_experiment():
    app = open_lesson(SLUG)
    b, v, total, measured = found(app)
    assert b[12] < v[12] / 50
    assert total.argmin() == 2
    assert (
        f"= {total[12]:.4g}; measured on 11,000 fresh points: {measured[12]:.4g}"
        in picture(app).plain
    )
    np.testing.assert_allclose(measured, total, rtol=0.05)
    np.testing.assert_allclose(picture(app).trace("their sum")["y"], total, rtol=1e-5)
    assert f"{v[12]:.4g}" in app.latex[0].value
    assert r"\frac{13}{30} = 0.4333" in app.latex[0].value
    first, first_bias = v, b

    click_experiment(app, SLUG, "Bias")
    assert setting(app, SLUG, "degree") == 1
    assert f"{b[1]:.1f}" == "1.8"
    assert b[1] > 20 * v[1]

    click_experiment(app, SLUG, "In balance")
    assert setting(app, SLUG, "degree") == 2
    assert b[2] < 0.002
    assert v[2] == pytest.approx(0.1, abs=0.02)

    click_experiment(app, SLUG, "Variance")
    all_of = decompose(30, 1.0, 0, degree=20, same_x=True)
    assert all_of.bias[16].mean() < all_of.variance[16].mean() / 20
    assert set(all_of.variance[16].argsort()[-4:]) <= {0, 1, 2, 52, 53, 54}  # the ends

    click_experiment(app, SLUG, "Twice the points")
    b, v, *_ = found(app)
    assert v[12] < first[12] / 2
    assert b[12] < 0.01

    click_experiment(app, SLUG, "Less noise")
    b, v, *_ = found(app)
    np.testing.assert_allclose(v, first / 16, rtol=1e-5)
    np.testing.assert_allclose(b[:2], first_bias[:2], rtol=0.01)

    click_experiment(app, SLUG, "New x as well")
    all_of = decompose(30, 1.0, 0, degree=20, same_x=False)
    assert setting(app, SLUG, "degree") == 8
    spreads = ((all_of.curves[8] - all_of.curves[8].mean(axis=0)) ** 2).mean(axis=1)
    assert all_of.variance[8].mean() > 8
    assert 0.25 < first[8] < 0.4
    assert np.sort(spreads)[-10:].sum() > 0.7 * spreads.sum()  # ten samples
    assert r"\frac{d+1}{n}" not in app.latex[0].value


def test_what_the_questions_say_is_so():
    for seed in range(4):
        all_of = decompose(30, 1.0, seed, degree=12, same_x=True)
        b, v = all_of.bias.mean(axis=1), all_of.variance.mean(axis=1)
        assert max(b[2], b[12]) < 0.01
        assert v[12] > 4 * v[2]
        assert b[1] - b[2] == pytest.approx(1.8, abs=0.02)
        assert v[2] - v[1] == pytest.approx(1 / 30, abs=0.015)


def test_a_click_on_an_error_takes_the_degree_there(monkeypatch):
    state = {}
    monkeypatch.setattr(bias, "st", type("St", (), {"session_state": state}))
    for x in (7.0, 7.3, 21.0):
        bias.go_to(x, 1.0)
        assert state == {f"{SLUG}.degree": 7}


def test_the_script_prints_the_numbers_of_the_page():
    app = open_lesson(SLUG, drawn="new x and noise", n="40")
    told = [line.split() for line in printed_by_script(app, SLUG).splitlines()[1:]]
    b, v, total, measured = found(app)
    for d in (0, 2, 9):
        expected = [b[d], v[d], 1.0, total[d], measured[d]]
        assert [float(t) for t in told[d][1:]] == pytest.approx(expected, rel=1e-6)


def test_without_noise_the_true_degree_is_the_lowest_whatever_rounding_makes_of_the_others():
    app = open_lesson(SLUG, noise="0", degree="20", n="25")
    assert "The sum is lowest at degree 2." in charts(app)[f"{SLUG}.bundle"].caption
