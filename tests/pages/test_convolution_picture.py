"""What the view on whole pictures says, held against the numbers."""

import base64
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from core.kernels import KERNELS
from core.large_photos import PICTURES_LARGE
from core.studies.convolution.filtering import edge_strength, filter_image, frequency_response
from tests.app import charts, click_experiment, healthy, open_lesson, run_experiment
from tests.scripts import printed_by_script

SLUG = "convolution_picture"
PALACE, FLOWER = (PICTURES_LARGE[key].levels() for key in ("palace", "flower"))
GAUSSIAN = KERNELS["gaussian"].weights


def picture(app):
    return charts(app)[f"{SLUG}.pictures"]


def drawn(app, name):
    """A picture of the figure, in gray as drawn."""
    data = base64.b64decode(picture(app).trace(name)["source"].partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(data)).convert("L")).astype(float)


def said(app):
    return " ".join(block.value for block in app.caption)


def test_at_first_sight_the_edges_of_the_tower_are_white_and_the_sky_is_black():
    app = open_lesson(SLUG)
    np.testing.assert_array_equal(drawn(app, "before"), PALACE)
    strength = edge_strength(PALACE)[2]
    np.testing.assert_allclose(drawn(app, "after"), 255 * strength / strength.max(), atol=1)
    assert drawn(app, "after")[:60, :80].mean() < 8
    assert f"{strength.max():.4g}" in picture(app).plain
    assert len(json.dumps(picture(app).figure)) < 150_000


def test_a_blur_keeps_even_ground_extinguishes_the_fastest_wave_and_costs_six():
    app = run_experiment(SLUG, "Blur")
    response = picture(app).trace("response")["z"]
    assert response[20, 20] == 1
    np.testing.assert_allclose([*response[0], *response[:, 0]], 0, atol=1e-6)
    assert "9 multiplications a pixel" in said(app)
    assert "split into a column and a row: 6." in said(app)
    np.testing.assert_allclose(
        drawn(app, "after"), filter_image(FLOWER, GAUSSIAN).stages[0], atol=0.51
    )


def test_sharpening_multiplies_the_fastest_wave_by_nine_and_leaves_the_range():
    app = run_experiment(SLUG, "Sharpen")
    answers = filter_image(PALACE, KERNELS["sharpen"].weights).stages[0]
    beyond = int(((answers < 0) | (answers > 255)).sum())
    assert beyond > 0
    assert f"ends at 0 and 255, {beyond} pixels lie beyond" in picture(app).plain
    assert "even ground is multiplied by 1, the height of the fastest wave" in picture(app).plain
    assert picture(app).plain.endswith("by 9.")


def test_two_blurs_are_one_of_five_by_five_and_cost_eighteen_or_ten():
    app = run_experiment(SLUG, "Two blurs are one")
    twice = filter_image(FLOWER, GAUSSIAN, GAUSSIAN)
    np.testing.assert_allclose(drawn(app, "before"), twice.stages[0], atol=0.51)
    np.testing.assert_allclose(drawn(app, "after"), twice.stages[1], atol=0.51)
    assert "One kernel of 5 × 5: 25 multiplications a pixel, 1,638,400 in all" in said(app)
    assert "the 2 in a row, which do the same: 18; split into a column and a row: 10." in said(app)


def test_a_blur_and_a_laplacian_let_neither_even_ground_nor_the_fastest_wave_through():
    app = click_experiment(open_lesson(SLUG), SLUG, "Blur, then compare")
    assert "even ground is multiplied by 0, the height of the fastest wave" in picture(app).plain
    assert picture(app).plain.endswith("by 0.")
    assert picture(app).trace("response")["z"].max() > 0.5


def test_outline_cannot_be_split():
    app = run_experiment(SLUG, "Not to be split")
    assert "it is no product of a column and a row, and cannot be split." in said(app)
    assert any(r"\neq \text{column}" in block.value for block in app.latex)


def test_what_a_blur_has_extinguished_sharpening_does_not_bring_back():
    both = filter_image(PALACE, GAUSSIAN, KERNELS["sharpen"].weights).kernel
    assert abs(frequency_response(both)[0, 40]) < 1e-12


@pytest.mark.parametrize("name", ["Edges of every direction", "Two blurs are one"])
def test_the_script_prints_the_numbers_of_the_caption(name):
    app = run_experiment(SLUG, name)
    low, high, mean = re.search(
        r"values from (\S+) to (\S+) mean (\S+)", printed_by_script(app, SLUG)
    ).groups()
    told = f"values from {float(low):.4g} to {float(high):.4g}, {float(mean):.4g} on average"
    assert told in picture(app).plain


def test_a_picture_from_a_file_and_a_bad_one():
    app = open_lesson(SLUG, image="A picture of your own")
    np.testing.assert_array_equal(drawn(app, "before"), PALACE)
    data = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(data, "PNG")
    app.file_uploader[0].set_value(("mine.png", data.getvalue(), "image/png"))
    assert drawn(healthy(app.run()), "before").shape == (40, 40)
    app.file_uploader[0].set_value(("mine.png", b"nonsense", "image/png"))
    healthy(app.run())
    assert "not a picture that can be read" in app.warning[0].value
    assert drawn(app, "before").shape == (40, 40)


def test_of_a_black_picture_every_filter_makes_one_value_and_that_is_said():
    app = open_lesson(SLUG, image="A picture of your own")
    data = io.BytesIO()
    Image.new("L", (30, 30)).save(data, "PNG")
    app.file_uploader[0].set_value(("black.png", data.getvalue(), "image/png"))
    healthy(app.run())
    assert "the same value everywhere, 0" in picture(app).caption


def test_the_camera_is_asked_for_only_when_it_is_chosen():
    assert not open_lesson(SLUG).get("camera_input")
    assert open_lesson(SLUG, image="Your camera").get("camera_input")


def test_a_seventh_of_random_grain_comes_through_blur_and_laplacian():
    laplacian = KERNELS["laplacian"].weights
    both = filter_image(PALACE, GAUSSIAN, laplacian).kernel
    assert np.linalg.norm(laplacian) / np.linalg.norm(both) == pytest.approx(7, abs=0.05)


def test_a_kernel_of_negative_weights_turns_even_ground_around():
    app = open_lesson(SLUG, how="One kernel", kernel="Your own", weights="-1")
    assert "even ground is multiplied by -1, the height" in picture(app).plain
