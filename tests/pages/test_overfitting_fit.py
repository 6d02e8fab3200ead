"""Under, good, over: what the view says, held against the fits; points moved, added, deleted and uploaded."""

import numpy as np
import pytest

import ui
from core.polynomials import value_at
from core.studies.overfitting.degrees import drawn_points, parted, sweep_degrees, window_of
from pages.views.overfitting import fit
from tests.app import charts, click_experiment, healthy, open_lesson, setting
from tests.scripts import printed_by_script
from ui.point_list import Point, parse

SLUG = "overfitting_fit"
KEY = f"{SLUG}.points"
OWN = "-2,3 -1,1 0,2 1,4 2.5,8 -1.5,1.2v 0.5,2.9v"


def picture(app):
    return charts(app)[f"{SLUG}.fit"]


def todays(app):
    """The fits that the controls ask for, computed anew."""
    rows, test = drawn_points(*(setting(app, SLUG, name) for name in ("n", "noise", "seed")))
    if line := setting(app, SLUG, "points"):
        rows = parse(line, fit.RULES)
    return sweep_degrees(parted(rows, test), 20, window_of(rows))


def test_first_sight_and_every_experiment():
    app = open_lesson(SLUG)
    e = todays(app).errors
    training = picture(app).trace("training error")
    np.testing.assert_allclose(training["customdata"], e[""], rtol=1e-4, atol=1e-9)
    fit = picture(app).trace("fit")
    np.testing.assert_allclose(
        fit["y"], value_at(todays(app).coefficients[10], fit["x"]), rtol=1e-4, atol=1e-4
    )
    assert e["v"].argmin() == e["t"].argmin() == 2
    assert f"lowest at degree 2, where the test error is {e['t'][2]:.3g}" in picture(app).plain

    click_experiment(app, SLUG, "Under")
    assert setting(app, SLUG, "degree") == 1
    assert all(1.65 < e[part][1] < 2.15 for part in e)

    click_experiment(app, SLUG, "Good")
    assert setting(app, SLUG, "degree") == 2
    assert e["t"][2] == min(e["t"]) < 1.05

    click_experiment(app, SLUG, "Over")
    assert 0.45 < e[""][10] < 0.55
    assert e["v"][10] > 40 * e[""][10]

    click_experiment(app, SLUG, "By heart")
    assert setting(app, SLUG, "degree") == 14
    assert e[""][14] < 1e-6
    assert e["t"][14] > 100_000

    click_experiment(app, SLUG, "Past the peak")
    assert setting(app, SLUG, "degree") == 20
    assert "More coefficients than points" in picture(app).caption
    assert e["t"][14] / e["t"][20] > 1000
    assert 80 < e["t"][20] / e["t"][2] < 150

    click_experiment(app, SLUG, "More points")
    assert f"{e['t'][10]:.0f}" == "17"
    assert f"{todays(app).errors['t'][10]:.2f}" == "1.07"


def test_own_points_live_in_the_link_with_a_sentence_for_a_bad_list():
    app = open_lesson(SLUG, points=OWN, degree="1")
    assert "5 training points" in picture(app).caption
    np.testing.assert_array_equal(picture(app).trace("validation points")["x"], [-1.5, 0.5])
    e = todays(app).errors
    assert f"RMSE {e[''][1]:.3g} in training, {e['v'][1]:.3g} on the 2" in picture(app).plain
    app.session_state[f"{KEY}.table"] = True
    healthy(app.run())
    app.text_input(KEY).set_value("1,2 3,4")
    healthy(app.run())
    assert "1 or more validation points; it has 0. The drawn points stay." in app.warning[0].value
    assert "15 training points" in picture(app).caption
    app.text_input(KEY).set_value(OWN)
    healthy(app.run())
    next(b for b in app.button if b.label == "Draw again").click()
    healthy(app.run())
    assert setting(app, SLUG, "points") == ""


