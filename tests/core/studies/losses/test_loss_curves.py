import numpy as np
import pytest
from scipy import special

from core.gradcheck import relative_error
from core.losses import HALF_SSE, LOSSES
from core.studies.losses.loss_curves import FAMILIES, coinciding, cost_of_one, sample

every_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)


def targets(loss):
    """Two of the targets that the loss's family offers, its default first."""
    family = FAMILIES[loss.takes]
    return family.target, family.targets[len(family.targets) // 4]


def test_a_curve_worked_by_hand():
    curve = sample(LOSSES["mse"], 1.0, -1.0, 3.0, points=5)
    np.testing.assert_array_equal(curve.predictions, [-1, 0, 1, 2, 3])
    np.testing.assert_array_equal(curve.values, [4, 1, 0, 1, 4])
    np.testing.assert_array_equal(curve.slopes, [-4, -2, 0, 2, 4])
    assert (curve.key, curve.label, curve.target) == ("mse", "Mean squared error", 1.0)
    assert curve.kinks.size == curve.seams.size == curve.infinite_at.size == 0


def test_at_the_target_the_slope_of_the_absolute_error_jumps_from_minus_one_to_one():
    curve = sample(LOSSES["mae"], 0.5, 0.0, 2.0, points=3)
    np.testing.assert_allclose(curve.predictions, [0, 0.5, 0.5, 0.5, 1, 2], rtol=1e-15)
    np.testing.assert_array_equal(curve.slopes, [-1, -1, 0, 1, 1, 1])
    np.testing.assert_array_equal(curve.kinks, [0.5])


def test_the_hinge_lets_go_at_a_margin_of_one():
    for sign in (-1.0, 1.0):
        curve = sample(LOSSES["hinge"], sign, -3.0, 3.0)
        np.testing.assert_array_equal(curve.kinks, [sign])
        reached = sign * curve.predictions >= 1
        assert not curve.values[reached].any()
        assert not curve.slopes[reached].any()
        np.testing.assert_array_equal(curve.slopes[~reached], -sign)


def test_hubers_square_gives_way_to_a_line_at_delta_on_both_sides():
    curve = sample(LOSSES["huber"], 1.0, -4.0, 4.0, delta=2.0)
    np.testing.assert_array_equal(curve.seams, [-1, 3])
    inner = np.abs(curve.predictions - 1) <= 2
    np.testing.assert_allclose(curve.values[inner], (curve.predictions[inner] - 1) ** 2 / 2)
    np.testing.assert_array_equal(np.abs(curve.slopes[~inner]), 2)
    assert sample(LOSSES["huber"], 1.0, -0.5, 1.5, delta=2.0).seams.size == 0


@pytest.mark.parametrize("key", ["binary_cross_entropy", "cross_entropy", "kl_divergence"])
def test_where_the_truth_was_held_impossible_the_loss_is_infinite_and_said_to_be(key):
    for target, places in ((1.0, [0]), (0.0, [1]), (0.25, [0, 1])):
        curve = sample(LOSSES[key], target, 0.0, 1.0)
        np.testing.assert_array_equal(curve.infinite_at, places)
        assert np.isinf(curve.slopes[np.isin(curve.predictions, places)]).all()
        assert np.isfinite(curve.values[1:-1]).all()
    assert sample(LOSSES[key], 1.0, 0.01, 0.99).infinite_at.size == 0


@pytest.mark.parametrize("target", [0.0, 0.25, 1.0])
def test_two_classes_are_one_question_with_probabilities_and_with_logits(target):
    one = sample(LOSSES["binary_cross_entropy"], target, 0.0, 1.0)
    two = sample(LOSSES["cross_entropy"], target, 0.0, 1.0)
    np.testing.assert_allclose(two.values, one.values, rtol=1e-13)
    np.testing.assert_allclose(two.slopes, one.slopes, rtol=1e-11, atol=1e-14)
    divergence = sample(LOSSES["kl_divergence"], target, 0.0, 1.0)
    entropy = special.entr(target) + special.entr(1 - target)
    np.testing.assert_allclose(divergence.values + entropy, one.values, rtol=1e-13)
    np.testing.assert_array_equal(divergence.slopes, two.slopes)
    one = sample(LOSSES["binary_cross_entropy_with_logits"], target, -6.0, 6.0)
    two = sample(LOSSES["cross_entropy_with_logits"], target, -6.0, 6.0)
    np.testing.assert_allclose(two.values, one.values, rtol=1e-13)
    np.testing.assert_allclose(two.slopes, one.slopes, rtol=1e-12, atol=1e-15)


def test_the_curve_over_logits_is_that_over_probabilities_seen_through_the_sigmoid():
    z = np.linspace(-6, 6, 25)
    values, _ = cost_of_one(LOSSES["binary_cross_entropy_with_logits"], z, 0.75)
    same, _ = cost_of_one(LOSSES["binary_cross_entropy"], special.expit(z), 0.75)
    np.testing.assert_allclose(values, same, rtol=1e-13)


@every_loss
def test_every_curve_is_the_loss_of_one_prediction_alone(loss):
    family = FAMILIES[loss.takes]
    for target in targets(loss):
        curve = sample(loss, target, family.low, family.high, points=23)
        for p, value in zip(curve.predictions, curve.values, strict=True):
            rest = 1 - p if loss.takes == "probabilities" else 0.0
            one = ([p, rest], [target, 1 - target]) if loss.shares else ([p], [target])
            assert loss.value(*one) == value
        assert (np.diff(curve.predictions) > 0).all()
        assert (curve.predictions[0], curve.predictions[-1]) == (family.low, family.high)


@every_loss
def test_every_slope_agrees_with_central_differences(loss):
    family = FAMILIES[loss.takes]
    p = np.linspace(family.low, family.high, 42)[1:-1] + 1e-3 / 7  # away from every kink
    step = 1e-6
    for target in targets(loss):
        for knobs in [{}] + [{knob.name: tick} for knob in loss.knobs for tick in knob.ticks]:
            after, _ = cost_of_one(loss, p + step, target, **knobs)
            before, _ = cost_of_one(loss, p - step, target, **knobs)
            _, slopes = cost_of_one(loss, p, target, **knobs)
            assert relative_error(slopes, (after - before) / (2 * step)) < 1e-7


@every_loss
def test_every_loss_has_its_family_and_its_bottom_at_a_target_that_is_certain(loss):
    family = FAMILIES[loss.takes]
    assert loss in family.losses()
    assert family.target in family.targets
    assert list(family.targets) == sorted(set(family.targets))
    for target in family.targets:
        curve = sample(loss, target, family.low, family.high)
        assert (curve.values >= -1e-16).all()
        if loss.takes != "logits":
            at = np.searchsorted(curve.predictions, target)
            assert curve.values[at] == pytest.approx(curve.values.min(), abs=1e-3)


def test_the_families_hold_every_loss_once():
    members = [loss.key for family in FAMILIES.values() for loss in family.losses()]
    assert sorted(members) == sorted(LOSSES)
    assert list(FAMILIES) == ["predictions", "margins", "probabilities", "logits"]


def test_the_loss_of_the_worked_example_has_a_curve_too():
    values, slopes = cost_of_one(HALF_SSE, [0.0, 3.0], 1.0)
    np.testing.assert_array_equal(values, [0.5, 2])
    np.testing.assert_array_equal(slopes, [-1, 2])


def test_curves_of_logits_ten_thousand_away_are_finite():
    for key in ("binary_cross_entropy_with_logits", "cross_entropy_with_logits"):
        curve = sample(LOSSES[key], 1.0, -1e4, 1e4, points=3)
        np.testing.assert_allclose(curve.values, [1e4, np.log(2), 0])
        np.testing.assert_array_equal(curve.slopes, [-1, -0.5, 0])


@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, -2.0), (np.nan, 1.0), (-np.inf, 1.0)])
def test_an_empty_stretch_is_refused(ends):
    with pytest.raises(ValueError, match="low"):
        sample(LOSSES["mse"], 0.0, *ends)


