"""What a reader can do to the app, as plain data, and how it is done: walks and replays share this one way."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest

from tests.app import ROOT, controls
from tests.monkey.files import FILES


class Action(NamedTuple):
    """One thing done: how, to which page or control, and with which value."""

    how: str
    what: str
    value: Any = None


def apply(app: AppTest | None, action: Action, timeout: float = 60) -> AppTest:
    """The app after an action; as it was where what is to be moved is not on the page."""
    if action.how == "open":
        return _open(action.what, action.value, timeout)
    assert app is not None, "a replay begins with opening a page"
    if action.how == "turn to":
        return app.switch_page(page_file(action.what)).run()
    return HANDS[action.how](app, action.what, action.value)


def page_file(page: str) -> str:
    """Where a page lies: ``losses``, ``welcome``."""
    return f"pages/{page}.py"


def link_of(app: AppTest) -> dict[str, Any]:
    """What the link says of the page as it is now: every control that is not at its default."""
    defaults = {**app.session_state.get("controls.defaults", {}), "mode": "read"}
    return {
        control.key: _in_a_link(control)
        for control in controls(app)
        if control.key in defaults and control.value != defaults[control.key]
    }


def _open(page: str, link: dict[str, Any], timeout: float) -> AppTest:
    """A page in a new session, as a link opens it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=timeout)
    app.run()  # the first page of a session also warms the browser up
    app.query_params.update(link)
    return app.switch_page(page_file(page)).run()


def _set(app: AppTest, key: str, value: Any) -> AppTest:
    """A control set to a value; a menu by what it shows."""
    return app.run() if _put(app, key, value) else app


def _set_at_once(app: AppTest, _: str, values: dict[str, Any]) -> AppTest:
    """Several controls set before the page has run again, as by quick hands on a slow line."""
    moved = sum(_put(app, key, value) for key, value in values.items())
    return app.run() if moved else app


def _put(app: AppTest, key: str, value: Any) -> bool:
    """Whether a control could be set to a value; the page runs later."""
    found = next((c for c in controls(app) if c.key == key), None)
    options = getattr(found, "options", None)
    chosen = {*value} if isinstance(value, list) else {value}
    if not found or (options is not None and not chosen <= {*options, None}):
        return False
    found.set_value(value if found.type != "select_slider" else type(found.value)(value))
    return True


def _click(app: AppTest, key: str, _: None) -> AppTest:
    """A button pressed."""
    found = next((b for b in app.button if b.key == key and not b.proto.disabled), None)
    return found.click().run() if found else app


def _fold(app: AppTest, key: str, is_open: bool) -> AppTest:
    """A box opened or closed."""
    if any(box.key == key for box in app.expander):
        app.session_state[key] = is_open
        app.run()
    return app


def _upload(app: AppTest, key: str, name: str) -> AppTest:
    """A file given to an uploader or a camera."""
    found = next((u for u in (*app.file_uploader, *app.camera_input) if u.key == key), None)
    return found.set_value((name, FILES[name], "")).run() if found else app


def _edit(app: AppTest, key: str, edits: dict[str, Any]) -> AppTest:
    """Cells of a table changed, rows added and deleted."""
    found = next((table for table in app.data_editor if table.key == key), None)
    return (
        _send(app, WidgetState(id=found.proto.id, string_value=json.dumps(edits))) if found else app
    )


def _fire(app: AppTest, key: str, event: dict[str, Any]) -> AppTest:
    """An event in the browser: a click on a chart, a drag, a stroke on the pad."""
    found = next((c for c in app.get("bidi_component") if c.key == key), None)
    if not found:
        return app
    if event["event"] == "missing":  # the one that is a state, not a trigger
        return _send(app, WidgetState(id=found.proto.id, json_value=json.dumps({"missing": True})))
    fired = json.dumps([event])
    heard_by = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{found.proto.id}__events"
    return _send(app, WidgetState(id=heard_by, json_trigger_value=fired))


HANDS = {
    "set": _set,
    "set at once": _set_at_once,
    "click": _click,
    "fold": _fold,
    "upload": _upload,
    "edit": _edit,
    "fire": _fire,
}


def _send(app: AppTest, state: WidgetState) -> AppTest:
    """A run of the page with the state of an element for which AppTest has no hands."""
    states = app._tree.get_widget_states()
    states.widgets.append(state)
    return app._run(states)


def _in_a_link(control: Any) -> str | list[str]:
    """The value of a control as the browser writes it into the address."""
    state = control._widget_state
    value = getattr(state, state.WhichOneof("value") or "string_value")
    if isinstance(value, bool):
        return str(value).lower()
    return (
        value
        if isinstance(value, str)
        else str(value)
        if isinstance(value, float)
        else [*map(str, value.data)]
    )
