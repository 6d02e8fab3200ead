"""The curriculum in reading order: one entry a lesson, in the order in which data goes through learning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """One part of a lesson, a small lesson in itself: ``pages/views/<lesson>/<part>.py``.

    Its slug is ``<lesson>_<part>``; the names of its controls begin with it, in the link too.
    """

    slug: str
    title: str
    question: str


@dataclass(frozen=True)
class Lesson:
    """One page: ``pages/<slug>.py``, at the address ``/<slug>``."""

    slug: str
    title: str
    question: str
    stage: str
    views: tuple[View, ...] = ()

    @property
    def slugs(self) -> list[str]:
        """Those of its views; its own where it is all one."""
        return [view.slug for view in self.views] or [self.slug]


# What happens to data while a network learns, left to right; the menu and the map follow it.
STAGES = {
    "Data": "numbers from the world",
    "Layers": "weigh, add, bend",
    "Loss": "how wrong was it?",
    "Gradients": "who is to blame?",
    "Update": "a small step downhill",
}

LESSONS = (
    Lesson(
        slug="convolution",
        title="Convolution and pooling",
        question="How does a network read a picture, patch by patch?",
        stage="Data",
    ),
    Lesson(
        slug="activations",
        title="Activations",
        question="What does a bend do to a signal, and to the slope that must come back?",
        stage="Layers",
        views=(
            View(
                "activations_family",
                "The family",
                "What does a bend do to a signal, and to the slope that must come back?",
            ),
        ),
    ),
    Lesson(
        slug="loss_surfaces",
        title="Loss surfaces",
        question="What is a point on this surface, and what does the ground do around it?",
        stage="Loss",
    ),
    Lesson(
        slug="regularization",
        title="Regularization",
        question="When does a model learn the noise, and what holds it back?",
        stage="Loss",
    ),
    Lesson(
        slug="backpropagation",
        title="Backpropagation",
        question="How does every weight learn its share of the error?",
        stage="Gradients",
    ),
    Lesson(
        slug="gradient_descent",
        title="Gradient descent",
        question="All of them feel the same slope: why do some get there first?",
        stage="Update",
    ),
)

BY_SLUG = {lesson.slug: lesson for lesson in LESSONS}
