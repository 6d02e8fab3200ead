"""The partial derivatives as they are written are those that the surfaces compute with."""

import re
from itertools import pairwise

import numpy as np
import pytest

from core.data_costs import DATA_COSTS, cost_surface, features_of
from core.hidden_unit import UNIT_X, UNIT_Y
from core.quadratic_surfaces import REGRESSION_X, REGRESSION_Y
from core.surfaces import CONDITION, SURFACES
from pages.parts.loss_surfaces.partials import PARTIALS, partials

GROUNDS = SURFACES | {key: cost_surface(cost) for key, cost in DATA_COSTS.items()}
FUNCTIONS = {"exp": np.exp, "sin": np.sin, "cos": np.cos, "mean": np.mean}
LETTERS = {"x_{i1}": "F", "x_{i2}": "G", "x_i": "X", "y_i": "Y", "t_i": "T", "p_i": "P"}


def as_python(latex):
    """The formula with every product written out."""
    text = latex.replace(r"\,", " ").replace(r"\kappa", "k")
    for letter, name in LETTERS.items():
        text = text.replace(letter, name)
    text = re.sub(r"\\tfrac\{(\d)\}\{n\} \\sum_i (.*)", r"\1 mean(\2)", text)
    text = re.sub(r"\\tfrac\{(.*?)\}\{(.*?)\}", r"(\1)/(\2)", text)
    text = re.sub(r"\\(sin|cos) 2\\pi ([xy])", r"\1(2 pi \2)", text)
    text = re.sub(r"e\^\{(.*?)\}", r"exp(\1)", text).replace(r"\pi", "pi")
    tokens = re.findall(r"\d+\.?\d*|pi|exp|sin|cos|mean|[a-zA-Z]|[()+\-/^]", text)
    done = tokens[:1]
    for before, token in pairwise(tokens):
        factor = (before.isalnum() or "." in before or before == ")") and before not in FUNCTIONS
        done.append("*" if factor and (token[0].isalnum() or token == "(") else "")
        done.append("**" if token == "^" else token)
    return "".join(done)


def letters(key, u, v):
    """What the letters of the formulas stand for at the point (u, v)."""
    names = {"x": u, "y": v, "w": u, "b": v, "v": v, "k": CONDITION.default, "pi": np.pi}
    names |= {"r": np.sqrt((u**2 + v**2) / 2)} | FUNCTIONS
    if key == "hidden_unit":
        return names | {"X": UNIT_X, "Y": UNIT_Y, "T": np.tanh(u * UNIT_X)}
    if key == "regression":
        return names | {"X": REGRESSION_X, "Y": REGRESSION_Y}
    if key in DATA_COSTS:
        cost = DATA_COSTS[key]
        f, g = features_of(cost.x).T
        names |= {"F": f, "G": g, "X": f, "Y": cost.targets}
        names["P"] = cost.predict(u * f + v * g)
    return names


@pytest.mark.parametrize("key", GROUNDS)
def test_what_is_written_is_what_is_computed(key):
    low, high = np.array(GROUNDS[key].window).T
    for u, v in np.random.default_rng(0).uniform(low, high, (5, 2)):
        known = letters(key, u, v)
        written = [eval(as_python(formula), {}, known) for formula in PARTIALS[key][:2]]
        np.testing.assert_allclose(written, GROUNDS[key].gradient(u, v), rtol=1e-9, atol=1e-12)


def test_long_ones_stand_below_one_another():
    assert r"\\" in partials("beale", ("x", "y"))
    assert partials("bowl", ("x", "y")) == (
        r"\tfrac{\partial f}{\partial x} = 2x,\quad \tfrac{\partial f}{\partial y} = 2y"
    )
