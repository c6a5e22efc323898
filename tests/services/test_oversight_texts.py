"""What spot checks, alerts, needs and plans say in the rarer cases, and that nothing grows past what Telegram takes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.alerts import CATEGORIES
from bot.domain.notices import Reason
from bot.domain.spotcheck import LARGEST
from bot.services.alert_duty import Absent as NoAlert
from bot.services.alert_duty import Open, Shown, Step
from bot.services.alerts import Asked, Opened
from bot.services.cards import Stale
from bot.services.entries import Line as EntryLine
from bot.services.keying import NothingLeft
from bot.services.needs import Needs, Noted, OpenNeed, Whom
from bot.services.plans import NoReminder, Promised
from bot.services.reminders import Item, Line
from bot.services.reports import NoPeriod, Several, Unknown
from bot.services.spotcalls import Absent, Card, Differing, FollowUps
from bot.services.spotchecks import Listed, Nothing, Overview, Pick, Sample
from bot.texts import alerts, keying, needs, notices, plans, spotchecks
from bot.texts.language import language

ZH, EN = language("zh_CN"), language("en")
AT = datetime(2026, 5, 26, 10, tzinfo=UTC)
DAY = date(2026, 5, 26)
MANY = tuple((n, f"P-{n:05d} 尕**玛") for n in range(300))


def sample(picks: int, **more: object) -> Sample:
    lines = tuple(
        Pick(
            n,
            n,
            f"P-{n:05d}",
            f"P-{n:05d} 尕**玛",
            "东乡族自治县那勒寺镇",
            "orphan",
            DAY,
            ("visit", "deed", "policy"),
            "goods",
            "inconvenient",
        )
        for n in range(1, picks + 1)
    )
    values = {
        "key": 1,
        "name": "临夏回族自治州",
        "code": "6229",
        "period": "2026-Q3",
        "size": LARGEST,
        "frame": picks,
        "seed": "ab" * 32,
        "salt": "cd" * 32,
        "fingerprint": "ef" * 32,
    }
    return Sample(
        **{
            **values,
            "committed_at": AT,
            "drawn_at": AT,
            "picks": lines,
            "agreement": None,
            "follow_ups": 2,
            "next_fingerprint": "01" * 32,
            **more,
        }
    )


def shown(state: str = "taken", **more: object) -> Shown:
    values = {
        "key": 7,
        "code": None,
        "reporter": None,
        "category": "violence",
        "state": state,
        "opened_at": AT,
        "told": ("110", "school"),
        "told_at": None,
    }
    steps = tuple(
        Step(AT, "C-1", what, "3")
        for what in ("opened", "told", "named", "category", "reported", "taken", "still", "closed")
    )
    return Shown(
        **{**values, "taken_by": "D-1", "taken_at": AT, "outcome": None, "mine": False, "steps": steps, **more}
    )


REPLIES = [
    lambda _: spotchecks.started(_, sample(LARGEST)),
    lambda _: spotchecks.started(
        _, Overview("通渭县", tuple(Listed(n, "通渭县", "2026-10", 5, 2) for n in range(8)), "ab" * 32)
    ),
    lambda _: spotchecks.started(_, Nothing("通渭县", "2026-10")),
    lambda _: spotchecks.started(
        _, Several("平襄镇", tuple((str(n), "甘肃省 / 定西市 / 通渭县 / 平襄镇") for n in range(40)))
    ),
    lambda _: spotchecks.started(_, NoPeriod("x" * 300)),
    lambda _: spotchecks.started(_, Unknown("<b>")),
    lambda _: spotchecks.shown(_, sample(3)),
    lambda _: spotchecks.shown(_, FollowUps(1, (Differing(1, 1, "P-1", DAY, "money"),))),
    lambda _: spotchecks.listed(_, Absent()),
    lambda _: spotchecks.listed(_, sample(1, next_fingerprint=None)),
    lambda _: spotchecks.shown(
        _,
        Card(
            1,
            1,
            1,
            9,
            "镇",
            "orphan",
            EntryLine("P-1 王*英", ("contact",), None, DAY, None, None, attempt=False),
            None,
            "爷爷",
            asked=True,
        ),
    ),
    lambda _: alerts.asked(_, Asked(MANY)),
    lambda _: alerts.listed(_, Open(tuple(shown(key=n) for n in range(20)), 7)),
    lambda _: alerts.shown(_, shown("closed", outcome="safe", told_at=AT)),
    lambda _: alerts.shown(_, shown("open", told=(), steps=())),
    lambda _: alerts.shown(_, shown(closing=True, mine=True)),
    lambda _: alerts.shown(_, shown(mine=True)),
    lambda _: needs.noted(_, Noted("P-1", ("illness", "living_alone"), new=False)),
    lambda _: needs.noted(_, Whom("m1", MANY)),
    lambda _: needs.listed(_, Needs(tuple(OpenNeed(n, "P-00001 尕**玛", "unsafe_house", DAY) for n in range(20)), 3)),
    lambda _: plans.answer(_, DAY, tuple(range(100, 130))),
    lambda _: plans.answer(_, None, ()),
    lambda _: plans.promised(_, Promised(DAY, date(2026, 5, 25), ("P-1", "P-2"))),
    lambda _: plans.promised(_, Promised(DAY, DAY, ())),
    lambda _: plans.promised(_, NoReminder(DAY, today=True)),
    lambda _: plans.promised(_, NoReminder(DAY, today=False)),
    lambda _: keying.listed(_, NothingLeft(own=True)),
    *[
        lambda _, key=key, step=step: alerts.answered(_, Opened(7, step, key, ("P-1", "P-2"), 0, ("110",), MANY))
        for key in CATEGORIES
        for step in ("who", "category", "told", "when", "done")
    ],
]


@pytest.mark.parametrize("spoken", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("reply", REPLIES)
def test_every_reply_fits_into_telegram(reply, spoken):
    for said in reply(spoken).says:
        assert 0 < len(said.text) <= 4096
        buttons = [button for row in said.rows for button in row]
        assert len(buttons) <= 100
        assert all(len(button.data.encode()) <= 64 and button.label for button in buttons)


@pytest.mark.parametrize(
    ("render", "outcome"),
    [
        (spotchecks.shown, Stale()),
        (alerts.shown, Stale()),
        (alerts.answered, Stale()),
        (alerts.started, Stale()),
        (needs.noted, Stale()),
        (needs.ended, Stale()),
        (plans.promised, Stale()),
        (keying.closed, Stale()),
        (keying.preparing, Stale()),
    ],
)
def test_an_old_button_is_answered_and_goes(render, outcome):
    reply = render(ZH, outcome)
    assert (reply.says, reply.replace, reply.toast) == ((), True, "这条已经改过了")


def test_what_is_not_there_sounds_alike():
    assert spotchecks.shown(ZH, Absent()) == spotchecks.started(ZH, Unknown("")) == alerts.shown(ZH, NoAlert())


def notice(kind: str, word: str = "", *, done: bool = False, lines: tuple[Line, ...] = ()) -> str:
    lines = lines or (Line(7, "P-0500", word="violence"), Line(1, "C-1", word="reporter"))
    item = Item(1, kind, "A7", None if done else Reason("sent"), 7, lines, (), DAY, word=word)
    return notices.bundle(ZH, [item]).text


def test_an_alert_s_notice_says_the_code_and_never_a_name():
    assert "P-0500 · 多处受伤" in notice("alert", "new")
    assert "还没有结案" in notice("alert.follow_up", "follow_up")
    assert "已经接手" in notice("alert", "taken")
    assert "一定自己打 110" in notice("alert", "nobody")
    assert "未说明" in notice("alert", "new", lines=(Line(7, "", word="missing"), Line(1, "C-1")))


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("alert", "紧急情况 A7"),
        ("alert.follow_up", "紧急情况 A7"),
        ("spotcheck.differs", "抽查待查"),
        ("plan.reminder", "您的打算"),
    ],
)
def test_what_is_settled_stays_in_the_chat_as_done(kind, title):
    assert "已完成" in notice(kind, done=True)
    assert title in notice(kind, done=True)


def test_a_promised_reminder_names_whom_or_only_the_day():
    item = Item(1, "plan.reminder", "2026-05-26", Reason("sent"), None, (), (), DAY)
    assert "您说过 2026-05-26 有安排" in notices.bundle(ZH, [item]).text
    named = replace(item, lines=(Line(1, "P-1 王*英"),))
    assert "看望或联系 P-1 王*英" in notices.bundle(ZH, [named]).text


def test_all_names_fit_into_a_button_or_none_do():
    few = plans.answer(ZH, DAY, (1, 22, 333)).says[0].rows[0][0].data
    assert few == "remind:20260526:1.22.333"
    assert plans.answer(ZH, DAY, tuple(range(100, 130))).says[0].rows[0][0].data == "remind:20260526:"
