"""View: scores become shares of one whole.

Question: how do scores become shares of one whole?
First ten seconds: scores 1, 2, 3 become exponentials and these, divided by their sum, shares. Below, how each share
moves when one score does; and the same shares at every temperature, from the winner taking all to all alike.
"""

import math

import streamlit as st

import ui
from charts import theme
from charts.activations.softmax import scores_to_shares
from core.entries import Knob
from core.softmax import naive_softmax, softmax, softmax_jacobian
from core.softmax_steps import entropy, softmax_steps, sweep_temperatures

SLUG = "activations_softmax"
CLASSES = ("cat", "dog", "fox", "owl", "bee", "ant")
SCORES = (1.0, 2.0, 3.0, 0.0, 0.0, 0.0)
COUNTS = {str(count): str(count) for count in range(2, 7)}
REACH = 10.0
SHOWN = 4  # terms of a sum in a formula
COLDEST, HOTTEST = 0.01, 100.0
SHIFT = Knob(
    "shift",
    "c",
    0.0,
    (-1000.0, -100.0, -10.0, -1.0, 0.0, 1.0, 10.0, 100.0, 1000.0),
    "added to every score",
)
EXPERIMENTS = [
    ui.Experiment(
        "One, two, three",
        "Scores 1, 2, 3 give shares 0.0900306, 0.2447285 and 0.6652410, together 1. One step up in score multiplies a share by e ≈ 2.718, wherever the scores stand.",
        {},
    ),
    ui.Experiment(
        "Cold: argmax",
        "T = 0.1: the scores count tenfold. The fox takes 0.9999546, and the entropy falls to 0.0005 nats: nearly the hard maximum.",
        {"temperature": 0.1},
    ),
    ui.Experiment(
        "Hot: uniform",
        "T = 100: shares 0.3300, 0.3333 and 0.3367, the entropy 1.0986 nats, almost ln 3, the most that three classes can have. The order of the classes stays the same.",
        {"temperature": 100.0},
    ),
    ui.Experiment(
        "1000 and 1001",
        "Two classes, scores 1000 and 1001: shares 0.2689414 and 0.7310586, as for 0 and 1, and as the sigmoid of their difference. The formula as in books meets e¹⁰⁰⁰ = ∞ and divides ∞ by ∞: nan.",
        {"count": "2", "z0": 0.0, "z1": 1.0, "shift": 1000.0, "naive": True},
    ),
    ui.Experiment(
        "Sure of itself",
        "Scores −10, 0, 10: the fox has 0.9999546, and no slope is larger than 0.0000454. Softmax saturates like the sigmoid.",
        {"z0": -10.0, "z1": 0.0, "z2": 10.0},
    ),
    ui.Experiment(
        "A tie, and ice cold",
        "Dog and fox both score 3. At T = 0.01 each has one half and the cat as good as nothing: no winner. But each share's slope along its own score is 25: a nudge decides.",
        {"z1": 3.0, "temperature": 0.01},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Scores 1, 2, 3. All three are doubled. What happens to the shares?",
        ["Nothing, only ratios count", "The highest grows", "They all double"],
        "The highest grows, from 0.665 to 0.867. Softmax depends on *differences* of scores: adding the same to all changes nothing, doubling doubles every difference. It is the same as halving the temperature.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Softmax needs inputs between 0 and 1.”** Its *outputs* lie between 0 and 1 and sum to 1; its inputs may be any numbers. For several labels that may be true at once, use a sigmoid each: with softmax one label takes from the others. "
        "**“A share of 0.99 means right 99 times in 100.”** Only if the model is calibrated: a lower temperature makes the same scores look surer, and right no more often. "
        "**“The derivative of softmax is p(1 − p).”** That is the diagonal. Every share depends on every score, so the derivative is a matrix, (diag p − p pᵀ)/T. "
        "**“The shift with max z is an approximation.”** It cancels exactly: the same factor stands above and below the fraction. Without it $e^{z/T}$ is ∞ from $z/T = 710$ on."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        temperature = ui.live_slide(
            "Temperature T",
            COLDEST,
            HOTTEST,
            1.0,
            key=f"{SLUG}.temperature",
            step=0.01,
            log=True,
        )
        classes = CLASSES[: int(ui.choose("Classes", COUNTS, key=f"{SLUG}.count", default="3"))]
        chosen = choose_scores(classes)
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            shift = ui.turn(SHIFT, key=f"{SLUG}.shift", label="Added to all, $c$")
        with right:
            compare = ui.switch("Naive form", key=f"{SLUG}.naive")

    z = [score + shift for score in chosen]
    steps, jacobian = softmax_steps(z, temperature), softmax_jacobian(z, temperature)
    naive = softmax_steps(z, temperature, shifted=False) if compare else None
    sweep = sweep_temperatures(z, low=COLDEST, high=HOTTEST)
    openness = float(entropy(steps.shares))
    figure = scores_to_shares(
        z, steps, jacobian, sweep, temperature=temperature, classes=classes, naive=naive
    )

    with picture:
        caption = tell(classes, temperature, steps, openness, naive)
        ui.show_figure(figure, key=f"{SLUG}.chain", caption=caption)
        ui.show_formula(*formulas(classes, z, temperature, steps, jacobian, openness))
        if compare:
            st.markdown(side_by_side(classes, z, steps, naive))
    ui.show_source(softmax, softmax_jacobian, naive_softmax, entropy, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(classes, z, temperature),
        tables={
            "shares": lambda: table_of(classes, z, steps, jacobian, naive),
            "temperatures": lambda: table_of_sweep(classes, sweep),
        },
        figures={"chain": figure},
    )


def choose_scores(classes):
    """A score for each class, two in a row."""
    scores = []
    for i, name in enumerate(classes):
        if i % 2 == 0:
            columns = st.columns(2)
        with columns[i % 2]:
            label = f"Score of the {name}"
            scores.append(ui.slide(label, -REACH, REACH, SCORES[i], key=f"{SLUG}.z{i}", step=0.1))
    return scores


def tell(classes, temperature, steps, openness, naive):
    """Shares and entropy in one sentence, and what the formula as in books makes of the same scores."""
    shares = ", ".join(f"{name} {places(p)}" for name, p in zip(classes, steps.shares, strict=True))
    n = len(classes)
    nats = f"{openness:.4f}" if openness > 1e-4 else ui.short(openness, 3)
    nats = nats if openness > 0 else "0, rounded,"
    text = f"At T = {plain(temperature)}: {shares}. Entropy {nats} of at most ln {n} = {math.log(n):.4f} nats."
    return f"{text} {verdict(steps, naive)}".strip()


def verdict(steps, naive):
    """Whether the formula as in books came to the same."""
    if naive is None:
        return ""
    if any(share != share for share in naive.shares):
        what = "∞ by ∞" if naive.total > 1 else "0 by 0"
        return f"The formula as in books divides {what}, which is no number."
    pairs = zip(steps.shares, naive.shares, strict=True)
    same = all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-300) for a, b in pairs)
    return f"The formula as in books comes to {'the same' if same else 'other numbers'}."


