"""``python -m tests.monkey --steps 300 --seed 1``: walk, and stop at the first fault with a script that shows it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # as the app does, before NumPy is first imported

from tests.monkey.walk import Fault, shrunk, walk


def main() -> int:
    """Walk as the command line says; 1 if there was a fault."""
    arguments = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    arguments.add_argument("--steps", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument(
        "--timeout", type=float, default=60, help="seconds for one run of a page"
    )
    arguments.add_argument("--all", action="store_true", help="go on after a fault")
    chosen = arguments.parse_args()
    misses = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    misses.addFilter(lambda record: record.threadName != "MainThread")  # that is us, not the app
    begin, found = time.monotonic(), 0

    def after(count: int) -> None:
        print(f"{count:6,} steps, {time.monotonic() - begin:5.0f} s", file=sys.stderr, flush=True)

    for fault in walk(chosen.steps, chosen.seed, timeout=chosen.timeout, after=after):
        found += 1
        show(shrunk(fault, chosen.timeout))
        if not chosen.all:
            break
    print(f"Faults found: {found}. Steps asked for: {chosen.steps:,}, from seed {chosen.seed}.")
    return min(found, 1)


def show(fault: Fault) -> None:
    """What went wrong, and the script that shows it again."""
    print(
        f"{fault.says}\n\nTo see it again, run this in the folder of the app:\n\n{fault.script}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
