"""Who may import what: the table of the README, kept true."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("core", "charts", "ui")
ALWAYS, TYPES_ONLY = "always", "types only"

# Where a file lives -> what it may import beside the standard library. The empty name is app.py.
MAY_IMPORT = {
    "core": {"numpy": ALWAYS, "core": ALWAYS},
    "charts": {"numpy": ALWAYS, "plotly": ALWAYS, "charts": ALWAYS, "core": TYPES_ONLY},
    "ui": {
        "streamlit": ALWAYS,
        "pandas": ALWAYS,
        "PIL": ALWAYS,  # comes with Streamlit; uploads are checked before core sees them
        "ui": ALWAYS,
        "plotly": TYPES_ONLY,
        "core": TYPES_ONLY,
    },
    "pages": {"streamlit": ALWAYS, "pandas": ALWAYS, **dict.fromkeys((*LAYERS, "pages"), ALWAYS)},
    "": {"streamlit": ALWAYS, "ui": ALWAYS},
}
FILES = [
    ROOT / "app.py",
    *(f for layer in (*LAYERS, "pages") for f in (ROOT / layer).rglob("*.py")),
]


def imports(tree: ast.AST, *, types: bool = False):
    """Every imported top-level name, and whether it is imported for types only."""
    for node in ast.iter_child_nodes(tree):
        for_types = types or (
            isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        )
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0], types
        else:
            yield from imports(node, types=for_types)


def offences(layer: str, text: str) -> list[str]:
    """What a file of that layer imports against the table."""
    allowed = MAY_IMPORT[layer]
    return [
        name
        for name, for_types in imports(ast.parse(text))
        if name not in sys.stdlib_module_names
        and not (allowed.get(name) == ALWAYS or (for_types and name in allowed))
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_imports_only_what_its_layer_may(file):
    place = file.relative_to(ROOT).parts
    assert not offences(place[0] if len(place) > 1 else "", file.read_text(encoding="utf-8"))


TOOLS = [file for layer in ("core", "charts") for file in (ROOT / layer).glob("*.py")]
LESSONS = ROOT / "pages" / "views"
OF_ONE_LESSON = ("core.studies", *(f"charts.{place.name}" for place in LESSONS.iterdir()))


@pytest.mark.parametrize("file", TOOLS, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_all_lessons_use_knows_of_no_single_lesson(file):
    found = (
        n.module for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.ImportFrom)
    )
    assert not [name for name in found if (name or "").startswith(OF_ONE_LESSON)]


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("core", "import streamlit"),
        ("core", "def f():\n    from charts import theme"),
        ("charts", "import streamlit as st"),
        ("charts", "from core.optimizers import descend"),
        ("ui", "import numpy"),
        ("ui", "from charts import theme"),
        ("pages", "import numpy as np"),
        ("pages", "import plotly.graph_objects as go"),
        ("", "import core"),
    ],
)
def test_the_referee_catches_a_wrong_import(layer, text):
    assert offences(layer, text)


def test_types_may_cross_where_the_table_says_so():
    text = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.landscape import Grid"
    )
    assert not offences("charts", text)
    assert offences("app.py"[:0], text)
