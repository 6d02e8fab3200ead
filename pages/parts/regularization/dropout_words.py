"""What the view of dropout says in words, formulas and tables."""

import ui
from charts import theme
from core.dropout import SCALINGS
from core.images import PICTURES
from core.studies.regularization.dropout_network import MASKS

BLUE, GOLD, VIOLET = (
    rf"\textcolor{{{color}}}" for color in (theme.FORWARD, theme.GOLD, theme.VIOLET)
)
DIGITS = "Handwritten digit: Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0."


def number(value):
    """Four digits; what is only rounding is 0."""
    return ui.short(value) if abs(value) > 1e-12 else "0"


def tex(value):
    """The same in LaTeX."""
    return ui.tex(value) if abs(value) > 1e-12 else "0"


def tell_thin(now, answers, no, point, logit):
    """Who is left, and what is said at the cross."""
    hidden = now.kept[1:-1]
    kept, units = (
        int(sum(sum(mask) for mask in hidden)),
        sum(len(mask) for mask in hidden),
    )
    said, all_said, whole, mean = (
        (answers.logits[no - 1], answers.logits, answers.full_logit, answers.mean_logit)
        if logit
        else (answers.chances[no - 1], answers.chances, answers.full_chance, answers.mean_chance)
    )
    unit = "logit" if logit else "probability"
    for_one = int((answers.logits > 0).sum())
    return (
        f"Sub-network no. {no} keeps {kept} of {units} hidden units. At the cross, ({ui.short(point[0])}, {ui.short(point[1])}), "
        f"its {unit} is {number(said)}; the whole network's is {number(whole)}, and the mean over all {2**units:,} sub-networks, "
        f"each as likely as it is, {number(mean)}. Of the {MASKS} drawn, from {number(min(all_said))} to {number(max(all_said))}, "
        f"{for_one} say class 1."
    )


def thin_formulas(network, now, answers, q):
    """One unit, the logit, and the mean over every mask: in symbols and with today's numbers."""
    layer = len(now.layers) - 2
    a, mask = now.layers[layer], now.kept[layer]
    v, c = network.weights[-1][:, 0], float(network.biases[-1][0])
    kept = [j for j in range(len(a)) if mask[j] and a[j]] or [j for j in range(len(a)) if mask[j]]
    terms = " ".join(signed(f"{v[j]:.4g}", f"{a[j]:.4g}") for j in kept[:3]).removeprefix("+ ")
    rest = r" + \cdots" if len(kept) > 3 else ""
    total = float(now.layers[-1][0])
    pairs = [
        (
            rf"{GOLD}{{\tilde a_j}} = \frac{{m_j}}{{q}}\, {BLUE}{{a_j}}, \quad P(m_j = 1) = q = 1 - p, \quad "
            rf"{GOLD}{{z}} = \sum_j v_j\, {GOLD}{{\tilde a_j}} + c",
            rf"q = {q:.4g}, \quad {GOLD}{{z}} = {terms}{rest} {plus(c)} = {GOLD}{{{tex(total)}}}",
        )
    ]
    mean, whole = tex(answers.mean_logit), tex(answers.full_logit)
    one_layer = len(now.layers) == 3
    promised = "=" if one_layer else r"\approx"
    relation = "=" if one_layer or abs(answers.mean_logit - answers.full_logit) < 1e-12 else r"\ne"
    pairs.append(
        (
            rf"{VIOLET}{{E[z]}} = \sum_{{\text{{all }} m}} P(m)\, z(m) \;{promised}\; z(\text{{whole network}})",
            rf"{VIOLET}{{{mean}}} {relation} {whole}, \qquad E[\sigma(z)] = {VIOLET}{{{tex(answers.mean_chance)}}}, \quad "
            rf"\sigma(z(\text{{whole}})) = {tex(answers.full_chance)}",
        )
    )
    return pairs


def signed(v, a):
    """A product of two numbers, its sign in front, in LaTeX."""
    sign = "-" if v.startswith("-") else "+"
    return rf"{sign} {ui.tex(float(v.lstrip('-')))} \cdot {ui.tex(float(a))}"


