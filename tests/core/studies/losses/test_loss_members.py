import numpy as np
import pytest

from core.losses import LOSSES
from core.studies.losses.loss_curves import FAMILIES, cost_of_one
from core.studies.losses.loss_members import NAIVE, members, naive_surprises

Z = np.linspace(-12, 12, 97)
SAFE = LOSSES["binary_cross_entropy_with_logits"]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_drawn_whole_and_every_member_accepts_its_target(family):
    for target in FAMILIES[family].targets:
        group = members(family, target)
        assert {loss.key for loss in FAMILIES[family].losses()} <= {m.loss.key for m in group}
        assert len({m.label for m in group}) == len(group)
        for m in group:
            values, slopes = cost_of_one(m.loss, [0.25], m.target)
            assert np.isfinite([values[0], slopes[0]]).all()


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_the_logistic_loss_of_a_margin_is_the_cross_entropy_of_a_logit(sign):
    logistic = members("margins", sign)[-1]
    values, slopes = cost_of_one(logistic.loss, Z, logistic.target)
    np.testing.assert_allclose(values, np.log1p(np.exp(-sign * Z)), rtol=1e-9)
    np.testing.assert_allclose(slopes, -sign / (1 + np.exp(sign * Z)), rtol=1e-9)


@pytest.mark.parametrize("target", [0.0, 0.25, 1.0])
def test_the_naive_form_is_right_where_scores_are_moderate(target):
    y = np.full_like(Z, target)
    np.testing.assert_allclose(NAIVE.costs(Z, y), SAFE.costs(Z, y), rtol=1e-8)
    np.testing.assert_allclose(NAIVE.slopes(Z, y), SAFE.slopes(Z, y), atol=1e-9)
    assert NAIVE.value(Z, y) == NAIVE.costs(Z, y).mean()
    np.testing.assert_array_equal(NAIVE.gradient(Z, y), NAIVE.slopes(Z, y) / Z.size)


@pytest.mark.parametrize(("z", "target"), [(36.8, 0.0), (40.0, 0.0), (1e4, 0.0), (-746.0, 1.0)])
def test_far_out_the_naive_form_is_infinite_and_has_no_slope(z, target):
    assert NAIVE.costs([z], [target]) == np.inf
    assert np.isnan(NAIVE.slopes([z], [target]))
    assert SAFE.costs([z], [target]) == pytest.approx(abs(z))
    assert abs(SAFE.slopes([z], [target])[0]) == pytest.approx(1)


def test_in_32_bits_the_naive_form_fails_from_17_on():
    zero = np.zeros(1, np.float32)
    assert np.isfinite(naive_surprises(np.array([16.0], np.float32), zero))
    assert np.isinf(naive_surprises(np.array([17.0], np.float32), zero))
