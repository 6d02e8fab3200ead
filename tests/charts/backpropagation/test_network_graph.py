import json

import pytest

from charts import theme
from charts.backpropagation.network_graph import DOWN, UP, network_graph
from core.studies.backpropagation.walkthrough import walk
from core.studies.backpropagation.worked_example import NUMBERS, example

WEIGHTS = ("w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8")


@pytest.fixture(scope="module")
def story():
    return walk(example(), 0.5, update_biases=True)


def line(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


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
        assert f"{numbers[f'slope_{name}']:.4g}".replace("-", "−") in shown
    for name in ("h1", "h2", "o1", "o2"):
        assert f"{numbers[f'delta_{name}']:.4g}".replace("-", "−") in shown
        assert f"{numbers[f'new_z_{name}']:.4g}" in shown
        assert f"{numbers[f'new_{name}']:.4g}" in units(figure)
    assert f"{numbers['new_loss']:.4g}" in units(figure)


def test_what_is_not_computed_yet_is_not_shown(story):
    figure = network_graph(story, 1)
    assert units(figure).count("?") == 4  # h₂, both answers and the loss
    assert "∂L" not in words(figure)
    assert all(line(figure, name).line.color == theme.AXIS for name in WEIGHTS)


def test_edges_are_as_thick_as_their_slopes_and_colored_by_sign(story):
    figure, numbers = network_graph(story, 13), story.known(13)
    slopes = {name: numbers[f"slope_{name}"] for name in WEIGHTS}
    by_width = sorted(WEIGHTS, key=lambda name: line(figure, name).line.width)
    assert by_width == sorted(WEIGHTS, key=lambda name: abs(slopes[name]))
    for name, slope in slopes.items():
        assert line(figure, name).line.color == (UP if slope > 0 else DOWN)


def test_widths_do_not_change_from_step_to_step(story):
    widths = {line(network_graph(story, step), "w5").line.width for step in range(8, 18)}
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
    tall = [note["text"] for note in narrow["layout.annotations"]]
    wide = [note.text for note in figure.layout.annotations]
    assert len(tall) == len(wide)
    assert narrow["layout.annotations"][-1]["font"]["size"] < theme.FONT_SIZE
    i = [trace.name for trace in figure.data].index("units")
    assert narrow[f"data.{i}.y"] == [-x for x in figure.data[i].x]


@pytest.mark.parametrize("numbers", [NUMBERS, [0.0] * 16, [100.0] * 16, [1e-300] * 16])
def test_every_step_of_any_network_is_drawn_in_a_few_kilobytes(numbers):
    story = walk(example(numbers), 1000.0, update_biases=True, too_early=True)
    for step in range(1, 18):
        text = network_graph(story, step).to_json()
        assert len(text) < 30_000
        assert "NaN" not in text
        assert json.loads(text)["layout"]["title"]["text"].startswith(f"Step {step} of 17")
