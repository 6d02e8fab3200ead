"""View: what the error of a fit is made of, measured over two hundred samples.

Question: how different would the fit be, had chance dealt other points?
First ten seconds: two hundred fits of degree 12, each to a sample of its own, lie in a broad bundle around the true
curve, and their mean lies on it: no bias, much variance. On the right the blue variance climbs with the degree while the orange bias² falls away after degree 2;
their sum with the noise has its minimum there, and rings measured on fresh points sit on it.
"""

import streamlit as st

import ui
from charts import theme
from charts.overfitting.bias import bundle_and_errors, errors_shown, height_of, stack_shown
from core.polynomials import fits_of_every_degree, legendre, lowest_degree, parabola
from core.studies.overfitting.bias import RUNS, decompose, places

SLUG = "overfitting_bias"
LARGEST = 20
DRAWN = {"noise": "new noise, same x", "both": "new x and noise"}
EXPERIMENTS = [
    ui.Experiment(
        "Bias",
        "Degree 1: all 200 lines are nearly the same, and nearly all wrong in the same places. Bias² is 1.8, over twenty times the variance. Another sample would change little; a better model would.",
        {"degree": 1},
    ),
    ui.Experiment(
        "In balance",
        "Degree 2 can draw the true curve: its bias is gone, and its variance is a tenth of the noise. Here the sum is lowest.",
        {"degree": 2},
    ),
    ui.Experiment(
        "Variance",
        "Degree 16: on average the fits are right, but hardly any of them is. At the ends, where points lie on one side only, they swing most. What each fit learned there is the noise of its sample.",
        {"degree": 16},
    ),
    ui.Experiment(
        "Twice the points",
        "Degree 12 again, with 60 points a sample instead of 30: the variance falls to less than half, the bias stays at nothing.",
        {"n": 60},
    ),
    ui.Experiment(
        "Less noise",
        "A quarter of the noise: variance and noise are both 16 times smaller, exactly, since fits are linear in y. The bias of degree 0 and 1 stays as it was.",
        {"noise": 0.25},
    ),
    ui.Experiment(
        "New x as well",
        "Degree 8, and the x are drawn anew too. Some samples leave an end almost empty, and there the fit may do anything: the mean variance is over eight times the noise, where the same x had a third of it. Most of it is owed to ten of the 200.",
        {"drawn": "both", "degree": 8},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Degree 12 and degree 2 can both draw the true curve. Which has the larger bias?",
        ["Degree 12", "Degree 2", "Neither has any"],
        "Neither has any: the mean over many samples is the true curve for both, since least squares with enough powers is right on average. All that degree 12 adds is variance, about as much for each coefficient more. So a single fit of degree 12 is worse, and the mean of many would not be.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Bias is how wrong a fit is.”** It is how wrong the *mean of all fits* is. One fit cannot show it; it takes many samples, which outside a laboratory nobody has. "
        "**“The bias returns at high degrees.”** The mean of 200 fits still shakes by a two-hundredth of their variance, and that is what is seen there, not bias. "
        "**“More data lowers the bias.”** It lowers the variance. "
        "**“Less of one is always more of the other.”** From degree 1 to 2 bias² falls by 1.8 and the variance rises by a thirtieth: with the right model both are small. "
        "And this sum holds for the squared error; other losses have no such simple one."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        degree = ui.live_slide("Degree", 0, LARGEST, 12, key=f"{SLUG}.degree", step=1)
        drawn = ui.choose("Each sample has", DRAWN, key=f"{SLUG}.drawn")
        n = ui.slide("Points a sample", 25, 100, 30, key=f"{SLUG}.n", step=5)
        left, right = st.columns(2)
        with left:
            noise = ui.number("Noise σ", 0.0, 3.0, 1.0, key=f"{SLUG}.noise", step=0.25)
        with right:
            seed = ui.number("Seed", 0, 9999, 0, key=f"{SLUG}.seed")
        st.caption("Or click a degree in the lower right picture.")

    found = measured(n, noise, seed, drawn == "noise")
    truth = parabola(found.at)
    figure = bundle_and_errors(found, truth, degree=degree)
    means = means_of(found, degree)

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.bundle",
            caption=tell(degree, found, means, truth),
            on_click=go_to,
        )
        ui.show_formula(*formulas(degree, n, noise, means, drawn))
    ui.show_source(decompose, fits_of_every_degree, legendre, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(n, noise, seed, drawn),
        tables={
            "degrees": lambda: table_of_degrees(found),
            "places": lambda: table_of_places(found, truth, degree),
        },
        figures={"bundle": figure},
    )


@st.cache_data(max_entries=8, show_spinner=False)
def measured(n, noise, seed, same_x):
    """All degrees over all samples: the same for every reader, and kept while only the degree moves."""
    return decompose(n, noise, seed, degree=LARGEST, same_x=same_x)


def go_to(x, y):
    """A click on an error takes the degree there."""
    if x in range(LARGEST + 1):
        st.session_state[f"{SLUG}.degree"] = int(x)


def means_of(found, degree):
    """Bias², variance, noise, their sum and the measured error, averaged over x."""
    return {
        "bias": float(found.bias[degree].mean()),
        "variance": float(found.variance[degree].mean()),
        "noise": float(found.noise),
        "total": float(found.total[degree].mean()),
        "measured": float(found.measured[degree].mean()),
    }


def tell(degree, found, means, truth):
    """The parts, their sum, what was measured, and what leaves the picture."""
    best = lowest_degree(found.total.mean(axis=1), 1e-20)
    said = (
        f"Degree {degree}, {RUNS} samples: bias² {ui.short(means['bias'], 3)} + variance {ui.short(means['variance'], 3)} + noise {ui.short(means['noise'], 3)} "
        f"= {ui.short(means['total'])}; measured on {RUNS * len(found.at):,} fresh points: {ui.short(means['measured'])}. The sum is lowest at degree {best}."
    )
    low, high = height_of(truth, found.noise)
    curves = found.curves[degree]
    off = []
    if curves.min() < low or curves.max() > high:
        off.append(f"fits from {ui.short(curves.min(), 3)} to {ui.short(curves.max(), 3)}")
    if found.total[degree].max() > stack_shown(found, degree):
        off.append(f"squared errors at the ends up to {ui.short(found.total[degree].max(), 3)}")
    if found.total.mean(axis=1).max() > errors_shown(found)[1]:
        off.append(f"sums above {ui.short(errors_shown(found)[1], 3)}")
    return said + (f" Off the picture: {', '.join(off)}." if off else "")


def formulas(degree, n, noise, means, drawn):
    """The sum in symbols and in numbers; with the same x, what theory says of the variance."""
    bias, variance = rf"\textcolor{{{theme.GRADIENT}}}", rf"\textcolor{{{theme.FORWARD}}}"
    green, purple = rf"\textcolor{{{theme.TARGET}}}", rf"\textcolor{{{theme.LOSS}}}"
    pairs = [
        (
            rf"{purple}{{\mathbb{{E}}(\hat f(x) - y)^2}} = {bias}{{(\mathbb{{E}}\hat f(x) - f(x))^2}} + {variance}{{\mathbb{{E}}(\hat f(x) - \mathbb{{E}}\hat f(x))^2}} + {green}{{\sigma^2}}",
            rf"{purple}{{{ui.tex(means['measured'])}}} \approx {bias}{{{ui.tex(means['bias'])}}} + {variance}{{{ui.tex(means['variance'])}}} + {green}{{{ui.tex(means['noise'])}}} = {ui.tex(means['total'])}",
        )
    ]
    if drawn == "noise":
        exact = noise**2 * (degree + 1) / n
        pairs.append(
            (
                r"\text{mean variance at the points themselves} = \sigma^2\, \frac{d+1}{n}",
                rf"{ui.tex(noise)}^2 \cdot \frac{{{degree + 1}}}{{{n}}} = {ui.tex(exact)}",
            )
        )
    return pairs


def table_of_degrees(found):
    """All means over x, a row a degree."""
    rows = [means_of(found, degree) for degree in range(LARGEST + 1)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {"degree": range(LARGEST + 1)} | columns


def table_of_places(found, truth, degree):
    """Today's degree, a row a place."""
    return {
        "x": found.at,
        "truth": truth,
        "mean": found.curves[degree].mean(axis=0),
        "bias_squared": found.bias[degree],
        "variance": found.variance[degree],
        "measured": found.measured[degree],
    }


def script(n, noise, seed, drawn):
    """Today's measurement as a script that needs NumPy alone."""
    main = f"""
found = decompose({n}, {noise!r}, {seed}, degree={LARGEST}, runs={RUNS}, same_x={drawn == "noise"})
print("degree bias^2 variance noise sum measured")
for degree in range({LARGEST + 1}):
    parts = found.bias, found.variance, np.array(found.noise), found.total, found.measured
    print(degree, *(float(np.mean(part[degree] if part.ndim else part)) for part in parts))
"""
    return ui.stand_alone(decompose, places, main=main)
