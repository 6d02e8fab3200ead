"""What the view of a network that reads says, held against the numbers."""

import io

import numpy as np
import pytest
from PIL import Image

from core.cnn import read
from core.cnn_training import split_digits
from core.studies.cnn.looking import look_at
from core.trained import trained_cnn
from tests.app import charts, click_experiment, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "cnn_reads"


@pytest.fixture(scope="module")
def app():
    return open_lesson(SLUG)


@pytest.fixture
def clicked(app):
    def click(name):
        click_experiment(app, SLUG, name)
        return app, computed(app), " ".join(m.value for m in app.markdown)

    return click


def computed(app):
    """The number that is taken apart, computed again."""
    number = setting(app, SLUG, "number")
    seen = read(trained_cnn(), split_digits().held_out.images[number][None])
    where = (setting(app, SLUG, name) for name in ("layer", "map", "row", "column"))
    return seen, look_at(trained_cnn(), seen, *where)


def shown(app, name="maps"):
    return charts(app)[f"{SLUG}.{name}"]


def test_at_first_sight_a_five_is_read(clicked):
    app, (seen, look), text = clicked("A five, read")
    np.testing.assert_allclose(shown(app).trace("probability")["x"], seen.shares[0], rtol=1e-3)
    assert seen.shares[0, 5] > 0.999
    assert "0.999 or more" in text
    assert "a 5, is read as 5 with probability 0.9999, which is right" in shown(app).caption
    assert f"{look.value:.4g}" in shown(app, "apart").plain
    assert f"{look.value:.4g}" in app.latex[0].value


def test_a_number_of_the_second_convolution_has_54_products(clicked):
    app, (_, look), text = clicked("Six maps, one number")
    assert look.weights.size == 54
    assert "54 products" in text
    assert "from 54 products over 6 inputs" in shown(app, "apart").caption
    assert look.value == pytest.approx(look.sums.sum() + look.bias)
    assert f"{look.value:.4g}" in app.latex[0].value


def test_relu_leaves_nothing_blue(clicked):
    app, (seen, _), _ = clicked("Negative is gone")
    stage = seen.stages[0]
    assert np.any(stage.z < 0)
    assert np.nanmin(shown(app).trace("relu1")["z"]) == 0
    np.testing.assert_array_equal(stage.a[stage.z < 0], 0)
    np.testing.assert_array_equal(stage.a[stage.z > 0], stage.z[stage.z > 0])


def test_a_score_is_48_products_and_a_bias(clicked):
    app, (seen, look), text = clicked("The score of a class")
    assert look.weights.size == 48
    assert "48 numbers" in text
    assert look.value == pytest.approx(seen.logits[0, 5])
    assert (
        f"Score of class 5: 48 products and the bias {look.bias:.4g}" in shown(app, "apart").plain
    )


def test_a_nine_is_surely_taken_for_a_five(clicked):
    app, (seen, _), text = clicked("Surely wrong")
    assert split_digits().held_out.labels[73] == 9
    assert "digit 73 is a 9" in text
    assert seen.shares[0].argmax() == 5
    assert seen.shares[0, 5] > 0.99
    assert "which is wrong: it is a 9" in shown(app).caption


def test_the_drawn_seven_is_read_and_a_small_one_at_the_side_is_not(clicked):
    clicked("Your own hand")
    app = open_lesson(SLUG, **{"from": "Draw one"})
    assert "is read as 7" in shown(app).caption
    small = "0" * 35 + "GGG00000G000000G0000000G" + "0" * 5
    assert len(small) == 64
    app = open_lesson(SLUG, **{"from": "Draw one"}, drawing=small)
    assert "is read as 7" not in shown(app).caption


def test_where_the_learned_numbers_are():
    sizes = [part.size for part in trained_cnn().parts]
    assert [sizes[0] + sizes[1], sizes[2] + sizes[3], sizes[4] + sizes[5]] == [60, 660, 490]


def test_a_scribble_may_be_read_with_great_confidence():
    noise = np.random.default_rng(0).integers(0, 17, (50, 8, 8)) / 16
    assert np.mean(read(trained_cnn(), noise).shares.max(axis=1) > 0.9) > 0.2


@pytest.mark.parametrize("size", [(60, 90), (8, 8)])
def test_an_uploaded_digit_is_read(size):
    seven = Image.new("L", size, 255)
    w, h = size
    for x in range(w // 4, 3 * w // 4):
        for y in range(h // 8, h // 8 + max(1, h // 8)):
            seven.putpixel((x, y), 0)
    data = io.BytesIO()
    seven.save(data, "PNG")
    app = open_lesson(SLUG, **{"from": "Upload"})
    assert "The drawn seven" in shown(app).caption
    app.file_uploader[0].upload("seven.png", data.getvalue(), "image/png")
    healthy(app.run())
    assert shown(app).caption.startswith("Your picture")


def test_a_broken_upload_gets_a_sentence():
    app = open_lesson(SLUG, **{"from": "Upload"})
    app.file_uploader[0].upload("x.png", b"no picture", "image/png")
    healthy(app.run())
    assert "not a picture" in app.warning[0].value
    assert "The drawn seven" in shown(app).caption


@pytest.mark.parametrize("layer", ["Convolution 2", "Scores"])
def test_the_script_prints_the_numbers_on_the_screen(layer):
    app = open_lesson(SLUG, layer=layer, number="20", map="4")
    seen, look = computed(app)
    *classes, last = printed_by_script(app, SLUG).splitlines()
    np.testing.assert_allclose([float(line.split()[-1]) for line in classes], seen.shares[0])
    assert float(last.split()[-1]) == pytest.approx(look.value)
