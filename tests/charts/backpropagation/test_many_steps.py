"""Losses and weights over many steps, and one network on XOR, as they are drawn."""

import numpy as np
import pytest

from charts.backpropagation.many_steps import crowd_of, loss_and_weights, places
from charts.backpropagation.xor_seed import answer_of_seed
from core.network import Network
from core.studies.backpropagation.xor_runs import X, Y, answers_over, diagnose


def drawn(losses, **more):
    steps = list(range(len(losses)))
    path = np.stack([np.linspace(0, 1, len(losses)), np.linspace(0, -1, len(losses))], axis=1)
    return loss_and_weights(
        *(steps, np.array(losses, dtype=float), path),
        names=["w", "b"],
        kinds=["hidden", "bias"],
        unit="update",
        most=len(losses) - 1,
        **more,
    )


def test_step_0_has_a_place_before_1():
    assert places([0, 1, 10]) == [0.4, 1, 10]


def test_loss_and_weights_grow_together_and_the_player_says_the_loss():
    figure = drawn([1, 0.1, 1e-7])
    growing = [t for t in figure.data if (t.meta or {}).get("play") == "grow"]
    assert {t.name for t in growing} == {"loss", "w", "b"}
    assert {len(t.x) for t in growing} == {3}
    play = figure.layout.meta["play"]
    assert play["steps"] == 2
    assert play["labels"][-1] == "update 2: L = 1 · 10⁻⁷"
    assert figure.layout.yaxis.range[0] == -7


@pytest.mark.parametrize("losses", [[1, np.inf], [0, 0], [1, 1e-300], [np.inf, np.inf]])
def test_no_loss_breaks_the_picture(losses):
    figure = drawn(losses)
    assert np.isfinite(figure.layout.yaxis.range).all()


def test_each_group_has_a_gap_after_every_curve():
    losses = np.array([[1, 1, np.inf], [0.1, 0.5, np.inf]])
    ground, solved, others, line = crowd_of([0, 5], losses, np.array([True, False, False]), 0.2)
    assert ground["name"] == "ground"
    assert (solved["name"], others["name"]) == ("1 solved", "2 not solved")
    assert np.isnan(solved["y"]).tolist() == [False, False, True]
    assert len(others["y"]) == 6
    assert set(line["y"]) == {0.2}


def test_the_lines_of_the_units_are_where_they_turn():
    network = Network(
        (np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 0.0]]), np.ones((3, 1))),
        (np.array([-0.5, 1.0, -9.0]), np.zeros(1)),
        ("relu", "tanh"),
    )
    found = diagnose(network)
    figure = answer_of_seed(*answers_over(network), network, found, X, Y)
    lines = {t.name: t for t in figure.data if (t.name or "").startswith("unit")}
    assert set(lines) == {"unit 1"}  # one never turns, one far outside
    np.testing.assert_allclose(np.add(lines["unit 1"].x, lines["unit 1"].y), 0.5)
    assert [unit.kind for unit in found.units] == ["working", "faint", "dead"]
