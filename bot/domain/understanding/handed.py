# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Things and money handed over without a figure."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import ORG, D, M, N, R
from bot.domain.understanding.money import CLASSIFIER
from bot.domain.understanding.things import CASH, GOODS
from bot.domain.understanding.words import any_of

# 10斤面: how many of what, and nothing else.
_VISITED_WITH = re.compile(
    rf"(?:{N})(?:{CLASSIFIER})(?:的)?(?:{GOODS})(?:(?:和|、)?(?:{N})(?:{CLASSIFIER})(?:{GOODS}))*"
)
# 去残联拿了拐杖: fetched for them.
_FETCHED = re.compile(rf"(?:去|到|从|上)(?:{ORG})[^,]{{0,4}}(?:拿|取|领)(?:了|回|上)")
# 都是零花钱: what the sums before it were.
_NAMES_THE_SUM = re.compile(rf"(?:都|全|全都)?(?:算)?是(?:给的)?(?:{CASH})")
# 压岁钱我先备下了.
_SET_ASIDE = re.compile("备(?:下|好|着)了?(?:$|,)")
# 走的时候给装了一袋苹果.
_PACKED = re.compile(
    rf"给[^,。安组]{{0,4}}装(?:了|上)?(?:{N}|一|些|点)+[袋兜箱盒瓶罐包筐][^,。]{{0,2}}(?:{GOODS})(?!.*(?:好|上)了)"
)
# Whatever is handed over by the piece is goods, though no list knows it.
_PIECES = re.compile(
    rf"(?:送|带|拿|捎|买|寄|提|邮|放|搁|留|端|塞|拎|扛|给|发|背|抱|撂|递|捧|拉|添|置)(?:{R}|老的|小的|[他她]们?|老人家?|娃|孩子|了|上|去|过去|给|过|的|家|也|都|又|{D})*(?:{N}|了|个)?(?:袋|桶|箱|件|提|盒|公斤|斤|床|套|双|瓶|包|壶|罐|副|把|台|辆|捆|串|束|筐|篮|本|锅|碗|盆|挂|坛|支|盒|兜|篓|顶|身|幅|盏)(?:的)?[一-鿿\uf000-\uf2ff]{{1,5}}"
)
_USED = re.compile(
    "(?:给|把|一|帮|[他她])?[^,]{0,5}?(?:抹|糊|堵|弄|刷|拍|录|查|粘|砌|补|缠|裹|教|登|扫|填|拨|打|联系|照)"
)
# 拿水泥抹, 拿手机替她操作: a tool, not a gift; what is handed over ends there, is counted, or goes somewhere.
_TAKEN = re.compile(rf"[拿用](?:了|着|去|来|给|过去|上|{N}(?:{CLASSIFIER}))")
_AFTER_TAKEN = re.compile(rf"$|[,、和跟及去给到过来上回放看送也都]|{M}|{R}|{N}(?:{CLASSIFIER})")
_OTHER_VERB = re.compile(
    "提醒|叫[他她]|让[他她]|领药|领(?:了|走|回)|擦|做一顿|打扫|代购|代买|包了|做了|煮了|蒸了|(?<![一两三四五六七八九十几0-9])把|分好|换|修|装|交|办|洗|理了|劈|拾掇|收拾|介绍|充|解决|联系|疏通|盖|摘|拔|种(?!的)|浇|砌|打药|做饭|煮|焊|刷|糊|铺|缝|喂|吃(?!的)|喝(?!的)|说|讲|认证|申请|上门弄|刷脸|扫码|查|拍|录"
)
_GIVE_GOODS = re.compile(
    rf"(?:送|(?<![不没])给|带|拿|捎|寄|买(?=了|的|给|上|好|来|点|些|{N}|[他她\ue000-\ue7ff])|发(?!现|生|烧|炎|病|火|愁|放|展|动)|赠|提(?!醒|议|到|出|前|示|高|起)|拎|端|邮|添|添置|置办|慰问|提着|资助|捐|称|(?<!收)割|放下|放了|留下|奖励)[^,。\uf300-\uf5ff]{{0,12}}?(?P<thing>{GOODS})"
)
_GOODS_GIVEN = re.compile(rf"(?:{GOODS})[^,。]{{0,10}}?(?:送|给|带|拿|捎|寄|买|发|放|端|提|拎)(?:到|了|给|去|过|的|下)")
_JUST_GIVEN = re.compile(
    rf"给(?:{R}|{D}|[他她]们?|老人家?|奶奶|爷爷|大[娘爷]|娃们?|孩子们?|家里?|[了过也都又点些的、和]|{N}(?:{CLASSIFIER})?|袋|桶|箱|件|盒|床|双|瓶|本|条|块|只|份|个|[新旧小大])*(?:[一-鿿]{{0,3}}(?:送|带|拿|捎|买|寄|提|备|添|发|端|拎|炖|织|搬|抱|拉)[^,。]*)?(?:{GOODS})|给.*(?:送|带(?!着)|拿(?=了|去|来|过)|捎|买|寄|端|拎).*"
)
_SHARE_OUT = re.compile(
    rf"[熬煮做蒸炖烙炸包](?:了)?[^,。]{{0,4}}(?:{GOODS})[^,。]{{0,3}}分了?{N}[家户]|(?:一人|每人|一家|每家|每户|一户|各)(?:给?了?|送了?|发了?)?{N}(?:{CLASSIFIER})[^,。]{{0,6}}?(?:{GOODS})|(?:{GOODS})(?:也|都|是)?(?:一人|每人|一家|每家|每户|一户|各|人手)(?:给?了?|送了?|发了?)?{N}(?:{CLASSIFIER})"
)
# 米10斤油5斤: a telegram of things and how many.
_LISTED = re.compile(rf"(?:[新大小]?(?:{GOODS})(?:{N}|[0-9]+)(?:{CLASSIFIER})[、和]?)+")
# 送了个暖脚宝, 送绿豆5斤, 寄了四本: what nobody has put on a list, but counted and sent.
_ABSTRACT = any_of(
    "电话 短信 微信 消息 信息 视频 语音 祝福 问候 通知 口信 话 信(?!封) 好 照面 招呼 人 月 学生 老师 医生 大夫 师傅 同事 小伙 女 男 娃 孩子 朋友 忙 课 礼拜 星期 小时 钟头 证 表(?!$) 材料 申请 手续 文件 复印件 快递 单子 病 针 药方 号 头(?!巾|花|绳) 路 圈 弯 趟 觉 照 相(?!框|册) 红包 钱 资料 客 行 终 链接 名额 机会 主意 车(?!厘) 亲戚 证明 票",
)
_TO_WHOM = rf"(?:{R}|{D}|[他她]们?|老人家?|娃娃?们?|孩子们?|家里?|了|上|去|来|过去|给|过|到|的|也|都|又|还)*"
_SENT = re.compile(
    rf"(?:送|捎|寄|拎|提|赠|端|网购|邮){_TO_WHOM}(?:{N}|(?<=了))(?:个|条|块|张|只|盘|份|朵|样|根|株|片|口|架|颗|对|点|些)(?!{_ABSTRACT})[一-鿿]{{1,6}}(?=$|[,、和]|{M}|过去|回去|上去|给)|"
    rf"(?:送|捎|寄|带|拎|提|赠|买){_TO_WHOM}(?!{_ABSTRACT}|[了过来去给])[一-鿿]{{1,5}}?{N}(?:袋|桶|箱|件|提|盒|公斤|斤|床|套|双|瓶|包|壶|罐|副|台|本|份)(?=$|[,、和])|"
    rf"(?:送|捎|寄|赠)(?:{R}|[他她]们?|家|了|去|来|过去|给)*{N}(?:袋|桶|箱|件|提|盒|公斤|斤|床|套|双|瓶|包|本|份)(?=$|[,、])|"
    rf"(?:送|寄|捎)(?:{R}|[他她]们?|给|去)*了(?:{R}|[他她])?(?!{_ABSTRACT}|[^,]*(?:到|去|回|走|进|完|程|人))[一-鿿]{{1,3}}(?:被|服|衣|裤|鞋|帽|机|器|仪|灯|炉|壶|锅|杯|盆|椅|床|柜|油|酒|茶|糖|果|饼|肉|菜|汤|面|米|奶|药|膏|书|笔|包|宝|垫|贴|袋|表|车|品|食|具|材|料)(?=$|[,、和])"
)
# 给R的手机里存了, 给R的葡萄藤埋土: theirs, and something done with it.
_OF_THEIRS = re.compile(rf"给(?:{R}|[他她]们?|老人|娃)(?:家)?的[^,]*")
_AFTER_THEIRS = re.compile(rf"$|[,、和是送也都放买带拿准备]|{M}|{N}(?:{CLASSIFIER})")
_UNCOUNTED = re.compile(rf"给(?:{R}|[他她]们?|老人家?|娃|孩子|家|的|又|也|都|{D})*(?:{CLASSIFIER})")
# 背了四袋煤上坡, 扛进屋: carried, not given. 拿到县城换了新的: given nothing new.
_CARRIED_TO = re.compile(
    "[背扛搬抬拉驮][^,]*(?:上|下|进|回|到|去|过|运)(?:了)?(?:坡|楼|山|屋|院|家|车|窑|地|房|仓|沟|田|磨坊|镇|城|集)"
)
_WORKED_ON = re.compile("^[^,]{0,6}(?:换了?|退|修|改|补|洗|磨|充|试|挂失)")
_WORK_BETWEEN = re.compile("挖|收(?!到|下|拾)|种了|割|掰|拔|修|坏|裂|破|了我带")
_GIVE_CASH = re.compile(
    rf"(?:给|塞|转|留|送|发|资助|捐|打|奖励|包|递|拿)(?:{R}|[他她]们?|老人家?|娃|孩子|了|上|点|些|过去|一个|个|微信|{D})*(?:{CASH})|(?:现金|红包|慰问金|压岁钱|零花钱)"
)


