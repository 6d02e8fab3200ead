"""What the table of properties says about each activation, proved: by sampling, and by counting operations."""

import math
from collections import Counter
from dataclasses import asdict

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.activation_facts import FACTS, Cost, true_kinks
from core.studies.activations.activation_variants import ACTIVATION_VARIANTS

ALL = {**ACTIVATIONS, **ACTIVATION_VARIANTS}
every_one = pytest.mark.parametrize("f", ALL.values(), ids=ALL)
Z = np.linspace(-20, 20, 40_001)


def test_every_activation_has_its_facts_in_the_same_order():
    assert list(FACTS) == list(ALL)


@every_one
def test_author_and_year_stand_in_the_source(f):
    assert f.source.startswith(f"{f.author} {f.year}")
    assert 1943 <= f.year <= 2019
    assert f.author[0].isupper()


def test_author_and_year_of_three_by_hand():
    assert (ALL["step"].author, ALL["step"].year) == ("McCulloch & Pitts", 1943)
    assert (ALL["hard_sigmoid"].author, ALL["hard_sigmoid"].year) == ("Howard et al.", 2019)
    assert (ALL["gelu"].author, ALL["gelu"].year) == ("Hendrycks & Gimpel", 2016)


@every_one
def test_zero_centered_means_zero_at_zero_and_values_of_both_signs(f):
    values = f.value(Z)
    centered = bool(f.value(0.0) == 0 and values.min() < 0 < values.max())
    assert FACTS[f.key].zero_centered == centered


@every_one
def test_the_monotone_ones_never_fall_and_the_others_do(f):
    falls = np.diff(f.value(Z)) < 0
    assert FACTS[f.key].monotone == (not falls.any())
    assert FACTS[f.key].monotone == (not (f.derivative(Z) < 0).any())


def test_only_the_three_weighted_ones_fall():
    assert [key for key in ACTIVATIONS if not FACTS[key].monotone] == ["gelu", "silu", "mish"]


@every_one
def test_saturation_is_where_the_slope_tends_to_zero(f):
    left, right = f.derivative(np.array([-1e4, 1e4])) == 0
    sides = {(1, 1): "both", (1, 0): "left", (0, 1): "right", (0, 0): "nowhere"}
    assert FACTS[f.key].saturates == sides[left, right]


@every_one
def test_what_is_bounded_on_a_side_saturates_there(f):
    low, high = f.range
    saturates = FACTS[f.key].saturates
    assert (low > -np.inf) == (saturates in ("left", "both"))
    assert (high < np.inf) == (saturates in ("right", "both"))


@every_one
def test_every_use_is_told_in_a_few_words(f):
    assert 0 < len(FACTS[f.key].used_where) <= 50


def test_an_elu_of_depth_one_has_no_kink():
    elu = ACTIVATIONS["elu"]
    assert true_kinks(elu) == ()
    assert true_kinks(elu, alpha=0.5) == (0.0,)
    assert true_kinks(ACTIVATION_VARIANTS["prelu"], alpha=1.0) == ()


def test_all_other_declared_kinks_are_true_ones():
    for f in ALL.values():
        if f.key != "elu":
            assert true_kinks(f) == f.kinks


def test_a_cost_reads_as_a_sentence_and_adds_up():
    cost = Cost(exp=1, add=2, divide=1)
    assert str(cost) == "1 exp, 2 add, 1 divide"
    assert (cost.total, cost.functions) == (4, 1)
    assert str(Cost()) == "nothing"


class Counted:
    """A number that notes each operation done to it."""

    def __init__(self, number, notes):
        self.number, self.notes = float(number), notes

    def done(self, what, number):
        self.notes[what] += 1
        return Counted(number, self.notes)

    def __add__(self, other):
        return self.done("add", self.number + plain(other))

    def __sub__(self, other):
        return self.done("add", self.number - plain(other))

    def __rsub__(self, other):
        return self.done("add", plain(other) - self.number)

    def __mul__(self, other):
        return self.done("multiply", self.number * plain(other))

    def __truediv__(self, other):
        return self.done("divide", self.number / plain(other))

    def __rtruediv__(self, other):
        return self.done("divide", plain(other) / self.number)

    def __gt__(self, other):
        self.notes["compare"] += 1
        return self.number > plain(other)

    def __ge__(self, other):
        self.notes["compare"] += 1
        return self.number >= plain(other)

    def __neg__(self):
        return Counted(-self.number, self.notes)

    def __abs__(self):
        return Counted(abs(self.number), self.notes)

    __radd__, __rmul__ = __add__, __mul__


def plain(number):
    return getattr(number, "number", number)


def exp(z):
    return z.done("exp", math.exp(z.number))


