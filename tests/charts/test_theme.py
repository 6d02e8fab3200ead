"""One look: colors that can be told apart and read, on light and on dark, and no others anywhere."""

import colorsys
import json
import re
import tomllib
from functools import cache
from itertools import combinations

import pytest

from charts import theme
from charts.figure import Figure
from charts.unchecked import Scatter, Surface
from core.activations import ACTIVATIONS
from core.linear import PENALTIES
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from tests.app import ROOT, SLUGS, charts, healthy, open_lesson

CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
WHITE = CONFIG["theme"]["light"]["backgroundColor"]
NIGHT = CONFIG["theme"]["dark"]["backgroundColor"]
MEANINGS = ("FORWARD", "GRADIENT", "TARGET", "LOSS", "QUIET", "GOLD", "VIOLET", "BROWN")
FAMILIES = {"activations": ACTIVATIONS, "optimizers": OPTIMIZERS, "penalties": PENALTIES}
FAMILIES |= {"losses": LOSSES}
HEX = re.compile(r"#[0-9A-Fa-f]{3,8}\b")


def channels(color):
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(color):
    """As WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def hue(color):
    return colorsys.rgb_to_hls(*channels(color))[0]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_what_it_is_known_to_be():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("page", [WHITE, NIGHT])
@pytest.mark.parametrize("name", MEANINGS)
def test_a_color_that_carries_meaning_is_seen_on_white_and_on_dark(name, page):
    assert contrast(getattr(theme, name), page) >= 3.5  # what theme.py promises; WCAG asks for 3


def test_text_is_read_on_both_pages():
    assert contrast(theme.INK, WHITE) >= 7
    assert contrast(theme.DARK[theme.INK], NIGHT) >= 7


LETTERS = re.compile(r"rgb\((\d+), (\d+), (\d+)\).*light-dark\((#\w{6}), (#\w{6})\)")


def test_letters_in_a_color_that_carries_meaning_take_a_shade_of_it_that_is_read_on_both_pages():
    """In formulas and charts, on the page and on the boxes of a chart."""
    rules = LETTERS.findall((ROOT / "ui/letters.css").read_text(encoding="utf-8"))
    shades = {
        "#{:02X}{:02X}{:02X}".format(*map(int, rgb)): (light, dark) for *rgb, light, dark in rules
    }
    assert set(shades) == {getattr(theme, name) for name in MEANINGS}
    for color, (light, dark) in shades.items():
        for paper in (WHITE, theme.SHADE):
            assert contrast(light, paper) >= 4.5, color
        for paper in (NIGHT, theme.DARK[theme.SHADE]):
            assert contrast(dark, paper) >= 4.5, color
        for shade in (light, dark):
            assert hue(shade) == pytest.approx(hue(color), abs=0.02)


def test_boxes_are_of_the_color_of_the_page_and_their_text_is_read_on_them():
    assert contrast(theme.PAPER, WHITE) < 1.05
    assert theme.DARK[theme.PAPER].upper() == NIGHT.upper()
    assert contrast(theme.DARK[theme.INK], theme.DARK[theme.PAPER]) >= 7


def test_on_dark_the_colors_of_the_page_change_and_those_that_carry_meaning_do_not():
    for light, dark in theme.DARK.items():
        assert re.fullmatch(r"#[0-9A-F]{6}", light)  # the browser finds them by their letters
        assert re.fullmatch(r"#[0-9A-F]{6}", dark)
        assert light != dark
        assert luminance(light) < 0.02 or luminance(dark) < luminance(light)
    assert not {getattr(theme, name) for name in MEANINGS} & set(theme.DARK)
    assert len(set(theme.DARK.values())) >= len(theme.DARK) - 1
    assert not set(theme.DARK) & set(theme.DARK.values())  # nothing is swapped twice


def test_a_dark_landscape_is_as_ordered_as_a_light_one_low_ground_the_strongest():
    light = [color for _, color in theme.LANDSCAPE]
    away = [contrast(color, WHITE) for color in light]
    assert away == sorted(away, reverse=True)
    away = [contrast(theme.DARK[color], NIGHT) for color in light]
    assert away == sorted(away, reverse=True)


def test_scales_run_from_0_to_1():
    for scale in (theme.LANDSCAPE, theme.SIGNED, theme.GRAY):
        places = [place for place, _ in scale]
        assert places == sorted(places)
        assert (places[0], places[-1]) == (0.0, 1.0)


def test_signed_numbers_are_blue_below_white_at_zero_and_orange_above():
    colors = dict(map(tuple, theme.SIGNED))
    assert colors[0.5].upper() == "#FFFFFF"
    for place, color in colors.items():
        red, _, blue = channels(color)
        assert (blue > red) == (place < 0.5)
        assert (red > blue) == (place > 0.5)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_entry_has_a_look_of_its_own(family):
    looks = {key: tuple(sorted(theme.style(key).items())) for key in FAMILIES[family]}
    assert len(set(looks.values())) == len(looks)
    for key in FAMILIES[family]:
        assert set(theme.style(key)) == {"color", "dash"}
        assert contrast(theme.style(key)["color"], WHITE) >= 3.5
        assert contrast(theme.style(key)["color"], NIGHT) >= 3.5
        Scatter(line=theme.style(key))  # Plotly takes it as it is


def test_a_look_is_the_same_every_time_and_no_caller_can_change_it():
    first = theme.style("adam")
    first["color"] = "#000000"
    assert theme.style("adam") == theme.STYLES["adam"] != first


def test_looks_that_readers_know_stay():
    """A change here changes every slide that was made from Glassnet."""
    known = {
        "sigmoid": (theme.FORWARD, "solid"),
        "relu": (theme.GRADIENT, "solid"),
        "tanh": (theme.TARGET, "solid"),
        "sgd": (theme.FORWARD, "solid"),
        "momentum": (theme.GRADIENT, "solid"),
        "adam": (theme.LOSS, "solid"),
    }
    assert {key: tuple(theme.style(key).values()) for key in known} == known


def test_an_unknown_key_has_no_look():
    with pytest.raises(KeyError):
        theme.style("no such rule")


# Vienot, Brettel & Mollon 1999: what a reader without red or without green cones sees, in linear light.
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def as_seen(color, eyes):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]
    seen = [sum(w * c for w, c in zip(row, linear, strict=True)) for row in BLIND[eyes]]
    return [255 * max(0.0, v) ** (1 / 2.2) for v in seen]


@pytest.mark.parametrize("eyes", BLIND)
def test_the_four_meanings_are_told_apart_without_red_or_green_cones(eyes):
    colors = [as_seen(getattr(theme, name), eyes) for name in MEANINGS[:4]]
    for one, other in combinations(colors, 2):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 25


# Making figures


def plain(figure):
    return json.loads(figure.to_json())["layout"]


def test_a_figure_has_what_it_is_asked_for():
    trace = Scatter(x=[1], y=[2])
    figure = theme.new_figure(trace, height=300, title="Loss", x="step", y="nats", view=("a", 1))
    layout = figure.layout
    assert len(figure.data) == 1
    assert (layout.height, layout.title.text) == (300, "Loss")
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("step", "nats")
    assert layout.uirevision == theme.new_figure(view=("a", 1)).layout.uirevision
    assert layout.uirevision != theme.new_figure(view=("a", 2)).layout.uirevision
    assert layout.meta["dark"] == theme.DARK
    assert "narrow" not in layout.meta
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"


def test_a_layout_adds_to_the_look_of_the_house_and_wins_where_both_speak():
    asked = {
        "xaxis": {"range": [0, 1], "gridcolor": theme.LOSS},
        "yaxis3": {"domain": [0, 0.5]},
        "legend": {"y": 1.1},
        "meta": {"more": 1},
        "showlegend": False,
    }
    layout = plain(theme.new_figure(x="step", layout=asked))
    assert layout["xaxis"]["range"] == [0, 1]
    assert layout["xaxis"]["title"]["text"] == "step"
    assert layout["xaxis"]["title"]["standoff"] == theme.AXIS_LOOK["title"]["standoff"]
    assert layout["xaxis"]["gridcolor"] == theme.LOSS
    assert layout["xaxis"]["linecolor"] == theme.AXIS
    assert layout["yaxis3"]["gridcolor"] == theme.GRID  # every axis has the look
    assert layout["yaxis3"]["domain"] == [0, 0.5]
    assert (layout["legend"]["y"], layout["legend"]["orientation"]) == (1.1, "h")
    assert layout["meta"] == {"dark": theme.DARK, "more": 1}
    assert layout["showlegend"] is False


def test_a_scene_has_the_look_on_all_its_axes():
    scene = plain(theme.new_figure(layout={"scene": {"zaxis": {"title": {"text": "height"}}}}))[
        "scene"
    ]
    assert scene["zaxis"]["title"]["text"] == "height"
    assert {scene[f"{axis}axis"]["gridcolor"] for axis in "xyz"} == {theme.GRID}


def test_making_a_figure_changes_nothing_that_was_given_or_is_shared():
    asked = {"xaxis": {"title": {"text": "mine"}}, "annotations": [{"text": "note"}]}
    before = repr((asked, theme.AXIS_LOOK, theme.SCENE_LOOK, theme.MARGIN, theme.DARK))
    theme.new_figure(x="x", layout=asked, narrow={"layout.height": 1})
    theme.two_panels(x=("x", "x"), layout=asked)
    assert repr((asked, theme.AXIS_LOOK, theme.SCENE_LOOK, theme.MARGIN, theme.DARK)) == before


def test_two_panels_stand_side_by_side_with_a_title_each():
    figure = theme.two_panels(share=0.7, titles=("Left", "Right"), x=("a", "b"), y=("c", "d"))
    layout = figure.layout
    assert layout.xaxis.domain[0] == 0
    assert layout.xaxis.domain[1] < 0.7 < layout.xaxis2.domain[0]
    assert layout.xaxis2.domain[1] == 1
    assert (layout.xaxis2.anchor, layout.yaxis2.anchor) == ("y2", "x2")
    said = [getattr(layout, axis).title.text for axis in ("xaxis", "xaxis2", "yaxis", "yaxis2")]
    assert said == ["a", "b", "c", "d"]
    assert [note.text for note in layout.annotations] == ["Left", "Right"]
    assert layout.annotations[1].x == layout.xaxis2.domain[0]


def test_a_layout_of_two_panels_adds_to_theirs_notes_included():
    figure = theme.two_panels(
        titles=("Left", "Right"),
        layout={
            "xaxis": {"range": [0, 1]},
            "yaxis2": {"type": "log"},
            "annotations": [{"text": "a note", "x": 0, "y": 0}],
        },
        narrow={"data.0.showscale": False, "layout.height": 999},
    )
    layout = figure.layout
    assert [note.text for note in layout.annotations] == ["Left", "Right", "a note"]
    assert list(layout.xaxis.range) == [0, 1]
    assert layout.xaxis.domain[0] == 0
    assert (layout.yaxis2.type, layout.yaxis2.anchor) == ("log", "x2")
    assert layout.yaxis2.gridcolor == theme.GRID
    narrow = layout.meta["narrow"]
    assert narrow["data.0.showscale"] is False
    assert narrow["layout.height"] == 999
    assert narrow["layout.xaxis2.domain"] == [0.0, 1.0]


def test_on_a_phone_the_panels_stand_one_above_the_other_and_do_not_touch():
    layout = theme.two_panels(height=400).layout
    narrow = layout.meta["narrow"]
    assert narrow["layout.height"] > 400
    upper, lower = narrow["layout.yaxis.domain"], narrow["layout.yaxis2.domain"]
    assert 0 <= lower[0] < lower[1] < upper[0] < upper[1] <= 1
    assert narrow["layout.annotations.1.y"] == lower[1]
    assert narrow["layout.xaxis.domain"] == narrow["layout.xaxis2.domain"] == [0.0, 1.0]


# In the real app


@pytest.fixture(scope="module")
def figures():
    """Every figure of every lesson as it opens, in its big menus too."""
    seen = {}
    for slug in SLUGS:
        app = open_lesson(slug)
        seen |= charts(app)
        for group in list(app.button_group):
            if group.key in ("activations_family.functions", "gradient_descent_race.rules"):
                group.set_value(list(group.options))
                seen |= {f"{key}, all": chart for key, chart in charts(healthy(app.run())).items()}
    return seen


def strings(value, path=()):
    """Every text in a figure with where it stands; Plotly's template is not ours, and no trace leans on it."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("template", "bdata"):
                yield from strings(part, (*path, name))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from strings(part, (*path, i))
    elif isinstance(value, str):
        yield path, value


