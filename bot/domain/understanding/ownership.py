# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Whose money and whose things: what only passes through our hands, comes to us, goes to our own kin, or is not yet given."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import D, M, R
from bot.domain.understanding.words import any_of

KIN = any_of(
    "儿子 女儿 闺女 丫头 女婿 儿媳妇? 媳妇 老伴 老头子? 侄子 侄儿 侄女 外甥女? 孙子 孙女 弟弟 哥哥 姐姐 妹妹 弟媳 嫂子 叔叔? 婶子?婶? 婶娘 姑姑? 姑妈 舅舅? 姨妈? 大伯 伯父",
    "爸爸? 妈妈? 父亲 母亲 爹 娘 爷爷 奶奶 外公 外婆 外爷 监护人 子女 儿女们? 亲戚 家里人? 家人 家属 邻居 娘家 (?<=[他她娃\ue000-\ue7ff])(?:爷|奶|爸|妈|姨|舅|伯|婆)",
)
THEM = rf"(?:(?:{R}|[他她]们?|老人|娃)?(?:家|的)?{KIN}|{R}(?:家|们)?|(?<![其])[他她]们?(?:家|俩)?|老人家?们?|老汉|老太太|老两口|两口子|大[爷娘]|娃娃?们?|孩子们?|其?本人|人家)"
_PAY = "(?:给|出|掏|付|拿|交|花|凑|缴|垫|转)"
_SOON = rf"(?:都|也|又|当场|当面|后来|回头|随后|已经?|先|早就?|立马|马上|事后|非|硬|坚持|执意|微信|一分不少|现|现金|现钱|手机上?|如数|{D})*"
# 他自己掏的钱, 钱是她出的, 进货钱是他的, 从他低保卡里扣的, 钱他们都给我了, 他非要给我钱,我收了.
_THEIR_MONEY = re.compile(
    rf"{THEM}(?:自己|自个儿?|个人){_SOON}{_PAY}|{THEM}{_SOON}{_PAY}(?:给)?(?:了)?(?:我)?的?(?:钱|费用|现钱|现金)(?!包)|{THEM}{_SOON}给的我|是{THEM}{_SOON}(?:给)?(?:出|掏|付|交|缴|买)的|(?:由|让){THEM}(?:承担|负担|自理|出|支?付|缴纳)|{M}(?:块)?钱?{THEM}[^,我]{{0,6}}(?:给|付|交|掏|出|刷|扫)(?:的|了)(?!{M})|{THEM}(?:医保卡|社保卡|卡|手机)上?(?:刷|付|扣|交)|{THEM}(?:给)?买的,不是我|"
    rf"(?:钱|费用?|款|开销){_SOON}(?:用的|花的)?(?:是|由|归)?{_SOON}{THEM}(?:自己|自个儿?|个人)?(?:{_PAY}|的(?:$|{M})|承担|负担)|"
    rf"{THEM}{_SOON}给我{_SOON}(?:转|付|发|拿|掏)(?:了|过来|来)*{M}|^{THEM}(?:自己)?的钱$|{THEM}{_SOON}(?:给|转|塞|退|补|还)(?:给|还)?(?:了)?我(?:了)?{M}|(?<!我)把{M}{_SOON}(?:给|转|塞|还)(?:给|还)?(?:了)?我|"
    rf"(?:用|花|拿|取)(?:了|的)?(?:是|着)?{THEM}(?:自己|自个儿?)?(?:的)?(?:给)?的?(?:钱|存款|卡|折子|存折|低保|养老金|补贴|工资)|"
    rf"{THEM}(?:自己|个人)的(?:钱|存款|卡|积蓄|工资)|{THEM}(?:家)?(?:自费|自理|自付|自掏)|"
    rf"(?:钱|费用?|款|票钱){_SOON}(?:{THEM})?{_SOON}(?:给|转|还|退|付|塞|拿|交)(?:还|给|回|到|来)?(?:了)?(?:给)?我|"
    rf"(?:把|将)(?:药|车|饭|电|水|货|煤|书|菜)?(?:钱|费|款|票钱)[^,]{{0,4}}(?:给|转|还|付|塞|交|退)(?:还|给|回|到)?(?:了)?我|"
    rf"从{THEM}?(?:的)?[^,]{{0,3}}(?:卡|折子?|低保|补贴|工资|养老金|账户?|存款)[^,]{{0,6}}(?:扣|取|出|付|支|缴)|"
    rf"{M}(?:块)?钱?都?是{THEM}{_SOON}(?:给|转|付|出|掏|退)(?:给)?我?的|"
    rf"^{THEM}{_SOON}(?:给|付|掏|转|结|出)(?:过)?[了的]$|"
    rf"{THEM}{_SOON}(?:要|把)?(?:给|塞)(?:了)?(?:我)?(?:的)?钱,?(?:给)?我[^,没不]{{0,3}}(?:收|接|拿)(?:下|着)?了"
)
# 三喜叔让我买了副老花镜.
_ERRAND = re.compile(rf"{THEM}[^,我]{{0,4}}(?:托|让|叫|请|央)(?:我|咱)[^,看]{{0,4}}(?:买|代|缴|交)")
_DECLINED = re.compile(
    "(?:没|不|别|未|不用|没有?)(?:再)?(?:要|收|让|叫|用|肯|拿|接)[^,]{0,8}(?:钱|掏|出|给|付|收|花)|(?:钱|给)[^,]{0,3}(?:没|不)(?:收|要|接|拿)"
)

