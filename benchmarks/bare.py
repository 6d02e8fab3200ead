"""A bare page, the yardstick: one slider and one chart, drawn with Streamlit's own means.

``?kind=line`` (heatmap, contour, surface) draws a plain chart of that kind; ``?kind=activations`` draws the chart of
that lesson, from the folder that ``GLASSNET_CHARTS`` names.
"""

import json
import os
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import streamlit as st

kind = st.query_params.get("kind", "line")
speed = st.slider("speed", 0, 100, 50)
axis = np.linspace(-3, 3, 60 if kind == "surface" else 100)
heights = np.sin(axis * (1 + speed / 50)) * np.cos(axis)[:, None]
plain = {
    "line": lambda: go.Scatter(x=axis, y=heights[50]),
    "heatmap": lambda: go.Heatmap(x=axis, y=axis, z=heights),
    "contour": lambda: go.Contour(x=axis, y=axis, z=heights),
    "surface": lambda: go.Surface(x=axis, y=axis, z=heights),
}
if kind in plain:
    figure = {"data": [plain[kind]().to_plotly_json()], "layout": {"height": 430}}
else:
    figure = json.loads((Path(os.environ["GLASSNET_CHARTS"]) / f"{kind}.json").read_text())
figure["layout"]["title"] = {"text": f"v={speed}"}
st.plotly_chart(figure)
