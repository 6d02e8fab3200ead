"""What a penalty leaves of the weights: in words and in formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charts import theme
from core.linear import elastic_net_cost, lasso_cost, ridge_cost
from core.studies.regularization.paths import pulls, silent_from
from ui.numerals import short, tex

if TYPE_CHECKING:
    from core.linear import Penalty
    from core.studies.regularization.paths import Path
    from core.studies.regularization.polynomial import Fit
    from core.studies.regularization.tasks import Task

Knobs = Mapping[str, float]
MODELS = {  # what the model says, in symbols, without the bias
    "powers": r"\sum_{k=1}^{%d} \theta_k \left(\tfrac{x}{3}\right)^k",
    "thermometers": r"\theta_1 x_1 + \theta_2 x_2 + \theta_3 x_3 + \theta_4 x_4",
}
COLUMNS = {
    "powers": (r"\tfrac{x}{3}", *(rf"\left(\tfrac{{x}}{{3}}\right)^{{{k}}}" for k in (2, 3))),
    "thermometers": ("x_1", "x_2", "x_3", "x_4"),
}


def tell_fit(penalty: Penalty, settings: Knobs, fit: Fit, free: Fit, path: Path) -> str:
    """Today's errors, weights and zeros, beside those without a penalty."""
    count = len(fit.theta) - 1
    zeros = sum(weight == 0 for weight in fit.theta[1:])
    alpha = settings["alpha"]
    lowest = float(path.validation_errors[path.best])
    return (
        f"{penalty.label}, α = {short(alpha)}: mean squared error {short(fit.train_error)} in training, "
        f"{short(fit.validation_error)} in validation ({plain(free.validation_error)} without penalty); "
        f"{zeros} of {count} weights exactly 0, the largest {plain(size(fit))} ({plain(size(free))} without penalty); "
        f"bias {short(fit.theta[0])}, J = {short(fit.objective)}. "
        f"The lowest validation error of all strengths, {short(lowest)}, is at α = {short(path.alphas[path.best], 3)}."
    )


def size(fit: Fit) -> float:
    """The largest weight, whatever its sign; the bias is not one."""
    return float(max(abs(weight) for weight in fit.theta[1:]))


def plain(value: float) -> str:
    """Four digits; thousands in full."""
    return f"{value:,.0f}" if 1000 <= abs(value) < 1e7 else short(value)


def tell_three(fits: Mapping[str, Fit], alpha: float) -> str:
    """Zeros and largest weights under all three penalties today."""
    parts = [
        f"{label} {sum(w == 0 for w in fit.theta[1:])} (largest weight {short(size(fit), 3)})"
        for label, fit in fits.items()
    ]
    count = len(next(iter(fits.values())).theta) - 1
    return f"At α = {short(alpha)}, of {count} weights exactly 0: {', '.join(parts)}."


def formulas(
    kind: str, penalty: Penalty, settings: Knobs, fit: Fit, task: Task
) -> list[tuple[str, str]]:
    """The model, the objective and what makes it smallest: in symbols and in today's numbers."""
    return [
        model(kind, fit),
        objective(penalty, settings, fit),
        solution(penalty, settings, fit, task),
    ]


def model(kind: str, fit: Fit) -> tuple[str, str]:
    """What the model says, and its first terms in numbers."""
    theta = fit.theta
    blue = rf"\textcolor{{{theme.FORWARD}}}{{\hat{{y}}}}"
    symbols = MODELS[kind] % (len(theta) - 1) if kind == "powers" else MODELS[kind]
    terms = "".join(
        f" {'-' if weight < 0 else '+'} {tex(abs(weight))} \\, {column}"
        for weight, column in zip(theta[1:], COLUMNS[kind], strict=False)
    )
    rest = r" + \dots" if len(theta) - 1 > len(COLUMNS[kind]) else ""
    return rf"{blue} = \theta_0 + {symbols}", rf"{blue} = {tex(theta[0])}{terms}{rest}"


def objective(penalty: Penalty, settings: Knobs, fit: Fit) -> tuple[str, str]:
    """What the fit made smallest."""
    purple = rf"\textcolor{{{theme.LOSS}}}"
    symbols = penalty.equation.replace(r"\mathrm{MSE}", rf"{purple}{{\mathrm{{MSE}}}}")
    error = rf"{purple}{{{tex(fit.train_error)}}}"
    squares, sizes = ridge_cost(fit.theta, 2.0), lasso_cost(fit.theta, 1.0)
    alpha, r = tex(settings["alpha"]), ratio(penalty, settings)
    lasso = rf"{alpha} \cdot {tex(sizes)}"
    ridge = rf"\tfrac{{{alpha}}}{{2}} \cdot {tex(squares)}"
    price = {
        "ridge": ridge,
        "lasso": lasso,
        "elastic_net": rf"{r:g} \cdot {lasso} + {1 - r:g} \cdot {ridge}",
    }[penalty.key]
    cost = elastic_net_cost(fit.theta, settings["alpha"], r)
    return (
        symbols + r", \qquad \theta_0 \text{ free}",
        rf"J = {error} + {price} = {error} + {tex(cost)} = {tex(fit.objective)}",
    )


