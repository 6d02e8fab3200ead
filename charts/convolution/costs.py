"""What a layer costs: how much there is to learn, and how much to multiply."""

from __future__ import annotations

from charts import theme, unchecked
from charts.figure import Figure


def costs(names: list[str], parameters: list[int], multiply_adds: list[int]) -> Figure:
    """What layers cost, as bars on a log scale."""
    bars = [
        unchecked.Bar(
            x=values,
            y=names,
            orientation="h",
            name=label,
            marker={"color": color},
            text=[f"{v:,}" for v in values],
            textposition="auto",
            hovertemplate="%{y}: %{x:,} " + label + "<extra></extra>",
        )
        for values, label, color in (
            (multiply_adds, "multiply–adds a picture", theme.QUIET),
            (parameters, "parameters to learn", theme.FORWARD),
        )
    ]
    return theme.new_figure(
        *bars,
        height=370,  # tall enough bars for their numbers: Plotly shrinks those to fit
        title="One layer, four ways (log scale)",
        layout={
            "xaxis": {"type": "log", "exponentformat": "power", "dtick": 2},
            "yaxis": {"autorange": "reversed"},
            "barmode": "group",
            "bargap": 0.15,
            "legend": {"traceorder": "reversed"},
        },
    )
