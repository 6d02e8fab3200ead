"""One small network, trained on points in the plane: all that it depends on, in a few numbers."""

from __future__ import annotations

from typing import Literal, NamedTuple

from core.data_sets import DATA_SETS, Split, split
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.studies.loss_surfaces.between import reordered
from core.training import train
from core.training_record import TrainingRun

SIZES = (2, 8, 8, 1)
BENDS = ("tanh", "tanh", "identity")  # it answers in logits
LOSS = "binary_cross_entropy_with_logits"
EXAMPLES = 400  # half of them are held back for the test
NOISE = {"moons": 0.75, "circles": 0.5, "xor": 0.5, "spirals": 0.0}  # so that classes overlap

Kind = Literal["seeds", "twin", "batch"]


class Recipe(NamedTuple):
    """All that a training depends on."""

    data: str  # a key of `NOISE`
    seed: int  # of the first weights, and of the order of the examples
    rule: str  # a key of `OPTIMIZERS`
    lr: float
    batch: int
    epochs: int


def examples_of(recipe: Recipe) -> Split:
    """What is learned from, and what is held back.

    Parameters
    ----------
    recipe : Recipe

    Returns
    -------
    Split

    Raises
    ------
    ValueError
        If there is no such data set.
    """
    if recipe.data not in NOISE:
        raise ValueError(f"data is {recipe.data!r}; it may be one of {', '.join(NOISE)}")
    return split(*DATA_SETS[recipe.data].make(EXAMPLES, noise=NOISE[recipe.data]), 0.5, 0)


def trained(recipe: Recipe) -> TrainingRun:
    """The network of every epoch.

    Parameters
    ----------
    recipe : Recipe

    Returns
    -------
    TrainingRun

    Raises
    ------
    ValueError
        If a number is out of range.
    """
    data = examples_of(recipe)
    return train(
        Network.random(SIZES, BENDS, seed=recipe.seed),
        data.train,
        OPTIMIZERS[recipe.rule],
        epochs=recipe.epochs,
        batch=recipe.batch,
        seed=recipe.seed,
        loss=LOSS,
        validation=data.test,
        lr=recipe.lr,
    )


def other_recipe(recipe: Recipe, kind: Kind) -> Recipe:
    """The training to compare with: the next seed, or all examples at once (5 where they were).

    Parameters
    ----------
    recipe : Recipe
    kind : {"seeds", "twin", "batch"}
        A twin has the same training.

    Returns
    -------
    Recipe
    """
    if kind == "batch":
        everything = EXAMPLES - EXAMPLES // 2
        return recipe._replace(batch=5 if recipe.batch >= everything else everything)
    return recipe._replace(seed=recipe.seed + 1) if kind == "seeds" else recipe


def other_end(other: TrainingRun, kind: Kind, seed: int) -> Network:
    """The network that this training ends with; of a twin, the units stand in another order."""
    end = other.path.network(-1)
    return reordered(end, seed) if kind == "twin" else end
