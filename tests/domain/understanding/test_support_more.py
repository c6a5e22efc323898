"""Sums and things given: how a sum is written, what it counts for, whose it is, and what is told and not given."""

import pytest

from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, entries

PAIR = (XIUYING, JIANGUO)
THREE = (XIUYING, JIANGUO, XIAOBAO)


def sums(text, *pairings):
    return sorted(
        (
            (r["recipient_ids"] or [], r["amount_yuan"], r["amount_type"])
            for r in entries(text, *pairings)
            if r["amount_type"] is not None
        ),
        key=str,
    )


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("给王秀英送了一袋米,86的,她说够吃一阵", 86),
        ("给王秀英寄了一件马甲,75包邮", 75),
        ("给王秀英买了个暖壶,五十整", 50),
        ("给王秀英买了床夏凉被,二百出头", 200),
        ("给王秀英买了一桶油,七十五快", 75),
        ("给王秀英送了半扇羊肉,三百六拉到家的", 360),
        ("王秀英的棉鞋119邮走了", 119),
        ("我买了个奶油蛋糕98提到王秀英家", 98),
        ("给王秀英换了防滑垫,网上36淘来的", 36),
        ("给王秀英带了洗衣液和香皂,小票显示一共52.6", 52.6),
        ("给王秀英的毯子拖鞋:拖鞋12块,毛巾6块,都送去了", 18),
        ("给王秀英配了新电瓶,一个380局里出的", 380),
        ("送给王秀英一床毛毯,88一床", 88),
        ("给王秀英买了台灯两盏,45一盏", 90),
        ("给王秀英换了两块门窗玻璃,玻璃一块18元", 36),
    ],
)
def test_a_price_is_known_however_it_is_written(text, yuan):
    assert sums(text, XIUYING) == [([1], yuan, "goods")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("去王秀英家,她血压135,劝她少吃盐", None),
        ("带王秀英去配老花镜,左眼300度右眼275,没配成", None),
        ("给王秀英送了两块肥皂", "goods"),
        ("给王秀英家换了一块新的玻璃", None),
        ("给王秀英买了一百多到一百五的水果", "goods"),
    ],
)
def test_a_figure_of_something_else_is_no_sum(text, kind):
    assert all(yuan is None and sort in {kind, "goods"} for _, yuan, sort in sums(text, XIUYING))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("去王秀英家,放下一箱苹果和三百块钱", 300),
        ("去王秀英家,给她封了二百", 200),
        ("给王秀英划过去八百,买煤用", 800),
        ("给王秀英的生活费微信转过去了,六百", 600),
        ("给王秀英拿五百不用还,就转过去了", 500),
        ("王秀英的合疗费单位给代交的,四百", 400),
        ("给王秀英掏了30块理发钱", 30),
        ("去王秀英家,带了200块钱", 200),
    ],
)
def test_money_given_is_cash(text, yuan):
    assert sums(text, XIUYING) == [([1], yuan, "cash")]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("给王秀英买药花了三百多,医保报完剩下一百二,我给掏了", 120),
        ("给王秀英配眼镜,标价260,店里打完折198,我付的", 198),
        ("给王秀英转了五百,她又退回来三百,最后就收了二百", 200),
        ("给王秀英带的月饼三盒一百八,王秀英那盒六十", 60),
        ("王秀英看牙,两千块里我们单位捐了八百", 800),
        ("给王秀英买的礼当不到三百,就按二百六记吧", 260),
        ("给王秀英补课费1800我出了一半,已交上", 900),
        ("给王秀英买了张床,四百,我和她女儿一人一半", 200),
        ("去看王秀英,一人捐了100,六个人凑了六百,交给她了", 600),
        ("给王秀英买煤的钱,我们科室四个人凑的,一人一百五", 600),
        ("给王秀英买好了车票,路费来回各45", 90),
        ("王秀英家修墙,雇了两个匠人,一天一百八,干了两天,单位出的钱", 720),
        ("给王秀英拿了120的东西:一袋米70,一壶油50", 120),
        ("给王秀英拉了半吨煤,一吨900,单位出的", 450),
        ("给王秀英买了书包98,快递费10块不算", 98),
        ("王秀英修冰箱三百,民政出了二百,我贴了一百", 100),
    ],
)
def test_what_counts_is_what_we_gave(text, given):
    assert [yuan for _, yuan, _ in sums(text, XIUYING)] == [given]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("给王秀英送了面80,油70", 150),
        ("给王秀英送了三样东西,米60油70面80", 210),
        ("给王秀英送了两袋面,面一袋90", 180),
        ("给王秀英买了一副护膝68,打完折送的", 68),
        ("给王秀英转了300,她收了", 300),
        ("给王秀英300块,不到半天她就花完了", 300),
    ],
)
def test_sums_that_stand_beside_each_other_are_added(text, given):
    assert [yuan for _, yuan, _ in sums(text, XIUYING)] == [given]


