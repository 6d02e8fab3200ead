"""What the views on backpropagation say of their numbers."""

import math

import ui
from charts import theme
from core.studies.backpropagation.labels import pretty
from core.studies.backpropagation.slope_check import STEP, slopes_of

MARKS = {
    "value": theme.FORWARD,
    "slope": theme.GRADIENT,
    "target": theme.TARGET,
    "wrong": theme.LOSS,
}
MOST_TOLD, MOST_NAMED = 6, 8
# Where a mistake can be seen at all.
NEEDS = {
    "too_early": "it takes a hidden layer, and an update that moves the weights behind it.",
    "no_bend": "it takes a hidden layer whose bend has a slope other than 1.",
    "one_path": "it takes a hidden unit that feeds several units.",
    "sum_for_output": "it takes a hidden layer with a bend.",
    "no_penalty": "it takes a λ above 0.",
}


def tell(story, step, lr):
    """The step in one sentence or two, and the loss as far as it is known."""
    now, known = story.steps[step - 1], story.known(step)
    name = "objective" if story.problem.l2 > 0 else "loss"
    losses = ""
    if "new_objective" in known:
        before, after = exact(known["objective"]), exact(known["new_objective"])
        losses = f"The {name} was {before}, after one update with η = {lr:g} it is {after}."
    elif name in known:
        losses = f"The {name} is {exact(known[name])}."
    if now.phase == "loss" or now.kind == "again":
        return f"{now.title}. {now.says} {losses}"
    found = [f"{spoken(key)} = {ui.short(value, 6)}" for key, value in now.found.items()]
    more = f" and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
    return f"{now.title}. {now.says} {', '.join(found[:MOST_TOLD])}{more}. {losses}"


def exact(value):
    """Nine digits after the point, as losses are published; fewer where that is too long."""
    plain = math.isfinite(value) and abs(value) < 1e6
    return f"{value:.9f}" if plain else ui.short(value, 6)


def spoken(name):
    """The name of a number as it is read: slope_w1 is ∂L/∂w₁, delta_h1 is δ at h₁."""
    kind, _, thing = name.rpartition("_")
    unit = pretty(thing)
    value = pretty(thing).replace("o", "ŷ", 1) if thing[1:].replace(".", "").isdigit() else thing
    return {
        "": value,
        "z": f"z at {unit}",
        "new": f"new {value}",
        "new_z": f"new z at {unit}",
        "slope": f"slope along {value}",
        "share": f"∂L/∂{value}",
        "pull": f"λ{value}",
        "d": f"∂L/∂{value}",
        "bend": f"φ′ at {unit}",
        "delta": f"δ at {unit}",
    }[kind]


def painted(formula):
    """A formula in the colors of the picture."""
    for mark, color in MARKS.items():
        formula = formula.replace(rf"\{mark}{{", rf"\textcolor{{{color}}}{{")
    return formula


def harmless(mistake, used, run):
    """Why a mistake changes no slope of this network; nothing where there is none, or where it does."""
    if mistake.key == "none" or slopes_of(used).tolist() != slopes_of(run).tolist():
        return ""
    return f" The mistake changes no slope here: {NEEDS[mistake.key]}"


def verdict(checked):
    """What the referee says, in two sentences."""
    wrong = [pretty(name) for name, off in zip(checked.names, checked.differs, strict=True) if off]
    count, kinked = len(checked.names), sum(checked.kinked)
    if wrong:
        more = f" and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
        fault = "are wrong" if checked.step <= STEP else "differ from what steps so large measure"
        says = f"**{len(wrong)} of {count} slopes {fault}: {', '.join(wrong[:MOST_NAMED])}{more}.**"
    elif kinked == count:
        says = "A unit stands on the kink of its activation: no slope can be measured there."
    else:
        says = f"All {count - kinked} slopes agree with what small steps measure."
    if 0 < kinked < count:
        says += f" {kinked} cannot be measured: a step crosses a kink."
    return f"{says} Measuring took {checked.evaluations} passes forward, the backward pass found them all in one."
