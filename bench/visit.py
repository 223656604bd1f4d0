"""A visit with an order from 200 SKUs, tap by tap at a person's pace; each interaction as the
browser counts it, from the input to the next paint.
"""

import re
from typing import Any

from playwright.sync_api import Locator, Page

LONG_MS = 60_000
PACE_MS = 250
"""Between two taps. Faster than any thumb that reads what it taps."""
KEY_MS = 110
QUANTITIES = 12
SKUS = 198
Figures = dict[str, float]


def a_visit(page: Page) -> Figures:
    """From the list of stores to the end of the visit. The page is at the list."""
    step(page, "open store")
    tap(page, page.locator("main a[href^='/stores/S']").nth(2))
    arrive = page.get_by_role("link", name="到店", exact=True)
    arrive.wait_for(timeout=LONG_MS)
    step(page, "check in")
    tap(page, arrive)
    page.get_by_text(re.compile("^离门店 ")).wait_for(timeout=LONG_MS)
    why(page, "为什么来（计划外）")
    why(page, "位置说明")
    tap(page, page.get_by_role("button", name=re.compile("到店$")))
    page.wait_for_url("**/visits/*", timeout=LONG_MS)
    page.get_by_text(re.compile(r"^必做 \d")).first.wait_for(timeout=LONG_MS)
    photograph(page)
    check_shelf(page)
    write_order(page)
    hand_in(page)
    leave(page)
    return figures(page)


def photograph(page: Page) -> None:
    step(page, "open camera")
    tap(page, page.get_by_role("button", name=re.compile("^门头照")).first)
    viewfinder = page.get_by_role("dialog")
    for name, part in (("拍照", "shutter"), ("使用", "keep photo")):
        step(page, part)
        button = viewfinder.get_by_role("button", name=name, exact=True)
        button.wait_for(timeout=LONG_MS)
        tap(page, button)
    viewfinder.wait_for(state="detached", timeout=LONG_MS)
    page.get_by_role("heading", name="照片（1）").wait_for(timeout=LONG_MS)


def check_shelf(page: Page) -> None:
    step(page, "shelf")
    tap(page, page.get_by_role("link", name=re.compile("^货架检查")))
    page.get_by_role("heading", name="货架检查").wait_for(timeout=LONG_MS)
    rows = page.locator("main ul.list > li")
    rows.first.wait_for(timeout=LONG_MS)
    for i in range(min(8, rows.count())):
        answer = "无" if i % 4 == 3 else "有"
        tap(page, rows.nth(i).get_by_role("button", name=answer, exact=True))
    tap(page, page.get_by_role("button", name=re.compile("^保存")))
    page.get_by_text(re.compile(r"^必做 \d")).first.wait_for(timeout=LONG_MS)


