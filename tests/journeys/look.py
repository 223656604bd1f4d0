"""axe over every screen that a journey reaches, and a closer look in every theme."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent.parent / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
STILL = """async () => {
  const moving = () => document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
  do {
    await Promise.all(moving().map((one) => one.finished.catch(() => null)));
    for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
  } while (moving().some((one) => one.playState === "running"));
  return true;
}"""
"""Until two frames pass with nothing under way: a screen just gone to has not begun to move."""
RUN = """async (options) =>
  (await axe.run(document, { resultTypes: ["violations"], ...options })).violations"""
ALL: dict[str, Any] = {
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
}
"""Every rule axe has switched on, the size of what a finger must hit, and that whoever speaks to
the phone can say what is written there."""
WORDS: dict[str, Any] = {
    "runOnly": ["label-content-name-mismatch", "button-name", "link-name", "label", "html-has-lang"]
}
"""What another language can spoil on a screen that was looked at whole in one."""
CONTRAST: dict[str, Any] = {"runOnly": ["color-contrast"]}
THEMES = ("light", "dark", "sun")
NARROW_PX = 320
ODD = re.compile(r"undefined|null|NaN|\[object|\{\w+\}|\b[a-z][a-z_]+\.[a-z][a-z_]+\b(?!\.)")
"""What a screen says when a word or a number is missing: the key, the hole, the bare value."""
LOGIN = re.compile(r"\b(?:rep|sup|spc|mgr|clk|drv|adm|desk)\.\w+")
WIDE = """() => [...document.querySelectorAll("main, main *, dialog, dialog *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .filter((one) => !one.closest(".slide, .clip, svg, .sr, table"))
  .map((one) => one.outerHTML.slice(0, 120)).slice(0, 3)"""


SEEN: set[str] = set()
"""What journeys of this process all pass by, and one of them has looked at."""


class Looked:
    """The screens looked at, and what was found on them."""

    def __init__(self) -> None:
        self.screens: list[str] = []
        self.found: list[str] = []

    def at(self, page: Page, name: str) -> None:
        """Look once at each screen, when nothing moves any more."""
        if name in self.screens:
            return
        self.screens.append(name)
        page.evaluate(STILL)
        self._axe(page, name, {})

    def in_passing(self, page: Page, name: str) -> None:
        """A screen on the way of every journey, and in test_every_screen.py as well: the first to
        pass looks at it, and says at once what it has found, for others will not look again."""
        if name not in SEEN:
            SEEN.add(name)
            self.at(page, name)
            assert self.found == [], self.found

    def every_way(self, page: Page, name: str, themes: tuple[str, ...] = THEMES) -> None:
        """All of axe, contrast in each theme, no word missing, nothing cut off at 320 px. Without
        themes: only what words can spoil."""
        self.screens.append(name)
        page.evaluate(STILL)
        self._axe(page, name, ALL if themes else WORDS)
        theme = page.evaluate("() => document.documentElement.dataset.theme")
        for one in themes:
            if one != theme:
                page.evaluate("name => document.documentElement.dataset.theme = name", one)
                page.evaluate(STILL)
                self._axe(page, f"{name} ({one})", CONTRAST)
        page.evaluate("name => document.documentElement.dataset.theme = name", theme)
        text = LOGIN.sub("", page.locator("dialog[open], main").last.inner_text())
        self.found += [f"{name}: says {odd.group()!r}" for odd in ODD.finditer(text)]
        size = page.viewport_size
        assert size is not None
        if size["width"] < 500:
            page.set_viewport_size({"width": NARROW_PX, "height": size["height"]})
            page.evaluate(STILL)
            for html in page.evaluate(WIDE):
                self.found.append(f"{name}: wider than {NARROW_PX} px: {html}")
            page.set_viewport_size(size)

    def _axe(self, page: Page, name: str, options: dict[str, Any]) -> None:
        # Evaluated by the debugger, for the app's own policy lets no foreign script in.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text())
        found = self._once(page, name, options)
        if found:
            # axe takes a second, in which a list may begin to fade in behind its back: what is
            # wrong with a screen is wrong with it still when that has come to rest.
            page.evaluate(STILL)
            again = self._once(page, name, options)
            found = [one for one in found if one in again]
        self.found += found

    def _once(self, page: Page, name: str, options: dict[str, Any]) -> list[str]:
        violations: list[dict[str, Any]] = page.evaluate(RUN, options)
        return [
            f"{name}: {one['id']}: {node['html'][:160]}"
            for one in violations
            for node in one["nodes"][:3]
        ]
