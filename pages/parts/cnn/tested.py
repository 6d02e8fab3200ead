"""What the view of a network put to the test says, and what it lets the reader take along."""

import ui
from core.cnn import Cnn, read
from core.packed import pack, unpack
from core.pooling import max_pool
from core.softmax import softmax
from core.studies.cnn.drawing import MOST
from core.studies.cnn.tested import NETWORKS
from core.trained import trained_cnn, trained_dense


def tell_test(test, shifted, network, direction, shift):
    """How many digits are read right, by both networks."""
    right = int(test.confusion.trace())
    moved = (
        f"moved {direction} by {shift} pixel{'s' if shift > 1 else ''}" if shift else "not moved"
    )
    accuracies = " and ".join(
        f"{values[shift]:.1%} by the {NETWORKS[key].lower()} network"
        for key, values in shifted.accuracies.items()
    )
    return (
        f"Of 397 held-out digits, {moved}, {accuracies} are read right; {shifted.ink[shift]:.0%} of the ink is in the frame. "
        f"The matrix is that of the {NETWORKS[network].lower()} one, {right} of 397. Click a cell to see its digits."
    )


def tell_digits(test, chosen, cell, most):
    """Which digits are shown."""
    what = "is read wrong" if cell is None else f"that is a {cell[0]} is read as {cell[1]}"
    more = f", the {most} surest are shown" if len(chosen) > most else ""
    if not len(chosen):
        return f"No digit {what}."
    what = "read wrong" if cell is None else f"that are a {cell[0]} and read as {cell[1]}"
    many = "1 digit" if len(chosen) == 1 else f"{len(chosen)} digits"
    sure = test.shares[chosen[0], test.told[chosen[0]]]
    return f"{many} {what}{more}: what it is → what the network says, with its probability; the surest first, {sure:.3f}."


def formulas(test, cell):
    """Accuracy, and how many of one class are found."""
    confusion = test.confusion
    right, total = int(confusion.trace()), int(confusion.sum())
    k = 9 if cell is None else cell[0]
    row = int(confusion[k].sum())
    return (
        (
            r"\text{accuracy} = \frac{\sum_k C_{kk}}{\sum_{k,j} C_{kj}}",
            rf"\text{{accuracy}} = \frac{{{right}}}{{{total}}} = {right / total:.4f}",
        ),
        (
            r"\text{recall}_k = C_{kk} \big/ \textstyle\sum_j C_{kj}",
            rf"\text{{recall}}_{{{k}}} = {int(confusion[k, k])} / {row} = {confusion[k, k] / row:.4f}",
        ),
    )


def table_of_confusion(test):
    """True class, read class, how many."""
    cells = [(i, j, n) for i, row in enumerate(test.confusion.tolist()) for j, n in enumerate(row)]
    return dict(zip(("true", "read", "count"), zip(*cells, strict=True), strict=True))


def table_of_shifts(shifted, shifts):
    """Accuracy of both networks at every shift."""
    return {"pixels": shifts, **shifted.accuracies, "ink": shifted.ink}


def script(test, network, direction, shift):
    """Today's test as a script that needs NumPy alone, digits, weights and all."""
    images = pack((test.images * MOST).round())
    labels = pack(test.labels)
    main = f"""
import base64
import zlib

images = unpack(\"\"\"{images}\"\"\", 397, 8, 8) / {MOST}  # moved {direction} by {shift}
labels = unpack(\"\"\"{labels}\"\"\", 397).astype(int)
"""
    if network == "cnn":
        main += f"""POOLINGS = {{"max": type("Pooling", (), {{"value": staticmethod(max_pool), "border": -np.inf}})}}
PADDING_MODES = {{"zero": "constant"}}
vector = np.array({trained_cnn().vector().tolist()})
shares = read(Cnn.random(seed=0).with_vector(vector), images).shares
"""
        parts = (Cnn, read, max_pool, unpack)
    else:
        dense = trained_dense()
        weights = [w.tolist() for w in dense.weights]
        biases = [b.tolist() for b in dense.biases]
        main += f"""weights, biases = {weights}, {biases}
hidden = np.maximum(images.reshape(397, 64) @ np.array(weights[0]) + biases[0], 0)
shares = softmax(hidden @ np.array(weights[1]) + biases[1])
"""
        parts = (softmax, unpack)
    main += """told = shares.argmax(axis=1)
confusion = np.zeros((10, 10), int)
np.add.at(confusion, (labels, told), 1)
print(confusion)
print("right", int((told == labels).sum()), "of", len(labels))
"""
    return ui.stand_alone(*parts, main=main)
