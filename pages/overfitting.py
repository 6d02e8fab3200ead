"""Lesson: learning the points by heart, and how to notice.

Its views stand in `pages/views/overfitting`, each with its question.
"""

import ui
from pages.views.overfitting import bias, fit, learning

SLUG = "overfitting"
VIEWS = {
    "overfitting_fit": fit,
    "overfitting_learning": learning,
    "overfitting_bias": bias,
}

VIEWS[ui.open_lesson(SLUG)].show()
