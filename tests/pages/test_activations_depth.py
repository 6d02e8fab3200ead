"""What the view on depth says, held against the numbers."""

import re

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.deep_signal import send_through
from core.studies.activations.infinite_width import predict_rms
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "activations_depth"
SHARED = ("width", "batch", "runs", "gain", "seed")


def picture(app):
    return charts(app)[f"{SLUG}.ridges"]


def run_of(app, name="activation", **changes):
    """The run of today's settings, computed again."""
    settings = {shared: setting(app, SLUG, shared) for shared in SHARED}
    settings |= {"initializer": setting(app, SLUG, "start")} | changes
    return send_through(setting(app, SLUG, name), setting(app, SLUG, "layers"), **settings)


def other_seeds(app, **changes):
    """The same settings, other runs."""
    return [run_of(app, seed=seed, **changes) for seed in (0, 100, 200)]


def words(app):
    return " ".join(m.value for m in app.markdown)


def test_the_default_loses_fifteen_decades_with_sigmoids_and_next_to_nothing_with_relus():
    app = open_lesson(SLUG)
    run = run_of(app)
    assert run.gradient.kind == "vanishing"
    assert 1e-16 < run.gradient_typical[0] < 1e-14
    assert 0.3 < run_of(app, "compare").gradient_typical[0] < 3
    shown = picture(app)
    np.testing.assert_allclose(shown.trace("gradient")["x"], run.gradient_typical, rtol=1e-5)
    np.testing.assert_allclose(shown.trace("signal")["x"], run.spread_typical, rtol=1e-5)


def test_the_caption_tells_both_ways_their_verdicts_and_the_other_function():
    caption = picture(open_lesson(SLUG)).caption.replace("\u00a0", " ")
    rounded = r"[\d.]+ · 10⁻¹⁶ in layer 30, runs from [^(]+ (?=\()"  # machines round differently
    assert re.sub(rounded, "NOISY ", caption) == (
        "Sigmoid, 30 layers of 64 units, He start, median of 8 runs: a gradient of 1 sent back from the output is "
        "0.227 in layer 30 and 6.38 · 10⁻¹⁶ in layer 1, runs from 3.56 · 10⁻¹⁶ to 1.03 · 10⁻¹⁵ "
        "(vanishing: under 10⁻⁶ at layer 19). The signal, how far apart a unit puts the inputs, is 1 at first, "
        "0.257 in layer 1 and NOISY (vanishing: under 10⁻⁶ at layer 12: "
        "activations of size 0.544, to 14 digits the same for every input). "
        "With ReLU, same start and inputs, 0.469 of the gradient arrives at layer 1."
    )


def test_the_verdict_stands_above_the_picture():
    headings = [note["text"] for note in picture(open_lesson(SLUG)).figure["layout"]["annotations"]]
    assert "Signal vanishes: under 10<sup>−6</sup> at layer 12" in headings[3]
    assert "Gradient vanishes: under 10<sup>−6</sup> at layer 19" in headings[3]


def test_with_glorot_a_sigmoids_gradient_is_lost_after_ten_layers():
    app = run_experiment(SLUG, "Glorot is no help")
    assert "ten layers after it set out" in words(app)
    assert setting(app, SLUG, "layers") == 30
    for run in other_seeds(app):
        assert run.gradient == ("vanishing", 21)
        assert run.signal == ("vanishing", 10)
        assert 1e-7 < run.spread_typical[9] < 1e-6
    assert ACTIVATIONS["sigmoid"].derivative(0.0) == 0.25


def test_relu_with_he_keeps_both_over_fifty_layers():
    app = run_experiment(SLUG, "ReLU with He")
    assert setting(app, SLUG, "layers") == 50
    for run in other_seeds(app):
        assert (run.signal.kind, run.gradient.kind) == ("healthy", "healthy")
        assert 0.1 < run.gradient_typical[0] < 10
        assert 0.1 < run.spread_typical[-1] < 0.2
    assert "64 · 2/64 · 1/2 = 1" in words(app)


def test_half_the_weights_halve_both_in_every_layer():
    app = run_experiment(SLUG, "Half the weights")
    for run, whole in zip(other_seeds(app), other_seeds(app, gain=1.0), strict=True):
        layers = np.arange(1, 31)
        np.testing.assert_allclose(run.spread, whole.spread / 2.0 ** layers[:, None], rtol=1e-9)
        np.testing.assert_allclose(
            run.gradient_rms, whole.gradient_rms / 2.0 ** (30 - layers[:, None]), rtol=1e-9
        )
        assert 17 <= run.signal.layer <= 20
        assert abs(30 - run.gradient.layer - 20) <= 2


def test_nine_steps_of_one_and_a_half_are_exactly_38_44():
    app = run_experiment(SLUG, "1.5 to the ninth")
    run = run_of(app)
    np.testing.assert_allclose(run.gradient_rms[0] / run.gradient_rms[-1], 1.5**9, rtol=1e-12)
    np.testing.assert_allclose(run.spread[-1] / run.spread[0], 1.5**9, rtol=1e-12)
    assert f"{1.5**9:.2f}" == "38.44"
    assert f"{1.5**49:.0e}" == "4e+08"
    assert "38.4 in layer 1" in picture(app).caption
    assert r"1 \cdot 1.5^{9} = 38.4" in app.latex[0].value


