"""Take it with you: the data is that of the chart, the picture needs no network."""

import csv
import io
import json
from html.parser import HTMLParser

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.app import SLUGS, charts, healthy, open_lesson
from ui import takeaway

FILES = ("Script", "CSV", "HTML")


@pytest.fixture
def offered(monkeypatch):
    """The files that a page offers, by name: what a click on each would fetch."""
    files = {}

    def button(label, data, file_name, **more):
        assert any(kind in label for kind in FILES)
        files[file_name] = data

    monkeypatch.setattr("streamlit.download_button", button)
    return files


def take(slug, offered, **link):
    """A lesson with its box opened; `offered` holds what is in it."""
    app = open_lesson(slug, **link)
    assert not offered  # nothing is made before the box is opened
    app.session_state[f"{slug}.take"] = True
    return healthy(app.run())


def table(data):
    """The columns of a CSV file by name: numbers as arrays, everything else as text."""
    head, *rows = csv.reader(io.StringIO(data().decode()))
    columns = dict(zip(head, zip(*rows, strict=True), strict=True))
    assert len(columns) == len(head)
    return {name: as_numbers(column) for name, column in columns.items()}


def as_numbers(column):
    try:
        return np.array(column, dtype=float)
    except ValueError:
        return np.array(column)


def rows_where(columns, name, value):
    chosen = columns[name] == value
    assert chosen.any()
    return {key: column[chosen] for key, column in columns.items()}


class Sources(HTMLParser):
    """Whatever a browser would fetch to show the page."""

    def __init__(self):
        super().__init__()
        self.found, self.tags = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.found += [
            (tag, value)
            for name, value in attributes
            if name in ("src", "href", "srcset", "data", "action", "poster")
        ]


def sources(page):
    reader = Sources()
    reader.feed(page)
    return reader


def test_the_referee_sees_what_a_page_would_fetch():
    seen = sources(
        '<link href="https://x/y.css"><script src="//cdn"></script><script>var u="http://a"</script>'
    )
    assert seen.found == [("link", "https://x/y.css"), ("script", "//cdn")]


def box():
    """A lesson's box with one table and one figure."""
    import streamlit as st

    from charts import theme
    from ui.takeaway import show_source, take_with_you

    figure = theme.new_figure({"type": "scatter", "x": [1, 2], "y": [3.25, 4.5], "name": "rise"})
    asked = st.session_state.setdefault("asked", [])

    def columns():
        asked.append("table")
        return {"x": (1, 2), "a, b": ("one", 'say "é"'), "y": (0.1 + 0.2, -1e-300)}

    def script():
        asked.append("script")
        return "print(1)\n"

    take_with_you("toy", script=script, tables={"my table": columns}, figures={"rise": figure})
    show_source(theme.style, slug="toy")


def opened_box():
    app = AppTest.from_function(box, default_timeout=60)
    healthy(app.run())
    assert app.session_state.asked == []
    app.session_state["toy.take"] = True
    return healthy(app.run())


def test_nothing_is_made_before_it_is_asked_for(offered):
    app = opened_box()
    assert app.session_state.asked == ["script"]
    assert [block.value.strip() for block in app.code] == ["print(1)"]
    assert list(offered) == ["toy.py", "toy_my_table.csv", "toy_rise.html"]
    assert offered["toy.py"]() == b"print(1)\n"
    assert app.session_state.asked == ["script"]
    offered["toy_my_table.csv"]()
    assert app.session_state.asked == ["script", "table"]


def test_a_table_holds_every_number_to_the_last_digit_and_every_text_as_it_is(offered):
    opened_box()
    text = offered["toy_my_table.csv"]().decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["x", "a, b", "y"]  # no column of row numbers
    assert [row[1] for row in rows[1:]] == ["one", 'say "é"']
    assert [float(row[2]) for row in rows[1:]] == [0.1 + 0.2, -1e-300]


def test_no_text_of_a_table_is_a_formula_to_a_spreadsheet_and_numbers_stay_numbers():
    text = takeaway._csv(
        {
            "=1+1": ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x", "\t=1", "-1e5", "-"],
            "y": range(-3, 4),
        }
    )
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["'=1+1", "y"]
    cells = [row[0] for row in rows[1:]]
    assert cells == ["'=1+1", "'@SUM(A1)", "'+cmd|' /C calc'!A0", "'-x", "'\t=1", "-1e5", "-"]
    assert [int(row[1]) for row in rows[1:]] == [-3, -2, -1, 0, 1, 2, 3]


