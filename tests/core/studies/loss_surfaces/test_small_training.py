"""A training in a few numbers: the same numbers, the same network."""

import numpy as np
import pytest

from core.studies.loss_surfaces.small_training import (
    NOISE,
    Recipe,
    examples_of,
    other_end,
    other_recipe,
    trained,
)

RECIPE = Recipe("moons", 0, "adam", 0.01, 20, 20)


def test_the_same_recipe_gives_the_same_network():
    one, other = trained(RECIPE), trained(RECIPE)
    np.testing.assert_array_equal(one.path.parameters, other.path.parameters)
    assert one.path.parameters.shape == (21, 105)


@pytest.mark.parametrize("data", NOISE)
def test_half_of_the_examples_are_learned_from_and_the_loss_falls(data):
    recipe = RECIPE._replace(data=data)
    train, test = examples_of(recipe)
    assert train.x.shape == test.x.shape == (200, 2)
    run = trained(recipe)
    assert run.loss[-1] < run.loss[0]
    assert run.validation_loss is not None


@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"rule": "sgd"}, {"lr": 0.03}, {"batch": 50}, {"data": "xor"}]
)
def test_every_part_of_the_recipe_counts(change):
    end = trained(RECIPE._replace(**change)).path.parameters[-1]
    assert not np.array_equal(end, trained(RECIPE).path.parameters[-1])


def test_what_a_training_is_compared_with():
    assert other_recipe(RECIPE, "seeds") == RECIPE._replace(seed=1)
    assert other_recipe(RECIPE, "twin") == RECIPE
    assert other_recipe(RECIPE, "batch").batch == 200
    assert other_recipe(RECIPE._replace(batch=200), "batch").batch == 5


def test_only_a_twin_has_its_units_in_another_order():
    run = trained(RECIPE)
    end = run.path.network(-1)
    np.testing.assert_array_equal(other_end(run, "seeds", 0).weights[0], end.weights[0])
    twin = other_end(run, "twin", 0)
    assert not np.array_equal(twin.weights[0], end.weights[0])
    np.testing.assert_array_equal(np.sort(twin.weights[0]), np.sort(end.weights[0]))


def test_an_unknown_data_set_is_refused():
    with pytest.raises(ValueError, match="moons"):
        examples_of(RECIPE._replace(data="plane"))
