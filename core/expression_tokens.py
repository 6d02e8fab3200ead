"""The pieces of a typed expression: numbers, names and signs, each with its place."""

from __future__ import annotations

import re

Token = tuple[str, str, int]  # kind ("number", "name", "sign" or "end"), text, place from 1

SPELLINGS = {"^": "**", "·": "*", "⋅": "*", "×": "*", "−": "-", "÷": "/", "[": "(", "]": ")"}
RAISED = {"²": "2", "³": "3"}
_TOKEN = re.compile(
    r"\s+|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-zα-ω][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|[-+*/^()\[\]·⋅×−÷])|(?P<raised>[²³])",
    re.ASCII,
)


def tokens_of(text: str) -> list[Token]:
    """Every piece, an end at the end.

    Raises
    ------
    ValueError
        With a sentence for the reader, if a character has no meaning.
    """
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ValueError(f"Character {at + 1} has no meaning here.{_hint(text[at])}")
        kind, piece = found.lastgroup, found[0]
        if kind == "raised":
            tokens += [("sign", "**", at + 1), ("number", RAISED[piece], at + 1)]
        elif kind:
            tokens.append((kind, SPELLINGS.get(piece, piece), at + 1))
        at = found.end()
    return [*tokens, ("end", "", len(text) + 1)]


def _hint(character: str) -> str:
    if character == "_":
        return " A name begins with a letter."
    if character in ",;":
        return " Decimals have a point, and every function takes one number."
    if character == "=":
        return " Values of variables go into their own box."
    return ""
