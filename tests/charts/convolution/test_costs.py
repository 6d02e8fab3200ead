"""The bars of what layers cost."""

from charts.convolution.costs import costs


def test_costs_are_the_numbers_given():
    figure = costs(["a", "b"], [1, 20], [300, 4000])
    assert [list(bar.x) for bar in figure.data] == [[300, 4000], [1, 20]]
