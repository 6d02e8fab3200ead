"""A small network to be done by hand, drawn from a seed: short numbers in, slopes that are worth computing."""

from __future__ import annotations

import numpy as np

from core.network import Network, Trace, trace, update
from core.studies.backpropagation.worksheet import Quantity, Sheet
from core.studies.backpropagation.worksheet_mistakes import mistakes_of

SIZES = {"2-2-1": (2, 2, 1), "2-2-2": (2, 2, 2)}
BENDS = {"sigmoid": "σ({{z_{0}}})", "tanh": "tanh({{z_{0}}})", "relu": "max(0, {{z_{0}}})"}
SLOPES = {
    "sigmoid": "{{{0}}} · (1 − {{{0}}})",
    "tanh": "(1 − {{{0}}}²)",
    "relu": "[{{z_{0}}} > 0]",
}
TRIES = 1000
LEAST = 0.01  # of a slope that is not 0: so that half a thousandth is little beside it
LEAST_FALL = 0.004  # of the loss


def network_sheet(level: str, function: str, seed: int) -> Sheet:
    """A problem with a network: hidden units of ``function``, a sigmoid behind them, half the squared error.

    Parameters
    ----------
    level : str
        A key of SIZES.
    function : str
        A key of BENDS.
    seed : int
        The same seed sets the same problem.
    """
    rng = np.random.default_rng((seed, list(SIZES).index(level), list(BENDS).index(function)))
    for _ in range(TRIES):
        network, x, y, lr = _draw(rng, SIZES[level], function)
        run = trace(network, x, y, "half_sse")
        moved = update(network, run, lr)
        again = trace(moved, x, y, "half_sse")
        if _worth_it(run, again):
            break
    given = _given(network, x, y, lr)
    quantities = (*_first(network, run), *_back(network, run), *_update(network, moved, run))
    quantities += tuple(_again(moved, again))
    values = given | {q.name: q.value for q in quantities}
    wrong = mistakes_of(network, x, y, lr, values, run)
    return Sheet(
        *(level, seed, function, given),
        tuple(
            Quantity(q.name, q.group, q.template, q.value, q.place, tuple(wrong.get(q.name, ())))
            for q in quantities
        ),
    )


def _draw(rng: np.random.Generator, sizes: tuple[int, ...], function: str):
    """Weights in steps of 0.1, inputs whole or halves, targets 0 or 1."""
    n_in, hidden, n_out = sizes

    def tenths(*shape: int) -> np.ndarray:
        return rng.integers(1, 10, shape) * rng.choice([-1, 1], shape) / 10

    network = Network(
        (tenths(n_in, hidden), tenths(hidden, n_out)),
        (tenths(hidden), tenths(n_out)),
        (function, "sigmoid"),
    )
    x = rng.choice([-2, -1, -0.5, 0.5, 1, 1.5, 2, 3], (1, n_in))
    y = rng.integers(0, 2, (1, n_out)).astype(float)
    return network, x, y, float(rng.choice([0.5, 1.0, 2.0]))


def _worth_it(run: Trace, again: Trace) -> bool:
    """No slope too small for the tolerance, no sum on the kink, a loss that falls enough to be seen."""
    slopes = [s for g in run.backward for s in (*g.d_weights.ravel(), *g.d_bias)]
    sums = np.concatenate([step.z.ravel() for step in (*run.forward, *again.forward)])
    asleep = sum(s == 0 for s in slopes)
    return bool(
        all(s == 0 or abs(s) >= LEAST for s in slopes)
        and np.all(np.abs(sums) >= 0.05)
        and run.loss - again.loss >= LEAST_FALL
        and asleep <= len(slopes) / 2
    )


def units(network: Network) -> list[tuple[str, list[str], list[str], str, int, int]]:
    """Of every unit behind the inputs: name, its weights, what comes in over them, its bias, its layer, its place."""
    sizes = [network.weights[0].shape[0], *(w.shape[1] for w in network.weights)]
    names = [[f"{letter}{i + 1}" for i in range(n)] for letter, n in zip("xho", sizes, strict=True)]
    found, weight, bias = [], 0, 0
    for layer in (1, 2):
        for j, name in enumerate(names[layer]):
            bias += 1
            ours = [f"w{weight + i + 1}" for i in range(sizes[layer - 1])]
            weight += len(ours)
            found.append((name, ours, names[layer - 1], f"b{bias}", layer - 1, j))
    return found


