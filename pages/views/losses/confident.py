"""View: one neuron that is sure and wrong, trained under two losses side by side.

Question: why does a neuron that is sure and wrong learn so slowly?
First ten seconds: on the left the solid loss lies flat for a hundred epochs before it falls, on the right it falls at
once. Below, the slope that each learns from: on the left almost nothing at first, on the right as large as the mistake.
"""

import streamlit as st

import ui
from charts import theme
from charts.losses.confident import FACTOR, two_ways_to_unlearn
from core.entries import Knob
from core.entropy_losses import binary_surprises_of_logits
from core.losses import HALF_SSE
from core.smooth_activations import sigmoid, sigmoid_derivative
from core.studies.losses.confident import NIELSENS_RATES, NIELSENS_STARTS, unlearn

SLUG = "losses_confident"
WRONG, SURE = NIELSENS_STARTS
SQUARES, ENTROPY = NIELSENS_RATES
WINDOW = ((-6.0, 6.0), (-6.0, 6.0))
RATES = (0.005, 0.015, 0.05, 0.15, 0.5, 1.5, 5.0)
SQUARES_RATE = Knob("lr", r"\eta", 0.15, RATES, "step size under ½(a − y)²; 0.15 as published")
ENTROPY_RATE = Knob(
    "lr", r"\eta", 0.005, RATES, "step size under cross-entropy; 0.005 as published"
)
BELOW = {"slope": "Slope", "answer": "Answer"}
EXPERIMENTS = [
    ui.Experiment(
        "The published pair",
        "Under squares the solid neuron idles: its slope begins at 0.017 and is largest only at epoch 215. Under cross-entropy it begins at 0.982, its largest. The rates differ, 0.15 and 0.005, so compare shapes and not ends: squares, with steps 30 times larger for the same slope, even end nearer to 0.",
        {},
    ),
    ui.Experiment(
        "One rate for both",
        "Both with 0.15: at epoch 50 the solid neuron answers 0.099 under cross-entropy and still 0.976 under squares. Same neuron, same mistake, same rate.",
        {"same": True, "below": "answer"},
    ),
    ui.Experiment(
        "Surer still",
        "Start at (4, 4): the answer is 0.9997, the slope under squares 0.0003. In 300 epochs z comes down from 8 by less than 0.1 under squares, by nearly 3 under cross-entropy, although its rate is 30 times smaller.",
        {"start_x": 4.0, "start_y": 4.0},
    ),
    ui.Experiment(
        "A larger rate?",
        "With 1.5 instead of 0.15 squares wait a tenth as long: the slope is largest at epoch 22. But from (4, 4) the same rate moves the answer by less than 0.001 in 300 epochs: the wait has only moved further out.",
        {"rate": 1.5, "rate_entropy": 0.05},
    ),
    ui.Experiment(
        "Where squares pull hardest",
        "From (0.5, 0.2) the answer is 0.668, about 2/3, and a · σ′(z) = a²(1 − a) is at its top, 4/27 ≈ 0.148. A worse answer and a better one both pull less. Under cross-entropy, the worse the answer, the harder the pull.",
        {"start_x": 0.5, "start_y": 0.2},
    ),
]

trained = st.cache_data(unlearn, max_entries=200, show_spinner=False)


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Under squares, a neuron answers a = 0.98 where 0 is right; another answers 0.82. Which one has the larger slope to learn from?",
        ["The one that is further off", "The one that is nearer", "Both the same"],
        "The nearer one, seven times the larger: 0.1219 against 0.0173. The slope is (a − y) · σ′(z), and at a = 0.98 the sigmoid is so flat that σ′(z) is only 0.018. Cross-entropy's slope is a − y alone: 0.98 against 0.82.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Squares are slow.”** Not by themselves: with a linear output there is no σ′(z), and their slope along z is a − y too. It is squares *after a sigmoid* that stall. "
        "**“The published curves show that cross-entropy ends lower.”** They do not: the two have different rates, and losses of different kinds cannot be compared in height. What they show is *when* each learns. "
        "**“Cross-entropy is y ln a + (1 − y) ln(1 − a).”** It needs its minus sign: L = −[y ln a + (1 − y) ln(1 − a)], or training would make the answer worse. "
        "And the σ′(z) of hidden layers stays: cross-entropy cancels only that of the output."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        start, _ = ui.point("Start", WINDOW, SURE, slug=SLUG, name="start", axes=("w", "b"))
        same = ui.switch("One rate for both", key=f"{SLUG}.same")
        rate, entropy_rate = choose_rates(same)
        left, right = st.columns([2, 3])
        with left:
            epochs = ui.slide("Epochs", 50, 600, 300, key=f"{SLUG}.epochs", step=50)
        with right:
            below = ui.choose("Below the loss", BELOW, key=f"{SLUG}.below")
        numbers = st.container()

    starts = (WRONG, start)
    squares = trained(SQUARES, lr=rate, starts=starts, epochs=epochs)
    entropy = trained(ENTROPY, lr=entropy_rate, starts=starts, epochs=epochs)
    factors = sigmoid_derivative(squares.z)
    names = (f"wrong: {pair(WRONG)}", f"yours: {pair(start)}")
    figure = two_ways_to_unlearn((squares, entropy), factors, names=names, below=below)

    with numbers:
        st.markdown(first_slopes(starts, squares, entropy))
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.pair", caption=tell(start, squares, entropy))
        ui.show_formula(*formulas(squares, entropy, factors))
    ui.show_source(unlearn, HALF_SSE.slopes, sigmoid_derivative, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(starts, squares, entropy),
        tables={"epochs": lambda: table_of(starts, squares, entropy)},
        figures={"pair": figure},
    )


