"""A report ends in something to do: remind, ask for a word, file leave; once a day, whoever asks. Over real HTTP."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from db.models import Absence, Audit, Explanation, Notice, Unit
from db.session import Sessions
from tests.conversations.conftest import ADMIN, LIAISON, SUPERVISOR, Town
from tests.conversations.test_deputies import deliver
from tests.kit.botapi import Person
from tests.kit.bots import Bot
from tests.kit.build import building


@pytest.fixture
def zhao(api: BotApi, bot: Bot) -> Person:
    """The supervisor of the county."""
    return Person(api, SUPERVISOR, "赵敏", started=True)


@pytest.fixture
def zhou(api: BotApi, bot: Bot) -> Person:
    """The liaison of the office in which the cadres work."""
    return Person(api, LIAISON, "周强", started=True)


def nudges(database: Sessions) -> list[Notice]:
    with database.read() as session:
        return list(session.scalars(select(Notice).where(Notice.kind == "nudge").order_by(Notice.id)))


async def test_a_report_ends_in_three_lists_with_something_to_do_beside_each_person(zhao: Person, town: Town) -> None:
    await zhao.says("/report 崆峒县 2026-03")
    assert zhao.buttons[-3:] == ["新落后", "赶上来", "等答复"]
    await zhao.taps("新落后")
    listed = zhao.heard[-1]
    assert "崆峒县 · 新落后的干部 共 2 人" in listed
    assert "C-1 李*：1 对落后，还差联系交流 1 次" in listed
    assert listed.index("李*") < listed.index("马*"), "in the order of the tree"
    assert zhao.buttons == ["提醒一下 C-1", "说明", "请假", "提醒一下 C-2", "说明", "请假"]


async def test_who_caught_up_is_told_apart_from_who_fell_behind(li: Person, zhao: Person, town: Town) -> None:
    await li.says("昨天给王大娘打了电话")
    await zhao.says("/report")
    await zhao.taps("赶上来")
    assert "崆峒县 · 赶上来的干部 共 1 人" in zhao.heard[-1]
    assert "C-1 李*：上期落后 1 对，现在都跟上了" in zhao.heard[-1]
    await zhao.taps("提醒一下 C-1")
    assert zhao.notices[-1] == "C-1 李* 现在没有落后，不用提醒。"
    await zhao.taps("新落后")
    assert zhao.heard[-1] == "崆峒县：新落后的干部，没有人。"


async def test_a_nudge_goes_out_in_the_bundle_once_a_day_whoever_asks(
    ma: Person, zhao: Person, zhou: Person, town: Town, bot: Bot, database: Sessions, clock: MovableClock
) -> None:
    await zhao.says("/nudge C-2")
    assert "会提醒 C-2 马*，2026-05-26" in zhao.heard[-1]
    await zhou.says("/nudge C-2")
    assert "还在路上" in zhou.heard[-1]
    await deliver(bot)
    said = await ma.hears("有几件事想请您看看")
    assert "张*兰" in said
    assert "赵敏" not in said
    await zhou.says("/nudge C-2")
    assert zhou.heard[-1] == "C-2 马* 今天已经提醒过了。一天最多一次。"
    assert [(one.state, one.lane) for one in nudges(database)] == [("sent", 2)]
    with database.read() as session:
        trail = session.execute(select(Audit.action, Audit.subject).where(Audit.action == "nudge")).all()
    assert [tuple(row) for row in trail] == [("nudge", "C-2")]


async def test_a_nudge_falls_silent_when_he_caught_up_before_it_went_out(
    li: Person, zhao: Person, town: Town, bot: Bot, database: Sessions
) -> None:
    await zhao.says("/nudge C-1")
    await li.says("昨天给王大娘打了电话")
    heard = len(li.heard)
    await deliver(bot)
    assert len(li.heard) == heard
    assert [one.state for one in nudges(database)] == ["silent"]


async def test_a_cadre_explains_in_one_line_and_it_comes_back_to_who_asked(
    li: Person, zhao: Person, town: Town, bot: Bot, database: Sessions
) -> None:
    await zhao.says("/report 崆峒县 2026-03")
    await zhao.taps("新落后")
    await zhao.taps(f"nudge:why:{town.li}")
    assert zhao.notices[-1] == "已请 C-1 李* 用一句话说明，答复会发给您。"
    await zhao.taps(f"nudge:why:{town.li}")
    assert "还没有答复" in zhao.notices[-1]
    await zhao.says("/report")
    await zhao.taps("等答复")
    assert "C-1 李*：还没说明（2026-05-26 起）" in zhao.heard[-1]
    await deliver(bot)
    assert "C-4 赵* 看到您有结对落后" in await li.hears("想听您一句说明")
    await li.taps("写一句")
    await li.says("三月一直在外地培训，下周补上")
    assert li.heard[-1] == "谢谢，已转给 C-4 赵*。"
    await deliver(bot)
    assert "三月一直在外地培训，下周补上" in await zhao.hears("C-1 李* 的说明")
    with database.read() as session:
        (asked,) = session.scalars(select(Explanation)).all()
    assert asked.answered_at is not None
    await li.taps("写一句")
    assert li.notices[-1] == "这条已经改过了"


async def test_a_record_is_a_record_even_while_an_explanation_is_asked(
    li: Person, zhao: Person, town: Town, bot: Bot, database: Sessions
) -> None:
    await zhao.says("/report 崆峒县 2026-03")
    await zhao.taps("新落后")
    await zhao.taps(f"nudge:why:{town.li}")
    await deliver(bot)
    await li.hears("想听您一句说明")
    await li.taps("写一句")
    await li.says("昨天去王大娘家走访")
    assert "已记" in li.heard[-1]
    with database.read() as session:
        (asked,) = session.scalars(select(Explanation)).all()
    assert asked.said is None


async def test_leave_filed_for_a_cadre_waits_for_approval_and_holds_nudges_back(
    zhao: Person, zhou: Person, town: Town, bot: Bot, database: Sessions
) -> None:
    await zhao.says("/report 崆峒县 2026-03")
    await zhao.taps("新落后")
    await zhao.taps(f"nudge:leave:{town.li}")
    assert "C-1 从哪天起请假？" in zhao.heard[-1]
    await zhao.says("5月25日到6月7日")
    assert "已提交请假" in zhao.heard[-1]
    await zhao.says("/report")
    await zhao.taps("等答复")
    assert "C-1 李*：请假待批" in zhao.heard[-1]
    await zhao.taps("批准 C-1")
    with database.read() as session:
        (absence,) = session.scalars(select(Absence)).all()
    assert (absence.person_id, absence.state) == (town.li, "approved")
    await zhou.says("/nudge C-1")
    assert "C-1 李* " in zhou.heard[-1]
    assert not nudges(database)


async def test_outside_the_scope_and_for_cadres_there_is_nobody_to_nudge(
    api: BotApi, li: Person, zhao: Person, zhou: Person, town: Town, bot: Bot, database: Sessions
) -> None:
    with building(database) as b:
        other = b.unit("泾川县", "county", code="X")
        far = b.person(other, "丁一", number="C-9", telegram_id=1009)
        b.pairing(far, b.recipient(other))
        key, unit = far.id, other.id
    await zhao.says("/nudge C-9")
    assert zhao.heard[-1] == "不存在。"
    await zhao.says("/nudge")
    assert "请写干部编号" in zhao.heard[-1]
    await zhao.says("/report")
    message = zhao.last["message_id"]
    for verb in ("once", "why"):
        await zhao.presses(message, f"nudge:{verb}:{key}")
        assert zhao.notices[-1] == "不存在。", verb
    for data in (f"nudge:leave:{key}", f"nudge:new:{unit}:2026-05:0", f"nudge:wait:{unit}:2026-05:0"):
        await zhao.presses(message, data)
        assert zhao.heard[-1] == "不存在。", data
    await zhao.presses(message, f"nudge:new:{town.county}:2027-05:0")
    assert "不是可以看的时期" in zhao.heard[-1]
    await li.says("/nudge C-2")
    assert "没有这个命令" in li.heard[-1]
    admin = Person(api, ADMIN, "钱进", started=True)
    await admin.says("/nudge C-9")
    assert admin.heard[-1] == "不存在。", "the admin of a county"
    assert not nudges(database)


async def test_who_has_not_joined_is_to_be_rung_up_and_long_lists_turn_their_pages(
    zhao: Person, town: Town, database: Sessions
) -> None:
    with building(database) as b:
        office = b.session.get_one(Unit, town.office)
        township = b.session.get_one(Unit, town.township)
        for n in range(7):
            cadre = b.person(office, f"丁{n}", number=f"D-{n}")
            b.pairing(cadre, b.recipient(township), first_day=date(2026, 1, 1))
        key = cadre.id
    await zhao.says("/nudge D-0")
    assert "请打个电话" in zhao.heard[-1]
    await zhao.says("/report 崆峒县 2026-03")
    message = zhao.last["message_id"]
    await zhao.presses(message, f"nudge:why:{key}")
    assert "请打个电话" in zhao.notices[-1]
    await zhao.taps("新落后")
    assert "共 9 人" in zhao.heard[-1]
    said = len(zhao.heard)
    await zhao.taps("下一页")
    assert len(zhao.heard) == said
    assert "← 上一页" in zhao.buttons
    await zhao.taps("← 上一页")
    assert "下一页 →" in zhao.buttons
