"""Compute the frozen values and slopes of activations.json with mpmath 1.3.0, which no test needs.

Each function is written as its paper has it, evaluated with 100 digits and rounded once.
"""

import json
from pathlib import Path

from mpmath import cosh, erfc, exp, expm1, log, mp, mpf, pi, sqrt, tanh

POINTS = 200
mp.dps = 100  # 1 + tanh(-44) loses forty of them

# Where mean 0 and variance 1 stay as they are: Klambauer et al. 2017, equation 14.
TAIL = erfc(1 / sqrt(2)) * exp(mpf(1) / 2)
SELU_ALPHA = sqrt(2 / pi) / (1 - TAIL)
SELU_SCALE = (1 - TAIL) * sqrt(
    2 * pi / (2 * erfc(sqrt(2)) * exp(2) + pi * TAIL**2 - 2 * (2 + pi) * TAIL + pi + 2)
)


def gelu(z):
    return z * erfc(-z / sqrt(2)) / 2


def gelu_slope(z):
    return erfc(-z / sqrt(2)) / 2 + z * exp(-z * z / 2) / sqrt(2 * pi)


def bend(z):
    return sqrt(2 / pi) * (z + mpf("0.044715") * z**3)


def gelu_tanh(z):
    return z / 2 * (1 + tanh(bend(z)))


def gelu_tanh_slope(z):
    bend_slope = sqrt(2 / pi) * (1 + 3 * mpf("0.044715") * z**2)
    return (1 + tanh(bend(z))) / 2 + z / 2 * bend_slope / cosh(bend(z)) ** 2


def selu(z):
    return SELU_SCALE * (z if z > 0 else SELU_ALPHA * expm1(z))


def selu_slope(z):
    return SELU_SCALE * (1 if z > 0 else SELU_ALPHA * exp(z))


def silu(z):
    return z / (1 + exp(-z))


def silu_slope(z):
    weight = 1 / (1 + exp(-z))
    return weight + z * weight * (1 - weight)


def mish(z):
    return z * tanh(log(1 + exp(z)))


def mish_slope(z):
    s = log(1 + exp(z))
    return tanh(s) + z / cosh(s) ** 2 / (1 + exp(-z))


FUNCTIONS = {
    "gelu": (gelu, gelu_slope),
    "gelu_tanh": (gelu_tanh, gelu_tanh_slope),
    "selu": (selu, selu_slope),
    "silu": (silu, silu_slope),
    "mish": (mish, mish_slope),
}

if __name__ == "__main__":
    z = [-10 + 20 * i / (POINTS - 1) for i in range(POINTS)]
    record = {"made_with": "mpmath 1.3.0", "z": z}
    for key, pair in FUNCTIONS.items():
        value, slope = ([float(f(mpf(place))) for place in z] for f in pair)
        record[key] = {"value": value, "derivative": slope}
    Path(__file__).with_name("activations.json").write_text(json.dumps(record) + "\n")
