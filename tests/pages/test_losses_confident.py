"""What the view of the confidently wrong neuron says, held against the numbers."""

import numpy as np
import pytest

from core.smooth_activations import sigmoid_derivative
from core.studies.losses.confident import NIELSENS_STARTS, unlearn
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "losses_confident"
SQUARES, ENTROPY = "half_sse", "binary_cross_entropy_with_logits"


def pair(app):
    return charts(app)[f"{SLUG}.pair"]


def runs(app):
    """Today's two runs, computed again: the published start, and yours."""
    starts = (NIELSENS_STARTS[0], (setting(app, SLUG, "start_x"), setting(app, SLUG, "start_y")))
    rate, epochs = setting(app, SLUG, "rate"), setting(app, SLUG, "epochs")
    other = rate if setting(app, SLUG, "same") else setting(app, SLUG, "rate_entropy")
    return tuple(
        unlearn(loss, lr=lr, starts=starts, epochs=epochs)
        for loss, lr in ((SQUARES, rate), (ENTROPY, other))
    )


def says(name):
    app = run_experiment(SLUG, name)
    text = " ".join(m.value for m in app.markdown)
    return app, text, *runs(app)


def drawn(app, field, run):
    """A line of your neuron as the picture has it."""
    return next(
        pair(app).trace(t["name"])["y"]
        for t in pair(app).figure["data"]
        if t.get("name", "").startswith("yours") and t["name"].endswith(f"{field}, {run.label}")
    )


@pytest.mark.parametrize("below", ["Slope", "Answer"])
def test_the_picture_shows_the_runs_that_core_computed(below):
    app = open_lesson(SLUG, below=below)
    for run in runs(app):
        np.testing.assert_allclose(drawn(app, "loss", run), run.values[:, 1], rtol=1e-5)
        values = run.d_z if below == "Slope" else run.a
        np.testing.assert_allclose(drawn(app, below.lower(), run), values[:, 1], rtol=1e-5)


def test_the_published_first_slopes_stand_in_the_table_and_in_the_formula():
    app = open_lesson(SLUG)
    table = next(m.value for m in app.markdown if m.value.startswith("| first slope"))
    assert table.splitlines()[2:] == [
        "| (0.6, 0.9) | 0.121938 | 0.817574 |",
        "| (2, 2) | 0.017345 | 0.982014 |",
    ]
    text = app.latex[0].value
    for number in ("0.121938", "0.017345", "0.817574", "0.982014", "0.149146", "0.017663"):
        assert number in text
    np.testing.assert_allclose(
        sigmoid_derivative(np.array([1.5, 4.0])), [0.149146, 0.017663], atol=5e-7
    )
    assert r"\boxed{\textcolor{#9A7B00}{0.017663}}" in text


def test_the_caption_tells_begin_largest_slope_and_end():
    assert pair(open_lesson(SLUG)).caption == (
        "From (2, 2) your neuron answers 0.982 where 0 is right: its slope begins at 0.01735 under squares and at "
        "0.982 under cross-entropy, and is largest at epoch 215 and 0; after 300 epochs it answers 0.2028 "
        "(rate 0.15) and 0.7796 (rate 0.005)."
    )


def test_an_answer_near_1_is_not_called_1():
    caption = pair(open_lesson(SLUG, start_x="6", start_y="6")).caption
    assert "your neuron answers 0.999994 where 0 is right" in caption
    assert "at 0.999994 under cross-entropy" in caption


def test_the_published_pair_squares_idle_first_and_yet_end_nearer_to_0():
    app, text, squares, entropy = says("The published pair")
    assert (squares.lr, entropy.lr) == (0.15, 0.005)
    assert squares.d_z[0, 1] == pytest.approx(0.017, abs=5e-4)
    assert squares.d_z[:, 1].argmax() == 215
    assert "epoch 215" in text
    assert entropy.d_z[:, 1].argmax() == 0
    assert entropy.d_z[0, 1] == pytest.approx(0.982, abs=5e-4)
    assert squares.a[-1, 1] < entropy.a[-1, 1]
    assert squares.lr / entropy.lr == pytest.approx(30)
    assert "largest: epoch 215" in str(pair(app).figure["data"])


