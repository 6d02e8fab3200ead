"""View: dropout from close by.

Question: what does a network learn while half of it is switched off?
First ten seconds: a small trained network with some units hollow and cut off; beside it the line that what is left
draws, gold, among those of a hundred other such remnants and the black one of the whole network; below, their answers
at the cross: a wide heap, and two upright lines, the whole network's and the mean of all remnants, that do not even agree on the class.
"""

import streamlit as st

import ui
from charts.regularization.dropped_maps import maps_in_rows
from charts.regularization.many_masks import means_settle
from charts.regularization.scalings import answers_and_signal
from charts.regularization.thinned_network import network_plane_and_answers
from core.dropout import SCALINGS, draw_mask, inverted_dropout, spatial_mask, thinned
from core.entries import Knob
from core.images import PICTURES
from core.kernels import KERNELS
from core.studies.regularization import dropout_network as study
from core.studies.regularization.dropped_maps import (
    SEEN,
    drop_maps,
    feature_maps,
    picture_for_maps,
    told_by_neighbors,
)
from core.studies.regularization.many_masks import over_many_masks
from pages.parts.regularization import dropout_scripts as scripts
from pages.parts.regularization import dropout_words as words

SLUG = "regularization_dropout"
DROP = Knob(
    "p",
    "p",
    0.3,
    (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9),
    "probability that a unit is dropped; the network is trained with it, too",
)
PARTS = {
    "thin": "Networks",
    "mean": "Means",
    "scale": "Scaling",
    "maps": "Maps",
}
LAYERS = {"1": "12 units", "2": "8 + 8"}
UNITS = {"logit": "logit", "probability": "probability"}
IMAGES = {**{key: PICTURES[key].label for key in ("palace", "cat", "coffee")}, "digit": "Digit"}
EXPERIMENTS = [
    ui.Experiment(
        "Nearly the mean",
        "Two hidden layers, and a point between the moons. Averaged over all 65,536 sub-networks the logit is 0.436: class 1. The whole network says −0.619: class 0. It is a short cut to the mean, often close to it, and not it.",
        {},
    ),
    ui.Experiment(
        "Exactly the mean",
        "One hidden layer. The logit is linear in what is dropped, so the mean over all 4,096 sub-networks *is* the whole network's logit: 1.173, to the last digit. The violet line lies on the black one.",
        {"layers": "1"},
    ),
    ui.Experiment(
        "Bend it, and it is off",
        "The same network, its answers as probabilities. The sigmoid comes after the mean here and before it there: 0.764 for the whole network, 0.718 for the mean of all sub-networks.",
        {"layers": "1", "unit": "probability"},
    ),
    ui.Experiment(
        "It comes to rest",
        "The mean of 10,000 drawn masks settles in the funnel ±2σ/√n around what all masks together say. Each unit's own mean, gold, is its value without dropout: that is what the 1/q is for.",
        {"part": "mean", "layers": "1"},
    ),
    ui.Experiment(
        "Never both",
        "Inverted and classic agree in every answer. Scale in training *and* at inference, and each of the two hidden layers passes on half of what the next one has learned to expect; held-out accuracy falls from 0.88 to 0.81. And the purple line, scaled by p, lies exactly on the right one: at p = 0.5 nobody notices.",
        {"part": "scale", "p": 0.5},
    ),
    ui.Experiment(
        "Whole maps",
        "Half of the pixels gone, and the four beside each still tell 91 % of what the blurred map had there, 64 % of the Sobel maps. A map that is dropped whole leaves nothing to copy from: what was in it must be said by another.",
        {"part": "maps", "p": 0.5},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "One hidden layer, inverted dropout. You ask all 4,096 sub-networks for their logit and take the mean, each weighted by its chance. How does it compare with the logit of the whole network?",
        ["It is smaller, by the factor q", "It is about the same", "It is exactly the same"],
        "Exactly the same. The logit is Σ vⱼ mⱼ aⱼ / q + c: linear in the masks, so the mean goes through it to each mⱼ, and the mean of mⱼ / q is q · 1/q = 1. With a second hidden layer a ReLU stands in between, the mean of a bent thing is not the bent mean, and “exactly” becomes “about”.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“At inference, multiply by the keep probability.”** Only with *classic* dropout, whose training leaves the kept units as they are. *Inverted* dropout has divided by q already, and inference scales nothing. One of the two, never both. And it is q, the share that is *kept*: to multiply by p instead is right at p = 0.5 and nowhere else. "
        "**“The whole network is the mean of its sub-networks.”** Exactly for the logit of one hidden layer, and then also for the normalized geometric mean of the probabilities; beyond another bend it is an estimate. "
        "**“Dropout always helps.”** It asks for spare units. This network has a dozen, and pays: over five seeds it gets 0.947 of the held-out points right without dropout and 0.923 with p = 0.5 (one hidden layer; with two, 0.949 and 0.899). "
        "**“Dropped units are removed.”** For one step. Their weights stay, get no slope in this step, and are back in the next."
    )


@st.cache_data(max_entries=60, show_spinner=False)
def trained(p, layers, seed):
    """The network, trained for real; a tenth of a second."""
    return study.train_with_dropout(*study.two_moons().train, p, layers, seed)


@st.cache_data(max_entries=30, show_spinner=False)
def lines_of(p, layers, seed):
    """The lines of its sub-networks: the same for every reader."""
    return study.lines_of(trained(p, layers, seed), 1 - p)


@st.cache_data(max_entries=300, show_spinner=False)
def answers_of(p, layers, seed, point):
    """What 100 of its sub-networks, and all of them together, say at one point."""
    return study.answers_at(trained(p, layers, seed), [point], 1 - p)


@st.cache_data(max_entries=12, show_spinner=False)
def seen_maps(image):
    """What eight kernels find in one of the pictures."""
    return feature_maps(picture_for_maps(image))


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        part = ui.choose("Look at", PARTS, key=f"{SLUG}.part")
        p = ui.turn(DROP, key=f"{SLUG}.p", label="Drop probability $p$")
    {"thin": show_thin, "mean": show_mean, "scale": show_scale, "maps": show_maps}[part](
        controls, picture, p
    )


def choose_network(p):
    """Hidden layers and seed, and the network that was trained so."""
    left, right = st.columns([1.6, 1], vertical_alignment="bottom")
    with left:
        layers = int(ui.choose("Hidden layers", LAYERS, key=f"{SLUG}.layers", default="2"))
    with right:
        seed = ui.number(
            "Seed", 0, 999, 0, key=f"{SLUG}.seed", help="Of the first weights and of the masks."
        )
    return layers, seed, trained(p, layers, seed)


def choose_point():
    """The point that is asked about."""
    return ui.point("Cross", ((-6.0, 6.0), (-6.0, 6.0)), (2.5, -0.5), slug=SLUG, name="at")


def show_thin(controls, picture, p):
    """A sub-network, its line and its answer among those of a hundred."""
    with controls:
        number = ui.live_slide("Sub-network no.", 1, study.MASKS, 14, key=f"{SLUG}.mask", step=1)
        layers, seed, network = choose_network(p)
        point, put = choose_point()
        unit = ui.choose("Answers as", UNITS, key=f"{SLUG}.unit")
    q = 1 - p
    now = study.way_through(network, [point], study.mask_no(network, q, number), q)
    answers = answers_of(p, layers, seed, point)
    lines, whole = lines_of(p, layers, seed)
    logit = unit == "logit"
    figure = network_plane_and_answers(
        now,
        study.two_moons().train,
        lines=lines,
        number=number,
        full_line=whole,
        answers=answers.logits if logit else answers.chances,
        full=answers.full_logit if logit else answers.full_chance,
        mean=answers.mean_logit if logit else answers.mean_chance,
        point=point,
        unit=unit,
    )
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.thin",
            caption=words.tell_thin(now, answers, number, point, logit),
            on_click=put,
        )
        ui.show_formula(*words.thin_formulas(network, now, answers, q))
    ui.show_source(
        *(draw_mask, inverted_dropout, study.way_through, thinned, study.every_answer),
        *(study.train_many_with_dropout, study.dropout_slopes),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.thin_script(p, layers, seed, point, number),
        tables={"answers": lambda: words.table_of_answers(answers)},
        figures={"thin": figure},
    )


