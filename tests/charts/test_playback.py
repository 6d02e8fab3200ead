"""What the browser plays: the marks it looks for, and numbers that it can read."""

import json

import numpy as np
import pytest

from charts import theme
from charts.figure import Figure
from charts.playback import heads, numbers, paced, played, set_player, swapped
from charts.unchecked import Scatter

PATHS = {"low": ([0.0, 1.0, 2.0], [5.0, 4.0, 3.0]), "high": ([0.0, -1.0], [9.0, None])}


@pytest.mark.parametrize("how", ["grow", "fill"])
def test_a_played_trace_is_the_same_trace_with_a_mark(how):
    trace = Scatter(x=[1, 2], y=[3, 4], name="walk")
    assert played(trace, how) == trace | {"meta": {"play": how}}


def test_a_swapped_trace_brings_one_curve_for_every_step():
    trace = Scatter(x=[0, 1], y=[5, 6], name="sum")
    sent = swapped(trace, [[0.0, np.nan], np.array([5.0, 6.00000001])])
    assert sent == trace | {"meta": {"play": "swap", "ys": [[0.0, None], [5.0, 6.0]]}}


def test_heads_stand_at_the_ends_of_their_paths():
    trace = heads(PATHS, sent=True, name="now")
    assert list(trace["x"]) == [2.0, -1.0]
    assert list(trace["y"]) == [3.0, None]
    assert trace["mode"] == "markers"
    assert trace["name"] == "now"


def test_heads_of_traces_that_are_sent_name_them_and_others_bring_their_paths():
    assert heads(PATHS, sent=True)["meta"] == {"play": "heads", "of": ["low", "high"]}
    meta = heads(PATHS, sent=False)["meta"]
    assert "of" not in meta
    assert meta["play"] == "heads"
    assert [(list(p["x"]), list(p["y"])) for p in meta["paths"]] == [
        tuple(map(list, path)) for path in PATHS.values()
    ]


def test_heads_take_a_look_and_may_show_in_the_legend():
    quiet = heads(PATHS, sent=True)
    assert (quiet["showlegend"], quiet["hoverinfo"]) == (False, "skip")
    loud = heads(
        PATHS, sent=True, showlegend=True, marker={"color": [theme.FORWARD, theme.GRADIENT]}
    )
    assert loud["showlegend"]
    assert list(loud["marker"]["color"]) == [theme.FORWARD, theme.GRADIENT]


def test_a_player_is_added_and_what_the_figure_knew_stays():
    figure = theme.new_figure(narrow={"layout.height": 900})
    set_player(figure, 80)
    assert figure.layout.meta["play"] == {"steps": 80, "unit": "step"}
    assert figure.layout.meta["dark"] == theme.DARK
    assert figure.layout.meta["narrow"] == {"layout.height": 900}
    bare = Figure([], {})
    set_player(bare, 3, "cell")
    assert bare.layout.meta == {"play": {"steps": 3, "unit": "cell"}}


def test_numbers_have_six_digits_and_none_where_there_is_no_finite_number():
    given = np.array([1 / 3, -123456789.0, 0.0, np.nan, np.inf, -np.inf, 1e-300])
    assert numbers(given) == [0.333333, -123457000.0, 0.0, None, None, None, 1e-300]
    assert numbers([]) == []


def test_numbers_are_what_json_can_say():
    sent = numbers(np.array([0.1, np.nan, 2.0], dtype=np.float32))
    assert json.loads(json.dumps(sent, allow_nan=False)) == [0.1, None, 2.0]
    assert all(type(value) in (float, type(None)) for value in sent)


def test_a_trace_may_go_at_a_pace_of_its_own():
    trace = Scatter(x=[1, 2, 3], y=[3, 4, 5])
    sent = paced(trace, np.array([0, 2, 2]))
    assert sent == trace | {"meta": {"play": "grow", "at": [0, 2, 2]}}
    json.dumps(sent["meta"])


def test_steps_may_have_labels_of_their_own():
    figure = Figure([], {})
    set_player(figure, 1, labels=("none", "all"))
    assert figure.layout.meta["play"]["labels"] == ["none", "all"]


def test_numbers_may_be_shorter():
    assert numbers([1 / 3, 12345.0], 3) == [0.333, 12300.0]
