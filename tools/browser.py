"""Find a Chromium, or get one: `python -m tools.browser` prints its path.

Order: $CHROMIUM, an installed one, Debian's package where it may be installed, Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "No Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM to its path."


def installed() -> str | None:
    """Path of a Chromium that is there already."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def from_debian() -> str | None:
    """Debian's package, where this user may install it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    packages = ["chromium", "fonts-noto-cjk"]
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        check=False,
        **quiet,  # type: ignore[call-overload]
    )
    return installed()


def from_playwright() -> str | None:
    """Playwright's own download."""
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str:
    """Path of a Chromium; exits with one line of advice when there is none to be had."""
    path = installed() or from_debian() or from_playwright()
    if path is None:
        raise SystemExit(ADVICE)
    return path


if __name__ == "__main__":
    print(find())
