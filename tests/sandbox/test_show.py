"""The whole sandbox in a real browser: the real bot, an invented county, a clock that is moved."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.config import Settings
from bot.sandbox import show
from tests.sandbox.test_page_browser import PHONE, browser

START = datetime.fromisoformat("2026-05-12T10:00:00+08:00")
__all__ = ["browser"]


class Visitor:
    """Somebody at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def last(self) -> Locator:
        return self.page.locator("article").last

    async def becomes(self, role: str) -> None:
        await self.page.locator("#people li").filter(has_text=role).first.get_by_role("button").click()
        await expect(self.page.locator("#status")).to_contain_text(role)

    async def says(self, text: str) -> None:
        await self.page.get_by_label("写一条消息").fill(text)
        await self.page.keyboard.press("Enter")

    async def taps(self, label: str) -> None:
        await self.last.get_by_role("button", name=label).click()

    async def shot(self, name: str) -> None:
        if folder := os.environ.get("SANDBOX_SHOTS"):
            await self.page.screenshot(path=str(Path(folder) / f"show-{name}.png"))


@pytest.fixture(params=[{"viewport": {"width": 1280, "height": 800}}, PHONE], ids=["desktop", "phone"])
async def visitor(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Visitor]:
    settings = Settings.from_env({}, dotenv=None)
    async with (
        show.opened(settings, START, port=0) as address,
        await browser.new_context(**request.param, locale="zh-CN") as context,
    ):
        page = await context.new_page()
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        await page.goto(address)
        yield Visitor(page)


async def test_a_newcomer_logs_undoes_is_reminded_answers_and_reads_a_digest(visitor: Visitor) -> None:
    await visitor.becomes("结对干部")
    await visitor.says("昨天打了电话")
    await expect(visitor.last).to_contain_text("已记")
    await expect(visitor.last).to_contain_text("2026-05-11")
    await visitor.shot("receipt")
    await visitor.taps("撤销")
    await expect(visitor.last).to_contain_text("已撤销")
    await visitor.page.get_by_role("button", name="下一个提醒").click()
    while "无变化" not in await visitor.last.inner_text():
        await visitor.page.get_by_role("button", name="下一个提醒").click()
        await visitor.page.wait_for_timeout(300)
    await visitor.shot("reminder")
    await visitor.taps("无变化")
    await expect(visitor.last).to_contain_text("已完成")
    await visitor.shot("answered")
    await visitor.page.locator("input[type=datetime-local]").fill("2026-06-01T09:30")
    await visitor.page.get_by_role("button", name="前往").click()
    await visitor.becomes("督导")
    await expect(visitor.page.locator("article").filter(has_text="2026-05").first).to_be_visible()
    await visitor.shot("digest")


async def test_the_clock_says_who_heard_something() -> None:
    """A newcomer who moves it as one person learns that the reminder went to another."""
    settings = Settings.from_env({}, dotenv=None)
    async with show.opened(settings, START, port=0) as address, httpx.AsyncClient(base_url=address) as page:
        moved = await page.post("/sandbox/clock", json={"action": "next_reminder"}, timeout=60)
        assert "有新消息" in moved.json()["note"]
        assert "（" in moved.json()["note"]


async def test_the_clock_goes_only_as_far_as_the_bot_can_follow() -> None:
    settings = Settings.from_env({}, dotenv=None)
    async with show.opened(settings, START, port=0) as address, httpx.AsyncClient(base_url=address) as page:
        for to, note in (("9999-12-31T23:59", "一次最多往前走 370 天"), ("0001-01-01T00:00", "时间只能往前走")):
            moved = await page.post("/sandbox/clock", json={"action": "goto", "to": to}, timeout=60)
            assert note in moved.json()["note"]
            assert moved.json()["now"].startswith("2026-05-12")
