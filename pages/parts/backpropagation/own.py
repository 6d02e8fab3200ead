"""A network to look at: one of the presets, with whatever of it the reader changed."""

import streamlit as st

import ui
from core.activations import ACTIVATIONS
from core.network import Network
from core.studies.backpropagation.pasted import LONGEST, as_text, read_matrices, read_rows
from core.studies.backpropagation.presets import PRESETS, own_sizes, rebuilt
from core.studies.backpropagation.problem import LARGEST, LOSS_CHOICES, MOST_LAYERS, MOST_UNITS
from core.studies.backpropagation.sizes import read_sizes
from ui.controls import settings_of

OWN = "own"
SIZES = "3-4-4-2"
CHOICES = {**PRESETS, OWN: own_sizes((3, 4, 4, 2), 0)}


class Softmax:
    """What the last layer may be beside an activation of single numbers."""

    key, label = "softmax", "Softmax"


OUTPUTS = {**ACTIVATIONS, "softmax": Softmax}
TEXTS = {
    "w": ("Weights", "A row for each unit they come from, a column for each they go to."),
    "b": ("Biases", "A row for each layer."),
    "x": ("Inputs x", "A row for each example, 8 at most."),
    "y": ("Targets y", "A row for each example."),
}
PARTS = {"w": "weights", "b": "biases", "x": "x", "y": "y"}  # what they are called in a network
HOW = "CSV, or Python lists. Rows end with a line or ;, matrices with an empty line or |. Empty: the numbers of the example."


def named(preset, name):
    """The name of a control that belongs to one preset; those of the first one have short names."""
    return name if preset.key == "worked" else f"{preset.key}_{name}"


def choose_preset(slug):
    """One of the presets, or sizes of the reader's own."""
    preset = ui.pick("Network", CHOICES, key=f"{slug}.preset")
    if preset.key != OWN:
        return preset
    left, right = st.columns([1.4, 1])
    with left:
        line = ui.text(
            "Sizes, input first",
            SIZES,
            key=f"{slug}.sizes",
            longest=30,
            help="2 to 5 numbers from 1 to 6.",
        )
    with right:
        seed = ui.number("Seed", 0, 9999, 0, key=f"{slug}.seed")
    try:
        return own_sizes(read_sizes(line, layers=MOST_LAYERS, units=MOST_UNITS), seed)
    except ValueError as error:
        ui.warn(f"{error} It stays at {SIZES}.")
        return own_sizes(read_sizes(SIZES, layers=MOST_LAYERS, units=MOST_UNITS), seed)


def choose_rate(slug, preset):
    """The learning rate; each preset begins with its own."""
    key = f"{slug}.{named(preset, 'lr')}"
    return ui.number("Learning rate η", 0.0, 1000.0, preset.lr, key=key, step=0.1, format="%g")


def choose_biases(slug, preset):
    """Whether the biases move too."""
    key = f"{slug}.{named(preset, 'biases')}"
    return ui.switch("Update the biases too", key=key, default=preset.update_biases)


def change_problem(slug, preset):
    """The preset's problem, with other numbers, activations, loss or penalty where the reader gave some."""
    left, right = st.columns(2, gap="large")
    with right:
        texts, numbers = _texts(slug, preset)
    weights = numbers.get("w", preset.problem.network.weights)
    with left:
        parts = _parts(slug, preset, min(len(weights), MOST_LAYERS))
    problem = _best_fit(preset, parts, numbers)
    with right:
        _cells(slug, preset, problem)
    with left:
        _reset(slug, preset, texts)
    return problem


def _parts(slug, preset, depth):
    """Activations, loss and strength of the penalty."""
    network, key = preset.problem.network, lambda name: f"{slug}.{named(preset, name)}"
    hidden = (*network.activations[:-1], "tanh")[0]
    activations = []
    with st.grid(2, min_column_width=150):
        for layer in range(depth - 1):
            picked = ui.pick(
                f"Layer {layer + 1}", ACTIVATIONS, key=key(f"act{layer + 1}"), default=hidden
            )
            activations.append(picked.key)
        last = network.activations[-1]
        activations.append(ui.pick("Last layer", OUTPUTS, key=key("act_out"), default=last).key)
        loss = ui.pick("Loss", LOSS_CHOICES, key=key("loss"), default=preset.problem.loss)
        l2 = ui.number(
            "Penalty λ",
            *(0.0, 10.0, preset.problem.l2),
            key=key("l2"),
            step=0.01,
            format="%g",
            help="The objective is J = L + λ/2 · the sum of all squared weights.",
        )
    return {"activations": activations, "loss": loss.key, "l2": l2}


