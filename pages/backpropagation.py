"""Lesson: how every weight learns its share of the error.

Its views stand in `pages/views/backpropagation`, each with its question.
"""

import ui
from pages.views.backpropagation import graph, scalar, worksheet

SLUG = "backpropagation"
VIEWS = {
    "backpropagation_graph": graph,
    "backpropagation_scalar": scalar,
    "backpropagation_worksheet": worksheet,
}

VIEWS[ui.open_lesson(SLUG)].show()
