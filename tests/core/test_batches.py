from itertools import islice

import numpy as np
import pytest

from core.batches import batches, orders, take


def epochs(count, *args, **knobs):
    return np.array(list(islice(orders(*args, **knobs), count)))


def test_every_epoch_shows_every_example_once_to_every_run():
    drawn = epochs(30, 7, [0, 1, 2])
    assert drawn.shape == (30, 3, 7)
    np.testing.assert_array_equal(
        np.sort(drawn, axis=-1), np.broadcast_to(np.arange(7), (30, 3, 7))
    )


def test_orders_differ_from_epoch_to_epoch_and_from_seed_to_seed():
    drawn = epochs(40, 20, [3, 4])
    assert len(np.unique(drawn.reshape(80, 20), axis=0)) == 80


@pytest.mark.parametrize("n", [1, 4, 700, 5000])
def test_the_order_of_a_run_depends_on_its_seed_alone(n):
    together = epochs(9, n, [8, 1, 5])
    for run, seed in enumerate([8, 1, 5]):
        np.testing.assert_array_equal(together[:, run], epochs(9, n, [seed])[:, 0])


def test_every_order_of_three_is_as_likely_as_any_other():
    drawn = epochs(6000, 3, [1])[:, 0]
    _, counts = np.unique(drawn, axis=0, return_counts=True)
    assert len(counts) == 6
    assert np.abs(counts - 1000).max() < 4 * np.sqrt(1000 * 5 / 6)  # 4 standard errors


def test_without_shuffling_examples_come_as_they_stand():
    np.testing.assert_array_equal(epochs(2, 3, [0, 1], shuffle=False), [[[0, 1, 2]] * 2] * 2)


def test_batches_cut_an_epoch_into_pieces_the_last_of_them_smaller():
    x, y = np.arange(10.0).reshape(5, 2), np.arange(5.0)[:, None]
    order = np.array([[4, 3, 2, 1, 0], [0, 2, 4, 1, 3]])
    pieces = list(batches(x, y, order, 2))
    assert [piece[0].shape for piece in pieces] == [(2, 2, 2), (2, 2, 2), (2, 1, 2)]
    np.testing.assert_array_equal(np.hstack([seen[..., 0] for _, seen in pieces]), order)
    np.testing.assert_array_equal(pieces[0][0][1], x[[0, 2]])


def test_all_at_once_is_the_data_itself():
    x, y = np.zeros((5, 2)), np.zeros((5, 1))
    ((seen_x, seen_y),) = batches(x, y, np.zeros((1, 5), int), 5)
    assert seen_x is x
    assert seen_y is y


def test_rows_are_taken_from_shared_data_and_from_each_runs_own():
    shared, own = np.arange(6.0).reshape(3, 2), np.arange(12.0).reshape(2, 3, 2)
    rows = np.array([[2, 0], [1, 1]])
    np.testing.assert_array_equal(take(shared, rows), [shared[[2, 0]], shared[[1, 1]]])
    np.testing.assert_array_equal(take(own, rows), [own[0, [2, 0]], own[1, [1, 1]]])
