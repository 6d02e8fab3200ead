"""How long a reader waits when a process is killed: ``python -m benchmarks.failover --trials 5``."""

from __future__ import annotations

import argparse
import time
from typing import Any

from deploy.local import readers, replicas
from tests.server import launch, wait_drawn

CAPTION = "document.querySelector('figcaption').textContent"
STATE = "document.querySelector('.stApp').getAttribute('data-test-connection-state')"


def trial(browser: Any) -> tuple[float, float]:
    """Seconds from the kill until the page is connected again, and until the first click has its answer."""
    with replicas(2) as (address, processes):
        pages = [browser.new_context().new_page() for _ in processes]
        counts = [readers(processes)]
        for page in pages:  # the proxy sends the second one to the other process: both are warm
            page.goto(f"{address}/gradient_descent")
            wait_drawn(page)
            counts.append(readers(processes))
        last = [b - a for a, b in zip(*counts[-2:], strict=True)].index(1)
        before = page.evaluate(CAPTION)
        started = time.perf_counter()
        processes[last].kill()
        page.wait_for_function(f"() => {STATE} !== 'CONNECTED'")
        page.wait_for_function(f"() => {STATE} === 'CONNECTED'")
        connected = time.perf_counter() - started
        page.get_by_role(
            "radio", name="Over the edge"
        ).click()  # as soon as it can be clicked again
        page.wait_for_function(f"before => {CAPTION} !== before", arg=before)
        answered = time.perf_counter() - started
        for page in pages:
            page.context.close()
    return connected, answered


def main() -> None:
    """Kill a process behind the proxy again and again, and print how long its reader waited."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=5)
    chosen = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        for i in range(1, chosen.trials + 1):
            connected, answered = trial(browser)
            print(
                f"{i}: connected again after {connected:.2f} s, first click answered after {answered:.2f} s",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
