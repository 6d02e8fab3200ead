import pytest

from core.studies.backpropagation.labels import labels_for, of_unit, pretty, symbol


def test_a_small_network_is_numbered_unit_by_unit_as_the_worked_example_is():
    labels = labels_for((2, 2, 2))
    assert labels.units == (("x1", "x2"), ("h1", "h2"), ("o1", "o2"))
    assert labels.into("h1") == ("w1", "w2")
    assert labels.out_of("h1") == ("w5", "w7")
    assert labels.bias_of("o2") == "b4"
    assert labels.wires["w7"] == ("h1", "o2")
    assert labels.parameters[:7] == ("w1", "w2", "w3", "w4", "b1", "b2", "w5")


def test_in_a_larger_network_a_weight_is_called_by_its_place():
    labels = labels_for((3, 4, 4, 2))
    assert labels.into("h2.3") == ("w2.13", "w2.23", "w2.33", "w2.43")
    assert labels.wires["w3.41"] == ("h2.4", "o1")
    assert labels.bias_of("h1.2") == "b1.2"
    assert len(set(labels.parameters)) == 12 + 4 + 16 + 4 + 8 + 2


def test_names_as_they_are_read():
    assert [pretty(k) for k in ("h1", "w8", "loss", "w2.13")] == ["h₁", "w₈", "loss", "w⁽²⁾₁₃"]
    assert [symbol(k) for k in ("w5", "o1", "w2.13")] == [
        "w_{5}",
        r"\value{\hat y_{1}}",
        "w_{13}^{(2)}",
    ]
    assert symbol("w2.13", "+") == "w_{13}^{(2)+}"
    assert of_unit("z", "h2.3") == "z_{h_{3}^{(2)}}"


def test_inputs_have_no_layer_that_computes_them():
    with pytest.raises(ValueError, match="unit is 'x1'"):
        labels_for((2, 1)).layer_of("x1")
