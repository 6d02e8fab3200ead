"""Every slope and every curvature against differences of heights and slopes, at 1,000 points each."""

import numpy as np
import pytest

from core.data_costs import DATA_COSTS, cost_surface
from core.surfaces import SURFACES, adjusted

GROUNDS = {
    **{s.key: s for s in SURFACES.values() if not s.knobs},
    **{
        f"{s.key}-{knob.name}-{tick:g}": adjusted(s, **{knob.name: tick})
        for s in SURFACES.values()
        for knob in s.knobs
        for tick in knob.ticks
    },
    **{f"data-{cost.key}": cost_surface(cost) for cost in DATA_COSTS.values()},
}
every_ground = pytest.mark.parametrize("surface", GROUNDS.values(), ids=GROUNDS)


def random_points(surface, seed):
    """A thousand points all over the window, (2, 1000)."""
    rng = np.random.default_rng(seed)
    return rng.uniform(*np.array(surface.window).T[:, :, None], (2, 1000))


def differences(f, x, y, h=3e-4):
    """Slope of f along x and along y, from four of its values each: the error shrinks like h⁴."""

    def slope(e, g):
        near = f(x + e, y + g) - f(x - e, y - g)
        far = f(x + 2 * e, y + 2 * g) - f(x - 2 * e, y - 2 * g)
        return (8 * near - far) / (12 * h)

    return np.array([slope(h, 0), slope(0, h)])


def worst(derived, measured, axes):
    """The largest error of a point's slope or curvature, as a share of its size there."""
    size = np.sqrt((derived**2).sum(axis=axes))
    return (np.sqrt(((derived - measured) ** 2).sum(axis=axes)) / size).max()


@every_ground
def test_slopes_are_those_of_the_heights(surface):
    x, y = random_points(surface, seed=0)
    assert worst(surface.gradient(x, y), differences(surface.value, x, y), axes=0) < 1e-6


@every_ground
def test_curvatures_are_those_of_the_slopes(surface):
    x, y = random_points(surface, seed=1)
    hessian = surface.hessian(x, y)
    assert worst(hessian, differences(surface.gradient, x, y), axes=(0, 1)) < 1e-6
    np.testing.assert_array_equal(hessian[0, 1], hessian[1, 0])


def test_a_wrong_digit_in_a_slope_is_caught():
    camel = SURFACES["camel"]
    x, y = random_points(camel, seed=0)
    wrong = camel.gradient(x, y) + np.stack([1e-5 * x, 0 * y])
    assert worst(wrong, differences(camel.value, x, y), axes=0) > 1e-6
