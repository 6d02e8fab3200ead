"""View: from scores over softmax and cross-entropy to the slope along each score.

Question: what do softmax and cross-entropy tell each score?
First ten seconds: three scores become three shares, the true class's share a loss; and last, in orange, what each score
is told: the true one to rise by what its share lacks, each other to fall by the share it took. Together exactly 0.
"""

import streamlit as st

import ui
from charts import theme
from charts.scores import scores_to_loss
from core.entries import Knob
from core.entropy_losses import cross_entropy_with_logits, logit_slopes
from core.softmax import log_softmax, softmax
from core.softmax_loss import agree, score, score_naively, surprise_curve
from core.softmax_steps import softmax_steps

SLUG = "losses_softmax"
CLASSES = ("cat", "dog", "fox", "owl", "bee", "ant")
SCORES = (2.0, 1.0, 0.0, 0.0, 0.0, 0.0)
REACH = 10.0
TIMES = Knob("times", "", 1.0, (1.0, 10.0, 100.0), "multiplies every score: 10 becomes 1,000")
PLUS = Knob("plus", "", 0.0, (-1000.0, -100.0, 0.0, 100.0, 1000.0), "is added to every score")
EXPERIMENTS = [
    ui.Experiment(
        "Two, one, nothing",
        "Scores 2, 1, 0 give shares 0.665241, 0.244728 and 0.090031. The cat is true: a loss of −ln 0.665241 = 0.407606. Slope −0.334759 for the cat, which is to rise; 0.244728 and 0.090031 for the others, which are to fall. They sum to 0.",
        {},
    ),
    ui.Experiment(
        "Sure and wrong",
        "The true cat scores −5, the dog 5: the loss is 10.0068, nearly the gap itself, and the slopes are −0.99995 and 0.9933. The pull is as large as it can be: no flat sigmoid stands in its way.",
        {"z0": -5.0, "z1": 5.0},
    ),
    ui.Experiment(
        "Sure and right",
        "The cat scores 10, the dog 1: its share is 0.9998, the loss 0.00017, and no slope is larger than 0.0002. What is right is left alone.",
        {"z0": 10.0},
    ),
    ui.Experiment(
        "No idea",
        "Six equal scores: each share is 1/6, the loss ln 6 = 1.791759, what pure guessing costs. The cat is pulled up by 5/6, each of the five others down by 1/6.",
        {"count": 6, "z0": 0.0, "z1": 0.0},
    ),
    ui.Experiment(
        "A thousand more",
        "1,000 added to every score changes no share: only differences count. But e¹⁰⁰⁰ is more than a float can hold, so the naive formulas, taken as they stand, divide ∞ by ∞ and say nan, everywhere. With the highest score subtracted first nothing happens.",
        {"plus": 1000.0, "naive": True},
    ),
    ui.Experiment(
        "Infinitely surprised?",
        "Scores −500 for the true cat, 500 for the dog: the loss is the gap, 1,000. The naive formulas round the cat's share to 0 and call the loss −ln 0 = ∞. From the scores themselves it is a difference.",
        {"z0": -5.0, "z1": 5.0, "times": 100.0, "naive": True},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Three classes, shares 0.7, 0.2, 0.1; the third is the true one. Which slope does the loss have along its score?",
        ["0.1", "−0.9", "−ln 0.1 = 2.3"],
        "−0.9: share minus target, 0.1 − 1. A step against the slope raises this score and lowers the two others, whose slopes are 0.7 and 0.2; together the three are 0. The loss itself, −ln 0.1 ≈ 2.3, does not enter.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Softmax takes numbers from 0 to 1.”** Its *outputs* lie between 0 and 1 and sum to 1; its inputs are scores, any numbers at all. "
        "**“So apply softmax, then a loss that takes scores.”** That is softmax twice: a loss that is made for logits wants the scores themselves. "
        "**“A small constant inside the logarithm makes it safe.”** It makes it wrong: with ln(p + 10⁻⁷) no loss is larger than 16.12, and the pull is lost just where it is needed most. The safe way is ln Σeᶻ − z, with the highest score taken out. "
        "And p − y is the slope along the *score*; the slope along the share p is −1/p at the true class and 0 elsewhere."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        left, right = st.columns([2, 3])
        with left:
            count = ui.slide("Classes", 3, 6, 3, key=f"{SLUG}.count")
        classes = CLASSES[:count]
        with right:
            truth = ui.choose(
                "True class", dict(zip(classes, classes, strict=True)), key=f"{SLUG}.truth{count}"
            )
        sliders = choose_scores(classes)
        left, right = st.columns(2)
        with left:
            times = ui.turn(TIMES, key=f"{SLUG}.times", label="Scores times")
        with right:
            plus = ui.turn(PLUS, key=f"{SLUG}.plus", label="plus")
        compare = ui.switch("Show the naive formulas too", key=f"{SLUG}.naive")

    scores = [times * slider + plus for slider in sliders]
    safe = score(scores, classes.index(truth))
    naive = score_naively(scores, classes.index(truth)) if compare else None
    curve = surprise_curve(max(5.0, 1.2 * safe.loss))
    figure = scores_to_loss(safe, curve, classes=classes, naive=naive)

    with picture:
        ui.show_figure(figure, key=f"{SLUG}.chain", caption=tell(classes, truth, safe, naive))
        ui.show_formula(*formulas(classes, truth, safe))
        if compare:
            st.markdown(side_by_side(classes, safe, naive))
    ui.show_source(softmax_steps, log_softmax, cross_entropy_with_logits, logit_slopes, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(scores, classes, truth),
        tables={"scores": lambda: table_of(classes, safe, naive)},
        figures={"chain": figure},
    )


def choose_scores(classes):
    """A score for each class; the first one moves the picture while it is dragged."""
    first = ui.live_slide(
        f"Score of the {classes[0]}", -REACH, REACH, SCORES[0], key=f"{SLUG}.z0", step=0.1
    )
    rest = []
    for i in range(1, len(classes)):
        if i % 2:
            columns = st.columns(2)
        with columns[1 - i % 2]:
            label = f"Score of the {classes[i]}"
            rest.append(ui.slide(label, -REACH, REACH, SCORES[i], key=f"{SLUG}.z{i}", step=0.1))
    return [first, *rest]


def tell(classes, truth, safe, naive):
    """The chain in one sentence, and what the naive formulas made of it."""
    shares, slopes = (
        ", ".join(f"{name} {plain(value)}" for name, value in zip(classes, row, strict=True))
        for row in (safe.steps.shares, safe.d_z)
    )
    total = plain(round(float(safe.d_z.sum()), 12))
    text = f"Shares: {shares}. The {truth} is true: loss {plain(safe.loss)}. Slopes: {slopes}; their sum is {total}."
    return f"{text} {verdict(safe, naive)}".strip()


def verdict(safe, naive):
    """Whether the formulas as they stand came to the same."""
    if naive is None:
        return ""
    if agree(safe, naive):
        return "The naive formulas come to the same."
    lost = "an infinite loss" if naive.loss > safe.loss else "a loss that is no number"
    return f"The naive formulas come to {lost}."


def formulas(classes, truth, safe):
    """Share, loss and slope: in symbols, then with the numbers of the true class and of all."""
    y = classes.index(truth)
    steps, best = safe.steps, float(safe.logits.max())
    terms = " + ".join(rf"e^{{{ui.tex(value, 6)}}}" for value in steps.exponents)
    shares, targets, slopes = (
        vector(row, color)
        for row, color in (
            (steps.shares, theme.FORWARD),
            (safe.target, theme.TARGET),
            (safe.d_z, theme.GRADIENT),
        )
    )
    loss = rf"\textcolor{{{theme.LOSS}}}{{{ui.tex(safe.loss, 6)}}}"
    return (
        (
            r"p_i = \frac{e^{z_i - \max z}}{\sum_j e^{z_j - \max z}}",
            rf"p_{{\text{{{truth}}}}} = \frac{{e^{{{ui.tex(steps.exponents[y], 6)}}}}}{{{terms}}} = {ui.tex(steps.shares[y], 6)}",
        ),
        (
            r"L = -\ln p_y = \max z + \ln \sum_j e^{z_j - \max z} - z_y",
            rf"L = {number(best)} + \ln {ui.tex(steps.total, 6)} - {number(safe.logits[y], True)} = {loss}",
        ),
        (
            r"\frac{\partial L}{\partial z_i} = p_i - y_i",
            f"{shares} - {targets} = {slopes}",
        ),
    )


def vector(values, color):
    """A row of numbers in LaTeX, in its color."""
    numbers = r",\, ".join(ui.tex(value, 4 if len(values) < 5 else 2) for value in values)
    return rf"\textcolor{{{color}}}{{({numbers})}}"


def number(value, subtracted=False):
    """A number in LaTeX, in brackets where a minus stands before another one."""
    text = ui.tex(value, 6)
    return f"({text})" if subtracted and value < 0 else text


def side_by_side(classes, safe, naive):
    """Both ways step by step; what is no number is written as what it is."""
    columns = (
        naive.logits,
        naive.steps.exponentials,
        naive.steps.shares,
        safe.steps.exponents,
        safe.steps.exponentials,
        safe.steps.shares,
    )
    head = "| | z | eᶻ | eᶻ / Σ | z − max z | its exponential | p |"
    rows = [
        f"| {name} | {' | '.join(map(plain, row))} |"
        for name, *row in zip(classes, *columns, strict=True)
    ]
    total = f"| sum | | {plain(naive.steps.total)} | | | {plain(safe.steps.total)} | |"
    loss = f"| **loss** | | | **{plain(naive.loss)}** | | | **{plain(safe.loss)}** |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---:|", *rows, total, loss])


def plain(value):
    """Six digits; what is no number by its name."""
    if value != value:
        return "nan"
    return "∞" if value > 1e308 else ui.typeset(f"{value + 0.0:.6g}")


def table_of(classes, safe, naive):
    """The chain as a table, a row a class."""
    table = {
        "class": classes,
        "score": safe.logits,
        "share": safe.steps.shares,
        "target": safe.target,
        "slope": safe.d_z,
        "loss": [safe.loss] * len(classes),
    }
    return table if naive is None else table | {"naive_share": naive.steps.shares}


def script(scores, classes, truth):
    """Today's chain as a script that needs NumPy alone."""
    main = f"""
z = np.array({scores!r})
y = np.array({[float(name == truth) for name in classes]!r})
p = softmax(z)
for name, *row in zip({classes!r}, z, p, logit_slopes(z, y)):
    print(name, *map(float, row))
print("loss", cross_entropy_with_logits(z, y))
with np.errstate(all="ignore"):  # the formulas as they stand: e^z / sum, then -ln p
    print("naive", float(-np.log(np.exp(z) / np.exp(z).sum())[y == 1][0]))
"""
    return ui.stand_alone(softmax, cross_entropy_with_logits, logit_slopes, main=main)
