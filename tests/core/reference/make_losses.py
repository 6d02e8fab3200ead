"""Compute the frozen costs of losses.json with mpmath 1.3.0 at fifty digits, which no test needs.

The formulas are those of the books, logits up to 1e4: only the digits make them safe.
"""

import json
from pathlib import Path

import numpy as np
from mpmath import cosh, exp, inf, log, mp, mpf, tanh

mp.dps = 50
MISSES = [1e-8, 1e-3, 0.1, 0.5, 1.0, 2.5, 10.0, 40.0, 1e3, 1e4]
SOFT = [0.0, 0.1, 0.5, 0.75, 1.0]
LOGITS = [-1e4, -800.0, -40.0, -6.0, -0.5, 0.0, 0.5, 6.0, 40.0, 800.0, 1e4]
ROWS = [
    ([2.0, 1.0, 0.0], [1.0, 0.0, 0.0]),
    ([2.0, 1.0, 0.0], [0.25, 0.25, 0.5]),
    ([1e4, -1e4, 0.0], [0.0, 1.0, 0.0]),
    ([1e4, -1e4, 0.0], [0.5, 0.25, 0.25]),
    ([1000.0, 1001.0, 1002.0], [0.0, 0.0, 1.0]),
    ([-1e4, -1e4, -1e4], [0.0, 1.0, 0.0]),
]
SHARES = [
    ([0.5, 0.25, 0.25], [0.25, 0.25, 0.5]),
    ([1e-300, 0.5, 0.5], [0.5, 0.5, 0.0]),
    ([0.125, 0.375, 0.5], [0.5, 0.5, 0.0]),
]


def log_cosh(miss: float) -> dict:
    """ln cosh(e), slope tanh(e)."""
    return case(miss, 0.0, log(cosh(mpf(miss))), [tanh(mpf(miss))])


def squared_hinge(margin: float) -> dict:
    """max(0, 1 - z)², slope -2 max(0, 1 - z)."""
    short = max(mpf(0), 1 - mpf(margin))
    return case(margin, 1.0, short**2, [-2 * short])


def binary(z: float, y: float) -> dict:
    """-y ln σ(z) - (1 - y) ln(1 - σ(z)), slope σ(z) - y."""
    yes, no = 1 / (1 + exp(-mpf(z))), 1 / (1 + exp(mpf(z)))
    cost = sum(mpf(share) * log(1 / p) for share, p in ((y, yes), (1 - y, no)) if share)
    slope = -no if y == 1 else yes - mpf(y)
    return case(z, y, cost, [slope])


def softmax_row(z: list[float], y: list[float]) -> dict:
    """-Σ y ln softmax(z), slopes softmax(z) - y."""
    e = [exp(mpf(v)) for v in z]
    p = [v / sum(e) for v in e]
    cost = -sum(mpf(share) * log(q) for share, q in zip(y, p, strict=True) if share)
    return case(z, y, cost, [q - mpf(share) for share, q in zip(y, p, strict=True)])


def divergence_row(q: list[float], p: list[float]) -> dict:
    """Σ p ln(p / q), slopes -p / q."""
    pairs = [(mpf(a), mpf(b)) for a, b in zip(p, q, strict=True)]
    return case(q, p, sum(a * log(a / b) for a, b in pairs if a), [-a / b for a, b in pairs])


def case(prediction: object, target: object, cost: object, slopes: list) -> dict:
    """One line of the file; a slope that is no float's business is 0."""
    listed = [
        float(v) if abs(v) > np.finfo(float).tiny or v in (inf, -inf) else 0.0 for v in slopes
    ]
    shape = (lambda v: v) if isinstance(prediction, list) else (lambda v: [v])
    return {
        "prediction": shape(prediction),
        "target": shape(target),
        "cost": float(cost),
        "slopes": listed,
    }


found = {
    "log_cosh": [log_cosh(sign * miss) for miss in MISSES for sign in (1, -1)],
    "squared_hinge": [squared_hinge(z) for z in (-1e4, -3.0, -0.5, 0.0, 0.5, 1.0, 2.0)],
    "binary_cross_entropy_with_logits": [binary(z, y) for z in LOGITS for y in SOFT],
    "cross_entropy_with_logits": [softmax_row(z, y) for z, y in ROWS],
    "kl_divergence": [divergence_row(q, p) for q, p in SHARES],
}
rows = ",\n".join(
    f" {json.dumps(key)}: [\n" + ",\n".join(f"  {json.dumps(c)}" for c in cases) + "\n ]"
    for key, cases in found.items()
)
Path(__file__).with_name("losses.json").write_text("{\n" + rows + "\n}\n", encoding="utf-8")
