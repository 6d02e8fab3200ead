"""What the view of augmentation says, held against real trainings."""

import io

import numpy as np
import pytest
from PIL import Image

from core.augmentations import AUGMENTATIONS
from core.studies.regularization import augmented_digits as study
from core.studies.regularization import augmented_samples as grid
from tests.app import charts, click_experiment, healthy, open_lesson
from tests.scripts import printed_by_script

SLUG = "regularization_augmentation"


@pytest.fixture(scope="module")
def app():
    return open_lesson(SLUG)


def shown(app, name):
    return charts(app)[f"{SLUG}.{name}"]


def take(app):
    """What the script of today's settings prints, line by line."""
    return [line.split() for line in printed_by_script(app, SLUG).splitlines()]


def effects(app):
    """Gain and twice its error, in points, by label: on digits as they are, and changed alike."""
    figure = shown(app, "all")
    labels = [entry.label for entry in AUGMENTATIONS.values()]
    found = []
    for name in ("held-out digits as they are", "held-out digits changed alike"):
        trace = next(t for t in figure.figure["data"] if t["name"] == name)
        rows = [round(y) for y in trace["y"]]
        pairs = zip(rows, trace["x"], trace["error_x"]["array"], strict=True)
        found.append({labels[row]: (x, error) for row, x, error in pairs})
    return found


def test_at_first_sight_there_is_a_cat_and_fourteen_turned_ones(app):
    click_experiment(app, SLUG, "Fourteen cats")
    samples = grid.draw_samples(
        "rotate", 30.0, 0, grid.photo("cat"), 0, grid.crowd_of_photos(but="cat"), 3
    )
    figure = shown(app, "samples").figure
    assert len(figure["data"]) == 15
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert texts[0] == "<b>the original</b>"
    angles = [float(text.rstrip("°").replace("−", "-")) for text in texts[1:]]
    np.testing.assert_allclose(angles, samples.drawn["angle"], atol=0.5)
    means = [float(line[3]) for line in take(app)]
    np.testing.assert_allclose(means, samples.images.mean(axis=(1, 2, 3)), rtol=1e-9)


def test_half_a_cat_has_half_a_label(app):
    click_experiment(app, SLUG, "Half a cat")
    assert "its label is 0.56 palace tower, 0.44 cat" in shown(app, "samples").caption
    assert len(take(app)) == 14
    formula = " ".join(block.value for block in app.latex)
    assert "0.56 palace tower, 0.44 cat" in formula


def test_a_six_turned_round_costs_33_points():
    free, turned = (study.train_on_digits(*pair) for pair in (("none", 0.0), ("rotate", 180.0)))
    gain, error = study.paired_difference(turned.test[-1], free.test[-1])
    assert 100 * gain == pytest.approx(-33, abs=1)
    assert error < 0.03


def test_a_slant_helps_a_little_and_less_with_more_digits(app):
    click_experiment(app, SLUG, "It helps, a little")
    caption = shown(app, "effect").plain
    assert "Shear, strength 0.3, 100 digits" in caption
    gains = {}
    for n in (100, 300):
        free, slanted = (study.train_on_digits(*pair, n) for pair in (("none", 0), ("shear", 0.3)))
        gains[n] = study.paired_difference(slanted.test[-1], free.test[-1])
        gap = free.train[-1].mean() - free.test[-1].mean()
        assert gap == pytest.approx({100: 0.11, 300: 0.06}[n], abs=0.006)
        if n == 100:
            gain, error = gains[n]
            assert f"difference {100 * gain:+.2f} ± {100 * error:.2f} points" in caption
            alike = [study.accuracy_on_changed(run, "shear", 0.3) for run in (free, slanted)]
            assert 100 * (alike[1] - alike[0]).mean() == pytest.approx(6.6, abs=0.3)
    assert gains[100] == pytest.approx((0.009, 0.003), abs=6e-4)
    assert gains[300] == pytest.approx((0.002, 0.002), abs=6e-4)
    assert gains[100][0] > 2 * gains[100][1]
    assert gains[300][0] < 2 * gains[300][1]


def test_a_mirror_hurts_every_one(app):
    click_experiment(app, SLUG, "It hurts")
    assert "better for 0 of 8" in shown(app, "effect").caption
    printed = take(app)
    pairs = np.array([line[2:] for line in printed if line[0] == "seed"], dtype=float)
    assert np.all(pairs[:, 1] < pairs[:, 0])
    gain, error = (float(word) for word in printed[-1][-2:])
    assert f"difference {100 * gain:.2f} ± {100 * error:.2f}" in shown(app, "effect").plain
    assert 100 * gain == pytest.approx(-5, abs=0.5)


def test_all_fourteen_as_the_experiment_says(app):
    click_experiment(app, SLUG, "All fourteen")
    plain, changed = effects(app)
    without, with_it = (
        study.train_on_digits(*settings, 100).test[-1].mean()
        for settings in (("none", 0.0), ("rotate", AUGMENTATIONS["rotate"].knobs[0].default))
    )
    assert f"Rotate, {without:.1%} read right without, {with_it:.1%} with it." in (
        shown(app, "all").plain
    )
    hurt = {label for label, (x, error) in plain.items() if x < -error}
    helped = {label for label, (x, error) in plain.items() if x > error}
    assert helped == {"Shear", "Rotate"}
    assert hurt == {"Flip left–right", "Flip up–down", "Crop", "Random erasing", "Sharpen"}
    assert plain["Crop"][0] == pytest.approx(-18, abs=1)
    assert set(plain) - set(changed) == {"Mix-up", "Cut-mix"}
    gained = [label for label, (x, error) in changed.items() if x > error]
    assert len(gained) > len(changed) * 0.7
    assert set(sorted(changed, key=lambda label: -changed[label][0])[:3]) == {
        "Crop",
        "Flip left–right",
        "Flip up–down",
    }


def test_a_picture_of_the_readers_own_is_taken_and_a_broken_file_is_not():
    app = open_lesson(SLUG, image="Own")
    before = shown(app, "samples").figure["data"][0]["source"]
    data = io.BytesIO()
    Image.linear_gradient("L").save(data, "PNG")
    app.file_uploader[0].set_value(("ramp.png", data.getvalue(), "image/png"))
    healthy(app.run())
    mine = shown(app, "samples")
    assert mine.figure["data"][0]["source"] != before
    assert "its label is yours" in mine.caption
    app.file_uploader[0].set_value(("bad.png", b"nothing", "image/png"))
    healthy(app.run())
    assert any("not a picture" in warning.value for warning in app.warning)
