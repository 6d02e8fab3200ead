"""View: what one wild point does to lines that are fitted under different losses.

Question: what does one wild point do to a fit?
First ten seconds: fifteen students, one of them written down with 16 points. The line of the squared errors has
tilted towards that one; those of Huber and of the absolute errors stay with the other fourteen. Beside it: the higher
the wild point, the steeper the first line, without end, while the others stop listening.
"""

import streamlit as st

import ui
from charts import theme
from charts.losses.outlier import lines_and_pulls
from core.losses import LOSSES
from core.studies.losses.line_solvers import SOLVERS
from core.studies.losses.loss_formulas import one_prediction
from core.studies.losses.loss_members import SHORT
from core.studies.losses.outlier import WILD, heights, others, students, sweep
from core.studies.losses.robust_fit import fit_line

SLUG = "losses_outlier"
TABLE = {key: LOSSES[key] for key in ("mse", "mae", "huber", "log_cosh")}
DELTA = LOSSES["huber"].knobs[0]
LOW, HIGH, FAR = -6.0, 18.0, 20.0
EXPERIMENTS = [
    ui.Experiment(
        "One slip of the pen",
        "16 points instead of 6: the squared errors' line climbs from 0.78 to 1.21 points an hour, Huber's from 0.77 to 0.85. The absolute errors' line stays at exactly 0.8.",
        {},
    ),
    ui.Experiment(
        "Back in line",
        "With 6.3 points it is a student like any other, and all four losses agree: their slopes lie between 0.78 and 0.80.",
        {"height": 6.3, "losses": list(TABLE)},
    ),
    ui.Experiment(
        "No lever",
        "The same 16 points, but at 3.79 hours, in the middle of the others. Now it cannot tilt the squared errors' line, whose slope stays 0.80; it lifts the whole line by 0.8, a fifteenth of its distance.",
        {"hours": 3.79},
    ),
    ui.Experiment(
        "A long lever",
        "20 hours and −6 points: far out to the side even a bounded pull tells. The squared errors' slope turns negative, −0.33; Huber's falls to 0.48, and the absolute errors' gives way too, to 0.63.",
        {"hours": 20.0, "height": -6.0},
    ),
    ui.Experiment(
        "Large δ: squares",
        "With δ = 5 no miss here reaches the straight part of Huber's loss. Half the square has its minimum where the square has: the two lines are one.",
        {"height": 10.0, "delta": 5.0},
    ),
    ui.Experiment(
        "Small δ: sizes",
        "With δ = 0.1 most misses, 9 of 15, lie on the straight part, so Huber is close to δ times the absolute error: slope 0.814 beside 0.8.",
        {"delta": 0.1},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "The wild point climbs on, from 16 to 18. What do the three lines do?",
        [
            "All tilt a little more",
            "Only the squared errors' line tilts more",
            "None moves: they have given it up",
        ],
        "Only the squared errors' line does, by 0.086, as with every 2 points before: its pull grows with the miss, without end. Huber's pull has reached δ and the absolute error's was 1 all along, so for these two nothing has changed.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Robust means immune.”** Robust losses limit how hard one example can pull *up or down*. Far out to the side a limited pull has a long lever: move the point to 20 hours. "
        "**“The MSE is bad, then.”** Where the misses are Gaussian noise it makes the best use of the data; the mean is what it settles on, the median what the absolute error does. "
        "**“Delete the outlier.”** Only if you know that it is a mistake. It may be the one example that says the line is wrong. "
        "And the absolute error's best line need not be the only one: where several are as good, the page says so."
    )


@st.cache_data(max_entries=400, show_spinner=False)
def swept(loss, hours, low, high, delta):
    """A line's slope for every height of the wild point: the same for every reader."""
    return sweep(hours, heights(low, high), loss, **knobs_of(loss, delta))


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        height = ui.live_slide(
            "Height of the wild point", LOW, HIGH, 16.0, key=f"{SLUG}.height", step=0.1
        )
        chosen = ui.pick_some(
            "Lines under", TABLE, key=f"{SLUG}.losses", default=("mse", "mae", "huber")
        )
        left, right = st.columns(2)
        with left:
            hours = ui.number(
                "Its hours", 0.0, FAR, 7.0, key=f"{SLUG}.hours", step=0.5, format="%.4g"
            )
        with right:
            delta = ui.turn(DELTA, key=f"{SLUG}.delta", label=r"Huber's $\delta$")
        numbers = st.container()

    x, y = students(hours, height)
    fits = {loss.key: fit_line(x, y, loss.key, **knobs_of(loss.key, delta)) for loss in chosen}
    without = fit_line(*others(), "mse")
    slopes = {key: swept(key, hours, LOW, HIGH, delta if key == "huber" else 0.0) for key in fits}
    figure = lines_and_pulls(
        *(x, y, WILD, fits), without=without, heights=heights(LOW, HIGH), slopes=slopes
    )

    with numbers:
        st.markdown(exact_table(fits))
    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.lines", caption=tell(fits, without, hours, height), on_click=put
        )
        ui.show_formula(*(formula(fit, delta, height) for fit in fits.values()))
    ui.show_source(fit_line, *(f for m in chosen for f in (m.costs, m.slopes)), slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(fits, delta, hours, height),
        tables={
            "points": lambda: table_of_points(x, y, fits),
            "slopes": lambda: {"height": heights(LOW, HIGH)} | slopes,
        },
        figures={"lines": figure},
    )


