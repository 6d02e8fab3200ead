import re

import numpy as np
import pytest
import streamlit as st

from core.studies.backpropagation.pasted import read_matrices, read_rows
from core.studies.backpropagation.presets import PRESETS, rebuilt
from core.studies.backpropagation.slope_check import check
from core.studies.backpropagation.walk import walk
from pages.parts.backpropagation.words import painted
from tests.app import charts, click_experiment, experiments, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "backpropagation_graph"
FIRST_LOSS, NEXT_LOSS = "0.298371109", "0.291027774"
WORKED = PRESETS["worked"]


@pytest.fixture(scope="module")
def app():
    """One opened lesson, in which experiments are clicked one after the other."""
    return open_lesson(SLUG)


def graph(app):
    return charts(app)[f"{SLUG}.graph"]


def words(app):
    """All text of the page, formulas included."""
    return "\n".join(element.value for element in (*app.markdown, *app.latex, *app.warning))


def today(app):
    """The walk that the page shows while the worked example is chosen, computed anew from its controls."""
    texts = {name: setting(app, SLUG, name) for name in "wbxy"}
    given = {}
    if texts["w"]:
        given["weights"] = read_matrices(texts["w"], 100.0)
    if texts["b"]:
        given["biases"] = read_rows(texts["b"], 100.0)
    for name in "xy":
        if texts[name]:
            given[name] = read_matrices(texts[name], 100.0)[0]
    how = {"activations": ("sigmoid", "sigmoid"), "loss": "half_sse", "l2": 0.0}
    problem = rebuilt(WORKED.problem, **how, **given)
    return problem, walk(
        problem,
        setting(app, SLUG, "lr"),
        update_biases=setting(app, SLUG, "biases"),
        mistake=setting(app, SLUG, "mistake"),
    )


def area(app, name):
    return next(area for area in app.text_area if area.key == f"{SLUG}.{name}")


def test_it_opens_where_two_paths_add_up(app):
    click_experiment(app, SLUG, "Two paths")
    _, story = today(app)
    numbers = story.known(17)
    assert setting(app, SLUG, "step") == 10
    assert "two paths" in graph(app).caption
    assert "0.00877135" in graph(app).caption
    assert FIRST_LOSS in graph(app).caption
    assert numbers["delta_o1"] == pytest.approx(0.1385, abs=5e-5)
    assert numbers["delta_o2"] == pytest.approx(-0.0381, abs=5e-5)
    assert numbers["d_h1"] == pytest.approx(0.03635, abs=5e-6)
    assert numbers["bend_h1"] == pytest.approx(0.2413, abs=5e-5)
    assert numbers["delta_h1"] == pytest.approx(0.00877, abs=5e-6)
    assert "All 12 slopes agree" in words(app)
    assert "24 passes" in words(app)


@pytest.mark.parametrize(
    ("name", "loss"), [("One update", NEXT_LOSS), ("Spot the bug", "0.291027924")]
)
def test_the_loss_after_one_update_is_the_one_that_the_experiment_names(app, name, loss):
    click_experiment(app, SLUG, name)
    _, story = today(app)
    assert f"{story.again.loss:.9f}" == loss
    told = f"The loss was {FIRST_LOSS}, after one update with η = 0.5 it is {loss}."
    assert told in graph(app).caption
    assert loss in app.latex[0].value
    assert loss in words(app)


def test_with_the_biases_it_falls_further(app):
    click_experiment(app, SLUG, "One update")
    said = words(app)
    next(t for t in app.toggle if t.key == f"{SLUG}.biases").set_value(True)
    healthy(app.run())
    assert "it is 0.280471447." in graph(app).caption
    assert "0.280471447" in said


def test_the_bug_lowers_the_loss_and_the_check_sees_it(app):
    click_experiment(app, SLUG, "Spot the bug")
    problem, story = today(app)
    checked = check(problem, story.run)
    assert story.again.loss < story.run.loss
    assert checked.differs == (True,) * 6 + (False,) * 6
    too_small = 1 - checked.derived[:6] / checked.measured[:6]
    assert np.all((too_small > 0.145) & (too_small < 0.175))
    assert "6 of 12 slopes are wrong: w₁, w₂, w₃, w₄, b₁, b₂" in words(app)
    assert story.steps[10].title.startswith("The blame at h₁")
    assert "w_{5}^{+}" in story.steps[10].formula().symbols
    assert story.steps[9].title == "Update the output weights"
    wrong = [step.title.endswith("(wrong)") for step in story.steps[9:15]]
    assert wrong == [False, *[True] * 4, False]


def test_the_worst_answer_learns_the_least(app):
    click_experiment(app, SLUG, "Wrong and sure of it")
    _, story = today(app)
    numbers = story.known(17)
    assert f"{numbers['o1']:.5f}" == "0.99997"
    assert numbers["d_o1"] > 0.98
    assert numbers["bend_o1"] < 3e-5
    assert numbers["delta_o1"] < 3e-5
    assert "φ′ at o₁" in graph(app).caption
    said = next(e.value for e in app.markdown if "learns the least" in e.value)
    assert f"{numbers['o1']:.5f}" in said
    assert f"{numbers['bend_o1']:.5f}" in said


