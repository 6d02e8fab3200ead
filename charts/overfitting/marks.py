"""How errors on the three kinds of points look, in every picture of this lesson."""

from __future__ import annotations

from charts import theme

# Part: name, symbol, line.
MARKS = {
    "": ("training", "circle", {"color": theme.FORWARD, "width": theme.LINE}),
    "v": ("validation", "circle-open", {"color": theme.LOSS, "width": theme.LINE}),
    "t": ("test", "diamond-open", {"color": theme.GOLD, "width": theme.LINE, "dash": "dot"}),
}
TRUTH = {"color": theme.TARGET, "width": theme.LINE}
NOISE = {"color": theme.TARGET, "width": theme.THIN, "dash": "dash"}
