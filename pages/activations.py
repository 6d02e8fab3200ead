"""Lesson: what a bend does to a signal, and to the slope that must come back through it.

Its views stand in `pages/views/activations`, each with its question.
"""

import ui
from pages.views.activations import asleep, bends, depth, family, maxout, neuron, softmax

SLUG = "activations"
VIEWS = {
    "activations_family": family,
    "activations_neuron": neuron,
    "activations_depth": depth,
    "activations_asleep": asleep,
    "activations_bends": bends,
    "activations_softmax": softmax,
    "activations_maxout": maxout,
}

VIEWS[ui.open_lesson(SLUG)].show()
