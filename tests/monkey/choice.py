"""What the monkey does next: chosen from the page as it is, by nothing but the random numbers given."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import charts, controls
from tests.monkey.actions import Action, link_of
from tests.monkey.files import FILES
from tests.monkey.values import any_edit, any_number, any_text
from ui.drawing_pad import LEVELS, PIXELS
from ui.lessons import LESSONS

PAGES = ("welcome", *(lesson.slug for lesson in LESSONS))
Link = tuple[str, dict[str, Any]]  # a page, and what its link says


def choose(rng: Random, app: AppTest, links: Sequence[Link]) -> Action:
    """The next action: mostly something on the page, now and then another page, or a link of some steps ago."""
    chance = rng.random()
    if chance < 0.03:
        return Action("turn to", rng.choice(PAGES))
    if chance < 0.06 and links:
        return Action("open", *rng.choice(links))
    if chance < 0.1 and (several := _controls(rng, app)):
        some = [make() for make in rng.sample(several, min(3, len(several)))]
        return Action("set at once", "", {action.what: action.value for action in some})
    possible = [*_controls(rng, app), *_others(rng, app), *_events(rng, app)]
    return rng.choice(possible)() if possible else Action("turn to", rng.choice(PAGES))


def link_now(app: AppTest, page: str) -> Link:
    """The link of the page as it is now."""
    return page, link_of(app)


def _controls(rng: Random, app: AppTest) -> list[Callable[[], Action]]:
    """Something for each control that is not disabled."""
    return [
        lambda c=control: Action("set", c.key, _value_for(rng, c))
        for control in controls(app)
        if not control.proto.disabled
    ]


def _value_for(rng: Random, control: Any) -> Any:
    """A value that a reader could give to a control."""
    match control.type:
        case "number_input":
            whole = isinstance(control.value, int) or control.proto.data_type == 0
            return any_number(rng, control.min, control.max, whole)
        case "slider":
            steps = round((control.max - control.min) / control.step)
            value = control.min + control.step * rng.choice((0, steps, rng.randint(0, steps)))
            return min(control.max, type(control.min)(value))
        case "toggle" | "checkbox":
            return not control.value
        case "text_input" | "text_area":
            return any_text(rng, control.value or "")
        case "button_group" if isinstance(control.value, list):
            return rng.sample(control.options, rng.randint(0, len(control.options)))
        case "button_group" if not control.proto.required and rng.random() < 0.1:
            return None
    return rng.choice(control.options)


def _others(rng: Random, app: AppTest) -> list[Callable[[], Action]]:
    """Something for each button, box, table and uploader."""
    state = app.session_state
    buttons = [b for b in app.button if b.key and not b.proto.disabled]
    boxes = [box for box in app.expander if box.key]
    return [
        *(lambda b=b: Action("click", b.key) for b in buttons),
        *(lambda b=b: Action("fold", b.key, not state.get(b.key)) for b in boxes),
        *(lambda t=t: Action("edit", t.key, any_edit(rng, t)) for t in app.data_editor),
        *(
            lambda u=u: Action("upload", u.key, rng.choice(_files_for(u)))
            for u in (*app.file_uploader, *app.camera_input)
        ),
    ]


def _files_for(uploader: Any) -> list[str]:
    """Files whose names the browser lets through."""
    ends = tuple(getattr(uploader, "allowed_type", ())) or (".png", ".jpg")
    return [name for name in FILES if name.endswith(ends)]


def _events(rng: Random, app: AppTest) -> list[Callable[[], Action]]:
    """Something for each component that tells the app what happens in the browser."""
    makers = {"glass_figure": _click, "glass_slider": _drag, "glass_pad": _draw}
    return [
        lambda c=component: Action("fire", c.key, makers[c.proto.component_name](rng, app, c))
        for component in app.get("bidi_component")
        if component.proto.component_name in makers
    ]


def _click(rng: Random, app: AppTest, component: Any) -> dict[str, Any]:
    """A click somewhere on a chart; rarely, the browser has no Plotly."""
    if rng.random() < 0.01:
        return {"event": "missing", "value": True}
    layout = charts(app)[component.key].figure["layout"]
    place = {}
    for axis in ("x", "y"):
        low, high = layout.get(f"{axis}axis", {}).get("range") or (-5, 5)
        place[axis] = round(rng.uniform(low or 0, high or 1), rng.choice((0, 2, 6)))
    return {"event": "click", "value": place}


def _drag(rng: Random, app: AppTest, component: Any) -> dict[str, Any]:
    """A live slider dragged to a place on its scale."""
    data = json.loads(component.proto.json)
    whole = all(isinstance(data[name], int) for name in ("min", "max", "step"))
    return {
        "event": "value",
        "value": any_number(rng, data["min"], data["max"], whole, empty=False),
    }


def _draw(rng: Random, app: AppTest, component: Any) -> dict[str, Any]:
    """A drawing on the pad: noise, nothing, or all ink."""
    levels = rng.choice((LEVELS, LEVELS[0], LEVELS[-1], "0G"))
    return {"event": "drawing", "value": "".join(rng.choices(levels, k=PIXELS))}
