"""Both networks drawn, trained again by a script that needs NumPy alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core import data_recipes
from core.activations import ACTIVATIONS
from core.batch_norm import folded, normalize_from_now, normalized_slopes
from core.batches import orders
from core.cure_rules import (
    draw_jitter,
    draw_units,
    jittered,
    masks_of,
    shorten,
    sizes_of_weights,
    smoothed,
    soften,
    stop_early,
)
from core.entropy_losses import binary_logit_slopes, binary_surprises_of_logits
from core.initializers import INITIALIZERS
from core.passes import gradients_many, losses_many
from core.stacked import Stack, which_are_weights
from core.studies.regularization import on_network as study
from core.studies.regularization.on_network import HIDDEN, START
from ui.script import stand_alone

if TYPE_CHECKING:
    from core.cures import Cure
    from core.studies.regularization.on_network import Task

# What each cure puts into the step below: parts of it by place, and the functions that they call.
STEPS = {
    "none": ({}, ()),
    "l2": ({"slopes": "slopes = slopes + {s!r} * WEIGHTS * nets.parameters"}, ()),
    "l1": ({"mend": "nets = soften(nets, LR, l1={s!r})"}, (soften, sizes_of_weights)),
    "dropout": (
        {"draw": "draw_units", "masks": ", masks_of(lots, SIZES, {s!r})"},
        (draw_units, masks_of),
    ),
    "early_stopping": ({"stop": "stop_early(np.array(held), patience={s!r})"}, (stop_early,)),
    "input_noise": (
        {"draw": "draw_jitter", "show": "x_now, y_now = jittered(x_now, y_now, lots, sigma={s!r})"},
        (draw_jitter, jittered),
    ),
    "max_norm": ({"mend": "nets = shorten(nets, LR, c={s!r})"}, (shorten,)),
    "label_smoothing": (
        {"show": "x_now, y_now = smoothed(x_now, y_now, None, smoothing={s!r})"},
        (smoothed,),
    ),
    "batch_norm": (
        {
            "enrol": "normalize_from_now(nets)",
            "used": "folded(nets)",
            "pass": "slopes, nets = normalized_slopes(nets, x_now, y_now, Entry(loss=LOSS, decay=0.0), None, momentum={s!r})",
        },
        (normalize_from_now, normalized_slopes, folded),
    ),
}

IDENTITY = (ACTIVATIONS["identity"].value, ACTIVATIONS["identity"].derivative)
HEAD = """
from types import SimpleNamespace as Entry

np.seterr(over="ignore")
SIZES, EPOCHS, LR, LOSS = {sizes}, {epochs}, {lr}, "{loss}"
HALF_SSE = Entry(key="half_sse")
LOSSES = {{LOSS: Entry(key=LOSS, costs=binary_surprises_of_logits, slopes=binary_logit_slopes)}}
ACTIVATIONS = {{
    "{hidden}": Entry(value={value}, derivative={derivative}),
    "identity": Entry(value=identity, derivative=identity_derivative),
}}
INITIALIZERS = {{"{start}": {draw}}}
WEIGHTS = which_are_weights(SIZES)


def sample(n, seed):
    rng = np.random.default_rng((2, seed))
    x, y = moons(rng, n, noise={noise!r})
    order = rng.permutation(n)
    return x[order], y[order]


x, y = sample({points}, {sample})
x_fresh, y_fresh = sample({fresh}, 1_000_000 + {sample})
(x, x_held), (y, y_held) = np.split(x, [{learned}]), np.split(y, [{learned}])
"""

TRAIN = """

def train_{name}():  # {label}
    run, batch = {run}, {batch}
    nets = Stack.random(SIZES, ("{hidden}", "{hidden}", "identity"), seeds=[run], initializer="{start}")
    path, held = [nets], [losses_many(nets, x_held, y_held, LOSS)[0]]
    nets, lot = {enrol}, orders(len(x), [run], shuffle=batch < len(x))
    for epoch in range(1, EPOCHS + 1):
        (order,) = next(lot)
        luck = {luck}
        for at in range(0, len(x), batch):
            rows, lots = order[at : at + batch], luck[None, at : at + batch]
            x_now, y_now = x[rows][None], y[rows][None]
            {show}
            {step}
            {slopes}
            nets = replace(nets, parameters=nets.parameters - LR * slopes)
            {mend}
        path.append({used})
        held.append(losses_many(path[-1], x_held, y_held, LOSS)[0])
    end, kept = {stop}
    left = path[kept]
    losses = [losses_many(left, *pair, LOSS)[0] for pair in ((x, y), (x_held, y_held), (x_fresh, y_fresh))]
    weights = left.parameters[0][WEIGHTS == 1]
    print("{name}", *map(float, losses), "epoch", kept, "zeros", int((weights == 0).sum()), "squares", float((weights**2).sum()))


train_{name}()
"""


def script(sides: Sequence[tuple[Cure, float | None]], task: Task, run: int, epochs: int) -> str:
    """The two networks drawn: their losses on training, validation and fresh points, and their weights."""
    hidden, start = HIDDEN[task.activation], START[task.activation]
    draw = INITIALIZERS[start].draw
    shared = {"hidden": hidden.key, "start": start, "run": run, "batch": task.batch}
    main = HEAD.format(
        sizes=study.SIZES,
        epochs=epochs,
        lr=study.LR,
        loss=study.LOSS,
        value=hidden.value.__name__,
        derivative=hidden.derivative.__name__,
        draw=draw.__name__,
        noise=task.noise,
        sample=task.sample,
        points=study.POINTS,
        fresh=study.FRESH,
        learned=study.LEARNED,
        **shared,
    )
    parts = [data_recipes.moons, hidden.value, hidden.derivative, draw]
    for name, (cure, strength) in zip(("left", "right"), sides, strict=True):
        places, functions = STEPS[cure.key]
        parts += functions
        main += TRAIN.format(name=name, label=cure.label, **_filled(places, strength), **shared)
    return stand_alone(
        *dict.fromkeys(parts),
        *IDENTITY,
        *(binary_surprises_of_logits, binary_logit_slopes, Stack, which_are_weights),
        gradients_many,
        losses_many,
        orders,
        main=main,
    )


def _filled(places: dict[str, str], strength: float | None) -> dict[str, str]:
    """What stands at each place of the step."""
    said = {place: text.format(s=strength) for place, text in places.items()}
    plain = f"_, slopes = gradients_many(nets, x_now, y_now, LOSS{said.get('masks', '')})"
    draw = said.get("draw")
    return {
        "enrol": said.get("enrol", "nets"),
        "used": said.get("used", "nets"),
        "luck": f"{draw}(np.random.default_rng((3, run, epoch)), len(x), SIZES)"
        if draw
        else "np.zeros((len(x), 0))",
        "show": said.get("show", "# the examples are shown as they are"),
        "step": said.get("pass", plain),
        "slopes": said.get("slopes", "# no penalty in the slopes"),
        "mend": said.get("mend", "# nothing is put right after the step"),
        "stop": said.get("stop", "EPOCHS, EPOCHS"),
    }
