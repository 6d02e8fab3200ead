import time

import pytest

from core.expressions import DEEPEST, LONGEST, MOST_NODES, parse_expression


def written(text):
    """The graph as fully bracketed text, numbers and all."""
    nodes = parse_expression(text).nodes

    def say(i):
        node = nodes[i]
        if not node.args:
            return node.name or f"{node.number:g}"
        return f"{node.op}({', '.join(map(say, node.args))})"

    return say(len(nodes) - 1)


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("a+b*c", "add(a, multiply(b, c))"),
        ("a-b-c", "subtract(subtract(a, b), c)"),
        ("a/b/c", "divide(divide(a, b), c)"),
        ("a**b**c", "power(a, power(b, c))"),
        ("-x**2", "negate(power(x, 2))"),
        ("2**-x", "power(2, negate(x))"),
        ("-2*x", "multiply(-2, x)"),
        ("+x - -3", "subtract(x, -3)"),
        ("sigmoid(w*x + b)", "sigmoid(add(multiply(w, x), b))"),
        ("x^2 · y − z", "subtract(multiply(power(x, 2), y), z)"),
        ("(x − y)²/3", "divide(power(subtract(x, y), 2), 3)"),
        ("ln(x) + σ(y)", "add(log(x), sigmoid(y))"),
        (".5*x + 1.e2", "add(multiply(0.5, x), 100)"),
        ("λ * w_1", "multiply(λ, w_1)"),
    ],
)
def test_signs_bind_as_in_books(text, graph):
    assert written(text) == graph


def test_equal_names_and_equal_parts_are_one_node():
    assert [node.op for node in parse_expression("a*a").nodes] == ["variable", "multiply"]
    nodes = parse_expression("(a+b)*(a+b)").nodes
    assert [node.op for node in nodes] == ["variable", "variable", "add", "multiply"]
    assert nodes[-1].args == (2, 2)


def test_every_node_comes_after_all_that_it_needs():
    expression = parse_expression("log(1 + exp(-y*(w*x + b))) + 0.1*w**2")
    for i, node in enumerate(expression.nodes):
        assert all(a < i for a in node.args)
    assert expression.variables == ("y", "w", "x", "b")


def test_folding_a_sign_leaves_nothing_unused_behind():
    nodes = parse_expression("x + -3").nodes
    used = {a for node in nodes for a in node.args} | {len(nodes) - 1}
    assert used == set(range(len(nodes)))


HOSTILE = {
    "": "something is missing",
    "   ": "something is missing",
    "x" * 10_000: "10,000 characters",
    "(" * 10_000: "10,000 characters",
    "(" * 200 + "x" + ")" * 50: f"{DEEPEST} deep",
    "-" * 200 + "x": f"{DEEPEST} deep",
    "x" + "**x" * 90: f"{DEEPEST} deep",
    "exp(" * 40 + "x" + ")" * 40: f"{DEEPEST} deep",
    "+".join(f"x{i}" for i in range(60)): f"{MOST_NODES} nodes",
    "a+b+c+d+e+g+h+i+j": "9 variables",
    "__import__('os').system('true')": "begins with a letter",
    "x.__class__.__bases__": "no meaning",
    "a__b": "a name is",
    "a" * 13: "a name is",
    "lambda: x": "no meaning",
    "x if x else y": "a sign is missing",
    "eval(x)": "eval is no function",
    "abs(x)": "abs is no function",
    "a_very_long_name_of_nothing(x)": "this is no function",
    "<script>alert(1)</script>": "no meaning",
    "$x$": "no meaning",
    "`x`": "no meaning",
    "1e309*x": "this is larger",
    "1e13*x": "this is larger",
    "9" * 299: "this is larger",
    "x,y": "one number",
    "max(0, x)": "one number",
    "x = 2": "their own box",
    "2x": "products need a *",
    "x y": "products need a *",
    "(x)(y)": "products need a *",
    "x +": "something is missing",
    "* x": "does not fit",
    "(x": "never closed",
    "x)": "does not fit",
    "exp": "needs brackets",
    "nan": "no name here",
    "x + Inf": "no name here",
    "exp()": "does not fit",
    "3 + 4": "no variable",
    "x" + "\u202e": "no meaning",
    "\x00": "no meaning",
    "é": "no meaning",
    "x\u0661": "no meaning",  # a digit of another script
    "π²": "",
}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_expression_gets_one_sentence_at_once(text):
    begun = time.process_time()
    if HOSTILE[text]:
        with pytest.raises(ValueError, match=r"\.$") as error:
            parse_expression(text)
        assert HOSTILE[text] in str(error.value)
        assert len(str(error.value)) < 160
        assert "\n" not in str(error.value)
        assert not set("<>`$_") & set(str(error.value))
    else:
        parse_expression(text)
    assert time.process_time() - begun < 0.1


def test_the_longest_text_that_is_allowed_is_read():
    text = "x" + " " * (LONGEST - 2) + " "
    assert parse_expression(text).variables == ("x",)
