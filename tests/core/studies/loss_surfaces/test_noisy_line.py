"""A line whose truth is known."""

import numpy as np
import pytest

from core.data_costs import DATA_COSTS, best_fit
from core.studies.loss_surfaces.noisy_line import TRUE_LINE, draw_noisy_line, typical_error

LINE = DATA_COSTS["line"]


def test_without_noise_the_best_line_is_the_true_one():
    x, y = draw_noisy_line(10, 0.0, seed=3)
    np.testing.assert_allclose(best_fit(LINE, x, y).point, TRUE_LINE, rtol=1e-12)
    np.testing.assert_allclose(y, 1.5 * x + 0.5, rtol=1e-15)


def test_more_points_begin_with_the_same_points():
    few, many = draw_noisy_line(5, 0.4, seed=2), draw_noisy_line(500, 0.4, seed=2)
    np.testing.assert_array_equal(few, np.array(many)[:, :5])
    assert (np.array(many)[0] >= 0).all()
    assert (np.array(many)[0] <= 2).all()


def test_louder_noise_lifts_every_point_by_as_much_more():
    x, soft = draw_noisy_line(20, 0.5, seed=1)
    _, loud = draw_noisy_line(20, 1.0, seed=1)
    np.testing.assert_allclose(loud - 1.5 * x - 0.5, 2 * (soft - 1.5 * x - 0.5), atol=1e-14)


def test_the_noise_has_the_stated_spread():
    x, y = draw_noisy_line(500, 0.7, seed=0)
    assert abs(np.std(y - 1.5 * x - 0.5) - 0.7) < 0.07


def test_the_typical_error_by_hand():
    # x = -1, 0, 1: spread 2, mean 0, so 3 / √2 for the slope and 3 / √3 for the intercept
    np.testing.assert_allclose(typical_error([-1.0, 0, 1], 3.0), [3 / 2**0.5, 3**0.5])


def test_the_typical_error_is_how_best_lines_scatter():
    x, _ = draw_noisy_line(12, 0.0, seed=4)
    luck = np.random.default_rng(0).normal(size=(2000, len(x)))
    lines = [best_fit(LINE, x, 1.5 * x + 0.5 + 0.3 * e).point for e in luck]
    np.testing.assert_allclose(np.std(lines, axis=0), typical_error(x, 0.3), rtol=0.05)


def test_senseless_arguments_are_named():
    for n in (1, 501, 2.0, True):
        with pytest.raises(ValueError, match="n is"):
            draw_noisy_line(n, 1.0)
    with pytest.raises(ValueError, match="noise is -1"):
        draw_noisy_line(5, -1)
    with pytest.raises(ValueError, match="seed is -1"):
        draw_noisy_line(5, 1.0, seed=-1)
    for x in ([1.0, 1.0], []):
        with pytest.raises(ValueError, match="two different numbers"):
            typical_error(x, 1.0)
