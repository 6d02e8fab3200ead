"""Words, formulas, tables and the script of the view on whole pictures."""

import ui
from core.convolution import convolve
from core.packed import pack, unpack
from core.studies.convolution.filtering import (
    edge_strength,
    filter_image,
    frequency_response,
    in_a_row,
    separate,
)
from pages.parts.convolution.patch_words import matrix, table_of

__all__ = ["formulas", "script", "table_of", "tell", "tell_split"]


def tell(subject, names, filtered, shown, ends, response):
    """Both pictures, and the waves, in a few sentences."""
    rows, columns = shown.shape
    how = " and then ".join(names)
    low, high = ends
    beyond = int(((shown < low - 1e-9) | (shown > high + 1e-9)).sum())
    n = len(response)
    span = f"values from {ui.short(shown.min())} to {ui.short(shown.max())}, {ui.short(shown.mean())} on average"
    if shown.min() == shown.max():
        span = f"the same value everywhere, {ui.short(shown.min())}"
    parts = [
        f"{subject.name}, {rows} × {columns} pixels, through {how}: {span}",
        *(
            [
                f"the gray scale ends at {ui.short(low)} and {ui.short(high)}, {beyond} pixels lie beyond and are drawn black or white"
            ]
            if beyond
            else []
        ),
        f"even ground is multiplied by {ui.short(clean(filtered.kernel.sum()))}, the height of the fastest wave, one pixel bright and one dark both ways, by {ui.short(clean(response[0, n - 1]))}",
    ]
    return "; ".join(parts) + "."


def clean(value):
    """A factor, without the rounding that stands for 0."""
    return 0.0 if abs(value) < 1e-12 else float(value)


def tell_split(kernels, one, pixels, both=False):
    """What a kernel costs a pixel, and what splitting it saves; ``both`` if a second of the same size runs beside it."""
    size, parts = one.size, separate(one)
    steps = sum(kernel.size for kernel in kernels)
    said = [
        f"{'Each of the two kernels' if both else 'One kernel'} of {one.shape[0]} × {one.shape[1]}: {size} multiplications a pixel, {size * pixels:,} in all"
    ]
    if len(kernels) > 1:
        said.append(f"the {len(kernels)} in a row, which do the same: {steps}")
    if parts:
        column, row = parts
        said.append(f"split into a column and a row: {column.size + row.size}")
    else:
        said.append("it is no product of a column and a row, and cannot be split")
    return "; ".join(said) + "."


def formulas(kernels, one, response, strength):
    """The kernel and its parts, and its response to even ground and to the fastest wave."""
    middle, last = len(response) // 2, len(response) - 1
    pairs = []
    if strength is not None:
        i, j, across, down, length = strength
        pairs.append(
            (
                r"|\nabla x| = \sqrt{z_x^2 + z_y^2}",
                rf"\text{{strongest, at row {i}, column {j}: }} \sqrt{{({across:.5g})^2 + ({down:.5g})^2}} = {length:.5g}",
            )
        )
    pairs.append(
        (
            r"W = \text{column} \cdot \text{row}: \quad k^2 \to 2k \text{ multiplications a pixel}",
            split_in_numbers(kernels, one),
        )
    )
    pairs.append(
        (
            r"|\hat W(f)| = \Big| \sum_u \sum_v W_{uv}\, e^{2\pi i (f_y u + f_x v)} \Big|",
            rf"|\hat W(0, 0)| = |\textstyle\sum W_{{uv}}| = {ui.tex(clean(response[middle, middle]))}, \qquad |\hat W(\tfrac12, \tfrac12)| = {ui.tex(clean(response[0, last]))}",
        )
    )
    return pairs


def split_in_numbers(kernels, one):
    """The kernel, written out where there is room, as the product of a column and a row."""
    written = [matrix(kernel, ui.tex) for kernel in kernels] if len(kernels) > 1 else []
    if one.shape[1] <= 3:
        written.append(matrix(one, ui.tex))
    row_of, parts = r" \ast ".join(written), separate(one)
    if not parts:
        return row_of + r" \neq \text{column} \cdot \text{row}"
    units = [abs(part[abs(part) > 1e-9 * abs(part).max()]).min() for part in parts]
    column, row = (part / unit for part, unit in zip(parts, units, strict=True))
    scale = units[0] * units[1]
    front = "" if abs(scale - 1) < 1e-12 else f"{ui.tex(scale)} "
    return f"{row_of} = {front}{matrix(column[:, None], ui.tex)} {matrix(row[None], ui.tex)}"


def script(subject, kernels, strength):
    """Today's picture through today's kernels, as a script that needs NumPy alone."""
    h, w = subject.pixels.shape
    weights = ", ".join(f"np.array({kernel.tolist()})" for kernel in kernels)
    run = (
        "shown = edge_strength(image)[2]"
        if strength
        else f"shown = filter_image(image, {weights}).stages[-1]"
    )
    parts = [
        unpack,
        convolve,
        frequency_response,
        *([edge_strength] if strength else [filter_image, in_a_row]),
    ]
    main = f"""
import base64
import zlib

PADDING_MODES = {{"zero": "constant", "reflect": "reflect", "replicate": "edge"}}
image = unpack('''{pack(subject.pixels)}''', {h}, {w})
{run}
print("values from", shown.min(), "to", shown.max(), "mean", shown.mean())
for kernel in ({weights},):
    response = frequency_response(kernel)
    print("even ground times", response[20, 20], "fastest wave times", response[0, 40])
"""
    return ui.stand_alone(*parts, main=main)
