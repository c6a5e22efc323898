"""The day of an act and the people it was done for: what counts, and what only looks like it."""

from datetime import datetime

import pytest

from bot.domain.understanding import Paired
from tests.domain.understanding.people_of_the_tests import (
    JIANGUO,
    SHANGHAI,
    WEDNESDAY,
    XIAOBAO,
    XIUYING,
    ZHANHAI,
    entries,
)

THREE = (XIUYING, JIANGUO, XIAOBAO)
FOUR = (*THREE, ZHANHAI)
DING = (
    Paired(1, "丁福寿", "男", 1945, "特困供养人员"),
    Paired(2, "丁玉梅", "女", 1950, "特困供养人员"),
    Paired(3, "丁小军", "男", 2014, "孤儿", ("军军",)),
)
HUO = (
    Paired(1, "霍春", "男", 2012, "孤儿"),
    Paired(2, "霍秋", "女", 2014, "孤儿"),
    Paired(3, "屈兰", "女", 1950, "特困供养人员"),
)
LAMAO = Paired(1, "拉毛措", "女", 1950, "特困供养人员")
QIYUE = Paired(1, "闵七月", "女", 2012, "孤儿", ("七月",))
TIANTIAN = Paired(2, "毛天赐", "男", 2014, "孤儿", ("天天",))
OCTOBER = datetime(2025, 10, 4, 18, 30, tzinfo=SHANGHAI)
EVE = datetime(2026, 6, 18, 18, 30, tzinfo=SHANGHAI)
AUGUST = datetime(2026, 8, 29, 18, 30, tzinfo=SHANGHAI)
NOVEMBER = datetime(2025, 11, 21, 18, 30, tzinfo=SHANGHAI)


def days(text, *pairings, at=WEDNESDAY):
    return sorted({r["date"][5:] if r["date"] else "vague" for r in entries(text, *pairings, at=at)})


def people(text, *pairings):
    return sorted({str(r["recipient_ids"]) for r in entries(text, *pairings)})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("给王秀英约上了县医院眼科周四的检查", "05-20"),
        ("给王秀英预约好了,人民医院22号上午", "05-20"),
        ("帮王秀英挂了号,28号早上空腹去", "05-20"),
        ("电话通知王秀英5月25号来领米面", "05-20"),
        ("约好15号去的王秀英家,院子帮着扫了", "05-15"),
        ("王秀英的补贴我跟社保局联系了,说是礼拜一补发", "05-20"),
        ("给王秀英的棉鞋大了一号,我拿去店里换好了", "05-20"),
        ("18号给王秀英打了电话", "05-18"),
        ("给王秀英打电话,跟前天一样还是没人接", "05-20"),
        ("不是昨天,前天去的王秀英家", "05-18"),
        ("去王秀英家走访,周一的,周三才想起没记", "05-18"),
    ],
)
def test_an_appointment_a_size_or_a_second_thought_is_no_day_of_the_act(text, told):
    assert days(text) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("昨夜王秀英摔了一跤,早上我去家里看了她", "05-20"),
        ("昨晚王秀英腰疼,下午赶到医院看了她", "05-20"),
        ("昨夜下大雪,去王秀英家把院子扫了", "05-20"),
        ("昨天早上去看了王秀英,下午又给她换了灯泡", "05-19"),
        ("王秀英的低保证昨天下来了,我给她送到家里", "05-20"),
        ("前天去的王秀英家", "05-18"),
    ],
)
def test_what_befell_before_does_not_date_what_was_done_after(text, told):
    assert days(text) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("去王秀英家,把去年的电热毯收起来了", "05-20"),
        ("王秀英今年八十,我去家里给她过了生日", "05-20"),
        ("王秀英这个月第三回走访,我帮着洗了窗帘", "05-20"),
        ("给王秀英买了春耕的化肥,130", "05-20"),
        ("帮王秀英跑下来大病二次报销", "05-20"),
        ("三月份一共给王秀英打过四次电话", "vague"),
        ("腊月里去过王秀英家一回", "vague"),
        ("前段日子去看了王秀英", "vague"),
        ("收麦前去了王秀英家", "vague"),
        ("周末在河堤上跟王秀英见了一面", "vague"),
        ("入户看了王秀英,具体日子忘了", "vague"),
        ("连着给王秀英打了两次电话,入户一次,具体哪天记不清了", "vague"),
    ],
)
def test_a_time_that_names_a_thing_is_none_and_a_vague_one_is_unknown(text, told):
    assert days(text) == [told]


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("国庆第三天去王秀英家坐了坐", OCTOBER, "10-03"),
        ("国庆假头一天去王秀英家坐了坐", OCTOBER, "10-01"),
        ("十一当天给王秀英打了电话", OCTOBER, "10-01"),
        ("端午前一天去的王秀英家", EVE, "06-18"),
        ("七月十五给王秀英打了电话", AUGUST, "08-27"),
        ("上周天去了王秀英家", WEDNESDAY, "05-17"),
        ("王秀英,入户,05-16", WEDNESDAY, "05-16"),
        ("王秀英、微信、0515", WEDNESDAY, "05-15"),
    ],
)
def test_a_day_is_counted_from_the_feast_and_read_in_figures(text, at, told):
    assert days(text, at=at) == [told]


