"""Compute the frozen gradients of networks.json with PyTorch 2.13.0 in float64, which no test needs.

Ten networks of different sizes, activations, losses, penalties and batches; PyTorch differentiates the
objective, loss + l2 / 2 · the sum of squared weights, along every weight and bias.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: functional.leaky_relu(z, 0.01),
    "elu": functional.elu,
    "softplus": functional.softplus,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "mish": functional.mish,
    "softmax": lambda z: torch.softmax(z, dim=-1),
}
LOSSES = {
    "half_sse": lambda p, y: ((p - y) ** 2).sum(dim=-1).mean() / 2,
    "mse": functional.mse_loss,
    "binary_cross_entropy": functional.binary_cross_entropy,
    "cross_entropy": lambda p, y: -(y * torch.log(p)).sum(dim=-1).mean(),
}
CASES = [  # sizes, activations, loss, l2, batch
    ([2, 1], ["sigmoid"], "binary_cross_entropy", 0.0, 1),
    ([2, 2, 2], ["sigmoid", "sigmoid"], "half_sse", 0.0, 1),
    ([2, 3, 1], ["tanh", "tanh"], "mse", 0.0, 4),
    ([1, 1, 1], ["tanh", "identity"], "half_sse", 0.1, 1),
    ([3, 4, 3], ["tanh", "softmax"], "cross_entropy", 0.0, 5),
    ([4, 6, 5, 2], ["relu", "silu", "sigmoid"], "binary_cross_entropy", 0.02, 3),
    ([6, 6, 6, 6, 6], ["gelu", "mish", "elu", "softmax"], "cross_entropy", 0.3, 7),
    ([5, 4, 3, 2, 1], ["softplus", "leaky_relu", "tanh", "identity"], "mse", 1.5, 8),
    ([3, 6, 4], ["mish", "softmax"], "half_sse", 0.0, 2),
    ([2, 5, 6, 3], ["elu", "gelu", "tanh"], "half_sse", 0.01, 6),
]


def draw(rng: np.random.Generator, sizes: list[int], loss: str, batch: int) -> dict:
    """Weights, biases, inputs and targets, four digits each."""
    pairs = list(pairwise(sizes))
    x, y = rng.normal(size=(batch, sizes[0])), rng.normal(size=(batch, sizes[-1]))
    if loss == "binary_cross_entropy":
        y = rng.integers(0, 2, y.shape).astype(float)
    if loss == "cross_entropy":
        y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], batch)]
    return {
        "weights": [rng.normal(size=pair).round(4).tolist() for pair in pairs],
        "biases": [rng.normal(size=n).round(4).tolist() for _, n in pairs],
        "x": x.round(4).tolist(),
        "y": y.round(4).tolist(),
    }


def solve(case: dict) -> dict:
    """Objective and gradients, as PyTorch finds them."""
    weights, biases = (
        [torch.tensor(part, requires_grad=True) for part in case[name]]
        for name in ("weights", "biases")
    )
    a = torch.tensor(case["x"])
    for w, b, key in zip(weights, biases, case["activations"], strict=True):
        a = ACTIVATIONS[key](a @ w + b)
    objective = LOSSES[case["loss"]](a, torch.tensor(case["y"]))
    objective = objective + case["l2"] / 2 * sum((w**2).sum() for w in weights)
    objective.backward()
    return {
        "objective": objective.item(),
        "d_weights": [w.grad.tolist() for w in weights],
        "d_biases": [b.grad.tolist() for b in biases],
    }


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    rng, cases = np.random.default_rng(0), []
    for sizes, activations, loss, l2, batch in CASES:
        case = {"activations": activations, "loss": loss, "l2": l2}
        case |= draw(rng, sizes, loss, batch)
        cases.append(case | solve(case))
    lines = ",\n".join(json.dumps(case) for case in cases)
    text = f'{{"made_with": "torch {torch.__version__}", "cases": [\n{lines}\n]}}\n'
    Path(__file__).with_name("networks.json").write_text(text)
