"""What the matrices of a layer promise: shapes, sums, mistakes, and what they cost."""

import json

import numpy as np
import pytest

from tests.app import charts, click_experiment, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "backpropagation_matrix"


@pytest.fixture(scope="module")
def app():
    """Opened once; tests that move its controls do so by experiments, which set all of them."""
    return open_lesson(SLUG)


def picture(app, name="step_drawn"):
    return charts(app)[f"{SLUG}.{name}"]


def matrix(app, name, chart="step_drawn"):
    """The numbers of a matrix as they are drawn."""
    return np.array(picture(app, chart).trace(name)["z"], dtype=float)


def shown(app):
    """All text on the page beside the captions."""
    return "\n".join(block.value for block in (*app.markdown, *app.error, *app.warning))


def test_at_first_sight_a_row_times_a_column_is_the_framed_cell():
    app = open_lesson(SLUG)
    left, right, result = (matrix(app, name) for name in ("Xᵀ", "dZ", "dW"))
    assert (left.shape, right.shape) == ((3, 5), (5, 4))
    np.testing.assert_allclose(result, left @ right, atol=1e-5)
    said = picture(app).plain
    assert "dW = Xᵀ dZ, 3×5 times 5×4 gives 3×4: row 1 of Xᵀ times column 1 of dZ" in said
    assert f"= {result[0, 0]:.4g}." in said
    assert "every slope agrees" in shown(app)
    # every cell tells its own arithmetic without asking the server
    hover = picture(app).trace("dW")["hovertext"]
    assert len(hover) == 3
    assert all(text.count("·") == 5 for row in hover for text in row)


def test_the_shares_of_the_examples_sum_to_dw(app):
    click_experiment(app, SLUG, "Forgot the transpose")  # changes the step, not the shares
    shares = [matrix(app, f"example {k}", "shares") for k in range(1, 6)]
    np.testing.assert_allclose(sum(shares), matrix(app, "dW", "shares"), atol=1e-5)
    assert "the mean of the 5 examples' own gradients" in picture(app, "shares").plain
    assert "+ (-0.003692) +" in picture(app, "shares").plain


def test_one_example_is_a_column_times_a_row(app):
    click_experiment(app, SLUG, "One example")
    result = matrix(app, "dW")
    assert np.linalg.matrix_rank(result, tol=1e-5) == 1
    np.testing.assert_allclose(result, matrix(app, "Xᵀ") * matrix(app, "dZ"), atol=1e-5)


def test_a_forgotten_transpose_is_refused_in_numpys_words(app):
    click_experiment(app, SLUG, "Forgot the transpose")
    assert "3 columns on the left, 5 rows on the right" in picture(app).plain
    with pytest.raises(ValueError, match="matmul") as error:
        np.ones((5, 3)) @ np.ones((5, 4))
    assert str(error.value) in app.error[0].value


def test_a_mistake_that_fits_is_caught_by_the_check(app):
    click_experiment(app, SLUG, "It fits, and is wrong")
    assert not app.error
    assert matrix(app, "dW").shape == matrix(app, "dW", "shares").shape
    assert np.abs(matrix(app, "dW") - matrix(app, "dW", "shares")).max() > 0.05
    assert float(app.warning[0].value.split()[-1].rstrip(".")) > 0.1
    assert "every slope agrees" in shown(app)  # of the right ones


def test_a_silent_unit_learns_nothing(app):
    click_experiment(app, SLUG, "A silent unit")
    assert not matrix(app, "φ′(Z)")[:, 2].any()
    for step in (5, 6, 7):
        app.session_state[f"{SLUG}.step"] = step
        healthy(app.run())
        result = matrix(app, {5: "dZ", 6: "dW", 7: "db"}[step])
        assert not result[:, 2].any()
        assert result[:, [0, 1, 3]].any(axis=0).all()


def test_softmax_slopes_sum_to_nothing_along_rows(app):
    click_experiment(app, SLUG, "Softmax’s rows")
    a, y, d_z = (matrix(app, name) for name in ("A", "Y", "dZ"))
    np.testing.assert_allclose(d_z, (a - y) / 5, atol=1e-5)
    np.testing.assert_allclose(d_z.sum(axis=1), 0, atol=1e-5)
    app.session_state[f"{SLUG}.step"] = 7
    healthy(app.run())
    np.testing.assert_allclose(matrix(app, "db")[0], d_z.sum(axis=0), atol=1e-5)


def test_what_is_kept_shrinks_with_the_batch_and_the_weights_do_not(app):
    click_experiment(app, SLUG, "One example")  # of the small network; the large one keeps its 256
    said = picture(app, "costs").plain
    assert "730,112 numbers" in said
    assert "5.84 MB in float64, 2.92 MB in float32" in said
    assert "the 669,706 weights and biases take 5.36 MB" in said
    click_experiment(app, SLUG, "One at a time")
    assert setting(app, SLUG, "big_batch") == 1
    said = picture(app, "costs").plain
    assert f"{730_112 // 256:,} numbers" in said
    assert "22.8 kB in float64" in said
    assert "take 5.36 MB" in said


def test_twice_the_batch_enlarges_only_what_has_a_row_an_example(app):
    """The answer of the prediction."""
    click_experiment(app, SLUG, "One example")
    app.session_state[f"{SLUG}.batch"], app.session_state[f"{SLUG}.step"] = 4, 8
    healthy(app.run())
    names = ("X", "W", "b", "A", "dX", "dW", "db", "dZ")
    before = {name: matrix(app, name).shape for name in names}
    app.session_state[f"{SLUG}.batch"] = 8
    healthy(app.run())
    grown = {name for name in names if matrix(app, name).shape != before[name]}
    assert grown == {"X", "A", "dX", "dZ"}
    assert (before["W"], before["dW"], before["db"]) == ((3, 4), (3, 4), (1, 4))


def test_all_eight_steps_are_told_and_drawn_also_at_the_largest_sizes():
    app = open_lesson(SLUG, sizes="6-6-6-6-6", function="GELU", batch="8", step="1")
    for layer, step in ((1, 2), (3, 4), (4, 4), (4, 5), (1, 8)):
        app.session_state[f"{SLUG}.layer"] = layer
        app.session_state[f"{SLUG}.step"] = step
        healthy(app.run())
        assert f"Step {step} of 8, layer {layer} of 4" in picture(app).plain
        assert len(json.dumps(picture(app).figure)) < 150_000


@pytest.mark.parametrize("sizes", ["abc", "7-2"])
def test_sizes_that_are_none_leave_the_example_and_say_why(sizes):
    app = open_lesson(SLUG, sizes=sizes)
    assert "3-4-2 stays." in app.warning[0].value
    assert "layer 1 of 2" in picture(app).plain


def test_a_layer_or_a_cell_beyond_the_network_is_the_nearest_one():
    app = open_lesson(SLUG, layer="4", row="8", column="8")
    assert "layer 2 of 2" in picture(app).plain
    assert "dW[4, 2]" in picture(app).plain


def test_the_script_prints_the_numbers_on_the_screen():
    app = open_lesson(SLUG, loss="sigmoid, cross-entropy", function="ReLU", layer="2")
    printed = printed_by_script(app, SLUG)
    line = next(line for line in printed.splitlines() if line.startswith("dW"))
    numbers = np.array(line.split("cells")[1].split(), dtype=float)
    np.testing.assert_allclose(numbers, matrix(app, "dW").ravel(), rtol=1e-4)
    assert "sum of the outer products is dW: True" in printed
