"""Intent by what people mean: entries taken back and changed, dangers and what only sounds like one, questions, plans."""

import pytest

from tests.domain.understanding.people_of_the_tests import JIANGUO, WEDNESDAY, XIAOBAO, XIUYING, told

THREE = (XIUYING, JIANGUO, XIAOBAO)


@pytest.mark.parametrize(
    "text",
    [
        "撤了吧，秀英那个是上个月的事",
        "取消一下，那个电话是打给她邻居的",
        "撤！刚才的不是我要发的",
        "把王秀英昨天的也撤了吧",
        "把王秀英那条去了",
        "王秀英十号的走访作废吧",
        "王秀英的电话删了",
        "重复上传了，删一个",
        "把我刚写的那条废掉",
        "上面那句别当记录",
        "写了一半就发出去了，删了重来",
        "delete the last record please",
        "撤了撤了，写到别人名下了，我重新录",
    ],
)
def test_what_was_sent_is_taken_back(text):
    assert told(text)["intent"] == "undo"


@pytest.mark.parametrize(
    "text",
    [
        "教王秀英把手机里的骗子电话删了",
        "帮王秀英把手机上的垃圾软件删了",
        "昨天去王秀英家，帮她把旧账本清理了",
    ],
)
def test_what_is_deleted_for_somebody_is_no_entry(text):
    assert told(text)["intent"] != "undo"


@pytest.mark.parametrize(
    "text",
    [
        "王秀英那条没给现金，是米面，折120",
        "昨天记的微信应当是入户",
        "上一条的人该是李建国",
        "忘记写金额了，给王秀英的是200",
        "不是130，是103，手滑",
        "哎呀手滑，那条该是视频，不是微信",
        "二百改三百",
        "昨天把秀英当成建国记了，麻烦换一下",
        "那条日期成今天了，该是18号",
        "刚才报的那个，李建国也在的，加上",
        "写的是短信对吧，其实是打的电话",
        "上条删了，重写：今天给王秀英打了电话",
    ],
)
def test_an_entry_is_changed(text):
    assert told(text, XIUYING, JIANGUO)["intent"] == "correction"


@pytest.mark.parametrize(
    "text",
    [
        "去了王秀英家，今天的，别跟李建国弄混",
        "去了王秀英家，两个名字我老弄混",
        "入户看望王秀英，她反映的水管问题当场解决",
        "本来去帮王秀英家扫院子，人家反倒给我倒了茶",
        "陪王秀英去派出所改了名字里的错字",
        "辅导小宝英语，单词默写错了五个",
        "把王秀英女儿的号码存成1号键，一按就通",
    ],
)
def test_a_slip_or_a_change_that_nobody_stored_is_part_of_the_report(text):
    assert told(text, *THREE)["intent"] == "record"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("争取月底前把王秀英家的门换成新的", "plan"),
        ("要是下雪，王秀英那边就改成打视频", "plan"),
        ("民政局通知：下月起申请改为线上，请各结对干部转告", "other"),
        ("怎么把一条记录改成别人的名字？", "help"),
        ("渠道选错了会不会扣分", "help"),
        ("录完发现名字打错了，点哪里改", "help"),
    ],
)
def test_a_plan_a_notice_and_a_question_change_no_entry(text, intent):
    assert told(text)["intent"] == intent


@pytest.mark.parametrize(
    "text",
    [
        "王秀英家屋顶烧了个洞，正接水浇火",
        "凌晨煤炉子引着了草垛，王秀英家人跑出来了",
        "王秀英家电视柜着火了，没伤着人",
        "李建国家后墙倒了一截，压着了炕",
        "炉子倒烟，李建国头晕恶心，送医院了",
        "小宝被几个混社会的逼着交钱",
        "小宝让高年级的打了，不敢去学校",
        "王秀英被锁在储物间一整天",
        "李建国跑出去两天没回，手机也关机",
        "她男人又打她，脸都青了",
        "小宝放学没回福利院，找了三个小时还没找见",
        "雨太大，雪把李建国家的圈棚和房子压塌了半间",
        "王秀英儿媳妇三天没给端饭，饿得直哭",
    ],
)
def test_a_danger_is_heard_by_its_parts(text):
    assert told(text, *THREE)["intent"] == "unsafe_report"


