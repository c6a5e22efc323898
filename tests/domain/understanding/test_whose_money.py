"""Whose money it was, what was handed over, and which sum belongs to whom: sentences by the shape of the language."""

import pytest

from bot.domain.understanding import Paired
from tests.domain.understanding.people_of_the_tests import JIANGUO, XIAOBAO, XIUYING, brief, told


def given(text, *pairings):
    """Each record that carries support, as (recipients, yuan, sort)."""
    return [
        (r["recipient_ids"], r["amount_yuan"], r["amount_type"])
        for r in told(text, *pairings)["records"]
        if r["amount_type"]
    ]


OURS = [
    # a figure beside the thing it is the price of, without a unit
    ("给王秀英送米和油,油68面105", 173, "goods"),
    ("走访王秀英,米30油60肉90", 180, "goods"),
    ("给王秀英买了书桌二百八台灯二十", 300, "goods"),
    ("给王秀英买了水杯39+书皮6.5", 45.5, "goods"),
    ("给王秀英送了一袋洗衣粉(12.5)", 12.5, "goods"),
    ("给王秀英买的月饼,四块八一个买了10个", 48, "goods"),
    ("给王秀英买了三轮车皮带,25一根,三根", 75, "goods"),
    ("给王秀英买了两件棉袄,一件129一件149", 278, "goods"),
    ("送鸡蛋三十个二十七块六挂面五把一把四块五去王秀英家了", 50.1, "goods"),
    ("去王秀英家拜年,砖茶两块四十六", 46, "goods"),
    ("去看王秀英,送面一袋,90员", 90, "goods"),
    ("给王秀英送了一块肥皂,三块香皂", None, "goods"),
    ("给王秀英买了38码的棉鞋一双,65", 65, "goods"),
    ("给王秀英送了200块标准的米面油", 200, "goods"),
    ("去敬老院给王秀英送了个暖脚宝,好使!68元", 68, "goods"),
    ("今天走访王秀英家,米面油都送到了,花费共计186元", 186, "goods"),
    # what money pays for
    ("王秀英回老家,车票38.5是我买的", 38.5, "cash"),
    ("给王秀英买了火车票163元", 163, "cash"),
    ("王秀英的校车费一学期240,我已经转给她外爷了", 240, "cash"),
    ("王秀英的轮椅轮胎瘪了,补胎十五,我给的钱", 15, "cash"),
    ("王秀英买化肥差300,我给补上了", 300, "cash"),
    ("王秀英来我家坐了坐,给了她五十路费", 50, "cash"),
    ("给五保户王秀英送去现金500", 500, "cash"),
    ("把300块钱塞到王秀英枕头底下", 300, "cash"),
    ("偷偷给王秀英压了200块钱在炕席底下", 200, "cash"),
    ("去看王秀英,放下一千", 1000, "cash"),
    ("替王秀英把欠的药费120结了", 120, "cash"),
    ("给王秀英200元她推辞半天还是收下了", 200, "cash"),
    ("王秀英过寿,我随礼200", 200, "cash"),
    ("王秀英看病总共花了1200,报销700,剩下的500我帮她出了", 500, "cash"),
    ("王秀英的补课费260,我替她交上了,不要她还", 260, "cash"),
    ("王秀英的医保今年补贴一百三,剩下的二百七我给交了", 270, "cash"),
    ("给王秀英充了二十的电话手表话费", 20, "cash"),
    ("今天托她舅把过年的两百块给王秀英带过去了", 200, "cash"),
    ("王秀英家水缸裂了,新的130,我出了100她出了30", 100, "goods"),
    ("王秀英家水管冻裂了我上门接上的,管件花了46没要她钱", 46, "goods"),
    ("给王秀英换了玻璃,玻璃钱五十四我给的", 54, "goods"),
    ("67块钱给王秀英买了个热水袋和护膝", 67, "goods"),
    ("给王秀英送过去一车冬白菜,三百斤,一斤三毛五", 105, "goods"),
    ("王秀英生日蛋糕一百二小衣服八十九送到她家了", 209, "goods"),
    ("王秀英要的膏药我从州里开的,自己掏了86,今天送到她家了", 86, "goods"),
    ("去王秀英家拜年,提了一盒点心没看价", None, "goods"),
    ("给王秀英买了两件短袖,各45", 90, "goods"),
    # who brought it is not who gave it
    ("代表镇政府给王秀英送去慰问金500", 500, "cash"),
    ("给低保户王秀英送了桶油,78元", 78, "goods"),
    ("给高龄老人王秀英买了箱奶65", 65, "goods"),
    # things nobody put on a list
    ("给王秀英端了盘饺子过去", None, "goods"),
    ("入户王秀英,送绿豆5斤", None, "goods"),
    ("给王秀英送了床夏凉被,花了一百一十八", 118, "goods"),
    ("给王秀英送年货,她收下了米和油,钱没要", None, "goods"),
    ("王秀英送我一袋沙葱,回头给她拎了箱牛奶56", 56, "goods"),
]


@pytest.mark.parametrize(("text", "yuan", "sort"), OURS, ids=[text for text, *_ in OURS])
def test_what_we_gave_is_read_with_its_value(text, yuan, sort):
    assert given(text) == [([1], yuan, sort)]


