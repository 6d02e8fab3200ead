"""What the view of a network that reads says, and what it lets the reader take along."""

import ui
from charts import theme
from core.cnn import Cnn, read
from core.packed import pack, unpack
from core.pooling import max_pool
from core.studies.cnn.drawing import MOST
from core.studies.cnn.looking import LAYERS, look_at, maps_of


def tell_reading(seen, name, true):
    """What the network reads, and how sure it is."""
    shares = seen.shares[0]
    order = sorted(range(10), key=lambda i: -shares[i])
    first, second = order[:2]
    verdict = (
        ""
        if true is None
        else ", which is right"
        if first == true
        else f", which is wrong: it is a {true}"
    )
    return (
        f"{name}, is read as {first} with probability {share(shares[first])}{verdict}; "
        f"next comes {second} with {share(shares[second])}. 54 maps in six layers, all computed from these 64 pixels; click one."
    )


def share(value):
    """A probability in four digits; what rounds to 1 is more than 0.9999."""
    return (
        f"{value:.4f}"
        if 0.00005 <= value < 0.99995
        else "more than 0.9999"
        if value > 0.5
        else "less than 0.0001"
    )


def tell_number(look):
    """The chosen number, and what it was computed from."""
    title = LAYERS[look.layer][0]
    row, column = look.place
    value = f"{look.value:.4g}"
    if look.layer == "scores":
        return f"Score of class {look.map}: {look.weights.size} products and the bias {look.bias:.4g} make {value}."
    where = f"{title}, map {look.map}, row {row}, column {column}: {value}"
    if look.layer.startswith("conv"):
        return f"{where}, from {look.weights.size} products over {len(look.inputs)} input{'s' if len(look.inputs) > 1 else ''} and the bias {look.bias:.4g}. Hover a cell to read its arithmetic."
    if look.layer.startswith("relu"):
        return f"{where}, made of {look.patches[0, 0, 0]:.4g} by the rule max(0, z)."
    return f"{where}, the largest of the four numbers framed on the left."


def formulas(look, seen):
    """How the number was computed, and how the scores become probabilities."""
    value = rf"\textcolor{{{theme.FORWARD}}}{{{ui.tex(look.value)}}}"
    pairs = {"conv": convolution, "relu": rectified, "pool": pooled}.get(look.layer[:-1], score)(
        look, value
    )
    logits, shares = seen.logits[0], seen.shares[0]
    best = int(shares.argmax())
    total = " + ".join(rf"e^{{{logit:.2f}}}" for logit in sorted(logits, reverse=True)[:3])
    softmax = (
        r"p_k = e^{s_k} \big/ \textstyle\sum_j e^{s_j}",
        rf"p_{{{best}}} = \frac{{e^{{{logits[best]:.2f}}}}}{{{total} + \cdots}} = {shares[best]:.4f}",
    )
    return pairs, softmax


def convolution(look, value):
    """A bias and a sum of products for each input."""
    i, j = look.place
    symbols = r"z_{kij} = b_k + \sum_c \sum_{u,v} W_{kcuv}\, x_{c,\,i+u-1,\,j+v-1}"
    if len(look.inputs) == 1:
        numbers = (
            rf"{ui.tex(look.bias)} + \sum {matrix(look.weights[0])} \odot {matrix(look.patches[0])}"
        )
    else:
        parts = " ".join(signed(part) for part in look.sums)
        numbers = rf"{ui.tex(look.bias)} {parts}"
    return symbols, rf"z_{{{look.map},{i},{j}}} = {numbers} = {value}"


def rectified(look, value):
    """What is left of a number that may be negative."""
    return r"a = \max(0, z)", rf"a = \max(0, {ui.tex(float(look.patches[0, 0, 0]))}) = {value}"


def pooled(look, value):
    """The largest of four."""
    four = ",\\ ".join(ui.tex(float(v)) for v in look.patches[0].ravel())
    return r"p_{ij} = \max_{0 \le u, v < 2} a_{2i+u,\,2j+v}", rf"\max({four}) = {value}"


def score(look, value):
    """A bias and what each of the last maps adds."""
    parts = [signed(part) for part in look.sums]
    first, rest = " ".join(parts[:6]), " ".join(parts[6:])
    symbols = r"s_k = b_k + \sum_f w_{fk}\, x_f"
    return symbols, rf"s_{{{look.map}}} = {ui.tex(look.bias)} {first}\\ {rest} = {value}"


def signed(part):
    """A number with its sign in front, in LaTeX."""
    return f"{'-' if part < 0 else '+'} {abs(part):.3g}"


def matrix(rows):
    """Numbers in brackets."""
    lines = (" & ".join(f"{v:.2f}" for v in row) for row in rows.tolist())
    return r"\begin{bmatrix}" + r"\\".join(lines) + r"\end{bmatrix}"


def table_of_maps(seen):
    """Every number of every layer, a row each."""
    found = []
    for layer in LAYERS:
        for k, rows in enumerate(maps_of(seen, layer).tolist()):
            found += [(layer, k, i, j, v) for i, row in enumerate(rows) for j, v in enumerate(row)]
    return dict(
        zip(("layer", "map", "row", "column", "value"), zip(*found, strict=True), strict=True)
    )


def table_of_shares(seen):
    """Score and probability of every class."""
    return {"class": range(10), "score": seen.logits[0], "probability": seen.shares[0]}


def script(network, image, look):
    """Today's reading as a script that needs NumPy alone, weights and all."""
    vector = ", ".join(repr(v) for v in network.vector().tolist())
    main = f"""
import base64
import zlib

POOLINGS = {{"max": type("Pooling", (), {{"value": staticmethod(max_pool), "border": -np.inf}})}}
PADDING_MODES = {{"zero": "constant"}}
LAYERS = {dict(LAYERS)!r}
vector = np.array([{vector}])
image = unpack(\"\"\"{pack((image * MOST).round())}\"\"\", 8, 8) / {MOST}
network = Cnn.random(seed=0).with_vector(vector)
seen = read(network, image[None])
for k, (score, share) in enumerate(zip(seen.logits[0], seen.shares[0])):
    print("class", k, "score", float(score), "probability", float(share))
look = look_at(network, seen, {look.layer!r}, {look.map}, {look.place[0]}, {look.place[1]})
print({look.layer!r}, "map", look.map, "at", *look.place, "is", look.value)
"""
    return ui.stand_alone(Cnn, read, look_at, max_pool, unpack, main=main)
