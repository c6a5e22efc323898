"""Whether an act of a clause really took place and was the cadre's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import gate, names, subjects
from bot.domain.understanding.lexicon import PERSON, D, R
from bot.domain.understanding.plans import plan_before
from bot.domain.understanding.spoken import IN_A_FEED, UNREAL, spoken_of
from bot.domain.understanding.state import DONE
from bot.domain.understanding.words import any_of

if TYPE_CHECKING:
    from bot.domain.understanding.acts import Act
    from bot.domain.understanding.state import Walk

_NOW_ME = re.compile(
    rf"我(?!妈|爸|说|问|听)|帮|给(?:{R}|[他她娃老])|送|{D}|上午|下午|晚上|中午|早上|又|顺便|随后|然后|还|当场|并|协助|同时|为|顺路|顺手|顺道|一并|把|给(?!我)|搁|随即|立即|已"
)

_UNDONE = re.compile(
    r"没(?:有|能|给|做|办|弄|修|谈|说|劝|调|签|填|领|交|批|装|换|打|通|成|联系|对接|协调|申请|找|取|问|接|连|修)(?!收|要|花|钱|人)(?![^,。]{0,4}(?:过|到)的)|未(?:能|办|做)|[做办弄修谈说劝调签填领批装打通]不(?:成|通|了|下来|动|上|好)"
)

# 王大娘去镇上领了养老金, 老李把旧家具卖了: the recipient's own doing.
_OWN_DOING = re.compile(
    rf"(?:{PERSON}|老人|娃|孩子)(?:{D}|上午|下午|早上|中午|晚上|自己|也|又|刚|还|已经?|都|前面|一个人|就|先)*(?:去|到|在|把|坐|跑|来|领|卖|报名|参加|考|买)(?!世)"
)


# 想申请个助听器, 滑坡把厨房压了, 才卖了一千多, 家里通上水了: the recipient's wish, nature's and the household's doing.
_WISHES = any_of("想 盼着? 希望 打算 准备 计划 念叨")
_NATURE = any_of("滑坡 大?风 大?雨 暴雨 大?雪 洪水 水 冰雹 雷 地震 车 狗 羊 火 塌方")
_NOT_MINE = re.compile(
    rf"^(?:{R}|[他她]|老人|娃)[^,。我]{{0,3}}{_WISHES}(?!我)[^,。了]*$|{_NATURE}(?:都|又)?把|^{R}(?:家|屋里)(?:{D}|也|又|一共|总共|还)*(?:种|养|收|喂|栽|产|卖)了(?!我)|^{R}(?:家|屋里)?的[^,。]{{1,4}}(?:{D}|也|都|全)*卖(?:了|掉)|^[^,。帮把给替请叫联]*(?:路|路灯|桥|渠|广场)(?:{D}|也|都|终于)*(?:修|通|亮|硬化|装)(?:好|上|完|通)?了$|(?:才|只|就|共)卖(?:了|得)|{R}(?:家|屋里)?通上?(?:了)?(?:自来水|水|电(?!话)|网(?!络?电)|天然气|暖气|路)|(?:{subjects.OFFICE}|{subjects.HELPER})(?:派人|来人|免费)?(?:已经)?(?:给|帮)[^,。]{{0,3}}(?:修|装|换|办|接|盖|送)(?:好|上|完|通)?了$|{subjects.KIN}给[^,。]{{0,3}}[一-鿿]了$"
)
_USED_TO = re.compile("都会|会(?:去|打|给|进)|都(?:去|打|要|进|给)")


def is_live(act: Act, text: str, state: Walk, *, plan: int | None, asked: bool) -> bool:  # noqa: C901, PLR0911, PLR0912 - a ladder of rules, the first that applies
    """Whether an act really took place and was the cadre's."""
    if (
        act.kind == "difficulty_solved"
        and not asked
        and _solved_there(text, state)
        and not plan_before(text, act.start, plan)
    ):
        return True
    if act.kind != "difficulty_solved" and re.search("[替代]我|上次|上回", text[: act.end]):
        return False
    told = spoken_of(act, text, state, plan=plan, asked=asked)
    if told is not None:
        return told
    if re.match("[^,。]{0,6}的(?:安排|计划|打算|事|日程)(?:报|定|发|说|排|记)", text[act.end :]):
        return False
    if gate.is_wish(text) or re.search("^[^,。过]{0,2}的事[^,。]{0,8}忘", text[act.end :]):
        return False
    if asked or not act.done or (state.stranger and not re.search(R, text)):
        return False
    if plan_before(text, act.start, plan) or (act.kind == "deed" and _theirs(act, text)):
        return False
    done = bool(DONE.search(text))
    if state.planned and not done:
        return False
    if _NOT_MINE.search(text) and "我" not in text:
        return False
    habit = gate.habit_at(text)
    if habit is not None and _USED_TO.search(text[habit:]):
        return False
    if (habit is not None and habit < max(act.start + 1, act.end)) or (
        state.habitual and not (done and re.search(D, text))
    ):
        return False
    if (
        act.kind == "visit"
        and re.search("[不没](?:去|来|进|上)", text[act.start : act.end])
        and not gate.ATTEMPT.search(text)
    ):
        return False
    if re.search(
        "(?:不敢|不肯|不愿意?|不想|不让|不用|死活不|坚决不|懒得|没肯|拒绝|嫌)[^,。]{0,4}$|[也都]不$", text[: act.start]
    ):
        return False
    if (
        act.kind == "visit"
        and re.search("(?:没有?|没能|没怎么|未|没敢)$", text[: act.start])
        and not gate.ATTEMPT.search(text)
    ):
        return False
    if act.kind == "deed" and _UNDONE.search(text[max(0, act.start - 2) : act.end + 3]):
        return False
    if gate.negated(text, act.start, act.end) and not gate.ATTEMPT.search(text):
        return False
    if subjects.is_third_party(text, act.start) and not _inbound(act, text):
        state.third = True
        return False
    if (
        act.kind == "visit"
        and re.match(rf"{R}(?:{D}|今天|又|刚|也)*(?:去|到|回)了?[他她自]", text)
        and "我" not in text
    ):
        return False
    if act.kind in {"visit", "deed"} and _kin_does(text, act.start, state):
        state.third = True
        return False
    if state.third and act.kind != "difficulty_solved" and not re.search("我|一起|一块", text):
        return False
    if act.kind == "contact" and re.match("(?:来|过来)?的?(?:跟我|给我)?说的", text[act.end :]):
        return True
    reported = gate.reported_at(text)
    if reported is not None and reported <= act.start and "我" not in text[reported : act.end + 2]:
        return False
    return not (
        state.reported
        and act.kind != "difficulty_solved"
        and not _NOW_ME.search(text)
        and not re.search("里(?:跟我)?(?:说|聊|讲)的", text)
        and not gate.SUCCESS.search(text)
    )


