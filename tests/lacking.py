"""What a test needs and a machine may lack."""

import os
from typing import NoReturn

import pytest


def lack(reason: str) -> NoReturn:
    """Skip the test; where nothing may be lacking, as in CI, fail it."""
    if os.environ.get("GLASSNET_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
