# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""What was given: cash and goods, their value, and what only looks like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.understanding import money as money_tokens
from bot.domain.understanding.lexicon import D, M, N, R
from bot.domain.understanding.money import CLASSIFIER, Money
from bot.domain.understanding.numerals import number

GOODS = "(?<!送)(?<!典)(?<!婚)(?<!敬)(?<!行)礼(?!拜|堂|貌|节|金|仪|品|物)|(?:康乃馨|玫瑰|百合|鲜奶|药酒)|米面油|米面|米(?!饭|高|长|远|多|左右|香|宽|深|[\ue000-\ue7ff])|面(?!前|积|对|谈|见|上|向|试|子|临|貌|红|部|色|带|[一-鿿]?旗)|大米|白面|面粉|挂面|面条|清油|食用油|菜籽油|胡麻油|香油|油(?!菜|漆|桶漏)|盐|酱油|醋|糖|茶叶|茯茶|砖茶|茶|牛奶|奶粉|羊奶粉|奶|鸡蛋|蛋|肉|猪肉|牛肉|羊肉|鱼|排骨|鸡|火腿肠|方便面|泡面|饼干|面包|蛋糕|糕点|糕|点心|月饼|粽子|元宵|汤圆|绿豆糕|年糕|馍馍?|油饼|烧鸡|麻花|水果|苹果|梨|香蕉|橘子|桔子|葡萄|桃子?|西瓜|蔬菜|白菜|萝卜|洋芋|大葱|粉条|豆腐|红枣|核桃|零食|糖果|瓜子|花生|饮料|烟酒|香烟|酒(?!店|精)|年货|慰问品|礼品|礼物|节礼|生活用品|日用品|用品|生活物资|物资|东西|洗衣粉|洗衣液|香皂|肥皂|洗发水|洗发膏|牙膏|牙刷|毛巾|卫生纸|纸巾|尿不湿|尿片|护理垫|口罩|消毒液|热水袋|暖水袋|暖宝宝|暖水瓶|保温杯|水杯|杯子|碗筷|锅碗|电饭锅|电饭煲|锅|电热毯|电褥子|电暖气|电暖器|电磁炉|电水壶|热水壶|电壶|水壶|电风扇|风扇|洗衣机|冰箱|电视机?|收音机|手机|老年机|手电筒|手电|灯泡|台灯|护眼灯|炉子|炉盘|烟筒|煤|煤炭|炭|柴|被子|棉被|被褥|被套|四件套|床单|褥子|毛毯|毯子|凉席|枕头|蚊帐|羽绒服|棉衣|棉裤|棉袄|棉鞋|棉|大衣|外套|衣服|衣裳|衣物|冬衣|夏装|短袖|T恤|裤子|裙子|毛衣|秋衣|保暖衣|内衣|校服|袜子|手套|帽子|围巾|围脖|鞋子?|运动鞋|凉鞋|布鞋|雨鞋|雨伞|拐杖|拐棍|轮椅|助行器|护膝|护腰|血压计|体温计|血糖仪|药品|药膏|膏药|药酒|常用药|感冒药|降压药|止痛药|眼药水?|钙片|药(?!费|钱|店|房)|保健品|蛋白粉|营养品|补品|书包|文具盒?|文具|笔记本|本子|练习册|字典|词典|绘本|图书|书籍|课外书|辅导书|(?<!通知)(?<!证明)(?<!诊断)(?<!申请)(?<!保证)(?<!证)书(?!记|写|法|房|院|信|面)|作业本|铅笔|钢笔|彩笔|画笔|笔|学习用品|学习机|平板|故事书|玩具|足球|篮球|跳绳|自行车|电动车|三轮车|滑板|积木|拼图|洋娃娃|花束|鲜花|花|化肥|种子|地膜|农药|鸡苗|鸡仔|羊羔|猪仔|饲料|工具|铁锹|对联|春联|挂历|电话卡|手机卡|U盘|耳机|手表|电话手表|凳子|桌子|书桌|学习桌|椅子|床|柜子|沙发|衣柜|早餐|早饭|午饭|晚饭|饭菜|饺子|臊子面|牛肉面|饭|包子|豆浆|爱心包|大礼包|礼包|暖心包|春节包|包裹|防疫包|药箱|小药箱|急救箱|用具|炊具|餐具|菜|瓜|杏|枣|木耳|蜂蜜|锅盔|馓子|油果|油香|盖碗茶|三炮台|酥油|糌粑|青稞|牛羊肉|砖|水泥|瓦(?!工|匠)|玻璃|插线板|插排|漏电保护器|报警器|扶手|坐便椅|坐便器|马桶椅|马桶|防滑垫|电池|蜂窝煤|煤气|气罐|习题|试卷|卷子|护手霜|护肤品|尿素|油布|灯笼|吃的|用的|穿的|喝的|茶具|毛线|洗脚盆|脸盆|盆|暖壶|奶茶|馒头|花卷|油糕|甜醅|凉皮|柿饼|豆奶|燕麦|麦片|芝麻糊|藕粉|罐头|八宝粥|火锅|烤|炒面|被单|枕巾|坐垫|靠垫|马扎|轮胎|剃须刀|理发推子|指甲刀|梳子|镜子|针线|拖鞋|棉拖|鞋垫|雨衣|头盔|书架|地球仪|计算器|圆规|橡皮|尺子|水彩|颜料|象棋|魔方|口琴|羽毛球|乒乓球|排球|滋补品|奶片|酸奶|核桃露|海绵|创可贴|碘伏|棉签|纱布|酒精"
CASH = "现金|慰问金|红包|压岁钱|压岁|零花钱?|零用钱|生活费|学费|学杂费|书本费|路费|车费|车票钱|门票|话费|药费|药钱|医药费|医疗费|挂号费|检查费|住院费|手术费|住宿费|住宿|书费|托管费|培训费|补课费|煤气费|物业费|网费|电话费|快递费|(?<![消免经破浪])费(?!用|了|劲|力|心|事|尽)|运费|邮费|油钱|油费|煤炭款|修理费|维修费|工钱|工费|工时费|人工费|材料费|电费|水费|取暖费|煤钱|饭钱|饭费|班费|资料费|报名费|校服费|伙食费|资助金?|助学款|捐款|善款|爱心款|慰问款|份子|礼金|补习费|打车费|保险费|医保费|合疗费|参保费|理发钱|火车票|车票|机票|票钱|钱(?!包)|奖金|奖励金?"
_GIVE = r"送|给|带|拿|捎|寄|买|发|塞|转|留|资助|捐|赠|提|拎|端|递|邮|快递|充|扛|背|拉|驮|垫|掏|添置|添|置办|配|换|奖励|奖|慰问|付|出|交|缴|打|结|称|割|准备"
_STATUTORY = re.compile(
    r"低保|特困供养|供养金|供养费|补贴|补助|津贴|养老金|养老保险金|高龄|孤儿(?:基本)?生活费|基本生活费|孤儿费|临时救助|救助金|救助款|助学金|奖学金|报销|报了|退耕|危房|危改|粮补|直补|五保|残补|护理费|抚恤|退休金|工资|低保金|分红|补偿|赔|理赔|保险赔|雨露计划|住院押金|政府"
)
_NOT_SUPPORT = re.compile(
    r"欠|债|贷款|借|原价|挣|收入|卖了|卖的|能卖|卖得|挣了|到账|发下来|发了下来|批下来|批了|打到(?:[他她]|了?卡|账)|还给我|还我|转还|还了我|还了(?:钱|账)|给我转|转给我|垫|先付|代付|罚|得奖|获奖|中奖|比赛|奖金(?=[^,。]{0,4}$)|押金|自己(?:掏|花|出|付|交)|(?<!我)(?:[他她]|老人|娃|自己)(?:自己|家)?的钱|[他她娃](?:自己)?(?:掏|花|交|付|出)了|[他她]侄|原先|以前|一个月能|每月|(?:学费|费)[^,。]{0,4}(?:一年|每年|一学期|要|得|需)|月租|房租|工价|涨到|一斤(?:卖|涨)|亏|(?<!转)账|存款|积蓄|要价|报价|说要|需要|得要|要花|总费用|医药费一共|医疗费|住院(?:费|花)|手术费|花销|花费(?:了)?[他她]|退(?:还|给)|找回|代缴|代交|水电费总|余额|积分"
)
_CADRE_PAYS = re.compile(
    r"我(?:给|帮|替|自己|自个儿?|个人|私人|本人|先|悄悄)?(?:他|她|们|娃)*(?:掏|出|付|交|缴|买|拿|垫付|结|充|花)(?:的|了)?|我(?:掏|出|付|买)的|自掏腰包|我个人|单位(?:出|掏|付|买|报|给)|(?:从|由)(?:我们)?单位|帮扶经费|算我的|没要(?:他|她)?的?钱|没让[他她]?(?:老人)?(?:掏|出|付|花)|不用[他她]?(?:掏|出|付)|没收[他她]?(?:的)?钱|我请|我结|不(?:让|用|要|叫)[他她]?(?:老人)?(?:再)?还(?!有|是|没)|没让还|(?:公益|慈善|爱心|基金会?|商会|企业|协会|单位|局里|工会|红十字)[^,。]{0,6}(?:付|出|掏|捐|赞助|承担|报销?|负担|买单|结)的?"
)
_PIECE = "袋|桶|箱|件|提|盒|床|套|双|瓶|包|壶|罐|个|条|把|台|辆|捆|本|副|顶|身|束|筐|篮|锅|支|盏|块"
_HANDS_OVER = re.compile(
    r"(?:寄|送|捎|拿|带|邮|发|端|拎|提|扛|递|搬|拉|背|快递)(?:出去?|到|过去|走|给|去|上门|回去|进去|完|齐)[^,。]{0,5}了|(?:寄|送|发|捎)了$|分(?:下去|完|发)了"
)
_REFUSED = re.compile(
    r"(?:没|不|死活不|坚决不|硬是不|说啥也不|怎么也不|推辞|说什么也不)(?:肯)?(?:要|收|拿|接受)(?!紧|求)|退回(?:来)?了|推(?:回|掉)|拒绝|婉拒|不收|没收下|又塞(?:回|给我)"
)
_PROMISED = re.compile(
    r"(?:下次|下回|改天|明天|回头|以后|下周|下月|过几天|月底|到时候|将|打算|准备|答应|承诺|说好|许诺|想(?:给|买|送))[^,。]{0,8}(?:给|送|买|带|拿|捎|资助|转|奖)"
)
_QUANTITY = re.compile(
    rf"(?<![0-9一二三四五六七八九十])([0-9]{{1,5}}|[一两二三四五六七八九十几半好]{{1,4}})\s*({CLASSIFIER})"
)
_UNIT_PRICE = re.compile(
    rf"(?:每|一|1)({CLASSIFIER})(?:子)?(?:是|要|的|都|算|按|[一-鿿]{{0,4}}?)?({M})|({M})(?:块|元)?\s*(?:一|每|/|1)({CLASSIFIER})(?!人|次)|按({M})一(份)"
)
_PER_HEAD_WORD = re.compile(
    r"每(?:个)?(?:人|户|家|位|娃|孩子|老人|对象|名)|一(?:人|家|户)|人均|户均|各(?!种|类|自的|项|样|位|方|级|村)|分别|每份|一份(?!心)|各自|按.一份|每家每户|一个[人娃](?!住|在|过)"
)
_TOTAL = re.compile(
    r"(?:一共|总共|共计|合计|总计|加起来|拢共|总价值?|总值|满共|共花|共)(?:是|花了?|价值|折合|为|约|大概|有|用了?)*\s*$"
)
_HEADS = frozenset("人户家位")


