"""The partial derivatives of every surface and of every cost, in symbols."""

MISS, HIT = r"\tfrac{2}{n} \sum_i (w x_i + b - y_i)", r"\tfrac{1}{n} \sum_i (p_i - y_i)"
WAVES = r"e^{(\cos 2\pi x + \cos 2\pi y)/2}"
# Key -> along the first parameter, along the second, and what the letters stand for.
PARTIALS = {
    "bowl": ("2x", "2y", ""),
    "ravine": ("2x", r"2\kappa y", ""),
    "regression": (rf"{MISS}\, x_i", MISS, ""),
    "hidden_unit": (
        r"\tfrac{2}{n} \sum_i (v t_i - y_i)\, v (1 - t_i^2)\, x_i",
        r"\tfrac{2}{n} \sum_i (v t_i - y_i)\, t_i",
        r"t_i = \tanh(w x_i)",
    ),
    "booth": ("10x + 8y - 34", "8x + 10y - 38", ""),
    "matyas": ("0.52x - 0.48y", "0.52y - 0.48x", ""),
    "saddle": ("2x", "-2y", ""),
    "monkey_saddle": ("3x^2 - 3y^2", "-6xy", ""),
    "plateau": (r"x\, e^{-(x^2 + y^2)/2}", r"y\, e^{-(x^2 + y^2)/2}", ""),
    "rosenbrock": ("-2(1 - x) - 400x(y - x^2)", "200(y - x^2)", ""),
    "himmelblau": (
        "4x(x^2 + y - 11) + 2(x + y^2 - 7)",
        "2(x^2 + y - 11) + 4y(x + y^2 - 7)",
        "",
    ),
    "beale": (
        "2(y - 1)(1.5 - x + xy) + 2(y^2 - 1)(2.25 - x + xy^2) + 2(y^3 - 1)(2.625 - x + xy^3)",
        "2x(1.5 - x + xy) + 4xy(2.25 - x + xy^2) + 6xy^2(2.625 - x + xy^3)",
        "",
    ),
    "camel": ("8x - 8.4x^3 + 2x^5 + y", "x - 8y + 16y^3", ""),
    "rastrigin": (r"2x + 20\pi \sin 2\pi x", r"2y + 20\pi \sin 2\pi y", ""),
    "ackley": (
        rf"\tfrac{{2x}}{{r}}\, e^{{-0.2r}} + \pi \sin 2\pi x\, {WAVES}",
        rf"\tfrac{{2y}}{{r}}\, e^{{-0.2r}} + \pi \sin 2\pi y\, {WAVES}",
        r"r = \sqrt{(x^2 + y^2)/2}",
    ),
    "line": (rf"{MISS}\, x_i", MISS, ""),
    "logistic": (rf"{HIT}\, x_i", HIT, ""),
    "logistic_pair": (rf"{HIT}\, x_{{i1}}", rf"{HIT}\, x_{{i2}}", ""),
}
LONG = 24  # letters, above which each has a row of its own


def partials(key: str, names: tuple[str, str]) -> str:
    """Both partial derivatives of a surface as formulas, one beside the other or one below the other."""
    *both, meaning = PARTIALS[key]
    rows = [
        rf"\tfrac{{\partial f}}{{\partial {n}}} = {f}" for n, f in zip(names, both, strict=True)
    ]
    between = r" \\ " if max(map(len, both)) > LONG else r",\quad "
    return between.join(rows) + (rf",\quad {meaning}" if meaning else "")
