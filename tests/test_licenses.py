"""The page of licenses lists what is shipped, and each under some license."""

import re
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from tests.licenses import ROOT, brought, license_of

TEXT = (ROOT / "docs" / "licenses.md").read_text(encoding="utf-8")
SOMETIMES = {"pytz"}  # with pandas before 3: named below the table


def listed():
    """Packages of the table, with their licenses."""
    table = TEXT.partition("| Package | License |")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| (\S+) \| (.*) \|$", table, re.MULTILINE))


@pytest.mark.skipif(sys.platform != "linux", reason="the list is that of Linux")
def test_the_list_is_what_the_requirements_bring():
    assert set(listed()) == set(brought()) - SOMETIMES, "run python -m tests.licenses"
    assert all(name in TEXT for name in SOMETIMES)


def test_each_package_has_a_license():
    assert all(listed().values())
    assert listed()["streamlit"] == license_of("streamlit") == "Apache-2.0"


def test_what_is_needed_in_turn_is_found_where_its_marker_holds(tmp_path):
    wanted = tmp_path / "requirements.txt"
    wanted.write_text('requests>=2  # idna comes along\nattrs; python_version < "3"\n')
    assert {"requests", "idna", "urllib3"} <= set(brought(wanted))
    assert "attrs" not in brought(wanted)


def test_what_an_extra_needs_is_looked_for(tmp_path):
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("requests[socks]")
    with pytest.raises(PackageNotFoundError, match=r"(?i)pysocks"):
        brought(wanted)
