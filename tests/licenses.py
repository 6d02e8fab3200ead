"""The licenses of what is shipped: ``python -m tests.licenses > docs/licenses.md``."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = """\
# Licenses of what is shipped

## Pictures, digits and weights

Titles, authors, licenses and changes: [core/data/LICENSES.md](../core/data/LICENSES.md).

## Python packages

What `requirements.txt` brings to Linux, directly or not, and the license that each package declares. Most carry
the text in their `.dist-info` folder, with those of the libraries compiled into them (NumPy, pandas, Pillow,
PyArrow). `python -m tests.licenses` writes this page from what is installed, and a test compares.

| Package | License |
|---|---|
{rows}

pandas before 3 brings pytz (MIT) too, and Windows colorama (BSD-3-Clause). What `requirements-dev.txt` adds is
for the tests and is not shipped.

## What the browser is sent

| Part | By way of | License |
|---|---|---|
| plotly.js | on the page, Streamlit; in the chart files of *Take it with you*, the package plotly | MIT |
| The rest of Streamlit's front end | Streamlit | Apache-2.0; the libraries in it have their texts in the file `NOTICES` of Streamlit's repository |
| Source Sans, Source Serif, Source Code Pro | Streamlit | SIL OFL 1.1 |
| Material Symbols | Streamlit | Apache-2.0 |
| KaTeX with its fonts | Streamlit | MIT; the fonts SIL OFL 1.1 |

A container adds Python (PSF-2.0) and its base system, which lists its own in `/usr/share/doc/*/copyright`.
"""


def brought(file: Path = ROOT / "requirements.txt") -> list[str]:
    """Names of the distributions that a file of requirements brings to this machine, in order."""
    lines = (
        line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines()
    )
    seen: dict[str, str] = {}
    for line in filter(None, lines):
        _collect(line, {""}, seen)
    return sorted(set(seen.values()), key=str.lower)


def _collect(line: str, extras: set[str], seen: dict[str, str]) -> None:
    """Put what one requirement brings under ``seen``, name by requirement."""
    need = Requirement(line)
    wanted = not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in extras)
    if wanted and str(need) not in seen:
        found = distribution(need.name)
        seen[str(need)] = canonicalize_name(need.name)
        for further in found.requires or []:
            _collect(further, need.extras | {""}, seen)


def license_of(name: str) -> str:
    """What a distribution declares: an expression where it has one, else its classifiers."""
    about = distribution(name).metadata
    said = about.get("License-Expression") or about.get("License") or ""
    classifiers = about.get_all("Classifier") or []
    kinds = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    return said if said and "\n" not in said else ", ".join(kinds)


def page() -> str:
    """The whole page, from what is installed."""
    return PAGE.format(rows="\n".join(f"| {name} | {license_of(name)} |" for name in brought()))


if __name__ == "__main__":
    print(page(), end="")
