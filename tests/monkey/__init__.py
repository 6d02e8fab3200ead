"""A monkey at the keyboard: a random walk over every widget of every lesson, repeatable by its seed."""

from tests.monkey.walk import replay

__all__ = ["replay"]
