"""The real app, without a browser: open a lesson, read what it shows, move its controls."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import numpy as np
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

from ui.lessons import LESSONS

ROOT = Path(__file__).parent.parent
SLUGS = [slug for lesson in LESSONS for slug in lesson.slugs]  # views stand for themselves
LESSON_OF = {slug: lesson for lesson in LESSONS for slug in lesson.slugs}
# Every app that a test opens looks for components in all installed packages, which takes longer than its page does.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# And each would compile the same pages anew.
_scripts = local_script_runner.ScriptCache()
local_script_runner.ScriptCache = lambda: _scripts
_give_up = local_script_runner.require_widgets_deltas


def _wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    """Wait until the page has run; Streamlit's own wait looks every millisecond, and holds the page up."""
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        _give_up(runner, timeout=0)


local_script_runner.require_widgets_deltas = _wait


@dataclass(frozen=True)
class Shown:
    """One chart on the page: its figure as plain data, and its caption."""

    figure: dict[str, Any]
    caption: str

    @property
    def plain(self) -> str:
        """The caption with its numbers as a program writes them: ``-2``, not with a printer's minus."""
        return self.caption.replace("−", "-")

    def trace(self, name: str) -> dict[str, Any]:
        """The trace of that name, with its numbers as arrays."""
        found = [trace for trace in self.figure["data"] if trace.get("name") == name]
        if not found:
            names = [trace.get("name") for trace in self.figure["data"]]
            raise KeyError(f"no trace {name!r} among {names}")
        return {key: _decoded(value) for key, value in found[0].items()}


def open_app() -> AppTest:
    """The app as a new reader meets it."""
    return healthy(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run())


def open_lesson(slug: str, link: Mapping[str, Any] | None = None, /, **controls: Any) -> AppTest:
    """A lesson, or a view of one, as a link opens it: ``open_lesson("backpropagation_graph", step="3")``.

    What a ``link`` says goes into the address as it stands.
    """
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()  # the first page of a session also warms the browser up
    lesson = LESSON_OF[slug]
    for view in lesson.views:
        if view.slug == slug:
            app.query_params[f"{lesson.slug}.view"] = view.title
    for name, value in controls.items():
        app.query_params[f"{slug}.{name}"] = value
    app.query_params.update(link or {})
    return healthy(app.switch_page(f"pages/{lesson.slug}.py").run())


def address_of(slug: str) -> str:
    """The path and query that open a lesson, or a view of one: ``activations?activations.view=Softmax``."""
    lesson = LESSON_OF[slug]
    view = [f"?{lesson.slug}.view={quote_plus(v.title)}" for v in lesson.views if v.slug == slug]
    return "".join([lesson.slug, *view])


def healthy(app: AppTest) -> AppTest:
    """The app, unless it shows an exception: then the test fails with it."""
    assert not app.exception, [f"{error.message}\n{error.stack_trace}" for error in app.exception]
    return app


def charts(app: AppTest) -> dict[str, Shown]:
    """Every chart on the page by its key, such as ``activations.curves``."""
    shown = {}
    for element in app.get("bidi_component"):
        if element.proto.component_name == "glass_figure":
            options, _, figure = element.proto.bytes.decode().partition("\n")
            shown[element.key] = Shown(json.loads(figure), json.loads(options)["caption"])
    return shown


def experiments(app: AppTest, slug: str) -> list[str]:
    """Names of the lesson's experiments."""
    return list(_pills(app, slug).options)


def run_experiment(slug: str, name: str) -> AppTest:
    """A fresh lesson in which one experiment was clicked."""
    return click_experiment(open_lesson(slug), slug, name)


def click_experiment(app: AppTest, slug: str, name: str) -> AppTest:
    """The opened lesson after a click on one of its experiments."""
    _pills(app, slug).set_value(name)
    return healthy(app.run())


def setting(app: AppTest, slug: str, name: str) -> Any:
    """What a control stands at now."""
    return app.session_state[f"{slug}.{name}"]


def controls(app: AppTest) -> Iterator[Any]:
    """Every control of the page that a reader can set."""
    for kind in ("selectbox", "slider", "select_slider", "number_input", "toggle", "checkbox"):
        yield from getattr(app, kind)
    yield from app.button_group
    yield from app.text_input
    yield from app.text_area


def _pills(app: AppTest, slug: str) -> Any:
    return next(group for group in app.button_group if group.key == f"{slug}.experiment")


def _decoded(value: Any) -> Any:
    """Plotly sends arrays as base64; everything else is as it looks."""
    if isinstance(value, dict) and "bdata" in value:
        flat = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        shape = value.get("shape")
        return flat.reshape([int(n) for n in shape.split(",")]) if shape else flat
    if isinstance(value, list) and value and all(isinstance(v, int | float | None) for v in value):
        return np.array([np.nan if v is None else v for v in value], dtype=float)
    return value
