"""Names and formulas of a worksheet, as LaTeX and as plain text: written once, with names in braces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_IN_BRACES = re.compile(r"\{(\w+)\}")
_ALONE = re.compile(r"\(\{(\w+)\}\)")
_TEX = {"·": r"\cdot", "−": "-", "½": r"\tfrac12 ", "²": "^2", "σ": r"\sigma", "×": r"\times "}
Paint = Callable[[str, str], str]  # LaTeX, and the name it stands for
KINDS = ("new", "delta", "d", "z")


def split(name: str) -> tuple[str, str]:
    """The kind of a number and what it belongs to: delta_h1 is the delta of h1."""
    kind, _, thing = name.partition("_")
    if kind == "new" or (kind in KINDS and thing):
        return kind, thing
    return "", name


def name_text(name: str, result: str = "L") -> str:
    """A name in plain text."""
    kind, thing = split(name)
    if kind == "new":
        return f"{name_text(thing, result)}⁺"
    if kind == "d":
        return f"∂{result}/∂{name_text(thing, result)}"
    if kind:
        return f"{'δ' if kind == 'delta' else 'z'}({thing.translate(LOWERED)})"
    if name == "loss":
        return result
    if name == "eta":
        return "η"
    return re.sub(r"^o(?=\d)", "ŷ", name).translate(LOWERED)


def name_tex(name: str, result: str = "L") -> str:
    """A name in LaTeX."""
    kind, thing = split(name)
    if kind == "new":
        inner = name_tex(thing, result)
        return f"{{{inner}}}^+" if kind else inner
    if kind == "d":
        return rf"\frac{{\partial {result}}}{{\partial {name_tex(thing, result)}}}"
    if kind:
        return rf"{chr(92) + 'delta' if kind == 'delta' else 'z'}_{{{thing[0]}_{thing[1:]}}}"
    if name in ("loss", "eta"):
        return result if name == "loss" else r"\eta"
    letter, digits = re.fullmatch(r"([a-z]+?)(\d*)", name).groups()
    letter = {"o": r"\hat y"}.get(letter, letter)
    return f"{letter}_{{{digits}}}" if digits else letter


def filled_text(template: str, values: Mapping[str, float], missing: str = "?") -> str:
    """The formula with numbers, as plain text; what is not known is a question mark."""
    return _fill(template, lambda name, bare: _number(name, values, bare, missing))


def symbols_text(template: str, result: str = "L") -> str:
    """The formula in symbols, as plain text."""
    return _fill(template, lambda name, bare: name_text(name, result))


def symbols_tex(template: str, result: str = "L", paint: Paint = lambda tex, name: tex) -> str:
    """The formula in symbols, as LaTeX; ``paint`` may color what stands for a name."""
    return _as_tex(template, lambda name, bare: paint(name_tex(name, result), name))


def filled_tex(
    template: str, values: Mapping[str, float], paint: Paint = lambda tex, name: tex
) -> str:
    """The formula with numbers, as LaTeX."""
    return _as_tex(template, lambda name, bare: paint(_number(name, values, bare, "?"), name))


def _number(name: str, values: Mapping[str, float], bare: bool, missing: str) -> str:
    """A number in its place: in brackets where its sign would be misread, unless it stands in some already."""
    if name not in values:
        return missing
    text = digits(values[name])
    return f"({text})" if text.startswith("−") and not bare else text


def digits(value: float) -> str:
    """A number as plain text, five digits that count."""
    text = f"{value + 0.0:.5g}"
    if "e" in text:
        text = f"{value:.9f}".rstrip("0")
    return text.replace("-", "−")


def _fill(template: str, say: Callable[[str, bool], str]) -> str:
    """Every name in braces said; told whether it stands alone in a pair of brackets, or in all."""
    if alone := _IN_BRACES.fullmatch(template):
        return say(alone[1], True)
    text = _ALONE.sub(lambda found: f"({say(found[1], True)})", template)
    return _IN_BRACES.sub(lambda found: say(found[1], False), text)


def _as_tex(template: str, say: Callable[[str, bool], str]) -> str:
    said: list[str] = []

    def keep(name: str, bare: bool) -> str:  # out of reach of what is replaced below
        said.append(say(name, bare).replace("−", "-"))
        return f"<{len(said) - 1}>"

    text = _fill(template, keep)
    for sign, command in _TEX.items():
        text = text.replace(sign, command)
    for name in ("tanh", "exp", "log", "max"):
        text = text.replace(f"{name}(", rf"\{name}(")
    return re.sub(r"<(\d+)>", lambda found: f"{{{said[int(found[1])]}}}", text)
