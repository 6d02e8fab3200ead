"""A class at once: ``python -m benchmarks.load --sessions 120 --seconds 60 --replicas 2``.

Readers open a lesson, and each sets one of its controls anew every few seconds. Printed ten times on the way:
the reruns a second, how long a reader waited, the memory, and the sessions lost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.session import Session
from deploy.local import replicas
from tests.server import serve


def resident_megabytes(pid: int) -> float:
    """Resident memory of a process, as Linux tells it."""
    line = next(
        line
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used, as Linux tells it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


async def read(reader: Session, rng: random.Random, period: float, end: float) -> None:
    """Set the control every ``period`` seconds, whenever the answer to the last move is there."""
    await asyncio.sleep(rng.random() * period)
    while time.perf_counter() < end:
        started = time.perf_counter()
        await reader.move(rng)
        await asyncio.sleep(max(0.0, period - (time.perf_counter() - started)))


async def report(readers: Sequence[Session], pids: Sequence[int], seconds: float) -> None:
    """Print ten times what has happened since the last time."""
    print(
        "| seconds | MB, each process | reruns a second | CPU ms a rerun | median ms | p95 ms | lost |"
    )
    print("|---|---|---|---|---|---|---|")
    started, used = time.perf_counter(), sum(map(cpu_seconds, pids))
    for tenth in range(1, 11):
        await asyncio.sleep(max(0.0, started + tenth * seconds / 10 - time.perf_counter()))
        times = sorted(ms for reader in readers for ms in reader.times)
        for reader in readers:
            reader.times.clear()
        used, before = sum(map(cpu_seconds, pids)), used
        if times:
            cells = [
                f"{tenth * seconds / 10:.0f}",
                " + ".join(f"{resident_megabytes(pid):.0f}" for pid in pids),
                f"{10 * len(times) / seconds:.1f}",
                f"{1e3 * (used - before) / len(times):.0f}",
                f"{times[len(times) // 2]:.0f}",
                f"{times[round(0.95 * (len(times) - 1))]:.0f}",
                f"{sum(reader.lost for reader in readers)}",
            ]
            print(f"| {' | '.join(cells)} |", flush=True)


async def hold_class(address: str, pids: Sequence[int], chosen: argparse.Namespace) -> None:
    """Let the readers in, one after the other, and then have them read."""
    readers = [Session(address, chosen.lesson, chosen.control) for _ in range(chosen.sessions)]
    print(f"{chosen.lesson}, {chosen.control}, every {chosen.period:g} s")
    empty = sum(map(resident_megabytes, pids))
    for reader in readers:
        await reader.open()
    grown = sum(map(resident_megabytes, pids)) - empty
    print(f"{len(readers)} readers in: {empty:.0f} MB before, {grown:.0f} MB more now")
    rng, end = random.Random(0), time.perf_counter() + chosen.seconds
    await asyncio.gather(
        report(readers, pids, chosen.seconds),
        *(read(reader, rng, chosen.period, end) for reader in readers),
    )
    for reader in readers:
        await reader.close()


def main() -> None:
    """Start the app, in one process or in several behind HAProxy, and hold the class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lesson", default="gradient_descent_race")
    parser.add_argument("--control", default="Steps")
    parser.add_argument("--sessions", type=int, default=120)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--period", type=float, default=2.0)
    parser.add_argument("--replicas", type=int, default=1)
    chosen = parser.parse_args()
    with ExitStack() as stack:
        if chosen.replicas == 1:
            address, process = stack.enter_context(serve())
            processes = [process]
        else:
            address, processes = stack.enter_context(replicas(chosen.replicas))
        asyncio.run(hold_class(address, [process.pid for process in processes], chosen))


if __name__ == "__main__":
    main()
