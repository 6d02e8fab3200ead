"""Words, formulas, tables and the script of the way back."""

import ui
from charts import theme
from core.convolution import convolve, convolve_gradients
from core.studies.convolution.backward import overlap
from core.transposed import convolve_transposed
from pages.parts.convolution.patch_words import table_of

__all__ = ["table_of"]
MOST_TERMS = 12


def arithmetic(terms):
    """Products and their sum, as one writes them by hand; those with a zero slope are left out."""
    told = [f"{plain(a)}·{plain(b)}" for a, b in terms if a != 0]
    total = ui.short(sum(a * b for a, b in terms), 6)
    lines = [" + ".join(told[i : i + 4]) for i in range(0, len(told), 4)]
    return (" +<br>".join(lines) or "nothing comes back") + f"<br>→ <b>{total}</b>"


def plain(value):
    """A number inside a product."""
    text = ui.short(value, 4)
    return f"({text})" if value < 0 else text


def tell_gradient(what, way, place, terms, errors):
    """What came back, with its key numbers and what the check says."""
    result = way.d_kernel if what == "kernel" else way.d_x
    error = errors[0] if what == "kernel" else errors[1]
    cell = "weight" if what == "kernel" else "pixel"
    oh, ow = way.d_out.shape
    return (
        f"{oh} × {ow} slopes from behind, stride {way.stride}, padding {way.padding}: "
        f"∂L/∂{'W' if what == 'kernel' else 'x'} has {' × '.join(map(str, result.shape))} cells, from {ui.short(result.min())} to {ui.short(result.max())}, of length {ui.short(length(result), 6)} in all. "
        f"The framed {cell}, row {place[0]}, column {place[1]}, had a part in {len(terms)} answer{'s' * (len(terms) != 1)}: {ui.short(result[place], 6)}. "
        f"Small steps measure the same, to {'the last digit' if error == 0 else f'a share of {ui.short(error, 2)}'}."
    )


def length(slopes):
    """Of all slopes as one vector."""
    return float((slopes**2).sum() ** 0.5)


def gradient_formulas(what, way, place, terms):
    """Both directions in symbols; the chosen cell in numbers."""
    blame = rf"\textcolor{{{theme.GRADIENT}}}{{\delta_{{ij}}}}"
    result = (way.d_kernel if what == "kernel" else way.d_x)[place]
    told = [(a, b) for a, b in terms if a != 0]
    shown = " + ".join(rf"{plain(a)} \cdot {plain(b)}" for a, b in told[:MOST_TERMS]).replace(
        "−", "-"
    )
    rest = rf" + \dots \text{{ ({len(told) - MOST_TERMS} more)}}" if len(told) > MOST_TERMS else ""
    u, v = place
    shift = rf" + {way.padding}" if way.padding else ""
    back = f" - {way.padding}" if way.padding else ""
    if what == "kernel":
        symbols = rf"\frac{{\partial L}}{{\partial W_{{uv}}}} = \sum_{{i,j}} {blame}\, x_{{si+u{back},\,sj+v{back}}}"
        name = rf"\frac{{\partial L}}{{\partial W_{{{u}{v}}}}}"
    else:
        symbols = rf"\frac{{\partial L}}{{\partial x_{{ab}}}} = \sum_{{i,j}} {blame}\, W_{{a - si{shift},\,b - sj{shift}}}"
        name = rf"\frac{{\partial L}}{{\partial x_{{{u},{v}}}}}"
    return ((symbols, rf"{name} = {shown or '0'}{rest} = {result:.6g}"),)


def tell_overlap(k, stride, counts, middle):
    """How evenly a transposed convolution paints."""
    low, high = int(middle.min()), int(middle.max())
    verdict = (
        "evenly, for the stride divides the kernel"
        if k % stride == 0
        else "unevenly, for the stride does not divide the kernel: a checkerboard"
    )
    return (
        f"A kernel of {k} × {k}, stride {stride}, paints {len(counts)} × {len(counts)} pixels. Away from the rim "
        f"{'every pixel' if low == high else 'a pixel'} is reached by {low if low == high else f'{low} to {high}'} windows: {verdict}."
        + (
            f" The most is {high // low if low and high % low == 0 else ui.short(high / low) if low else '∞'} times the least."
            if low != high
            else ""
        )
    )


def overlap_formulas(k, stride, middle):
    """The size, and how often a pixel is painted along one axis and along both."""
    low, high = k // stride, -(-k // stride)
    n = len(middle) + 2 * (k - 1)
    return (
        (
            r"n = s(o - 1) + k",
            rf"{stride} \cdot ({(n - k) // stride + 1} - 1) + {k} = {n}",
        ),
        (
            r"\text{along one axis } \lfloor k/s \rfloor \text{ to } \lceil k/s \rceil \text{ times, in both the square}",
            rf"\lfloor {k}/{stride} \rfloor^2 = {low * low}, \qquad \lceil {k}/{stride} \rceil^2 = {high * high}",
        ),
    )


def gradient_script(way):
    """Today's way back as a script that needs NumPy alone."""
    main = f"""
PADDING_MODES = {{"zero": "constant"}}
x = np.array({way.x.tolist()})
kernel = np.array({way.kernel.tolist()})
d_out = np.array({way.d_out.tolist()})
how = {{"stride": {way.stride}, "padding": {way.padding}}}
found = convolve_gradients(x[None], kernel[None, None], d_out[None], **how)
print("slopes along the kernel")
print(found.d_kernels[0, 0])
print("slopes along the image from", found.d_x.min(), "to", found.d_x.max())
print(found.d_x[0])
print("slopes along the kernel from", found.d_kernels.min(), "to", found.d_kernels.max())
print("lengths", np.sqrt(np.sum(found.d_kernels**2)), np.sqrt(np.sum(found.d_x**2)))
for cell in np.ndindex(kernel.shape):  # the referee: small steps
    step = np.zeros(kernel.shape)
    step[cell] = 1e-6
    up, down = (convolve(x[None], w[None, None], **how)[0] for w in (kernel + step, kernel - step))
    print("weight", *cell, "measured", ((up - down) * d_out).sum() / 2e-6)
"""
    return ui.stand_alone(convolve_gradients, convolve, main=main)


def overlap_script(cells, k, stride):
    """Today's overlap as a script that needs NumPy alone."""
    main = f"""
PADDING_MODES = {{"zero": "constant"}}
counts = overlap({cells}, {k}, {stride})
print("pixels", *counts.shape)
print(counts.astype(int))
"""
    return ui.stand_alone(overlap, convolve_transposed, main=main)
