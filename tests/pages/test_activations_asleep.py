"""What the view on dead units says, held against the numbers."""

import math

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.asleep import digit_layer, sleep_of_bell, sleep_of_layer
from core.studies.activations.dying import watch_dying
from pages.parts.activations.sleeping import percent
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "activations_asleep"
GUESSING = math.log(10)


def picture(app):
    return charts(app)[f"{SLUG}.{setting(app, SLUG, 'batch')}"]


def sleeps(app, **changes):
    """Both activations on the layer of today's settings."""
    given = {name: setting(app, SLUG, name) for name in ("bias", "gain", "seed")} | changes
    z = digit_layer(64, **given)
    return [sleep_of_layer(setting(app, SLUG, name), z) for name in ("upper", "lower")]


def trainings(app, **changes):
    """Both networks of today's settings."""
    given = {
        "bias": setting(app, SLUG, "start"),
        "epochs": setting(app, SLUG, "epochs"),
        "seed": setting(app, SLUG, "seed_trained"),
    }
    return [
        watch_dying(
            setting(app, SLUG, name), lr=setting(app, SLUG, f"rate_{name}"), **given | changes
        )
        for name in ("upper", "lower")
    ]


def words(app):
    return " ".join(m.value for m in app.markdown)


def headings(app):
    return [note["text"] for note in picture(app).figure["layout"]["annotations"]]


def test_at_minus_two_nearly_all_relus_are_dead_and_no_leaky_one():
    app = open_lesson(SLUG)
    relu, leaky = sleeps(app)
    assert (relu.dead.sum(), leaky.dead.sum()) == (58, 0)
    assert "<b>58 of 64 dead</b>" in headings(app)
    assert "<b>0 of 64 dead</b>" in headings(app)
    assert len(picture(app).trace("dead unit")["x"]) == 58
    assert picture(app).caption == (
        "One layer on 1797 digits, bias −2, He's weights: as ReLU 58 of 64 units are dead, "
        "slopes are exactly 0 for 99.9 % of all z and below 1/100 for 99.9 %; as Leaky ReLU 0 of 64 units "
        "are dead, slopes are exactly 0 for 0 % of all z and below 1/100 for 0 %."
    )


def test_at_bias_zero_half_of_all_slopes_are_zero_and_few_units_dead():
    app = run_experiment(SLUG, "Asleep is not dead")
    for seed in range(5):
        relu, _ = sleeps(app, seed=seed)
        assert 0.45 < relu.flat.mean() < 0.6
        assert relu.dead.sum() <= 4


def test_a_bell_around_minus_five_lies_almost_wholly_where_a_relu_is_flat():
    app = run_experiment(SLUG, "Bias −5")
    mean, spread = setting(app, SLUG, "mean"), setting(app, SLUG, "spread")
    assert (mean, spread) == (-5, 2)
    relu = sleep_of_bell("relu", mean, spread)
    assert f"{100 * relu.flat_exact:.1f} %" == "99.4 %"
    assert "About 99.4 %" in words(app)
    leaky = sleep_of_bell("leaky_relu", mean, spread)
    assert (leaky.flat, leaky.flat_exact) == (0, 0)
    assert ACTIVATIONS["leaky_relu"].derivative(-5.0) == 0.01
    assert r"\Phi(2.5) - \Phi(-\infty) = 0.99379" in app.latex[0].value
    assert r"\text{flat nowhere, } 0" in app.latex[0].value
    assert "slope 0 for 99.5 % of z (in theory 99.4 %)" in picture(app).caption


def test_weights_eight_times_too_large_saturate_and_kill_nobody():
    app = run_experiment(SLUG, "Saturated, not dead")
    for seed in range(5):
        sigmoid, tanh = sleeps(app, seed=seed)
        assert (sigmoid.flat == 0).all()
        assert (tanh.flat == 0).all()
        assert 1 / 3 < sigmoid.nearly_flat.mean() < 1 / 2 < tanh.nearly_flat.mean()


def test_a_rate_of_two_kills_relus_for_good_and_leaky_ones_live_and_learn():
    app = run_experiment(SLUG, "A rate that kills")
    assert setting(app, SLUG, "rate_upper") == setting(app, SLUG, "rate_lower") == 2
    for seed in range(1, 4):
        relu, leaky = trainings(app, seed=seed)
        assert relu.dead[1].sum() > 16
        assert not (relu.dead[:-1] & ~relu.dead[1:]).any()
        assert not leaky.dead.any()
        assert leaky.accuracy[-1] > 0.5
    relu, leaky = trainings(app)
    assert relu.loss[-1] == pytest.approx(GUESSING, abs=0.02)
    assert (
        "0 dead at the start, 32 at the end, loss 2.31, 9.85 % named right" in picture(app).caption
    )
    assert "<b>ReLU, η = 2</b>: 32 of 32 dead" in headings(app)
    np.testing.assert_array_equal(picture(app).trace("ReLU, η = 2")["y"], relu.dead.sum(axis=1))


