"""What the view on the way back says, held against the numbers."""

import re

import numpy as np
import pytest

from core.convolution import convolve, convolve_gradients
from core.images import EXAMPLE, digits
from core.kernels import KERNELS
from core.studies.convolution.backward import overlap
from core.studies.convolution.slopes import slopes_from_behind
from core.transposed import convolve_transposed
from tests.app import charts, click_experiment, open_lesson, run_experiment
from tests.scripts import printed_by_script

SLUG = "convolution_backward"
X = np.array(EXAMPLE, dtype=float)
SOBEL = KERNELS["sobel_x"].weights
DIAGONAL = np.array([[1.0, 0.0], [0.0, -1.0]])


def picture(app):
    return charts(app)[f"{SLUG}.grids"]


def cells(app, name):
    return picture(app).trace(name)["z"]


def shown(app, name):
    return np.array(cells(app, name), dtype=float)


def test_at_first_sight_the_image_correlated_with_the_slopes_is_the_slope_of_each_weight():
    app = open_lesson(SLUG)
    slopes = slopes_from_behind("random", 3)
    np.testing.assert_array_equal(shown(app, "the image"), X)
    np.testing.assert_array_equal(shown(app, "slopes from behind"), slopes)
    expected = convolve(X[None], slopes[None, None])[0]
    np.testing.assert_array_equal(shown(app, "∂L/∂W"), expected)
    assert "had a part in 9 answers: -18." in picture(app).plain
    assert "Small steps measure the same" in picture(app).plain
    told = picture(app).trace("∂L/∂W")["hovertext"][0][1]
    assert told.startswith("2·2 + 1·1")
    assert told.endswith("→ <b>−18</b>")
    assert any("= -18" in block.value for block in app.latex)


def test_blame_for_a_pixel_is_the_full_convolution():
    app = run_experiment(SLUG, "Blame for a pixel")
    slopes = slopes_from_behind("random", 3)
    expected = convolve_gradients(X[None], DIAGONAL[None, None], slopes[None]).d_x[0]
    np.testing.assert_array_equal(shown(app, "∂L/∂x"), expected)
    np.testing.assert_array_equal(shown(app, "the kernel, flipped"), DIAGONAL[::-1, ::-1])
    assert shown(app, "slopes, framed by zeros").shape == (5, 5)
    assert "had a part in 4 answers" in picture(app).plain


def test_one_slope_alone_brings_the_patch_under_its_window():
    app = run_experiment(SLUG, "One slope alone")
    np.testing.assert_array_equal(shown(app, "∂L/∂W"), 2 * X[1:3, 1:3])


def test_with_stride_two_the_last_row_and_column_get_nothing():
    app = run_experiment(SLUG, "Stride 2")
    x = digits().images[7] * 16
    found = convolve_gradients(
        x[None], SOBEL[None, None], slopes_from_behind("random", 3)[None], stride=2
    ).d_x[0]
    np.testing.assert_array_equal(shown(app, "∂L/∂x"), found)
    assert not found[7].any()
    assert not found[:, 7].any()
    assert shown(app, "slopes, framed by zeros").shape == (10, 10)
    assert "had a part in 0 answers: 0." in picture(app).plain


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A checkerboard", "The most is 4 times the least."),
        ("Evenly", "every pixel is reached by 4"),
    ],
)
def test_a_transposed_convolution_paints_a_checkerboard_or_evenly(name, said):
    app = click_experiment(open_lesson(SLUG), SLUG, name)
    k = 3 if name == "A checkerboard" else 4
    np.testing.assert_array_equal(shown(app, "windows that paint each pixel"), overlap(5, k, 2))
    assert said in picture(app).plain


def test_the_prediction_every_answer_sends_its_share_to_every_weight():
    assert convolve(np.zeros((1, 100, 100)), np.zeros((1, 1, 3, 3))).shape == (1, 98, 98)
    assert 98 * 98 == 9604


def test_beware_a_transposed_convolution_does_not_undo_a_convolution():
    z = convolve(X[None], DIAGONAL[None, None])
    back = convolve_gradients(X[None], DIAGONAL[None, None], z).d_x[0]
    assert back.shape == X.shape
    assert np.abs(back - X).max() > 1


def test_what_does_not_fit_gets_a_sentence_and_a_picture():
    app = open_lesson(SLUG, weights="1 " * 25, padding="0")
    assert "That does not fit" in app.warning[0].value
    assert picture(app).figure["data"]
    app = open_lesson(SLUG, padding="2")
    assert "That does not fit" in app.warning[0].value


@pytest.mark.parametrize("name", ["Blame for a weight", "Stride 2", "A checkerboard"])
def test_the_script_prints_the_numbers_on_the_screen(name):
    app = run_experiment(SLUG, name)
    output = printed_by_script(app, SLUG)
    if name == "A checkerboard":
        assert "pixels 11 11" in output
        return
    along = "kernel" if name == "Blame for a weight" else "image"
    low, high = re.search(rf"along the {along} from (\S+) to (\S+)", output).groups()
    assert f"from {float(low):.4g} to {float(high):.4g}" in picture(app).plain


@pytest.mark.parametrize(("k", "said"), [("6", "reached by 36"), ("7", "reached by 49")])
def test_the_widest_kernels_at_stride_one_have_pixels_away_from_the_rim(k, said):
    assert said in picture(open_lesson(SLUG, what="Transposed", k=k, step="1")).plain


def test_weights_that_balance_the_overlap_paint_evenly():
    window = np.outer([1.0, 2.0, 1.0], [1.0, 2.0, 1.0])[None, None]
    painted = convolve_transposed(np.ones((1, 5, 5)), window, stride=2)[0]
    assert np.ptp(painted[2:-2, 2:-2]) == 0
