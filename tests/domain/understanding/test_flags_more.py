"""Flags, channels and solved difficulties in more of the words people use, each with its near twin that must not count."""

import pytest

from bot.domain.understanding.alarms import flags_of_alarm
from bot.domain.understanding.danger import dangers_in
from bot.domain.understanding.flags import alarmed, completed, flags_in
from bot.domain.understanding.model import Intent, Reading, ReadRecord
from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, brief, entries, told


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("去看王秀英,她说胸口闷", ["illness"]),
        ("给王秀英打电话,她说心口堵得慌,不想见人", ["distress"]),
        ("去县医院病房看了王秀英,带了牛奶", ["illness"]),
        ("王秀英关节炎又犯了,我去给她贴了膏药", ["illness"]),
        ("陪王秀英去看了,大夫说是胃溃疡", ["illness"]),
        ("去王秀英家,她让隔壁的狗咬了小腿", ["illness"]),
        ("去王秀英家,炉子叫猫踢歪了,我扶正了", []),
        ("王秀英昨天转院了,我去送的", ["illness"]),
        ("去王秀英家,她手上划了个大口子", ["illness"]),
        ("去王秀英家,她棉裤膝盖破了,给缝了两针", []),
        ("给王秀英打电话,她说锄头把断了", []),
        ("王秀英的银手镯断了,我拿去给她焊好了", []),
        ("初一去王秀英家拜年,给她磕了个头", []),
        ("我和村医碰了个头,把王秀英的表交了", []),
        ("去王秀英家,她额头磕了个包", ["illness"]),
        ("给王秀英烫了脚,剪了指甲", []),
        ("给王秀英打电话,她说煤能烧到三月", []),
        ("给王秀英打电话,她烧到三十九度", ["illness"]),
        ("去王秀英家量血压,150/90", []),
        ("去王秀英家,她血压又往上窜", ["illness"]),
        ("帮王秀英把住院单子递到医保局了", []),
        ("王秀英出院,我开车接回家的", []),
        ("王秀英的白内障手术约上了,我打电话告诉她了", []),
        ("王秀英发烧刚退,我去看了看", []),
        ("王秀英感冒了没?我明天问问", []),
        ("给王秀英打电话,她心疼她那几只鸡", []),
        ("在学校给小宝喊加油,嗓子都喊哑了", []),
        ("我扶了一上午的犁,给王秀英家种地😅手都起泡了", []),
        ("给王秀英打电话,她成绩单查出来错了,我去改了", []),
    ],
)
def test_a_body_that_ails_now_is_told_from_things_that_break_and_from_what_is_over(text, flags):
    assert told(text)["flags"] == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("去王秀英家,屋里往下滴水,炕都湿了", ["unsafe_house"]),
        ("去王秀英家,水龙头滴水,我换了垫圈", []),
        ("去王秀英家,后墙叫雨泡得往外鼓", ["unsafe_house"]),
        ("去王秀英家,炕烟倒灌得厉害", ["unsafe_house"]),
        ("去王秀英家,炕烟灌得厉害,烟道掏了,这下不冒烟了", []),
        ("去王秀英家,煤气灶打不着火,教她换了电池", []),
        ("去王秀英家,电线冒火花,我叫电工把线换掉了", []),
        ("去王秀英家,把漏风的窗缝粘严了", []),
        ("上周三去王秀英家那次漏了,补上", []),
        ("去敬老院看王秀英,她种的丝瓜架塌了", []),
        ("洪水退了,给王秀英家清了淤泥", []),
        ("去王秀英家,她脚骨裂了", ["illness"]),
    ],
)
def test_a_house_that_is_unsafe_is_told_from_one_that_was_mended(text, flags):
    assert told(text)["flags"] == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("去学校看小宝,他躲在被子里不出来", ["distress"]),
        ("给小宝打电话,他情绪低得很", ["distress"]),
        ("小宝两天不吃不喝,我去他家陪他坐了坐", ["distress"]),
        ("给小宝打电话,他说着说着就哽咽了", ["distress"]),
        ("小宝考砸了哭了一鼻子,我电话里劝,后来又有说有笑了", []),
        ("给小宝打电话,他牙疼得睡不着", ["illness"]),
        ("去小宝家,炉子呛得我直流眼泪", []),
        ("我去哄小宝别哭,带了个玩具", []),
        ("给小宝打电话,他说书念不进去了", ["dropout"]),
        ("去看小宝,他说不想上初中了", ["dropout"]),
        ("老师说小宝三天没来学校了,我去家里看了", ["dropout"]),
        ("小宝前阵子说不想念,今天又回教室上课了,我去看的", []),
        ("签约的事我跟不上了,先去看了小宝", []),
        ("去看小宝,他家没大人", ["living_alone"]),
        ("去看小宝,夜里就他一个人", ["living_alone"]),
        ("小宝一个人搬不动煤,我去帮着搬的", []),
        ("这个月就剩小宝一个没走访完", []),
    ],
)
def test_sorrow_school_and_loneliness_are_told_from_what_passes(text, flags):
    assert told(text, XIAOBAO)["flags"] == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("\ue000让他叔关在后院三天不让出来", {"abuse"}),
        ("\ue000被几个大的抢了饭钱,鼻子都打破了", {"abuse", "illness"}),
        ("\ue000有半个月没人给做饭了", {"abuse"}),
        ("\ue000放学没回福利院,找了半天没找见", {"living_alone"}),
        ("\ue000三天没联系上,搜山队进沟了", {"living_alone"}),
        ("\ue000说要是我不在了你别找我", {"distress"}),
        ("\ue000把自己手腕割了,在医院", {"distress", "illness"}),
        ("\ue000家后墙倒了一截", {"unsafe_house"}),
        ("\ue000从坡上滚下来叫不应", {"illness"}),
        ("\ue000没回家,手机也关着", {"living_alone"}),
    ],
)
def test_wider_words_say_what_an_alarm_is_about(text, flags):
    assert flags_of_alarm(text, frozenset()) == flags