def test_with_one_rate_cross_entropy_is_right_at_epoch_50_and_squares_are_not():
    app, text, squares, entropy = says("One rate for both")
    assert squares.lr == entropy.lr == 0.15
    assert f"answers {entropy.a[50, 1]:.3f} under cross-entropy" in text
    assert f"still {squares.a[50, 1]:.3f} under squares" in text
    assert drawn(app, "answer", squares)[50] > 0.97
    assert not [s for s in app.select_slider if s.key == f"{SLUG}.rate_entropy"]


def test_surer_still_squares_hardly_move_and_cross_entropy_does():
    _, text, squares, entropy = says("Surer still")
    assert squares.z[0, 1] == 8
    assert f"the answer is {squares.a[0, 1]:.4f}" in text
    assert f"under squares {squares.d_z[0, 1]:.4f}" in text
    assert 0 < squares.z[0, 1] - squares.z[-1, 1] < 0.1
    assert entropy.z[0, 1] - entropy.z[-1, 1] == pytest.approx(3, abs=0.01)
    assert entropy.z[0, 1] - entropy.z[-1, 1] < 3
    assert squares.lr / entropy.lr == pytest.approx(30)


def test_ten_times_the_rate_waits_a_tenth_but_not_from_further_out():
    _, text, squares, _ = says("A larger rate?")
    assert squares.lr == 1.5
    assert squares.d_z[:, 1].argmax() == 22
    assert "epoch 22" in text
    assert squares.d_z[:, 1].argmax() == pytest.approx(215 / 10, abs=1)
    far = unlearn(SQUARES, lr=1.5, starts=[(4.0, 4.0)])
    assert 0 < far.a[0, 0] - far.a[-1, 0] < 0.001


def test_squares_pull_hardest_at_two_thirds_and_cross_entropy_at_the_worst():
    _, text, squares, entropy = says("Where squares pull hardest")
    assert f"answer is {squares.a[0, 1]:.3f}" in text
    assert squares.d_z[0, 1] == pytest.approx(4 / 27, abs=1e-4)
    z = np.linspace(-6, 6, 241)
    many = [unlearn(loss, starts=[(v, 0.0) for v in z], epochs=1) for loss in (SQUARES, ENTROPY)]
    top = many[0].d_z[0].argmax()
    assert many[0].a[0, top] == pytest.approx(2 / 3, abs=0.01)
    assert (np.diff(many[0].d_z[0][:top]) > 0).all()
    assert (np.diff(many[0].d_z[0][top:]) < 0).all()
    assert (np.diff(many[1].d_z[0]) > 0).all()
    assert squares.d_z[0, 1] == pytest.approx(
        squares.a[0, 1] * sigmoid_derivative(squares.z[0, 1]), rel=1e-12
    )
    assert entropy.d_z[0, 1] == squares.a[0, 1]


def test_the_prediction_is_right_the_nearer_neuron_has_seven_times_the_slope():
    squares = unlearn(SQUARES)
    assert squares.d_z[0] == pytest.approx([0.1219, 0.0173], abs=6e-5)
    assert squares.d_z[0, 0] / squares.d_z[0, 1] == pytest.approx(7, abs=0.1)


@pytest.mark.parametrize(
    "link",
    [
        {"start_x": "7"},
        {"rate": "3"},
        {"rate_entropy": "nan"},
        {"epochs": "1e9"},
        {"below": "nonsense"},
        {"same": "perhaps"},
    ],
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert pair(open_lesson(SLUG, **link)).caption == pair(open_lesson(SLUG)).caption


def test_the_script_prints_the_numbers_on_the_screen():
    app = open_lesson(SLUG, start_x="-1.5", start_y="3", epochs="50", rate="1.5")
    head, *lines = printed_by_script(app, SLUG).splitlines()
    assert head == "loss epoch start w b a cost slope"
    rows = iter(lines)
    for name, seen in zip(("squares", "cross-entropy"), runs(app), strict=True):
        for t in range(51):
            for i in range(2):
                numbers = [getattr(seen, f)[t, i] for f in ("w", "b", "a", "values", "d_z")]
                line = next(rows)
                assert line.startswith(f"{name} {t} {i} ")
                got = [float(n) for n in line.removeprefix(f"{name} {t} {i} ").split()]
                np.testing.assert_allclose(got, numbers, rtol=1e-9)
    assert next(rows, None) is None
