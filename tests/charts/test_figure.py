"""A figure as it is sent: what Plotly would send, and what only its own objects find."""

import json

import numpy as np
import plotly.io
import pytest

from charts import theme
from charts.figure import Figure
from charts.unchecked import Heatmap, Scatter
from tests.app import SLUGS, experiments, open_lesson
from ui import figure as shown


def sent(**trace):
    """The one trace of a figure, as the browser reads it."""
    return json.loads(Figure([trace], {}).to_json())["data"][0]


@pytest.mark.parametrize(
    "array",
    [
        np.array([0.1, np.nan, np.inf]),
        np.array([[1.5, 2.0], [3.0, 4.0]], dtype=np.float32),
        np.array([-1, 127]),
        np.array([-1, 128]),
        np.array([70000, -70000]),
        np.array([2**40]),
        np.array([0, 255], dtype=np.uint8),
        np.array([], dtype=float),
        np.array([True, False]),
        np.array(["a", "b"]),
        np.arange(6.0).reshape(2, 3)[:, ::2],
        np.array([1.0, np.nan], dtype=object),
    ],
    ids=repr,
)
def test_an_array_is_sent_as_plotly_sends_it(array):
    plotly_sends = json.loads(plotly.io.to_json({"data": [{"type": "scatter", "y": array}]}))
    assert sent(type="scatter", y=array) == plotly_sends["data"][0]


def test_numbers_of_numpy_are_numbers_and_what_is_not_finite_is_nothing():
    assert sent(y=[np.float32(0.5), np.int64(3), np.nan, -np.inf, None, 2.0], x=range(2)) == {
        "y": [0.5, 3, None, None, None, 2.0],
        "x": [0, 1],
    }


def test_what_json_cannot_say_is_an_error():
    with pytest.raises(TypeError, match="a figure holds a set"):
        Figure([{"y": {1}}], {}).to_json()


def test_more_is_said_about_a_figure_without_forgetting_what_was_said_before():
    layout = {"meta": {"dark": 1}}
    figure = Figure([], layout)
    figure.add_meta(clicks="x")
    figure.add_meta(play={"steps": 3})
    assert figure.layout.meta == {"dark": 1, "clicks": "x", "play": {"steps": 3}}
    assert layout == {"meta": {"dark": 1}}


def test_a_figure_is_plotlys_own_with_all_that_it_was_given():
    figure = theme.new_figure(Scatter(x=[1], y=[2]), Heatmap(z=[[1]]), title="both")
    assert [trace.type for trace in figure.data] == ["scatter", "heatmap"]
    assert figure.plotly().layout.title.text == "both"


def test_a_property_that_plotly_does_not_know_is_found_in_the_tests():
    with pytest.raises(ValueError, match="colour"):
        theme.new_figure(Scatter(y=[1], marker={"colour": "red"}))


def test_a_property_without_a_value_is_not_sent():
    assert Scatter(y=[1], text=None) == {"type": "scatter", "y": [1]}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_of_a_lesson_is_sent_as_plotly_would_send_it(slug, monkeypatch):
    """No property by a name, and no value in a form, that only Plotly's own objects would put right."""
    figures = []
    real = shown.show_figure
    monkeypatch.setattr("ui.show_figure", lambda f, **more: figures.append(f) or real(f, **more))
    app = open_lesson(slug)
    assert figures
    assert experiments(app, slug)
    for figure in figures:
        plotly_sends = json.loads(figure.plotly().to_json())
        assert json.loads(figure.to_json()) == plotly_sends
