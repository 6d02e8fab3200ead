import inspect
import json
from pathlib import Path

import numpy as np
import pytest
from scipy import special
from sklearn import metrics

from core.elementwise_losses import rmse
from core.entries import Knob
from core.gradcheck import numerical_gradient, relative_error
from core.losses import HALF_SSE, LOSSES
from core.softmax import softmax

ALL = {**LOSSES, "half_sse": HALF_SSE}
every_loss = pytest.mark.parametrize("loss", ALL.values(), ids=ALL)
OVER_ROWS = ("cross_entropy", "kl_divergence", "cross_entropy_with_logits", "half_sse")
SHARES = ("cross_entropy", "kl_divergence", "cross_entropy_with_logits")


def example(loss, seed=0, shape=(6, 3)):
    """A prediction and a target that this loss accepts, away from its kinks."""
    rng = np.random.default_rng(seed)
    prediction = rng.normal(scale=2, size=shape)
    if loss.takes == "probabilities":
        prediction = softmax(prediction) if loss.key in SHARES else rng.uniform(0.05, 0.95, shape)
    if loss.key in SHARES:
        return prediction, softmax(rng.normal(size=shape))
    if loss.takes == "margins":
        return prediction, rng.choice([-1.0, 1.0], shape)
    if loss.takes in ("probabilities", "logits"):
        return prediction, rng.uniform(0, 1, shape)
    return prediction, rng.normal(scale=2, size=shape)


BY_HAND = [  # key, prediction, target, value, gradient
    ("mse", [1.0, 5.0], [2.0, 2.0], 5, [-1, 3]),
    ("mae", [1.0, 5.0, 7.0], [2.0, 2.0, 7.0], 4 / 3, [-1 / 3, 1 / 3, 0]),
    ("huber", [0.5, 5.0], [0.0, 2.0], (0.125 + 2.5) / 2, [0.25, 0.5]),
    ("log_cosh", [np.log(2)], [0.0], np.log(1.25), [0.6]),
    ("hinge", [0.5, -3.0, 2.0], [1.0, 1.0, 1.0], (0.5 + 4) / 3, [-1 / 3, -1 / 3, 0]),
    ("hinge", [1.0, -1.0], [1.0, -1.0], 0, [0, 0]),
    ("hinge", [0.5], [-1.0], 1.5, [1]),
    ("squared_hinge", [0.5, -3.0], [1.0, 1.0], (0.25 + 16) / 2, [-0.5, -4]),
    ("binary_cross_entropy", [0.5], [1.0], np.log(2), [-2]),
    ("binary_cross_entropy", [0.75, 0.75], [1.0, 0.0], np.log(16 / 3) / 2, [-2 / 3, 2]),
    ("cross_entropy", [0.25, 0.5, 0.25], [0.0, 1.0, 0.0], np.log(2), [0, -2, 0]),
    ("cross_entropy", [[0.5, 0.5], [0.25, 0.75]], [[1.0, 0], [1, 0]], np.log(8) / 2, [[-1, 0], [-2, 0]]),
    ("kl_divergence", [0.25, 0.75], [0.5, 0.5], np.log(4 / 3) / 2, [-2, -2 / 3]),
    ("binary_cross_entropy_with_logits", [0.0, np.log(3)], [1.0, 0.0], np.log(8) / 2, [-0.25, 0.375]),
    ("cross_entropy_with_logits", [np.log(3), 0.0], [0.0, 1.0], np.log(4), [0.75, -0.75]),
    ("half_sse", [[1.0, 5.0], [0.0, 0.0]], [[2.0, 2.0], [0.0, 0.0]], 2.5, [[-0.5, 1.5], [0, 0]]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "prediction", "target", "value", "gradient"), BY_HAND)
def test_values_and_gradients_worked_by_hand(key, prediction, target, value, gradient):
    assert ALL[key].value(prediction, target) == pytest.approx(value, rel=1e-13, abs=0)
    np.testing.assert_allclose(ALL[key].gradient(prediction, target), gradient, rtol=1e-13)


def test_the_grades_example():
    value = LOSSES["binary_cross_entropy"].value([0.1, 0.8, 0.6], [1, 0, 1])
    assert value == pytest.approx(1.4742829, abs=5e-8)


def test_logits_two_one_zero_cost_0_407606_for_the_first_class():
    value = LOSSES["cross_entropy_with_logits"].value([2.0, 1.0, 0.0], [1, 0, 0])
    assert value == pytest.approx(0.407606, abs=5e-7)


