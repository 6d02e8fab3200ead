"""Today's number in the place of z, so that the line can be read aloud."""

import pytest

from ui.equation import with_numbers


@pytest.mark.parametrize(
    ("equation", "z", "result", "filled"),
    [
        (r"f(z) = \max(0, z)", -6.0, 0.0, r"f({-6}) = \max(0, {-6}) = 0"),
        (r"f(z) = z\,\sigma(z)", -1.0, -0.25, r"f({-1}) = {(-1)}\,\sigma({-1}) = -0.25"),
        (r"f(z) = 2z", 3.0, 6.0, r"f({3}) = 2{(3)} = 6"),
        (r"f(z) = \tfrac12 z", 3.0, 1.5, r"f({3}) = \tfrac12 \cdot {3} = 1.5"),
        (r"f(z) = 0.04\,z^3", -1.0, -0.04, r"f({-1}) = 0.04 \cdot {(-1)}^3 = -0.04"),
        (r"f(z) = z", 2.0, 2.0, r"f({2}) = 2"),
        (r"f(z) = \tanh^2 z", 1.0, 0.58, r"f({1}) = \tanh^2 {1} = 0.58"),
        (
            r"f(z) = z\,u, \quad u = z",
            1e-9,
            1.0,
            r"f({1 \cdot 10^{-9}}) = {(1 \cdot 10^{-9})}\,u = 1, \quad u = {(1 \cdot 10^{-9})}",
        ),
    ],
)
def test_z_gives_way_to_its_number(equation, z, result, filled):
    assert with_numbers(equation, z, result, {}) == filled


def test_a_knob_is_filled_in_as_a_factor():
    assert with_numbers(r"f(z) = \alpha z", -2.0, -0.2, {"alpha": 0.1}).startswith(r"f({-2}) = 0.1")
