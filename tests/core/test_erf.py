import math

import numpy as np
import pytest
from scipy import special

from core.erf import erf, erfc


@pytest.mark.parametrize(
    ("x", "expected"), [(0.0, 0.0), (0.5, 0.5204998778130465), (1.0, 0.8427007929497149)]
)
def test_erf_has_its_tabulated_values(x, expected):
    assert erf(x) == pytest.approx(expected, rel=1e-15, abs=0)


def test_erf_agrees_with_the_standard_library_to_the_last_digits():
    x = np.concatenate([np.linspace(-7, 7, 20_001), np.logspace(-300, 0, 601)])
    expected = np.array([math.erf(v) for v in x])
    np.testing.assert_allclose(erf(x), expected, rtol=1e-15, atol=0)


def test_erfc_keeps_its_digits_far_into_the_tail():
    x = np.linspace(-7, 26.5, 20_001)
    expected = np.array([math.erfc(v) for v in x])
    np.testing.assert_allclose(erfc(x), expected, rtol=1e-14, atol=0)


@pytest.mark.parametrize("seam", [0.46875, 4.0])
def test_the_pieces_meet_without_a_step(seam):
    x = np.array([np.nextafter(seam, 0), seam, np.nextafter(seam, 9)])
    np.testing.assert_allclose(erfc(x), erfc(np.array([seam] * 3)), rtol=1e-14)


def test_erf_and_erfc_sum_to_one_and_erf_is_odd():
    x = np.linspace(-6, 6, 997)
    np.testing.assert_allclose(erf(x) + erfc(x), 1, atol=1e-15)
    np.testing.assert_array_equal(erf(-x), -erf(x))


def test_the_ends_of_the_line_are_exact_and_silent():
    x = np.array([-np.inf, -1e308, 1e308, np.inf])
    np.testing.assert_array_equal(erf(x), [-1, -1, 1, 1])
    np.testing.assert_array_equal(erfc(x), [2, 2, 0, 0])
    assert np.isnan(erf(np.nan))
    assert np.isnan(erfc(np.nan))


def test_float32_stays_float32_and_agrees_with_scipy():
    x = np.linspace(-5, 5, 101, dtype=np.float32)
    assert erf(x).dtype == erfc(x).dtype == np.float32
    np.testing.assert_allclose(erf(x), special.erf(x), rtol=1e-6, atol=1e-7)
