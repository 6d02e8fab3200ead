"""View: how every weight learns its share of the error.

Question: how does every weight learn its share of the error?
First ten seconds: a small network with every number on it. The values have run forward in blue; the blame runs back
in orange over the same edges, thick where it is large, and just now its two paths into h₁ add up.
"""

import streamlit as st

import ui
from charts import theme
from charts.backpropagation.network_graph import network_graph
from core.activations import ACTIVATIONS
from core.losses import HALF_SSE
from core.network import trace, update
from core.studies.backpropagation.out_of_order import out_of_order
from core.studies.backpropagation.slope_check import check
from core.studies.backpropagation.walkthrough import walk
from core.studies.backpropagation.worked_example import (
    NAMES,
    NUMBERS,
    example,
    network_of,
    parameters_of,
    pretty,
    slopes_of,
)

SLUG = "backpropagation_graph"
LAST = 17
FIRST_SHOWN = 10  # the blame at h1: two paths add up
LARGEST = 100.0
MARKS = {
    "value": theme.FORWARD,
    "slope": theme.GRADIENT,
    "target": theme.TARGET,
    "wrong": theme.LOSS,
}


def changed(**numbers):
    """The line of numbers in which some differ from the worked example."""
    values = (numbers.get(name, value) for name, value in zip(NAMES, NUMBERS, strict=True))
    return ",".join(f"{value:.12g}" for value in values)


