"""Panels in one column, as a phone shows them."""

from charts.one_column import one_column


def test_every_panel_is_as_wide_as_the_figure_and_its_heading_stands_on_it():
    assert one_column((0.6, 1.0), (0.3, 0.5), (0.0, 0.2), height=1.5 * 501, legend=-0.1) == {
        "layout.height": 752,
        "layout.legend.y": -0.1,
        "layout.xaxis.domain": [0.0, 1.0],
        "layout.yaxis.domain": [0.6, 1.0],
        "layout.xaxis2.domain": [0.0, 1.0],
        "layout.yaxis2.domain": [0.3, 0.5],
        "layout.annotations.1.x": 0.0,
        "layout.annotations.1.y": 0.5,
        "layout.xaxis3.domain": [0.0, 1.0],
        "layout.yaxis3.domain": [0.0, 0.2],
        "layout.annotations.2.x": 0.0,
        "layout.annotations.2.y": 0.2,
    }


def test_a_legend_that_is_not_placed_stays_where_it_is():
    assert "layout.legend.y" not in one_column((0.0, 1.0), height=400)
