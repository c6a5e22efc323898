"""What was given: cash and goods, their value, and what only looks like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.understanding import money as money_tokens
from bot.domain.understanding.handed import handed
from bot.domain.understanding.lexicon import M, R
from bot.domain.understanding.money import Money
from bot.domain.understanding.ownership import earned, free_of_charge, not_to_them, not_yet_given, paid_by_them
from bot.domain.understanding.prices import (
    counted_after,
    hands_hired,
    is_per_head,
    is_price_only,
    is_row,
    is_the_shops,
    is_total,
    is_whole,
    priced,
    shared_out,
    told_of_it,
)
from bot.domain.understanding.purpose import sort_of
from bot.domain.understanding.things import GOODS
from bot.domain.understanding.told import (
    both_ways,
    each_of_several,
    givers,
    is_its_own,
    is_the_lot,
    kept,
    share_of,
    superseded,
)

_WELFARE = "(?:户|对象|边缘|人员?|家庭|老人|供养人|老党员|群众|老奶奶|老爷爷)"
_STATUTORY = re.compile(
    rf"低保(?!{_WELFARE})|特困供养金|特困金|供养金|供养费|补贴|补助|津贴|养老金|养老保险金|高龄(?!{_WELFARE})|孤儿(?:基本)?生活费|基本生活费|孤儿费|临时救助|救助金|救助款|助学金|奖学金|报销(?!员)|报了(?!名|到|警|个|班|平安)|退耕|危房(?!户|里)|危改|粮补|直补|五保(?!{_WELFARE})|残补|护理费|抚恤|退休金|工资|低保金|分红|补偿款?|理赔|保险赔|赔付|赔款|赔偿金|雨露计划|住院押金|政府(?!慰问|的?慰问|送|给|领导|名义|工会|食堂|机关|大院|门口)"
)
_NOT_SUPPORT = re.compile(
    r"欠(?!的[^,]{1,8}(?:结|还清|付|交|缴|补))|债|贷|还差|借|原价|挣|收入|卖了|卖的|能卖|卖得|挣了|到账|发下来|发了下来|批下来|批了|打到(?:[他她]|了?卡|账)|还给我(?![一-鿿]{0,2}(?:装|塞|送|拿|带|包|端|做|煮|倒|切|摘|打|发|说|讲|看|介绍|唱|烙))|给(?:了)?我(?:了)?[\uf300-\uf5ff]|代买|代购|给我(?:发|塞|送|拿|带|包|买|捎)|还我|转还|还了我|还了(?:钱|账)|给我转|转给我|(?<![滑坐床鞋靠脚护气尿理睡餐杯褥胶绒毯])垫(?!子|片|圈|肩|床|褥)|先付|代付|罚|得奖|获奖|中奖|比赛|奖金(?=[^,。]{0,4}$)|押金|(?<=[一-鿿\ue000-\ue7ff])(?<!我)自己(?:掏|花|出|付|交)|(?<!我)(?:[他她]|老人|娃|自己)(?:自己|家)?的钱|(?<![给帮替为跟娃])[他她娃](?:自己)?(?:掏|花|交|付|出)了|[他她]侄|原先|以前|一个月能|每月|(?:学费|费)[^,。]{0,4}(?:一年|每年|一学期|要|得|需)|月租|房租(?:要|每|一个月|一年|是|涨)|工价|涨到|一斤(?:卖|涨)|亏|骗(?:走|去|了)|买了[他她](?:[一两二三四五六七八九十几]|[0-9]+)|行情|没人(?:收|要)|市价|取(?:了|出)[\uf300-\uf5ff]|取钱|取款|剩(?:了|下|余)?[\uf300-\uf5ff]|(?:县上|县里|镇上|乡上|市上|国家|政府|教育局|民政局?)[^,慰]{0,3}(?:给|发|奖励?|补)[^,慰我送]{0,3}(?:的|了)|(?<!转)账|存款|积蓄|要价|报价|说要|需要|得要|要花|总费用|医药费一共|医疗费|住院(?:费|花)|手术费|花销|花费(?:了)?[他她]|退(?:还|给|了|回)|多收|找回|代缴|代交|水电费总|余额|积分"
)
_CADRE_PAYS = re.compile(
    r"(?<![托让叫请给])我(?:给|帮|替|自己|自个儿?|个人|私人|本人|先|悄悄|已经?|就|也|都|全|当场|当天|直接|微信|掏钱|[\uf000-\uf2ff])*(?:他|她|们|娃|[\ue000-\ue7ff])*(?:给)?(?:掏|出(?!去|门|来|发|差)|付|交(?!代|流|谈|接|道|了底)|缴|买(?!不)|拿(?!着|电|手机)|垫付|结(?!对|束|婚)|充|花(?!了[^,]{0,4}时间)|转(?=给|了|过)|补上|补齐|贴(?!心|近|身|着|[对春窗膏])|包了|赔上|赔了|赞助|资助)(?:的|了)?|我给的(?:钱)?|(?<![托让叫请给])我(?:掏|出|付|买)的|自掏腰包|^自己(?:掏|出)了?(?=[\uf300-\uf5ff])|我个人|单位(?:出|掏|付|买|报|给|(?:统一|全部?|都|给|已经?)*代?[交缴])|(?:从|由)(?:我们)?单位|帮扶(?:经费|资金|费)|我(?:和|跟)[^,]{1,8}(?:掏|出|付)的|算我的|没要(?:他|她)?的?钱|没让[他她]?(?:老人)?(?:掏|出|付|花)|不用[他她]?(?:掏|出|付)|没收[他她]?(?:的)?钱|我请|我结|不(?:让|用|要|叫)[他她]?(?:老人)?(?:再)?还(?!有|是|没)|没让还|(?:公益|慈善|爱心|基金会?|商会|企业|协会|单位|局里|工会|红十字)[^,。]{0,6}(?:付|出|掏|捐|赞助|承担|报销?|负担|买单|结)的?"
)
_HANDS_OVER = re.compile(
    r"(?:寄|送|捎|拿|带|邮|发|端|拎|提|扛|递|搬|拉|背|快递)(?:出去?|到|过去|走|给|去|上门|回去|进去|完|齐)[^,。]{0,5}了|(?:寄|送|发|捎)了$|分(?:下去|完|发)了"
)
_REFUSED = re.compile(
    r"(?:没|不|死活不|坚决不|硬是不|说啥也不|怎么也不|推辞|说什么也不)(?:肯)?(?:要|收|拿|接受)(?![^,]{0,4}还(?:$|,|了))(?!紧|求|工?钱$|[他她]的?钱)|退回(?:来)?了|推(?:回|掉)|拒绝|婉拒|不收|没收下|又塞(?:回|给我)"
)
_PROMISED = re.compile(
    r"(?:下次|下回|改天|明天|回头(?![^,]{0,8}[^说好定忘]了)|以后|下周|下月|过几天|月底|到时候|将|打算|准备|答应|承诺|说好|许诺|想(?:给|买|送))[^,。]{0,8}(?:给|送|买|带|拿|捎|资助|转|奖)"
)
# 她后来转还给我, 我垫着: what comes back was lent.
_REPAID = re.compile(
    r"还(?:给)?我(?![一-鿿]{0,2}(?:装|塞|送|拿|带|包|端|做|煮|倒|切|摘|打|发|说|讲|看|介绍|唱|烙))(?!也|又|给|帮|把|去|带)|转还|(?:转|退|付|拿|还)(?:回)?给我(?:了|$|[\uf300-\uf5ff])|垫(?:着|付|的|上)|先垫|从[^,]{0,6}里扣"
)
# 学费8000: a fee is only told of as long as nobody pays it.
_FEE_TOLD = re.compile(rf"费[^,]{{0,3}}{M}")
_PAYING = re.compile("[给送买交缴付掏充结花转塞发拿带捎寄包留换装请订添随补捐]|资助|慰问|出了|我出|单位出")
# What is told after a sum and takes it away from us: their own money, an errand, a benefit, a thing left in the shop.
_NOT_OURS_AFTER = re.compile(
    rf"(?:合疗|医保|新农合|保险|学平险|残联|能|可以|已)[^,]{{0,4}}(?:报(?:了|销|掉)|给报|能报)|(?:残联|民政局?|社区|医院|学校|政府|县上)(?:给|统一)?(?:发|配)的|能报$|剩(?:下|余)?(?:的)?{M}|我(?:就|只|这边)?(?:出|掏|付|补|贴)了?{M}|^(?:[^,]*,)?[^,我]{{0,4}}不(?:让|叫|要)我(?:掏|出|付|给)(?:$|,)|(?<!我)自己(?:掏|出|付|花)了|没(?:舍得|敢|能)?买(?!到)|没买成|嫌贵|(?:托|让|叫)我(?:带(?!走|回|上|着)|捎|转交|送|拿|给)|"
    rf"(?:^|,)(?:钱)?(?:都)?(?:用的)?是[^,]{{0,6}}(?:{_STATUTORY.pattern})"
)
_NEED_NOT = re.compile("(?:不用|不让|不要|没让|没要|不必|用不着|不)[^,]{0,4}还|不用垫|我(?:没|不)(?:要|收|拿)")


def cadre_pays(text: str) -> bool:
    return _CADRE_PAYS.search(text) is not None


def cadre_bears(text: str) -> bool:
    """Our own or our unit's money in so many words."""
    return (
        re.search(
            "我(?:自己|个人|自个儿?)?(?:掏|出|付|贴)|算我的|自掏腰包|(?:单位|工会|局里|工作队)(?:出|掏|付|报)", text
        )
        is not None
    )


