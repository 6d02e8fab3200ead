"""The table of properties, cell by cell."""

import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.activation_facts import FACTS
from core.studies.activations.asleep import flat_where
from pages.parts.activations.table import exact_table, named, property_table, stretches_in_words

INF = float("inf")


@pytest.mark.parametrize(
    ("stretches", "words"),
    [
        ((), "nowhere"),
        (((-INF, INF),), "everywhere"),
        (((-INF, -4.585), (4.585, INF)), "|z| ≥ 4.58"),
        (((-INF, 0.0),), "z ≤ 0"),
        (((1.0, INF),), "z ≥ 1"),
        (((-INF, -2.0), (3.0, INF)), "z ≤ −2 or z ≥ 3"),
        (((-INF, -3.067), (-0.7755, -0.7291)), "z ≤ −3.07 or −0.775 to −0.729"),
    ],
)
def test_flat_stretches_in_a_few_signs(stretches, words):
    assert stretches_in_words(stretches) == words


def test_a_row_says_what_the_facts_say():
    f = ACTIVATIONS["sigmoid"]
    columns = property_table([f], FACTS, {"sigmoid": flat_where(f)})
    assert {name: column[0] for name, column in columns.items()} == {
        "Function": "Sigmoid",
        "Range": "0 to 1",
        "Zero-centered": False,
        "Monotone": True,
        "Flat": "|z| ≥ 4.58",
        "Cost of f": 3,
        "Cost of f′": 5,
        "Author": "Rumelhart, Hinton & Williams",
        "Year": 1986,
        "Used where": "yes-or-no outputs; gates of an LSTM",
        "f is made of": "1 exp, 1 add, 1 divide",
    }


def test_the_exact_table_has_seven_digits_and_no_bar_that_would_end_a_cell():
    text = exact_table(
        -6.0, [("Sigmoid", 0.00247262316, 0.00246650929, flat_where(ACTIVATIONS["sigmoid"]))]
    )
    assert text.splitlines()[-1] == r"| Sigmoid | 0.002472623 | 0.002466509 | \|z\| ≥ 4.58 |"


def test_of_many_numbers_only_the_ends_are_named():
    assert named({"a": 1.0, "b": -2e-7}) == "a 1, b −2\u00a0·\u00a010⁻⁷"
    assert named({name: float(i) for i, name in enumerate("abcdef")}) == "from 0 (a) to 5 (f)"