def cadre_pays(text: str) -> bool:
    return _CADRE_PAYS.search(text) is not None


def hands_over(text: str) -> bool:
    return _HANDS_OVER.search(text) is not None


def accepted(clause: str) -> bool:
    """Refused at first, taken in the end."""
    return re.search("硬塞|硬给|收下了|(?:才|最后|还是|终于)[^,。]{0,3}(?:收|要|拿)", clause) is not None


def paid_by_them(clause: str) -> bool:
    """钱是她出的: what was bought for them was an errand."""
    return (
        re.search(
            rf"钱(?:是|都是)?(?:{R}|[他她]|老人|娃)(?:自己)?(?:家)?(?:出|掏|给|付)的|(?:花|用)的(?:是)?(?:{R}|[他她]|老人)(?:自己)?的?钱|[他她](?:给|出|掏)(?:了)?的?钱|费用由?(?:老人|本人|[他她])?自(?:付|理|费)",
            clause,
        )
        is not None
    )


def refused(clause: str) -> bool:
    return (
        _REFUSED.search(clause) is not None
        and not re.search("[啥么]|没拿|我", clause)
        and not re.search("收下了|才收|最后收|还是收", clause)
    )


@dataclass(frozen=True)
class Given:
    """Support spoken of in one clause. `yuan` None: no figure. `total` replaces what was summed before it."""

    sort: str
    yuan: Fraction | None
    each: bool = False
    total: bool = False
    at: int = 0


