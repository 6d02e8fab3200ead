import numpy as np
import pytest

from charts.activations.maxout import higher_plane
from core.studies.activations.maxout import crease, cut_maxout, map_maxout, run_maxout

WINDOW = ((-3.0, 3.0), (-3.0, 3.0))


def picture(w1, w2, x=(1.0, -1.0)):
    weights, biases = np.array([w1[:2], w2[:2]]).T, np.array([w1[2], w2[2]])
    run = run_maxout(x, weights, biases)
    cut, seen = cut_maxout(weights, biases, x[1], WINDOW[0]), map_maxout(weights, biases, WINDOW)
    line = crease(weights, biases, WINDOW)
    return higher_plane(seen, cut, x, float(run.value), crease=line), seen, cut, run


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_map_and_cut_hold_the_numbers_they_were_given():
    figure, seen, cut, run = picture((1.0, 0.5, 0.0), (-0.5, 1.0, 0.5))
    np.testing.assert_allclose(figure.data[0].z, seen.value, rtol=1e-6, atol=1e-6)
    for i in (1, 2):
        np.testing.assert_allclose(trace(figure, f"plane {i}").y, cut.planes[:, i - 1], atol=1e-6)
    edge = next(t for t in figure.data if t.name == "maxout" and t.xaxis == "x2")
    np.testing.assert_allclose(edge.y, cut.value, atol=1e-6)
    answer = trace(figure, "answer")
    assert (answer.x, answer.y) == ((1.0,), (float(run.value),))
    assert figure.layout.meta["clicks"] == "x"


def test_each_land_is_named_and_the_crease_drawn():
    figure, *_ = picture((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0))
    names = [note.text for note in figure.layout.annotations[2:]]
    assert names == ["<b>plane 1</b>", "<b>plane 2</b>"]
    line = trace(figure, "crease: both equally high")
    assert line.x == (0.0, 0.0)
    assert sorted(line.y) == [-3.0, 3.0]


def test_parallel_planes_have_no_crease_and_one_land():
    figure, *_ = picture((1.0, 0.5, 0.0), (1.0, 0.5, 1.0))
    assert trace(figure, "crease: both equally high").x == (None, None)
    assert not trace(figure, "crease: both equally high").showlegend
    assert [note.text for note in figure.layout.annotations[2:]] == ["<b>plane 2</b>"]


@pytest.mark.parametrize("plane", [(0.0, 0.0, 0.0), (10.0, -10.0, 10.0)])
def test_every_extreme_is_inside_the_picture(plane):
    figure, _, cut, _ = picture(plane, (0.0, 0.0, 0.0), x=(-3.0, 3.0))
    low, high = figure.layout.yaxis2.range
    assert low < cut.planes.min()
    assert cut.planes.max() < high
    assert len(figure.to_json()) < 60_000
