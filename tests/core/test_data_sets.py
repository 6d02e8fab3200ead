import numpy as np
import pytest

from core.data_recipes import HILLS
from core.data_sets import DATA_SETS, split

every_set = pytest.mark.parametrize("data", DATA_SETS.values(), ids=DATA_SETS)
CLASSES = [key for key, data in DATA_SETS.items() if data.task == "classes"]
HEIGHTS = [key for key, data in DATA_SETS.items() if data.task == "regression"]


def test_the_menu_is_easiest_first_and_classes_before_heights():
    assert CLASSES == ["blobs", "circles", "moons", "xor", "checkerboard", "spirals"]
    assert HEIGHTS == ["plane", "hills"]


@every_set
@pytest.mark.parametrize("n", [2, 3, 200, 501])
def test_sizes_are_as_asked(data, n):
    x, y = data.make(n, noise=0.2, seed=4)
    assert x.shape == (n, 2)
    assert y.shape == (n, 1)
    assert x.dtype == y.dtype == np.float64
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()


@pytest.mark.parametrize("key", CLASSES)
@pytest.mark.parametrize("n", [2, 3, 100, 101])
def test_classes_are_zero_and_one_and_balanced(key, n):
    _, y = DATA_SETS[key].make(n, noise=0.5, seed=n)
    assert set(np.unique(y)) == {0.0, 1.0}
    assert y.sum() == n // 2


@every_set
def test_a_seed_is_a_sample(data):
    first, again, other = (data.make(50, noise=0.3, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.x, again.x)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.x, other.x)


@every_set
def test_without_noise_all_points_lie_in_the_window(data):
    x, _ = data.make(2000, seed=3)
    for values, (low, high) in zip(x.T, data.window, strict=True):
        assert low <= values.min() < values.max() <= high


@every_set
def test_more_noise_moves_everything_further_the_same_way(data):
    still, some, more = (np.hstack(data.make(300, noise=s, seed=5)) for s in (0, 0.5, 1.0))
    np.testing.assert_allclose(more - still, 2 * (some - still), atol=1e-12)
    moved = (some - still)[:, :2] if data.task == "classes" else (some - still)[:, 2:]
    assert moved.std() == pytest.approx(0.5, rel=0.12)
    kept = (some - still)[:, 2:] if data.task == "classes" else (some - still)[:, :2]
    assert not kept.any()


@every_set
def test_the_order_tells_nothing(data):
    _, y = data.make(400, seed=6)
    early, late = y[:200].mean(), y[200:].mean()
    assert early == pytest.approx(late, abs=0.15)


def test_points_of_circles_lie_in_the_disc_and_in_the_ring():
    x, y = DATA_SETS["circles"].make(1000, seed=1)
    r = np.linalg.norm(x, axis=1)
    assert r[y[:, 0] == 1].max() <= 2.5
    assert r[y[:, 0] == 0].min() >= 3.5
    assert r.max() <= 5


def test_moons_lie_on_two_half_circles_that_reach_into_each_other():
    x, y = DATA_SETS["moons"].make(1000, seed=1)
    upper, lower = x[y[:, 0] == 0], x[y[:, 0] == 1]
    center = np.array([-1.5, -0.75])  # of the upper; the lower lies opposite
    np.testing.assert_allclose(np.linalg.norm(upper - center, axis=1), 3, rtol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(lower + center, axis=1), 3, rtol=1e-12)
    assert upper[:, 1].min() >= -0.75
    assert lower[:, 1].max() <= 0.75
    assert upper[:, 0].max() > lower[:, 0].min()


def test_spirals_lie_on_two_arms_half_a_turn_apart():
    x, y = DATA_SETS["spirals"].make(1000, seed=1)
    r = np.linalg.norm(x, axis=1, keepdims=True)
    turn = 1.75 * 2 * np.pi * r / 5 + np.pi * y
    np.testing.assert_allclose(x, r * np.hstack([np.sin(turn), np.cos(turn)]), atol=1e-12)


@pytest.mark.parametrize(("key", "side"), [("xor", 5.0), ("checkerboard", 3.0)])
def test_boards_are_colored_by_turns_and_every_field_is_used(key, side):
    x, y = DATA_SETS[key].make(2000, seed=1)
    field = np.floor(x / side)
    np.testing.assert_array_equal(field.sum(axis=1) % 2, y[:, 0])
    fields, counts = np.unique(field, axis=0, return_counts=True)
    assert len(fields) == {"xor": 4, "checkerboard": 16}[key]
    assert counts.max() < 2 * counts.min()


def test_blobs_have_the_centers_and_the_variance_they_say():
    x, y = DATA_SETS["blobs"].make(4000, seed=1)
    for label, center in ((0, -2), (1, 2)):
        cloud = x[y[:, 0] == label]
        np.testing.assert_allclose(cloud.mean(axis=0), center, atol=0.06)  # 4 standard errors
        np.testing.assert_allclose(cloud.var(axis=0), 0.5, rtol=0.13)


def test_without_noise_heights_are_the_formula():
    x, y = DATA_SETS["plane"].make(100, seed=2)
    np.testing.assert_allclose(y[:, 0], (x[:, 0] + x[:, 1]) / 10, rtol=1e-14)
    x, y = DATA_SETS["hills"].make(100, seed=2)
    by_hand = [
        sum(h * np.exp(-((p - a) ** 2 + (q - b) ** 2) / 2) for a, b, h in HILLS) for p, q in x
    ]
    np.testing.assert_allclose(y[:, 0], by_hand, rtol=1e-10, atol=1e-14)
    assert np.abs(y).max() <= 1


@every_set
@pytest.mark.parametrize(
    "bad", [{"n": 1}, {"n": 2.5}, {"noise": -1}, {"noise": np.nan}, {"seed": -1}]
)
def test_bad_arguments_are_refused_by_name(data, bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        data.make(**({"n": 10} | bad))


def test_a_split_keeps_every_row_once_and_its_target_with_it():
    x = np.arange(50.0)[:, None] * [1, 10]
    y = np.arange(50.0)[:, None]
    parts = split(x, y, 0.3, seed=1)
    assert [len(part.x) for part in parts] == [35, 15]
    for part in parts:
        np.testing.assert_array_equal(part.x, part.y * [1, 10])
    assert sorted(np.vstack([part.y for part in parts])[:, 0]) == list(range(50))
    again, other = split(x, y, 0.3, seed=1), split(x, y, 0.3, seed=2)
    np.testing.assert_array_equal(again.test.y, parts.test.y)
    assert not np.array_equal(other.test.y, parts.test.y)


def test_each_side_of_a_split_gets_a_row():
    x = np.zeros((3, 2))
    assert [len(part.x) for part in split(x, x, 0.01, 0)] == [2, 1]
    assert [len(part.x) for part in split(x, x, 0.99, 0)] == [1, 2]


def test_bad_splits_are_refused():
    x = np.zeros((4, 2))
    with pytest.raises(ValueError, match=r"x \(4, 2\) and y \(3, 2\)"):
        split(x, x[:3], 0.5, 0)
    with pytest.raises(ValueError, match="2 at least"):
        split(x[:1], x[:1], 0.5, 0)
    for share in (0, 1, -0.5, np.nan):
        with pytest.raises(ValueError, match="test_share"):
            split(x, x, share, 0)
    with pytest.raises(ValueError, match="seed"):
        split(x, x, 0.5, -1)
