"""The exam that every entry of every table takes: whatever the menus and sliders rely on is there, and true."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from dataclasses import fields

import pytest

import core
from core.entries import Knob, table

TABLES = {
    name: value
    for module in pkgutil.walk_packages(core.__path__, "core.")
    for name, value in vars(importlib.import_module(module.name)).items()
    if name.isupper()
    and isinstance(value, Mapping)
    and value
    and hasattr(next(iter(value.values())), "key")
}
ENTRIES = [
    pytest.param(key, entry, id=f"{name}[{key}]")
    for name, entries in TABLES.items()
    for key, entry in entries.items()
]
# Ways to set up a comparison, not something that the field has named.
SET_UPS = ("NUDGES", "COUNTS", "PRESETS", "MISTAKES")
OF_THE_FIELD = [entry for entry in ENTRIES if not entry.id.startswith(SET_UPS)]


def keywords(entry) -> dict[str, set]:
    """Parameters of the entry's functions that have a default, with their defaults."""
    found: dict[str, set] = {}
    for place in fields(entry):
        function = getattr(entry, place.name)
        if callable(function) and not inspect.isclass(function):
            for parameter in inspect.signature(function).parameters.values():
                if parameter.default is not parameter.empty:
                    found.setdefault(parameter.name, set()).add(parameter.default)
    return found


def test_the_tables_that_menus_are_made_of_are_found():
    assert {
        "ACTIVATIONS",
        "LOSSES",
        "SURFACES",
        "OPTIMIZERS",
        "PENALTIES",
        "KERNELS",
        "POOLINGS",
        "DATA_SETS",
        "SCHEDULES",
    } <= set(TABLES)


@pytest.mark.parametrize(("key", "entry"), ENTRIES)
def test_every_entry_has_its_key_and_label(key, entry):
    assert entry.key == key
    assert key.isidentifier()
    assert key == key.lower()
    assert entry.label.strip()


@pytest.mark.parametrize(("key", "entry"), OF_THE_FIELD)
def test_every_entry_of_the_field_names_its_source(key, entry):
    assert entry.source.strip()


@pytest.mark.parametrize(
    ("key", "entry"), [p for p in OF_THE_FIELD if not p.id.startswith("PICTURES")]
)
def test_every_entry_that_is_a_formula_carries_its_equation(key, entry):
    assert entry.equation.strip()
    assert "$" not in entry.equation
    assert entry.equation.count("{") == entry.equation.count("}")


@pytest.mark.parametrize(("key", "entry"), ENTRIES)
def test_knobs_are_exactly_the_keywords_of_the_functions_they_turn(key, entry):
    knobs = getattr(entry, "knobs", ())
    assert keywords(entry) == {knob.name: {knob.default} for knob in knobs}


@pytest.mark.parametrize(
    "knob",
    [
        pytest.param(k, id=f"{p.id}.{k.name}")
        for p in ENTRIES
        for k in getattr(p.values[1], "knobs", ())
    ],
)
def test_every_knob_offers_rising_values_its_default_among_them(knob):
    assert isinstance(knob, Knob)
    assert list(knob.ticks) == sorted(set(knob.ticks))
    assert knob.default in knob.ticks
    assert knob.symbol.strip()
    assert knob.meaning.strip()


@pytest.mark.parametrize("name", TABLES)
def test_labels_of_a_table_are_different(name):
    labels = [entry.label for entry in TABLES[name].values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", TABLES)
def test_tables_cannot_be_changed(name):
    with pytest.raises(TypeError):
        TABLES[name]["new"] = None


def test_a_key_may_stand_only_once_in_a_table():
    entry = next(iter(TABLES["OPTIMIZERS"].values()))
    with pytest.raises(ValueError, match="twice"):
        table((entry, entry))
