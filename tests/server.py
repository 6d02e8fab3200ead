"""The real app on a port of this machine, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.fileWatcherType": "none",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    process = subprocess.Popen(
        [*command, *(f"--{name}={value}" for name, value in options.items())],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not healthy(address):
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}")
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


def healthy(address: str) -> bool:
    """Whether the server answers yet."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


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
