"""Two photographs as gray squares, large enough to filter.

Authors and licenses stand in ``core/data/LICENSES.md`` and in the entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from core.entries import Array, table

SIDE = 256


@dataclass(frozen=True)
class LargePhoto:
    """A gray square of `SIDE` pixels with its author and license."""

    key: str
    label: str
    credit: str
    license: str
    source: str

    def levels(self) -> Array:
        """Its pixels, (256, 256) in whole levels from 0 to 255, as floats."""
        return _stored()[self.key].astype(np.float64)


@cache
def _stored() -> dict[str, Array]:
    """Both squares by key."""
    with np.load(Path(__file__).parent / "data" / "large.npz", allow_pickle=False) as stored:
        return dict(stored)


PICTURES_LARGE = table(
    (
        LargePhoto(
            "palace",
            "Palace tower",
            "Photograph by danielbuechele on Flickr",
            "CC BY 2.0",
            "https://www.flickr.com/photos/danielbuechele/6061409035/, cropped, in gray, scaled down",
        ),
        LargePhoto(
            "flower",
            "Dahlia",
            "Photograph by vultilion on Flickr",
            "CC BY 2.0",
            "https://www.flickr.com/photos/vultilion/6056698931/, cropped, in gray, scaled down",
        ),
    )
)
