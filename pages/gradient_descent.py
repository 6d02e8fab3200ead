"""Lesson: all of them feel the same slope; what they make of it differs.

Its views stand in `pages/views/gradient_descent`, each with its question.
"""

import ui
from pages.views.gradient_descent import escape, noise, race, step, theory

SLUG = "gradient_descent"
VIEWS = {
    "gradient_descent_race": race,
    "gradient_descent_step": step,
    "gradient_descent_theory": theory,
    "gradient_descent_noise": noise,
    "gradient_descent_escape": escape,
}

VIEWS[ui.open_lesson(SLUG)].show()
