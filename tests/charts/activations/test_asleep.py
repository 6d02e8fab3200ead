import numpy as np
import pytest

from charts.activations.asleep import NAMES, REACH, Sleeper, asleep_and_awake
from core.activations import ACTIVATIONS
from core.studies.activations.asleep import digit_layer, flat_where, sleep_of_layer
from core.studies.activations.curves import sample


def sleeper(key, units=None):
    f = ACTIVATIONS[key]
    curve = sample(f, -REACH, REACH)
    return Sleeper(curve, flat_where(f, 0), flat_where(f), f"title of {key}", units, "units")


def picture(z, *keys, units=False):
    sleeps = [sleep_of_layer(key, z) if units else None for key in keys]
    return asleep_and_awake(z, [sleeper(key, s) for key, s in zip(keys, sleeps, strict=True)])


def shares(figure, row):
    """Asleep, nearly and awake in one row of the figure."""
    axis = ("y", "y2")[row]
    bars = {t.name: sum(t.y) for t in figure.data if t.type == "bar" and (t.yaxis or "y") == axis}
    return [bars[name] for name in (NAMES[2], NAMES[1], NAMES[0])]


def test_bars_count_what_is_asleep_nearly_and_awake():
    z = np.array([-6.0, -3.0, -1.0, 1.0, 5.0])
    figure = picture(z, "relu", "sigmoid")
    assert shares(figure, 0) == pytest.approx([0.6, 0, 0.4])
    assert shares(figure, 1) == pytest.approx([0, 0.4, 0.6])  # 5 and -6 lie beyond ±4.58


def test_what_lies_outside_is_left_out_and_said():
    figure = picture(np.array([-20.0, 0.5, 1.0, 20.0]), "relu", "tanh")
    assert sum(shares(figure, 0)) == pytest.approx(0.5)
    assert figure.layout.xaxis2.title.text == "z, 50.0% outside"
    few = picture(np.append(np.zeros(9999), 20.0), "relu", "tanh")
    assert few.layout.xaxis2.title.text == "z, at most 0.1% outside"
    assert "outside" not in picture(np.array([0.5]), "relu", "tanh").layout.xaxis2.title.text


def test_flat_stretches_are_shaded_within_the_picture():
    zones = picture(np.zeros(1), "relu", "tanh").layout.shapes
    assert {(z.x0, z.x1) for z in zones if z.xref == "x"} == {(-REACH, 0.0)}
    assert len([z for z in zones if z.xref == "x"]) == 1  # flat is nearly flat, too
    right = sorted((z.x0, z.x1) for z in zones if z.xref == "x2")
    assert right[0] == (-REACH, pytest.approx(-2.9932, abs=1e-3))
    assert right[1] == (pytest.approx(2.9932, abs=1e-3), REACH)


def test_units_are_squares_and_the_dead_are_crossed_out():
    z = digit_layer(64, bias=-2.0)
    figure = picture(z, "relu", "leaky_relu", units=True)
    sleep = sleep_of_layer("relu", z)
    squares = next(t for t in figure.data if t.name == "units 1")
    np.testing.assert_allclose(np.ravel(squares.z), 1 - sleep.nearly_flat, rtol=1e-5, atol=1e-9)
    bar = figure.layout.meta["narrow"]
    assert figure.data[4].name == "units 1"
    assert bar["data.4.colorbar.y"] == bar["layout.yaxis5.domain"][0]
    crosses = [t for t in figure.data if t.name == "dead unit"]
    assert [len(t.x) for t in crosses] == [sleep.dead.sum(), 0]
    places = {8 * y + x for x, y in zip(crosses[0].x, crosses[0].y, strict=True)}
    assert places == set(np.flatnonzero(sleep.dead))


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_every_activation_is_drawn_light_and_with_its_slope_in_sight(key):
    figure = picture(digit_layer(64, gain=8.0), key, key, units=True)
    slopes = ACTIVATIONS[key].derivative(np.linspace(-REACH, REACH, 1001))
    low, high = figure.layout.yaxis3.range
    assert low <= slopes.min() * 1.01
    assert slopes.max() < high
    assert len(figure.to_json()) < 150_000
