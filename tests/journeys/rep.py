"""A rep at work: what she does in a store, button by button, and what the app told her."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from backend.store import instant
from tests.journeys import app
from tests.journeys.look import Looked

CALLED = re.compile("^电话里订的")
ALL_LISTED = r"""() => {
  const counts = /(\d+) \/ (\d+) 家/.exec(document.body.innerText);
  return !document.querySelector('main progress') && (!counts || counts[1] === counts[2]);
}"""
"""What has come and what is listed are one: until then the first of the list may go down in it."""
OWED = re.compile(r"^缺 \d+ 个(生产日期|零售价)")
RECENTLY = 10
"""Days since goods were made that nobody has to do anything about."""
FEWER = "left => document.querySelectorAll('main li:not(.answered)').length < left"


@dataclass
class Call:
    """One visit, as far as the screen said that it was saved."""

    store: str
    visit: str = ""
    photos: int = 0
    task: bool = False
    """There was one when she came, so that step is a must."""
    answers: int = 0
    """Steps of one answer each that the template asked for, and she gave."""
    orders: list[str] = field(default_factory=list)
    left: bool = False


@dataclass
class Rep:
    """Her phone's screen, and her notebook: what she believes to be safe."""

    page: Page
    looked: Looked
    calls: list[Call] = field(default_factory=list)

    def stores(self, least: int) -> list[str]:
        app.tab(self.page, "门店")
        links = self.page.locator("main a[href^='/stores/S']")
        links.nth(least - 1).wait_for(timeout=app.LONG_MS)
        self.looked.in_passing(self.page, "门店")
        app.until("all stores are listed", lambda: self.page.evaluate(ALL_LISTED))
        # All at once, and again: the list may be drawn anew while it is read.
        paths: list[str] = []

        def read() -> bool:
            paths[:] = links.evaluate_all("all => all.map((a) => a.getAttribute('href'))")
            return len(paths) >= least

        app.until(f"{least} stores are listed", read)
        return [path.rsplit("/", 1)[1] for path in paths]

    def stand_at(self, context: BrowserContext, me: str, store: str, north_m: int = 0) -> None:
        """At the store's door, or so many metres north of it."""
        found: list[dict[str, Any]] = []

        def read() -> bool:
            found[:] = [
                row["body"]
                for row in app.held(self.page, me, "rows")
                if row["entity"] == "store" and row["id"] == store
            ]
            return bool(found)

        app.until("the store is on her phone", read)
        row = found[0]
        latitude, longitude = row["lat_e7"] / 1e7 + north_m / 111_195, row["lon_e7"] / 1e7
        context.set_geolocation({"latitude": latitude, "longitude": longitude, "accuracy": 15})

    def find(self, store: str) -> None:
        app.tab(self.page, "门店")
        self.page.locator(f"main a[href='/stores/{store}']").click()

    def arrive(self, store: str) -> Call:
        page = self.page
        self.find(store)
        page.get_by_role("link", name="到店", exact=True).wait_for()
        self.looked.in_passing(page, "门店详情")
        page.get_by_role("link", name="到店", exact=True).click()
        page.get_by_text(re.compile("^离门店 ")).wait_for()
        self.looked.in_passing(page, "到店签到")
        app.say_why(page)
        page.get_by_role("button", name=re.compile("到店$")).click()
        page.wait_for_url("**/visits/*")
        page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()
        self.looked.in_passing(page, "拜访")
        call = Call(store, visit=page.url.rsplit("/", 1)[1])
        row = page.get_by_role("link", name=re.compile("^任务")).filter(has_not_text="选做")
        call.task = row.count() > 0
        self.calls.append(call)
        return call

    def shoot(self, call: Call, kind: str) -> None:
        """One picture; noted when the app says that it is kept."""
        self.page.get_by_role("button", name=re.compile(f"^{kind}")).first.click()
        self.page.get_by_role("dialog").get_by_role("button", name="拍照").wait_for()
        self.looked.in_passing(self.page, "相机")
        app.photograph(self.page)
        call.photos += 1
        self.page.get_by_role("heading", name=f"照片（{call.photos}）").wait_for()

    def check_shelf(self) -> None:
        page = self.page
        page.get_by_role("link", name=re.compile("^货架检查")).click()
        page.get_by_role("heading", name="货架检查").wait_for()
        page.get_by_role("button", name="无", exact=True).first.click()
        rest = page.get_by_role("button", name="其余同上次")
        if rest.count():
            rest.click()
        open_rows = page.locator("main li:not(.answered)")
        while open_rows.count():
            left = open_rows.count()
            open_rows.first.get_by_role("button", name="有", exact=True).click()
            page.wait_for_function(FEWER, arg=left)
        self.looked.in_passing(page, "货架检查")
        self.write_owed()
        page.get_by_role("button", name=re.compile("^保存")).click()
        page.wait_for_url("**/visits/*")

    def write_owed(self) -> None:
        """The production dates, and at the largest stores the prices, that the shelf still owes."""
        owed = self.page.get_by_role("button", name=OWED)
        if not owed.count():
            return
        owed.click()
        day = instant.day_of(instant.shifted(instant.now(), days=-RECENTLY), "Asia/Shanghai")
        sheet = self.page.get_by_role("dialog")
        while True:
            price = sheet.locator("input.price")
            if price.count() and not price.input_value():
                price.fill("3.50")
            made = sheet.get_by_label("最早的生产日期")
            if not made.input_value():
                made.fill(day)
            on = sheet.get_by_role("button", name="下一个", exact=True)
            if not on.count():
                break
            title = sheet.get_by_role("heading", level=2).inner_text()
            on.click()
            sheet.get_by_role("heading", name=title, exact=True).wait_for(state="detached")
        sheet.get_by_role("button", name="好了", exact=True).click()
        owed.wait_for(state="detached")

    def answer_the_rest(self, call: Call) -> None:
        """The steps of one answer each, where the template of this store asks for them."""
        for name, answer in (
            ("户外检查", self._outside), ("打招呼与待办", self._greet),
            ("生动化", self._merchandise), ("促销与设备", self._promotion), ("竞品", lambda: None),
        ):  # fmt: skip
            self.page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()
            row = self.page.get_by_role("link", name=re.compile(f"^{name}"))
            if row.filter(has_not_text="选做").count() == 0:
                continue
            row.click()
            self.page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
            self.page.locator("main .choice, main .field").first.wait_for()
            answer()
            self.looked.in_passing(self.page, name)
            self.page.locator("main .foot .primary").click()
            app.said(self.page, re.compile("已保存到手机"))
            self.page.wait_for_url(f"**/visits/{call.visit}")
            call.answers += 1

    def choose(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("button", name=name, exact=True).click()

    def _outside(self) -> None:
        self.choose("招牌干净", "灯箱亮着", "海报是新的")

    def _greet(self) -> None:
        self.choose("店主", "热情")
        if self.page.get_by_role("button", name="兑现了", exact=True).count():
            self.choose("兑现了")

    def _merchandise(self) -> None:
        """Nothing is to be done: no picture after it."""
        self.choose("本来都好")

    def _promotion(self) -> None:
        """Nothing has come to set up with, and nobody to check it with."""
        for group in self.page.get_by_role("group", name="现在做不了").all():
            group.get_by_role("button", name="物料没到", exact=True).click()

    def order(self, call: Call) -> None:
        page = self.page
        page.get_by_role("link", name=re.compile("^订单")).first.click()
        self.write_order()
        self.looked.in_passing(page, "订单")
        self.submit_order(call)

    def write_order(self) -> None:
        more = self.page.get_by_role("button", name=re.compile("加一$"))
        for row in (0, 2):
            for _ in range(4):
                more.nth(row).click()

    def submit_order(self, call: Call) -> None:
        page = self.page
        page.get_by_role("button", name=re.compile("核对")).click()
        page.get_by_role("heading", name="核对订单").wait_for()
        app.say_why_other(page)
        app.sign(page)
        page.get_by_role("textbox", name="签名人姓名").fill("演示店长")
        self.looked.in_passing(page, "核对订单")
        page.get_by_role("button", name="提交订单").click()
        words = app.said(page, re.compile("订单 .* 已保存到手机"))
        call.orders.append(words.split(" ")[1])
        page.wait_for_url(f"**/visits/{call.visit}")
        call.photos += 1  # the signature is one, too

    def skip_the_task(self) -> None:
        """The owner is out: nobody to show the sample to."""
        page = self.page
        page.get_by_role("button", name="有一步做不了").click()
        sheet = page.get_by_role("dialog")
        if sheet.get_by_role("heading", name="哪一步").count():
            sheet.get_by_role("button", name="任务").click()
        sheet.get_by_role("button", name="店主不在").click()
        self.looked.in_passing(page, "这一步做不了")
        sheet.get_by_role("button", name="跳过这一步").click()
        app.said(page, "已跳过，原因已保存到手机")
        page.get_by_role("link", name=re.compile("^任务")).get_by_text("已跳过").wait_for()

    def says_why_not(self) -> None:
        """At the door: why the rest was not done."""
        rest = self.page.get_by_role("group", name="没做的，为什么没做？")
        rest.get_by_role("button", name="店主不在").click()

    def leave(self, call: Call, answered: bool = False) -> None:
        page = self.page
        if not answered:
            self.answer_the_rest(call)
        if call.task:
            self.skip_the_task()
        page.get_by_role("link", name="离店", exact=True).click()
        page.get_by_role("button", name="离店", exact=True).wait_for()
        if not call.orders:
            page.get_by_role("button", name="货够", exact=True).click()
        page.get_by_text("必做的都做完了").wait_for()
        self.looked.in_passing(page, "离店")
        page.get_by_role("button", name="离店", exact=True).click()
        app.said(page, "已离店，记录已保存到手机")
        call.left = True

    def whole_visit(self, store: str, photos: int, order: bool) -> Call:
        call = self.arrive(store)
        for n in range(photos):
            self.shoot(call, ("门头照", "货架照", "第二陈列", "冰柜", "价签")[n])
        self.check_shelf()
        if order:
            self.order(call)
        self.leave(call)
        return call

    def finds_everything_again(self) -> None:
        """Each thing the app has called saved is on the screen."""
        for call in self.calls:
            app.go(self.page, f"/visits/{call.visit}")
            if call.left:
                # Not the steps of the visit she was in, which may still be on the screen.
                self.page.locator(".strong").get_by_text("已完成", exact=True).wait_for()
                pictures = self.page.locator("main .slide").get_by_role("img")
                pictures.nth(call.photos - 1).wait_for()
                for no in call.orders:
                    self.page.get_by_text(no).wait_for()
            else:
                self.page.get_by_role("heading", name=f"照片（{call.photos}）").wait_for()


def orders_by_telephone(page: Page, store: str, goods: dict[tuple[str, ...], int]) -> str:
    """The owner rings: so many cases of each, which is named by words on its row. The number."""
    app.go(page, f"/stores/{store}")
    page.get_by_role("link", name="电话订单", exact=True).click()
    page.get_by_role("button", name=re.compile("^全部")).click()
    for words, cases in goods.items():
        row = page.get_by_role("listitem")
        for word in words:
            row = row.filter(has_text=word)
        row.get_by_role("textbox").fill(str(cases))
    page.get_by_role("button", name=re.compile("核对")).click()
    page.get_by_text(CALLED).wait_for()
    why = page.get_by_role("group", name="和建议不一样，为什么？")
    if why.count():
        why.get_by_role("button", name="店主不要", exact=True).click()
    # What is still said of the order before it has another number.
    page.locator(".snack").wait_for(state="detached")
    page.get_by_role("button", name="提交订单").click()
    return app.said(page, re.compile("订单 .* 已保存到手机")).split(" ")[1]