# 她给我装了一袋核桃, 送了我一张贺卡: it came to us.
_TO_ME = re.compile(
    rf"(?:{THEM}|^|还|又|非要?|硬|也)(?:[^,我]{{0,6}})(?:给我们?{_SOON}(?:[一-鿿]{{0,2}})?(?:装|塞|送|拿|带|包|端|做|煮|倒|切|摘|挖|煎|炒|炸|寄|发|回|捎|准备|留|烙|蒸|掰|拔|抓|买|织|缝|绣|纳)|(?:送|塞|装|回|寄)(?:给|了)?(?:了)?我(?![也又给就把让说没不们]))"
)
# 给我妈转了520: it went to somebody of ours.
_MY_KIN = re.compile(
    "(?:给|为|替|跟|送|帮)(?:了)?(?:我|自己|咱)(?:家)?(?:的)?(?:妈|爸|爹|娘|媳妇|老婆|老公|儿子|女儿|闺女|孙子|孙女|丫头|娃|孩子|岳父|岳母|婆婆|公公|爷爷|奶奶|姐|哥|弟|妹|姑|舅|姨|叔|婶|侄|外甥|同事|朋友|领导)|自己给自己|给(?:他|她)自己买|^[他她]们?(?!家)[^,我给帮托]{0,6}(?:买|送|发|寄)(?:了|的)"
)
# 她婶娘托我捎的; what a firm or a donor sends through us is support.
_CHARGED = re.compile(
    rf"(?:{THEM}|老乡|同村的?人|村里人|学校|老师)[^,我]{{0,4}}(?:托|让|叫|请|央)(?:我|咱)[^,]{{0,4}}(?:捎|带(?!走|回|上|着)|转交|送|拿|给|寄|取)(?!我)"
)
_NOT_YET = re.compile(
    r"还(?:都|全)?(?:放|搁|存)?在我(?:们)?的?(?:后备箱|车[上里]|办公室|单位|家里?|手[里上]|这[里儿]?)|(?:还|都|也|一直|暂时)没(?:有?来得及|顾上|顾得上|空|机会|时间|有)?(?:去)?(?:送|给|寄|拿|发|带|捎|转|交)(?![^,]{0,3}[完过齐全])|没(?:送|寄|发|给|转|拿)(?:出去|过去|成|到|上)|等[^,]{1,8}(?:再|就)(?:送|给|寄|拿|带)|等[^,]{0,4}(?:给|去)?(?:[他她]们?)?送(?:去|过去|到|给)?(?:$|,)"
)
# 羊卖了2600, 一天一百五的工, 要回来两千一: income.
_EARNED = re.compile(
    rf"(?:帮|替|给)(?:{R}|[他她]|老人)?[^,]{{0,3}}销了|成交|(?:讨|追)回|(?:要|拿)回(?:来)?(?:了|{M})|要来了|讨薪|欠薪|拖欠|(?:卖|收购|出手)(?:给|掉|到|价|得|上)?(?:了)?[^,买]{{0,6}}{M}|{M}(?:卖|收购)(?:给|掉|了)|(?:一|每)(?:天|个?月|斤)(?:能|可以)?(?:挣|赚|卖|收)|(?:日|月|年)(?:工资|薪|收入)|工资|薪水|打工(?!的)|务工|贷款|利息|定金|中奖|学费[^,]{{0,3}}减免"
)
# 暑假工一天九十: what they earn, unless we hire somebody.
_WAGES = re.compile(rf"(?:工(?!具|会|作队)|活|上班|岗|干)[^,]{{0,12}}(?:一|每)(?:天|个?月|小时){M}")
_HIRED = re.compile("请|雇|叫|喊|我(?:掏|出|付)")
_FREE = re.compile(
    r"(?<!包)免费(?!午餐|医疗|义务)[^,]{0,6}(?:配|给|送|装|发|领|换|做|提供)|白(?:给|送)的|不(?:要|用|收)(?:花)?钱(?:就|给|的)|(?:^|,)(?:都|全|是)*免费的?(?:$|,)"
)


def their_money(text: str) -> bool:
    """Whether the words say that the recipient or the household pays or paid back."""
    return _THEIR_MONEY.search(text) is not None and _DECLINED.search(text) is None


def not_to_them(clause: str) -> bool:
    """Whether what the clause gives comes to us, goes to our kin, or was sent along by theirs."""
    return (_TO_ME.search(clause) or _MY_KIN.search(clause) or _CHARGED.search(clause)) is not None


def to_us(clause: str, at: int) -> bool:
    """Whether what is done at `at` brings something to us: 他婆给我装了一兜油饼."""
    received = _TO_ME.search(clause)
    return received is not None and received.start() <= at < received.end() + 1


def is_errand(clause: str) -> bool:
    """Whether they asked us to buy or pay it: a deed, whatever it cost."""
    return _ERRAND.search(clause) is not None


def paid_by_them(before: str) -> bool:
    """Whether the words before a sum make it the recipient's own share: 我出了100她出了30."""
    return re.search(rf"(?<![给帮替为]){THEM}(?:也|就|自己)*(?:出|掏|付|交)(?:了|的)?$", before) is not None


def not_yet_given(text: str) -> bool:
    return _NOT_YET.search(text) is not None


def earned(clause: str) -> bool:
    return _EARNED.search(clause) is not None or (_WAGES.search(clause) is not None and not _HIRED.search(clause))


def free_of_charge(text: str) -> bool:
    return _FREE.search(text) is not None
