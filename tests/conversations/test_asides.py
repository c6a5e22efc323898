"""What is asked about a wide scope: a message that says so, turns into the answer, can be stopped, and outlives its process."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.sandbox.api import BotApi
from bot.services import broadcasts, wide
from db.models import Grant, Job, Notice, Pairing, SpotCheck, SpotItem, SpotSalt
from db.models import Person as Row
from db.session import Sessions
from tests.conversations.conftest import ADMIN, LI, LIAISON, SUPERVISOR, Town
from tests.conversations.test_longwork import jobs
from tests.kit.botapi import Person
from tests.kit.bots import Bot, running
from tests.kit.build import building
from tests.kit.held import HeldClock


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(datetime(2026, 5, 26, 2, tzinfo=UTC), "read-long")


@pytest.fixture(autouse=True)
def _all_are_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wide, "LARGE", 1)
    monkeypatch.setattr(wide, "HEAVY", 1)


@pytest.fixture
def busy(database: Sessions, town: Town) -> Town:
    """Each of the three was visited in May."""
    with building(database) as b:
        for pairing in b.session.scalars(select(Pairing).order_by(Pairing.id)).all():
            b.record(pairing, date(2026, 5, 12), visit=1, channel="home")
    return town


@pytest.fixture
async def bot(root: str, database_url: str, clock: HeldClock, busy: Town) -> AsyncIterator[Bot]:
    async with running(root, database_url, clock, webhook=True) as worker:
        yield worker
        clock.free.set()


@pytest.fixture
def zhao(api: BotApi, bot: Bot) -> Person:
    return Person(api, SUPERVISOR, "赵敏", started=True)


ASKED = [
    (SUPERVISOR, "/unit", "正在查崆峒县的情况… 0/4", "主结对 3 对"),
    (SUPERVISOR, "/behind", "正在查崆峒县落后的结对… 0/2", "落后"),
    (SUPERVISOR, "/gaps", "正在查断档… 0/1", "断档"),
    (SUPERVISOR, "/roster", "正在查本月名册… 0/1", "还没确认"),
    (SUPERVISOR, "/spotcheck 2", "正在查崆峒县 2026-05 的记录，抽 2 人… 0/2", "有记录的 3 人，抽出 2 人"),
    (ADMIN, "/reach", "正在查能收到消息的人… 0/1", "崆峒县"),
    (ADMIN, "/plan", "正在查接下来要发的提醒… 0/1", "发送计划"),
]


@pytest.mark.parametrize(("who", "command", "progress", "answer"), ASKED)
async def test_the_message_that_says_how_far_it_is_turns_into_the_answer_while_others_are_served(
    api: BotApi,
    bot: Bot,
    clock: HeldClock,
    database: Sessions,
    who: int,
    command: str,
    progress: str,
    answer: str,
) -> None:
    assert bot
    asker, li = Person(api, who, "赵敏", started=True), Person(api, LI, "李明", started=True)
    clock.free.clear()
    await asker.says(command)
    assert progress in asker.heard[-1]
    assert asker.buttons == ["取消"]
    await li.says("今天去走访了王秀英")
    assert "已记" in li.heard[-1]
    clock.free.set()
    await asker.hears(answer)
    assert len(asker.heard) == 1
    assert len(jobs(database)) == 1


async def test_a_tap_walks_on_in_its_message(zhao: Person, clock: HeldClock, busy: Town) -> None:
    await zhao.says("/unit")
    await zhao.hears("主结对 3 对")
    shown = zhao.last["message_id"]
    clock.free.clear()
    await zhao.presses(shown, f"unit:at:{busy.township}")
    assert "正在查柳湖镇的情况" in zhao.heard[-1]
    await zhao.presses(shown, f"unit:at:{busy.township}")
    assert zhao.heard[-1] == "已经在办了，进度见前面那条消息。"
    clock.free.set()
    await zhao.hears("崆峒县 › 柳湖镇")
    assert len(zhao.heard) == 2
    assert zhao.heard[0].startswith("<b>崆峒县 › 柳湖镇") or "崆峒县 › 柳湖镇" in zhao.heard[0]


async def test_pages_turn_in_their_message(zhao: Person, busy: Town) -> None:
    await zhao.says("/behind")
    await zhao.hears("落后")
    await zhao.presses(zhao.last["message_id"], f"report:behind_at:{busy.county}:0")
    await zhao.presses(zhao.last["message_id"], f"report:gaps_at:{busy.county}:0")
    await zhao.hears("没有断档")
    await zhao.presses(zhao.last["message_id"], f"nudge:back_at:{busy.county}:2026-05:0")
    await zhao.hears("赶上来的干部")
    assert len(zhao.heard) == 1


async def test_a_figure_is_explained_and_its_pages_turn_in_the_message(zhao: Person, database: Sessions) -> None:
    with building(database) as b:
        for pairing in b.session.scalars(select(Pairing).order_by(Pairing.id)).all():
            b.record(pairing, date(2026, 4, 9), contact=1, channel="phone")
    await zhao.says("/report 2026-04")
    await zhao.hears("第 1 号 · 已定稿")
    await zhao.hears("的报告好了，见下面")
    before = len(zhao.heard)
    await zhao.says("/explain 1 联系交流")
    await zhao.hears("P-0417 王*英")
    await zhao.presses(zhao.last["message_id"], "explain:page:1:contact:orphan:0")
    assert "P-0417" not in await zhao.hears("联系交流 · 孤儿")
    assert len(zhao.heard) == before + 1
    await zhao.says("/explain 7 联系交流")
    assert zhao.heard[-1] == "不存在。"
    await zhao.says("/explain 1 跳舞")
    assert "跳舞" in zhao.heard[-1]


async def test_what_was_cancelled_is_neither_drawn_nor_shown_and_the_promised_salt_still_waits(
    zhao: Person, clock: HeldClock, database: Sessions
) -> None:
    await zhao.says("/spotcheck")
    with database.read() as session:
        promised = session.scalars(select(SpotSalt.fingerprint)).one()
    clock.free.clear()
    await zhao.says("/spotcheck 2")
    await zhao.taps("取消")
    assert zhao.heard[-1] == "已取消。"
    clock.free.set()
    await zhao.says("/spotcheck 2 柳湖镇")
    await zhao.hears("抽查 1 · 柳湖镇")
    assert jobs(database)[0].state == "cancelled"
    with database.read() as session:
        assert len(session.scalars(select(SpotCheck)).all()) == 1
        waiting = select(SpotSalt.fingerprint).where(SpotSalt.used_at.is_(None))
        assert promised in session.scalars(waiting).all()


async def test_when_somebody_else_draws_meanwhile_it_is_drawn_again_and_nobody_comes_twice(
    api: BotApi, zhao: Person, clock: HeldClock, database: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    qian = Person(api, ADMIN, "钱进", started=True)
    clock.free.clear()
    await zhao.says("/spotcheck 1")
    monkeypatch.setattr(wide, "LARGE", 1000)
    await qian.says("/spotcheck 2")
    assert "抽查 1 · 崆峒县" in qian.heard[-1]
    clock.free.set()
    await zhao.hears("抽查 2 · 崆峒县")
    with database.read() as session:
        drawn = session.scalars(select(SpotItem.recipient_id)).all()
    assert len(set(drawn)) == len(drawn) == 3


async def test_a_notice_to_very_many_is_queued_in_parts_once_each(
    api: BotApi, bot: Bot, database: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bot
    monkeypatch.setattr(broadcasts, "PART", 2)
    qian = Person(api, ADMIN, "钱进", started=True)
    await qian.says("/broadcast 崆峒县 请查收")
    shown = qian.last["message_id"]
    await qian.taps("发送")
    await qian.hears("已排队发送，共 5 人")
    await qian.presses(shown, "broadcast:send:1")
    with database.read() as session:
        people = session.scalars(select(Notice.person_id).where(Notice.kind == "broadcast")).all()
    assert len(set(people)) == len(people) == 5
    job = jobs(database)[0]
    await qian.presses(shown, f"work:stop:{job.id}")
    assert qian.notices[-1] == "这条已经改过了", "what stands in the queue cannot be taken back"


async def test_a_liaison_gets_his_list_and_the_next_button_only_while_more_waits(
    api: BotApi, bot: Bot, busy: Town
) -> None:
    assert bot
    assert busy
    zhou = Person(api, LIAISON, "周强", started=True)
    await zhou.says("/roster")
    await zhou.hears("还没确认")
    await zhou.taps("记录录入清单")
    assert "P-0419" in await zhou.hears("待录入官方系统：3 条")
    await zhou.taps("已录入")
    assert "3 条已录入" in zhou.heard[-1]
    assert zhou.buttons == []
    await zhou.presses(zhou.last["message_id"], "key:office")
    await zhou.hears("没有待录入的记录")


async def test_who_lost_his_scope_meanwhile_learns_nothing(zhao: Person, clock: HeldClock, database: Sessions) -> None:
    clock.free.clear()
    await zhao.says("/unit")
    with database.write() as session:
        person = session.scalars(select(Row.id).where(Row.telegram_id == SUPERVISOR)).one()
        session.execute(update(Grant).where(Grant.person_id == person).values(revoked_at=clock.held_now()))
    clock.free.set()
    await zhao.hears("不存在。")
    assert len(zhao.heard) == 1


@pytest.mark.parametrize("drawn_before", [False, True])
async def test_a_draw_whose_process_died_is_made_once_and_shown_in_its_message(
    api: BotApi, root: str, database_url: str, clock: HeldClock, busy: Town, database: Sessions, *, drawn_before: bool
) -> None:
    """Died while it looked, or after it had kept the sample and before that went out."""
    zhao = Person(api, SUPERVISOR, "赵敏", started=True)
    async with running(root, database_url, clock, webhook=True):
        await zhao.says("/spotcheck 2" if drawn_before else "/help")
        sample = await zhao.hears("抽出 2 人" if drawn_before else "/spotcheck")
    message = zhao.last["message_id"]
    zhao.chat.messages[message]["text"] = "⏳"
    with database.write() as session:
        if drawn_before:
            session.execute(update(Job).values(state="running"))
        else:
            asker = session.scalars(select(Row.id).where(Row.telegram_id == SUPERVISOR)).one()
            asked = json.dumps({"period": "2026-05", "size": 2, "unit_id": busy.county})
            job = {"person_id": asker, "chat_id": SUPERVISOR, "message_id": message, "form": "spot", "asked": asked}
            session.add(Job(**job, state="running", attempts=1, made_at=clock(), beat_at=clock()))
    clock.move(clock() + timedelta(minutes=3))
    async with running(root, database_url, clock, webhook=True):
        found = await zhao.hears("抽出 2 人")
    assert jobs(database)[0].state == "done"
    assert len(zhao.heard) == 1
    with database.read() as session:
        assert len(session.scalars(select(SpotCheck)).all()) == 1
    assert (found == sample) is drawn_before


async def test_an_answer_whose_message_is_gone_comes_as_a_new_one(
    zhao: Person, api: BotApi, clock: HeldClock, database: Sessions
) -> None:
    clock.free.clear()
    await zhao.says("/unit")
    del zhao.chat.messages[zhao.last["message_id"]]
    clock.free.set()
    await zhao.hears("主结对 3 对")


async def test_a_small_scope_is_answered_at_once(
    zhao: Person, clock: HeldClock, database: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wide, "LARGE", 1000)
    monkeypatch.setattr(wide, "HEAVY", 1000)
    clock.free.clear()
    for command, answer in (
        ("/unit", "主结对 3 对"),
        ("/behind", "落后"),
        ("/gaps", "断档"),
        ("/roster", "还没确认"),
        ("/spotcheck 2", "抽出 2 人"),
        ("/report", "崆峒县 2026年5月报告"),
    ):
        await zhao.says(command)
        assert answer in zhao.heard[-1]
    assert jobs(database) == []


async def test_the_menu_of_who_holds_every_office_is_set_once(api: BotApi, bot: Bot, database: Sessions) -> None:
    assert bot
    with building(database) as b:
        person = b.session.scalars(select(Row).where(Row.telegram_id == ADMIN)).one()
        for role in ("cadre", "liaison", "supervisor", "duty_officer"):
            b.grant(person, role, None)
    qian = Person(api, ADMIN, "钱进", started=True)
    await qian.says("/help")
    await qian.says("/help")
    menus = [call for call in api.calls if call.method == "setMyCommands" and str(ADMIN) in str(call.arguments)]
    assert len(menus) == 1
