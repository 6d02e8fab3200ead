"""The small pictures of the map: valid SVG, everything inside the box, readable on light and on dark."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from charts import theme, thumbnail
from charts.thumbnail import HEIGHT, WIDTH
from core.landscape import Grid
from core.studies import examples

SVG = "{http://www.w3.org/2000/svg}"
SPILL = 0.5  # cells overlap a little, so that no gap shows between them


def parts(text, tag):
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    return root.findall(f"{SVG}{tag}")


def corners(line):
    return np.array([[float(v) for v in pair.split(",")] for pair in line.get("points").split()])


def extent(part):
    """Left, top, right and bottom of a part of the picture."""
    number = {name: float(part.get(name)) for name in part.attrib if is_number(part.get(name))}
    if part.tag == f"{SVG}polyline":
        points = corners(part)
        return *points.min(axis=0), *points.max(axis=0)
    if part.tag == f"{SVG}circle":
        x, y, r = number["cx"], number["cy"], number["r"]
        return x - r, y - r, x + r, y + r
    if part.tag == f"{SVG}rect":
        x, y = number["x"], number["y"]
        return x, y, x + number["width"], y + number["height"]
    if part.tag == f"{SVG}line":
        xs, ys = (number["x1"], number["x2"]), (number["y1"], number["y2"])
        return min(xs), min(ys), max(xs), max(ys)
    return number["x"], number["y"], number["x"], number["y"]


def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def assert_inside(text):
    for part in ElementTree.fromstring(text):
        left, top, right, bottom = extent(part)
        assert min(left, top) >= -SPILL
        assert right <= WIDTH + SPILL
        assert bottom <= HEIGHT + SPILL


def pictures():
    """The pictures of the welcome page, made as it makes them."""
    z, bends = examples.three_bends()
    grid, walks = examples.a_race()
    return {
        "images": thumbnail.images(*examples.a_filtered_digit()),
        "pooled": thumbnail.images(*examples.a_pooled_digit(), signed=False),
        "curves": thumbnail.curves(
            z, dict(zip((theme.FORWARD, theme.GRADIENT, theme.TARGET), bends.values(), strict=True))
        ),
        "valleys": thumbnail.paths(examples.four_valleys(), {}),
        "race": thumbnail.paths(
            grid, {theme.style(key)["color"]: walk.points for key, walk in walks.items()}
        ),
        "network": thumbnail.network(examples.a_backward_pass()),
        "reading": thumbnail.reading(*examples.a_digit_read()),
    }


@pytest.fixture(scope="module")
def shown():
    return pictures()


@pytest.mark.parametrize("name", ["images", "curves", "valleys", "race", "network", "reading"])
def test_every_picture_is_valid_and_inside_its_box(shown, name):
    assert len(ElementTree.fromstring(shown[name])) > 2
    assert_inside(shown[name])
    assert not re.search(r"nan|inf", shown[name])


def test_the_referee_sees_what_is_outside():
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    outside = f'<svg xmlns="{SVG[1:-1]}" {box}><circle cx="5" cy="50" r="11"/></svg>'
    with pytest.raises(AssertionError):
        assert_inside(outside)


def test_the_same_results_make_the_same_picture(shown):
    assert pictures() == shown


def test_curves_fill_the_box_with_y_upwards_each_in_its_color():
    x = np.array([0.0, 1.0, 2.0])
    lines = {"#111111": np.array([0.0, 5.0, 10.0]), "#222222": np.array([10.0, 10.0, 0.0])}
    first, second = parts(thumbnail.curves(x, lines), "polyline")
    assert (first.get("stroke"), second.get("stroke")) == ("#111111", "#222222")
    np.testing.assert_allclose(corners(first), [[8, 102], [100, 55], [192, 8]])
    np.testing.assert_allclose(corners(second), [[8, 8], [100, 8], [192, 102]])


def test_points_set_the_window_and_stay_inside_it():
    x = np.linspace(0, 1, 5)
    dots = np.array([0.0, 0.5, 1.0]), np.array([1.0, 3.0, 2.0])
    text = thumbnail.curves(x, {"#111111": 100 * x}, points=dots)
    places = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in parts(text, "circle")]
    np.testing.assert_allclose(places, [(8, 102), (100, 8), (192, 55)])
    assert (
        corners(parts(text, "polyline")[0])[-1, 1] < 0
    )  # what leaves the window leaves the picture


def test_a_walk_goes_over_the_landscape_where_it_went():
    grid = Grid(
        np.linspace(0, 4, 6), np.linspace(0, 2, 6), np.add.outer(np.arange(6.0), np.ones(6))
    )
    walk = np.array([[0.0, 0.0], [2.0, 1.0], [4.0, 2.0]])
    (line,) = parts(thumbnail.paths(grid, {"#123456": walk}), "polyline")
    np.testing.assert_allclose(corners(line), [[8, 102], [100, 55], [192, 8]])
    assert line.get("stroke") == "#123456"


def test_bands_cover_the_whole_box_and_low_ground_is_the_deepest():
    values = np.add.outer(np.arange(10.0) ** 2, np.zeros(7))  # low below, high above
    grid = Grid(np.arange(7.0), np.arange(10.0), values)
    cells = parts(thumbnail.paths(grid, {}), "rect")
    assert len(cells) == 10  # neighbors of one height are one
    area = sum(float(c.get("width")) * float(c.get("height")) for c in cells)
    np.testing.assert_allclose(area, WIDTH * HEIGHT, rtol=0.05)
    by_height = sorted(cells, key=lambda cell: float(cell.get("y")))
    depth = [float(cell.get("fill-opacity")) for cell in by_height]
    assert depth == sorted(depth)  # downwards in the picture the ground falls
    assert depth[0] < depth[-1]
    assert 0 < min(depth) < max(depth) <= 1


def test_images_are_gray_from_black_to_white_and_signed_from_blue_to_orange():
    left = np.array([[0.0, 1.0], [0.5, 0.2]])
    right = np.array([[-4.0, 0.0], [2.0, 4.0]])
    cells = parts(thumbnail.images(left, right), "rect")
    fills = [cell.get("fill") for cell in cells]
    assert fills[:4] == ["rgb(0,0,0)", "rgb(255,255,255)", "rgb(127,127,127)", "rgb(51,51,51)"]
    ends = {0.0: theme.SIGNED[0][1], 1.0: theme.SIGNED[-1][1]}
    rgb = {at: tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for at, c in ends.items()}
    assert fills[4] == "rgb({},{},{})".format(*rgb[0.0])
    assert fills[5] == "rgb(255,255,255)"
    assert fills[7] == "rgb({},{},{})".format(*rgb[1.0])


def test_unsigned_images_are_both_gray():
    cells = parts(thumbnail.images(np.eye(2), np.array([[0.0, 0.5]]), signed=False), "rect")
    assert [c.get("fill") for c in cells[4:]] == ["rgb(0,0,0)", "rgb(127,127,127)"]


def test_an_image_of_zeros_is_white():
    cells = parts(thumbnail.images(np.ones((2, 2)), np.zeros((2, 2))), "rect")
    assert {cell.get("fill") for cell in cells[4:]} == {"rgb(255,255,255)"}


def test_pixels_stand_row_by_row_beside_each_other_and_the_images_apart():
    text = thumbnail.images(np.eye(3), np.eye(3))
    cells = [(float(c.get("x")), float(c.get("y"))) for c in parts(text, "rect")]
    assert cells[0][0] < cells[1][0]
    assert cells[0][1] == cells[1][1] < cells[3][1]
    assert max(x for x, _ in cells[:9]) + 82 / 3 < min(x for x, _ in cells[9:])
    assert_inside(text)


def test_a_network_has_its_units_and_a_line_a_weight_thicker_and_colored_by_its_sign():
    weights = [np.array([[1.0, -2.0], [0.5, 0.0], [4.0, 1.0]]), np.array([[-4.0], [2.0]])]
    text = thumbnail.network(weights)
    lines, units = parts(text, "line"), parts(text, "circle")
    assert len(units) == 3 + 2 + 1
    assert len(lines) == 6 + 2
    width = [float(line.get("stroke-width")) for line in lines]
    np.testing.assert_allclose(
        width, [1 + 5 * abs(w) / 4 for layer in weights for w in layer.ravel()], atol=0.051
    )
    assert lines[0].get("stroke") == lines[4].get("stroke") == theme.GRADIENT
    assert lines[1].get("stroke") == lines[6].get("stroke") == theme.FORWARD
    places = {(unit.get("cx"), unit.get("cy")) for unit in units}
    for line in lines:
        assert (line.get("x1"), line.get("y1")) in places
        assert (line.get("x2"), line.get("y2")) in places


def test_every_color_of_the_welcome_page_is_of_the_theme_or_a_pixel(shown):
    known = set(re.findall(r"#[0-9A-Fa-f]{6}", repr(vars(theme))))
    for name, text in shown.items():
        colors = set(re.findall(r"(?:fill|stroke)=\"([^\"]+)\"", text)) - {"none"}
        assert all(
            c in known or (name in ("images", "pooled", "reading") and c.startswith("rgb("))
            for c in colors
        ), name
