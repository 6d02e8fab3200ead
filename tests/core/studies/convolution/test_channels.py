"""Channels and costs, against the whole layer and published counts."""

import numpy as np
import pytest

from core.convolution import convolve
from core.images import PICTURES, channels, luminance
from core.kernels import KERNELS
from core.studies.convolution.channels import (
    BANKS,
    dense_cost,
    layer_cost,
    read_channels,
    separable_cost,
    vgg16,
)

X = channels(PICTURES["coffee"].pixels()) * 255
RNG = np.random.default_rng(2)


@pytest.mark.parametrize("which", range(3))
@pytest.mark.parametrize("bank", BANKS.values(), ids=BANKS)
def test_the_parts_of_a_map_add_up_to_what_the_layer_says(bank, which):
    reading = read_channels(X, bank, which, bias=2.5)
    layer = convolve(
        X,
        bank.kernels,
        np.full(3, 2.5),
        padding="same",
        padding_mode="replicate",
        groups=bank.groups,
    )
    np.testing.assert_allclose(reading.answers, layer[which], atol=1e-9)
    assert sum(part is not None for part in reading.parts) == bank.kernels.shape[1]
    for part, kernel in zip(reading.parts, reading.slices, strict=True):
        assert (part is None) == (kernel is None)


def test_edges_of_brightness_are_what_sobel_finds_in_the_gray_picture():
    gray = luminance(PICTURES["coffee"].pixels()) * 255
    sobel = KERNELS["sobel_x"].weights
    expected = convolve(gray[None], sobel[None, None], padding="same", padding_mode="replicate")
    reading = read_channels(X, BANKS["ordinary"], 0)
    np.testing.assert_allclose(reading.answers, expected[0], atol=1e-9)
    shares = [np.abs(part).mean() for part in reading.parts]
    assert shares[1] > shares[0] > shares[2]  # green brings most, blue least


def test_costs_by_hand():
    assert layer_cost(1, 3, 2, 3) == (56, 54)  # 27 weights and a bias, twice
    assert layer_cost(4, 4, 4, 3, groups=4) == (40, 576)
    assert separable_cost(2, 2, 3, 3) == (2 * 10 + 3 * 3, 4 * (18 + 6))
    assert dense_cost(2, 1, 1) == (20, 16)


@pytest.mark.parametrize(
    ("c_in", "c_out", "k", "groups"), [(4, 6, 3, 1), (4, 6, 3, 2), (6, 6, 1, 6)]
)
def test_costs_count_what_a_layer_really_has(c_in, c_out, k, groups):
    x, kernels = RNG.normal(size=(c_in, 5, 5)), RNG.normal(size=(c_out, c_in // groups, k, k))
    z = convolve(x, kernels, padding="same", groups=groups)
    cost = layer_cost(5, c_in, c_out, k, groups)
    assert cost.parameters == kernels.size + c_out
    assert cost.multiply_adds == z.size * kernels[0].size


def test_vgg_16_has_its_published_numbers_of_parameters():
    rows = vgg16()
    assert sum(row.parameters for row in rows) == 14_714_688
    assert rows[-1].shape == (7, 7, 512)
    assert [row.parameters for row in rows[:3]] == [1792, 36_928, 0]
    whole = vgg16(head=(512, 10))
    assert sum(row.parameters for row in whole) == 27_565_386
    assert whole[-2].parameters == 12_845_568
    assert sum(row.parameters for row in vgg16(head=(4096, 4096, 1000))) == 138_357_544
