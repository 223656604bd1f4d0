"""`python -m bench.photo [--pictures 7]`: from the shutter to saved, a picture of 12 megapixels.

A rep in a visit chooses a file as a phone's own camera hands it over (4032 x 3024, JPEG), with the
server away and the processor unslowed. Counted is what the app takes, not what she does: from the
file until its preview with the word on blur and light is shown, and from "use" until the picture is
in the phone's database, written strictly, and the viewfinder is closed. Goal: 600 ms together.
Drawn is a shelf with noise in it, so that the file is as large as a camera's. The page's own clock.
"""

import argparse
import io
import re
import statistics
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.day import LOGIN, Blind, ByAddress
from seed_data import pictures
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.pictures import noise

GOAL_MS = 600
WIDE, HIGH = 4032, 3024
QUALITY = 90

WATCH = """() => {
  const input = document.querySelector("dialog input[type=file]");
  const until = (met) => new Promise((done) => {
    const look = () =>
      requestAnimationFrame(met() ? () => setTimeout(done) : look);
    look();
  });
  window.shown = new Promise((done) => {
    input.addEventListener("change", async () => {
      const begun = performance.now();
      await until(() => document.querySelector("dialog .look"));
      done(performance.now() - begun);
    }, { once: true, capture: true });
  });
  window.kept = new Promise((done) => {
    document.addEventListener("click", async (event) => {
      if (!event.target.closest("dialog .use")) return;
      const begun = performance.now();
      await until(() => !document.querySelector("dialog[open]"));
      done(performance.now() - begun);
    }, { capture: true });
  });
}"""


def a_picture(path: Path, seed: int) -> Path:
    """A shelf as large as a phone's camera takes it."""
    size = (WIDE, HIGH)
    drawn = Image.open(io.BytesIO(pictures.shelf(seed, filled=True))).convert("RGB")
    grain = noise(WIDE // 2, HIGH // 2, seed).convert("RGB").resize(size)
    Image.blend(drawn.resize(size, Image.Resampling.LANCZOS), grain, 0.12).save(
        path, "JPEG", quality=QUALITY
    )
    return path


def measure(count: int) -> list[tuple[float, float]]:
    """ms until the preview, and ms until it is saved, of each picture."""
    with tempfile.TemporaryDirectory(prefix="xundian-photo-") as name, sync_playwright() as player:
        folder = Path(name)
        with running_on_sqlite(folder) as company:
            context = app.browser(player, folder / "profile")
            page = in_a_visit(company, context.pages[0])
            company.server.kill()
            files = [a_picture(folder / f"{n}.jpg", 700 + n) for n in range(count)]
            print(f"{count} pictures, {files[0].stat().st_size / 1e6:.1f} MB the first")
            found = [taken(page, file) for file in files]
            context.close()
    return found


def in_a_visit(company: Company, page: Page) -> Page:
    app.sign_in(page, company.server.url, LOGIN)
    rep = ByAddress(page, Blind())
    store = rep.stores(1)[0]
    app.kept_whole(page)
    rep.stand_at(page.context, LOGIN, store)
    rep.arrive(store)
    return page


def taken(page: Page, file: Path) -> tuple[float, float]:
    page.get_by_role("button", name=re.compile("^主货架（前）|^货架照")).first.click()
    dialog = page.get_by_role("dialog")
    page.wait_for_timeout(1000)  # what is warmed when the viewfinder opens is warm
    page.evaluate(WATCH)
    dialog.locator("input[type=file]").set_input_files(file)
    shown = float(page.evaluate("() => window.shown"))
    page.wait_for_timeout(500)
    why = dialog.get_by_role("group", name=re.compile("."))
    if why.count():
        why.get_by_role("button").first.click()
    dialog.locator("button.use").click()
    return shown, float(page.evaluate("() => window.kept"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.photo")
    parser.add_argument("--pictures", type=int, default=7)
    found = measure(parser.parse_args().pictures)
    for what, values in (
        ("file to preview", [shown for shown, _ in found]),
        ("use to saved", [kept for _, kept in found]),
        ("together", [shown + kept for shown, kept in found]),
    ):
        middle = statistics.median(values)
        goal = f", goal {GOAL_MS} {'ok' if middle <= GOAL_MS else 'MISSED'}"
        print(
            f"{what:16} {middle:7.0f} ms ({min(values):.0f} to {max(values):.0f})"
            f"{goal if what == 'together' else ''}"
        )


if __name__ == "__main__":
    main()
