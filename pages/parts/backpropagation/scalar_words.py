"""What the scalar view says: captions, formulas and tables of a run through an expression's graph."""

import re

import ui
from charts import theme
from core.studies.backpropagation.scalar_steps import symbol

MARKS = {"value": theme.FORWARD, "slope": theme.GRADIENT}
DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def tell(story, step, ways):
    """Where the walk stands, the value of the whole, and the chosen slope with the number of its paths."""
    run, names = story.run, story.names
    result = f"{pretty(names[-1])} = {ui.short(run.values[-1], 6)}"
    if step < len(story.steps):
        title = story.steps[step - 1].title if step else "Only what is given is known"
        at = f" ({now(story, step)})" if step else ""
        return f"Step {step} of {len(story.steps)}. {nice(title)}{at}."
    return (
        f"All is known: {result}, and ∂{pretty(names[-1])}/∂{pretty(ways.variable)} = {ui.short(ways.total, 6)}, "
        f"the sum over {ways.count:,} path{'s' if ways.count > 1 else ''}{shares(ways)}."
    )


def title(story, step):
    """The step, as it stands above the picture."""
    said = nice(story.steps[step - 1].title) if step else "What is given"
    return f"Step {step} of {len(story.steps)}. {said}"


def shares(ways):
    """What each path brings, where there are several and all are listed."""
    if not 1 < ways.count <= 4:
        return ""
    return ": " + ", ".join(ui.short(route.product) for route in ways.routes)


def now(story, step):
    """What the step found."""
    found, run = story.steps[step - 1], story.run
    value = run.values if found.phase == "forward" else run.gradients
    return ui.short(value[found.node], 6)


def pretty(name):
    """A name with its digits below the line."""
    found = re.fullmatch(r"([A-Za-zα-ω])_?(\d+)", name)
    return found[1] + found[2].translate(DIGITS) if found else name.replace("_", " ")


def nice(text):
    """A sentence with all its names so."""
    return re.sub(r"(?<![\w.])[A-Za-zα-ω]_?\d+(?![\w.])", lambda found: pretty(found[0]), text)


def formulas(story, step):
    """The formulas of the step, or what is given, in the colors of the picture."""
    if step:
        return [painted(pair) for pair in story.steps[step - 1].formulas]
    given = story.run.inputs
    numbers = (rf"\value{{{ui.tex(value)}}}" for value in given.values())
    return [painted((r",\quad ".join(map(symbol, given)), r",\quad ".join(numbers)))]


def painted(pair):
    """Both halves of a formula in the colors of the picture."""
    for mark, color in MARKS.items():
        pair = tuple(half.replace(rf"\{mark}{{", rf"\textcolor{{{color}}}{{") for half in pair)
    return pair


def table_of_ways(story, ways):
    """A row a path: through which nodes, the product of its local derivatives; below them the sum."""
    head = f"| paths of {pretty(ways.variable)} | product of local derivatives | brings |"
    rows = [
        f"| {through(story, route)} | {product(route)} | {ui.short(route.product, 6)} |"
        for route in ways.routes
    ]
    if ways.count > len(ways.routes):
        more = ways.count - len(ways.routes)
        rows.append(f"| and {more:,} more | | {ui.short(ways.others, 6)} |")
    whole = f"∂{pretty(story.names[-1])}/∂{pretty(ways.variable)}"
    rows.append(f"| **sum = {whole}** | | **{ui.short(ways.total, 6)}** |")
    return "\n".join([head, "|---|---|---:|", *rows])


def through(story, route):
    return " → ".join(pretty(story.names[i]) for i in route.nodes)


def product(route):
    """The factors of a path; nothing to multiply where the variable is the result itself."""
    if not route.slopes:
        return "1"
    factors = [ui.short(slope) for slope in route.slopes]
    return " · ".join(f"({text})" if text.startswith("−") else text for text in factors)


def table_of_check(checked, kink):
    """A row a variable: its slope as it came back, as measured by small steps, and whether both agree."""
    rows = [
        f"| {pretty(m.variable)} | {ui.short(m.derived, 7)} | {ui.short(m.measured, 7)} | {m.verdict} |"
        for m in checked
    ]
    note = (
        "\n\nA ReLU stands exactly on its kink: its slope counts as 0 there, by convention; small steps measure the middle of both sides."
        if kink
        else ""
    )
    return "\n".join(["| | came back | small steps | |", "|---|---:|---:|---|", *rows]) + note


def nodes_as_table(story):
    """A row a node: name, operation, what goes in, value, local derivatives, gradient."""
    run, names = story.run, story.names
    nodes = run.expression.nodes
    return {
        "node": names,
        "operation": [node.op for node in nodes],
        "of": [" ".join(names[a] for a in node.args) or "-" for node in nodes],
        "value": run.values,
        "local derivatives": [" ".join(map(repr, slopes)) or "-" for slopes in run.slopes],
        "gradient": [g if on else "-" for g, on in zip(run.gradients, run.moving, strict=True)],
    }


def ways_as_table(story, ways):
    """A row a path."""
    return {
        "path": [" ".join(story.names[i] for i in route.nodes) for route in ways.routes],
        "local derivatives": [" ".join(map(repr, route.slopes)) for route in ways.routes],
        "product": [route.product for route in ways.routes],
    }


def check_as_table(checked):
    """A row a variable."""
    return {
        "variable": [m.variable for m in checked],
        "came back": [m.derived for m in checked],
        "small steps": [m.measured for m in checked],
        "relative error": [m.error for m in checked],
        "verdict": [m.verdict for m in checked],
    }
