"""The geometry of penalties keeps what it says."""

from types import SimpleNamespace

import numpy as np
import pytest

from core.studies.regularization.priced_walk import changes, solutions, walk_down
from core.studies.regularization.touch import touch
from core.studies.regularization.two_weights import bowl, correlation
from tests.app import charts, click_experiment, experiments, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "regularization_geometry"
KEY = f"{SLUG}.map"
RATIOS = {"ridge": 0.0, "lasso": 1.0}


@pytest.fixture(scope="module")
def clicked():
    """What each experiment shows, clicked one after the other."""
    app, seen = open_lesson(SLUG), {}
    for name in experiments(app, SLUG):
        click_experiment(app, SLUG, name)
        seen[name] = look(app)
    return seen


def look(app):
    """Charts, text, and all of it computed anew from the controls."""
    at = {name: setting(app, SLUG, name) for name in ("angle", "condition", "alpha", "penalty")}
    ground = bowl(
        (setting(app, SLUG, "best_1"), setting(app, SLUG, "best_2")), at["angle"], at["condition"]
    )
    r = RATIOS[at["penalty"]] if at["penalty"] in RATIOS else setting(app, SLUG, "l1_ratio")
    start = (setting(app, SLUG, "start_x"), setting(app, SLUG, "start_y"))
    walking = {name: setting(app, SLUG, name) for name in ("share", "steps")}
    if r:
        walking["method"] = setting(app, SLUG, "method")
    return SimpleNamespace(
        map=charts(app)[KEY],
        down=charts(app)[f"{SLUG}.down"],
        formula=" ".join(element.value for element in app.latex),
        table=next(block.value for block in app.markdown if "so it is" in block.value),
        ground=ground,
        alpha=at["alpha"],
        r=r,
        found=touch(ground, at["alpha"], r),
        changes=changes(ground, r),
        walk=walk_down(ground, start, at["alpha"], r, **walking),
    )


def test_every_experiment_shows_the_solution_and_the_walk_that_the_controls_ask_for(clicked):
    for seen in clicked.values():
        star, walk = seen.map.trace("solution"), seen.map.trace("walk")
        np.testing.assert_allclose([star["x"][0], star["y"][0]], seen.found.weights, atol=1e-5)
        np.testing.assert_allclose(
            np.column_stack([walk["x"], walk["y"]]), seen.walk.points, atol=1e-5
        )
        assert f"J = {seen.found.error + seen.found.price:.4g}" in seen.map.plain
        assert f"= {seen.found.error + seen.found.price:.4g}" in seen.formula


def test_lasso_lies_in_the_corner_over_a_wide_range_and_the_walk_gets_there(clicked):
    seen = clicked["Into the corner"]
    assert seen.found.weights[1] == 0 < seen.found.weights[0]
    assert [(f"{c.alpha:.2f}", c.weight, c.becomes_zero) for c in seen.changes] == [
        ("1.44", 1, True),
        ("6.03", 0, True),
    ]
    zero = seen.walk.points[:, 1] == 0
    assert zero[18:].all()
    assert not zero[17]
    assert "θ₂ is exactly 0 from step 18 on" in seen.down.plain
    assert "at a corner of the ball, and θ₂ is exactly 0" in seen.map.plain


def test_the_pull_on_the_zero_is_inside_what_its_price_holds(clicked):
    seen = clicked["Into the corner"]
    assert abs(seen.found.pulls[1]) < 2.0 == pytest.approx(seen.found.pulls[0])
    assert "| θ₂ | 0 | 1.597 | −2 to 2 | held at exactly 0 |" in seen.table
    assert r"1.597} \in [-2, 2]" in seen.formula


def test_ridge_has_no_corner_and_no_zero_at_any_strength(clicked):
    seen = clicked["No corner"]
    assert f"{seen.found.weights[1]:.3f}" == "0.604"
    assert np.all(solutions(seen.ground, 0.0)[1] != 0)
    assert seen.changes == []
    assert "no corner: neither weight is 0" in seen.map.plain


def test_uncorrelated_features_are_thresholded_one_at_a_time(clicked):
    seen = clicked["One at a time"]
    assert correlation(seen.ground) == 0
    np.testing.assert_allclose(seen.found.weights, [0.6, 1.4 - 1 / 3])
    assert r"S(1.6,\; 1) = 0.6" in seen.formula
    assert r"S(1.4,\; 0.3333) = 1.067" in seen.formula


