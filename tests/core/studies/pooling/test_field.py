"""What a unit sees, proven by nudging every pixel of the picture, one by one."""

import numpy as np
import pytest

from core.convolution import convolve
from core.studies.pooling.field import (
    Seen,
    influence,
    light_up,
    random_kernels,
    run_stack,
    seen_by,
)
from core.studies.pooling.looking import look_down
from core.studies.pooling.stack import STACKS, parse_stack, reaches

SMALL = (
    "conv3, conv3, pool2",
    "conv3s2, conv3p1, pool2s1",
    "conv3d2, conv3d2",
    "conv2s3, conv2",  # strides wider than the window: pixels that nobody sees
    "pool3s2p1, conv3p1, conv3d3p3",
    "conv3p1, conv3p1, pool2, conv3p1",
)


def below(text, n):
    layers = parse_stack(text)
    return layers, [reach.size for reach in reaches(layers, n)]


def test_two_layers_by_hand():
    layers, sizes = below("conv3, pool2", 8)
    assert sizes == [8, 6, 3]
    assert seen_by(layers, sizes, 1, 2) == (
        Seen((2, 3, 4, 5), (4, 5, 6, 7)),
        Seen((2, 3), (4, 5)),
        Seen((1,), (2,)),
    )


@pytest.mark.parametrize("text", SMALL)
@pytest.mark.parametrize("end", [0, 1, -1])
def test_exactly_the_pixels_of_the_field_change_the_unit_when_they_are_nudged(text, end):
    n = 12
    layers, sizes = below(text, n)
    i, j = range(sizes[-1])[end], range(sizes[-1])[-1 - end]
    kernels = random_kernels(layers, seed=5)
    picture = np.random.default_rng(6).uniform(0, 1, (n, n))
    nudged = np.repeat(picture[None], n * n, axis=0)
    nudged.reshape(n * n, -1)[np.arange(n * n), np.arange(n * n)] += 1000.0  # wins every maximum
    answers = run_stack(nudged, layers, kernels)[-1][:, i, j]
    before = run_stack(picture[None], layers, kernels)[-1][0, i, j]
    changed = (np.abs(answers - before) > 1e-9).reshape(n, n)
    mask = seen_by(layers, sizes, i, j)[0].mask(n)
    np.testing.assert_array_equal(changed, mask)
    np.testing.assert_array_equal(influence(layers, sizes, i, j, kernels) > 0, mask)
    for row in range(n):
        lit = light_up(layers, n, row, (i, j), kernels)
        np.testing.assert_array_equal(lit > 0, mask[row])


@pytest.mark.parametrize("text", ["conv3, conv3s2, conv3d2", "conv3p1, conv5"])
def test_influence_is_the_slope_of_the_unit_along_each_pixel(text):
    n = 14
    layers, sizes = below(text, n)
    kernels = random_kernels(layers, seed=1)
    i = sizes[-1] // 2
    picture = np.random.default_rng(2).normal(size=(n, n))
    slopes = np.zeros((n, n))
    for at in np.ndindex(n, n):
        moved = [picture.copy(), picture.copy()]
        moved[0][at] += 0.5
        moved[1][at] -= 0.5
        up, down = run_stack(np.array(moved), layers, kernels)[-1][:, i, i]
        slopes[at] = up - down
    shares = influence(layers, sizes, i, i, kernels)
    np.testing.assert_allclose(shares, slopes / slopes.sum(), atol=1e-12)
    assert shares.sum() == pytest.approx(1)


def test_three_kernels_in_a_row_weigh_as_their_one_kernel_of_seven():
    layers, sizes = below("conv3, conv3, conv3", 7)
    kernels = random_kernels(layers, seed=0)
    one = kernels[0][0]
    for kernel in kernels[1:]:
        one = convolve(one, kernel[:, :, ::-1, ::-1], padding="full")
    np.testing.assert_allclose(influence(layers, sizes, 0, 0, kernels), one[0], atol=1e-15)


@pytest.mark.parametrize("key", STACKS)
def test_the_formula_says_from_where_to_where(key):
    layers, sizes = below(STACKS[key].layers, 64)
    reach = reaches(layers, 64)[-1]
    i = sizes[-1] // 2
    rows = seen_by(layers, sizes, i, i)[0].rows
    middle = reach.start + i * reach.jump
    low, high = middle - (reach.field - 1) / 2, middle + (reach.field - 1) / 2
    assert (rows[0], rows[-1]) == (max(low, 0), min(high, 63))


def test_dilation_twice_leaves_holes_and_doubling_it_none():
    layers, sizes = below("conv3d2, conv3d2", 20)
    seen, beside = (seen_by(layers, sizes, i, i)[0] for i in (5, 6))
    assert len(seen.rows) == 5
    assert not set(seen.rows) & set(beside.rows)
    layers, sizes = below(STACKS["dilated"].layers, 20)
    assert len(seen_by(layers, sizes, 0, 0)[0].rows) == 15


@pytest.mark.parametrize("seed", range(5))
def test_the_middle_half_of_eight_in_a_row_has_nearly_all(seed):
    layers, sizes = below(", ".join(["conv3"] * 8), 17)
    columns = influence(layers, sizes, 0, 0, random_kernels(layers, seed)).sum(axis=0)
    assert 0.93 < columns[4:13].sum() < 0.98
    assert columns.argmax() in (7, 8, 9)


def test_a_unit_may_see_nothing_but_border():
    layers, sizes = below("conv2d8p4", 1)
    assert seen_by(layers, sizes, 0, 0)[0].rows == ()
    looked = look_down(np.ones((1, 1)), layers, 1, 0, 0)
    assert looked.shares.sum() == 0
    assert not looked.answered.any()


def test_the_record_holds_the_nearest_unit_that_there_is():
    looked = look_down(np.ones((12, 12)), parse_stack("conv3, pool2, conv11"), 9, 99, 0)
    assert [layer.name for layer in looked.layers] == ["conv3", "pool2"]
    assert (looked.depth, looked.unit, looked.sizes) == (2, (4, 0), [12, 10, 5])
    assert looked.row in looked.seen[0].rows
    with pytest.raises(ValueError, match="layers must fit over 2 pixels"):
        look_down(np.ones((2, 2)), parse_stack("conv3"), 1, 0, 0)