EXPERIMENTS = [
    ui.Experiment(
        "Two paths",
        "h₁ acts on the loss through o₁ and through o₂. The blame 0.1385 comes back over w₅ = 0.4, the blame −0.0381 over w₇ = 0.5: they add up to 0.03635. Times the slope of the bend, 0.2413, that is δ = 0.00877.",
        {},
    ),
    ui.Experiment(
        "One update",
        "All eight weights have moved once, the biases have not: the loss falls from 0.298371109 to 0.291027774.",
        {"step": 17},
    ),
    ui.Experiment(
        "Biases too",
        "The four biases move as well, each against its own δ: the loss falls further, to 0.280471447.",
        {"step": 17, "biases": True},
    ),
    ui.Experiment(
        "Spot the bug",
        "Many pages print 0.291027924 as the new loss. This is how to get it: the output weights move first, and the blame goes back through the new ones (step 11). The loss falls all the same. The check below sees it: every hidden slope is 15 to 17% too small.",
        {"step": 17, "too_early": True},
    ),
    ui.Experiment(
        "Wrong and sure of it",
        "With b₃ = 10, o₁ answers 0.99997 where 0.01 is wanted: hardly anything could be more wrong. But there the bend is flat, its slope is 0.00003, and so is the blame. The worst answer learns the least.",
        {"step": 6, "numbers": changed(b3=10)},
    ),
    ui.Experiment(
        "Too large a step",
        "Now both targets are 0.5, and η = 100. The slopes are right, yet the step leaps across the valley and up the other side: the loss more than doubles, from 0.0688 to 0.1586.",
        {"step": 17, "lr": 100.0, "numbers": changed(y1=0.5, y2=0.5)},
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


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    own, referee = st.columns([1, 1], gap="large")
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        step = ui.live_slide("Step", 1, LAST, FIRST_SHOWN, key=f"{SLUG}.step", step=1)
        ui.back_and_next(step, 1, LAST, key=f"{SLUG}.step")
        lr = ui.number("Learning rate η", 0.0, 1000.0, 0.5, key=f"{SLUG}.lr", step=0.1, format="%g")
        biases = ui.switch("Update the biases too", key=f"{SLUG}.biases")
        too_early = ui.switch(
            "Output weights first (wrong)",
            key=f"{SLUG}.too_early",
            help="A famous mistake: the slopes of the hidden layer are sent through output weights that have already moved.",
        )
    with own:
        numbers = ui.number_list(
            "Change any number",
            [pretty(name) for name in NAMES],
            NUMBERS,
            key=f"{SLUG}.numbers",
            low=-LARGEST,
            high=LARGEST,
        )

    case = example(numbers)
    story = walk(case, lr, update_biases=biases, too_early=too_early)
    checked = check(case, story.run)
    figure = network_graph(story, step)

    with picture:
        ui.show_figure(figure, key=f"{SLUG}.graph", caption=tell(story, step))
        ui.show_formula(tuple(map(painted, story.steps[step - 1].formula)))
    with referee, st.expander("Check every slope", expanded=True):
        st.markdown(verdict(checked))
        st.table(table_of_check(checked))
    ui.show_source(trace, update, *([out_of_order] if too_early else []), check, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(numbers, lr, biases, too_early),
        tables={"steps": lambda: table_of_steps(story), "check": lambda: table_of_check(checked)},
        figures={"graph": figure},
    )


def tell(story, step):
    """The step in one sentence or two, and the loss as far as it is known."""
    now, known = story.steps[step - 1], story.known(step)
    losses = ""
    if "new_loss" in known:
        losses = f"The loss was {known['loss']:.9f}, after one update with η = {known['lr']:g} it is {known['new_loss']:.9f}."
    elif "loss" in known:
        losses = f"The loss is {known['loss']:.9f}."
    found = ", ".join(f"{spoken(name)} = {value:.6g}" for name, value in now.found.items())
    return f"{now.title}. {now.says} {losses if now.phase == 'loss' else f'{found}. {losses}'}"


def spoken(name):
    """The name of a number as it is read: slope_w1 is ∂L/∂w₁, delta_h1 is δ at h₁."""
    kind, _, thing = name.rpartition("_")
    unit, value = pretty(thing), pretty(thing.replace("o", "ŷ") if thing[1:].isdigit() else thing)
    return {
        "": value,
        "z": f"z at {unit}",
        "new": f"new {value}",
        "new_z": f"new z at {unit}",
        "slope": f"∂L/∂{value}",
        "d": f"∂L/∂{value}",
        "bend": f"σ′ at {unit}",
        "delta": f"δ at {unit}",
    }[kind]


def painted(formula):
    """A formula in the colors of the picture."""
    for mark, color in MARKS.items():
        formula = formula.replace(rf"\{mark}{{", rf"\textcolor{{{color}}}{{")
    return formula


def verdict(checked):
    """What the referee says, in two sentences."""
    wrong = [pretty(name) for name, off in zip(checked.names, checked.differs, strict=True) if off]
    if wrong:
        says = f"**{len(wrong)} of {len(checked.names)} slopes are wrong: {', '.join(wrong)}.**"
    else:
        says = f"All {len(checked.names)} slopes agree with what small steps measure."
    return f"{says} Measuring took {checked.evaluations} passes forward, the backward pass found them all in one."


def table_of_check(checked):
    """A row a weight or bias: its slope as derived, as measured, and how far apart they are."""
    return {
        "": [pretty(name) for name in checked.names],
        "backward pass": [f"{value:.9g}" for value in checked.derived],
        "small steps": [f"{value:.9g}" for value in checked.measured],
        "relative error": [f"{error:.1e}" for error in checked.errors],
        "verdict": ["wrong" if off else "agrees" for off in checked.differs],
    }


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


def script(numbers, lr, biases, too_early):
    """Today's pass forward, back and forward again, as a script that needs NumPy alone."""
    sigmoid = ACTIVATIONS["sigmoid"]
    mistake = "run = out_of_order(network, run, lr)  # the mistake\n" if too_early else ""
    main = f"""
from types import SimpleNamespace

ACTIVATIONS = {{"sigmoid": SimpleNamespace(value={sigmoid.value.__name__}, derivative={sigmoid.derivative.__name__})}}
HALF_SSE = SimpleNamespace(key="half_sse", value={HALF_SSE.value.__name__}, gradient={HALF_SSE.gradient.__name__})
LOSSES = {{}}

x, y = np.array([{list(numbers[:2])}]), np.array([{list(numbers[2:4])}])
names = {" ".join(NAMES[4:])!r}.split()
network = network_of(np.array({list(numbers[4:])}))
lr = {lr!r}

run = trace(network, x, y, "half_sse")
{mistake}moved = update(network, run, lr, update_biases={biases})
for name, value, slope, new in zip(names, parameters_of(network), slopes_of(run), parameters_of(moved)):
    print(name, "was", value, "slope", slope, "new", new)
print("answer", *run.forward[-1].out[0])
print("delta of the outputs", *run.backward[-1].d_z[0])
print("delta of the hidden units", *run.backward[0].d_z[0])
print("loss", run.loss)
print("new loss", trace(moved, x, y, "half_sse").loss)
"""
    parts = [network_of, parameters_of, slopes_of, trace, update, sigmoid.value, sigmoid.derivative]
    parts += [HALF_SSE.value, HALF_SSE.gradient, *([out_of_order] if too_early else [])]
    return ui.stand_alone(*parts, main=main)