def test_too_large_a_step_raises_the_loss(app):
    click_experiment(app, SLUG, "Too large a step")
    problem, story = today(app)
    assert story.run.loss == pytest.approx(0.0688, abs=5e-5)
    assert story.again.loss == pytest.approx(0.1586, abs=5e-5)
    assert story.again.loss > 2 * story.run.loss
    assert not any(check(problem, story.run).differs)
    assert "It did not fall." in graph(app).caption


def test_the_penalty_pulls_the_same_way_here(app):
    click_experiment(app, SLUG, "The penalty's share")
    n = walk(PRESETS["penalty"].problem, 0.2).numbers
    assert "The penalty's share, output layer" in graph(app).caption
    said = next(e.value for e in app.markdown if "pulls it towards 0" in e.value)
    for name, digits in (("share_w2", 3), ("pull_w2", 2), ("slope_w2", 3)):
        assert f"{n[name]:.{digits}f}".replace("-", "−") in said
    assert n["share_w2"] * n["pull_w2"] > 0


def test_every_experiment_has_its_claim_tested_here(app):
    assert experiments(app, SLUG) == [
        "Two paths",
        "One update",
        "Spot the bug",
        "Wrong and sure of it",
        "Too large a step",
        "The penalty's share",
    ]


def test_back_and_next_walk_and_stop_at_the_ends():
    app = open_lesson(SLUG, step="16")
    press = lambda name: healthy(app.button(f"{SLUG}.{name}").click().run())  # noqa: E731
    press("next")
    assert setting(app, SLUG, "step") == 17
    assert app.button(f"{SLUG}.next").disabled
    press("back")
    press("back")
    assert setting(app, SLUG, "step") == 15
    assert "Step 15 of 17" in graph(app).figure["layout"]["title"]["text"]
    _, story = today(app)
    for step in (14, 13, 10):
        app.session_state[f"{SLUG}.step"] = step
        healthy(app.run())
        assert story.steps[step - 1].title in graph(app).caption
        assert r"\slope" not in app.latex[0].value
        assert r"\value" not in app.latex[0].value
    app.session_state[f"{SLUG}.step"] = 1
    assert healthy(app.run()).button(f"{SLUG}.back").disabled
    for now in story.steps:
        said = "".join(map(painted, now.formula()))
        assert r"\slope{" not in said
        assert r"\value{" not in said


def test_larger_steps_keep_a_place_of_their_own():
    app = open_lesson(SLUG, grain="layer by layer")
    assert "Step 6 of 11: The blame in the hidden layer" in str(
        graph(app).figure["layout"]["title"]
    )
    assert r"\begin{pmatrix}" in app.latex[0].value
    next(g for g in app.button_group if g.key == f"{SLUG}.grain").set_value("whole")
    healthy(app.run())
    assert "Step 3 of 5: Backward" in str(graph(app).figure["layout"]["title"])
    assert setting(app, SLUG, "part") == 3


def test_a_position_beyond_a_smaller_network_comes_back_to_its_end(app):
    click_experiment(app, SLUG, "One update")
    assert setting(app, SLUG, "step") == 17
    next(s for s in app.selectbox if s.key == f"{SLUG}.preset").set_value("perceptron")
    healthy(app.run())
    assert "Step 7 of 7: The loss again" in str(graph(app).figure["layout"]["title"])


def test_pasted_numbers_change_the_picture_and_their_sizes_the_network(app):
    click_experiment(app, SLUG, "Two paths")  # sets everything back
    area(app, "w").set_value("[[0.15, 0.25], [0.2, 0.3]]\n[[0.8, 0.5], [0.45, 0.55]]")
    healthy(app.run())
    _, story = today(app)
    assert story.given["w5"] == 0.8
    assert f"{story.known(10)['delta_h1']:.6g}" in graph(app).caption
    area(app, "w").set_value("1,2,3\n4,5,6\n\n1\n2\n3")
    healthy(app.run())
    assert not app.warning
    assert len(graph(app).trace("units")["x"]) == 2 + 3 + 1 + 1
    app.session_state[f"{SLUG}.cells"] = True
    healthy(app.run())
    assert "Weights of layer 2" in [c.value for c in app.caption]
    healthy(app.button(f"{SLUG}.reset").click().run())
    assert area(app, "w").value == ""
    assert "0.00877135" in graph(app).caption