def test_the_larger_weight_goes_first_and_the_other_grows(clicked):
    seen = clicked["The larger goes first"]
    assert seen.ground.best[0] > seen.ground.best[1]
    first = seen.changes[0]
    assert (f"{first.alpha:.2f}", first.weight, first.becomes_zero) == ("1.51", 0, True)
    weights = solutions(seen.ground, 1.0)[1]
    assert f"{weights[:, 1].max():.2f}" == "1.66"
    assert seen.found.weights[0] == 0


def test_the_straight_way_costs_more_at_the_same_price_and_has_no_zero(clicked):
    seen = clicked["Straight is wrong"]
    assert np.all(seen.found.straight != 0)
    assert np.abs(seen.found.straight).sum() == pytest.approx(np.abs(seen.found.weights).sum())
    assert seen.found.straight_error > seen.found.error
    assert (
        f"MSE {seen.found.straight_error:.4g} above its least for the same price" in seen.map.plain
    )


def test_sub_gradient_steps_chatter_and_are_never_zero(clicked):
    seen = clicked["It chatters"]
    assert np.all(seen.walk.points[1:] != 0)
    late = seen.walk.points[30:, 1]
    assert np.sum(late[1:] * late[:-1] < 0) > 5
    assert np.any(np.diff(seen.walk.objectives) > 0)
    longer = walk_down(
        seen.ground, seen.walk.points[0], 2.0, 1.0, share=0.5, steps=200, method="subgradient"
    )
    assert np.all(longer.points != 0)
    assert longer.objectives[-1] - seen.found.error - seen.found.price > 1e-3
    assert "no weight ends at exactly 0" in seen.down.plain


def test_moved_up_least_squares_leaves_the_weight_at_zero_as_the_prediction_says():
    before, after = (touch(bowl((1.6, up), -70.0, 5.0), 2.0, 1.0) for up in (1.4, 1.6))
    assert before.weights[1] == after.weights[1] == 0
    assert (f"{before.pulls[1]:.2f}", f"{after.pulls[1]:.2f}") == ("1.60", "1.74")
    calm, lifted = (touch(bowl((1.6, up), -70.0, 5.0), 2.0, 0.0) for up in (1.4, 1.6))
    assert lifted.weights[1] > calm.weights[1]


@pytest.mark.parametrize("angle", [-80.0, -45.0, -20.0, 10.0, 60.0])
def test_elastic_net_gives_zeros_too_from_a_larger_strength_on(angle):
    ground = bowl((1.6, 1.4), angle, 5.0)
    lasso, net = changes(ground, 1.0), changes(ground, 0.5)
    assert net[0].alpha > lasso[0].alpha
    assert net[0].becomes_zero


@pytest.mark.parametrize(
    "link",
    [
        {"straight": "true"},
        {"penalty": "Elastic net", "l1_ratio": "0.25", "angle": "20", "alpha": "7", "share": "1.5"},
    ],
)
def test_the_script_prints_the_numbers_on_screen(link):
    app = open_lesson(SLUG, **link)
    seen = look(app)
    lines = [line.split() for line in printed_by_script(app, SLUG).splitlines()]
    said = {name: [float(n) for n in rest] for name, *rest in lines if name != "change"}
    np.testing.assert_allclose(said["solution"], seen.found.weights, atol=1e-12)
    np.testing.assert_allclose(said["pulls"], seen.found.pulls)
    np.testing.assert_allclose(said["straight"][2], seen.found.straight_error)
    np.testing.assert_allclose(said["walk"], [*seen.walk.points[-1], seen.walk.objectives[-1]])
    found = [float(row[1]) for row in lines if row[0] == "change"]
    np.testing.assert_allclose(found, [change.alpha for change in seen.changes])


@pytest.mark.parametrize(
    "link",
    [
        {"best_1": "0", "best_2": "0"},
        {"best_1": "0", "penalty": "Ridge", "angle": "0"},
        {"alpha": "100", "penalty": "Elastic net", "l1_ratio": "0"},
        {"condition": "1", "share": "1.95", "start_x": "0", "start_y": "0"},
    ],
)
def test_least_squares_on_an_axis_and_other_corners_still_say_where_the_solution_is(link):
    seen = look(open_lesson(SLUG, **link))
    assert "the solution (" in seen.map.plain
    low, high = seen.found.allowed.T
    assert np.all((low - 1e-9 <= seen.found.pulls) & (seen.found.pulls <= high + 1e-9))
