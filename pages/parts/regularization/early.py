"""Early stopping beside ridge: in words, in formulas, in a table and as a script."""

import ui
from charts import theme
from charts.regularization.early import errors_shown, height_of
from core.studies.regularization.directions import (
    best_penalty,
    look_along,
    noisy_task,
    published_task,
)
from core.studies.regularization.early_stopping import learned_by_ridge, learned_by_steps
from core.studies.regularization.patience import train_with_patience

MOST_EPOCHS = 5000


def tell(steps, alpha, gap, learned, curves, task, watched, run):
    """How alike both are, what the errors do, and what leaves the picture."""
    done = sum(abs(share - 1) < 0.01 for share in learned)
    apart = max(abs(curves["steps"].y - curves["ridge"].y))
    said = (
        f"{steps:,} step{'' if steps == 1 else 's'} against ridge with α = {ui.short(alpha, 3)}: what they have learned differs by at most {ui.short(gap, 2)} along any of the "
        f"{len(learned)} directions, the curves by at most {ui.short(apart, 2)}; {done} direction{'' if done == 1 else 's'} done (gray)."
    )
    if run:
        best = run.validation[run.best] ** 0.5
        end = (
            f"epochs ended at {run.stopped}" if run.ran_out else f"patience ended at {run.stopped}"
        )
        said += f" Walked for real, the {end}; the weights of epoch {run.best} came back, validation RMSE {ui.short(best, 3)}."
    low, high = height_of(task.points, task.held_out)
    wild = curves["least"].y
    off = []
    if min(wild) < low or max(wild) > high:
        off.append(
            f"the fit trained to the end ({ui.short(min(wild), 3)} to {ui.short(max(wild), 3)})"
        )
    if len(watched.validation) and max(watched.validation) > errors_shown(watched)[1]:
        off.append(f"validation errors up to {ui.short(max(watched.validation), 3)}")
    return said + (f" Off the picture: {' and '.join(off)}." if off else "")


def formulas(curvatures, learned, ridge, lr, steps, alpha):
    """Both shares in symbols, and with the numbers of the direction that is nearest to half done."""
    i = min(range(len(learned)), key=lambda j: abs(learned[j] - 0.5))
    value = ui.tex(curvatures[i])
    blue, orange = rf"\textcolor{{{theme.FORWARD}}}", rf"\textcolor{{{theme.GRADIENT}}}"
    return (
        (
            rf"{blue}{{\text{{learned by }} k \text{{ steps}} = 1 - (1 - \eta\lambda_i)^k}}",
            rf"{blue}{{1 - (1 - {ui.tex(lr)} \cdot {value})^{{{steps}}} = {ui.tex(learned[i])}}}",
        ),
        (
            rf"{orange}{{\text{{learned by ridge}} = \frac{{\lambda_i}}{{\lambda_i + \alpha}}}}",
            rf"{orange}{{\frac{{{value}}}{{{value} + {ui.tex(alpha)}}} = {ui.tex(ridge[i])}}}",
        ),
    )


def table_in_words(directions, learned, ridge):
    """All directions, steepest first."""
    rows = [
        f"| {ui.short(curvature, 6)} | {ui.short(best)} | {share(steps)} | {share(penalized)} |"
        for curvature, best, steps, penalized in zip(
            directions.curvatures, directions.best, learned, ridge, strict=True
        )
    ]
    head = ["| curvature λ | best value | learned by steps | by ridge |", "|---:|---:|---:|---:|"]
    return "\n".join([*head, *rows])


def share(value):
    """A share of the way, in percent."""
    return ui.typeset(f"{100 * value:.4g} %")


def table_of_errors(watched):
    """Errors after so many steps."""
    held = {"validation_rmse": watched.validation} if len(watched.validation) else {}
    return {"steps": watched.steps, "training_rmse": watched.training} | held


def script(data, seed, degree, rate, steps, alpha, patience):
    """Today's comparison as a script that needs NumPy alone."""
    task = f"noisy_task({seed}, degree={degree})" if data == "parabola" else "published_task()"
    main = f"""
task = {task}
directions = look_along(task)
lr = {rate!r} / float(directions.curvatures[0])
learned = learned_by_steps(directions.curvatures, lr, {steps})
ridge = learned_by_ridge(directions.curvatures, {alpha!r})
print("best alpha", best_penalty(directions.curvatures, learned))
print("curvature learned_by_steps learned_by_ridge")
for row in zip(directions.curvatures, learned, ridge):
    print(*map(float, row))
print("steps", {steps}, "alpha", {alpha!r})
"""
    parts = [noisy_task if data == "parabola" else published_task, look_along, learned_by_steps]
    parts += [learned_by_ridge, best_penalty]
    if patience:
        parts.append(train_with_patience)
        main += f"""run = train_with_patience(task, lr=lr, patience={int(patience)}, most={MOST_EPOCHS})
print("best epoch", run.best, "stopped", run.stopped, "validation", float(run.validation[run.best]))
"""
    return ui.stand_alone(*parts, main=main)
