"""Two networks, their weights and their thinned ones, as they are drawn."""

import base64

import numpy as np
import pytest

from charts.regularization.thinned import thinned_networks
from charts.regularization.two_networks import Side, two_networks
from charts.regularization.weights import two_histograms
from core.data_recipes import Sample

SHAPE = (3, 4)
LOSSES = np.linspace(1, 0.2, 3 * 21).reshape(3, 21)


def side(ended=20, kept=20):
    frames = bytes(range(24))
    last = np.arange(12.0).reshape(SHAPE) / 11
    return Side("a title", frames, last, LOSSES, LOSSES[:, ::-1], 1, ended, kept)


def figure(*sides):
    sample = Sample(np.zeros((2, 2)), np.array([[0.0], [1.0]]))
    axes = np.linspace(0, 1, 4), np.linspace(0, 1, 3)
    best = np.full(SHAPE, 0.5)
    return two_networks(sides, (sample, sample), axes, best, [0, 20], view="v")


def named(drawn, name):
    return [trace for trace in drawn.data if trace.name == name]


def test_maps_are_sent_once_as_bytes_without_slashes():
    drawn = figure(side(), side())
    (first,) = named(drawn, "map 1")
    sent = first.meta["frames"]
    assert base64.urlsafe_b64decode(sent) == bytes(range(24))
    assert first.meta["shape"] == [3, 4]
    assert "/" not in sent
    assert drawn.layout.meta["play"] == {
        "steps": 1,
        "unit": "shot",
        "labels": ["epoch 0", "epoch 20"],
    }


def test_bands_span_all_networks_and_the_line_is_the_one_drawn():
    drawn = figure(side(), side())
    np.testing.assert_allclose(named(drawn, "training loss")[0].y, LOSSES[1], rtol=1e-6)
    np.testing.assert_allclose(named(drawn, "least training loss 1")[0].y, LOSSES[2], rtol=1e-6)
    np.testing.assert_allclose(named(drawn, "most training loss 1")[0].y, LOSSES[0], rtol=1e-6)


def test_after_the_stop_the_line_is_dotted_and_a_star_marks_the_epoch_kept():
    drawn = figure(side(), side(ended=12, kept=7))
    assert not named(drawn, "kept 1")
    (star,) = named(drawn, "kept 2")
    assert star.x == (7,)
    assert star.y[0] == pytest.approx(LOSSES[1, ::-1][7])
    (rest,) = named(drawn, "validation loss if it had gone on")
    assert (rest.x0, len(rest.y), rest.line.dash) == (12, 9, "dot")
    assert len(named(drawn, "validation loss")[1].y) == 13
    assert list(named(drawn, "now 2")[0].x) == [7, 7]  # with the map, which shows the network kept


def test_every_weight_is_counted_once_on_scales_that_both_share():
    weights = np.array([0.0, 0, 0, 1]), np.array([-2.0, 0.5, 0.5, 2])
    drawn = two_histograms(weights, ("a", "b"), view="v")
    for trace, count in zip(drawn.data, ({3, 1}, {1, 2}), strict=True):
        counts = np.array(trace.y, dtype=float)
        assert set(counts[np.isfinite(counts)]) == count
        assert np.nansum(counts) == 4
    assert drawn.layout.xaxis.range == drawn.layout.xaxis2.range
    assert named(drawn, "weights 1")[0].y[30] == 3  # the bin around 0


def test_weights_that_are_all_zero_are_drawn_too():
    drawn = two_histograms((np.zeros(5), np.zeros(5)), ("a", "b"), view="v")
    assert np.nansum(drawn.data[0].y) == 5


def test_no_line_leads_to_a_unit_that_sits_out():
    kept = np.array([[True, False, True, True, True]])
    drawn = thinned_networks(kept, (2, 3, 2, 1), ["one"])
    (lines,) = named(drawn, "weights in use")
    assert sum(x is None for x in lines.x) == 2 * 2 + 2 * 2 + 2 * 1
    (out,) = named(drawn, "sits out")
    assert (len(out.x), out.marker.symbol) == (1, "circle-open")
    there = set(zip(lines.x, lines.y, strict=True))
    assert (out.x[0], round(out.y[0], 3)) not in there
    assert len(named(drawn, "in")[0].x) == 2 + 2 + 2 + 1
