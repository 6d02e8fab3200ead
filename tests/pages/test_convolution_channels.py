"""What the view on channels says, held against the numbers."""

import json
import re

import numpy as np
import pytest

from core.images import PICTURES, channels
from core.studies.convolution.channels import (
    BANKS,
    dense_cost,
    layer_cost,
    read_channels,
    separable_cost,
    vgg16,
)
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "convolution_channels"
X = channels(PICTURES["coffee"].pixels()) * 255


def picture(app, name="sum"):
    return charts(app)[f"{SLUG}.{name}"]


def reading(app):
    return read_channels(
        X, BANKS[setting(app, SLUG, "bank")], setting(app, SLUG, "map"), setting(app, SLUG, "bias")
    )


def test_at_first_sight_three_parts_add_up_to_redness():
    app = open_lesson(SLUG)
    seen = reading(app)
    place = (50, 60)
    parts = [part[place] for part in seen.parts]
    assert f"{parts[0]:.5g} (red) + {parts[1]:.5g} (green) + {parts[2]:.5g} (blue)" in (
        picture(app).plain
    )
    assert sum(parts) == pytest.approx(seen.answers[place])
    red, green, blue = (X[c, 49:52, 59:62].mean() for c in range(3))
    assert seen.answers[place] == pytest.approx(red - (green + blue) / 2)
    assert len(json.dumps(picture(app).figure)) < 150_000
    names = {trace.get("name") for trace in picture(app).figure["data"]}
    assert {"red", "green", "blue", "red part", "green part", "blue part", "sum"} <= names


def test_depthwise_sees_one_channel_and_takes_thirty_parameters():
    app = run_experiment(SLUG, "Depthwise")
    assert [part is not None for part in reading(app).parts] == [False, True, False]
    texts = [note["text"] for note in picture(app).figure["layout"]["annotations"]]
    assert texts.count("not seen") == 2
    formula = " ".join(block.value for block in app.latex)
    assert "= 30" in formula
    assert "= 84" in " ".join(block.value for block in open_lesson(SLUG).latex)


def test_one_by_one_makes_the_brightness_of_every_pixel():
    app = run_experiment(SLUG, "One by one")
    np.testing.assert_allclose(reading(app).answers, np.tensordot([0.299, 0.587, 0.114], X, 1))
    assert "= 12" in " ".join(block.value for block in app.latex)


def test_what_sharing_saves_at_64_maps():
    app = run_experiment(SLUG, "What sharing saves")
    said = picture(app, "costs").plain
    cost, dense = layer_cost(56, 64, 64, 3), dense_cost(56, 64, 64)
    assert cost.parameters == 36_928
    assert 40e9 < dense.parameters < 41e9
    assert separable_cost(56, 64, 64, 3).parameters == 4800
    for number in (36_928, dense.parameters, 4800):
        assert f"{number:,} parameters" in said
    bars = picture(app, "costs").trace("parameters to learn")
    np.testing.assert_array_equal(bars["x"], [36_928, 36_928, 4800, dense.parameters])


def test_vgg_16_is_shown_layer_by_layer():
    app = run_experiment(SLUG, "Where VGG-16 is heavy")
    text = next(block.value for block in app.markdown if "conv1_1" in block.value)
    assert "**14,714,688**" in text
    assert "**27,565,386**" in text
    assert "12,845,568" in text
    convolutions = [row for row in vgg16() if row.name.startswith("conv")]
    assert len(convolutions) == 13


def test_most_of_vggs_work_is_in_its_convolutions_and_most_of_its_parameters_are_not():
    rows = vgg16(head=(4096, 4096, 1000))
    work, n_in = {"conv": 0, "dense": 0}, 3
    for row in rows:
        if row.name.startswith("conv"):
            side, _, n_out = row.shape
            work["conv"] += layer_cost(side, n_in, n_out, 3).multiply_adds
            n_in = n_out
        elif row.name.startswith("dense"):
            work["dense"] += row.parameters
    assert work["conv"] > 100 * work["dense"]
    dense = sum(row.parameters for row in rows if row.name.startswith("dense"))
    assert dense > sum(row.parameters for row in rows) / 2


def test_the_prediction_counts_the_weights_of_one_kernel():
    cost = layer_cost(1, 64, 128, 3)
    assert (cost.parameters - 128) / 128 == 576
    assert cost.parameters - 128 == 73_728


@pytest.mark.parametrize(("asked", "used"), [("1", 1), ("4", 4), ("7", 6), ("1024", 12)])
def test_groups_that_do_not_divide_become_the_next_smaller(asked, used):
    app = open_lesson(SLUG, c_in="12", c_out="24", groups=asked)
    assert f"in {used} group{'s' * (used > 1)}:" in picture(app, "costs").plain
    assert ("next smaller" in picture(app, "costs").plain) == (int(asked) != used)


@pytest.mark.parametrize("link", [{}, {"bank": "Depthwise", "row": "0", "column": "0"}])
def test_the_script_prints_what_the_framed_pixel_says(link):
    app = open_lesson(SLUG, **link)
    told = re.search(r"sum and bias (\S+)", printed_by_script(app, SLUG))[1]
    place = (setting(app, SLUG, "row"), setting(app, SLUG, "column"))
    assert float(told) == pytest.approx(reading(app).answers[place], abs=1e-9)
