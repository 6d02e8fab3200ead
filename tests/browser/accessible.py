"""What a reader without a mouse, or without sight, would stumble over on an open page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"
_FINDINGS = """
async (rules) => {
  const options = rules.length ? { runOnly: rules, rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: true }])) } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options });
  return violations.flatMap(({ id, nodes }) => nodes
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ target, html, failureSummary }) => `${id}: ${target.join(" ")}\\n${html.slice(0, 300)}\\n${failureSummary}`));
}
"""
# Every control that Tab should come to, and how each looks at rest. What has focus is looked at when the next Tab is pressed.
_WATCH = """
() => {
  const looks = (node) => {
    const near = [node, node.parentElement, node.parentElement.parentElement, ...node.querySelectorAll("*")].slice(0, 40);
    return near.map((part) => { const { outline, boxShadow, border, backgroundColor, color } = getComputedStyle(part); return [outline, boxShadow, border, backgroundColor, color]; }).join();
  };
  const all = [...document.querySelectorAll(".stApp :is(a[href], button, input, select, textarea, summary, canvas, [tabindex])")];
  const inReach = all.filter((node) => node.tabIndex >= 0 && !node.disabled && node.getClientRects().length && node.checkVisibility({ visibilityProperty: true }));
  const atRest = new Map(inReach.map((node) => [node, looks(node)]));
  const reached = new Set(), dim = new Set();
  const note = () => {
    const node = document.activeElement;
    reached.add(node);
    if (atRest.get(node) === looks(node)) dim.add(node);
  };
  document.addEventListener("keydown", note, true);
  window.tabbed = () => {
    document.removeEventListener("keydown", note, true);
    // One radio button, or pill, stands for its group: the arrow keys go on from there.
    const group = (node) => node.closest("[role=radiogroup], [role=toolbar], [role=grid]");
    const groups = new Set([...reached].map(group).filter(Boolean));
    const name = (node) => `${node.closest("[class*=st-key-]")?.className.match(/st-key-\\S+/)} ${node.outerHTML.slice(0, 200)}`;
    return [inReach.filter((node) => !reached.has(node) && !groups.has(group(node))), [...dim]].map((nodes) => nodes.map(name));
  };
  return inReach.length;
}
"""


def hold_still(page: Any) -> None:
    """Let colors change at once, so that none is judged on its way."""
    page.add_style_tag(content=_STILL)


def serious_findings(page: Any, *rules: str) -> list[str]:
    """What axe-core finds and calls serious or critical: by these of its rules, or by all that it has on."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(_FINDINGS, list(rules))


def missed_by_keyboard(page: Any) -> tuple[list[str], list[str]]:
    """Tab through the page: controls that never got the focus, and those that did not show that they had it."""
    in_reach = page.evaluate(_WATCH)
    page.evaluate("() => document.activeElement.blur()")
    for _ in range(in_reach + 10):  # a few more: what scrolls can be reached too
        page.keyboard.press("Tab")
    return page.evaluate("() => tabbed()")
