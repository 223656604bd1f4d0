"""The steps of a visit, button by button: each with its fields, its last keystroke and its tap."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys import app

ANSWERED = """() => [...document.querySelectorAll("main li")].map((row) =>
  [...row.querySelectorAll(".tiny.strong, .answers button")]
    .map((one) => `${one.getAttribute("aria-pressed") ?? ""} ${one.textContent.trim()}`)
    .join(" | "))"""
FACES = """() => [...document.querySelectorAll("main section input")]
  .map((one) => one.value).join("|")"""
CHOSEN = """() => [...document.querySelectorAll("main [aria-pressed=true]")]
  .map((one) => one.textContent.trim())"""
WANTED = """() => [...document.querySelectorAll("main li input")].filter((one) => one.value !== "0")
  .map((one) => `${one.getAttribute("aria-label")} ${one.value}`)"""
FEWER = "left => document.querySelectorAll('main li:not(.answered)').length < left"


@dataclass
class Call:
    """One visit: where, which, and what its fields read in the end, by step."""

    store: str
    task: str
    visit: str = ""
    left: bool = False
    entered: dict[str, Any] = field(default_factory=dict)


def more(box: Locator, text: str) -> None:
    """Typed at the end, as by somebody who comes back to it."""
    box.press("End")
    box.press_sequentially(text)


class Step:
    """What a subclass leaves out it does not have."""

    name = ""
    says: tuple[str, ...] = ()
    """What its tap writes into the log."""
    draft = ""
    """What its fields are kept under; the visit or store is put in."""
    typed = True
    """It has fields, which a kill must leave as they were."""

    def reach(self, page: Page, call: Call) -> None:
        app.go(page, f"/visits/{call.visit}")
        page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()

    def enter(self, page: Page) -> None:
        """Everything but the last keystroke."""

    def last(self, page: Page) -> None:
        """The last keystroke."""

    def fields(self, page: Page) -> Any:
        return None

    def one_more(self, before: Any, now: Any) -> bool:
        """Do the fields read what the last keystroke makes of how they read before?"""
        return False

    def tap(self, page: Page) -> None: ...

    def saved(self, page: Page, call: Call) -> None:
        """Wait for the app's own word that it is kept."""

    def shown(self, page: Page, call: Call) -> None:
        """Wait until the screen shows it as done."""


class CheckIn(Step):
    name, says = "check-in", ("visit.check_in",)
    draft = "checkin:{store}"

    def reach(self, page: Page, call: Call) -> None:
        app.go(page, f"/checkin/{call.store}")
        page.get_by_text(re.compile("^离门店 ")).wait_for()
        app.say_why(page)

    def enter(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="备注"), "店主在门")

    def last(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="备注"), "口")

    def fields(self, page: Page) -> Any:
        return page.get_by_role("textbox", name="备注").input_value()

    def one_more(self, before: Any, now: Any) -> bool:
        return bool(now == before + "口")

    def tap(self, page: Page) -> None:
        page.get_by_role("button", name=re.compile("到店$")).click()

    def saved(self, page: Page, call: Call) -> None:
        page.wait_for_url("**/visits/*")

    def shown(self, page: Page, call: Call) -> None:
        page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()


class Photo(Step):
    says, typed = ("photo.attach",), False

    def __init__(self, kind: str, count: int) -> None:
        self.kind, self.count, self.name = kind, count, f"photo {count}"

    def enter(self, page: Page) -> None:
        page.get_by_role("button", name=re.compile(f"^{self.kind}")).first.click()
        viewfinder = page.get_by_role("dialog")
        viewfinder.get_by_role("button", name="拍照", exact=True).click()
        viewfinder.get_by_role("button", name="使用", exact=True).wait_for()

    def tap(self, page: Page) -> None:
        page.get_by_role("dialog").get_by_role("button", name="使用", exact=True).click()

    def saved(self, page: Page, call: Call) -> None:
        app.said(page, "照片已保存到手机")

    def shown(self, page: Page, call: Call) -> None:
        page.get_by_role("heading", name=f"照片（{self.count}）").wait_for()


class Shelf(Step):
    name, says = "shelf check", ("visit.check",)
    draft = "shelf:{visit}"

    def reach(self, page: Page, call: Call) -> None:
        super().reach(page, call)
        page.get_by_role("link", name=re.compile("^货架检查")).click()
        page.get_by_role("heading", name="货架检查").wait_for()
        page.locator("main li").first.wait_for()

    def enter(self, page: Page) -> None:
        more(page.get_by_label(re.compile("^别家的排面：")).first, "12")
        page.get_by_role("button", name="无", exact=True).first.click()
        self._price(page)
        rows = page.locator("main li:not(.answered)")
        while (left := rows.count()) > 1:
            rows.first.get_by_role("button", name="有", exact=True).click()
            page.wait_for_function(FEWER, arg=left)

    def _price(self, page: Page) -> None:
        row = page.locator("main li:not(.answered)").first
        row.get_by_role("button", name="有", exact=True).click()
        page.locator("main li.answered").nth(1).locator("button.sku").click()
        sheet = page.get_by_role("dialog")
        sheet.locator("input.price").fill("3.50")
        sheet.get_by_role("button", name="关闭").click()

    def last(self, page: Page) -> None:
        row = page.locator("main li:not(.answered)").first
        row.get_by_role("button", name="有", exact=True).click()

    def fields(self, page: Page) -> Any:
        """The categories, then the SKUs."""
        return [page.evaluate(FACES), *page.evaluate(ANSWERED)]

    def one_more(self, before: Any, now: Any) -> bool:
        return bool(now[:-1] == before[:-1] and now[-1].startswith("true "))

    def tap(self, page: Page) -> None:
        page.get_by_role("button", name=re.compile("^保存")).click()

    def saved(self, page: Page, call: Call) -> None:
        page.wait_for_url(f"**/visits/{call.visit}")

    def shown(self, page: Page, call: Call) -> None:
        self.reach(page, call)
        saved = call.entered[self.name]
        app.until("the shelf reads as it was saved", lambda: self.fields(page) == saved)


