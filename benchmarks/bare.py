"""A bare page, the yardstick: one slider and one chart of a kind, drawn with Streamlit's own means (``?kind=line``)."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

kind = st.query_params.get("kind", "line")
speed = st.slider("speed", 0, 100, 50)
axis = np.linspace(-3, 3, 60 if kind == "surface" else 100)
heights = np.sin(axis * (1 + speed / 50)) * np.cos(axis)[:, None]
trace = {
    "line": lambda: go.Scatter(x=axis, y=heights[50]),
    "heatmap": lambda: go.Heatmap(x=axis, y=axis, z=heights),
    "contour": lambda: go.Contour(x=axis, y=axis, z=heights),
    "surface": lambda: go.Surface(x=axis, y=axis, z=heights),
}[kind]()
st.plotly_chart(go.Figure(trace, {"title": {"text": f"v={speed}"}, "height": 430}))
