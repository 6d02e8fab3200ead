"""Convex or not: what the view claims is so."""

import numpy as np
import pytest

from core.data_costs import DATA_COSTS, cost_surface
from core.studies.loss_surfaces.chord import chord_between, hunt_chord, least_curvature
from core.surfaces import SURFACES
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "loss_surfaces_convex"
GROUNDS = {s.label: s for s in SURFACES.values()}
GROUNDS |= {c.label: cost_surface(c) for key, c in DATA_COSTS.items() if key != "line"}


def shown(app, name):
    """The chart of that name; the map's key carries its surface."""
    return next(c for key, c in charts(app).items() if key.startswith(f"{SLUG}.{name}"))


def names(app, chart):
    return {trace.get("name") for trace in shown(app, chart).figure["data"]}


def test_over_the_hill_the_worst_chord_is_the_one_that_the_hunt_found():
    app = run_experiment(SLUG, "Over the hill")
    hunt = hunt_chord(SURFACES["himmelblau"])
    assert f"{hunt.failed:,} of 20,000 chords dip under the ground" in shown(app, "map").plain
    assert round(hunt.failed / hunt.tried, 1) == 0.2  # one in five
    assert f"{hunt.worst.gap:.0f}" == "244"
    assert max(hunt.worst.a[1], hunt.worst.b[1]) < -5  # along the lower edge
    chord = shown(app, "map").trace("chord")
    np.testing.assert_allclose(chord["x"], [hunt.worst.b[0], hunt.worst.a[0]])
    assert f"stands {hunt.worst.gap:.4g} above the chord" in shown(app, "side").plain
    assert f"gap {hunt.worst.gap:.4g}" in names(app, "side")


def test_from_the_side_ground_and_chord_are_those_of_the_way_between_the_ends():
    app = open_lesson(SLUG)
    hunt = hunt_chord(SURFACES["himmelblau"])
    ground, straight = (shown(app, "side").trace(name)["y"] for name in ("ground", "chord"))
    ends = [SURFACES["himmelblau"].value(*end) for end in (hunt.worst.b, hunt.worst.a)]
    np.testing.assert_allclose(ground[[0, -1]], ends, rtol=1e-6)
    np.testing.assert_allclose(straight[[0, -1]], ends, rtol=1e-6)
    np.testing.assert_allclose(np.diff(straight, 2), 0, atol=1e-3)


def test_every_second_chord_fails_on_the_saddle_which_bends_down_everywhere():
    app = run_experiment(SLUG, "Every second one")
    hunt = hunt_chord(SURFACES["saddle"])
    assert abs(hunt.failed / hunt.tried - 0.5) < 0.01
    assert "Shaded: 100 % of the map" in shown(app, "map").plain


def test_none_on_the_bowl_and_the_room_is_as_promised():
    app = run_experiment(SLUG, "None on the bowl")
    said = shown(app, "map").plain
    assert "None of 20,000 chords dips under the ground, and none can: convex." in said
    assert "Nowhere does the ground bend down" in said
    assert "bends down" not in names(app, "map")
    np.testing.assert_array_equal(SURFACES["bowl"].hessian(0.3, -1), [[2, 0], [0, 2]])
    a, b = np.array([-1.2, -1.2]), np.array([1.2, 1.2])
    room = 0.25 * ((a - b) ** 2).sum()
    assert f"halfway, at 0, by {room:.4g}." in shown(app, "side").plain


def test_cross_entropy_is_convex_for_a_reason():
    app = run_experiment(SLUG, "Cross-entropy")
    assert "a mean over the data of c vvᵀ" in shown(app, "map").plain
    assert "None of 20,000" in shown(app, "map").plain


def test_too_few_chords_prove_nothing():
    app = run_experiment(SLUG, "Too few")
    said = shown(app, "map").plain
    assert "None of 20 chords dips under the ground, which proves nothing." in said
    assert "Shaded" in said
    assert hunt_chord(SURFACES["beale"], 20, seed=6).failed == 0
    assert hunt_chord(SURFACES["beale"], 20_000).failed > 1000


def test_one_chord_that_holds_within_one_of_the_plateaus_minimum():
    app = run_experiment(SLUG, "One that holds")
    a, b = ([setting(app, SLUG, f"plateau_{end}_{axis}") for axis in "xy"] for end in "ab")
    assert max(np.hypot(*a), np.hypot(*b)) < 1
    chord = chord_between(SURFACES["plateau"], a, b)
    assert chord.gap < 0
    assert (
        f"the ground stays under the chord; halfway, at {chord.ground:.4g}"
        in shown(app, "side").plain
    )
    assert least_curvature(SURFACES["plateau"], 1.5, 0) < 0
    assert "not convex" in shown(app, "map").plain


def test_the_formula_carries_the_numbers_of_the_chord():
    app = open_lesson(
        SLUG,
        surface="Saddle",
        whose="My own",
        saddle_a_x="0",
        saddle_a_y="1",
        saddle_b_x="0",
        saddle_b_y="-1",
    )
    latex = app.latex[0].value
    assert r"f(0,\, 0) = 0" in latex
    assert r"0.5\, f(0,\, 1) + 0.5\, f(0,\, -1) = -1" in latex
    assert r"\;>\;" in latex


def test_an_end_upon_the_other_is_a_chord_without_length():
    app = open_lesson(
        SLUG,
        whose="My own",
        himmelblau_a_x="1",
        himmelblau_a_y="1",
        himmelblau_b_x="1",
        himmelblau_b_y="1",
    )
    assert "by 0." in shown(app, "side").plain


@pytest.mark.parametrize("label", GROUNDS)
def test_shade_and_verdict_agree_on_every_surface(label):
    app = open_lesson(SLUG, surface=label)
    said = shown(app, "map").plain
    assert ("not convex" in said) == ("Shaded" in said) == ("bends down" in names(app, "map"))


@pytest.mark.parametrize("label", ["Himmelblau", "Bowl", "Ravine", "Pass or fail (cross-entropy)"])
def test_the_script_prints_the_numbers_on_the_screen(label):
    app = open_lesson(SLUG, surface=label)
    first, second = (line.split(" ") for line in printed_by_script(app, SLUG).splitlines())
    failed = int(first[first.index("failed") + 1])
    assert (f"{failed:,} of" if failed else "None of") in shown(app, "map").plain
    gap = float(second[second.index("gap") + 1])
    assert f"{abs(gap):.4g}" in shown(app, "side").plain
