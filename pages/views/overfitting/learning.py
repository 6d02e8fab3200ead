"""View: what more data does for a model that is too stiff, and for one that is too eager.

Question: would more data help, or another model?
First ten seconds: on the left degree 1: after a dozen points both errors run side by side, far above the noise, and more
points change nothing. On the right degree 9: with few points a gulf lies between the two errors; it closes as points
come in, and both meet at the noise.
"""

import streamlit as st

import ui
from charts import theme
from charts.overfitting.folds import fold_by_fold
from charts.overfitting.learning import two_learning_curves, window
from core.polynomials import (
    Points,
    draw_points,
    fit_polynomial,
    fits_of_every_degree,
    parabola,
    rmse,
)
from core.studies.overfitting.degrees import drawn_curve
from core.studies.overfitting.folds import cross_validate, deal_folds
from core.studies.overfitting.learning import (
    SIZES,
    expected_training_error,
    learning_curves,
    limit_of,
    spread,
)

SLUG = "overfitting_learning"
LARGEST, RUNS, POINTS = 15, 100, 20
SHOWN = {"curves": "Learning curves", "folds": "k folds"}
EXPERIMENTS = [
    ui.Experiment(
        "Both high and close",
        "Left, degree 1: with 100 points training and validation error are within a tenth of each other, and both near 1.67, where the noise alone makes 1. The model is too stiff: more data will not help.",
        {},
    ),
    ui.Experiment(
        "A gap that closes",
        "Right, degree 15: with 24 points the validation error is over ten times the training error. With 100 both are near the noise. The model was too eager for its data: more data does help.",
        {"degree": 15},
    ),
    ui.Experiment(
        "About right",
        "Right, degree 2: a dozen points are enough, the gap is small from the start, and both errors meet at the noise.",
        {"degree": 2},
    ),
    ui.Experiment(
        "Five folds",
        "Each of 20 points is held out once, by one of five folds. Degree 9 is fitted five times, to 16 points each, and four of the fits seem good: errors of 1 to 2. But fold 3 holds out the leftmost point, where its fit has nothing to hold on to: error 57. One split might never have shown it.",
        {"show": "folds", "fold": 3},
    ),
    ui.Experiment(
        "Five calm folds",
        "The same folds with degree 2: five fits that are nearly one curve, five errors of about the size of the noise. Their mean is the lowest of all degrees: 20 points have chosen degree 2, and no other point was spent on it.",
        {"show": "folds", "degree": 2, "fold": 3},
    ),
    ui.Experiment(
        "Leave one out",
        "20 folds of one point each: every fit uses 19 of the 20 points, and for degree 2 all of them are nearly the same. The price is 20 fits.",
        {"show": "folds", "degree": 2, "k": 20},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Training and validation error are nearly the same, and both far too high. What helps?",
        ["More data", "A model that can bend more", "A penalty on the weights"],
        "A model that can bend more. The two curves have met: what they have met at is what this model misses with endless data, so more points only tell it the same again, and a penalty stiffens it further. Had there been a gap, more data (or a penalty) would have been right.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A low training error is good news.”** With as many points as coefficients it is 0, whatever the points. As data comes in the training error *rises*, and that is progress. "
        "**“More data always helps.”** Only against a gap. "
        "**“The k folds are k independent measurements.”** Any two of them share most of their training points, so their spread says how much one fold differs from the next; it is not an error bar of the mean. "
        "And the mean error judges a fit to (k − 1)/k of the points: the final fit, to all of them, is a little better."
    )


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        shown = ui.choose("Show", SHOWN, key=f"{SLUG}.show")
        label = "Degree, right" if shown == "curves" else "Degree"
        degree = ui.live_slide(label, 0, LARGEST, 9, key=f"{SLUG}.degree", step=1)
        if shown == "curves":
            other = ui.slide("Degree, left", 0, LARGEST, 1, key=f"{SLUG}.other")
        else:
            k = ui.slide("Folds k", 2, POINTS, 5, key=f"{SLUG}.k")
            fold = ui.number("Look at fold", 1, POINTS, 1, key=f"{SLUG}.fold")
        left, right = st.columns(2)
        with left:
            noise = ui.number("Noise", 0.0, 3.0, 1.0, key=f"{SLUG}.noise", step=0.25)
        with right:
            seed = ui.number("Seed", 0, 9999, 4, key=f"{SLUG}.seed")
    with picture:
        if shown == "curves":
            show_curves(other, degree, noise, seed)
        else:
            show_folds(degree, k, min(fold, k) - 1, noise, seed)


@st.cache_data(max_entries=30, show_spinner=False)
def grown(noise, seed):
    """Errors of all degrees at all sizes in all samples: the same for every reader."""
    return learning_curves(noise, seed, degree=LARGEST, runs=RUNS)


def show_curves(other, degree, noise, seed):
    """Two degrees, from few points to many."""
    curves = grown(noise, seed)
    degrees = (other, degree)
    spreads = [(spread(curves.training[d]), spread(curves.validation[d])) for d in degrees]
    figure = two_learning_curves(
        curves.sizes,
        spreads,
        degrees=degrees,
        limits=tuple(limit_of(d, noise) for d in degrees),
        noise=noise,
    )
    ui.show_figure(figure, key=f"{SLUG}.curves", caption=tell_curves(degrees, spreads, noise))
    ui.show_formula(*curve_formulas(degree, noise, curves))
    ui.show_source(learning_curves, fits_of_every_degree, spread, limit_of, rmse, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: curves_script(degrees, noise, seed),
        tables={"errors": lambda: table_of_curves(degrees, spreads)},
        figures={"curves": figure},
    )


def show_folds(degree, k, fold, noise, seed):
    """One fold at a time."""
    points = draw_points(POINTS, noise, seed)
    folds = cross_validate(*points, k, seed, degree=LARGEST)
    curves = [drawn_curve(fit, count=201) for fit in folds.coefficients[degree]]
    truth = Points(curves[0].x, parabola(curves[0].x))
    figure = fold_by_fold(points, folds.fold_of, curves, truth, folds.errors[degree], fold=fold)
    ui.show_figure(figure, key=f"{SLUG}.folds", caption=tell_folds(degree, fold, folds))
    ui.show_formula(fold_formula(degree, folds))
    ui.show_source(deal_folds, cross_validate, fit_polynomial, rmse, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: folds_script(degree, k, noise, seed),
        tables={
            "points": lambda: {"x": points.x, "y": points.y, "fold": folds.fold_of + 1},
            "errors": lambda: table_of_folds(folds),
        },
        figures={"folds": figure},
    )


def tell_curves(degrees, spreads, noise):
    """Both degrees' errors with 20 and with 100 points, in a sentence each."""
    said = []
    for degree, (training, validation) in zip(degrees, spreads, strict=True):
        few, many = SIZES.index(20), len(SIZES) - 1
        at = [
            f"{ui.short(training[1, i], 3)} and {ui.short(validation[1, i], 3)} with {SIZES[i]} points"
            for i in (few, many)
        ]
        said.append(f"degree {degree} has {', '.join(at)}")
    high = window(noise)[1]
    seen = [v[1, i] for _, v in spreads for i in range(len(SIZES)) if v[1, i] == v[1, i]]
    off = f" Off the picture: errors above {ui.short(high, 3)}." if max(seen) > high else ""
    return f"Training and validation RMSE, medians of {RUNS} samples (bands: the middle 80): {'; '.join(said)}.{off}"


def curve_formulas(degree, noise, curves):
    """What endless data leaves, and what a fit to n points takes of the noise."""
    misses = {0: r"\tfrac{3^2}{3} + \tfrac{3^2}{5}", 1: r"\tfrac{3^2}{5}"}
    rest = f" + {misses[degree]}" if degree in misses else ""
    gray, blue = rf"\textcolor{{{theme.QUIET}}}", rf"\textcolor{{{theme.FORWARD}}}"
    pairs = [
        (
            rf"{gray}{{\mathrm{{RMSE}}_\infty}} = \sqrt{{\sigma^2 + \sum_{{k>d}} \frac{{c_k^2}}{{2k+1}}}}, \quad \text{{truth}} = 3.5 + 3 P_1(x/3) + 3 P_2(x/3)",
            rf"{gray}{{\mathrm{{RMSE}}_\infty}} = \sqrt{{{ui.tex(noise)}^2{rest}}} = {ui.tex(limit_of(degree, noise))}",
        )
    ]
    if degree >= 2:
        n = SIZES[-1]
        measured = float(rms_of(curves.training[degree, -1]))
        pairs.append(
            (
                rf"{blue}{{\mathrm{{RMSE}}_\text{{training}}}} \approx \sigma \sqrt{{1 - \frac{{d+1}}{{n}}}}",
                rf"{blue}{{\mathrm{{RMSE}}_\text{{training}}}} \approx {ui.tex(noise)} \sqrt{{1 - \tfrac{{{degree + 1}}}{{{n}}}}} = {ui.tex(expected_training_error(degree, n, noise))} \quad (\text{{measured over }} {RUNS} \text{{ samples: }} {ui.tex(measured)})",
            )
        )
    return pairs


def rms_of(errors):
    """Root of the mean square."""
    return (errors**2).mean() ** 0.5


def tell_folds(degree, fold, folds):
    """Who is held out, at what cost, and what all folds say."""
    errors, k = folds.errors[degree], folds.errors.shape[1]
    held = int((folds.fold_of == fold).sum())
    best = int(folds.means.argmin())
    return (
        f"Degree {degree}, fold {fold + 1} of {k}: {held} of {POINTS} points held out, RMSE {ui.short(errors[fold], 3)} on them. "
        f"Over all folds {ui.short(min(errors), 3)} to {ui.short(max(errors), 3)}, mean {ui.short(folds.means[degree], 3)}, standard deviation "
        f"{ui.short(folds.spreads[degree], 3)}. The mean is lowest at degree {best}: {ui.short(folds.means[best], 3)}."
    )


def fold_formula(degree, folds):
    """The mean over folds, in symbols and in numbers."""
    errors = folds.errors[degree]
    purple = rf"\textcolor{{{theme.LOSS}}}{{\mathrm{{RMSE}}_i}}"
    terms = " + ".join(ui.tex(error, 3) for error in errors[:5]) + (
        r" + \dots" if len(errors) > 5 else ""
    )
    return (
        rf"\overline{{\mathrm{{RMSE}}}} = \frac1k \sum_{{i=1}}^{{k}} {purple}",
        rf"\overline{{\mathrm{{RMSE}}}} = \frac{{{terms}}}{{{len(errors)}}} = {ui.tex(folds.means[degree])}",
    )


def table_of_curves(degrees, spreads):
    """Low, median and high of both errors of both degrees, a row a size."""
    columns = {"points": SIZES}
    for side, degree, pair in zip(("left", "right"), degrees, spreads, strict=True):
        for name, errors in zip(("training", "validation"), pair, strict=True):
            for i, which in enumerate(("low", "median", "high")):
                columns[f"{side}_degree_{degree}_{name}_{which}"] = errors[i]
    return columns


def table_of_folds(folds):
    """The error of every degree in every fold, their mean and their spread."""
    k = folds.errors.shape[1]
    columns = {f"fold_{i + 1}": folds.errors[:, i] for i in range(k)}
    return {"degree": range(LARGEST + 1)} | columns | {"mean": folds.means, "sd": folds.spreads}


def curves_script(degrees, noise, seed):
    """Today's learning curves as a script that needs NumPy alone."""
    main = f"""
curves = learning_curves({noise!r}, {seed}, degree={LARGEST}, runs={RUNS})
for degree in {sorted(set(degrees))}:
    training, validation = spread(curves.training[degree]), spread(curves.validation[degree])
    for i, n in enumerate(curves.sizes):
        print("degree", degree, "points", n, *map(float, training[:, i]), *map(float, validation[:, i]))
"""
    return ui.stand_alone(learning_curves, spread, main=main)


def folds_script(degree, k, noise, seed):
    """Today's folds as a script that needs NumPy alone."""
    main = f"""
points = draw_points({POINTS}, {noise!r}, {seed})
folds = cross_validate(*points, {k}, {seed}, degree={LARGEST})
print("fold of each point", *folds.fold_of + 1)
for degree in range({LARGEST + 1}):
    print("degree", degree, float(folds.means[degree]), float(folds.spreads[degree]))
for i, error in enumerate(folds.errors[{degree}], 1):
    print("fold", i, float(error))
"""
    return ui.stand_alone(draw_points, cross_validate, main=main)
