import pytest

from core.expressions import parse_expression
from core.studies.backpropagation.scalar_paths import paths_of
from core.studies.backpropagation.scalar_run import run_scalar
from core.studies.backpropagation.scalar_steps import tell_story
from pages.parts.backpropagation import scalar_words as words
from pages.views.backpropagation.scalar import TEXT, VALUES
from tests.app import charts, click_experiment, experiments, healthy, open_lesson, setting
from tests.scripts import printed_by_script
from ui.named_numbers import parse_named

SLUG = "backpropagation_scalar"


def graph(app):
    return charts(app)[f"{SLUG}.graph"]


def run_of(app):
    """Today's run, computed anew from the controls."""
    expression = parse_expression(setting(app, SLUG, "text"))
    return run_scalar(expression, parse_named(setting(app, SLUG, "values"), 1e6))


def slopes(app):
    run = run_of(app)
    nodes = run.expression.nodes
    return {n.name: g for n, g in zip(nodes, run.gradients, strict=True) if n.op == "variable"}


def table(app, head):
    """A table on the page by what its head says: its cells."""
    text = next(m.value for m in app.markdown if m.value.startswith("|") and head in m.value)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def say(app):
    """What the chosen experiment says."""
    name = app.session_state[f"{SLUG}.experiment"]
    names = experiments(app, SLUG)
    assert name in names
    return " ".join(m.value for m in app.markdown)


def test_it_opens_with_all_known_and_two_paths_that_add_up():
    app = open_lesson(SLUG)
    assert setting(app, SLUG, "step") == 18
    assert graph(app).plain == (
        "All is known: f = 2.65, and ∂f/∂w = 9.4, the sum over 2 paths: 9, 0.4."
    )
    rows = table(app, "product of local derivatives")
    assert [row[1:] for row in rows] == [
        ["3 · 1 · 1 · 3 · 1", "9"],
        ["4 · 0.1 · 1", "0.4"],
        ["", "**9.4**"],
    ]
    assert [row[3] for row in table(app, "small steps")] == ["agrees"] * 4
    assert r"\slope" not in app.latex[0].value
    assert not app.warning


def test_every_experiment_keeps_its_word():
    app = open_lesson(SLUG)
    names = experiments(app, SLUG)
    found = {}
    for name in names:
        click_experiment(app, SLUG, name)
        assert setting(app, SLUG, "step") == int(
            graph(app).figure["layout"]["title"]["text"].split()[1]
        )
        assert "All is known" in graph(app).caption
        found[name] = (slopes(app), run_of(app), table(app, "small steps"))
    two, again, sigmoid, tanh, kink, deep = (found[name] for name in names)
    assert two[0]["w"] == pytest.approx(9.4)
    assert again[0] == {"a": 8}
    assert sorted(r.product for r in paths_of(again[1], "a").routes) == [1, 1, 3, 3]
    run = sigmoid[1]
    front = run.expression.nodes[
        next(i for i, n in enumerate(run.expression.nodes) if n.op == "negate")
    ].args[0]
    assert f"{run.gradients[front]:.4f}" == "0.1966"
    assert f"{run.values[-1]:.4f} {1 - run.values[-1]:.4f}" == "0.7311 0.2689"
    assert run.gradients[front] == pytest.approx(run.values[-1] * (1 - run.values[-1]))
    assert len(paths_of(run, "b").routes[0].slopes) == 5  # four behind the sum, and its own edge
    assert f"{tanh[1].values[-1]:.4f}" == "0.7071"
    assert tanh[0] == pytest.approx({"w1": 1, "x1": -1.5, "w2": 0, "x2": 0.5, "b": 0.5})
    assert kink[0] == {"a": 0, "b": 0}
    assert [row[3] for row in kink[2]] == ["on a kink"] * 2
    assert [row[2] for row in kink[2]] == ["0.5", "−0.5"]
    assert f"{deep[0]['x']:.1e}" == "5.5e-06"
    assert all(0 < s <= 0.25 for s in paths_of(deep[1], "x").routes[0].slopes)
    assert len(paths_of(deep[1], "x").routes[0].slopes) == 8


