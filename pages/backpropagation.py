"""Lesson: how every weight learns its share of the error.

Its views stand in `pages/views/backpropagation`, each with its question.
"""

import ui
from pages.views.backpropagation import check, graph, many, matrix

SLUG = "backpropagation"
VIEWS = {
    "backpropagation_graph": graph,
    "backpropagation_check": check,
    "backpropagation_matrix": matrix,
    "backpropagation_many": many,
}

VIEWS[ui.open_lesson(SLUG)].show()
