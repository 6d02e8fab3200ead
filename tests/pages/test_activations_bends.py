"""What the view of bends says, held against the numbers."""

import numpy as np
import pytest

from core.studies.activations.bends import fit_bends
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "activations_bends"


def shown(app):
    return charts(app)[f"{SLUG}.fit"]


def computed(app):
    """The fit of today's settings, computed again."""
    k, seed = setting(app, SLUG, "k"), setting(app, SLUG, "seed")
    function = setting(app, SLUG, "function")
    name = f"{SLUG}.{function}_alpha"
    knobs = {"alpha": app.session_state[name]} if name in app.session_state else {}
    return fit_bends(setting(app, SLUG, "target"), function, k, seed=seed, **knobs)


def says(name):
    """A lesson in which an experiment was clicked, its fit, and what the page says."""
    app = run_experiment(SLUG, name)
    return app, computed(app), " ".join(m.value for m in app.markdown)


def test_the_picture_shows_the_fit_that_core_computed():
    app = open_lesson(SLUG)
    fit, chart = computed(app), shown(app)
    np.testing.assert_allclose(chart.trace("fit")["y"], fit.fit, atol=1e-5)
    np.testing.assert_allclose(chart.trace("kinks")["x"], fit.kinks, rtol=1e-5)
    assert chart.caption == (
        "6 ReLU units: at most 6 bends, here 6. RMS error 0.1152 at the 121 points shown."
    )


def test_six_relus_draw_six_bends_of_the_sine_from_pieces_that_cancel():
    _, fit, text = says("Six bends, a sine")
    assert (fit.bends, len(fit.kinks), len(fit.w)) == (6, 6, 6)
    assert "RMS error of 0.115" in text
    assert f"{fit.rmse:.3f}" == "0.115"
    assert np.abs(fit.units).max() > 10 * np.abs(fit.fit).max()


def test_a_corner_needs_two_relus():
    app, fit, text = says("One corner, two ReLUs")
    assert fit.bends == 1
    assert fit.rmse < 1e-12
    assert "RMS error 0 at" in shown(app).caption
    one = fit_bends("corner", "relu", 1)
    assert "error of 0.241" in text
    assert f"{one.rmse:.3f}" == "0.241"
    assert one.rmse_by_start.min() == one.rmse
    assert np.sign(fit.w).sum() == 0  # back to back
    assert (fit.v > 0).all()


def test_more_bends_cost_less_error_but_not_always():
    app, fit, text = says("Buy more bends")
    errors = shown(app).trace("error")["customdata"]
    assert len(errors) == 16
    for k, told in ((4, "0.329 with 4"), (8, "0.0703 with 8"), (16, "0.0263 with 16")):
        assert told in text
        assert f"{errors[k - 1]:.3g}" == told.split()[0]
        assert errors[k - 1] == pytest.approx(fit_bends("wave", "relu", k).rmse)
    assert errors[11] > errors[10]
    assert fit.rmse == pytest.approx(errors[7])
    np.testing.assert_array_equal(shown(app).trace("error now")["x"], [8])


def test_sixteen_units_without_a_bend_are_one_line():
    app, fit, text = says("Sixteen, and no bend")
    assert (fit.bends, fit.most_bends, len(fit.w)) == (0, 0, 16)
    slope = float((fit.w * fit.v).sum())
    assert f"W₁W₂ = {slope:.4f}" in text
    assert "0.681" in text
    assert f"{fit.rmse:.3f}" == "0.681"
    assert fit_bends("wave", "identity", 1).rmse == pytest.approx(fit.rmse)
    assert "the straight line ŷ = 0.3099 x." in shown(app).caption
    assert rf"\hat y}} = {slope:.4g}\,x" in app.latex[0].value
    np.testing.assert_allclose(np.polyfit(fit.x, fit.fit, 1)[0], slope)


def test_four_tanh_units_beat_four_relus():
    app, fit, text = says("Without a corner")
    assert fit.bends is None
    assert not len(fit.kinks)
    assert f"{fit.rmse:.3g}" == "0.00637"
    assert "0.00637" in text
    assert f"{fit_bends('wave', 'relu', 4).rmse:.3g}" == "0.329"
    assert "bends smoothly" in shown(app).caption


