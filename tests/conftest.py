"""What all tests share: the same single BLAS thread as the app, so that workers do not stand in each other's way."""

import os

import pytest

from deploy import local
from tests.lacking import lack

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before NumPy is first imported


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items):
    """Tests that share pages and trainings run in one worker: those of one view of a lesson, or else of one file."""
    for item in items:
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        item.add_marker(pytest.mark.xdist_group(parameters.get("slug", item.path.stem)))


@pytest.fixture(scope="session")
def haproxy():
    """The path of HAProxy, if this machine has it."""
    if not local.haproxy():
        lack("no HAProxy on this machine: install Debian's haproxy")
    return local.haproxy()
