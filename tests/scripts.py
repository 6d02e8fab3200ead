"""The scripts that the lessons hand out: run here, with NumPy alone, or in a Python of their own."""

from __future__ import annotations

import builtins
import io
import json
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.app import healthy

MAY_IMPORT = sys.stdlib_module_names | {"numpy"}
# Runs many scripts one after the other, each in a module of its own.
RUNNER = """
import contextlib, io, json, sys
for text in json.load(sys.stdin):
    made, out = type(sys)("made"), io.StringIO()
    sys.modules["made"] = made
    with contextlib.redirect_stdout(out):
        exec(compile(text, "script", "exec"), vars(made))
    print(json.dumps(out.getvalue()))
others = {"core", "ui", "charts", "streamlit", "pandas", "plotly"} & set(sys.modules)
assert not others, others
"""


def script_of(app: AppTest, slug: str) -> str:
    """The script that the lesson offers for its settings of now."""
    app.session_state[f"{slug}.take"] = True
    healthy(app.run())
    app.session_state[f"{slug}.take"] = False  # the next run is spared the making of it
    return next(block.value for block in app.code if block.value.startswith('"""From Glassnet'))


def printed_by_script(app: AppTest, slug: str) -> str:
    """What the lesson's script prints with its settings of now."""
    return run_script(script_of(app, slug))


def run_script(text: str, *, on_warning: str = "error") -> str:
    """What a script prints that is run here and may import NumPy alone: no interpreter is started for it."""
    made = ModuleType("made")
    vars(made)["__builtins__"] = vars(builtins) | {"__import__": _import_numpy_alone}
    with (
        patch.dict(sys.modules, made=made),  # dataclasses look their module up
        warnings.catch_warnings(),
        np.errstate(),  # what the script asks of NumPy ends with it
        redirect_stdout(io.StringIO()) as out,
    ):
        warnings.simplefilter(on_warning)
        exec(compile(text, "script", "exec"), vars(made))
    return out.getvalue()


def run_apart(*texts: str) -> list[str]:
    """What each script prints, in one Python far from this repository, with nothing on its error stream."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", RUNNER],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        cwd="/",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _import_numpy_alone(name: str, *details: Any) -> ModuleType:
    """What the script itself may import; what NumPy imports in turn is not asked about."""
    if name.partition(".")[0] not in MAY_IMPORT:
        raise ImportError(f"a script that needs NumPy alone imports {name}")
    return builtins.__import__(name, *details)
