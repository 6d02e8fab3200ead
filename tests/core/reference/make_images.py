"""Writes core/data/digits.npz and core/data/photos.npz.

Run once, from the root of the repository, with scikit-learn, scikit-image and Pillow installed;
the application itself needs none of them for its images. Sources and licenses:
core/data/LICENSES.md.
"""

from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image
from sklearn.datasets import load_digits, load_sample_image

DATA = Path(__file__).parents[3] / "core" / "data"
LONG_SIDE = 128  # pixels


def shrink(pixels: np.ndarray) -> np.ndarray:
    """The picture scaled down to the long side that lessons use: (h, w, 3) uint8."""
    h, w = pixels.shape[:2]
    scale = LONG_SIDE / max(h, w)
    small = Image.fromarray(pixels).resize((round(w * scale), round(h * scale)), Image.LANCZOS)
    return np.asarray(small, dtype=np.uint8)


if __name__ == "__main__":
    digits = load_digits()
    np.savez_compressed(
        DATA / "digits.npz",
        images=digits.images.astype(np.uint8),  # 0..16
        labels=digits.target.astype(np.uint8),
    )
    np.savez_compressed(
        DATA / "photos.npz",
        cat=shrink(skimage.data.chelsea()),
        coffee=shrink(skimage.data.coffee()),
        palace=shrink(load_sample_image("china.jpg")),
    )
