"""From a key press to the new picture, in a real browser, beside the same for a bare page."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from typing import Any

from tests.server import wait_idle

# The key is pressed here; the picture is new when the chart says so and two more frames have been painted.
WATCH = """
() => {
  const drawn = DRAWN;
  window.moves = { started: 0, repainted: 0 };
  addEventListener("keydown", () => {
    const before = drawn();
    window.moves = { started: performance.now(), repainted: 0 };
    const painted = () => (window.moves.repainted = performance.now());
    const look = () => requestAnimationFrame(drawn() === before ? look : () => requestAnimationFrame(painted));
    look();
  }, true);
}
"""
OURS = "() => [...document.querySelectorAll('.plot')].map((plot) => plot.dataset.revision).join()"
BARE = "() => document.querySelector('.js-plotly-plot .gtitle')?.textContent"


@dataclass
class Moves:
    """What the moves of one control cost."""

    page: Any
    control: Any
    times: list[float] = field(default_factory=list)  # ms
    sizes: list[int] = field(default_factory=list)  # bytes from the server
    _received: int = 0
    _direction: int = 1

    def watch(self, drawn: str) -> None:
        """Get ready: note every key, every new picture, every byte."""
        wait_idle(self.page)
        self.page.evaluate(WATCH.replace("DRAWN", drawn))
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.webSocketFrameReceived", self._count)

    def _count(self, event: dict) -> None:
        frame = event["response"]
        size = len(frame["payloadData"])
        self._received += size * 3 // 4 if frame["opcode"] == 2 else size

    def move(self) -> None:
        """Press an arrow key once, and wait for the picture."""
        value, low, high = (
            float(self.control.evaluate(f"e => +e.{name} || 0")) for name in ("value", "min", "max")
        )
        if value >= high:
            self._direction = -1
        if value <= low:
            self._direction = 1
        before = self._received
        self.control.press("ArrowUp" if self._direction > 0 else "ArrowDown")
        self.page.wait_for_function("() => window.moves.repainted > 0", polling="raf")
        self.times.append(self.page.evaluate("() => window.moves.repainted - window.moves.started"))
        wait_idle(self.page)
        self.sizes.append(self._received - before)


def interleaved(sides: list[Moves], moves: int, warm: int = 3) -> None:
    """Move all of them, turn and turn about, so that what else the machine does hits all; the first moves do not count."""
    for _ in range(warm + moves):
        for side in sides:
            side.move()
    for side in sides:
        del side.times[:warm], side.sizes[:warm]


def median(values: list[float]) -> float:
    return statistics.median(values)


def p95(values: list[float]) -> float:
    return sorted(values)[round(0.95 * (len(values) - 1))]


def until(page: Any, condition: str, started: float) -> float:
    """Milliseconds from ``started`` until a condition holds and is painted."""
    page.wait_for_function(condition, polling="raf", timeout=60_000)
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return 1e3 * (time.perf_counter() - started)
