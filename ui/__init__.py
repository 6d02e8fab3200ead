"""What all pages share: the frame of a lesson, its controls, its charts."""

from ui.controls import (
    choose,
    number,
    pick,
    pick_some,
    point,
    slide,
    switch,
    text,
    turn,
    turn_each,
    turn_others,
)
from ui.drawing_pad import draw_digit
from ui.equation import with_numbers
from ui.experiments import Experiment, try_this
from ui.figure import show_figure
from ui.grid import edit_grid
from ui.layout import beware, open_lesson, open_page, predict, show_formula, workbench
from ui.live_slider import drag, live_slide
from ui.named_numbers import named_numbers, written
from ui.number_list import number_list
from ui.numerals import short, tex, typeset
from ui.script import stand_alone
from ui.stepper import back_and_next
from ui.takeaway import show_source, take_with_you
from ui.turns import fragment
from ui.uploads import upload_image
from ui.warning import warn

__all__ = [
    "Experiment",
    "back_and_next",
    "beware",
    "choose",
    "drag",
    "draw_digit",
    "edit_grid",
    "fragment",
    "live_slide",
    "named_numbers",
    "number",
    "number_list",
    "open_lesson",
    "open_page",
    "pick",
    "pick_some",
    "point",
    "predict",
    "short",
    "show_figure",
    "show_formula",
    "show_source",
    "slide",
    "stand_alone",
    "switch",
    "take_with_you",
    "tex",
    "text",
    "try_this",
    "turn",
    "turn_each",
    "turn_others",
    "typeset",
    "upload_image",
    "warn",
    "with_numbers",
    "workbench",
    "written",
]
