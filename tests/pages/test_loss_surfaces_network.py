"""A real network: what the view claims is so."""

from functools import cache

import numpy as np
import pytest

from core.network import forward
from core.passes import gradients_many
from core.stacked import Stack
from core.studies.loss_surfaces.planes import PLANES
from core.studies.loss_surfaces.sharpness import nudged, steepest_bend
from core.studies.loss_surfaces.slices import aimless_share, slice_through
from core.studies.loss_surfaces.small_training import (
    LOSS,
    Recipe,
    examples_of,
    other_end,
    other_recipe,
)
from core.studies.loss_surfaces.small_training import trained as train_anew
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "loss_surfaces_network"
NAMES = ("data", "seed", "epochs", "batch")
trained = cache(train_anew)


def recipe_of(app):
    """The training that the controls ask for now."""
    data, seed, epochs, batch = (setting(app, SLUG, name) for name in NAMES)
    rule = setting(app, SLUG, "rule")
    return Recipe(data, seed, rule, setting(app, SLUG, f"{rule}_lr"), batch, epochs)


def picture(app):
    """The one chart of the view."""
    ((key, shown),) = charts(app).items()
    assert key in (f"{SLUG}.slice", f"{SLUG}.line")
    return shown


def cut_of(app, plane, reach=1.0):
    recipe = recipe_of(app)
    run, data = trained(recipe), examples_of(recipe).train
    return slice_through(run, data, PLANES[plane], loss=LOSS, seed=0, reach=reach)


def two_ends(app, kind):
    recipe = recipe_of(app)
    other = trained(other_recipe(recipe, kind))
    return trained(recipe).path.network(-1), other_end(other, kind, recipe.seed)


def loss_of(network, data):
    z = forward(network, data.x)
    return float(np.mean(np.logaddexp(0, z) - data.y * z))


def said(app):
    """What the chosen experiment says."""
    return " ".join(m.value for m in app.markdown)


def test_the_walks_own_plane_holds_nearly_all_of_it_and_is_still_wrong_about_the_start():
    app = run_experiment(SLUG, "The walk's own plane")
    cut, path = cut_of(app, "main"), trained(recipe_of(app)).path
    assert f"{100 * cut.explained:.3g}" == "98.2"
    assert f"{100 * aimless_share(path):.2g}" == "79"
    assert (f"{cut.losses[0]:.2f}", f"{cut.shadows[0]:.2f}") == ("0.84", "0.37")
    caption = picture(app).plain
    assert "it holds 98.2\u00a0% of the walk's squared distance from there" in caption
    assert "79.3\u00a0% in its own" in caption
    assert f"stands {cut.distances[0]:.3g} off the plane" in caption
    assert "its loss is 0.838, the slice says 0.368" in caption


def test_two_random_directions_show_a_knot_and_nothing_of_the_fall():
    app = run_experiment(SLUG, "Two random directions")
    cut = cut_of(app, "random")
    assert f"{100 * cut.explained:.2g}" == "1.7"
    assert (f"{cut.losses[0]:.2f}", f"{cut.losses[-1]:.2f}") == ("0.84", "0.15")
    assert cut.shadows.max() < 0.18
    walk = picture(app).trace("the walk, in this plane")
    assert np.ptp(walk["x"]) < 0.06 * np.ptp(cut.grid.x)  # a knot in a window of 2 by 1.5
    np.testing.assert_allclose(walk["x"], cut.places[:, 0], rtol=1e-5)


def test_filter_normalized_directions_hold_even_less_and_show_a_wider_hollow():
    app = run_experiment(SLUG, "Filter-normalized")
    cut, random = cut_of(app, "filters"), cut_of(app, "random")
    assert f"{100 * cut.explained:.1g}" == "0.4"
    assert cut.explained < random.explained
    assert (f"{cut.grid.values.max():.1f}", f"{random.grid.values.max():.1f}") == ("1.5", "3.6")
    assert "Filter-normalized plane" in picture(app).plain


