"""A slice of a network's loss surface with the walk's shadow on it, and beside it what the shadow hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.one_column import one_column
from charts.playback import heads, numbers, played, set_player

if TYPE_CHECKING:
    from core.landscape import Grid
    from core.studies.loss_surfaces.slices import Slice

SHADOW = theme.FORWARD  # the walk, as far as it lies in the plane
OFF = theme.GOLD  # how far it is from the plane
GAP_FILL = theme.pale(theme.LOSS, 0.22)  # between the true loss and that of the slice
DECADES = 6  # powers of ten below the highest ground that are told apart
BANDS = 18
SHARE, GAP = 0.56, 0.13  # width of the map, and what is left free beside it
UPPER, LOWER = [0.58, 1.0], [0.0, 0.4]  # heights of the two panels at the side


def walk_on_a_slice(cut: Slice, *, units: tuple[str, str], height: int, view: str) -> Figure:
    """The loss over a plane with the path's shadow; at the side true loss and slice's loss, and how far off.

    Parameters
    ----------
    cut : Slice
    units : (str, str)
        Titles of the two axes of the plane.
    height : int
    view : str
        While it stays the same, the reader's zoom does too.
    """
    figure = theme.new_figure(
        ground(cut.grid, colorbar_x=SHARE - GAP / 2),
        *_walk(cut),
        *_losses(cut),
        *_distances(cut),
        height=height,
        x=units[0],
        y=units[1],
        view=view,
        layout=_layout(cut),
        narrow=_one_above_the_other(height),
    )
    set_player(figure, len(cut.losses) - 1, "epoch")
    return figure


def ground(grid: Grid, *, colorbar_x: float) -> Trace:
    """The loss in bands of equal ratio: it spans decades."""
    top = np.log10(np.nanmax(np.where(np.isfinite(grid.values), grid.values, np.nan)))
    with np.errstate(divide="ignore", invalid="ignore"):
        powers = np.maximum(np.log10(grid.values), top - DECADES)
    low = float(np.nanmin(powers))
    size = max((float(top) - low) / BANDS, 1e-6)
    ticks = _round_values(low, float(top))
    return unchecked.Contour(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=powers.astype(np.float32),
        contours={"start": low, "end": float(top), "size": size},
        colorscale=theme.LANDSCAPE,
        line={"width": 0.7, "color": theme.AXIS},
        colorbar={
            "title": {"text": "loss", "side": "top"},
            "thickness": 10,
            "len": 1.0,
            "x": colorbar_x,
            "outlinewidth": 0,
            "tickvals": [float(np.log10(tick)) for tick in ticks],
            "ticktext": [f"{tick:g}" for tick in ticks],
        },
        hovertemplate="(%{x:.3g}, %{y:.3g}): log<sub>10</sub> loss %{z:.3f}<extra></extra>",
        name="loss",
    )


def _round_values(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten between two powers; only the powers where there are many."""
    exponents = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    factors = (1,) if high - low > 3 else (1, 2, 5)
    values = [factor * 10.0**exponent for exponent in exponents for factor in factors]
    return [value for value in values if low <= np.log10(value) <= high]


def _walk(cut: Slice) -> list[Trace]:
    """The path's shadow, its start, its end and where it stands."""
    x, y = (numbers(column) for column in cut.places.T)
    trail = unchecked.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": SHADOW, "width": theme.LINE},
        name="the walk, in this plane",
        hovertemplate="epoch %{pointNumber}: (%{x:.3g}, %{y:.3g})<extra></extra>",
    )
    return [
        _mark("start", x[0], y[0], {"symbol": "circle-open", "size": 12, "line": {"width": 2}}),
        _mark("end", x[-1], y[-1], {"symbol": "star", "size": 14, "color": theme.TARGET}),
        played(trail, "grow"),
        heads(
            {trail["name"]: (x, y)}, sent=True, name="stands", marker={"size": 11, "color": SHADOW}
        ),
    ]


def _mark(name: str, x: float | None, y: float | None, look: dict[str, Any]) -> Trace:
    """One named point of the map."""
    return unchecked.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={"color": SHADOW} | look,
        name=name,
        hovertemplate=f"{name} (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
    )


def _losses(cut: Slice) -> list[Trace]:
    """The network's own loss after every epoch, and what the slice says at its shadow."""
    true = {"color": theme.LOSS, "width": theme.LINE}
    return _over_epochs(
        {"true loss": cut.losses, "loss in the slice": cut.shadows},
        [true, {"color": SHADOW, "width": theme.LINE, "dash": "dash"}],
        "2",
        gap=GAP_FILL,
    )


def _distances(cut: Slice) -> list[Trace]:
    """How far each network stands from its shadow."""
    return _over_epochs(
        {"distance": cut.distances}, [{"color": OFF, "width": theme.LINE}], "3", showlegend=False
    )


def _over_epochs(
    columns: dict[str, np.ndarray],
    looks: list[dict[str, Any]],
    panel: str,
    *,
    gap: str = "",
    **more: Any,
) -> list[Trace]:
    """Growing lines of one panel, what lies between them if it has a color, and where they stand."""
    axes = {"xaxis": f"x{panel}", "yaxis": f"y{panel}"}
    epochs = list(range(len(next(iter(columns.values())))))
    paths = {name: (epochs, numbers(values)) for name, values in columns.items()}
    lines = [
        played(
            unchecked.Scatter(x=x, y=y, name=name, mode="lines", line=look, **axes, **more), "grow"
        )
        for (name, (x, y)), look in zip(paths.items(), looks, strict=True)
    ]
    if gap:
        lines[-1].update(fill="tonexty", fillcolor=gap)
    marker = {"size": 9, "color": [look["color"] for look in looks]}
    return [*lines, heads(paths, sent=True, name=f"stands {panel}", marker=marker, **axes)]


def _layout(cut: Slice) -> dict[str, Any]:
    """A map on the left, two panels one above the other on the right."""
    left, right = [0.0, SHARE - GAP / 2], [SHARE + GAP / 2, 1.0]
    (x_low, x_high), (y_low, y_high) = cut.grid.x[[0, -1]].tolist(), cut.grid.y[[0, -1]].tolist()
    last = len(cut.losses) - 1
    whole_way = [-0.02 * last, 1.04 * last]
    return {
        "xaxis": {"domain": left, "range": [x_low, x_high], "zeroline": False},
        "yaxis": {"range": [y_low, y_high], "zeroline": False},
        "xaxis2": {"domain": right, "anchor": "y2", "range": whole_way},
        "yaxis2": {"domain": UPPER, "anchor": "x2", "rangemode": "tozero"},
        "xaxis3": {
            "domain": right,
            "anchor": "y3",
            "range": whole_way,
            "title": {"text": "epoch", "standoff": 4},
        },
        "yaxis3": {"domain": LOWER, "anchor": "x3", "rangemode": "tozero"},
        "annotations": [
            theme.heading("Loss over a plane (log)", 0.0, 1.0),
            theme.heading("Loss, true and in the slice", right[0], 1.0),
            theme.heading("Distance from the plane", right[0], LOWER[1]),
        ],
        "legend": {"y": -0.18, "traceorder": "normal"},  # a fill would turn it round
        "margin": theme.MARGIN | {"t": 30},
    }


def _one_above_the_other(height: int) -> dict[str, Any]:
    """On a phone: the map, then the losses, then the distances."""
    rows = (0.64, 1.0), (0.3, 0.5), (0.0, 0.2)
    return one_column(*rows, height=1.9 * height, legend=-0.08) | {"data.0.showscale": False}