GOODS = rf"(?:{GOODS})(?!厂|店|铺|超市|生意|地里|行情|价|市场|[上里]面|专业)"
_GOODS_RE = re.compile(GOODS)
# Whatever is handed over by the piece is goods, though no list knows it.
_PIECES = re.compile(
    rf"(?:送|带|拿|捎|买|寄|提|邮|放|搁|留|端|塞|拎|扛|给|发|背|抱|撂|递|捧|拉|添|置)(?:{R}|老的|小的|[他她]们?|老人家?|娃|孩子|了|上|去|过去|给|过|的|家|也|都|又|{D})*(?:{N}|了|个)?(?:袋|桶|箱|件|提|盒|公斤|斤|床|套|双|瓶|包|壶|罐|副|把|台|辆|捆|串|束|筐|篮|本|锅|碗|盆|挂|坛|支|盒|兜|篓|顶|身|幅|盏)(?:的)?[一-鿿\uf000-\uf2ff]{{1,5}}"
)
_OWN_THINGS = re.compile(
    rf"把(?:{R}|[他她]|老人|娃)(?:家)?的[^,。]{{1,8}}(?:送|捎|拿|带|取)|(?:拿|用|花)(?:了)?(?:{R}|[他她]|老人)(?:自己)?(?:给)?的钱|[他她](?:给|出|掏)的钱|(?:儿子|女儿|侄儿|侄子|孙子|媳妇|老伴|家里人?|亲戚)(?:给|出|掏|付)(?:的|了)"
)
_OTHER_VERB = re.compile(
    "做一顿|打扫|代购|代买|包了|做了|煮了|蒸了|(?<![一两三四五六七八九十几0-9])把|分好|换|修|装|交|办|洗|理了|劈|拾掇|收拾|介绍|充|解决|联系|疏通|盖|摘|拔|种(?!的)|浇|砌|打药|做饭|煮|焊|刷|糊|铺|缝|喂|吃(?!的)|喝(?!的)|说|讲|认证|申请|上门弄|刷脸|扫码|查|拍|录"
)
_SERVICE = re.compile(
    "挂号|补牙|补了[^,。]{0,3}牙|镶牙|拔牙|看牙|牙看|配镜|拍片|拍了?片|检查|看病|看牙|住院|打车|打的|车票|火车票|机票|班车|[^发邮钞彩]票|手续|修理|修车|理发|化验|体检|门诊|诊费|开锁|工费|运费|加油|停车"
)
_CASH_RE = re.compile(CASH)
_GIVE_GOODS = re.compile(
    rf"(?:送|(?<![不没])给|带|拿|捎|寄|买(?=了|的|给|上|好|来|点|些|{N}|[他她\ue000-\ue7ff])|发(?!现|生|烧|炎|病|火|愁|放|展|动)|赠|提(?!醒|议|到|出|前|示|高|起)|拎|端|邮|添|添置|置办|慰问|提着|资助|捐|称|割|放下|放了|留下|奖励)[^,。\uf300-\uf5ff]{{0,12}}?(?:{GOODS})"
)
_GOODS_GIVEN = re.compile(rf"(?:{GOODS})[^,。]{{0,10}}?(?:送|给|带|拿|捎|寄|买|发|放)(?:到|了|给|去|过|的|下)")
_JUST_GIVEN = re.compile(
    rf"给(?:{R}|{D}|[他她]们?|老人家?|奶奶|爷爷|大[娘爷]|娃们?|孩子们?|家里?|[了过也都又点些的、和]|{N}|{CLASSIFIER}|[新旧小大])*(?:[一-鿿]{{0,3}}(?:送|带|拿|捎|买|寄|提|备|添|发)[^,。]*)?(?:{GOODS})|给.*(?:送|带|拿|捎|买|寄).*"
)
_SHARE_OUT = re.compile(
    rf"(?:一人|每人|一家|每家|每户|一户|各)(?:给?了?|送了?|发了?)?{N}(?:{CLASSIFIER})[^,。]{{0,6}}?(?:{GOODS})|(?:{GOODS})(?:也|都|是)?(?:一人|每人|一家|每家|每户|一户|各|人手)(?:给?了?|送了?|发了?)?{N}(?:{CLASSIFIER})"
)
# 米10斤油5斤: a telegram of things and how many.
_LISTED = re.compile(rf"(?:[新大小]?(?:{GOODS})(?:{N}|[0-9]+)(?:{CLASSIFIER})[、和]?)+")
_GIVE_CASH = re.compile(
    rf"(?:给|塞|转|留|送|发|资助|捐|打|奖励|包|递|拿)(?:{R}|[他她]们?|老人家?|娃|孩子|了|上|点|些|过去|一个|个|微信|{D})*(?:{CASH})|(?:现金|红包|慰问金|压岁钱|零花钱)"
)


