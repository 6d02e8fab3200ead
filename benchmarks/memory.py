"""Memory of a process, and whether it stays flat: ``python -m benchmarks.memory --sessions 60 --minutes 30``."""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from pathlib import Path

from benchmarks.session import Session
from tests.server import serve


def resident_megabytes(pid: int) -> float:
    """Resident memory of a process, as Linux tells it."""
    line = next(
        line
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


async def soak(
    address: str, pid: int, slug: str, label: str, sessions: int, seconds: float, period: float
) -> None:
    """Readers who each move a control every ``period`` seconds; memory and latency are printed ten times."""
    readers = [Session(address, slug, label) for _ in range(sessions)]
    for reader in readers:
        await reader.open()
    print(f"{sessions} readers open: {resident_megabytes(pid):.0f} MB")
    end = time.perf_counter() + seconds
    rng = random.Random(0)

    async def read(reader: Session) -> None:
        await asyncio.sleep(rng.random() * period)
        while time.perf_counter() < end:
            started = time.perf_counter()
            await reader.move(rng)
            await asyncio.sleep(max(0.0, period - (time.perf_counter() - started)))

    async def report() -> None:
        for tenth in range(1, 11):
            await asyncio.sleep(max(0.0, end - time.perf_counter()) / (11 - tenth))
            times = sorted(ms for reader in readers for ms in reader.times)
            if times:
                middle, late = times[len(times) // 2], times[round(0.95 * (len(times) - 1))]
                print(
                    f"{tenth * seconds / 10:6.0f} s: {resident_megabytes(pid):.0f} MB, {len(times)} moves, "
                    f"median {middle:.0f} ms, p95 {late:.0f} ms, lost {sum(reader.lost for reader in readers)}",
                    flush=True,
                )

    await asyncio.gather(report(), *(read(reader) for reader in readers))


def main() -> None:
    """Start the app, let the readers in, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lesson", default="gradient_descent")
    parser.add_argument("--control", default="Steps")
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--period", type=float, default=2.0)
    chosen = parser.parse_args()
    with serve() as (address, process):
        asyncio.run(
            soak(
                address,
                process.pid,
                chosen.lesson,
                chosen.control,
                chosen.sessions,
                60 * chosen.minutes,
                chosen.period,
            )
        )


if __name__ == "__main__":
    main()
