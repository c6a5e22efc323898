"""A spot check by phone, as the supervisors of a county, a township and another county, and as nobody, over real HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.models import SpotItem
from db.session import Sessions
from scheduler.clockwork import Clockwork
from scheduler.post import TelegramPost
from tests.kit.botapi import Person
from tests.kit.bots import Bot, running
from tests.kit.build import building

COUNTY, TOWNSHIP, FAR, CADRE, LIAISON = 2001, 2002, 2003, 2004, 2005


@pytest.fixture
def county(database: Sessions) -> None:
    with building(database) as b:
        top = b.unit("通渭县", "county", code="621121")
        first, second = (
            b.unit("平襄镇", "township", top, code="621121.01"),
            b.unit("马营镇", "township", top, code="621121.02"),
        )
        far = b.unit("陇西县", "county", code="621122")
        b.person(top, "孙督导", "supervisor", telegram_id=COUNTY, number="S-1")
        b.person(first, "镇督导", "supervisor", telegram_id=TOWNSHIP, number="S-2")
        b.person(far, "外县", "supervisor", telegram_id=FAR, number="S-3")
        b.person(top, "联络员", "liaison", telegram_id=LIAISON, number="S-4")
        cadre = b.person(first, "李明", telegram_id=CADRE, number="C-1")
        for n in range(14):
            place = first if n < 8 else second
            who = b.recipient(
                place, "destitute_home", "王秀英", number=f"P-{n:04d}", phone=f"1390000{n:04d}", birth_year=1950
            )
            b.record(
                b.pairing(cadre, who), date(2026, 5, 12), visit=1, channel="home", goods_fen=26000, support="goods"
            )


@pytest.fixture
async def worker(root: str, database_url: str, clock: MovableClock, county: None) -> AsyncIterator[Bot]:
    async with running(root, database_url, clock, webhook=True) as worker:
        yield worker


@pytest.fixture
def sun(api: BotApi, worker: Bot) -> Person:
    return Person(api, COUNTY, "孙督导", started=True)


async def test_a_sample_is_shown_with_its_seed_and_names_masked(sun: Person) -> None:
    await sun.says("/spotcheck 7")
    shown = sun.heard[-1]
    assert "抽查 1 · 通渭县 2026-05" in shown
    assert "有记录的 14 人，抽出 7 人" in shown
    assert "种子：" in shown
    assert shown.count("平襄镇") == 4
    assert shown.count("马营镇") == 3
    assert "王*英" in shown
    assert "王秀英" not in shown
    assert "1390000" not in shown
    assert sun.buttons == ["开始打电话"]


async def test_editing_the_command_draws_no_second_sample(sun: Person) -> None:
    said = await sun.says("/spotcheck 5")
    heard = len(sun.heard)
    await sun.edits(said, "/spotcheck 6")
    assert len(sun.heard) == heard


async def test_twelve_calls_give_a_rate_with_its_interval(sun: Person, database: Sessions) -> None:
    await sun.says("/spotcheck 12 通渭县 2026-05")
    await sun.taps("开始打电话")
    messages = len(sun.heard)
    for n in range(12):
        assert f"第 {n + 1} 条，共 12 条" in sun.heard[-1]
        assert "资助 260元" in sun.heard[-1]
        if n == 4:
            await sun.taps("接通不符")
            await sun.taps("日期不对")
        else:
            await sun.taps("接通相符")
    assert "相符 11 · 不符 1 · 没问到 0" in sun.heard[-1]
    assert "相符率 91.7%（95% 区间 64.6%～98.5%）" in sun.heard[-1]
    await sun.taps("待查 1 条")
    assert "日期不对" in sun.heard[-1]
    await sun.taps("核实无误")
    assert "没有待查的了" in sun.heard[-1]
    assert len(sun.heard) == messages, "one message that turns from card to card"


async def test_few_answers_are_not_enough_data_and_the_unreached_are_rung_again(sun: Person) -> None:
    await sun.says("/spotcheck 3")
    await sun.taps("开始打电话")
    await sun.taps("无人接")
    await sun.taps("空号")
    await sun.taps("接通相符")
    assert "相符率：数据不足（接通不到 10 人）" in sun.heard[-1]
    await sun.taps("没问到的再打一遍（1）")
    assert "第 1 条" in sun.heard[-1]
    await sun.taps("机构代接")
    assert "没问到的再打一遍" not in "".join(sun.buttons)


async def test_a_phone_is_shown_on_the_card_only_and_gone_with_it(sun: Person) -> None:
    await sun.says("/spotcheck 2")
    await sun.taps("开始打电话")
    await sun.taps("看电话")
    assert "电话：1390000" in sun.heard[-1]
    await sun.taps("接通相符")
    assert not any("1390000" in text for text in sun.heard)


async def test_the_check_goes_on_where_it_was_left_on_another_worker(
    api: BotApi, sun: Person, root: str, database_url: str, clock: MovableClock
) -> None:
    await sun.says("/spotcheck 3")
    await sun.taps("开始打电话")
    await sun.taps("接通相符")
    async with running(root, database_url, clock, webhook=True) as other:
        await sun.says("/spotcheck", to=other.url)
        await sun.taps("抽查 1 · 通渭县 2026-05 · 1/3", to=other.url)
        await sun.taps("继续打电话", to=other.url)
        assert "第 2 条" in sun.heard[-1]


async def test_a_township_checks_itself_and_nothing_else(api: BotApi, sun: Person) -> None:
    await sun.says("/spotcheck 2")
    town = Person(api, TOWNSHIP, "镇督导", started=True)
    await town.says("/spotcheck 20")
    assert "平襄镇 2026-05" in town.heard[-1]
    assert "要抽 20 人，有记录的不够" in town.heard[-1]
    await town.says("/spotcheck 5 马营镇")
    assert town.heard[-1] == "不存在。"
    await town.presses(town.last["message_id"], "spot:next:1:0")
    assert town.heard[-1] == "不存在。"


async def test_another_county_a_liaison_a_cadre_and_nobody_learn_nothing(
    api: BotApi, sun: Person, database: Sessions
) -> None:
    await sun.says("/spotcheck 2")
    far = Person(api, FAR, "外县", started=True)
    await far.says("/spotcheck 5 通渭县")
    assert far.heard[-1] == "不存在。"
    await far.says("/spotcheck 5")
    assert "没有可抽的记录" in far.heard[-1]
    with database.read() as session:
        item = session.scalars(select(SpotItem.id).order_by(SpotItem.id)).first()
    for data in ("spot:show:1", "spot:list:1", f"spot:phone:{item}", f"spot:say:{item}:agree", "spot:open:1"):
        await far.presses(far.last["message_id"], data)
        assert far.heard[-1] == "不存在。"
    for number in (LIAISON, CADRE):
        other = Person(api, number, "别人", started=True)
        await other.says("/spotcheck 5")
        assert "没有这个命令" in other.heard[-1]
        assert "spotcheck" not in other.commands
    nobody = Person(api, 77, "路人", started=True)
    await nobody.says("/spotcheck 5")
    assert "P-" not in "".join(nobody.heard)


async def test_the_cadre_hears_of_it_only_after_a_difference_and_in_his_bundle(
    api: BotApi, sun: Person, worker: Bot, clock: MovableClock
) -> None:
    cadre = Person(api, CADRE, "李明", started=True)
    work = Clockwork(worker.runtime, TelegramPost(worker.app.bot))
    await sun.says("/spotcheck 2")
    await sun.taps("开始打电话")
    await sun.taps("看电话")
    await sun.taps("接通相符")
    assert await work.leads()
    await work.once()
    assert not any("抽查" in text for text in cadre.heard)
    await sun.taps("接通不符")
    await sun.taps("说没有这回事")
    clock.move(datetime(2026, 5, 27, 1, 5, tzinfo=UTC))
    await work.once()
    await work.close()
    assert "抽查电话里：说没有这回事。不是结论" in cadre.heard[-1]


async def test_wrong_words_are_explained(sun: Person) -> None:
    await sun.says("/spotcheck 5 2027-01")
    assert "没有“2027-01”这个时段" in sun.heard[-1]
    await sun.says("/spotcheck 5 2026-01")
    assert "没有可抽的记录" in sun.heard[-1]
    await sun.says("/spotcheck 201")
    assert sun.heard[-1] == "不存在。"
    await sun.says("/spotcheck")
    assert "下一次抽查的种子指纹" in sun.heard[-1]
