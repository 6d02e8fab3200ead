import numpy as np
import pytest

from core.studies.backpropagation.pasted import LONGEST, as_text, read_matrices, read_rows


@pytest.mark.parametrize(
    "text",
    [
        "1,2;3,4|5;6",
        "1,2\n3,4\n\n5\n6",
        "1 2\r\n3 4\r\n\r\n5\r\n6",
        "1, 2,\n3, 4,\n \n5,\n6,",
        "[[1, 2], [3, 4]], [[5], [6]]",
        "[[[1, 2], [3, 4]], [[5], [6]]]",
        "[[1. 2.]\n [3. 4.]]\n[[5.]\n [6.]]",
        "np.array([[1, 2], [3, 4]])\nnp.array([[5], [6]])",
        "[torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[5.], [6.]])]",
        "(((1, 2), (3, 4)), ((5,), (6,)))",
    ],
)
def test_two_matrices_are_read_however_they_are_written(text):
    first, second = read_matrices(text, 100.0)
    np.testing.assert_array_equal(first, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(second, [[5], [6]])


@pytest.mark.parametrize(
    "text", ["[[.35, 0.35], [6e-1]]", ".35,.35;.6", ".35 .35\n.6", ".35,.35|.6"]
)
def test_rows_may_differ_in_length(text):
    rows = read_rows(text, 100.0)
    assert [row.tolist() for row in rows] == [[0.35, 0.35], [0.6]]


def test_a_list_of_numbers_is_one_row():
    assert [m.tolist() for m in read_matrices("[1, −2, +3]", 100.0)] == [[[1.0, -2.0, 3.0]]]


def test_what_is_written_is_read_again():
    matrices = [np.array([[0.1, -2.0], [1e-5, 3.0]]), np.array([[1 / 3], [7.0]])]
    again = read_matrices(as_text(matrices), 100.0)
    for before, after in zip(matrices, again, strict=True):
        np.testing.assert_allclose(after, before, rtol=1e-11)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no numbers"),
        ("|", "no numbers"),
        ("[]", "empty"),
        ("[[1, 2], [3]]", "of one length"),
        ("1,2;3", "of one length"),
        ("[[1, 2], [3, 4]", "do not match"),
        ("(1, 2]", "do not match"),
        ("[1, [2]]", "mix numbers and lists|not nested alike"),
        ("[1 2; 3 4]", "is not a number"),
        ("abc", "“abc” is not a number"),
        ("nan, 1", "“nan” is not a number"),
        ("1..2", "is not a number"),
        ("1e999", "from −100 to 100"),
        ("101", "from −100 to 100"),
        ("__import__('os').system('ls')", "is not a number"),
        ("[x for x in ().__class__.__bases__]", "is not a number"),
        ("[" * 5000, "too deeply"),
        ("[[[[[1]]]]]", "too deeply"),
        ("1," * 401, "more than 400 numbers"),
        ("1" * (LONGEST + 1), "more than 6000 characters"),
        ("[9**9**9]", "is not a number"),
    ],
)
def test_what_is_no_matrix_gets_its_sentence(text, says):
    with pytest.raises(ValueError, match=says):
        read_matrices(text, 100.0)
