"""Lesson: a curve that learns the noise, and what holds it back.

Its views stand in `pages/views/regularization`, each with its question.
"""

import ui
from pages.views.regularization import augmentation, dropout, early, geometry, network, penalties

SLUG = "regularization"
VIEWS = {
    "regularization_penalties": penalties,
    "regularization_geometry": geometry,
    "regularization_early": early,
    "regularization_network": network,
    "regularization_dropout": dropout,
    "regularization_augmentation": augmentation,
}

VIEWS[ui.open_lesson(SLUG)].show()