def show_mean(controls, picture, p):
    """The mean over many masks."""
    with controls:
        layers, seed, network = choose_network(p)
        point, _ = choose_point()
        draws = ui.number("Seed of the 10,000 masks", 0, 9999, 0, key=f"{SLUG}.draws")
    q = 1 - p
    answers, many = (
        answers_of(p, layers, seed, point),
        over_many_masks(network, [point], q, draws),
    )
    figure = means_settle(
        *(many.n, many.mean, many.error),
        full=answers.full_logit,
        expected=answers.mean_logit,
        spread=answers.spread,
        units=many.units,
        unit_means=many.unit_means,
        unit_errors=many.unit_errors,
    )
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.mean", caption=words.tell_mean(many, answers, layers))
        ui.show_formula(*words.mean_formulas(many, answers, q))
    ui.show_source(over_many_masks, draw_mask, inverted_dropout, thinned, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.mean_script(p, layers, seed, point, draws),
        tables={
            "means": lambda: {"masks": many.n, "mean": many.mean, "standard_error": many.error},
            "units": lambda: {"without": many.units, "mean": many.unit_means},
        },
        figures={"mean": figure},
    )


def show_scale(controls, picture, p):
    """Right and wrong scaling at inference."""
    with controls:
        _, _, network = settings = choose_network(p)
    q, held = 1 - p, study.two_moons().test
    given = {key: study.asked(network, held.x, s, q) for key, s in SCALINGS.items()}
    scores = {key: study.score(logits, held.y) for key, logits in given.items()}
    ps, signals = study.signals()
    figure = answers_and_signal(
        given["inverted"][:, 0],
        {key: logits[:, 0] for key, logits in given.items()},
        {key: scaling.label for key, scaling in SCALINGS.items()},
        p=ps,
        signals=signals,
        now=p,
    )
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.scale", caption=words.tell_scale(scores, p, held))
        with st.container(key="compact-table-of-scalings"):
            st.markdown(words.scale_table(scores, given, q))
        ui.show_formula(*words.scale_formulas(q))
    ui.show_source(inverted_dropout, thinned, study.twin, study.asked, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.scale_script(p, *settings[:2]),
        tables={"logits": lambda: {key: logits[:, 0] for key, logits in given.items()}},
        figures={"scale": figure},
    )


def show_maps(controls, picture, p):
    """Pixels or whole maps."""
    with controls:
        image = ui.choose("Picture", IMAGES, key=f"{SLUG}.image")
        seed = ui.number("Seed of the masks", 0, 9999, 1, key=f"{SLUG}.lots")
        st.caption(words.credit(image))
    dropped = drop_maps(seen_maps(image), p, seed)
    names = [KERNELS[key].label for key in SEEN]
    figure = maps_in_rows(dropped, names)
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.maps", caption=words.tell_maps(dropped, names, p))
        with st.container(key="compact-table-of-maps"):
            st.markdown(words.maps_table(dropped, names))
        ui.show_formula(*words.maps_formulas(dropped, 1 - p))
    ui.show_source(
        *(draw_mask, spatial_mask, inverted_dropout, drop_maps, told_by_neighbors), slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: scripts.maps_script(image, p, seed),
        tables={"maps": lambda: words.table_of_maps(dropped, names)},
        figures={"maps": figure},
    )
