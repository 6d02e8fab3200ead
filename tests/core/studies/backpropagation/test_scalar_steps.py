from core.expressions import parse_expression
from core.studies.backpropagation.scalar_run import run_scalar
from core.studies.backpropagation.scalar_steps import names_of, symbol, tell_story


def story(text, **inputs):
    return tell_story(run_scalar(parse_expression(text), inputs))


def test_forward_one_operation_at_a_time_then_back_one_node_at_a_time():
    told = story("w*x + 2", w=3.0, x=4.0)
    assert [step.phase for step in told.steps] == ["forward"] * 2 + ["backward"] * 4
    assert [told.names[step.node] for step in told.steps] == ["v1", "f", "f", "v1", "x", "w"]
    assert len(told.values_known(0)) == 3  # what is given: w, x and the number
    assert told.gradients_known(2) == set()
    assert told.gradients_known(6) == {0, 1, 2, 4}


def test_each_step_has_its_formula_in_symbols_and_numbers():
    told = story("w*x + w", w=3.0, x=-4.0)
    value, local = told.steps[0].formulas
    assert value.symbols == r"v_{1} = w \cdot x"
    assert value.numbers == r"\value{3} \cdot \value{(-4)} = \value{-12}"
    assert local.numbers == r"= -4,\quad = 3"
    last = told.steps[-1].formulas[0]
    assert "2 edges add up" in told.steps[-1].title
    assert last.numbers == r"\slope{1} \cdot (-4) + \slope{1} \cdot 1 = \slope{-3}"


def test_names_in_between_give_way_to_those_of_the_reader():
    assert names_of(parse_expression("v1*f + v1"))[-1] == "F"
    assert names_of(parse_expression("v1*f + v1"))[2] == "u1"
    assert names_of(parse_expression("a*b"))[-1] == "f"
    assert names_of(parse_expression("x")) == ("x",)


def test_names_in_latex():
    assert symbol("w1") == symbol("w_1") == "w_{1}"
    assert symbol("rate") == r"\mathrm{rate}"
    assert symbol("a_b") == r"\mathrm{a\_b}"
    assert symbol("-0.5") == "(-0.5)"


def test_a_part_that_never_moves_is_computed_and_has_no_gradient():
    told = story("exp(2)*x", x=1.0)
    backs = [told.names[step.node] for step in told.steps if step.phase == "backward"]
    assert backs == ["f", "x"]
    assert len(told.steps[0].formulas) == 1  # no local derivative along a number