def test_points_at_one_place_or_far_away_are_fitted_without_complaint():
    app = open_lesson(SLUG, points="1,2 1,3 1,2.5v", degree="20")
    assert "2 training points" in picture(app).caption
    app.text_input(KEY).set_value("1e6,-1e6 -1e6,1e6 5,5 0,0v 3,3t")
    healthy(app.run())
    assert "1 test point (your own)" in picture(app).caption
    assert r"t = x/1 \cdot 10^{6}" in app.latex[0].value
    app.text_input(KEY).set_value("-6,36 -5,25 -4,16 0,0 1,1 2,4v 12,144t")
    healthy(app.run())
    assert "RMSE 0 in training" in picture(app).plain
    assert "t = (x - 3)/9" in app.latex[0].value


def test_points_that_share_an_x_get_their_sentence_and_the_lowest_of_equal_degrees():
    """No curve passes through two points above each other, and what rounding adds makes no degree the best."""
    said = picture(open_lesson(SLUG, points="1,2 1,3 1,4 1,5v", degree="20")).caption
    assert "on the 1 validation point," in said
    assert "lowest at degree 0" in said
    assert "All training points have the same x" in said
    assert "More coefficients than different x: of the many curves that miss as little" in said
    said = picture(open_lesson(SLUG, points="1,2 1,3 2,4 1,5v", degree="2")).caption
    assert "same x" not in said
    assert "More coefficients than different x" in said
    said = picture(open_lesson(SLUG, points="0,0 1,1 3,2 1,5v", degree="3")).caption
    assert "different x" not in said
    assert "More coefficients than points: of the many curves through all of them" in said


def clicks(monkeypatch, **link):
    """The function that a click on the picture calls, and where it writes to."""
    found = []
    with monkeypatch.context() as patch:
        patch.setattr(ui, "show_figure", lambda *_, on_click, **__: found.append(on_click))
        app = open_lesson(SLUG, **link)
    return found[-1], app


@pytest.mark.parametrize("how", ["adds", "moves", "deletes"])
def test_a_click_adds_moves_or_deletes(monkeypatch, how):
    go_on, _ = clicks(monkeypatch, points=OWN, click=how)
    state = {}
    monkeypatch.setattr(fit, "st", type("St", (), {"session_state": state}))
    go_on(0.12341, 3.0)
    before = parse(OWN, fit.RULES)
    expected = {
        "adds": [*before, Point(0.1234, 3)],
        "moves": [*before[:6], Point(0.1234, 3, "v")],
        "deletes": before[:6],
    }[how]
    assert parse(state[KEY], fit.RULES) == expected


def upload(app, data):
    app.file_uploader[0].set_value(("mine.csv", data, "text/csv"))
    return healthy(app.run())


def test_a_csv_file_becomes_the_points_and_a_bad_one_leaves_them():
    app = open_lesson(SLUG)
    upload(app, b"x,y\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(10)))
    assert setting(app, SLUG, "points").startswith("0,0 1,1 2,4 3,9v 4,16t 5,25")
    assert "2 test points (your own)" in picture(app).caption
    assert not setting(app, SLUG, "truth")
    kept = setting(app, SLUG, "points")
    upload(app, b"x,y\n1,=2\n3,4\n5,6\n7,8\n9,1\n")
    assert "y in line 2 is a formula" in app.warning[0].value
    assert setting(app, SLUG, "points") == kept
    upload(app, b"1,2\n" * 5)
    assert not app.warning


def test_the_formulas_have_the_coefficients_and_the_misses():
    app = open_lesson(SLUG, degree="2")
    found = todays(app)
    c = found.coefficients[2]
    assert f"{c[0]:.4g} + {c[1]:.4g}\\,P_{{1}}(t) + {c[2]:.4g}\\,P_{{2}}(t)" in app.latex[0].value
    assert f"= {found.errors[''][2]:.4g}" in app.latex[0].value


def test_the_script_prints_the_errors_of_the_page():
    app = open_lesson(SLUG, points=OWN, degree="3")
    told = [line.split() for line in printed_by_script(app, SLUG).splitlines()]
    found = todays(app)
    for d in range(5):
        expected = [found.errors[part][d] for part in ("", "v", "t")]
        assert [float(v) for v in told[d][2:]] == pytest.approx(expected, rel=1e-6, abs=1e-9)
    coefficients = [float(line[2]) for line in told if line[0] == "coefficient"]
    assert coefficients == pytest.approx(found.coefficients[3])
