"""stub for now"""


def show():
    """."""
