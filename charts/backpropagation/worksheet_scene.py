"""What stands where on a worksheet's picture: for the screen and for the printed page alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from charts import theme
from charts.backpropagation.layered import place

Line = tuple[str, str]  # a text and its color
MISSING = "?"
APART = 1.35  # from layer to layer of a network, in units of a lane


@dataclass(frozen=True)
class Spot:
    """A node: how far along, in which lane, what stands inside, above and below."""

    along: float
    lane: float
    inside: tuple[Line, ...]
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    open: bool = False  # something in or at it is still asked


@dataclass(frozen=True)
class Wire:
    """An edge through some places, with a few words at a share of its way."""

    way: tuple[tuple[float, float], ...]
    words: tuple[Line, ...] = ()
    share: float = 0.5
    open: bool = False


@dataclass(frozen=True)
class Scene:
    """The whole picture; lanes run downward from 0."""

    spots: tuple[Spot, ...]
    wires: tuple[Wire, ...]
    length: float
    lanes: tuple[float, float]


def network_scene(
    sizes: Sequence[int], shown: Mapping[str, str], say: Callable[[str], str]
) -> Scene:
    """A network: inputs, hidden units, outputs and the loss.

    Parameters
    ----------
    sizes : units of the input and of every layer
    shown : mapping of name to text
        "?" where a number is asked and not found yet; what is not in it is not shown.
    say : callable
        How a name is written.
    """
    write = _writer(shown, say)
    tops = [(2 - n) / 2 for n in sizes]
    where = {
        f"{letter}{i + 1}": (APART * layer, tops[layer] + i)
        for layer, letter in enumerate("xho")
        for i in range(sizes[layer])
    }
    spots = [_input_or_unit(name, spot, shown, write, say) for name, spot in where.items()]
    end = (APART * 2 + 0.95, 0.5)
    loss = [*write("loss", theme.LOSS, alone=True), *write("new_loss", theme.INK)]
    spots.append(Spot(*end, (("L", theme.INK), *loss[:1]), (), tuple(loss[1:]), _open(loss)))
    return Scene(tuple(spots), tuple(_wires(where, sizes, end, shown, say)), end[0], (0.0, 1.0))


def _writer(shown: Mapping[str, str], say: Callable[[str], str]):
    def write(name: str, color: str, alone: bool = False) -> tuple[Line, ...]:
        if name not in shown:
            return ()
        return ((shown[name] if alone else f"{say(name)} = {shown[name]}", color),)

    return write


def _moving(name: str, shown: Mapping[str, str], say: Callable[[str], str]) -> tuple[Line, ...]:
    """A weight, and where it moves to, in one line."""
    if name not in shown:
        return ()
    to = f" → {shown[f'new_{name}']}" if f"new_{name}" in shown else ""
    return ((f"{say(name)} = {shown[name]}{to}", theme.INK),)


def _blame(name: str, bias: str, shown, say) -> tuple[Line, ...]:
    """δ and the slope along the bias, which are the same: said once where both are known."""
    texts = {n: shown[n] for n in (f"delta_{name}", f"d_{bias}") if n in shown}
    if len(texts) == 2 and len(set(texts.values())) == 1 and MISSING not in texts.values():
        both = " = ".join(map(say, texts)), next(iter(texts.values()))
        return tuple((text, theme.GRADIENT) for text in both)
    return tuple((f"{say(n)} = {text}", theme.GRADIENT) for n, text in texts.items())


def _open(lines: Sequence[Line]) -> bool:
    return any(text.endswith(MISSING) for text, _ in lines)


def _input_or_unit(name: str, spot, shown, write, say) -> Spot:
    inside = ((say(name), theme.INK), *write(name, theme.FORWARD, alone=True))
    bias = {"h1": "b1", "h2": "b2", "o1": "b3", "o2": "b4"}.get(name)
    above = below = ()
    if bias:
        above = (*_moving(bias, shown, say), *write(f"z_{name}", theme.FORWARD))
        below = _blame(name, bias, shown, say)
    if name[0] == "o":
        above = (*write(f"y{name[1]}", theme.TARGET), *above)
    return Spot(*spot, inside, above, below, _open((*inside, *above, *below)))


def _wires(where, sizes: Sequence[int], end, shown, say):
    count = 0
    for layer, (source, target) in enumerate(("xh", "ho")):
        crossing = sizes[layer + 1] > 1
        for j in range(sizes[layer + 1]):
            for i in range(sizes[layer]):
                count += 1
                words = _moving(f"w{count}", shown, say)
                if f"d_w{count}" in shown:
                    slope = f"{say(f'd_w{count}')} = {shown[f'd_w{count}']}"
                    words += ((slope, theme.GRADIENT),)
                way = (where[f"{source}{i + 1}"], where[f"{target}{j + 1}"])
                share = (0.3, 0.38)[layer] if crossing and i != j else 0.5
                yield Wire(way, words, share, _open(words))
    for k in range(sizes[2]):
        yield Wire((where[f"o{k + 1}"], end))


def graph_scene(
    nodes: Sequence[tuple[str, str, tuple[int, ...], bool]],
    shown: Mapping[str, str],
    say: Callable[[str], str],
) -> Scene:
    """The graph of a formula.

    Parameters
    ----------
    nodes : for each node, in topological order
        Its name, its sign, the places of its arguments, and whether it is drawn.
    shown, say
        As in `network_scene`; the last node's value is called loss.
    """
    write = _writer(shown, say)
    placed = place([node[2] for node in nodes], [node[3] for node in nodes])
    spots = []
    for i, (along, lane) in placed.nodes.items():
        name, sign, args, _ = nodes[i]
        value = "loss" if i == len(nodes) - 1 else name
        inside = ((sign, theme.INK), *write(value, theme.FORWARD, alone=True))
        above = ((say(value), theme.QUIET),) if args else ()
        below = (*write(f"d_{name}", theme.GRADIENT), *write(f"new_{value}", theme.INK))
        spots.append(Spot(along, lane, inside, above, below, _open((*inside, *below))))
    wires = tuple(Wire(tuple(way)) for way in placed.edges.values())
    low, high = placed.lanes
    return Scene(tuple(spots), wires, placed.length, (low, high))
