"""A famous mistake, made on purpose: weights that are updated before the slopes have passed through them."""

from __future__ import annotations

from dataclasses import replace

from core.activations import ACTIVATIONS
from core.network import LayerGradient, Network, Trace
from core.quiet import quiet


def out_of_order(network: Network, run: Trace, lr: float) -> Trace:
    """The backward pass as a hasty program does it: each layer is updated first, then the slopes go on through it.

    The last layer's slopes are right. All others are slopes of nothing.

    Parameters
    ----------
    network : Network
    run : Trace
        Of this network, made without a penalty.
    lr : float
        Learning rate of the update that comes too early.

    Returns
    -------
    Trace
        Forward as it was, backward with the mistake.
    """
    above, layers = run.backward[-1], []
    with quiet():
        for i in reversed(range(len(run.forward) - 1)):
            too_new = network.weights[i + 1] - lr * above.d_weights
            d_out = above.d_z @ too_new.T  # (batch, n_out) of layer i
            layers.append(replace(above, d_a=d_out))
            step = run.forward[i]
            d_z = d_out * ACTIVATIONS[network.activations[i]].derivative(step.z)
            d_a = d_z @ network.weights[i].T
            above = LayerGradient(d_out, d_z, step.a.T @ d_z, d_z.sum(axis=0), d_a)
    return replace(run, backward=tuple(reversed([*layers, above])))
