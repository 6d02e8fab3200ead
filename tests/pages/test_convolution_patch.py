"""What the convolution lesson says, held against the numbers."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import correlate
from scipy.signal import convolve2d

from core.convolution import convolve, flip, output_size, parameter_count
from core.images import EXAMPLE, PICTURES, digits, in_levels, shrink, square
from core.kernels import KERNELS
from core.studies.convolution.reading import read_image
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "convolution_patch"
SOBEL = KERNELS["sobel_x"].weights


def picture(app):
    return charts(app)[f"{SLUG}.sweep"]


def shown(app, name):
    return np.array(
        [[np.nan if v is None else v for v in row] for row in picture(app).trace(name)["z"]]
    )


def photo(key, side=64):
    entry = PICTURES[key]
    return in_levels(shrink(square(entry.gray(), entry.focus), side))


def test_at_first_sight_the_edges_of_the_tower_light_up_and_the_sky_does_not():
    app = open_lesson(SLUG)
    np.testing.assert_array_equal(shown(app, "image"), photo("palace"))
    answers = shown(app, "map")
    np.testing.assert_array_equal(answers, read_image(photo("palace"), SOBEL).answers)
    sky = answers[:10, 45:]
    assert np.abs(sky).max() < 0.05 * np.abs(answers).max()
    left, right = answers[:40, 5:20], answers[:40, 38:50]  # the tower darkens the sky on its left
    assert left.min() < -500
    assert right.max() > 400


def test_the_caption_counts_what_is_on_the_screen():
    app = open_lesson(SLUG)
    answers = read_image(photo("palace"), SOBEL).answers
    assert f"62 × 62 answers from {answers.min():.5g} to {answers.max():.5g}" in picture(app).plain
    assert f"{(answers < 0).sum()} of them negative" in picture(app).plain
    assert f"framed: row 17, column 10, {answers[17, 10]:.5g}." in picture(app).plain


def test_the_formula_holds_the_patch_the_kernel_and_their_products():
    formula = " ".join(block.value for block in open_lesson(SLUG).latex)
    patch = photo("palace")[17:20, 10:13]
    for rows in (patch, SOBEL, patch * SOBEL):
        text = r"\\".join(" & ".join(f"{v:.4g}" for v in row) for row in rows)
        assert text in formula.replace("−", "-")
    assert f"{(patch * SOBEL).sum():.5g}" in formula


def test_upright_edges_sobel_x_subtracts_what_is_left_from_what_is_right():
    app = run_experiment(SLUG, "Upright edges")
    x = photo("palace")
    right = x[:-2, 2:] + 2 * x[1:-1, 2:] + x[2:, 2:]
    left = x[:-2, :-2] + 2 * x[1:-1, :-2] + x[2:, :-2]
    np.testing.assert_array_equal(shown(app, "map"), right - left)


def test_by_hand_is_the_worked_example():
    app = run_experiment(SLUG, "By hand")
    np.testing.assert_array_equal(shown(app, "image"), EXAMPLE)
    np.testing.assert_array_equal(shown(app, "map"), [[0, 0, 0], [-2, -1, 0], [-1, 1, 2]])
    assert (
        "3 × 3 answers from -2 to 2, 3 of them negative; framed: row 1, column 0, -2."
        in picture(app).plain
    )
    image = np.array(EXAMPLE)
    np.testing.assert_array_equal(shown(app, "map"), image[:-1, :-1] - image[1:, 1:])


def test_a_kernel_of_zeros_gives_one_answer_everywhere_and_that_is_said():
    app = open_lesson(SLUG, kernel="Your own", weights="0 0 0, 0 0 0, 0 0 0")
    assert not app.warning
    assert "62 × 62 answers, all of them 0; framed" in picture(app).caption


def test_a_blur_softens_edges_and_no_cell_is_brighter_than_the_brightest_pixel():
    app = open_lesson(SLUG, image="Coffee cup", kernel="Box blur")
    blurred, image = shown(app, "map"), photo("coffee")
    assert blurred[4, 5] == pytest.approx(image[4:7, 5:8].mean(), rel=1e-5)
    assert blurred.max() <= image.max()
    assert np.abs(np.diff(blurred, axis=1)).max() < 0.6 * np.abs(np.diff(image, axis=1)).max()
    assert "gray scale" not in picture(app).plain


def test_holes_in_the_window_let_nine_weights_span_seven_pixels():
    app = run_experiment(SLUG, "Holes in the window")
    x, answers = photo("palace"), shown(app, "map")
    assert answers.shape == (58, 58)
    np.testing.assert_array_equal(answers[15, 8], (SOBEL * x[15:22:3, 8:15:3]).sum())
    window = picture(app).trace("chosen window")
    assert (max(window["x"]) - min(window["x"]), max(window["y"]) - min(window["y"])) == (7, 7)
    assert len(picture(app).trace("looked at")["x"]) == 9


def test_half_the_size_keeps_every_other_answer_and_leaves_the_last_row_and_column_out():
    app = run_experiment(SLUG, "Half the size")
    every = read_image(photo("palace"), SOBEL).answers
    assert every.shape == (62, 62)
    np.testing.assert_array_equal(shown(app, "map"), every[::2, ::2])
    assert shown(app, "map").shape == (31, 31)
    assert min(v for v in picture(app).trace("not looked at")["x"] if v) == 63


def test_rectify_and_pool_removes_the_blue_edges_and_keeps_every_strong_one():
    app = run_experiment(SLUG, "Rectify and pool")
    answers = read_image(photo("palace"), SOBEL).answers
    bent, pooled = shown(app, "map"), picture(app).trace("pooled")["z"]
    np.testing.assert_array_equal(bent[answers < 0], 0)
    np.testing.assert_array_equal(bent[answers >= 0], answers[answers >= 0])
    assert pooled.size == bent.size / 4
    np.testing.assert_array_equal(pooled, bent.reshape(31, 2, 31, 2).max(axis=(1, 3)))
    assert pooled.max() == answers.max()
    assert "set to 0 by ReLU" in picture(app).plain


def test_a_digit_in_numbers_keeps_its_size():
    app = run_experiment(SLUG, "A digit in numbers")
    image = digits().images[7] * 16
    np.testing.assert_array_equal(shown(app, "image")[1:-1, 1:-1], image)
    assert shown(app, "map").shape == (8, 8)
    assert f"a handwritten {digits().labels[7]}" in picture(app).plain
    assert picture(app).trace("map")["texttemplate"]


def test_after_a_pooled_map_comes_the_mean_when_it_is_asked_for():
    app = open_lesson(SLUG, pooling="mean", pixels="32")
    answers = read_image(photo("palace", 32), SOBEL).answers
    np.testing.assert_allclose(
        picture(app).trace("pooled")["z"],
        answers.reshape(15, 2, 15, 2).mean(axis=(1, 3)),
        rtol=1e-6,
    )
    assert "of each 2 × 2 the mean stays, 15 × 15 in all" in picture(app).plain


@pytest.mark.parametrize(
    ("asked", "p"),
    [("valid", (0, 0)), ("same", (1, 1)), ("full", (2, 2)), ("p", (5, 5))],
)
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_the_size_under_the_picture_is_the_size_of_the_map(asked, p, stride):
    image, kernel = digits().images[7] * 16, KERNELS["sobel_x"].weights
    link = {"image": "Handwritten digit", "padding": asked, "p": "5", "stride": str(stride)}
    app = open_lesson(SLUG, **link)
    if asked == "same" and stride > 1:
        assert "padding 'same' needs stride 1" in app.warning[0].value
        p, stride = (2, 2), 1
    size = output_size(8, 3, stride=stride, padding=p[0])
    assert shown(app, "map").shape == (size, size)
    formula = " ".join(block.value for block in app.latex)
    assert (
        rf"{{8 + 2\cdot{p[0]} - 1\cdot(3-1) - 1}}{{{stride}}} \right\rfloor + 1 = {size}" in formula
    )
    np.testing.assert_array_equal(
        shown(app, "map"), read_image(image, kernel, stride=stride, padding=p[0]).answers
    )
    assert parameter_count(1, 1, 3, 3) == 10
    assert r"k^2 + 1 = 10" in formula


@pytest.mark.parametrize(("label", "mode"), [("mirror", "mirror"), ("edge pixels", "nearest")])
def test_a_border_of_the_pictures_own_pixels_changes_only_the_answers_along_it(label, mode):
    app = run_experiment(SLUG, "A digit in numbers")
    before = shown(app, "map")
    next(box for box in app.selectbox if box.label == "Border of").select_index(
        ["zeros", "mirror", "edge pixels"].index(label)
    )
    after = shown(healthy(app.run()), "map")
    np.testing.assert_array_equal(after[1:-1, 1:-1], before[1:-1, 1:-1])
    expected = correlate(digits().images[7] * 16, KERNELS["sobel_y"].weights, mode=mode)
    np.testing.assert_array_equal(after, expected)
    assert (after != before).any()


def test_flipped_it_is_the_convolution_of_signal_processing():
    app = open_lesson(SLUG, kernel="Emboss", flip="true", pixels="32")
    expected = convolve2d(photo("palace", 32), KERNELS["emboss"].weights, mode="valid")
    np.testing.assert_allclose(shown(app, "map"), expected, rtol=1e-5)
    assert "under Emboss, flipped" in picture(app).plain


def test_a_kernel_that_does_not_fit_gets_a_sentence_and_a_picture():
    app = open_lesson(
        SLUG,
        image="Worked example, 4 × 4",
        kernel="Your own",
        weights="1 " * 25,
        dilation="3",
        padding="full",
        mode="mirror",
    )
    assert "That does not fit" in app.warning[0].value
    assert shown(app, "map").shape == (16, 16)


def test_sharpening_says_how_many_cells_the_gray_scale_does_not_reach():
    app = open_lesson(SLUG, kernel="Sharpen")
    answers = read_image(photo("palace"), KERNELS["sharpen"].weights).answers
    beyond = ((answers < 0) | (answers > 255)).sum()
    assert beyond > 0
    assert f"ends at 0 and 255, {beyond} cells lie beyond" in picture(app).plain


def test_ones_own_weights_live_in_the_link():
    app = open_lesson(SLUG, kernel="Your own", weights="1, 0, 0, -1", image="Worked example, 4 × 4")
    np.testing.assert_array_equal(shown(app, "map"), [[0, 0, 0], [-2, -1, 0], [-1, 1, 2]])


@pytest.mark.parametrize("weights", ["1,2,3", "nan," * 9, "1e308," * 9, "é" * 50, "x" * 300])
def test_weights_that_are_none_get_a_sentence_and_the_lesson_goes_on(weights):
    app = open_lesson(SLUG, kernel="Your own", weights=weights)
    if len(weights) <= 200:
        assert "Until then, Sobel x is used." in app.warning[0].value
        np.testing.assert_array_equal(shown(app, "map"), read_image(photo("palace"), SOBEL).answers)


def test_a_cell_behind_the_last_one_is_the_last_one():
    app = open_lesson(SLUG, image="Handwritten digit", row="86", column="86")
    assert "framed: row 5, column 5," in picture(app).plain


def upload(app, data, name="mine.png"):
    app.file_uploader[0].set_value((name, data, "image/png"))
    return healthy(app.run())


def test_an_uploaded_picture_is_read_and_a_bad_one_leaves_the_picture_as_it_was():
    app = open_lesson(SLUG, image="A picture of your own")
    np.testing.assert_array_equal(shown(app, "image"), photo("palace"))
    data = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(data, "PNG")
    upload(app, data.getvalue())
    mine = shown(app, "image")
    assert mine.shape == (40, 40)
    assert "Your picture" in picture(app).plain
    upload(app, b"nonsense")
    assert "not a picture that can be read" in app.warning[0].value
    np.testing.assert_array_equal(shown(app, "image"), mine)


@pytest.mark.parametrize(
    "name", ["By hand", "Rectify and pool", "Half the size", "Holes in the window"]
)
def test_the_script_prints_the_numbers_of_the_screen(name):
    app = run_experiment(SLUG, name)
    text = printed_by_script(app, SLUG)
    low, high = (float(v) for v in re.search(r"answers from (\S+) to (\S+)", text).groups())
    told = re.search(r"answers from (\S+) to (\S+),", picture(app).plain).groups()
    assert (f"{low:.5g}", f"{high:.5g}") == told
    framed = float(re.search(r"framed (\S+)", text).group(1))
    assert picture(app).plain.rstrip(".").endswith(f", {framed:.5g}")
    rows, columns = re.search(r"map (\d+) (\d+)", text).groups()
    printed = np.array(
        re.findall(
            r"-?\d+\.?\d*(?:e-?\d+)?", text.split(f"map {rows} {columns}")[1].split("framed")[0]
        ),
        float,
    )
    np.testing.assert_allclose(printed, shown(app, "map").ravel(), rtol=1e-4, atol=1e-5)
    if name == "Rectify and pool":
        assert "pooled 31 31" in text


def test_the_credit_of_each_photograph_stands_beside_it():
    for label, key in (("Cat", "cat"), ("Coffee cup", "coffee"), ("Palace tower", "palace")):
        said = " ".join(block.value for block in open_lesson(SLUG, image=label).caption)
        assert PICTURES[key].credit in said
        assert PICTURES[key].license in said


def test_the_prediction_is_right_a_kernel_has_nine_weights_whatever_the_size_of_the_picture():
    for side in (64, 640):
        assert convolve(np.zeros((1, side, side)), SOBEL[None, None]).shape == (
            1,
            side - 2,
            side - 2,
        )
    assert (64**2, 640**2) == (4096, 409_600)


def test_beware_turning_the_kernel_changes_the_sign_of_sobel_and_nothing_for_blurs_and_the_laplacian():
    for key in ("sobel_x", "sobel_y"):
        np.testing.assert_array_equal(flip(KERNELS[key].weights), -KERNELS[key].weights)
    for key in ("box", "gaussian", "laplacian"):
        np.testing.assert_array_equal(flip(KERNELS[key].weights), KERNELS[key].weights)


def test_what_is_offered_to_edit_is_the_kernel():
    app = open_lesson(SLUG, kernel="Laplacian")
    np.testing.assert_array_equal(shown(app, "kernel"), KERNELS["laplacian"].weights)
    assert setting(app, SLUG, "kernel") == "laplacian"
