"""Random expressions against a second evaluator and against small steps; the known ones by hand."""

import ast
import math
import random
import time

import pytest

from core.expressions import parse_expression
from core.studies.backpropagation.scalar_check import check_scalar
from core.studies.backpropagation.scalar_paths import paths_of
from core.studies.backpropagation.scalar_run import result_at, run_scalar

NAMES = ("a", "b", "c", "x1")
CALLS = {
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
}
SIGNS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: math.pow,
}


def second_opinion(text, inputs):
    """The value, by Python's own grammar and another evaluator."""

    def value(node):
        match node:
            case ast.Constant():
                return float(node.value)
            case ast.Name():
                return inputs[node.id]
            case ast.UnaryOp():
                return -value(node.operand)
            case ast.BinOp():
                return SIGNS[type(node.op)](value(node.left), value(node.right))
            case ast.Call():
                return CALLS[node.func.id](value(node.args[0]))

    return value(ast.parse(text, mode="eval").body)


def random_text(rng, depth):
    """Some expression, as a reader might type it."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice([*NAMES, *NAMES, f"{rng.uniform(0.2, 3):.2f}"])
    kind = rng.random()
    if kind < 0.6:
        left, right = (random_text(rng, depth - 1) for _ in range(2))
        sign = rng.choice(["+", "-", "*", "/"])
        return f"({left} {sign} {right})" if rng.random() < 0.7 else f"{left}{sign}({right})"
    if kind < 0.68:
        return f"-{random_text(rng, depth - 1)}"
    if kind < 0.76:
        return f"({random_text(rng, depth - 1)})**{rng.choice([2, 3, -1])}"
    return f"{rng.choice(list(CALLS))}({random_text(rng, depth - 1)})"


def random_cases(count):
    """So many expressions with numbers, that have a value and are not beyond all measure; and their runs."""
    rng, found = random.Random(20), []
    while len(found) < count:
        text = random_text(rng, 4)
        inputs = {name: round(rng.uniform(-2, 2), 3) for name in NAMES}
        try:
            expression = parse_expression(text)
            run = run_scalar(expression, inputs)
        except ValueError:
            continue
        if max(map(abs, (*run.values, *run.gradients))) < 1e4 and not run.kinks:
            found.append((text, inputs, run))
    return found


def test_200_random_expressions_agree_with_a_second_evaluator_and_with_small_steps():
    shapes = set()
    for text, inputs, run in random_cases(200):
        assert run.values[-1] == pytest.approx(second_opinion(text, inputs), rel=1e-12, abs=1e-12)
        for i, node in enumerate(run.expression.nodes):
            if node.op == "variable":
                here, h = inputs[node.name], 1e-6
                rise = [
                    second_opinion(text, {**inputs, node.name: here + k * h})
                    for k in (-2, -1, 1, 2)
                ]
                measured = (rise[0] - 8 * rise[1] + 8 * rise[2] - rise[3]) / (12 * h)
                scale = sum(abs(v * g) for v, g in zip(run.values, run.gradients, strict=True))
                assert run.gradients[i] == pytest.approx(measured, rel=1e-6, abs=1e-8 * (1 + scale))
            shapes.add(node.op)
        assert all(m.verdict == "agrees" for m in check_scalar(run)), text
        for name in run.expression.variables:
            ways = paths_of(run, name, most=10_000)
            brought = math.fsum(route.product for route in ways.routes)
            assert len(ways.routes) == ways.count
            assert brought == pytest.approx(ways.total, rel=1e-9, abs=1e-12 * scale)
    assert shapes >= {*CALLS, "add", "subtract", "multiply", "divide", "power", "negate"}


def slopes(text, **inputs):
    run = run_scalar(parse_expression(text), inputs)
    nodes = run.expression.nodes
    return run.values[-1], {
        n.name: g for n, g in zip(nodes, run.gradients, strict=True) if n.op == "variable"
    }


def test_what_is_used_twice_adds_up():
    assert slopes("a+a", a=3.0) == (6, {"a": 2})
    assert slopes("a*a", a=3.0) == (9, {"a": 6})
    assert slopes("a*a + (a + a)", a=3.0) == (15, {"a": 8})


def test_a_squared_error_with_a_penalty_by_hand():
    value, found = slopes("(w*x + b - y)**2 + 0.1*w**2", w=2.0, x=3.0, b=-2.0, y=3.0)
    assert value == pytest.approx(1.4)
    assert found == pytest.approx({"w": 6.4, "x": 4, "b": 2, "y": -2})


def test_a_sigmoid_neuron_taken_apart_by_hand():
    # z = 2 · (−1) + (−3)(−2) − 3 = 1, σ(1) = 0.731059, σ′ = 0.196612
    numbers = {"w1": 2.0, "x1": -1.0, "w2": -3.0, "x2": -2.0, "b": -3.0}
    whole = slopes("sigmoid(w1*x1 + w2*x2 + b)", **numbers)
    apart = slopes("1/(1 + exp(-(w1*x1 + w2*x2 + b)))", **numbers)
    s = 0.7310585786300049
    for value, found in (whole, apart):
        assert value == pytest.approx(s, rel=1e-14)
        d = s * (1 - s)
        by_hand = {"w1": -d, "x1": 2 * d, "w2": -2 * d, "x2": -3 * d, "b": d}
        assert found == pytest.approx(by_hand, rel=1e-13)


def test_a_tanh_neuron_whose_slope_is_exactly_a_half():
    # artanh(1/√2) = ln(1 + √2), and 1 − tanh² = 1/2
    b = 6 + math.log(1 + math.sqrt(2))
    numbers = {"w1": -3.0, "x1": 2.0, "w2": 1.0, "x2": 0.0, "b": b}
    value, found = slopes("tanh(w1*x1 + w2*x2 + b)", **numbers)
    assert value == pytest.approx(math.sqrt(0.5), rel=1e-14)
    assert found == pytest.approx({"w1": 1, "x1": -1.5, "w2": 0, "x2": 0.5, "b": 0.5}, rel=1e-13)


def test_at_the_kink_a_relu_counts_as_shut_and_small_steps_measure_the_middle():
    run = run_scalar(parse_expression("relu(a - b)"), {"a": 2.0, "b": 2.0})
    a, b = check_scalar(run)
    assert (a.derived, b.derived) == (0, 0)
    assert (a.measured, b.measured) == pytest.approx((0.5, -0.5))
    assert a.verdict == b.verdict == "on a kink"


def test_log_undoes_exp_through_a_number_of_44_digits():
    value, found = slopes("log(exp(x))", x=100.0)
    assert (value, found["x"]) == pytest.approx((100, 1), rel=1e-14)
    assert len(f"{int(math.exp(100))}") == 44


def test_eight_sigmoids_leave_less_than_a_quarter_to_the_eighth():
    _, found = slopes("sigmoid(" * 8 + "x" + ")" * 8, x=1.0)
    assert 0 < found["x"] < 0.25**8
    assert f"{found['x']:.1e}" == "5.5e-06"


def test_many_paths_are_counted_and_summed_without_walking_them():
    text = "x+x"
    while len(text) < 120:
        text = f"({text})+({text})"  # shared, so the graph stays small
    run = run_scalar(parse_expression(text), {"x": 1.0})
    ways = paths_of(run, "x")
    assert ways.count == ways.total == run.values[-1]
    assert len(ways.routes) == 8
    assert ways.others == ways.total - 8


def test_8_paths_run_over_6_edges_and_each_doubling_adds_2():
    texts = ["((a+a)+(a+a))+((a+a)+(a+a))", "(a+a)+(a+a)"]
    (many, few) = (run_scalar(parse_expression(text), {"a": 1.0}) for text in texts)
    edges = [sum(len(node.args) for node in run.expression.nodes) for run in (many, few)]
    assert edges == [6, 4]
    assert [paths_of(run, "a").count for run in (many, few)] == [8, 4]


@pytest.mark.parametrize(
    ("text", "inputs", "says"),
    [
        ("log(x)", {"x": -1.0}, "above 0"),
        ("log(x)", {"x": 0.0}, "above 0"),
        ("x/x", {"x": 0.0}, "divided by 0"),
        ("1/x", {"x": 0.0}, "divided by 0"),
        ("9**9**9**9*x", {"x": 1.0}, "larger than 10¹⁰⁰"),
        ("x**x**x", {"x": 1e6}, "larger than 10¹⁰⁰"),
        ("exp(x)", {"x": 300.0}, "larger than 10¹⁰⁰"),
        ("exp(exp(x))", {"x": 1e6}, "larger than 10¹⁰⁰"),
        ("x**0.5", {"x": 0.0}, "no finite slope"),
        ("x**0.5", {"x": -1.0}, "only whole ones"),
        ("2**x + x**x", {"x": -2.0}, "no finite slope"),
    ],
)
def test_where_there_is_no_number_a_sentence_says_so_at_once(text, inputs, says):
    begun = time.process_time()
    with pytest.raises(ValueError, match=r"\.$") as error:
        run_scalar(parse_expression(text), inputs)
    assert time.process_time() - begun < 0.1
    assert says in str(error.value)


def test_a_power_with_a_fixed_exponent_may_have_a_base_below_0():
    assert slopes("x**3", x=-2.0) == (-8, {"x": 12})
    assert slopes("x**-1", x=-2.0) == (-0.5, {"x": -0.25})


def test_where_a_small_step_has_no_result_nothing_is_measured():
    (found,) = check_scalar(run_scalar(parse_expression("log(x)"), {"x": 1e-7}))
    assert found.verdict == "out of reach"
    assert math.isnan(found.measured)


@pytest.mark.parametrize("text", ["a*b + c", "exp(a)/b", "tanh(a)*sigmoid(b)"])
def test_the_referee_sees_a_wrong_slope(text, monkeypatch):
    run = run_scalar(parse_expression(text), {"a": 0.3, "b": 1.2, "c": 2.0})
    object.__setattr__(run, "gradients", tuple(g * (1 + 1e-4) for g in run.gradients))
    assert all(m.verdict == "differs" for m in check_scalar(run))


def test_the_result_alone_is_that_of_the_whole_run():
    expression = parse_expression("(w*x + b - y)**2")
    numbers = {"w": 2.0, "x": 3.0, "b": -2.0, "y": 3.0}
    assert result_at(expression, numbers) == run_scalar(expression, numbers).values[-1]


def test_a_lone_variable_is_its_own_result():
    assert slopes("x", x=4.0) == (4, {"x": 1})
    ways = paths_of(run_scalar(parse_expression("x"), {"x": 4.0}), "x")
    assert (ways.count, ways.total, ways.routes[0].product) == (1, 1, 1)
