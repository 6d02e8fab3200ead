"""What the view of a training says, and what it lets the reader take along."""

from itertools import product

import ui
from charts import theme
from core.adam_rules import adam_init, adam_step
from core.cnn import Cnn
from core.cnn_training import TRAINING, Part, Split, begin, one_epoch
from core.entropy_losses import cross_entropy_with_logits, cross_entropy_with_logits_gradient
from core.packed import pack, unpack
from core.pooling import max_pool
from core.studies.cnn.drawing import MOST


def tell_training(points, lr, batch):
    """Where training stands, in numbers."""
    last = points[-1]
    steps = last.epoch * -(-TRAINING // batch)
    return (
        f"After {last.epoch} epoch{'' if last.epoch == 1 else 's'}, {steps} steps of Adam with η = {lr:g}: "
        f"{last.accuracy:.1%} of the 1400 digits learned from are read right, {last.held_out_accuracy:.1%} of the 397 held out; "
        f"their losses are {last.loss:.4g} and {last.held_out_loss:.4g} nats."
    )


def tell_kernels(first, last, seed):
    """How far the kernels have moved."""
    moved = float(abs(last.kernels[0] - first.kernels[0]).mean())
    return f"The six kernels of the first convolution, seed {seed}: each of their 54 weights has moved by {moved:.3g} on average."


def formulas(points, lr, batch):
    """The loss of a step, and the step."""
    last = points[-1]
    return (
        (
            r"L = -\frac{1}{B} \sum_{n=1}^{B} \ln p_{n, y_n}",
            rf"B = {batch}, \quad \textcolor{{{theme.LOSS}}}{{L}} = {points[0].loss:.4g} \to {last.loss:.4g} \text{{ over all 1400}}",
        ),
        (
            r"\theta \leftarrow \theta - \eta\, \hat m / (\sqrt{\hat v} + \varepsilon)",
            rf"\eta = {lr:g}, \quad \theta \in \mathbb{{R}}^{{{last.network.size}}}, \quad {-(-TRAINING // batch)} \text{{ steps an epoch}}",
        ),
    )


def table_of_points(points):
    """A row an epoch."""
    names = ("epoch", "loss", "accuracy", "held_out_loss", "held_out_accuracy")
    return {name: [getattr(point, name) for point in points] for name in names}


def table_of_kernels(first, last):
    """Every weight of the first convolution, before and after."""
    before, after = first.kernels[0][:, 0].tolist(), last.kernels[0][:, 0].tolist()
    places = list(product(range(len(before)), range(3), range(3)))
    columns = dict(zip(("kernel", "row", "column"), zip(*places, strict=True), strict=True))
    return columns | {
        "before": [before[k][u][v] for k, u, v in places],
        "after": [after[k][u][v] for k, u, v in places],
    }


def script(epochs, lr, batch, split, seed, digits):
    """Today's training as a script that needs NumPy alone, digits and all."""
    parts = []
    for name, part in zip(("training", "held_out"), digits, strict=True):
        images, labels = pack((part.images * MOST).round()), pack(part.labels)
        parts.append(
            f'Part(unpack("""{images}""", {len(part.labels)}, 8, 8) / {MOST},'
            f' unpack("""{labels}""", {len(part.labels)}).astype(int), None),  # {name}'
        )
    main = f"""
import base64
import zlib

POOLINGS = {{"max": type("Pooling", (), {{"value": staticmethod(max_pool), "border": -np.inf}})}}
PADDING_MODES = {{"zero": "constant"}}
LOSSES = {{"cross_entropy_with_logits": type("Loss", (), {{
    "value": staticmethod(cross_entropy_with_logits),
    "gradient": staticmethod(cross_entropy_with_logits_gradient),
}})}}
OPTIMIZERS = {{"adam": type("Adam", (), {{"init": staticmethod(adam_init), "step": staticmethod(adam_step)}})}}
split = Split(
    {chr(10).join(parts)}
)
point = begin(split, seed={seed})
for epoch in range({epochs}):
    print(point.epoch, point.loss, point.accuracy, point.held_out_loss, point.held_out_accuracy)
    point = one_epoch(point, split, seed={seed}, batch={batch}, lr={lr})
print(point.epoch, point.loss, point.accuracy, point.held_out_loss, point.held_out_accuracy)
"""
    return ui.stand_alone(
        *(Cnn, Part, Split, begin, one_epoch, unpack, adam_init, adam_step, max_pool),
        *(cross_entropy_with_logits, cross_entropy_with_logits_gradient),
        main=main,
    )
