"""Numbers as they are printed in books."""

import pytest

from tests.app import healthy, open_lesson
from ui.numerals import short, tex, typeset, unless_rounding


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("(-1.8, 0.3)", "(−1.8, 0.3)"),
        ("height 1.01e-15.", "height 1.01\u00a0·\u00a010⁻¹⁵."),
        ("about -2e+05 and 3e7", "about −2\u00a0·\u00a010⁵ and 3\u00a0·\u00a010⁷"),
        ("a well-known 2-2-2 network", "a well-known 2-2-2 network"),
        ("step 12 of 80", "step 12 of 80"),
    ],
)
def test_a_text_gets_minus_signs_and_powers_of_ten_and_nothing_else(plain, printed):
    assert typeset(plain) == printed


def test_a_number_in_latex_has_its_digits_and_no_minus_zero():
    assert tex(-0.0) == "0"
    assert tex(2.4663e-5, 3) == r"2.47 \cdot 10^{-5}"
    assert tex(-696) == "-696"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (-0.0, "0"),
        (-1.23456, "−1.235"),
        (2e-7, "2\u00a0·\u00a010⁻⁷"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "no number"),
    ],
)
def test_a_short_number_is_printed_whatever_it_is(value, printed):
    assert short(value) == printed


def test_the_stock_chart_says_its_numbers_as_ours_does():
    app = open_lesson("gradient_descent_race")
    app.session_state["charts.missing"] = True
    healthy(app.run())
    assert any("from (−1.8, 0.3)" in caption.value for caption in app.caption)


def test_rounding_is_nothing_beside_large_numbers_and_small_numbers_are_kept():
    assert unless_rounding(1.2e-31, 5.0) == 0.0
    assert unless_rounding(-1.6e-15, 1.0) == 0.0
    assert unless_rounding(1e-9, 5.0) == 1e-9
    assert unless_rounding(1e-20, 1e-20) == 1e-20
