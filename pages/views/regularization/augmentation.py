"""View: more pictures out of those there are, and whether they help.

Question: is a turned cat still a cat, and a turned six still a six?
First ten seconds: a cat, framed, and fourteen times the same cat, each turned a little by chance, its angle below.
"""

import streamlit as st

import ui
from charts.regularization.augmentation import (
    all_effects,
    grid_of_samples,
    learning_and_scores,
    sample_at,
)
from core.augmentations import AUGMENTATIONS, augment
from core.images import PICTURES, digits, from_bytes
from core.studies.regularization import augmented_digits as study
from core.studies.regularization import augmented_samples as grid
from core.warps import warp
from pages.parts.regularization import augmentation_scripts as scripts
from pages.parts.regularization import augmentation_words as words

SLUG = "regularization_augmentation"
PARTS = {"samples": "Samples", "effect": "Effect", "all": "All of them"}
IMAGES = {
    "cat": "Cat",
    "coffee": "Cup",
    "palace": "Tower",
    "digit": "Digit",
    "upload": "Own",
}
MANY = {"30": "30", "100": "100", "300": "300"}
FIRST = {
    "rotate": 30.0
}  # more than digits bear: a first picture should show at a glance what is done
MIXING = ("mix_up", "cut_mix")  # with these, "changed alike" would have two right answers
EXPERIMENTS = [
    ui.Experiment(
        "Fourteen cats",
        "One photograph, turned by chance up to 30° either way. You would call each of them a cat; so should a network, and it has now seen fourteen more. What is turned in from outside is black.",
        {},
    ),
    ui.Experiment(
        "A six, or a nine",
        "Turned by up to 180°, a six becomes a nine and keeps the label six. Learning from such digits costs 33 points of accuracy on upright ones.",
        {"augmentation": "rotate", "rotate_strength": 180.0, "image": "digit", "digit": 6},
    ),
    ui.Experiment(
        "Half a cat",
        "Mix-up: each picture is a weighted mean of two, and so is its label. For the first sample 0.56 tower and 0.44 cat is the right answer, and what the loss asks for.",
        {"augmentation": "mix_up", "mix_up_strength": 1.0},
    ),
    ui.Experiment(
        "It helps, a little",
        "Slanted a little, as handwriting is: eight networks, each on 100 digits of its own, gain 0.9 ± 0.3 points on held-out digits: small, but not by chance alone. On digits slanted alike they gain 6.6.",
        {"part": "effect", "augmentation": "shear"},
    ),
    ui.Experiment(
        "It hurts",
        "Digits are not mirrored in the world. Mirrored in training, they cost 5 points, and each of the eight networks loses. That mirrored digits are now told right is of no use to anybody.",
        {"part": "effect", "augmentation": "flip_across"},
    ),
    ui.Experiment(
        "All fourteen",
        "On digits as they are (blue) a slant and a small turn help, beyond two standard errors; flips, crops, erasing and sharpening hurt; of the others eight seeds cannot tell. On digits changed alike (gold) most help, flips and crops most of all: an augmentation teaches the very change that it makes, wanted or not.",
        {"part": "all", "rotate_strength": 10.0},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "On 100 digits a slant gains about a point of accuracy. You collect more, and learn from 300. How much does the same slant gain now?",
        ["Three points", "One point, as before", "Next to nothing"],
        "Next to nothing: 0.2 ± 0.2 points after 0.9 ± 0.3. The gap between the digits learned from and those held out has shrunk by itself, from 11 to 6 points, and it is this gap that augmentation fights. 200 real digits did more than any number of slanted ones: they bring along every slant that there is, and all else.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“The network under-fits: augment.”** The other way round. Augmentation makes the training set *harder* to fit; it is a remedy for **over**-fitting, where training is at 100 % and held-out digits are not. A network that cannot even fit what it has will do worse. "
        "**“More augmentation is better.”** It must leave the label true, and stay near what the world does. An 8 × 8 digit fills its frame: cut a fifth away, and 18 points are gone. "
        "**“Flips are always safe.”** For cats left to right, yes; for letters and digits never; up and down for hardly anything that stands on the ground. "
        "**“Augment the test set, too.”** No: it is there to be like the world. Above, digits “changed alike” only show *what* was learned."
    )


@st.cache_data(max_entries=60, show_spinner="Training eight networks …")
def trained(key, strength, n, steps):
    """Eight trainings at once."""
    return study.train_on_digits(key, strength, n, steps=steps)


@st.cache_data(max_entries=200, show_spinner=False)
def on_changed(key, strength, n, steps, by, by_strength):
    """Accuracy of what was trained so on digits that are changed by another augmentation."""
    return study.accuracy_on_changed(trained(key, strength, n, steps), by, by_strength)


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        part = ui.choose("Look at", PARTS, key=f"{SLUG}.part")
        chosen = ui.pick(
            "Augmentation", AUGMENTATIONS, key=f"{SLUG}.augmentation", default="rotate"
        )
        (knob,) = chosen.knobs
        strength = ui.turn(
            knob,
            key=f"{SLUG}.{chosen.key}_strength",
            label=f"Strength ${knob.symbol}$: {knob.meaning}",
            default=FIRST.get(chosen.key),
        )
    {"samples": show_samples, "effect": show_effect, "all": show_all}[part](
        controls, picture, chosen, strength
    )


def show_samples(controls, picture, chosen, strength):
    """One picture, many times."""
    with controls:
        original, label, names, crowd = choose_image()
        left, right = st.columns(2)
        with left:
            seed = ui.number("Seed of the chances", 0, 9999, 0, key=f"{SLUG}.seed")
        with right:
            sample = ui.number("Look at sample", 1, grid.COUNT, 1, key=f"{SLUG}.sample")
    samples = grid.draw_samples(chosen.key, strength, seed, original, label, crowd, len(names))
    figure = grid_of_samples(original, samples.images, words.below(samples, chosen, names), sample)
    pixel = grid.look_at_pixel(samples, sample - 1)

    def look(x, y):
        if 1 <= sample_at(x, y) <= grid.COUNT:
            st.session_state[f"{SLUG}.sample"] = sample_at(x, y)

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.samples",
            caption=words.tell_samples(samples, chosen, strength, sample, names),
            on_click=look,
        )
        ui.show_formula(*words.sample_formulas(samples, chosen, pixel, sample - 1, names))
    ui.show_source(augment, chosen.draw, chosen.apply, warp, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.samples_script(samples, chosen, strength, seed),
        tables={"chances": lambda: words.table_of_chances(samples, names)},
        figures={"samples": figure},
    )