def test_a_quarter_of_the_rate_lets_the_same_relus_live_and_learn():
    app = run_experiment(SLUG, "A smaller rate")
    assert setting(app, SLUG, "rate_lower") * 4 == setting(app, SLUG, "rate_upper")
    for seed in range(2):
        fast, slow = trainings(app, seed=seed)
        np.testing.assert_array_equal(fast.dead[0], slow.dead[0])
        assert slow.dead[-1].sum() - slow.dead[0].sum() <= 1
        assert f"{slow.accuracy[-1]:.2f}" == "0.99"
    fast, slow = (picture(app).trace(f"ReLU, η = {lr}") for lr in ("2", "0.5"))
    assert fast["line"]["dash"] != slow["line"]["dash"]


def test_relus_born_dead_stay_dead_and_leaky_ones_climb_out():
    app = run_experiment(SLUG, "Born dead")
    for seed in range(1, 4):
        relu, leaky = trainings(app, seed=seed)
        assert relu.dead.all()
        assert relu.dead_gradient == 0
        assert leaky.loss[-1] < leaky.loss[0] - 0.1
        assert leaky.accuracy[-1] > 0.3
    assert "32 dead, largest slope } 0" in app.latex[0].value


def test_in_the_middle_of_the_beware_the_leaky_slope_is_on_the_limit_and_not_under_it():
    assert sleep_of_bell("leaky_relu", -5.0, 1.0).nearly_flat == 0


def test_the_bars_add_up_to_the_batch():
    app = open_lesson(SLUG)
    names = ("slope exactly 0", "|slope| under 0.01", "awake")
    assert sum(picture(app).trace(name)["y"].sum() for name in names) == pytest.approx(1)


def test_percentages_are_never_rounded_to_none_or_all():
    shares = (0.0, 1e-6, 0.5, 0.99968, 0.9999999, 1.0)
    assert [percent(share) for share in shares] == [
        "0 %",
        "under 0.01 %",
        "50 %",
        "99.97 %",
        "over 99.99 %",
        "100 %",
    ]


@pytest.mark.parametrize(
    "link", [{"bias": "7"}, {"gain": "3"}, {"seed": "1000"}, {"batch": "coins"}, {"upper": "?"}]
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert picture(open_lesson(SLUG, **link)).caption == picture(open_lesson(SLUG)).caption


def test_one_activation_may_stand_on_both_sides():
    for batch in ("Digits", "Bell curve", "Training"):
        app = open_lesson(SLUG, batch=batch, lower="ReLU", epochs="5")
        assert picture(app).caption


def test_the_script_counts_the_dead_of_the_layer():
    app = open_lesson(SLUG, bias="-1", lower="Tanh", gain="4", seed="3")
    for line, label, sleep in zip(
        printed_by_script(app, SLUG).splitlines(), ("ReLU", "Tanh"), sleeps(app), strict=True
    ):
        flat, nearly = (100 * float(share.mean()) for share in (sleep.flat, sleep.nearly_flat))
        assert line.startswith(f"{label} dead {sleep.dead.sum()} slope 0 in % of z ")
        found = [float(line.split()[i]) for i in (-4, -1)]
        np.testing.assert_allclose(found, [flat, nearly], rtol=1e-9)


def test_the_script_measures_the_bell():
    app = open_lesson(SLUG, batch="Bell curve", lower="GELU", mean="-1.5", spread="0.75")
    lines = [line.split() for line in printed_by_script(app, SLUG).splitlines()]
    shares = [
        number
        for key in ("relu", "gelu")
        for s in [sleep_of_bell(key, -1.5, 0.75)]
        for number in (s.flat, s.flat_exact, s.nearly_flat, s.nearly_flat_exact)
    ]
    found = [float(words[i]) for words in lines for i in (-3, -1)]
    np.testing.assert_allclose(found, 100 * np.array(shares), rtol=1e-9)


def test_the_script_trains_the_same_networks():
    app = open_lesson(SLUG, batch="Training", epochs="5", start="-0.5", seed_trained="2")
    lines = iter(printed_by_script(app, SLUG).splitlines())
    for run in trainings(app):
        for epoch in range(6):
            words = next(lines).replace("Leaky ReLU", "leaky").split()
            assert int(words[2]) == epoch
            np.testing.assert_allclose(
                [float(words[4]), float(words[8]) / 100, float(words[10])],
                [run.loss[epoch], run.accuracy[epoch], run.dead[epoch].sum()],
                rtol=1e-9,
            )
    assert next(lines, None) is None


def test_a_network_whose_hidden_units_never_learn_may_still_name_digits():
    app = open_lesson(SLUG, batch="Training", upper="Step", epochs="5", rate_upper="0.5")
    step, _ = trainings(app)
    assert step.dead.all()
    assert step.accuracy[-1] > 0.2
    assert "named right (the output layer alone learns" in picture(app).caption
    assert step.dead_gradient == 0
