"""Controls that live in the link: typed, range-checked, remembered for the session, the default left out.

The key of a control is ``<slug>.<name>``; it is also its name in the link. What a link says is checked a second
time here, so that no link gets round a limit of the control.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from ui.warning import warn

if TYPE_CHECKING:
    from core.entries import Entry, Knob

E = TypeVar("E", bound="Entry")
_DEFAULTS = "controls.defaults"


def pick(
    label: str, table: Mapping[str, E], *, key: str, default: str = "", help: str | None = None
) -> E:
    """One entry of a table, by its label; the first one, or ``default``, to begin with."""
    keys = list(table)
    first = default or keys[0]
    chosen = st.selectbox(
        label,
        keys,
        index=keys.index(first),
        format_func=lambda entry: table[entry].label,
        help=help,
        **_kept(key, first),
    )
    return table[chosen if chosen in table else first]


def pick_some(
    label: str,
    table: Mapping[str, E],
    *,
    key: str,
    default: Sequence[str],
    help: str | None = None,
) -> list[E]:
    """Some entries of a table, in the table's order; the default ones again when the reader leaves none."""

    def never_none() -> None:
        if not st.session_state[key]:
            st.session_state[key] = list(default)

    chosen = st.pills(
        label,
        list(table),
        selection_mode="multi",
        on_change=never_none,
        wrap=True,
        default=list(default),
        format_func=lambda entry: table[entry].label,
        help=help,
        **_kept(key, list(default)),
    )
    return [table[entry] for entry in table if entry in (chosen or default)]


def choose(
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    default: str = "",
    help: str | None = None,
    show_label: bool = True,
) -> str:
    """One of a few named choices, all in sight: ``{key: label}`` in, the key out."""
    first = default or next(iter(options))
    chosen = st.segmented_control(
        label,
        list(options),
        default=first,
        required=True,
        wrap=True,
        format_func=lambda option: options[option],
        help=help,
        label_visibility="visible" if show_label else "collapsed",
        **_kept(key, first),
    )
    return chosen if chosen in options else first


def turn(knob: Knob, *, key: str, label: str = "", default: float | None = None) -> float:
    """A value for a knob, from the values that its entry offers."""
    start = knob.default if default is None else default
    chosen = st.select_slider(
        label or f"${knob.symbol}$",
        list(knob.ticks),
        value=start,
        format_func=lambda tick: f"{tick:g}",
        help=knob.meaning,
        **_kept(key, start),
    )
    return chosen if chosen in knob.ticks else start


def turn_each(entries: Sequence[Any], name: str, *, slug: str) -> dict[str, float]:
    """The same knob of several entries, each with a slider of its own, two in a row: values by entry key."""
    values = {}
    for i, entry in enumerate(entries):
        if i % 2 == 0:
            columns = st.columns(2)
        knob = next(knob for knob in entry.knobs if knob.name == name)
        with columns[i % 2]:
            values[entry.key] = turn(
                knob, key=f"{slug}.{entry.key}_{name}", label=f"{entry.label} ${knob.symbol}$"
            )
    return values


def turn_others(
    entries: Sequence[Any], *, slug: str, but: Sequence[str] = ()
) -> dict[str, dict[str, float]]:
    """All knobs of several entries, except those named in ``but``, two in a row: values by entry key and knob name."""
    values: dict[str, dict[str, float]] = {entry.key: {} for entry in entries}
    knobs = [(e, knob) for e in entries for knob in e.knobs if knob.name not in but]
    for i, (entry, knob) in enumerate(knobs):
        if i % 2 == 0:
            columns = st.columns(2)
        with columns[i % 2]:
            values[entry.key][knob.name] = turn(
                knob, key=f"{slug}.{entry.key}_{knob.name}", label=f"{entry.label} ${knob.symbol}$"
            )
    return values


def point(
    label: str,
    window: tuple[tuple[float, float], tuple[float, float]],
    default: tuple[float, float],
    *,
    slug: str,
    name: str,
    axes: tuple[str, str] = ("x", "y"),
) -> tuple[tuple[float, float], Callable[[float, float], None]]:
    """Two exact coordinates inside a window, and a function that sets them, for clicks on a chart."""
    keys = (f"{slug}.{name}_x", f"{slug}.{name}_y")
    values = []
    for axis, (low, high), value, key, column in zip(
        axes, window, default, keys, st.columns(2), strict=True
    ):
        with column:
            step = float(f"{(high - low) / 40:.1g}")
            values.append(
                number(f"{label} {axis}", low, high, value, key=key, step=step, format="%.4g")
            )

    def go_to(x: float, y: float) -> None:
        for key, value, (low, high) in zip(keys, (x, y), window, strict=True):
            st.session_state[key] = min(high, max(low, float(f"{value:.4g}")))

    return (values[0], values[1]), go_to


