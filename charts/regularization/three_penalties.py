"""The same task under three penalties: their paths side by side, on the same axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from charts import theme
from charts.figure import Figure
from charts.regularization.penalty_paths import mark_of
from charts.regularization.squeezed import weight_axis
from charts.regularization.weight_lines import STRENGTH, todays_weights, weight_lines

if TYPE_CHECKING:
    from core.studies.regularization.paths import Path
    from core.studies.regularization.polynomial import Fit

HEIGHT, GAP = 310, 0.03


def three_paths(
    paths: Mapping[str, Path], fits: Mapping[str, Fit], alpha: float, *, names: Sequence[str]
) -> Figure:
    """Every weight against the strength, a panel for each penalty.

    Parameters
    ----------
    paths, fits : mapping of label to Path, and to today's Fit
    alpha : float
        Today's strength.
    names : sequence of str
        Of the weights that are drawn in color.
    """
    largest = max(float(np.abs(path.thetas[:, 1:]).max()) for path in paths.values())
    width = (1 - 2 * GAP) / len(paths)
    traces, headings = [], []
    layout: dict[str, object] = {"margin": {"l": 52, "r": 10, "t": 30, "b": 84}}
    narrow: dict[str, object] = {"layout.height": 3 * HEIGHT, "layout.legend.y": -0.08}
    for i, (label, path) in enumerate(paths.items()):
        number = str(i + 1) if i else ""
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "showlegend": i == 0}
        left = i * (width + GAP)
        traces += weight_lines(path, names, largest, brief=True, **axes)
        now = {"name": f"{label} now", "xaxis": axes["xaxis"], "yaxis": axes["yaxis"]}
        traces.append(todays_weights(fits[label].theta, alpha, names, largest) | now)
        headings.append(theme.heading(label, left, 1))
        layout[f"xaxis{number}"] = STRENGTH | {
            "domain": [left, left + width],
            "tick0": -3,
            "dtick": 2,
        }
        layout[f"xaxis{number}"] |= {"anchor": f"y{number}", "title": {"text": "strength α"}}
        layout[f"yaxis{number}"] = weight_axis(largest) | {
            "anchor": f"x{number}",
            "showticklabels": i == 0,
        }
        top = 1 - 0.36 * i
        narrow |= {
            f"layout.xaxis{number}.domain": [0.0, 1.0],
            f"layout.yaxis{number}.domain": [round(top - 0.26, 2), round(top, 2)],
            f"layout.yaxis{number}.showticklabels": True,
            f"layout.annotations.{i}.x": 0.0,
            f"layout.annotations.{i}.y": round(top, 2),
        }
    layout |= {
        "annotations": headings,
        "shapes": [mark_of(alpha, *axes) for axes in (("x", "y"), ("x2", "y2"), ("x3", "y3"))],
        "legend": {"y": -0.34},
    }
    return theme.new_figure(*traces, height=HEIGHT, layout=layout, narrow=narrow)