def test_what_the_loss_does_not_accept_is_refused():
    with pytest.raises(ValueError, match="points"):
        sample(LOSSES["mse"], 0.0, -1.0, 1.0, points=1)
    with pytest.raises(ValueError, match="target"):
        sample(LOSSES["mse"], np.nan, -1.0, 1.0)
    with pytest.raises(ValueError, match=r"-1 or \+1"):
        sample(LOSSES["hinge"], 0.5, -1.0, 1.0)
    with pytest.raises(ValueError, match=r"prediction must lie in \[0, 1\]"):
        sample(LOSSES["cross_entropy"], 1.0, -0.5, 1.0)
    with pytest.raises(ValueError, match="target"):
        sample(LOSSES["binary_cross_entropy_with_logits"], 1.5, -1.0, 1.0)
    with pytest.raises(ValueError, match="delta"):
        sample(LOSSES["huber"], 0.0, -1.0, 1.0, delta=0.0)


def test_losses_that_are_one_curve_are_found():
    keys = ("mse", "binary_cross_entropy", "cross_entropy", "kl_divergence")
    sure, unsure = (
        coinciding({key: sample(LOSSES[key], y, 0.0, 1.0) for key in keys}) for y in (1.0, 0.25)
    )
    assert sure == (keys[1:],)
    assert unsure == (keys[1:3],)
    assert coinciding({}) == ()
