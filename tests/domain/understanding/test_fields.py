"""The fields of a record: sum, day, people, channel, flags and the patch of a correction; what must come out and what must not."""

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
    brief,
    entries,
    told,
)

PAIR = (XIUYING, JIANGUO)
FULAI = (Paired(1, "程福来", "男", 1950, "特困供养人员"), Paired(2, "薛福来", "男", 1953, "特困供养人员"))
AN = (Paired(1, "安有田", "男", 1950, "特困供养人员"), Paired(2, "安玉兰", "女", 1951, "特困供养人员"))
LATE_JULY = datetime(2026, 7, 22, 18, 30, tzinfo=SHANGHAI)


def sums(text, *pairings):
    return sorted((r["recipient_ids"], r["amount_yuan"], r["amount_type"]) for r in entries(text, *pairings))


def day_of(text, *pairings, at=WEDNESDAY):
    return [r["date"] for r in entries(text, *pairings, at=at)]


def patch(text, *pairings):
    shaped = told(text, *pairings)
    assert shaped["intent"] == "correction", shaped
    return shaped["patch"]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("去看王秀英,她脚腕打着石膏", ["illness"]),
        ("去看王秀英,她脚上的石膏拆了", []),
        ("王秀英中暑了,我送去了一箱矿泉水", ["illness"]),
        ("帮王秀英割麦子,我割到中午差点中暑", []),
        ("去王秀英家,她家的小牛病了", []),
        ("给王秀英打电话,她说手机摔了一道印", []),
        ("去王秀英家,她说起老伴直掉泪,我听着也难受", ["distress"]),
        ("看望王秀英,她光叹气,说自己没用了", ["distress"]),
        ("去王秀英家,热水袋漏了,给换了个新的", []),
        ("去王秀英家,插座烧得发黑,我先把总闸拉了", ["unsafe_house"]),
        ("去王秀英家,窗子漏风,我拿塑料布钉上了", []),
        ("到王秀英家帮着办了留守儿童补贴", []),
    ],
)
def test_flags_tell_what_ails_the_household_now(text, flags):
    assert told(text)["flags"] == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("小宝说同学拿圆规扎他胳膊", ["abuse"]),
        ("小宝喝了半瓶敌敌畏,正在洗胃", ["illness", "distress"]),
        ("王秀英家堂屋积水过膝了", ["unsafe_house"]),
    ],
)
def test_an_acute_danger_is_known_by_its_parts(text, flags):
    shaped = told(text, XIUYING, XIAOBAO)
    assert (shaped["intent"], shaped["flags"]) == ("unsafe_report", flags)


@pytest.mark.parametrize(
    "text",
    [
        "请把王秀英四月的记录打出来",
        "去王秀英家,院门拴着,没见上人",
        "去王秀英家,烟筒叫猫蹬歪了,我给扶正了",
        "王秀英儿媳说老人一天没吃饭,我赶过去一看是假牙掉了,虚惊一场",
    ],
)
def test_a_figure_of_speech_is_no_danger(text):
    assert told(text)["intent"] != "unsafe_report"


@pytest.mark.parametrize(
    ("text", "pairings", "changed"),
    [
        ("昨天报的是入户,实际只打了电话", (XIUYING,), {"kinds": ["contact"], "channel": "phone"}),
        ("昨天那条的日期不对,应该是18号", (XIUYING,), {"date": "2026-05-18"}),
        ("昨天送的毛毯记成了80,其实是108", (XIUYING,), {"amount_yuan": 108}),
        ("把王秀英的那条挪给李建国,我点错人了", PAIR, {"recipient_ids": [2]}),
        ("弄错人了,那个电话是打给李建国的,不是王秀英", PAIR, {"recipient_ids": [2]}),
        ("把王秀英那次走访改成和李建国两个人的,合计180", PAIR, {"recipient_ids": [1, 2], "amount_yuan": 180}),
        ("刚才那条里李建国不算,就王秀英一个人", PAIR, {"recipient_ids": [1]}),
        ("王秀英金额改260", (XIUYING,), {"amount_yuan": 260}),
        ("把小宝的记录里的电话改成QQ", (XIAOBAO,), {"channel": "other"}),
        ("不对,小宝那是视频,我手滑点成入户了", (XIAOBAO,), {"kinds": ["contact"], "channel": "video"}),
        ("去王秀英家的那个,是18号,麻烦改过来", (XIUYING,), {"date": "2026-05-18"}),
    ],
)
def test_a_patch_holds_what_changes_and_not_what_names_the_entry(text, pairings, changed):
    assert patch(text, *pairings) == changed


