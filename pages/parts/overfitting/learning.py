"""Learning curves and folds: in words, in formulas, in tables and as scripts."""

import ui
from charts import theme
from charts.overfitting.learning import window
from core.polynomials import draw_points, lowest_degree
from core.studies.overfitting.folds import cross_validate
from core.studies.overfitting.learning import (
    SIZES,
    expected_training_error,
    learning_curves,
    limit_of,
    spread,
)

LARGEST, RUNS, POINTS = 15, 100, 20  # degree, samples, points of the folds


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
    once = dict.fromkeys(said)  # both sides may show the same degree
    return f"Training and validation RMSE, medians of {RUNS} samples (bands: the middle 80): {'; '.join(once)}.{off}"


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
    best = lowest_degree(folds.means, 1e-10)
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
