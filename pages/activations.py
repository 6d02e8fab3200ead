"""Lesson: what a bend does to a signal, and to the slope that must come back through it.

Its views stand in `pages/views/activations`, each with its question.
"""

import ui
from pages.views.activations import family

SLUG = "activations"
VIEWS = {"activations_family": family}

VIEWS[ui.open_lesson(SLUG)].show()
