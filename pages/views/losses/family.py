"""View: what one prediction costs under every loss, and how steeply.

Question: how wrong was it, and which way is less wrong?
First ten seconds: four losses over the same miss, their slopes below. Two away from the target the squared error
costs 4 and climbs ever steeper; the slopes of the other three have leveled off at 1.
"""

import streamlit as st

import ui
from charts import theme
from charts.losses.loss_family import Batch, Probe, loss_and_slope
from core.entries import Knob
from core.losses import LOSSES
from core.studies.losses.confident import GRADES, GRADES_PREDICTED, four_cases
from core.studies.losses.loss_curves import FAMILIES, coinciding, cost_of_one, sample
from core.studies.losses.loss_facts import as_table
from core.studies.losses.loss_formulas import one_prediction
from core.studies.losses.loss_members import NAIVE, members
from pages.parts.losses.family_script import knobs_of, script

SLUG = "losses_family"
DELTA = LOSSES["huber"].knobs[0]
REACH = Knob("reach", "|z|", 6.0, (6.0, 50.0, 1000.0), "how far from 0 a score may be")
NAMES = {"predictions": "Number", "margins": "Margin"}
NAMES |= {"probabilities": "Probability", "logits": "Logit"}
STARTS = {"predictions": 2.0, "margins": -0.5, "probabilities": 0.3, "logits": -2.0}
LETTERS = dict(zip(NAMES, ("prediction ŷ", "score ŷ", "probability ŷ", "score z"), strict=True))
WINDOWS = {"predictions": (10.0, 5.0), "margins": (6.0, 5.0), "probabilities": (5.0, 12.0)}
EXPERIMENTS = [
    ui.Experiment(
        "Twice the miss",
        "A miss of 4 instead of 2: the squared error goes from 4 to 16 and pulls twice as hard, 8 instead of 4. The other three only cost about 2 more; their slope was 1, or nearly, and stays there.",
        {"at_predictions": 4.0},
    ),
    ui.Experiment(
        "Almost there",
        "A tenth from the target the absolute error still pulls with its full 1. The slopes of the others shrink with the miss: 0.2, 0.1 and, for log-cosh, just below 0.1. So they can settle where it keeps jumping across.",
        {"at_predictions": 0.1},
    ),
    ui.Experiment(
        "Margin reached",
        "At a score of 1 both hinges are satisfied: loss 0, slope 0, and nothing more is asked. The logistic loss is never done: it still costs 0.313, with slope −0.269.",
        {"family": "margins", "at_margins": 1.0},
    ),
    ui.Experiment(
        "Sure and wrong",
        "“Impossible,” said the prediction, and it happened: y = 1, ŷ = 0. The cross-entropy is −ln 0 = ∞, and nothing here clips it. The squared error shrugs: it costs 1, with slope −2.",
        {"family": "probabilities", "at_probabilities": 0.0},
    ),
    ui.Experiment(
        "Three grades",
        "Who passes? Predicted 0.1, 0.8 and 0.6; what happened: 1, 0, 1. The surprises are 2.303, 1.609 and 0.511, and the loss of the batch is their mean, 1.4742829.",
        {"family": "probabilities", "grades": True, "at_probabilities": 0.1},
    ),
    ui.Experiment(
        "Too sure for a float",
        "z = 40, but the target is 0. From z itself the loss is 40, slope 1. The naive way computes σ(40) first, which rounds to exactly 1, and then ln(1 − 1): from z ≈ 37 on it has an infinite loss and no slope at all.",
        {"family": "logits", "reach": 50.0, "target_logits": 0.0, "at_logits_50": 40.0},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    with st.expander("Which loss for which task", expanded=True):
        st.table(as_table(), hide_index=True)
        st.markdown(
            "The square with the identity, cross-entropy with sigmoid or softmax: in these matched pairs the slope along z is simply ŷ − y (twice that for the square). "
            "**RMSE** is the root of the MSE, in the units of the target: misses of 1 and 7 points make an MSE of 25 and an RMSE of 5 points. A larger MSE has a larger root, so both have their minimum in the same place: "
            "read the one, train with the other. All losses here are means over the batch."
        )
    ui.predict(
        "A miss grows from 3 to 6. What happens to the *slope* of the squared error, and to that of the absolute error?",
        ["It doubles; it stays", "It grows fourfold; it doubles", "Both stay"],
        "The squared error itself grows fourfold, from 9 to 36, but its slope 2(ŷ − y) doubles, from 6 to 12. The absolute error doubles, and its slope is 1 whatever the miss: it says which way, not how far.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**The minus sign.** Logarithms of probabilities are negative; without the minus in J = −(1/n) Σ [y ln ŷ + (1 − y) ln(1 − ŷ)] the best prediction would be the worst. "
        "**“The MSE takes absolute values.”** It takes squares; the MAE takes absolute values. "
        "**“|·| cannot be used: it has no derivative.”** It has one everywhere but at 0, where any slope from −1 to 1 serves; here 0 is taken. "
        "**“Clip the probability, and log 0 is gone.”** So is the slope, where it is needed most. Compute the loss from the logits instead. "
        "In 32-bit numbers the naive form fails from z ≈ 17 on."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        family = ui.choose("Loss of a", NAMES, key=f"{SLUG}.family")
        at, target, (low, high), delta, graded = prediction(family)
        numbers = st.container()

    group = members(family, target)
    options = {m.label: knobs_of(m, delta) | {"points": 801 if high > 100 else 161} for m in group}
    curves = {m.label: sample(m.loss, m.target, low, high, **options[m.label]) for m in group}
    found = {m.label: one(m, at, delta) for m in group}
    batch = grades(target) if graded else None
    figure = loss_and_slope(
        curves,
        Probe(at, [v for v, _ in found.values()], [s for _, s in found.values()]),
        target=target,
        window=WINDOWS.get(family, (1.15 * high, 1.25)),
        letter=LETTERS[family],
        batch=batch,
    )

    with numbers:
        st.markdown(exact_table(found, batch, family))
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.curves",
            caption=tell(found, curves, at, target, batch),
            on_click=lambda x, _: put(family, high, x),
        )
        ui.show_formula(
            *(f for m in group for f in formulas(m, at, target, found[m.label], delta, family))
        )
    ui.show_source(*(f for m in group for f in (m.loss.costs, m.loss.slopes)), slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(group, at, delta, batch),
        tables={"curves": lambda: table_of(curves)},
        figures={"curves": figure},
    )


def prediction(family):
    """The controls of one family: prediction, target, the stretch of predictions, Huber's delta, the grades."""
    about, slider, (left, right) = FAMILIES[family], st.container(), st.columns(2)
    low, high, delta, graded = about.low, about.high, DELTA.default, False
    ticks = Knob("target", "y", about.target, about.targets, about.meaning)
    with left:
        target = ui.turn(ticks, key=f"{SLUG}.target_{family}", label="Target $y$")
    with right:
        if family == "predictions":
            delta = ui.turn(DELTA, key=f"{SLUG}.delta", label=r"Huber's $\delta$")
        elif family == "probabilities":
            graded = ui.switch("Three grades", key=f"{SLUG}.grades")
        elif family == "logits":
            high = ui.turn(REACH, key=f"{SLUG}.reach", label="Scores up to $|z|$")
            low = -high
    with slider:
        label, step = LETTERS[family].capitalize(), 1.0 if high > 100 else 0.01
        at = ui.live_slide(label, low, high, STARTS[family], key=place(family, high), step=step)
    return at, target, (low, high), delta, graded


def place(family, high):
    """The key of a family's prediction: of its own where the stretch is."""
    return f"{SLUG}.at_{family}" + (f"_{high:g}" if family == "logits" else "")


def put(family, high, x):
    """Set the prediction, from a click on the picture."""
    low = -high if family == "logits" else FAMILIES[family].low
    st.session_state[place(family, high)] = min(high, max(low, float(f"{x:.3g}")))


def one(member, at, delta):
    """Cost and slope of today's prediction under one loss."""
    values, slopes = cost_of_one(member.loss, [at], member.target, **knobs_of(member, delta))
    return float(values[0]), float(slopes[0])


def grades(target):
    """Three students: how likely each was said to pass, who did, and what that costs; curves for targets not drawn."""
    loss = LOSSES["binary_cross_entropy"]
    said = list(GRADES_PREDICTED), list(GRADES)
    costs, slopes = loss.costs(*said).tolist(), loss.slopes(*said).tolist()
    others = [sample(loss, y, 0.0, 1.0) for y in (0.0, 1.0) if y != target]
    return Batch(GRADES, GRADES_PREDICTED, costs, slopes, loss.value(*said), others)


def tell(found, curves, at, target, batch):
    """What today's prediction costs under each loss, in one sentence."""
    costs = ", ".join(
        f"{name} {ui.short(v)} (slope {ui.short(s)})" for name, (v, s) in found.items()
    )
    endless = {float(x) for c in curves.values() if c.key != NAIVE.key for x in c.infinite_at}
    at_ends = " and ".join(map(ui.short, sorted(endless)))
    said = f" The cross-entropies are infinite at {at_ends}." if endless else ""
    safe = {name: c for name, c in curves.items() if c.key != NAIVE.key}
    said += "".join(f" {len(g)} curves in one: {' = '.join(g)}." for g in coinciding(safe))
    mean = f" Mean of the three grades: {ui.short(batch.mean, 8)}." if batch else ""
    return f"Prediction {ui.short(at)}, target {ui.short(target)}: {costs}.{said}{mean}"


def exact_table(found, batch, family):
    """Loss and slope to seven digits; the grades and the four certain answers where they belong."""
    rows = [f"| {name} | {ui.short(v, 7)} | {ui.short(s, 7)} |" for name, (v, s) in found.items()]
    text = "\n".join(["| | loss | slope |", "|---|---:|---:|", *rows])
    if batch:
        costs = " + ".join(ui.short(cost, 7) for cost in batch.costs)
        text += f"\n\nGrades: ({costs}) / 3 = **{ui.short(batch.mean, 8)}**"
    if family == "probabilities":
        told = (f"({c.target:g}, {c.prediction:g}) → {ui.short(c.cost)}" for c in four_cases())
        text += f"\n\nCross-entropy of certain answers (y, ŷ): {', '.join(told)}."
    return text


def formulas(member, at, target, result, delta, family):
    """Loss and slope in symbols and with today's numbers, in the color of the curve."""
    key, (cost, slope) = member.loss.key, result
    options = {"cost": cost, "slope": slope, "delta": delta, "signs": family == "margins"}
    paint = rf"\color{{{theme.style(key)['color']}}}"
    lines = one_prediction(key, at, target, **options)
    pairs = zip(*(line.split(r", \quad ") for line in lines), strict=True)
    rows = pairs if key == NAIVE.key else [lines]  # the naive ones are too long for one row
    return [tuple(f"{paint}{{{line}}}" for line in pair) for pair in rows]


def table_of(curves):
    """All curves as one table, a row a prediction."""
    rows = [
        (name, *row)
        for name, c in curves.items()
        for row in zip(c.predictions, c.values, c.slopes, strict=True)
    ]
    return dict(zip(("loss", "prediction", "value", "slope"), zip(*rows, strict=True), strict=True))
