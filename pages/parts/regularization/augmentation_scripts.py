"""The view of augmentation as scripts that need NumPy alone."""

import ui
from core.adam_rules import adam_init, adam_step
from core.augmentations import augment
from core.entropy_losses import logit_slopes, surprises_of_logits
from core.images import Digits, digits, in_levels
from core.initializers import he
from core.kernels import KERNELS
from core.packed import pack, unpack
from core.straight_activations import identity, identity_derivative, relu, relu_derivative
from core.studies.regularization import augmented_digits as study

KERNELS_USED = {key: KERNELS[key].weights.tolist() for key in ("gaussian", "sharpen")}
CAST = """
import base64
import zlib
from types import SimpleNamespace

KERNELS = {{key: SimpleNamespace(weights=np.array(w)) for key, w in {kernels!r}.items()}}
chosen = SimpleNamespace(draw={draw}, apply={apply})
"""
TRAINING = """
ACTIVATIONS = {{
    "relu": SimpleNamespace(value=relu, derivative=relu_derivative),
    "identity": SimpleNamespace(value=identity, derivative=identity_derivative),
}}
INITIALIZERS = {{"he": he}}
OPTIMIZERS = {{"adam": SimpleNamespace(init=adam_init, step=adam_step)}}
loss = SimpleNamespace(key="", costs=surprises_of_logits, slopes=logit_slopes)
LOSSES, HALF_SSE, MATCHED = {{"cross_entropy_with_logits": loss}}, SimpleNamespace(key="half"), ()
AUGMENTATIONS = {{{key!r}: chosen}}
IMAGES = unpack('''
{images}
''', -1, 8, 8) / 16
LABELS = unpack('''
{labels}
''', -1).astype(int)


def digits():
    return Digits(IMAGES, LABELS)


without = train_on_digits("none", 0.0, {n})
with_it = train_on_digits({key!r}, {strength!r}, {n})
for seed, pair in enumerate(zip(without.test[-1], with_it.test[-1])):
    print("seed", seed, *pair)
print("means in percent", 100 * without.test[-1].mean(), 100 * with_it.test[-1].mean())
print("gained, in points", 100 * (with_it.test[-1] - without.test[-1]).mean())
print("difference and standard error", *paired_difference(with_it.test[-1], without.test[-1]))
"""


def _cast(chosen):
    """The augmentation as its entry names it."""
    return CAST.format(kernels=KERNELS_USED, draw=chosen.draw.__name__, apply=chosen.apply.__name__)


def samples_script(samples, chosen, strength, seed):
    """The samples on the screen, from the pictures that went in."""
    n, c, h, w = samples.batch.shape
    most = 16 if h == 8 else 255
    main = f"""{_cast(chosen)}
images = unpack('''
{pack(in_levels(samples.batch, most))}
''', {n}, {c}, {h}, {w}) / {most}
now = augment(chosen, images, np.random.default_rng((12, {seed})), {strength!r})
for k in range({len(samples.images)}):
    chances = " ".join(f"{{name}} {{values[k]}}" for name, values in now.drawn.items())
    print("sample", k + 1, "mean", now.images[k].mean(), chances)
"""
    return ui.stand_alone(augment, chosen.draw, chosen.apply, unpack, main=main)


def effect_script(chosen, strength, n):
    """Both trainings, with all digits on board."""
    main = _cast(chosen) + TRAINING.format(
        key=chosen.key,
        strength=strength,
        n=n,
        images=pack(in_levels(digits().images, 16)),
        labels=pack(digits().labels),
    )
    return ui.stand_alone(
        *(augment, chosen.draw, chosen.apply, unpack, adam_init, adam_step, he),
        *(relu, relu_derivative, identity, identity_derivative),
        *(
            surprises_of_logits,
            logit_slopes,
            Digits,
            study.train_on_digits,
            study.paired_difference,
        ),
        main=main,
    )