def sums_in(clause: str, sums: list[Money]) -> list[tuple[int, Money]]:
    return [
        (i, sums[ord(c) - money_tokens.FIRST])
        for i, c in enumerate(clause)
        if money_tokens.FIRST <= ord(c) <= money_tokens.LAST
    ]


def sort_of_sum(clause: str, at: int, context: str) -> str | None:  # noqa: C901, PLR0911, PLR0912 - a ladder of rules, the first that applies
    """cash, goods, or None when the sum is no support, from the words of the clause and the sum's neighbours."""
    before, after = clause[:at], clause[at + 1 :]
    if re.match(f"(?:钱|块钱)?的(?:{GOODS})", after) or re.search(
        "(?:价值|折合|折价|总值)(?:人民币|约|大约|共)?$", before
    ):
        return "goods"
    if re.search(
        "(?:现金|慰问金|红包|压岁钱?|零花钱?|零用钱|生活费|转(?:账|了|给)?|塞(?:给|了)?|捐款|资助金?|资助|学杂费|学费|路费|车费|话费|充(?:了|值)?)[^,。]{0,6}$",
        before,
    ) and not _GOODS_RE.search(before[-5:]):
        return "cash"
    if re.search(
        f"(?:给|塞|留|转|奖励)(?:了|给|下)?(?:[他她]们?|老人家?|奶奶|爷爷|娃|孩子|{R})*(?:了)?(?:大概|差不多|约|近)?$",
        before,
    ) and not re.match(f"(?:钱)?的?(?:{GOODS})|的", after):
        return "cash"
    if re.match(f"的?(?:{CASH})", after) and not re.match(f"的(?:{GOODS})", after):
        return "cash"
    if _SERVICE.search(before) and not re.search(f"(?:买|送|带)[^,。]{{0,6}}(?:{GOODS})", before):
        return "cash"
    if re.search(rf"[一-鿿]{{1,6}}{N}(?:{_PIECE})$", before) and not re.search("红包|现金|走访|慰问金", before[-8:]):
        return "goods"
    if (
        re.search(f"(?:{GOODS})[^,。]{{0,8}}$", before)
        or re.match(rf"(?:多|左右)?的?(?:买的|拿下|[一-鿿]{{0,3}}(?:{GOODS}))|一?(?:{CLASSIFIER})", after)
    ) and not re.search(f"(?:{CASH})[^,。]{{0,4}}$", before):
        return "goods"
    if re.search("价值?|折合|折价|值|买(?:了)?|花了?|单价|每[袋件桶箱盒斤床套双]", before):
        return "goods"
    if re.search(f"(?:{CASH})", clause):
        return "cash"
    if re.search(
        r"(?:给|留|递|发|送|奖励|拿|包|掏|付|出|转|塞|充)(?:了|给|下|过|上)?[^,。]{0,8}$", before
    ) and not _GOODS_RE.search(clause):
        return "cash"
    if _GOODS_RE.search(clause):
        return "goods"
    if context:
        return context
    if re.search("我(?:掏|出|付|给|交)", clause):
        return "cash"
    return None


