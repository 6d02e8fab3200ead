"""Words, formulas, the table and the script of the view on receptive fields."""

import ui
from charts import theme
from core.pooling import average_pool, max_pool
from core.studies.pooling.field import influence, light_up, random_kernels, seen_by
from core.studies.pooling.stack import Layer, reaches
from pages.parts.pooling.pool_words import POOLINGS, percent


def tell(subject, looked):
    """The picture in a few words, with its key numbers."""
    reach, seen, n = looked.reach, looked.seen[0], looked.sizes[0]
    i, j = looked.unit
    pixels = len(seen.rows) * len(seen.columns)
    parts = [
        f"{subject.name}, {n} × {n} pixels, and {len(looked.layers)} layer{'s' * (len(looked.layers) > 1)}: "
        f"the unit in row {i}, column {j} of layer {looked.depth} ({looked.layers[looked.depth - 1].name}) "
        f"has a field of {reach.field} × {reach.field} pixels"
    ]
    if pixels:
        wide, high = span(seen.columns), span(seen.rows)
        parts.append(
            f"it sees rows {seen.rows[0]} to {seen.rows[-1]}, columns {seen.columns[0]} to {seen.columns[-1]}"
        )
        if max(wide, high) < reach.field:
            parts.append("the rest of its field lies outside the picture")
        if pixels < wide * high:
            parts.append(f"with holes: only {pixels} of {wide * high} pixels there")
    else:
        parts.append("it sees nothing but the border")
    return "; ".join(parts) + "."


def tell_shares(looked):
    """How much the middle of the field counts, and what the pixels of one row did."""
    low, high = ends(looked)
    middle = middle_share(looked)
    lit = [i for i, yes in enumerate(looked.answered.tolist()) if yes]
    told = (
        f"lit alone on a black picture, {len(lit)} pixels of row {looked.row} make the unit answer, "
        f"and they are the {len(looked.seen[0].columns)} that it sees"
        if tuple(lit) == looked.seen[0].columns
        else f"lit alone on a black picture, {len(lit)} pixels of row {looked.row} make the unit answer"
    )
    return (
        f"Share of each column in the unit, columns {low} to {high}: those of the middle half have {percent(middle)} of it; {told}. "
        f"Weights are random and positive (seed {looked.seed}), and a pool counts as a mean."
    )


def ends(looked):
    """First and last column that is seen; the whole picture where there is none."""
    columns = looked.seen[0].columns
    return (columns[0], columns[-1]) if columns else (0, looked.sizes[0] - 1)


def middle_share(looked):
    """Share of the unit that comes from the middle half of its columns."""
    low, high = ends(looked)
    quarter = (high - low + 1) // 4
    return float(looked.shares.sum(axis=0)[low + quarter : high + 1 - quarter].sum())


def span(places):
    """From the first to the last."""
    return places[-1] - places[0] + 1


def formulas(looked):
    """Field and jump of the chosen layer: in symbols, and with today's numbers."""
    depth, layer = looked.depth, looked.layers[looked.depth - 1]
    below, reach = looked.reaches[depth - 1], looked.reach
    r = rf"\textcolor{{{theme.FORWARD}}}{{r_"
    return (
        (
            rf"{r}\ell}} = r_{{\ell-1}} + (k-1)\, d\, j_{{\ell-1}}, \qquad j_\ell = j_{{\ell-1}}\, s",
            rf"{r}{{{depth}}}}} = {below.field} + ({layer.k}-1) \cdot {layer.dilation} \cdot {below.jump} = {reach.field}, "
            rf"\qquad j_{{{depth}}} = {below.jump} \cdot {layer.stride} = {reach.jump}",
        ),
        (
            r"n_\ell = \left\lfloor \frac{n_{\ell-1} + 2p - d(k-1) - 1}{s} \right\rfloor + 1",
            rf"n_{{{depth}}} = \left\lfloor \frac{{{below.size} + 2\cdot{layer.padding} - {layer.dilation}\cdot({layer.k}-1) - 1}}{{{layer.stride}}} \right\rfloor + 1 = {reach.size}",
        ),
    )


def table(looked):
    """Layer by layer: what it does, its size, and field, jump and start of its units."""
    names = ["picture", *(layer.name for layer in looked.layers)]
    rows = list(looked.reaches)
    weights = ["", *(str(x.k**2) if x.kind == "conv" else "0" for x in looked.layers)]
    return {
        "layer": [str(i) for i in range(len(names))],
        "what": names,
        "size": [f"{r.size} × {r.size}" for r in rows],
        "field r": [r.field for r in rows],
        "jump j": [r.jump for r in rows],
        "start": [r.start for r in rows],
        "weights a map": weights,
    }


def table_of_shares(looked):
    """Share of every pixel in the unit, a row a pixel."""
    rows = [(i, j, v) for i, line in enumerate(looked.shares.tolist()) for j, v in enumerate(line)]
    return dict(zip(("row", "column", "share"), zip(*rows, strict=True), strict=True))


def script(looked):
    """Today's field, its shares and what the lit pixels do, as a script that needs NumPy alone."""
    (i, j), (low, high) = looked.unit, ends(looked)
    layers = ", ".join(map(repr, looked.layers[: looked.depth]))
    main = f"""
{POOLINGS}
PADDING_MODES = {{"zero": "constant"}}
layers = [{layers}]
for layer, reach in zip((None, *layers), reaches(layers, {looked.sizes[0]})):
    print(*(layer or ["picture"]), "reach", *reach)
sizes = [reach.size for reach in reaches(layers, {looked.sizes[0]})]
seen = seen_by(layers, sizes, {i}, {j})[0]
print("rows", *seen.rows)
print("columns", *seen.columns)
kernels = random_kernels(layers, {looked.seed})
shares = influence(layers, sizes, {i}, {j}, kernels)
print("shares of columns", *shares.sum(axis=0))
low, high = {low}, {high}
quarter = (high - low + 1) // 4
print("middle half, in percent", 100 * shares.sum(axis=0)[low + quarter : high + 1 - quarter].sum())
answers = light_up(layers, sizes[0], {looked.row}, ({i}, {j}), kernels)
print("answered", *np.flatnonzero(answers > 0))
"""
    parts = (max_pool, average_pool, Layer, reaches, seen_by, random_kernels)
    return ui.stand_alone(*parts, influence, light_up, main=main)
