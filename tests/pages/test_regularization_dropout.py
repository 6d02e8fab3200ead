"""What the view of dropout says, held against real networks."""

import numpy as np
import pytest

from core.dropout import SCALINGS
from core.network import forward
from core.studies.regularization import dropout_network as study
from core.studies.regularization.dropped_maps import drop_maps, feature_maps, picture_for_maps
from tests.app import charts, click_experiment, open_lesson
from tests.scripts import printed_by_script

SLUG = "regularization_dropout"
X = [[2.5, -0.5]]


@pytest.fixture(scope="module")
def app():
    return open_lesson(SLUG)


def shown(app, name):
    return charts(app)[f"{SLUG}.{name}"]


def network(p=0.3, layers=2):
    return study.train_with_dropout(*study.two_moons().train, p, layers, 0)


def marks(app):
    """The three upright lines of the histogram: this one, the whole, the mean of all."""
    names = ("answer of this one", "answer of the whole", "mean of all sub-networks there are")
    return [shown(app, "thin").trace(name)["x"][0] for name in names]


def take(app):
    """What the script of today's settings prints, by its first word."""
    return [line.split() for line in printed_by_script(app, SLUG).splitlines()]


def test_at_first_sight_the_whole_network_and_the_mean_disagree_on_the_class(app):
    click_experiment(app, SLUG, "Nearly the mean")
    answers = study.answers_at(network(), X, 0.7)
    this, whole, mean = marks(app)
    np.testing.assert_allclose(
        [this, whole, mean], [answers.logits[13], answers.full_logit, answers.mean_logit], rtol=1e-5
    )
    assert whole == pytest.approx(-0.619, abs=5e-4)
    assert mean == pytest.approx(0.436, abs=5e-4)
    assert "65,536" in shown(app, "thin").caption
    printed = {line[0]: line[1:] for line in take(app)}
    np.testing.assert_allclose(np.array(printed["logits"], float), answers.logits, rtol=1e-6)


def test_dropped_units_are_hollow_and_counted(app):
    click_experiment(app, SLUG, "Nearly the mean")
    now = study.way_through(network(), X, study.mask_no(network(), 0.7, 14), 0.7)
    dropped = sum(int((mask == 0).sum()) for mask in now.kept)
    figure = shown(app, "thin")
    assert len(figure.trace("dropped")["x"]) == dropped == 4
    assert len(figure.trace("kept")["x"]) == 2 + 16 + 1 - dropped
    assert "keeps 12 of 16" in figure.caption


def test_with_one_hidden_layer_it_is_exactly_the_mean_and_the_sigmoid_bends_it(app):
    click_experiment(app, SLUG, "Exactly the mean")
    _, whole, mean = marks(app)
    assert whole == pytest.approx(mean, abs=1e-9)
    assert whole == pytest.approx(1.173, abs=5e-4)
    click_experiment(app, SLUG, "Bend it, and it is off")
    _, whole, mean = marks(app)
    assert whole == pytest.approx(0.764, abs=5e-4)
    assert mean == pytest.approx(0.718, abs=5e-4)


def test_the_mean_comes_to_rest(app):
    click_experiment(app, SLUG, "It comes to rest")
    answers = study.answers_at(network(layers=1), X, 0.7)
    line = shown(app, "mean").trace("mean so far")
    off = np.abs(line["y"] - answers.mean_logit)
    assert (off < 2 * answers.spread / np.sqrt(line["x"])).mean() > 0.9
    assert off[-1] < 0.02
    bars = [
        shown(app, "mean").trace(name)
        for name in ("a, without dropout", "mean of m a / q, ± 2 standard errors")
    ]
    np.testing.assert_allclose(bars[0]["y"], bars[1]["y"], atol=0.05)
    printed = take(app)
    assert float(printed[1][1]) == pytest.approx(float(line["y"][-1]), rel=1e-5)


def test_never_both(app):
    click_experiment(app, SLUG, "Never both")
    trained, held = network(0.5), study.two_moons().test
    right = forward(trained, held.x)[:, 0]
    figure = shown(app, "scale")
    for scaling in SCALINGS.values():
        line = figure.trace(scaling.label)
        expected = study.asked(trained, held.x, scaling, 0.5)[np.argsort(right), 0]
        np.testing.assert_allclose(line["y"], expected, rtol=1e-4, atol=1e-4)
    score = {
        key: study.score(study.asked(trained, held.x, scaling, 0.5), held.y)
        for key, scaling in SCALINGS.items()
    }
    assert score["inverted"] == pytest.approx(score["classic"])
    assert score["inverted"] == pytest.approx(score["drop_probability"])
    assert score["inverted"].accuracy == pytest.approx(0.88, abs=5e-3)
    assert score["both"].accuracy == pytest.approx(0.813, abs=5e-3)
    table = next(m.value for m in app.markdown if m.value.startswith("| scaling"))
    assert f"{score['both'].loss:.4f} | {score['both'].accuracy:.3f}" in table
    printed = {line[0]: float(line[1]) for line in take(app)}
    assert printed == pytest.approx({key: s.loss for key, s in score.items()})


def test_whole_maps_leave_nothing_to_copy_from(app):
    click_experiment(app, SLUG, "Whole maps")
    dropped = drop_maps(feature_maps(picture_for_maps("palace")), 0.5, 1)
    blur, sobel = dropped.guessed[0], dropped.guessed[3]
    assert blur == pytest.approx(0.91, abs=5e-3)
    assert sobel == pytest.approx(0.64, abs=5e-3)
    gone = [k for k in range(8) if not dropped.map_mask[k, 0, 0]]
    traces = shown(app, "maps").figure["data"]
    assert len(traces) == 24
    empty = [k for k in range(8) if all(v is None for row in traces[16 + k]["z"] for v in row)]
    assert empty == gone == [0, 5, 6]
    printed = {" ".join(line[:2]): line[2:] for line in take(app)}
    np.testing.assert_allclose(np.array(printed["told by"][1:], float), dropped.guessed, rtol=1e-9)
