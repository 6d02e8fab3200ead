"""Augmentation: more pictures out of those there are, by changes that leave what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core import augment_geometry as geometry
from core import augment_mixing as mixing
from core import augment_pixels as pixels
from core.bounds import bounded
from core.entries import Array, Knob, table


@dataclass(frozen=True)
class Augmentation:
    """A way to change pictures by chance.

    ``draw(rng, n, size, strength=)`` settles the chances, ``apply(images, **drawn)`` changes
    pictures (n, c, h, w) accordingly. ``symbols`` are the LaTeX of what is drawn, in its order.
    """

    key: str
    label: str
    draw: Callable[..., Mapping[str, Array]]
    apply: Callable[..., Array]
    equation: str
    source: str
    meaning: str
    symbols: Mapping[str, str]
    knobs: tuple[Knob, ...]


@dataclass(frozen=True, eq=False)
class Augmented:
    """Changed pictures, what chance decided, and what is left of their labels."""

    images: Array
    drawn: Mapping[str, Array]  # (n,) each
    partners: Array  # (n,), the picture that is mixed in; itself where none is
    shares: Array  # (n,), how much of the own label is left

    def targets(self, y: Array) -> Array:
        """Labels (n, classes) mixed as their pictures were."""
        own = self.shares[:, None]
        return own * y + (1 - own) * y[self.partners]


def augment(
    augmentation: Augmentation, images: Array, rng: np.random.Generator, strength: float
) -> Augmented:
    """Change every picture of a batch, each by a chance of its own.

    Parameters
    ----------
    augmentation : Augmentation
        An entry of `AUGMENTATIONS`.
    images : (n, h, w) or (n, c, h, w)
        From 0 (black) to 1; the channels of a picture share its chance. Not modified.
    rng : numpy.random.Generator
    strength : float
        0 changes nothing; its unit is that of the entry's knob.

    Returns
    -------
    Augmented
        Images shaped as they were.

    Raises
    ------
    ValueError
        If the images have another number of axes, or the strength is not a number from 0 up.
    """
    images = bounded("images", images)
    if images.ndim not in (3, 4) or images.size == 0:
        raise ValueError(
            f"images {images.shape} must be (n, h, w) or (n, c, h, w), and none of them 0"
        )
    if not 0 <= strength < np.inf:
        raise ValueError(f"strength is {strength}; it must be a number from 0 up")
    batch = images if images.ndim == 4 else images[:, None]
    n, size = len(batch), batch.shape[2:]
    drawn = augmentation.draw(rng, n, size, strength=strength)
    changed = augmentation.apply(batch, **drawn).astype(images.dtype)
    own = {"partner": np.arange(n), "share": np.ones(n)}
    mixed = drawn if "partner" in drawn else own
    return Augmented(
        changed.reshape(images.shape), drawn, mixed["partner"].astype(int), mixed["share"]
    )


def _strength(symbol: str, default: float, ticks: tuple[float, ...], meaning: str) -> tuple[Knob]:
    return (Knob("strength", symbol, default, ticks, meaning),)


_CHANCE = _strength("P", 0.5, (0.0, 0.25, 0.5, 1.0), "probability to be flipped")
_PATCH = {"top": "i_0", "left": "j_0", "height": "h", "width": "w"}

AUGMENTATIONS = table(
    (
        Augmentation(
            "flip_across",
            "Flip left–right",
            geometry.draw_flip,
            geometry.flip_across,
            r"\tilde x_{ij} = x_{i,\,w-1-j} \text{ if } f = 1",
            "Krizhevsky, Sutskever & Hinton 2012",
            "The world is about as often the other way round; letters are not.",
            {"flipped": "f"},
            _CHANCE,
        ),
        Augmentation(
            "flip_down",
            "Flip up–down",
            geometry.draw_flip,
            geometry.flip_down,
            r"\tilde x_{ij} = x_{h-1-i,\,j} \text{ if } f = 1",
            "Simard, Steinkraus & Platt 2003, of transformations in general",
            "For pictures taken from above; cats do not stand on their heads.",
            {"flipped": "f"},
            _CHANCE,
        ),
        Augmentation(
            "crop",
            "Crop",
            geometry.draw_crop,
            geometry.crop,
            r"\tilde x(p) = x\big((1 - s)\,p + o\big)",
            "Krizhevsky, Sutskever & Hinton 2012",
            "A window of the picture, enlarged: things are not always in the middle, nor whole.",
            {"cut": "s", "top": "i_0", "left": "j_0"},
            _strength("s", 0.2, (0.0, 0.1, 0.2, 0.3, 0.5), "share of each side that is cut away"),
        ),
        Augmentation(
            "rotate",
            "Rotate",
            geometry.draw_turn,
            geometry.rotate,
            r"\tilde x(p) = x(R_{\varphi}\, p), \quad R_\varphi = \begin{bmatrix} \cos\varphi & \sin\varphi \\ -\sin\varphi & \cos\varphi \end{bmatrix}",
            "Simard, Steinkraus & Platt 2003",
            "Nobody holds pen, or camera, quite upright.",
            {"angle": r"\varphi^\circ"},
            _strength(
                r"\varphi_{\max}",
                10.0,
                (0.0, 5.0, 10.0, 20.0, 30.0, 60.0, 180.0),
                "largest angle either way, in degrees",
            ),
        ),
        Augmentation(
            "shift",
            "Shift",
            geometry.draw_shift,
            geometry.shift,
            r"\tilde x(p) = x(p - d)",
            "Simard, Steinkraus & Platt 2003",
            "The same thing, a little further on.",
            {"down": "d_1", "right": "d_2"},
            _strength(
                "s", 0.05, (0.0, 0.05, 0.1, 0.15, 0.2, 0.3), "longest way, as a share of the side"
            ),
        ),
        Augmentation(
            "zoom",
            "Zoom",
            geometry.draw_zoom,
            geometry.zoom,
            r"\tilde x(p) = x(p / f), \quad \tfrac{1}{1 + s} \le f \le 1 + s",
            "Simard, Steinkraus & Platt 2003",
            "Nearer, or further away.",
            {"factor": "f"},
            _strength("s", 0.2, (0.0, 0.1, 0.2, 0.3, 0.5, 1.0), "the largest factor, less 1"),
        ),
        Augmentation(
            "shear",
            "Shear",
            geometry.draw_shear,
            geometry.shear,
            r"\tilde x(p) = x(S p), \quad S = \begin{bmatrix} 1 & 0 \\ k & 1 \end{bmatrix}",
            "Simard, Steinkraus & Platt 2003",
            "Leaning, as handwriting does.",
            {"slant": "k"},
            _strength(
                "s",
                0.3,
                (0.0, 0.1, 0.2, 0.3, 0.5, 1.0),
                "largest slant: pixels sideways a pixel up",
            ),
        ),
        Augmentation(
            "brightness",
            "Brightness",
            pixels.draw_lighter,
            pixels.brighten,
            r"\tilde x = \operatorname{clip}_{[0, 1]}(x + b)",
            "Howard 2013, arXiv:1312.5402",
            "Another hour of the day.",
            {"lighter": "b"},
            _strength(
                "s", 0.2, (0.0, 0.1, 0.2, 0.3, 0.5), "most that is added or taken away; white is 1"
            ),
        ),
        Augmentation(
            "contrast",
            "Contrast",
            pixels.draw_contrast,
            pixels.change_contrast,
            r"\tilde x = \operatorname{clip}_{[0, 1]}\big(\bar x + f\,(x - \bar x)\big), \quad \tfrac{1}{1 + s} \le f \le 1 + s",
            "Howard 2013, arXiv:1312.5402",
            "Mist, or a hard light.",
            {"factor": "f"},
            _strength("s", 0.5, (0.0, 0.2, 0.5, 1.0, 2.0), "the largest factor, less 1"),
        ),
        Augmentation(
            "erase",
            "Random erasing",
            pixels.draw_patch,
            pixels.erase,
            r"\tilde x_{ij} = 0 \text{ for } i_0 \le i < i_0 + h,\ j_0 \le j < j_0 + w",
            "Zhong et al. 2017, arXiv:1708.04896; black as in DeVries & Taylor 2017",
            "Something stands before it: no single part may be all that counts.",
            _PATCH,
            _strength(
                "s", 0.2, (0.0, 0.05, 0.1, 0.2, 0.3, 0.5), "share of the area that is erased"
            ),
        ),
        Augmentation(
            "mix_up",
            "Mix-up",
            mixing.draw_mixture,
            mixing.mix_up,
            r"\tilde x = \lambda x + (1 - \lambda)\, x', \quad \tilde y = \lambda y + (1 - \lambda)\, y', \quad \lambda \sim \mathrm{Beta}(\alpha, \alpha)",
            "Zhang et al. 2018, arXiv:1710.09412",
            "Between two pictures lies a mixture of both answers.",
            {"share": r"\lambda"},
            _strength(
                r"\alpha",
                0.4,
                (0.0, 0.1, 0.2, 0.4, 1.0, 2.0),
                "of Beta(α, α): 1 is any mixture alike, 0 none",
            ),
        ),
        Augmentation(
            "cut_mix",
            "Cut-mix",
            mixing.draw_cut,
            mixing.cut_mix,
            r"\tilde x = M \odot x + (1 - M) \odot x', \quad \tilde y = \lambda y + (1 - \lambda)\, y', \quad \lambda = \tfrac{1}{hw} \textstyle\sum M",
            "Yun et al. 2019, arXiv:1905.04899",
            "A patch of another picture, and as much of its answer.",
            {"share": r"\lambda"} | _PATCH,
            _strength(
                r"\alpha",
                1.0,
                (0.0, 0.2, 0.5, 1.0, 2.0),
                "of Beta(α, α): 1 is any area alike, 0 none",
            ),
        ),
        Augmentation(
            "blur",
            "Blur",
            pixels.draw_share,
            pixels.blur,
            r"\tilde x = (1 - s)\, x + s\, (W_{\text{Gauss}} * x)",
            "Gonzalez & Woods 1992, the kernel",
            "A hand that shook.",
            {"share": "s"},
            _strength("s", 1.0, (0.0, 0.25, 0.5, 1.0), "largest share of the blurred picture"),
        ),
        Augmentation(
            "sharpen",
            "Sharpen",
            pixels.draw_share,
            pixels.sharpen,
            r"\tilde x = \operatorname{clip}_{[0, 1]}\big((1 - s)\, x + s\, (W_{\text{sharpen}} * x)\big)",
            "Gonzalez & Woods 1992, the kernel",
            "A better lens.",
            {"share": "s"},
            _strength("s", 1.0, (0.0, 0.25, 0.5, 1.0), "largest share of the sharpened picture"),
        ),
    )
)