def bears_sum(text: str, plan: int | None) -> bool:
    """剩下340我们单位出: ours whoever is spoken of."""
    return plan is None and cadre_bears(text) and re.search(M, text) is not None


def borne(clause: str, later: str) -> bool:
    """Whether a sum is said to be ours, here or in the next clause: 挂号51块我付的; 二十五块, 没让他掏."""
    paid = rf"{M}(?:块|元)?(?:钱)?(?:是|都是)?我(?:自己)?(?:掏|出|付|交|买)的|我(?:自己)?(?:掏|出|付)(?:的|了){M}"
    after = later.split(",", maxsplit=1)[0]
    return re.search(paid, clause) is not None or (
        re.search(M, clause) is not None
        and re.match("(?:我|也|都)*没(?:让|要|叫)[他她老]?(?:人)?(?:掏|出|付)", after) is not None
    )


def hands_over(text: str) -> bool:
    return _HANDS_OVER.search(text) is not None


def accepted(clause: str) -> bool:
    """Refused at first, taken in the end."""
    return re.search("硬塞|硬给|收下了|(?:才|最后|还是|终于)[^,。]{0,3}(?:收|要|拿)", clause) is not None


# 她不能喝, 我又提回来了: it was brought home again.
_BROUGHT_BACK = re.compile("(?:又|原样|只好|只能)[^,。]{0,3}(?:提|拿|带|背|抱|拉|捎|拎)(?:了)?回(?:来|去)?(?:了|$)")


