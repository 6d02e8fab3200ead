"""Links made to do harm: bad values for a control, from its kind and its range."""

from __future__ import annotations

import random
import re
from typing import Any

MARK = "glasshostile"  # stands in whatever is written to be taken for something else
CODE = re.compile(b"`[^`]*`")
MARKUP = [
    f"<img src=x onerror=\"document.title='{MARK}'\">",
    f"</style><script>document.title='{MARK}'</script>",
    f"![{MARK}](//127.0.0.1/{MARK}.png)",
    f"[{MARK}](javascript:{MARK})",
    f"$\\href{{javascript:{MARK}}}{{x}}$",
    f"{{{{{MARK}}}}} ${{{MARK}}} %s%n",
]
NO_VALUE = [
    "",
    " ",
    "abc",
    "null",
    "nan",
    "inf",
    "-Infinity",
    "1e309",
    "[1, 2]",
    "0x10",
    "1;2",
    "x" * 10_000,
    "\0",
    "a\0b\r\nc",
    "%zz%00%",
    "\ufeff\u202e\U0001f600é",
    "__import__('os')",
    *MARKUP,
    ["abc", "nan"],
    ["inf", ""],
    [MARKUP[0]] * 40,
]
TEXTS = [
    *NO_VALUE,
    "1e308," * 9,
    ",".join(["1"] * 5_000),
    "(" * 300,
    "a=1e999, b=nan",
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "9" * 400,
]
WORDS = {
    f"{MARK}": "1",
    f"<b>{MARK}</b>": "<script>",
    "": "1",
    "hide": f"steps,{MARKUP[1]},{'x' * 10_000}",
    "embed_options": MARKUP[1],
    "__proto__": "1",
}


def bad_values(control: Any) -> list[str | list[str]]:
    """What no link should say of this control."""
    if control.type in ("text_input", "text_area"):
        return TEXTS
    if control.type in ("number_input", "slider"):
        step = control.step or 1
        beyond = [control.min - step, control.max + step, -1e300, 1e300]
        return [*NO_VALUE, *map(str, beyond), "9" * 10_000, [str(control.max), "abc"]]
    foreign = [*NO_VALUE, "-1", "0", "1", "1e300", "True "]
    return [value for value in foreign if value not in getattr(control, "options", ())]


def bad_link(controls: list[Any], seed: str) -> dict[str, str | list[str]]:
    """A bad value for every control by its name in the link, and names that nothing answers to."""
    rng = random.Random(seed)
    return WORDS | {control.key: rng.choice(bad_values(control)) for control in controls}


def echoes(app: Any) -> list[str]:
    """What the page repeats of `MARK` outside the boxes that the reader types into, and not as code."""
    return [
        f"{node.type}: {node.proto}"
        for node in app.main
        if node.type not in ("text_input", "text_area")
        and hasattr(node.proto, "SerializeToString")
        and MARK.encode() in CODE.sub(b"", node.proto.SerializeToString())
    ]
