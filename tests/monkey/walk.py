"""The walk, and what is left of it where it fails: the shortest part that still does, as a script to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from streamlit.testing.v1 import AppTest

from tests.app import LESSON_OF, SLUGS
from tests.monkey.actions import Action, apply
from tests.monkey.choice import Link, choose, link_now
from tests.monkey.faults import fault_on, listening

STRETCH = 25  # steps in one session: what goes on for longer only fills the memory
MEMORY = 8  # steps that the monkey can go back


class Fault(NamedTuple):
    """Actions in a new session, and what the last of them leads to."""

    actions: tuple[Action, ...]
    says: str

    @property
    def script(self) -> str:
        """A script that does it all again."""
        lines = "".join(f"        {tuple(action)!r},\n" for action in self.actions)
        return f"from tests.monkey import replay\n\nreplay(\n    [\n{lines}    ]\n)\n"


def step(app: AppTest | None, action: Action, timeout: float = 60) -> tuple[AppTest | None, str]:
    """The app after an action, and what is wrong with it then; nothing if all is well."""
    with listening() as said:
        try:
            app = apply(app, action, timeout)
        except Exception as error:  # a run without an end, or something that cannot be done
            return app, f"{type(error).__name__}: {error}"
    return app, fault_on(app) or "\n".join(said)


def walk(
    steps: int, seed: int, *, timeout: float = 60, after: Callable[[int], None] = lambda count: None
) -> Iterator[Fault]:
    """Every fault that so many random steps meet; every view is begun with equally often.

    Parameters
    ----------
    timeout : float
        Seconds that one run of a page may take.
    after : callable
        Hears after each session how many steps were taken.
    """
    rng, done, views = Random(seed), 0, []
    while done < steps:
        views = views or rng.sample([*SLUGS, "welcome"], len(SLUGS) + 1)
        taken, fault = _session(rng, views.pop(), min(STRETCH, steps - done), timeout)
        done += taken
        if fault:
            yield fault
        after(done)


def _session(rng: Random, slug: str, steps: int, timeout: float) -> tuple[int, Fault | None]:
    """A stretch of the walk, from a view opened in a new session to the first fault: steps taken, and the fault."""
    actions = [_opening(slug)]
    page, links = actions[0].what, list[Link]()
    app, wrong = step(None, actions[0], timeout)
    while not wrong and len(actions) < steps:
        links = [*links, link_now(app, page)][-MEMORY:]
        actions.append(choose(rng, app, links[:-1]))
        if actions[-1].how in ("open", "turn to"):
            page = actions[-1].what
        app, wrong = step(app, actions[-1], timeout)
    return len(actions), Fault(tuple(actions), wrong) if wrong else None


def _opening(slug: str) -> Action:
    """How a view is opened by its link."""
    if slug not in LESSON_OF:
        return Action("open", slug, {})
    lesson = LESSON_OF[slug]
    link = {f"{lesson.slug}.view": view.title for view in lesson.views if view.slug == slug}
    return Action("open", lesson.slug, link)


def outcome(actions: Sequence[Action], timeout: float = 60) -> str:
    """What goes wrong first when these are done one after the other; nothing if all is well."""
    app = None
    for action in actions:
        app, wrong = step(app, Action(*action), timeout)
        if wrong:
            return wrong
    return ""


def replay(actions: Sequence[tuple]) -> None:
    """Do it all again, and raise an AssertionError at the first thing that goes wrong."""
    wrong = outcome([Action(*action) for action in actions])
    assert not wrong, wrong


def shrunk(fault: Fault, timeout: float = 60) -> Fault:
    """The same fault with fewer actions: those since a page was last opened, without each that it does not need."""
    actions = list(fault.actions)
    last = max(i for i, action in enumerate(actions) if action.how == "open")
    if _same(outcome(actions[last:], timeout), fault):
        actions = actions[last:]
    for i in range(len(actions) - 2, 0, -1):
        fewer = actions[:i] + actions[i + 1 :]
        if _same(outcome(fewer, timeout), fault):
            actions = fewer
    return Fault(tuple(actions), fault.says)


def _same(wrong: str, fault: Fault) -> bool:
    return wrong.partition("\n")[0] == fault.says.partition("\n")[0]