def refused(clause: str) -> bool:
    return _BROUGHT_BACK.search(clause) is not None or (
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


_OWN_THINGS = re.compile(
    rf"把(?:{R}|[他她]|老人|娃)(?:家)?[^,。我给]{{0,3}}的(?!月饼|粽子|年货|慰问|礼|压岁|红包|新)[^,。]{{1,8}}(?:送|捎|拿|带|取|拉|背|扛|搬)|从(?:{R}|[他她])?[^,。]{{0,3}}(?:奶奶|爷爷|爸|妈|家|屋里)(?:那[^,。取拿]{{0,2}}|里)?(?:取|拿)了|(?:拿|用|花)(?:了)?(?:{R}|[他她]|老人)(?:自己)?(?:给)?的钱|[他她](?:自己)?(?:给|出|掏|付)的(?:钱|[\uf300-\uf5ff]|$)|班(?:里|上|级)?(?:的)?(?:同学|娃娃?|孩子)?们?(?:都)?(?:捐|送|买|发|带)了|(?:儿子|女儿|侄儿|侄子|孙子|媳妇|老伴|家里人?|亲戚)(?:给|出|掏|付)(?:的|了)"
)


def sums_in(clause: str, sums: list[Money]) -> list[tuple[int, Money]]:
    return [
        (i, sums[ord(c) - money_tokens.FIRST])
        for i, c in enumerate(clause)
        if money_tokens.FIRST <= ord(c) <= money_tokens.LAST
    ]


def is_excluded(clause: str, paid_by_cadre: bool) -> bool:
    if _REFUSED.search(clause) or _PROMISED.search(clause) or _OWN_THINGS.search(clause):
        return True
    if not_to_them(clause) or (earned(clause) and not paid_by_cadre):
        return True
    if not paid_by_cadre and re.match(
        rf"(?:{R}|[他她])(?:今天|昨天|这次)?[^,。我给帮陪送买]{{0,10}}花(?:了|掉)?", clause
    ):
        return True
    if _STATUTORY.search(clause) and not re.search("慰问金|红包|现金(?!补)", clause):
        return True
    if re.search(
        "组织捐款|捐款|党费|团费|(?:同事|朋友|亲戚|邻居|同学)[^,]{0,8}(?:份子|随(?:了)?礼)|我捐了", clause
    ) and not re.search(rf"{R}|[他她]|单位捐款", clause):
        return True
    return bool(_NOT_SUPPORT.search(clause)) and not paid_by_cadre


def _governing(earlier: str) -> str:
    """The nearest earlier clause that is more than a price."""
    return next((clause for clause in reversed(earlier.split(",")) if not is_price_only(clause)), "")


_BY_US = re.compile(f"我|给|送|买|慰问|单位|{R}|[他她]|{GOODS}")


def _taken_away(clause: str, earlier: str, later: str, *, paid: bool) -> bool:
    """Whether the clause, the one its price belongs to, or what is told after it says that we gave nothing."""
    if not_yet_given(f"{clause},{later}") or (not paid and free_of_charge(f"{clause},{later}")):
        return True
    if is_excluded(clause, paid) or (_REPAID.search(later) and not _NEED_NOT.search(later)):
        return True
    if paid:
        return False
    # 孤儿费又涨了,这个月打了1200: the benefit of the clause before.
    if _SOLD.search(earlier) and is_price_only(clause):
        return True
    if _STATUTORY.search(_governing(earlier)) and not _BY_US.search(clause):
        return True
    return _NOT_OURS_AFTER.search(later) is not None or (
        is_price_only(clause) and is_excluded(_governing(earlier), paid_by_cadre=False)
    )


# 鸡蛋拿到集上卖了,四十个,六十.
_SOLD = re.compile("(?:去|拿到[^,]{1,8}|帮[^,]{0,6}|替[^,]{0,6})卖(?:了|掉|给)[^,]{0,6}(?:,(?!.*买)[^,]{0,8})?$")
_COST_NOTHING = re.compile("没花(?:我的?|一分)?钱")


def _unvalued(clause: str, *, each: bool) -> list[Given]:
    """Things or money handed over without a figure."""
    found = handed(clause)
    return [Given(found[0], None, each=each, at=found[1])] if found else []


def given_in(
    clause: str,
    sums: list[Money],
    counted: dict[str, int],
    context: str,
    *,
    share: bool,
    paid: bool = False,
    around: tuple[str, str] = ("", ""),
) -> list[Given]:
    """Everything given in a clause.

    `counted` are the counted things so far, `share` tells that things go to each, `around` holds what its sentence says
    before and after it.
    """
    paid = paid or cadre_pays(clause) or ("借" in clause and _NEED_NOT.search(around[1]) is not None)
    if _taken_away(clause, *around, paid=paid):
        return []
    each = is_per_head(clause)
    counted = {**counted_after(clause, around[1]), **counted}
    found: list[Given] = []
    for at, sum_ in sums_in(clause, sums):
        if superseded(clause, at, around[1]):
            continue
        if paid_by_them(clause[:at]) or _COST_NOTHING.search(told_of_it(around[1])) or is_the_shops(clause[:at]):
            continue
        if clause[:at].endswith("这") and any(other.value == sum_.value for _, other in sums_in(around[0], sums)):
            continue
        sort = sort_of(clause, at, *around, context, bare=sum_.bare) or ("cash" if paid else None)
        if sort is None or (not paid and _FEE_TOLD.search(clause) and not _PAYING.search(",".join((clause, *around)))):
            continue
        found.append(_figured(clause, at, sums, sort, counted, share=share, around=around))
    return found or _unvalued(clause, each=each or share)


def _figured(
    clause: str, at: int, sums: list[Money], sort: str, counted: dict[str, int], *, share: bool, around: tuple[str, str]
) -> Given:
    """What the sum at `at` comes to: times the pieces, by the head or for all, or the part that is ours."""
    earlier, later = around
    each = is_per_head(clause)
    sum_ = sums[ord(kept(clause, at, later) or clause[at]) - money_tokens.FIRST]
    row = is_row(clause, earlier, later) and not each_of_several(earlier)
    factor, head = priced(clause, at, counted, each_has_one=share, row=row)
    if is_its_own(clause[:at], earlier):
        factor = Fraction(1)
    whole = row or is_whole(clause[:at]) or shared_out(later) or both_ways(clause[:at])
    whole = whole or is_the_lot(clause[:at], earlier) or ("×" in sum_.said and not each)
    if many := hands_hired(earlier, clause) or givers(clause, earlier):
        by_the_day = re.search("(?:一|每)天", clause) is not None
        factor, whole = (factor * many if by_the_day else Fraction(many if each or head else 1)), True
    factor *= share_of(clause, at, earlier, later)
    yuan = None if sum_.value is None else sum_.value * factor
    return Given(sort, yuan, each=(each or head or share) and not whole, total=is_total(clause[:at]), at=at)


def forced(
    clause: str,
    sums: list[Money],
    counted: dict[str, int],
    sort: str,
    *,
    share: bool,
    around: tuple[str, str] = ("", ""),
) -> list[Given]:
    """Everything a clause names as given when it is settled elsewhere that it was."""
    counted = {**counted_after(clause, around[1]), **counted}
    told = sums_in(clause, sums)
    found = [
        _figured(clause, at, sums, sort, counted, share=share, around=around)
        for at, _ in told
        if not superseded(clause, at, around[1])
    ]
    return found if told else [Given(sort, None, each=is_per_head(clause) or share)]
