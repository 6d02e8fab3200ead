import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.deep_notes import (
    Verdict,
    judge,
    note_gradient,
    rms,
    signal_window,
    spread,
)


def test_root_mean_squares_by_hand():
    np.testing.assert_allclose(rms(np.array([[[3.0, -4.0]], [[0.0, 0.0]]])), [np.sqrt(12.5), 0])


def test_the_spread_is_what_a_units_own_mean_leaves():
    a = np.array([[[1.0, 7.0], [3.0, 7.0]], [[5.0, 5.0], [5.0, 5.0]]])  # two runs
    np.testing.assert_allclose(spread(a), [np.sqrt(0.5), 0])


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_root_mean_squares_outlive_the_overflow_of_the_squares(scale):
    assert rms(scale * np.array([[[3.0, -4.0]]]))[0] == pytest.approx(scale * np.sqrt(12.5))


def test_an_infinite_number_makes_the_mean_infinite():
    assert rms(np.array([[[1.0, -np.inf]]]))[0] == np.inf


def test_notes_on_a_gradient_by_hand():
    slopes = np.array([[[0.25, 0.0], [0.005, 1.0]]])  # one run, two examples, two units
    d_z = np.array([[[0.1, 0.0], [1e-3, -1.0]]])
    path = np.array([[[0.5, 0.0], [0.1, 1.0]]])
    notes = note_gradient(slopes, d_z, path)
    assert notes.silent[0] == 0.25
    assert notes.nearly_flat[0] == 0.5
    assert notes.path_mean[0] == pytest.approx(0.4)
    assert notes.path_largest[0] == 1
    assert notes.gradient_counts[0, 0] == 1  # the zero: no power of ten is small enough
    np.testing.assert_array_equal(np.flatnonzero(notes.gradient_counts[0, 1:-1]), [22, 26, 28])


def test_the_verdict_names_the_first_layer_on_the_way():
    healthy, small, large = [1.0, 1.0], [1e-7, 1e-8], [1e7, 1e9]
    assert judge(np.array([healthy, healthy])) == Verdict("healthy", None)
    assert judge(np.array([healthy, small, small])) == Verdict("vanishing", 2)
    assert judge(np.array([small, small, healthy]), backwards=True) == Verdict("vanishing", 2)
    assert judge(np.array([large, large, healthy]), backwards=True) == Verdict("exploding", 2)


def test_the_typical_run_decides():
    assert judge(np.array([[1.0, 1.0, 1e-9]])) == Verdict("healthy", None)


def test_infinity_and_what_comes_of_it_have_exploded():
    for gone in (np.inf, np.nan):
        assert judge(np.array([[1.0, 2.0], [gone, gone]])) == Verdict("exploding", 2)
        assert judge(np.array([[1.0, 2.0], [1.0, gone]])).kind == "exploding"


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_every_value_of_a_bounded_activation_lies_in_its_window(f):
    for knobs in [{}, *({k.name: t} for k in f.knobs for t in k.ticks)]:
        low, high = signal_window(f, **knobs)
        values = f.value(np.linspace(-50, 50, 1001), **knobs)
        assert low <= np.clip(values, -4, 4).min()
        assert np.clip(values, -4, 4).max() <= high
