"""The real app on a port of this machine, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from deploy.local import free_port, start, stopping, wait_healthy

ROOT = Path(__file__).parent.parent
BROWSER = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Surfaces in space need WebGL, also where there is no graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]


@contextmanager
def serve(
    app: Path = ROOT / "app.py", **environment: str
) -> Iterator[tuple[str, subprocess.Popen]]:
    """Start the app, yield its address and its process once it is healthy, and stop it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with stopping(start(port, app, **environment)) as process:
        wait_healthy(address, process)
        yield address, process


def launch(playwright: Any) -> Any:
    """A headless browser that asks nobody but this machine."""
    return playwright.chromium.launch(executable_path=BROWSER, args=BROWSER_ARGS)


def wait_drawn(page: Any, charts: int = 1) -> None:
    """Until the app has run and that many charts are drawn."""
    wait_idle(page)
    page.wait_for_function(
        "n => document.querySelectorAll('.plot[data-revision]').length >= n", arg=charts
    )


def wait_idle(page: Any) -> None:
    """Until the app has nothing left to run."""
    page.wait_for_function(
        "() => document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning'"
    )


def wait_run_again(page: Any, cut: Callable[[], None]) -> None:
    """Cut the page off from its server, and wait until it has found one again and run there to the end."""
    with page.expect_websocket() as socket:
        cut()
    socket.value.wait_for_event("framereceived", _ends_a_run)


def _ends_a_run(frame: bytes | str) -> bool:
    """Whether this is Streamlit's word that the script has run, not that it was stopped to begin again."""
    if not isinstance(frame, bytes):
        return False
    message = ForwardMsg.FromString(frame)
    return (
        message.HasField("script_finished")
        and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )
