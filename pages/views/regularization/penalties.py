"""View: a curve that learns the noise, and what holds it back.

Question: when does a model learn the noise, and what holds it back?
First ten seconds: a polynomial of degree 15 (dashed) runs through the filled points and misses the hollow ones it
never saw; with a small price on its weights (blue) it follows the true curve. On the right the validation error
of the first shoots up with the degree, that of the second stays low.
"""

import streamlit as st

import ui
from charts import theme
from charts.regularization.polynomial import data_window, error_window, fit_errors_and_weights
from core.coordinate_descent import jump, sweep
from core.linear import PENALTIES, elastic_net, lasso_cost, mean_squared_error, ridge_cost
from core.studies.regularization.polynomial import (
    Sample,
    drawn,
    evaluate,
    features,
    fit_curve,
    sample_curve,
    split,
    true_curve,
)

SLUG = "regularization_penalties"
POINTS, SHARE, DEGREES = 40, 0.6, range(21)
SAMPLE = {"noise": 1.0, "seed": 16}  # what the experiments say is about these points
EXPERIMENTS = [
    ui.Experiment(
        "Too stiff",
        "Degree 1 cannot bend: both errors are high, and close to each other. This is under-fitting; more points would not help.",
        SAMPLE | {"degree": 1, "penalty": "none"},
    ),
    ui.Experiment(
        "Just right",
        "Degree 2, as the true curve: the validation error is the lowest of all degrees, and close to the noise's own variance, which nobody can predict.",
        SAMPLE | {"degree": 2, "penalty": "none"},
    ),
    ui.Experiment(
        "Too eager",
        "Degree 15 gets closer to the filled points than the true curve does, and pays with weights in the tens of thousands: between the points, and at the ends, it swings. The validation error is hundreds of times the training error. This is over-fitting.",
        SAMPLE | {"degree": 15, "penalty": "none"},
    ),
    ui.Experiment(
        "Ridge calms",
        "The same degree 15, but large weights cost. The training error rises a little, the validation error falls to that of a good fit. No weight is zero: all are small.",
        SAMPLE | {"degree": 15, "penalty": "ridge", "alpha": 0.01},
    ),
    ui.Experiment(
        "Lasso picks",
        "A price on |θ| sends 13 of the 15 weights to exactly 0. The two that stay are those of x and x²: the powers in the true curve.",
        SAMPLE | {"degree": 15, "penalty": "lasso", "alpha": 0.1},
    ),
    ui.Experiment(
        "Too strong",
        "With α = 10 no weight is worth its price: all 15 are exactly 0, and what is left is the bias, the mean of the training points. Held back too much, degree 15 under-fits.",
        SAMPLE | {"degree": 15, "penalty": "lasso", "alpha": 10.0},
    ),
]
BEHIND = {"lasso": (elastic_net, sweep, jump), "elastic_net": (sweep, jump)}


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Set the noise to 0: every point lies exactly on the parabola. Degree 15 with ridge, or without any penalty: which has the lower validation error?",
        ["Ridge", "No penalty", "The same"],
        "No penalty: with no noise to learn, plain least squares finds the parabola, and the price on weights only pulls away from it. A penalty buys steadiness against noise with a pull towards small weights; without noise, only the pull is left.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“The penalty is on all parameters.”** Not on the bias θ₀: it only lifts the curve to the right height, and a price on it would make the fit depend on where y has its zero. "
        "**“α means the same everywhere.”** Here MSE is a *mean* over the training points, ridge adds (α/2) Σθₖ² and lasso α Σ|θₖ|; where the error is a sum, or the half is left out, the same fit needs another α. "
        "And θₖ is the weight of (x/3)ᵏ, not of xᵏ: without that scaling x¹⁵ would reach 14 million, and its tiny weight would cost next to nothing. "
        "**“Regularization always helps.”** It helps a model that is too eager for its data; a model that is too stiff gets only stiffer."
    )


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        degree = ui.live_slide("Degree", 0, 20, 15, key=f"{SLUG}.degree", step=1)
        st.caption("Or click an error or a weight in the picture.")
        names = {key: entry.label for key, entry in PENALTIES.items()} | {"none": "None"}
        penalty = PENALTIES[ui.choose("Penalty", names, key=f"{SLUG}.penalty", default="ridge")]
        settings = {
            knob.name: ui.turn(
                knob,
                key=f"{SLUG}.{knob.name}",
                label=f"{knob.meaning.capitalize()}, ${knob.symbol}$",
                default=0.01 if knob.name == "alpha" else None,
            )
            for knob in penalty.knobs
        }
        left, right = st.columns(2)
        with left:
            noise = ui.slide("Noise", 0.0, 3.0, 1.0, key=f"{SLUG}.noise", step=0.25)
        with right:
            seed = ui.number(
                "Sample",
                0,
                9999,
                16,
                key=f"{SLUG}.seed",
                help="Another number draws another 40 points.",
            )
        show_truth = ui.switch("True curve", key=f"{SLUG}.truth", default=True)

    train, validation = split(*sample_curve(POINTS, noise, seed), SHARE, seed)
    fits = [fit_curve(train, validation, d, penalty.key, **settings) for d in DEGREES]
    free = [fit_curve(train, validation, d) for d in DEGREES]
    curves = {"fit": drawn(fits[degree].theta)}
    if penalty.knobs:
        curves["fit without penalty"] = drawn(free[degree].theta)
    x = curves["fit"].x
    truth = Sample(x, true_curve(x)) if show_truth else None
    figure = fit_errors_and_weights(
        train,
        validation,
        curve=curves["fit"],
        free_curve=curves.get("fit without penalty"),
        truth=truth,
        fits=fits,
        free=free,
        degree=degree,
        view=(noise, seed),
    )

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.fit",
            caption=tell(
                degree, penalty, settings, fits, free, curves, data_window(train, validation)
            ),
            on_click=go_to,
        )
        ui.show_formula(polynomial(fits[degree].theta), objective(penalty, settings, fits[degree]))
    ui.show_source(
        fit_curve, features, penalty.fit, penalty.cost, *BEHIND.get(penalty.key, ()), slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: script(degree, penalty, settings, noise, seed),
        tables={
            "points": lambda: points_table(train, validation),
            "errors": lambda: errors_table(fits),
            "weights": lambda: {"power": [*range(degree + 1)], "weight": fits[degree].theta},
        },
        figures={"fit": figure},
    )


