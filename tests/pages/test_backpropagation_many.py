"""What many steps promise: published numbers, and how many of a hundred starts learn XOR."""

import numpy as np
import pytest

from core.studies.backpropagation.xor_runs import run_xor
from tests.app import charts, click_experiment, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "backpropagation_many"
XOR = "XOR, 100 starts"


@pytest.fixture(scope="module")
def app():
    """Opened once; experiments set all controls."""
    return open_lesson(SLUG)


def said(app, name="run"):
    return charts(app)[f"{SLUG}.{name}"].plain


def solved(app):
    """How many seeds the caption says are solved."""
    return int(said(app, "starts").split()[0])


def test_at_first_sight_the_published_end_of_ten_thousand_updates():
    app = open_lesson(SLUG)
    assert "L = 3.51018778 · 10⁻⁵, from 0.298371109" in said(app).replace("\u00a0", " ")
    assert "0.0159136204 and 0.9840642735" in said(app)
    loss = charts(app)[f"{SLUG}.run"].trace("loss")
    assert len(loss["y"]) < 100  # thinned
    np.testing.assert_allclose(loss["y"][[0, -1]], [0.298371, 3.51019e-05], rtol=1e-5)
    moved = {
        name: np.ptp(charts(app)[f"{SLUG}.run"].trace(name)["y"])
        for name in ("w₁", "w₄", "w₅", "w₈")
    }
    assert max(moved["w₁"], moved["w₄"]) < 0.5 < 2 < min(moved["w₅"], moved["w₈"])


def test_one_update(app):
    click_experiment(app, SLUG, "One update")
    assert "After 1 update with" in said(app)
    assert "L = 0.291027774" in said(app)
    last = printed_by_script(app, SLUG).splitlines()[-1].split()
    assert float(last[3]) == pytest.approx(0.291027773694, abs=5e-13)


def test_with_biases_a_fourteenth_is_left(app):
    click_experiment(app, SLUG, "Biases learn too")
    end = charts(app)[f"{SLUG}.run"].trace("loss")["y"][-1]
    assert f"{end:.2e}" == "2.45e-06"
    assert 3.51018778e-5 / end == pytest.approx(14, abs=0.5)
    assert charts(app)[f"{SLUG}.run"].trace("b₃")["y"][0] == 0.6


def test_most_of_a_hundred_starts_learn_xor(app):
    click_experiment(app, SLUG, "A hundred starts")
    assert 66 <= solved(app) <= 72
    assert "end at 0.2504 to 0.2505" in said(app, "starts")
    assert "Of 3 hidden units none is at work (3 faint)" in said(app, "answer")
    curves = charts(app)[f"{SLUG}.starts"].trace(f"{solved(app)} solved")
    assert np.isnan(curves["y"]).sum() == solved(app)  # a gap after each


def test_larger_first_weights_help(app):
    click_experiment(app, SLUG, "Larger first weights")
    assert 95 <= solved(app) <= 99
    assert "Of 3 hidden units 3 are at work" in said(app, "answer")
    assert (6 / 5) ** 0.5 / 0.5 > 2  # Glorot's box over ±½, and that of the output is wider still


def test_dead_relus_are_dead(app):
    click_experiment(app, SLUG, "Dead ReLUs")
    assert 30 <= solved(app) <= 42
    assert "Of 3 hidden units 1 is at work (2 dead)" in said(app, "answer")
    assert "the same to all units" in said(app, "answer")
    h = np.array(charts(app)[f"{SLUG}.answer"].trace("h")["z"], dtype=float)
    assert (h == 0).all(axis=0).sum() == 2


def test_more_time_does_not_free_the_stuck(app):
    click_experiment(app, SLUG, "A hundred starts")
    before = solved(app)
    click_experiment(app, SLUG, "More time")
    assert setting(app, SLUG, "epochs") == 2000
    assert solved(app) == before


def test_a_rate_of_a_half_solves_none():
    """The answer of the prediction."""
    half, fifth = (run_xor(lr=lr) for lr in (0.5, 0.2))
    assert not half.solved.any()
    assert half.losses[-1].min() > 0.02
    assert 66 <= fifth.solved.sum() <= 72
    late = half.losses[-12:]
    assert (
        (np.diff(late, axis=0) > 0).any(axis=0) & (np.diff(late, axis=0) < 0).any(axis=0)
    ).mean() > 0.9


def test_buttons_lead_to_seeds_that_did_and_did_not(app):
    click_experiment(app, SLUG, "A hundred starts")
    for label, word in (("Next solved", "Solved"), ("Next unsolved", "none is at work")):
        next(b for b in app.button if b.label == label).click()
        healthy(app.run())
        assert word in said(app, "answer")


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (
            {"rate": "10", "function": "ReLU", "hidden": "8", "start": "He", "epochs": "100"},
            "where the output's tanh is flat",
        ),
        (
            {"rate": "0.001", "function": "Identity", "start": "Zeros", "epochs": "100"},
            "the output's z is one plane",
        ),
    ],
)
def test_every_corner_of_xor_is_drawn_and_told(link, why):
    app = open_lesson(SLUG, problem=XOR, **link)
    assert "0 of 100 seeds end with an error under 0.01; all 100 end at 0." in said(app, "starts")
    assert why in said(app, "answer")


def test_the_script_of_the_hundred_prints_their_losses():
    app = open_lesson(SLUG, problem=XOR, epochs="100", function="Leaky ReLU")
    lines = printed_by_script(app, SLUG).splitlines()
    assert lines[0] == f"solved {solved(app)} of 100"
    last = charts(app)[f"{SLUG}.starts"].trace("seed 0")["y"][-1]
    assert float(lines[1].split()[-1]) == pytest.approx(last, rel=1e-5)
