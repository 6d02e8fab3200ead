import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from core.accuracy import accuracies, verdict


@pytest.mark.parametrize(
    ("targets", "takes", "cut"),
    [
        ([0, 1, 1], "probabilities", 0.5),
        ([0, 1, 1], "predictions", 0.5),
        ([-1, 1, 1], "predictions", 0.0),
        ([-1, 1, 1], "margins", 0.0),
        ([0, 1, 1], "logits", 0.0),
        ([0.01, 0.99], "predictions", 0.5),
    ],
)
def test_the_answer_changes_where_the_loss_says(targets, takes, cut):
    assert verdict(np.array(targets)[:, None], takes).cut == pytest.approx(cut)


@pytest.mark.parametrize("y", [[[0.1], [0.5], [0.7]], [[1.0], [1.0]], [[0.5, 0.5]], [[1.0, 1.0]]])
def test_heights_are_no_classes(y):
    assert verdict(np.array(y), "predictions") is None


def test_shares_by_hand():
    y = np.array([[0.0], [1], [1], [0]])
    out = np.array([[[0.2], [0.7], [0.4], [0.9]], [[0.5], [0.6], [1.0], [0.1]]])
    shares = accuracies(out, np.broadcast_to(y, out.shape), verdict(y, "probabilities"))
    np.testing.assert_array_equal(shares, [0.5, 1.0])


def test_several_outputs_answer_with_their_largest_as_scikit_learn_counts():
    rng = np.random.default_rng(0)
    y, out = np.eye(4)[rng.integers(4, size=50)], rng.normal(size=(1, 50, 4))
    share = accuracies(out, y[None], verdict(y, "logits"))
    assert share[0] == accuracy_score(y.argmax(axis=1), out[0].argmax(axis=1))
