import pytest

from charts import unchecked
from charts.quarters import QUARTERS, four_panels

TITLES = ("a", "b", "c", "d")


def picture(**more):
    traces = (
        unchecked.Scatter(x=[0], y=[i], name=str(i), **axes) for i, axes in enumerate(QUARTERS)
    )
    return four_panels(*traces, height=400, titles=TITLES, axes={"yaxis3": {"nticks": 3}}, **more)


def domains(figure):
    return [
        (figure.layout[f"xaxis{n}"].domain, figure.layout[f"yaxis{n}"].domain)
        for n in ("", "2", "3", "4")
    ]


def test_two_stand_above_two_and_none_touches_another():
    (a, b), (c, d), (e, f), (g, h) = domains(picture(split=0.4))
    assert a == e
    assert c == g
    assert b == d
    assert f == h
    assert a[1] < c[0]
    assert f[1] < 0.4 < b[0]


def test_every_panel_has_its_title_and_what_is_asked_of_its_axes():
    note = {"text": "more", "x": 0, "y": 0}
    figure = picture(layout={"annotations": [note]})
    assert [a.text for a in figure.layout.annotations] == [*TITLES, "more"]
    assert figure.layout.yaxis3.nticks == 3
    assert [trace.xaxis for trace in figure.data] == [None, "x2", "x3", "x4"]


@pytest.mark.parametrize("i", range(4))
def test_on_a_phone_all_four_are_as_wide_as_it_and_in_order(i):
    layout = picture().layout
    narrow = {"layout.annotations.0.y": layout.annotations[0].y} | layout.meta["narrow"]
    number = "" if i == 0 else str(i + 1)
    low, high = narrow[f"layout.yaxis{number}.domain"]
    assert narrow[f"layout.xaxis{number}.domain"] == [0.0, 1.0]
    assert narrow[f"layout.annotations.{i}.y"] == high
    assert 0 <= low < high <= 1
    if i < 3:
        assert low - narrow[f"layout.yaxis{i + 2}.domain"][1] > 0.05