def _given(network: Network, x, y, lr: float) -> dict[str, float]:
    given = {f"x{i + 1}": float(v) for i, v in enumerate(x[0])}
    given |= {f"y{i + 1}": float(v) for i, v in enumerate(y[0])}
    for _, weights, _, bias, layer, j in units(network):
        given |= {w: float(network.weights[layer][i, j]) for i, w in enumerate(weights)}
        given[bias] = float(network.biases[layer][j])
    return given | {"eta": lr}


def _forward(network: Network, run: Trace, new: str, kinds: tuple[str, str, str]):
    """Sums, values and the loss; ``new`` stands before every name that has moved."""
    for name, weights, inputs, bias, layer, j in units(network):
        terms = [
            f"{{{new}{w}}} · {{{a if a[0] == 'x' else new + a}}}"
            for w, a in zip(weights, inputs, strict=True)
        ]
        z, out = run.forward[layer].z[0, j], run.forward[layer].out[0, j]
        place = "ho"[layer]
        yield Quantity(
            f"{new}z_{name}", kinds[0], " + ".join([*terms, f"{{{new}{bias}}}"]), float(z), place
        )
        bend = BENDS[network.activations[layer]].format(name).replace("{z", f"{{{new}z")
        yield Quantity(f"{new}{name}", kinds[1], bend, float(out), place)
    count = network.weights[1].shape[1]
    terms = [f"({{{new}o{k}}} − {{y{k}}})²" for k in range(1, count + 1)]
    inner = terms[0] if count == 1 else f"({' + '.join(terms)})"
    yield Quantity(f"{new}loss", kinds[2], f"½ · {inner}", float(run.loss))


def _first(network: Network, run: Trace):
    return _forward(network, run, "", ("z", "a", "loss"))


def _again(network: Network, run: Trace):
    return _forward(network, run, "new_", ("again", "again", "new_loss"))


def _back(network: Network, run: Trace):
    """Blame from the outputs to the hidden units, then every slope."""
    every = units(network)
    outputs = [unit for unit in every if unit[4] == 1]
    for name, _, _, _, layer, j in reversed(every):
        slope = SLOPES[network.activations[layer]].format(name)
        if layer == 1:
            arriving = f"({{{name}}} − {{y{j + 1}}})"
        else:
            shares = [f"{{{w[j]}}} · {{delta_{out}}}" for out, w, *_ in outputs]
            arriving = shares[0] if len(shares) == 1 else f"({' + '.join(shares)})"
        value = float(run.backward[layer].d_z[0, j])
        yield Quantity(f"delta_{name}", "delta", f"{arriving} · {slope}", value, "ho"[layer])
    for name, weights, inputs, bias, layer, j in every:
        slopes = run.backward[layer]
        for i, (w, a) in enumerate(zip(weights, inputs, strict=True)):
            value = float(slopes.d_weights[i, j])
            yield Quantity(f"d_{w}", "slope", f"{{delta_{name}}} · {{{a}}}", value, "ho"[layer])
        yield Quantity(
            f"d_{bias}", "slope", f"{{delta_{name}}}", float(slopes.d_bias[j]), "ho"[layer]
        )


def _update(network: Network, moved: Network, run: Trace):
    """Every weight and bias a step downhill."""
    for _, weights, _, bias, layer, j in units(network):
        for i, w in enumerate(weights):
            value = float(moved.weights[layer][i, j])
            yield Quantity(f"new_{w}", "new", f"{{{w}}} − {{eta}} · {{d_{w}}}", value)
        value = float(moved.biases[layer][j])
        yield Quantity(f"new_{bias}", "new", f"{{{bias}}} − {{eta}} · {{d_{bias}}}", value)
