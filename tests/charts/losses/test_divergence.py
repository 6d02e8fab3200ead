import numpy as np
import pytest

from charts import theme
from charts.losses.divergence import there_and_back, written
from core.studies.losses.divergence import compare

OUTCOMES = ("sun", "cloud", "rain", "snow")
P, Q = (50, 30, 15, 5), (20, 30, 10, 40)


def picture(p=P, q=Q):
    seen = compare(p, q)
    return there_and_back(seen, outcomes=OUTCOMES[: len(p)]), seen


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_bars_hold_both_distributions_and_both_kinds_of_terms():
    figure, seen = picture()
    for name, values in (
        ("p, what happens", seen.p),
        ("q, what is believed", seen.q),
        ("p ln(p/q)", seen.p_terms),
        ("q ln(q/p)", seen.q_terms),
    ):
        bars = trace(figure, name)
        assert bars.x == OUTCOMES
        np.testing.assert_allclose(bars.y, values, rtol=1e-5, atol=1e-12)
    assert trace(figure, "p, what happens").marker.color == theme.TARGET


def test_the_cross_entropy_is_entropy_with_the_divergence_on_top():
    figure, seen = picture()
    entropy, extra = trace(figure, "entropy"), trace(figure, "divergence")
    np.testing.assert_allclose(entropy.x, [seen.entropy_q, seen.entropy_p], rtol=1e-5)
    np.testing.assert_allclose(extra.x, [seen.kl_qp, seen.kl_pq], rtol=1e-5)
    np.testing.assert_allclose(np.add(entropy.x, extra.x), [seen.cross_qp, seen.cross_pq], 1e-5)
    texts = " ".join(note.text for note in figure.layout.annotations)
    assert f"H(p, q) = −Σ p ln q = {seen.cross_pq:.4f}" in texts
    assert "KL(p‖q) = 0.4150" in texts
    assert "KL(q‖p) = 0.6080" in texts


def test_an_infinite_term_reaches_the_edge_and_is_called_so():
    figure, seen = picture(q=(40, 30, 30, 0))
    bars = trace(figure, "p ln(p/q)")
    assert bars.text[3] == "↑ ∞"
    assert bars.y[3] == pytest.approx(figure.layout.yaxis3.range[1])
    edge = figure.layout.xaxis2.range[1]
    entropy, extra = trace(figure, "entropy"), trace(figure, "divergence")
    assert entropy.x[1] + extra.x[1] == pytest.approx(edge, rel=1e-5)
    assert entropy.x[0] + extra.x[0] == pytest.approx(seen.cross_qp, rel=1e-5)
    assert "KL(p‖q) = ∞" in figure.layout.annotations[2].text
    assert " KL(p‖q) = ∞ →" in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(
    ("p", "q"),
    [(P, P), ((1, 0, 0), (0, 1, 0)), ((1, 0, 0), (1, 0, 0)), ((1, 1e-3, 1), (1, 1, 1)), (P, Q)],
)
def test_everything_is_inside_the_picture(p, q):
    figure, _ = picture(p, q)
    for name in ("p ln(p/q)", "q ln(q/p)"):
        low, high = figure.layout.yaxis3.range
        assert low < high
        assert all(low <= y <= high * (1 + 1e-5) for y in trace(figure, name).y)
    total = np.add(trace(figure, "entropy").x, trace(figure, "divergence").x)
    assert (total <= figure.layout.xaxis2.range[1] * (1 + 1e-5)).all()
    assert (np.array(trace(figure, "divergence").x) >= 0).all()


def test_numbers_are_printed_as_such():
    assert written(-0.10397) == "−0.1040"
    assert written(np.inf) == "∞"
    assert written(1e-9) == "0"
    assert written(-0.10397, 3) == "−0.104"
