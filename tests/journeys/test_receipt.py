"""The company's signature in hand: saved from the outbox, checked by the command, by the phone
without a network, and by somebody who is not signed in; a changed one is found out."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from sync_protocol import verify
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep

LOGIN = "rep.cc01"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """On SQLite: a receipt does not depend on the engine."""
    with running_on_sqlite(tmp_path) as company:
        yield company


def test_a_receipt_is_saved_and_checked(company: Company, tmp_path: Path) -> None:
    url = company.server.url
    with app.playing() as playwright:
        browser = app.windows(playwright)
        page = app.window(browser)
        app.sign_in(page, url, LOGIN)
        rep = Rep(page, Looked())
        store = rep.stores(1)[0]
        rep.stand_at(page.context, LOGIN, store)
        rep.arrive(store)
        app.go(page, "/outbox")
        page.get_by_text("公司已确认收到每一条").wait_for(timeout=app.LONG_MS)
        with page.expect_download() as saved:
            page.get_by_role("button", name="保存回执").click()
        true = tmp_path / "true.json"
        saved.value.save_as(true)
        key = httpx.get(f"{url}/sync/v1/hello").json()["receipt_key"]
        assert verify.main([str(true), "--key", key]) == 0
        receipt = json.loads(true.read_text())
        changed = tmp_path / "changed.json"
        changed.write_text(json.dumps({**receipt, "next_seq": receipt["next_seq"] + 1}))
        assert verify.main([str(changed)]) == 1

        page.get_by_role("link", name="验证回执").click()
        page.get_by_role("heading", name="验证回执").wait_for()
        app.kept_whole(page)
        page.context.set_offline(True)
        says(page, true, "真实：公司签过名")
        page.get_by_text("签名用的是本机已知的公司密钥").wait_for()
        says(page, changed, "不真实：签名后被改动过")
        (tmp_path / "other.json").write_text('{"note": "no receipt"}')
        says(page, tmp_path / "other.json", "这个文件不是回执")

        stranger = app.window(browser)
        stranger.goto(f"{url}/verify")
        says(stranger, true, "真实：公司签过名")
        assert stranger.get_by_role("navigation").count() == 0
        browser.close()


def says(page: Page, file: Path, words: str) -> None:
    page.locator("main input[type=file]").set_input_files(file)
    page.get_by_text(words).wait_for()