def test_a_cell_that_is_edited_changes_the_text_and_with_it_the_network(monkeypatch):
    def one_button(rows, *, key, on_edit, limit, label):
        changed = [[value + 1 for value in row] for row in rows]
        st.button(label, key=f"edit {key}", on_click=on_edit, args=(changed,))

    monkeypatch.setattr("ui.edit_grid", one_button)
    app = open_lesson(SLUG)
    app.session_state[f"{SLUG}.cells"] = True
    app.run()
    healthy(app.button(f"edit {SLUG}.w1").click().run())
    assert area(app, "w").value == "0.15,0.25;0.2,0.3|1.4,1.5;1.45,1.55"
    healthy(app.button(f"edit {SLUG}.b0").click().run())
    assert area(app, "b").value == "1.35,1.35|0.6,0.6"
    healthy(app.button(f"edit {SLUG}.y0").click().run())
    assert area(app, "y").value == "1.01,1.99"
    _, story = today(app)
    assert (story.given["w5"], story.given["b1"], story.given["y2"]) == (1.4, 1.35, 1.99)
    assert f"{story.known(10)['delta_h1']:.6g}" in graph(app).plain


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("w", "1,2,3|1,2", "What does not fit stays as it was."),
        ("w", "__import__('os')", "The numbers of the example stay."),
        ("b", "nan", "`nan` is not a number"),
        ("x", "[[1, 2], [3]]", "of one length"),
        ("x", "1,2,3", "1 to 8 rows of 2 numbers"),
        ("y", "1e308,1", "from −100 to 100"),
    ],
)
def test_a_text_that_does_not_fit_gets_a_sentence_and_the_example_stays(app, name, text, says):
    click_experiment(app, SLUG, "Two paths")  # sets everything back
    area(app, name).set_value(text)
    healthy(app.run())
    assert any(says in warning.value for warning in app.warning)
    assert "0.00877135" in graph(app).caption


def test_a_loss_that_does_not_fit_its_output_gets_a_sentence(app):
    click_experiment(app, SLUG, "Two paths")
    next(s for s in app.selectbox if s.key == f"{SLUG}.loss").set_value("cross_entropy")
    healthy(app.run())
    assert "wants softmax as the last layer" in app.warning[0].value
    assert "0.00877135" in graph(app).caption


def test_sizes_of_ones_own():
    app = open_lesson(SLUG, preset="Sizes of your own", sizes="6-6-6-6-6")
    assert "Step 38 of 79" in str(graph(app).figure["layout"]["title"])
    assert "All 168 slopes agree" in words(app)
    healthy(app.text_input(f"{SLUG}.sizes").set_value("7-7").run())
    assert "It stays at 3-4-4-2." in app.warning[0].value


def test_an_example_of_several(app):
    click_experiment(app, SLUG, "Two paths")
    next(s for s in app.selectbox if s.key == f"{SLUG}.preset").set_value("xor")
    healthy(app.run())
    assert setting(app, SLUG, "xor_row") == 2
    story = walk(PRESETS["xor"].problem.example(1), 0.1)
    assert f"{story.run.loss:.9f}" in graph(app).caption


@pytest.mark.parametrize("value", ["100", "0"])
def test_extreme_numbers_draw_a_picture(value):
    four, two = f"{value},{value};{value},{value}", f"{value},{value}"
    texts = {"w": f"{four}|{four}", "b": f"{two};{two}", "x": two, "y": two}
    worst = {"mistake": "Updated too early", "lr": "1000", "biases": "true", "step": "17"}
    app = open_lesson(SLUG, **texts, **worst)
    assert not app.warning
    assert "The loss was" in graph(app).caption


@pytest.mark.parametrize("bad", ["0", "18"])
def test_a_step_that_does_not_exist_is_the_first_one_shown(bad):
    assert setting(open_lesson(SLUG, step=bad), SLUG, "step") == 10


@pytest.mark.parametrize(
    ("settings", "preset"),
    [
        ({"biases": "true", "mistake": "Updated too early", "lr": "2.5"}, "worked"),
        ({"preset": "3-4-3 softmax", "mistake": "Forgot φ′"}, "softmax"),
    ],
)
def test_the_script_prints_what_is_on_the_screen(settings, preset):
    app = open_lesson(SLUG, **settings)
    if preset == "worked":
        _, story = today(app)
    else:
        key, problem = setting(app, SLUG, "mistake"), PRESETS[preset].problem
        story = walk(problem, PRESETS[preset].lr, mistake=key)

    def printed(name):
        return [
            float(v)
            for v in re.search(rf"^{name} (.+)$", printed_by_script(app, SLUG), re.M)[1].split()
        ]

    assert printed("objective") == [story.run.objective]
    assert printed("new loss") == [story.again.loss]
    for i, back in enumerate(story.run.backward):
        assert printed(f"layer {i + 1} delta") == back.d_z[0].tolist()
        assert printed(f"layer {i + 1} slopes of weights") == back.d_weights.ravel().tolist()
        assert printed(f"layer {i + 1} new weights") == story.moved.weights[i].ravel().tolist()
        assert printed(f"layer {i + 1} new biases") == story.moved.biases[i].tolist()


def test_the_prediction_is_true():
    numbers = walk(WORKED.problem, 0.5, update_biases=False).known(17)
    assert f"{numbers['slope_w5']:.3f}" == "0.082"
    assert f"{numbers['slope_w1']:.5f}" == "0.00044"
    assert round(numbers["slope_w5"] / numbers["slope_w1"]) == 187