def test_steps_draw_stairs_whose_edges_never_moved():
    app, fit, text = says("Stairs")
    assert (fit.bends, len(fit.kinks)) == (16, 16)
    assert f"{fit.rmse:.3f}" == "0.276"
    assert "0.276 is left" in text
    assert (np.abs(fit.w) >= 3).all()  # as all starts have it, and nothing moved them
    assert (np.abs(fit.w) <= 6).all()
    assert "at most 16 jumps, here 16" in shown(app).caption


def test_the_zigzag_needs_six_relus_not_five():
    five, six = (fit_bends("zigzag", "relu", k) for k in (5, 6))
    assert six.rmse < 1e-12
    assert six.bends == 5
    assert five.rmse > 0.1
    slopes = np.diff(six.target) / np.diff(six.x)
    assert slopes[0] == pytest.approx(6)
    assert np.abs(slopes).max() == pytest.approx(6)  # so every corner changes it by 12


def test_two_relus_hit_the_jump_at_every_point_and_draw_a_ramp():
    fit = fit_bends("jump", "relu", 2)
    assert fit.rmse < 1e-9
    assert np.diff(fit.kinks) == pytest.approx(1 / 60)  # the points shown are that far apart
    assert fit.bends == 2


def test_the_formula_shows_the_first_units_and_counts_the_bends():
    app = open_lesson(SLUG, k="2")
    fit, text = computed(app), app.latex[0].value
    assert rf"{fit.v[0]:.4g}\, f({fit.w[0]:.4g}\,x" in text
    assert r"\cdots" not in text
    assert r"2 \le 2 \cdot 1 = 2" in text
    assert r"\cdots" in open_lesson(SLUG).latex[0].value
    assert r"\le" not in open_lesson(SLUG, function="Tanh").latex[0].value


def test_the_table_names_the_place_where_each_unit_turns():
    app = open_lesson(SLUG)
    fit = computed(app)
    rows = next(m.value for m in app.markdown if m.value.startswith("| unit")).splitlines()[2:]
    last = [float(row.split("|")[5].replace("−", "-")) for row in rows]
    np.testing.assert_allclose(last, fit.kinks, atol=5e-4)


def test_the_leak_of_a_leaky_relu_has_a_slider_and_counts():
    app = open_lesson(SLUG, function="Leaky ReLU", leaky_relu_alpha="0.3", k="2")
    fit = fit_bends("wave", "leaky_relu", 2, alpha=0.3)
    assert f"{fit.rmse:.4g}" in shown(app).caption
    np.testing.assert_allclose(shown(app).trace("fit")["y"], fit.fit, atol=1e-5)


@pytest.mark.parametrize(
    "link", [{"k": "0"}, {"k": "17"}, {"seed": "-3"}, {"target": "nonsense"}, {"function": "gelú"}]
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert shown(open_lesson(SLUG, **link)).caption == shown(open_lesson(SLUG)).caption


@pytest.mark.parametrize(
    "link",
    [
        {"k": "3", "seed": "2"},
        {"function": "Identity", "k": "2"},
        {"function": "Leaky ReLU", "leaky_relu_alpha": "0.2", "target": "Corner", "k": "2"},
        {"function": "Hard tanh", "target": "Zigzag", "k": "2"},
        {"function": "GELU", "target": "Ramp", "k": "1"},
    ],
    ids=lambda link: link.get("function", "ReLU"),
)
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    fit = computed(app)
    lines = [line.split() for line in printed_by_script(app, SLUG).splitlines()]
    rows = np.array([line[1:] for line in lines[1 : len(fit.w) + 1]], dtype=float)
    np.testing.assert_allclose(rows, np.column_stack([fit.w, fit.b, fit.v]), rtol=1e-9)
    told = {line[0]: line[1:] for line in lines[len(fit.w) + 1 :]}
    assert float(told["rmse"][0]) == pytest.approx(fit.rmse)
    assert told["bends"] == [str(fit.bends), "at", "most", str(fit.most_bends)]
    assert ("one" in told) == (link.get("function") == "Identity")
