"""How fast the core is, beside what others use: thread CPU time, one BLAS thread, both sides measured in turn.

python -m benchmarks.core
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before NumPy is first imported

import numpy as np
from scipy import ndimage

from core.cnn_training import begin, one_epoch, split_digits
from core.convolution import convolve, pool


def main() -> None:
    """Measure and print, a line a task."""
    print("milliseconds of thread CPU time, medians of interleaved calls")
    for name, ours, theirs, wanted in tasks():
        mine, other = interleaved(ours, theirs)
        print(f"{name}: {mine:.2f} against {other:.2f}, ratio {other / mine:.1f} (wanted {wanted})")
    split = split_digits()
    start = begin(split, seed=0)
    (epoch,) = interleaved(lambda: one_epoch(start, split, seed=0), rounds=5)
    print(
        f"one epoch of the small CNN over 1400 digits, judged on 1797: {epoch:.0f} (wanted < 1000)"
    )


def tasks() -> list[tuple[str, Callable, Callable, float]]:
    """Name, ours, theirs, and how many times as fast ours should be."""
    image = np.random.default_rng(0).normal(size=(512, 512))
    return [
        *(filter_task(image, size, wanted) for size, wanted in ((3, 1.5), (7, 3.0))),
        (
            "max pool 2×2, 512×512, against a window view and max",
            lambda: pool(image[None], "max", 2),
            lambda: np.lib.stride_tricks.sliding_window_view(image, (2, 2))[::2, ::2].max((2, 3)),
            15.0,
        ),
    ]


def filter_task(image: np.ndarray, size: int, wanted: float) -> tuple:
    """One kernel on one channel, size kept."""
    kernel = np.random.default_rng(1).normal(size=(size, size))
    return (
        f"filter {size}×{size}, 512×512, against scipy.ndimage.correlate",
        lambda: convolve(image[None], kernel[None, None], padding="same"),
        lambda: ndimage.correlate(image, kernel, mode="constant"),
        wanted,
    )


def interleaved(*sides: Callable, rounds: int = 40) -> list[float]:
    """Median milliseconds of each side, called in turn."""
    times: list[list[float]] = [[] for _ in sides]
    for turn in range(rounds + 3):
        for side, found in zip(sides, times, strict=True):
            started = time.thread_time()
            side()
            if turn >= 3:  # the first ones warm up
                found.append(1e3 * (time.thread_time() - started))
    return [statistics.median(found) for found in times]


if __name__ == "__main__":
    main()
