"""An expression that a reader typed, read into a graph of single operations: parsed by hand, never run as code.

Grammar, loosest first: sums and differences; products and quotients; signs; powers, from right to left; then a number,
a name, a function of something in brackets, or something in brackets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.expression_tokens import Token, tokens_of
from core.scalar_operations import OPERATIONS

LONGEST, DEEPEST, MOST_NODES, MOST_VARIABLES, LARGEST = 300, 30, 40, 8, 1e12
FUNCTIONS = {
    name: name for name, entry in OPERATIONS.items() if entry.arity == 1 and name != "negate"
}
FUNCTIONS |= {"ln": "log", "σ": "sigmoid"}
SIGNS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power"}


@dataclass(frozen=True)
class Node:
    """A variable, a number, or an operation on the nodes whose places are its ``args``."""

    op: str  # "variable", "number", or a key of OPERATIONS
    args: tuple[int, ...] = ()
    name: str = ""
    number: float = 0.0


@dataclass(frozen=True)
class Expression:
    """A graph whose nodes come after all that they need; the last one is the result.

    Equal names are one node, and so are equal sub-expressions.
    """

    text: str
    nodes: tuple[Node, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """Names, in the order in which they are met."""
        return tuple(node.name for node in self.nodes if node.op == "variable")


def parse_expression(text: str) -> Expression:
    """The graph of an expression such as ``sigmoid(w*x + b)``.

    Parameters
    ----------
    text : str
        With + - * / ** (or ^), brackets, numbers, names, and exp log tanh sigmoid relu.

    Returns
    -------
    Expression

    Raises
    ------
    ValueError
        With a sentence for the reader, if it is no such expression, or larger than can be drawn.
    """
    if len(text) > LONGEST:
        raise ValueError(
            f"This is {len(text):,} characters long; an expression may have {LONGEST}."
        )
    parser = _Parser(tokens_of(text))
    result = parser.sum()
    if parser.kind != "end":
        raise ValueError(f"{parser.where()}: {parser.unexpected()}")
    nodes = tuple(_needed(parser.nodes, result))
    expression = Expression(text, nodes)
    if not expression.variables:
        raise ValueError("There is no variable in it, so there is no slope to find.")
    if len(expression.variables) > MOST_VARIABLES:
        raise ValueError(
            f"It has {len(expression.variables)} variables; up to {MOST_VARIABLES} can be shown."
        )
    return expression


def _needed(nodes: list[Node], result: int) -> list[Node]:
    """The nodes that the result needs, numbered anew: folding a sign into a number leaves some behind."""
    keep, waiting = set(), [result]
    while waiting:
        i = waiting.pop()
        if i not in keep:
            keep.add(i)
            waiting += nodes[i].args
    order = sorted(keep)
    new = {old: i for i, old in enumerate(order)}
    return [
        Node(node.op, tuple(new[a] for a in node.args), node.name, node.number)
        for node in (nodes[i] for i in order)
    ]


class _Parser:
    """Recursive descent over the tokens; every node is made once, however often it is written."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0
        self.nodes: list[Node] = []
        self.places: dict[Node, int] = {}

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def piece(self) -> str:
        return self.tokens[self.at][1]

    def sum(self) -> int:
        """Products with + and - between them."""
        left = self.product()
        while self.piece in ("+", "-"):
            op = SIGNS[self.take()]
            left = self.put(Node(op, (left, self.product())))
        return left

    def product(self) -> int:
        """Signed factors with * and / between them."""
        left = self.signed()
        while self.piece in ("*", "/"):
            op = SIGNS[self.take()]
            left = self.put(Node(op, (left, self.signed())))
        return left

    def signed(self) -> int:
        """A power, with signs before it: -x**2 is -(x**2)."""
        if self.piece not in ("+", "-"):
            return self.power()
        sign = self.take()
        inner = self.deeper(self.signed)
        if sign == "+":
            return inner
        if self.nodes[inner].op == "number":
            return self.put(Node("number", number=-self.nodes[inner].number))
        return self.put(Node("negate", (inner,)))

    def power(self) -> int:
        """From right to left: a**b**c is a**(b**c)."""
        base = self.atom()
        if self.piece != "**":
            return base
        self.take()
        return self.put(Node("power", (base, self.deeper(self.signed))))

    def atom(self) -> int:
        """A number, a name, a function, or brackets."""
        if self.kind == "number":
            return self.put(Node("number", number=self.number()))
        if self.kind == "name":
            return self.function() if self.tokens[self.at + 1][1] == "(" else self.variable()
        if self.piece == "(":
            return self.brackets()
        raise ValueError(f"{self.where()}: {self.unexpected()}")

    def number(self) -> float:
        value = float(self.piece)
        if not math.isfinite(value) or value > LARGEST:
            raise ValueError(f"{self.where()}: numbers may be as large as 10¹², this is larger.")
        self.take()
        return value

    def variable(self) -> int:
        name = self.piece
        if name in FUNCTIONS and name != "σ":
            raise ValueError(f"{self.where()}: the function {name} needs brackets, {name}(x).")
        if name.lower() in ("nan", "inf", "infinity"):
            raise ValueError(f"{self.where()}: {name} is no name here, it stands for no number.")
        if len(name) > 12 or "__" in name or name.endswith("_"):
            raise ValueError(
                f"{self.where()}: a name is a letter, then up to 11 letters, digits and single underscores."
            )
        self.take()
        return self.put(Node("variable", name=name))

    def function(self) -> int:
        name = self.piece
        if name not in FUNCTIONS:
            what = f"{name} is no function" if len(name) <= 12 else "this is no function"
            raise ValueError(
                f"{self.where()}: {what.replace('_', ' ')}; exp, log, tanh, sigmoid and relu are. Products need a *."
            )
        self.take()
        return self.put(Node(FUNCTIONS[name], (self.brackets(),)))

    def brackets(self) -> int:
        opened = self.tokens[self.at][2]
        self.take()
        inner = self.deeper(self.sum)
        if self.piece != ")":
            if self.kind == "end":
                raise ValueError(f"The bracket at character {opened} is never closed.")
            raise ValueError(f"{self.where()}: {self.unexpected()}")
        self.take()
        return inner

    def deeper(self, part) -> int:
        """A part inside a part, down to a limit."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(
                f"{self.where()}: brackets, signs and powers may be nested {DEEPEST} deep, not deeper."
            )
        inner = part()
        self.depth -= 1
        return inner

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def put(self, node: Node) -> int:
        """The place of the node; a new one only if there is no equal one yet."""
        if node not in self.places:
            self.nodes.append(node)
            self.places[node] = len(self.nodes) - 1
            if len(self.nodes) > MOST_NODES:
                raise ValueError(f"Its graph has more than {MOST_NODES} nodes, too many to draw.")
        return self.places[node]

    def where(self) -> str:
        return f"At character {self.tokens[self.at][2]}"

    def unexpected(self) -> str:
        """What is wrong with the piece that stands here."""
        if self.kind == "end":
            return "something is missing, a number, a name or a bracket."
        if self.kind in ("number", "name") or self.piece == "(":
            return "a sign is missing before it; products need a *."
        return f"the sign {self.piece.replace('**', '^').replace('*', '×')} does not fit there."
