"""The app on this machine, in N processes behind HAProxy: ``python -m deploy.local --replicas 2``."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"
# What a replica runs with, here and in the container.
ENVIRONMENT = {
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


@contextmanager
def replicas(n: int, port: int | None = None) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """The app in ``n`` processes behind the proxy; all are stopped in the end.

    Parameters
    ----------
    n : int
        Processes, at least 1.
    port : int, optional
        Where the proxy listens on this machine; any free port by default.

    Yields
    ------
    address : str
        Of the proxy, such as ``http://127.0.0.1:8080``, once everything is healthy.
    processes : list of Popen
        The replicas.
    """
    secret = os.environ.get(SECRET) or secrets.token_hex(32)
    with ExitStack() as stack:
        ports = [free_port() for _ in range(n)]
        processes = [
            stack.enter_context(stopping(start(app_port, **{SECRET: secret}))) for app_port in ports
        ]
        for app_port, process in zip(ports, processes, strict=True):
            wait_healthy(f"http://127.0.0.1:{app_port}", process)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = port or free_port()
        proxy = stack.enter_context(stopping(start_proxy(port, ports, folder / "haproxy.cfg")))
        address = f"http://127.0.0.1:{port}"
        wait_healthy(address, proxy)
        yield address, processes


def start(port: int, app: Path = ROOT / "app.py", **environment: str) -> subprocess.Popen:
    """One process of the app on a port of this machine."""
    options = {"server.address": "127.0.0.1", "server.port": port}
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    return subprocess.Popen(
        [*command, *(f"--{name}={value}" for name, value in options.items())],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def start_proxy(port: int, app_ports: Sequence[int], file: Path) -> subprocess.Popen:
    """HAProxy in front of the processes at those ports, its configuration written to the file."""
    file.write_text(configuration(app_ports), encoding="utf-8")
    return subprocess.Popen(
        [haproxy(), "-db", "-f", str(file)],
        env=os.environ | {"PROXY_BIND": f"127.0.0.1:{port}", "APP_HOST": "localhost"},
        stdout=subprocess.DEVNULL,
    )


def configuration(app_ports: Sequence[int]) -> str:
    """The shipped configuration with the replicas named one by one: here they share an address, so no DNS tells them apart."""
    servers = "\n".join(
        f"    server app{i} 127.0.0.1:{port}" for i, port in enumerate(app_ports, start=1)
    )
    lines = CONFIGURATION.read_text(encoding="utf-8").splitlines()
    return "\n".join(servers if "server-template" in line else line for line in lines) + "\n"


def haproxy() -> str:
    """The HAProxy of this machine, empty where there is none."""
    return (
        shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        or ""
    )


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def stopping(process: subprocess.Popen) -> Iterator[subprocess.Popen]:
    """The process, which is stopped in the end."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_healthy(address: str, process: subprocess.Popen, patience: float = 60.0) -> None:
    """Until the app answers at that address; an error if the process ends before, or after so many seconds."""
    end = time.monotonic() + patience
    while not healthy(address):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}")
        if time.monotonic() > end:
            raise TimeoutError(f"nothing healthy at {address} after {patience:g} s")
        time.sleep(0.02)


def healthy(address: str) -> bool:
    """Whether the app answers yet."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def readers(processes: Sequence[subprocess.Popen]) -> list[int]:
    """How many sessions began at each process so far, as it tells itself."""
    counts = []
    for process in processes:
        port = next(word.partition("=")[2] for word in process.args if "server.port" in word)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/metrics") as answer:
            lines = dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines())
        counts.append(int(lines['session_events_total{type="connect"}']))
    return counts


def main() -> None:
    """Run until the reader of the terminal interrupts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--replicas", type=int, default=2, help="processes; one a core is a good number"
    )
    parser.add_argument("--port", type=int, default=8080)
    chosen = parser.parse_args()
    if not haproxy():
        parser.exit(1, "HAProxy is missing: apt install haproxy, or brew install haproxy\n")
    with (
        suppress(KeyboardInterrupt),
        replicas(chosen.replicas, chosen.port) as (address, processes),
    ):
        print(f"{len(processes)} replicas at {address}; Ctrl-C stops them", flush=True)
        for process in processes:
            process.wait()


if __name__ == "__main__":
    main()
