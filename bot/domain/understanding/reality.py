"""Whether an act of a clause really took place and was the cadre's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import dates as day_tokens
from bot.domain.understanding import gate, names, subjects
from bot.domain.understanding.lexicon import OUTSIDER, PERSON, D, R
from bot.domain.understanding.state import DONE
from bot.domain.understanding.words import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.acts import Act
    from bot.domain.understanding.dates import Day
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


# Dreamt, thought, or a swindler's doing.
_UNREAL = re.compile(
    any_of(
        "梦见 梦到 做梦 以为 冒充 假冒 骗子 (?<!防)(?<!反)(?<!防范)(?<!防电信)(?<!反电信)诈骗(?!知识|宣传|案例) (?<!防)(?<!被)骗(?:钱|老人) 差点儿?(?:就|去|把)?(?!没)"
    )
)
# Where somebody is in danger, who ran, carried and fetched is told of others unless the cadre stands there.
_HELPED = re.compile(
    "我|和村|一起|一道|一同|会同|去(?!世|年|向)|赶到|到了|看了|看到|看望|走访|入户|上门|家访|探|帮|陪|协助|联系了|对接|协调|报了|送了?[\ue000-\ue7ff他她娃]"
)
# 电话里乐呵呵的, 微信上劝了劝: the talk took place, whatever was told in it.
_BY_THE_MEANS = re.compile(
    rf"(?:就|都|在|刚|后来|又|还|上午|中午|下午|晚上|{D}|我)*(?:电话|微信|视频|语音|QQ|qq)(?:里头?|上|中)(?!学|看到|有人|卖|转)"
)
_NO_MEANS = re.compile("(?:没有?|不会|不用|没装|没开)$")
_WITH_MY_PHONE = re.compile("(?:拿|用|借)(?:了)?我的?(?:微信|手机|电话)")
# 走访的重点对象, 打电话这事: spoken of, not done.
_WHAT_IT_IS = re.compile("的?重?点?(?:对象|名单)|[^,。]{0,2}(?:这|那)(?:件|个)?事(?:情)?(?:我|还|也|,|$|就|一直|让|交)")
_SOME = re.compile("有(?:个|些|的)?(?:干部|人|村子?|同志)")
# 在家里待了三天, 去学校报到了: where the recipient is, not where the cadre went.
_THEIR_STAY = re.compile(
    rf"^{R}[^,。我看]{{0,6}}在(?:家|屋|炕|医院|学校)[^,。我看]{{0,3}}(?:待|呆|躺|休息|睡|养|写|玩|等|一个人|自己)|^{R}(?:{D}|也|又|今早|早上)*(?:去|到|回)(?:了)?(?:学校|医院|敬老院|大学|高中|初中)(?:报到|上学|上课|报名|住|看病|念|了$)"
)
_FOR_THEM = re.compile(rf"{R}|[他她给帮替为把陪]|老人|娃|孩子|协助|联系|{D}")
# What somebody showed to everybody, and what one looked at there.
_IN_A_FEED = re.compile(
    any_of(
        "朋友圈 刷到 刷抖音 刷视频 刷手机 点了?个?赞 点赞 直播 抖音上(?!跟|和|私|给|聊) 快手上(?!跟|和|私|给|聊) 转发 公众号 说说里?"
    )
)
_TOLD_ME = re.compile(r"给我(?:又|也|都|刚)?(?:打|发|来|回|拨)|@我|艾特我")
_WHEN = re.compile(
    rf"{D}|上午|下午|早上|中午|晚上|半夜|刚才?|又|也|还|就|都|后来|今早|一早|主动|突然|专门|特意|先|再|才|已经?|然后|结果|对方|[,。、\s]|[0-9一二两三四五六七八九十]+点半?多?|是|那边|说"
)
_THEM = re.compile(rf"{R}|[他她]|娃|孩子|老人|老汉|丫头|姑娘|学生|家里|监护人|家长|{subjects.KIN}|人家|对象|爷|奶|阿")
_GATHERING = re.compile(
    any_of(
        "工作?(?:推进|部署|培训|调度|总结|安排)?会议? 工作(?:方案|要求|通知|总结|简报|任务|汇报|材料|台账|信息)? 推进会 会议 培训 方案 总结 简报 制度 政策 活动方案"
    )
)


def _rung_by_outsider(act: Act, text: str) -> bool:
    """网管给我打的电话: somebody stands before 给我 who is neither the recipient nor of the household."""
    told = _TOLD_ME.search(text)
    if told is None or told.start() > act.end:
        return False
    who = _WHEN.sub("", text[: told.start()])
    return bool(who) and _THEM.search(who) is None


# 收到班主任微信: from somebody who is no recipient.
_FROM_OUTSIDER = re.compile(
    rf"(?:收到|接到|看到|接了|回了?)[^,。]{{0,4}}?(?:{R}的?)?(?:{OUTSIDER})[^,。{R[1:-1]}]{{0,3}}(?:微信|短信|电话|语音|消息|信息|视频)"
)


def _names_a_meeting(act: Act, text: str) -> bool:
    """走访工作推进会: the word only says what the meeting was about."""
    return _GATHERING.match(text[act.end :]) is not None and re.search(R, text) is None and act.kind != "deed"


# 周末想吃臊子面, 她过两天还我, 明天住院: theirs to do, with nobody else's doing in the clause.
_THEIR_PLAN = re.compile(
    rf"^(?:(?:{R}|[他她]|老人家?|老汉|娃|孩子|人家|腰|腿|身上)(?:们|家|也|又|都|就|还|自己|说|怕是?|可能|大概|肯定|估计|{D})*(?:要(?!是|不|去[^,。工学医县省外]|给|打|跑|走|抓紧|联系|看|补|入|上)|想(?!去看|给|办)|打算|准备(?!给|好)|计划(?!于|是)|会(?!去|是|议)|愿意|还我|还钱|来(?!得及)|上班|出结果|到账|住院|出院|复查|开学|放假|毕业|结婚|考试|过生日|做手术|直不起|疼)|{D}(?:想(?:吃|要|买|喝|去打|学)|要(?:考试|开学|上学|住院|手术|打工)|做手术|做$|手术|开学|考试|到期|放假|高考|中考|住院|腰|腿|来(?:$|[配装修量办测]|人)|上班|出结果|到账|开工|发下来))"
)
_OURS_TOO = re.compile(
    "我|咱|给[他她\ue000-\ue7ff]|帮|陪|带[他她\ue000-\ue7ff娃]|送[他她\ue000-\ue7ff娃]|接[他她\ue000-\ue7ff娃]|替|看[他她\ue000-\ue7ff]|看看|走访|入户|上门|慰问|问问|联系"
)
# 春节慰问, 中秋慰问品, 寒假作业: the feast only names the thing.
_NAMES_A_THING = re.compile(
    "(?:的)?(?:慰问|礼|年货|月饼|粽子|作业|补贴|补助|福利|物资|奖|到期|假期|学费|班|联欢|晚会|活动|专项|生活费|衣服|棉衣|新衣)"
)


def _is_their_plan(text: str) -> bool:
    match = _THEIR_PLAN.match(text)
    return match is not None and _OURS_TOO.search(text.replace("还我", "还")) is None


def plan_at(text: str, days: Sequence[Day]) -> int | None:
    places = [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and days[ord(c) - day_tokens.FIRST].future
        and not _NAMES_A_THING.match(text[i + 1 :])
        and not _past_after_all(text, i, days)
        and not (len(text) == 1 and not re.match("明|后天|大后|下|改", days[ord(c) - day_tokens.FIRST].said))
    ]
    marker = gate.plan_at(text)
    if marker is not None:
        places.append(marker)
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and "周末" in days[ord(c) - day_tokens.FIRST].said
        and not days[ord(c) - day_tokens.FIRST].said.startswith("上")
        and not DONE.search(text)
    ]
    if (
        re.match(rf"(?:{R}|他|她|老人|娃)(?:家)?(?:{D})?(?:自己|还|也|又|们)?(?:打算|准备|计划|想)(?!给我)", text)
        and "我" not in text
    ) or _is_their_plan(text):
        return None
    if re.search(rf"(?<!决)(?<!固)定(?:在|到|于){D}", text):
        places.append(0)
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and days[ord(c) - day_tokens.FIRST].said.endswith("前")
        and re.match("把|要|得|再|必须|争取|一定", text[i + 1 :])
        and not re.search("了|过", text[i + 1 :])
    ]
    places += [
        i
        for i, c in enumerate(text)
        if day_tokens.FIRST <= ord(c) <= day_tokens.LAST
        and days[ord(c) - day_tokens.FIRST].value is None
        and re.match("把[^,。了过已]{2,14}[完好妥]$", text[i + 1 :])
    ]
    told = gate.reported_at(text)
    if told is not None and "我" not in text[told:]:
        places = [place for place in places if place < told]
    return min(places) if places else None


def _past_after_all(text: str, at: int, days: Sequence[Day]) -> bool:
    """回头给他拎了箱牛奶: a vague 'later' with the deed done."""
    said = days[ord(text[at]) - day_tokens.FIRST]
    return (
        said.value is None
        and re.match("回头|等|待会|一会|改天|随后", said.said) is not None
        and re.search(r"^[^,。就再要去]{1,8}了", text[at + 1 :]) is not None
    )


def plan_before(text: str, at: int, plan: int | None) -> bool:
    if plan is None:
        return False
    head = text[:plan]
    return plan <= at or not (DONE.search(head) or re.search(D, head))


def is_live(act: Act, text: str, state: Walk, *, plan: int | None, asked: bool) -> bool:  # noqa: C901, PLR0911, PLR0912 - a ladder of rules, the first that applies
    """Whether an act really took place and was the cadre's."""
    if act.kind != "difficulty_solved" and re.search("[替代]我|上次|上回", text[: act.end]):
        return False
    if state.acute and act.kind in {"visit", "deed"} and not _HELPED.search(text):
        return False
    if _WHAT_IT_IS.match(text[act.end :]) or (act.kind == "visit" and _THEIR_STAY.search(text)) or _SOME.match(text):
        return False
    if act.kind == "contact" and (_NO_MEANS.search(text[: act.start]) or _WITH_MY_PHONE.search(text)):
        return False
    if act.kind == "contact" and not asked and plan is None and _BY_THE_MEANS.match(text) and not state.third:
        return True
    if gate.tells_how(text) and act.kind in {"visit", "contact"} and not asked:
        return True
    if _UNREAL.search(text) or _IN_A_FEED.search(text) and act.kind == "contact":
        return False
    if act.kind == "contact" and (_rung_by_outsider(act, text) or _FROM_OUTSIDER.search(text)):
        return False
    if (
        act.kind == "deed"
        and plan is not None
        and re.match("准备|打算|正|想", text[plan:])
        and act.start < plan
        and not _FOR_THEM.search(text[:plan])
    ):
        return False
    if _names_a_meeting(act, text):
        return False
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
    rf"{R}[^,。我]{{0,10}}给我(?:发|送|寄|塞|带|拿|做|打|买)(?!的)|费[^,。]{{0,3}}还?差|{R}(?:他们|她们)?(?:班|学校|村)上?里?捐|拿(?:我的?)?手机|一亩(?:地)?(?:给|租)|给我(?:妈|爸|爹|娘|媳妇|老婆|老公|儿子|女儿|家娃|孩子|姐|妹|哥|弟|岳)|问了?(?:一下)?价|(?:标|要|开|报|询)价|(?:孤儿|低保|养老|补贴|补助|生活|津贴|残疾|高龄|工资)[^,。]{0, 6}(?:涨|到账|发了|打了)|^{R}(?:家|屋里)?(?:{D}|也|又)*(?:领|分|得)(?:到|上)了?"
)


def is_hidden(text: str, state: Walk, *, plan: int | None) -> bool:
    """Gifts of others, of habit, told by others, of an earlier time, or planned."""
    if re.search("(?:上次|上回|之前|以前)[^,。]{0,8}(?:送|给|买|带)[^,。]{0,3}的", text) or (
        _NO_GIFT.search(text) or _IN_A_FEED.search(text) or _UNREAL.search(text)
    ):
        return True
    if state.third or re.search("(?:送|买|给|捎|拿|寄)的(?:那|这)", text) or (state.planned and not DONE.search(text)):
        return True
    if (
        subjects.is_third_party(text, len(text))
        and not re.search("我", text)
        and not re.search("单位(?!的同事)|爱心(?:企业|人士)|企业|慈善|协会|商会|基金|捐", text)
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
    if gate.NEGATED.search(text) and not gate.ATTEMPT.search(text):
        return True
    return plan is not None and not DONE.search(text[:plan]) and not re.search(D, text[:plan])
