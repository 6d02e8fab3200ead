"""Learning curves and folds: what the view says, held against the fits."""

from functools import cache

import numpy as np
import pytest

from core.polynomials import draw_points
from core.studies.overfitting.folds import cross_validate
from core.studies.overfitting.learning import SIZES, learning_curves, limit_of, spread
from tests.app import charts, click_experiment, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "overfitting_learning"


@cache
def grown(noise, seed):
    return learning_curves(noise, seed, degree=15, runs=100)


def errors(app, degree, n):
    """Median training and validation error."""
    curves = grown(setting(app, SLUG, "noise"), setting(app, SLUG, "seed"))
    i = SIZES.index(n)
    return [float(spread(e[degree])[1, i]) for e in (curves.training, curves.validation)]


def folds_of(app):
    seed = setting(app, SLUG, "seed")
    points = draw_points(20, setting(app, SLUG, "noise"), seed)
    return points, cross_validate(*points, setting(app, SLUG, "k"), seed, degree=15)


def test_the_same_degree_on_both_sides_is_told_once():
    told = charts(open_lesson(SLUG, degree="3", other="3"))[f"{SLUG}.curves"].plain
    assert told.count("degree 3 has") == 1


def test_learning_curves_at_first_sight_and_in_every_experiment():
    app = open_lesson(SLUG)
    picture = charts(app)[f"{SLUG}.curves"]
    assert "degree 1 has" in picture.plain
    for degree in (1, 9):
        for n in (20, 100):
            training, validation = errors(app, degree, n)
            assert f"{training:.3g} and {validation:.3g} with {n} points" in picture.plain
    line = picture.trace("validation error")  # the first, on the left
    np.testing.assert_allclose(line["y"][-1], errors(app, 1, 100)[1], rtol=1e-5)
    training, validation = errors(app, 1, 12)
    assert validation / training < 1.3  # side by side after a dozen
    training, validation = errors(app, 9, 20)
    assert validation > 4 * training  # the gulf

    click_experiment(app, SLUG, "Both high and close")
    training, validation = errors(app, 1, 100)
    assert validation / training < 1.1
    assert f"{limit_of(1, 1.0):.2f}" == "1.67"
    assert max(abs(training - 1.67), abs(validation - 1.67)) < 0.05

    click_experiment(app, SLUG, "A gap that closes")
    training, validation = errors(app, setting(app, SLUG, "degree"), 24)
    assert validation > 100 * training
    assert all(0.85 < e < 1.2 for e in errors(app, 15, 100))
    assert r"\sqrt{1 - \tfrac{16}{100}} = 0.9165" in app.latex[0].value

    click_experiment(app, SLUG, "About right")
    assert setting(app, SLUG, "degree") == 2
    training, validation = errors(app, 2, 12)
    assert validation - training < 0.3
    assert all(0.95 < e < 1.05 for e in errors(app, 2, 100))


def test_folds_in_every_experiment():
    app = open_lesson(SLUG)
    click_experiment(app, SLUG, "Five folds")
    points, folds = folds_of(app)
    assert all(1 <= e < 2 for i, e in enumerate(folds.errors[9]) if i != 2)
    assert f"{folds.errors[9, 2]:.0f}" == "57"
    assert folds.fold_of[points.x.argmin()] == 2
    picture = charts(app)[f"{SLUG}.folds"]
    assert "fold 3 of 5: 4 of 20 points held out, RMSE 56.8" in picture.plain
    np.testing.assert_allclose(
        sorted(picture.trace("held out")["x"]), sorted(points.x[folds.fold_of == 2]), rtol=1e-5
    )

    click_experiment(app, SLUG, "Five calm folds")
    _, folds = folds_of(app)
    assert folds.means.argmin() == 2
    assert np.all((folds.errors[2] > 0.4) & (folds.errors[2] < 1.8))

    click_experiment(app, SLUG, "Leave one out")
    _, folds = folds_of(app)
    assert np.bincount(folds.fold_of).tolist() == [1] * 20
    assert folds.means.argmin() == 2
    coefficients = np.array(folds.coefficients[2])
    assert np.ptp(coefficients, axis=0).max() < 0.6
    assert f"= {folds.means[2]:.4g}" in app.latex[0].value


@pytest.mark.parametrize("show", ["Learning curves", "k folds"])
def test_the_script_prints_the_numbers_of_the_page(show):
    app = open_lesson(SLUG, show=show)
    told = [line.split() for line in printed_by_script(app, SLUG).splitlines()]
    if show == "k folds":
        _, folds = folds_of(app)
        fold = [float(line[2]) for line in told if line[:2] != ["fold", "of"] and line[0] == "fold"]
        assert fold == pytest.approx(folds.errors[9], rel=1e-6)
    else:
        row = next(line for line in told if line[:4] == ["degree", "9", "points", "20"])
        training, validation = errors(app, 9, 20)
        assert [float(row[5]), float(row[8])] == pytest.approx([training, validation], rel=1e-6)


def test_without_noise_the_folds_choose_the_true_degree_whatever_rounding_makes_of_the_others():
    app = open_lesson(SLUG, noise="0", show="k folds")
    assert any("The mean is lowest at degree 2:" in chart.caption for chart in charts(app).values())
