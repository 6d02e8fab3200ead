import numpy as np
import pytest

from core.data_sets import DATA_SETS, split
from core.network import Network, forward, trace, update
from core.optimizers import OPTIMIZERS
from core.passes import forward_many
from core.schedules import SCHEDULES
from core.stacked import Stack
from core.training import train, train_many

SGD = OPTIMIZERS["sgd"]
XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
MOONS = split(*DATA_SETS["moons"].make(60, noise=0.3, seed=1), 0.5, 0)
every_rule = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)


def small(seed=0):
    return Network.random((2, 3, 1), ("tanh", "sigmoid"), seed=seed)


def same(left, right):
    """Whether two runs are equal bit for bit."""
    assert left.outcome == right.outcome
    for name in ("epochs", "loss", "objective", "accuracy", "validation_loss", "rates"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))
    np.testing.assert_array_equal(left.path.parameters, right.path.parameters)


def test_two_steps_of_one_linear_neuron_by_hand():
    network = Network((np.array([[2.0]]),), (np.array([1.0]),), ("identity",))
    data = np.array([[1.0], [3.0]]), np.array([[1.0], [4.0]])
    run = train(network, data, SGD, epochs=2, lr=0.1)
    w, b = 2 - 1.1, 1 - 0.5  # misses 2 and 3: slopes 2 + 9 and 2 + 3
    misses = np.array([w + b - 1, 3 * w + b - 4])
    w2, b2 = w - 0.1 * (misses @ [1, 3]), b - 0.1 * misses.sum()
    np.testing.assert_allclose(run.path.parameters, [[2, 1], [w, b], [w2, b2]], rtol=1e-14)
    np.testing.assert_allclose(run.loss[:2], [6.5, (misses**2).mean()], rtol=1e-14)
    np.testing.assert_array_equal(run.rates, [0.1, 0.1])
    assert run.outcome == "finished"
    assert run.label == "SGD"


@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_full_batches_with_plain_descent_are_trace_and_update(l2):
    network = small()
    run = train(network, MOONS.train, SGD, epochs=30, lr=0.5, l2=l2, loss="binary_cross_entropy")
    for epoch in range(31):
        seen = trace(network, *MOONS.train, "binary_cross_entropy", l2)
        assert run.loss[epoch] == pytest.approx(seen.loss, rel=1e-13)
        assert run.objective[epoch] == pytest.approx(seen.objective, rel=1e-13)
        mine = run.path.network(epoch)
        for left, right in zip(
            (*mine.weights, *mine.biases), (*network.weights, *network.biases), strict=True
        ):
            np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-14)
        network = update(network, seen, lr=0.5)


def test_one_example_at_a_time_in_turn_is_update_after_update():
    network = small()
    run = train(network, XOR, SGD, epochs=5, batch=1, lr=0.5, shuffle=False)
    for i in range(20):
        network = update(network, trace(network, XOR[0][[i % 4]], XOR[1][[i % 4]], "mse"), lr=0.5)
    np.testing.assert_allclose(run.path.network(-1).weights[0], network.weights[0], rtol=1e-12)
    assert len(run.rates) == 20


def test_the_last_batch_of_an_epoch_may_be_smaller():
    run = train(small(), XOR, SGD, epochs=1, batch=3, lr=0.5, shuffle=False)
    network = small()
    for rows in ([0, 1, 2], [3]):
        network = update(network, trace(network, XOR[0][rows], XOR[1][rows], "mse"), lr=0.5)
    np.testing.assert_allclose(run.path.network(-1).weights[0], network.weights[0], rtol=1e-13)


def test_tanh_learns_xor_one_example_at_a_time_for_most_seeds():
    stack = Stack.random((2, 3, 1), ("tanh", "tanh"), seeds=range(30))
    runs = train_many(stack, XOR, SGD, epochs=1000, batch=1, lr=0.1, record_every=1000)
    learned = [run.loss[-1] < 0.01 for run in runs]
    assert np.mean(learned) > 0.8
    assert all(run.accuracy[-1] == 1 for run, ok in zip(runs, learned, strict=True) if ok)


@every_rule
@pytest.mark.parametrize("batch", [None, 7])
def test_many_runs_at_once_are_bit_equal_to_single_ones(rule, batch):
    stack = Stack.random((2, 4, 3, 1), ("tanh", "relu", "sigmoid"), seeds=range(5))
    rates, l2, seeds = np.geomspace(1e-3, 0.3, 5), np.array([0, 0.1, 0, 0.2, 0.01]), [3, 1, 4, 1, 5]
    settings = {"epochs": 4, "batch": batch, "validation": MOONS.test}
    settings |= {"loss": "binary_cross_entropy", "schedule": SCHEDULES["cosine"]}
    together = train_many(stack, MOONS.train, rule, seeds=seeds, lr=rates, l2=l2, **settings)
    for i, run in enumerate(together):
        knobs = {"seed": seeds[i], "lr": rates[i], "l2": l2[i]}
        same(run, train(stack.network(i), MOONS.train, rule, **knobs, **settings))