def log(z):
    return z.done("log", math.log(z.number))


def tanh(z):
    return z.done("tanh", math.tanh(z.number))


def erfc(z):
    return z.done("erf", math.erfc(z.number))


def highest(z, limit):
    return z if z > limit else limit


def lowest(z, limit):
    return limit if z > limit else z


LAMBDA, LAMBDA_ALPHA = 1.0507009873554805, 1.0507009873554805 * 1.6732632423543772
LEAK, PRELU_LEAK = 0.01, 0.25
ROOT = math.sqrt(2 / math.pi)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def sigmoid_slope(z):
    s = sigmoid(z)
    return s * (1 - s)


def tanh_slope(z):
    t = tanh(z)
    return 1 - t * t


def normal_area(z):
    return 0.5 * erfc(z * (-1 / math.sqrt(2)))


def gelu_slope(z):
    bell = (1 / math.sqrt(2 * math.pi)) * exp(z * z * -0.5)
    return normal_area(z) + z * bell


def gelu_tanh_parts(z):
    square = z * z
    return square, tanh((ROOT + ROOT * 0.044715 * square) * z)


def gelu_tanh(z):
    _, t = gelu_tanh_parts(z)
    return 0.5 * z * (1 + t)


def gelu_tanh_slope(z):
    square, t = gelu_tanh_parts(z)
    bend_slope = ROOT + ROOT * 0.134145 * square
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * bend_slope


def silu_slope(z):
    s = sigmoid(z)
    return s + z * (s * (1 - s))


def mish_slope(z):
    e = exp(z)
    t = tanh(log(1 + e))
    return t + z * (1 - t * t) * (1 / (1 + exp(-z)))


def shared_mish_slope(z):
    e = exp(z)
    one_more = 1 + e
    t = tanh(log(one_more))
    return t + z * (1 - t * t) * (e / one_more)  # σ(z) from what is there already


TEXTBOOK = {  # value and slope, operation by operation, as the entry's equation has them
    "step": (lambda z: 1 if z >= 0 else 0, lambda z: 0),
    "identity": (lambda z: z, lambda z: 1),
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (tanh, tanh_slope),
    "relu": (lambda z: highest(z, 0), lambda z: 1 if z > 0 else 0),
    "leaky_relu": (lambda z: z if z > 0 else LEAK * z, lambda z: 1 if z > 0 else LEAK),
    "elu": (lambda z: z if z > 0 else 1.0 * (exp(z) - 1), lambda z: 1 if z > 0 else 1.0 * exp(z)),
    "selu": (
        lambda z: LAMBDA * z if z > 0 else LAMBDA_ALPHA * (exp(z) - 1),
        lambda z: LAMBDA if z > 0 else LAMBDA_ALPHA * exp(z),
    ),
    "softplus": (lambda z: log(1 + exp(z)), sigmoid),
    "gelu": (lambda z: z * normal_area(z), gelu_slope),
    "silu": (lambda z: z * sigmoid(z), silu_slope),
    "mish": (lambda z: z * tanh(log(1 + exp(z))), shared_mish_slope),
    "hard_sigmoid": (
        lambda z: lowest(highest(z * (1 / 6) + 0.5, 0), 1),
        lambda z: 0 if abs(z) >= 3 else 1 / 6,
    ),
    "hard_tanh": (lambda z: lowest(highest(z, -1), 1), lambda z: 0 if abs(z) >= 1 else 1),
    "prelu": (
        lambda z: z if z > 0 else PRELU_LEAK * z,
        lambda z: 1 if z > 0 else PRELU_LEAK,
    ),
    "gelu_tanh": (gelu_tanh, gelu_tanh_slope),
}


def counted(formula, z):
    """Its result at z, and what was done to get there."""
    notes = Counter()
    return plain(formula(Counted(z, notes))), notes


@every_one
@pytest.mark.parametrize("which", ["value", "slope"])
def test_the_textbook_formula_is_the_function_and_takes_as_many_operations_as_stated(f, which):
    formula = TEXTBOOK[f.key][which == "slope"]
    ours = f.value if which == "value" else f.derivative
    stated = asdict(getattr(FACTS[f.key], f"{which}_cost"))
    dearest = Counter()
    for z in (-3.5, -0.7, 0.4, 2.5, 4.0):
        result, notes = counted(formula, z)
        assert result == pytest.approx(float(ours(z)), rel=1e-12, abs=1e-15)
        dearest |= notes
    assert dearest == {what: count for what, count in stated.items() if count}


def test_the_count_notices_an_operation_too_many():
    _, shared = counted(shared_mish_slope, 0.7)
    _, twice = counted(mish_slope, 0.7)
    assert (shared["exp"], twice["exp"]) == (1, 2)
