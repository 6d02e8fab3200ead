"""What the first view of the losses says, held against the numbers."""

import re

import numpy as np
import pytest

from core.losses import LOSSES
from core.studies.losses.confident import GRADES, GRADES_PREDICTED
from core.studies.losses.loss_curves import FAMILIES, cost_of_one
from core.studies.losses.loss_facts import as_table
from core.studies.losses.loss_members import NAIVE, members
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "losses_family"


def picture(app):
    return charts(app)[f"{SLUG}.curves"]


def table(app):
    """Loss and slope as the page tells them: texts by name."""
    text = next(m.value for m in app.markdown if m.value.startswith("| | loss"))
    lines = [line for line in text.splitlines()[2:] if line.startswith("|")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return {name: tuple(c.replace("−", "-") for c in cells) for name, *cells in rows}


def numbers(app):
    """The same as floats."""
    return {name: tuple(map(float, cells)) for name, cells in table(app).items()}


def words(app):
    return " ".join(m.value for m in app.markdown)


def place(app):
    """Today's family, prediction and target."""
    family = setting(app, SLUG, "family")
    suffix = f"_{setting(app, SLUG, 'reach'):g}" if family == "logits" else ""
    target = setting(app, SLUG, f"target_{family}")
    return family, setting(app, SLUG, f"at_{family}{suffix}"), target


@pytest.mark.parametrize("label", ["Number", "Margin", "Probability", "Logit"])
def test_table_and_probe_show_what_core_computes(label):
    app = open_lesson(SLUG, family=label)
    family, at, target = place(app)
    shown = numbers(app)
    probes = picture(app).trace("loss here"), picture(app).trace("slope here")
    for i, m in enumerate(members(family, target)):
        expected = [float(row[0]) for row in cost_of_one(m.loss, [at], m.target)]
        assert shown[m.label] == pytest.approx(expected, rel=1e-6)
        assert [probe["y"][i] for probe in probes] == pytest.approx(expected, rel=1e-5)
    assert len(shown) == len(members(family, target))


def test_ten_seconds_show_one_slope_that_grows_and_three_that_have_leveled_off():
    app = open_lesson(SLUG)
    shown = numbers(app)
    assert shown["Squared (MSE)"] == (4, 4)
    assert shown["Absolute (MAE)"] == (2, 1)
    assert shown["Huber"] == (1.5, 1)
    assert shown["Log-cosh"][1] == pytest.approx(1, abs=0.04)


def test_twice_the_miss():
    before, after = numbers(open_lesson(SLUG)), numbers(run_experiment(SLUG, "Twice the miss"))
    assert (before.pop("Squared (MSE)"), after.pop("Squared (MSE)")) == ((4, 4), (16, 8))
    for name, (cost, slope) in after.items():
        assert cost - before[name][0] == pytest.approx(2, abs=0.02)
        assert slope == pytest.approx(1, abs=0.001)
        assert before[name][1] == pytest.approx(1, abs=0.04)


def test_almost_there():
    shown = numbers(run_experiment(SLUG, "Almost there"))
    assert shown["Absolute (MAE)"][1] == 1
    assert (shown["Squared (MSE)"][1], shown["Huber"][1]) == (0.2, 0.1)
    assert 0.0995 < shown["Log-cosh"][1] < 0.1


def test_margin_reached():
    shown = numbers(run_experiment(SLUG, "Margin reached"))
    assert shown["Hinge"] == shown["Squared hinge"] == (0, 0)
    assert [f"{v:.3f}" for v in shown["Logistic"]] == ["0.313", "-0.269"]
    for score in (2.0, 50.0):
        assert cost_of_one(members("margins", 1.0)[-1].loss, [score], 1.0)[0] > 0


def test_sure_and_wrong_is_infinite_in_picture_table_caption_and_formula():
    app = run_experiment(SLUG, "Sure and wrong")
    assert table(app)["Binary CE"] == table(app)["CE, two classes"] == ("∞", "-∞")
    assert table(app)["Squared (MSE)"] == ("1", "-2")
    assert "→ ∞" in picture(app).trace("where curves leave")["text"]
    assert "infinite at 0." in picture(app).caption
    assert r"= \infty" in app.latex[0].value
    assert "(1, 1) → 0, (0, 0) → 0, (1, 0) → ∞, (0, 1) → ∞" in words(app)


def test_three_grades():
    app = run_experiment(SLUG, "Three grades")
    costs = LOSSES["binary_cross_entropy"].costs(GRADES_PREDICTED, GRADES)
    assert [f"{cost:.3f}" for cost in costs] == ["2.303", "1.609", "0.511"]
    assert f"{costs.mean():.7f}" == "1.4742829"
    assert "**1.4742829**" in words(app)
    assert "1.4742829." in picture(app).caption
    np.testing.assert_allclose(picture(app).trace("one batch")["y"], costs, rtol=1e-5)
    assert list(picture(app).trace("one batch")["x"]) == [0.1, 0.8, 0.6]
    other = picture(app).trace("the same, y = 0")
    assert np.interp(0.8, other["x"], other["y"]) == pytest.approx(costs[1], rel=1e-3)


@pytest.mark.parametrize(
    ("family", "target", "said"),
    [
        ("Probability", "1", "3 curves in one: Binary CE = CE, two classes = KL, two classes."),
        ("Probability", "0.25", "2 curves in one: Binary CE = CE, two classes."),
        ("Logit", "0.25", "2 curves in one: Binary CE from z = CE from z, two classes."),
    ],
)
def test_curves_that_cover_each_other_are_named(family, target, said):
    link = {f"target_{'probabilities' if family == 'Probability' else 'logits'}": target}
    assert said in picture(open_lesson(SLUG, family=family, **link)).caption
    assert "in one" not in picture(open_lesson(SLUG)).caption


def test_too_sure_for_a_float():
    app = run_experiment(SLUG, "Too sure for a float")
    assert table(app)[NAIVE.label] == ("∞", "no number")
    assert table(app)["Binary CE from z"] == table(app)["CE from z, two classes"] == ("40", "1")
    z = np.array([36.5, 37.0])
    assert list(np.isfinite(NAIVE.costs(z, np.zeros(2)))) == [True, False]
    naive = picture(app).trace(NAIVE.label)
    assert np.nanmax(naive["x"][np.isfinite(naive["y"])]) == pytest.approx(36.5, abs=0.7)


@pytest.mark.parametrize("reach", ["6", "50", "1000"])
@pytest.mark.parametrize("target", ["0", "0.25", "1"])
def test_the_safe_forms_are_finite_wherever_scores_go(reach, target):
    app = open_lesson(SLUG, family="Logit", reach=reach, target_logits=target)
    for name in ("Binary CE from z", "CE from z, two classes"):
        assert np.isfinite(picture(app).trace(name)["y"]).all()
        assert np.isfinite(picture(app).trace(f"{name} slope")["y"]).all()


def test_for_certain_targets_the_cross_entropies_and_kl_are_one():
    for target in ("0", "1"):
        shown = table(open_lesson(SLUG, family="Probability", target_probabilities=target))
        assert shown["Binary CE"] == shown["CE, two classes"] == shown["KL, two classes"]


def test_the_prediction_and_the_warnings_are_true():
    slopes = [cost_of_one(LOSSES["mse"], [miss], 0.0)[1][0] for miss in (3.0, 6.0)]
    assert slopes == [6, 12]
    assert [cost_of_one(LOSSES["mae"], [m], 0.0)[1][0] for m in (3.0, 6.0)] == [1, 1]
    app = open_lesson(SLUG)
    assert "J = −(1/n)" in words(app)
    squared = LOSSES["mse"].value([1.0, 7.0], [0.0, 0.0])
    assert (squared, squared**0.5) == (25, 5)
    assert "misses of 1 and 7 points make an MSE of 25 and an RMSE of 5" in words(app)


def test_the_table_of_tasks_has_a_row_for_every_loss():
    shown = open_lesson(SLUG).table[0].value
    assert list(shown.columns) == list(as_table())
    assert list(shown["Loss"]) == [loss.label for loss in LOSSES.values()]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Twice the miss", "Log-cosh 3.3071882258129506 0.999329299739067"),
        ("Margin reached", "Logistic 0.31326168751822286 -0.2689414213699951"),
        ("Three grades", "mean of the grades 1.4742828763980456"),
        ("Too sure for a float", "CE from z, two classes 40.0 1.0"),
    ],
)
def test_the_script_prints_the_numbers_of_the_page(name, last):
    app = run_experiment(SLUG, name)
    printed = printed_by_script(app, SLUG).strip().splitlines()
    text, *expected = re.split(r" (?=-?\d[\d.e-]*(?: |$))", last)
    assert printed[-1].startswith(text)
    assert [float(v) for v in printed[-1].removeprefix(text).split()] == pytest.approx(
        [float(v) for v in expected], rel=1e-12
    )
    for line, (label, cells) in zip(printed, table(app).items(), strict=False):
        for told, cell in zip(line.removeprefix(label).split(), cells, strict=True):
            exact = {"∞": np.inf, "-∞": -np.inf, "no number": np.nan}.get(cell)
            value = float(cell) if exact is None else exact
            assert float(told) == pytest.approx(value, rel=1e-6, nan_ok=True)


def test_a_link_from_one_stretch_of_scores_does_no_harm_in_another():
    app = open_lesson(SLUG, family="Logit", reach="6", at_logits_50="40", at_logits_6="-99")
    assert -6 <= place(app)[1] <= 6
    assert FAMILIES["logits"].high == 6


def test_the_link_after_an_experiment_opens_what_it_showed():
    app = run_experiment(SLUG, "Three grades")
    kept = {
        name.removeprefix(f"{SLUG}."): value
        for name, value in app.query_params.items()
        if name.startswith(f"{SLUG}.")
    }
    assert picture(open_lesson(SLUG, **kept)).caption == picture(app).caption
