"""What a worksheet says: how its numbers are named, what is asked, what each answer is told."""

from charts import theme
from charts.backpropagation.scalar_scene import sign_of
from charts.backpropagation.worksheet_scene import MISSING, graph_scene, network_scene
from core.expressions import parse_expression
from core.studies.backpropagation.scalar_steps import names_of
from core.studies.backpropagation.worksheet import GROUPS, hint, is_right, read_answer
from core.studies.backpropagation.worksheet_network import SIZES
from core.studies.backpropagation.worksheet_notation import (
    digits,
    filled_tex,
    filled_text,
    name_tex,
    name_text,
    split,
    symbols_tex,
    symbols_text,
)

LABELS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}


def result_of(sheet):
    """What the number is called whose slopes are sought."""
    return "f" if sheet.text else "L"


def say(sheet):
    """How this sheet writes a name."""
    return lambda name: name_text(name, result_of(sheet))


def judge(quantity, answer):
    """Whether an answer is right, and what its reader is told; nothing where there is none."""
    if not answer.strip():
        return False, ""
    try:
        value = read_answer(answer)
    except ValueError as error:
        return False, str(error)
    if is_right(quantity.value, value):
        return True, "Right."
    return False, f"Not yet. {hint(quantity, value)}".strip()


def shown(sheet, known, blanks):
    """What stands on the picture: all that is given or known, a question mark for what is asked."""
    texts = {name: digits(value) for name, value in sheet.given.items() if name != "eta"}
    values = sheet.values
    for quantity in sheet.quantities:
        if quantity.name in known and quantity.group != "again":
            texts[quantity.name] = digits(values[quantity.name])
        elif quantity.name in blanks:
            texts[quantity.name] = MISSING
    return texts


def scene_of(sheet, texts):
    """The picture of the sheet."""
    if not sheet.text:
        return network_scene(SIZES[sheet.level], texts, say(sheet))
    expression = parse_expression(sheet.text)
    names = names_of(expression)
    nodes = [
        (name, _sign(sheet, expression, i), node.args, node.op != "number")
        for i, (name, node) in enumerate(zip(names, expression.nodes, strict=True))
    ]
    return graph_scene(nodes, texts, say(sheet))


def _sign(sheet, expression, i):
    """What stands in a node: a variable's name, or the sign of its operation."""
    node = expression.nodes[i]
    return sign_of(expression.nodes, i) if node.args else say(sheet)(node.name)


def title(sheet):
    """Which sheet it is."""
    if sheet.text:
        return f"Sheet {sheet.seed}. f = {spoken(sheet.text)}, η = {digits(sheet.given['eta'])}"
    return f"Sheet {sheet.seed}. {sheet.level}, hidden {LABELS[sheet.function]}, output sigmoid, L = ½ Σ (ŷ − y)², η = {digits(sheet.given['eta'])}"


def short_title(sheet):
    """The same where there is little room."""
    return f"Sheet {sheet.seed}, η = {digits(sheet.given['eta'])}"


def spoken(text):
    """An expression as it is printed."""
    plain = text.replace("**2", "²").replace("*", " · ").replace("sigmoid", "σ").replace("-", "−")
    return plain


def tell(sheet, blanks, right, known):
    """How many numbers are asked, which are still to find, and the loss where it is known."""
    count = len(blanks)
    if not count:
        return "Nothing of this kind is on this sheet: choose something else to be asked."
    asked = f"{count} number{'s are' if count > 1 else ' is'} asked, {len(right)} right so far"
    missing = [say(sheet)(name) for name in blanks if name not in right]
    more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
    left = f"still to find: {', '.join(missing[:6])}{more}" if missing else "all done"
    worth = digits(sheet.values["loss"])
    loss = f" {result_of(sheet)} = {worth} is known." if "loss" in known else ""
    return f"{asked}; {left}.{loss}"


def formulas(sheet, blanks, right, known):
    """One formula of each group that is asked, that of its first open blank: in symbols, and with what is known."""
    result, values = result_of(sheet), sheet.values
    numbers = {name: values[name] for name in known} | sheet.given
    pairs = []
    for group in GROUPS:
        ours = [name for name in blanks if sheet.find(name).group == group]
        if not ours:
            continue
        name = next((n for n in ours if n not in right), ours[-1])
        quantity = sheet.find(name)
        found = digits(quantity.value) if name in known else "?"
        pairs.append(
            (
                f"{painted(name_tex(name, result), name)} = {symbols_tex(quantity.template, result, painted)}",
                f"{filled_tex(quantity.template, numbers, painted)} = {painted(found, name)}".replace(
                    "−", "-"
                ),
            )
        )
    return pairs


def painted(tex, name):
    """LaTeX in the color that the name has on the picture."""
    kind, thing = split(name)
    if kind == "new" or name == "eta" or (not kind and thing[0] in "xwbac"):
        return tex
    if name == "loss":
        color = theme.LOSS
    elif thing[0] == "y" and not kind:
        color = theme.TARGET
    else:
        color = theme.GRADIENT if kind in ("delta", "d") else theme.FORWARD
    return rf"\textcolor{{{color}}}{{{tex}}}"


def line_of(sheet, quantity):
    """A number of the solution: name, formula in symbols, in numbers, value; what says nothing new is left out."""
    parts = [
        say(sheet)(quantity.name),
        symbols_text(quantity.template, result_of(sheet)),
        filled_text(quantity.template, sheet.values),
        digits(quantity.value),
    ]
    return " = ".join(part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1])


def table_of_solution(sheet):
    """The whole solution, a line a number."""
    rows = []
    for quantity in sheet.quantities:
        name, _, rest = line_of(sheet, quantity).partition(" = ")
        rows.append(f"| {name} | {rest.replace('|', '')} |")
    return "\n".join(["| | in symbols = in numbers = result |", "|---|---|", *rows])


def numbers_as_table(sheet, *, solved):
    """A row a number: what is given, and where the solution may be seen, all that follows."""
    values = sheet.values if solved else sheet.given
    return {"name": [say(sheet)(name) for name in values], "value": list(values.values())}


def rules(sheet):
    """What the printed page has to say about conventions."""
    eta = digits(sheet.given["eta"])
    if sheet.text:
        fixed = [name for name in ("x", "y") if name in sheet.given]
        held = (
            f" {' and '.join(fixed)} stay{'s' if len(fixed) == 1 else ''} as given."
            if fixed
            else ""
        )
        return f"f = {spoken(sheet.text)}. v₁, v₂, … are the results in between, log is the natural logarithm. One step downhill has the learning rate η = {eta}.{held}"
    bend = {"sigmoid": "σ(z) = 1 / (1 + e⁻ᶻ)", "tanh": "tanh z", "relu": "max(0, z)"}
    output = "" if sheet.function == "sigmoid" else ", output σ(z) = 1 / (1 + e⁻ᶻ)"
    return f"Hidden units φ(z) = {bend[sheet.function]}{output}. L = ½ Σ (ŷ − y)². δ = ∂L/∂z of a unit. Learning rate η = {eta}; weights and biases move together, once."