def put(x, y):
    """Move the wild point, by a click on the picture."""
    st.session_state[f"{SLUG}.hours"] = min(FAR, max(0.0, float(f"{x:.3g}")))
    st.session_state[f"{SLUG}.height"] = min(HIGH, max(LOW, float(f"{y:.3g}")))


def knobs_of(loss, delta):
    """Huber's delta; the others have none."""
    return {"delta": delta} if loss == "huber" else {}


def tell(fits, without, hours, height):
    """Slopes of all lines, and how hard and which way the wild point pulls, in one sentence."""
    lines = ", ".join(
        f"{fit.label} {ui.short(fit.w)} ({ui.short(fit.pulls[WILD])})" for fit in fits.values()
    )
    tie = [fit.label for fit in fits.values() if not fit.unique]
    more = f" Other lines are as good for: {', '.join(tie)}." if tie else ""
    return (
        f"Wild point at {ui.short(hours)} hours, {ui.short(height)} points. "
        f"Slopes of the lines, and in brackets of the wild point's own loss, where minus pulls up: {lines}; "
        f"squared errors without the wild point {ui.short(without.w)}.{more}"
    )


def exact_table(fits):
    """Slope and intercept of every line, to seven digits."""
    rows = [
        f"| {SHORT.get(key, fit.label)} | {ui.short(fit.w, 7)} | {ui.short(fit.b, 7)} |"
        for key, fit in fits.items()
    ]
    return "\n".join(["| ŷ = w x + b | w | b |", "|---|---:|---:|", *rows])


def formula(fit, delta, height):
    """The wild point's loss and pull, in symbols and with today's numbers, in the color of the line."""
    lines = one_prediction(
        fit.loss,
        height + float(fit.misses[WILD]),
        height,
        cost=float(fit.costs[WILD]),
        slope=float(fit.pulls[WILD]),
        delta=delta,
    )
    paint = rf"\color{{{theme.style(fit.loss)['color']}}}"
    return tuple(f"{paint}{{{line}}}" for line in lines)


def table_of_points(x, y, fits):
    """Every point with its miss and its pull under every loss."""
    columns = {"hours": x, "points": y}
    for key, fit in fits.items():
        columns |= {f"{key}_miss": fit.misses, f"{key}_pull": fit.pulls}
    return columns


def script(fits, delta, hours, height):
    """Today's lines as a script that needs NumPy alone."""
    solvers = ", ".join(f'"{key}": {SOLVERS[key].__name__}' for key in fits)
    losses = "\n".join(
        f'    "{key}": Entry(label="{TABLE[key].label}", costs={TABLE[key].costs.__name__}, '
        f"slopes={TABLE[key].slopes.__name__}, knobs=[Entry(default={delta!r})]),"
        for key in fits
    )
    main = f"""
from types import SimpleNamespace as Entry

SOLVERS = {{{solvers}}}
LOSSES = {{
{losses}
}}
x, y = students({hours!r}, {height!r})
for loss in LOSSES:
    fit = fit_line(x, y, loss, **({{"delta": {delta!r}}} if loss == "huber" else {{}}))
    print(loss, fit.w, fit.b, fit.value, float(fit.pulls[WILD]))
"""
    parts = [f for key in fits for f in (SOLVERS[key], TABLE[key].costs, TABLE[key].slopes)]
    return ui.stand_alone(students, *parts, fit_line, main=main)
