"""`python -m tests.pictures`: makes the pictures in docs/pictures anew, from the sandbox and from synthetic counties."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Page, async_playwright

from bot import programmes
from bot.config import Settings
from bot.domain.calendar import Period
from bot.files import pictures
from bot.sandbox import show
from bot.services import reports, synthetic
from bot.services.desk import Desk
from bot.texts.language import language
from db import migrate, units_read
from db.session import Cipher, Sessions, connect_to
from tests.sandbox.test_page_browser import ARGUMENTS

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
START = datetime.fromisoformat("2026-05-12T10:00:00+08:00")
SIZES = {"sandbox": (1280, 800), "sandbox-phone": (390, 844)}


async def sandbox() -> None:
    settings = Settings.from_env({}, dotenv=None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, (width, height) in SIZES.items():
            async with show.opened(settings, START, port=0) as address:
                context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
                page = await context.new_page()
                await page.goto(address)
                await _talk(page)
                await page.screenshot(path=FOLDER / f"{name}.png")
        await browser.close()


async def _talk(page: Page) -> None:
    for text in ("昨天去走访了，送了米面油260元", "还差几次？"):
        await page.get_by_label("写一条消息").fill(text)
        await page.keyboard.press("Enter")
        await page.locator("article").get_by_text("已记" if "走访" in text else "年进度").first.wait_for()
    await page.wait_for_timeout(500)


def report(name: str, cadres: int) -> None:
    """The picture of a finished quarter of a synthetic county."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = Sessions(connect_to(f"sqlite:///{folder}/a.db", Cipher((bytes(32),))))
        migrate.upgrade(sessions.engine)
        desk = Desk(datetime(2026, 10, 8, 2, tzinfo=UTC), ZoneInfo("Asia/Shanghai"), programmes.load(None))
        with sessions.write() as session:
            seeded = synthetic.fill(session, desk, cadres=cadres, seed=3)
            assert seeded is not None
            unit = next(iter(units_read.find(session, seeded.top_unit)), None)
            assert unit is not None
            made = reports.make(session, desk, unit, Period.parse("2026-Q3"))
        sessions.close()
    (FOLDER / f"{name}.png").write_bytes(pictures.picture(language("zh_CN"), desk.programme, made))


if __name__ == "__main__":
    asyncio.run(sandbox())
    report("report-light", 40)
    report("report-crowded", 3000)