@pytest.mark.parametrize(
    "text",
    [
        "给王秀英买了药,35块,她给我微信转了35",
        "王秀英家门框修好了,工钱九十,她不让我掏",
        "王秀英的鸡蛋拿到集上卖了,四十个,六十",
        "给王秀英捎了两个灯泡,她的钱,二十四",
    ],
)
def test_their_own_money_is_no_support(text):
    assert sums(text, XIUYING) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王秀英一袋米,李建国一袋米,小宝一双球鞋;米一袋95,球鞋120", [([1, 2], 190, "goods"), ([3], 120, "goods")]),
        ("王秀英的护膝、李建国的手电,42和18,都捎到了", [([1], 42, "goods"), ([2], 18, "goods")]),
        ("李建国的毛裤,王秀英的围巾,分别88、35", [([1], 35, "goods"), ([2], 88, "goods")]),
        ("给王秀英送了三袋煤,给李建国送了一袋,一袋40", [([1], 120, "goods"), ([2], 40, "goods")]),
        ("王秀英、李建国各一桶清油,小宝一套彩笔,清油75一桶,彩笔30", [([1, 2], 150, "goods"), ([3], 30, "goods")]),
        ("王秀英的字典、小宝的毛裤都寄走了,字典32.5,毛裤88", [([1], 32.5, "goods"), ([3], 88, "goods")]),
        ("王秀英和李建国一人一件马甲,两件196", [([1, 2], 196, "goods")]),
        ("王秀英和李建国一人一盒月饼,68×2", [([1, 2], 136, "goods")]),
        ("王秀英和李建国的合疗费,单位给代交的,三百八乘二", [([1, 2], 760, "cash")]),
        ("王秀英、李建国家里都去了,两户都给了八十的油", [([1, 2], 160, "goods")]),
        ("昨天去的王秀英家,今天去的李建国家,都是一箱牛奶,60一箱", [([1], 60, "goods"), ([2], 60, "goods")]),
        ("三户都走到了,王秀英一床被子150,其余两户各一桶油80,加起来310", [([1], 150, "goods"), ([2, 3], 160, "goods")]),
        ("王秀英米80,李建国油70,一共150", [([1], 80, "goods"), ([2], 70, "goods")]),
        ("三户都看了,王秀英和李建国一家一箱奶(55),小宝一双鞋90", [([1, 2], 110, "goods"), ([3], 90, "goods")]),
    ],
)
def test_each_gets_what_was_told_of_him(text, expected):
    assert sums(text, *THREE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王秀英和李建国各一件短袖一顶帽子,39和15", [([1, 2], 108, "goods")]),
        ("给王秀英和李建国各送两袋面,一袋90", [([1, 2], 360, "goods")]),
        ("给王秀英送了一袋面,又送了一桶油,一共150", [([1], 150, "goods")]),
        ("王秀英和李建国的粽子送下去了,一盒42.5,一家一盒", [([1, 2], 85, "goods")]),
    ],
)
def test_what_all_were_given_is_not_dealt_out(text, expected):
    assert sums(text, *PAIR) == expected


def test_things_of_one_stay_his_when_another_pays_for_his_own():
    assert sums("给王秀英送去一条毛毯120,顺便把李建国的药(他儿子给的钱)也捎到了", *PAIR) == [([1], 120, "goods")]