@cache
def known_colors():
    """Every color that theme.py spells out."""
    return {color.upper() for color in HEX.findall(repr(vars(theme)))}


def strange_colors(figure):
    """Colors in a figure that are none of the theme's."""
    for path, text in strings(figure):
        for color in HEX.findall(text):
            if color.upper()[:7] not in known_colors() and not in_cividis(path, figure):
                yield path, color
        names_a_color = "color" in str(path[-1]).lower() and not text.startswith("#")
        free = text in ("rgba(0,0,0,0)", "transparent", theme.SURFACE) or path[-1] in (
            "coloraxis",
            "colorbar",
            "coloring",
        )
        if names_a_color and not free:
            yield path, text
        if re.search(r"(?:rgb|hsl)a?\((?!0,0,0,0\))", text):
            yield path, text


def in_cividis(path, figure):
    """Whether the color belongs to the scale of surfaces, which Plotly spells out."""
    if "colorscale" not in path:
        return False
    part = figure
    for step in path[: path.index("colorscale") + 1]:
        part = part[step]
    cividis = Figure([Surface(colorscale=theme.SURFACE)], {}).data[0].colorscale
    return [tuple(stop) for stop in part] == [tuple(stop) for stop in cividis]


def test_no_figure_of_any_lesson_has_a_color_that_is_not_the_themes(figures):
    assert len(figures) >= 8
    for key, chart in figures.items():
        assert not list(strange_colors(chart.figure)), key