def formulas(classes, z, temperature, steps, jacobian, openness):
    """Share, slopes and entropy: in symbols, then with today's numbers."""
    i = max(range(len(z)), key=z.__getitem__)
    j = max((k for k in range(len(z)) if k != i), key=z.__getitem__)
    blue, slope = f"\\textcolor{{{theme.FORWARD}}}", f"\\textcolor{{{theme.GRADIENT}}}"
    first, second = (tex(steps.shares[k]) for k in (i, j))
    more = r"\cdots" if len(classes) > SHOWN else ""
    plus, minus = (f" {sign} {more}" if more else "" for sign in "+-")
    terms = " + ".join(rf"e^{{{ui.tex(x, 6)}}}" for x in steps.exponents[:SHOWN])
    total = " - ".join(rf"{tex(p)} \ln {tex(p)}" if p > 0 else "0" for p in steps.shares[:SHOWN])
    return (
        (
            rf"{blue}{{p_i}} = \frac{{e^{{(z_i - \max z)/T}}}}{{\sum_j e^{{(z_j - \max z)/T}}}}",
            rf"{blue}{{p_\text{{{classes[i]}}}}} = \frac{{e^0}}{{{terms}{plus}}} = {blue}{{{ui.tex(steps.shares[i], 7)}}}",
        ),
        (
            rf"{slope}{{\frac{{\partial p_i}}{{\partial z_i}}}} = \frac{{p_i (1 - p_i)}}{{T}}, \quad {slope}{{\frac{{\partial p_i}}{{\partial z_j}}}} = -\frac{{p_i\, p_j}}{{T}} \quad (i \neq j)",
            rf"\frac{{{first}\,(1 - {first})}}{{{ui.tex(temperature)}}} = {slope}{{{tex(jacobian[i, i])}}}, \quad -\frac{{{first} \cdot {second}}}{{{ui.tex(temperature)}}} = {slope}{{{tex(jacobian[i, j])}}} \quad (i = \text{{{classes[i]}}},\ j = \text{{{classes[j]}}})",
        ),
        (r"H = -\sum_i p_i \ln p_i", f"H = -{total}{minus} = {tex(openness)}"),
    )


