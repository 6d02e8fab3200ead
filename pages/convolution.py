"""Lesson: a small kernel reads a large picture.

Its views stand in `pages/views/convolution`, each with its question.
"""

import ui
from pages.views.convolution import backward, channels, patch, picture

SLUG = "convolution"
VIEWS = {
    "convolution_patch": patch,
    "convolution_picture": picture,
    "convolution_channels": channels,
    "convolution_backward": backward,
}

VIEWS[ui.open_lesson(SLUG)].show()
