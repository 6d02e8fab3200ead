"""Points that a reader may move, add and delete: in a table, by clicks, and in one line of text, which lives in the link."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import streamlit as st

from ui.controls import text
from ui.warning import warn

LONGEST = 32  # characters that a link may spend on one point


class Point(NamedTuple):
    """A point and the part it plays: one letter, or none."""

    x: float
    y: float
    part: str = ""


@dataclass(frozen=True)
class PointRules:
    """What a list of points must be like."""

    parts: Mapping[str, str] = field(default_factory=lambda: {"": "point"})  # letter: its name
    least: Mapping[str, int] = field(default_factory=lambda: {"": 1})
    most: int = 100
    limit: float = 1e6  # size of a number

    def check(self, points: Sequence[Point]) -> None:
        """Raise a ValueError with a sentence for the reader if these cannot be taken."""
        if len(points) > self.most:
            raise ValueError(f"There are {len(points)} points; at most {self.most} are taken.")
        for part, least in self.least.items():
            count = sum(point.part == part for point in points)
            if count < least:
                raise ValueError(
                    f"This needs {least} or more {self.parts[part]} points; it has {count}."
                )
        for i, point in enumerate(points, 1):
            if not all(math.isfinite(v) and abs(v) <= self.limit for v in point[:2]):
                raise ValueError(
                    f"Both numbers of point {i} must lie between {-self.limit:g} and {self.limit:g}."
                )


def parse(line: str, rules: PointRules) -> list[Point]:
    """The points of a line such as ``-1,2.5 0.5,3v``: a space between points, the letter of the part behind.

    Raises
    ------
    ValueError
        With a sentence for the reader, if the line holds no such list or the rules forbid it.
    """
    points = []
    for i, piece in enumerate(line.split(), 1):
        part = piece[-1] if piece[-1] in rules.parts else ""
        numbers = piece.removesuffix(part).split(",")
        try:
            x, y = map(float, numbers)
        except ValueError:
            raise ValueError(f"Point {i} is not two numbers with a comma between.") from None
        points.append(Point(x, y, part))
    rules.check(points)
    return points


def written(points: Sequence[Point]) -> str:
    """The line that `parse` reads, six digits a number."""
    return " ".join(f"{p.x:.6g},{p.y:.6g}{p.part}" for p in points)


def point_list(
    label: str, drawn: Sequence[Point], rules: PointRules, *, key: str
) -> tuple[list[Point], bool]:
    """The reader's own points, or the drawn ones where there are none; and whether they are the reader's.

    A text that cannot be read gets a sentence, and the drawn points stay.
    """
    letters = ", ".join(
        f"{letter} behind a {name} point" for letter, name in rules.parts.items() if letter
    )
    with st.container(key=f"{key}.row"):
        line = text(
            label,
            "",
            key=key,
            longest=LONGEST * rules.most,
            help=f"x,y of every point, a space between points{f'; {letters}' if letters else ''}. Empty: the drawn points.",
        )
        points, own = list(drawn), bool(line.strip())
        if own:
            try:
                points = parse(line, rules)
            except ValueError as error:
                warn(f"{error} The drawn points stay.")
                own = False
        with st.expander("Point by point", key=f"{key}.table", on_change="rerun") as table:
            if table.open:
                _table(points, rules, key=key)
    return points, own


def _table(points: Sequence[Point], rules: PointRules, *, key: str) -> None:
    """A row a point: cells may be changed, rows added and deleted; every edit writes the line anew.

    While the points are those of the last edit, the table is left as it is, so that the reader can go on.
    """
    memory = st.session_state.setdefault(f"{key}.memory", {"now": None, "count": 0})
    now = parse(written(points), rules)
    if memory["now"] != now:
        memory |= {"now": now, "begin": now, "count": memory["count"] + 1}
    widget = f"{key}.cells{memory['count']}"

    def edited() -> None:
        new = with_edits(memory["begin"], st.session_state[widget], rules)
        try:
            rules.check(new)
        except ValueError as error:
            memory.update(begin=memory["now"], count=memory["count"] + 1, said=str(error))
        else:
            st.session_state[key] = written(new)
            memory.update(now=parse(written(new), rules), said="")

    begin, names = memory["begin"], list(rules.parts.values())
    columns: dict[str, list[Any]] = {"x": [p.x for p in begin], "y": [p.y for p in begin]}
    configs = {name: st.column_config.NumberColumn(required=True) for name in columns}
    if len(names) > 1:
        columns["part"] = [rules.parts[p.part] for p in begin]
        configs["part"] = st.column_config.SelectboxColumn(
            options=names, default=names[0], required=True
        )
    st.data_editor(
        columns,
        key=widget,
        on_change=edited,
        num_rows="dynamic",
        hide_index=True,
        height=240,
        column_config=configs,
        alt="The points, one a row",
    )
    if memory.get("said"):
        st.warning(f"{memory['said']} The old points stay.")


def with_edits(
    points: Sequence[Point], changes: Mapping[str, Any], rules: PointRules
) -> list[Point]:
    """The points after the edits of a table; rows that are not complete yet count for nothing."""
    letters = {name: letter for letter, name in rules.parts.items()}
    rows = [{"x": p.x, "y": p.y, "part": rules.parts[p.part]} for p in points]
    for i, cells in changes["edited_rows"].items():
        rows[int(i)] |= cells
    gone = set(changes["deleted_rows"])
    kept = [row for i, row in enumerate(rows) if i not in gone] + list(changes["added_rows"])
    return [
        Point(float(row["x"]), float(row["y"]), letters.get(row.get("part"), ""))
        for row in kept
        if row.get("x") is not None and row.get("y") is not None
    ]


def clicked(
    points: Sequence[Point], x: float, y: float, how: str, part: str, size: tuple[float, float]
) -> list[Point]:
    """The points after a click at x, y: ``add`` one there, ``move`` the nearest there, or ``delete`` the nearest.

    Parameters
    ----------
    part : str
        Of a point that is added.
    size : (float, float)
        Width and height of the picture in its own units: nearest is what looks nearest.
    """
    if how == "add":
        return [*points, Point(x, y, part)]
    nearest = min(
        range(len(points)),
        key=lambda i: math.hypot((points[i].x - x) / size[0], (points[i].y - y) / size[1]),
    )
    after = [points[nearest]._replace(x=x, y=y)] if how == "move" else []
    return [*points[:nearest], *after, *points[nearest + 1 :]]
