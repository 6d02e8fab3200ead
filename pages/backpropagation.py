"""Lesson: how every weight learns its share of the error.

Its views stand in `pages/views/backpropagation`, each with its question.
"""

import ui
from pages.views.backpropagation import check, graph, many, matrix, scalar, worksheet

SLUG = "backpropagation"
VIEWS = {
    "backpropagation_graph": graph,
    "backpropagation_scalar": scalar,
    "backpropagation_matrix": matrix,
    "backpropagation_check": check,
    "backpropagation_many": many,
    "backpropagation_worksheet": worksheet,
}

VIEWS[ui.open_lesson(SLUG)].show()
