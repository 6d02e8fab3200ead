"""View: any formula as a graph of single operations, and its slopes as sums over paths.

Question: how does a slope find its way back through any formula?
First ten seconds: a squared error with a penalty, one disc an operation. Values in blue ran to the right, slopes in
orange came back; w acts twice, through the prediction and through the penalty, and the two paths add up: 9 + 0.4.
"""

import streamlit as st

import ui
from charts.backpropagation.scalar_graph import scalar_graph
from core.expressions import parse_expression
from core.scalar_operations import OPERATIONS
from core.studies.backpropagation.scalar_check import check_scalar
from core.studies.backpropagation.scalar_paths import paths_of
from core.studies.backpropagation.scalar_run import backward, run_scalar
from core.studies.backpropagation.scalar_steps import tell_story
from pages.parts.backpropagation import scalar_words as words
from pages.parts.backpropagation.scalar_script import script

SLUG = "backpropagation_scalar"
LONGEST = (
    100_000  # characters that the parser is shown, so that it can say what is wrong with so many
)
LIMIT = 1e6
REACH = 5.0  # of the slider
TEXT = "(w*x + b - y)**2 + 0.1*w**2"
VALUES = {"w": 2, "x": 3, "b": -2, "y": 2.5}


def setup(text, values):
    """An experiment's settings: all is known, and its first variable chosen."""
    story = tell_story(run_scalar(parse_expression(text), values))
    told = {"text": text, "values": ui.written(values), "step": len(story.steps)}
    return told | {"variable": next(iter(values))}


