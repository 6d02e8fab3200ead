"""Grids of pixels side by side: square pixels, rows downwards, a title above each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts import theme

MARGIN = {"l": 8, "r": 8, "t": 34, "b": 44}


def arranged(
    sizes: list[tuple[int, int]],
    titles: list[str],
    panels: Sequence[tuple[float, float]],
    firsts: Sequence[int],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The layout of grids side by side, and what changes on a phone, where they stand one above the other.

    Parameters
    ----------
    sizes : list of (rows, columns)
    titles : list of str
    panels : sequence of (left, right)
        Ends of each panel, as shares of the width. The second one, the kernel, stands at half height.
    firsts : sequence of int
        Where each panel begins along x.
    """
    layout: dict[str, Any] = {"margin": MARGIN, "annotations": []}
    narrow = {"data.2.showscale": False, "layout.height": 460 + 360 * (len(sizes) - 2)}
    shares = [1.0, 0.3, 1.0, 1.0][: len(sizes)]  # of a phone's width
    unit = 1 / (sum(shares) + 0.13 * (len(sizes) - 1))
    top = 1.0
    for i, (size, panel, title) in enumerate(zip(sizes, panels, titles, strict=True)):
        n = "" if i == 0 else str(i + 1)
        layout |= _square_pixels(n, size, panel, first=firsts[i])
        layout["annotations"].append(_title(n, title))
        narrow |= {
            f"layout.xaxis{n}.domain": [0.0, shares[i]],
            f"layout.yaxis{n}.domain": [max(0.0, top - shares[i] * unit), top],
        }
        top -= (shares[i] + 0.13) * unit
    layout["yaxis2"]["constraintoward"] = "middle"
    return layout, narrow


def _square_pixels(
    n: str, size: tuple[int, int], panel: tuple[float, float], *, first: int
) -> dict[str, Any]:
    """Both axes of a panel: no ticks, a frame, rows downwards, and one unit as wide as high."""
    quiet = {
        **{"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""},
        **{"showline": True, "mirror": True, "linecolor": theme.AXIS, "constrain": "domain"},
    }
    h, w = size
    return {
        f"xaxis{n}": quiet | {"domain": panel, "anchor": f"y{n}", "range": [first, first + w]},
        f"yaxis{n}": quiet
        | {"anchor": f"x{n}", "range": [h, 0], "constraintoward": "top", "scaleanchor": f"x{n}"},
    }


def _title(n: str, text: str) -> dict[str, Any]:
    """The title of a panel, above its upper left corner wherever its pixels end."""
    return theme.heading(text, 0.0, 1.0) | {
        "xref": f"x{n} domain",
        "yref": f"y{n} domain",
        "align": "left",
    }
