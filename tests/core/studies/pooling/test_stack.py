"""Stacks as they are written, and how far their units see: worked by hand, and the known networks."""

import pytest

from core.studies.pooling.stack import MOST_LAYERS, STACKS, Layer, parse_stack, reaches


def fields(text, n=64):
    return [reach.field for reach in reaches(parse_stack(text), n)]


def test_layers_are_read_as_they_are_written():
    assert parse_stack("conv3, Pool2 conv3s2,conv3d2  conv5p2s3") == (
        Layer("conv", 3, 1, 1, 0),
        Layer("pool", 2, 2, 1, 0),
        Layer("conv", 3, 2, 1, 0),
        Layer("conv", 3, 1, 2, 0),
        Layer("conv", 5, 3, 1, 2),
    )
    assert parse_stack("pool3s2p1") == (Layer("pool", 3, 2, 1, 1),)


@pytest.mark.parametrize(
    "text",
    ["conv3", "pool2", "conv3s2", "conv3d2", "conv5s3p2", "pool3s2", "pool3s1p1", "conv11d8p40"],
)
def test_a_layer_is_written_as_it_is_read(text):
    (layer,) = parse_stack(text)
    assert parse_stack(layer.name) == (layer,)


@pytest.mark.parametrize(
    "text",
    [
        *("", ",,", "nan", "1e308," * 9, "a,b,c", "é" * 50, "conv", "conv0", "conv12", "conv99"),
        *("pool0", "conv3s0", "conv3s5", "conv3d0", "conv3d9", "conv3p2", "conv3x2", "conv3s2s2"),
        *("pool2d2", "pool2p1", "conv-3", "conv3 s2", "conv3.5", "conv３", "conv3," * 21),
    ],
)
def test_what_is_no_stack_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r".{20,}\.$"):
        parse_stack(text)


def test_tiny_vgg_by_hand():
    found = reaches(parse_stack(STACKS["tiny_vgg"].layers), 64)
    assert [r.size for r in found] == [64, 62, 60, 30, 28, 26, 13]
    assert [r.field for r in found] == [1, 3, 5, 6, 10, 14, 16]
    assert [r.jump for r in found] == [1, 1, 1, 2, 2, 2, 4]
    assert [r.start for r in found] == [0, 1, 2, 2.5, 4.5, 6.5, 7.5]


def test_the_known_stacks():
    last = {key: fields(stack.layers)[-1] for key, stack in STACKS.items()}
    assert last == {
        **{"tiny_vgg": 16, "two": 5, "three": 7, "vgg": 212, "vgg_start": 16},
        **{"dilated": 15, "strided": 15},
    }
    assert [r.size for r in reaches(parse_stack(STACKS["vgg"].layers), 224)][-1] == 7
    for stack in STACKS.values():
        assert len(parse_stack(stack.layers)) <= MOST_LAYERS
        assert len(reaches(parse_stack(stack.layers), 64)) == len(parse_stack(stack.layers)) + 1


def test_a_pool_in_front_doubles_what_follows_and_behind_adds_one_jump():
    assert fields("pool2, conv3, conv3, conv3")[-1] == 14
    assert fields("conv3, conv3, conv3, pool2")[-1] == 8


def test_layers_that_do_not_fit_are_left_out():
    assert [r.size for r in reaches(parse_stack("conv3, pool4, conv3"), 8)] == [8, 6, 1]


@pytest.mark.parametrize("k", range(1, 12))
@pytest.mark.parametrize("d", range(1, 9))
def test_padding_never_makes_a_map_larger(k, d):
    p = d * (k - 1) // 2
    sizes = [r.size for r in reaches(parse_stack(f"conv{k}d{d}p{p}"), 20)]
    assert sizes[-1] <= 20