@pytest.mark.parametrize(
    "line",
    [{"color": "#123456"}, {"color": "red"}, {"color": "rgb(1,2,3)"}, {"color": "#abc"}],
)
def test_the_referee_sees_a_strange_color(line):
    assert list(strange_colors({"data": [{"type": "scatter", "line": line}], "layout": {}}))


def test_every_line_and_marker_says_its_own_color(figures):
    """One that does not takes Streamlit's placeholder for the first color: nearly black on any page."""
    for key, chart in figures.items():
        for trace in chart.figure["data"]:
            if trace["type"] not in ("scatter", "scatter3d", "bar"):
                continue
            mode = trace.get("mode", "lines+markers" if trace["type"] != "bar" else "bar")
            named = {part for part in ("line", "marker") if "color" in (trace.get(part) or {})}
            wanted = {"lines": "line", "markers": "marker", "bar": "marker"}
            needs = {part for word, part in wanted.items() if word in mode}
            assert needs <= named or named == {"marker"} or "line" in named, (
                key,
                trace.get("name"),
            )


def test_every_figure_can_go_dark_and_has_ink_for_its_text(figures):
    for key, chart in figures.items():
        layout = chart.figure["layout"]
        assert layout["meta"]["dark"] == theme.DARK, key
        assert layout["font"]["color"] == theme.INK, key
        assert layout["paper_bgcolor"] == "rgba(0,0,0,0)", key


def test_letters_are_in_ink_or_in_a_color_that_has_a_shade_for_letters(figures):
    """Paper is for letters on marks and bars, the ink of maps for those on maps."""
    read = {theme.INK, theme.PAPER, theme.ON_MAP} | {getattr(theme, name) for name in MEANINGS}
    for key, chart in figures.items():
        for path, text in strings(chart.figure):
            font = path[-1] == "color" and str(path[-2]).endswith("font")
            colors = [text] if font else re.findall(r"color:(#\w+)", text)
            assert set(colors) <= read, (key, path)


def test_points_of_many_sizes_have_a_rim_in_the_color_of_the_page_by_day_and_by_night():
    (look,) = theme.TEMPLATE["data"]["scatter"]
    assert look["marker"]["line"]["color"] in theme.DARK
    assert contrast(look["marker"]["line"]["color"], WHITE) < 1.1
    assert contrast(theme.DARK[look["marker"]["line"]["color"]], NIGHT) < 1.1
