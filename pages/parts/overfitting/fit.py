"""One fit among its points: in words, in formulas, in tables and as a script."""

import ui
from charts import theme
from charts.overfitting.fit import errors_shown
from core.studies.overfitting.degrees import (
    drawn_points,
    parted,
    places,
    sweep_degrees,
    window_of,
)

PARTS = {"": "training", "v": "validation", "t": "test"}


def tell(degree, sweep, parts, curve, heights, own_test):
    """The three errors of today's degree, the best degree, and what leaves the picture."""
    errors = {part: exact(sweep.errors[part][degree], parts) for part in PARTS}
    best, n = sweep.best, len(parts[""].x)
    kind = "your own" if own_test else "fresh, drawn from the true curve"
    said = (
        f"Degree {degree}, {n} training points: RMSE {ui.short(errors[''], 3)} in training, {ui.short(errors['v'], 3)} on the "
        f"{counted('validation', parts['v'])}, {ui.short(errors['t'], 3)} on {counted('test', parts['t'])} ({kind}). "
        f"The validation error is lowest at degree {best}, where the test error is {ui.short(exact(sweep.errors['t'][best], parts), 3)}."
    )
    said += which_curve(degree, n, places(parts[""], sweep.window))
    low, high = min(curve.y), max(curve.y)
    off = []
    if low < heights[0] or high > heights[1]:
        off.append(f"the fit ({ui.short(low, 3)} to {ui.short(high, 3)})")
    top = errors_shown(sweep)[1]
    if max(max(errors) for errors in sweep.errors.values()) > top:
        off.append(f"errors above {ui.short(top, 3)}")
    return said + (f" Off the picture: {', '.join(off)}." if off else "")


def which_curve(degree, n, different):
    """What is special about the curve where points share an x, or are too few for the degree."""
    said = ""
    if different == 1:
        said = " All training points have the same x: no curve can do more there than meet the mean of their y."
    if degree >= different:
        met = "points: of the many curves through all of them"
        if different < n:
            met = "different x: of the many curves that miss as little as can be"
        said += f" More coefficients than {met}, the one with the shortest coefficients."
    return said


def counted(name, points):
    """How many points of a part there are."""
    return f"{len(points.x)} {name} point{'' if len(points.x) == 1 else 's'}"


def exact(value, parts):
    """The number, or 0 where it is no more than the rounding of numbers as large as the points."""
    return 0.0 if abs(value) <= 1e-12 * max(1.0, *map(abs, parts[""].y)) else float(value)


def formula(coefficients, window, parts):
    """The fitted curve in symbols, and its first terms in numbers."""
    coefficients = [exact(value, parts) for value in coefficients]
    blue = rf"\textcolor{{{theme.FORWARD}}}{{\hat{{y}}}}"
    low, high = window
    middle, half = (low + high) / 2, (high - low) / 2
    moved = rf"(x {signed(-middle)})" if middle else "x"
    scaled = rf"{moved}/{ui.tex(half)}"
    terms = "".join(
        rf" {signed(value)}\,P_{{{k}}}(t)" for k, value in enumerate(coefficients[1:5], 1)
    )
    rest = r" + \dots" if len(coefficients) > 5 else ""
    return (
        rf"{blue} = \sum_{{k=0}}^{{{len(coefficients) - 1}}} c_k\, P_k(t), \quad t = {scaled}",
        rf"{blue} = {ui.tex(coefficients[0])}{terms}{rest}",
    )


def signed(value):
    """A number with its sign in front, in LaTeX."""
    return f"{'-' if value < 0 else '+'} {ui.tex(abs(value))}"


def miss(degree, sweep, parts, part, name):
    """The error of one part in symbols and in numbers."""
    error, n = exact(sweep.errors[part][degree], parts), len(parts[part].x)
    purple = rf"\textcolor{{{theme.LOSS}}}{{\mathrm{{RMSE}}_\text{{{name}}}}}"
    return (
        rf"{purple} = \sqrt{{\tfrac1n \textstyle\sum_i (\hat y_i - y_i)^2}}",
        rf"{purple} = \sqrt{{{ui.tex(n * error**2)} / {n}}} = {ui.tex(error)}",
    )


def table_of_points(parts):
    """All points, those to learn from first."""
    return {
        "part": [PARTS[part] for part in PARTS for _ in parts[part].x],
        "x": [x for part in PARTS for x in parts[part].x],
        "y": [y for part in PARTS for y in parts[part].y],
    }


def table_of_errors(sweep):
    """What each degree misses."""
    errors = {f"{name}_rmse": sweep.errors[part] for part, name in PARTS.items()}
    return {"degree": range(len(sweep.coefficients))} | errors


def script(points, largest, degree, n, noise, seed):
    """Today's fits as a script that needs NumPy alone."""
    main = f"""
rows = {[tuple(point) for point in points]!r}
_, fresh = drawn_points({n}, {noise!r}, {seed})
parts = parted(rows, fresh)
sweep = sweep_degrees(parts, {largest}, window_of(rows))
for degree in range({largest + 1}):
    print("degree", degree, *(float(sweep.errors[part][degree]) for part in (TRAINING, VALIDATION, TEST)))
for k, coefficient in enumerate(sweep.coefficients[{degree}]):
    print("coefficient", k, float(coefficient))
"""
    return ui.stand_alone(drawn_points, parted, window_of, sweep_degrees, main=main)