def test_one_spread_for_all_explodes_in_relus_and_hides_its_gradient_behind_tanh():
    app = run_experiment(SLUG, "One spread for all")
    for tanh in other_seeds(app):
        assert (tanh.signal.kind, tanh.gradient.kind) == ("healthy", "exploding")
        assert tanh.a_rms.max() < 1
        assert tanh.spread.min() > 0.9
    relu = run_of(app, "compare")
    assert (relu.signal.kind, relu.gradient.kind) == ("exploding", "exploding")
    assert np.sqrt(setting(app, SLUG, "width")) == 8


def test_tanh_with_glorot_survives_fifty_layers_and_shrinks_slowly():
    app = run_experiment(SLUG, "Tanh with Glorot")
    for run in other_seeds(app):
        assert (run.signal.kind, run.gradient.kind) == ("healthy", "healthy")
        assert run.spread_typical[-1] < run.spread_typical[0]
        assert run.gradient_typical[0] < run.gradient_typical[-1]


def test_what_is_predicted_and_warned_of_is_true():
    relu = predict_rms("relu", 30, 1.0)[1]  # Glorot in square layers: n · Var = 1
    np.testing.assert_allclose(relu[:-1] / relu[1:], 1 / np.sqrt(2), rtol=1e-3)
    for key in ("sigmoid", "relu", "tanh"):
        run = send_through(key, 5, initializer="zeros", runs=1)
        assert (run.gradient_rms[:-1] == 0).all()
    assert send_through("sigmoid", 5, initializer="zeros", runs=1).gradient_rms[-1] > 0.2
    for key in ("sigmoid", "tanh", "relu"):  # what the last layer's weights learn from is a
        (layer_below,) = {float(ACTIVATIONS[key].value(0.0))}
        assert layer_below == (0.5 if key == "sigmoid" else 0)
    sigmoids = send_through("sigmoid", 13)
    assert sigmoids.spread_typical[11] < 1e-6
    assert sigmoids.a_typical[11] == pytest.approx(0.5, abs=0.1)
    runs = send_through("gelu", 50, runs=8).gradient_rms[0]
    assert runs.max() / runs.min() > 100


def test_the_formula_holds_todays_numbers():
    text = open_lesson(SLUG).latex[0].value
    assert r"64 \cdot 1^2 \cdot 0.03125 = 2" in text
    run = run_of(open_lesson(SLUG))
    q = (run.gradient_typical[0] / run.gradient_typical[-1]) ** (1 / 29)
    assert rf"0.227 \cdot {q:.3g}^{{29}} = 6.38 \cdot 10^{{-16}}" in text
    assert r"\left(\tfrac14\right)^{30} = 8.67 \cdot 10^{-19}" in text
    assert f"{run.path_largest[0].max():.3g}".partition("e")[0] in text
    assert "nan" not in open_lesson(SLUG, start="Zeros").latex[0].value


def test_the_bound_belongs_to_the_sigmoid_alone():
    bound = picture(open_lesson(SLUG)).trace("¼ a layer: no path passes more")["x"]
    np.testing.assert_allclose(bound, 0.25 ** np.arange(30.0, 0, -1), rtol=1e-5)
    with pytest.raises(KeyError, match="no trace"):
        picture(open_lesson(SLUG, activation="Tanh")).trace("¼ a layer: no path passes more")


def test_knobs_reach_both_networks():
    app = open_lesson(
        SLUG, activation="Leaky ReLU", leaky_relu_alpha="0.3", compare="ELU", elu_alpha="0.5"
    )
    run = run_of(app, alpha=0.3)
    np.testing.assert_allclose(picture(app).trace("gradient")["x"], run.gradient_typical, rtol=1e-5)
    other = run_of(app, "compare", alpha=0.5)
    np.testing.assert_allclose(
        picture(app).trace("ELU: gradient")["x"], other.gradient_typical, rtol=1e-5
    )


def test_compared_with_itself_or_nothing_it_stands_alone():
    for other in ("Sigmoid", "Nothing"):
        app = open_lesson(SLUG, compare=other)
        assert "With" not in picture(app).caption
        assert not [t for t in picture(app).figure["data"] if ": gradient" in t.get("name", "")]


@pytest.mark.parametrize(
    "link", [{"layers": "51"}, {"width": "65"}, {"gain": "3"}, {"seed": "-1"}, {"compare": "?"}]
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert picture(open_lesson(SLUG, **link)).caption == picture(open_lesson(SLUG)).caption


@pytest.mark.parametrize(
    "link",
    [
        {"layers": "3", "runs": "4"},
        {"activation": "ELU", "elu_alpha": "0.5", "start": "Plain normal", "layers": "50"},
        {"activation": "Step", "start": "Orthogonal", "gain": "4", "seed": "7"},
    ],
)
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, width="16", batch="16", **link)
    output = printed_by_script(app, SLUG)
    rows = np.array([line.split() for line in output.splitlines()[1:]], float)
    leak = {"alpha": 0.5} if "elu_alpha" in link else {}
    run = run_of(app, **leak)
    np.testing.assert_array_equal(rows[:, 0], np.arange(1, len(rows) + 1))
    np.testing.assert_allclose(rows[:, 1], run.spread_typical, rtol=1e-6, atol=1e-15)
    np.testing.assert_allclose(rows[:, 2], run.a_typical, rtol=1e-9)
    np.testing.assert_allclose(rows[:, 3], run.gradient_typical, rtol=1e-9)
    assert not re.search(r"nan", output)