EXPERIMENTS = [
    ui.Experiment(
        "Two ways to matter",
        "w acts on f twice: through the prediction, 3 · 1 · 1 · 3 · 1 = 9, and through the penalty, 4 · 0.1 · 1 = 0.4. The slope is the sum over both paths, 9.4. Go back a few steps to see it arrive.",
        setup(TEXT, VALUES),
    ),
    ui.Experiment(
        "Used again and again",
        "a is one node, used four times. a·a brings 3 + 3 (which is why the slope of a² is 2a), a + a brings 1 + 1: together 8. Whoever writes each new share over the last one, instead of adding it, gets 3 or 1.",
        setup("a*a + (a + a)", {"a": 3}),
    ),
    ui.Experiment(
        "A sigmoid, piece by piece",
        "σ taken apart: neg, exp, + 1, 1 ÷. At the sum in front of it 0.1966 arrives, which is σ(1 − σ) = 0.7311 · 0.2689: four local derivatives multiplied, and no formula for σ′ was needed.",
        setup(
            "1/(1 + exp(-(w1*x1 + w2*x2 + b)))", {"w1": 2, "x1": -1, "w2": -3, "x2": -2, "b": -3}
        ),
    ),
    ui.Experiment(
        "A tanh neuron",
        "b is chosen so that tanh gives 1/√2 = 0.7071. Its slope there, 1 − tanh², is 1/2: so w₁ gets 2 · ½ = 1, x₁ gets −3 · ½ = −1.5. x₂ is 0, so w₂ learns nothing: its slope is 0.",
        setup(
            "tanh(w1*x1 + w2*x2 + b)",
            {"w1": -3, "x1": 2, "w2": 1, "x2": 0, "b": 6.88137358702},
        ),
    ),
    ui.Experiment(
        "On the kink",
        "The ReLU gets exactly 0. To the left its slope is 0, to the right 1, at the kink there is none; by convention 0 is taken. A small step up and one down measure the middle, 0.5. The check below says so: neither is wrong.",
        setup("relu(a - b)", {"a": 2, "b": 2}),
    ),
    ui.Experiment(
        "Eight sigmoids deep",
        "One path, eight local derivatives, each at most 1/4: their product is 5.5 · 10⁻⁶. The first sigmoid hears almost nothing of what the last one did: the vanishing gradient.",
        setup("sigmoid(" * 8 + "x" + ")" * 8, {"x": 1}),
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "log(exp(x)) at x = 100. On the edge into exp the local derivative is e¹⁰⁰, a number of 44 digits; on the edge into log it is its inverse. What is the slope of the whole?",
        ["Too large to say", "1", "Nearly 0"],
        "It is 1. log undoes exp, so the whole is x itself. Backpropagation knows nothing of that: it multiplies 3.7 · 10⁻⁴⁴ by 2.7 · 10⁴³, two numbers that the graph has anyway, and 1 comes out. Try it above, and then x = 300: there the way through exp is refused, although the answer would be just as simple. That is why losses are written in forms that avoid such detours.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Backpropagation derives a formula.”** No formula of the whole is ever written down. Each operation knows its own slope at the numbers of this moment, and the graph multiplies and adds them. "
        "**“Then it walks all paths.”** The table does, to show what is summed. The backward pass visits each edge once: at every node it adds up what came in before it goes on. In ((a+a)+(a+a)) + ((a+a)+(a+a)) there are 8 paths and 6 edges, and every further doubling doubles the paths and adds 2 edges. "
        "**“The slope of a node is the number on its edge.”** The number on an edge is a *local* derivative, of the next node alone. The orange number below a node is the slope of the result."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        text = ui.text(
            "Expression",
            TEXT,
            key=f"{SLUG}.text",
            longest=LONGEST,
            help="With + − * / ** (or ^), brackets, numbers, names, and exp, log (natural), tanh, sigmoid, relu of something in brackets.",
        )
        expression, trouble = read(text)
        given = ui.named_numbers(
            "Values", expression.variables, VALUES, key=f"{SLUG}.values", limit=LIMIT
        )
        run, trouble = run_or_last(expression, given, trouble)
        if trouble:
            ui.warn(f"{trouble} The picture stays as it was.")
        story = tell_story(run)
        last = len(story.steps)
        follow(text, last)
        step = ui.live_slide("Step", 0, last, last, key=f"{SLUG}.step", step=1, play=True)
        ui.back_and_next(step, 0, last, key=f"{SLUG}.step")
        variable = choose_variable(run.expression.variables)
        move(run, variable)

    ways, checked = paths_of(run, variable), check_scalar(run)
    figure = scalar_graph(story, step, through=variable, title=words.title(story, step))
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.graph", caption=words.tell(story, step, ways))
        ui.show_formula(*words.formulas(story, step))
        left, right = st.columns([1.3, 1], gap="large")
        with left, st.container(key="compact-table-of-paths"):
            st.markdown(words.table_of_ways(story, ways))
        with right, st.container(key="compact-table-of-check"):
            st.markdown(words.table_of_check(checked, bool(run.kinks)))
    used = {node.op for node in run.expression.nodes if node.args}
    parts = [f for op in OPERATIONS.values() if op.key in used for f in (op.value, op.slopes)]
    ui.show_source(run_scalar, backward, paths_of, *parts, parse_expression, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(story),
        tables={
            "nodes": lambda: words.nodes_as_table(story),
            "paths": lambda: words.ways_as_table(story, ways),
            "check": lambda: words.check_as_table(checked),
        },
        figures={"graph": figure},
    )


def read(text):
    """The graph of the text; that of the last one that was fine, and why this one is not."""
    try:
        return parse_expression(text), ""
    except ValueError as error:
        fine = st.session_state.get(f"{SLUG}.fine", (TEXT, VALUES))
        return parse_expression(fine[0]), str(error)


def run_or_last(expression, given, trouble):
    """The run; where it leads to no number, that of the last numbers that did."""
    memory = f"{SLUG}.fine"
    try:
        run = run_scalar(expression, given)
    except ValueError as error:
        text, values = st.session_state.get(memory, (TEXT, VALUES))
        return run_scalar(parse_expression(text), values), trouble or str(error)
    st.session_state[memory] = (expression.text, given)
    return run, trouble


def follow(text, last):
    """Stay at the last step when a new expression has another number of steps; never beyond it."""
    key, memory = f"{SLUG}.step", f"{SLUG}.before"
    before = st.session_state.get(memory, (text, last))
    if key in st.session_state:
        step = st.session_state[key]
        typed = before[0] != text and not st.session_state.get(f"{SLUG}.experiment")
        if step is None or step > last or (typed and step == before[1]):
            st.session_state[key] = last
    st.session_state[memory] = (text, last)


def choose_variable(names):
    """The variable whose paths are listed, and which the slider moves."""
    key = f"{SLUG}.variable"
    if st.session_state.get(key, names[0]) not in names:
        del st.session_state[key]
    return ui.choose("Sum over the paths of", dict(zip(names, names, strict=True)), key=key)


def move(run, variable):
    """A slider for the chosen variable; it writes into the line of values."""

    def put(value):
        st.session_state[f"{SLUG}.values"] = ui.written({**run.inputs, variable: value})

    ui.drag(
        f"Move {variable}",
        -REACH,
        REACH,
        run.inputs[variable],
        key=f"{SLUG}.move",
        step=0.05,
        on_drag=put,
    )
