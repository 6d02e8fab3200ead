"""One table: start, first chart, control to picture (beside a bare page), bytes, server time, memory.

python -m benchmarks              all lessons, 40 moves each
python -m benchmarks --moves 10   a quick look
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from benchmarks.browser import BARE, OURS, Moves, interleaved, median, p95, until
from benchmarks.load import resident_megabytes
from benchmarks.server_time import rerun_milliseconds
from tests.app import address_of, charts, open_lesson
from tests.server import launch, serve, wait_idle
from ui.lessons import LESSONS as CURRICULUM

YARDSTICK = Path(__file__).parent / "bare.py"
FIRST_CHART = "() => document.querySelector('.plot[data-revision] .main-svg')"
FIRST_BARE = "() => document.querySelector('.js-plotly-plot .main-svg')"

# Lesson -> the control that is moved (its label), and the kind of chart that a bare page would draw.
LESSONS = {
    "pooling_pool": ("Shift right by", "heatmap"),
    "pooling_field": ("Look at row", "heatmap"),
    "activations_family": ("Layers", "line"),
    "activations_neuron": ("Bias b", "heatmap"),
    "activations_depth": ("Layers", "line"),
    "activations_asleep": ("Bias b", "line"),
    "activations_bends": ("Hidden units k", "line"),
    "activations_softmax": ("Score of the dog", "heatmap"),
    "activations_maxout": ("Input x₁", "contour"),
    "cnn_reads": ("Held-out digit", "heatmap"),
    "cnn_tested": ("Shift by pixels", "heatmap"),
    "cnn_training": ("Epochs", "line"),
    "losses_family": ("Prediction ŷ", "line"),
    "losses_outlier": ("Height of the wild point", "line"),
    "losses_confident": ("Epochs", "line"),
    "losses_softmax": ("Score of the dog", "line"),
    "losses_divergence": ("Move q to p", "line"),
    "loss_surfaces_point": ("Point x", "surface"),
    "loss_surfaces_data": ("Point w", "contour"),
    "loss_surfaces_network": ("Reach", "contour"),
    "loss_surfaces_convex": ("Seed", "contour"),
    "gradient_descent_race": ("Steps", "contour"),
    "gradient_descent_step": ("Step", "contour"),
    "gradient_descent_theory": ("Learning rate η", "contour"),
    "gradient_descent_noise": ("Batch size B", "contour"),
    "gradient_descent_escape": ("Tries", "heatmap"),
    "backpropagation_graph": ("Step", "line"),
    "backpropagation_check": ("Learning rate η", "line"),
    "regularization_penalties": ("Strength α", "line"),
    "regularization_geometry": ("Strength α", "contour"),
    "backpropagation_matrix": ("Step", "heatmap"),
    "backpropagation_many": ("Updates", "line"),
    "regularization_dropout": ("Sub-network no.", "line"),
    "regularization_augmentation": ("Look at sample", "heatmap"),
    "overfitting_fit": ("Degree", "line"),
    "overfitting_learning": ("Degree, right", "line"),
    "overfitting_bias": ("Degree", "line"),
    "regularization_early": ("Steps k", "line"),
    "regularization_network": ("Sample", "contour"),
    "backpropagation_scalar": ("Step", "line"),
    "backpropagation_worksheet": ("Seed", "line"),
    "convolution_patch": ("Look at row", "heatmap"),
    "convolution_channels": ("Look at row", "heatmap"),
    "convolution_backward": ("Look at row", "heatmap"),
}


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=40)
    parser.add_argument("--lesson", choices=LESSONS, action="append")
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        started = time.perf_counter()
        with (
            TemporaryDirectory() as folder,
            serve() as (ours, process),
            serve(YARDSTICK, GLASSNET_CHARTS=folder) as (bare, _),
        ):
            print(f"both servers healthy after {time.perf_counter() - started:.2f} s")
            save_charts(Path(folder))
            report_opening(browser, ours, bare)
            report_moves(browser, ours, bare, arguments.lesson or list(LESSONS), arguments.moves)
            print(f"memory of the server process: {resident_megabytes(process.pid):.0f} MB")
        browser.close()


def report_opening(browser, ours: str, bare: str, repeats: int = 5) -> None:
    """Welcome page, first chart from there, and a lesson opened directly beside a bare page."""
    welcome, inside, direct, yardstick = [], [], [], []
    for _ in range(repeats):
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        started = time.perf_counter()
        page.goto(ours)
        welcome.append(
            until(
                page,
                f"() => document.querySelectorAll('.st-key-map img').length === {len(CURRICULUM)}",
                started,
            )
        )
        page.wait_for_function("() => window.Plotly")
        wait_idle(page)
        link = page.get_by_role("link", name="Gradient descent").first
        started = time.perf_counter()
        link.click()
        inside.append(until(page, FIRST_CHART, started))
        page.context.close()
        for url, condition, times in (
            (f"{ours}/gradient_descent", FIRST_CHART, direct),
            (f"{bare}/?kind=contour", FIRST_BARE, yardstick),
        ):
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            started = time.perf_counter()
            page.goto(url)
            times.append(until(page, condition, started))
            page.context.close()
    print(f"welcome page with its pictures, cold cache: {median(welcome):.0f} ms")
    print(f"first chart after the welcome page: {median(inside):.0f} ms")
    print(
        f"lesson opened directly, cold cache: {median(direct):.0f} ms, bare page {median(yardstick):.0f} ms, "
        f"ratio {median(direct) / median(yardstick):.2f}"
    )


def report_moves(browser, ours: str, bare: str, slugs: list[str], moves: int) -> None:
    """The table: a row a lesson, beside a bare page with a plain chart of that kind and one with the lesson's own chart."""
    print("\nms from key press to repainted picture, median / p95; kB from the server per move")
    print(
        "| lesson | control | ours | bare, plain chart | ratio | bare, same chart | ratio | kB | server ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for slug in slugs:
        label, kind = LESSONS[slug]
        addresses = (f"{ours}/{address_of(slug)}", f"{bare}/?kind={kind}", f"{bare}/?kind={slug}")
        sides = [
            ready(browser, url, label if url.startswith(ours) else "speed") for url in addresses
        ]
        interleaved(sides, moves=moves)
        mine, plain, same = sides
        cells = [slug, label, spread(mine.times)]
        for other, name in ((plain, f"{kind} "), (same, "")):
            cells += [name + spread(other.times), f"{median(mine.times) / median(other.times):.2f}"]
        cells += [f"{median(mine.sizes) / 1e3:.0f}", f"{rerun_milliseconds(slug, label):.0f}"]
        print(f"| {' | '.join(cells)} |", flush=True)
        for side in sides:
            side.page.context.close()


def ready(browser, url: str, label: str) -> Moves:
    """A page of its own, drawn, its control found and watched."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(url)
    bare = label == "speed"
    page.wait_for_function(FIRST_BARE if bare else FIRST_CHART, timeout=60_000)
    slider, number = (page.get_by_role(role, name=label) for role in ("slider", "spinbutton"))
    control = slider.or_(number).first
    control.wait_for()
    side = Moves(page, control)
    side.watch(BARE if bare else OURS)
    return side


def spread(times: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{median(times):.0f} / {p95(times):.0f}"


def save_charts(folder: Path) -> None:
    """The first chart of every lesson, for the yardstick."""
    for slug in LESSONS:
        first = next(iter(charts(open_lesson(slug)).values()))
        (folder / f"{slug}.json").write_text(json.dumps(first.figure))


if __name__ == "__main__":
    main()
