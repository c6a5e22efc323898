"""How many records a message makes: each his own day, one errand however often, no attempt where nobody was tried."""

import pytest

from bot.domain.understanding import Paired
from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, ZHANHAI, entries, told

PAIR = (XIUYING, JIANGUO)
THREE = (XIUYING, JIANGUO, XIAOBAO)


def occasions(text, *pairings):
    return sorted(
        (
            record["recipient_ids"],
            "+".join(sorted(record["kinds"])),
            record["channel"],
            record["date"] and int(record["date"][-2:]),
            record["attempt_only"],
        )
        for record in entries(text, *pairings)
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("王秀英家3月2号去的,李建国是3月5号", {1: 2, 2: 5}),
        ("3月2号,王秀英;3月5号,李建国;都是电话", {1: 2, 2: 5}),
        ("王秀英 3/2、李建国 3/5,统统电话", {1: 2, 2: 5}),
        ("3月2号给王秀英、3月5号给李建国,都是微信打的", {1: 2, 2: 5}),
        ("月初走访:王秀英3.2,李建国3.5", {1: 2, 2: 5}),
        ("李建国家3月5号,王秀英3月2号,都是入户", {1: 2, 2: 5}),
    ],
)
def test_each_on_the_day_told_with_him(text, days):
    found = occasions(text, *PAIR)
    assert {who[0]: day for who, *_, day, _ in found} == days, found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("王秀英的取暖补贴批下来了,来回跑了三趟", "deed"),
        ("王秀英的手机号实名认证试了六次才办成", "deed"),
        ("到王秀英家教她用燃气灶,手把手教了四遍", "deed+visit"),
        ("王秀英的老年证办好了,3月6号给她送到家里", "deed+visit"),
        ("走访王秀英,对接县医院康复科医生上门评估", "deed+visit"),
    ],
)
def test_one_errand_is_one_record_however_often_one_went(text, kinds):
    found = occasions(text, XIUYING)
    assert [kind for _, kind, *_ in found] == [kinds], found


@pytest.mark.parametrize(
    "text",
    [
        "王秀英叫我吃饭,我没答应,微信里说的",
        "小宝躲在屋里谁也不理,我去家里陪了一下午",
        "王秀英的粮补没打上,我跑信用社改了卡号",
        "王秀英摔了,她女儿不在,我背到卫生院的",
        "王秀英家的路叫雪封了,车进不去,我步行进去的,坐了一会",
        "昨天王秀英打来电话我没接上,今天早上给她回了过去,通了",
    ],
)
def test_where_nobody_was_tried_there_is_no_attempt(text):
    found = entries(text, XIUYING) or entries(text, XIUYING, XIAOBAO)
    assert found
    assert not any(record["attempt_only"] for record in found), found


@pytest.mark.parametrize(
    "text", ["去王秀英家,门锁着", "给王秀英打电话,没人接", "王秀英家去了,人没在", "去看王秀英,敲了半天没人应"]
)
def test_a_try_that_failed_is_still_an_attempt(text):
    assert [record["attempt_only"] for record in entries(text, XIUYING)] == [True]


@pytest.mark.parametrize(
    ("text", "reached", "missed"),
    [
        ("三户去了两户,李建国家锁着门", [1, 3], [2]),
        ("三个里头就李建国没接电话", [1, 3], [2]),
        ("打了一圈电话:王秀英腿疼,小宝写作业呢,李建国没人接", [1, 3], [2]),
    ],
)
def test_all_but_one_were_reached(text, reached, missed):
    found = entries(text, *THREE)
    assert sorted(i for r in found if not r["attempt_only"] for i in r["recipient_ids"]) == reached, found
    assert sorted(i for r in found if r["attempt_only"] for i in r["recipient_ids"]) == missed, found


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("王秀英视频先没接,过会儿她自己拨过来了", ["video"]),
        ("跟王秀英微信聊了,跟李建国也聊了", ["wechat"]),
        ("跟王秀英打了电话,李建国发的微信", ["phone", "wechat"]),
    ],
)
def test_a_talk_without_means_goes_by_those_told_before(text, channels):
    assert sorted({record["channel"] for record in entries(text, *PAIR)}) == channels