def choose_rates(same):
    """One rate for each loss, or one for both."""
    left, right = st.columns(2)
    with left:
        label = r"Rate $\eta$, both" if same else r"Squares $\eta$"
        rate = ui.turn(SQUARES_RATE, key=f"{SLUG}.rate", label=label)
    if same:
        return rate, rate
    with right:
        return rate, ui.turn(
            ENTROPY_RATE, key=f"{SLUG}.rate_entropy", label=r"Cross-entropy $\eta$"
        )


def tell(start, squares, entropy):
    """Where your neuron begins, what it feels and where it ends, in one sentence."""
    last = len(squares.a) - 1
    return (
        f"From {pair(start)} your neuron answers {near_one(squares.a[0, 1])} where 0 is right: its slope begins at "
        f"{squares.d_z[0, 1]:.4g} under squares and at {near_one(entropy.d_z[0, 1])} under cross-entropy, and is largest at epoch "
        f"{squares.d_z[:, 1].argmax()} and {entropy.d_z[:, 1].argmax()}; after {last} epochs it answers "
        f"{near_one(squares.a[-1, 1])} (rate {squares.lr:g}) and {near_one(entropy.a[-1, 1])} (rate {entropy.lr:g})."
    )


def near_one(value):
    """Four digits; more where they would round to a certainty that no sigmoid has."""
    text = f"{value:.4g}"
    return f"{value:.6f}" if text == "1" else text


def first_slopes(starts, squares, entropy):
    """The first slope of both neurons under both losses, to six places; x = 1, so along w, b and z alike."""
    rows = [
        f"| {pair(start)} | {plain(squares.d_w[0, i])} | {plain(entropy.d_w[0, i])} |"
        for i, start in enumerate(starts)
    ]
    return "\n".join(["| first slope | squares | cross-entropy |", "|---|---:|---:|", *rows])


def formulas(squares, entropy, factors):
    """The slope along w under both losses, and what it is at both starts; the factor that stalls is lit."""
    answer = rf"(\textcolor{{{theme.FORWARD}}}{{a}} - \textcolor{{{theme.TARGET}}}{{y}})"
    lit = rf"\textcolor{{{FACTOR}}}{{\sigma'(z)}}"
    first, second = [], []
    for i in range(2):
        miss = rf"(\textcolor{{{theme.FORWARD}}}{{{six(squares.a[0, i])}}} - \textcolor{{{theme.TARGET}}}{{0}})"
        factor = rf"\boxed{{\textcolor{{{FACTOR}}}{{{six(factors[0, i])}}}}}"
        first.append(rf"{miss} \cdot {factor} \cdot 1 = {slope(squares.d_w[0, i])}")
        second.append(rf"{miss} \cdot 1 = {slope(entropy.d_w[0, i])}")
    cancels = rf"\frac{{{answer}}}{{\cancel{{a(1-a)}}}}\,\cancel{{{lit}}}\,x"
    return (
        (
            rf"L=\tfrac12(a-y)^2:\quad \frac{{\partial L}}{{\partial w}} = {answer} \cdot \boxed{{{lit}}} \cdot x",
            r"\\[3pt]".join(first),
        ),
        (
            rf"L=-\left[y \ln a + (1-y)\ln(1-a)\right]:\quad \frac{{\partial L}}{{\partial w}} = {cancels} = {answer} \cdot x",
            r"\\[3pt]".join(second),
        ),
    )


def slope(value):
    """A slope in LaTeX, in its color."""
    return rf"\textcolor{{{theme.GRADIENT}}}{{{six(value)}}}"


def six(value):
    """Six places in LaTeX, or a power of ten where they would say nothing."""
    return f"{value:.6f}" if value >= 1e-3 else ui.tex(value)


def plain(value):
    """Six places in a table."""
    return ui.typeset(f"{value:.6f}" if value >= 1e-3 else f"{value:.4g}")


def pair(numbers):
    """Weight and bias."""
    return ui.typeset(f"({numbers[0] + 0.0:.4g}, {numbers[1] + 0.0:.4g})")


def table_of(starts, *runs):
    """All runs as one table, a row an epoch."""
    fields = ("w", "b", "z", "a", "values", "d_z")
    rows = [
        (run.label, run.lr, *start, t, *(getattr(run, name)[t, i] for name in fields))
        for run in runs
        for i, start in enumerate(starts)
        for t in range(len(run.a))
    ]
    names = ("loss", "rate", "start_w", "start_b", "epoch", "w", "b", "z", "a", "cost", "slope")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def script(starts, squares, entropy):
    """Today's training as a script that needs NumPy alone."""
    main = f"""
starts, epochs, x, y = np.array({starts!r}), {len(squares.a) - 1}, 1.0, 0.0


def squares(z):
    a = sigmoid(z)
    return a, (a - y) ** 2 / 2, (a - y) * sigmoid_derivative(z)


def cross_entropy(z):
    return sigmoid(z), binary_surprises_of_logits(z, np.full_like(z, y)), sigmoid(z) - y


def train(name, rule, lr):
    w, b = starts.T
    for t in range(epochs + 1):
        a, cost, slope = rule(w * x + b)
        for i in range(len(starts)):
            print(name, t, i, *(float(number[i]) for number in (w, b, a, cost, slope)))
        w, b = w - lr * x * slope, b - lr * slope


print("loss epoch start w b a cost slope")
train("squares", squares, {squares.lr!r})
train("cross-entropy", cross_entropy, {entropy.lr!r})
"""
    return ui.stand_alone(sigmoid, sigmoid_derivative, binary_surprises_of_logits, main=main)
