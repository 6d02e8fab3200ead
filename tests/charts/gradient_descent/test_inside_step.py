"""The opened step: its arrows, its path, its strips."""

import numpy as np
import pytest

from charts.gradient_descent.inside_step import LONGEST, magnification, opened_step
from charts.gradient_descent.strips import Strip
from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.inside_step import open_step
from core.studies.gradient_descent.rule_variants import RULE_VARIANTS, without_look_ahead
from core.studies.gradient_descent.step_history import numbers_over_time, worth_watching
from core.surfaces import SURFACES, sample

RAVINE = SURFACES["ravine"]
GRID = sample(RAVINE, 20)
RULES = {**OPTIMIZERS, **RULE_VARIANTS}
KINDS = ("slope", "memory", "squares", "rate", "move")


def drawn(key, t, compared=None, **knobs):
    rule = RULES[key]
    walk = descend(RAVINE, rule, RAVINE.start, steps=30, **knobs)
    step, numbers = open_step(rule, walk, t, **knobs), numbers_over_time(rule, walk, **knobs)
    strips = [
        Strip(kind, f"{name} today", numbers[name], None)
        for name, kind in zip(worth_watching(key), KINDS, strict=False)
    ]
    figure = opened_step(
        GRID,
        walk,
        step,
        strips,
        minima=RAVINE.minima,
        log_scale=True,
        view="v",
        compared=compared,
        walker=without_look_ahead(compared, **knobs) if key == "nesterov_ahead" else None,
    )
    return figure, walk, step, strips


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def ends(arrow):
    return np.array([[arrow.x[0], arrow.y[0]], [arrow.x[1], arrow.y[1]]])


def test_arrows_begin_at_the_point_follow_one_another_and_end_where_the_move_ends():
    figure, walk, step, _ = drawn("adam", 8)
    times = magnification(step, GRID)
    slope, memory, move = (
        ends(trace(figure, name))
        for name in ("share of the newest slope", "share of the memory", "the move")
    )
    np.testing.assert_allclose(slope[0], walk.points[7], rtol=1e-5)
    np.testing.assert_allclose(memory[0], slope[1], rtol=1e-5)
    np.testing.assert_allclose(memory[1], move[1], rtol=1e-4)
    np.testing.assert_allclose(np.diff(move, axis=0)[0], times * step.numbers["moved"], rtol=1e-4)
    assert f"drawn {times:g} times as long" in figure.layout.annotations[0].text


def test_the_dotted_ray_points_straight_downhill():
    figure, _, step, _ = drawn("adam", 8)
    ray = np.diff(ends(trace(figure, "straight downhill, −g")), axis=0)[0]
    slope = step.numbers["gradient"]
    np.testing.assert_allclose(ray / np.hypot(*ray), -slope / np.hypot(*slope), atol=1e-5)


def test_arrows_are_magnified_by_round_numbers_and_never_shrunk():
    _, _, small, _ = drawn("sgd", 9, lr=1e-4)
    sides = np.array([np.ptp(GRID.x), np.ptp(GRID.y)])
    times = magnification(small, GRID)
    assert times in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4)
    assert np.abs(times * small.numbers["moved"] / sides).max() <= LONGEST
    walk = descend(RAVINE, OPTIMIZERS["sgd"], RAVINE.start, steps=5, lr=0.5)
    huge = open_step(OPTIMIZERS["sgd"], walk, 2, lr=0.5)
    assert magnification(huge, GRID) == 1


def test_the_way_so_far_is_bold_and_the_way_to_come_is_faint():
    figure, walk, _, _ = drawn("momentum", 8)
    np.testing.assert_allclose(trace(figure, "Momentum").x, walk.points[:8, 0], rtol=1e-5)
    np.testing.assert_allclose(trace(figure, "the way to come").x, walk.points[7:, 0], rtol=1e-5)
    assert trace(figure, "Momentum").line.width > trace(figure, "the way to come").line.width


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("t", [1, 30])
def test_every_rule_is_drawn_with_all_its_strips(key, t):
    rule = RULES[key]
    method = getattr(rule, "method", None)
    other = descend(RAVINE, OPTIMIZERS[method], RAVINE.start, steps=30, lr=1e-3) if method else None
    figure, _, _, strips = drawn(key, t, compared=other, lr=1e-3)
    assert len(figure.to_json()) < 100_000
    for i, strip in enumerate(strips):
        lines = [s for s in figure.data if s.yaxis == f"y{i + 2}" and s.mode == "lines"]
        for axis, line in enumerate(lines):
            shown = np.array(line.y, dtype=float)
            seen = np.isfinite(shown)
            np.testing.assert_allclose(shown[seen], strip.values[seen, axis], rtol=1e-5)
        assert figure.layout.annotations[i + 1].text == strip.heading


def test_nothing_moves_at_a_level_point_and_nothing_breaks():
    bowl, rule = SURFACES["bowl"], OPTIMIZERS["adam"]
    walk = descend(bowl, rule, (0.0, 0.0), steps=3)
    numbers = numbers_over_time(rule, walk)
    strips = [Strip("squares", "v", numbers["v"], None), Strip("move", "Δ", numbers["moved"], None)]
    figure = opened_step(
        sample(bowl, 9), walk, open_step(rule, walk, 1), strips, minima=(), log_scale=False, view=""
    )
    assert "the move" not in [t.name for t in figure.data]
    assert figure.layout.yaxis2.type == "log"


def test_a_log_strip_has_two_or_three_ticks_in_its_range():
    for low, high in ((1e-3, 1.2e-3), (0.004, 0.06), (1.0, 9e4), (1e-30, 1e10)):
        numbers = np.geomspace(low, high, 8).reshape(4, 2)
        strip = Strip("rate", "α", numbers, None)
        walk = descend(RAVINE, OPTIMIZERS["sgd"], RAVINE.start, steps=4, lr=1e-3)
        step = open_step(OPTIMIZERS["sgd"], walk, 1, lr=1e-3)
        figure = opened_step(GRID, walk, step, [strip], minima=(), log_scale=True, view="")
        assert len(figure.layout.yaxis2.tickvals) <= 3