def go_to(x, y):
    """A click on an error or on a weight takes the degree there."""
    if x in DEGREES:
        st.session_state[f"{SLUG}.degree"] = int(x)


def tell(degree, penalty, settings, fits, free, curves, window):
    """Today's fit in a few words: its errors, its weights, and what leaves the window."""
    fit, plain = fits[degree], free[degree]
    strength = f", α = {settings['alpha']:g}" if settings else ""
    against = f" ({short(plain.validation_error)} without penalty)" if settings else ""
    said = (
        f"Degree {degree}, {penalty.label.lower()}{strength}: mean squared error {short(fit.train_error)} in training, "
        f"{short(fit.validation_error)} in validation{against}; objective J = {short(fit.objective)}"
    )
    if degree:
        against = f" ({short(size(plain))} without)" if settings else ""
        zeros = sum(weight == 0 for weight in fit.theta[1:])
        said += f"; largest weight {short(size(fit))}{against}, {zeros} of {degree} exactly 0"
    off = [*leaving(curves, window), *outside(fits, free if settings else ())]
    return f"{said}." + (f" Off the picture: {', '.join(off)}." if off else "")


def size(fit):
    """The largest weight, whatever its sign; the bias is not one."""
    return max(abs(weight) for weight in fit.theta[1:])


def leaving(curves, window):
    """The curves for which the left picture is too low: said, since it is not to be seen."""
    low, high = window
    return [
        f"the {name} ({short(min(curve.y))} to {short(max(curve.y))})"
        for name, curve in curves.items()
        if min(curve.y) < low or max(curve.y) > high
    ]


def outside(fits, ghosts):
    """The errors for which the right picture is too low, or too high."""
    low, high = error_window(ghosts or fits)
    drawn_errors = [error for fit in fits for error in (fit.train_error, fit.validation_error)]
    drawn_errors += [fit.validation_error for fit in ghosts]
    above = [f"errors above {short(high)}"] if max(drawn_errors) > high else []
    return above + ([f"errors below {short(low)}"] if min(drawn_errors) < low else [])