def is_excluded(clause: str, paid_by_cadre: bool) -> bool:
    if _REFUSED.search(clause) or _PROMISED.search(clause) or _OWN_THINGS.search(clause):
        return True
    if not paid_by_cadre and re.match(rf"{R}(?:今天|昨天|这次)?[^,。我给帮陪送买]{{0,8}}花(?:了|掉)?", clause):
        return True
    if _STATUTORY.search(clause) and not re.search("慰问金|红包|现金(?!补)", clause):
        return True
    if re.search("组织捐款|捐款|党费|团费|份子|随(?:了)?礼|我捐了", clause) and not re.search(
        rf"{R}|[他她]|单位捐款", clause
    ):
        return True
    return bool(_NOT_SUPPORT.search(clause)) and not paid_by_cadre


def quantities(text: str) -> dict[str, int]:
    """Counted things by classifier: 两袋面 → {'袋': 2}; a price by the piece counts nothing."""
    found: dict[str, int] = {}
    text = _UNIT_PRICE.sub(" ", text)
    for match in _QUANTITY.finditer(text):
        value = number(match[1]) if match[1] not in {"几", "半", "好"} else None
        if value is not None and value == int(value) and text[max(0, match.start() - 1) : match.start()] != "每":
            found.setdefault(match[2], int(value))
    return found


