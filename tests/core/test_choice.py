import pytest

from core.activations import ACTIVATIONS
from core.choice import chosen


def test_a_key_and_its_entry_choose_the_same():
    relu = ACTIVATIONS["relu"]
    assert chosen("activation", "relu", ACTIVATIONS) is relu
    assert chosen("activation", relu, ACTIVATIONS) is relu


def test_an_unknown_key_is_refused_with_the_choices():
    with pytest.raises(ValueError, match=r"activation is 'rely'; it may be one of step, identity"):
        chosen("activation", "rely", ACTIVATIONS)
