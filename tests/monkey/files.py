"""Files that a reader may try, good and bad, by name."""

from __future__ import annotations

import io

from PIL import Image


def _picture(
    size: tuple[int, int], mode: str = "L", kind: str = "PNG", black: bool = False
) -> bytes:
    """A ramp from black to white, or a picture that is black all over."""
    file = io.BytesIO()
    image = Image.new("L", size) if black else Image.linear_gradient("L").resize(size)
    image.convert(mode).save(file, kind)
    return file.getvalue()


def _table(rows: int) -> bytes:
    return "".join(f"{i / rows:.3f},{i * i % 7}\n" for i in range(rows)).encode()


FILES = {
    "good.png": _picture((40, 30)),
    "black.png": _picture((30, 30), black=True),
    "one.png": _picture((1, 1)),
    "print.jpg": _picture((20, 20), "CMYK", "JPEG"),
    "clear.png": _picture((20, 20), "RGBA"),
    "cut.png": _picture((40, 30))[:60],
    "empty.png": b"",
    "text.png": b"no picture",
    "good.csv": b"x,y\n" + _table(30),
    "two.csv": b"1,2\n3,4\n",
    "same.csv": b"2,5\n" * 12,
    "flat.csv": b"1,0\n2,0\n3,0\n4,0\n5,0\n",
    "huge.csv": b"1e6,-1e6\n-1e6,1e6\n999999,1e6\n" * 2,
    "tiny.csv": b"1e-300,1e-300\n2e-300,-1e-300\n0,0\n" * 2,
    "nan.csv": b"1,nan\n2,3\n",
    "infinite.csv": b"1,1e309\n2,3\n",
    "words.csv": b"a,b\nc,d\n",
    "formula.csv": b"=1+1,2\n3,4\n",
    "long.csv": _table(5000),
    "empty.csv": b"",
    "bytes.csv": bytes(range(256)),
}