def test_other_knobs_may_differ_from_run_to_run_too():
    stack, momentum = Stack.of([small()] * 3), OPTIMIZERS["momentum"]
    betas = np.array([0.0, 0.5, 0.9])
    runs = train_many(stack, XOR, momentum, epochs=5, batch=2, seeds=[1] * 3, beta=betas)
    for beta, run in zip(betas, runs, strict=True):
        same(run, train(small(), XOR, momentum, epochs=5, batch=2, seed=1, beta=beta))


def test_runs_may_have_examples_of_their_own():
    samples = [DATA_SETS["xor"].make(20, noise=0.2, seed=seed) for seed in range(3)]
    data = tuple(np.stack(parts) for parts in zip(*samples, strict=True))
    stack = Stack.random((2, 3, 1), ("tanh", "sigmoid"), seeds=range(3))
    for batch in (None, 6):
        runs = train_many(stack, data, SGD, epochs=3, batch=batch, lr=0.5, validation=data)
        for i, run in enumerate(runs):
            alone = {"seed": i, "lr": 0.5, "validation": samples[i]}
            same(run, train(stack.network(i), samples[i], SGD, epochs=3, batch=batch, **alone))


def test_momentum_without_memory_is_plain_descent():
    settings = {"epochs": 5, "batch": 2, "lr": 0.3}
    plain = train(small(), XOR, SGD, **settings)
    for key in ("momentum", "nesterov"):
        rule = train(small(), XOR, OPTIMIZERS[key], beta=0.0, **settings)
        np.testing.assert_allclose(rule.path.parameters, plain.path.parameters, rtol=1e-13)


def test_decay_by_adamw_is_not_the_penalty_but_without_both_they_agree():
    settings = {"epochs": 5, "lr": 0.05}
    adam = train(small(), XOR, OPTIMIZERS["adam"], **settings)
    same(adam, train(small(), XOR, OPTIMIZERS["adamw"], weight_decay=0.0, **settings))
    decayed = train(small(), XOR, OPTIMIZERS["adamw"], weight_decay=0.1, **settings)
    penalized = train(small(), XOR, OPTIMIZERS["adam"], l2=0.1, **settings)
    assert not np.allclose(decayed.path.parameters, penalized.path.parameters, rtol=1e-3)


@every_rule
def test_every_rule_lowers_the_objective_on_the_moons(rule):
    settings = {"epochs": 60, "loss": "binary_cross_entropy", "l2": 1e-3}
    run = train(small(), MOONS.train, rule, **settings)
    assert run.outcome == "finished"
    assert run.objective[-1] < run.objective[0]


def test_a_schedule_counts_steps_and_ends_with_the_training():
    run = train(small(), XOR, SGD, epochs=10, batch=2, lr=0.4, schedule=SCHEDULES["cosine"])
    np.testing.assert_array_equal(run.rates, SCHEDULES["cosine"](np.arange(20), 0.4, steps=20))
    lesson = {"schedule": SCHEDULES["one_over_t"], "schedule_knobs": {"t0": 50}}
    run = train(small(), XOR, SGD, epochs=10, batch=1, lr=0.1, **lesson)
    np.testing.assert_allclose(run.rates, 5 / (np.arange(40) + 50), rtol=1e-14)


def test_the_schedule_moves_the_weights():
    plain, drop = (
        train(small(), XOR, SGD, epochs=2, lr=0.5, schedule=SCHEDULES["exponential"], schedule_knobs={"gamma": gamma})
        for gamma in (1.0, 0.5)
    )  # fmt: skip
    np.testing.assert_array_equal(drop.path.parameters[1], plain.path.parameters[1])
    second = plain.path.parameters[2] - plain.path.parameters[1]
    halved = drop.path.parameters[2] - drop.path.parameters[1]
    np.testing.assert_allclose(halved, second / 2, rtol=1e-10)


def test_a_schedule_that_has_come_down_to_zero_leaves_the_network_as_it_is():
    ended = {"schedule": SCHEDULES["cosine"], "schedule_knobs": {"steps": 4}}
    run = train(small(), XOR, OPTIMIZERS["adam"], epochs=8, lr=0.1, **ended)
    assert len(np.unique(run.path.parameters, axis=0)) == 5
    np.testing.assert_array_equal(run.path.parameters[4:], run.path.parameters[[4] * 5])
    assert run.outcome == "finished"


