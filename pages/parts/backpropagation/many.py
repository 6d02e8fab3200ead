"""Words, formulas and take-aways of many updates."""

from __future__ import annotations

import ui
from core.activations import ACTIVATIONS
from core.losses import LOSSES
from core.studies.backpropagation.example_run import NAMES, START, X, Y, run_example
from core.studies.backpropagation.xor_runs import SEEDS, SOLVED, run_xor

BEWARE = (
    "**“It learns, so it will learn.”** Whether XOR is solved depends on where the weights begin: same network, same data, same rule, and some seeds end at an error of 0.25, which is what answering ½ to everything costs. Try several seeds before you judge a method, and say how many. "
    "**“A flat loss means that it is done.”** Here two kinds of flat look alike: solved, and stuck. Look at the answers, not only at the curve. "
    "**“Stuck means a local minimum.”** Only claim what you can measure. Here: the hidden units' outputs and their weights have both shrunk, and each one's slope is multiplied by the other; or a ReLU is off at all four points and its slope is exactly 0. "
    "**“It falls as fast as ever.”** Both axes count powers of ten. In the worked example the 900 updates from 100 to 1,000 take 0.0189 off the loss, the 9,000 after them 0.0011."
)
EXAMPLE_KINDS = ("hidden",) * 4 + ("bias",) * 2 + ("output",) * 4 + ("bias",) * 2
SATURATED = 0.9999  # an answer beyond it: the slope of tanh is under 0.0002
POINTS = ("(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)")
KINDS = {
    "working": "tells points apart",
    "faint": "moves the answer hardly at all",
    "flat": "saturated: its bend has no slope to speak of",
    "dead": "slope 0 at all four points: it cannot learn",
}


def example_names(biases):
    """The example's own names; biases only where they move."""
    return [name if biases or not name.startswith("b") else "" for name in NAMES]


def xor_names(hidden):
    """A name and a kind for every parameter of 2-k-1, in the order of a `Stack`."""
    units = range(1, hidden + 1)
    names = [f"w{i}→h{k}" for i in (1, 2) for k in units] + [f"b→h{k}" for k in units]
    kinds = ["hidden"] * (2 * hidden) + ["bias"] * hidden
    return [*names, *(f"h{k}→ŷ" for k in units), "b→ŷ"], [*kinds, *["output"] * hidden, "bias"]


def tell_example(run, updates, lr, biases):
    """Where the walk came from, and where it is now."""
    a, b = (f"{answer:.10f}" for answer in run.answers[updates])
    moved = "biases learn too" if biases else "biases stay"
    return f"After {updates:,} update{'s' if updates > 1 else ''} with η = {lr:g} ({moved}): L = {run.losses[updates]:.9g}, from {run.losses[0]:.9f}. Answers {a} and {b}, wanted {Y[0, 0]:g} and {Y[0, 1]:g}. Press Play to see it happen."


def example_formulas(run, updates, lr):
    """The loss of this moment, and the last step of one weight."""
    (o1, o2), (y1, y2) = run.answers[updates], Y[0]
    at = NAMES.index("w₅")
    before, after = (float(run.parameters[t, at]) for t in (updates - 1, updates))
    slope = (before - after) / lr
    return [
        (
            r"L = \tfrac12 \left[(\hat y_1 - y_1)^2 + (\hat y_2 - y_2)^2\right]",
            rf"\tfrac12 \left[({o1:.7f} - {y1:g})^2 + ({o2:.7f} - {y2:g})^2\right] = {ui.tex(float(run.losses[updates]), 9)}",
        ),
        (
            r"w_5 \leftarrow w_5 - \eta\, \frac{\partial L}{\partial w_5}",
            rf"{before:.7f} - {lr:g} \cdot {wrap(ui.tex(slope, 7))} = {after:.7f} \quad (\text{{update }} {updates})",
        ),
    ]


def wrap(number):
    """A number in LaTeX, in brackets where it begins with a sign."""
    return f"({number})" if number.startswith("-") else number


