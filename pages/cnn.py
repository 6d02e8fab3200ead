"""Lesson: a small convolutional network that really reads handwritten digits.

Its views stand in `pages/views/cnn`, each with its question.
"""

import ui
from pages.views.cnn import reads, tested, training

SLUG = "cnn"
VIEWS = {
    "cnn_reads": reads,
    "cnn_tested": tested,
    "cnn_training": training,
}

VIEWS[ui.open_lesson(SLUG)].show()
