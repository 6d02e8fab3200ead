"""What the view of the KL divergence says, held against the numbers."""

import numpy as np
import pytest

from core.studies.losses.divergence import compare, mix
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "losses_divergence"
OUTCOMES = ("sun", "cloud", "rain", "snow", "fog", "hail")


def both(app):
    return charts(app)[f"{SLUG}.both"]


def today(app):
    """Today's comparison, computed again."""
    count = setting(app, SLUG, "count")
    p, q = ([float(w) for w in setting(app, SLUG, f"{x}{count}").split(",")] for x in "pq")
    q = mix(p, q, setting(app, SLUG, "share"))
    return compare(q, p) if setting(app, SLUG, "swap") else compare(p, q)


def says(name):
    app = run_experiment(SLUG, name)
    return app, " ".join(m.value for m in app.markdown), today(app)


def test_the_picture_shows_what_core_computed():
    app = open_lesson(SLUG, share="0.25")
    seen = today(app)
    for name, values in (("p ln(p/q)", seen.p_terms), ("q ln(q/p)", seen.q_terms)):
        np.testing.assert_allclose(both(app).trace(name)["y"], values, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(both(app).trace("q, what is believed")["y"], seen.q, rtol=1e-5)


def test_there_and_back_are_two_numbers_and_snow_makes_the_difference():
    app, text, seen = says("There and back")
    assert f"KL(p‖q) = {seen.kl_pq:.4f}, KL(q‖p) = {seen.kl_qp:.4f}" in text
    assert seen.kl_qp > seen.kl_pq
    assert seen.p_terms[3] < 0 < seen.q_terms[3]
    assert seen.q_terms[3] > seen.kl_qp
    assert f"it adds {seen.q_terms[3]:.3f}" in text
    assert max(seen.q_terms[0], seen.q_terms[2]) < 0 == seen.q_terms[1]
    assert (seen.p[3], seen.q[3]) == (0.05, 0.4)
    assert f"{seen.kl_pq:.6f} nats" in both(app).caption
    assert f"{seen.kl_qp:.6f} nats" in both(app).caption


def test_swapped_the_numbers_change_places():
    _, _, seen = says("Change places")
    before = today(open_lesson(SLUG))
    assert (seen.kl_pq, seen.kl_qp) == (before.kl_qp, before.kl_pq)


@pytest.mark.parametrize(("swap", "names"), [("false", "pq"), ("true", "qp")])
def test_boxes_and_slider_are_called_what_they_are_in_the_picture(swap, names):
    app = open_lesson(SLUG, swap=swap)
    labels = {box.label: box.value for box in app.text_input}
    assert labels[f"Weights of {names[0]}, any scale"] == "50,30,15,5"
    assert labels[f"Weights of {names[1]}, any scale"] == "20,30,10,40"
    assert [n.label for n in app.number_input if n.key == f"{SLUG}.share"] == [
        f"Move {names[1]} to {names[0]}"
    ]
    np.testing.assert_allclose(both(app).trace("p, what happens")["y"], today(app).p, rtol=1e-5)


def test_a_right_forecast_has_no_divergence_but_still_a_cross_entropy():
    app, text, seen = says("The forecast is right")
    assert seen.kl_pq == seen.kl_qp == 0
    assert seen.cross_pq == pytest.approx(seen.entropy_p)
    assert f"{seen.cross_pq:.4f} nats are left" in text
    assert both(app).trace("p ln(p/q)")["y"].tolist() == [0] * 4


def test_what_is_called_impossible_and_happens_is_infinite_and_said_aloud():
    app, text, seen = says("Never say never")
    assert seen.kl_pq == np.inf
    assert np.isfinite(seen.kl_qp)
    assert "KL(p‖q) = ∞" in text
    assert both(app).caption.endswith("KL(p‖q) is infinite: q has no share for snow, p has.")
    assert r"= \textcolor{#A9609C}{\infty}" in app.latex[0].value
    assert "| divergence | ∞ |" in text


def test_a_uniform_forecast_pays_log_n_whatever_happens():
    _, text, seen = says("No idea")
    assert seen.cross_pq == pytest.approx(np.log(4), rel=1e-15)
    assert seen.kl_pq == pytest.approx(np.log(4) - seen.entropy_p, rel=1e-12)
    assert f"ln 4 = {np.log(4):.4f}" in text
    assert f"ln 4 − H(p) = {seen.kl_pq:.4f}" in text
    assert compare([9, 1, 0, 0], [1, 1, 1, 1]).cross_pq == pytest.approx(np.log(4))


def test_halfway_less_than_half_is_left_and_the_end_is_flat():
    _, text, seen = says("Halfway to the truth")
    whole = today(open_lesson(SLUG))
    assert f"{seen.kl_pq:.4f} of {whole.kl_pq:.4f}" in text
    assert seen.kl_pq < whole.kl_pq / 2
    last = [compare(whole.p, mix(whole.p, whole.q, t)).kl_pq for t in (0.99, 0.999, 1.0)]
    assert last[2] == pytest.approx(0, abs=1e-15)
    assert last[1] < last[0] / 50  # a tenth of the way, a hundredth of the divergence


def test_all_numbers_stand_in_the_table():
    app = open_lesson(SLUG)
    seen = today(app)
    table = next(m.value for m in app.markdown if m.value.startswith("| nats"))
    assert f"| entropy | {seen.entropy_p:.6f} | {seen.entropy_q:.6f} |" in table
    assert f"| divergence | {seen.kl_pq:.6f} | {seen.kl_qp:.6f} |" in table
    assert f"| cross-entropy | {seen.cross_pq:.6f} | {seen.cross_qp:.6f} |" in table


def test_the_formula_adds_up_the_terms_of_today():
    text = open_lesson(SLUG).latex[0].value
    first = (
        r"\textcolor{#0A8F68}{0.5} \ln \frac{\textcolor{#0A8F68}{0.5}}{\textcolor{#1580C4}{0.2}}"
    )
    assert first in text
    assert r"= \textcolor{#A9609C}{0.414993}" in text
    empty = open_lesson(SLUG, p4="1,1,1,0").latex[0].value
    assert r"{} + 0 = " in empty  # what never happens adds nothing


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_every_number_of_outcomes_has_an_example_that_is_not_symmetric(count):
    seen = today(open_lesson(SLUG, count=str(count)))
    assert len(seen.p) == count
    assert abs(seen.kl_pq - seen.kl_qp) > 0.01


def test_weights_of_any_scale_count_and_all_zero_is_refused_with_a_sentence():
    assert both(open_lesson(SLUG, p4="100,60,30,10")).caption == both(open_lesson(SLUG)).caption
    app = open_lesson(SLUG, q4="0,0,0,0")
    assert any("At least one weight of q" in w.value for w in app.warning)
    assert both(app).caption == both(open_lesson(SLUG)).caption


@pytest.mark.parametrize(
    "link",
    [
        {"p4": "1,2,3"},
        {"p4": "-1,1,1,1"},
        {"q4": "nan,1,1,1"},
        {"q4": "1e308,1,1,1"},
        {"count": "7"},
        {"share": "2"},
        {"swap": "perhaps"},
    ],
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert both(open_lesson(SLUG, **link)).caption == both(open_lesson(SLUG)).caption


def test_the_predicted_forecasts_diverge_as_told():
    assert compare([50, 30, 15, 5], [55, 30, 15, 0]).kl_pq == np.inf
    assert compare([50, 30, 15, 5], [15, 30, 15, 40]).kl_pq < 1


def test_by_kl_the_way_over_a_third_can_be_shorter_and_jensen_shannons_root_is_a_distance():
    p, q, r = (np.array([x, 1 - x]) for x in (0.5, 0.25, 0.1))
    assert compare(p, q).kl_pq + compare(q, r).kl_pq < compare(p, r).kl_pq
    rng = np.random.default_rng(0)
    for _ in range(50):
        a, b, c = rng.gamma(0.5, size=(3, 4))
        root = [np.sqrt(compare(*two).jensen_shannon) for two in ((a, b), (b, c), (a, c))]
        assert root[2] <= root[0] + root[1] + 1e-12


@pytest.mark.parametrize(
    "link", [{}, {"swap": "true", "share": "0.3"}, {"q4": "40,30,30,0"}, {"count": "6"}]
)
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    seen = today(app)
    *lines, there, back, entropies, crosses = printed_by_script(app, SLUG).splitlines()
    rows = zip(seen.p, seen.q, seen.p_terms, seen.q_terms, strict=True)
    for name, line, row in zip(OUTCOMES[: len(lines)], lines, rows, strict=True):
        assert line.split()[0] == name
        np.testing.assert_allclose([float(n) for n in line.split()[1:]], row, atol=1e-14)
    assert float(there.split()[1]) == pytest.approx(seen.kl_pq)
    assert float(back.split()[1]) == pytest.approx(seen.kl_qp)
    assert float(entropies.split()[1]) == pytest.approx(seen.entropy_p)
    assert float(crosses.split()[1]) == pytest.approx(seen.cross_pq)
