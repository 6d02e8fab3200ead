"""Folds: every point held out once, and errors that scikit-learn finds too."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import PredefinedSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

from core.polynomials import draw_points, legendre
from core.studies.overfitting.folds import cross_validate, deal_folds


@pytest.mark.parametrize(("n", "k"), [(20, 5), (20, 3), (7, 7), (9, 2)])
def test_every_point_is_held_out_once_by_folds_of_nearly_one_size(n, k):
    sizes = np.bincount(deal_folds(n, k, seed=4))
    assert len(sizes) == k
    assert sizes.sum() == n
    assert np.ptp(sizes) <= 1
    assert (deal_folds(n, k, seed=4) != deal_folds(n, k, seed=5)).any()


@pytest.mark.parametrize("seed", range(3))
def test_errors_are_scikit_learns(seed):
    x, y = draw_points(20, 1.0, seed)
    folds = cross_validate(x, y, 5, seed, degree=4)
    for degree in (1, 4):
        model = make_pipeline(PolynomialFeatures(degree), LinearRegression())
        theirs = cross_val_score(
            *(model, x[:, None], y),
            cv=PredefinedSplit(folds.fold_of),
            scoring="neg_root_mean_squared_error",
        )
        np.testing.assert_allclose(folds.errors[degree], -theirs, rtol=1e-8)


def test_leaving_one_out_is_the_shortcut_over_the_hat_matrix():
    x, y = draw_points(12, 1.0, 2)
    folds = cross_validate(x, y, 12, 0, degree=3)
    columns = legendre(x, 3)
    hat = columns @ np.linalg.pinv(columns)
    expected = np.abs(y - hat @ y) / (1 - np.diag(hat))
    np.testing.assert_allclose(folds.errors[3][folds.fold_of], expected, rtol=1e-9)


def test_mean_and_spread_by_hand():
    x, y = np.array([-1.0, 0, 1, 2]), np.array([1.0, 3, 5, 9])
    folds = cross_validate(x, y, 4, 0, degree=0)
    # without each: means 17/3, 5, 13/3, 3
    np.testing.assert_allclose(sorted(folds.errors[0]), [2 / 3, 2, 14 / 3, 6])
    assert folds.means[0] == pytest.approx(10 / 3)
    assert folds.spreads[0] == pytest.approx(np.std([2 / 3, 2, 14 / 3, 6], ddof=1))


def test_the_folds_choose_a_degree_near_2_for_most_samples():
    best = [
        cross_validate(*draw_points(20, 1.0, seed), 5, seed, degree=9).means.argmin()
        for seed in range(20)
    ]
    assert np.mean([2 <= b <= 4 for b in best]) >= 0.9


@pytest.mark.parametrize("k", [1, 21])
def test_folds_that_cannot_be_are_refused(k):
    with pytest.raises(ValueError, match="k is"):
        deal_folds(20, k, seed=0)
