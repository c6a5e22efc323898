"""What was done, in one clause: visit, contact, deed, difficulty solved, with the channel."""

from __future__ import annotations

import re

from bot.domain.understanding.act import Act
from bot.domain.understanding.contacts import contacts
from bot.domain.understanding.deeds import deeds_in
from bot.domain.understanding.lexicon import HOUSE, M, R
from bot.domain.understanding.visits import visits

__all__ = ["Act", "acts_in", "contacts", "visits"]

_SENT_MONEY = re.compile(f"{M}|[一两三四五](?:张|套|把|口|副|条|件|扇|床)|(?:点|些)?(?:钱|款|生活费|学费)")
_FEE = re.compile("[交缴充付](?:了|上|好|清|的)|代缴|代交|缴费")


_SOLVED = re.compile(
    r"(?:解决|化解|破解|消除)(?:了|掉|好)[^,。]{0,24}?(?:困难|问题|难题|麻烦|难事|愁事|难处|烦心事|后顾之忧|大事|燃眉之急)|解决[^,。]{1,24}(?:困难|问题|难题|麻烦|难处)(?!的)|(?:困难|问题|难题|麻烦|难处|难事|事|事情|愁事)(?:也|都|跟着|得以|[\uf000-\uf2ff]|终于|总算|已经?|就此|随之|也就|就|给|全|基本|得到|也给|算是|算|给[他她]|现在|已得到|一下子|顺利|彻底|帮[他她]|给[他她]|我给|圆满|现已|当场|当天|才)*(?:了|得到|已经|妥善|圆满|及时|有效|彻底|全部)*(?:解决|化解)(?:了|$|好|掉|,|。|完|妥)|得到(?:了)?(?:妥善|圆满|及时|有效|彻底|全面)?解决|(?:困难|问题|难题|麻烦)解决"
)


# 卡没批的难题,今天解决了: what was solved stands in the clause beside it.
_SOLVED_ABOVE = re.compile(
    rf"(?:(?!没|不|未|想|要|等)[^,。]){{0,8}}(?:给|帮)?(?:{R}|[他她])?(?:家)?解决(?:了|好了|掉了)"
)

_NOT_SOLVED = re.compile(
    r"没(?:有|能|得到|完全|彻底|及时)*解决|(?:正在|想|准备|打算|争取|尽快|努力|等待|等着?|待|要|计划|能|可以|会|尚未|如何|怎么|协调|帮助?|设法|推动)[^,。了]{0,6}解决(?!了)|解决不了|没有?(?:得到)?解决|未(?:能)?(?:得到)?解决|(?:没|未)解决|还没[^,。]{0,6}解决|等着解决|解决中"
)


def difficulties(clause: str) -> list[Act]:
    match = _SOLVED.search(clause) or _SOLVED_ABOVE.fullmatch(clause)
    if match is None or (_NOT_SOLVED.search(clause) and not re.search("解决了", clause)):
        return []
    return [Act("difficulty_solved", None, match.start(), match.end())]


def acts_in(clause: str) -> list[Act]:
    """All acts a clause speaks of, in order, whether they took place or not."""
    went = visits(clause)
    talked = contacts(clause)
    # 给她打了500生活费: money, not a call.
    talked = [
        act
        for act in talked
        if not (_SENT_MONEY.match(clause, act.end) and clause[act.end - 2 : act.end] in {"打了", "拨了"})
    ]
    if (
        went
        and talked
        and any(
            act.channel == "other" and re.search("^[带领接]|馆|公园|玩|逛|影|广场", clause[act.start : act.end])
            for act in talked
        )
        and not re.search(rf"(?:{R}|[他她]){HOUSE}", clause)
    ):
        went = []
    if went and talked:
        talked = [
            act
            for act in talked
            if not act.weak
            and not (
                act.channel == "other" and re.search("当面|面对面|吃|玩|碰[上着见]人", clause[act.start : act.end])
            )
        ]
        if any(
            act.channel == "other" and re.search("^接|馆|公园|玩|逛|吃|影|广场", clause[act.start : act.end])
            for act in talked
        ) and not re.search(rf"(?:{R}|[他她]){HOUSE}", clause):
            went = []
        remote = re.search(r"(?:电话|视频|微信|短信)(?:里|中|上)?(?:慰问|问候|走访|看望|探望|探视|家访|看了看)", clause)
        if remote:
            went = []
    deeds = [
        Act(
            "deed",
            None,
            d.start,
            d.end,
            policy=d.policy,
            done=d.done,
            fee=_FEE.search(clause[d.start : d.end]) is not None,
        )
        for d in deeds_in(clause)
    ]
    talked = [act for act in talked if not (act.weak and any(d.start < act.end and act.start < d.end for d in deeds))]
    return sorted([*went, *talked, *deeds, *difficulties(clause)], key=lambda a: a.start)