def write_order(page: Page) -> None:
    """All 200 SKUs, quantities by button and by key from the first to the last, the search."""
    step(page, "open order")
    tap(page, page.locator("main a[href$='/order']").first)
    page.get_by_role("button", name=re.compile("^全部")).wait_for(timeout=LONG_MS)
    page.wait_for_timeout(PACE_MS)
    step(page, "all SKUs")
    tap(page, page.get_by_role("button", name=re.compile("^全部")))
    steppers = page.locator("main li .stepper")
    steppers.first.wait_for(timeout=LONG_MS)
    page.wait_for_timeout(PACE_MS)
    step(page, "quantities")
    for i in range(QUANTITIES):
        row = steppers.nth(i * SKUS // QUANTITIES)
        scroll_to(page, row)
        tap(page, row.get_by_role("button").nth(1))
        tap(page, row.locator("input"))
        page.keyboard.type("12", delay=KEY_MS)
    if not page.locator("main li .gift, main li s").count():
        raise RuntimeError("no promotion reached the order form")
    step(page, "search SKU")
    search = page.locator("main input[type=search]")
    tap(page, search)
    page.keyboard.type("wu", delay=KEY_MS)
    page.wait_for_timeout(PACE_MS)
    for _ in range(2):
        page.keyboard.press("Backspace", delay=KEY_MS)
    page.wait_for_timeout(PACE_MS)


def scroll_to(page: Page, row: Locator) -> None:
    """Down the list as a thumb pushes it, a screen at a time, until the row is there."""
    while not row.count():
        page.evaluate("document.querySelector('main').scrollBy(0, innerHeight * 0.8)")
        page.wait_for_timeout(PACE_MS)


def hand_in(page: Page) -> None:
    step(page, "check order")
    tap(page, page.get_by_role("button", name=re.compile("核对")))
    page.get_by_role("heading", name="核对订单").wait_for(timeout=LONG_MS)
    page.get_by_label("请在这里签名").wait_for(timeout=LONG_MS)
    why(page, "和建议不一样，为什么？")
    tap(page, page.get_by_role("button", name="店主不在", exact=True))
    step(page, "hand in")
    tap(page, page.get_by_role("button", name="提交订单"))
    page.locator(".snack").filter(has_text="已保存到手机").wait_for(timeout=LONG_MS)
    page.get_by_text(re.compile(r"^必做 \d")).first.wait_for(timeout=LONG_MS)


def leave(page: Page) -> None:
    step(page, "leave")
    tap(page, page.get_by_role("link", name="离店", exact=True))
    note = page.locator("main textarea")
    note.wait_for(timeout=LONG_MS)
    tap(page, note)
    page.keyboard.type("ok", delay=KEY_MS)
    why(page, "没做的，为什么没做？")
    tap(page, page.get_by_role("button", name="离店", exact=True))
    page.locator(".snack").filter(has_text="已离店").wait_for(timeout=LONG_MS)
    page.wait_for_timeout(PACE_MS)


def why(page: Page, group: str) -> None:
    """The first of the reasons, where the screen asks for one."""
    reasons = page.get_by_role("group", name=group).get_by_role("button")
    if reasons.count():
        tap(page, reasons.first)


def step(page: Page, name: str) -> None:
    """From here on interactions belong to this part of the visit."""
    page.evaluate("name => bench.marks.push([name, performance.now()])", name)


def tap(page: Page, what: Locator) -> None:
    """Brought into sight; a finger on it; then a moment, as people take one. The driver's own tap
    would run its checks in the slowed page, and they would be counted as the app's."""
    # In the middle: what the button at the foot covers cannot be tapped.
    what.evaluate("one => one.scrollIntoView({ block: 'center' })", timeout=LONG_MS)
    what.and_(page.locator(":not(:disabled)")).wait_for(timeout=LONG_MS)
    box = what.bounding_box(timeout=LONG_MS)
    assert box is not None
    page.wait_for_timeout(PACE_MS)
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(PACE_MS)


def figures(page: Page) -> Figures:
    """Worst and usual interaction, the worst of each part, strict saves, the longest task."""
    seen: dict[str, Any] = page.evaluate("({ ...bench })")
    marks: list[tuple[str, float]] = [(name, at) for name, at in seen["marks"]]
    since = marks[0][1]
    # An interaction is several events (down, up, click): the longest of them counts.
    longest: dict[int, dict[str, Any]] = {}
    for event in seen["events"]:
        if event["at"] >= since and event["took"] > longest.get(event["id"], {"took": 0})["took"]:
            longest[event["id"]] = event
    parts = {name: 0.0 for name, _ in marks}
    for event in longest.values():
        part = [name for name, at in marks if at <= event["at"]][-1]
        parts[part] = max(parts[part], float(event["took"]))
    took = sorted(float(event["took"]) for event in longest.values())
    saves = sorted(float(save) for save in seen["saves"])
    copies = sorted(float(copy) for copy in seen["copies"])
    return {
        "worst interaction ms": took[-1],
        "interaction p95 ms": took[int(len(took) * 0.95)],
        "interaction p50 ms": took[len(took) // 2],
        "interactions counted": float(len(took)),
        **{f"  {name} ms": worst for name, worst in parts.items()},
        "strict save p95 ms": saves[int(len(saves) * 0.95)],
        "strict save p50 ms": saves[len(saves) // 2],
        "strict saves counted": float(len(saves)),
        "second copy p95 ms": copies[int(len(copies) * 0.95)],
        "second copy p50 ms": copies[len(copies) // 2],
        "longest task ms": max((long for at, long in seen["long"] if at >= since), default=0.0),
    }
