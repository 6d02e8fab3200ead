"""One neuron on the screen: every number on its edges, the map and the line beside it."""

import numpy as np
import pytest

from charts import theme
from charts.activations.neuron import digits, neuron_and_answers
from core.activations import ACTIVATIONS
from core.studies.activations.neuron import boundary, foot_on_boundary, map_neuron, run_neuron
from core.studies.activations.neuron_line import line_neuron

WINDOW = ((-4.0, 4.0), (-4.0, 4.0))


def picture(x=(-1.0, 2.0), w=(3.0, -2.0), b=1.0, f="sigmoid", corners=None, span=(-np.inf, np.inf)):
    f = ACTIVATIONS[f]
    run = run_neuron(x, w, b, f)
    if len(x) == 1:
        line = line_neuron(w[0], b, f, WINDOW[0])
        return neuron_and_answers(run, f.label, line=line), run, line
    rest = b + sum(run.terms[2:])
    plane = map_neuron(w[:2], rest, f, WINDOW, points=21)
    foot = foot_on_boundary(x, w, b)
    figure = neuron_and_answers(
        run,
        f.label,
        plane=plane,
        tips=boundary(w[:2], rest, WINDOW),
        foot=foot[0].tolist() if foot and len(x) == 2 else None,
        corners=corners,
        span=span,
    )
    return figure, run, plane


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def names(figure):
    return [trace.name for trace in figure.data]


def notes(figure):
    return " | ".join(note.text for note in figure.layout.annotations)


@pytest.mark.parametrize(
    ("value", "text"),
    [(-6.0, "−6"), (0.0024726, "0.002473"), (8.7565e-27, "8.8·10<sup>−27</sup>"), (-0.0, "0")],
)
def test_numbers_are_printed_as_in_books(value, text):
    assert digits(value) == text


def test_the_discs_hold_inputs_sum_and_answer():
    figure, *_ = picture()
    assert trace(figure, "neuron").text == ("−1", "2", "1", "−6", "0.002473")


def test_every_edge_tells_its_product_and_the_slope_along_its_weight():
    figure, *_ = picture()
    said = notes(figure)
    assert "3 · (−1) = <b>−3</b>" in said
    assert "−2 · 2 = <b>−4</b>" in said
    assert "b = <b>1</b>" in said
    for number in ("−0.002467", "0.004933", "0.002467"):
        assert f" = {number}" in said
    assert said.count(theme.GRADIENT) == 3


def test_edges_that_pull_down_are_dashed_and_the_largest_is_thickest():
    figure, *_ = picture()
    edges = [trace.line for trace in figure.data if trace.name == "edge"][:3]
    assert [edge.dash != "solid" for edge in edges] == [True, True, False]
    assert max(edge.width for edge in edges) == edges[1].width


@pytest.mark.parametrize(
    ("f", "span"), [("sigmoid", (0, 1)), ("relu", (0, 7)), ("tanh", (-1, 1)), ("step", (0, 1))]
)
def test_the_colors_of_the_map_fit_the_activation(f, span):
    figure, _, plane = picture(f=f, w=(1.0, 1.0), b=-1.0, span=ACTIVATIONS[f].range)
    shown = trace(figure, "answer")
    np.testing.assert_allclose(shown.z, plane.a, rtol=1e-6)
    assert (shown.zmin, shown.zmax) == pytest.approx(span, rel=1e-5)
    scale = [list(stop) for stop in shown.colorscale]
    if f == "relu":  # never negative: from white to blue
        assert scale == [[0.0, "#FFFFFF"], [1.0, theme.FORWARD]]
    else:  # white in the middle: on the line of the sigmoid, of the step, of tanh
        assert scale == theme.SIGNED_PALE


def test_the_line_is_named_where_it_lies_and_squares_are_square():
    figure, run, _ = picture()
    name = next(note for note in figure.layout.annotations if note.text == "z = 0")
    assert run.w @ [name.x, name.y] + run.b == pytest.approx(0, abs=1e-9)
    assert name.font.color == trace(figure, "boundary").line.color == theme.ON_MAP
    assert figure.layout.yaxis2.scaleanchor == "x2"  # or the normal would not look like one


