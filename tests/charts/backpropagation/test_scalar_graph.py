import pytest

from charts import theme
from charts.backpropagation.layered import place
from charts.backpropagation.scalar_graph import scalar_graph
from charts.backpropagation.scalar_scene import brief
from core.expressions import parse_expression
from core.studies.backpropagation.scalar_run import run_scalar
from core.studies.backpropagation.scalar_steps import tell_story

TEXT = "(w*x + b - y)**2 + 0.1*w**2"


def story_of(text, **inputs):
    return tell_story(run_scalar(parse_expression(text), inputs))


STORY = story_of(TEXT, w=2.0, x=3.0, b=-2.0, y=3.0)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def notes(figure):
    return [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "x",
        "a+a",
        "a*a + (a + a)",
        "sigmoid(" * 20 + "x" + ")" * 20,
        "a+b+c+d+e+g+h+i",
        "exp(2)*x",
        "(a+b)*(a+c)*(b+c)*(a*b*c) + log(1+exp(a)) + tanh(b)/c",
    ],
)
def test_no_two_nodes_stand_in_one_place_and_data_runs_to_the_right(text):
    nodes = parse_expression(text).nodes
    placed = place([node.args for node in nodes], [node.op != "number" for node in nodes])
    spots = sorted(placed.nodes.values())
    for i, (along, lane) in enumerate(spots):
        for other, lane2 in spots[i + 1 :]:
            assert along != other or abs(lane - lane2) > 0.99
    for (a, j, _), way in placed.edges.items():
        assert placed.nodes[a][0] < placed.nodes[j][0]
        assert (way[0], way[-1]) == (placed.nodes[a], placed.nodes[j])
    assert len(placed.edges) == len(
        [a for node in nodes for a in node.args if nodes[a].op != "number"]
    )


def test_two_edges_between_the_same_nodes_bend_apart():
    ways = place([(), (0, 0)], [True, True]).edges
    assert ways[0, 1, 0][1] != ways[0, 1, 1][1]


def test_only_what_is_known_is_shown():
    begin, middle = scalar_graph(STORY, 0), scalar_graph(STORY, 7)
    assert trace(begin, "nodes").text[-1].endswith("?")
    assert not notes(begin)[7:]  # names of what lies in between, no slopes yet
    assert trace(middle, "nodes").text[-1].endswith("1.4")
    assert "6.4" not in notes(middle)
    assert "6.4" in notes(scalar_graph(STORY, len(STORY.steps)))


def test_edges_of_the_step_are_lit_in_the_color_of_its_way():
    forward, back = scalar_graph(STORY, 1), scalar_graph(STORY, len(STORY.steps))
    assert trace(forward, "0 2 0").line.color == theme.FORWARD  # w into the product
    assert trace(back, "0 2 0").line.color == theme.GRADIENT  # and back
    assert trace(forward, "2 4 0").line.color == theme.AXIS


def test_width_is_what_comes_back_and_a_dash_is_a_minus():
    figure = scalar_graph(STORY, len(STORY.steps), through="y")
    widths = {t.name: t.line.width for t in figure.data if t.name and t.name[0].isdigit()}
    assert max(widths, key=widths.get) == "0 2 0"  # 6 of w's 6.4
    dashed = [t.name for t in figure.data if t.line and t.line.dash not in (None, "solid")]
    assert "5 6 1" in dashed  # y is taken away


def test_the_paths_of_the_chosen_variable_stand_out():
    figure = scalar_graph(STORY, len(STORY.steps), through="x")
    assert trace(figure, "1 2 1").opacity == 1
    assert trace(figure, "5 6 1").opacity < 0.5


def test_a_phone_gets_the_graph_from_top_to_bottom():
    figure = scalar_graph(STORY, 3)
    narrow = figure.layout.meta["narrow"]
    assert narrow["layout.height"] > 500
    nodes = next(i for i, t in enumerate(figure.data) if t.name == "nodes")
    assert list(figure.data[nodes].x) == [-y for y in narrow[f"data.{nodes}.y"]]


def test_on_a_phone_a_slope_stands_below_the_gradient_of_the_node_above():
    layer = 92  # pixels
    narrow = scalar_graph(STORY, len(STORY.steps)).layout.meta["narrow"]["layout.annotations"]
    gradients = [note for note in narrow if note["font"]["color"] == theme.GRADIENT]
    slopes = [note for note in narrow if "bgcolor" in note and note not in gradients]
    lows = [layer * note["y"] + note["yshift"] - 1.3 * note["font"]["size"] for note in gradients]
    for slope in slopes:
        nearest = min((low for low in lows if low > layer * slope["y"] - layer / 2), default=0)
        assert layer * slope["y"] + 0.6 * slope["font"]["size"] <= nearest


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.73106, "0.7311"),
        (-12.5, "−12.5"),
        (1e-6, "1.0e−6"),
        (2.7e43, "2.7e43"),
    ],
)
def test_numbers_in_a_disc_are_short(value, text):
    assert brief(value) == text
    assert len(text) <= 8
