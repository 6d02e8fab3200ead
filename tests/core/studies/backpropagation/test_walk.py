import math

import numpy as np
import pytest

from core.formula import factor, tex
from core.network import trace, update
from core.studies.backpropagation.mistakes import MISTAKES, backward_with
from core.studies.backpropagation.presets import PRESETS, own_sizes
from core.studies.backpropagation.slope_check import slopes_of
from core.studies.backpropagation.walk import GRAINS, walk

WORKED = PRESETS["worked"].problem
LARGEST = own_sizes((6, 6, 6, 6, 6), 0)
ALL = [*PRESETS.values(), LARGEST]


def worked(**settings):
    return walk(WORKED, 0.5, **({"update_biases": False} | settings))


def walked(preset, **settings):
    return walk(preset.problem.example(preset.row), preset.lr, **settings)


def test_the_published_numbers_appear_under_their_names():
    n = worked().known(17)
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
        ({"mistake": "too_early"}, 0.291027924),
    ],
)
def test_the_loss_after_one_update(settings, loss):
    assert worked(**settings).again.loss == pytest.approx(loss, abs=5e-10)


def test_updating_too_early_ten_thousand_times_gives_the_outputs_that_were_published():
    """A walk in plain numbers, which the engine follows as far as it is let."""
    network, x, y = WORKED.network, WORKED.x, WORKED.y
    (x1, x2), (y1, y2) = x[0].tolist(), y[0].tolist()
    w1, w3, w2, w4, w5, w7, w6, w8 = (
        float(w) for matrix in network.weights for w in matrix.ravel()
    )
    squash = lambda z: 1 / (1 + math.exp(-z))  # noqa: E731
    for t in range(10_001):
        h1, h2 = squash(w1 * x1 + w2 * x2 + 0.35), squash(w3 * x1 + w4 * x2 + 0.35)
        o1, o2 = squash(w5 * h1 + w6 * h2 + 0.6), squash(w7 * h1 + w8 * h2 + 0.6)
        if t < 100:
            run = trace(network, x, y, "half_sse")
            np.testing.assert_allclose(run.forward[-1].out[0], [o1, o2], rtol=1e-12)
            run = backward_with(MISTAKES["too_early"], network, run, 0.0, 0.5)
            network = update(network, run, 0.5, update_biases=False)
        answer = o1, o2
        d1, d2 = (o1 - y1) * o1 * (1 - o1), (o2 - y2) * o2 * (1 - o2)
        w5, w6, w7, w8 = w5 - h1 * d1 / 2, w6 - h2 * d1 / 2, w7 - h1 * d2 / 2, w8 - h2 * d2 / 2
        e1, e2 = (w5 * d1 + w7 * d2) * h1 * (1 - h1), (w6 * d1 + w8 * d2) * h2 * (1 - h2)
        w1, w2, w3, w4 = w1 - x1 * e1 / 2, w2 - x2 * e1 / 2, w3 - x1 * e2 / 2, w4 - x2 * e2 / 2
    np.testing.assert_allclose(answer, [0.0159122, 0.9840657], atol=5e-8)


def test_the_penalty_by_hand():
    n = walked(PRESETS["penalty"]).numbers
    h = np.tanh(0.8 * 1.5 + 0.1)
    o = -1.2 * h + 0.3
    miss, bend = o - 1.0, 1 - h**2
    by_hand = {
        "loss": miss**2 / 2,
        "objective": miss**2 / 2 + 0.05 * (0.8**2 + 1.2**2),
        "share_w2": miss * h,
        "slope_w2": miss * h - 0.12,
        "slope_w1": miss * -1.2 * bend * 1.5 + 0.08,
        "new_w1": 0.8 - 0.2 * (miss * -1.2 * bend * 1.5 + 0.08),
        "slope_b1": miss * -1.2 * bend,
    }
    assert {name: n[name] for name in by_hand} == pytest.approx(by_hand, rel=1e-12)


def test_softmax_and_cross_entropy_leave_predicted_minus_true():
    n = walked(PRESETS["softmax"]).numbers
    for i in (1, 2, 3):
        assert n[f"delta_o{i}"] == n[f"o{i}"] - n[f"y{i}"]
    assert sum(n[f"o{i}"] for i in (1, 2, 3)) == pytest.approx(1)


