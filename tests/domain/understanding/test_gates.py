"""Acute danger in both directions, acts only spoken of, plans of others, corrections field by field, small talk, signals."""

import pytest

from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, brief, told

THREE = (XIUYING, JIANGUO, XIAOBAO)


@pytest.mark.parametrize(
    "text",
    [
        "小宝同桌老往他书包里塞死虫子，还撕他作业本",
        "王秀英让她儿媳妇关在柴房里两天了",
        "李建国家后山滑下来一大片土，把圈棚埋了，人躲出来了",
        "王秀英把一整瓶降压药都吃了，现在在县医院洗胃",
        "陈小宝他继父喝完酒把他往墙上撞",
        "村里正组织人找李建国，一天一夜了",
        "小宝昨晚没回宿舍，老师打电话也没人接",
        "水漫进李建国屋里了，炕都泡塌了",
        "王秀英三天没下炕没吃没喝，没人管",
        "小宝给他奶留了纸条说走了别找我",
        "老人被儿子赶出来住在牛圈里",
        "王秀英突然不会说话，嘴歪了，正往医院送",
        "她男人拿凳子砸她，头破了",
        "李建国上山放羊，天黑了羊回来人没回来",
    ],
)
def test_an_acute_danger_is_heard_by_who_does_what_to_whom(text):
    assert told(text, *THREE)["intent"] == "unsafe_report"


@pytest.mark.parametrize(
    "text",
    [
        "去李建国家把灶膛里的灰倒了，又给烧了炕",
        "王秀英在院子里滑倒了，膝盖擦破点皮",
        "李建国打了120斤麦子",
        "李建国家的猪丢了一头，到处找",
        "给李建国打过去没接，改打他儿子的，通了",
        "李建国家的玉米让冰雹打得一塌糊涂",
        "把厨房的旧柜子倒腾出来",
        "煤气罐没气了，我给换了一罐",
        "李建国家的院墙倒了半截，我帮着重新垒起来了",
        "王秀英家门口的杨树倒了，我叫人锯了",
        "把王秀英的自来水接进厨房了",
        "李建国车祸截肢，走路靠拐杖",
        "王秀英的低保卡找不见了",
        "王秀英家房门轴断了，我换了合页",
        "小宝今天叫人欺负了吗，老师说没有",
    ],
)
def test_trees_beasts_calls_lost_cards_and_what_is_built_up_again_raise_no_alarm(text):
    assert told(text, *THREE)["intent"] != "unsafe_report"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("梦见给王秀英打电话，醒来还没打", "other"),
        ("在朋友圈看见李建国女儿发的照片，点了个赞", "other"),
        ("网吧老板给我打的电话，说小宝在那儿", "other"),
        ("今天单位开走访工作推进会", "other"),
        ("收到小宝班主任微信，让交照片", "other"),
        ("给王秀英打电话这事我交给小赵了", "other"),
        ("小宝在家里待了三天没去上学", "other"),
        ("小宝三月一号去学校报到了", "other"),
        ("王秀英家电饭锅三百，她女儿给买的，不是我", "other"),
        ("等李建国收完麦子再说", "plan"),
        ("这两天想办法给王秀英修修门", "plan"),
        ("你把我四月份的走访统计一下发过来", "progress_query"),
        ("五月份的我都补了吗", "progress_query"),
        ("咋给你发定位", "help"),
        ("同一天上午电话下午入户，按一次还是两次", "help"),
        ("大暑天，您也注意防暑", "chitchat"),
        ("收到，谢谢提醒", "chitchat"),
        ("今天工作到这，晚安机器人", "chitchat"),
        ("上班第一天，打工人加油", "chitchat"),
    ],
)
def test_what_is_only_spoken_of_asked_or_wished_is_no_record(text, intent):
    shaped = told(text, *THREE)
    assert (shaped["intent"], shaped["records"]) == (intent, [])


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("王秀英说最近吃不下饭，微信上说的", ["[1] contact wechat 05-20"]),
        ("小宝说想学画画，视频里给我看他画的马", ["[3] contact video 05-20"]),
        ("给小宝打了电话，她过两天还要考试", ["[3] contact phone 05-20"]),
        ("王秀英家台阶我叫匠人改成斜坡了", ["[1] deed None 05-20"]),
        ("李建国家帮着收了麦子，这算不算办实事", ["[2] deed None 05-20"]),
        ("我昨天去王秀英家，没多打扰，坐了会儿", ["[1] visit home 05-19"]),
    ],
)
def test_an_act_is_kept_although_a_plan_a_question_or_others_words_stand_beside_it(text, records):
    found = brief(text, *THREE)
    assert found[0] == "record"
    assert [line.split(" None None")[0].strip() for line in found[1:]] == records


@pytest.mark.parametrize(
    ("text", "patch"),
    [
        ("上条金额应为128元，误写为182元", {"amount_yuan": 128}),
        ("王秀英那条200改300", {"amount_yuan": 300}),
        ("刚才那条电话改成上门走访，日期改成昨天", {"kinds": ["visit"], "channel": "home", "date": "2026-05-19"}),
        ("你把微信记成短信了，是微信", {"channel": "wechat"}),
        ("把上一条改成短信，我没打电话", {"channel": "sms"}),
        ("不是现金，是买的东西", {"amount_type": "goods"}),
        ("上一条的渠道改为微信", {"channel": "wechat"}),
        ("那条日期填成周一吧，不是周二", {"date": "2026-05-18"}),
        ("刚那条应该是给李建国的，不是王秀英", {"recipient_ids": [2]}),
        ("那笔120是给小宝的，你记到建国名下了", {"recipient_ids": [3]}),
        ("上条应该记成办实事，不是走访", {"kinds": ["deed"]}),
        ("更正：5月18日走访对象应为李建国", {"recipient_ids": [2]}),
        ("修改：王秀英那条 走访→视频", {"kinds": ["contact"], "channel": "video"}),
    ],
)
def test_a_correction_changes_only_what_is_said_to_be_wrong(text, patch):
    shaped = told(text, *THREE)
    assert (shaped["intent"], shaped.get("patch")) == ("correction", patch)


def test_somebody_left_out_joins_the_other():
    shaped = told("上一条少了一个人，李建国也在", XIUYING, JIANGUO)
    assert (shaped["intent"], shaped["patch"]) == ("correction", {"recipient_ids": [1, 2]})


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("王秀英膝盖磕破了", ["illness"]),
        ("小宝高烧四十度", ["illness"]),
        ("李建国一个人在山上住着，没个照应", ["living_alone"]),
        ("李建国心里毛乱，不爱搭理人", ["distress"]),
        ("李建国家的梁让虫蛀空了", ["unsafe_house"]),
        ("帮李建国割了一天麦子，腰疼", []),
        ("李建国家的牛病了", []),
        ("王秀英消肿了", []),
        ("小宝掉门牙了，说话漏风", []),
        ("王秀英电褥子老化，我捎了床新的", []),
        ("李建国的危房补助到账了", []),
        ("小宝肚子疼没上学，今天打电话问，好了，已经去了", []),
    ],
)
def test_signals_are_current_and_about_the_household(text, flags):
    assert told(text, *THREE)["flags"] == flags


def test_a_long_stammer_of_a_question_is_read_at_once():
    """Words that can be read in two ways inside a repetition once took minutes on twenty of them."""
    assert told("给我看" * 400, *THREE)["records"] == []
