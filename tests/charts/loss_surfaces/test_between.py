"""The line between two networks: its losses, its ends, its barrier, and the nudges."""

from types import SimpleNamespace

import numpy as np

from charts.loss_surfaces.between import line_and_nudges

LINE = SimpleNamespace(
    at=np.array([-0.5, 0.0, 0.5, 1.0, 1.5]),
    train=np.array([2.0, 1.0, 4.0, 3.0, 5.0]),
    test=np.array([3.0, 2.0, 5.0, 4.0, 6.0]),
    barrier=2.0,
    top=0.5,
)
SIZES, AROUND = [0.0, 0.5], (np.array([1.0, 2.0]), np.array([3.0, 3.5]))


def drawn(line=LINE):
    figure = line_and_nudges(line, SIZES, AROUND, names=("one", "other"), height=400, view="here")
    return figure, {trace.name: trace for trace in figure.data}


def test_both_losses_are_drawn_along_the_whole_line():
    _, traces = drawn()
    for name, values in (("training loss", LINE.train), ("test loss", LINE.test)):
        np.testing.assert_array_equal(traces[name].x, LINE.at)
        np.testing.assert_array_equal(traces[name].y, values)


def test_the_two_networks_stand_at_their_losses_and_bear_their_names():
    figure, traces = drawn()
    assert (traces["one"].x, traces["one"].y) == ((0.0,), (1.0,))
    assert (traces["other"].x, traces["other"].y) == ((1.0,), (3.0,))
    assert figure.layout.xaxis.title.text == "α: 0 is one, 1 is other"


def test_the_barrier_reaches_from_the_chord_to_the_loss_and_says_its_height():
    figure, traces = drawn()
    assert list(traces["barrier"].x) == [0.5, 0.5]
    assert list(traces["barrier"].y) == [2.0, 4.0]  # halfway the chord from 1 to 3 is at 2
    assert "barrier 2" in [note.text for note in figure.layout.annotations]


def test_without_a_barrier_none_is_drawn():
    figure, traces = drawn(SimpleNamespace(**(vars(LINE) | {"barrier": 0.0, "top": 0.0})))
    assert "barrier" not in traces
    assert not any("barrier" in note.text for note in figure.layout.annotations)


def test_nudges_stand_in_the_second_panel_in_the_colors_of_their_networks():
    _, traces = drawn()
    for name, values in zip(("one", "other"), AROUND, strict=True):
        trace = traces[f"{name}, nudged"]
        np.testing.assert_array_equal(trace.x, SIZES)
        np.testing.assert_array_equal(trace.y, values)
        assert (trace.xaxis, trace.yaxis) == ("x2", "y2")
        assert trace.line.color == traces[name].marker.color


def test_the_height_of_a_low_barrier_stands_under_the_chord():
    low = SimpleNamespace(**(vars(LINE) | {"barrier": 0.1}))
    for line, above in ((LINE, True), (low, False)):
        (note,) = (n for n in drawn(line)[0].layout.annotations if "barrier" in n.text)
        assert (note.y > 2) == above
