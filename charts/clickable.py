"""An unseen ground that catches clicks anywhere in a panel, not only on its curves."""

from __future__ import annotations

from charts import unchecked
from charts.figure import Trace


def ground(x: tuple[float, float], y: tuple[float, float], **panel: object) -> Trace:
    """Covers a panel, shows nothing, says nothing; a click on it tells the exact place.

    Parameters
    ----------
    x, y : (low, high)
    **panel
        Its axes.
    """
    return unchecked.Contour(
        **{"x": list(x), "y": list(y), "z": [[0, 1], [0, 1]], "name": "ground"},
        contours={"coloring": "none", "showlines": False},
        opacity=0,
        showscale=False,
        showlegend=False,
        hoverinfo="none",
        **panel,
    )