def milestones(run, updates):
    """A row for each power of ten, and one for now."""
    rows = sorted({t for t in (0, 1, 10, 100, 1000, 10_000) if t <= updates} | {updates})
    lines = [
        f"| {t:,} | {ui.typeset(f'{run.losses[t]:.9g}')} | {run.answers[t, 0]:.10f} | {run.answers[t, 1]:.10f} |"
        for t in rows
    ]
    return "\n".join(["| updates | L | ŷ₁ | ŷ₂ |", "|---:|---:|---:|---:|", *lines])


def tell_starts(runs, seed, rate, function, start):
    """How many of the hundred solved it, and how the others ended."""
    solved, last = int(runs.solved.sum()), runs.losses[-1]
    said = f"{solved} of {SEEDS} seeds end with an error under {SOLVED:g}"
    others = sorted(last[~runs.solved])
    if others:
        low, high = ui.short(others[0]), ui.short(others[-1])
        which = f"the other {len(others)}" if solved else f"all {len(others)}"
        said += f"; {which} end at {low}" + (f" to {high}" if high != low else "")
    name = f"2-{runs.sizes[1]}-1, {function.label}, first weights {start.label}"
    now = f"Seed {seed} ends at {ui.short(float(last[seed]))}"
    return (
        f"{said} ({name}, η = {rate:g}, {runs.epochs[-1]:,} epochs, one example at a time). {now}."
    )


def xor_formulas(runs, seed, found):
    """The error of this seed, and the two slopes that wait for each other."""
    misses = " + ".join(
        f"({plain(answer)} - {target})^2"
        for answer, target in zip(found.answers, (0, 1, 1, 0), strict=True)
    )
    hidden, output, bias = (ui.tex(settled(slope), 3) for slope in found.slopes)
    return [
        (
            r"L = \tfrac14 \sum_i (\hat y_i - y_i)^2",
            rf"\tfrac14 \left[{misses}\right] = {ui.tex(float(runs.losses[-1, seed]), 5)}",
        ),
        (
            r"\delta_i = \tfrac24 (\hat y_i - y_i)\,\varphi'(z_i), \quad \frac{\partial L}{\partial v_k} = \sum_i \delta_i\, h_{ik}, \quad \frac{\partial L}{\partial w_{jk}} = \sum_i \delta_i\, v_k\, \varphi'(z_{ik})\, x_{ij}",
            rf"\text{{largest: to the output }} {output}, \quad \text{{to the hidden units }} {hidden}, \quad \text{{output bias }} {bias}",
        ),
    ]


def plain(value):
    """Four decimals; what is only rounding is 0."""
    return f"{round(float(value), 4) + 0.0:.4f}"


def settled(value):
    """The number, or 0 where it is only rounding."""
    return float(value) if abs(value) > 1e-12 else 0.0


def tell_seed(runs, seed, found, function):
    """What this seed answers to the four points, and why, as far as it can be measured."""
    answers = ", ".join(
        f"{ui.short(settled(a), 3)} at {p}" for a, p in zip(found.answers, POINTS, strict=True)
    )
    said = f"Seed {seed} answers {answers}."
    if runs.solved[seed]:
        return f"{said} Solved: {found.working} of {len(found.units)} hidden units are at work."
    return f"{said} {why(found, function)}"


def why(found, function):
    """The reason that was measured: units that do not work, and points that look alike."""
    count = len(found.units)
    idle = [f"{n} {kind}" for kind in ("dead", "faint", "flat") if (n := counted(found, kind))]
    units = f"Of {count} hidden unit{'s' if count > 1 else ''} {found.working or 'none'} {'are' if found.working > 1 else 'is'} at work"
    said = f"{units} ({', '.join(idle)})." if idle else f"{units}."
    a, b = (POINTS[i] for i in found.alike)
    if function.key == "identity":
        return f"{said} Without a bend in the hidden layer the output's z is one plane over the two inputs, and no plane lies high at (0, 1) and (1, 0) and low at (0, 0) and (1, 1)."
    if all(abs(answer) > SATURATED for answer in found.answers):
        return f"{said} All four answers lie where the output's tanh is flat: hardly any slope gets past it, so nothing learns any more."
    if found.apart == 0:
        return f"{said} {a} and {b} want opposite answers and look exactly the same to all units: whatever the output weights, it answers the same to both."
    if found.apart < 0.1:
        return f"{said} {a} and {b} want opposite answers, but all units together move them apart by {ui.short(found.apart, 2)} in the output's z: it must answer nearly the same to both."
    return f"{said} They do tell opposite points apart, by {ui.short(found.apart, 3)} or more in the output's z: what is missing is the fit, not the view."


