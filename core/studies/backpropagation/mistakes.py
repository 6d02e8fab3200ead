"""Famous mistakes of a backward pass, made on purpose: each lowers the loss, and each is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.activations import ACTIVATIONS
from core.entries import Array, table
from core.network import LayerGradient, Network, Trace
from core.quiet import quiet


def along_all_paths(w: Array, d_z: Array, d_weights: Array, lr: float) -> Array:
    """Right: what comes back to a unit is the sum over all units that it feeds."""
    return d_z @ w.T


def through_moved_weights(w: Array, d_z: Array, d_weights: Array, lr: float) -> Array:
    """Wrong: the weights have been updated before the slopes have passed through them."""
    return d_z @ (w - lr * d_weights).T


def along_first_path(w: Array, d_z: Array, d_weights: Array, lr: float) -> Array:
    """Wrong: only the first of the units that a unit feeds is asked."""
    return d_z[:, :1] @ w[:, :1].T


def output_of(run: Trace, layer: int) -> Array:
    """Right: what came in over a weight is the output of the unit where it begins."""
    return run.forward[layer].a


def sum_of(run: Trace, layer: int) -> Array:
    """Wrong: the sum z of that unit instead, from before it was bent."""
    return run.forward[layer - 1].z if layer > 0 else run.forward[0].a


@dataclass(frozen=True)
class Mistake:
    """A way to get slopes, and where it departs from the right one.

    ``back`` sends slopes back through a layer's weights, ``incoming`` is what the slope of a weight is multiplied
    with, ``bent`` whether the slope of the activation counts, ``penalized`` whether the penalty does.
    """

    key: str
    label: str
    says: str
    equation: str
    back: Callable[[Array, Array, Array, float], Array] = along_all_paths
    incoming: Callable[[Trace, int], Array] = output_of
    bent: bool = True
    penalized: bool = True


RIGHT = r"\delta_j = \varphi'(z_j) \sum_k w_{jk} \delta_k"
MISTAKES = table(
    (
        Mistake("none", "None", "Every slope as it should be.", RIGHT),
        Mistake(
            key="too_early",
            label="Updated too early",
            says="The weights of a layer move first, then the blame goes back through the new ones.",
            equation=r"\delta_j = \varphi'(z_j) \sum_k w^{+}_{jk} \delta_k",
            back=through_moved_weights,
        ),
        Mistake(
            key="no_bend",
            label="Forgot φ′",
            says="The slope of the activation is left out in the hidden layers.",
            equation=r"\delta_j = \sum_k w_{jk} \delta_k",
            bent=False,
        ),
        Mistake(
            key="one_path",
            label="Forgot to sum over paths",
            says="A hidden unit hears from the first unit that it feeds, and from no other.",
            equation=r"\delta_j = \varphi'(z_j)\, w_{j1} \delta_1",
            back=along_first_path,
        ),
        Mistake(
            key="sum_for_output",
            label="z instead of h",
            says="The slope of a weight takes the sum z of the unit where it begins, not its output.",
            equation=r"\partial J / \partial w_{jk} = z_j \delta_k",
            incoming=sum_of,
        ),
        Mistake(
            key="no_penalty",
            label="Forgot λw",
            says="The penalty counts in the objective, but not in its slopes.",
            equation=r"\partial J / \partial w_{jk} = a_j \delta_k",
            penalized=False,
        ),
    )
)


def backward_with(mistake: Mistake, network: Network, run: Trace, l2: float, lr: float) -> Trace:
    """The backward pass of a run once more, with a mistake in it.

    Parameters
    ----------
    mistake : Mistake
    network : Network
    run : Trace
        Of this network. What it says of the output layer's δ is kept.
    l2 : float
        Strength of the penalty that the run was made with.
    lr : float
        Learning rate, of an update that comes too early.

    Returns
    -------
    Trace
        Forward as it was, backward with the mistake.
    """
    d_out, d_z, layers = run.backward[-1].d_out, run.backward[-1].d_z, []
    with quiet():
        for i in reversed(range(len(run.forward))):
            w, penalty = network.weights[i], l2 if mistake.penalized else 0.0
            d_weights = mistake.incoming(run, i).T @ d_z + penalty * w  # (n_in, n_out)
            d_a = mistake.back(w, d_z, d_weights, lr)  # (batch, n_in)
            layers.append(LayerGradient(d_out, d_z, d_weights, d_z.sum(axis=0), d_a))
            if i > 0:
                d_out = d_z = d_a
                if mistake.bent:
                    bend = ACTIVATIONS[network.activations[i - 1]].derivative
                    d_z = d_out * bend(run.forward[i - 1].z)
    return Trace(run.forward, run.loss, run.objective, tuple(reversed(layers)))
