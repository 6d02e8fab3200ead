"""Where a search for level ground ends."""

import numpy as np
import pytest

from core.stationary import local_shape
from core.studies.loss_surfaces.level_ground import level_ground
from core.surfaces import SURFACES


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_what_it_finds_is_level_and_inside_the_window(surface):
    rng = np.random.default_rng(0)
    for _ in range(15):
        found = level_ground(surface, *(rng.uniform(*side) for side in surface.window))
        if found is None:
            assert surface.key in ("plateau", "hidden_unit")  # far out all but level
            continue
        assert local_shape(surface, *found).kind != "slope"
        assert all(low <= at <= high for at, (low, high) in zip(found, surface.window, strict=True))


@pytest.mark.parametrize(
    ("key", "start", "found"),
    [
        ("booth", (-8, -4), (1, 3)),
        ("rosenbrock", (-1.2, 1), (1, 1)),
        ("himmelblau", (3.2, 1.9), (3, 2)),
        ("himmelblau", (-0.5, -1.2), (-0.270845, -0.923039)),
        ("saddle", (-1.8, 0.01), (0, 0)),
        ("monkey_saddle", (1.2, 0.05), (0, 0)),
        ("plateau", (0.3, 0.2), (0, 0)),
    ],
)
def test_known_places(key, start, found):
    np.testing.assert_allclose(level_ground(SURFACES[key], *start), found, atol=1e-6)


def test_a_level_point_is_its_own_answer_and_the_plain_has_none():
    assert level_ground(SURFACES["saddle"], 0, 0) == (0.0, 0.0)
    assert level_ground(SURFACES["plateau"], 3.5, 3.0) is None


def test_without_steps_a_slope_stays_a_slope():
    assert level_ground(SURFACES["bowl"], 1, 1, steps=0) is None