def tex(value):
    """A number in LaTeX, in four digits."""
    return ui.tex(value, 4)


def plain(value):
    """Seven digits; what is no number by its name."""
    if value != value:
        return "nan"
    return "∞" if value > 1e308 else ui.typeset(f"{value + 0.0:.7g}")


def places(share):
    """Seven places, more where they would all be 0; no share is 0 itself, a float may be."""
    if share == 0:
        return "smaller than any float"
    return f"{share:.7f}" if share > 1e-6 else ui.typeset(f"{share:.3g}")


def side_by_side(classes, z, steps, naive):
    """Both ways step by step."""
    columns = (
        (z, naive.exponentials, naive.shares),
        (steps.exponents, steps.exponentials, steps.shares),
    )
    head = "| | z | e^(z/T) | divided by their sum | (z − max)/T | its exponential | p |"
    rows = [
        f"| {name} | {' | '.join(map(plain, row))} |"
        for name, *row in zip(classes, *columns[0], *columns[1], strict=True)
    ]
    total = f"| sum | | {plain(naive.total)} | | | {plain(steps.total)} | |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---:|", *rows, total])


def table_of(classes, z, steps, jacobian, naive):
    """Scores, shares and the Jacobian, a row a class."""
    slopes = {f"along_{name}": jacobian[:, j] for j, name in enumerate(classes)}
    table = {"class": classes, "score": z, "exponential": steps.exponentials, "share": steps.shares}
    return table | slopes | ({} if naive is None else {"naive_share": naive.shares})


def table_of_sweep(classes, sweep):
    """Shares and entropy at every temperature."""
    shares = dict(zip(classes, sweep.shares.T, strict=True))
    return {"temperature": sweep.temperatures} | shares | {"entropy": sweep.entropies}


def script(classes, z, temperature):
    """Today's shares as a script that needs NumPy alone."""
    main = f"""
z, temperature = np.array({z!r}), {temperature!r}
p = softmax(z, temperature)
for name, share, row in zip({classes!r}, p, softmax_jacobian(z, temperature)):
    print(name, float(share), *map(float, row))
print("entropy", float(entropy(p)))
print("naive", *map(float, naive_softmax(z, temperature)))
"""
    return ui.stand_alone(softmax, softmax_jacobian, naive_softmax, entropy, main=main)
