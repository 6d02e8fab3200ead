import json
from itertools import combinations

import numpy as np
import pytest

from charts import theme
from charts.backpropagation.network_graph import network_graph
from charts.backpropagation.network_places import is_sparse, places_of
from charts.backpropagation.network_scene import DOWN, UP, digits, spoken
from core.studies.backpropagation.labels import labels_for
from core.studies.backpropagation.presets import PRESETS, own_sizes, rebuilt
from core.studies.backpropagation.walk import walk

WEIGHTS = ("w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8")


@pytest.fixture(scope="module")
def story():
    return walk(PRESETS["worked"].problem, 0.5, update_biases=True)


@pytest.fixture(scope="module")
def crowd():
    return walk(own_sizes((6, 6, 6, 6, 6), 0).problem, 0.5)


def line(figure, name):
    return next(trace for trace in figure.data if name in (trace.name or "").split())


def words(figure):
    return "\n".join(note.text or "" for note in figure.layout.annotations)


def units(figure):
    return "\n".join(line(figure, "units").text)


def test_at_the_end_every_number_stands_on_the_graph(story):
    figure, numbers = network_graph(story, 17), story.known(17)
    shown = words(figure)
    for name in (*WEIGHTS, "b1", "b2", "b3", "b4"):
        for number in (numbers[name], numbers[f"new_{name}"]):
            assert f"{number:.4g}" in shown
    for name in WEIGHTS:
        assert f"∂L/∂{spoken(name)} {digits(numbers[f'slope_{name}'])}" in shown
    for name in ("h1", "h2", "o1", "o2"):
        assert digits(numbers[f"delta_{name}"]) in shown
        assert f"{numbers[f'new_z_{name}']:.4g}" in shown
        assert f"{numbers[f'new_{name}']:.4g}" in units(figure)
    assert f"{numbers['new_loss']:.4g}" in units(figure)


def test_what_is_not_computed_yet_is_not_shown(story):
    figure = network_graph(story, 1)
    assert units(figure).count("?") == 4  # h₂, both answers and the loss
    assert "∂L" not in words(figure)
    colors = {name: line(figure, name).line.color for name in WEIGHTS}
    lit = {"w1", "w2"}
    assert all(colors[w] == (theme.FORWARD if w in lit else theme.AXIS) for w in WEIGHTS)


def test_lines_are_as_thick_as_their_slopes_and_colored_by_sign(story):
    figure, numbers = network_graph(story, 13), story.known(13)
    slopes = {name: numbers[f"slope_{name}"] for name in WEIGHTS}
    by_width = sorted(WEIGHTS, key=lambda name: line(figure, name).line.width)
    assert by_width == sorted(WEIGHTS, key=lambda name: abs(slopes[name]))
    for name, slope in slopes.items():
        assert line(figure, name).line.color == (UP if slope > 0 else DOWN)


def test_before_there_are_slopes_lines_are_as_thick_as_their_weights_and_dashed_below_zero():
    story = walk(PRESETS["perceptron"].problem, 0.5)
    figure = network_graph(story, 1)
    assert line(figure, "w1").line.width > line(figure, "w2").line.width > 1.5
    assert (line(figure, "w1").line.dash, line(figure, "w2").line.dash) == ("solid", "dash")
    assert "weight below 0" in {trace.name for trace in figure.data}


def test_widths_do_not_change_from_step_to_step(story):
    widths = {line(network_graph(story, step), "w5").line.width for step in (8, 10, 13, 17)}
    assert len(widths) == 1


def test_arrows_run_with_the_values_and_back_with_the_blame(story):
    def heads(step):
        notes = network_graph(story, step).layout.annotations
        return [(note.ax < note.x) for note in notes if note.showarrow]

    assert heads(1) == [True, True]
    assert heads(10) == [False, False]
    assert heads(5) == heads(14) == []