def test_a_picture_is_a_page_with_plotly_and_its_numbers_inside(offered):
    opened_box()
    page = offered["toy_rise.html"]().decode()
    assert sources(page).found == []
    assert page.lstrip().lower().startswith(("<!doctype html", "<html"))
    assert len(page) > 1_000_000  # Plotly itself
    assert '"y":[3.25,4.5]' in page.replace(" ", "")


def test_the_code_that_ran_is_shown_when_asked_for():
    app = AppTest.from_function(box, default_timeout=60)
    healthy(app.run())
    assert len(app.code) == 0
    app.session_state["toy.source"] = True
    healthy(app.run())
    assert app.code[0].value.startswith("def style(key: str)")


# In the real app


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_offers_its_script_its_tables_and_every_chart_with_its_very_numbers(slug, offered):
    app = take(slug, offered)
    names = list(offered)
    assert names[0] == f"{slug}.py"
    assert offered[names[0]]().decode().strip() == app.code[0].value.strip()
    left = [chart.figure["data"] for chart in charts(app).values()]
    for name in [name for name in names if name.endswith(".html")]:
        page = offered[name]().decode()
        seen = sources(page)
        assert seen.found == [], name
        assert not {"iframe", "link", "base"} & set(seen.tags)
        sent = numbers_in(page)
        assert sent in left, name
        left.remove(sent)
    assert not left
    assert_tables_are_whole(offered)


def numbers_in(page):
    """The traces that a stand-alone page draws."""
    begin = page.index("[", page.rindex("Plotly.newPlot("))
    return json.JSONDecoder().raw_decode(page, begin)[0]


def assert_tables_are_whole(offered):
    """Columns of one length, and no empty cell."""
    tables = [name for name in offered if name.endswith(".csv")]
    assert tables
    for name in tables:
        columns = table(offered[name])
        assert len({len(column) for column in columns.values()}) == 1
        for column, cells in columns.items():
            if cells.dtype.kind == "f":
                assert np.isfinite(cells).all(), (name, column)


def test_the_walks_are_those_of_the_race(offered):
    app = take("gradient_descent_race", offered, rules=["SGD", "Adam", "Lion"])
    walks = table(offered["gradient_descent_race_walks.csv"])
    race = charts(app)["gradient_descent_race.race"]
    assert list(dict.fromkeys(walks["rule"])) == ["SGD", "Adam", "Lion"]
    for rule in ("SGD", "Adam", "Lion"):
        walk, trail = rows_where(walks, "rule", rule), race.trace(rule)
        assert walk["step"].tolist() == list(range(81))
        np.testing.assert_allclose(walk["x"], trail["x"], rtol=1e-5, atol=1e-12)
        np.testing.assert_allclose(walk["y"], trail["y"], rtol=1e-5, atol=1e-12)
        # the ravine's lowest ground is at 0, so its height above that is its height
        np.testing.assert_allclose(walk["height"], race.trace(f"{rule} height")["y"], rtol=1e-5)


def test_the_curves_and_the_layers_are_those_of_the_bends(offered):
    app = take("activations_family", offered, z="-1.5")
    curves = table(offered["activations_family_curves.csv"])
    layers = table(offered["activations_family_layers.csv"])
    bends = charts(app)["activations_family.bends"]
    for name in ("Sigmoid", "Tanh", "ReLU"):
        curve = rows_where(curves, "function", name)
        for column, drawn in (("value", name), ("slope", f"{name} slope")):
            line = bends.trace(drawn)["y"]
            seen = np.isfinite(line)  # a line has a gap where it jumps
            assert seen.sum() >= len(line) - 1
            np.testing.assert_allclose(curve[column][seen], line[seen], rtol=1e-5, atol=1e-7)
        chain = rows_where(layers, "function", name)
        assert chain["layer"].tolist() == list(range(1, 31))
        assert chain["z"][0] == -1.5
        through = bends.trace(f"{name} through")["customdata"]
        np.testing.assert_allclose(chain["slope_through"], through[-30:], rtol=1e-5, atol=1e-300)


