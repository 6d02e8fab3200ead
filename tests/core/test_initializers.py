import numpy as np
import pytest
from scipy import stats

from core.initializers import INITIALIZERS

every_initializer = pytest.mark.parametrize("draw", INITIALIZERS.values(), ids=INITIALIZERS)

VARIANCE = {
    "zeros": lambda n_in, n_out: 0.0,
    "uniform_half": lambda n_in, n_out: 1 / 12,
    "lecun": lambda n_in, n_out: 1 / n_in,
    "glorot": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
    "orthogonal": lambda n_in, n_out: 1 / max(n_in, n_out),
}


@pytest.mark.parametrize("sizes", [(300, 200), (100, 500)])
@every_initializer
def test_the_variance_is_the_one_in_the_paper(draw, sizes):
    w = draw(np.random.default_rng(0), *sizes)
    assert draw.variance(*sizes) == VARIANCE[draw.key](*sizes)
    assert w.var() == pytest.approx(VARIANCE[draw.key](*sizes), rel=0.02)  # 50,000 draws
    assert abs(w.mean()) <= 0.02 * w.std()


def test_zeros_are_zeros():
    np.testing.assert_array_equal(
        INITIALIZERS["zeros"](np.random.default_rng(0), 2, 3), np.zeros((2, 3))
    )


def test_uniform_ones_fill_their_box_and_stay_in_it():
    for key, r in (("uniform_half", 0.5), ("glorot", np.sqrt(6 / 400))):
        w = INITIALIZERS[key](np.random.default_rng(1), 300, 100)
        assert 0.999 * r < np.abs(w).max() <= r
        assert stats.kstest(w.ravel(), stats.uniform(-r, 2 * r).cdf).pvalue > 0.01


@pytest.mark.parametrize("key", ["lecun", "he"])
def test_normal_ones_are_bells(key):
    w = INITIALIZERS[key](np.random.default_rng(1), 300, 100)
    assert stats.kstest(w.ravel() / w.std(), stats.norm.cdf).pvalue > 0.01


@pytest.mark.parametrize(("n_in", "n_out"), [(5, 5), (7, 3), (3, 7), (1, 4)])
def test_orthogonal_ones_keep_lengths_as_far_as_sizes_allow(n_in, n_out):
    w = INITIALIZERS["orthogonal"](np.random.default_rng(2), n_in, n_out)
    gram = w.T @ w if n_in >= n_out else w @ w.T
    np.testing.assert_allclose(gram, np.eye(min(n_in, n_out)), atol=1e-14)


def test_orthogonal_ones_favor_no_sign():
    rng = np.random.default_rng(3)
    corner = [INITIALIZERS["orthogonal"](rng, 3, 3)[0, 0] for _ in range(400)]
    assert abs(np.mean(np.sign(corner))) < 0.15  # three standard errors


@every_initializer
def test_shape_seed_and_text(draw):
    assert draw(np.random.default_rng(5), 4, 6).shape == (4, 6)
    assert draw(np.random.default_rng(5), 4, 6).dtype == np.float64
    again = [draw(np.random.default_rng(seed), 4, 6) for seed in (5, 5, 6)]
    np.testing.assert_array_equal(again[0], again[1])
    assert draw.key == "zeros" or not np.array_equal(again[0], again[2])
    assert draw.label
    assert draw.equation
    assert "$" not in draw.equation
    assert draw.source
    assert draw.knobs == ()


def test_the_menu_is_complete_and_in_order():
    assert list(INITIALIZERS) == ["zeros", "uniform_half", "lecun", "glorot", "he", "orthogonal"]


@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (-1, 2), (2.5, 2)])
@every_initializer
def test_sizes_that_are_no_sizes_are_refused(draw, sizes):
    with pytest.raises(ValueError, match=r"n_in|n_out"):
        draw(np.random.default_rng(0), *sizes)
