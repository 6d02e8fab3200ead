import numpy as np
import pytest

from core.gradcheck import numerical_gradient
from core.scalar_operations import OPERATIONS

POINTS = [(0.7, 1.9), (2.5, -1.3), (1.1, 3.0)]


@pytest.mark.parametrize("op", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("point", POINTS)
def test_local_derivatives_are_those_that_small_steps_measure(op, point):
    at = np.array(point[: op.arity])
    measured = numerical_gradient(lambda x: op.value(*map(float, x)), at)
    derived = op.slopes(*map(float, at), op.value(*map(float, at)))
    np.testing.assert_allclose(derived, measured, rtol=1e-7, atol=1e-9)
    assert len(derived) == len(op.slope_equations) == op.arity


def test_local_derivatives_by_hand():
    assert OPERATIONS["multiply"].slopes(3, 4, 12) == (4, 3)
    assert OPERATIONS["divide"].slopes(6.0, 2.0, 3.0) == (0.5, -1.5)
    assert OPERATIONS["power"].slopes(3.0, 2.0, 9.0)[0] == 6
    assert OPERATIONS["relu"].slopes(0.0, 0.0) == (0.0,)  # at the kink: shut
    assert OPERATIONS["sigmoid"].slopes(0.0, 0.5) == (0.25,)


def test_a_power_has_no_slope_along_its_exponent_where_the_base_is_not_above_0():
    assert np.isnan(OPERATIONS["power"].slopes(-2.0, 2.0, 4.0)[1])
    assert OPERATIONS["power"].slopes(0.0, 0.0, 1.0)[0] == 0
