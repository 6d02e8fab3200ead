"""Lesson: what pooling keeps of a map, and how far a unit deep in a network can see.

Its views stand in `pages/views/pooling`, each with its question.
"""

import ui
from pages.views.pooling import field, pool

SLUG = "pooling"
VIEWS = {
    "pooling_pool": pool,
    "pooling_field": field,
}

VIEWS[ui.open_lesson(SLUG)].show()
