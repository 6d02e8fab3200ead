"""Words, formulas, tables and the script of the view on channels."""

import ui
from core.convolution import convolve
from core.images import channels
from pages.parts.convolution.patch_words import table_of

__all__ = ["table_of"]
COLORS = ("red", "green", "blue")
GROUPS = "The channels and the maps fall into so many groups that do not see each other. It must divide both; the largest that does and is no larger is used."


def channels_of(photo):
    """A photograph as three channels, in levels from 0 to 255."""
    return channels(photo.pixels()) * 255


def tell(photo, bank, which, reading, place):
    """The map in a few words, with its key numbers."""
    z = reading.answers
    brought = " + ".join(
        f"{ui.short(part[place], 5)} ({color})"
        for color, part in zip(COLORS, reading.parts, strict=True)
        if part is not None
    )
    bias = f" + {ui.short(reading.bias)} (bias)" if reading.bias else ""
    return (
        f"{photo.label} through kernel {which} of three, {bank.label.lower()}, {bank.maps[which]}: values from {ui.short(z.min())} to {ui.short(z.max())}. "
        f"Framed, row {place[0]}, column {place[1]}: {brought}{bias} = {ui.short(z[place], 5)}."
    )


def formulas(x, bank, which, reading, place):
    """The sum over channels, in symbols and in numbers, and what the layer has to learn."""
    terms = [
        rf"\underbrace{{{part[place]:.5g}}}_{{\text{{{color}}}}}"
        for color, part in zip(COLORS, reading.parts, strict=True)
        if part is not None
    ]
    c_out, seen, k, _ = bank.kernels.shape
    return (
        (
            bank.equation,
            rf"z_{{{which}}}[{place[0]}, {place[1]}] = {reading.bias:.5g} + {' + '.join(terms)} = {reading.answers[place]:.5g}",
        ),
        (
            r"\text{to learn: } \left(k^2 \tfrac{c_{in}}{g} + 1\right) c_{out}",
            rf"\left({k}^2 \cdot \tfrac{{{len(x)}}}{{{bank.groups}}} + 1\right) \cdot {c_out} = {(k * k * seen + 1) * c_out}",
        ),
    )


def divisors(c_in, c_out):
    """Every number of groups that divides both."""
    return [g for g in range(1, min(c_in, c_out) + 1) if c_in % g == c_out % g == 0]


def tell_costs(side, c_in, c_out, k, names, layers, changed):
    """The costs in a sentence."""
    said = "; ".join(
        f"{name}: {cost.parameters:,} parameters, {cost.multiply_adds:,} multiply–adds"
        for name, cost in zip(names, layers, strict=True)
    )
    note = (
        " The number of groups must divide both, so the next smaller that does is used." * changed
    )
    times = layers[3].parameters / layers[0].parameters
    return f"From {c_in} to {c_out} maps of {side} × {side} pixels with kernels of {k} × {k}. {said}. The dense layer has {ui.short(times)} times the parameters of the ordinary one.{note}"


def vgg_table(rows):
    """A row a layer, for the file."""
    return {
        "layer": [row.name for row in rows],
        "output": [" x ".join(map(str, row.shape)) for row in rows],
        "parameters": [row.parameters for row in rows],
    }


def vgg_in_words(rows):
    """The table on the page, with its sums."""
    lines = ["| layer | output | parameters |", "|---|---|--:|"]
    lines += [
        f"| {row.name} | {' × '.join(map(str, row.shape))} | {row.parameters:,} |" for row in rows
    ]
    base = sum(row.parameters for row in rows if row.name.startswith("conv"))
    total = sum(row.parameters for row in rows)
    lines += [f"| **without top** | | **{base:,}** |", f"| **in all** | | **{total:,}** |"]
    return "\n".join(lines)


def script(x, bank, which, reading, place):
    """Today's map as a script that needs NumPy alone."""
    i, j = place
    k = bank.kernels.shape[-1]
    reach = (k - 1) // 2
    h, w = x.shape[1:]
    rows = [min(max(r, 0), h - 1) for r in range(i - reach, i + reach + 1)]
    columns = [min(max(c, 0), w - 1) for c in range(j - reach, j + reach + 1)]
    patch = x[:, rows][:, :, columns].round()
    seen = [c for c, part in enumerate(reading.parts) if part is not None]
    kernel = bank.kernels[which].tolist()
    main = f"""
PADDING_MODES = {{"zero": "constant"}}
patch = np.array({patch[seen].tolist()})  # what the framed pixel looks at, channel by channel
kernel = np.array({kernel})
for channel, (seen, weights) in enumerate(zip(patch, kernel)):
    print("channel", channel, "brings", convolve(seen[None], weights[None, None])[0, 0, 0])
print("sum and bias", convolve(patch, kernel[None], np.array([{reading.bias!r}]))[0, 0, 0])
"""
    return ui.stand_alone(convolve, main=main)
