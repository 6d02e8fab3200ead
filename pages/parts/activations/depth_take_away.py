"""What a reader takes along from the view on depth: the numbers as tables, the runs as a script."""

from __future__ import annotations

import ui
from core.studies.activations.deep_notes import rms, spread, typical
from core.studies.activations.deep_signal import draw_runs, go_back, go_forward


def table_of_layers(run):
    """A row a layer: the median run, the lowest and the highest, the prediction, the product of slopes."""
    columns = {"layer": range(1, len(run.a_rms) + 1)}
    for name, levels, median, predicted in (
        ("signal_spread", run.spread, run.spread_typical, run.spread_predicted),
        ("size_rms", run.a_rms, run.a_typical, run.a_predicted),
        ("gradient_rms", run.gradient_rms, run.gradient_typical, run.gradient_predicted),
    ):
        columns |= {
            name: median,
            f"{name}_lowest": levels.min(axis=1),
            f"{name}_highest": levels.max(axis=1),
            f"{name}_infinite_width": predicted,
        }
    return columns | {
        "product_of_slopes_mean": run.path_mean.mean(axis=1),
        "product_of_slopes_largest": run.path_largest.max(axis=1),
    }


def table_of_ridges(ridges, what):
    """All histograms as one table, a row a bin; what lies beyond the edges is told in every row of its layer."""
    rows = [
        (layer, *bin_, below, above)
        for layer, (shares, below, above) in enumerate(
            zip(ridges.shares, ridges.below, ridges.above, strict=True), 1
        )
        for bin_ in zip(ridges.edges[:-1], ridges.edges[1:], shares, strict=True)
    ]
    names = ("layer", f"{what}_from", "to", "share", "share_below_all", "share_above_all")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def script(f, knobs, start, settings):
    """Today's runs as a script that needs NumPy alone."""
    given = "".join(f", {name}={value!r}" for name, value in knobs.items())
    first, count = settings["seed"], settings["runs"]
    main = f"""
class f:
    value = staticmethod({f.value.__name__})
    derivative = staticmethod({f.derivative.__name__})


np.seterr(all="ignore")  # what is too large for a float becomes inf
weights, x, d_out = draw_runs(
    {start.draw.__name__}, range({first}, {first + count}), {settings["gain"]!r}, {settings["depth"]}, {settings["batch"]}, {settings["width"]}
)
z, signal, size, gradient = [], [], [], []
for z_layer, a in go_forward(f, x, weights{given}):
    z.append(z_layer)
    signal.append(spread(a))
    size.append(rms(a))
for slopes, d_z in go_back(f, d_out, z, weights{given}):
    gradient.append(rms(d_z))
print("layer, spread of a over the batch, size of a, gradient: root mean squares, median of the runs")
for layer, levels in enumerate(zip(*(typical(np.array(rows)) for rows in (signal, size, gradient[::-1]))), 1):
    print(layer, *map(float, levels))
"""
    return ui.stand_alone(
        f.value,
        f.derivative,
        start.draw,
        draw_runs,
        go_forward,
        go_back,
        rms,
        spread,
        typical,
        main=main,
    )