def _is_giving(match: re.Match[str], clause: str) -> bool:
    """Whether what a pattern of giving found is no work on the thing, no tool and nothing they own already."""
    said, after = match[0], clause[match.end() :]
    thing = match.groupdict().get("thing")
    if _OTHER_VERB.search(said.removesuffix(thing) if thing else said):
        return False
    if said[0] in "拿用" and (_USED.match(after) or not (_TAKEN.match(said) or _AFTER_TAKEN.match(after))):
        return False
    if said[0] == "给" and thing is None and _UNCOUNTED.match(said):
        return False
    if _CARRIED_TO.search(said + after[:3]):
        return False
    if _OF_THEIRS.fullmatch(said) and not _AFTER_THEIRS.match(after):
        return False
    return said[0] != "给" or thing is None or _JUST_GIVEN.fullmatch(said) is not None


def _first(pattern: re.Pattern[str], clause: str) -> re.Match[str] | None:
    at = 0
    while (match := pattern.search(clause, at)) is not None:
        if _is_giving(match, clause):
            return match
        at = match.start() + 1
    return None


def _given_on(clause: str) -> re.Match[str] | None:
    match = _GOODS_GIVEN.search(clause)
    if match is None or _WORKED_ON.match(clause, match.end()) or _WORK_BETWEEN.search(match[0]):
        return None
    return match


def handed(clause: str) -> tuple[str, int] | None:
    """The sort of what is handed over without a figure, and where it is told."""
    if _LISTED.fullmatch(clause) or _VISITED_WITH.fullmatch(clause):
        return "goods", 0
    if re.fullmatch(CASH, clause) or _FETCHED.search(clause):
        return None
    if _NAMES_THE_SUM.fullmatch(clause) or _SET_ASIDE.search(clause):
        return None
    goods = (
        _PACKED.search(clause)
        or _first(_GIVE_GOODS, clause)
        or _first(_PIECES, clause)
        or _given_on(clause)
        or _SHARE_OUT.search(clause)
        or _SENT.search(clause)
    )
    if goods is not None:
        return "goods", goods.start()
    cash = _GIVE_CASH.search(clause)
    return ("cash", cash.start()) if cash else None