_TROUBLE = re.compile("困难|问题|难题|麻烦|难处|难事|愁事")


def _solved_there(text: str, state: Walk) -> bool:
    """他说取不到钱的难题解决了: whoever says it, whatever could not be done before, beside an act of the cadre."""
    near = "".join(clause.text for clause in state.told[max(0, state.at - 2) : state.at + 2])
    return (
        any(not item.attempt for item in state.items)
        and not gate.is_wish(text)
        and re.search(
            "没(?:有)?(?:完全|得到)?解决|未解决|能(?:不能)?解决|(?:想|要|争取|准备|打算)[^,。]{0,4}解决", text
        )
        is None
        and _TROUBLE.search(near) is not None
    )


def _theirs(act: Act, text: str) -> bool:
    """王大娘卖了羊: the recipient's own work, when nothing says that the cadre did it."""
    alone = re.fullmatch(rf"(?:{R}|[他她]|老人|老汉)(?:今天|昨天|自己|{D}|刚|也|又|还|已经?)*", text[: act.start])
    if _OWN_DOING.match(text) and not re.search("[我咱帮给替陪送为代教]|协助|协调|联系|一起", text):
        return True
    return (
        bool(alone)
        and re.match("[卖收种换修打掰割洗养喂挖浇搬装盖做煮包领取买扫]", text[act.start : act.end]) is not None
        and not re.search("[我帮给替陪送]", text)
    )


