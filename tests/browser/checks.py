"""What every page must stand up to. Each check returns what is wrong, in words; nothing is good."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from playwright.sync_api import Page

MODULES = Path(__file__).parent / "node_modules"
NO_MODULES = "The page checkers from npm are not installed: run `make test`, or `npm ci` in tests/browser."

_AXE = """
async () => {
  const result = await axe.run(document, { resultTypes: ["violations"] });
  return result.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
"""

_TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  const scrolls = element => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  const wrong = [];
  if (document.documentElement.scrollWidth > width)
    wrong.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    // One pixel wide and clipped is how text is hidden from sight but not from screen readers.
    if (box.width <= 1 || !element.checkVisibility() || scrolls(element)) continue;
    if (box.right > width + 0.5 || box.left < -0.5) {
      const style = getComputedStyle(element);
      const offstage = style.position === "absolute" || style.position === "fixed";
      if (!offstage) wrong.push(`${element.tagName}.${element.className} from ${box.left} to ${box.right}`);
    }
  }
  return wrong;
}
"""

_INTERACTIVE = """
() => {
  const all = document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^='-']), [contenteditable]");
  window.interactive = [...all].filter(element =>
    !element.disabled && !element.closest("[inert]") && element.type !== "hidden" &&
    element.checkVisibility({ visibilityProperty: true }));
  window.look = element => {
    const style = getComputedStyle(element);
    return {
      outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
        ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : "",
      shadow: style.boxShadow,
    };
  };
  window.before = window.interactive.map(window.look);
  return window.interactive.map(element =>
    `${element.tagName.toLowerCase()} “${(element.innerText || element.ariaLabel || "").trim()}” ` +
    `${element.getAttribute("href") || ""}`);
}
"""

_FOCUSED = """
() => {
  const element = document.activeElement;
  const index = window.interactive.indexOf(element);
  if (index < 0) return [index, element === document.body ? "" : element.outerHTML.slice(0, 200)];
  const now = window.look(element), before = window.before[index];
  const clear = colour => /rgba\\(.*, 0\\)|transparent/.test(colour);
  const ring = now.outline && !clear(now.outline) && now.outline !== before.outline;
  const glow = now.shadow !== "none" && now.shadow !== before.shadow;
  const wrong = [];
  if (!ring && !glow) wrong.push("has no focus indicator");
  let opacity = 1;
  for (let up = element; up; up = up.parentElement) opacity *= parseFloat(getComputedStyle(up).opacity);
  if (opacity < 0.5) wrong.push(`is all but invisible (opacity ${opacity})`);
  const box = element.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) wrong.push("has no size");
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    wrong.push("is outside of the window");
  return [index, wrong.join(", ")];
}
"""

_STYLED = """
() => {
  const sheets = [...document.styleSheets];
  const look = () => JSON.stringify(["fontFamily", "lineHeight", "margin", "color", "maxWidth"]
    .map(name => getComputedStyle(document.body)[name]));
  const styled = look();
  for (const sheet of sheets) sheet.disabled = true;
  const bare = look();
  for (const sheet of sheets) sheet.disabled = false;
  return sheets.length > 0 && styled !== bare;
}
"""

# Buttons are left out: what needs a script to work (to print, say) is put there by the script.
_TEXT = """
() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const button of main.querySelectorAll("button")) button.remove();
  return main.textContent.split(/\\s+/).join(" ").trim();
}
"""


def axe_violations(page: Page) -> list[str]:
    """What axe-core holds against a page, with all rules that it runs by default."""
    script = MODULES / "axe-core" / "axe.min.js"
    assert script.is_file(), NO_MODULES
    page.evaluate(script.read_text("utf-8"))
    return cast("list[str]", page.evaluate(_AXE))


def too_wide(page: Page) -> list[str]:
    """The page, or what is in it, where it is wider than the window and does not scroll by itself."""
    return cast("list[str]", page.evaluate(_TOO_WIDE))


def keyboard_faults(page: Page) -> list[str]:
    """Interactive elements that Tab does not reach, or that do not show that they have the focus."""
    names = cast("list[str]", page.evaluate(_INTERACTIVE))
    reached: set[int] = set()
    wrong: list[str] = []
    for _ in range(len(names) + 3):
        page.keyboard.press("Tab")
        index, fault = cast("tuple[int, str]", tuple(page.evaluate(_FOCUSED)))
        if index < 0:
            if fault:
                wrong.append(f"Tab reaches what is not interactive: {fault}")
                continue
            break
        if index in reached:
            break
        reached.add(index)
        if fault:
            wrong.append(f"{names[index]} {fault}")
    wrong += [f"{name} is not reached by Tab" for index, name in enumerate(names) if index not in reached]
    return wrong if names else ["the page has nothing to reach"]


def main_text(page: Page) -> str:
    """The words of the main part of a page, its buttons left out."""
    return cast("str", page.evaluate(_TEXT))


def is_styled(page: Page) -> bool:
    """Whether the stylesheet really applies: the page looks otherwise when it is switched off."""
    return cast("bool", page.evaluate(_STYLED))