def ratio(penalty: Penalty, settings: Knobs) -> float:
    """The lasso's share in a penalty."""
    return {"ridge": 0.0, "lasso": 1.0}.get(penalty.key, settings.get("l1_ratio", 0.5))


def solution(penalty: Penalty, settings: Knobs, fit: Fit, task: Task) -> tuple[str, str]:
    """Ridge's closed form; else the condition under which a weight is exactly zero, and how near to it one is."""
    alpha, n = settings["alpha"], len(task.train.y)
    r = ratio(penalty, settings)
    if r == 0:
        return (
            r"\theta = \left(X^\top X + \tfrac{n \alpha}{2} A\right)^{-1} X^\top y, \quad A = I \text{ but } A_{00} = 0 \text{, and a column of ones in } X",
            rf"\tfrac{{n \alpha}}{{2}} = \tfrac{{{n} \cdot {tex(alpha)}}}{{2}} = {tex(n * alpha / 2)}"
            r" \text{ on the diagonal, at each weight; } 0 \text{ at the bias}",
        )
    pull = rf"\textcolor{{{theme.GRADIENT}}}"
    share, rest = ("", "") if r == 1 else ("r", r" + (1 - r) \alpha\, \theta_k")
    symbols = (
        rf"{pull}{{g_k = \tfrac{{2}}{{n}} \sum\nolimits_i x_{{ik}} (y_i - \hat{{y}}_i)}}, \qquad"
        rf" \theta_k = 0 \text{{ where }} |{pull}{{g_k}}| < {share} \alpha, \text{{ else}}\\[3pt]"
        rf"{pull}{{g_k}} = {share} \alpha \, \mathrm{{sign}}(\theta_k){rest}"
    )
    return symbols, numbers_of_pulls(pulls(task.train, fit.theta), fit, alpha, r, pull)


def numbers_of_pulls(found: Sequence[float], fit: Fit, alpha: float, r: float, pull: str) -> str:
    """The largest pull on a weight that is 0; where none is, the pull on the first weight."""
    still = [(abs(g), k) for k, g in enumerate(found, 1) if fit.theta[k] == 0]
    if still:
        largest, k = max(still)
        return rf"\theta_{{{k}}} = 0: \quad {pull}{{{tex(largest, 5)}}} \le {tex(r * alpha, 5)} \quad\text{{(the largest pull on a zero)}}"
    weight = fit.theta[1]
    sign = "-" if weight < 0 else "+"
    more = rf" + {tex((1 - r) * alpha)} \cdot ({tex(weight)})" if r < 1 else ""
    return rf"\text{{none is 0: }} \theta_1 = {tex(weight)} \text{{ is held by }} {pull}{{{tex(found[0], 5)}}} = {sign}{tex(r * alpha)}{more}"


def ends(task: Task, r: float) -> str:
    """From where on only the mean is left."""
    mean = sum(task.train.y) / len(task.train.y)
    if r == 0:
        return f"As α grows without end, every weight tends to 0 and the prediction to the mean of y, {short(mean)}; a weight may pass through 0, none stays there."
    return f"From α = {short(silent_from(task.train, r))} on every weight is exactly 0 and the prediction is the mean of y, {short(mean)}."


def table_of_examples(task: Task, columns: Sequence[str]) -> dict[str, Sequence[Any]]:
    """All examples, those to learn from first."""
    rows = [*task.train.X, *task.validation.X]
    parts = ["training"] * len(task.train.y) + ["validation"] * len(task.validation.y)
    named = {name: [row[k] for row in rows] for k, name in enumerate(columns)}
    return {"part": parts} | named | {"y": [*task.train.y, *task.validation.y]}


def table_of_path(path: Path) -> dict[str, Sequence[Any]]:
    """A row for each strength."""
    weights = {f"weight_{k}": path.thetas[:, k] for k in range(1, path.thetas.shape[1])}
    return {
        "alpha": path.alphas,
        "training_error": path.train_errors,
        "validation_error": path.validation_errors,
        "not_zero": path.nonzero,
        "bias": path.thetas[:, 0],
    } | weights
