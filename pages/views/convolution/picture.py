"""View: what a kernel makes of a whole picture.

Question: what do nine numbers make of a photograph?
First ten seconds: a tower, and beside it nothing but its edges, white where the brightness changes fastest, whatever
the direction. On the right what such a kernel does to waves: it lets even ground vanish.
"""

from functools import partial

import streamlit as st

import ui
from charts.convolution.filtered import before_and_after
from core.convolution import convolve
from core.kernels import KERNELS
from core.studies.convolution.filtering import (
    edge_strength,
    filter_image,
    frequency_response,
    in_a_row,
    separate,
)
from pages.parts.convolution import picture_words as words
from pages.parts.convolution.large_images import choose_large
from pages.parts.convolution.patch_choices import choose_kernel

SLUG = "convolution_picture"
HOW = {"edges": "Edges", "one": "One kernel", "two": "Two in a row"}
EXPERIMENTS = [
    ui.Experiment(
        "Edges of every direction",
        "Sobel x sees upright edges, Sobel y level ones. The length of the two answers together sees both: white wherever the brightness changes fast.",
        {},
    ),
    ui.Experiment(
        "Blur",
        "The Gaussian lets slow waves pass, and extinguishes the fastest: its response is 1 in the middle and 0 at the rim. It is a column times a row, so 6 multiplications do for 9.",
        {"how": "one", "kernel": "gaussian", "image": "flower"},
    ),
    ui.Experiment(
        "Sharpen",
        "Even ground stays as it is, the fastest wave becomes 9 times as high, and so does noise. Some pixels leave the range from 0 to 255: drawn black or white.",
        {"how": "one", "kernel": "sharpen"},
    ),
    ui.Experiment(
        "Two blurs are one",
        "Twice the 3 × 3 Gaussian is once a 5 × 5 one: 18 multiplications a pixel in two steps, 25 in one. Split into a column and a row it takes 10.",
        {"how": "two", "kernel": "gaussian", "then": "gaussian", "image": "flower"},
    ),
    ui.Experiment(
        "Blur, then compare",
        "The Laplacian after a blur: spots and edges of a few pixels answer; of random grain comes through a seventh of what the Laplacian alone makes of it. Neither even ground (factor 0) nor the fastest wave (factor 0) comes through.",
        {"how": "two", "kernel": "gaussian", "then": "laplacian"},
    ),
    ui.Experiment(
        "Not to be split",
        "Outline is no product of a column and a row: all 9 multiplications remain.",
        {"how": "one", "kernel": "outline", "image": "flower"},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "First Sobel x, then the Gaussian; or first the Gaussian, then Sobel x. Does the order matter?",
        ["Yes, edges first", "Yes, blur first", "No"],
        "No, except within a pixel or two of the border. Two kernels in a row are one kernel, their full convolution, and that is the same whichever comes first: here 5 × 5 weights. With a bend between them, as in a network, it does matter: that is what makes depth worth having.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Sharpening brings lost detail back.”** It multiplies what is there, and noise with it. A wave that a blur has extinguished stays extinguished: 9 times 0 is 0. "
        "**“Two layers of kernels see more than one.”** Without a bend between them they are one larger kernel. "
        "**“The map is a picture.”** Answers may be negative, or beyond 255. They are drawn in two colors around 0, or in a gray whose ends the caption names."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        subject = choose_large(SLUG)
        how = ui.choose("How", HOW, key=f"{SLUG}.how")
        if how == "edges":
            kernels, names = [KERNELS["sobel_x"].weights], ["Sobel x and Sobel y"]
        else:
            kernel, name, _ = choose_kernel(SLUG)
            kernels, names = [kernel], [name]
        if how == "two":
            then = ui.pick("Then", KERNELS, key=f"{SLUG}.then", default="laplacian")
            kernels, names = [*kernels, then.weights], [*names, then.label]
        st.caption(subject.credit)

    filtered = filter_image(subject.pixels, *kernels)
    strength = edge_strength(subject.pixels) if how == "edges" else None
    shown = filtered.stages[-1] if strength is None else strength[2]
    response = frequency_response(filtered.kernel)
    whole = (0.0, float(subject.most))
    before = (filtered.stages[0], ends_of(kernels[0], filtered.stages[0], subject.most))
    figure = before_and_after(
        before if how == "two" else (subject.pixels, whole),
        (shown, ends_of(filtered.kernel, shown, subject.most)),
        response,
        titles=titles(how, names),
    )
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.pictures",
            caption=words.tell(
                subject,
                names,
                filtered,
                shown,
                ends_of(filtered.kernel, shown, subject.most),
                response,
            ),
        )
        st.caption(words.tell_split(kernels, filtered.kernel, shown.size, both=how == "edges"))
        ui.show_formula(*words.formulas(kernels, filtered.kernel, response, strongest(strength)))
    ui.show_source(
        *(filter_image, in_a_row, edge_strength, frequency_response, separate, convolve), slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(subject, kernels, strength is not None),
        tables={
            "kernel": partial(words.table_of, filtered.kernel),
            "response": partial(words.table_of, response),
            "answers": partial(words.table_of, shown),
        },
        figures={"pictures": figure},
    )


def titles(how, names):
    """What stands above the three panels."""
    left = f"after {names[0]}" if how == "two" else "the picture"
    right = {"edges": "strength of its edges", "one": names[0], "two": f"then {names[-1]}"}[how]
    return left, right, "waves (Sobel x)" if how == "edges" else "waves"


def ends_of(kernel, answers, most):
    """What is drawn darkest and brightest: around 0 for a kernel that compares, in gray for one that keeps brightness."""
    keeps = float(kernel.sum())
    if keeps > 1e-9:
        return 0.0, most * keeps
    top = float(abs(answers).max()) or 1.0
    return (0.0, top) if answers.min() >= 0 else (-top, top)


def strongest(strength):
    """Where the strongest edge is, and what makes it."""
    if strength is None:
        return None
    across, down, length = strength
    i, j = divmod(int(length.argmax()), length.shape[1])
    return i, j, across[i, j], down[i, j], length[i, j]
