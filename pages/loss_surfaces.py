"""Lesson: what a loss surface is, and how it comes from data.

Its views stand in `pages/views/loss_surfaces`, each with its question.
"""

import ui
from pages.views.loss_surfaces import convex, data, network, point

SLUG = "loss_surfaces"
VIEWS = {
    "loss_surfaces_point": point,
    "loss_surfaces_data": data,
    "loss_surfaces_network": network,
    "loss_surfaces_convex": convex,
}

VIEWS[ui.open_lesson(SLUG)].show()
