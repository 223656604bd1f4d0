"""axe over every screen that a journey reaches."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent.parent / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
STILL = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => null))).then(() => true)"""
RUN = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"


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
        # Evaluated by the debugger, for the app's own policy lets no foreign script in.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text())
        violations: list[dict[str, Any]] = page.evaluate(RUN)
        for one in violations:
            for node in one["nodes"][:3]:
                self.found.append(f"{name}: {one['id']}: {node['html'][:160]}")
