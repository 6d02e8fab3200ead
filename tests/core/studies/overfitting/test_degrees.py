"""What every degree misses, over many samples: what the view says of one holds for most."""

import numpy as np
import pytest

from core.polynomials import WINDOW, value_at
from core.studies.overfitting.degrees import (
    dealt,
    drawn_curve,
    drawn_points,
    parted,
    sweep_degrees,
    window_of,
)

SEEDS = range(30)


def sweep(seed, n=15, noise=1.0):
    rows, test = drawn_points(n, noise, seed)
    return sweep_degrees(parted(rows, test), 20, window_of(rows))


ALL = [sweep(seed) for seed in SEEDS]


def test_points_are_as_many_of_each_kind_and_fewer_are_the_first_of_more():
    few, many = drawn_points(5, 1.0, 8)[0], drawn_points(9, 1.0, 8)[0]
    assert [row[2] for row in few] == [""] * 5 + ["v"] * 5
    assert few[:5] == many[:5]
    assert few[5:] == many[9:14]
    assert all(round(v, 2) == v for row in few for v in row[:2])


def test_rows_are_dealt_three_to_learn_from_one_to_validate_one_to_test():
    rows = dealt([(i, -i) for i in range(7)])
    assert "".join(row[2] or "." for row in rows) == "...vt.."
    parts = parted(rows, test=None)
    np.testing.assert_array_equal(parts["t"].y, [-4])
    np.testing.assert_array_equal(parts[""].x, [0, 1, 2, 5, 6])


def test_the_window_holds_all_points():
    assert window_of([(-1, 0, ""), (3, 0, "")]) == WINDOW
    assert window_of([(-1, 0, ""), (30, 0, "v")]) == (-1, 30)
    assert window_of([(7, 0, ""), (7, 1, "v")]) == (6, 8)


def test_points_far_away_are_fitted_in_a_window_of_their_own():
    rows = [(1000 + 10 * i, float(i**2), "v" if i % 4 == 0 else "") for i in range(12)]
    parts = parted(rows, parted(rows, None)["v"])
    found = sweep_degrees(parts, 2, window_of(rows))
    assert found.errors["v"][2] == pytest.approx(0, abs=1e-9)
    curve = drawn_curve(found.coefficients[2], found.window)
    assert (curve.x[0], curve.x[-1]) == window_of(rows)


@pytest.mark.parametrize("found", ALL[:5])
def test_errors_are_those_of_the_fits(found):
    rows, test = drawn_points(15, 1.0, ALL.index(found))
    for part, points in parted(rows, test).items():
        miss = points.y - value_at(found.coefficients[9], points.x)
        assert found.errors[part][9] == pytest.approx(np.sqrt(np.mean(miss**2)))


def test_the_training_error_never_rises_with_the_degree_in_any_sample():
    for seed, found in zip(SEEDS, ALL, strict=True):
        assert np.all(np.diff(found.errors[""][:15]) <= 1e-9)
        x = [row[0] for row in drawn_points(15, 1.0, seed)[0] if row[2] == ""]
        if len(set(x)) == 15:  # no curve goes through two points above one another
            assert found.errors[""][14:].max() < 1e-6  # as many coefficients as points, or more


def test_under_fitting_is_high_everywhere_and_over_fitting_on_new_points_only():
    under, good, over = (
        np.array([[f.errors[p][d] for p in ("", "v", "t")] for f in ALL]) for d in (1, 2, 10)
    )
    assert np.all(np.median(under, axis=0) > 1.35)
    assert np.median(under[:, 2] / under[:, 0]) < 1.5
    assert np.median(good[:, 2]) < 1.2
    assert np.all(over[:, 0] < good[:, 0])
    assert np.mean(over[:, 2] > 3 * over[:, 0]) > 0.9
    assert np.median(over[:, 2] / over[:, 0]) > 20


def test_the_lowest_validation_error_is_rarely_far_from_degree_2():
    best = np.array([f.errors["v"].argmin() for f in ALL])
    assert np.mean((best >= 2) & (best <= 4)) > 0.7
    assert best.min() >= 1
    assert best.max() < 9


def test_past_the_peak_the_test_error_falls_again_in_nearly_all_samples():
    at_peak, past = (np.array([f.errors["t"][d] for f in ALL]) for d in (14, 20))
    assert np.mean(past < at_peak / 10) > 0.9
    assert np.median(past) > 5  # and still far from good


def test_more_points_cure_the_over_fit():
    many = np.array([sweep(seed, n=60).errors["t"][10] for seed in SEEDS])
    assert np.median(many) < 1.25
    assert np.mean(many < np.array([f.errors["t"][10] for f in ALL])) > 0.95


def test_as_many_coefficients_as_points_is_mostly_the_worst():
    worst = [int(np.argmax(found.errors["t"])) for found in ALL]
    assert worst.count(14) > 0.7 * len(worst)
