"""Writes core/data/large.npz: two photographs as gray squares, large enough to filter.

Run once, from the root of the repository, with scikit-learn and Pillow installed. Sources and
licenses: core/data/LICENSES.md.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from sklearn.datasets import load_sample_image

DATA = Path(__file__).parents[3] / "core" / "data"
SIDE = 256
CENTERS = {"palace": ("china.jpg", (0.1, 0.5)), "flower": ("flower.jpg", (0.6, 0.5))}

if __name__ == "__main__":
    squares = {}
    for key, (name, center) in CENTERS.items():
        gray = Image.fromarray(load_sample_image(name)).convert("L")
        square = ImageOps.fit(gray, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=center)
        squares[key] = np.asarray(square, dtype=np.uint8)
    np.savez_compressed(DATA / "large.npz", **squares)