def test_an_entry_taken_out_without_another_value_stays_an_undo():
    assert told("手滑发错了,撤了吧,刚报的那条")["intent"] == "undo"
    assert told("昨天帮王秀英把医保卡上的名字改过来了")["intent"] == "record"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("王秀英,电话,昨", ["2026-05-19"]),
        ("连着三个晚上给小宝补数学", [None]),
        ("帮王秀英报上名了,月底开班", ["2026-05-20"]),
        ("帮王秀英联系医院约上了25号复查", ["2026-05-20"]),
        ("假期第三天,去王秀英家帮着择菜", ["2026-05-20"]),
        ("去王秀英家两回,上午锁着门,下午在", ["2026-05-20"]),
        ("王秀英昨天半夜发高烧,我开车送去县医院了", ["2026-05-19"]),
        ("王秀英昨晚发烧,我刚去看了她", ["2026-05-20"]),
        ("开春那阵去王秀英家走访过,哪天忘了", [None]),
        ("前天后晌去了王秀英家", ["2026-05-18"]),
    ],
)
def test_the_day_is_that_of_the_act(text, days):
    assert day_of(text, XIAOBAO if "小宝" in text else XIUYING) == days


def test_the_sixth_of_the_sixth_month_is_a_feast_of_the_lunar_calendar():
    assert day_of("六月六去王秀英家帮着晒了被褥", at=LATE_JULY) == ["2026-07-19"]


@pytest.mark.parametrize(
    ("text", "pairings", "expected"),
    [
        ("去了王秀英和李建国家,每位一床被子,一床120", PAIR, [([1, 2], 240, "goods")]),
        ("王秀英和李建国,年货一份300,两人一份", PAIR, [([1, 2], 300, "goods")]),
        ("王秀英和李建国两家各发了毛毯,单价90", PAIR, [([1, 2], 180, "goods")]),
        ("王秀英春节物资:面2袋@60,油1桶@80,已送上门", (XIUYING,), [([1], 200, "goods")]),
        ("给王秀英送了牛奶和鸡蛋,牛奶50,鸡蛋30,合着80", (XIUYING,), [([1], 80, "goods")]),
        ("替王秀英交了合疗380,这380是我的心意", (XIUYING,), [([1], 380, "cash")]),
        ("给王秀英送了两块茶砖,折价60元", (XIUYING,), [([1], 60, "goods")]),
        ("给王秀英买了支红玫瑰,10块一枝,就一枝", (XIUYING,), [([1], 10, "goods")]),
        ("双11给王秀英抢了个暖水袋,35块", (XIUYING,), [([1], 35, "goods")]),
        ("帮王秀英补了屋顶,找了两个人,工钱一人150,我出的", (XIUYING,), [([1], 300, "cash")]),
        ("带王秀英去医院看病,药费90,她妹妹付的", (XIUYING,), [([1], None, None)]),
        ("王秀英的感冒药,李建国的护膝,一个20一个35,都给送家里了", PAIR, [([1], 20, "goods"), ([2], 35, "goods")]),
    ],
)
def test_a_sum_is_what_was_given_to_everybody_of_the_record(text, pairings, expected):
    assert sums(text, *pairings) == expected


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("王秀英在县妇幼做的手术,我下午过去看了看她", "institution"),
        ("王秀英,市二院,我去看了", "institution"),
        ("小宝学校运动会,我去看了他", "institution"),
        ("去王秀英家看她,儿子说在外地住院", "home"),
        ("从敬老院回来的路上,去王秀英家坐了坐", "home"),
    ],
)
def test_a_visit_is_where_the_recipient_stays(text, channel):
    assert [r["channel"] for r in entries(text, XIAOBAO if "小宝" in text else XIUYING)] == [channel]


@pytest.mark.parametrize(
    ("text", "pairings", "ids"),
    [
        ("去看了两位福来大叔", FULAI, [[1, 2]]),
        ("去看了福来大叔", FULAI, [None]),
        ("到安家老奶奶家走访", AN, [[2]]),
        ("俩里头今天去看了一个", PAIR, [None]),
        ("三家都到家里看了", (XIUYING, JIANGUO, ZHANHAI), [[1, 2, 4]]),
        ("今天给她家娃送去了书包", (XIUYING, XIAOBAO), [None]),
    ],
)
def test_people_are_those_whom_the_words_single_out(text, pairings, ids):
    assert [r["recipient_ids"] for r in entries(text, *pairings)] == ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨天给王秀英发微信,到现在没个回音", "[1] contact wechat 05-19 None None 未成"),
        ("今天给王秀英发短信,短信显示失败", "[1] contact sms 05-20 None None 未成"),
        ("王秀英上午跟我聊了聊近况,微信上", "[1] contact wechat 05-20 None None"),
    ],
)
def test_an_attempt_and_a_channel_told_afterwards_belong_to_the_act(text, expected):
    assert brief(text)[1:] == [expected]
