"""What runs the scripts of the lessons is itself put to the test."""

import numpy as np
import pytest

from tests.app import open_lesson
from tests.scripts import printed_by_script, run_apart, run_script, script_of

WARNS = "import warnings\nwarnings.warn('careful', stacklevel=1)"


@pytest.mark.parametrize(
    "text", ["import pandas", "from core.optimizers import descend", "def f():\n import ui\nf()"]
)
def test_a_script_that_imports_more_than_numpy_is_caught(text):
    with pytest.raises(ImportError, match="needs NumPy alone"):
        run_script(text)


def test_numpy_itself_may_import_what_it_likes():
    assert run_script("import numpy.testing as t\nprint(t.__name__)") == "numpy.testing\n"


def test_a_warning_in_a_script_is_an_error_unless_it_is_expected():
    with pytest.raises(UserWarning, match="careful"):
        run_script(WARNS)
    assert run_script(WARNS, on_warning="ignore") == ""
    with pytest.raises(AssertionError, match="careful"):
        run_apart(WARNS)


def test_a_script_knows_nothing_of_the_one_before():
    run_script("x = 1")
    with pytest.raises(NameError):
        run_script("print(x)")


def test_what_a_script_asks_of_numpy_ends_with_it():
    before = np.geterr()
    run_script("import numpy as np\nnp.seterr(all='ignore')")
    assert np.geterr() == before


def test_here_and_in_a_python_of_its_own_the_same_is_printed():
    app = open_lesson("gradient_descent_race")
    assert run_apart(script_of(app, "gradient_descent_race")) == [
        printed_by_script(app, "gradient_descent_race")
    ]
