import pytest

from ui.number_list import parse


def test_a_line_of_numbers_is_read():
    assert parse(" 1, -2.5,3e-1 ", 3, -100, 100) == (1.0, -2.5, 0.3)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "needs 2 numbers with commas between them; it has 1"),
        ("1", "it has 1"),
        ("1,2,3", "it has 3"),
        ("1,", "Number 2 is not a number"),
        ("one,2", "Number 1 is not a number"),
        ("nan,2", "Number 1 must lie between -100 and 100"),
        ("1,inf", "Number 2 must lie between"),
        ("1,100.1", "Number 2 must lie between"),
        ("1,1e309", "Number 2 must lie between"),
        ("1,open('x')", "Number 2 is not a number"),
    ],
)
def test_a_line_that_is_none_is_refused_with_a_sentence(line, says):
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        parse(line, 2, -100, 100)
