import numpy as np
import pytest

from core.studies.activations.bends import COUNTED, SHOWN, count_bends, window_grid
from core.studies.activations.targets import TARGETS, WINDOW

POINTS, FINE = window_grid(SHOWN), window_grid(COUNTED)
every_target = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


def test_values_by_hand():
    x = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    np.testing.assert_array_equal(TARGETS["corner"].value(x), [1, 0.5, 0, 0.5, 1])
    np.testing.assert_array_equal(TARGETS["ramp"].value(x), [-1, -1, 0, 1, 1])
    np.testing.assert_array_equal(TARGETS["jump"].value(x), [-1, -1, 1, 1, 1])
    np.testing.assert_allclose(TARGETS["zigzag"].value(x), [-1, 0, 1, 0, -1], atol=1e-15)
    np.testing.assert_allclose(TARGETS["wave"].value(x), [0, 1, 0, -1, 0], atol=1e-15)
    np.testing.assert_allclose(
        TARGETS["bump"].value(x), [np.exp(-16), np.exp(-4), 1, np.exp(-4), np.exp(-16)]
    )


def test_the_zigzag_is_the_formula_on_the_screen():
    by_formula = 2 / np.pi * np.arcsin(np.cos(3 * np.pi * FINE))
    np.testing.assert_allclose(TARGETS["zigzag"].value(FINE), by_formula, atol=1e-7)


@every_target
def test_targets_have_as_many_bends_as_they_say_all_of_them_at_points_shown(target):
    if target.bends is not None:
        assert count_bends(FINE, target.value(FINE)) == target.bends
        between = np.interp(FINE, POINTS, target.value(POINTS))
        np.testing.assert_allclose(target.value(FINE), between, atol=1e-12)


@every_target
def test_targets_fit_into_the_picture(target):
    y = target.value(np.linspace(*WINDOW, 999))
    assert y.shape == (999,)
    assert np.abs(y).max() <= 1
