"""Convolution, its transpose, pooling and all their gradients against frozen results of PyTorch, to 1e-10."""

import json
import math
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest

from core.convolution import convolve, convolve_gradients
from core.pooling import pool, pool_gradient
from core.transposed import convolve_transposed

WORDS = ("kind", "padding_mode", "size", "kernel", "image")


def read_reference():
    """Cases by kind: (settings, arrays by name)."""
    cases = {}
    with np.load(Path(__file__).parent / "reference" / "convolutions.npz") as stored:
        index, values = json.loads(stored["index"].item()), stored["values"].astype(float)
    for key, shape in index.items():
        name, _, part = key.partition("&part=")
        count = math.prod(shape)
        cases.setdefault(name, {})[part] = values[:count].reshape(shape)
        values = values[count:]
    by_kind = {}
    for name, arrays in cases.items():
        settings = {k: v[0] for k, v in parse_qs(name).items()}
        kind = settings.pop("kind")
        numbers = {k: int(v) for k, v in settings.items() if k not in WORDS or v.isdigit()}
        mode = {k: v for k, v in settings.items() if k == "padding_mode"}
        by_kind.setdefault(kind, []).append((numbers | mode, arrays))
    return by_kind


CASES = read_reference()


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


def test_the_grid_is_wide_enough():
    settings = [keywords for keywords, _ in CASES["convolve"]]
    assert len(settings) > 150
    for name, values in (
        ("stride", {1, 2, 3}),
        ("padding", {0, 1, 2}),
        ("dilation", {1, 2}),
        ("groups", {1, 2}),
        ("padding_mode", {"zero", "reflect", "replicate"}),
    ):
        assert {keywords[name] for keywords in settings} == values


@pytest.mark.parametrize("mode", ["zero", "reflect", "replicate"])
def test_convolution_and_its_gradients(mode):
    for settings, parts in CASES["convolve"]:
        if settings["padding_mode"] == mode:
            x, kernels, d_out = parts["x"], parts["kernels"], parts["d_out"]
            close(convolve(x, kernels, parts["bias"], **settings), parts["out"])
            for name, ours in convolve_gradients(x, kernels, d_out, **settings)._asdict().items():
                close(ours, parts[name])


def test_one_image_of_the_batch_alone_is_the_same():
    for settings, parts in CASES["convolve"]:
        x, kernels, d_out = parts["x"], parts["kernels"], parts["d_out"]
        alone = [
            convolve_gradients(a, kernels, b, **settings) for a, b in zip(x, d_out, strict=True)
        ]
        close([convolve(image, kernels, parts["bias"], **settings) for image in x], parts["out"])
        close([gradients.d_x for gradients in alone], parts["d_x"])
        close(sum(gradients.d_kernels for gradients in alone), parts["d_kernels"])
        close(sum(gradients.d_bias for gradients in alone), parts["d_bias"])


def test_transposed_convolution():
    assert len(CASES["transposed"]) > 50
    for settings, parts in CASES["transposed"]:
        close(convolve_transposed(parts["z"], parts["kernels"], **settings), parts["out"])


@pytest.mark.parametrize("kind", ["max", "average"])
def test_pooling_and_its_gradient(kind):
    for settings, parts in CASES[kind]:
        cells = settings["size"] ** 2 if kind == "average" else 1
        close(cells * pool(parts["x"], kind, **settings), parts["out"])
        close(cells * pool_gradient(parts["x"], kind, parts["d_out"], **settings), parts["d_x"])
