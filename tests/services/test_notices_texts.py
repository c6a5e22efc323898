"""Every reminder in words: short enough, escaped, with buttons that fit, in the language of the person."""

from datetime import date

import pytest

from bot.domain.notices import ALERTS, RULES, Reason
from bot.domain.quota import Counts, Standing
from bot.services.accounts import Account
from bot.services.accounts import Line as AccountLine
from bot.services.confirmations import Answered, Later, Old, Whom
from bot.services.holidays import Imported, Wrong, Year, read
from bot.services.outlook import Coming, Outlook, Switched
from bot.services.reminders import Item, Line, UnitLine
from bot.texts import notices
from bot.texts.notices import admin, answers, ledgers

DAY = date(2026, 6, 15)
NUMBERS = {"unconfirmed": 70, "changes": 70, "pairings": 70, "deeds": 9, "age": 14, "days": 30, "cadres": 70}
PERIODS = {
    "roster.liaison": "2026-06:entry",
    "festival": "2026:spring_festival",
    "quota.year_end": "2026:30",
    "quota.supervisor": "2026:30",
    "weekly.visit": "2026-W24",
    "calendar.missing": "2027:2026-W45",
    "audit.due": "2026:14",
    "age": "14:90:R7",
}


def same(sentence: str) -> str:
    return sentence


def standing(status: str = "behind") -> Standing:
    late = Counts(1, 1, 1) if status == "behind" else Counts()
    return Standing(status, Counts(4, 2, 1), Counts(), Counts(4, 2, 1), late, None, DAY, "deed", 1, Counts(2, 1, 1))  # type: ignore[arg-type]


def item(kind: str, reason: str | None = "because", lines: int = 70, period: str | None = None) -> Item:
    named = [
        Line(
            n, f"P-{n:04d} <王>*英", standing("behind" if n % 2 else "due_soon"), DAY, ("unconfirmed", "change")[n % 2]
        )
        for n in range(lines)
    ]
    return Item(
        1,
        kind,
        period or PERIODS.get(kind, "2026-06"),
        Reason(reason, NUMBERS) if reason else None,
        7,
        tuple(named),
        tuple(UnitLine(f"第 {n} 村 & 镇", n, n) for n in range(lines)),
        DAY,
        5,
        "2027",
    )