@pytest.mark.parametrize("preset", ALL, ids=lambda p: p.key)
@pytest.mark.parametrize("grain", GRAINS)
def test_every_number_is_found_once_and_every_formula_is_whole(preset, grain):
    for mistake in MISTAKES if preset.key != "own" else ("none", "too_early"):
        story = walked(preset, mistake=mistake, grain=grain)
        found = [name for step in story.steps for name in step.found]
        assert len(found) == len(set(found))
        assert found[-1] == "new_objective"
        assert set(story.labels.parameters) <= set(story.given)
        assert {f"slope_{key}" for key in story.labels.parameters} <= set(found)
        assert {f"new_{key}" for key in story.labels.parameters} <= set(found)
        for step in story.steps:
            for text in step.formula():
                assert text.count("{") == text.count("}")
                assert text.count(r"\left") == text.count(r"\right")
                assert "e-" not in text
                assert "nan" not in text


def test_what_is_used_is_found_before():
    story = worked()
    found = [name for step in story.steps for name in step.found]
    assert len(story.steps) == 17
    assert "new_b1" not in found
    assert found.index("delta_o2") < found.index("delta_h1") < found.index("slope_w1")
    assert set(story.known(1)) - set(story.given) == {"z_h1", "h1"}
    early = [name for step in worked(mistake="too_early").steps for name in step.found]
    assert early.index("new_w5") < early.index("delta_h1") < found.index("new_w5")


@pytest.mark.parametrize(
    ("grain", "titles"),
    [
        (
            "layer",
            "Forward through the hidden layer|Forward through the output layer|The loss|"
            "The blame in the output layer, δ = ∂L/∂z|Slopes of the weights into the output layer|"
            "The blame in the hidden layer, δ = ∂L/∂z|Slopes of the weights into the hidden layer|"
            "Update the output weights|Update the hidden weights|Forward again|The loss again",
        ),
        ("whole", "Forward|The loss|Backward|Update|Forward again, and the loss again"),
    ],
)
def test_larger_steps_hold_the_same_numbers(grain, titles):
    story = worked(grain=grain)
    assert "|".join(step.title for step in story.steps) == titles
    assert story.known(len(story.steps)) == worked().known(17)


def test_formulas_say_what_was_computed():
    formula = worked().steps[9].formula()
    assert r"w_{5} \slope{\delta_{o_{1}}} + w_{7} \slope{\delta_{o_{2}}}" in formula.symbols
    for number in ("0.4", "0.138499", "0.5", "(-0.0380982)", "0.241301", "0.00877135469"):
        assert number in formula.numbers
    layer = worked(grain="layer").steps[5].formula()
    assert r"\begin{pmatrix}0.1385 & -0.0381\end{pmatrix}" in layer.numbers
    assert r"\begin{pmatrix}0.4 & 0.45\\0.5 & 0.55\end{pmatrix}" in layer.numbers
    assert r"\begin{pmatrix}0.008771 & 0.009954\end{pmatrix}" in layer.numbers


@pytest.mark.parametrize(
    ("mistake", "symbols"),
    [
        ("too_early", r"\left( w_{5}^{+} \slope{\delta_{o_{1}}} + w_{7}^{+}"),
        ("no_bend", r"= w_{5} \slope{\delta_{o_{1}}} + w_{7} \slope{\delta_{o_{2}}}"),
        ("one_path", r"\left( w_{5} \slope{\delta_{o_{1}}} \right)"),
    ],
)
def test_a_mistake_is_written_into_its_formula(mistake, symbols):
    story = worked(mistake=mistake)
    step = next(s for s in story.steps if s.title.startswith("The blame at h₁"))
    assert symbols in step.formula().symbols
    assert step.title.endswith("(wrong)")
    assert not next(s for s in story.steps if "blame at o₁" in s.title).title.endswith("(wrong)")


@pytest.mark.parametrize("preset", ALL, ids=lambda p: p.key)
def test_no_mistake_is_the_backward_pass_itself(preset):
    problem = preset.problem
    run = trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)
    again = backward_with(MISTAKES["none"], problem.network, run, problem.l2, 0.5)
    np.testing.assert_array_equal(slopes_of(again), slopes_of(run))


def test_updating_too_early_by_nothing_is_no_mistake():
    run = trace(WORKED.network, WORKED.x, WORKED.y, "half_sse")
    late = backward_with(MISTAKES["too_early"], WORKED.network, run, 0.0, 0.0)
    np.testing.assert_array_equal(slopes_of(late), slopes_of(run))


def test_numbers_as_latex():
    assert [tex(v) for v in (0.5, -2.5e-8, 1 / 3)] == ["0.5", r"-2.5\cdot 10^{-8}", "0.333333"]
    assert [factor(v) for v in (0.5, -0.5, 1e-8)] == ["0.5", "(-0.5)", r"(1\cdot 10^{-8})"]
    assert [tex(v) for v in (np.inf, -np.inf, np.nan)] == [
        r"\infty",
        r"-\infty",
        r"\text{no number}",
    ]