def counted(found, kind):
    """How many units are of a kind."""
    return sum(unit.kind == kind for unit in found.units)


def units_table(found):
    """A row a unit: what it says at the four points, what that moves, and whether it can learn."""
    rows = [
        f"| {k} | {' | '.join(ui.short(float(h), 3) for h in unit.outputs)} | {ui.short(unit.spread, 3)} | {ui.short(unit.slope, 3)} | {unit.kind}: {KINDS[unit.kind]} |"
        for k, unit in enumerate(found.units, 1)
    ]
    head = f"| unit | {' | '.join(f'h at {p}' for p in POINTS)} | moves z by | steepest φ′ |  |"
    return "\n".join([head, "|---:|---:|---:|---:|---:|---:|---:|---|", *rows])


def table_of_example(run, updates):
    """Every update up to now: loss, answers, and all twelve numbers."""
    rows = slice(0, updates + 1)
    columns = {"update": range(updates + 1), "loss": run.losses[rows]}
    columns |= {f"answer_{i + 1}": run.answers[rows, i] for i in range(2)}
    return columns | {name: run.parameters[rows, i] for i, name in enumerate(NAMES)}


def table_of_losses(runs):
    """The loss of every seed at the epochs drawn."""
    return {"epoch": runs.epochs} | {f"seed_{s}": runs.losses[:, s] for s in range(SEEDS)}


def table_of_last(runs):
    """Where every seed ended."""
    names, _ = xor_names(runs.sizes[1])
    last = {name: runs.path[-1, :, i] for i, name in enumerate(names)}
    return {"seed": range(SEEDS), "loss": runs.losses[-1], "solved": runs.solved} | last


def example_script(lr, biases, updates):
    """Today's walk as a script that needs NumPy alone."""
    main = f"""
{entries("sigmoid")}
X, Y = np.array({X.tolist()}), np.array({Y.tolist()})
START = Stack(np.array({START.parameters.tolist()}), {START.sizes}, {START.activations})
run = run_example({lr!r}, learn_biases={biases!r}, updates={updates})
for t in sorted({{0, 1, {updates}}}):
    print("update", t, "loss", run.losses[t], "answers", *run.answers[t])
"""
    sigmoid = ACTIVATIONS["sigmoid"]
    return ui.stand_alone(sigmoid.value, sigmoid.derivative, run_example, main=main)


def xor_script(hidden, function, start, rate, epochs):
    """Today's hundred trainings as a script that needs NumPy alone."""
    keys = dict.fromkeys((function.key, "tanh"))
    main = f"""
{entries(*keys)}
INITIALIZERS = {{"{start.key}": {start.draw.__name__}}}
HALF_SSE = Entry(key="half_sse")
LOSSES = {{"mse": Entry(key="mse", costs={LOSSES["mse"].costs.__name__})}}
runs = run_xor({hidden}, "{function.key}", "{start.key}", lr={rate!r}, epochs={epochs})
print("solved", int(runs.solved.sum()), "of", SEEDS)
for seed, loss in enumerate(runs.losses[-1]):
    print("seed", seed, "loss", loss)
"""
    bends = [f for key in keys for f in (ACTIVATIONS[key].value, ACTIVATIONS[key].derivative)]
    return ui.stand_alone(*bends, start.draw, LOSSES["mse"].costs, run_xor, main=main)


def entries(*keys):
    """The table of activations as a script has it."""
    rows = ", ".join(
        f'"{key}": Entry(value={ACTIVATIONS[key].value.__name__}, derivative={ACTIVATIONS[key].derivative.__name__})'
        for key in keys
    )
    return f"from itertools import cycle\nfrom types import SimpleNamespace as Entry\n\nACTIVATIONS = {{{rows}}}"
