"""Pictures from readers: every bad kind made in memory; each is taken, or refused in one clear sentence."""

import io

import pytest
from PIL import Image

from tests import bad_files
from ui import uploads
from ui.uploads import ACCEPTED, LARGEST_SIDE, UnreadablePictureError, read_image


def file_of(image, kind="PNG", **options):
    """The bytes of a picture."""
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def ramp(size=(16, 16), mode="L"):
    return Image.linear_gradient("L").resize(size).convert(mode)


def png_head(width, height):
    """A PNG that claims a size and holds nothing."""
    return bad_files.png(width, height, b"")[:33] + bytes(12)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "WEBP"])
def test_a_gray_picture_comes_back_pixel_by_pixel(kind):
    image = ramp()
    options = {"lossless": True} if kind == "WEBP" else {}
    picture = read_image(file_of(image, kind, **options))
    assert (picture.width, picture.height, picture.note) == (16, 16, "")
    assert picture.levels == image.tobytes()


def test_a_photograph_is_read_in_gray():
    picture = read_image(file_of(Image.new("RGB", (20, 20), (255, 0, 0)), "JPEG"))
    assert set(picture.levels) <= {75, 76, 77}  # 0.299 of 255


def test_of_a_wide_picture_the_middle_square_is_used():
    image = Image.new("L", (30, 10), 0)
    image.paste(200, (10, 0, 20, 10))
    picture = read_image(file_of(image))
    assert (picture.width, picture.height) == (10, 10)
    assert set(picture.levels) == {200}
    assert "middle square" in picture.note


def test_a_large_picture_is_scaled_down():
    picture = read_image(file_of(Image.new("L", (2000, 1500), 90)))
    assert picture.width == picture.height == LARGEST_SIDE
    assert len(picture.levels) == LARGEST_SIDE**2


def test_transparent_pixels_are_white():
    picture = read_image(file_of(Image.new("RGBA", (9, 9), (0, 0, 0, 0))))
    assert set(picture.levels) == {255}
    assert "transparent" in picture.note


@pytest.mark.parametrize("mode", ["LA", "RGBA", "P"])
def test_other_kinds_of_transparency_are_understood(mode):
    image = Image.new("RGBA", (9, 9), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": 0} if mode == "P" else {}
    assert "transparent" in read_image(file_of(image, **options)).note


def test_sixteen_bits_keep_their_order():
    image = Image.new("I;16", (8, 8), 0x8000)
    image.putpixel((0, 0), 0xFFFF)
    image.putpixel((1, 0), 0)
    picture = read_image(file_of(image))
    assert list(picture.levels[:3]) == [255, 0, 128]
    assert "16 bits" in picture.note


def test_a_print_file_is_turned_into_light():
    picture = read_image(file_of(Image.new("CMYK", (9, 9), (0, 0, 0, 0)), "JPEG"))
    assert min(picture.levels) > 250
    assert "CMYK" in picture.note


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_used(kind):
    frames = [Image.new("RGB", (9, 9), (v, v, v)) for v in (10, 200, 90)]
    options = {"lossless": True} if kind == "WEBP" else {}
    data = file_of(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    picture = read_image(data)
    assert set(picture.levels) == {10}
    assert "first frame" in picture.note


def test_a_phone_held_sideways_is_set_upright():
    image = Image.new("L", (8, 8), 0)
    image.paste(255, (0, 0, 8, 1))  # a line at the top
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    picture = read_image(file_of(image, "PNG", exif=exif))
    assert picture.levels[:8] == bytes([0] * 7 + [255])


BAD = {
    "empty": (b"", "empty"),
    "text": (b"this is no picture", "not a picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "not a picture"),
    "pdf": (b"%PDF-1.7 and so on", "not a picture"),
    "tiff": (file_of(ramp(), "TIFF"), "not a picture"),
    "one pixel": (file_of(Image.new("L", (1, 1))), "too small: 1 × 1"),
    "a line": (file_of(Image.new("L", (500, 7))), "too small: 500 × 7"),
    "heavy": (bytes(5 * 1024**2 + 1), "larger than 5 MB"),
    "many pixels": (png_head(5000, 5000), "20 megapixels"),
    "bomb": (png_head(12_000, 12_000), "20 megapixels"),
    "between the limits": (png_head(5001, 4000), "20 megapixels"),
    "zip bomb": (bad_files.zip_bomb(), "20 megapixels"),
    "webp bomb": (bad_files.huge_webp(), "20 megapixels"),
    "gif bomb": (bad_files.huge_gif(), "20 megapixels"),
    "text bomb": (bad_files.talkative(b"zTXt"), "can be read"),
    "profile bomb": (bad_files.talkative(b"iCCP"), "can be read"),
    "less than its head says": (bad_files.png(2000, 2000, bad_files.zeros(10)), "broken"),
    "html": (bad_files.HTML, "not a picture"),
    "scripted svg": (bad_files.SVG, "not a picture"),
    "csv": (b"1,2\n3,4\n", "not a picture"),
    "large bomb": (png_head(60_000, 60_000), "20 megapixels"),
    "head only": (png_head(64, 64), "can be read"),
    "cut off": (file_of(ramp((200, 200)), "JPEG")[:600], "broken"),
    "cut off png": (file_of(Image.effect_noise((99, 99), 50))[:900], "broken"),
    "cut off webp": (file_of(Image.effect_noise((99, 99), 50), "WEBP")[:300], "picture"),
}


@pytest.mark.parametrize(("data", "why"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_clear_sentence_that_says_what_is_accepted(data, why):
    with pytest.raises(UnreadablePictureError) as refused:
        read_image(data)
    assert why in str(refused.value)
    assert ACCEPTED in str(refused.value)
    assert len(str(refused.value)) < 220


def test_no_more_pixels_are_unpacked_than_the_head_of_a_file_says():
    assert read_image(bad_files.more_than_its_head_says()).levels == bytes(64 * 64)


@pytest.mark.parametrize("shape", [(2000, 700), (700, 2000)])
@pytest.mark.parametrize("mode", ["RGBA", "P", "I;16", "L"])
def test_a_picture_read_in_strips_is_the_picture_read_at_once(shape, mode, monkeypatch):
    image = ramp((300, 200), "L" if mode == "I;16" else mode).resize(shape)
    data = file_of(image.convert(mode))
    once = read_image(data)
    monkeypatch.setattr(uploads, "_PIXELS_AT_ONCE", 1)  # row by row
    assert read_image(data) == once


def test_a_photograph_is_decoded_no_larger_than_needed(monkeypatch):
    sizes = []
    monkeypatch.setattr(uploads, "_strip_in_gray", lambda s: sizes.append(s.size) or s.convert("L"))
    read_image(file_of(ramp((2400, 2400)), "JPEG"))
    assert sizes == [(600, 600)]


def test_flipped_bytes_never_raise_anything_else():
    good = bytearray(file_of(ramp((40, 40))))
    for place in range(0, len(good), 3):
        bad = bytearray(good)
        bad[place] ^= 0xFF
        try:
            picture = read_image(bytes(bad))
        except UnreadablePictureError:
            continue
        assert len(picture.levels) == picture.width * picture.height
