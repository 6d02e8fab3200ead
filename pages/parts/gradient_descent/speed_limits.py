"""How fast descent goes on a bowl: in words, in a table, in formulas and as a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.descent import DIVERGED_AT
from ui.numerals import short, tex
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.studies.gradient_descent.convergence import Plane, Tuning
    from core.studies.gradient_descent.quadratic_walk import EigenWalk
    from core.studies.gradient_descent.speed_limits import Price, Verdict

NAMES = ("flattest", "middle", "steepest")
DIRECTIONS = ("flattest", "middle (the geometric mean)", "steepest")


def tell_speed(
    found: Sequence[Verdict],
    slowest: Verdict,
    walk: EigenWalk,
    limit: float,
    setting: tuple[float, float],
) -> str:
    """The setting, what it promises, what came of it."""
    lr, beta = setting
    promised = ", ".join(short(v.predicted, 6) for v in found)
    measured = ", ".join(measured_of(v) for v in found)
    text = (
        f"η = {short(lr, 7)}, β = {short(beta, 6)}; curvatures {', '.join(short(v.eigenvalue, 3) for v in found)}: "
        f"after each step {promised} of the errors should be left, measured {measured}."
    )
    which = NAMES[found.index(slowest)]
    if slowest.predicted < 1:
        return f"{text} The {which} direction decides, here and in every name on the map: {_digit(slowest.digit)}. The limit for η is {short(limit)}."
    if slowest.predicted == 1:
        return f"{text} η is at its limit {short(limit)}: the error of the {which} direction neither shrinks nor grows."
    end = (
        f"the walk leaves after step {len(walk.errors) - 1}, when an error is more than {DIVERGED_AT:,.0f} times the first"
        if walk.outcome == "diverged"
        else "slowly, so this walk has not left yet"
    )
    return f"{text} η is above its limit {short(limit)}: the {which} direction diverges, {end}."


def measured_of(verdict: Verdict) -> str:
    """A measured rate as it is printed."""
    return "too short to tell" if verdict.measured is None else short(verdict.measured, 6)


def _digit(steps: float) -> str:
    """What a digit costs, in words."""
    return "there in one step" if steps == 0 else f"{price_in_words(steps)} steps for each digit"


def price_in_words(steps: float) -> str:
    """A number of steps, thousands apart."""
    return f"{steps:,.0f}" if 1000 <= steps < 1e9 else short(steps, 4)


def verdicts_table(found: Sequence[Verdict]) -> str:
    """Promise and outcome for each direction, in Markdown."""
    rows = [
        f"| {name}, λ\u00a0=\u00a0{short(v.eigenvalue, 4)} | {v.regime.label.lower()}: {v.regime.meaning} "
        f"| {short(v.predicted, 6)} | {measured_of(v)} | {price_in_words(v.digit)} |"
        for name, v in zip(DIRECTIONS, found, strict=True)
    ]
    head = "| direction | how | rate, predicted | measured | steps for each digit |"
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def tell_price(condition: float, costs: Mapping[str, float], now: float) -> str:
    """What a digit costs, today and at best."""
    mine = (
        "with this setting it never gets there"
        if now == float("inf")
        else f"now {price_in_words(now)}"
    )
    if condition == 1:
        mine = mine if now else "and now too"
        return f"Condition number 1, a round bowl: at the best rate one step is enough, {mine}."
    return (
        f"Condition number {condition:,g}: a digit costs {price_in_words(costs['descent'])} steps with the best plain descent "
        f"(it grows as κ), {price_in_words(costs['momentum'])} with the best momentum (it grows as √κ), {mine}."
    )


def formulas(
    slowest: Verdict,
    setting: tuple[float, float],
    condition: float,
    steepest: float,
    limit: float,
    best: Mapping[str, Tuning],
) -> list[tuple[str, str]]:
    """The factor of the slowest direction, the limit, and both best settings: in symbols and in numbers."""
    lr, beta = setting
    flat = steepest / condition
    value, swings = slowest.eigenvalue, slowest.regime.key == "rippling"
    root = r"\text{complex, so } |s| = \sqrt{\beta}" if swings else r"\text{real, so } \max |s|"
    plain, heavy = best["descent"], best["momentum"]
    roots = rf"(\sqrt{{{tex(flat)}}} + \sqrt{{{tex(steepest)}}})"
    return [
        (
            r"s^2 - (1 + \beta - \eta \lambda)\, s + \beta = 0, \qquad \text{error after } t \text{ steps} \sim |s|^t",
            rf"\lambda = {tex(value)}: \quad s^2 - ({tex(1 + beta - lr * value, 6)})\, s + {tex(beta, 6)} = 0, \quad"
            rf" {root} = {tex(slowest.predicted, 6)}",
        ),
        (
            r"\text{stable for} \quad \eta < \frac{2 + 2\beta}{\lambda_{\max}}",
            rf"\frac{{2 + 2 \cdot {tex(beta, 6)}}}{{{tex(steepest)}}} = {tex(limit, 6)}",
        ),
        (
            r"\text{best with } \beta = 0\text{:} \quad \eta = \frac{2}{\lambda_{\min} + \lambda_{\max}}, \quad"
            r" |s| = \frac{\kappa - 1}{\kappa + 1}",
            rf"\eta = \frac{{2}}{{{tex(flat)} + {tex(steepest)}}} = {tex(plain.lr, 7)}, \quad |s| = {tex(plain.rate, 6)}",
        ),
        (
            r"\text{best:} \quad \eta = \left( \frac{2}{\sqrt{\lambda_{\min}} + \sqrt{\lambda_{\max}}} \right)^2, \quad"
            r" |s| = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}, \quad \beta = |s|^2",
            rf"\eta = \left( 2 / {roots} \right)^2 = {tex(heavy.lr, 7)}, \quad |s| = {tex(heavy.rate, 6)}, \quad"
            rf" \beta = {tex(heavy.beta, 6)}",
        ),
    ]


def table_of_errors(walk: EigenWalk) -> dict[str, Sequence[Any]]:
    """The error along each direction, a row a step."""
    columns: dict[str, Sequence[Any]] = {"step": list(range(len(walk.errors)))}
    return columns | {f"error_{name}": walk.errors[:, i].tolist() for i, name in enumerate(NAMES)}


def table_of_plane(plane: Plane, regimes: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Rate and regime for every setting of the map, a row each."""
    rows = [
        (float(lr), float(beta), float(plane.rates[i, j]), regimes[int(plane.regimes[i, j])])
        for i, beta in enumerate(plane.betas)
        for j, lr in enumerate(plane.lrs)
    ]
    return dict(zip(("lr", "beta", "rate", "regime"), zip(*rows, strict=True), strict=True))