FOUR_CASES = [(1, 1, 0.0, -1.0), (0, 0, 0.0, 1.0), (1, 0, np.inf, -np.inf), (0, 1, np.inf, np.inf)]


@pytest.mark.parametrize(("y", "p", "value", "slope"), FOUR_CASES)
def test_the_four_cases_of_certainty(y, p, value, slope):
    bce, ce = LOSSES["binary_cross_entropy"], LOSSES["cross_entropy"]
    two_classes = [p, 1 - p], [y, 1 - y]
    assert bce.value([p], [y]) == value
    assert str(bce.value([p], [y])) == str(value)  # 0.0, not -0.0
    assert ce.value(*two_classes) == value
    assert LOSSES["kl_divergence"].value(*two_classes) == value
    np.testing.assert_array_equal(bce.gradient([p], [y]), [slope])


def test_nielsens_first_gradients_confidently_wrong_learns_slowly_only_with_squares():
    for w, b, squares, entropy in ((0.6, 0.9, 0.121938, 0.817574), (2, 2, 0.017345, 0.982014)):
        a = special.expit(w + b)
        slope = a * (1 - a)
        half = HALF_SSE.gradient([a], [0.0])[0] * slope
        assert half == pytest.approx(squares, abs=5e-7)
        cross = LOSSES["binary_cross_entropy"].gradient([a], [0.0])[0] * slope
        assert cross == pytest.approx(entropy, abs=5e-7)


def test_kl_is_zero_only_for_equals_never_negative_and_not_symmetric():
    kl = LOSSES["kl_divergence"]
    p, q = softmax(np.random.default_rng(4).normal(size=(2, 50, 4)))
    assert kl.value(p, p) == 0
    assert all(kl.value(a, b) > 0 for a, b in zip(p, q, strict=True))
    assert kl.value(p, q) != pytest.approx(kl.value(q, p), rel=1e-3)


def test_cross_entropy_is_entropy_plus_kl():
    p, y = example(LOSSES["cross_entropy"])
    entropy = LOSSES["cross_entropy"].value(y, y)
    assert LOSSES["cross_entropy"].value(p, y) == pytest.approx(
        entropy + LOSSES["kl_divergence"].value(p, y), rel=1e-14
    )


def test_losses_of_logits_are_losses_of_their_probabilities():
    z, y = example(LOSSES["binary_cross_entropy_with_logits"])
    bce, logits = LOSSES["binary_cross_entropy"], LOSSES["binary_cross_entropy_with_logits"]
    assert logits.value(z, y) == pytest.approx(bce.value(special.expit(z), y), rel=1e-13)
    z, y = example(LOSSES["cross_entropy_with_logits"])
    ce, logits = LOSSES["cross_entropy"], LOSSES["cross_entropy_with_logits"]
    assert logits.value(z, y) == pytest.approx(ce.value(softmax(z), y), rel=1e-13)


def test_two_classes_of_cross_entropy_are_one_binary_question():
    p, y = np.array([0.2, 0.7, 0.9]), np.array([0.0, 1.0, 0.3])
    two = np.stack([p, 1 - p], axis=1), np.stack([y, 1 - y], axis=1)
    assert LOSSES["cross_entropy"].value(*two) == pytest.approx(
        LOSSES["binary_cross_entropy"].value(p, y), rel=1e-14
    )


def test_logits_far_out_keep_their_digits():
    bce, ce = LOSSES["binary_cross_entropy_with_logits"], LOSSES["cross_entropy_with_logits"]
    assert bce.value([40.0], [1.0]) == pytest.approx(np.exp(-40), rel=1e-14)
    assert bce.value([-800.0], [1.0]) == 800
    assert ce.value([1000.0, 0.0], [0, 1]) == 1000
    assert bce.value([np.inf, -np.inf], [1, 0]) == 0
    assert ce.value([0.0, -np.inf], [1, 0]) == 0


def test_huber_is_half_the_square_when_delta_is_large_and_a_scaled_mae_when_it_is_small():
    p, y = example(LOSSES["huber"])
    assert LOSSES["huber"].value(p, y, delta=1e6) == pytest.approx(LOSSES["mse"].value(p, y) / 2)
    small = LOSSES["huber"].value(p, y, delta=1e-9) / 1e-9
    assert small == pytest.approx(LOSSES["mae"].value(p, y), rel=1e-8)


