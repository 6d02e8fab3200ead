"""Compute the frozen walks of optimizers.json with PyTorch 2.13.0, which no test needs.

Lion is not part of PyTorch: it comes from lion-pytorch 0.2.5. Each rule takes 100 steps in float64,
on a quadratic with noise added to its slopes, and on Rosenbrock's valley, differentiated by
PyTorch. There the rates are smaller for rules that follow the slope itself, and for NAdam, which at
0.1 swings so wildly that a change of the start grows more than ten thousand times.
"""

import json
from pathlib import Path

import numpy as np
import torch
from lion_pytorch import Lion

STEPS = 100
HESSIAN = np.array([[3.0, 0.5], [0.5, 1.0]])
STARTS = {"walks": [1.5, -2.0], "rosenbrock": [-1.2, 1.0]}
NOISE = np.random.default_rng(7).normal(scale=0.5, size=(STEPS, 2)).round(6)
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
    "lion": (Lion, {"lr": 0.05, "betas": (0.8, 0.95), "weight_decay": 0.1}),
}
NAMES = {"momentum": "beta", "alpha": "rho"}  # ours for theirs
SMALLER = {"sgd": 0.001, "momentum": 0.001, "nesterov": 0.001, "nadam": 0.02}  # for Rosenbrock


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


def noisy_slope(params: torch.Tensor, t: int) -> torch.Tensor:
    """The slope of the quadratic, and a nudge."""
    return torch.tensor(HESSIAN) @ params.detach() + torch.tensor(NOISE[t])


def rosenbrock_slope(params: torch.Tensor, t: int) -> torch.Tensor:
    """The slope of Rosenbrock's valley, found by PyTorch."""
    x, y = params
    return torch.autograd.grad((1 - x) ** 2 + 100 * (y - x**2) ** 2, params)[0]


def walk(rule: type, options: dict, start: list[float], slope) -> list[list[float]]:
    """Every point of one walk, the start included."""
    params = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = rule([params], **options)
    points = [params.tolist()]
    for t in range(STEPS):
        params.grad = slope(params, t)
        optimizer.step()
        points.append(params.tolist())
    return points


def walks(name: str, slope, rates: dict[str, float]) -> dict:
    """One walk of every rule, with the knobs it had."""
    record = {}
    for key, (rule, options) in RULES.items():
        options = options | ({"lr": rates[key]} if key in rates else {})
        points = walk(rule, options, STARTS[name], slope)
        record[key] = {"knobs": our_knobs(options), "points": points}
    return record


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)  # else NAdam keeps its product of momenta in float32
    record = {
        "made_with": f"torch {torch.__version__}, lion-pytorch 0.2.5",
        "hessian": HESSIAN.tolist(),
        "noise": NOISE.tolist(),
        "walks": walks("walks", noisy_slope, {}),
        "rosenbrock": walks("rosenbrock", rosenbrock_slope, SMALLER),
    }
    text = json.dumps(record).replace("], [", "],\n[") + "\n"  # a point a line
    Path(__file__).with_name("optimizers.json").write_text(text)
