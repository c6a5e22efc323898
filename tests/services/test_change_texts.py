"""Every sentence of the roster month, gaps, leave and deputies that a conversation seldom reaches."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.changes import Draft
from bot.domain.quota import Counts
from bot.services.cards import Dropped, Stale
from bot.services.change_desk import ChangeCard, NoSuchChange
from bot.services.change_lines import ChangeLine
from bot.services.changes import Asking, Filed, NotThen
from bot.services.deputies import DeputyLine, DeputyNamed, NotHimself
from bot.services.entry_list import Entered, EntryList
from bot.services.gaps import GapCard, GapList, NewPairing, NoGap
from bot.services.hearing import Tapped
from bot.services.leave import Asked, LeaveCard, NoSuchLeave
from bot.services.roster_month import Office, RosterMonth
from bot.services.spans import DEPUTY, AskingSpan, BadSpan
from bot.texts import changes, deputies, entry_list, gaps, hearing, leave, news, roster_month
from bot.texts.language import language
from bot.texts.message import Reply

_ = language("zh_CN")
TODAY = date(2026, 5, 26)
LINE = ChangeLine(7, "moved", "moved_out", "P-1 王*英", "C-1 李*", "民政局", TODAY, "end", None, "filed", "")
LEAVE = LeaveCard(3, "C-1 李*", TODAY, TODAY, "asked")
GAP = GapCard(5, "P-1 王*英", "八里村", TODAY, 1, ())
SPAN = AskingSpan(9, DEPUTY, TODAY, (TODAY,), number="C-2")
NAMED = DeputyNamed(DeputyLine(2, "C-2 马*", TODAY, TODAY), "C-3 周*", ("liaison", "admin"), reachable=False)


def words(reply: Reply) -> str:
    return "\n".join(say.text for say in reply.says) + (reply.toast or "")


@pytest.mark.parametrize(
    ("reply", "part"),
    [
        (changes.told(_, Stale()), "已经改过了"),
        (changes.told(_, Dropped()), "没有上报"),
        (changes.told(_, NotThen("too_far", TODAY)), "两个月"),
        (changes.tapped(_, NotThen("too_old", TODAY)), "一年多以前"),
        (changes.filed(_, Filed(LINE, told=False)), "没有人负责审核"),
        (changes.card(_, Stale()), "已经改过了"),
        (changes.decided(_, NoSuchChange()), "不存在"),
        (changes.approved(_, NoSuchChange()), "不存在"),
        (changes.card(_, ChangeCard(replace(LINE, state="withdrawn"), took=True)), "已退回"),
        (changes.card(_, ChangeCard(replace(LINE, state="entered"), took=True)), "已审核"),
        (entry_list.shown(_, Stale()), "已经改过了"),
        (entry_list.shown(_, Entered("2026-05", 0, again=True)), "已经点过"),
        (entry_list.shown(_, EntryList("2026-05", (), (LINE,), 3, "0-0", entered=True)), "3 人未确认"),
        (gaps.card(_, NoGap()), "不存在"),
        (gaps.taken(_, Stale()), "已经改过了"),
        (gaps.card(_, GAP), "没有可以接替的干部"),
        (gaps.taken(_, NewPairing("P-1", "C-2", TODAY, None, Counts(1, 2, 3))), "联系交流 1，走访探视 2，办实事 3"),
        (leave.told(_, Stale()), "已经改过了"),
        (leave.tapped(_, Stale()), "已经改过了"),
        (leave.tapped(_, BadSpan("long")), "最多一年"),
        (leave.told(_, Asked(LEAVE, told=False)), "没有人可以批"),
        (leave.decided(_, Stale()), "已经改过了"),
        (leave.decided(_, NoSuchLeave()), "不存在"),
        (leave.taken_back(_, Stale()), "已经改过了"),
        (deputies.told(_, NAMED), "/invite"),
        (deputies.told(_, NotHimself()), "自己的编号"),
        (deputies.told(_, Stale()), "已经改过了"),
        (deputies.tapped(_, BadSpan("order")), "结束比开始还早"),
        (hearing.tapped(_, Tapped(DEPUTY, Stale())), "已经改过了"),
        (hearing.heard(_, SPAN), "代理从哪天起"),
        (hearing.heard(_, BadSpan("unread")), "没看懂日期"),
        (hearing.heard(_, NAMED), "已指定代理"),
    ],
)
def test_each_outcome_has_its_sentence(reply: Reply, part: str) -> None:
    assert part in words(reply)


@pytest.mark.parametrize(
    ("told", "part"),
    [
        (ChangeCard(LINE, decide=True), "请审核"),
        (LEAVE, "没有批准"),
        (replace(LEAVE, decide=True), "请审批"),
        (GapList((GAP,), 1), "断档"),
        (NewPairing("P-1", "C-2", TODAY, Counts(2, 1, 1), Counts()), "由您结对"),
        (NAMED, "联络员、管理员"),
    ],
)
def test_each_piece_of_news_has_its_letter(told, part: str) -> None:
    assert part in news.letter(_, told).text


def test_the_note_of_a_form_is_asked_without_buttons_but_cancel() -> None:
    asking = Asking(1, "note", Draft(7, "other"), TODAY, "P-1 王*英")
    (say,) = changes.asked(_, asking).says
    assert [button.label for row in say.rows for button in row] == ["不报了"]


def test_gaps_turn_pages_both_ways() -> None:
    (say,) = gaps.turned(_, GapList((GAP,) * 8, 20, 1)).says
    assert [button.data for button in say.rows[-1]] == ["gap:page:0", "gap:page:2"]
    (say,) = gaps.listed(_, GapList((GAP,) * 4, 20, 2)).says
    assert [button.data for button in say.rows[-1]] == ["gap:page:1"]


def test_a_long_entry_list_comes_in_messages_that_fit_with_every_line_once() -> None:
    found = tuple(replace(LINE, id=n, note="很长的说明 <b>&" * 10) for n in range(120))
    reply = entry_list.shown(_, EntryList("2026-05", found, (), 0, "120-1", entered=False, grown=True))
    assert all(len(say.text) <= 4096 for say in reply.says)
    text = words(reply)
    assert [f"{n} | 民政局" in text for n in range(1, 121)] == [True] * 120
    assert text.count("| 民政局 |") == 120
    assert "<b>&" not in text, "what people wrote is escaped"
    assert [bool(say.rows) for say in reply.says] == [False] * (len(reply.says) - 1) + [True]


def test_a_crowded_office_says_how_many_are_left_out() -> None:
    office = Office(30, tuple(f"C-{n} 李*" for n in range(20)), (LINE,) * 20, 25)
    (say,) = roster_month.shown(_, RosterMonth("2026-05", TODAY, None, office)).says
    assert "还有 10 人" in say.text
    assert "还有 5 条" in say.text
    assert len(say.text) <= 4096


def test_every_button_fits_into_64_bytes() -> None:
    asking = Asking(10**15, "reason", Draft(7, "class_change"), TODAY, classes=(("destitute_institution", "特困"),))
    replies = [
        changes.asked(_, asking),
        entry_list.shown(_, EntryList("2026-05", (LINE,), (), 0, f"999-{10**17}", entered=False)),
        gaps.card(_, replace(GAP, recipient_id=10**15, successor=(10**15, "C-2"))),
        deputies.told(_, replace(SPAN, key=10**15)),
    ]
    for reply in replies:
        for say in reply.says:
            assert all(len(button.data.encode()) <= 64 for row in say.rows for button in row)
