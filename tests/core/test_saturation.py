import numpy as np
import pytest

from core.activation_facts import FACTS
from core.activation_variants import ACTIVATION_VARIANTS
from core.activations import ACTIVATIONS
from core.saturation import flat_tails

ALL = {**ACTIVATIONS, **ACTIVATION_VARIANTS}


def test_the_sigmoid_is_flat_where_its_slope_is_under_one_hundredth():
    p = (1 - np.sqrt(0.96)) / 2  # p (1 - p) = 0.01
    edge = np.log(p / (1 - p))
    (_, left), (right, _) = flat_tails(ACTIVATIONS["sigmoid"])
    assert left == pytest.approx(edge, rel=1e-13)
    assert right == pytest.approx(-edge, rel=1e-13)


def test_edges_by_hand():
    inf = np.inf
    assert flat_tails(ACTIVATIONS["relu"]) == ((-inf, 0),)
    assert flat_tails(ACTIVATIONS["hard_tanh"]) == ((-inf, -1), (1, inf))
    assert flat_tails(ACTIVATIONS["hard_sigmoid"]) == ((-inf, -3), (3, inf))
    assert flat_tails(ACTIVATIONS["step"]) == ((-inf, inf),)
    assert flat_tails(ACTIVATIONS["identity"]) == ()
    assert flat_tails(ACTIVATIONS["tanh"])[1][0] == pytest.approx(np.arccosh(10), rel=1e-13)


@pytest.mark.parametrize("alpha", ACTIVATIONS["elu"].knobs[0].ticks)
def test_an_elu_is_flat_from_the_logarithm_of_its_depth(alpha):
    ((low, high),) = flat_tails(ACTIVATIONS["elu"], alpha=alpha)
    assert low == -np.inf
    assert high == pytest.approx(np.log(0.01 / alpha), rel=1e-13)


def test_a_leak_of_one_thousandth_counts_as_flat_and_one_of_a_hundredth_does_not():
    assert flat_tails(ACTIVATIONS["leaky_relu"], alpha=0.001) == ((-np.inf, 0),)
    assert flat_tails(ACTIVATIONS["leaky_relu"], alpha=0.01) == ()


def test_the_lowest_point_of_gelu_is_no_saturation():
    gelu = ACTIVATIONS["gelu"]
    assert abs(gelu.derivative(-0.7517915)) < 1e-6
    ((_, edge),) = flat_tails(gelu)
    assert -4 < edge < -2


@pytest.mark.parametrize("f", ALL.values(), ids=ALL)
@pytest.mark.parametrize("below", [1e-6, 0.01, 0.1])
def test_inside_the_tails_all_is_flat_and_just_outside_it_is_not(f, below):
    z = np.linspace(-60, 60, 12_001)
    slopes = np.abs(f.derivative(z))
    for low, high in flat_tails(f, below=below):
        assert (slopes[(z > low) & (z < high)] < below).all()
        for edge, outwards in ((low, -1e-9), (high, 1e-9)):
            if np.isfinite(edge):
                assert np.abs(f.derivative(edge + outwards)) >= below


@pytest.mark.parametrize("f", ALL.values(), ids=ALL)
def test_tails_lie_where_the_facts_say_that_it_saturates(f):
    tails = flat_tails(f)
    left = bool(tails) and tails[0][0] == -np.inf
    right = bool(tails) and tails[-1][1] == np.inf
    sides = {(1, 1): "both", (1, 0): "left", (0, 1): "right", (0, 0): "nowhere"}
    assert FACTS[f.key].saturates == sides[left, right]


@pytest.mark.parametrize("below", [0, -1, 0.5, np.nan, "0.01"])
def test_a_limit_out_of_range_is_refused(below):
    with pytest.raises(ValueError, match="below"):
        flat_tails(ACTIVATIONS["tanh"], below=below)
