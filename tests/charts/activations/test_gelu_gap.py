import numpy as np

from charts.activations.gelu_gap import gap_between_forms
from core.studies.activations.activation_variants import gelu_gap, widest_gelu_gap


def test_the_gap_is_drawn_on_its_own_scale_with_its_widest_places_marked():
    z = np.linspace(-8, 8, 161)
    widest = widest_gelu_gap()
    figure = gap_between_forms(z, gelu_gap(z), widest=widest, now=(1.0, float(gelu_gap(1.0))))
    line, marks, now = figure.data
    np.testing.assert_allclose(line.y, gelu_gap(z), rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(marks.x, [-widest[0], widest[0]], rtol=1e-5)
    assert now.x == (1.0,)
    low, high = figure.layout.yaxis.range
    assert low < line.y.min()
    assert line.y.max() < high < 0.001