KINDS = sorted(RULES.keys() - ALERTS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_one_message_and_has_a_done_form(kind: str) -> None:
    said = notices.bundle(same, [item(kind, "entry_list" if kind == "roster.liaison" else "because")])
    assert 0 < len(said.text) <= 4096 or kind.startswith("report.")
    assert "<王>" not in said.text
    assert all(len(button.data.encode()) <= 64 for row in said.rows for button in row)
    done = notices.bundle(same, [item(kind, None)])
    assert done.rows == ()
    if not kind.startswith("report."):
        assert done.text.startswith("✅ 已完成")


def test_everything_at_once_still_fits_and_keeps_every_head_that_fits() -> None:
    said = notices.bundle(same, [item(kind) for kind in KINDS])
    assert len(said.text) <= 3900
    assert "名单确认" in said.text
    many = notices.bundle(same, [item("birthday", lines=60, period=f"2026-06-{n:02d}:R{n}") for n in range(1, 29)])
    assert len(many.text) <= 3900


def test_the_year_end_reminder_takes_the_place_of_the_pace_reminder() -> None:
    said = notices.bundle(same, [item("quota.pace", lines=2), item("quota.year_end", lines=2)])
    assert "2026 年的任务" in said.text
    assert "这个季度" not in said.text


def test_deeds_come_first_and_the_hint_says_how_to_log() -> None:
    text = notices.bundle(same, [item("quota.year_end", lines=1)]).text
    assert "办实事 1 件、走访探视 2 次、联系交流 4 次" in text
    assert "直接发一句话" in text


def test_who_is_behind_near_the_end_of_a_quarter_hears_all_that_it_asks() -> None:
    text = notices.bundle(same, [item("quota.pace", lines=2)]).text
    assert text.count("办实事 1 件、走访探视 1 次、联系交流 2 次") == 2


def test_what_is_told_early_says_what_is_gained_and_offers_no_postponement_of_its_own() -> None:
    early = [item("quota.year_end", lines=1, period="2026:60:early:2026-10-30"), item("roster.confirm", None)]
    said = notices.bundle(same, early)
    assert "到 2026-06-15 还差这些：\n· P-0000" in said.text
    assert "早点做完，这些就不再单独提醒您了。" in said.text
    assert said.rows == ()
    assert "早点做完" not in notices.bundle(same, [item("quota.year_end", lines=1)]).text
    assert "早点做完" in notices.bundle(same, [item("quota.pace", period="2026-W25:early:2026-06-15")]).text


def test_greetings_alone_offer_no_postponement() -> None:
    assert notices.bundle(same, [item("birthday", lines=1)]).rows == ()
    assert notices.bundle(same, [item("festival", lines=1)]).rows == ()
    assert notices.bundle(same, [item("first_visit", lines=1)]).rows[-1][0].data == "notice:snooze"


def test_a_birthday_without_a_day_is_of_the_month() -> None:
    dayless = Item(1, "birthday", "2026-06:R7", Reason("greeting"), 7, (Line(1, "P-1 陈*"),))
    assert "这个月过生日" in notices.bundle(same, [dayless]).text


def test_a_quiet_month_is_told_to_the_liaison_too() -> None:
    quiet = Item(1, "roster.liaison", "2026-06:entry", Reason("entry_list", {"unconfirmed": 0, "changes": 0}), day=DAY)
    assert "本月无变化，0 人未确认" in notices.bundle(same, [quiet]).text
    asked = Item(1, "roster.liaison", "2026-06", Reason("open", {"unconfirmed": 0, "changes": 2}), day=DAY)
    assert "所有人都确认了" in notices.bundle(same, [asked]).text


def test_an_account_that_does_not_add_up_says_so() -> None:
    line = AccountLine("roster.confirm", 10, 10, 3, 1, 1, (("Bad Request", 2), ("x", 1)), 1, 1, 0)
    assert line.adds_up
    text = admin.account(same, Account(DAY, (line, AccountLine("festival", 5, 5, 3, 0, 0, (), 0, 0, 0)))).text
    assert text.count("对不上") == 1
    assert "失败 3（Bad Request 2）（x 1）" in text


def test_the_plan_says_whether_anything_waits() -> None:
    idle = admin.outlook(same, Outlook(False, 0, "09:00", 24, ()))
    assert "现在没有排队" in idle.says[0].text
    busy = Outlook(True, 70, "09:03", 24, (Coming(DAY, "unheard", 3, "09:00", "09:01"),))
    text = admin.outlook(same, busy).says[0].text
    assert "已暂停" in text
    assert "unheard" in text
    assert "已暂停" in admin.paused(same, Switched(True)).says[0].text
    assert "已继续" in admin.resumed(same, Switched(False)).says[0].text


def test_answers_to_taps() -> None:
    assert answers.answered(same, Old()).toast == "这条已经改过了"
    alone = answers.answered(same, Answered("fine", "2026-W24", ()))
    assert alone.says[0].text == "✅ 已记下，都正常。"
    assert answers.later(same, Later(None, ())).toast == "这条已经改过了"
    assert answers.later(same, Later(None, (item("first_visit", None),))).says[0].text.startswith("✅")
    kept = answers.later(same, Later(DAY, (item("first_visit", None),))).says[0].text
    assert "已完成" in kept
    assert "2026-06-15 再提醒您" in kept
    assert answers.whom(same, Old()).toast == "这条已经改过了"
    assert "答完了" in answers.whom(same, Whom("2026-W24", ())).says[0].text
    crowd = answers.whom(same, Whom("2026-W24", tuple(Line(n, f"P-{n}") for n in range(99))))
    assert len(crowd.says[0].rows) == 41


def test_a_table_of_holidays_is_read_line_by_line() -> None:
    found, wrong = read(["2027-02-05 至 2027-02-11 休 春节", "", "2027-02-14 班", "2027-10-01~2027-10-07 休 国庆节"])
    assert wrong == []
    assert found[date(2027, 2, 5)] == (False, "春节")
    assert date(2027, 2, 6) not in found  # a Saturday rests anyway
    assert found[date(2027, 2, 14)] == (True, None)
    assert len(found) == 5 + 1 + 5
    _, wrong = read(
        ["2027-02-05 休", "2027-02-05 班", "2027-02-30 休", "2027-02-09 至 2027-02-05 休", "?", "2027-03-01 班"]
    )
    assert [(number, what) for number, what, _ in wrong] == [
        (2, "twice"),
        (3, "date"),
        (4, "span"),
        (5, "form"),
        (6, "weekday"),
    ]


def test_holidays_in_words() -> None:
    table = Year(
        2027,
        True,
        ((date(2027, 2, 5), "春节"), (date(2027, 2, 8), "春节"), (date(2027, 5, 3), "劳动节")),
        ((date(2027, 2, 14), ""),),
    )
    text = ledgers.holidays(same, table).says[0].text
    assert "休 2027-02-05 – 2027-02-08 春节" in text
    assert "班 2027-02-14" in text
    assert "还没有导入" not in text
    assert "已导入 2027 年" in ledgers.imported(same, Imported(table)).says[0].text
    told = ledgers.imported(same, Wrong(((0, "years", "2026 2027"), (3, "form", "<b>")))).says[0].text
    assert "一次只能导入一年 2026 2027" in told
    assert "&lt;b&gt;" in told