def table_of_price(price: Price) -> dict[str, Sequence[Any]]:
    """What a digit costs, a row a condition number."""
    return {
        "condition": price.conditions.tolist(),
        "best_descent": price.descent.tolist(),
        "best_momentum": price.momentum.tolist(),
    }


def speed_script(
    parts: Sequence[Callable[..., Any]],
    condition: float,
    steepest: float,
    setting: tuple[float, float],
    steps: int,
) -> str:
    """Today's setting as a script that needs NumPy alone."""
    lr, beta = setting
    main = f"""
eigenvalues, lr, beta = bowl_with({condition!r}, {steepest!r}), {lr!r}, {beta!r}
walk = walk_quadratic(eigenvalues, lr=lr, beta=beta, steps={steps})
print("outcome", walk.outcome, len(walk.errors) - 1)
for eigenvalue, errors in zip(eigenvalues, walk.errors.T):
    rate = convergence_rate(lr, beta, eigenvalue)
    print("eigenvalue", eigenvalue)
    print("predicted", rate)
    fit = measured_rate(errors) if len(errors) > 4 else None
    print("measured", fit.rate if fit and is_long_enough(fit, lr, beta, eigenvalue) else "too short to tell")
    print("digit", steps_per_digit(rate))
print("limit", (2 + 2 * beta) / max(eigenvalues))
print("best descent", *best_descent(eigenvalues))
print("best momentum", *best_momentum(eigenvalues))
"""
    return stand_alone(*parts, main=main)
