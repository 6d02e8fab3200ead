"""Compute the frozen walks of optimizers.json with PyTorch 2.13.0, which no test needs.

Each rule takes 20 steps in float64 on a quadratic, with noise added to its slopes.
"""

import json
from pathlib import Path

import numpy as np
import torch

HESSIAN = np.array([[3.0, 0.5], [0.5, 1.0]])
START = [1.5, -2.0]
NOISE = np.random.default_rng(7).normal(scale=0.5, size=(20, 2)).round(6)
ADAM = {"betas": (0.8, 0.95), "eps": 1e-8, "lr": 0.1}
RULES = {
    "sgd": (torch.optim.SGD, {"lr": 0.1}),
    "momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.8}),
    "nesterov": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.8, "nesterov": True}),
    "adagrad": (torch.optim.Adagrad, {"lr": 0.5, "eps": 1e-10}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.05, "alpha": 0.95, "eps": 1e-8}),
    "adadelta": (torch.optim.Adadelta, {"lr": 1.0, "rho": 0.8, "eps": 1e-3}),
    "adam": (torch.optim.Adam, ADAM),
    "amsgrad": (torch.optim.Adam, {**ADAM, "amsgrad": True}),
    "adamw": (torch.optim.AdamW, {**ADAM, "weight_decay": 0.1}),
    "nadam": (torch.optim.NAdam, ADAM),
}
NAMES = {"momentum": "beta", "alpha": "rho"}  # ours for theirs


def our_knobs(options: dict) -> dict:
    """The same settings under our names."""
    knobs = {
        NAMES.get(name, name): value
        for name, value in options.items()
        if name not in ("betas", "nesterov", "amsgrad")
    }
    if "betas" in options:
        knobs["beta1"], knobs["beta2"] = options["betas"]
    return knobs


def walk(rule: type, options: dict) -> list[list[float]]:
    """Every point of one walk, the start included."""
    params = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = rule([params], **options)
    points = [params.tolist()]
    for noise in torch.tensor(NOISE):
        params.grad = torch.tensor(HESSIAN) @ params.detach() + noise
        optimizer.step()
        points.append(params.tolist())
    return points


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)  # else NAdam keeps its product of momenta in float32
    walks = {
        key: {"knobs": our_knobs(options), "points": walk(rule, options)}
        for key, (rule, options) in RULES.items()
    }
    record = {
        "made_with": f"torch {torch.__version__}",
        "hessian": HESSIAN.tolist(),
        "noise": NOISE.tolist(),
        "walks": walks,
    }
    Path(__file__).with_name("optimizers.json").write_text(json.dumps(record, indent=1) + "\n")