def choose_image():
    """The picture in channels, its class, the names of all classes, and the crowd to mix with."""
    chosen = ui.choose("Picture", IMAGES, key=f"{SLUG}.image")
    if chosen == "digit":
        index = ui.live_slide("Digit no.", 0, 1796, 6, key=f"{SLUG}.digit", step=1)
        st.caption(words.DIGITS)
        names = [str(digit) for digit in range(10)]
        digit = digits().images[index : index + 1]
        return digit, int(digits().labels[index]), names, grid.crowd_of_digits(index)
    names = [photo.label.lower() for photo in PICTURES.values()]
    if chosen == "upload":
        own = ui.upload_image("Your picture (it stays in this session)", key=f"{SLUG}.upload")
        if own:
            gray = grid.in_three(from_bytes(own.width, own.height, own.levels))
            return gray, len(names), [*names, "yours"], grid.crowd_of_photos(but="")
        st.caption("In gray. Until you choose one, the cat stays.")
        chosen = "cat"
    st.caption(words.credit(chosen))
    return grid.photo(chosen), list(PICTURES).index(chosen), names, grid.crowd_of_photos(but=chosen)


def measured(chosen, strength, n):
    """Trainings without and with, and their accuracies on digits changed alike."""
    plain, augmented = (
        ("none", 0.0, n, study.STEPS),
        (chosen.key, strength, n, study.STEPS),
    )
    pair = trained(*plain), trained(*augmented)
    if chosen.key in MIXING:
        return *pair, None
    by = (chosen.key, strength)
    return *pair, (on_changed(*plain, *by), on_changed(*augmented, *by))


def choose_many():
    """How many digits are learned from."""
    return int(ui.choose("Digits to learn from", MANY, key=f"{SLUG}.many", default="100"))


def show_effect(controls, picture, chosen, strength):
    """What one augmentation does to learning."""
    with controls:
        n = choose_many()
        st.caption(words.SET_UP)
    without, with_it, changed = measured(chosen, strength, n)
    figure = learning_and_scores(without, with_it, changed, chosen.label.lower())
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.effect",
            caption=words.tell_effect(without, with_it, changed, chosen, strength, n),
        )
        ui.show_formula(*words.effect_formulas(without, with_it, changed))
    ui.show_source(
        study.train_on_digits, study.changed, augment, chosen.draw, chosen.apply, slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.effect_script(chosen, strength, n),
        tables={"seeds": lambda: words.table_of_seeds(without, with_it, changed)},
        figures={"effect": figure},
    )


def show_all(controls, picture, chosen, strength):
    """Every augmentation at its usual strength, today's at today's."""
    with controls:
        n = choose_many()
        st.caption("All at their usual strength, the chosen one at today's. " + words.SET_UP)
    strengths = {key: entry.knobs[0].default for key, entry in AUGMENTATIONS.items()}
    strengths[chosen.key] = strength
    with picture, st.empty():
        found = {}
        for k, (key, entry) in enumerate(AUGMENTATIONS.items()):
            st.progress(k / len(AUGMENTATIONS), f"Training with {entry.label.lower()} …")
            found[key] = measured(entry, strengths[key], n)
        st.empty()
    plain = [study.paired_difference(w.test[-1], o.test[-1]) for o, w, _ in found.values()]
    alike = [c and study.paired_difference(c[1], c[0]) for _, _, c in found.values()]
    labels = [entry.label for entry in AUGMENTATIONS.values()]
    without, with_it, _ = found[chosen.key]
    figure = all_effects(labels, plain, alike, list(AUGMENTATIONS).index(chosen.key))

    def choose_row(x, y):
        st.session_state[f"{SLUG}.augmentation"] = list(AUGMENTATIONS)[
            min(len(labels) - 1, max(0, round(y)))
        ]

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.all",
            caption=words.tell_all(labels, plain, n, chosen.label, without, with_it),
            on_click=choose_row,
        )
        ui.show_formula(*words.effect_formulas(*found[chosen.key]))
    ui.show_source(
        study.train_on_digits, study.changed, study.paired_difference, augment, slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.effect_script(chosen, strength, n),
        tables={"effects": lambda: words.table_of_effects(labels, strengths, plain, alike)},
        figures={"all": figure},
    )
