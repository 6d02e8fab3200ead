"""Convolution and its gradients: by hand, against SciPy, against central differences."""

import itertools

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from core.convolution import convolve, convolve_gradients, flip, output_size, parameter_count
from core.gradcheck import numerical_gradient

IMAGE = np.array([[[1.0, 2, 1, 0], [0, 1, 2, 1], [1, 2, 2, 2], [2, 2, 1, 0]]])
KERNEL = np.array([[[[1.0, 0], [0, -1]]]])
SETTINGS = [
    {"stride": s, "padding": p, "dilation": d, "groups": g}
    for s, p, d, g in itertools.product([1, 2, 3], [0, 1, 2], [1, 2], [1, 2])
] + [{"padding": name} for name in ("valid", "same", "full")]


def example(groups=1, seed=0):
    rng = np.random.default_rng(seed)
    x, kernels = rng.normal(size=(4, 7, 8)), rng.normal(size=(6, 4 // groups, 3, 2))
    return x, kernels, rng.normal(size=6)


def naive(x, kernels, bias, stride, padding, dilation, groups):
    """One output cell at a time, as a reader would do it with a pencil."""
    x = np.pad(x, [(0, 0), (padding, padding), (padding, padding)])
    c_out, c_seen, kh, kw = kernels.shape
    oh = (x.shape[1] - dilation * (kh - 1) - 1) // stride + 1
    ow = (x.shape[2] - dilation * (kw - 1) - 1) // stride + 1
    z = np.zeros((c_out, oh, ow))
    for o, i, j in np.ndindex(z.shape):
        z[o, i, j] = bias[o]
        for c, u, v in np.ndindex(c_seen, kh, kw):
            channel = o // (c_out // groups) * c_seen + c
            pixel = x[channel, stride * i + dilation * u, stride * j + dilation * v]
            z[o, i, j] += kernels[o, c, u, v] * pixel
    return z


def test_the_worked_example():
    expected = [[[0, 0, 0], [-2, -1, 0], [-1, 1, 2]]]
    np.testing.assert_array_equal(convolve(IMAGE, KERNEL), expected)


def test_the_worked_example_flipped_is_a_true_convolution():
    expected = [[[0, 0, 0], [2, 1, 0], [1, -1, -2]]]
    np.testing.assert_array_equal(convolve(IMAGE, flip(KERNEL)), expected)


def test_the_bias_is_added_to_every_cell():
    z = convolve(IMAGE, KERNEL, np.array([10.0]))
    np.testing.assert_array_equal(z, convolve(IMAGE, KERNEL) + 10)


def test_gradients_by_hand():
    # one 2 x 2 patch, one cell: z = x00 w00 + ... + b, so each slope is the other factor
    x, kernels = np.array([[[1.0, 2], [3, 4]]]), np.array([[[[5.0, 6], [7, 8]]]])
    d_x, d_kernels, d_bias = convolve_gradients(x, kernels, np.array([[[2.0]]]))
    np.testing.assert_array_equal(d_x, [[[10, 12], [14, 16]]])
    np.testing.assert_array_equal(d_kernels, [[[[2, 4], [6, 8]]]])
    np.testing.assert_array_equal(d_bias, [2])


def test_a_layer_has_the_published_number_of_parameters():
    tiny_vgg = [parameter_count(3, 10, 3, 3), *[parameter_count(10, 10, 3, 3)] * 3]
    assert tiny_vgg == [280, 910, 910, 910]
    assert sum(tiny_vgg) + (13 * 13 * 10 + 1) * 10 == 19_920
    assert [parameter_count(1, 8, 5, 5), parameter_count(8, 16, 5, 5)] == [208, 3216]
    assert 208 + 3216 + (4 * 4 * 16 + 1) * 10 == 5994  # ConvNetJS on MNIST
    assert parameter_count(1, 1, 5, 5) == 26


def test_vgg_16_has_the_published_number_of_parameters():
    channels = [3, 64, 64, 128, 128, *[256] * 3, *[512] * 6]
    layers = [parameter_count(a, b, 3, 3) for a, b in itertools.pairwise(channels)]
    assert len(layers) == 13
    assert sum(layers) == 14_714_688
    side = 224
    for _ in range(5):
        side = output_size(side, 2, stride=2)
    assert side == 7
    head = [(7 * 7 * 512 + 1) * 512, (512 + 1) * 10]
    assert sum(layers) + sum(head) == 27_565_386


def test_parameter_count_counts_what_convolve_takes():
    _, kernels, bias = example(groups=2)
    assert parameter_count(4, 6, 3, 2, groups=2) == kernels.size + bias.size


def test_a_shifted_image_gives_a_shifted_answer():
    x, kernels, _ = example()
    shifted = convolve(np.roll(x, 1, axis=2), kernels)
    np.testing.assert_allclose(shifted[..., 1:], convolve(x, kernels)[..., :-1], atol=1e-13)


def test_a_kernel_of_one_weight_leaves_the_image():
    np.testing.assert_array_equal(convolve(IMAGE, np.ones((1, 1, 1, 1))), IMAGE)


def test_same_keeps_the_size_and_full_adds_every_overlap():
    x, kernels, _ = example()
    assert convolve(x, kernels, padding="same").shape == (6, 7, 8)
    assert convolve(x, kernels, padding="full").shape == (6, 9, 9)
    assert convolve(x, kernels, padding="same", dilation=2).shape == (6, 7, 8)


def test_depthwise_treats_each_channel_alone():
    x, kernels, _ = example(groups=2)
    kernels = kernels[:4, :1]
    together = convolve(x, kernels, groups=4)
    alone = [convolve(x[c : c + 1], kernels[c : c + 1])[0] for c in range(4)]
    np.testing.assert_allclose(together, alone, atol=1e-14)


@pytest.mark.parametrize("settings", SETTINGS[:-3], ids=str)
def test_every_setting_agrees_with_pencil_and_paper(settings):
    x, kernels, bias = example(settings["groups"])
    expected = naive(x, kernels, bias, **settings)
    np.testing.assert_allclose(convolve(x, kernels, bias, **settings), expected, atol=1e-13)


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
@pytest.mark.parametrize("size", [(3, 3), (1, 5), (2, 4)])
def test_scipy_agrees(mode, size):
    rng = np.random.default_rng(1)
    image, kernel = rng.normal(size=(9, 11)), rng.normal(size=size)
    z = convolve(image[None], kernel[None, None], padding=mode)[0]
    expected = correlate2d(image, kernel, mode)
    if mode == "same":  # SciPy gives the odd pixel of an even kernel to the other end
        full = correlate2d(image, kernel, "full")
        top, left = (k - 1 - (k - 1) // 2 for k in size)
        expected = full[top : top + 9, left : left + 11]
    np.testing.assert_allclose(z, expected, atol=1e-13)


@pytest.mark.parametrize(("ours", "scipys"), [("zero", "fill"), ("replicate", None)])
def test_borders_agree_with_scipy(ours, scipys):
    rng = np.random.default_rng(2)
    image, kernel = rng.normal(size=(6, 7)), rng.normal(size=(3, 3))
    z = convolve(image[None], kernel[None, None], padding=1, padding_mode=ours)[0]
    if scipys:
        expected = correlate2d(image, kernel, "same", boundary=scipys)
    else:  # replicate by one pixel is SciPy's symmetric border by one pixel
        expected = correlate2d(image, kernel, "same", boundary="symm")
    np.testing.assert_allclose(z, expected, atol=1e-13)


def test_flipped_kernels_agree_with_scipys_true_convolution():
    rng = np.random.default_rng(4)
    image, kernel = rng.normal(size=(6, 7)), rng.normal(size=(3, 2))
    z = convolve(image[None], flip(kernel)[None, None])[0]
    np.testing.assert_allclose(z, convolve2d(image, kernel, "valid"), atol=1e-13)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_gradients_agree_with_central_differences(settings):
    x, kernels, bias = example(settings.get("groups", 1))
    d_out = np.random.default_rng(5).normal(size=convolve(x, kernels, **settings).shape)
    gradients = convolve_gradients(x, kernels, d_out, **settings)
    inputs, step = (x, kernels, bias), 1e-3  # linear in each, so the step costs no accuracy
    for which, gradient in enumerate(gradients):
        direction = np.random.default_rng(which).normal(size=gradient.shape)
        ahead, behind = list(inputs), list(inputs)
        ahead[which] = inputs[which] + step * direction
        behind[which] = inputs[which] - step * direction
        rise = np.sum(d_out * (convolve(*ahead, **settings) - convolve(*behind, **settings)))
        np.testing.assert_allclose(
            np.sum(gradient * direction), rise / (2 * step), rtol=1e-9, atol=1e-9
        )


@pytest.mark.parametrize("groups", [1, 2])
def test_every_single_slope_agrees_with_central_differences(groups):
    x, kernels, bias = example(groups)
    settings = {"stride": 2, "padding": 1, "dilation": 2, "groups": groups}
    d_out = np.random.default_rng(6).normal(size=convolve(x, kernels, **settings).shape)
    gradients = convolve_gradients(x, kernels, d_out, **settings)
    for which, gradient in enumerate(gradients):
        for cell in np.ndindex(gradient.shape):
            pair = []
            for step in (0.5, -0.5):
                moved = [x.copy(), kernels.copy(), bias.copy()]
                moved[which][cell] += step
                pair.append(np.sum(d_out * convolve(*moved, **settings)))
            np.testing.assert_allclose(gradient[cell], pair[0] - pair[1], rtol=0, atol=1e-11)


def test_pixels_that_no_kernel_saw_have_no_slope():
    x, kernels, _ = example()
    d_out = np.ones(convolve(x, kernels, stride=3).shape)
    d_x = convolve_gradients(x, kernels, d_out, stride=3).d_x
    assert not np.any(d_x[:, 6:])
    assert np.all(d_x[:, 0, 0] != 0)


def test_float32_stays_and_inputs_are_left_alone():
    x, kernels, bias = (part.astype(np.float32) for part in example())
    for part in (x, kernels, bias):
        part.setflags(write=False)
    z = convolve(x, kernels, bias, padding=1)
    assert z.dtype == np.float32
    assert all(part.dtype == np.float32 for part in convolve_gradients(x, kernels, z, padding=1))
    assert convolve(IMAGE.astype(np.uint8), KERNEL).dtype == np.float64


@pytest.mark.parametrize(
    ("x", "kernels", "keywords", "message"),
    [
        (IMAGE[0], KERNEL, {}, r"must be \(c, h, w\)"),
        (IMAGE, KERNEL[0], {}, r"must be \(c, h, w\)"),
        (IMAGE, np.ones((1, 2, 2, 2)), {}, "do not match"),
        (IMAGE, KERNEL, {"groups": 2}, "do not match"),
        (np.ones((2, 4, 4)), np.ones((3, 1, 2, 2)), {"groups": 2}, "do not match"),
        (IMAGE, np.ones((1, 1, 5, 1)), {}, "spans 5 pixels"),
        (IMAGE, KERNEL, {"bias": np.ones(2)}, "bias"),
        (IMAGE, KERNEL, {"groups": 0}, "groups is 0"),
        (IMAGE * np.nan, KERNEL, {}, "x holds nan"),
        (IMAGE, KERNEL * 1e308, {}, "kernels holds"),
        (IMAGE, np.full((1, 1, 1, 1), np.inf), {}, "kernels holds inf"),
    ],
)
def test_bad_arguments_are_refused_by_name(x, kernels, keywords, message):
    with pytest.raises(ValueError, match=message):
        convolve(x, kernels, **keywords)


def test_the_largest_numbers_allowed_do_not_overflow():
    z = convolve(np.full((3, 8, 8), 5e102), np.full((2, 3, 3, 3), -5e102), padding="same")
    assert np.all(np.isfinite(z))


def test_a_slope_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match=r"d_out \(1, 2, 2\) must be \(1, 3, 3\)"):
        convolve_gradients(IMAGE, KERNEL, np.zeros((1, 2, 2)))


@pytest.mark.parametrize("mode", ["reflect", "replicate"])
def test_slopes_through_a_border_that_repeats_pixels(mode):
    x, kernels, _ = example()
    settings = {"padding": 2, "padding_mode": mode, "stride": 2}
    d_out = np.random.default_rng(7).normal(size=convolve(x, kernels, **settings).shape)
    ours = convolve_gradients(x, kernels, d_out, **settings).d_x
    slopes = numerical_gradient(
        lambda image: np.sum(d_out * convolve(image, kernels, **settings)), x
    )
    np.testing.assert_allclose(ours, slopes, atol=1e-6)
