import pytest

from ui.named_numbers import parse_named, written


def test_numbers_by_name_in_one_line():
    assert parse_named("a=2, b=-3", 10) == {"a": 2, "b": -3}
    assert parse_named("w_1 = −0.5; x=1e-3,", 10) == {"w_1": -0.5, "x": 0.001}
    assert parse_named("", 10) == {}


def test_what_is_written_is_read_again():
    numbers = {"a": 6.88137358702, "x1": -2.0}
    assert written(numbers) == "a=6.88137358702, x1=-2"
    assert parse_named(written(numbers), 10) == numbers


@pytest.mark.parametrize(
    "line",
    ["a", "a=", "a=b", "=3", "a=nan", "a=inf", "a=1e309", "a=11", "<b>=1", "a b=1", "a=1," * 200],
)
def test_what_is_no_such_line_gets_a_sentence(line):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_named(line, 10)