@pytest.mark.parametrize("text", ["帮王秀英把灶王爷贴上了", "去王秀英家,路过车站给她买了张票", "到王秀英家,把毛巾晾了"])
def test_gods_stations_and_towels_are_nobody(text):
    assert all(record["recipient_ids"] == [1] for record in entries(text, *PAIR)), entries(text, *PAIR)


def test_who_was_only_talked_about_is_not_reached():
    found = entries("打给王秀英,聊了聊小宝上学的事", *THREE)
    assert [(record["recipient_ids"], record["channel"]) for record in found] == [([1], "phone")]


def test_the_heading_is_no_occasion_of_its_own():
    found = entries("王秀英3月去了两次:2号家里,9号家里", XIUYING)
    assert sorted(record["date"][-2:] for record in found) == ["02", "09"]


def test_those_who_put_off_are_not_counted_in_the_round():
    found = entries("今天走访:王秀英慰问金300。李建国改天去", *PAIR)
    assert [record["recipient_ids"] for record in found] == [[1]]


def test_two_meetings_of_two_means_stay_two():
    found = entries("昨天没碰见王秀英,今天又去了一回,在呢", XIUYING)
    assert sorted(record["attempt_only"] for record in found) == [False, True]
    assert (
        told("王秀英家3月2号入户,今天又送了桶油到家", XIUYING)["records"][0]["date"]
        != told("王秀英家3月2号入户,今天又送了桶油到家", XIUYING)["records"][1]["date"]
    )


def test_the_same_work_for_another_is_a_record_of_his_own():
    found = entries("王秀英的年审今天交了,李建国的昨天就交了", *PAIR)
    assert len({(tuple(record["recipient_ids"]), record["date"]) for record in found}) == 2


def test_circled_numbers_are_no_figures_of_the_day():
    found = entries("①5月8日去看王秀英②5月15日给李建国打电话", *PAIR)
    assert sorted((record["recipient_ids"], record["date"]) for record in found) == [
        ([1], "2026-05-08"),
        ([2], "2026-05-15"),
    ]


def test_abbreviated_lists_are_read():
    found = entries("王秀英:访;李建国:电;马占海:微", XIUYING, JIANGUO, ZHANHAI)
    assert sorted((record["recipient_ids"][0], record["channel"]) for record in found) == [
        (XIUYING.id, "home"),
        (JIANGUO.id, "phone"),
        (ZHANHAI.id, "wechat"),
    ]


def test_two_of_the_named_are_meant_by_two():
    found = entries(
        "王秀英病了,小宝感冒了,两头我都去了,一家一百块钱",
        XIUYING,
        JIANGUO,
        XIAOBAO,
        Paired(9, "康玉莲", "女", 1950, "特困供养人员"),
    )
    assert sorted(i for record in found for i in record["recipient_ids"]) == [XIUYING.id, XIAOBAO.id]


@pytest.mark.parametrize(
    "text",
    [
        "给王秀英捎了两斤散酒,她不能喝,我又提回来了",
        "给王秀英的白糖还在我后备箱呢,一共47",
        "王秀英那边慰问金是我们科长亲自送的,300",
    ],
)
def test_what_did_not_reach_them_or_came_from_another_is_no_support(text):
    assert not told(text)["records"]


@pytest.mark.parametrize("text", ["请删除:3月2日,王秀英,电话", "撤 王秀英 电话"])
def test_a_message_that_begins_with_taking_back_takes_back(text):
    assert told(text)["intent"] == "undo"


@pytest.mark.parametrize("text", ["把王秀英从医院带回来了", "给王秀英带了两斤糖,她收下了"])
def test_who_is_brought_home_and_what_is_kept_count(text):
    assert told(text)["records"]
