"""View: how to find out whether a backward pass is right.

Question: how do you know that a gradient is right?
First ten seconds: twelve slopes of the worked example, six of them orange, far above the line: they were sent
through weights that had already moved. The loss fell all the same, to the very number that half the web prints.
"""

import streamlit as st

import ui
from charts.backpropagation.slope_check import errors_and_twins, verdicts_of
from core.entries import Knob
from core.gradcheck import numerical_gradient
from core.network import trace, update
from core.studies.backpropagation.labels import pretty, symbol
from core.studies.backpropagation.mistakes import MISTAKES, RIGHT, backward_with
from core.studies.backpropagation.slope_check import check, flat, objectives_of, slopes_of
from pages.parts.backpropagation import own, words

SLUG = "backpropagation_check"
STEP = Knob(
    "step",
    "h",
    1e-5,
    (1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
    "how far each weight goes up and down",
)
EXPERIMENTS = [
    ui.Experiment(
        "Spot the bug",
        "One update is said to lower the loss from 0.298371109 to 0.291027924, on many pages. The output weights had moved before the blame passed through them: the six hidden slopes are 15 to 17% too small. With all slopes right the loss is 0.291027774.",
        {},
    ),
    ui.Experiment(
        "All right",
        "No mistake: all twelve errors lie far below the line, where only rounding is left, and the new loss is 0.291027774.",
        {"mistake": "none"},
    ),
    ui.Experiment(
        "Forgot φ′",
        "Without the slope of the bend, which is at most 1/4 for a sigmoid, the hidden slopes are four times too large, and the loss falls even lower than with the right ones, to 0.291024764. A lower loss proves nothing.",
        {"mistake": "no_bend"},
    ),
    ui.Experiment(
        "Forgot a path",
        "The hidden units of 3-4-3 hear from the first output only. Half of the 31 slopes are wrong, some even in their sign: in the right panel they lie in a quarter that the diagonal does not cross. Only the 15 of the output layer agree.",
        {"preset": "softmax", "mistake": "one_path"},
    ),
    ui.Experiment(
        "Forgot λw",
        "The penalty counts in the objective, not in the slopes. With λ = 0.1 both weights are off, by 9% and 7%, and the biases are right: they go free. Set λ to 0, and nothing is wrong any more.",
        {"preset": "penalty", "mistake": "no_penalty"},
    ),
    ui.Experiment(
        "Steps too small",
        "No mistake, but steps of 10⁻¹²: now the rounding of the loss, divided by the step, is as large as 0.0004, and the smallest slopes drown in it. The line rises with it, so nothing is called wrong: the check has become blind.",
        {"mistake": "none", "h": 1e-12},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "One update of the worked example, with each of three mistakes in the hidden slopes: updated too early, φ′ forgotten, one path forgotten. In how many of the three does the loss fall?",
        ["In none", "In one", "In all three"],
        "In all three, and to almost the same loss: 0.291027924, 0.291024764 and 0.291027283, beside 0.291027774 with the right slopes. Most of the fall comes from the output weights, whose slopes are right. Training would go on, a little worse, and no one would notice: two of the mistakes even look better. The loss is no test of a gradient; small steps are.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“The smaller the step, the better the check.”** The slope between two points differs from the slope at the middle by about h², so smaller steps help, but the loss is only known to 16 digits, and what rounding takes is divided by h. The best h lies between, here near 10⁻⁵. "
        "**“Then measure all slopes.”** Each takes two passes forward: a network of a million weights would need two million, where the backward pass finds them all for a small multiple of one. "
        "**“At a kink the check fails.”** There it has nothing to measure: where ReLU bends, the slope on the left and on the right differ. Those slopes get no verdict here."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        preset = own.choose_preset(SLUG)
        mistake = ui.pick(
            "Mistake, on purpose", MISTAKES, key=f"{SLUG}.mistake", default="too_early"
        )
        h = ui.turn(STEP, key=f"{SLUG}.h", label="Step $h$ of the check")
        lr = own.choose_rate(SLUG, preset)
        biases = own.choose_biases(SLUG, preset)
    with st.container(key=f"{SLUG}-own"):
        st.markdown("**The network's numbers**")
        problem = own.change_problem(SLUG, preset)

    run = trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)
    used = (
        run
        if mistake.key == "none"
        else backward_with(mistake, problem.network, run, problem.l2, lr)
    )
    checked = check(problem, used, h)
    after, right = (objective_after(problem, passed, lr, biases) for passed in (used, run))
    figure = errors_and_twins(checked)
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.errors",
            caption=tell(checked, run.objective, after, right, lr)
            + words.harmless(mistake, used, run),
        )
        ui.show_formula(formula_of_check(checked), formula_of_mistake(mistake))
        st.dataframe(table_of_check(checked), hide_index=True, height=280, row_height=30)
    planted = [backward_with] if mistake.key != "none" else []
    ui.show_source(trace, *planted, check, objectives_of, numerical_gradient, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(problem, lr, biases, mistake, checked),
        tables={"check": lambda: table_of_check(checked)},
        figures={"errors": figure},
    )


def objective_after(problem, run, lr, biases):
    """The objective after one update with the slopes of a run."""
    moved = update(problem.network, run, lr, biases)
    return trace(moved, problem.x, problem.y, problem.loss, problem.l2).objective


def tell(checked, before, after, right, lr):
    """The verdict, the largest error, and what one update makes of the objective."""
    judged = [e for e, kinked in zip(checked.errors, checked.kinked, strict=True) if not kinked]
    worst = f" The largest relative error is {ui.short(float(max(judged)), 2)}." if judged else ""
    told = words.verdict(checked).replace("*", "")
    falls = f"One update with η = {lr:g} takes the objective from {words.exact(before)} to {words.exact(after)}"
    beside = f", with right slopes to {words.exact(right)}" if after != right else ""
    return f"{told}{worst} {falls}{beside}."


def formula_of_check(checked):
    """The measured slope of the parameter that is furthest off, in symbols and in numbers."""
    off = [
        0.0 if kinked else float(e)
        for e, kinked in zip(checked.errors, checked.kinked, strict=True)
    ]
    i = max(range(len(off)), key=off.__getitem__)
    name, h = symbol(checked.names[i]), ui.tex(checked.step, 3)
    return (
        rf"\frac{{\partial J}}{{\partial w}} \approx \frac{{J(w + h) - J(w - h)}}{{2h}}, \qquad h = {h}",
        rf"w = {name}: \quad {ui.tex(float(checked.measured[i]), 8)} \text{{ measured}}, \quad"
        rf" {ui.tex(float(checked.derived[i]), 8)} \text{{ derived}}",
    )


def formula_of_mistake(mistake):
    """What is right, and below it what the program does."""
    if mistake.key == "none":
        return RIGHT, r"\text{and so it does}"
    right = r"\partial J / \partial w_{jk} = a_j \delta_k"
    right += r" + \lambda w_{jk}" if mistake.key == "no_penalty" else ""
    return (
        RIGHT if mistake.equation.startswith(r"\delta") else right
    ), rf"\text{{but here: }} \; {mistake.equation}"


def table_of_check(checked):
    """A row a weight or bias: its slope as derived, as measured, and how far apart they are."""
    return {
        "": [pretty(name) for name in checked.names],
        "layer": [layer + 1 for layer in checked.layers],
        "backward pass": [f"{value:.9g}" for value in checked.derived],
        "small steps": [f"{value:.9g}" for value in checked.measured],
        "relative error": [f"{error:.1e}" for error in checked.errors],
        "verdict": verdicts_of(checked),
    }


def script(problem, lr, biases, mistake, checked):
    """Today's check as a script that needs NumPy alone."""
    parts, wrong = [trace, update, numerical_gradient, slopes_of, flat], ""
    if mistake.key != "none":
        parts += [backward_with, mistake.back, mistake.incoming]
        wrong = f"""mistake = Entry(back={mistake.back.__name__}, incoming={mistake.incoming.__name__}, bent={mistake.bent}, penalized={mistake.penalized})
run = backward_with(mistake, network, run, l2, {lr!r})
"""
    body = f"""
def network_of(parameters):
    layers, at = [], 0
    for w in weights:
        n_in, n_out = w.shape
        middle, end = at + n_in * n_out, at + (n_in + 1) * n_out
        layers.append((parameters[at:middle].reshape(n_out, n_in).T, parameters[middle:end]))
        at = end
    return Network(*zip(*layers), network.activations)


def objective(parameters):
    return trace(network_of(parameters), x, y, loss, l2).objective


run = trace(network, x, y, loss, l2)
{wrong}measured = numerical_gradient(objective, flat(network), {checked.step!r})
for name, slope, small_steps in zip({list(checked.names)!r}, slopes_of(run), measured):
    print(name, "derived", slope, "measured", small_steps)
print("objective", run.objective)
moved = update(network, run, {lr!r}, update_biases={biases})
print("after one update", trace(moved, x, y, loss, l2).objective)
"""
    return own.script_of(problem, parts, body)