def test_the_walk_goes_forward_then_back_and_stops_at_its_ends():
    app = open_lesson(SLUG, step="0")
    assert "Only what is given" in graph(app).caption
    assert app.button(f"{SLUG}.back").disabled
    for step in (1, 2, 8, 18):
        if step > 2:
            app.session_state[f"{SLUG}.step"] = step - 1
            healthy(app.run())
        healthy(app.button(f"{SLUG}.next").click().run())
        title = graph(app).figure["layout"]["title"]["text"]
        assert title.startswith(f"Step {step} of 18. {'Forward' if step <= 7 else 'Back'}")
        assert r"\value" not in app.latex[0].value
    assert app.button(f"{SLUG}.next").disabled
    story = tell_story(run_scalar(parse_expression(TEXT), VALUES))
    for step in range(1, 19):
        title = words.title(story, step)
        assert title.startswith(f"Step {step} of 18. {'Forward' if step <= 7 else 'Back'}")
        assert r"\value" not in str(words.formulas(story, step))


def test_another_expression_opens_at_its_end_and_keeps_the_values_that_fit():
    app = open_lesson(SLUG)
    healthy(app.text_input(f"{SLUG}.text").set_value("w*x*z").run())
    assert "f = 6" in graph(app).caption  # 2 · 3 · 1
    assert any("Without a number, so 1: z" in c.value for c in app.caption)
    assert setting(app, SLUG, "step") == 7
    healthy(app.text_input(f"{SLUG}.values").set_value("w=2, x=3, z=-4").run())
    assert "f = −24" in graph(app).caption
    assert [row[1] for row in table(app, "small steps")] == ["−12", "−8", "6"]


def test_the_paths_of_any_variable_can_be_asked_for():
    app = open_lesson(SLUG, variable="y", text="(w*x - y)*y", values="w=1, x=2, y=3")
    assert "∂f/∂y = −4" in graph(app).caption  # 2 − 3 − 3
    assert [row[2] for row in table(app, "product of")] == ["−3", "−1", "**−4**"]


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ({"text": "x" * 10_000}, "10,000 characters"),
        ({"text": "(" * 299}, "30 deep"),
        ({"text": "__import__('os')"}, "begins with a letter"),
        ({"text": "9**9**9*x"}, "larger than 10"),
        ({"text": "log(x)", "values": "x=-1"}, "above 0"),
        ({"text": "x/x", "values": "x=0"}, "divided by 0"),
        ({"values": "w=1e309"}, "must lie between"),
    ],
)
def test_what_leads_nowhere_gets_a_sentence_and_the_picture_stays(link, says):
    app = open_lesson(SLUG, **link)
    assert len(app.warning) == 1
    assert says in app.warning[0].value
    assert "∂f/∂w = 9.4" in graph(app).caption


def test_a_mistyped_expression_leaves_the_last_one_that_was_fine():
    app = open_lesson(SLUG, text="a*a", values="a=5")
    healthy(app.text_input(f"{SLUG}.text").set_value("a*").run())
    assert "something is missing" in app.warning[0].value
    assert "∂f/∂a = 10" in graph(app).caption


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"text": "log(exp(x))", "values": "x=100"},
        {"text": "x", "values": "x=4"},
        {"text": "relu(a)/b - sigmoid(c)**a*tanh(-b) + 2**3*a", "values": "a=0.5,b=2,c=-1"},
    ],
)
def test_the_script_prints_what_is_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    printed = dict(line.rsplit(" ", 1) for line in printed_by_script(app, SLUG).splitlines())
    run = run_of(app)
    assert float(printed.pop("value")) == run.values[-1]
    assert {k.split()[-1]: float(v) for k, v in printed.items()} == slopes(app)


def test_the_prediction_and_the_warning_about_it_are_true():
    run = run_scalar(parse_expression("log(exp(x))"), {"x": 100.0})
    assert run.gradients[0] == pytest.approx(1, rel=1e-14)
    assert [f"{s[0]:.1e}" for s in run.slopes[1:]] == ["2.7e+43", "3.7e-44"]
    with pytest.raises(ValueError, match="larger"):
        run_scalar(parse_expression("log(exp(x))"), {"x": 300.0})
