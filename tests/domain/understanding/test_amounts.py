"""Rule by rule: what was given, what it was worth, and what only looks like a gift (sections 2 and 6 of the guidelines)."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from bot.domain.understanding import numerals
from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, ZHANHAI, told


def given(text, *pairings):
    """Each record that carries support, as (recipients, yuan, sort)."""
    return [
        (r["recipient_ids"], r["amount_yuan"], r["amount_type"])
        for r in told(text, *pairings)["records"]
        if r["amount_type"]
    ]


ONE = [
    # cash: by its word, by its verb, by what was paid
    ("今天去看王秀英,给了三百块慰问金", 300, "cash"),
    ("去王秀英家坐了坐,走时塞了个红包,二百", 200, "cash"),
    ("昨天给王秀英微信转账188元", 188, "cash"),
    ("给王秀英手机充了50话费", 50, "cash"),
    ("入户走访王秀英,临走留了500", 500, "cash"),
    ("陪王秀英去县医院,来回车费我掏的,46", 46, "cash"),
    ("带王秀英去镶牙,380的费用我付了", 380, "cash"),
    ("找了个师傅给王秀英修水泵,工钱150是我出的", 150, "cash"),
    ("给王秀英结了药店赊的86块药钱,算我的", 86, "cash"),
    ("上门看望王秀英,给她现金1,000元", 1000, "cash"),
    ("春节慰问王秀英,送去慰问金壹仟元整", 1000, "cash"),
    ("给王秀英塞了点钱", None, "cash"),
    ("给王秀英塞了几百块钱", None, "cash"),
    ("去看王秀英,给了两三百", None, "cash"),
    ("去看王秀英,给了100到200块钱吧", None, "cash"),
    ("去看王秀英,给了三百多", 300, "cash"),
    ("去看王秀英,少说给了四百", 400, "cash"),
    # goods: the price stands before, after, in brackets, as 折合, after a comma
    ("给王秀英送了床棉被,一百八", 180, "goods"),
    ("给王秀英买了个电热水壶(79)", 79, "goods"),
    ("给王秀英买了双棉鞋,网上59买的", 59, "goods"),
    ("去王秀英家送了米面油,折合260元", 260, "goods"),
    ("去王秀英家,提了箱牛奶,六十五", 65, "goods"),
    ("给王秀英拿了一口砂锅,花了四十二块五", 42.5, "goods"),
    ("给王秀英捎了个暖手宝,不贵,三十八", 38, "goods"),
    ("价值三百二的慰问品送到王秀英家了", 320, "goods"),
    ("给王秀英买了件230块的外套", 230, "goods"),
    ("120块钱买了个小太阳取暖器给王秀英送过去", 120, "goods"),
    ("今天给王秀英送了蒸锅,单位出的105", 105, "goods"),
    ("王秀英家灯坏了,我买了个灯泡换上,八块五", 8.5, "goods"),
    ("给王秀英送了条毛毯", None, "goods"),
    ("给王秀英寄了个包裹,里面有奶粉和麦片", None, "goods"),
    ("给王秀英捎了一把蒲扇", None, "goods"),
    ("给王秀英带了两斤猪头肉", None, "goods"),
    ("给王秀英送了几十块钱的水果", None, "goods"),
    # so many, so much each
    ("给王秀英送了两袋面,一袋85", 170, "goods"),
    ("给王秀英买了三盒膏药,每盒26块", 78, "goods"),
    ("给王秀英拿了4桶油,62一桶", 248, "goods"),
    ("给王秀英买了两双袜子共18块", 18, "goods"),
    ("给王秀英买了练习册2本,共54", 54, "goods"),
    ("给王秀英买了三件衣服,都是60一件的", 180, "goods"),
    ("给王秀英拉了两吨煤,一吨900", 1800, "goods"),
    # parts and totals
    ("给王秀英买了米68,油55,肉89", 212, "goods"),
    ("给王秀英买了米68,油55,肉89,一共212", 212, "goods"),
    ("给王秀英买了大米面粉挂面,合计169元", 169, "goods"),
    ("给王秀英现金200,又给了100路费,共300", 300, "cash"),
    # cash, and goods without a value beside it
    ("看望王秀英,送了米和油,还给了200块", 200, "cash"),
    ("给王秀英买了个护膝,两只七十八", 78, "goods"),
    ("给王秀英买了3本书45×3=135,今天送到家", 135, "goods"),
    ("给王秀英买了米面油68+55+89", 212, "goods"),
    ("给王秀英买膏药,3贴一盒,买了4盒,一盒25", 100, "goods"),
    ("给王秀英送了米和面,价值两百六七十", None, "goods"),
    ("王秀英说想吃羊肉,割了3斤,每斤38", 114, "goods"),
    ("给王秀英家换了个水龙头25,人工没要钱", 25, "goods"),
    ("请人给王秀英淘了水窖,给了师傅200", 200, "cash"),
    ("去王秀英家放下200块钱就走了", 200, "cash"),
    ("王秀英孙子结婚,我随了200的礼", 200, "cash"),
    ("给王秀英缴了合疗400,她没钱我先缴的,不用她还", 400, "cash"),
    ("给王秀英手机充值一百", 100, "cash"),
    ("送王秀英200元超市购物卡", 200, "goods"),
    ("给王秀英打印了几张照片,6块钱", 6, "cash"),
    # not support
    ("王秀英孙子学费8000,助学贷款办下来了", None, None),
    ("帮王秀英网上买了个手机,她转给我799", None, None),
    ("陪王秀英看病,一共花了680,合疗报了400,她自己掏了280", None, None),
    ("王秀英看中一件棉衣199,没舍得买,我去她家聊了聊", None, None),
    ("给王秀英捎了一千块钱,是她儿子托我带的", None, None),
    ("王秀英520给我发了个红包,退回去了", None, None),
    ("我给王秀英交了230电费,她把钱给我了", None, None),
    ("帮王秀英把电费交了,86块4,她后来转还给我了", None, None),
    ("我拿水泥给王秀英家的水窖抹了个新盖子", None, None),
    ("王秀英的低保这个月涨到560了,打电话跟她说了", None, None),
    ("给王秀英打了电话,她说卖洋芋挣了1200", None, None),
    ("去王秀英家,给她200她硬是不要", None, None),
    ("去王秀英家了,答应下次给她带200块钱", None, None),
    ("给王秀英垫了300药费,她过两天还我", None, None),
    ("给王秀英代缴了医保400", None, None),
    ("帮王秀英申请到临时救助1500", None, None),
    ("去王秀英家,她说看病花了3000多,报了1800", None, None),
    ("去王秀英家看了看,她欠信用社5000", None, None),
    ("打电话问王秀英羊价,说一只能卖900", None, None),
    ("打电话给王秀英,她儿子寄回来2000", None, None),
    ("给王秀英交了电费,她给的100", None, None),
    ("走访王秀英,她家养了30只羊,种了12亩洋芋", None, None),
    ("电话联系王秀英,量的血压150,血糖7.8", None, None),
    ("王秀英拿着自己的60块钱让我买药,我给捎去了", None, None),
]


@pytest.mark.parametrize(("text", "yuan", "sort"), ONE, ids=[text for text, *_ in ONE])
def test_what_one_person_was_given(text, yuan, sort):
    assert given(text) == ([([1], yuan, sort)] if sort else [])


MANY = [
    ("王秀英、李建国两家各送了一袋米,一袋120", (XIUYING, JIANGUO), [([1, 2], 240, "goods")]),
    ("王秀英和李建国每人200块钱慰问金,今天送到家了", (XIUYING, JIANGUO), [([1, 2], 400, "cash")]),
    ("给小宝和秀英一人买了件棉衣,每件139.9", (XIUYING, XIAOBAO), [([1, 3], 279.8, "goods")]),
    ("去了王秀英和李建国家,油一桶62,两家一样", (XIUYING, JIANGUO), [([1, 2], 124, "goods")]),
    ("给王秀英、马占海一家买了一口高压锅,130一口", (XIUYING, ZHANHAI), [([1, 4], 260, "goods")]),
    ("慰问金:王秀英200,李建国300,都送到家了", (XIUYING, JIANGUO), [([1], 200, "cash"), ([2], 300, "cash")]),
    ("王秀英家200,李建国家300,慰问金都是今天送到家里的", (XIUYING, JIANGUO), [([1], 200, "cash"), ([2], 300, "cash")]),
    ("给王秀英买了副老花镜85,给李建国买了个收音机120", (XIUYING, JIANGUO), [([1], 85, "goods"), ([2], 120, "goods")]),
    ("给王秀英送了米面合计150元,李建国送的现金300", (XIUYING, JIANGUO), [([1], 150, "goods"), ([2], 300, "cash")]),
    ("书包都买了:小宝129,秀英孙女的不买,今天送到小宝学校的", (XIAOBAO,), [([3], 129, "goods")]),
    ("三户都去了,每户一桶油一袋面,每户160元", (XIUYING, JIANGUO, ZHANHAI), [([1, 2, 4], 480, "goods")]),
    ("给小宝他们班捐了20本书,一本15", (XIAOBAO,), []),
    ("看望王秀英,给了200块,还送了被子(价值150)", (XIUYING,), [([1], 200, "cash"), ([1], 150, "goods")]),
    ("给王秀英300,给李建国也是300", (XIUYING, JIANGUO), [([1, 2], 600, "cash")]),
    ("秀英那边送了200块,建国没要", (XIUYING, JIANGUO), [([1], 200, "cash")]),
    ("给王秀英和李建国各买了两箱奶,一箱55", (XIUYING, JIANGUO), [([1, 2], 220, "goods")]),
    ("给王秀英和李建国买了两箱奶,一箱55", (XIUYING, JIANGUO), [([1, 2], 110, "goods")]),
    ("给王秀英和李建国各买了一箱奶,共110", (XIUYING, JIANGUO), [([1, 2], 110, "goods")]),
    ("3号给王秀英送了50块钱的药,10号又送了80块钱的米", (XIUYING,), [([1], 50, "goods"), ([1], 80, "goods")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pairings", "expected"), MANY, ids=[text for text, *_ in MANY])
def test_who_was_given_how_much(text, pairings, expected):
    assert given(text, *pairings) == expected


YUAN = st.integers(11, 999).filter(lambda yuan: yuan not in {110, 119, 120, 122})
PIECES = st.integers(2, 9)
THINGS = st.sampled_from(["袋面粉", "桶清油", "箱牛奶", "件棉衣", "双棉鞋", "床被子", "盒膏药", "把雨伞"])


@for_all(YUAN, PIECES, THINGS)
def test_a_price_by_the_piece_counts_for_every_piece(yuan, pieces, thing):
    for price in (f"一{thing[0]}{yuan}元", f"每{thing[0]}{yuan}块", f"{yuan}块一{thing[0]}", f"一{thing[0]}{yuan}"):
        for many in (str(pieces), numerals.say(pieces)):
            assert given(f"给王秀英送了{many}{thing},{price}") == [([1], yuan * pieces, "goods")]


@for_all(YUAN, THINGS)
def test_the_price_of_one_thing_is_its_value_wherever_it_stands(yuan, thing):
    for said in (
        f"一{thing}{yuan}元",
        f"一{thing},{yuan}块",
        f"一{thing}({yuan}元)",
        f"一{thing},{numerals.say(yuan)}块",
        f"一{thing},共{yuan}",
    ):
        assert given(f"给王秀英送了{said}") == [([1], yuan, "goods")], said


@for_all(YUAN, st.sampled_from([(XIUYING, JIANGUO), (XIUYING, JIANGUO, ZHANHAI)]))
def test_a_sum_per_head_counts_for_every_head(yuan, pairings):
    names = "、".join(p.name for p in pairings)
    ids = [p.id for p in pairings]
    for each in ("每人", "每户", "一家", "一人"):
        assert given(f"给{names}{each}{yuan}元慰问金", *pairings) == [(ids, yuan * len(ids), "cash")]


@for_all(st.lists(YUAN, min_size=2, max_size=4))
def test_parts_and_their_total_are_counted_once(parts):
    priced = ",".join(f"{thing}{yuan}元" for thing, yuan in zip(["大米", "清油", "猪肉", "水果"], parts, strict=False))
    assert given(f"给王秀英送了{priced}") == [([1], sum(parts), "goods")]
    assert given(f"给王秀英送了{priced},一共{sum(parts)}元") == [([1], sum(parts), "goods")]