def plus(value):
    """A number with its sign in front, in LaTeX."""
    return f"{'-' if value < 0 else '+'} {ui.tex(abs(value))}"


def tell_mean(many, answers, layers):
    """Where the mean has come to, and how far that is from the two levels."""
    last, error = float(many.mean[-1]), float(many.error[-1])
    gap = answers.full_logit - answers.mean_logit
    where = (
        "the same as the whole network's"
        if abs(gap) < 1e-9
        else f"while the whole network says {number(answers.full_logit)}"
    )
    worst = max(
        range(len(many.units)), key=lambda j: abs(float(many.unit_means[j] - many.units[j]))
    )
    return (
        f"Mean logit of {int(many.n[-1]):,} sub-networks: {number(last)} ± {number(error)} (standard error); over every mask there is: "
        f"{number(answers.mean_logit)}, {where}. Of the units, no. {worst + 1} is furthest from its own value: "
        f"{number(float(many.unit_means[worst]))} for {number(float(many.units[worst]))}."
    )


def mean_formulas(many, answers, q):
    """Why the mean of a unit stays, and how fast the mean of the logit settles."""
    j = max(range(len(many.units)), key=lambda i: float(many.units[i]))
    a, n = float(many.units[j]), int(many.n[-1])
    return (
        (
            rf"{GOLD}{{E\left[\frac{{m_j}}{{q}}\, a_j\right]}} = q \cdot \frac{{a_j}}{{q}} + (1 - q) \cdot 0 = {BLUE}{{a_j}}",
            rf"a_{{{j + 1}}}: \quad {q:.4g} \cdot \frac{{{tex(a)}}}{{{q:.4g}}} + {1 - q:.4g} \cdot 0 = {BLUE}{{{tex(a)}}}, \qquad "
            rf"\text{{measured: }} {GOLD}{{{tex(float(many.unit_means[j]))} \pm {tex(float(many.unit_errors[j]))}}}",
        ),
        (
            r"\text{standard error after } n \text{ masks} = \frac{\sigma}{\sqrt n}",
            rf"\frac{{{tex(answers.spread)}}}{{\sqrt{{{n}}}}} = {tex(answers.spread / n**0.5)}, \quad "
            rf"\text{{measured: }} {tex(float(many.error[-1]))}",
        ),
    )


def tell_scale(scores, p, held):
    """What each scaling gets right."""
    told = ", ".join(
        f"{SCALINGS[key].label.lower()} {score.accuracy:.3f} (loss {score.loss:.4f})"
        for key, score in scores.items()
    )
    return f"p = {p:g}. Share of the {len(held.y)} held-out points that are told right: {told}."


def scale_table(scores, given, q):
    """Each scaling with its factors, and how far off it is."""
    right = given["inverted"]
    rows = [
        f"| {scaling.label} | {scaling.training(q):.4g} | {scaling.inference(q):.4g} | {scaling.signal(q):.4g} | "
        f"{off(given[key], right):.4g} | {scores[key].loss:.4f} | {scores[key].accuracy:.3f} |"
        for key, scaling in SCALINGS.items()
    ]
    head = "| scaling | × in training | × at inference | signal | logit off by | loss | accuracy |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---:|", *rows])


def off(logits, right):
    """Mean distance from the right logits; what is only rounding is 0."""
    mean = float(abs(logits - right).mean())
    return mean if mean > 1e-12 else 0.0


def scale_formulas(q):
    """What a unit passes on, in training on average and at inference."""
    both, bug = SCALINGS["both"], SCALINGS["drop_probability"]
    return (
        (
            r"\text{signal} = \frac{\text{at inference}}{\text{in training, on average}} = \frac{s_{\text{inf}}\; a}{q\; s_{\text{train}}\; a}"
            r" \quad (\text{right: } 1)",
            rf"\text{{inverted: }} \frac{{1}}{{{q:.4g} \cdot 1/{q:.4g}}} = 1, \quad \text{{classic: }} \frac{{{q:.4g}}}{{{q:.4g} \cdot 1}} = 1, \quad "
            rf"\text{{both: }} \frac{{{q:.4g}}}{{{q:.4g} \cdot 1/{q:.4g}}} = {both.signal(q):.4g}, \quad "
            rf"\text{{times }} p\text{{: }} \frac{{{1 - q:.4g}}}{{{q:.4g} \cdot 1}} = {bug.signal(q):.4g}",
        ),
    )


