import numpy as np
import pytest

from core.formula import factor, tex
from core.network import trace, update
from core.studies.backpropagation.out_of_order import out_of_order
from core.studies.backpropagation.slope_check import check
from core.studies.backpropagation.walkthrough import walk
from core.studies.backpropagation.worked_example import (
    NAMES,
    NUMBERS,
    example,
    network_of,
    parameters_of,
    pretty,
    slopes_of,
)


def test_the_published_numbers_appear_under_their_names():
    n = walk(example(), 0.5).known(17)
    published = {
        **{"z_h1": 0.3775, "h1": 0.5932699921, "h2": 0.5968843783},
        **{"o1": 0.7513650696, "o2": 0.7729284653, "loss": 0.298371108760},
        **{"slope_w5": 0.0821670406, "slope_w1": 0.0004385677},
        **{"new_w5": 0.3589164797, "new_w6": 0.4086661861},
        **{"new_w7": 0.5113012703, "new_w8": 0.5613701211},
        **{"new_w1": 0.1497807161, "new_w2": 0.1995614323},
        **{"new_w3": 0.2497511436, "new_w4": 0.2995022873},
        "new_loss": 0.291027773694,
    }
    assert {name: n[name] for name in published} == pytest.approx(published, abs=1e-10)


@pytest.mark.parametrize(
    ("settings", "loss"),
    [
        ({}, 0.291027773694),
        ({"update_biases": True}, 0.280471446791),
        ({"too_early": True}, 0.291027924),
    ],
)
def test_the_loss_after_one_update(settings, loss):
    assert walk(example(), 0.5, **settings).again.loss == pytest.approx(loss, abs=5e-10)


def test_out_of_order_after_ten_thousand_steps_gives_the_outputs_that_were_published():
    case = example()
    network = case.network
    for _ in range(10_000):
        run = out_of_order(network, trace(network, case.x, case.y, "half_sse"), 0.5)
        network = update(network, run, 0.5, update_biases=False)
    answer = trace(network, case.x, case.y, "half_sse").forward[-1].out[0]
    np.testing.assert_allclose(answer, [0.0159122, 0.9840657], atol=5e-8)


def test_out_of_order_without_a_step_is_in_order():
    case = example()
    run = trace(case.network, case.x, case.y, "half_sse")
    late = out_of_order(case.network, run, 0.0)
    np.testing.assert_array_equal(slopes_of(late), slopes_of(run))


def test_numbers_go_in_and_come_out_by_name():
    numbers = np.arange(16) / 16
    case = example(numbers)
    np.testing.assert_array_equal(parameters_of(case.network), numbers[4:])
    np.testing.assert_array_equal(
        parameters_of(network_of(parameters_of(case.network))), numbers[4:]
    )
    assert case.network.weights[0][1, 0] == numbers[NAMES.index("w2")]  # x2 into h1
    assert case.network.weights[1][0, 1] == numbers[NAMES.index("w7")]  # h1 into o2


@pytest.mark.parametrize("bad", [(), NUMBERS[:-1], (*NUMBERS[:-1], np.nan), (np.inf,) * 16])
def test_numbers_that_are_no_example_are_refused(bad):
    with pytest.raises(ValueError, match="numbers must be 16 finite"):
        example(bad)


@pytest.mark.parametrize("update_biases", [False, True])
@pytest.mark.parametrize("too_early", [False, True])
def test_every_number_is_found_once_and_before_it_is_used(update_biases, too_early):
    story = walk(example(), 0.5, update_biases=update_biases, too_early=too_early)
    found = [name for step in story.steps for name in step.found]
    assert len(story.steps) == 17
    assert len(found) == len(set(found))
    assert ("new_b1" in found) is update_biases
    assert (found.index("new_w5") < found.index("delta_h1")) is too_early
    assert found.index("delta_o2") < found.index("delta_h1") < found.index("slope_w1")
    assert found[-1] == "new_loss"
    assert set(story.known(1)) == {*NAMES, "lr", "z_h1", "h1"}


def test_formulas_say_what_was_computed():
    formula = walk(example(), 0.5).steps[9].formula
    assert r"w_{5} \slope{\delta_{o_{1}}} + w_{7} \slope{\delta_{o_{2}}}" in formula.symbols
    for number in ("0.4", "0.138499", "0.5", "(-0.0380982)", "0.241301", "0.00877135469"):
        assert number in formula.numbers


def test_braces_of_every_formula_are_balanced():
    for numbers in (NUMBERS, [100.0] * 16, [-1e-9] * 16):
        for step in walk(example(numbers), 0.5, update_biases=True).steps:
            for text in step.formula:
                assert text.count("{") == text.count("}")
                assert "e-" not in text


def test_numbers_as_latex():
    assert [tex(v) for v in (0.5, -2.5e-8, 1 / 3)] == ["0.5", r"-2.5\cdot 10^{-8}", "0.333333"]
    assert [factor(v) for v in (0.5, -0.5, 1e-8)] == ["0.5", "(-0.5)", r"(1\cdot 10^{-8})"]


def test_names_as_they_are_read():
    assert [pretty(name) for name in ("h1", "w8", "loss")] == ["h₁", "w₈", "loss"]


def test_the_check_agrees_with_the_backward_pass_for_networks_of_every_size_of_number():
    rng = np.random.default_rng(0)
    for _ in range(60):
        size = 10 ** rng.uniform(-2, 2)
        case = example(rng.uniform(-size, size, 16))
        run = trace(case.network, case.x, case.y, "half_sse")
        assert not any(check(case, run).differs)


def test_the_check_catches_slopes_that_went_through_weights_already_moved():
    case = example()
    checked = check(case, walk(case, 0.5, too_early=True).run)
    assert checked.differs == (True,) * 6 + (False,) * 6
    assert min(checked.errors[:6]) > 0.1
    assert max(checked.errors[6:]) < 1e-9
    assert checked.evaluations == 24
