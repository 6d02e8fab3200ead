import numpy as np
import pytest

from charts import theme
from charts.activations.softmax import scores_to_shares
from charts.bar_texts import cell, label
from core.softmax import softmax_jacobian
from core.softmax_steps import softmax_steps, sweep_temperatures

NAMES = ("cat", "dog", "fox", "owl", "bee", "ant")


def picture(*z, temperature=1.0, naive=False):
    steps = softmax_steps(z, temperature)
    figure = scores_to_shares(
        z,
        steps,
        softmax_jacobian(z, temperature),
        sweep_temperatures(z),
        temperature=temperature,
        classes=NAMES[: len(z)],
        naive=softmax_steps(z, temperature, shifted=False) if naive else None,
    )
    return figure, steps


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_bars_hold_scores_exponentials_and_shares_in_the_colors_of_the_classes():
    figure, steps = picture(1.0, 2.0, 3.0)
    for name, values in (
        ("score z", (1, 2, 3)),
        ("exponential", steps.exponentials),
        ("share p", steps.shares),
    ):
        bars = trace(figure, name)
        assert bars.y == pytest.approx(values, rel=1e-5)
        assert bars.customdata == pytest.approx(values)
        assert bars.marker.color == theme.CLASSES[:3]
    assert [trace(figure, name).line.color for name in NAMES[:3]] == list(theme.CLASSES[:3])


def test_the_jacobian_is_colored_up_to_the_most_that_is_possible():
    figure, _ = picture(0.0, 0.0, temperature=0.5)
    heat = trace(figure, "Jacobian")
    assert (heat.zmin, heat.zmax) == (-0.5, 0.5)
    np.testing.assert_allclose(heat.z, [[0.5, -0.5], [-0.5, 0.5]])
    assert [list(row) for row in heat.text] == [["0.5000", "−0.5000"], ["−0.5000", "0.5000"]]
    assert figure.layout.yaxis4.autorange == "reversed"


def test_the_naive_form_is_drawn_below_and_what_is_no_number_written_out():
    figure, _ = picture(1000.0, 0.0, naive=True)
    beside = [t for t in figure.data if t.name.startswith("naive")]
    assert [t.text for t in beside] == [("<b>∞</b>", "1"), ("<b>nan</b>", "0")]
    assert [t.y for t in beside] == [(0.0, 1.0), (0.0, 0.0)]
    assert not [t for t in picture(1.0, 2.0)[0].data if t.name.startswith("naive")]


def test_the_marker_stands_at_todays_temperature_on_the_curves():
    figure, steps = picture(1.0, 2.0, 3.0, temperature=10.0)
    now = trace(figure, "now")
    assert now.x == (10.0,) * 3
    assert now.y == pytest.approx(steps.shares, rel=1e-5)
    assert figure.layout.shapes[0].x0 == 10.0
    for name, share in zip(NAMES[:3], steps.shares, strict=True):
        curve = trace(figure, name)
        assert np.interp(1.0, np.log10(curve.x), curve.y) == pytest.approx(share, rel=1e-3)
    openness = trace(figure, "entropy / ln 3").y
    assert openness[0] < 1e-6
    assert openness[-1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("z", [(-10.0,) * 6, (10.0,) * 6, (-10.0, 10.0), (-990.0, 1010.0, 1000.0)])
@pytest.mark.parametrize("temperature", [0.01, 100.0])
def test_bars_are_inside_the_picture_at_every_extreme(z, temperature):
    figure, _ = picture(*z, temperature=temperature, naive=True)
    for axis, names in (("yaxis", ["score z"]), ("yaxis2", ["exponential"])):
        low, high = figure.layout[axis].range
        for name in names:
            assert low <= min(0, *trace(figure, name).y)
            assert max(0, *trace(figure, name).y) <= high
    assert len(figure.to_json()) < 60_000


@pytest.mark.parametrize(
    ("value", "count", "text"),
    [
        (0.0900306, 3, "0.090031"),
        (0.0900306, 6, "0.09"),
        (1e-9, 6, "≈ 0"),
        (1e-9, 3, "1.0·10<sup>−9</sup>"),
        (22026.47, 3, "2.203·10<sup>4</sup>"),
        (np.inf, 3, "<b>∞</b>"),
        (np.nan, 3, "<b>nan</b>"),
        (-10.0, 6, "−10"),
    ],
)
def test_a_bar_has_as_many_digits_as_there_is_room_for(value, count, text):
    assert label(value, count) == text


@pytest.mark.parametrize(
    ("value", "count", "text"),
    [
        (0.22269, 3, "0.2227"),
        (-0.22269, 6, "−0.22"),
        (1e-9, 3, "≈ 0"),
        (0.0, 3, "0"),
        (0.00004, 3, "≈ 0"),
        (25, 2, "25.0"),
    ],
)
def test_a_cell_has_as_many_digits_as_there_is_room_for(value, count, text):
    assert cell(value, count) == text


def test_the_naive_form_has_a_row_and_a_scale_of_its_own_with_all_its_numbers():
    figure, _ = picture(1.0, 2.0, 3.0, 1000.0, naive=True)
    exponentials, shares = (t for t in figure.data if t.name.startswith("naive"))
    assert (exponentials.yaxis, shares.yaxis) == ("y6", "y7")
    assert trace(figure, "share p").text == ("0", "0", "0", "1")
    assert exponentials.text == ("2.718", "7.389", "20.086", "<b>∞</b>")
    assert shares.text == ("0", "0", "0", "<b>nan</b>")
    layout = figure.layout
    assert layout.yaxis6.domain[1] < layout.yaxis2.domain[0]
    assert layout.yaxis2.range[1] < 2 < layout.yaxis6.range[1]
    assert layout.yaxis6.anchor == "x2"
    assert layout.xaxis2.anchor == "y6"
    titles = [note.text for note in layout.annotations]
    assert "naive: e<sup>z</sup>, sum <b>∞</b>" in titles
    assert not [name for name in ("yaxis6", "yaxis7") if name in picture(1.0, 2.0)[0].layout]


@pytest.mark.parametrize(
    ("temperature", "title"),
    [(1.0, "2  e<sup>z − max</sup>, sum 1.135"), (0.5, "2  e<sup>(z − max) / T</sup>, sum 1.018")],
)
def test_the_second_panel_is_titled_by_what_it_shows(temperature, title):
    figure, _ = picture(1.0, 3.0, temperature=temperature)
    assert title in [note.text for note in figure.layout.annotations]
    assert trace(figure, "exponential").y[0] == pytest.approx(np.exp(-2 / temperature), rel=1e-5)


def test_numbers_on_the_jacobian_stand_out_from_every_color():
    heat = trace(picture(1.0, 1.0)[0], "Jacobian")
    assert heat.textfont.color == theme.ON_MAP
    assert [color for _, color in heat.colorscale] == ["#7FB2D9", "#FFFFFF", "#F2A97A"]
