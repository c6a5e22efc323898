"""Whatever arrives gets a clear sentence, stores nothing wrong and breaks nothing."""

import base64

import pytest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.session import Sessions
from tests.conversations.conftest import LI, Town
from tests.conversations.test_records import rows
from tests.kit.botapi import Person
from tests.kit.bots import Bot, running

GROUP = -500
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NOT_A_RECORD = [
    "😀😀👍",
    "。",
    "啊" * 4000,
    "0001年1月1日",
    "下周去看王秀英，" * 400,
    "<b>王秀英</b> <script>alert(1)</script> & <",
    "下周二去看王大娘",
    "王大娘家房顶漏雨了",
    "还差几次？",
    "谢谢",
    "/nonsense",
    "/开始",
]


@pytest.mark.parametrize("text", NOT_A_RECORD)
async def test_each_odd_message_is_answered_and_stores_nothing(
    text: str, li: Person, api: BotApi, database: Sessions
) -> None:
    await li.says(text)
    assert li.heard, "silence"
    assert all(len(said) <= 4096 for said in li.heard)
    assert rows(database) == []
    assert api.unknown_arguments == []


async def test_a_day_to_come_is_no_record(li: Person, database: Sessions) -> None:
    await li.says("6月1日去王大娘家走访了")
    assert all(record.day.isoformat() <= "2026-05-26" for record in rows(database))
    await li.says("2026-12-31 入户 王秀英")
    assert rows(database) == [] or "没有记" in li.heard[-1]


async def test_a_day_before_the_pairing_or_too_long_ago_is_refused(li: Person, database: Sessions) -> None:
    await li.says("2月1日去王大娘家走访了")
    assert "太早" in li.heard[-1]
    assert rows(database) == []


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("0001-01-01", "0001-01-01 太早了，没有记"),
        ("0001年1月1日", "0001-01-01 太早了，没有记"),
        ("1899-05-01", "1899-05-01 太早了，没有记"),
        ("一九九九年三月二日", "1999-03-02 太早了，没有记"),
        ("25年4月1日", "2025-04-01 太早了，没有记"),
        ("9999-12-31", "9999-12-31 还没到，没有记"),
        ("99991231", "9999-12-31 还没到，没有记"),
        ("2199年3月2日", "2199-03-02 还没到，没有记"),
        ("10000-01-01", "是哪天的事"),
        ("0年1月1日", "是哪天的事"),
        ("2199年", "是哪天的事"),
        ("2026-02-30", "是哪天的事"),
        ("13月5日", "是哪天的事"),
    ],
)
async def test_a_day_of_an_impossible_year_or_month_is_never_taken_for_another(
    day: str, answer: str, li: Person, database: Sessions
) -> None:
    await li.says(f"{day}走访王秀英")
    assert answer in li.heard[-1]
    assert rows(database) == []


async def test_a_name_with_markup_is_shown_as_text(
    api: BotApi, root, database_url, clock: MovableClock, town: Town, database: Sessions
) -> None:
    from db.models import Recipient

    with database.write() as session:
        session.query(Recipient).filter_by(number="P-0417").update({"name": "<i>"})
    async with running(root, database_url, clock, IDENTITY_IN_CHAT="full"):
        li = Person(api, LI, "李明", started=True)
        await li.says("/pairs")
        assert "P-0417 <i>" in li.heard[-1]


async def test_voice_stickers_and_files_get_a_useful_answer(li: Person, database: Sessions) -> None:
    await li.sends_voice()
    assert "语音" in li.heard[-1]
    await li.sends_sticker()
    await li.sends_document(b"%PDF-1.4 nonsense", "a.pdf")
    assert "没有保存" in li.heard[-1]
    await li.sends_photo(PNG)
    assert "照片" in li.heard[-1]
    assert len(li.heard) == 4
    assert rows(database) == []


async def test_the_caption_of_a_photo_counts_and_the_photo_is_not_kept(li: Person, database: Sessions) -> None:
    await li.sends_photo(PNG, "今天去看了王大娘")
    assert "已记" in li.heard[-1]
    assert "照片不保存" in li.heard[-1]
    assert len(rows(database)) == 1


async def test_an_album_gets_one_answer(li: Person, database: Sessions) -> None:
    await li.sends_photo(PNG, "今天去看了王大娘", album="77")
    await li.sends_photo(PNG, album="77")
    await li.sends_photo(PNG, album="77")
    assert len(li.heard) == 1
    assert "已记" in li.heard[0]
    await li.sends_photo(PNG, album="78")
    await li.sends_photo(PNG, album="78")
    assert len(li.heard) == 2
    assert "请用一句话" in li.heard[1]
    assert len(rows(database)) == 1


async def test_the_caption_of_a_video_or_a_file_counts_too(li: Person, database: Sessions) -> None:
    await li.sends_video("今天去看了王大娘")
    assert "已记" in li.heard[-1]
    assert "视频和文件不保存" in li.heard[-1]
    for name in ("a.pdf", "a.xlsx"):
        await li.taps("撤销")
        await li.sends_document(b"%PDF-1.4 nonsense", name, caption="昨天给王秀英打了电话")
        assert "已记" in li.heard[-1]
    assert [record.standing for record in rows(database) if record.contact] == [False, True]
    await li.sends_video()
    assert "视频我看不了" in li.heard[-1]


@pytest.mark.parametrize(
    "data",
    [
        "log:1:all", "log:999999:who:1", "record:undo:1", "record:undo:99999999999", "record:edit:77", "edit:1:0:act:phone",
        "edit:1:0:day:2026-99-99", "guide:999:phone", "guide:1:nonsense", "set:language:xx", "set:minute:9999", "x", ":::",
        "record:page:999999", "log:1:day:0001-01-01", "报:1",
    ],
)  # fmt: skip
async def test_forged_buttons_change_nothing_and_are_answered(
    data: str, ma: Person, li: Person, database: Sessions
) -> None:
    await ma.says("给张桂兰打了电话")
    await li.says("/help")
    await li.presses(li.last["message_id"], data)
    assert li.unanswered == 0
    assert [(r.standing, r.contact) for r in rows(database)] == [(True, 1)]


async def test_nobody_touches_the_records_of_another(li: Person, ma: Person, database: Sessions) -> None:
    await ma.says("给张桂兰打了电话")
    button = ma.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await li.says("/help")
    await li.presses(li.last["message_id"], button)
    assert [r.standing for r in rows(database)] == [True]


async def test_a_group_hears_only_where_to_go(li: Person, api: BotApi, bot: Bot, database: Sessions) -> None:
    await api.settled(api.add_group(GROUP, "八里村帮扶群", by=LI))
    await li.says_in(GROUP, "/progress")
    await li.says_in(GROUP, "昨天去王大娘家走访")
    heard = api.heard(GROUP)
    assert len(heard) == 1
    assert "私聊" in heard[0]
    assert "P-0417" not in heard[0]
    assert rows(database) == []


async def test_who_blocked_the_bot_is_noted_and_welcome_again(li: Person, database: Sessions) -> None:
    from db import people

    await li.says("/help")
    await li.blocks()
    with database.read() as session:
        person = people.by_telegram(session, LI)
        assert person is not None
        assert person.blocked_at is not None
    await li.unblocks()
    await li.says("给王秀英打了电话")
    assert "已记" in li.heard[-1]


async def test_a_mistyped_command_is_answered_with_the_one_that_was_meant(li: Person) -> None:
    await li.says("/progres")
    assert "/progress" in li.heard[-1]
    await li.says("/statsu")
    assert "/status" not in li.heard[-1], "not a command of his"
