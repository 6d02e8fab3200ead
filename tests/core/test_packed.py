import numpy as np
import pytest

from core.images import digits
from core.packed import PER_LINE, pack, unpack


def test_what_was_packed_comes_back_digit_for_digit():
    images = digits().images
    text = pack(16 * images)
    np.testing.assert_array_equal(unpack(text, 1797, 8, 8) / 16, images)
    assert max(map(len, text.splitlines())) == PER_LINE
    assert len(text) < 60_000


def test_the_text_can_stand_in_quotes():
    text = pack(np.arange(256))
    assert not set(text) & set("\"'\\")
    np.testing.assert_array_equal(unpack(f"\n{text}\n", 256), np.arange(256))


@pytest.mark.parametrize("bad", [[-1], [256], [0.5], [np.nan], []])
def test_other_numbers_are_refused(bad):
    with pytest.raises(ValueError, match="levels"):
        pack(np.array(bad))
