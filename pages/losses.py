"""Lesson: how wrong a prediction was, and which way is less wrong.

Its views stand in `pages/views/losses`, each with its question.
"""

import ui
from pages.views.losses import confident, divergence, family, outlier, softmax

SLUG = "losses"
VIEWS = {
    "losses_family": family,
    "losses_outlier": outlier,
    "losses_confident": confident,
    "losses_softmax": softmax,
    "losses_divergence": divergence,
}

VIEWS[ui.open_lesson(SLUG)].show()
