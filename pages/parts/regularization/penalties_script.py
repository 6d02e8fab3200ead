"""Today's penalty as a script that needs NumPy alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.linear import mean_squared_error, predict
from core.studies.regularization.paths import follow
from core.studies.regularization.tasks import powers_of_x, two_thermometers
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.linear import Penalty

MAKERS = {"powers": powers_of_x, "thermometers": two_thermometers}


def path_script(
    kind: str,
    task_settings: tuple[float, float, int],
    penalty: Penalty,
    settings: Mapping[str, float],
    l1_ratio: float,
) -> str:
    """Draws the examples, fits at today's strength and follows all strengths; prints what is on the screen."""
    first, noise, seed = task_settings
    knobs = "".join(f", {name}={value!r}" for name, value in settings.items())
    main = f"""
task = {MAKERS[kind].__name__}({first!r}, {noise!r}, {seed!r})
theta = {penalty.fit.__name__}(*task.train{knobs})
train_error = mean_squared_error(task.train.y, predict(task.train.X, theta))
print("training", train_error)
print("validation", mean_squared_error(task.validation.y, predict(task.validation.X, theta)))
print("objective", train_error + {penalty.cost.__name__}(theta{knobs}))
for k, weight in enumerate(theta):
    print("weight", k, weight)
print("zeros", np.sum(theta[1:] == 0))
path = follow(task, {l1_ratio!r})
print("best", path.alphas[path.best], path.validation_errors[path.best])
"""
    return stand_alone(
        *(MAKERS[kind], penalty.fit, penalty.cost, predict, mean_squared_error, follow), main=main
    )
