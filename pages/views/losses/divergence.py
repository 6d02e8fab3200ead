"""View: the Kullback-Leibler divergence of two distributions, there and back.

Question: how far is one distribution from another, and is the way back as long?
First ten seconds: how often each weather comes, beside what a forecast believes. What each kind of weather adds to the
divergence, once weighed by what happens and once by what is believed: two different sums, there and back.
"""

import streamlit as st

import ui
from charts import theme
from charts.losses.divergence import there_and_back
from core.entropy_losses import cross_entropy, divergence_terms, kl_divergence
from core.softmax_steps import entropy
from core.studies.losses.divergence import compare, mix, shares

SLUG = "losses_divergence"
OUTCOMES = ("sun", "cloud", "rain", "snow", "fog", "hail")
P = (50.0, 30.0, 15.0, 5.0, 10.0, 2.0)
Q = (20.0, 30.0, 10.0, 40.0, 10.0, 8.0)
Q_OF_THREE = (10.0, 30.0, 60.0)  # the first three of Q would be nearly as far there as back
MOST = 1000.0
EXPERIMENTS = [
    ui.Experiment(
        "There and back",
        "KL(p‖q) = 0.4150, KL(q‖p) = 0.6080: the way back is longer. There, snow counts with the 5 % that happen and even takes something off; back, with the 40 % that are believed, it adds 0.832, more than the whole sum: sun and rain take something off.",
        {},
    ),
    ui.Experiment(
        "Change places",
        "p and q swapped, in the boxes too: the two numbers change places. Neither is *the* distance; each belongs to a direction.",
        {"swap": True},
    ),
    ui.Experiment(
        "The forecast is right",
        "q = p: every logarithm is ln 1 = 0 and so are both divergences. The cross-entropy is not: 1.1421 nats are left, the entropy of the weather, which the best forecast cannot save.",
        {"q4": "50,30,15,5"},
    ),
    ui.Experiment(
        "Never say never",
        "q calls snow impossible, but it happens, 5 times in 100: KL(p‖q) = ∞, whatever the rest looks like. Back it is finite, for q never asks about snow.",
        {"q4": "40,30,30,0"},
    ),
    ui.Experiment(
        "No idea",
        "q says 1/4 to everything: then H(p, q) = ln 4 = 1.3863 whatever happens, and KL(p‖q) = ln 4 − H(p) = 0.2442: what there was to know about the weather.",
        {"q4": "1,1,1,1"},
    ),
    ui.Experiment(
        "Halfway to the truth",
        "Half of the way from q to p leaves less than half of the divergence: 0.1305 of 0.4150. Drag on: it falls to 0, and is flat there.",
        {"share": 0.5},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "It snows 5 times in 100. Forecast A says 0 %, forecast B says 40 %, at the expense of the sun. Which one is further from p, by KL(p‖q)?",
        ["A, by five percent", "B, it is wrong by much more", "A, infinitely"],
        "A, infinitely: p ln(p/q) = 0.05 · ln(0.05/0) has no bound, since A called impossible what happens. B pays for its snow only in what the other weathers lost. For the same reason cross-entropy never lets a classifier be quite sure: one sure miss outweighs everything else.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“KL is a distance.”** It is not: there and back differ, and the way over a third distribution can be shorter. The Jensen–Shannon divergence is symmetric and never above ln 2, its square root is a distance. "
        "**“A negative term is a mistake.”** A single outcome may add less than nothing, where q is above p; the sum never is below 0. "
        "**“Cross-entropy or KL, that changes the training.”** With given targets p, H(p) is a constant: both have the same slopes along q. With one-hot targets H(p) = 0, and they are even the same number. "
        "And 0 · ln 0 counts as 0: what never happens costs nothing, whatever was believed."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        left, right = st.columns(2, vertical_alignment="center")
        with left:
            count = ui.slide("Outcomes", 3, 6, 4, key=f"{SLUG}.count")
        with right:
            swap = ui.switch("Swap p and q", key=f"{SLUG}.swap")
        names = ("q", "p") if swap else ("p", "q")
        of = dict(zip(("p", "q"), st.columns(2), strict=True))  # p stands left, whichever it is
        with of[names[0]]:
            p = choose_weights("p", P[:count], names[0])
        with of[names[1]]:
            q = choose_weights("q", Q[:count] if count > 3 else Q_OF_THREE, names[1])
        label = f"Move {names[1]} to {names[0]}"
        share = ui.live_slide(label, 0.0, 1.0, 0.0, key=f"{SLUG}.share", step=0.01)
        numbers = st.container()

    believed = mix(p, q, share)
    seen = compare(believed, p) if swap else compare(p, believed)
    outcomes = OUTCOMES[:count]
    figure = there_and_back(seen, outcomes=outcomes)

    with numbers:
        st.markdown(summary(seen))
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.both", caption=tell(outcomes, seen))
        ui.show_formula(*formulas(seen))
    ui.show_source(
        *(shares, divergence_terms, kl_divergence, entropy, cross_entropy, compare, mix), slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: script(outcomes, p, q, share, swap),
        tables={"outcomes": lambda: table_of(outcomes, seen)},
        figures={"both": figure},
    )


def choose_weights(letter, example, name):
    """Weights of the outcomes, under today's name; the example's where all of them are 0."""
    count = len(example)
    weights = ui.number_list(
        f"Weights of {name}, any scale",
        OUTCOMES[:count],
        example,
        key=f"{SLUG}.{letter}{count}",
        low=0.0,
        high=MOST,
        step=1.0,
        columns=2,
    )
    if any(weights):
        return weights
    ui.warn(f"At least one weight of {name} must be above 0. The numbers of the example stay.")
    return example


def tell(outcomes, seen):
    """Both divergences in one sentence, infinity said aloud."""
    text = f"KL(p‖q) = {plain(seen.kl_pq)} nats, KL(q‖p) = {plain(seen.kl_qp)} nats; H(p, q) = H(p) + KL(p‖q) = {plain(seen.entropy_p)} + {plain(seen.kl_pq)} = {plain(seen.cross_pq)}."
    for letter, other, first, second in (("p", "q", seen.p, seen.q), ("q", "p", seen.q, seen.p)):
        lost = [o for o, a, b in zip(outcomes, first, second, strict=True) if a > 0 and b == 0]
        if lost:
            text += f" KL({letter}‖{other}) is infinite: {other} has no share for {' and '.join(lost)}, {letter} has."
    return text


def summary(seen):
    """All numbers, there and back."""
    rows = (
        ("entropy", seen.entropy_p, seen.entropy_q),
        ("divergence", seen.kl_pq, seen.kl_qp),
        ("cross-entropy", seen.cross_pq, seen.cross_qp),
        ("Jensen–Shannon", seen.jensen_shannon, seen.jensen_shannon),
    )
    head = ["| nats | p to q | q to p |", "|---|---:|---:|"]
    return "\n".join(
        head + [f"| {name} | {plain(there)} | {plain(back)} |" for name, there, back in rows]
    )


def plain(value):
    """Six places; infinity as such."""
    return "∞" if value > 1e308 else ui.typeset(f"{value + 0.0:.6f}")


def formulas(seen):
    """Both divergences and the cross-entropy: in symbols, then with the numbers of every outcome."""
    loss = rf"\textcolor{{{theme.LOSS}}}"
    ways = (("p", "q", seen.p, seen.q, seen.kl_pq), ("q", "p", seen.q, seen.p, seen.kl_qp))
    pairs = [
        (
            rf"{loss}{{\mathrm{{KL}}({a} \| {b})}} = \sum_i {painted(a, a + '_i')} \ln \frac{{{painted(a, a + '_i')}}}{{{painted(b, b + '_i')}}}",
            rf"{sum_of(a, b, first, second)} = {loss}{{{tex(total)}}}",
        )
        for a, b, first, second, total in ways
    ]
    return (
        *pairs,
        (
            rf"H(p, q) = H(p) + {loss}{{\mathrm{{KL}}(p \| q)}}",
            rf"{tex(seen.cross_pq)} = {tex(seen.entropy_p)} + {loss}{{{tex(seen.kl_pq)}}}",
        ),
    )


def sum_of(a, b, first, second):
    """The terms with their numbers; where the first share is 0 there is nothing to add."""
    terms = []
    for x, y in zip(first, second, strict=True):
        weight, ratio = (
            painted(a, ui.tex(x)),
            rf"\frac{{{painted(a, ui.tex(x))}}}{{{painted(b, ui.tex(y))}}}",
        )
        terms.append(rf"{weight} \ln {ratio}" if x > 0 else "0")
    lines = [" + ".join(terms[i : i + 3]) for i in range(0, len(terms), 3)]
    return r"\\[3pt] {} + ".join(lines)


def painted(letter, text):
    """What belongs to p or to q, in the color of its bars."""
    return rf"\textcolor{{{theme.TARGET if letter == 'p' else theme.FORWARD}}}{{{text}}}"


def tex(value):
    """A number in LaTeX, infinity included."""
    return r"\infty" if value > 1e308 else ui.tex(value, 6)


def table_of(outcomes, seen):
    """Both distributions and their terms, a row an outcome."""
    return {
        "outcome": outcomes,
        "p": seen.p,
        "q": seen.q,
        "p_ln_p_over_q": seen.p_terms,
        "q_ln_q_over_p": seen.q_terms,
    }


def script(outcomes, p, q, share, swap):
    """Today's two distributions as a script that needs NumPy alone."""
    order = "q, p" if swap else "p, q"
    main = f"""
np.seterr(divide="ignore")  # what is held impossible surprises infinitely
p, q = shares(np.array({tuple(p)!r})), shares(np.array({tuple(q)!r}))
q = {share!r} * p + (1 - {share!r}) * q
p, q = {order}
for name, *row in zip({outcomes!r}, p, q, divergence_terms(q, p), divergence_terms(p, q)):
    print(name, *map(float, row))
print("KL(p||q)", kl_divergence(q, p))
print("KL(q||p)", kl_divergence(p, q))
print("H(p)", float(entropy(p)), "H(q)", float(entropy(q)))
print("H(p,q)", cross_entropy(q, p), "H(q,p)", cross_entropy(p, q))
"""
    return ui.stand_alone(
        shares, divergence_terms, kl_divergence, entropy, cross_entropy, main=main
    )