def test_between_two_seeds_stands_a_hill_higher_than_both_starts():
    app = run_experiment(SLUG, "Two seeds")
    (first, second), data = two_ends(app, "seeds"), examples_of(recipe_of(app)).train
    assert (f"{loss_of(first, data):.3f}", f"{loss_of(second, data):.3f}") == ("0.147", "0.154")
    line = picture(app).trace("training loss")
    inner = (line["x"] >= 0) & (line["x"] <= 1)
    top = line["y"][inner].max()
    assert f"{top:.2f}" == "1.06"
    assert abs(line["x"][inner][line["y"][inner].argmax()] - 0.5) < 0.05
    recipe = recipe_of(app)
    starts = [trained(r).loss[0] for r in (recipe, other_recipe(recipe, "seeds"))]
    assert [f"{start:.2f}" for start in starts] == ["0.84", "0.77"]
    assert top > max(starts)


def test_a_twin_is_the_same_function_and_yet_behind_a_hill():
    app = run_experiment(SLUG, "Its own twin")
    (first, twin), data = two_ends(app, "twin"), examples_of(recipe_of(app)).train
    np.testing.assert_allclose(forward(first, data.x), forward(twin, data.x), rtol=1e-9)
    bends = [steepest_bend(network, data, loss=LOSS) for network in (first, twin)]
    assert bends[0] == pytest.approx(bends[1], rel=1e-6)
    assert "it rises 0.696 above the chord" in picture(app).plain
    assert "0.7 between them" in said(app)
    nudges = [nudged(network, data, [0.5], loss=LOSS)[0] for network in (first, twin)]
    assert abs(nudges[0] - nudges[1]) > 0.001
    assert "so the curves at the side differ a little" in picture(app).plain


def test_sharp_or_flat_depends_on_the_ruler():
    app = run_experiment(SLUG, "Sharp or flat?")
    (small, large), (train, test) = two_ends(app, "batch"), examples_of(recipe_of(app))
    assert recipe_of(app).batch == 5
    assert [f"{loss_of(n, train):.2f}" for n in (small, large)] == ["0.04", "0.04"]
    bends = [steepest_bend(network, train, loss=LOSS) for network in (small, large)]
    assert [f"{bend:.1f}" for bend in bends] == ["3.7", "11.6"]
    nudges = [nudged(network, train, [0.5], loss=LOSS)[0] for network in (small, large)]
    assert [f"{value:.2f}" for value in nudges] == ["0.95", "0.79"]
    assert [f"{loss_of(n, test):.2f}" for n in (small, large)] == ["0.13", "0.09"]
    drawn = [picture(app).trace(f"batch {batch}, nudged")["y"][-1] for batch in (5, 200)]
    np.testing.assert_allclose(drawn, nudges, rtol=1e-6)


def test_no_end_is_exactly_a_minimum():
    recipe = Recipe("moons", 0, "adam", 0.01, 20, 40)
    end = Stack.of([trained(recipe).path.network(-1)])
    _, slopes = gradients_many(end, *examples_of(recipe).train, LOSS)
    assert 1e-6 < np.abs(slopes).max() < 1


def test_the_caption_below_the_controls_is_about_this_network():
    app = open_lesson(SLUG, data="Circles", seed="3", epochs="60")
    recipe = recipe_of(app)
    assert recipe == Recipe("circles", 3, "adam", 0.01, 20, 60)
    run = trained(recipe)
    (text,) = (c.value for c in app.caption if "2-8-8-1" in c.value)
    assert f"{run.path.parameters.shape[1]} parameters" in text
    assert f"loss {run.loss[-1]:.3g}" in text
    assert f"test {run.validation_loss[-1]:.3g}" in text


def test_the_formula_carries_the_start_the_slice_and_the_share():
    app = open_lesson(SLUG)
    cut, latex = cut_of(app, "main"), app.latex[0].value
    for value in (cut.shadows[0], cut.losses[0], cut.distances[0], cut.explained, cut.spread):
        assert f"{value:.4g}" in latex
    app = open_lesson(SLUG, look="Line to next seed")
    assert r"\lambda_A" in app.latex[0].value
    assert "0.9066" in app.latex[0].value