def test_a_month_that_heads_a_list_is_that_of_its_days():
    assert days("王秀英十月份是3号视频,12号电话", at=NOVEMBER) == ["10-03", "10-12"]
    assert days("王秀英3号视频,12号电话", at=NOVEMBER) == ["11-03", "11-12"]


@pytest.mark.parametrize(
    ("text", "pairings", "ids"),
    [
        ("福首爷今天电话打过了", DING, ["[1]"]),
        ("玉美大娘今天电话打过了", DING, ["[2]"]),
        ("给拉毛阿婆打了电话", (LAMAO,), ["[1]"]),
        ("丁老今天电话打过了", (*DING[:1], DING[2]), ["[1]"]),
        ("碰着七月了,在街上说了几句话", (QIYUE, JIANGUO), ["[1]"]),
        ("李建国天天给我打电话,今天又打来了", (JIANGUO, TIANTIAN), ["[2]"]),
        ("给天天打了电话", (JIANGUO, TIANTIAN), ["[2]"]),
    ],
)
def test_a_person_is_known_by_sound_and_title_and_is_no_adverb(text, pairings, ids):
    assert people(text, *pairings) == ids


@pytest.mark.parametrize(
    ("text", "pairings", "ids"),
    [
        ("今天给两个霍家娃打了电话", HUO, ["[1, 2]"]),
        ("两个姓霍的今天电话都打了", HUO, ["[1, 2]"]),
        ("娃两个,今天都打了电话", HUO, ["[1, 2]"]),
        ("霍家娃和屈兰今天都打了电话", HUO[1:], ["[2, 3]"]),
        ("王、李、马三家今天都打了电话", FOUR, ["[1, 2, 4]"]),
        ("王家、李家都去了一趟", FOUR, ["[1, 2]"]),
        ("王秀英 李建国 今天电话", FOUR, ["[1, 2]"]),
        ("给王秀英打电话,喊了三个人来帮她垒墙", THREE, ["[1]"]),
        ("去王秀英家,转了三家店给她买了个锅", THREE, ["[1]"]),
        ("跟小宝打了视频,我俩聊了半天", (XIUYING, XIAOBAO), ["[3]"]),
        ("三家看了两家,李建国家还没去", THREE, ["[1, 3]"]),
        ("三家都去了,除了李建国", THREE, ["[1, 3]"]),
    ],
)
def test_a_family_a_list_and_a_count_are_the_people_they_mean(text, pairings, ids):
    assert people(text, *pairings) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("王秀英打电话来说小宝不好好吃饭", ["[1]"]),
        ("电话里跟王秀英说小宝的助学金下来了", ["[1]"]),
        ("给王秀英和小宝都打了电话", ["[1, 3]"]),
        ("去王秀英家的路上碰见李建国,站着说了几句", ["[2]"]),
        ("给王秀英送了春联没送李建国", ["[1]"]),
        ("走访王秀英,不是李建国,别弄混了", ["[1]"]),
        ("李建国叫我捎给王秀英的酥油,我带到她家去了", ["[1]"]),
        ("给王秀英送去李建国不要的那张旧床", ["[1]"]),
        ("电话:王秀英儿子,说了说她的近况", ["[1]"]),
    ],
)
def test_who_is_only_spoken_of_is_no_recipient(text, ids):
    assert people(text, *THREE) == ids


def test_each_of_a_list_has_the_day_named_with_him():
    told = entries("王秀英5月4号、李建国5月11号、小宝5月18号,都是电话", *THREE)
    assert [(r["recipient_ids"], r["date"][5:]) for r in told] == [([1], "05-04"), ([2], "05-11"), ([3], "05-18")]
