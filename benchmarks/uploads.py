"""What files cost that ask for much: the peak of memory and the time of reading each, in a process of its own.

python -m benchmarks.uploads
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bad_files import (
    huge_gif,
    huge_webp,
    more_than_its_head_says,
    plain,
    png,
    talkative,
    zeros,
    zip_bomb,
)
from ui.csv_upload import UnreadableTableError, Wanted, read_table
from ui.uploads import UnreadablePictureError, read_image

MOST = (5000, 4000)  # as many pixels as are accepted
FILES: dict[str, Callable[[], bytes]] = {
    "PNG of 30,000 × 30,000": zip_bomb,
    "PNG of 64 × 64, 900 MB inside": lambda: more_than_its_head_says(900_000_000),
    "PNG with 1 GB of text": lambda: talkative(b"zTXt", 1_000_000_000),
    "PNG with a profile of 1 GB": lambda: talkative(b"iCCP", 1_000_000_000),
    "WebP of 16,383 × 16,383": huge_webp,
    "GIF with a frame of 60,000 × 60,000": huge_gif,
    "PNG, 20 MP, RGBA of 16 bits": lambda: png(*MOST, zeros(40_001 * 4000), depth=16, color=6),
    "PNG, 20 MP, gray of 16 bits": lambda: png(*MOST, zeros(10_001 * 4000), depth=16),
    "JPEG, 20 MP": lambda: plain(MOST, "RGB", "JPEG"),
    "JPEG, 20 MP, CMYK, progressive": lambda: plain(MOST, "CMYK", "JPEG", progressive=True),
    "GIF, 20 MP, transparent": lambda: plain(MOST, "P", "GIF", transparency=0),
    "WebP, 20 MP, RGBA": lambda: plain(MOST, "RGBA", "WEBP"),
    "CSV of a million rows": lambda: b"1,2\n" * 1_000_000,
    "CSV of five million empty rows": lambda: b"\n" * 5_000_000,
    "CSV of one line": lambda: b"12," * 1_700_000,
}


def main() -> None:
    """Measure all."""
    print(f"{'file':38}{'size':>10}{'peak':>10}{'time':>9}")
    for name, make in FILES.items():
        with tempfile.NamedTemporaryFile(suffix=name[:3].lower()) as file:
            file.write(make())
            file.flush()
            command = [sys.executable, "-m", "benchmarks.uploads", file.name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(f"{name:38}{Path(file.name).stat().st_size / 1e6:>7.2f} MB{done.stdout.rstrip()}")


def measure(path: Path) -> None:
    """Read one file, and print what it cost beyond what the process had."""
    data = path.read_bytes()
    read_image(plain((9, 9), "L", "PNG"))  # whatever is loaded once is loaded
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (Linux)
    before, start = megabytes("VmRSS"), time.perf_counter()
    try:
        result = read_table(data, Wanted()) if path.name.endswith("csv") else read_image(data)
        said = f"taken, {getattr(result, 'width', 0)} pixels a side"
    except (UnreadablePictureError, UnreadableTableError) as problem:
        said = str(problem).partition(" Accepted")[0]
    seconds = time.perf_counter() - start
    print(f"{megabytes('VmHWM') - before:>7.0f} MB{seconds:>7.2f} s  {said}")


def megabytes(what: str) -> float:
    """A line of the process's own status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(what)) / 1024


if __name__ == "__main__":
    measure(Path(sys.argv[1])) if sys.argv[1:] else main()