@pytest.mark.parametrize("reach", ["0.25", "4"])
def test_reach_moves_the_window_and_trains_nothing_anew(reach):
    app = open_lesson(SLUG, reach=reach)
    cut = cut_of(app, "main", float(reach))
    np.testing.assert_allclose(picture(app).figure["layout"]["xaxis"]["range"], cut.grid.x[[0, -1]])
    z = picture(app).trace("loss")["z"]
    np.testing.assert_allclose(z, np.log10(cut.grid.values), rtol=1e-4, atol=1e-5)


def test_another_draw_is_another_plane():
    pictures = [picture(open_lesson(SLUG, look="Random plane", draw=draw)) for draw in ("0", "1")]
    assert pictures[0].caption != pictures[1].caption


def printed_by(app):
    """What the script in the box prints: first word -> rows of numbers."""
    rows = {}
    for line in printed_by_script(app, SLUG).splitlines():
        name, *values = line.split(" ")
        rows.setdefault(name, []).append(values)
    return rows


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"look": "Random plane", "draw": "7", "data": "Spirals"},
        {"look": "Filter-normalized plane"},
    ],
)
def test_the_script_prints_the_walk_on_the_screen(settings):
    app = open_lesson(SLUG, **settings)
    shown, rows = picture(app), printed_by(app)
    walk = np.array(rows["epoch"][1:], dtype=float)
    for column, name in ((1, "true loss"), (2, "loss in the slice"), (3, "distance")):
        np.testing.assert_allclose(walk[:, column], shown.trace(name)["y"], rtol=1e-5, atol=1e-9)
    ((share,),) = rows["explained"]
    assert f"it holds {100 * float(share):.3g}\u00a0%" in shown.plain
    ((aimless,),) = rows["aimless"]
    assert (f"{100 * float(aimless):.3g}\u00a0% in its own" in shown.plain) == (
        "look" not in settings
    )


@pytest.mark.parametrize(
    "look", ["Line to next seed", "Line to its twin", "Line to other batch size"]
)
def test_the_script_prints_the_line_on_the_screen(look):
    app = open_lesson(SLUG, look=look, rule="SGD")
    shown, rows = picture(app), printed_by(app)
    line = np.array(rows["line"], dtype=float)
    np.testing.assert_allclose(line[:, 1], shown.trace("training loss")["y"], rtol=1e-5)
    np.testing.assert_allclose(line[:, 2], shown.trace("test loss")["y"], rtol=1e-5)
    ((height, _),) = rows["barrier"]
    if float(height) > 0:
        assert f"rises {float(height):.3g} above the chord" in shown.plain
    ((first, second),) = rows["bends"]
    assert f"λ: {float(first):.3g} and {float(second):.3g}" in shown.plain
    nudges = np.array([row[-1] for row in rows["nudged"]], dtype=float)
    drawn = [t for t in shown.figure["data"] if (t.get("name") or "").endswith(", nudged")]
    ends = np.concatenate([shown.trace(trace["name"])["y"] for trace in drawn])
    np.testing.assert_allclose(nudges, ends, rtol=1e-5)


@pytest.mark.parametrize(
    ("name", "bad"), [("adam_lr", "9"), ("reach", "0"), ("batch", "7"), ("draw", "-3")]
)
def test_a_link_that_asks_for_what_is_not_on_offer_gets_the_default(name, bad):
    app = open_lesson(SLUG, **{name: bad})
    assert picture(app).caption == picture(open_lesson(SLUG)).caption


def test_the_wildest_training_on_offer_is_drawn():
    wild = {"rule": "Momentum", "momentum_lr": "1", "batch": "5", "epochs": "60"}
    for more in ({}, {"look": "Random plane", "reach": "4"}, {"look": "Line to its twin"}):
        assert picture(open_lesson(SLUG, **wild, **more)).caption.endswith(".")
