"""View: what one point of a cost surface says about the data that made it.

Question: what does one point of the cost surface say about the data?
First ten seconds: one model, twice. On the left it is a blue point on the map of all costs; on the right it is a blue
line that misses ten points by ten purple sticks. The mean of the sticks, squared, is the height of the point.
"""

import streamlit as st

import ui
from charts import theme
from charts.data_cost import cost_map
from charts.ground import AXES
from charts.loss_surfaces.data_space import among_data, among_pairs
from core.best_fit import normal_sums
from core.close_up import model_center, uphill
from core.data_costs import DATA_COSTS, best_fit, cost_surface, features_of, fit_at
from core.landscape import sample
from core.stationary import local_shape
from core.studies.loss_surfaces.model_drawn import curve, endless_way, even_odds, prediction_map
from core.studies.loss_surfaces.noisy_line import TRUE_LINE, draw_noisy_line, typical_error
from pages.parts.loss_surfaces import data_cost as words
from pages.parts.loss_surfaces import ground
from pages.parts.loss_surfaces import ground_formulas as formulas
from ui.examples import edit_examples

SLUG = "loss_surfaces_data"
SOURCES = {
    "line": "Ten points",
    "noisy": "A noisy line",
    "logistic": "Will I pass?",
    "logistic_pair": "Two inputs",
}
STARTS = {"logistic": (0.5, -0.5), "logistic_pair": (0.0, 1.0)}
ASTRAY = "0.79,0.72,1.55,1.58,2.21,2.06,2.89,2.95,3.52,0.5"
BEST = best_fit(DATA_COSTS["line"]).point
BEST_STUDENTS = best_fit(DATA_COSTS["logistic"]).point
EXPERIMENTS = [
    ui.Experiment(
        "Best line",
        f"w = {BEST[0]:.3f}, b = {BEST[1]:.3f} solves the normal equation: the slope is zero, and no other line has shorter sticks, squared and averaged.",
        {"line_x": BEST[0], "line_y": BEST[1]},
    ),
    ui.Experiment(
        "One point astray",
        "One example of ten has moved down by 3, and the best line tilts from w = 1.48 to 0.78. The bowl has moved; its shape is what it was, H has no y in it.",
        {"line_all_y": ASTRAY},
    ),
    ui.Experiment(
        "Best is not true",
        "These ten were made with w = 1.5, b = 0.5, and yet the best line has w = 2.19. Nothing went wrong: the line fits the noise of its ten points, too.",
        {"data": "noisy"},
    ),
    ui.Experiment(
        "500 examples",
        "The same noise, fifty times the data: the best line, w = 1.49, b = 0.51, is close to the truth. Its cost is no smaller: near 0.49, the noise squared, is what even the true line pays.",
        {"data": "noisy", "noisy_n": 500},
    ),
    ui.Experiment(
        "Will I pass?",
        "The point is a curve of probabilities now, and its cost the mean surprise. At the lowest point ½ is reached after 3.25 hours.",
        {"data": "logistic", "logistic_x": BEST_STUDENTS[0], "logistic_y": BEST_STUDENTS[1]},
    ),
    ui.Experiment(
        "No lowest point",
        "Two students changed their results, and now whoever studied 3.5 hours or more passed. The steeper the curve, the smaller the cost, for ever: there is no best model.",
        {
            "data": "logistic",
            "logistic_all_passed": "0,0,0,0,0,0,1,1,1,1,1,1",
            "logistic_x": 2.0,
            "logistic_y": -6.5,
        },
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "You move one of the ten points straight up. What happens to the bowl, the cost of all lines?",
        ["It gets steeper", "It moves, and keeps its shape", "It grows a second minimum"],
        "It moves, up or down too, and keeps its shape. Squared misses make a parabola whose curvature, 2FᵀF / n, holds the inputs x alone; "
        "the targets y decide where it lies. Move a point sideways, and the bowl changes its shape.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“The minimum of the cost is the true model.”** It is the model that fits these data best, noise included: turn to the noisy line, and set the noise to 0. "
        "**“There is always a best model.”** Not where one cut tells all the yes from all the no: logistic cost then falls for ever. "
        "**“The sticks are distances to the line.”** They are upright: the miss is in y alone, at the same x. "
        "And cross-entropy does not average sticks: a stick of 0.9 costs −log 0.1 = 2.3, one of 0.99 already 4.6."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        source = ui.choose("Data", SOURCES, key=f"{SLUG}.data")
        cost = DATA_COSTS["line" if source == "noisy" else source]
        spots = st.container()
        left, right = st.columns(2, vertical_alignment="bottom")
        noise = None
        if source == "noisy":
            x, targets, noise, put_example, chosen = *draw_from_a_line(), None, None
        else:
            x, targets, put_example, chosen = examples_by_hand(cost, right)
        surface, best = cost_surface(cost, x, targets), best_fit(cost, x, targets)
        with spots:
            point, go_to = ui.point(
                "Point",
                cost.window,
                STARTS.get(source, cost.start),
                slug=SLUG,
                name=source,
                axes=words.plain(cost.names),
            )
        with left:
            offer_best(source, cost, best)

    shape, fit = local_shape(surface, *point), fit_at(cost, *point, x, targets)
    grid, center = heights_of(cost.key, x, targets), model_center(shape)
    scale = float(grid.values.max())
    truth = TRUE_LINE if source == "noisy" else None
    square = source != "logistic"  # its window is three times as high as wide
    chart = cost_map(
        grid,
        shape,
        arrow=uphill(surface, shape),
        best=best.point if best.outcome == "one point" else None,
        center=center,
        endless=endless_way(best, point, cost.window),
        endless_name="falls for ever" if best.outcome == "separable" else "all as good",
        truth=truth,
        names=words.plain(cost.names),
        square=square,
        view=source,
    )
    data = draw_data(source, cost, point, x, targets, fit, best, chosen)

    with picture:
        left, right = st.columns([1, 1])
        with left:
            ui.show_figure(
                chart,
                key=f"{SLUG}.map_{source}",
                caption=words.tell_cost(shape, best, surface, square=square, scale=scale),
                on_click=go_to,
            )
        with right:
            off = typical_error(x, noise) if noise is not None else None
            ui.show_figure(
                data,
                key=f"{SLUG}.data_{source}",
                caption=words.tell_model(cost, shape, fit, x, best, truth, off, even_odds(*point)),
                on_click=put_example,
            )
        ui.show_formula(
            words.cost_formula(cost, shape, fit, theme.LOSS, scale),
            *formulas.slope_and_curvature(
                shape, cost.names, key=cost.key, slope=theme.GRADIENT, axes=AXES
            ),
            words.best_formula(cost, best, *normal_sums(features_of(x), targets), center),
        )
    ui.show_source(cost.value, cost.gradient, cost.hessian, cost.best, fit_at, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(cost, x, targets, point),
        tables={
            "examples": lambda: words.table_of_examples(x, targets, fit),
            "heights": lambda: ground.table_of_heights(grid, words.plain(cost.names)),
        },
        figures={"cost": chart, "data": data},
    )


@st.cache_data(max_entries=64, show_spinner=False)
def heights_of(key, x, targets):
    """The cost over its window: the same wherever the point is."""
    return sample(cost_surface(DATA_COSTS[key], x, targets), 64)


def draw_from_a_line():
    """A data set whose truth is known: inputs, targets and the noise in them."""
    n = ui.live_slide("Examples n", 2, 500, 10, key=f"{SLUG}.noisy_n", step=1)
    left, right = st.columns(2)
    with left:
        noise = ui.slide("Noise", 0.0, 2.0, 0.7, key=f"{SLUG}.noisy_noise", step=0.05)
    with right:
        seed = ui.number("Seed", 0, 999, 2, key=f"{SLUG}.noisy_seed")
    return *draw_noisy_line(n, noise, seed=seed), noise


def examples_by_hand(cost, corner):
    """The examples as the reader left them, what a click among them does, and which one it moves."""
    columns, put, which = edit_examples(cost, slug=SLUG, corner=corner)
    x, targets = words.examples_of(columns)
    try:
        cost_surface(cost, x, targets)
    except ValueError as error:
        ui.warn(f"No surface from these: {error}. The data of the example stay.")
        x, targets = cost.x, cost.targets
    return x, targets, put, which


def offer_best(source, cost, best):
    """A button that goes to the lowest point, if it is in the window."""
    inside = best.outcome == "one point" and all(
        low <= at <= high for at, (low, high) in zip(best.point, cost.window, strict=True)
    )

    def go():
        for axis, value in zip("xy", best.point, strict=True):
            st.session_state[f"{SLUG}.{source}_{axis}"] = value

    st.button(
        "Go to the best",
        key=f"{SLUG}.best",
        on_click=go,
        disabled=not inside,
        help="Solves the normal equation for a line; for probabilities, Newton's method goes there. Grey where there is no lowest point in this window.",
    )


def draw_data(source, cost, point, x, targets, fit, best, chosen):
    """The model among its data."""
    spans = words.wide_enough(words.SPANS[source], x, targets)
    look = {
        "chosen": chosen,
        "costs": fit.costs,
        "title": "The same model, among its data",
        "names": words.AXES_OF_DATA[source],
        "spans": spans,
        "view": f"{source} {spans}",
    }
    if source == "logistic_pair":
        odds = prediction_map(cost, *point, spans)
        return among_pairs(x, targets, fit.misses, odds, **look)
    name = "one of the best" if best.outcome == "valley" else "best"
    others = {} if best.point is None else {name: curve(cost, *best.point, *spans[0])}
    if source == "noisy":
        others["the truth"] = curve(cost, *TRUE_LINE, *spans[0])
    half = even_odds(*point) if source == "logistic" else None
    drawn = curve(cost, *point, *spans[0])
    return among_data(x, targets, fit.predictions, drawn, others=others, half=half, **look)


def script(cost, x, targets, point):
    """Today's model and data as a script that needs NumPy alone."""
    parts = (cost.value, cost.gradient, cost.hessian, local_shape, cost.of_one, cost.best)
    return ui.stand_alone(*parts, main=words.printing(cost, features_of(x), targets, point))