def short(value):
    """Three digits; thousands in full."""
    digits = f"{value:,.0f}" if 1000 <= abs(value) < 1e7 else f"{value:.3g}"
    return digits.replace("-", "−", 1) if value < 0 else digits


def polynomial(theta):
    """The fitted curve in symbols, and its first terms in numbers."""
    blue = rf"\textcolor{{{theme.FORWARD}}}{{\hat{{y}}}}"
    powers = [rf"\left(\tfrac{{x}}{{3}}\right){f'^{{{k}}}' if k > 1 else ''}" for k in range(1, 4)]
    terms = "".join(
        rf" {number(weight, sign='+')}\,{power}"
        for weight, power in zip(theta[1:], powers, strict=False)
    )
    rest = r" + \dots" if len(theta) > 4 else ""
    return (
        rf"{blue} = \theta_0 + \sum_{{k=1}}^{{{len(theta) - 1}}} \theta_k \left(\tfrac{{x}}{{3}}\right)^k"
        if len(theta) > 1
        else rf"{blue} = \theta_0",
        rf"{blue} = {number(theta[0])}{terms}{rest}",
    )


def objective(penalty, settings, fit):
    """What the fit made smallest, in symbols and with today's numbers."""
    purple = rf"\textcolor{{{theme.LOSS}}}"
    symbols = penalty.equation.replace(r"\mathrm{MSE}", rf"{purple}{{\mathrm{{MSE}}}}")
    error = rf"{purple}{{{number(fit.train_error)}}}"
    if not settings:
        return symbols, rf"J = {error}"
    squares, sizes = ridge_cost(fit.theta, 2.0), lasso_cost(fit.theta, 1.0)
    alpha, r = number(settings["alpha"]), settings.get("l1_ratio", 0.5)
    prices = {
        "ridge": rf"\tfrac{{{alpha}}}{{2}} \cdot {number(squares)}",
        "lasso": rf"{alpha} \cdot {number(sizes)}",
        "elastic_net": rf"{r:g} \cdot {alpha} \cdot {number(sizes)} + \tfrac{{{1 - r:g}}}{{2}} \cdot {alpha} \cdot {number(squares)}",
    }
    cost = penalty.cost(fit.theta, **settings)
    return (
        symbols,
        rf"J = {error} + {prices[penalty.key]} = {error} + {number(cost)} = {number(fit.objective)}",
    )


def number(value, sign=""):
    """Four digits in LaTeX; ``sign="+"`` writes a plus, too."""
    digits, _, power = f"{value:{sign}.4g}".partition("e")
    return digits + (rf" \cdot 10^{{{int(power)}}}" if power else "")


def points_table(train, validation):
    """All points, those to learn from first."""
    parts = ["training"] * len(train.x) + ["validation"] * len(validation.x)
    return {"part": parts, "x": [*train.x, *validation.x], "y": [*train.y, *validation.y]}


def errors_table(fits):
    """What each degree misses."""
    return {
        "degree": list(DEGREES),
        "training_error": [fit.train_error for fit in fits],
        "validation_error": [fit.validation_error for fit in fits],
        "objective": [fit.objective for fit in fits],
    }


def script(degree, penalty, settings, noise, seed):
    """Today's fit as a script that needs NumPy alone."""
    knobs = "".join(f", {name}={value!r}" for name, value in settings.items())
    main = f"""
train, validation = split(*sample_curve({POINTS}, {noise!r}, {seed}), {SHARE}, {seed})


def report(degree):
    X = features(train.x, degree)
    theta = {penalty.fit.__name__}(X, train.y{knobs})
    train_error = mean_squared_error(train.y, evaluate(theta, train.x))
    validation_error = mean_squared_error(validation.y, evaluate(theta, validation.x))
    print("degree", degree, train_error, validation_error, train_error + {penalty.cost.__name__}(theta{knobs}))
    return theta


for degree in range({len(DEGREES)}):
    report(degree)
theta = report({degree})
for power, weight in enumerate(theta):
    print("weight", power, weight)
print("zeros", np.sum(theta[1:] == 0))
"""
    return ui.stand_alone(
        sample_curve,
        split,
        features,
        evaluate,
        mean_squared_error,
        penalty.fit,
        penalty.cost,
        main=main,
    )