def test_validation_examples_are_asked_and_never_learned_from():
    settings = {"epochs": 20, "lr": 0.5, "loss": "binary_cross_entropy"}
    alone = train(small(), MOONS.train, SGD, **settings)
    watched = train(small(), MOONS.train, SGD, validation=MOONS.test, **settings)
    np.testing.assert_array_equal(alone.path.parameters, watched.path.parameters)
    assert alone.validation_loss is None
    assert alone.validation_accuracy is None
    x, y = MOONS.test
    for row in (0, 20):
        network = watched.path.network(row)
        seen = trace(network, x, y, "binary_cross_entropy")
        assert watched.validation_loss[row] == pytest.approx(seen.loss, rel=1e-13)
        right = (forward(network, x) > 0.5) == (y > 0.5)
        assert watched.validation_accuracy[row] == right.mean()


def test_heights_have_no_accuracy():
    run = train(
        Network.random((2, 3, 1), ("tanh", "identity")),
        DATA_SETS["hills"].make(30, noise=0.1),
        SGD,
        epochs=2,
    )
    assert run.accuracy is None


def test_logits_with_an_identity_output_learn_what_probabilities_do():
    network = small()
    logits = Network(network.weights, network.biases, ("tanh", "identity"))
    settings = {"epochs": 30, "batch": 5, "lr": 0.5, "validation": MOONS.test}
    one = train(network, MOONS.train, SGD, loss="binary_cross_entropy", **settings)
    two = train(logits, MOONS.train, SGD, loss="binary_cross_entropy_with_logits", **settings)
    np.testing.assert_allclose(one.path.parameters, two.path.parameters, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one.loss, two.loss, rtol=1e-9)
    np.testing.assert_array_equal(one.validation_accuracy, two.validation_accuracy)


def test_rows_are_recorded_as_often_as_asked_and_the_last_one_always():
    every, some = (train(small(), XOR, SGD, epochs=10, lr=0.5, record_every=k) for k in (1, 4))
    np.testing.assert_array_equal(some.epochs, [0, 4, 8, 10])
    np.testing.assert_array_equal(some.path.parameters, every.path.parameters[[0, 4, 8, 10]])
    np.testing.assert_array_equal(some.loss, every.loss[[0, 4, 8, 10]])
    assert len(some.rates) == len(every.rates) == 10


def test_no_epochs_leave_the_network_as_it_was():
    run = train(small(), XOR, SGD, epochs=0)
    np.testing.assert_array_equal(run.path.parameters, Stack.of([small()]).parameters)
    assert run.rates.shape == (0,)


def test_one_pass_through_the_path_asks_every_network_on_the_way():
    run = train(small(), XOR, SGD, epochs=6, lr=0.5)
    answers = forward_many(run.path, XOR[0])
    np.testing.assert_allclose(((answers - XOR[1]) ** 2).mean(axis=(1, 2)), run.loss, rtol=1e-14)


def line(lr, epochs=200, **settings):
    """A linear neuron whose loss is a parabola with second derivative 2: stable below lr = 1."""
    network = Network((np.array([[5.0]]),), (np.array([0.0]),), ("identity",))
    data = np.array([[1.0], [-1.0]]), np.array([[1.0], [-1.0]])
    return train(network, data, SGD, epochs=epochs, lr=lr, **settings)


def test_a_rate_just_above_the_limit_diverges_and_just_below_does_not():
    assert line(0.99).outcome == "finished"
    run = line(1.05)
    assert run.outcome == "diverged"
    assert len(run.epochs) < 201
    assert len(run.rates) == run.epochs[-1]
    assert run.objective[-1] > 1e6 * run.objective[0]  # the last row shows it leaving
    assert np.all(run.objective[:-1] <= 1e6 * run.objective[0])


@pytest.mark.parametrize("lr", [1e10, 1e200, 1e308])
@pytest.mark.parametrize("every", [1, 50])
def test_a_run_that_explodes_is_an_outcome_and_no_error(lr, every):
    run = line(lr, record_every=every)
    assert run.outcome == "diverged"
    assert np.isfinite(run.path.parameters).all()
    assert np.isfinite(run.objective).all()


def test_one_run_that_diverges_does_not_disturb_the_others():
    stack = Stack.random((2, 4, 1), ("relu", "identity"), seeds=range(3))
    rates = np.array([0.01, 1e6, 0.02])
    runs = train_many(stack, MOONS.train, SGD, epochs=20, batch=10, lr=rates)
    assert [run.outcome for run in runs] == ["finished", "diverged", "finished"]
    for i, run in enumerate(runs):
        same(
            run, train(stack.network(i), MOONS.train, SGD, epochs=20, batch=10, seed=i, lr=rates[i])
        )