def priced(clause: str, at: int, counted: dict[str, int], *, each_has_one: bool) -> tuple[Fraction, bool]:
    """Factor for a unit price at `at`, and whether the price is per head."""
    for match in _UNIT_PRICE.finditer(clause):
        if match.start() <= at < match.end() and clause[at] in match[0]:
            classifier = match[1] or match[4] or match[6]
            if classifier in _HEADS or (classifier in {"份", "个"} and classifier not in counted):
                return Fraction(1), True
            return Fraction(counted.get(classifier, 1)), each_has_one
    return Fraction(1), False


def given_in(
    clause: str, sums: list[Money], counted: dict[str, int], context: str, *, share: bool, paid: bool = False
) -> list[Given]:
    """Everything given in a clause; `counted` are the counted things so far, `share` that things go to each."""
    paid = paid or cadre_pays(clause)
    if is_excluded(clause, paid):
        return []
    each = bool(_PER_HEAD_WORD.search(clause))
    found: list[Given] = []
    for at, sum_ in sums_in(clause, sums):
        sort = sort_of_sum(clause, at, context)
        if sort is None:
            if not paid:
                continue
            sort = "cash"
        factor, head = priced(clause, at, counted, each_has_one=share)
        total = bool(_TOTAL.search(clause[:at])) and not re.search(rf"{N}(?:{CLASSIFIER})[^,。]{{0,8}}共$", clause[:at])
        whole = bool(re.search("共|合计|总", clause[:at]))
        yuan = None if sum_.value is None else sum_.value * factor
        found.append(Given(sort, yuan, each=(each or head or share) and not whole, total=total, at=at))
    if not found and _LISTED.fullmatch(clause):
        return [Given("goods", None, each=each or share)]
    if not found:
        goods = _GIVE_GOODS.search(clause)
        if goods is not None and goods[0].startswith("给") and not _JUST_GIVEN.fullmatch(goods[0]):
            goods = None
        if goods is None or _OTHER_VERB.search(goods[0]):
            goods = _PIECES.search(clause)
        if goods is None or _OTHER_VERB.search(goods[0]):
            goods = _GOODS_GIVEN.search(clause) or _SHARE_OUT.search(clause)
        if goods is not None:
            found.append(Given("goods", None, each=each or share, at=goods.start()))
        elif cash := _GIVE_CASH.search(clause):
            found.append(Given("cash", None, each=each or share, at=cash.start()))
    return found