def test_losses_agree_with_scikit_learn_and_scipy():
    p, y = example(LOSSES["mse"])
    assert LOSSES["mse"].value(p, y) == pytest.approx(metrics.mean_squared_error(y, p))
    assert LOSSES["mae"].value(p, y) == pytest.approx(metrics.mean_absolute_error(y, p))
    assert LOSSES["huber"].value(p, y, delta=1.5) == pytest.approx(special.huber(1.5, p - y).mean())
    p, y = example(LOSSES["hinge"], shape=(20,))
    assert LOSSES["hinge"].value(p, y) == pytest.approx(metrics.hinge_loss(y, p))
    p, classes = softmax(np.random.default_rng(1).normal(size=(9, 3))), np.arange(9) % 3
    ce = LOSSES["cross_entropy"].value(p, np.eye(3)[classes])
    assert ce == pytest.approx(metrics.log_loss(classes, p))
    p, y = example(LOSSES["kl_divergence"])
    kl = special.rel_entr(y, p).sum(axis=1).mean()
    assert LOSSES["kl_divergence"].value(p, y) == pytest.approx(kl)


def test_the_menu_is_complete_and_in_order():
    assert list(LOSSES) == [
        "mse",
        "mae",
        "huber",
        "log_cosh",
        "hinge",
        "squared_hinge",
        "binary_cross_entropy",
        "cross_entropy",
        "kl_divergence",
        "binary_cross_entropy_with_logits",
        "cross_entropy_with_logits",
    ]
    assert len({loss.label for loss in ALL.values()}) == len(ALL)


@every_loss
def test_every_entry_says_what_it_is_and_its_knobs_match(loss):
    assert loss.label
    assert loss.equation
    assert loss.source
    assert "$" not in loss.equation
    assert loss.equation.count("{") == loss.equation.count("}")
    assert loss.takes in ("predictions", "probabilities", "logits", "margins")
    for function in (loss.value, loss.gradient):
        keywords = {
            name: p.default
            for name, p in inspect.signature(function).parameters.items()
            if p.kind is p.KEYWORD_ONLY
        }
        assert keywords == {knob.name: knob.default for knob in loss.knobs}
    for knob in loss.knobs:
        assert isinstance(knob, Knob)
        assert knob.default in knob.ticks
        assert list(knob.ticks) == sorted(set(knob.ticks))


@pytest.mark.parametrize("shape", [(6, 3), (1, 4), (5,)])
@every_loss
def test_the_gradient_agrees_with_central_differences(loss, shape):
    prediction, target = example(loss, seed=7, shape=shape)
    for knobs in [{}] + [{knob.name: tick} for knob in loss.knobs for tick in knob.ticks]:
        measured = numerical_gradient(lambda p, k=knobs: loss.value(p, target, **k), prediction)
        assert relative_error(loss.gradient(prediction, target, **knobs), measured) < 1e-7


@every_loss
def test_a_batch_written_twice_has_the_same_loss(loss):
    prediction, target = example(loss)
    once = loss.value(prediction, target)
    assert loss.value(np.tile(prediction, (2, 1)), np.tile(target, (2, 1))) == pytest.approx(once)
    rows = [loss.value(p, y) for p, y in zip(prediction, target, strict=True)]
    assert np.mean(rows) == pytest.approx(once)


@every_loss
def test_the_mean_is_over_rows_where_classes_share_a_whole_and_over_elements_elsewhere(loss):
    prediction, target = example(loss)
    if loss.key not in OVER_ROWS:
        assert loss.value(prediction.ravel(), target.ravel()) == pytest.approx(
            loss.value(prediction, target), rel=1e-14
        )
    elif loss.key == "half_sse":
        assert loss.value(prediction.ravel(), target.ravel()) == pytest.approx(
            6 * loss.value(prediction, target), rel=1e-14
        )


@every_loss
def test_precision_is_kept_inputs_are_left_alone_and_the_value_is_a_plain_float(loss):
    prediction, target = (a.astype(np.float32) for a in example(loss))
    before = prediction.copy(), target.copy()
    assert type(loss.value(prediction, target)) is float
    gradient = loss.gradient(prediction, target)
    assert gradient.dtype == np.float32
    assert gradient.shape == prediction.shape
    np.testing.assert_array_equal(prediction, before[0])
    np.testing.assert_array_equal(target, before[1])


@every_loss
def test_extreme_predictions_are_silent(loss):
    extremes = (0.0, 1.0) if loss.takes == "probabilities" else (-1e308, 1e308)
    for low, high in (extremes, extremes[::-1]):
        prediction = np.array([[low, high]])
        target = [[1.0, -1.0]] if loss.takes == "margins" else [[1.0, 0.0]]
        assert loss.value(prediction, target) >= 0
        assert not np.isnan(loss.gradient(prediction, target)).any()


