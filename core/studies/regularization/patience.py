"""Stop when points held out have not been predicted better for a while, and give back the best weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole, within
from core.entries import Array
from core.studies.regularization.directions import Task
from core.studies.regularization.early_stopping import RATES


@dataclass(frozen=True, eq=False)
class Stopped:
    """A training that was stopped, and what it gave back."""

    weights: Array  # (d,), those of the best epoch
    best: int  # the epoch with the lowest validation error
    stopped: int  # the last epoch
    validation: Array  # (stopped + 1,), mean squared
    ran_out: bool  # whether the epochs ended before the patience did


def train_with_patience(task: Task, *, lr: float, patience: int, most: int) -> Stopped:
    """Plain descent from 0 that watches the points held out.

    Parameters
    ----------
    task : Task
        With points held out.
    lr : float
        Learning rate, 1e-12 to 1e12.
    patience : int
        Stop after so many epochs in a row without a new best, 1 or more.
    most : int
        Epochs at most.

    Returns
    -------
    run : Stopped
    """
    within("lr", lr, *RATES)
    patience, most = whole("patience", patience, 1), whole("most", most, 1)
    held, wanted = task.columns(task.held_out.x), task.held_out.y - task.bias
    weights = best_weights = np.zeros(task.Z.shape[1])
    validation, best = [np.mean(wanted**2)], 0
    for epoch in range(1, most + 1):
        gradient = task.scale * task.Z.T @ (task.Z @ weights - task.targets)
        weights = weights - lr * gradient
        validation.append(np.mean((held @ weights - wanted) ** 2))
        if validation[epoch] < validation[best]:
            best, best_weights = epoch, weights
        elif epoch - best >= patience:
            break
    return Stopped(best_weights, best, epoch, np.array(validation), epoch - best < patience)
