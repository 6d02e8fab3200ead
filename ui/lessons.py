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
        title="Convolution",
        question="How does a network read a picture, patch by patch?",
        stage="Data",
        views=(
            View(
                "convolution_patch",
                "One patch",
                "How does a network read a picture, patch by patch?",
            ),
            View(
                "convolution_picture",
                "On a picture",
                "What do nine numbers make of a photograph?",
            ),
            View(
                "convolution_channels",
                "Channels",
                "How do three colors become one map?",
            ),
            View(
                "convolution_backward",
                "The way back",
                "Which weight, and which pixel, is to blame for the error?",
            ),
        ),
    ),
    Lesson(
        slug="pooling",
        title="Pooling and fields",
        question="What is kept of a map, and how far does a unit see?",
        stage="Data",
        views=(
            View(
                "pooling_pool",
                "Pooling",
                "What does pooling keep, and what does it lose?",
            ),
            View(
                "pooling_field",
                "Receptive field",
                "Which pixels can a unit deep down see?",
            ),
        ),
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
            View(
                "activations_neuron",
                "One neuron",
                "What does one neuron say, and where does it change its mind?",
            ),
            View(
                "activations_depth",
                "Through depth",
                "What is left of a signal, and of its gradient, after many layers?",
            ),
            View(
                "activations_asleep",
                "Dead units",
                "Which units have stopped learning, and can they be woken?",
            ),
            View(
                "activations_bends",
                "What bends buy",
                "What can k bends draw that no straight line can?",
            ),
            View(
                "activations_softmax",
                "Softmax",
                "How do scores become shares of one whole?",
            ),
            View(
                "activations_maxout",
                "Maxout",
                "What does the higher of two planes draw?",
            ),
        ),
    ),
    Lesson(
        slug="cnn",
        title="A network that reads",
        question="How do patches, bends and pools become a network that reads digits?",
        stage="Layers",
        views=(
            View(
                "cnn_reads",
                "Inside it",
                "What does a network see in a digit, layer by layer?",
            ),
            View(
                "cnn_tested",
                "Put to the test",
                "How well does it read, and what if the digit moves?",
            ),
            View(
                "cnn_training",
                "Train it live",
                "How does a network come to read, epoch by epoch?",
            ),
        ),
    ),
    Lesson(
        slug="losses",
        title="Losses",
        question="How wrong was it, and which way is less wrong?",
        stage="Loss",
        views=(
            View(
                "losses_family",
                "The family",
                "How wrong was it, and which way is less wrong?",
            ),
            View(
                "losses_outlier",
                "One outlier",
                "What does one wild point do to a fit?",
            ),
            View(
                "losses_confident",
                "Confidently wrong",
                "Why does a neuron that is sure and wrong learn so slowly?",
            ),
            View(
                "losses_softmax",
                "Scores to loss",
                "What do softmax and cross-entropy tell each score?",
            ),
            View(
                "losses_divergence",
                "KL divergence",
                "How far is one distribution from another, and is the way back as long?",
            ),
        ),
    ),
    Lesson(
        slug="loss_surfaces",
        title="Loss surfaces",
        question="What is a point on this surface, and what does the ground do around it?",
        stage="Loss",
        views=(
            View(
                "loss_surfaces_point",
                "A point",
                "What is a point on this surface, and what does the ground do around it?",
            ),
            View(
                "loss_surfaces_data",
                "Data and cost",
                "What does one point of the cost surface say about the data?",
            ),
            View(
                "loss_surfaces_network",
                "A real network",
                "Is this the surface that a real network walks on?",
            ),
            View(
                "loss_surfaces_convex",
                "Convex or not",
                "Can a straight chord ever dip under the ground?",
            ),
        ),
    ),
    Lesson(
        slug="overfitting",
        title="Over-fitting",
        question="Which of two curves has learned, and which has memorized?",
        stage="Loss",
        views=(
            View(
                "overfitting_fit",
                "Under, good, over",
                "Which of two curves has learned, and which has memorized?",
            ),
            View(
                "overfitting_learning",
                "Learning curves",
                "Would more data help, or another model?",
            ),
            View(
                "overfitting_bias",
                "Bias and variance",
                "How different would the fit be, had chance dealt other points?",
            ),
        ),
    ),
    Lesson(
        slug="regularization",
        title="Regularization",
        question="When does a model learn the noise, and what holds it back?",
        stage="Loss",
        views=(
            View(
                "regularization_penalties",
                "Ridge, lasso, elastic net",
                "What does a price on weights do to them?",
            ),
            View(
                "regularization_geometry",
                "Geometry",
                "Why does one penalty make weights exactly zero, and the other never?",
            ),
            View(
                "regularization_early",
                "Early stopping ≈ ridge",
                "Is stopping early a penalty in disguise?",
            ),
            View(
                "regularization_network",
                "On a network",
                "What keeps a real network from learning the noise?",
            ),
            View(
                "regularization_dropout",
                "Dropout closely",
                "What is a network of which a part is always missing?",
            ),
            View(
                "regularization_augmentation",
                "Augmentation",
                "Is a turned cat still a cat, and a turned six still a six?",
            ),
        ),
    ),
    Lesson(
        slug="backpropagation",
        title="Backpropagation",
        question="How does every weight learn its share of the error?",
        stage="Gradients",
        views=(
            View(
                "backpropagation_graph",
                "The graph",
                "How does every weight learn its share of the error?",
            ),
            View(
                "backpropagation_scalar",
                "Scalar view",
                "How does a slope find its way back through any formula?",
            ),
            View(
                "backpropagation_matrix",
                "Matrices",
                "How do all examples and all weights of a layer go through at once?",
            ),
            View(
                "backpropagation_check",
                "Check it",
                "How do you know that a gradient is right?",
            ),
            View(
                "backpropagation_many",
                "Many steps",
                "Where do thousands of small steps end?",
            ),
            View(
                "backpropagation_worksheet",
                "Worksheet",
                "Can you do it by hand?",
            ),
        ),
    ),
    Lesson(
        slug="gradient_descent",
        title="Gradient descent",
        question="All of them feel the same slope: why do some get there first?",
        stage="Update",
        views=(
            View(
                "gradient_descent_race",
                "Race",
                "All of them feel the same slope: why do some get there first?",
            ),
            View(
                "gradient_descent_step",
                "Inside one step",
                "What does the rule remember, and what does it do with the slope?",
            ),
            View(
                "gradient_descent_theory",
                "Theory",
                "How fast can it go, and when does it fly apart?",
            ),
            View(
                "gradient_descent_noise",
                "Data per step",
                "How much data should one step look at?",
            ),
            View(
                "gradient_descent_escape",
                "Saddles and basins",
                "Where does a walk end, and what decides it?",
            ),
        ),
    ),
)

BY_SLUG = {lesson.slug: lesson for lesson in LESSONS}