@every_rule
@pytest.mark.parametrize("loss", ["mse", "binary_cross_entropy", "hinge"])
def test_no_rule_and_no_loss_raises_at_an_absurd_rate(rule, loss):
    output = "sigmoid" if loss == "binary_cross_entropy" else "identity"
    network = Network.random((2, 3, 1), ("relu", output))
    x, y = MOONS.train
    y = 2 * y - 1 if loss == "hinge" else y
    for lr in (1e3, 1e150):
        run = train(network, (x, y), rule, epochs=10, batch=7, loss=loss, lr=lr)
        assert np.isfinite(run.objective).all()


def test_single_precision_stays_single():
    stack = Stack.random((2, 3, 1), ("tanh", "sigmoid"), seeds=range(2))
    single = Stack(stack.parameters.astype(np.float32), stack.sizes, stack.activations)
    settings = {"epochs": 5, "batch": 2, "lr": np.array([0.1, 0.5]), "l2": 0.01}
    for rule in OPTIMIZERS.values():
        runs = train_many(single, XOR, rule, **settings)
        assert all(run.path.parameters.dtype == run.loss.dtype == np.float32 for run in runs)


def test_nothing_that_was_passed_in_is_modified():
    network, (x, y) = small(), MOONS.train
    for array in (*network.weights, *network.biases, x, y):
        array.flags.writeable = False
    train(network, (x, y), OPTIMIZERS["adam"], epochs=3, batch=4)


BAD = [
    ({"epochs": -1}, "epochs is -1"),
    ({"epochs": 2.5}, "epochs is 2.5"),
    ({"batch": 0}, "batch is 0"),
    ({"record_every": 0}, "record_every is 0"),
    ({"seed": -1}, "seeds is -1"),
    ({"loss": "wrong"}, "loss is 'wrong'"),
    ({"l2": -0.1}, "l2 must be"),
    ({"l2": np.nan}, "l2 must be"),
    ({"lr": 0}, "lr must be"),
    ({"lr": np.array([0.1, 0.2])}, "lr must be one number, or 1"),
    ({"beta": 0.5}, "sgd has no knob 'beta'"),
    ({"schedule_knobs": {"gamma": 0.5}}, "constant has no knob 'gamma'"),
    ({"loss": "hinge"}, r"-1 or \+1"),
    ({"validation": (XOR[0], XOR[1][:2])}, "y must be"),
    ({"validation": (XOR[0] * np.nan, XOR[1])}, "validation x holds nan"),
]


@pytest.mark.parametrize(("settings", "says"), BAD)
def test_bad_settings_are_refused_by_name(settings, says):
    with pytest.raises(ValueError, match=says):
        train(small(), XOR, SGD, **({"epochs": 2} | settings))


def test_bad_examples_are_refused():
    with pytest.raises(ValueError, match="x must be"):
        train(small(), (np.zeros((4, 3)), XOR[1]), SGD, epochs=1)
    with pytest.raises(ValueError, match="data y holds inf"):
        train(small(), (XOR[0], XOR[1] + np.inf), SGD, epochs=1)
    with pytest.raises(ValueError, match="y must be"):
        train(small(), (XOR[0], XOR[1][:3]), SGD, epochs=1)


def test_an_output_that_is_no_probability_is_refused_where_the_loss_wants_one():
    network = Network.random((2, 3, 1), ("tanh", "identity"))
    with pytest.raises(ValueError, match="binary_cross_entropy takes probabilities"):
        train(network, XOR, SGD, epochs=1, loss="binary_cross_entropy")


def test_a_start_without_a_finite_loss_is_refused():
    network = Network((np.full((2, 1), 1e300),), (np.zeros(1),), ("identity",))
    with pytest.raises(ValueError, match="finite objective"):
        train(network, XOR, SGD, epochs=1)


@pytest.mark.parametrize("size", [1e100, 1e153])
def test_a_start_just_below_the_largest_float_is_an_outcome(size):
    network = Network((np.full((2, 1), size),), (np.zeros(1),), ("identity",))
    for lr in (1e-3, 10.0):
        assert np.isfinite(train(network, XOR, SGD, epochs=9, lr=lr).objective).all()


def test_seeds_must_be_one_a_run():
    with pytest.raises(ValueError, match="seeds must be one a run, 1, not 2"):
        train_many(Stack.of([small()]), XOR, SGD, epochs=1, seeds=[1, 2])
