"""Several, guessed or incomplete: one card first, one question at a time, nothing stored before a tap."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from bot.domain.understanding import Intent, Paired, Reading, read
from db.session import Sessions
from tests.conversations.conftest import Town
from tests.conversations.test_records import rows
from tests.kit.botapi import Person


async def test_two_acts_come_as_one_card_and_are_saved_together(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("张桂兰3月2号电话，小宝5月20日入户")
    await ma.says("昨天给张桂兰打了电话，今天去看了小宝，带了一箱奶60元")
    assert ma.buttons == ["都记上", "逐条看", "不记"]
    assert "没有记" in ma.heard[-1]
    assert rows(database) == []
    await ma.taps("都记上")
    assert "已记" in ma.heard[-1]
    assert [(r.contact, r.visit, r.goods_fen) for r in rows(database)] == [(1, 0, 0), (0, 1, 6000)]


async def test_one_by_one_keeps_some_and_skips_others(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("昨天给张桂兰打了电话，今天去看了小宝，带了一箱奶60元")
    await ma.taps("逐条看")
    assert ma.buttons == ["记上", "跳过", "不记", "改给 P-0419 陈*"]
    await ma.taps("跳过")
    await ma.taps("记上")
    (record,) = rows(database)
    assert record.visit == 1


async def test_none_stores_nothing(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("昨天给张桂兰打了电话，今天去看了小宝，带了一箱奶60元")
    await ma.taps("不记")
    assert "没有记" in ma.heard[-1]
    assert ma.buttons == []
    assert rows(database) == []


async def test_a_vague_day_is_asked_and_may_be_written(li: Person, town: Town, database: Sessions) -> None:
    await li.says("前几天去看过王大娘")
    assert "哪天" in li.heard[-1]
    assert any("昨天" in button for button in li.buttons)
    await li.says("5月20日")
    (record,) = rows(database)
    assert record.day.isoformat() == "2026-05-20"
    assert "补录" in li.heard[-1]


async def test_whom_then_when_in_the_same_card(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("前几天入户走访了")
    messages = len(ma.heard)
    await ma.taps("陈*")
    assert "哪天" in ma.heard[-1]
    await ma.taps("昨天")
    assert len(ma.heard) == messages
    (record,) = rows(database)
    assert (record.visit, record.day.isoformat()) == (1, "2026-05-25")


async def test_a_typo_is_a_guess_and_asks_first(li: Person, ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("给张桂蓝打了个电活")
    assert rows(database) == []
    assert "猜" in ma.heard[-1]
    assert ma.buttons == ["记上", "换个人", "不记"]
    await ma.taps("记上")
    assert len(rows(database)) == 1


# Work that is done, but whose? What the second reading holds of each changes whenever it learns.
WHOSE = (
    "院墙砌好了", "王大娘家的院墙砌好了", "水管接上了", "羊找见了", "煤卸好了", "窗户糊上了", "炕盘好了", "王大娘家的羊找见了", "麦子割完了", "地翻过了",
    "门口的雪扫了", "门口的沟填平了", "王大娘家灯亮了", "鸡圈垒起来了", "电线换了新的", "院子硬化了", "路修通了", "王大娘家的麦子收回来了", "水窖清了", "房顶补过了",
)  # fmt: skip


def read_as(wanted: Callable[[Reading], bool]) -> str:
    """The first of WHOSE of which that holds."""
    now = datetime(2026, 5, 26, 10, tzinfo=timezone(timedelta(hours=8)))
    wang = Paired(1, "王秀英", "女", 1948, "特困供养人员")
    return next(said for said in WHOSE if wanted(read(said, now, (wang,))))


async def test_an_act_that_is_guessed_is_asked_about_before_it_counts(
    li: Person, town: Town, database: Sessions
) -> None:
    said = read_as(lambda reading: any("kind" in record.guessed for record in (*reading.records, *reading.doubted)))
    await li.says(said)
    assert "还没有记" in li.heard[-1]
    assert "类型是猜的" in li.heard[-1]
    assert li.buttons == ["记上", "不记"]
    await li.taps("不记")
    assert rows(database) == []
    await li.says(said)
    await li.taps("记上")
    (record,) = rows(database)
    assert record.deed == 1


async def test_a_doubtful_report_gets_a_question_and_no_small_talk(li: Person, town: Town, database: Sessions) -> None:
    await li.says(read_as(lambda reading: reading.intent in {Intent.OTHER, Intent.CHITCHAT} and bool(reading.doubted)))
    assert "还没有记" in li.heard[-1]
    assert li.buttons == ["记上", "不记"]
    assert rows(database) == []


async def test_the_same_words_within_ten_minutes_are_asked_about(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.says("给王秀英打了电话。")
    assert li.buttons == ["再记一次", "是同一条"]
    assert len(rows(database)) == 1
    await li.taps("是同一条")
    assert len(rows(database)) == 1
    await li.says("给王秀英打了电话")
    await li.taps("再记一次")
    assert len(rows(database)) == 2


async def test_after_undo_the_same_words_are_simply_saved(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.taps("撤销")
    await li.says("给王秀英打了电话")
    assert "已记" in li.heard[-1]


async def test_somebody_not_paired_is_asked_about_with_the_own_recipients(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("今天去看了马占海")
    assert rows(database) == []
    assert any("王*英" in button for button in li.buttons), li.heard


async def test_a_new_card_says_that_the_old_one_was_not_stored(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("昨天去走访了")
    old = ma.last["message_id"]
    await ma.says("今天打了电话")
    assert "前面那张" in ma.heard[-1]
    await ma.taps("张*兰", under=old)
    assert "已经改过" in ma.notices[-1]
    assert rows(database) == []


async def test_the_log_command_guides_by_buttons(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("/log")
    await ma.taps("陈*")
    await ma.taps("打电话")
    await ma.taps("昨天")
    (record,) = rows(database)
    assert (record.contact, record.channel, record.day.isoformat()) == (1, "phone", "2026-05-25")


async def test_a_wrong_guess_is_put_right_with_two_taps(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("给张桂蓝打了个电活")
    await ma.taps("换个人")
    await ma.taps("改给 P-0419")
    await ma.taps("记上")
    (record,) = rows(database)
    assert "P-0419" in ma.heard[-1]
    assert record.contact == 1
