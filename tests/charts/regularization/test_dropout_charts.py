"""The pictures of the view of dropout show what they are given."""

import numpy as np
import pytest

from charts.regularization.dropped_maps import maps_in_rows
from charts.regularization.many_masks import means_settle
from charts.regularization.scalings import answers_and_signal
from charts.regularization.thinned_network import network_plane_and_answers
from core.network import Network
from core.studies.regularization import dropout_network as study
from core.studies.regularization.dropped_maps import drop_maps

NETWORK = Network.random((2, 8, 8, 1), ("relu", "relu", "identity"), seed=2, initializer="he")
NAMES = list("abcdefgh")


def picture(q=0.6, number=3, unit="logit"):
    x = [[1.0, 2.0]]
    now = study.way_through(NETWORK, x, study.mask_no(NETWORK, q, number), q)
    lines, whole = study.lines_of(NETWORK, q)
    answers = study.answers_at(NETWORK, x, q)
    figure = network_plane_and_answers(
        now,
        study.two_moons().train,
        lines=lines,
        number=number,
        full_line=whole,
        answers=answers.logits if unit == "logit" else answers.chances,
        full=answers.full_logit,
        mean=answers.mean_logit,
        point=(1.0, 2.0),
        unit=unit,
    )
    return figure, now, answers, lines


def spots(trace):
    return set(zip(np.float32(trace.x).tolist(), np.float32(trace.y).tolist(), strict=True))


def test_dropped_units_are_hollow_and_no_weight_is_drawn_to_them():
    figure, now, *_ = picture()
    named = {trace.name: trace for trace in figure.data}
    hollow, filled = spots(named["dropped"]), spots(named["kept"])
    assert len(hollow) == sum(int((mask == 0).sum()) for mask in now.kept)
    assert len(hollow) + len(filled) == 19
    edges = [t for t in figure.data if t.type == "scatter" and t.mode == "lines" and not t.xaxis]
    ends = {spot for t in edges for spot in spots(t) if not np.isnan(spot[0])}
    assert ends == filled
    counted = sum(len(t.x) // 3 for t in edges)
    assert counted == sum(
        int(a.sum() * b.sum()) for a, b in zip(now.kept, now.kept[1:], strict=False)
    )


@pytest.mark.parametrize("unit", ["logit", "probability"])
def test_all_hundred_answers_are_in_the_heap(unit):
    figure, _, answers, _ = picture(unit=unit)
    bars = next(trace for trace in figure.data if trace.name == "answers")
    assert sum(bars.y) == len(answers.logits) == 100


def test_the_gold_line_is_one_of_the_bundle():
    figure, _, _, lines = picture(number=5)
    named = {trace.name: trace for trace in figure.data}
    np.testing.assert_array_equal(named["sub-network no. 5"].x, np.float32(lines[4][0]))
    bundle = named["each of 100 sub-networks"].x
    assert len(bundle) == sum(len(x) + 1 for x, _ in lines)


def test_pictures_are_small_even_where_all_units_or_none_are_kept():
    for q in (1.0, 0.1):
        assert len(picture(q)[0].to_json()) < 150_000
    maps = np.random.default_rng(0).normal(size=(8, 32, 32))
    assert len(maps_in_rows(drop_maps(maps, 0.9, 0), NAMES).to_json()) < 200_000


def test_dropped_pixels_are_empty_and_all_others_in_percent_of_the_largest():
    maps = np.random.default_rng(0).normal(size=(8, 5, 6))
    maps[3] = 0
    dropped = drop_maps(maps, 0.5, 1)
    figure = maps_in_rows(dropped, NAMES)
    for k in range(8):
        shown = np.array(figure.data[8 + k].z, dtype=float)
        np.testing.assert_array_equal(np.isnan(shown), dropped.pixel_mask[k] == 0)
        kept = ~np.isnan(shown)
        largest = np.abs(maps[k]).max() or 1
        np.testing.assert_allclose(shown[kept], 100 * maps[k][kept] / largest, atol=0.5)


def test_a_funnel_without_width_still_has_room():
    n, flat = np.array([1, 10, 100]), np.full(3, 0.5)
    figure = means_settle(
        *(n, flat, np.zeros(3)),
        full=0.5,
        expected=0.5,
        spread=0.0,
        units=np.ones(2),
        unit_means=np.ones(2),
        unit_errors=np.zeros(2),
    )
    low, high = figure.layout.yaxis.range
    assert low < 0.5 < high


def test_every_scaling_is_drawn_in_both_panels_with_a_dot_at_today():
    p, right = np.linspace(0, 0.95, 96), np.array([2.0, -1.0, 0.5])
    figure = answers_and_signal(
        right,
        {"inverted": right, "both": right / 2},
        {"inverted": "Inverted", "both": "Both"},
        p=p,
        signals={"inverted": np.ones(96), "both": 1 - p},
        now=0.5,
    )
    named = {trace.name: trace for trace in figure.data}
    np.testing.assert_allclose(named["Both"].x, [-1, 0.5, 2])
    np.testing.assert_allclose(named["Both"].y, [-0.5, 0.25, 1])
    assert named["Both now"].y[0] == pytest.approx(0.5, abs=1e-6)
