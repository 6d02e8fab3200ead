"""A hunt for chords, in words, formulas and tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ui.numerals import tex

if TYPE_CHECKING:
    from core.landscape import Point, Surface
    from core.studies.loss_surfaces.chord import Chord, Hunt, Profile


def tell_hunt(surface: Surface, hunt: Hunt, share: float) -> str:
    """What came of the hunt, and how much of the map bends down some way."""
    if hunt.outcome == "not convex":
        said = f"{hunt.failed:,} of {hunt.tried:,} chords {'dips' if hunt.failed == 1 else 'dip'} under the ground: not convex, and one would do."
    elif hunt.outcome == "convex":
        said = f"None of {hunt.tried:,} chords dips under the ground, and none can: convex. {hunt.proof}"
    else:
        said = f"None of {hunt.tried:,} chords dips under the ground, which proves nothing."
    shaded = (
        f"Shaded: {100 * share:.3g} % of the map, where the ground bends down some way (λ₁ < 0)."
        if share
        else "Nowhere does the ground bend down (λ₁ ≥ 0)."
    )
    return f"{surface.label}: {said} {shaded}"


def tell_chord(chord: Chord, *, mine: bool) -> str:
    """The chord that is shown, at the place that is marked."""
    (a_x, a_y), (b_x, b_y) = chord.a, chord.b
    ends = f"From b ({b_x:.4g}, {b_y:.4g}) to a ({a_x:.4g}, {a_y:.4g})"
    if chord.gap > 0:
        said = f"at t = {chord.t:.3g} the ground, {chord.ground:.4g}, stands {chord.gap:.4g} above the chord, {chord.chord:.4g}."
    else:
        said = f"the ground stays under the chord; halfway, at {chord.ground:.4g}, by {abs(chord.gap):.4g}."
    return f"{ends}: {said}" + (" A click on the map moves the nearer end." if mine else "")


def with_numbers(chord: Chord, straight: str, ground: str) -> str:
    """The definition of convexity with the numbers of this chord."""
    (a_x, a_y), (b_x, b_y) = chord.a, chord.b
    x, y = chord.t * chord.a + (1 - chord.t) * chord.b
    sign = ">" if chord.gap > 0 else r"\le"
    return (
        rf"\textcolor{{{ground}}}{{f({tex(x)},\, {tex(y)}) = {tex(chord.ground)}}} \;{sign}\; "
        rf"\textcolor{{{straight}}}{{{tex(chord.t, 3)}\, f({tex(a_x)},\, {tex(a_y)}) + {tex(1 - chord.t, 3)}\, f({tex(b_x)},\, {tex(b_y)}) = {tex(chord.chord)}}}"
    )


def nearer(place: Point, ends: Mapping[str, Point], window: tuple[Point, Point]) -> str:
    """The name of the end that is nearer to a place, as seen on the map."""
    sides = [high - low for low, high in window]

    def far(name: str) -> float:
        return math.hypot(*((p - e) / s for p, e, s in zip(place, ends[name], sides, strict=True)))

    return min(ends, key=far)


def table_of_profile(profile: Profile) -> dict[str, Any]:
    """The way along the chord, a row a place."""
    return {name: getattr(profile, name) for name in ("t", "x", "y", "ground", "chord")}


def printing(
    surface: Surface, formula: str, data: Mapping[str, Any], count: int, seed: int, chord: Chord
) -> str:
    """The end of a script: the surface, the hunt, and the chord that is shown."""
    given = "".join(f", {name}=np.array({list(v.tolist())!r})" for name, v in data.items())
    return f"""
class Ground:
    key, window = {surface.key!r}, {surface.window!r}
    value = staticmethod(partial({formula}{given}))


hunt = hunt_chord(Ground, {count}, seed={seed})
print("outcome", hunt.outcome, "failed", hunt.failed, "tried", hunt.tried)
chord = chord_between(Ground, np.array({chord.a.tolist()!r}), np.array({chord.b.tolist()!r}))
print("t", chord.t, "ground", chord.ground, "chord", chord.chord, "gap", chord.gap)
"""
