"""View: maxout, the higher of two planes.

Question: what does the higher of two planes draw?
First ten seconds: a landscape with a crease, where one plane hands over to the other; beside it a cut: two straight lines
and their upper edge, bent where they cross.
"""

import streamlit as st

import ui
from charts import theme
from charts.activations.maxout import higher_plane
from core.studies.activations.maxout import crease, cut_maxout, map_maxout, maxout, run_maxout

SLUG = "activations_maxout"
REACH = 3.0
WINDOW = ((-REACH, REACH), (-REACH, REACH))
NAMES = ("w₁₁", "w₂₁", "b₁", "w₁₂", "w₂₂", "b₂")  # from which input, to which plane
PLANES = (1.0, 0.5, 0.0, -0.5, 1.0, 0.5)
MOST = 10.0
EXPERIMENTS = [
    ui.Experiment(
        "Two planes, one crease",
        "Maxout answers with the higher of two weighted sums of the same inputs. At the point (1, −1) plane 1 wins by 0.5 to −1; along the violet crease both are equal, and there the answer bends.",
        {},
    ),
    ui.Experiment(
        "It is a ReLU",
        "Plane 2 is 0 everywhere: max(x₁, 0) is the ReLU of x₁. At x₁ = −2 the answer is 0, and so is its slope along both inputs.",
        {"planes": "1,0,0,0,0,0", "at_x": -2.0},
    ),
    ui.Experiment(
        "It is |x₁|",
        "Planes x₁ and −x₁: the higher of them is |x₁|, at −2 it is 2. A ReLU never does that; it takes two of them.",
        {"planes": "1,0,0,-1,0,0", "at_x": -2.0},
    ),
    ui.Experiment(
        "A leak that it learned",
        "Planes x₁ and 0.25 x₁: a leaky ReLU with α = 0.25. The leak is a weight here like any other, so training sets it.",
        {"planes": "1,0,0,0.25,0,0", "at_x": -2.0},
    ),
    ui.Experiment(
        "Parallel",
        "The same weights, but b₂ = 1: the planes never meet. Plane 2 wins everywhere, the answer is straight, and plane 1 never learns.",
        {"planes": "1,0.5,0,1,0.5,1"},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Which of these can one maxout unit, of however many planes, not draw?",
        ["|x|", "−|x|", "A straight line"],
        "−|x|. The higher of straight planes is always convex: it may bend up, never down. The layer after it can turn it round with a negative weight, and differences of two maxout units, each with enough planes, come as near to any continuous function as you like.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Maxout is max pooling.”** Pooling takes the highest of several *places* with one set of weights; maxout takes the highest of several *weighted sums* of the same inputs. "
        "**“It is an activation like any other.”** It is no function of one z: k planes need k times the weights. "
        "**“Its gradient can die like the ReLU's.”** Someone always wins, and the winner's bias always has slope 1. But a plane that never wins never learns. "
        "On the crease itself there is no slope, only an agreement: here the first plane counts as the winner."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        numbers = ui.number_list(
            "Planes: weights and bias of each",
            NAMES,
            PLANES,
            key=f"{SLUG}.planes",
            low=-MOST,
            high=MOST,
            step=0.25,
            columns=3,
        )
        x, go_to = ui.point("Input", WINDOW, (1.0, -1.0), slug=SLUG, name="at", axes=("x₁", "x₂"))
        place = st.container()
    w11, w21, b1, w12, w22, b2 = numbers
    weights, biases = ((w11, w12), (w21, w22)), (b1, b2)

    run = run_maxout(x, weights, biases)
    line = crease(weights, biases, WINDOW)
    cut = cut_maxout(weights, biases, x[1], WINDOW[0])
    seen = map_maxout(weights, biases, WINDOW)
    figure = higher_plane(seen, cut, x, float(run.value), crease=line)

    with place:
        st.markdown(slopes_in_words(x, run))
    with picture:
        caption = tell(x, run, line)
        ui.show_figure(figure, key=f"{SLUG}.map", caption=caption, on_click=go_to)
        ui.show_formula(*formulas(x, numbers, run))
    ui.show_source(maxout, run_maxout, cut_maxout, crease, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(x, weights, biases),
        tables={"cut": lambda: table_of_cut(cut), "map": lambda: table_of_map(seen)},
        figures={"map": figure},
    )


def tell(x, run, line):
    """Both planes at the point, the winner, and where they meet."""
    first, second = (ui.short(height) for height in run.planes)
    winner = int(run.winner) + 1
    tie = run.planes[0] == run.planes[1]
    wins = "both are equal, plane 1 counts" if tie else f"plane {winner} wins"
    told = f"At ({ui.short(x[0])}, {ui.short(x[1])}): plane 1 is {first}, plane 2 is {second}; {wins}, the answer is {ui.short(float(run.value))}."
    if line is None:
        return f"{told} No crease in sight. Click the map to move the point."
    (a, b), (c, d) = ([ui.short(place, 3) for place in end] for end in line)
    return f"{told} The crease runs from ({a}, {b}) to ({c}, {d}). Click the map to move the point."


def slopes_in_words(x, run):
    """What would move the answer, and how much: along each plane's weights and its bias."""
    rows = [
        f"| plane {i + 1} | {number(run.along_weights[0, i])} | {number(run.along_weights[1, i])} | {number(run.along_biases[i])} |"
        for i in range(2)
    ]
    head = ["| slope along | w₁ | w₂ | b |", "|---|---:|---:|---:|"]
    return "\n".join([*head, *rows])


def number(value):
    """Four digits, and never a minus before 0."""
    return ui.short(float(value) + 0.0)


def formulas(x, numbers, run):
    """Both planes and the higher one, then the slopes along the inputs."""
    pairs = []
    for i, color in enumerate((theme.FORWARD, theme.GOLD)):
        z = rf"\textcolor{{{color}}}{{z_{i + 1}}}"
        w1, w2, b = (bracketed(value) for value in numbers[3 * i : 3 * i + 3])
        pairs.append(
            (
                rf"{z} = w_{{1{i + 1}}} x_1 + w_{{2{i + 1}}} x_2 + b_{i + 1}",
                rf"{z} = {w1} \cdot {bracketed(x[0])} + {w2} \cdot {bracketed(x[1])} + {b} = {ui.tex(float(run.planes[i]))}",
            )
        )
    slope = rf"\textcolor{{{theme.GRADIENT}}}"
    along = r",\ ".join(ui.tex(float(value)) for value in run.along_x)
    winner = int(run.winner) + 1
    first, second = (ui.tex(float(height)) for height in run.planes)
    return (
        *pairs,
        (
            rf"a = \max(z_1, z_2), \quad {slope}{{\frac{{\partial a}}{{\partial x}}}} = w_{{\text{{winner}}}}",
            rf"a = \max({first},\ {second}) = {ui.tex(float(run.value))}, \quad {slope}{{\frac{{\partial a}}{{\partial x}}}} = w_{winner} = ({along})",
        ),
    )


def bracketed(value):
    """A number in LaTeX, in brackets where it begins with a minus."""
    return f"({ui.tex(value)})" if value < 0 else ui.tex(value)


def table_of_cut(cut):
    """Both planes along the cut, and the higher one."""
    first, second = cut.planes.T
    return {"x1": cut.x1, "plane_1": first, "plane_2": second, "maxout": cut.value}


def table_of_map(seen):
    """The answer at every place of the map, and whose it is."""
    places = [(a, b) for b in seen.x2 for a in seen.x1]
    x1, x2 = zip(*places, strict=True)
    return {"x1": x1, "x2": x2, "maxout": seen.value.ravel(), "winner": seen.winner.ravel() + 1}


def script(x, weights, biases):
    """Today's planes at today's point as a script that needs NumPy alone."""
    main = f"""
weights, biases = np.array({weights!r}), np.array({biases!r})  # a column for each plane
run = run_maxout(np.array({x!r}), weights, biases)
print("planes", *map(float, run.planes))
print("winner", int(run.winner) + 1)
print("maxout", float(run.value))
print("along x", *map(float, run.along_x))
print("crease", crease(weights, biases, {WINDOW!r}))
"""
    return ui.stand_alone(run_maxout, crease, main=main)
