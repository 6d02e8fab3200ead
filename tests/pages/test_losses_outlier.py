"""What the outlier's view says, held against the numbers."""

import numpy as np
import pytest

from core.studies.losses.outlier import WILD, others, students
from core.studies.losses.robust_fit import fit_line
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "losses_outlier"


def picture(app):
    return charts(app)[f"{SLUG}.lines"]


def fits(app):
    """Today's lines, fitted again."""
    x, y = students(setting(app, SLUG, "hours"), setting(app, SLUG, "height"))
    delta = {"huber": {"delta": setting(app, SLUG, "delta")}}
    return {key: fit_line(x, y, key, **delta.get(key, {})) for key in setting(app, SLUG, "losses")}


def slopes(app):
    return {key: fit.w for key, fit in fits(app).items()}


def table(app):
    text = next(m.value for m in app.markdown if m.value.startswith("| ŷ ="))
    rows = [[c.strip() for c in line.split("|")[1:-1]] for line in text.splitlines()[2:]]
    return [[float(c.replace("−", "-")) for c in cells] for _, *cells in rows]


def test_picture_table_and_caption_show_what_core_fits():
    app = open_lesson(SLUG)
    for row, fit in zip(table(app), fits(app).values(), strict=True):
        assert row == pytest.approx([fit.w, fit.b], rel=1e-6)
        line = picture(app).trace(fit.label)
        assert (line["y"][1] - line["y"][0]) / line["x"][1] == pytest.approx(fit.w, rel=1e-4)
        assert f"{fit.label} {fit.w:.4g} ({fit.pulls[WILD]:.4g})" in picture(app).plain


def test_one_slip_of_the_pen():
    app = run_experiment(SLUG, "One slip of the pen")
    w = slopes(app)
    right = slopes(open_lesson(SLUG, height="6"))
    assert [f"{w[key]:.2f}" for key in ("mse", "huber")] == ["1.21", "0.85"]
    assert [f"{right[key]:.2f}" for key in ("mse", "huber")] == ["0.78", "0.77"]
    assert w["mae"] == pytest.approx(0.8, abs=1e-12)
    assert right["mae"] == pytest.approx(0.8, abs=1e-12)
    assert fits(app)["mse"].pulls[WILD] < 0 < 16 - fits(app)["mse"].w * 7 - fits(app)["mse"].b
    assert fit_line(*others(), "mae").w == pytest.approx(w["mae"])


def test_back_in_line():
    w = slopes(run_experiment(SLUG, "Back in line"))
    assert len(w) == 4
    assert 0.78 < min(w.values()) <= max(w.values()) < 0.8 + 1e-9


def test_no_lever():
    app = run_experiment(SLUG, "No lever")
    fit, without = fits(app)["mse"], fit_line(*others(), "mse")
    assert f"{fit.w:.2f}" == f"{without.w:.2f}" == "0.80"
    middle = others()[0].mean()
    lift = (fit.w - without.w) * middle + fit.b - without.b
    assert f"{lift:.1f}" == "0.8"
    assert lift == pytest.approx((16 - without.w * 3.79 - without.b) / 15, rel=0.01)


def test_a_long_lever():
    w = slopes(run_experiment(SLUG, "A long lever"))
    assert [f"{w[key]:.2f}" for key in ("mse", "huber", "mae")] == ["-0.33", "0.48", "0.63"]


def test_a_large_delta_is_the_squared_error():
    app = run_experiment(SLUG, "Large δ: squares")
    found = fits(app)
    assert np.abs(found["huber"].misses).max() < setting(app, SLUG, "delta") == 5
    assert (found["huber"].w, found["huber"].b) == pytest.approx(
        (found["mse"].w, found["mse"].b), rel=1e-9
    )


def test_a_small_delta_is_nearly_the_absolute_error():
    app = run_experiment(SLUG, "Small δ: sizes")
    found = fits(app)
    assert np.sum(np.abs(found["huber"].misses) > 0.1) == 9
    assert f"{found['huber'].w:.3f}" == "0.814"
    assert found["mae"].w == pytest.approx(0.8)


def test_the_prediction_is_true():
    before = slopes(open_lesson(SLUG))
    after = slopes(open_lesson(SLUG, height="18"))
    assert f"{after['mse'] - before['mse']:.3f}" == "0.086"
    for key in ("mae", "huber"):
        assert after[key] == pytest.approx(before[key], abs=1e-9)


def test_the_slopes_for_all_heights_pass_through_todays():
    app = open_lesson(SLUG, height="10", hours="5")
    for fit in fits(app).values():
        row = picture(app).trace(f"{fit.label} slope")
        assert np.interp(10.0, row["x"], row["y"]) == pytest.approx(fit.w, rel=1e-4)


def test_where_other_lines_are_as_good_the_page_says_so():
    app = open_lesson(SLUG, hours="16", height="-6")
    assert not fits(app)["mae"].unique
    assert "Other lines are as good for: Mean absolute error." in picture(app).caption
    assert "Other lines" not in picture(open_lesson(SLUG)).caption


def test_the_formula_has_the_wild_points_loss_and_pull():
    app = open_lesson(SLUG)
    fit = fits(app)["mse"]
    assert f"= {fit.costs[WILD]:.7g}" in app.latex[0].value
    assert f"= {fit.pulls[WILD]:.7g}" in app.latex[0].value


@pytest.mark.parametrize("name", ["Back in line", "Small δ: sizes"])
def test_the_script_prints_the_numbers_of_the_page(name):
    app = run_experiment(SLUG, name)
    for line, (key, fit) in zip(
        printed_by_script(app, SLUG).strip().splitlines(), fits(app).items(), strict=True
    ):
        loss, *told = line.split()
        assert loss == key
        assert [float(v) for v in told] == pytest.approx(
            [fit.w, fit.b, fit.value, fit.pulls[WILD]], rel=1e-9
        )
