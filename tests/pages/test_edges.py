"""Numbers at the edge: each has its sentence on the page, and no number, text or chart is nan."""

import pytest

from tests.app import charts, open_lesson
from tests.monkey.faults import fault_on

ZEROS = "0,0,0,0,0,0,0,0,0,0"
EDGES = {
    "one point": ("overfitting_fit", {"points": "1,1"}, "needs 2 or more training points"),
    "a huge point": (
        "overfitting_fit",
        {"points": "1e308,1 2,2 3,3v"},
        "must lie between -1e+06 and",
    ),
    "a point of nan": (
        "overfitting_fit",
        {"points": "nan,1 2,2 3,3v"},
        "numbers of point 1 must lie",
    ),
    "one x for all": ("overfitting_fit", {"points": "1,2 1,3 1,5v"}, "have the same x"),
    "constant y": (
        "overfitting_fit",
        {"points": "1,5 2,5 3,5v 9,5t", "degree": "1"},
        "RMSE 0 in training, 0 on the 1 validation point, 0 on 1 test point",
    ),
    "inputs of 0": ("loss_surfaces_data", {"line_all_x": ZEROS}, "do not tell the models"),
    "targets of 0": ("loss_surfaces_data", {"line_all_y": ZEROS}, "Lowest: (0, 0), which costs 0"),
    "a list of nan": ("loss_surfaces_data", {"line_all_x": "nan" + ZEROS[1:]}, "must lie between"),
    "no one fails": (
        "loss_surfaces_data",
        {"data": "Will I pass?", "logistic_all_passed": "1,1,1,1,1,1,1,1,1,1,1,1"},
        "no lowest point, the cost falls for ever",
    ),
    "no weight at all": ("losses_divergence", {"p4": "0,0,0,0"}, "must be above 0"),
    "a share of 0": ("losses_divergence", {"q4": "0,1,1,1"}, "is infinite: q has no share for"),
    "naive overflow": (
        "losses_softmax",
        {"plus": "1000", "naive": "true"},
        "The naive formulas come to a loss that is no number",
    ),
    "equal scores": (
        "activations_softmax",
        {"z0": "0", "z1": "0", "z2": "0", "temperature": "0.01"},
        "cat 0.3333333, dog 0.3333333, fox 0.3333333",
    ),
    "no weights": ("activations_neuron", {"w1": "0", "w2": "0"}, "No weight pulls, so z = b"),
    "equal planes": ("activations_maxout", {"planes": "0,0,0,0,0,0"}, "both are equal"),
    "dead units": ("activations_asleep", {"bias": "-6", "gain": "0.1"}, "64 of 64 units are dead"),
    "exploding": (
        "activations_depth",
        {"activation": "ReLU", "gain": "4", "layers": "50"},
        "(exploding: over 10⁶",
    ),
    "kernel of 0": (
        "convolution_patch",
        {"kernel": "Your own", "weights": "0 0 0 0"},
        "answers, all of them 0",
    ),
    "kernel of nan": (
        "convolution_patch",
        {"kernel": "Your own", "weights": "nan 1 1 1"},
        "a number from -100 to 100",
    ),
    "division by 0": (
        "backpropagation_scalar",
        {"text": "a/b", "values": "a=1, b=0"},
        "Nothing can be divided by 0",
    ),
    "logarithm of 0": (
        "backpropagation_scalar",
        {"text": "log(a)", "values": "a=0"},
        "needs a number above 0",
    ),
    "overflow": (
        "backpropagation_scalar",
        {"text": "exp(exp(a))", "values": "a=100"},
        "larger than 10¹⁰⁰: choose smaller numbers",
    ),
    "a huge value": ("backpropagation_scalar", {"values": "x=1e308"}, "must lie between -1e+06"),
    "a huge weight": ("backpropagation_graph", {"w": "1e308,1;1,1|1,1;1,1"}, "from −100 to 100"),
    "inputs of nan": ("backpropagation_graph", {"x": "nan, 1"}, "`nan` is not a number"),
    "a loss of ∞": (
        "backpropagation_graph",
        {"w": "99,99;99,99|99,99;99,99", "x": "9,9", "y": "0,1", "loss": "Binary cross-entropy"},
        "The loss is ∞",
    ),
    "divergence": ("gradient_descent_race", {"sgd_lr": "10"}, "SGD diverges after step 1"),
    "divergence of all": ("gradient_descent_escape", {"himmelblau_momentum_lr": "10"}, "all div"),
    "above the limit": ("gradient_descent_theory", {"lr": "4.2"}, "above its limit"),
    "too large batches": (
        "gradient_descent_noise",
        {"line_lr": "0.5", "epochs": "50"},
        "all 100 a step diverges at step",
    ),
    "a solution of 0": (
        "regularization_geometry",
        {"best_1": "0", "best_2": "0"},
        "the ball no more than a point",
    ),
    "no layers": ("pooling_field", {"stack": "Your own", "layers": "conv0"}, "it may be 1 to 11"),
}


@pytest.mark.parametrize(("slug", "link", "sentence"), EDGES.values(), ids=EDGES)
def test_a_number_at_the_edge_has_its_sentence(slug, link, sentence):
    app = open_lesson(slug, **link)
    assert not fault_on(app)
    said = [warning.value for warning in app.warning]
    assert any(sentence in text for text in [*said, *(c.caption for c in charts(app).values())])
