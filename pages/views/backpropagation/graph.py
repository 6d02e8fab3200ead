"""View: how every weight learns its share of the error.

Question: how does every weight learn its share of the error?
First ten seconds: a small network with every number on it. The values have run forward in blue; the blame runs back
in orange over the same edges, thick where it is large, and just now its two paths into h₁ add up.
"""

import streamlit as st

import ui
from charts.backpropagation.network_graph import network_graph
from core.network import trace, update
from core.studies.backpropagation.mistakes import MISTAKES, backward_with
from core.studies.backpropagation.slope_check import check
from core.studies.backpropagation.walk import GRAINS, walk
from pages.parts.backpropagation import own, words

SLUG = "backpropagation_graph"
POSITIONS = {"unit": "step", "layer": "layer_step", "whole": "part"}  # each grain has its own
EXPERIMENTS = [
    ui.Experiment(
        "Two paths",
        "h₁ acts on the loss through o₁ and through o₂. The blame 0.1385 comes back over w₅ = 0.4, the blame −0.0381 over w₇ = 0.5: they add up to 0.03635. Times the slope of the bend, 0.2413, that is δ = 0.00877.",
        {"step": 10},
    ),
    ui.Experiment(
        "One update",
        "All eight weights have moved once, the biases have not: the loss falls from 0.298371109 to 0.291027774. Let the biases move too, each against its own δ, and it falls further, to 0.280471447.",
        {"step": 17},
    ),
    ui.Experiment(
        "Spot the bug",
        "Many pages print 0.291027924 as the new loss. This is how to get it: the output weights move first, and the blame goes back through the new ones (step 11). The loss falls all the same. The check sees it: every hidden slope is 15 to 17% too small.",
        {"step": 17, "mistake": "too_early"},
    ),
    ui.Experiment(
        "Wrong and sure of it",
        "With b₃ = 10, o₁ answers 0.99997 where 0.01 is wanted: hardly anything could be more wrong. But there the bend is flat, its slope is 0.00003, and so is the blame. The worst answer learns the least.",
        {"step": 6, "b": "0.35,0.35;10,0.6"},
    ),
    ui.Experiment(
        "Too large a step",
        "Now both targets are 0.5, and η = 100. The slopes are right, yet the step leaps across the valley and up the other side: the loss more than doubles, from 0.0688 to 0.1586.",
        {"step": 17, "lr": 100.0, "y": "0.5,0.5"},
    ),
    ui.Experiment(
        "The penalty's share",
        "One input, one hidden unit, one output, and λ = 0.1. The loss wants w₂ to rise: its slope is −1.494. The penalty pulls it towards 0 with λw₂ = −0.12, and here that is the same way: together −1.614.",
        {"preset": "penalty", "step": 7},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "In the worked example the slope along w₅ is 0.082. w₁ is one layer further from the loss. How large is the slope along w₁?",
        ["About as large", "About a tenth", "Less than a hundredth"],
        "It is 0.00044, 187 times smaller. On the way back the blame was multiplied by the slope of another bend, which for a sigmoid is never more than 1/4; the two paths partly cancelled, because o₁ should fall and o₂ should rise; and what comes in over w₁ is only 0.05. A few more such layers, and hardly anything arrives: the vanishing gradient.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Backpropagation is how a network learns.”** It only finds the slopes. What is done with them is another matter: here plain gradient descent, w − η ∂L/∂w, and that is where a step can be too large. "
        "And all slopes belong to *one* point: no weight may move before the last slope is known. That mistake is easy to make, and the loss will usually fall all the same; only a check against small steps shows it."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        preset = own.choose_preset(SLUG)
        stepper = st.container()
        left, right = st.columns(2)
        with left:
            lr = own.choose_rate(SLUG, preset)
        with right:
            mistake = ui.pick("Mistake, on purpose", MISTAKES, key=f"{SLUG}.mistake")
        biases = own.choose_biases(SLUG, preset)
    with st.container(key=f"{SLUG}-own"):
        st.markdown("**The network's numbers**")
        problem = own.change_problem(SLUG, preset)

    with stepper:
        example = problem.example(choose_row(preset, len(problem.x)))
        grain = ui.choose("A step is", GRAINS, key=f"{SLUG}.grain", show_label=False)
        story = walk(example, lr, update_biases=biases, mistake=mistake.key, grain=grain)
        step = choose_step(story, grain)

    figure = network_graph(story, step)
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.graph", caption=words.tell(story, step, lr))
        ui.show_formula(tuple(map(words.painted, story.steps[step - 1].formula())))
        right = trace(example.network, example.x, example.y, example.loss, example.l2)
        harmless = words.harmless(mistake, story.run, right)
        st.markdown(words.verdict(check(example, story.run)) + harmless)
    planted = [backward_with] if mistake.key != "none" else []
    ui.show_source(trace, update, *planted, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(story, lr, biases, mistake),
        tables={"steps": lambda: table_of_steps(story)},
        figures={"graph": figure},
    )


def choose_row(preset, rows):
    """Which example runs through the network, where there are several."""
    if rows == 1:
        return 0
    key = f"{SLUG}.{own.named(preset, 'row')}"
    keep_below(key, rows)
    return ui.slide("Example", 1, rows, min(preset.row + 1, rows), key=key) - 1


def choose_step(story, grain):
    """The position in the walk: each grain remembers its own."""
    key, last = f"{SLUG}.{POSITIONS[grain]}", len(story.steps)
    keep_below(key, last)
    step = ui.live_slide("Step", 1, last, story.first_shown, key=key, step=1, play=True)
    ui.back_and_next(step, 1, last, key=key)
    return step


def keep_below(key, last):
    """Bring a position back where what it counts has become fewer."""
    if isinstance(st.session_state.get(key), int):
        st.session_state[key] = min(st.session_state[key], last)


def table_of_steps(story):
    """A row a number, in the order in which they are found."""
    rows = [(0, "given", "", name, value) for name, value in story.given.items()]
    rows += [
        (i, step.title, step.says, name, value)
        for i, step in enumerate(story.steps, 1)
        for name, value in step.found.items()
    ]
    columns = ("step", "title", "what happens", "name", "value")
    return dict(zip(columns, zip(*rows, strict=True), strict=True))


def script(story, lr, biases, mistake):
    """Today's pass forward, back and forward again, as a script that needs NumPy alone."""
    parts, wrong = [trace, update], ""
    if mistake.key != "none":
        parts += [backward_with, mistake.back, mistake.incoming]
        wrong = f"""mistake = Entry(back={mistake.back.__name__}, incoming={mistake.incoming.__name__}, bent={mistake.bent}, penalized={mistake.penalized})
run = backward_with(mistake, network, run, l2, lr)
"""
    body = f"""lr = {lr!r}

run = trace(network, x, y, loss, l2)
{wrong}moved = update(network, run, lr, update_biases={biases})
again = trace(moved, x, y, loss, l2)
for layer, (step, back) in enumerate(zip(run.forward, run.backward), 1):
    print("layer", layer, "z", *step.z[0])
    print("layer", layer, "out", *step.out[0])
    print("layer", layer, "delta", *back.d_z[0])
    print("layer", layer, "slopes of weights", *back.d_weights.ravel())
    print("layer", layer, "slopes of biases", *back.d_bias)
    print("layer", layer, "new weights", *moved.weights[layer - 1].ravel())
    print("layer", layer, "new biases", *moved.biases[layer - 1])
print("loss", run.loss)
print("objective", run.objective)
print("new loss", again.loss)
print("new objective", again.objective)
"""
    return own.script_of(story.problem, parts, body)