def slide(
    label: str,
    low: float,
    high: float,
    default: float,
    *,
    key: str,
    step: float = 1,
    help: str | None = None,
) -> Any:
    """A number from ``low`` to ``high``; whole when all of them are whole."""
    value = st.slider(label, low, high, default, step, help=help, **_kept(key, default))
    return _inside(value, low, high, default)


def number(
    label: str,
    low: float,
    high: float,
    default: float,
    *,
    key: str,
    step: float = 1,
    help: str | None = None,
    format: str | None = None,
    label_visibility: str = "visible",
) -> Any:
    """An exact number, typed; empty, not a number or out of range counts as the default."""
    value = st.number_input(
        label,
        low,
        high,
        default,
        step,
        help=help,
        format=format,
        label_visibility=label_visibility,
        **_kept(key, default),
    )
    return _inside(value, low, high, default)


def switch(label: str, *, key: str, default: bool = False, help: str | None = None) -> bool:
    """On or off."""
    return bool(st.toggle(label, default, help=help, **_kept(key, default)))


def text(
    label: str,
    default: str,
    *,
    key: str,
    longest: int,
    help: str | None = None,
    hidden: bool = False,
    lines: int = 1,
    placeholder: str | None = None,
) -> str:
    """A short text, as tables and other things that a link cannot bind are written in it.

    A text that is too long counts as the default, which is said. A hidden one is out of sight but there: the link only
    follows controls that are drawn. One of several lines keeps the line breaks of what is pasted.
    """
    # A rule either way: the browser keeps an old one until another comes in its place.
    rule = "display: none;" if hidden else ""
    st.html(f"<style>.st-key-{key.replace('.', '-')} {{ {rule} }}</style>")
    said = {"help": help, "placeholder": placeholder} | _kept(key, default)
    if lines > 1:
        value = st.text_area(label, default, height=20 + 24 * lines, **said)
    else:
        value = st.text_input(label, default, **said)
    if len(value := value or "") <= longest:
        return value
    if not hidden:
        warn(f"{label}: {longest:,} characters are read, not {len(value):,}. The example stays.")
    return default


def set_controls(slug: str, settings: Mapping[str, Any]) -> None:
    """Set the controls of a lesson, from a callback: those named to their new values, all others to their defaults."""
    st.session_state.update(settings_of(slug, settings))
    for name, value in settings.items():
        _put_into_link(f"{slug}.{name}", value)


def settings_of(slug: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Where every control of a lesson stands after `set_controls`, by key."""
    defaults = {key: value for key, value in _defaults().items() if key.startswith(f"{slug}.")}
    return defaults | {f"{slug}.{name}": value for name, value in settings.items()}


def _put_into_link(key: str, value: Any) -> None:
    """Write a number or a switch into the link for a control that is only about to appear: Streamlit does so for those that it drew before."""
    if isinstance(value, int | float):
        short = str(value).lower() if isinstance(value, bool) else f"{value:g}"
        exact = isinstance(value, bool) or float(short) == value
        with suppress(StreamlitAPIException):  # drawn already, so Streamlit keeps the link
            st.query_params[key] = short if exact else repr(value)


def _defaults() -> dict[str, Any]:
    """What every control drawn in this session begins with."""
    return st.session_state.setdefault(_DEFAULTS, {})


def _kept(key: str, default: Any) -> dict[str, Any]:
    """What makes a control live in the link and in the session."""
    _defaults()[key] = default
    return {"key": key, "bind": "query-params", "persist_state": "session"}


def _inside(value: float | None, low: float, high: float, default: float) -> float:
    """The value, or the default where it is empty, not finite or outside the range."""
    if value is None or not math.isfinite(value) or not low <= value <= high:
        return default
    return value


def clean_link(*slugs: str) -> None:
    """Start over without what a link says of a control if that is nothing, or infinity: Streamlit stumbles over both.

    A page calls this before it draws anything.
    """
    useless = [
        key
        for key in st.query_params
        if key.partition(".")[0] in slugs
        and key not in st.session_state
        and any(map(_says_nothing, st.query_params.get_all(key)))
    ]
    for key in useless:
        del st.query_params[key]
    if useless:
        st.rerun()


def _says_nothing(value: str) -> bool:
    return not value.strip() or math.isinf(_number_in(value))


def _number_in(text: str) -> float:
    """The number that a text says, NaN if it says none."""
    try:
        return float(text)
    except ValueError:
        return math.nan
