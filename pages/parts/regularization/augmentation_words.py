"""What the view of augmentation says in words, formulas and tables."""

import math

import ui
from charts import theme
from core.augment_geometry import LOOKUPS
from core.images import PICTURES
from core.studies.regularization.augmented_digits import SEEDS, STEPS, TEST, paired_difference

BLUE, GOLD = (rf"\textcolor{{{color}}}" for color in (theme.FORWARD, theme.GOLD))
DIGITS = (
    "Handwritten digits, 8 × 8: Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0."
)
SET_UP = (
    f"{SEEDS} networks of 64-32-10 units learn for {STEPS} steps of Adam, each from digits of its own, "
    f"augmented anew in every second step, and are asked about {TEST:,} others."
)
SHORT = {
    "rotate": "{angle:.1f}°",
    "shift": "{down:.1f} down, {right:.1f} right",
    "zoom": "× {factor:.2f}",
    "shear": "slant {slant:.2f}",
    "crop": "from ({top:.1f}, {left:.1f})",
    "brightness": "{lighter:+.2f}",
    "contrast": "× {factor:.2f}",
    "erase": "{height:.0f} × {width:.0f} pixels",
    "blur": "{share:.0%} blurred",
    "sharpen": "{share:.0%} sharpened",
}


def chance(samples, k):
    """What chance decided for one sample, by name."""
    return {name: float(values[k]) for name, values in samples.drawn.items()}


def below(samples, chosen, names):
    """A line for the original and for each sample."""
    texts = ["the original"]
    for k in range(len(samples.images)):
        drawn = chance(samples, k)
        if "flipped" in drawn:
            texts.append("flipped" if drawn["flipped"] else "as it was")
        elif "partner" in drawn:
            texts.append(shares(samples.labels[k], names))
        else:
            texts.append(ui.typeset(SHORT[chosen.key].format(**drawn)))
    return texts


def shares(label, names):
    """A label as shares of classes, the largest first; one class alone is its name."""
    pairs = zip(map(float, label), names, strict=True)
    parts = sorted(((value, name) for value, name in pairs if value > 0.005), reverse=True)
    if len(parts) == 1:
        return parts[0][1]
    return ", ".join(f"{value:.2f} {name}" for value, name in parts)


def tell_samples(samples, chosen, strength, sample, names):
    """What is done, how strongly, and to the sample that is looked at."""
    h, w = samples.original.shape[1:]
    n = len(samples.images)
    same = sum(bool((image == samples.original).all()) for image in samples.images)
    kept = f" {same} of {n} are the original, pixel by pixel." if same else ""
    text = below(samples, chosen, names)[sample]
    return (
        f"{chosen.label}, strength {strength:g} ({chosen.knobs[0].meaning}): the original, framed, and {n} samples, {h} × {w} pixels. "
        f"Sample {sample}: {text}; its label is {shares(samples.labels[sample - 1], names)}.{kept} {chosen.meaning} Click a sample to look at it."
    )


def number(value):
    """Three digits behind the point, in LaTeX."""
    return f"{value + 0.0:.3f}"


def sample_formulas(samples, chosen, pixel, k, names):
    """The equation, what chance decided for this sample, and one pixel of it worked out."""
    drawn = chance(samples, k)
    values = ", ".join(
        rf"{symbol} = {ui.tex(drawn[name])}" for name, symbol in chosen.symbols.items()
    )
    pairs = [(chosen.equation, rf"\text{{sample {k + 1}: }} {values}")]
    spot = rf"{GOLD}{{\tilde x_{{{pixel.row},{pixel.column}}}}}"
    symbols, numbers = one_pixel(chosen.key, drawn, pixel)
    pairs.append((rf"{spot} = {symbols}", rf"= {numbers} = {GOLD}{{{number(pixel.after)}}}"))
    if "partner" in drawn:
        lam = drawn["share"]
        pairs.append(
            (
                r"\tilde y = \lambda y + (1 - \lambda)\, y'",
                rf"{lam:.3f} \cdot y + {1 - lam:.3f} \cdot y' = \text{{{shares(samples.labels[k], names)}}}",
            )
        )
    return pairs


def one_pixel(key, drawn, pixel):
    """How a pixel came about: in symbols, and in numbers."""
    x = rf"{BLUE}{{{number(pixel.before)}}}"
    if key in LOOKUPS:
        return looked_up(pixel)
    if key == "brightness":
        return (
            r"\operatorname{clip}(x + b)",
            rf"\operatorname{{clip}}({x} + {bracketed(drawn['lighter'])})",
        )
    if key == "contrast":
        m, f = number(pixel.mean), number(drawn["factor"])
        return (
            r"\operatorname{clip}(\bar x + f\,(x - \bar x))",
            rf"\operatorname{{clip}}({m} + {f}\,({x} - {m}))",
        )
    if key == "erase":
        return (r"0 \text{ inside the patch, } x \text{ outside}", "0" if pixel.after == 0 else x)
    if key == "mix_up":
        lam = drawn["share"]
        return (
            r"\lambda x + (1 - \lambda)\, x'",
            rf"{lam:.3f} \cdot {x} + {1 - lam:.3f} \cdot {number(pixel.partner)}",
        )
    if key == "cut_mix":
        inside = rows_and_columns(drawn, pixel)
        return r"x' \text{ inside the patch, } x \text{ outside}", number(
            pixel.partner
        ) if inside else x
    s = drawn["share"]
    return (
        r"\operatorname{clip}\big((1 - s)\, x + s\, (W * x)\big)",
        rf"\operatorname{{clip}}({1 - s:.3f} \cdot {x} + {s:.3f} \cdot {bracketed(pixel.filtered)})",
    )


