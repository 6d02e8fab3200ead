from charts import theme
from charts.backpropagation.worksheet_graph import worksheet_graph
from charts.backpropagation.worksheet_scene import graph_scene, network_scene

SHOWN = {
    **{"x1": "1", "x2": "2", "w1": "0.5", "b1": "0.1", "h1": "0.6", "delta_h1": "?"},
    **{"d_w1": "0.2", "new_w1": "?", "y1": "1", "delta_o1": "0.3", "d_b3": "0.3"},
}


def say(name):
    return name


def text_of(figure):
    nodes = next(trace for trace in figure.data if trace.name == "nodes")
    return " ".join([*nodes.text, *(note.text for note in figure.layout.annotations)])


def test_what_is_asked_is_a_bold_question_mark_and_what_is_not_shown_is_absent():
    scene = network_scene((2, 2, 1), SHOWN, say)
    text = text_of(worksheet_graph(scene, "title", short="t", view="v"))
    assert "<b>delta_h1 = ?</b>" in text
    assert "<b>w1 = 0.5 → ?</b>" in text
    assert "d_w1 = 0.2" in text
    assert "w2" not in text
    assert [spot.open for spot in scene.spots] == [False, False, True, False, False, False]


def test_blame_and_the_slope_of_a_bias_are_said_once_where_both_are_known():
    scene = network_scene((2, 2, 1), SHOWN, say)
    output = scene.spots[4]
    assert [text for text, _ in output.below] == ["delta_o1 = d_b3", "0.3"]
    assert output.above[0] == ("y1 = 1", theme.TARGET)


def test_a_network_has_an_edge_a_weight_and_one_an_output():
    for sizes, edges in (((2, 2, 1), 7), ((2, 2, 2), 10)):
        assert len(network_scene(sizes, {}, say).wires) == edges


def test_a_formula_is_drawn_by_the_same_hand():
    nodes = [("w", "w", (), True), ("2", "2", (), False), ("f", "^ 2", (0, 1), True)]
    scene = graph_scene(nodes, {"w": "3", "loss": "?", "d_w": "?"}, say)
    assert len(scene.spots) == 2
    assert len(scene.wires) == 1
    text = text_of(worksheet_graph(scene, "title", short="t", view="v"))
    assert "<b>?</b>" in text
    assert "<b>d_w = ?</b>" in text


def test_a_phone_gets_a_short_title_and_the_graph_from_top_to_bottom():
    scene = network_scene((2, 2, 2), SHOWN, say)
    figure = worksheet_graph(scene, "a long title", short="short", view="v")
    narrow = figure.layout.meta["narrow"]
    assert narrow["layout.title.text"] == "short"
    assert narrow["layout.height"] > figure.layout.height