NOT_OURS = [
    # their money
    "帮王秀英换了个电瓶,360,她自己出的",
    "帮王秀英买了两袋化肥,300,钱她给我了",
    "给王秀英家煤买好了,两吨,一吨850,她自己掏的钱,我找车拉回去卸的",
    "王秀英的医保缴了400,她自己的钱,我替她操作的",
    "给王秀英换门锁,锁芯35,她非要给我钱,我收了",
    "帮王秀英交了电费,她给了我50",
    "陪王秀英买衣服,花了200,她付的",
    "王秀英托我买的降压药买到了,36块",
    "走访王秀英,她家房子修缮花了2万",
    # it came to us, went to our own, or was sent along
    "王秀英给我装了一袋子苹果,我去她家坐了坐",
    "王秀英送了我一张贺卡",
    "母亲节给我妈转了520,顺便给王秀英打了个电话",
    "去看王秀英,她婶娘托我捎的两件衣服也带到了",
    # income and benefits
    "帮王秀英家卖羊,当场成交一万六千八",
    "给王秀英寻下了个工,在加油站干一天九十",
    "去劳动监察给王秀英跑了一趟,两千一百块工钱给要来了",
    "王秀英的孤儿费又涨了,这个月打了1200",
    # tools, loads, work on their things
    "去王秀英家,冰柜不制冷,我拿电风扇吹了半天",
    "给王秀英背了四袋煤上坡",
    "王秀英家羊圈塌了一角,带了三个党员砌起来了",
    "陪王秀英去银行取钱,取了2000",
    "给王秀英的葡萄藤埋土",
    "给王秀英贴了膏药",
    "给王秀英的手机里存了我的号",
    "给王秀英包书皮",
    "给王秀英的奶奶挂了个眼科号",
    "给王秀英发了段语音加油",
    "给王秀英发短信提醒她领药",
    "把王秀英背的两袋饲料捎回去了",
    "王秀英的眼镜300多,公益机构免费给配的",
    "明天六一,给王秀英的滑板车买好了,还没送",
    "给王秀英量了体温38度7",
    "给王秀英把慢病证交到手里,开药能报百分之八十",
    "帮王秀英续了三轮车险,260块钱她现给的",
    "换电瓶320,残联给报,我帮王秀英装的",
    "县上给王秀英的奖励3000是我领着去领的",
    "我去帮王秀英背了几捆糜子",
    "带王秀英去卫生院上了药",
    "陪王秀英去残联拿了拐杖",
    "带王秀英去营业厅换成了四十元套餐",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_OURS, ids=NOT_OURS)
def test_what_only_looks_like_support_is_none(text):
    assert given(text) == []


SHARED = [
    ("慰问王秀英李建国,每户现金300、大米1袋(58)", [([1, 2], 600, "cash"), ([1, 2], 116, "goods")]),
    ("给两位老人寄了防晒帽,一顶25", [([1, 2], 50, "goods")]),
    ("送王秀英小风扇一台,单价79;李建国同样一台", [([1, 2], 158, "goods")]),
    ("走访王秀英、李建国两户,分别送慰问品200元、300元", [([1], 200, "goods"), ([2], 300, "goods")]),
    ("王秀英和李建国,各一件短袖,39和45,送家去了", [([1, 2], 84, "goods")]),
    ("给王秀英和李建国买了棉衣,一件189,一件169", [([1, 2], 358, "goods")]),
    ("去看了王秀英和李建国,一人一个蛋糕一个气球,加起来九十六", [([1, 2], 96, "goods")]),
    ("王秀英、李建国家:年货一份,价值三百二十六元", [([1, 2], 326, "goods")]),
    ("王秀英的秋衣,李建国的秋衣,一人一套,89一套", [([1, 2], 178, "goods")]),
    ("去王秀英家送了米,去李建国家送了油,米95,油78", [([1], 95, "goods"), ([2], 78, "goods")]),
    ("给两个人都充了50块话费", [([1, 2], 100, "cash")]),
    ("两家都是一袋面一桶油,面98油72", [([1, 2], 340, "goods")]),
]


@pytest.mark.parametrize(("text", "expected"), SHARED, ids=[text for text, _ in SHARED])
def test_each_person_gets_the_sum_that_was_told_of_them(text, expected):
    assert given(text, XIUYING, JIANGUO) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("给六斤送了六斤羊肉,一斤38", [([9], 228, "goods")]),
        ("给六斤送了五十块钱的药", [([9], 50, "goods")]),
        ("去六斤家坐了坐,六斤挺好的", []),
    ],
)
def test_a_name_that_is_a_number_counts_where_it_counts(text, expected):
    assert given(text, Paired(9, "马六斤", "男", 1950, "特困供养人员")) == expected


def test_what_they_asked_us_to_buy_is_a_deed():
    assert brief("王秀英让我买了副老花镜,她给的钱,三十五") == ["record", "[1] deed None 05-20 None None"]


def test_a_festival_names_the_visit_and_is_no_day_to_come():
    assert brief("端午节慰问,单位给王秀英发慰问品一份,折合326元,送到家里了")[1].endswith("05-20 326 goods")


def test_a_price_at_the_head_of_a_line_of_days_stays_a_day():
    assert brief("5.3 王秀英 敬老院探望 水果40元\n5.10 陈小宝 送书包 价值92元", XIUYING, XIAOBAO) == [
        "record",
        "[1] visit institution 05-03 40 goods",
        "[3] - None 05-10 92 goods",
    ]


def test_money_sent_is_no_call_and_handing_over_no_deed():
    assert brief("给王秀英打了500块生活费") == ["record", "[1] - None 05-20 500 cash"]
    assert brief("爱心企业捐的轮椅,今天送到王秀英家了")[1].startswith("[1] visit home")