def test_on_a_phone_the_same_words_run_from_top_to_bottom(story):
    figure = network_graph(story, 13)
    narrow = figure.layout.meta["narrow"]
    assert len(narrow["layout.annotations"]) == len(figure.layout.annotations)
    assert narrow["layout.annotations"][-1]["font"]["size"] < theme.FONT_SIZE
    i = [trace.name for trace in figure.data].index("units")
    flow = np.array(narrow[f"data.{i}.y"])
    assert np.all(np.diff(flow[[0, 2, 4, 6]]) < 0)
    assert max(narrow[f"data.{i}.x"]) < 350


def test_the_penalty_stands_below_the_loss():
    story = walk(PRESETS["penalty"].problem, 0.2)
    last = len(story.steps)
    shown = words(network_graph(story, last))
    assert f"J⁺ {digits(story.numbers['new_objective'])}" in shown
    assert "∂J/∂w₂ −1.614" in shown
    assert "½λ" not in words(network_graph(story, 1))


def test_in_a_crowd_only_lit_lines_have_words_and_all_answer_the_pointer(crowd):
    step = crowd.first_shown
    figure = network_graph(crowd, step)
    named = [w for w in crowd.labels.wires if spoken(w) in words(figure)]
    assert set(named) == set(crowd.steps[step - 1].lit) - {"h3.1"}
    touch = line(figure, "weights").hovertext
    assert len(touch) == 2 * 144
    assert any(digits(crowd.numbers["slope_w4.16"], 9) in text for text in touch)
    drawn = {name for t in figure.data for name in t.name.split() if name in crowd.labels.wires}
    assert drawn == set(crowd.labels.wires)
    assert len(figure.data) < 60  # lines alike are one trace
    assert words(figure).count("b ") == 24  # every bias


@pytest.mark.parametrize(
    "sizes", [(2, 2, 2), (2, 1), (6, 6, 6, 6, 6), (1, 6, 1), (3, 4, 3), (6, 1)]
)
@pytest.mark.parametrize("tall", [False, True])
def test_no_unit_stands_on_another_or_outside(sizes, tall):
    places = places_of(labels_for(sizes), tall=tall)
    for a, b in combinations(places.units.values(), 2):
        assert np.hypot(a[0] - b[0], a[1] - b[1]) > places.node
    half = places.node / 2
    for x, y in places.units.values():
        assert half <= x <= places.width - half
        assert half <= abs(y) <= places.height - half
    assert places.height <= 1000


@pytest.mark.parametrize("key", ["worked", "xor", "penalty", "perceptron"])
def test_words_on_the_lines_of_a_small_network_do_not_cover_each_other(key):
    story = walk(PRESETS[key].problem.example(0), 0.5)
    assert is_sparse(story.labels)
    figure = network_graph(story, len(story.steps))
    notes = [n for n in figure.layout.annotations if n.hovertext]
    assert len(notes) == len(story.labels.wires)
    for a, b in combinations(notes, 2):
        assert abs(a.x - b.x) > 85 or abs(a.y - b.y) > 32


@pytest.mark.parametrize("size", [0.0, 100.0, 1e-300])
def test_steps_of_any_network_is_drawn_in_a_few_kilobytes(size):
    base = PRESETS["worked"].problem
    numbers = {
        "weights": [np.full((2, 2), size)] * 2,
        "biases": [np.full(2, size)] * 2,
        "x": np.full((1, 2), size),
        "y": np.full((1, 2), size),
    }
    for hidden in ("sigmoid", "identity"):
        how = {"activations": (hidden, "identity"), "loss": "half_sse", "l2": 0.0}
        story = walk(rebuilt(base, **how, **numbers), 1000.0, mistake="too_early")
        for step in range(1, len(story.steps) + 1, 4):
            text = network_graph(story, step).to_json()
            assert len(text) < 32_000
            assert "NaN" not in text
            assert json.loads(text)["layout"]["title"]["text"].startswith(f"Step {step} of 17")


def test_the_largest_network_stays_within_the_wire(crowd):
    assert max(len(network_graph(crowd, step).to_json()) for step in (1, 38, 79)) < 150_000
