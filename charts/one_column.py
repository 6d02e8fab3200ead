"""Panels one above the other: what changes in a figure of several panels on a phone."""

from __future__ import annotations

from typing import Any


def one_column(
    *rows: tuple[float, float], height: float, legend: float | None = None
) -> dict[str, Any]:
    """What changes where the panels stand in one column: value by path, as `theme.new_figure` takes it.

    Parameters
    ----------
    *rows : pairs of float
        From where to where each panel reaches, in shares of the height: that of ``xaxis`` and
        ``yaxis``, then ``xaxis2`` and ``yaxis2``, and so on. Annotation ``i`` is the heading of the
        panel ``i``, from 0, and goes along; the first one stands where it stood.
    height : float
    legend : float, optional
        Place of the legend's upper edge, a share of the height.
    """
    changes: dict[str, Any] = {"layout.height": round(height)}
    if legend is not None:
        changes["layout.legend.y"] = legend
    for i, row in enumerate(rows):
        axis = i + 1 if i else ""
        changes[f"layout.xaxis{axis}.domain"] = [0.0, 1.0]
        changes[f"layout.yaxis{axis}.domain"] = list(row)
        if i:
            changes |= {f"layout.annotations.{i}.x": 0.0, f"layout.annotations.{i}.y": row[1]}
    return changes
