"""The view of dropout as scripts that need NumPy alone: they train the network anew."""

import ui
from core.adam_rules import adam_init, adam_step
from core.data_recipes import moons
from core.data_sets import DataSet
from core.dropout import spatial_mask
from core.entropy_losses import binary_cross_entropy_with_logits
from core.images import in_levels
from core.initializers import he
from core.kernels import KERNELS
from core.straight_activations import identity, identity_derivative, relu, relu_derivative
from core.studies.regularization import dropout_network as study
from core.studies.regularization.dropped_maps import (
    SEEN,
    drop_maps,
    feature_maps,
    picture_for_maps,
)
from core.studies.regularization.many_masks import over_many_masks

CAST = """
from types import SimpleNamespace

ACTIVATIONS = {
    "relu": SimpleNamespace(value=relu, derivative=relu_derivative),
    "identity": SimpleNamespace(value=identity, derivative=identity_derivative),
}
INITIALIZERS = {"he": he}
OPTIMIZERS = {"adam": SimpleNamespace(init=adam_init, step=adam_step)}
LOSSES = {"binary_cross_entropy_with_logits": SimpleNamespace(value=binary_cross_entropy_with_logits)}
DATA_SETS = {"moons": SimpleNamespace(make=partial(DataSet.make, SimpleNamespace(draw=moons)))}
"""
NEEDED = (
    *(adam_init, adam_step, moons, DataSet, he, binary_cross_entropy_with_logits),
    *(relu, relu_derivative, identity, identity_derivative),
    *(study.two_moons, study.train_with_dropout),
)


def _script(*parts, p, layers, seed, main):
    """Train as the page did, then ask."""
    train = f"""{CAST}
HIDDEN = {study.HIDDEN!r}
data = two_moons()
network = train_with_dropout(*data.train, {p!r}, {layers}, {seed})
q = 1 - {p!r}
"""
    return ui.stand_alone(*NEEDED, *parts, main=train + main)


def thin_script(p, layers, seed, point, number):
    """The sub-networks' answers at one point."""
    main = f"""answers = answers_at(network, [{point!r}], q)
now = way_through(network, [{point!r}], mask_no(network, q, {number}), q)
print("this", now.layers[-1][0], "whole", answers.full_logit, "mean", answers.mean_logit)
print("probabilities: whole", answers.full_chance, "mean", answers.mean_chance)
print("logits", *answers.logits)
"""
    return _script(
        *(study.answers_at, study.way_through, study.mask_no),
        **{"p": p, "layers": layers, "seed": seed, "main": main},
    )


def mean_script(p, layers, seed, point, draws):
    """The mean over many masks."""
    main = f"""answers = answers_at(network, [{point!r}], q)
many = over_many_masks(network, [{point!r}], q, {draws})
print("whole", answers.full_logit, "mean of all", answers.mean_logit)
print("mean", many.mean[-1], "standard error", many.error[-1])
for unit in zip(many.units, many.unit_means, many.unit_errors):
    print("unit", *unit)
"""
    return _script(
        *(study.answers_at, over_many_masks),
        **{"p": p, "layers": layers, "seed": seed, "main": main},
    )


def scale_script(p, layers, seed):
    """Every scaling on the held-out points."""
    main = """SCALINGS = {
    "inverted": (1 / q, 1.0),
    "classic": (1.0, q),
    "both": (1 / q, q),
    "neither": (1.0, 1.0),
    "drop_probability": (1.0, 1 - q),
}
for key, (training, inference) in SCALINGS.items():
    scaling = SimpleNamespace(training=lambda q: training, inference=lambda q: inference)
    print(key, *score(asked(network, data.test.x, scaling, q), data.test.y))
"""
    return _script(
        study.asked, study.score, **{"p": p, "layers": layers, "seed": seed, "main": main}
    )


def maps_script(image, p, seed):
    """The maps of today's picture, and pixels and whole maps dropped from them."""
    levels = [[int(v) for v in row] for row in in_levels(picture_for_maps(image)).tolist()]
    kernels = {key: KERNELS[key].weights.tolist() for key in SEEN}
    main = f"""
from types import SimpleNamespace

PADDING_MODES = {{"zero": "constant"}}
KERNELS = {{key: SimpleNamespace(weights=np.array(w)) for key, w in {kernels!r}.items()}}
image = np.array({levels!r}) / 255
dropped = drop_maps(feature_maps(image), {p!r}, {seed})
print("pixels kept", dropped.pixel_mask.mean(), "dropped in percent", 100 - 100 * dropped.pixel_mask.mean())
print("maps kept", *dropped.map_mask.ravel())
print("told by neighbors", *dropped.guessed)
"""
    return ui.stand_alone(spatial_mask, feature_maps, drop_maps, main=main)
