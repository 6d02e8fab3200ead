"""Three channels and their sum: pictures, slices, frames, and clicks."""

import numpy as np
import pytest

from charts.convolution.channels import SLICE, channel_sum, pixel_at
from core.studies.convolution.channels import BANKS, read_channels

X = np.random.default_rng(0).uniform(0, 255, (3, 5, 7))


@pytest.mark.parametrize(("bank", "seen"), [("ordinary", 3), ("depthwise", 1)])
def test_every_channel_that_is_seen_has_a_slice_a_part_and_a_frame(bank, seen):
    reading = read_channels(X, BANKS[bank], 1)
    figure = channel_sum(X, reading, place=(2, 3), title="sum", view="same")
    names = [trace.name for trace in figure.data]
    assert names.count("slice") == seen
    assert sum(name.endswith(" part") for name in names) == seen
    assert names.count("ground") == 4 + seen
    assert names[-1] == "scale"
    frames = [trace for trace in figure.data if trace.name == "chosen"]
    assert all((min(t.x) + max(t.x), min(t.y) + max(t.y)) == (6, 4) for t in frames)
    slices = [trace for trace in figure.data if trace.name == "slice"]
    for trace, kernel in zip(slices, filter(lambda k: k is not None, reading.slices), strict=True):
        np.testing.assert_allclose(np.array(trace.z, float), kernel, rtol=1e-5)


def test_a_click_on_any_picture_means_its_pixel_and_one_on_a_slice_nothing():
    assert pixel_at(3.4, 1.6, (5, 7)) == (2, 3)
    assert pixel_at(6.5, 4.5, (5, 7)) == (4, 6)
    assert pixel_at(SLICE + 0.5, 0.5, (5, 7)) is None


def test_every_cell_of_a_slice_stands_inside_its_panel():
    reading = read_channels(X, BANKS["ordinary"], 1)
    figure = channel_sum(X, reading, place=(2, 3), title="sum", view="same")
    for trace in (trace for trace in figure.data if trace.name == "slice"):
        rows, columns = np.shape(trace.z)
        for first, count, axis in ((trace.x0, columns, trace.xaxis), (trace.y0, rows, trace.yaxis)):
            ends = figure.layout[f"{axis[0]}axis{axis[1:]}"].range
            assert sorted(ends) == [first - 0.5, first + count - 0.5]


@pytest.mark.parametrize("bank", ["ordinary", "depthwise"])
def test_every_panel_has_a_trace_since_plotly_leaves_out_one_that_has_none(bank):
    figure = channel_sum(X, read_channels(X, BANKS[bank], 1), place=(2, 3), title="sum", view="")
    panels = {f"x{n}" if n > 1 else "x" for n in range(1, 11)}
    assert {trace.xaxis for trace in figure.data} == panels
    heads = [note.text for note in figure.layout.annotations[:4]]
    assert heads == ["channel", "its slice", "what it brings", "sum"]
