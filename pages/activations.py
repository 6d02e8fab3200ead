"""draft"""

import streamlit as st

import ui

SLUG = "activations"
ui.open_lesson(SLUG)
import math
from charts import theme
import plotly.graph_objects as go
from core.entries import Knob


@st.fragment
def lab():
    c, p = ui.workbench()
    with c:
        z = ui.live_slide("Probe z", -6.0, 6.0, 1.0, key=f"{SLUG}.z", step=0.05)
        n = ui.slide("Points", 2, 60, 10, key=f"{SLUG}.points")
        x = ui.number("x0", -2.0, 2.0, 0.5, key=f"{SLUG}.start_x", step=0.1)
        lr = ui.turn(Knob("lr", r"\eta", 0.1, (0.01, 0.1, 0.5, 1.0), "rate"), key=f"{SLUG}.lr")
        k = ui.choose("Kind", {"a": "Alpha", "b": "Beta"}, key=f"{SLUG}.kind")
        ui.try_this(
            SLUG,
            [
                ui.Experiment("Far", "z is 3", {"z": 3.0, "points": 20}),
                ui.Experiment("Reset", "all default"),
            ],
        )
    xs = [i / 10 for i in range(-60, 61)]
    t = [math.sin(v * z) for v in xs]
    f = theme.new_figure(
        go.Scatter(x=xs, y=t, line={"color": theme.FORWARD}, meta={"play": "grow"}),
        go.Scatter(
            x=xs,
            y=t,
            mode="markers",
            marker={"size": 12, "color": theme.GRADIENT},
            meta={"play": "at"},
        ),
        title=f"v={n}",
        x="z",
        y="f",
    )
    f.update_layout(meta={"dark": theme.DARK, "play": {"steps": 120, "unit": "step"}})

    def cl(x, y):
        st.session_state[f"{SLUG}.z"] = round(x, 2)

    with p:
        ui.show_figure(
            f, key=f"{SLUG}.fig", caption=f"z is {z} n {n} x {x} lr {lr} {k}", on_click=cl
        )
        ui.show_formula("a=f(z)", rf"a=f({z:.2f})")
    ui.show_source(ui.predict, slug=SLUG)
    ui.take_with_you(SLUG, script="print(1)", tables={"curve": {"x": xs}}, figures={"chart": f})


lab()
ui.predict("What?", ["a", "b"], "This.", key=f"{SLUG}.predict")
ui.beware("careful")
