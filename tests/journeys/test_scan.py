"""A code before the camera finds its row on the shelf, without a network; typed digits do, too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tools.browser import find

REP = "rep.cc01"
FOREIGN = "4006381333931"
WIDTH, HEIGHT = 640, 480
LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011",
        "0110001", "0101111", "0111011", "0110111", "0001011")  # fmt: skip
PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG",
          "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")  # fmt: skip
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def named(sku: dict[str, str]) -> str:
    return f"{sku['name']} {sku['pack']}"


def bars(gtin: str) -> str:
    """EAN-13 as modules, 1 for black (GS1 General Specifications, 5.2.1)."""
    flipped = {"0": "1", "1": "0"}

    def right(digit: str) -> str:
        return "".join(flipped[bit] for bit in LEFT[int(digit)])

    halves = zip(PARITY[int(gtin[0])], gtin[1:7], strict=True)
    left = "".join(LEFT[int(d)] if kind == "L" else right(d)[::-1] for kind, d in halves)
    return f"101{left}01010{''.join(map(right, gtin[7:]))}101"


def filmed(gtin: str, file: Path) -> Path:
    """What a camera sees that is held before the code, slightly askew: a film of one frame."""
    code = Image.new("L", (WIDTH, HEIGHT), 205)
    draw = ImageDraw.Draw(code)
    draw.rectangle((90, 120, 550, 360), fill=255)
    for n, bit in enumerate(bars(gtin)):
        if bit == "1":
            draw.rectangle((130 + n * 4, 150, 133 + n * 4, 330), fill=20)
    frame = code.rotate(4, fillcolor=205, resample=Image.Resampling.BILINEAR)
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
    file.write_bytes(head + frame.tobytes() + grey)
    return file


def test_a_code_before_the_camera_opens_its_row_offline(company: Company, tmp_path: Path) -> None:
    film = filmed(FOREIGN, tmp_path / "code.y4m")
    args = [*app.ARGS, f"--use-file-for-fake-video-capture={film}"]
    with app.playing() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=args)
        scans(company, app.window(browser), film)
        browser.close()


def scans(company: Company, page: Page, film: Path) -> None:
    looked = Looked()
    app.sign_in(page, company.server.url, REP)
    rep = Rep(page, looked)
    store = rep.stores(1)[0]
    rep.stand_at(page.context, REP, store)
    rep.arrive(store)
    app.kept_whole(page)
    page.get_by_role("link", name=re.compile("^货架检查")).click()
    page.locator("main li").nth(4).wait_for()
    row = page.locator("main li").nth(4)
    name = row.get_by_role("group").get_attribute("aria-label") or ""
    skus = {
        row["body"]["gtin"]: row["body"] for row in app.held(page, REP, "rows")
        if row["entity"] == "sku"
    }  # fmt: skip
    (gtin,) = [gtin for gtin, sku in skus.items() if name == named(sku)]

    # The first time with a network: the reader comes, and calls a foreign code foreign.
    page.get_by_role("button", name="扫商品条码").click()
    scan = page.get_by_role("dialog")
    scan.get_by_text(f"{FOREIGN} 不在商品目录里").wait_for(timeout=app.LONG_MS)
    looked.every_way(page, "扫码")
    box = scan.get_by_role("textbox", name=re.compile("^扫不出"))
    box.fill("9999")
    scan.get_by_text("没有商品的条码以 9999 结尾").wait_for()
    box.fill(gtin[-5:])
    scan.get_by_role("button", name=name).click()
    sheet = page.get_by_role("dialog", name=skus[gtin]["name"])
    sheet.wait_for()
    page.keyboard.press("Escape")
    sheet.wait_for(state="detached")

    # From then on without: the page anew, the server gone, the right code before the camera.
    company.server.kill()
    filmed(gtin, film)
    page.reload()
    page.locator("main li").nth(4).wait_for()
    page.get_by_role("button", name="扫商品条码").click()
    page.get_by_role("dialog", name=skus[gtin]["name"]).wait_for(timeout=app.LONG_MS)
    company.server.start()
    assert looked.found == []
