"""Matrices as grids of numbers on one canvas of square cells: rows downwards, colors by sign and size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

WAYS = {
    "forward": theme.FORWARD,
    "backward": theme.GRADIENT,
    "target": theme.TARGET,
    "loss": theme.LOSS,
}
MATCH = theme.VIOLET  # dimensions that must agree, and the cells that meet along them


@dataclass(frozen=True, eq=False)
class Block:
    """One matrix and where it stands: its first cell is centered at (x + 1, y + 1), y growing downwards.

    Without values only its outline is drawn. ``top`` and ``side`` are written along its edges, a little off
    where a thick line marks them (``edged``).
    """

    name: str
    shape: tuple[int, int]
    x: float
    y: float
    way: str = "forward"
    values: NDArray | None = None
    hover: Sequence[Sequence[str]] | None = None
    top: str = ""
    side: str = ""
    edged: bool = False
    shaped: bool = False
    strong: bool = False
    scale: float | None = None


def sized_on_a_phone(count: int, side: float) -> dict[str, Any]:
    """Smaller numbers where cells are smaller, and none where they could not be read; ``side`` is that of a cell, in pixels."""
    if side < 21:
        return {f"data.{i}.texttemplate": "" for i in range(count)}
    return {f"data.{i}.textfont.size": min(13, round(0.36 * side)) for i in range(count)}


def heatmap(block: Block, *, font: int, narrow: bool = False, **axes: str) -> Trace:
    """The numbers of a block, without their leading 0 where cells are narrow; none where the font is 0."""
    values = block.values
    most = block.scale or float(np.abs(values).max()) or 1.0
    look = {"colorscale": theme.SIGNED_PALE, "zmin": -most, "zmax": most, "showscale": False}
    said = {"texttemplate": "%{text}", "textfont": {"size": font, "color": theme.ON_MAP}}
    written = {"text": [[cell(v, narrow) for v in row] for row in values], **said} if font else {}
    hover = "%{z:.6~g}<extra></extra>"
    if block.hover:
        hover, written["hovertext"] = "%{hovertext}<extra></extra>", block.hover
    return unchecked.Heatmap(
        z=[[float(f"{v:.6g}") for v in row] for row in values.tolist()],
        **{"x0": block.x + 1, "dx": 1, "y0": block.y + 1, "dy": 1, "name": block.name},
        **{"xgap": 1, "ygap": 1, "hovertemplate": hover},
        **written,
        **look,
        **axes,
    )


def cell(value: float, narrow: bool = False) -> str:
    """A number as short as a cell needs it: two or three digits, nothing for what rounds to 0 but 0."""
    if value == 0:
        return "0"
    size = abs(value)
    if size < 0.0005:
        return "≈0"
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return (text.replace("0.", ".", 1) if narrow and size < 1 else text).replace("-", "−")


def frame(block: Block, *, x: str = "x", y: str = "y") -> dict[str, Any]:
    """The outline of a block, in the color of its way; dashed where it has no numbers yet."""
    return {
        "type": "rect",
        "layer": "above",
        **{"x0": block.x + 0.5, "x1": block.x + 0.5 + block.shape[1]},
        **{"y0": block.y + 0.5, "y1": block.y + 0.5 + block.shape[0]},
        "line": {
            "color": WAYS[block.way],
            "width": 3 if block.strong else 1.5,
            "dash": "dot" if block.values is None else "solid",
        },
        **{"xref": x, "yref": y},
    }


def labels(block: Block, *, size: int = 13, x: str = "x", y: str = "y") -> list[dict[str, Any]]:
    """Name above the block, and what is written along its edges."""
    middle_x, middle_y = block.x + (block.shape[1] + 1) / 2, block.y + (block.shape[0] + 1) / 2
    at = {"showarrow": False, "xref": x, "yref": y}
    notes = [
        {
            "text": f"<b>{block.name}</b>"
            + (f" {block.shape[0]}×{block.shape[1]}" if block.shaped else ""),
            **{"x": block.x + 0.5, "y": block.y + 0.5, "xanchor": "left", "yanchor": "bottom"},
            "yshift": (15 + 6 * block.edged) if block.top else 0,
            "font": {"size": size + 1, "color": WAYS[block.way]},
        }
    ]
    if block.top:
        notes.append(
            {
                "text": block.top,
                **{"x": middle_x, "y": block.y + 0.5, "xanchor": "center", "yanchor": "bottom"},
                "yshift": 6 * block.edged,
                "font": {"size": size - 1},
            }
        )
    if block.side:
        notes.append(
            {
                "text": block.side,
                **{"x": block.x + 0.5, "y": middle_y, "xanchor": "right", "yanchor": "middle"},
                **{"textangle": -90, "font": {"size": size - 1}, "xshift": -7 * block.edged},
            }
        )
    return [note | at for note in notes]


def box(x: float, y: float, width: float, height: float) -> dict[str, Any]:
    """A frame around some cells, the first of which is centered at (x, y)."""
    return {
        "type": "rect",
        "layer": "above",
        **{"x0": x - 0.5, "x1": x - 0.5 + width, "y0": y - 0.5, "y1": y - 0.5 + height},
        "line": {"color": MATCH, "width": 3.5},
    }


def sign(text: str, x: float, y: float, size: int = 18) -> dict[str, Any]:
    """An operator between two blocks."""
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": size}}


def square_axes(blocks: Sequence[Block], *, room: tuple[float, float]) -> tuple[dict, dict]:
    """Both axes around all blocks: no ticks, cells as wide as high, rows downwards.

    Parameters
    ----------
    room : (left, above)
        Cells left free for what is written at the edges.
    """
    quiet = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""}
    quiet |= {"constrain": "domain", "fixedrange": True, "showline": False}
    right = max(b.x + b.shape[1] for b in blocks) + 0.6
    low = max(b.y + b.shape[0] for b in blocks) + 0.6
    left = min(b.x for b in blocks) + 0.5 - room[0]
    top = min(b.y for b in blocks) + 0.5 - room[1]
    return quiet | {"range": [left, right]}, quiet | {"range": [low, top]}
