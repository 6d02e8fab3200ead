"""Writes convolutions.npz: convolution, its transpose and pooling with their gradients, from PyTorch 2.13.0.

No test needs PyTorch. All numbers that go in are whole, so all that come out are exact, and stored as whole numbers
(means are stored times the cells of their window), one after the other; the index names each after its settings, as a
query, and gives its shape.
"""

import itertools
import json
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import torch
from torch.nn import functional

SIZES, KERNELS = [(5, 6), (7, 7)], [(1, 1), (3, 3), (2, 3)]
MODES = {"zero": "constant", "reflect": "reflect", "replicate": "replicate"}


def whole(rng: np.random.Generator, *shape: int) -> torch.Tensor:
    return torch.tensor(rng.integers(-4, 5, shape), dtype=torch.float64, requires_grad=True)


def record(stored: dict, name: dict, parts: dict[str, torch.Tensor]) -> None:
    for part, tensor in parts.items():
        exact = tensor.detach().numpy()
        levels = np.rint(exact)
        assert np.allclose(exact, levels, rtol=0, atol=1e-9)  # ninths round
        assert np.abs(levels).max() < 2**15
        stored[urlencode(name | {"part": part})] = levels.astype(np.int16)


def slopes(out: torch.Tensor, rng: np.random.Generator, inputs: dict[str, torch.Tensor]) -> dict:
    """What goes back, and where it arrives."""
    d_out = whole(rng, *out.shape).detach()
    gradients = torch.autograd.grad(out, list(inputs.values()), d_out)
    arrived = {f"d_{name}": g for name, g in zip(inputs, gradients, strict=True)}
    return inputs | {"out": out, "d_out": d_out} | arrived


def convolutions(stored: dict) -> None:
    rng = np.random.default_rng(0)
    grid = itertools.product(SIZES, KERNELS, [1, 2, 3], [0, 1, 2], [1, 2], [1, 2], MODES)
    for (h, w), (kh, kw), stride, padding, dilation, groups, mode in grid:
        fits = dilation * (max(kh, kw) - 1) < min(h, w) + 2 * padding
        if not fits or (mode != "zero" and (not padding or stride == 3 or groups == 2)):
            continue
        x, kernels, bias = whole(rng, 2, 2, h, w), whole(rng, 4, 2 // groups, kh, kw), whole(rng, 4)
        padded = functional.pad(x, [padding] * 4, mode=MODES[mode])
        out = functional.conv2d(padded, kernels, bias, stride, 0, dilation, groups)
        name = {"kind": "convolve", "stride": stride, "padding": padding}
        name |= {"dilation": dilation, "groups": groups, "padding_mode": mode}
        name |= {"size": f"{h}x{w}", "kernel": f"{kh}x{kw}"}
        record(stored, name, slopes(out, rng, {"x": x, "kernels": kernels, "bias": bias}))


def transposed(stored: dict) -> None:
    rng = np.random.default_rng(1)
    grid = itertools.product(KERNELS, [1, 2, 3], [0, 1], [1, 2], [1, 2], [0, 1])
    for (kh, kw), stride, padding, dilation, groups, extra in grid:
        if extra >= stride:
            continue
        z, kernels = whole(rng, 2, 4, 3, 4), whole(rng, 4, 2 // groups, kh, kw)
        out = functional.conv_transpose2d(
            z, kernels, None, stride, padding, extra, groups, dilation
        )
        name = {"kind": "transposed", "stride": stride, "padding": padding, "dilation": dilation}
        name |= {"groups": groups, "extra": extra, "kernel": f"{kh}x{kw}"}
        record(stored, name, {"z": z, "kernels": kernels, "out": out})


def poolings(stored: dict) -> None:
    rng = np.random.default_rng(2)
    for (h, w), size, stride, padding in itertools.product(SIZES, [1, 2, 3], [1, 2, 3], [0, 1]):
        if 2 * padding > size:
            continue
        x = whole(rng, 2, 2, h, w)  # so few levels that many windows have ties
        for kind, pooled, cells in (
            ("max", functional.max_pool2d(x, size, stride, padding), 1),
            ("average", functional.avg_pool2d(x, size, stride, padding), size**2),
        ):
            name = {"kind": kind, "size": size, "stride": stride, "padding": padding}
            parts = slopes(pooled, rng, {"x": x})
            parts |= {"out": cells * pooled, "d_x": cells * parts["d_x"]}
            record(stored, name | {"image": f"{h}x{w}"}, parts)


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13.0")
    frozen: dict[str, np.ndarray] = {}
    convolutions(frozen), transposed(frozen), poolings(frozen)
    index = {name: levels.shape for name, levels in frozen.items()}
    np.savez_compressed(
        Path(__file__).with_name("convolutions.npz"),
        index=np.array(json.dumps(index)),
        values=np.concatenate([levels.ravel() for levels in frozen.values()]),
    )
    print(len(frozen), "arrays")
