import numpy as np
import pytest

from core.dropout import (
    SCALINGS,
    chances,
    draw_mask,
    every_mask,
    inverted_dropout,
    spatial_mask,
    thinned,
)
from core.network import Network, forward

RELU = ("relu", "identity")


def test_inverted_dropout_by_hand():
    a, mask = np.array([[2.0, -1.0, 3.0]]), np.array([1.0, 0.0, 1.0])
    np.testing.assert_array_equal(inverted_dropout(a, mask, 0.5), [[4.0, 0.0, 6.0]])
    np.testing.assert_array_equal(a, [[2.0, -1.0, 3.0]])


@pytest.mark.parametrize("q", [0.1, 0.5, 0.8])
def test_over_many_masks_the_expectation_is_unchanged(q):
    a = np.array([0.3, -2.0, 5.0])
    many = inverted_dropout(a, draw_mask(np.random.default_rng(0), (40_000, 3), q), q)
    error = np.abs(a) * np.sqrt((1 - q) / q / len(many))  # standard error of m a / q
    assert np.all(np.abs(many.mean(axis=0) - a) < 4 * error)
    np.testing.assert_allclose(many.std(axis=0), np.abs(a) * np.sqrt((1 - q) / q), rtol=0.03)


def test_nothing_is_dropped_with_q_1_and_more_is_kept_with_a_larger_q():
    few, many, all_ = (draw_mask(np.random.default_rng(1), 1000, q) for q in (0.3, 0.7, 1.0))
    assert np.all(few <= many)
    np.testing.assert_array_equal(all_, 1)
    assert few.mean() == pytest.approx(0.3, abs=0.05)


def test_a_spatial_mask_keeps_or_drops_whole_maps():
    maps = np.random.default_rng(0).normal(size=(50, 4, 5))
    left = inverted_dropout(maps, spatial_mask(np.random.default_rng(2), 50, 0.5), 0.5)
    kept = (left != 0).all(axis=(1, 2))
    gone = (left == 0).all(axis=(1, 2))
    assert np.all(kept ^ gone)
    assert 10 < kept.sum() < 40
    np.testing.assert_allclose(left[kept], 2 * maps[kept])


@pytest.mark.parametrize("q", [0.0, -0.1, 1.1, np.nan])
def test_a_keep_probability_out_of_range_is_refused(q):
    with pytest.raises(ValueError, match="q is"):
        draw_mask(np.random.default_rng(0), 3, q)
    with pytest.raises(ValueError, match="q is"):
        inverted_dropout(np.ones(3), np.ones(3), q)


def test_a_thinned_network_by_hand():
    network = Network(
        (np.array([[1.0, 2.0]]), np.array([[3.0], [5.0]])),
        (np.zeros(2), np.array([0.5])),
        RELU,
    )
    said = thinned(network, np.array([[2.0]]), [np.array([0.0, 1.0])], 2.0)
    np.testing.assert_array_equal(said, [[2 * 4 * 5 + 0.5]])


def test_a_network_of_which_nothing_is_dropped_is_the_network():
    network = Network.random((3, 5, 4, 2), ("tanh", "relu", "identity"), seed=0)
    x = np.random.default_rng(0).normal(size=(6, 3))
    np.testing.assert_array_equal(thinned(network, x, [1.0, 1.0], 1.0), forward(network, x))


def test_many_masks_at_once_are_as_one_after_another():
    network = Network.random((2, 4, 1), RELU, seed=1)
    x, masks = np.random.default_rng(0).normal(size=(5, 2)), every_mask(4)[:, None]
    together = thinned(network, x, [masks], 1.25)
    for one, mask in zip(together, masks, strict=True):
        np.testing.assert_array_equal(one, thinned(network, x, [mask], 1.25))


def test_every_mask_comes_once_and_their_chances_sum_to_1():
    masks = every_mask(5)
    assert len({tuple(mask) for mask in masks}) == 32
    assert chances(masks, 0.3).sum() == pytest.approx(1)
    assert chances(np.array([[1.0, 1.0, 0.0]]), 0.2)[0] == pytest.approx(0.2 * 0.2 * 0.8)
    with pytest.raises(ValueError, match="at most 16"):
        every_mask(17)


@pytest.mark.parametrize("q", [0.2, 0.7])
@pytest.mark.parametrize("units", [1, 6])
def test_one_linear_layer_beyond_the_masks_makes_the_mean_exact(q, units):
    network = Network.random((2, units, 1), RELU, seed=3)
    x, masks = np.array([[0.7, -1.3]]), every_mask(units)
    logits = thinned(network, x, [masks[:, None]], 1 / q)[:, 0, 0]
    assert chances(masks, q) @ logits == pytest.approx(forward(network, x)[0, 0], abs=1e-12)


def test_as_many_masks_as_hidden_layers_are_asked_for():
    with pytest.raises(ValueError, match="masks are 2"):
        thinned(Network.random((2, 3, 1), RELU, seed=0), np.ones((1, 2)), [1.0, 1.0], 1.0)


@pytest.mark.parametrize("q", [0.1, 0.5, 0.9])
def test_signals_of_all_scalings(q):
    p = 1 - q
    found = {key: scaling.signal(q) for key, scaling in SCALINGS.items()}
    expected = {"inverted": 1, "classic": 1, "both": q, "neither": 1 / q, "drop_probability": p / q}
    assert found == pytest.approx(expected)
    for scaling in SCALINGS.values():
        assert scaling.right == (abs(scaling.signal(0.3) - 1) < 1e-12)
