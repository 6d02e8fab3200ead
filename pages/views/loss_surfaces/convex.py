"""View: what convex means, and a hunt for the chord that proves a surface not to be.

Question: can a straight chord ever dip under the ground?
First ten seconds: on the left a map with the worst of 20,000 random chords, on the right the same chord from the
side: the ground between its ends rises high above it. One such chord, and the surface is not convex.
"""

import streamlit as st

import ui
from charts import theme
from charts.loss_surfaces.chord import CHORD, chord_from_above, chord_from_the_side
from core.data_costs import DATA_COSTS, cost_surface, features_of
from core.entries import Knob
from core.studies.loss_surfaces.chord import (
    EQUATION,
    along_chord,
    chord_between,
    hunt_chord,
    least_curvature,
    proof_of_convexity,
)
from core.surfaces import SURFACES, sample
from pages.parts.loss_surfaces import chord as words
from pages.parts.loss_surfaces import ground

SLUG = "loss_surfaces_convex"
COSTS = {key: cost_surface(DATA_COSTS[key]) for key in ("logistic", "logistic_pair")}
GROUNDS = SURFACES | COSTS  # the line's cost is in the gallery
NAMES = {
    "regression": ("w", "b"),
    "hidden_unit": ("w", "v"),
    "logistic": ("w", "b"),
    "logistic_pair": ("w₁", "w₂"),
}
WHOSE = {"worst": "The worst one found", "own": "My own"}
COUNT = Knob(
    "count", "n", 20_000, (20, 200, 2_000, 20_000), "how many random chords within the window"
)
EXPERIMENTS = [
    ui.Experiment(
        "Over the hill",
        "Himmelblau's ground rises between its valleys, and one chord in five dips under it. The worst one found runs along the lower edge of the map, 244 under the ground.",
        {},
    ),
    ui.Experiment(
        "Every second one",
        "The saddle is as much hill as valley, and half of all chords fail. The whole map is shaded: it bends down along y everywhere.",
        {"surface": "saddle"},
    ),
    ui.Experiment(
        "None on the bowl",
        "None of 20,000, and none can: the Hessian is the same everywhere, both eigenvalues are 2. A chord's room over the bowl is t(1 − t) times its length squared.",
        {"surface": "bowl"},
    ),
    ui.Experiment(
        "Cross-entropy",
        "The cost of pass or fail is no parabola, and yet convex: whatever the data, the Hessian is a mean of c vvᵀ with c > 0. So there are no false valleys.",
        {"surface": "logistic"},
    ),
    ui.Experiment(
        "Too few",
        "Twenty chords on Beale's surface, and none fails. That proves nothing: the shaded ground bends down, and 20,000 chords find it.",
        {"surface": "beale", "count": 20, "seed": 6},
    ),
    ui.Experiment(
        "One that holds",
        "This chord stays above the ground, within a distance of 1 from the plateau's minimum. It proves nothing either: farther out the ground bends down.",
        {
            "surface": "plateau",
            "whose": "own",
            "plateau_a_x": 0.6,
            "plateau_a_y": 0.2,
            "plateau_b_x": -0.5,
            "plateau_b_y": -0.4,
        },
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "You walk downhill on a convex surface and come to a place where the slope is zero. How low is it?",
        ["The lowest there is", "Lowest nearby, perhaps not at all", "It may be a saddle"],
        "The lowest there is. If some place were lower, the chord to it would start downhill from here and the ground, below the chord, would have to slope down, too. "
        "That is why convex costs are safe to descend: no false valleys, no saddles.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“No chord failed, so it is convex.”** Chords can only disprove. What proves is a reason: a Hessian without a negative eigenvalue anywhere. "
        "**“One minimum means convex.”** The plateau has one, and Rosenbrock's valley too: neither is convex. "
        "**“Convex means one lowest point.”** There may be a whole valley of them, or none: a cost that falls for ever is convex all the same. "
        "And the cost of a network with hidden neurons is as a rule not convex: swap two of them, and the same network stands elsewhere on the map, with worse ones in between."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        surface = ui.pick("Surface", GROUNDS, key=f"{SLUG}.surface", default="himmelblau")
        left, right = st.columns([3, 2])
        with left:
            count = int(ui.turn(COUNT, key=f"{SLUG}.count", label="Chords tried"))
        with right:
            seed = ui.number("Seed", 0, 999, 0, key=f"{SLUG}.seed")
        whose = ui.choose("Chord shown", WHOSE, key=f"{SLUG}.whose")
        hunt = hunt_chord(surface, count, seed=seed)
        own, put_end = choose_ends(surface) if whose == "own" else (None, None)

    chord = hunt.worst
    if own or chord is None:
        chord = chord_between(surface, *(own or resting_ends(surface)))
    profile = along_chord(surface, chord.a, chord.b)
    grid = sample(surface, 64)
    curvature = least_curvature(surface, grid.x, grid.y[:, None])
    names = NAMES.get(surface.key, ("x", "y"))
    chart = chord_from_above(
        grid,
        curvature,
        chord,
        names=names,
        log_scale=surface.log_scale,
        square=surface.key not in ("ravine", "logistic"),  # windows much longer than wide
        view=surface.key,
    )
    side = chord_from_the_side(profile, chord, view=surface.key)

    with picture:
        left, right = st.columns([1, 1])
        with left:
            ui.show_figure(
                chart,
                key=f"{SLUG}.map_{surface.key}",
                caption=words.tell_hunt(surface, hunt, float((curvature < 0).mean())),
                on_click=put_end,
            )
        with right:
            ui.show_figure(
                side, key=f"{SLUG}.side", caption=words.tell_chord(chord, mine=bool(own))
            )
        ui.show_formula((EQUATION, words.with_numbers(chord, CHORD, theme.FORWARD)))
    ui.show_source(hunt_chord, along_chord, least_curvature, proof_of_convexity, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(surface, count, seed, chord),
        tables={
            "profile": lambda: words.table_of_profile(profile),
            "heights": lambda: ground.table_of_heights(grid, names),
        },
        figures={"map": chart, "side": side},
    )


def resting_ends(surface):
    """Two points for a chord where none is worth showing: across the window, well inside."""
    inset = [(0.8 * low + 0.2 * high, 0.2 * low + 0.8 * high) for low, high in surface.window]
    return tuple(zip(*inset, strict=True))


def choose_ends(surface):
    """Both ends of the reader's own chord, and what a click on the map does: it moves the nearer end."""
    ends, go = {}, {}
    for name, begin in zip("ab", resting_ends(surface), strict=True):
        ends[name], go[name] = ui.point(
            f"End {name},",
            surface.window,
            begin,
            slug=SLUG,
            name=f"{surface.key}_{name}",
            axes=NAMES.get(surface.key, ("x", "y")),
        )

    def put(x, y):
        go[words.nearer((x, y), ends, surface.window)](x, y)

    return (ends["a"], ends["b"]), put


def script(surface, count, seed, chord):
    """Today's hunt and chord as a script that needs NumPy alone."""
    cost = DATA_COSTS.get(surface.key)
    value = cost.value if cost else surface.value
    data = {"features": features_of(cost.x), "targets": cost.targets} if cost else {}
    main = words.printing(surface, value.__name__, data, count, seed, chord)
    return ui.stand_alone(value, hunt_chord, chord_between, main=main)
