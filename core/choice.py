"""What was chosen from a table: the entry itself, also if only its key is given."""

from __future__ import annotations

from collections.abc import Mapping

from core.entries import E


def chosen(name: str, choice: E | str, choices: Mapping[str, E]) -> E:
    """The entry that was chosen.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    choice : entry or str
        An entry, or the key of one in ``choices``.
    choices : mapping
        A table of entries by key.

    Returns
    -------
    entry

    Raises
    ------
    ValueError
        If no entry has this key.
    """
    if not isinstance(choice, str):
        return choice
    if choice not in choices:
        raise ValueError(f"{name} is {choice!r}; it may be one of {', '.join(choices)}")
    return choices[choice]
