import math
import re
from itertools import product

import numpy as np
import pytest

from core.gradcheck import numerical_gradient
from core.network import Network, forward
from core.studies.backpropagation import worksheet_mistakes as wrong_ways
from core.studies.backpropagation.worksheet import (
    GROUPS,
    Mistake,
    Quantity,
    blanks_of,
    hint,
    is_right,
    read_answer,
    told,
)
from core.studies.backpropagation.worksheet_expression import FORMULAS, expression_sheet
from core.studies.backpropagation.worksheet_network import BENDS, SIZES, network_sheet
from core.studies.backpropagation.worksheet_notation import (
    digits,
    filled_tex,
    filled_text,
    name_tex,
    name_text,
    symbols_tex,
    symbols_text,
)

NETWORKS = [network_sheet(*key, seed) for key in product(SIZES, BENDS) for seed in range(4)]
FORMULA_SHEETS = [expression_sheet(seed) for seed in range(30)]
SHEETS = NETWORKS + FORMULA_SHEETS
FUNCTIONS = {
    "σ": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "exp": math.exp,
    "log": math.log,
    "max": max,
}


def worked_out(text):
    """What a formula in numbers comes to, by Python's own arithmetic."""
    plain = text.replace("·", "*").replace("−", "-").replace("²", "**2").replace("½", "0.5")
    plain = re.sub(r"\[(.*?)\]", r"(\1)", plain)
    assert re.fullmatch(r"[-+*/()\d.,> σtanhexplogmax]+", plain)
    return float(eval(plain, {"__builtins__": {}}, FUNCTIONS))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: f"{s.level}-{s.function}-{s.seed}")
def test_every_formula_in_numbers_comes_to_its_result(sheet):
    for q in sheet.quantities:
        numbers = filled_text(q.template, sheet.values)
        assert "?" not in numbers
        assert worked_out(numbers) == pytest.approx(q.value, rel=2e-3, abs=2e-4), q.name
        assert "{" not in symbols_text(q.template)
        for tex in (symbols_tex(q.template), filled_tex(q.template, sheet.values)):
            assert tex.count("{") == tex.count("}")
            assert not set("·−½²σ<") & set(tex)


def network_of(sheet, values, new=""):
    n_in, hidden, n_out = SIZES[sheet.level]
    w = [values[f"{new}w{i + 1}"] for i in range(n_in * hidden + hidden * n_out)]
    b = [values[f"{new}b{i + 1}"] for i in range(hidden + n_out)]
    weights = (
        np.reshape(w[: n_in * hidden], (hidden, n_in)).T,
        np.reshape(w[n_in * hidden :], (n_out, hidden)).T,
    )
    biases = (np.array(b[:hidden]), np.array(b[hidden:]))
    return Network(weights, biases, (sheet.function, "sigmoid"))


def loss_of(sheet, values, new=""):
    n_in, _, n_out = SIZES[sheet.level]
    x = np.array([[values[f"x{i + 1}"] for i in range(n_in)]])
    y = np.array([[values[f"y{i + 1}"] for i in range(n_out)]])
    return float(np.sum((forward(network_of(sheet, values, new), x) - y) ** 2)) / 2


@pytest.mark.parametrize("sheet", NETWORKS, ids=lambda s: f"{s.level}-{s.function}-{s.seed}")
def test_slopes_of_a_network_sheet_are_those_that_small_steps_measure(sheet):
    values = sheet.values
    names = [name for name in sheet.given if name[0] in "wb"]
    measured = numerical_gradient(
        lambda p: loss_of(sheet, values | dict(zip(names, p, strict=True))),
        np.array([values[name] for name in names]),
    )
    np.testing.assert_allclose([values[f"d_{n}"] for n in names], measured, rtol=1e-6, atol=1e-9)
    assert loss_of(sheet, values) == pytest.approx(values["loss"])
    for name in names:
        assert values[f"new_{name}"] == pytest.approx(
            values[name] - values["eta"] * values[f"d_{name}"]
        )
    assert loss_of(sheet, values, "new_") == pytest.approx(values["new_loss"])
    assert values["new_loss"] < values["loss"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: f"{s.level}-{s.function}-{s.seed}")
def test_a_sheet_is_worth_doing(sheet):
    for name, value in sheet.given.items():
        assert len(digits(value)) <= 4, name  # short numbers
    for q in sheet.quantities:
        if q.group in ("delta", "slope") and q.value:
            assert abs(q.value) >= 0.01, q.name
    assert sheet.values["loss"] - sheet.values["new_loss"] >= 0.004


def test_the_same_seed_sets_the_same_sheet_and_another_seed_another():
    for make in (lambda s: network_sheet("2-2-1", "tanh", s), expression_sheet):
        assert make(5).values == make(5).values
        assert make(5).values != make(6).values
    assert {sheet.text for sheet in map(expression_sheet, range(60))} == set(FORMULAS)


def test_a_short_sheet_asks_one_of_each_kind_and_layer():
    sheet = network_sheet("2-2-2", "sigmoid", 3)
    short, every = blanks_of(sheet, GROUPS), blanks_of(sheet, GROUPS, every=True)
    assert len(short) == 11
    assert len(every) == 38
    assert set(short) < set(every)
    fewer = blanks_of(sheet, ("delta", "slope"))
    assert set(fewer) < set(short)  # one kind more changes no other
    assert blanks_of(sheet, ()) == ()


