"""View: one neuron, weighing, adding and bending, with every number on its way.

Question: what does one neuron say, and where does it change its mind?
First ten seconds: two inputs on their way through a neuron, each edge with its product; z = −6, so the sigmoid says
0.0025. Beside it the plane of all inputs, cut in two by the line z = 0: today's point stands far on its silent side.
"""

import streamlit as st

import ui
from charts import theme
from charts.activations.neuron import neuron_and_answers
from core.activations import ACTIVATIONS
from core.studies.activations.neuron import boundary, foot_on_boundary, map_neuron, run_neuron
from core.studies.activations.neuron_line import line_neuron

SLUG = "activations_neuron"
SIDE = (-4.0, 4.0)
GATE = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
INPUTS, WEIGHTS = (-1.0, 2.0, 0.5), (3.0, -2.0, 1.0)
LOW = "₁₂₃"
EXPERIMENTS = [
    ui.Experiment(
        "1 + 3x₁ − 2x₂",
        "At (−1, 2) the sum is 1 − 3 − 4 = −6, and σ(−6) = 0.002472623: a clear no. Click on the other side of the line, at (1, 0) say: z = 4 and the answer is 0.982.",
        {},
    ),
    ui.Experiment(
        "Move the line",
        "The bias moves the line without turning it: all its places give w₁x₁ + w₂x₂ = −b. With b = 7 it passes through the point itself: z = 0, and the sigmoid says exactly one half.",
        {"b": 7.0},
    ),
    ui.Experiment(
        "Ten times as sure",
        "All weights and the bias times ten: the line stays where it was, since 10z = 0 where z = 0. But the ramp beside it has become a cliff, and at the point the slope has sunk from 0.0025 to 9 · 10⁻²⁷.",
        {"w1": 30.0, "w2": -20.0, "b": 10.0},
    ),
    ui.Experiment(
        "Three inputs",
        "0.1 + 0.24 + 0.05 + 0.18 = 0.57, and σ(0.57) = 0.6387632. What was a line is now a plane through a space of three inputs: the picture is its slice at x₃ = 0.3. (With x₁ = 0.3 instead of 0.8 the sum would be 0.42.)",
        {"inputs": "3"}
        | {"x1": 0.8, "x2": 0.1, "x3": 0.3, "w1": 0.3, "w2": 0.5, "w3": 0.6, "b": 0.1},
    ),
    ui.Experiment(
        "AND",
        "McCulloch and Pitts, 1943: count the inputs, and fire from the threshold θ = 2 on, which is b = −2. Only (1, 1) gets there, and the step fires at exactly 0. Its slope is 0 everywhere: nothing to learn by.",
        {"f": "step", "x1": 1.0, "x2": 1.0, "w1": 1.0, "w2": 1.0, "b": -2.0},
    ),
    ui.Experiment(
        "OR",
        "The same neuron with the threshold θ = 1, so b = −1: the line has moved, and one input is enough. Three of the four corners fire.",
        {"f": "step", "x1": 1.0, "x2": 0.0, "w1": 1.0, "w2": 1.0, "b": -1.0},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "You double both weights and the bias of a sigmoid neuron. What happens to the line on which it says one half?",
        ["It moves away from the origin", "It turns", "Nothing"],
        "Nothing: 2z = 0 exactly where z = 0. What changes is how fast the answer goes from no to yes across it: the slope at the line doubles. Only the ratios of weights and bias decide where the line lies.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A perceptron assigns weights to its inputs by itself.”** Not before it is trained: until then someone chose them, as you do here. The neuron of McCulloch and Pitts has no weights to learn at all. "
        "**“The bend bends the boundary.”** a depends on z alone, so all places with the same answer lie on a straight line, whatever the activation. Curved boundaries take several neurons. "
        "**“The bias is the threshold.”** It is the threshold with its sign changed: w₁x₁ + w₂x₂ ≥ θ is z ≥ 0 with b = −θ. "
        "And z = 0 is where sigmoid and step change sides; a ReLU opens there, and tanh changes its sign."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        count = int(ui.choose("Inputs", {n: n for n in "123"}, key=f"{SLUG}.inputs", default="2"))
        x = boxes("x", INPUTS[:count], *SIDE)
        w = boxes("w", WEIGHTS[:count], -50.0, 50.0)
        b = ui.live_slide("Bias b", -10.0, 10.0, 1.0, key=f"{SLUG}.b", step=0.05)
        f = ui.pick("Activation", ACTIVATIONS, key=f"{SLUG}.f", default="sigmoid")
        knobs = {k.name: ui.turn(k, key=f"{SLUG}.{f.key}_{k.name}") for k in f.knobs}

    run = run_neuron(x, w, b, f, **knobs)
    foot = foot_on_boundary(x, w, b)
    beside = answers(run, f, knobs, foot)
    figure = neuron_and_answers(run, f.label, **beside)

    with picture:
        caption = f"{tell(run, f)} {tell_where(run, foot, beside)}".strip()
        ui.show_figure(figure, key=f"{SLUG}.neuron", caption=caption, on_click=putter(count))
        ui.show_formula(*formulas(run, f, knobs))
    plane = (map_neuron, boundary) if count > 1 else (line_neuron,)
    ui.show_source(run_neuron, f.value, f.derivative, *plane, foot_on_boundary, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(run, f, knobs),
        tables={"neuron": lambda: table_of_parts(run), "answers": lambda: table_of_answers(beside)},
        figures={"neuron": figure},
    )


def boxes(letter, defaults, low, high):
    """A row of exact numbers: x₁, x₂, …"""
    values = []
    for i, (column, value) in enumerate(zip(st.columns(3), defaults, strict=False), 1):
        with column:
            key = f"{SLUG}.{letter}{i}"
            label = f"{letter}{LOW[i - 1]}"
            values.append(ui.number(label, low, high, value, key=key, step=0.1, format="%.6g"))
    return values


def putter(count):
    """What a click does: it moves the inputs that the picture spans."""

    def put(*place):
        for i, value in enumerate(place[: min(count, 2)], 1):
            st.session_state[f"{SLUG}.x{i}"] = min(SIDE[1], max(SIDE[0], round(value, 2)))

    return put


def answers(run, f, knobs, foot):
    """What the neuron answers elsewhere: along its input, or over the plane of the first two."""
    if len(run.x) == 1:
        return {"line": line_neuron(run.w[0], run.b, f, SIDE, **knobs)}
    two, rest = run.w[:2], run.b + sum(run.terms[2:].tolist())
    window = (SIDE, SIDE)
    fires = {c: run_neuron(c, two, rest, f, **knobs).a for c in GATE} if f.key == "step" else None
    return {
        "plane": map_neuron(two, rest, f, window, points=64, **knobs),
        "tips": boundary(two, rest, window),
        "foot": foot[0].tolist() if foot and len(run.x) == 2 else None,
        "corners": fires,
        "span": f.range,
    }


def tell(run, f):
    """What comes in, what comes out, how steeply."""
    x = ", ".join(ui.short(value) for value in run.x.tolist())
    inputs = f"x = ({x})" if len(run.x) > 1 else f"x₁ = {x}"
    return f"{f.label} neuron at {inputs}: z = {ui.short(run.z)}, a = {ui.short(run.a, 7)}, slope f′(z) = {ui.short(run.slope, 7)}."


def tell_where(run, foot, beside):
    """Where the neuron tips, and how far away that is."""
    if foot is None:
        return "No weight pulls, so z = b, whatever comes in."
    place, distance = foot
    if len(run.x) == 1:
        return f"z = 0 at x₁ = {ui.short(place[0])}."
    tip = "line" if len(run.x) == 2 else "plane"
    side = f"on the side where z {'>' if distance > 0 else '<'} 0"
    told = f"{ui.short(abs(distance), 3)} away, {side}" if distance else "right under the point"
    seen = "" if beside["tips"] else "; here it is out of sight"
    fires = ", ".join(f"{a:g}" for a in (beside["corners"] or {}).values())
    corners = f" At (0, 0), (0, 1), (1, 0), (1, 1) it says {fires}." if fires else ""
    return f"The {tip} z = 0 is {told}{seen}.{corners}"


def formulas(run, f, knobs):
    """Sum, answer and slopes: in symbols, and with today's numbers."""
    blue, orange = (rf"\color{{{color}}}" for color in (theme.FORWARD, theme.GRADIENT))
    pairs = list(zip(run.w.tolist(), run.x.tolist(), strict=True))
    products = "".join(rf" + {factor(w)} \cdot {factor(x)}" for w, x in pairs)
    along_w, along_x = (
        r",\ ".join(ui.tex(slope) for slope in slopes.tolist())
        for slopes in (run.along_w, run.along_x)
    )
    symbols = r"\frac{\partial a}{\partial w_i} = f'(z)\,x_i, \quad \frac{\partial a}{\partial x_i} = f'(z)\,w_i, \quad \frac{\partial a}{\partial b} = f'(z)"
    numbers = rf"\left({along_w}\right), \quad \left({along_x}\right), \quad {ui.tex(run.along_b)}"
    return (
        (
            rf"{blue}{{z = b + \sum_i w_i x_i}}",
            rf"z = {ui.tex(run.b, 7)}{products} = {ui.tex(run.z, 7)}",
        ),
        (
            f"{blue}{{{f.equation}}}",
            ui.with_numbers(f.equation, run.z, run.a, knobs),
        ),
        (
            f"{orange}{{{f.derivative_equation}}}",
            ui.with_numbers(f.derivative_equation, run.z, run.slope, knobs),
        ),
        (f"{orange}{{{symbols}}}", numbers),
    )


def factor(value):
    """A factor: in brackets where it begins with a minus or is a power of ten."""
    text = ui.tex(value, 7)
    return f"({text})" if value < 0 or "cdot" in text else text


def table_of_parts(run):
    """The inputs and, as one that is always 1, the bias: a row each."""
    count = len(run.x)
    return {
        "input": [*(f"x{i}" for i in range(1, count + 1)), "1"],
        "value": [*run.x, 1.0],
        "weight": [*run.w, run.b],
        "product": [*run.terms, run.b],
        "slope_along_weight": [*run.along_w, run.along_b],
        "slope_along_value": [*run.along_x, run.slope * run.b],
    }


def table_of_answers(beside):
    """The second panel as a table, a row a place."""
    if "line" in beside:
        line = beside["line"]
        return {"x1": line.x, "z": line.z, "a": line.a, "slope": line.slope}
    plane = beside["plane"]
    places = [(x1, x2) for x2 in plane.x2 for x1 in plane.x1]
    x1, x2 = zip(*places, strict=True)
    return {"x1": x1, "x2": x2, "z": plane.z.ravel(), "a": plane.a.ravel()}


def script(run, f, knobs):
    """Today's neuron as a script that needs NumPy alone."""
    turned = "".join(f", {name}={value!r}" for name, value in knobs.items())
    main = f"""
class Bend:
    value, derivative = staticmethod({f.value.__name__}), staticmethod({f.derivative.__name__})


run = run_neuron({run.x.tolist()!r}, {run.w.tolist()!r}, {run.b!r}, Bend{turned})
print("products", *run.terms.tolist())
print("z", run.z)
print("a", run.a)
print("slope", run.slope)
print("slopes along weights", *run.along_w.tolist())
print("slope along bias", run.along_b)
print("slopes along inputs", *run.along_x.tolist())
"""
    return ui.stand_alone(run_neuron, f.value, f.derivative, main=main)
