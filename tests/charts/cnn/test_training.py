"""The curves of a training, and its kernels."""

from types import SimpleNamespace

import numpy as np

from charts.cnn.training import curves, kernels_before_and_after


def points(count):
    return [
        SimpleNamespace(
            epoch=i,
            loss=2.0 / (i + 1),
            held_out_loss=2.1 / (i + 1),
            accuracy=0.1 * i,
            held_out_accuracy=0.09 * i,
        )
        for i in range(count)
    ]


def test_four_curves_over_the_epochs_two_in_each_panel():
    figure = curves(points(5), 4)
    assert [trace.xaxis for trace in figure.data] == ["x", "x", "x2", "x2"]
    for trace in figure.data:
        assert list(trace.x) == [0, 1, 2, 3, 4]
    np.testing.assert_allclose(figure.data[0].y, [2, 1, 2 / 3, 0.5, 0.4], rtol=1e-5)
    assert figure.layout.yaxis.type == "log"


def test_one_point_alone_is_drawn():
    figure = curves(points(1), 0)
    assert figure.layout.xaxis.range[1] > figure.layout.xaxis.range[0]


def test_kernels_share_one_scale():
    before, after = np.ones((6, 3, 3)), np.full((6, 3, 3), -3.0)
    figure = kernels_before_and_after(before, after)
    assert {trace.zmax for trace in figure.data} == {3.0}
    np.testing.assert_array_equal(figure.data[0].z[:, :3], 1)
    np.testing.assert_array_equal(figure.data[1].z[:, -3:], -3)