def _kin_does(text: str, at: int, state: Walk) -> bool:
    """宝宝他姑带他去看病了: the household's own doing. The kin stand as subject, the cadre does not appear."""
    for place, char in enumerate(text[: at + 1]):
        if names.FIRST <= ord(char) <= names.LAST and state.mentions[ord(char) - names.FIRST].kin:
            before = text[place - 1 : place]
            return (
                before
                not in {"给", "跟", "和", "帮", "为", "替", "把", "陪", "看", "到", "去", "与", "带", "送", "教", "领"}
                and not re.search("我|一起|一块", text)
                and not re.match(f"{R}家|{R}那里", text[place:])
            )
    return False


def _inbound(act: Act, text: str) -> bool:
    """A household member who rings the cadre: contact, whoever started it."""
    return (
        act.kind == "contact"
        and re.search(
            r"(?:爷|奶|爸|妈|儿子|女儿|老伴|媳妇|孙|姑|舅|叔|婶|伯|监护人|家长|侄)[^,。]{0,8}(?:打|来|发|接|回)", text
        )
        is not None
    )


# 他给我发了个红包, 学费还差三千, 给他们班捐了书, 拿手机给认证: nothing given to the recipient.
_NO_GIFT = re.compile(
    rf"{R}[^,。我]{{0,10}}给我(?:发|送|寄|塞|带|拿|做|打|买)(?!的)|费[^,。]{{0,3}}还?差|{R}(?:他们|她们)?(?:班|学校|村)上?里?捐|拿(?:我的?)?手机|一亩(?:地)?(?:给|租)|给我(?:妈|爸|爹|娘|媳妇|老婆|老公|儿子|女儿|家娃|孩子|姐|妹|哥|弟|岳)|问了?(?:一下)?价|(?:标|要|开|报|询)价|(?:孤儿|低保|养老|补贴|补助|生活|津贴|残疾|高龄|工资)[^,。]{{0,6}}(?:涨|到账|发了|打了)|^{R}(?:家|屋里)?(?:{D}|也|又)*(?:领|分|得)(?:到|上)了?"
)


# 提了一盒点心没看价: the price was not looked at, the thing was given.
_UNASKED = re.compile("没(?:看|问|记|算)(?:价|多少|花)[^,]{0,2}|没(?:要|花|收)[^,]{0,3}钱")


def is_hidden(text: str, state: Walk, *, plan: int | None) -> bool:
    """Gifts of others, of habit, told by others, of an earlier time, or planned."""
    if re.search("(?:上次|上回|之前|以前)[^,。]{0,8}(?:送|给|买|带)[^,。]{0,3}的", text) or (
        _NO_GIFT.search(text) or IN_A_FEED.search(text) or UNREAL.search(text)
    ):
        return True
    # 是我们科长亲自送的: no deed of the cadre's.
    if re.search("是(?:我们)?的?(?:科长|局长|主任|书记|领导|同事|站长|所长)[^,。我]{0,3}(?:送|带|拿|捎|发)的", text):
        return True
    if state.third or re.search("(?:送|买|给|捎|拿|寄)的(?:那|这)", text) or (state.planned and not DONE.search(text)):
        return True
    if (
        subjects.is_third_party(text, len(text))
        and not re.search("我", text)
        and not re.search("单位(?!的同事)|爱心(?:企业|人士)|企业|慈善|协会|商会|基金|捐|凑", text)
    ):
        return True
    if _kin_does(text, len(text), state) and re.search("[给买送]", text):
        return True
    if gate.habit_at(text) is not None and not re.search(D, text):
        return True
    reported = gate.reported_at(text)
    if (
        reported is not None and not re.search("我", text[reported:]) and not re.search("给|送|买", text[:reported])
    ) or (state.reported and not _NOW_ME.search(text)):
        return True
    if gate.NEGATED.search(_UNASKED.sub("", text)) and not gate.ATTEMPT.search(text):
        return True
    return plan is not None and not DONE.search(text[:plan]) and not re.search(D, text[:plan])
