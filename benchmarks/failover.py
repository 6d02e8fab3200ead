"""How long a reader waits when a process is killed: ``python -m benchmarks.failover --trials 5``."""

from __future__ import annotations

import argparse
import time
from typing import Any

from deploy.local import readers, replicas
from tests.server import launch, wait_drawn, wait_run_again

CAPTION = "document.querySelector('figcaption').textContent"


def trial(browser: Any) -> tuple[float, float]:
    """Seconds from the kill of a reader's process until the page has run at the other, and until a click is answered."""
    with replicas(2) as (address, processes):
        pages = [browser.new_context().new_page() for _ in processes]
        counts = [readers(processes)]
        for page in pages:  # the proxy sends the second one to the other process: both are warm
            page.goto(f"{address}/convolution")
            wait_drawn(page)
            counts.append(readers(processes))
        last = [after - before for before, after in zip(*counts[-2:], strict=True)].index(1)
        started = time.perf_counter()
        wait_run_again(page, processes[last].kill)
        back = time.perf_counter() - started
        page.get_by_role("radio", name="2", exact=True).first.click()  # the stride
        page.wait_for_function(f"() => {CAPTION}.includes('31 × 31')")
        answered = time.perf_counter() - started
        for page in pages:
            page.context.close()
    return back, answered


def main() -> None:
    """Kill a process behind the proxy again and again, and print how long its reader waited."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=5)
    chosen = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        for i in range(1, chosen.trials + 1):
            back, answered = trial(browser)
            print(
                f"{i}: back after {back:.2f} s, a click answered after {answered:.2f} s", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main()