def test_the_examples_and_the_path_are_those_of_the_penalty(offered):
    app = take("regularization_penalties", offered)
    fit = charts(app)["regularization_penalties.fit"]
    examples = table(offered["regularization_penalties_examples.csv"])
    for part in ("training", "validation"):
        mine, drawn = rows_where(examples, "part", part), fit.trace(f"{part} points")
        np.testing.assert_allclose(3 * mine["power_1"], drawn["x"], rtol=1e-5)
        np.testing.assert_allclose(mine["y"], drawn["y"], rtol=1e-5)
    path = table(offered["regularization_penalties_path.csv"])
    for part in ("training", "validation"):
        drawn = fit.trace(f"{part} error")
        np.testing.assert_allclose(path["alpha"], drawn["x"], rtol=1e-5)
        np.testing.assert_allclose(path[f"{part}_error"], drawn["y"], rtol=1e-5)
    for column, name in (("weight_2", "θ₂ of (x/3)²"), ("bias", "bias θ₀, free")):
        np.testing.assert_allclose(path[column], fit.trace(name)["customdata"], rtol=1e-5)
    np.testing.assert_array_equal(path["not_zero"], fit.trace("weights not 0")["y"])


def test_the_image_and_the_map_are_those_of_the_sweep(offered):
    app = take("convolution_patch", offered)
    for name in ("image", "map"):
        cells = table(offered[f"convolution_patch_{name}.csv"])
        drawn = np.array(charts(app)["convolution_patch.sweep"].trace(name)["z"], dtype=float)
        grid = np.full(drawn.shape, np.nan)
        grid[cells["row"].astype(int), cells["column"].astype(int)] = cells["value"]
        assert len(cells["value"]) == drawn.size
        np.testing.assert_allclose(grid, drawn, rtol=1e-5)


def test_the_heights_are_those_of_the_map_and_the_costs_those_of_the_data(offered):
    app = take("loss_surfaces_data", offered)
    heights = table(offered["loss_surfaces_data_heights.csv"])
    ground = charts(app)["loss_surfaces_data.map_line"].trace("landscape")
    rows = {
        (round(float(w), 4), round(float(b), 4)): height
        for w, b, height in zip(*heights.values(), strict=True)
    }
    drawn = np.array(ground["customdata"], dtype=float).reshape(len(ground["y"]), -1)
    for i, j in ((0, 0), (-1, 0), (0, -1), (-1, -1)):  # the corners: the two grids may differ
        corner = (round(float(ground["x"][i]), 4), round(float(ground["y"][j]), 4))
        np.testing.assert_allclose(rows[corner], drawn[j, i], rtol=1e-5)
    examples = table(offered["loss_surfaces_data_examples.csv"])
    data = charts(app)["loss_surfaces_data.data_line"].trace("data")
    np.testing.assert_allclose(examples["x"], data["x"], rtol=1e-6)
    np.testing.assert_allclose(examples["target"], data["y"], rtol=1e-6)
    misses = examples["prediction"] - examples["target"]
    np.testing.assert_allclose(np.mean(misses**2), 2.322, rtol=2e-4)
    np.testing.assert_allclose(misses**2, examples["cost"], rtol=1e-9)


def test_the_steps_and_the_check_are_those_of_the_pass(offered):
    take("backpropagation_graph", offered)
    steps = table(offered["backpropagation_graph_steps.csv"])
    given = rows_where(steps, "step", 0)
    assert dict(zip(given["name"], given["value"], strict=True))["w1"] in (0.15, "0.15")
    values = [float(v) for v in steps["value"]]
    assert any(abs(value - 0.298371109) < 5e-10 for value in values)  # the known loss
    assert any(abs(value - 0.082167041) < 5e-10 for value in values)  # the known slope of w5
    offered.clear()
    take("backpropagation_check", offered, mistake="None")
    check = table(offered["backpropagation_check_check.csv"])
    assert set(check["verdict"]) == {"agrees"}
    np.testing.assert_allclose(check["backward pass"], check["small steps"], rtol=1e-6)
    np.testing.assert_allclose(rows_where(check, "", "w₅")["backward pass"], 0.082167041, rtol=1e-7)
