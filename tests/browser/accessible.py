"""What a reader without a mouse, or without sight, would stumble over on an open page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
# Rule and selector of what Streamlit does, and we cannot mend.
NOT_OURS = [
    ("list", "[data-testid=stSidebarNavItems]"),  # the menu of a narrow window: sections in a list
    ("listitem", "[data-testid=stSidebarNavItems] li"),
    # Formulas and tables that scroll have no tabindex, and Markdown lets us give them none. Browsers bring what
    # scrolls into the order of the Tab key by themselves.
    ("scrollable-region-focusable", ".katex-display"),
    ("scrollable-region-focusable", ".stMarkdown table"),
    ("scrollable-region-focusable", ".stTable > div"),
]
_STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"
# Formulas and drawings are thousands of nodes of which axe-core can say nothing: their letters are looked at by `pale_letters`.
_FINDINGS = """
async ([rules, excused]) => {
  const only = rules.length ? { runOnly: rules } : { rules: { "target-size": { enabled: true } } };
  const { violations, incomplete } = await axe.run({ exclude: [".katex", ".main-svg"] }, { elementRef: true, ...only });
  for (const { id, error } of incomplete) if (error) throw new Error(`${id} gave up: ${error.message}`); // it only whispers that
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => ({ id, ...node })));
  return found.filter(({ impact }) => ["serious", "critical"].includes(impact)).map(({ id, element, html, failureSummary }) => ({
    excuse: excused.findIndex(([rule, selector]) => rule === id && element.matches(selector)),
    text: `${id}: ${html.slice(0, 300)} ${failureSummary}`,
  }));
}
"""
_PALE = """
(colors) => [...document.querySelectorAll(".katex-html [style*=color], .main-svg text, .main-svg tspan")]
  .map((node) => [getComputedStyle(node)[node.closest("svg") ? "fill" : "color"], node.textContent])
  .filter(([color, letters]) => letters && colors.includes(color)).map(([, letters]) => letters)
"""
# Every control that Tab should come to, and how each looks at rest. What has the focus is looked at before Tab takes it away.
_WATCH = """
() => {
  document.activeElement.blur();
  const looks = (node) => [node, node.parentElement, node.parentElement.parentElement, ...node.querySelectorAll("*")]
    .slice(0, 40).map((part) => getComputedStyle(part))
    .map(({ outline, boxShadow, border, backgroundColor, color }) => [outline, boxShadow, border, backgroundColor, color]).join();
  const inReach = [...document.querySelectorAll(".stApp :is(a[href], button, input, select, textarea, summary, [tabindex])")]
    .filter((node) => node.tabIndex >= 0 && !node.disabled && node.getClientRects().length && node.checkVisibility({ visibilityProperty: true }));
  const atRest = new Map(inReach.map((node) => [node, looks(node)]));
  const reached = new Set(), unseen = new Set();
  const note = () => {
    const node = document.activeElement;
    reached.add(node);
    if (atRest.get(node) === looks(node)) unseen.add(node);
  };
  document.addEventListener("keydown", note, true);
  window.tabbed = () => {
    document.removeEventListener("keydown", note, true);
    // One radio button stands for its group: the arrow keys go on from there.
    const group = (node) => node.closest("[role=radiogroup], [role=toolbar], [role=grid]");
    const groups = new Set([...reached].map(group).filter(Boolean));
    const missed = inReach.filter((node) => !reached.has(node) && !groups.has(group(node)));
    const say = (problem) => (node) => `${problem}: ${node.closest("[class*=st-key-]")?.className} ${node.outerHTML.slice(0, 200)}`;
    return [...missed.map(say("not reached")), ...[...unseen].map(say("focus not seen"))];
  };
  return inReach.length;
}
"""


def hold_still(page: Any) -> None:
    """Let colors change at once, so that none is judged on its way."""
    page.add_style_tag(content=_STILL)


def unroll(page: Any) -> None:
    """Make the window as high as what is in it: axe-core passes over the colors of what is scrolled out of sight."""
    for _ in range(2):  # without a bar to scroll with, the lines are longer
        height = page.evaluate("() => document.querySelector('.stMain').scrollHeight")
        page.set_viewport_size(page.viewport_size | {"height": height})


def serious_findings(page: Any, *rules: str, excuses: set[tuple[str, str]]) -> list[str]:
    """What axe-core calls serious or critical: by these of its rules, or by all; the excuses used are added to ``excuses``."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_FINDINGS, [rules, NOT_OURS])
    excuses |= {NOT_OURS[one["excuse"]] for one in found if one["excuse"] >= 0}
    return [one["text"] for one in found if one["excuse"] < 0]


def pale_letters(page: Any, colors: list[str]) -> list[str]:
    """What formulas and charts write in one of these colors, which are for lines and have too little contrast for letters."""
    rgb = ["rgb({}, {}, {})".format(*bytes.fromhex(color[1:])) for color in colors]
    return page.evaluate(_PALE, rgb)


def lost_to_the_keyboard(page: Any) -> list[str]:
    """Tab through the page: controls that never got the focus, and those that did not show that they had it."""
    in_reach = page.evaluate(_WATCH)
    for _ in range(in_reach + 10):  # a few more, for what can scroll
        page.keyboard.press("Tab")
    return page.evaluate("() => tabbed()")
