"""A training and a look at its loss surface, as a script: what comes after the functions of `core`."""

from __future__ import annotations

from typing import Any

HEAD = """
np.seterr(over="ignore")
sizes, epochs, lr = (2, 8, 8, 1), {epochs}, {lr!r}
rng = np.random.default_rng((2, 0))
x, y = {draw}(rng, {n}, noise={noise!r})
order = rng.permutation({n})
(x, y), (x_test, y_test) = split(x[order], y[order], 0.5, 0)


def layers(theta):
    at = 0
    for n_in, n_out in zip(sizes, sizes[1:]):
        w, at = theta[at : at + n_in * n_out].reshape(n_in, n_out), at + n_in * n_out
        b, at = theta[at : at + n_out], at + n_out
        yield w, b


def forward(theta, x):
    outs, zs = [x], [x]  # what goes into each layer, and what was before the bend
    for w, b in layers(theta):
        zs.append(outs[-1] @ w + b)
        outs.append(tanh(zs[-1]))
    return outs[:-1], zs[:-1], zs[-1]  # the last layer does not bend: it answers in logits


def loss(theta, x, y):
    *_, z = forward(theta, x)
    return float(np.mean(np.logaddexp(0, z) - y * z))


def slopes(theta, x, y):
    outs, zs, z = forward(theta, x)
    d_z, parts = (sigmoid(z) - y) / len(x), []
    for w, b in reversed(list(layers(theta))):
        parts += [d_z.sum(axis=0), (outs[-1].T @ d_z).ravel()]
        d_z = d_z @ w.T * tanh_derivative(zs[-1])
        outs, zs = outs[:-1], zs[:-1]
    return np.concatenate(parts[::-1])


def train(seed, batch):
    rng = np.random.default_rng(seed)
    first = [(glorot(rng, n_in, n_out).ravel(), np.zeros(n_out)) for n_in, n_out in zip(sizes, sizes[1:])]
    theta = np.concatenate([part for layer in first for part in layer])
    path, state, lots = [theta], {init}(theta), orders(len(x), [seed], shuffle=batch < len(x))
    for epoch in range(epochs):
        (order,) = next(lots)
        for i in range(0, len(x), batch):
            rows = order[i : i + batch]
            theta, state = {step}(theta, slopes(theta, x[rows], y[rows]), state, lr=lr)
        path.append(theta)
    return np.array(path)


path = train({seed}, {batch})
end = path[-1]
"""

SLICE = """
d = {lay}(Stack(path, sizes, ("tanh", "tanh", "identity")){seed})
places, distances = project(path - end, d)
print("epoch true-loss loss-in-slice distance-from-plane")
for t in range(len(path)):
    print("epoch", t, loss(path[t], x, y), loss(end + places[t] @ d, x, y), distances[t])
print("explained", 1 - np.sum(distances**2) / np.sum((path - end) ** 2))
print("aimless", aimless_share(Stack(path, sizes, ("tanh", "tanh", "identity"))))
"""

LINE = """
ACTIVATIONS = ("tanh", "identity")  # those of this network
stack = Stack(path[-1:], sizes, ("tanh", "tanh", "identity"))
other = {other}


def bend(theta):
    steps = 1e-4 * np.eye(len(theta))
    ahead, behind = (np.array([slopes(theta + sign * step, x, y) for step in steps]) for sign in (1, -1))
    hessian = (ahead - behind) / 2e-4
    return np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1]


at = np.union1d(np.linspace(-0.25, 1.25, {points}), [0.0, 1.0])
values = np.array([loss((1 - a) * end + a * other, x, y) for a in at])
for a, value in zip(at, values):
    print("line", a, value, loss((1 - a) * end + a * other, x_test, y_test))
print("ends", loss(end, x, y), loss(other, x, y))
print("barrier", *barrier(at, values))
print("bends", bend(end), bend(other))
for name, theta in (("first", end), ("second", other)):
    nudges = draw_filters(replace(stack, parameters=theta[None]), 400, np.random.default_rng((6, 0)))
    for size in {sizes}:
        print("nudged", name, size, np.mean([loss(theta + size * d, x, y) for d in nudges]))
"""

OTHERS = {
    "seeds": "train({seed}, {batch})[-1]",
    "batch": "train({seed}, {batch})[-1]",
    "twin": "Stack.of([reordered(stack.network(-1), {seed})]).parameters[-1]",
}


def slice_main(training: dict[str, Any], lay: str, seed: int | None) -> str:
    """Train, then look at a plane; ``seed`` is that of its directions, if they are drawn."""
    drawn = "" if seed is None else f", {seed}"
    return HEAD.format(**training) + SLICE.format(lay=lay, seed=drawn)


def line_main(
    training: dict[str, Any], kind: str, other: dict[str, int], points: int, sizes: list[float]
) -> str:
    """Train, then walk the line to another network."""
    return HEAD.format(**training) + LINE.format(
        other=OTHERS[kind].format(**other), points=points, sizes=sizes
    )