class Chosen(Step):
    """A step of a visit whose last keystroke is one more choice."""

    path = title = kept = choice = row = ""

    def reach(self, page: Page, call: Call) -> None:
        app.go(page, f"/visits/{call.visit}/{self.path}")
        page.get_by_role("heading", name=self.title, exact=True, level=1).wait_for()
        page.locator("main .choice").first.wait_for()

    def choose(self, page: Page, name: str, group: str = "") -> None:
        within = page.get_by_role("group", name=group, exact=True) if group else page
        within.get_by_role("button", name=name, exact=True).click()

    def last(self, page: Page) -> None:
        self.choose(page, self.choice)

    def fields(self, page: Page) -> Any:
        return [page.evaluate(CHOSEN), page.locator(".evidence img").count()]

    def one_more(self, before: Any, now: Any) -> bool:
        return bool([one for one in now[0] if one != self.choice] == before[0]
                    and self.choice in now[0] and now[1] == before[1])  # fmt: skip

    def tap(self, page: Page) -> None:
        page.locator("main .foot .primary").click()

    def saved(self, page: Page, call: Call) -> None:
        app.said(page, self.kept)

    def shown(self, page: Page, call: Call) -> None:
        Step.reach(self, page, call)
        if self.row:
            page.get_by_role("link", name=re.compile(self.row)).wait_for()


class Outside(Chosen):
    name, says, draft = "outside", ("visit.outside",), "outside:{visit}"
    path, title, kept = "outside", "户外检查", "户外检查已保存到手机"
    choice = "海报过期"

    def enter(self, page: Page) -> None:
        self.choose(page, "招牌干净")
        self.choose(page, "灯箱亮着")


class Greet(Chosen):
    name, says, draft = "greeting", ("visit.greet",), "greet:{visit}"
    path, title, kept = "greet", "打招呼与待办", "打招呼与待办已保存到手机"
    choice, row = "热情", "^打招呼与待办.*热情"

    def enter(self, page: Page) -> None:
        self.choose(page, "店长")
        if page.get_by_role("button", name="兑现了", exact=True).count():
            self.choose(page, "兑现了")
        more(page.get_by_role("textbox", name="姓名"), "新")


class Merchandise(Chosen):
    name, says = "merchandise", ("visit.merchandise", "photo.attach")
    draft = "merchandise:{visit}"
    path, title, kept = "merchandise", "生动化", "生动化已保存到手机"
    choice = "换到好层位"

    def enter(self, page: Page) -> None:
        self.choose(page, "刚做好", "干净")
        self.choose(page, "本来都好")
        page.get_by_role("button", name="拍整理后的主货架").click()
        app.photograph(page)
        page.locator(".evidence img").wait_for()


class Promotion(Chosen):
    """Of every promotion why it cannot be done."""

    name, says, draft = "promotion", ("visit.promotion",), "promotion:{visit}"
    path, title, kept = "promotion", "促销与设备", "促销与设备已保存到手机"
    choice = "没地方"

    def enter(self, page: Page) -> None:
        for group in self._groups(page)[:-1]:
            group.get_by_role("button", name="物料没到", exact=True).click()

    def last(self, page: Page) -> None:
        self._groups(page)[-1].get_by_role("button", name=self.choice, exact=True).click()

    def _groups(self, page: Page) -> list[Locator]:
        return page.get_by_role("group", name="现在做不了").all()


class Competitor(Chosen):
    name, says, draft = "competitor", ("visit.competitor",), "competitor:{visit}"
    path, title, kept = "competitor", "竞品", "竞品已保存到手机"
    choice = "大"

    def enter(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="品牌"), "演示别家")
        self.choose(page, "降价")


