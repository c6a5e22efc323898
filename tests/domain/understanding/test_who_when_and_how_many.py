"""Persons, days and the number of records: lists, pairs, repairs, second tries; and what only looks like one."""

from datetime import date, datetime

import pytest

from bot.domain.understanding import Paired
from bot.domain.understanding.festivals import NAMED_DAY, resolve
from tests.domain.understanding.people_of_the_tests import (
    JIANGUO,
    SHANGHAI,
    WEDNESDAY,
    XIAOBAO,
    XIUYING,
    ZHANHAI,
    brief,
)

GUILAN = Paired(5, "陈桂兰", "女", 1950, "特困供养人员")
XIAOYAN = Paired(6, "陈小燕", "女", 2012, "孤儿", ("燕燕",))
XIAOYA = Paired(7, "陈小雁", "女", 2014, "孤儿")
FOUR = (XIUYING, JIANGUO, XIAOBAO, ZHANHAI)


def records(text, *pairings, at=WEDNESDAY):
    return sorted(brief(text, *pairings, at=at)[1:])


@pytest.mark.parametrize(
    ("text", "pairings", "expected"),
    [
        ("王秀英,电话;李建国,家里;小宝,学校", FOUR, ["[1] contact phone 05-20 None None", "[2] visit home 05-20 None None", "[3] visit institution 05-20 None None"]),
        ("王秀英微信、小宝QQ、李建国电话", FOUR, ["[1] contact wechat 05-20 None None", "[2] contact phone 05-20 None None", "[3] contact other 05-20 None None"]),
        ("王秀英5月2号电话5月9号入户", (XIUYING,), ["[1] contact phone 05-02 None None", "[1] visit home 05-09 None None"]),
        ("前天王秀英家,昨天又电话", (XIUYING,), ["[1] contact phone 05-19 None None", "[1] visit home 05-18 None None"]),
        ("5.18下午王秀英家", (XIUYING,), ["[1] visit home 05-18 None None"]),
        ("15号王秀英,16号李建国,都是电话", FOUR, ["[1] contact phone 05-15 None None", "[2] contact phone 05-16 None None"]),
        ("本月入户王秀英两次,分别为5月3日和5月11日", (XIUYING,), ["[1] visit home 05-03 None None", "[1] visit home 05-11 None None"]),
        ("3、8、15号给王秀英打了电话", (XIUYING,), ["[1] contact phone 05-03 None None", "[1] contact phone 05-08 None None", "[1] contact phone 05-15 None None"]),
        ("5月3日、8日分别给王秀英打了电话", (XIUYING,), ["[1] contact phone 05-03 None None", "[1] contact phone 05-08 None None"]),
        ("昨天今天连着两天去王秀英家", (XIUYING,), ["[1] visit home 05-19 None None", "[1] visit home 05-20 None None"]),
        ("王秀英的炉子,李建国的炕,我都给收拾好了", FOUR, ["[1, 2] deed None 05-20 None None"]),
        ("今天去看了王秀英 李建国 马占海", FOUR, ["[1, 2, 4] visit home 05-20 None None"]),
        ("走访王秀英500元,李建国300元", FOUR, ["[1] visit home 05-20 500 cash", "[2] visit home 05-20 300 cash"]),
        ("前天去王秀英家没人,今天又去才见着", (XIUYING,), ["[1] visit home 05-18 None None 未成", "[1] visit home 05-20 None None"]),
        ("老马没在家,老李在家,今天去的", (JIANGUO, ZHANHAI), ["[2] visit home 05-20 None None", "[4] visit home 05-20 None None 未成"]),
        ("王秀英打电话没接,转头给李建国打,一打就通", FOUR, ["[1] contact phone 05-20 None None 未成", "[2] contact phone 05-20 None None"]),
        ("给王秀英理了发,她家,昨天", (XIUYING,), ["[1] visit+deed home 05-19 None None"]),
        ("去了王秀英家,小宝也在", FOUR, ["[1, 3] visit home 05-20 None None"]),
        ("早上打电话约好了,下午去的王秀英家", (XIUYING,), ["[1] contact phone 05-20 None None", "[1] visit home 05-20 None None"]),
        ("上午走访王秀英,下午又打电话让她记得去体检", (XIUYING,), ["[1] contact phone 05-20 None None", "[1] visit home 05-20 None None"]),
        ("王秀英、李建国,上周四和上周五分别去的", FOUR, ["[1] visit home 05-14 None None", "[2] visit home 05-15 None None"]),
        ("四户都入户了:王秀英3日,李建国5日,小宝8日,马占海9日", FOUR, ["[1] visit home 05-03 None None", "[2] visit home 05-05 None None", "[3] visit home 05-08 None None", "[4] visit home 05-09 None None"]),
        ("5月11号王秀英打来电话,第二天我上门给她换了灯泡", (XIUYING,), ["[1] contact phone 05-11 None None", "[1] visit+deed home 05-12 None None"]),
        ("王秀英入户两次,一次5月3号一次今天", (XIUYING,), ["[1] visit home 05-03 None None", "[1] visit home 05-20 None None"]),
        ("给王秀英理了发,李建国家的也理了", FOUR, ["[1, 2] deed None 05-20 None None"]),
        ("王秀英家、李建国家都去过了", FOUR, ["[1, 2] visit home 05-20 None None"]),
        ("到王秀英家,大门口和她侄子聊了会", (XIUYING,), ["[1] visit home 05-20 None None"]),
        ("四户今天都通了电话,没一个不接的", FOUR, ["[1, 2, 3, 4] contact phone 05-20 None None"]),
        ("先看了王秀英,再去李建国家量了血压", FOUR, ["[1] visit home 05-20 None None", "[2] visit+deed home 05-20 None None"]),
        ("王秀英家去了两趟都锁着门,第三趟才碰上", (XIUYING,), ["[1] visit home 05-20 None None"]),
        ("四个人今天转了三个,就王秀英没在家", FOUR, ["[1] visit home 05-20 None None 未成", "[2, 3, 4] visit home 05-20 None None"]),
        ("给王秀英塞了200块钱,她追出来要还,我没接", (XIUYING,), ["[1] - None 05-20 200 cash"]),
    ],
)  # fmt: skip
def test_each_entry_of_a_list_becomes_its_own_record(text, pairings, expected):
    assert records(text, *pairings) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "pairings", "ids"),
    [
        ("给陈家婆孙打了视频", (GUILAN, XIAOBAO), "[3, 5]"),
        ("给王秀英和两个娃都打了视频", (XIUYING, XIAOYAN, XIAOYA), "[1, 6, 7]"),
        ("老婆婆和男娃都打了视频", (XIUYING, JIANGUO, XIAOBAO), "[1, 3]"),
        ("给最小的那个打了视频", (XIUYING, JIANGUO, XIAOBAO), "[3]"),
        ("女的那户打了视频", (XIUYING, JIANGUO), "[1]"),
        ("三个都打了视频", (XIUYING, JIANGUO, XIAOBAO), "[1, 2, 3]"),
        ("三个都打了视频", FOUR, "None"),
        ("两个男的都打了视频", (XIUYING, JIANGUO, ZHANHAI), "[2, 4]"),
        ("大家伙儿都打了视频", FOUR, "[1, 2, 3, 4]"),
        ("给栋哥打了视频", (Paired(8, "李国栋", "男", 1970, ""), JIANGUO), "[8]"),
        ("给陈家老大打了视频", (XIAOYAN, XIAOYA), "[6]"),
        ("给陈家两姊妹打了视频", (XIAOYAN, XIAOYA, XIUYING), "[6, 7]"),
        ("给燕燕和她妹妹打了视频", (XIAOYAN, XIAOYA), "[6]"),
        ("给小艳打了视频", (XIAOYAN, XIAOYA), "None"),
        ("给小宝爷爷打了视频", (XIAOBAO, XIUYING), "[3]"),
        ("给小宝奶打了视频", (XIAOBAO, GUILAN), "[5]"),
        ("给小宝买了奶粉,又打了视频", (XIAOBAO, GUILAN), "[3]"),
        ("李建国病了,王秀英管不住,我跟他视频说了说", (XIUYING, JIANGUO), "[2]"),
        ("王秀英……哎不对是李建国,打了视频", (XIUYING, JIANGUO), "[2]"),
    ],
)
def test_the_right_people_are_meant(text, pairings, ids):
    assert {record.split(" contact")[0].split(" -")[0] for record in records(text, *pairings)} == {ids}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("王秀英的寒假作业我给辅导完了", "05-20"),
        ("放暑假了,给王秀英打了个电话", "05-20"),
        ("给王秀英打电话说了中秋晚会的事", "05-20"),
        ("给王秀英打了电话,洗衣粉3.5", "05-20"),
        ("给王秀英打了电话,大夫给她排了每周三的咨询", "05-20"),
        ("给王秀英打了电话,比前天精神多了", "05-20"),
        ("给王秀英打了电话,说换一号电池就行", "05-20"),
        ("给王秀英打了电话,她说去年的水费交过了", "05-20"),
        ("春节慰问金发了,给王秀英打了电话", "05-20"),
        ("初二给王秀英打了电话", "05-18"),
        ("清明节第二天给王秀英打了电话", "04-06"),
        ("清明前一天给王秀英打了电话", "04-04"),
        ("连着三天给王秀英打了电话", "vague"),
        ("头两天给王秀英打了电话", "vague"),
        ("有天晚上给王秀英打了电话", "vague"),
        ("今年开斋节那天给王秀英打了电话", "03-20"),
        ("元宵节那天给王秀英打了电话", "03-03"),
    ],
)
def test_a_day_is_taken_only_where_it_is_the_day_of_the_act(text, day):
    assert {record.split()[3] for record in records(text, XIUYING)} == {day}


def test_a_feast_that_is_only_days_ahead_is_not_last_years():
    before = datetime(2026, 6, 17, 12, tzinfo=SHANGHAI)
    assert records("端午快到了,给王秀英打了电话", XIUYING, at=before) == ["[1] contact phone 06-17 None None"]
    assert records("端午的粽子给王秀英送去了,打了电话说的", XIUYING, at=before)[0].split()[3] == "06-17"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("开斋节", date(2026, 3, 20)),
        ("古尔邦节", date(2025, 6, 7)),
        ("宰牲节", date(2025, 6, 7)),
        ("小尔德", date(2026, 3, 20)),
    ],
)
def test_islamic_feasts_are_computed(name, day):
    match = NAMED_DAY.match(name)
    assert match is not None
    assert resolve(match, WEDNESDAY.date()) == day
