"""Days and sums: say, read, the same again; the calendar's corners."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding import dates, money, numerals
from tests.domain.understanding.people_of_the_tests import SHANGHAI, WEDNESDAY, brief

SENT = st.integers(0, 36_000).map(lambda days: datetime(1990, 1, 1, 9, tzinfo=SHANGHAI) + timedelta(days=days))


def day_of(text, at=WEDNESDAY):
    days = dates.mask(text, at)[1]
    return days[-1].value if days else None


@given(SENT, st.integers(0, 360))
def test_a_day_written_in_full_is_read_as_that_day(at, back):
    day = at.date() - timedelta(days=back)
    for said in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
    ):
        assert day_of(said + "入户", at) == day


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_day_of_any_century_is_read_as_that_day(day):
    words = "".join("零一二三四五六七八九"[int(figure)] for figure in str(day.year))
    for said in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{words}年{numerals.say(day.month)}月{numerals.say(day.day)}日",
    ):
        assert day_of(said + "入户") == day


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("26年4月2日", date(2026, 4, 2)),
        ("25年4月2日", date(2025, 4, 2)),
        ("99年4月2日", date(1999, 4, 2)),
        ("001年4月2日", date(1, 4, 2)),
    ],
)
def test_a_year_of_two_figures_is_of_this_century_until_the_next_year(said, read):
    assert day_of(said + "入户") == read


@given(SENT, st.integers(0, 364))
def test_a_day_without_a_year_is_the_latest_such_day(at, back):
    day = at.date() - timedelta(days=back)
    for said in (
        f"{day.month}月{day.day}日",
        f"{day.month}.{day.day}",
        f"{numerals.say(day.month)}月{numerals.say(day.day)}号",
    ):
        found = day_of(said + "入户", at)
        assert found is not None
        assert (found.month, found.day) == (day.month, day.day)
        assert found <= at.date()


@given(SENT, st.integers(0, 6))
def test_a_weekday_lies_in_the_week_that_was_named(at, weekday):
    name = "一二三四五六日"[weekday]
    monday = at.date() - timedelta(days=at.weekday())
    assert day_of(f"上周{name}去的", at) == monday + timedelta(days=weekday - 7)
    assert day_of(f"上上周{name}去的", at) == monday + timedelta(days=weekday - 14)
    bare = day_of(f"周{name}去的", at)
    assert bare.weekday() == weekday
    assert 0 <= (at.date() - bare).days < 7


@given(SENT, st.integers(1, 31))
def test_a_day_of_the_month_is_the_latest_that_exists(at, number):
    found = day_of(f"{number}号去的", at)
    assert found is not None
    assert found.day == number
    assert found <= at.date()


@given(st.text(), SENT)
def test_no_text_breaks_the_reading_of_days_and_sums(text, at):
    masked, _ = dates.mask(text, at)
    money.mask(masked)


@given(st.integers(1, 99_999_999))
def test_a_number_said_in_chinese_is_read_as_that_number(value):
    assert numerals.chinese_number(numerals.say(value)) == value or len(numerals.say(value)) > 12


@given(st.integers(1, 99_999))
def test_a_sum_is_the_same_in_figures_and_in_words(yuan):
    for said in (f"{yuan}元", f"{yuan}块钱", f"¥{yuan}", f"{yuan:,}元", f"{numerals.say(yuan)}块"):
        assert [m.value for m in money.mask("给了" + said)[1]] == [yuan], said


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("昨天", date(2026, 5, 19)), ("夜来", date(2026, 5, 19)), ("前儿", date(2026, 5, 18)), ("大前天", date(2026, 5, 17)), ("三天前", date(2026, 5, 17)),
        ("上个月15号", date(2026, 4, 15)), ("五一", date(2026, 5, 1)), ("清明节", date(2026, 4, 5)), ("除夕", date(2026, 2, 16)), ("大年初三", date(2026, 2, 19)),
        ("腊月二十三", date(2026, 2, 10)), ("元宵节", date(2026, 3, 3)), ("中秋节", date(2025, 10, 6)), ("重阳节", date(2025, 10, 29)), ("冬至那天", date(2025, 12, 21)),
        ("二月二", date(2026, 3, 20)), ("母亲节", date(2026, 5, 10)), ("2月29日", date(2024, 2, 29)), ("周二18号", date(2026, 5, 18)), ("国庆节当天", date(2025, 10, 1)),
    ],
)  # fmt: skip
def test_named_days_are_exact(said, day):
    assert day_of(said + "去的") == day


@pytest.mark.parametrize(
    "said",
    [
        "月初",
        "前几天",
        "前两天",
        "上周",
        "上个月",
        "周末",
        "最近",
        "三四天前",
        "一周前",
        "半个月前",
        "暑假",
        "10号到12号",
        "国庆期间",
        "春节前",
        "中秋前后",
        "本季度",
        "99月99日",
    ],
)
def test_vague_days_stay_vague(said):
    assert day_of(said + "去的") is None


def test_after_midnight_this_evening_was_yesterday():
    late = datetime(2026, 5, 12, 1, 40, tzinfo=SHANGHAI)
    assert brief("今晚给王秀英送药去了", at=late) == ["record", "[1] visit home 05-11 None goods"]


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("给了一千二", 1200), ("给了两百五", 250), ("三百多块", 300), ("1.2万元", 12000), ("86块4", 86.4), ("百十块", 100), ("五块五毛", 5.5), ("价值188,", 188), ("都是八十八一盒", 88),
        ("几百块", None), ("两三百块", None), ("100到200元", None),
    ],
)  # fmt: skip
def test_sums_as_people_say_them(said, yuan):
    (found,) = money.mask(said)[1]
    assert (None if found.value is None else float(found.value)) == yuan


@pytest.mark.parametrize(
    "text",
    [
        "5斤挂面,50个鸡蛋",
        "走访1次",
        "数学考了92",
        "打12345",
        "今年60岁",
        "电话13912345678",
        "第3次",
        "血压150/90",
        "一块去的",
    ],
)
def test_other_numbers_are_no_money(text):
    assert [m for m in money.mask(text)[1] if m.value != 12345] == []