def test_only_what_gives_nothing_away_is_told():
    sheet = network_sheet("2-2-1", "sigmoid", 3)
    assert set(told(sheet, ("delta", "new"))) == {
        *("z_h1", "h1", "z_h2", "h2", "z_o1", "o1", "loss"),
    }
    assert told(sheet, ("z", "new_loss")) == ()
    assert "new_w1" in told(sheet, ("new_loss",))


def test_tolerance_is_half_a_thousandth_or_half_a_percent():
    assert is_right(0.02, 0.0205)
    assert not is_right(0.02, 0.0206)
    assert is_right(4.0, 4.02)
    assert not is_right(4.0, 4.021)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), (" −0,25 ", -0.25), ("1/3", 1 / 3), ("-2e-3", -0.002), ("3", 3)],
)
def test_answers_may_be_written_in_several_ways(text, value):
    assert read_answer(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["abc", "nan", "inf", "1e309", "1/0", "1,2,3", "x" * 99, "--1", "/"]
)
def test_what_is_no_number_is_told_so(text):
    with pytest.raises(ValueError, match=r"\.$"):
        read_answer(text)


def test_a_known_wrong_way_is_recognized_only_by_its_own_number():
    q = Quantity("d_w", "slope", "{a}", 0.2, "", (Mistake("Forgot.", 0.5),))
    assert hint(q, 0.5) == "Forgot."
    assert "sign" in hint(q, -0.2)
    assert "decimal" in hint(q, 2.0)
    assert "digits" in hint(q, 0.205)
    assert hint(q, 0.37) == ""


def test_a_wrong_way_that_leads_to_the_right_number_is_no_mistake():
    q = Quantity("new_w", "new", "{w}", 0.2, "", (Mistake("No rate.", 0.2001),))
    assert hint(q, 0.2007) != "No rate."


def mistakes(sheet, name):
    return {m.says: m.value for m in sheet.find(name).mistakes}


def test_wrong_ways_on_a_network_sheet_by_hand():
    sheet = network_sheet("2-2-2", "sigmoid", 1)
    v = sheet.values
    found = mistakes(sheet, "delta_h1")
    bend = v["h1"] * (1 - v["h1"])
    assert found[wrong_ways.ONE_PATH.format("o1")] == pytest.approx(v["w5"] * v["delta_o1"] * bend)
    early = v["new_w5"] * v["delta_o1"] + v["new_w7"] * v["delta_o2"]
    assert found[wrong_ways.EARLY] == pytest.approx(early * bend)
    assert mistakes(sheet, "delta_o1")[wrong_ways.NO_SLOPE] == pytest.approx(v["o1"] - v["y1"])
    assert mistakes(sheet, "z_h1")[wrong_ways.NO_BIAS] == pytest.approx(v["z_h1"] - v["b1"])
    swapped = v["w1"] * v["x1"] + v["w3"] * v["x2"] + v["b1"]
    assert mistakes(sheet, "z_h1")[wrong_ways.SWAPPED] == pytest.approx(swapped)
    assert mistakes(sheet, "h2")[wrong_ways.NO_BEND] == v["z_h2"]
    assert mistakes(sheet, "loss")[wrong_ways.NO_HALF] == pytest.approx(2 * v["loss"])
    first = (v["o1"] - v["y1"]) ** 2 / 2
    assert mistakes(sheet, "loss")[wrong_ways.FIRST_ONLY] == pytest.approx(first)
    assert mistakes(sheet, "d_w7")[wrong_ways.NO_INPUT] == v["delta_o2"]
    uphill = v["w7"] + v["eta"] * v["d_w7"]
    assert mistakes(sheet, "new_w7")[wrong_ways.UPHILL] == pytest.approx(uphill)
    fixed = loss_of(sheet, v | {f"new_b{i}": v[f"b{i}"] for i in range(1, 5)}, "new_")
    assert mistakes(sheet, "new_loss")[wrong_ways.FIXED_BIASES] == pytest.approx(fixed)


def test_a_share_of_a_sum_over_edges_is_recognized_on_a_formula_sheet():
    sheet = next(s for s in FORMULA_SHEETS if s.text == "(w*x + b - y)**2 + 0.1*w**2")
    v, q = sheet.values, sheet.find("d_w")
    assert v["d_w"] == pytest.approx(2 * v["v3"] * v["x"] + 0.2 * v["w"])
    assert "edges" in hint(q, 2 * v["v3"] * v["x"])


def test_names_in_text_and_in_latex():
    pairs = {
        "w1": ("w₁", "w_{1}"),
        "o2": ("ŷ₂", r"\hat y_{2}"),
        "delta_h1": ("δ(h₁)", r"\delta_{h_1}"),
        "d_b3": ("∂L/∂b₃", r"\frac{\partial L}{\partial b_{3}}"),
        "new_w5": ("w₅⁺", "{w_{5}}^+"),
        "new_loss": ("L⁺", "{L}^+"),
        "eta": ("η", r"\eta"),
    }
    for name, both in pairs.items():
        assert (name_text(name), name_tex(name)) == both
    assert digits(-0.00001234) == "−0.00001234"


def test_no_sheet_gives_up_before_it_has_found_a_good_problem():
    for seed in range(300, 320):
        test_a_sheet_is_worth_doing(network_sheet("2-2-2", "relu", seed))
        test_a_sheet_is_worth_doing(expression_sheet(seed))