def tell_maps(dropped, names, p):
    """How many pixels and which maps are gone, and what their neighbors tell."""
    gone = 1 - float(dropped.pixel_mask.mean())
    lost = [name for name, kept in zip(names, dropped.map_mask.ravel(), strict=True) if not kept]
    maps = f"{len(lost)} of {len(names)} maps ({', '.join(lost)})" if lost else "no map"
    told = [float(value) for value in dropped.guessed]
    best = max((value for value in told if value == value), default=None)
    tail = (
        ""
        if best is None
        else f" From the kept pixels beside it, up to {best:.0%} of a dropped pixel can be told ({names[told.index(best)]}); of a dropped map, nothing."
    )
    return f"p = {p:g}: in the second row {gone:.1%} of all pixels are dropped, in the third {maps}.{tail}"


def maps_table(dropped, names):
    """What the neighbors tell, map by map."""
    told = ["–" if v != v else ui.typeset(f"{v:.2f}") for v in map(float, dropped.guessed)]
    whole = ["kept" if kept else "dropped" for kept in dropped.map_mask.ravel()]
    return "\n".join(
        [
            "| map | " + " | ".join(names) + " |",
            "|---|" + "---:|" * len(names),
            "| told by neighbors, R² | " + " | ".join(told) + " |",
            "| third row | " + " | ".join(whole) + " |",
        ]
    )


def maps_formulas(dropped, q):
    """One lot a pixel, or one lot a map; the middle pixel of the first map with today's numbers."""
    c, h, w = dropped.maps.shape
    i, j = h // 2, w // 2
    value = float(dropped.maps[0, i, j])
    pixel, whole = float(dropped.pixel_mask[0, i, j]), float(dropped.map_mask[0, 0, 0])
    return (
        (
            r"\text{pixels: } \tilde x_{cij} = \frac{m_{cij}}{q}\, x_{cij}, \qquad \text{maps: } \tilde x_{cij} = \frac{m_c}{q}\, x_{cij}",
            rf"x_{{1,{i},{j}}} = {BLUE}{{{tex(value)}}}: \quad \frac{{{pixel:g}}}{{{q:.4g}}} \cdot {tex(value)} = {GOLD}{{{tex(pixel * value / q)}}}, \qquad "
            rf"\frac{{{whole:g}}}{{{q:.4g}}} \cdot {tex(value)} = {GOLD}{{{tex(whole * value / q)}}}",
        ),
        (
            r"\text{lots drawn: } c \cdot h \cdot w \text{ for pixels}, \quad c \text{ for maps}",
            rf"{c} \cdot {h} \cdot {w} = {c * h * w}, \quad {c}",
        ),
    )


def credit(image):
    """Whom to thank for a picture."""
    if image == "digit":
        return DIGITS
    photo = PICTURES[image]
    return f"{photo.credit}, {photo.license}; {photo.source}, cropped and in gray."


def table_of_answers(answers):
    """Every drawn sub-network's answer."""
    numbers = list(range(1, len(answers.logits) + 1))
    return {"sub_network": numbers, "logit": answers.logits, "probability": answers.chances}


def table_of_maps(dropped, names):
    """Every pixel of every map, as it is and twice dropped."""
    c, h, w = dropped.maps.shape
    return {
        "map": [name for name in names for _ in range(h * w)],
        "row": [i for _ in range(c) for i in range(h) for _ in range(w)],
        "column": [j for _ in range(c * h) for j in range(w)],
        "value": dropped.maps.ravel(),
        "pixels_dropped": dropped.pixels.ravel(),
        "maps_dropped": dropped.whole.ravel(),
    }
