"""What all tests share: the same single BLAS thread as the app, so that workers do not stand in each other's way."""

import os

import pytest

from deploy import local
from tests.lacking import lack

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before NumPy is first imported


@pytest.fixture(scope="session")
def haproxy():
    """The path of HAProxy, if this machine has it."""
    if not local.haproxy():
        lack("no HAProxy on this machine: install Debian's haproxy")
    return local.haproxy()
