"""Files made to do harm, small ones that ask for much: built in memory when they are asked for."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image

from tests.hostile import MARK

HTML = f"<!doctype html><script>document.title='{MARK}'</script>".encode()
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"document.title='{MARK}'\"/>".encode()
NAMES = [  # Streamlit lets files through by the end of their name alone
    "picture.csv.{}",
    "../../../etc/passwd.{}",
    "..\\..\\C:\\boot.{}",
    f"<img src=x onerror=document.title='{MARK}'>.{{}}",
    "=1+1.{}",
]


def chunk(kind: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def zeros(count: int) -> bytes:
    """That many zeros, compressed: a thousandth of them."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    full, rest = divmod(count, len(block))
    return b"".join(packer.compress(block) for _ in range(full)) + (
        packer.compress(block[:rest]) + packer.flush()
    )


def png(
    width: int, height: int, packed: bytes, *, depth: int = 8, color: int = 0, more: bytes = b""
) -> bytes:
    """A PNG whose head says one thing and whose pixels may say another."""
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    pieces = chunk(b"IHDR", head) + more + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pieces


def zip_bomb() -> bytes:
    """30,000 × 30,000 black pixels in a tenth of a megabyte."""
    return png(30_000, 30_000, zeros(30_000 * 30_000 // 8 + 30_000), depth=1)


def more_than_its_head_says(count: int = 50_000_000) -> bytes:
    """A picture of 64 × 64 in front of many more pixels."""
    return png(64, 64, zeros(count))


def talkative(kind: bytes, count: int = 50_000_000) -> bytes:
    """A picture of 64 × 64 with a long compressed text (zTXt, iTXt) or color profile (iCCP)."""
    between = b"a\0\1\0\0\0" if kind == b"iTXt" else b"a\0\0"
    return png(64, 64, zeros(65 * 64), more=chunk(kind, between + zeros(count)))


def huge_webp() -> bytes:
    """The head of a moving WebP of 16,383 × 16,383 pixels."""
    side = (16_382).to_bytes(3, "little")
    head = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x12\0\0\0" + 2 * side
    body = head + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def huge_gif() -> bytes:
    """A GIF of 8 × 8 pixels whose only frame has 60,000 × 60,000."""
    head = b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0, 0, 0)
    return head + b"," + struct.pack("<HHHHB", 0, 0, 60_000, 60_000, 0) + b"\x02\x01\x04\0;"


def plain(size: tuple[int, int], mode: str, kind: str, **options: Any) -> bytes:
    """One color, of any size, in any kind of file."""
    data = io.BytesIO()
    Image.new(mode, size).save(data, kind, **options)
    return data.getvalue()