def bracketed(value):
    """A number, in brackets where it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


def rows_and_columns(drawn, pixel):
    """Whether a pixel lies inside the patch."""
    return (
        drawn["top"] <= pixel.row < drawn["top"] + drawn["height"]
        and drawn["left"] <= pixel.column < drawn["left"] + drawn["width"]
    )


def looked_up(pixel):
    """Between four pixels of the original: bilinear interpolation."""
    row, column = pixel.source
    a, b = row - math.floor(row), column - math.floor(column)
    four = [rf"{BLUE}{{{number(value)}}}" for value in pixel.four]
    weights = ((1 - a) * (1 - b), (1 - a) * b, a * (1 - b), a * b)
    symbols = rf"x({row:.2f},\, {column:.2f}) = (1-a)(1-b)\,x_{{00}} + (1-a)\,b\,x_{{01}} + a\,(1-b)\,x_{{10}} + a\,b\,x_{{11}}"
    terms = (rf"{w:.3f} \cdot {v}" for w, v in zip(weights, four, strict=True))
    return symbols, " + ".join(terms)


def tell_effect(without, with_it, changed, chosen, strength, n):
    """Accuracies with and without, their paired difference, and how many seeds gained."""
    gain, error = paired_difference(with_it.test[-1], without.test[-1])
    better = int((with_it.test[-1] > without.test[-1]).sum())
    alike = (
        ""
        if changed is None
        else f" On held-out digits that are changed alike: {changed[0].mean():.1%} without, {changed[1].mean():.1%} with it."
    )
    return (
        f"{chosen.label}, strength {strength:g}, {n} digits: held-out accuracy {without.test[-1].mean():.1%} without, {with_it.test[-1].mean():.1%} with it; "
        f"difference {points(gain)} ± {100 * error:.2f} points (standard error over {SEEDS} seeds, each compared with itself), better for {better} of {SEEDS}."
        f" Accuracy on the digits learned from: {without.train[-1].mean():.1%} and {with_it.train[-1].mean():.1%}.{alike}"
    )


def points(gain):
    """A difference of accuracies in points, with its sign."""
    return ui.typeset(f"{100 * gain:+.2f}") if gain >= 0 else ui.typeset(f"{100 * gain:.2f}")


def effect_formulas(without, with_it, changed):
    """The mean of the paired differences and its standard error, with today's numbers."""
    off = [float(v) for v in 100 * (with_it.test[-1] - without.test[-1])]
    gain, error = paired_difference(with_it.test[-1], without.test[-1])
    listed = " + ".join(f"({v:.1f})" if v < 0 else f"{v:.1f}" for v in off)
    return (
        (
            r"\bar d = \frac1n \sum_s d_s, \quad d_s = \text{accuracy with} - \text{accuracy without, same seed } s",
            rf"\bar d = \tfrac{{1}}{{{len(off)}}}\left({listed}\right) = {BLUE}{{{100 * gain:.2f}}} \text{{ points}}",
        ),
        (
            r"\text{standard error} = \frac{\sigma_d}{\sqrt n}",
            rf"\frac{{{100 * error * len(off) ** 0.5:.2f}}}{{\sqrt{{{len(off)}}}}} = {100 * error:.2f}",
        ),
    )


def tell_all(labels, plain, n, chosen, without, with_it):
    """Which help, which hurt, of which nothing can be said, and how well networks with the chosen one read."""
    groups = {"helps": [], "hurts": [], "no clear difference": []}
    for label, (gain, error) in zip(labels, plain, strict=True):
        kind = "no clear difference" if abs(gain) <= 2 * error else "helps" if gain > 0 else "hurts"
        groups[kind].append(f"{label} ({points(gain)})")
    told = "; ".join(f"{kind}: {', '.join(group) or 'none'}" for kind, group in groups.items())
    return f"{n} digits, {SEEDS} seeds. On held-out digits as they are, beyond two standard errors, in points: {told}. Chosen: {chosen}, {without.test[-1].mean():.1%} read right without, {with_it.test[-1].mean():.1%} with it. Click a row to choose another."


def credit(key):
    """Whom to thank for a photograph."""
    photo = PICTURES[key]
    return f"{photo.credit}, {photo.license}; {photo.source}, cropped."


def table_of_chances(samples, names):
    """What chance decided for every sample, and its label."""
    columns = {"sample": list(range(1, len(samples.images) + 1)), **samples.drawn}
    return columns | {f"label_{name}": samples.labels[:, k] for k, name in enumerate(names)}


def table_of_seeds(without, with_it, changed):
    """Held-out accuracy of every seed."""
    columns = {"without": without.test[-1], "with": with_it.test[-1]}
    if changed:
        columns |= {"changed_alike_without": changed[0], "changed_alike_with": changed[1]}
    return columns


def table_of_effects(labels, strengths, plain, alike):
    """Every augmentation's differences and standard errors."""
    nothing = (math.nan, math.nan)
    return {
        "augmentation": labels,
        "strength": list(strengths.values()),
        "difference": [gain for gain, _ in plain],
        "standard_error": [error for _, error in plain],
        "changed_alike": [(pair or nothing)[0] for pair in alike],
        "changed_alike_error": [(pair or nothing)[1] for pair in alike],
    }