@pytest.mark.parametrize(
    "text",
    [
        "去了王秀英家，屋里生着火，暖和",
        "李建国不在，门上吊着把锁",
        "去李建国家，大门反锁着，没进去",
        "王秀英的房产证找不见了，我帮她联系补办",
        "给王秀英打电话叫不应，铃响到头没人接",
        "王秀英说牙疼得两天没吃饭，电话里说的",
        "把他的晾衣杆绑牢了，坐了会儿",
        "给三家问好，电话挨个打了",
        "小宝发烧没去学校，我去家里看了",
        "带了两棵杏树苗，栽在王秀英院子里了",
        "给王秀英买了台风扇，她高兴",
        "王秀英赶集我陪着，怕再走丢，给她缝了个布条",
        "把门槛锯掉又用水泥抹平了，王秀英进出方便了",
        "李建国昨天出的院，叫救护车拉回家的，我去看了",
    ],
)
def test_what_only_sounds_like_a_danger_is_none(text):
    assert told(text, *THREE)["intent"] != "unsafe_report"


@pytest.mark.parametrize("text", ["昨天打她，没人接", "打王秀英电话，没人接，又打她，关机"])
def test_to_ring_somebody_is_not_to_strike_her(text):
    assert told(text)["intent"] == "record"


@pytest.mark.parametrize(
    "text",
    [
        "王秀英今年走访够没够四次",
        "今年看过王秀英几回了",
        "王秀英上个月的走访我记没记",
        "我是不是还欠王秀英两次电话",
        "有没有王秀英的记录",
        "七月份的都记完了吧，列一下",
        "今年的走访总次数",
        "how many times did I visit 王秀英 this year",
    ],
)
def test_ones_own_records_are_asked_for(text):
    assert told(text)["intent"] == "progress_query"


@pytest.mark.parametrize(
    "text",
    [
        "你们系统晚上几点关",
        "这个机器人能识别语音吗",
        "托邻居给王秀英带话不算联系吧",
        "过了零点提交的算哪天",
        "季度表哪天交",
        "残疾证补办要啥材料",
    ],
)
def test_the_bot_and_the_rules_are_asked_about(text):
    assert told(text)["intent"] == "help"


@pytest.mark.parametrize(
    "text",
    ["下午给王秀英送米去", "晚上给她带去", "王秀英家我下午过去", "下午三点到王秀英家换灯泡"],
)
def test_an_afternoon_told_of_in_the_morning_is_still_to_come(text):
    assert told(text, at=WEDNESDAY.replace(hour=9))["intent"] == "plan"


@pytest.mark.parametrize(
    "text",
    ["昨天下午给王秀英打了电话", "下午家里看的王秀英，是昨天的事", "去看了王秀英，她说晚上睡不着"],
)
def test_an_afternoon_of_another_day_is_over(text):
    assert told(text, at=WEDNESDAY.replace(hour=9))["intent"] == "record"


@pytest.mark.parametrize(
    "text",
    [
        "王秀英微信视频，让我看她绣的鞋垫",
        "周末去的王秀英家",
        "按计划给王秀英送了树苗",
        "小宝的夏令营名额我给争取来了",
    ],
)
def test_words_of_a_plan_within_a_report_are_no_plan(text):
    assert told(text, XIUYING, XIAOBAO)["intent"] == "record"


@pytest.mark.parametrize(
    "text",
    ["王秀英的煤票领了没我再问问", "去不去王秀英家看天气", "赶集的时候给王秀英买双鞋", "王秀英的今天先搁一搁"],
)
def test_what_is_put_off_is_a_plan(text):
    assert told(text)["intent"] == "plan"
