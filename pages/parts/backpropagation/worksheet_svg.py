"""A worksheet's picture for the printed page: plain SVG, no script and no network."""

from html import escape

WIDE, LINE, DISC = 165, 15, 31
ROOM = 66


def draw(scene, pitch):
    """The scene as an SVG element."""
    low, high = scene.lanes

    def at(along, lane):
        return ROOM + WIDE * along, ROOM + 14 + pitch * (lane - low)

    width, height = 2 * ROOM + WIDE * scene.length, 2 * ROOM + 34 + pitch * (high - low)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'style="max-width:{width:.0f}px;width:100%" role="img" aria-label="The graph of the problem">'
    ]
    for wire in scene.wires:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*spot) for spot in wire.way))
        parts.append(f'<polyline points="{points}" fill="none" stroke="#888"/>')
    for wire in scene.wires:
        (a0, l0), (a1, l1) = wire.way[0], wire.way[-1]
        x, y = at(a0 + wire.share * (a1 - a0), l0 + wire.share * (l1 - l0))
        parts += block(wire.words, x, y - LINE * (len(wire.words) - 1) / 2)
    for spot in scene.spots:
        x, y = at(spot.along, spot.lane)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DISC}" fill="#fff" stroke="#444" stroke-width="{2 if spot.open else 1}"/>'
        )
        parts += block(spot.inside, x, y - LINE * (len(spot.inside) - 1) / 2)
        parts += block(spot.above, x, y - DISC - 10 - LINE * (len(spot.above) - 1))
        parts += block(spot.below, x, y + DISC + 12)
    return "".join([*parts, "</svg>"])


def block(lines, x, y):
    """Some lines of text below one another, each with paper behind it."""
    for i, (text, color) in enumerate(lines):
        yield (
            f'<text x="{x:.1f}" y="{y + LINE * i:.1f}" fill="{color}" text-anchor="middle" '
            f'dominant-baseline="central" stroke="#fff" stroke-width="4" paint-order="stroke">{escape(text)}</text>'
        )