class Task(Step):
    name, says = "task", ("task.complete", "photo.attach")
    draft = "task:{task}"

    def reach(self, page: Page, call: Call) -> None:
        app.go(page, f"/tasks/{call.task}")
        page.get_by_role("textbox", name="回答").wait_for()

    def enter(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="回答"), "摆了两")
        page.get_by_role("button", name="拍照为证").click()
        app.photograph(page)
        page.locator(".evidence img").wait_for()

    def last(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="回答"), "排")

    def fields(self, page: Page) -> Any:
        answer = page.get_by_role("textbox", name="回答").input_value()
        return [answer, page.locator(".evidence img").count()]

    def one_more(self, before: Any, now: Any) -> bool:
        return bool(now == [before[0] + "排", before[1]])

    def tap(self, page: Page) -> None:
        page.get_by_role("button", name="完成", exact=True).click()

    def saved(self, page: Page, call: Call) -> None:
        app.said(page, "回答已保存到手机")

    def shown(self, page: Page, call: Call) -> None:
        app.go(page, f"/tasks/{call.task}")
        page.locator("main").get_by_text("摆了两排").wait_for()


class Order(Step):
    """The list, which says nothing yet."""

    name = "order"

    def reach(self, page: Page, call: Call) -> None:
        super().reach(page, call)
        page.get_by_role("link", name=re.compile("^订单")).first.click()
        page.get_by_role("list", name="商品").locator("li").first.wait_for()

    def enter(self, page: Page) -> None:
        more_of = page.get_by_role("button", name=re.compile("加一$"))
        for row in (0, 0, 0, 2):
            more_of.nth(row).click()

    def last(self, page: Page) -> None:
        page.get_by_role("button", name=re.compile("加一$")).nth(2).click()

    def fields(self, page: Page) -> Any:
        return page.evaluate(WANTED)

    def one_more(self, before: Any, now: Any) -> bool:
        return bool(now[:-1] == before[:-1] and now[-1] == re.sub(" 1$", " 2", before[-1]))


class Signature(Order):
    name, says = "order signed", ("order.submit", "photo.attach")
    draft = "order:{visit}"

    def reach(self, page: Page, call: Call) -> None:
        super().reach(page, call)
        page.get_by_role("button", name=re.compile("核对")).click()
        page.get_by_role("heading", name="核对订单").wait_for()
        page.get_by_label("请在这里签名").wait_for()

    def enter(self, page: Page) -> None:
        page.get_by_role("group", name="希望送到").get_by_role("button").nth(1).click()
        more(page.get_by_role("textbox", name="给送货方的话"), "从后门进")
        app.say_why_other(page)
        app.sign(page)
        more(page.get_by_role("textbox", name="签名人姓名"), "演示店")

    def last(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="签名人姓名"), "长")

    def fields(self, page: Page) -> Any:
        day = page.get_by_role("group", name="希望送到").locator("[aria-pressed=true]")
        signer = page.get_by_role("textbox", name="签名人姓名")
        return {
            "day": day.all_inner_texts(),
            "note": page.get_by_role("textbox", name="给送货方的话").input_value(),
            "signer": signer.input_value() if signer.count() else None,
        }

    def one_more(self, before: Any, now: Any) -> bool:
        return bool(now == before | {"signer": before["signer"] + "长"})

    def tap(self, page: Page) -> None:
        page.get_by_role("button", name="提交订单").click()

    def saved(self, page: Page, call: Call) -> None:
        app.said(page, re.compile("订单 .* 已保存到手机"))

    def shown(self, page: Page, call: Call) -> None:
        Step.reach(self, page, call)
        page.get_by_text(re.compile("^1 张订单，")).wait_for()


class Leave(Step):
    """With a reason for the dates the shelf owes: nobody wrote any."""

    name, says = "check-out", ("visit.skip", "visit.check_out")
    draft = "leave:{visit}"

    def reach(self, page: Page, call: Call) -> None:
        app.go(page, f"/visits/{call.visit}/leave")
        page.get_by_text("还没做：货架检查", exact=True).wait_for()
        assert page.get_by_text("这张没提交的订单怎么办？").count() == 0, (
            "asked of an order she gave"
        )

    def enter(self, page: Page) -> None:
        rest = page.get_by_role("group", name="没做的，为什么没做？")
        rest.get_by_role("button", name="店主不在").click()
        more(page.get_by_role("textbox", name="答应店主的事"), "下周带新海报")
        more(page.get_by_role("textbox", name="小结"), "冰柜要换灯")

    def last(self, page: Page) -> None:
        more(page.get_by_role("textbox", name="小结"), "管")

    def fields(self, page: Page) -> Any:
        boxes = ("答应店主的事", "小结")
        return [page.get_by_role("textbox", name=name).input_value() for name in boxes]

    def one_more(self, before: Any, now: Any) -> bool:
        return bool(now == [before[0], before[1] + "管"])

    def tap(self, page: Page) -> None:
        page.get_by_role("button", name="离店", exact=True).click()

    def saved(self, page: Page, call: Call) -> None:
        app.said(page, "已离店，记录已保存到手机")

    def shown(self, page: Page, call: Call) -> None:
        app.go(page, f"/visits/{call.visit}")
        page.locator(".strong").get_by_text("已完成", exact=True).wait_for()


WHOLE: tuple[Step, ...] = (
    CheckIn(), Photo("门头照", 1), Outside(), Greet(), Shelf(), Photo("货架照", 2), Merchandise(),
    Promotion(), Competitor(), Task(), Order(), Signature(), Leave(),
)  # fmt: skip