@every_loss
def test_nan_is_passed_on_so_that_a_diverged_run_can_be_shown(loss):
    prediction, target = example(loss)
    assert np.isnan(loss.value(np.full_like(prediction, np.nan), target))


@every_loss
def test_two_shapes_and_empty_batches_are_refused(loss):
    prediction, target = example(loss)
    for function in (loss.value, loss.gradient):
        with pytest.raises(ValueError, match=r"\(6, 3\).*\(18,\)"):
            function(prediction, target.ravel())
        with pytest.raises(ValueError, match="empty"):
            function(np.zeros((0, 3)), np.zeros((0, 3)))


@pytest.mark.parametrize("bad", [-1e-9, 1.5, np.inf])
@every_loss
def test_what_is_no_probability_is_refused(loss, bad):
    prediction, target = example(loss)
    wrong = prediction.copy()
    wrong[2, 1] = bad
    for function in (loss.value, loss.gradient):
        if loss.takes == "probabilities":
            with pytest.raises(ValueError, match=r"prediction must lie in \[0, 1\]"):
                function(wrong, target)
        if loss.takes in ("probabilities", "logits"):
            with pytest.raises(ValueError, match=r"target must lie in \[0, 1\]"):
                function(prediction, np.full_like(target, bad))


@pytest.mark.parametrize("key", SHARES)
def test_targets_that_are_not_shares_of_one_whole_are_refused(key):
    prediction, target = example(LOSSES[key])
    for function in (LOSSES[key].value, LOSSES[key].gradient):
        with pytest.raises(ValueError, match="sum to 1"):
            function(prediction, target / 2)
        with pytest.raises(ValueError, match="last axis"):
            function(0.5, 1.0)


@pytest.mark.parametrize("key", ["hinge", "squared_hinge"])
def test_margins_want_targets_of_minus_one_and_one(key):
    for function in (LOSSES[key].value, LOSSES[key].gradient):
        with pytest.raises(ValueError, match=r"-1 or \+1 everywhere, it holds 0\.0"):
            function([0.5, 0.2], [1.0, 0.0])


@pytest.mark.parametrize("delta", [0, -1, np.inf, np.nan])
def test_a_delta_that_is_not_positive_is_refused(delta):
    for function in (LOSSES["huber"].value, LOSSES["huber"].gradient):
        with pytest.raises(ValueError, match="delta"):
            function([1.0], [0.0], delta=delta)


@every_loss
def test_the_value_is_the_mean_of_the_costs_and_the_gradient_shares_the_slopes_among_them(loss):
    prediction, target = example(loss)
    costs, slopes = loss.costs(prediction, target), loss.slopes(prediction, target)
    over_rows = loss.key in OVER_ROWS
    assert costs.shape == prediction.shape[: 1 if over_rows else 2]
    assert slopes.shape == prediction.shape
    assert loss.value(prediction, target) == costs.mean()
    np.testing.assert_array_equal(loss.gradient(prediction, target), slopes / costs.size)
    assert loss.shares == (loss.key in SHARES)


@every_loss
def test_an_example_costs_the_same_alone_as_among_others(loss):
    prediction, target = example(loss)
    costs = loss.costs(prediction, target)
    alone = [loss.costs(p[None], y[None])[0] for p, y in zip(prediction, target, strict=True)]
    np.testing.assert_array_equal(costs, alone)


def test_rmse_is_in_the_units_of_the_target():
    assert rmse([4.0, 0.0], [1.0, 3.0]) == 3
    p, y = example(LOSSES["mse"])
    assert rmse(p, y) == pytest.approx(metrics.root_mean_squared_error(y.ravel(), p.ravel()))
    assert rmse(100 * p, 100 * y) == pytest.approx(100 * rmse(p, y))


REFERENCE = json.loads((Path(__file__).parent / "reference" / "losses.json").read_text())


@pytest.mark.parametrize("key", REFERENCE)
def test_costs_and_slopes_agree_with_fifty_digits_of_arithmetic(key):
    for case in REFERENCE[key]:
        prediction, target = [case["prediction"]], [case["target"]]
        costs, slopes = LOSSES[key].costs, LOSSES[key].slopes
        measured = costs(prediction, target).ravel(), slopes(prediction, target)[0]
        for ours, exact in zip(measured, (case["cost"], case["slopes"]), strict=True):
            np.testing.assert_allclose(ours, exact, rtol=4e-15, atol=2e-16)