def test_one_who_is_missing_has_not_left_school():
    assert flags_of_alarm("\ue000今天没来上学,到处没找见", frozenset({"dropout"})) == {"living_alone"}
    assert flags_of_alarm("\ue000三天没到校了,到处没找见", frozenset({"dropout"})) == {"dropout", "living_alone"}
    missing = "\ue000今天没来上学,从昨晚就不见了,全村在找"
    assert flags_in(missing, dangers_in(missing)) == ["living_alone"]


def test_only_an_alarm_that_no_rule_explains_is_read_by_the_wider_words():
    words = "\ue000让他叔关在后院三天"
    assert alarmed(words, ("illness",)) == ("illness", "abuse")
    plain = Reading(Intent.OTHER, (), ())
    assert completed(plain, words) is plain
    heard = Reading(Intent.UNSAFE_REPORT, (), (), danger="missing")
    assert completed(heard, words) is heard
    assert completed(Reading(Intent.UNSAFE_REPORT, (), ()), words).flags == ("abuse",)


def test_a_beating_that_leaves_marks_is_an_injury_too():
    assert told("王秀英说她儿子喝了酒打她,胳膊青了一大片")["flags"] == ["illness", "abuse"]
    assert told("王秀英说她儿子喝了酒又打她")["flags"] == ["abuse"]


def test_nobody_is_blamed_for_gas():
    assert dangers_in("\ue000叫炭烟打了,送到卫生院吸氧") == ("gas",)


def test_who_rings_in_tears_about_another_is_not_the_one_in_distress():
    fallen = "\ue000昏迷不醒,他孙子哭着打来的电话"
    assert flags_in(fallen, dangers_in(fallen)) == ["illness"]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("王秀英搬到养老院了,我昨天去那边看了她", ["[1] visit institution 05-19 None None"]),
        ("去看了王秀英,敬老院饭菜不错", ["[1] visit institution 05-20 None None"]),
        ("到理疗室看的王秀英", ["[1] visit institution 05-20 None None"]),
        ("王秀英不愿住敬老院,我在她家炕头上劝了半天", ["[1] visit home 05-20 None None"]),
        ("加了王秀英的微信,聊了几句", ["[1] contact wechat 05-20 None None"]),
        ("跟王秀英说了换证的事,发的短信", ["[1] contact sms 05-20 None None"]),
        ("王秀英到乡政府找我盖章,说了会话", ["[1] contact other 05-20 None None"]),
        ("语音跟王秀英说了认证的事", ["[1] contact wechat 05-20 None None"]),
    ],
)
def test_the_words_beside_an_act_say_where_and_by_what_means(text, records):
    assert brief(text)[1:] == records


def test_a_failed_call_is_by_telephone_whatever_went_before():
    found = entries("5月6日给王秀英发了微信,5月13日电话没人接")
    assert [(r["channel"], r["attempt_only"]) for r in found] == [("wechat", False), ("phone", True)]


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("去王秀英家把水管换了,她说吃水难的问题总算解决了", True),
        ("去王秀英家走访,老人说养老金断缴的问题解决了", True),
        ("给王秀英打电话,取不到钱的难题也跟着解决了", True),
        ("上门解决了王秀英家暖气不热的问题", True),
        ("去王秀英家走访,她说吃水难的问题还没解决", False),
        ("去王秀英家走访,她问吃水难的问题能不能解决", False),
        ("去王秀英家走访,吃水难的问题正想办法解决", False),
    ],
)
def test_a_difficulty_is_solved_whoever_tells_it(text, solved):
    assert any("difficulty_solved" in r["kinds"] for r in entries(text)) is solved


def test_a_difficulty_that_others_solved_is_no_record_of_the_cadre():
    assert brief("村上说李建国家吃水的问题解决了", XIUYING, JIANGUO) == ["other"]


@pytest.mark.parametrize(
    "text",
    [
        "去王秀英家,炕冷,我给生着火了",
        "去王秀英家,屋里生着火,暖和",
        "王秀英的房产证找不见了,我联系着补办",
        "去王秀英家,门反锁着",
        "给王秀英打电话,她说轮椅轮子没气了",
        "小宝发烧没去学校,我去他家看了",
        "便桥冲走了,今天没去成王秀英家",
        "给王秀英带了两棵苹果苗,栽在院子里了",
    ],
)
def test_a_wanted_fire_a_lost_paper_and_a_bolted_door_are_no_danger(text):
    assert dangers_in(text) == ()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("昨晚娃的房子着火了", "fire"),
        ("他把老人从外头反锁在屋里", "abuse"),
        ("娃放学没回家,到处找不见", "missing"),
        ("娃叫洪水冲走了", "missing"),
        ("老人一头栽在地上,没气了", "collapse"),
    ],
)
def test_their_grave_twins_are(text, danger):
    assert danger in dangers_in(text)


def test_who_is_sought_in_an_alarm_was_not_called_on():
    def tried(*kinds):
        return ReadRecord((1,), kinds, "home", None, None, None, attempt_only=True)

    alarm = Reading(Intent.UNSAFE_REPORT, (tried("visit"), tried("contact")), ())
    assert completed(alarm, "\ue000放学没回家,找到天黑也没找见人,手机关机").records == ()
    assert completed(alarm, "\ue000放学没回家,也没找见人,我打手机关机").records == (tried("contact"),)
    assert completed(alarm, "我去\ue000家没找见人,都说没回来").records == (tried("visit"),)
