"""What others, nature or the household did, what is asked and what is still to do: never a record."""

import pytest

from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, brief, told

THREE = (XIUYING, JIANGUO, XIAOBAO)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("李建国家今天来了一拨医生给量血压", "other"),
        ("李建国家今年种了五亩洋芋", "other"),
        ("李建国家的羊昨天卖了，得了2400", "other"),
        ("王秀英家门口的路修好了", "other"),
        ("王秀英家领到了村里发的煤", "other"),
        ("今天陪省上检查组走访了三个村", "other"),
        ("小宝的班主任家访去了", "other"),
        ("给小宝打电话的事我给忘了", "other"),
        ("给自家娃辅导作业到现在", "other"),
        ("我们单位今天开了帮扶推进会", "other"),
        ("王秀英想换个轮椅", "other"),
        ("答应了王秀英，月底前把扶手给装上", "plan"),
        ("王秀英家的灶得盘一下，等天晴我带人去", "plan"),
        ("上个月都跑谁家了", "progress_query"),
        ("李建国今年慰问过没有", "progress_query"),
        ("把小宝的记录给我翻出来", "progress_query"),
        ("走访照片传几张合适", "help"),
        ("代买东西垫的钱填哪一栏", "help"),
        ("我换了手机登不上", "help"),
        ("前面发的作废", "undo"),
    ],
)
def test_it_stores_nothing(text, intent):
    shaped = told(text, *THREE)
    assert (shaped["intent"], shaped["records"]) == (intent, [])


@pytest.mark.parametrize("text", ["小宝胳膊上好几道皮带印子", "小宝说是他叔往死里打的", "小宝她叔半夜进她屋"])
def test_a_beating_or_worse_is_an_acute_danger_however_it_is_said(text):
    shaped = told(text, *THREE)
    assert (shaped["intent"], shaped["flags"]) == ("unsafe_report", ["abuse"])


@pytest.mark.parametrize("text", ["下午帮着把果树的药打了", "李建国是礼拜五15号打的"])
def test_spraying_a_tree_or_dating_a_call_is_no_beating(text):
    assert told(text, *THREE)["intent"] != "unsafe_report"


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("今天把三家转遍了", ["[1, 2, 3] visit home 05-20"]),
        ("王秀英打来问残疾补贴啥时候发", ["[1] contact phone 05-20"]),
        ("跟残联的人一起上李建国家评了残", ["[2] visit+deed home 05-20"]),
        ("到陈小宝班上看了看娃", ["[3] visit institution 05-20"]),
        ("5月3日王秀英入户，5月8日小宝学校", ["[1] visit home 05-03", "[3] visit institution 05-08"]),
        ("一周前去王秀英家看过她", ["[1] visit home vague"]),
    ],
)
def test_what_the_cadre_did_in_plain_peoples_words_is_recorded(text, records):
    found = brief(text, *THREE)
    assert found[0] == "record"
    assert [line.split(" None")[0].strip() for line in found[1:]] == records
