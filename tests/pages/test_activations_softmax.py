"""What the view of softmax says, held against the numbers."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.softmax import naive_softmax, softmax, softmax_jacobian
from core.softmax_steps import entropy
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import run_script, script_of

SLUG = "activations_softmax"


def chain(app):
    return charts(app)[f"{SLUG}.chain"]


def scores(app):
    """Today's scores, the shift included."""
    count = int(setting(app, SLUG, "count"))
    shift = setting(app, SLUG, "shift")
    return np.array([setting(app, SLUG, f"z{i}") + shift for i in range(count)])


def says(name):
    app = run_experiment(SLUG, name)
    p = softmax(scores(app), setting(app, SLUG, "temperature"))
    return app, p, " ".join(m.value for m in app.markdown)


def test_the_picture_shows_what_core_computed():
    app = open_lesson(SLUG, temperature="0.7", z1="-1.5")
    z, chart = scores(app), chain(app)
    p = softmax(z, 0.7)
    np.testing.assert_allclose(chart.trace("share p")["customdata"], p)
    np.testing.assert_allclose(chart.trace("score z")["customdata"], z)
    np.testing.assert_allclose(
        chart.trace("Jacobian")["z"], softmax_jacobian(z, 0.7), rtol=1e-6, atol=1e-9
    )
    np.testing.assert_allclose(chart.trace("now")["y"], p, rtol=1e-5)


def test_one_two_three_come_out_as_in_the_books():
    app, p, text = says("One, two, three")
    np.testing.assert_allclose(p, [0.0900306, 0.2447285, 0.6652410], atol=5e-8)
    for share in ("0.0900306", "0.2447285", "0.6652410"):
        assert share in text
        assert share in chain(app).caption
    np.testing.assert_allclose(p[1:] / p[:-1], np.e)


def test_cold_is_argmax():
    app, p, text = says("Cold: argmax")
    assert f"{p[2]:.7f}" == "0.9999546"
    assert "0.9999546" in text
    assert f"{entropy(p):.4f}" == "0.0005"
    assert "Entropy 0.0005" in chain(app).caption


def test_hot_is_uniform_and_keeps_the_order():
    _, p, text = says("Hot: uniform")
    assert [f"{share:.4f}" for share in p] == ["0.3300", "0.3333", "0.3367"]
    assert "0.3300, 0.3333 and 0.3367" in text
    assert f"{entropy(p):.4f}" == f"{np.log(3):.4f}" == "1.0986"
    assert entropy(p) < np.log(3)
    assert (np.diff(p) > 0).all()


def test_a_thousand_changes_nothing_but_breaks_the_naive_form():
    app, p, text = says("1000 and 1001")
    np.testing.assert_array_equal(scores(app), [1000, 1001])
    assert [f"{share:.7f}" for share in p] == ["0.2689414", "0.7310586"]
    assert "0.2689414 and 0.7310586" in text
    np.testing.assert_array_equal(p, softmax(np.array([0.0, 1.0])))
    assert p[1] == pytest.approx(float(ACTIVATIONS["sigmoid"].value(np.array(1.0))))
    assert np.isnan(naive_softmax(scores(app))).all()
    drawn = [t for t in chain(app).figure["data"] if t.get("name", "").startswith("naive")]
    assert [t["text"] for t in drawn] == [["<b>∞</b>"] * 2, ["<b>nan</b>"] * 2]
    assert chain(app).caption.endswith("divides ∞ by ∞, which is no number.")
    table = next(m.value for m in app.markdown if m.value.startswith("| | z |"))
    assert "| dog | 1001 | ∞ | nan | 0 | 1 | 0.7310586 |" in table


def test_far_below_zero_the_naive_form_divides_nothing_by_nothing():
    app = open_lesson(SLUG, shift="-1000", naive="true")
    assert chain(app).caption.endswith("divides 0 by 0, which is no number.")
    assert chain(open_lesson(SLUG, naive="true")).caption.endswith("comes to the same.")


@pytest.mark.parametrize("shift", ["-100", "1", "1000"])
def test_a_shift_leaves_every_share_where_it_was(shift):
    before, after = (chain(open_lesson(SLUG, shift=c)).trace("share p") for c in ("0", shift))
    np.testing.assert_allclose(after["customdata"], before["customdata"], rtol=1e-12)


def test_a_sure_softmax_is_flat():
    app, p, text = says("Sure of itself")
    assert f"{p[2]:.7f}" == "0.9999546"
    assert f"{np.abs(softmax_jacobian(scores(app))).max():.7f}" == "0.0000454"
    assert "0.0000454" in text


def test_a_tie_stays_a_tie_and_tips_at_a_touch():
    app, p, _ = says("A tie, and ice cold")
    np.testing.assert_allclose(p, [0, 0.5, 0.5], atol=1e-80)
    assert p[0] > 0
    assert softmax_jacobian(scores(app), 0.01)[1, 1] == pytest.approx(25)


def test_doubled_scores_are_a_halved_temperature():
    doubled = softmax(np.array([2.0, 4.0, 6.0]))
    np.testing.assert_allclose(doubled, softmax(np.array([1.0, 2.0, 3.0]), 0.5))
    assert f"{doubled[2]:.3f}" == "0.867"


def test_e_to_the_710_is_the_first_whole_power_that_overflows():
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0))
    assert np.isfinite(np.exp(709.0))


def test_the_formula_holds_todays_numbers():
    text = open_lesson(SLUG).latex[0].value
    assert r"\frac{e^0}{e^{-2} + e^{-1} + e^{0}}" in text
    assert "0.665241}" in text
    assert r"\frac{0.6652\,(1 - 0.6652)}{1}" in text
    assert "0.2227" in text
    assert "= 0.8324" in text
    assert r"+ \cdots" in open_lesson(SLUG, count="6").latex[0].value


@pytest.mark.parametrize("row", ["0", "1"])
def test_rows_and_columns_of_the_slopes_sum_to_zero(row):
    app = open_lesson(SLUG, z0=row)
    slopes = softmax_jacobian(scores(app))
    np.testing.assert_allclose(slopes.sum(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(slopes, slopes.T)


@pytest.mark.parametrize(
    "link",
    [{"temperature": "0"}, {"temperature": "-1"}, {"count": "7"}, {"shift": "5"}, {"z0": "11"}],
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert chain(open_lesson(SLUG, **link)).caption == chain(open_lesson(SLUG)).caption


def test_the_script_prints_the_numbers_on_the_screen():
    app = open_lesson(SLUG, count="4", z3="-2.5", temperature="0.5", shift="1000")
    printed = run_script(script_of(app, SLUG), on_warning="ignore")  # its overflow is the point
    *rows, openness, naive = map(str.split, printed.splitlines())
    z = scores(app)
    numbers = np.array([row[1:] for row in rows], dtype=float)
    np.testing.assert_allclose(numbers[:, 0], softmax(z, 0.5))
    np.testing.assert_allclose(numbers[:, 1:], softmax_jacobian(z, 0.5))
    assert float(openness[1]) == pytest.approx(float(entropy(softmax(z, 0.5))))
    assert naive[1:] == ["nan"] * 4


def test_a_share_below_every_float_is_not_called_zero():
    app = open_lesson(SLUG, count="2", z0="-10", z1="10", temperature="0.01")
    assert softmax(scores(app), 0.01)[0] == 0
    caption = chain(app).caption
    assert "cat smaller than any float, dog 1.0000000. Entropy 0, rounded, of at most" in caption