def _texts(slug, preset):
    """What the reader pasted, as text and as numbers; a sentence where it is none."""
    texts, numbers, now = {}, {}, _as_texts(preset.problem)
    with st.grid(2, min_column_width=180):
        for name, (label, says) in TEXTS.items():
            texts[name] = ui.text(
                label,
                "",
                key=f"{slug}.{named(preset, name)}",
                longest=LONGEST,
                help=f"{says} {HOW}",
                lines=2,
                placeholder=now[name],
            )
    for name, line in texts.items():
        if line.strip():
            try:
                numbers[name] = _read(name, line)
            except ValueError as error:
                ui.warn(f"{TEXTS[name][0]}: {error} The numbers of the example stay.")
    return texts, numbers


def _read(name, line):
    """Matrices of weights, rows of biases, or one matrix of examples."""
    if name == "w":
        return read_matrices(line, LARGEST)
    if name == "b":
        return read_rows(line, LARGEST)
    found = read_matrices(line, LARGEST)
    if len(found) > 1:
        raise ValueError("This should be one matrix, an example a row.")
    return found[0]


def _as_texts(problem):
    network = problem.network
    return {
        "w": as_text(network.weights),
        "b": as_text(network.biases).replace("|", ";"),
        "x": as_text([problem.x]),
        "y": as_text([problem.y]),
    }


def _best_fit(preset, parts, numbers):
    """The problem as the reader wants it; where that does not fit, a sentence, and as much of it as does."""
    base = preset.problem
    plain = {"activations": base.network.activations, "loss": base.loss, "l2": parts["l2"]}
    for attempt, (how, given) in enumerate(
        ((parts, numbers), (parts, {}), (plain, numbers), (plain, {}))
    ):
        try:
            return rebuilt(base, **how, **{PARTS[name]: part for name, part in given.items()})
        except ValueError as error:
            if attempt == 0:
                ui.warn(f"{error} What does not fit stays as it was.")
    return base


def _cells(slug, preset, problem):
    """Every number in a cell of its own; an edit writes the text anew."""
    network, key = problem.network, f"{slug}.{named(preset, 'cells')}"
    with st.expander("Cell by cell", key=key, on_change="rerun") as cells:
        if not cells.open:
            return
        for i, w in enumerate(network.weights):
            _grid(slug, preset, "w", f"Weights of layer {i + 1}", network.weights, i, w)
        for i, b in enumerate(network.biases):
            rows = [[list(bias)] for bias in network.biases]
            _grid(slug, preset, "b", f"Biases of layer {i + 1}", rows, i, [list(b)])
        for name, rows in (("x", problem.x), ("y", problem.y)):
            _grid(slug, preset, name, TEXTS[name][0], [rows], 0, rows)


def _grid(slug, preset, name, label, matrices, i, rows):
    """One matrix of several as a table."""
    text_key = f"{slug}.{named(preset, name)}"

    def edited(new):
        st.session_state[text_key] = as_text([*matrices[:i], new, *matrices[i + 1 :]])

    st.caption(label)
    ui.edit_grid(
        [[float(v) for v in row] for row in rows],
        key=f"{text_key}{i}",
        on_edit=edited,
        limit=LARGEST,
        label=label,
    )


def _reset(slug, preset, texts):
    """A button that brings the preset's own numbers back."""
    names = [*TEXTS, "act1", "act2", "act3", "act_out", "loss", "l2", "lr", "biases"]
    keys = {f"{slug}.{named(preset, name)}" for name in names}

    def reset():
        st.session_state.update({k: v for k, v in settings_of(slug, {}).items() if k in keys})

    st.button("Back to the example's numbers", key=f"{slug}.reset", on_click=reset)


def script_of(problem, parts, body):
    """A script that builds today's problem, and goes on with ``body``; it needs NumPy alone."""
    activations = {
        key: ACTIVATIONS[key] for key in problem.network.activations if key in ACTIVATIONS
    }
    entries = ", ".join(
        f'"{key}": Entry(value={a.value.__name__}, derivative={a.derivative.__name__})'
        for key, a in activations.items()
    )
    rule = LOSS_CHOICES[problem.loss]
    entry = f'Entry(key="{rule.key}", value={rule.value.__name__}, gradient={rule.gradient.__name__}, costs={rule.costs.__name__})'
    network = problem.network
    main = f"""
from types import SimpleNamespace as Entry

ACTIVATIONS = {{{entries}}}
HALF_SSE = {entry if rule.key == "half_sse" else 'Entry(key="half_sse")'}
LOSSES = {{{"" if rule.key == "half_sse" else f'"{rule.key}": {entry}'}}}
weights = [np.array(w) for w in {[w.tolist() for w in network.weights]!r}]
biases = [np.array(b) for b in {[b.tolist() for b in network.biases]!r}]
network = Network(tuple(weights), tuple(biases), {network.activations!r})
x, y = np.array({problem.x.tolist()!r}), np.array({problem.y.tolist()!r})
loss, l2 = {problem.loss!r}, {problem.l2!r}
{body}"""
    functions = [f for a in activations.values() for f in (a.value, a.derivative)]
    functions += [rule.value, rule.gradient, rule.costs]
    return ui.stand_alone(Network, *parts, *functions, main=main)
