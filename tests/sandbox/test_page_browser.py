"""The chat page in a real browser (Debian's chromium), with a tiny bot behind it that polls."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import telegram
from playwright.async_api import Browser, Locator, Page, async_playwright, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from tests.sandbox.conftest import LI, PNG, bot_at

WANG = 12
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RECEIPT = (
    "<b>已记</b> 走访探视\n<code>P-0417</code> 王*英 · 2026-05-26 · 260.00 元\n走访探视 <b>1/2</b>,下一步 <i>9 月 30 日前</i>"
    '<blockquote>送了米面油</blockquote><blockquote expandable>口径\n一\n二\n三\n四\n五</blockquote><tg-spoiler>不给别人看</tg-spoiler> <a href="https://example.org/">办法</a> /progress'
)
MENU = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("撤销", callback_data="undo"), InlineKeyboardButton("修改", callback_data="edit")],
        [InlineKeyboardButton("说明", url="https://example.org/")],
    ]
)
PEOPLE: list[dict[str, Any]] = [
    {"id": LI, "name": "李明", "role": "结对干部", "role_en": "cadre", "phone": "13800000001",
     "examples": ["昨天去王大娘家走访,送了米面油260元", "还差几次", "/progress"]},
    {"id": WANG, "name": "王芳", "role": "联络员", "examples": ["/unit"]},
    {"id": 13, "name": "赵强", "role": "督导", "examples": ["/report"]},
    {"id": 14, "name": "陈静", "role": "管理员", "examples": ["/status"]},
    {"id": 15, "name": "陌生人", "role": "不在名册里", "examples": ["你好"]},
]  # fmt: skip


async def react(bot: telegram.Bot, update: telegram.Update) -> None:
    query = update.callback_query
    if query is not None:
        if query.data == "edit":
            await query.answer("现在还不能改", show_alert=True)
        else:
            await query.answer("撤销了")
            await query.edit_message_text("已撤销")
        return
    message = update.effective_message
    assert message is not None
    await bot.send_chat_action(message.chat.id, "typing")
    if message.text == "/start":
        ask = ReplyKeyboardMarkup(
            [[KeyboardButton("分享手机号", request_contact=True)], ["算了"]], one_time_keyboard=True
        )
        await bot.send_message(message.chat.id, "请分享手机号,或者发送邀请码。", reply_markup=ask)
    elif message.contact:
        own = message.contact.user_id == message.chat.id
        await bot.send_message(message.chat.id, f"号码 {message.contact.phone_number} {'是' if own else '不是'}你的")
    elif message.document:
        await bot.send_document(message.chat.id, b"pairs", filename="结对表.xlsx", caption="收到,这是回执")
    elif message.photo:
        await bot.send_photo(message.chat.id, PNG, caption=f"看到了:{message.caption}")
    elif update.edited_message:
        await bot.send_message(message.chat.id, f"改成了:{message.text}")
    else:
        await bot.send_message(message.chat.id, RECEIPT, parse_mode="HTML", reply_markup=MENU)


@contextlib.asynccontextmanager
async def echo(api: BotApi, root: str) -> AsyncIterator[telegram.Bot]:
    async def loop() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=30):
                await react(bot, update)
                offset = update.update_id + 1

    async with bot_at(root, api) as bot:
        task = asyncio.create_task(loop())
        try:
            yield bot
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@dataclass
class Chat:
    """The page as somebody uses it."""

    page: Page
    bot: telegram.Bot
    root: str

    @property
    def bubbles(self) -> Locator:
        return self.page.locator("article")

    @property
    def last(self) -> Locator:
        return self.bubbles.last

    async def says(self, text: str) -> None:
        await self.page.get_by_label("写一条消息").fill(text)
        await self.page.keyboard.press("Enter")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def shot(self, name: str) -> None:
        """A picture for a developer to look at, where SANDBOX_SHOTS names a folder."""
        folder = os.environ.get("SANDBOX_SHOTS")
        if folder:
            await self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium on this machine, and CI must look at the page")
        pytest.skip("no chromium on this machine: the chat page was not looked at")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def chat(
    api: BotApi, clock: MovableClock, browser: Browser, request: pytest.FixtureRequest
) -> AsyncIterator[Chat]:
    for one in PEOPLE[1:]:
        api.add_person(one["id"], one["name"], started=one["id"] < 15)

    async def on_clock(action: str, to: str | None) -> dict[str, Any]:
        days = {"next_day": 1, "next_reminder": 3}.get(action)
        clock.move(clock() + timedelta(days=days) if days else clock().fromisoformat(str(to)))
        await bot.send_message(WANG, "提醒:15 日前请确认名册")
        return {"now": clock().isoformat(), "note": "到了" if days else ""}

    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"} | getattr(
        request, "param", {}
    )
    async with (
        serve(api, people=lambda: PEOPLE, on_clock=on_clock) as root,
        echo(api, root) as bot,
        await browser.new_context(**options) as context,
    ):
        page = await context.new_page()
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)  # two cores may be busy with other tests
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda asked: faults.append(asked.url) if not asked.url.startswith((root, "data:", "blob:")) else None,
        )
        await page.goto(root)
        await expect(page.locator("#people li")).to_have_count(5)
        yield Chat(page, bot, root)
        assert faults == []


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}


async def test_a_newcomer_sees_what_this_is_and_can_begin(chat: Chat, api: BotApi) -> None:
    page = chat.page
    await expect(page.locator(".intro")).to_contain_text("真的机器人，编造的县")
    await expect(page.locator("#now")).to_have_text("2026-05-26 周二 10:00")
    await expect(page.locator("#status")).to_contain_text("你是李明（结对干部）")
    await page.get_by_role("button", name="陌生人").click()
    await chat.button("开始").click()
    await expect(chat.last).to_contain_text("请分享手机号")
    await expect(chat.button("开始")).to_be_hidden()
    await chat.shot("start")
    await chat.button("分享手机号").click()
    await page.get_by_label("手机号", exact=True).fill("13911112222")
    await chat.button("分享").click()
    await expect(chat.last).to_contain_text("号码 13911112222 是你的")
    await expect(chat.button("分享手机号")).to_be_hidden()


async def test_a_record_is_said_shown_with_its_formats_and_undone_by_a_tap(chat: Chat) -> None:
    page = chat.page
    await chat.button("还差几次").click()
    await expect(page.get_by_label("写一条消息")).to_have_value("还差几次")
    await chat.says("昨天去王大娘家走访,送了米面油260元")
    await expect(chat.bubbles).to_have_count(2)
    await expect(chat.last.locator("b").first).to_have_text("已记")
    for tag in ("code", "i", "blockquote", ".spoiler", "a.button", ".text a", ".command"):
        await expect(chat.last.locator(tag).first).to_be_visible()
    await chat.last.locator(".spoiler").click()
    await expect(chat.last.locator(".spoiler")).to_have_class("spoiler shown")
    fold = chat.last.locator(".fold")
    folded = await fold.bounding_box()
    await fold.click()
    unfolded = await fold.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert folded["height"] < unfolded["height"]
    await chat.shot("desktop")
    await chat.button("修改").click()
    await expect(page.get_by_text("现在还不能改")).to_be_visible()
    await chat.button("知道了").click()
    await chat.button("撤销").click()
    await expect(page.locator("#toast")).to_have_text("撤销了")
    await expect(chat.last).to_contain_text("已撤销")
    await expect(chat.last).to_contain_text("已编辑")
    await expect(chat.button("撤销")).to_have_count(0)


async def test_ones_own_message_is_edited_and_answered(chat: Chat, api: BotApi) -> None:
    page = chat.page
    await chat.says("去走访了")
    await expect(chat.bubbles).to_have_count(2)
    await page.locator(".mine").first.hover()
    await page.locator(".mine").first.get_by_label("编辑").click()
    await expect(page.locator("#context")).to_contain_text("编辑消息")
    await chat.says("打电话了")
    await expect(chat.last).to_contain_text("改成了:打电话了")
    await expect(page.locator(".mine").first).to_contain_text("已编辑")
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_label("写一条消息")).to_have_value("打电话了")
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("写一条消息")).to_have_value("")
    await chat.last.hover()
    await chat.last.get_by_label("回复").click()
    await chat.says("好的")
    await expect(page.locator(".mine .quote")).to_contain_text("改成了:打电话了")
    assert [message.get("reply_to_message", {}).get("text") for message in api.chats[LI].messages.values()].count(
        "改成了:打电话了"
    ) == 1


async def test_the_menu_offers_the_commands_of_this_chat(chat: Chat, api: BotApi) -> None:
    commands = [BotCommand("progress", "还差几次"), BotCommand("pairs", "我的对象"), BotCommand("undo", "撤销上一条")]
    await chat.bot.set_my_commands(commands, scope=telegram.BotCommandScopeChat(LI))
    page = chat.page
    await expect(page.locator("#status")).to_contain_text("李明")
    await chat.button("命令菜单").click()
    await expect(page.get_by_role("option")).to_have_count(3)
    await chat.shot("menu")
    await page.keyboard.press("Escape")
    await page.get_by_label("写一条消息").press_sequentially("/p")
    await expect(page.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine").last).to_contain_text("/pairs")
    await expect(page.get_by_role("option")).to_have_count(0)


async def test_files_go_both_ways(chat: Chat, api: BotApi) -> None:
    page = chat.page
    await page.locator("#file").set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": b"PK\x03\x04"}
    )
    await page.get_by_label("说明（可不填）").fill("新的名册")
    await page.locator("#file-dialog").get_by_role("button", name="发送").click()
    await expect(page.locator(".mine .document")).to_contain_text("名册.xlsx")
    async with page.expect_download() as coming:
        await page.locator(".theirs .document").click()
    download = await coming.value
    assert download.suggested_filename == "结对表.xlsx"
    assert await asyncio.to_thread(Path(await download.path()).read_bytes) == b"pairs"
    await page.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    await page.get_by_label("说明（可不填）").fill("走访")
    await page.locator("#file-dialog").get_by_role("button", name="发送").click()
    await expect(chat.last).to_contain_text("看到了:走访")
    await expect(chat.last.locator("img")).to_have_js_property("complete", value=True)
    await page.get_by_label("附件").click()
    await page.get_by_role("menuitem", name="语音").click()
    await expect(page.locator(".voice")).to_be_visible()
    await chat.shot("files")


async def test_the_clock_moves_and_others_get_reminders(chat: Chat, clock: MovableClock) -> None:
    page = chat.page
    await chat.says("一")
    await chat.button("下一天").click()
    await expect(page.locator("#now")).to_have_text("2026-05-27 周三 10:00")
    await expect(page.locator("#toast")).to_have_text("到了")
    wang = page.get_by_role("button", name="王芳")
    await expect(wang.locator(".count")).to_have_text("1")
    await chat.button("下一个提醒").click()
    await expect(wang.locator(".count")).to_have_text("2")
    await page.get_by_label("要去的日期和时间").fill("2026-12-31T08:30")
    await chat.button("前往").click()
    await expect(page.locator("#now")).to_have_text("2026-12-31 周四 08:30")
    assert clock().isoformat() == "2026-12-31T00:30:00+00:00"
    await wang.click()
    await expect(chat.bubbles).to_have_count(3)
    await expect(wang.locator(".count")).to_have_count(0)
    await expect(page.locator(".day")).to_have_text(
        ["2026年5月27日星期三", "2026年5月30日星期六", "2026年12月31日星期四"]
    )
    await chat.shot("clock")
    await page.get_by_role("button", name="李明").click()
    await expect(chat.bubbles).to_have_count(2)


async def test_the_page_speaks_english_too_and_remembers(chat: Chat) -> None:
    await chat.button("EN").click()
    await expect(chat.page.locator(".intro")).to_contain_text("The real bot, an invented county")
    await expect(chat.page.locator("#now")).to_contain_text("Tue")
    await chat.page.reload()
    await expect(chat.button("Next reminder")).to_be_visible()
    await chat.shot("english")


async def test_who_blocks_the_bot_can_come_back(chat: Chat, api: BotApi) -> None:
    await chat.button("屏蔽").click()
    await expect(chat.page.locator("#compose")).to_be_hidden()
    assert api.chats[LI].blocked
    await chat.button("解除屏蔽").click()
    await expect(chat.page.locator("#compose")).to_be_visible()


@pytest.mark.parametrize("chat", [PHONE, PHONE | DARK, DARK], indirect=True, ids=["phone", "phone-dark", "dark"])
async def test_everything_fits_on_a_phone_and_in_the_dark(chat: Chat, request: pytest.FixtureRequest) -> None:
    page = chat.page
    for text in ("昨天去王大娘家走访,送了米面油260元", "还差几次"):
        await chat.says(text)
        await expect(chat.last).to_contain_text("走访探视 1/2")
        await expect(page.locator(".busy")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("发送", "附件"):
        box = await page.get_by_label(name).first.bounding_box()
        assert box is not None
        assert box["width"] >= 40
        assert box["x"] + box["width"] <= await page.evaluate("innerWidth")
    log = await page.locator("#messages").bounding_box()
    assert log is not None
    assert log["height"] > 300
    await chat.shot(request.node.callspec.id)