def test_the_weights_stand_at_right_angles_on_the_line():
    figure, run, _ = picture()
    line = trace(figure, "boundary")
    along = np.diff(line.x)[0], np.diff(line.y)[0]
    arrow = next(note for note in figure.layout.annotations if note.showarrow)
    normal = np.array([arrow.x - arrow.ax, arrow.y - arrow.ay])
    assert normal @ np.array(along) == pytest.approx(0, abs=1e-9)
    assert normal @ run.w > 0
    way = trace(figure, "distance")
    assert np.array(along) @ [np.diff(way.x)[0], np.diff(way.y)[0]] == pytest.approx(0, abs=1e-4)
    assert (trace(figure, "today's input").x, way.x[0]) == ((-1.0,), -1.0)


@pytest.mark.parametrize(("w", "b"), [((0.0, 0.0), 1.0), ((1.0, 1.0), 9.0)])
def test_where_no_line_is_in_sight_none_is_drawn(w, b):
    figure, *_ = picture(w=w, b=b)
    assert "boundary" not in names(figure)
    assert "z = 0" not in notes(figure)
    assert not any(note.showarrow for note in figure.layout.annotations)


def test_corners_of_a_gate_are_full_where_it_fires():
    corners = {(0.0, 0.0): 0.0, (0.0, 1.0): 0.0, (1.0, 0.0): 0.0, (1.0, 1.0): 1.0}
    figure, *_ = picture(f="step", w=(1.0, 1.0), b=-2.0, corners=corners)
    marks = trace(figure, "corners")
    assert marks.marker.symbol == ("square-open", "square-open", "square-open", "square")
    assert marks.text == ("0", "0", "0", "1")
    assert "corners" not in names(picture()[0])


def test_along_one_input_the_answer_and_its_slope_are_drawn_and_jumps_stay_jumps():
    figure, run, line = picture(x=(-1.0,), w=(3.0,), f="relu")
    smooth = ~np.isin(line.x, line.kinks)
    np.testing.assert_allclose(np.array(trace(figure, "answer a").y)[smooth], line.a[smooth])
    slopes = np.array(trace(figure, "slope ∂a/∂x₁ = f′(z) w₁").y)
    assert set(slopes[smooth]) == {0.0, 3.0}
    assert np.isnan(slopes[~smooth]).all()
    assert figure.layout.shapes[0].x0 == pytest.approx(-1 / 3)
    assert trace(figure, "today's input").y == (run.a,)


@pytest.mark.parametrize(("w", "b"), [(0.0, 1.0), (0.1, 5.0), (1e-300, 1.0)])
def test_a_tip_out_of_sight_is_not_marked(w, b):
    figure, *_ = picture(x=(1.0,), w=(w,), b=b)
    assert not figure.layout.shapes


def test_a_slice_through_three_inputs_says_where_it_is():
    figure, *_ = picture(x=(0.8, 0.1, 0.3), w=(0.3, 0.5, 0.6), b=0.1)
    assert "x₃ = 0.3" in notes(figure)
    assert trace(figure, "neuron").text[:4] == ("0.8", "0.1", "0.3", "1")
    assert "distance" not in names(figure)


@pytest.mark.parametrize("f", ACTIVATIONS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_activation_is_drawn_small_and_with_clicks_in_the_second_panel_alone(f, count):
    figure, *_ = picture((4.0, -4.0, 4.0)[:count], (50.0, -50.0, 50.0)[:count], 10.0, f)
    assert len(figure.to_json()) < 150_000
    assert figure.layout.meta["clicks"] == "x2"


def test_on_a_phone_the_scale_of_the_map_goes():
    for count in (2, 3):
        figure, *_ = picture((1.0,) * count, (1.0,) * count)
        (path,) = [p for p in figure.layout.meta["narrow"] if p.startswith("data.")]
        assert figure.data[int(path.split(".")[1])].name == "answer"
