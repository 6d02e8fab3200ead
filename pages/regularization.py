"""Lesson: a curve that learns the noise, and what holds it back.

Its views stand in `pages/views/regularization`, each with its question.
"""

import ui
from pages.views.regularization import network, penalties

SLUG = "regularization"
VIEWS = {
    "regularization_penalties": penalties,
    "regularization_network": network,
}

VIEWS[ui.open_lesson(SLUG)].show()
