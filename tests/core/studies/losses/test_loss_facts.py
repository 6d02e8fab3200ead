import numpy as np
import pytest
from scipy import optimize, special

from core.activations import ACTIVATIONS
from core.losses import LOSSES
from core.network import Network, trace
from core.studies.losses.loss_facts import LOSS_FACTS, as_table

Y = np.array([0.1, 0.4, 0.5, 0.9, 4.2])  # median 0.5, mean 1.22
SIGNS = np.array([1.0, 1.0, -1.0, 1.0, -1.0])
YES = np.array([1.0, 0.0, 1.0, 1.0, 0.0])
SHARES = np.array([[0.5, 0.25, 0.25], [0.0, 0.75, 0.25], [1.0, 0.0, 0.0]])


def best_constant(key, targets, bounds, **knobs):
    """The one number that serves all targets best, by search."""
    loss = LOSSES[key]
    found = optimize.minimize_scalar(
        lambda c: loss.value(np.full_like(targets, c), targets, **knobs),
        bounds=bounds,
        method="bounded",
        options={"xatol": 1e-12},
    )
    return found.x


def best_row(key, start, reparameterize):
    """The one row that serves all of SHARES best, by search."""
    found = optimize.minimize(
        lambda c: LOSSES[key].value(np.tile(reparameterize(c), (3, 1)), SHARES),
        start,
        options={"gtol": 1e-10},
    )
    return found.x


def test_every_loss_has_its_facts_in_the_same_order():
    assert list(LOSS_FACTS) == list(LOSSES)
    for key, facts in LOSS_FACTS.items():
        assert facts.loss == key
        assert facts.task
        assert facts.settles_on
        assert facts.pull
        assert "$" not in facts.delta
        assert facts.delta.count("{") == facts.delta.count("}")
        assert facts.output == "softmax" or facts.output in ACTIVATIONS


def test_squares_settle_on_the_mean_and_absolute_errors_on_the_median():
    assert best_constant("mse", Y, (-10, 10)) == pytest.approx(1.22, abs=1e-6)
    assert best_constant("mae", Y, (-10, 10)) == pytest.approx(0.5, abs=1e-6)


def test_huber_settles_between_the_median_and_the_mean():
    found = [best_constant("huber", Y, (-10, 10), delta=d) for d in (1e-4, 0.3, 1.0, 2.0, 100.0)]
    assert found[0] == pytest.approx(0.5, abs=1e-3)
    assert found[-1] == pytest.approx(1.22, abs=1e-6)
    assert found == sorted(found)


def test_log_cosh_settles_between_them_too_and_the_scale_decides_where():
    assert best_constant("log_cosh", Y / 1e3, (-1, 1)) == pytest.approx(0.00122, abs=1e-6)
    assert best_constant("log_cosh", Y * 1e3, (0, 5e3)) == pytest.approx(500, abs=1)
    assert 0.5 < best_constant("log_cosh", Y, (-10, 10)) < 1.22


def test_margins_settle_on_the_majority_and_on_the_mean():
    assert best_constant("hinge", SIGNS, (-5, 5)) == pytest.approx(1, abs=1e-6)
    assert best_constant("hinge", -SIGNS, (-5, 5)) == pytest.approx(-1, abs=1e-6)
    assert best_constant("squared_hinge", SIGNS, (-5, 5)) == pytest.approx(0.2, abs=1e-6)


def test_cross_entropies_settle_on_shares():
    yes = best_constant("binary_cross_entropy", YES, (0.01, 0.99))
    assert yes == pytest.approx(0.6, abs=1e-6)
    z = best_constant("binary_cross_entropy_with_logits", YES, (-5, 5))
    assert z == pytest.approx(special.logit(0.6), abs=1e-6)
    for key in ("cross_entropy", "kl_divergence"):
        row = special.softmax(best_row(key, np.zeros(3), special.softmax))
        np.testing.assert_allclose(row, SHARES.mean(axis=0), atol=1e-6)
    z = best_row("cross_entropy_with_logits", np.zeros(3), np.asarray)
    np.testing.assert_allclose(special.softmax(z), SHARES.mean(axis=0), atol=1e-6)


def worst_slope(key, size):
    """The steepest of the slopes at predictions as wrong as ``size`` allows."""
    loss = LOSSES[key]
    if loss.takes == "probabilities":
        near, far = 1 / size, 1 - 1 / size
        return np.abs(loss.slopes([near, far], [1.0, 0.0])).max()
    one = [1.0, -1.0] if loss.takes == "margins" else [1.0, 0.0]
    return np.abs(loss.slopes([-size, size], one)).max()


@pytest.mark.parametrize("key", LOSS_FACTS)
def test_robust_means_that_the_worst_example_pulls_no_harder_when_it_gets_worse(key):
    mild, wild = worst_slope(key, 1e3), worst_slope(key, 1e6)
    if LOSS_FACTS[key].robust:
        assert wild == pytest.approx(mild, rel=1e-6)
        assert wild <= 1
    else:
        assert wild > 100 * mild


DELTAS = {  # the LaTeX of the facts, as Python
    "mse": lambda z, y: 2 * (z - y),
    "mae": lambda z, y: np.sign(z - y),
    "huber": lambda z, y: np.maximum(-1, np.minimum(1, z - y)),
    "log_cosh": lambda z, y: np.tanh(z - y),
    "hinge": lambda z, y: -y * (y * z < 1),
    "squared_hinge": lambda z, y: -2 * y * np.maximum(0, 1 - y * z),
    "binary_cross_entropy": lambda z, y: special.expit(z) - y,
    "cross_entropy": lambda z, y: special.softmax(z) - y,
    "kl_divergence": lambda z, y: special.softmax(z) - y,
    "binary_cross_entropy_with_logits": lambda z, y: special.expit(z) - y,
    "cross_entropy_with_logits": lambda z, y: special.softmax(z) - y,
}


@pytest.mark.parametrize("key", LOSS_FACTS)
def test_delta_is_what_backpropagation_finds_at_the_matching_unit(key):
    z = np.array([[0.7, -1.9, 0.4]])
    y = {"margins": [[1.0, -1.0, -1.0]]}.get(LOSSES[key].takes, [[0.0, 1.0, 0.0]])
    for i in range(1 if LOSSES[key].shares else 3):
        part = slice(None) if LOSSES[key].shares else slice(i, i + 1)
        n = z[:, part].shape[1]
        network = Network((np.eye(n),), (np.zeros(n),), (LOSS_FACTS[key].output,))
        step = trace(network, z[:, part], np.array(y)[:, part], key).backward[0]
        wanted = DELTAS[key](z[:, part], np.array(y)[:, part])
        np.testing.assert_allclose(step.d_z, wanted, rtol=1e-13)


def test_a_sigmoid_under_squares_hardly_feels_that_it_is_confidently_wrong():
    network = Network((np.eye(1),), (np.zeros(1),), ("sigmoid",))
    squares, entropy = (
        trace(network, np.array([[8.0]]), np.array([[0.0]]), key).backward[0].d_z[0, 0]
        for key in ("mse", "binary_cross_entropy")
    )
    assert squares < 0.001 < 0.999 < entropy


def test_the_table_for_readers_names_every_loss_and_a_unit_that_exists():
    table = as_table()
    assert table["Loss"] == [loss.label for loss in LOSSES.values()]
    assert {"Identity", "Sigmoid", "Softmax"} == set(table["Output unit"])
    assert len({len(column) for column in table.values()}) == 1
