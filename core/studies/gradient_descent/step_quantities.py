r"""The numbers inside a step of a learning rule: how each is written, what it is, and how formulas are filled in.

A formula names its numbers as ``<m_hat>``, as the code of the step does, and marks a product with
``*``. It is written once and filled in twice: with symbols and with numbers. As in the walkthrough,
``\slope{}`` marks what is replaced by a color where the formula is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from core.formula import Formula, factor, tex


class Quantity(NamedTuple):
    """How a number is written, and what it is."""

    symbol: str
    meaning: str


QUANTITIES = {
    "lr": Quantity(r"\eta", "learning rate"),
    "beta": Quantity(r"\beta", "share of the velocity that is kept"),
    "rho": Quantity(r"\rho", "share of a running mean that is kept"),
    "beta1": Quantity(r"\beta_1", "memory of the mean of slopes"),
    "beta2": Quantity(r"\beta_2", "memory of the mean of squared slopes"),
    "eps": Quantity(r"\varepsilon", "keeps the division finite"),
    "weight_decay": Quantity(r"\lambda", "pull towards 0"),
    "t": Quantity("t", "number of the step"),
    "params": Quantity(r"\theta_{t-1}", "parameters before the step"),
    "gradient": Quantity(r"\slope{g_t}", "slope"),
    "shrunk": Quantity(r"\theta'_{t-1}", "parameters after the pull, before the step"),
    "pulled": Quantity(r"\slope{\tilde g_t}", "slope with the pull towards 0 in it"),
    "m": Quantity("m_t", "running mean of slopes"),
    "v": Quantity("v_t", "running mean of squared slopes"),
    "v_max": Quantity(r"v^{\max}_t", "the largest v so far"),
    "total": Quantity("G_t", "sum of squared slopes"),
    "u": Quantity("u_t", "running mean of squared moves"),
    "theta": Quantity(r"\theta_t", "where the walker stands then"),
    "ahead": Quantity(r"\varphi_t", "point looked ahead to from there"),
    "mu": Quantity(r"\mu_t", "momentum of this step"),
    "mu_next": Quantity(r"\mu_{t+1}", "momentum of the next step"),
    "product": Quantity(r"\Pi_t", "product of all momenta so far"),
    "m_hat": Quantity(r"\hat m_t", "mean of slopes, corrected for the zero start"),
    "v_hat": Quantity(r"\hat v_t", "mean of squared slopes, corrected for the zero start"),
    "c": Quantity("c_t", "mix of memory and slope"),
    "move": Quantity(r"\Delta_t", "move, before the factor −η"),
    "direction": Quantity("d_t", "what the effective rate multiplies"),
    "rate": Quantity(r"\alpha_t", "effective rate of the coordinate"),
    "moved": Quantity(r"\Delta\theta_t", "the whole move"),
}
Own = Mapping[str, Quantity]  # what a rule writes otherwise, or means otherwise
OLD = "_old"  # behind the name of a remembered number: as it was before the step
SLOPES = ("gradient", "pulled")
SLOT = re.compile(r"<(\w+)>")


def quantity(name: str, own: Own) -> Quantity:
    """The quantity of that name; one that ends in ``_old`` is that of the step before."""
    known = (QUANTITIES | own)[name.removesuffix(OLD)]
    if not name.endswith(OLD):
        return known
    return Quantity(known.symbol.replace("_t", "_{t-1}"), f"{known.meaning}, before the step")


def filled(name: str, formula: str, numbers: Mapping[str, float], own: Own) -> Formula:
    """One line, ``name = formula``, in symbols and in numbers.

    Parameters
    ----------
    name : str
        What the formula computes.
    formula : str
        LaTeX with ``<name>`` for each number and ``*`` for each product.
    numbers : mapping
        One number for each name, of one coordinate.
    own : mapping
        Quantities that this rule writes in its own way.

    Returns
    -------
    Formula
    """
    symbol = quantity(name, own).symbol
    symbols = SLOT.sub(lambda slot: quantity(slot[1], own).symbol, formula.replace("*", r"\,"))
    written = SLOT.sub(lambda slot: _number(slot[1], numbers), formula.replace("*", r"\cdot"))
    return Formula(f"{symbol} = {symbols}", f"{symbol} = {written} = {tex(numbers[name])}")


def _number(name: str, numbers: Mapping[str, float]) -> str:
    """A number inside a formula, marked like its symbol."""
    value = numbers[name]
    text = factor(value)
    return rf"\slope{{{text}}}" if name in SLOPES else text
