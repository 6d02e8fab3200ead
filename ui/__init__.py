"""What all pages share: the frame of a lesson, its controls, its charts."""

from ui.controls import choose, number, pick, pick_some, point, slide, switch, text, turn, turn_each
from ui.experiments import Experiment, try_this
from ui.figure import load_plotly, show_figure
from ui.layout import beware, open_lesson, predict, show_formula, workbench
from ui.live_slider import live_slide
from ui.script import stand_alone
from ui.takeaway import show_source, take_with_you

__all__ = [
    "Experiment",
    "beware",
    "choose",
    "live_slide",
    "load_plotly",
    "number",
    "open_lesson",
    "pick",
    "pick_some",
    "point",
    "predict",
    "show_figure",
    "show_formula",
    "show_source",
    "slide",
    "stand_alone",
    "switch",
    "take_with_you",
    "text",
    "try_this",
    "turn",
    "turn_each",
    "workbench",
]
