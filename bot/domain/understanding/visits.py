# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""走访探视: the cadre went there himself."""

from __future__ import annotations

import re

from bot.domain.understanding.act import Act
from bot.domain.understanding.lexicon import HOUSE, INSTITUTION, ORG, PERSON, D, M, N, R
from bot.domain.understanding.titles import COMMON

FAMILIES = "".join(sorted(COMMON))


HOME = "home"


PLACE_OF_CARE = "institution"


_GAP = r"[^,。家]{0,12}?"


_GO = "(?:去|到|上|来|回|往|进|奔|跑|跑到|赶到|前往|走到|拐到|绕到|过去|至|赴|深入|走进)(?:了|过|的)?(?:一?趟|一回|一次|一下)?"


_VISIT_WORDS = re.compile(
    rf"(?:登|串|进)(?:了|过|的)+[^,。]{{0,2}}门|入(?:了|过|的)+户|(?:走|转|绕|跑|遛|逛|巡)(?:了)(?:一?[圈遭遍趟转](?!线|手续|流程|程序|材料)|两圈|一大圈|个遍|个来回)(?![^,。]{{0,4}}(?:超市|商场|街|县城|集市))|(?:过去|去|进去|跑去|拐去|顺路|绕过去)(?:看|瞅|瞧|望|转|坐|探)(?:了[看瞅瞧望转坐探]|了(?:一[眼下会趟圈]|半天)|[看瞅瞧坐])(?!病|电|书|他的作)|(?:蹲|待|呆|坐|耽|歇|陪)(?:了)(?:半天|一?会儿?|一阵|一上午|一下午|半个?(?:小时|钟头|晌)|一个(?:多)?(?:小时|钟头)|好久|大半天)(?![^,。]{{0,6}}(?:电话|视频|医院))|(?<!电话)(?<!视频)(?<!微信)(?<!短信)(?<!线上)(?<!网上)(?<!电话里)(?<!算)(?<!集中)(?:走访|入户|家访|看望|探望|探视|探访|登门|串门|串了?个?门|拜访|慰问(?!金|品|款|信|物|的|费|电话)|见面走访|上门(?!女婿|锁)|实地|浪(?:了|的)?(?:一|个|会|趟|门)|转(?:了|悠)?了?一(?:圈|趟)|转了(?:转|圈|个圈)|走(?:了)?(?:一趟|{N}[家户])|(?:去|到|来|上门|登门)[^,。]{{0,10}}?拜(?:了|个|了个)*(?:早|晚)?年|跑(?:了|过)?(?:一|几|两)?趟(?![^,。]{{0,4}}(?:{ORG}|邮局|县|镇|街|药店|市里))|(?:去|来)(?:了|过)一?(?:趟|回|次)|面见|看一看|看一下|看(?:了|过)?一?(?:趟|回)|到访|坐了(?:一?会|半天|一阵|坐))"
)


_VISIT_PATTERNS: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (
        re.compile(
            rf"(?:{_GO}){_GAP}{PERSON}[^,。家去]{{0,8}}?(?:{HOUSE}|屋里|屋|院里|院子里|那里|那儿|那边|这里|住处|炕[头上]|门上|牧点|牧场|帐篷|出租屋|租房|新房|老院|摊子上|店里|铺子里)"
        ),
        HOME,
    ),
    (
        re.compile(
            rf"(?:去|到|来|回|在|上|进)(?:了|过)?(?:一趟)?(?:{D})?(?:家里|家中|屋里|他家|她家|他屋里|她屋里|人家家里|老家)(?!种|务农|待着|养病|休养|呆)"
        ),
        HOME,
    ),
    (
        re.compile(
            rf"{R}(?:、{R}|和{R})*(?:{HOUSE}|家里|家中|屋里|那里|那儿|那边|处|这边)?(?:我是?|我们|也|都|{D}|是|今早|早上|上午|中午|下午|后晌|晚上|又|刚|已经?|先|就|两家|三家|一?起|都){{0,4}}(?:去|跑|到|走)(?:了|的|过|完)(?!趟(?:邮|银|残|民|医|县|镇|乡|派)|学校|医院|外|县|省|女儿|儿子|亲戚|[一-鿿]{{1,4}}打工)"
        ),
        HOME,
    ),
    (
        re.compile(rf"(?:^|{D}|[又再我们空起都先来去])看(?:{R})(?!的?(?:作业|病|手机|情况|家长|班|材料|照片))"),
        None,
    ),
    (re.compile(rf"(?:去|到|上)(?:了|过)?(?:一趟)?[{FAMILIES}]家(?!庄|村|湾|沟|坪|寨|堡|川|山)"), HOME),
    (
        re.compile(
            rf"(?:去|来)(?:{D}|学校|医院|敬老院|家里|屋里)?(?:看|瞧|瞅)(?:了看|看|了|过|的|望|着|完)?(?=一?[下眼趟]|[他她]|老人|{PERSON}|{D}|$|[一-鿿]{{0,5}}{R}|(?:那|这)[个位](?:残|孤|老|娃|孩|女|男|小))"
        ),
        None,
    ),
    (
        re.compile(
            rf"{PERSON}[^,。]{{0,8}}?(?:也|都|我|挨个|全|一起|{D}|上午|下午|已经?|刚|今早|早上|晚上|中午|也都|去){{0,3}}(?:看|瞧)(?:了|过|望了|完|的(?=$))(?!病|牙|眼|电|书|手机|大夫|医生)"
        ),
        None,
    ),
    (
        re.compile(
            rf"(?:看|瞧)(?:了|过)(?:一下|一眼|看)?(?:一下)?(?:{D})?(?=(?:那个|这个|那位|这位)?{PERSON}|(?:那|这)[个位]|(?:结对|帮扶|包联|联系)的?|其中|[一-鿿]{{0,4}}{R}|{N}(?:位|个|户|家)|$)"
        ),
        None,
    ),
    (re.compile(rf"(?:在|从)(?:{D})?(?:{INSTITUTION})[^,。]{{0,6}}(?:看|见|陪)(?:了|到|的|着)"), PLACE_OF_CARE),
    (re.compile(rf"看的(?:是)?{PERSON}"), None),
    (re.compile(rf"(?:看|瞧|瞅)完(?:了)?{PERSON}|(?:搁|放|撂|搬|抬|扛|背|端|递|塞|卸|码|摆|倒|灌|挂|装)(?:到|在|进|给|了)[^,。]{{0,4}}(?:{R}|[他她老人娃]+)?(?:{HOUSE}|家里|屋里|炕[上头]|门口|院里|灶房|厨房)"), HOME),
    (
        re.compile(
            rf"从{_GAP}(?:{PERSON})?(?:{HOUSE}|家里|屋里|敬老院|养老院|学校|福利院|医院|病房)[^,。]{{0,4}}(?:出来|回来|过来|返回|下来|走)"
        ),
        HOME,
    ),
    (
        re.compile(
            rf"(?:人就?在|我在|今晚在|一直在|就在|^在|{D}在)(?:{PERSON}的?)(?:{HOUSE}|家里|屋里)(?!种|务农|养病|住|过年|吃住|的路)|(?:我|我们)[^,。]{{0,4}}在(?:{PERSON})(?:{HOUSE}|家里|屋里)"
        ),
        HOME,
    ),
    (
        re.compile(
            rf"{R}(?:、{R}|和{R})*(?:{HOUSE}|家里)?(?:全|都|也)?(?:跑|转|走|看)(?:完|遍|到)了?|(?:全|都)(?:跑|转|走|看|入)(?:完|遍|到|过|了)了?|跑了(?:{N}[家户]|{R})"
        ),
        HOME,
    ),
    (
        re.compile(
            rf"(?:送|拿|带|捎|拉|扛|搬|提|背|驮)(?:了|着)?{_GAP}(?:{M})?{_GAP}(?:到|去|回|至|进)(?:了)?[^,。]{{0,6}}?(?:{HOUSE}|家里|家中|家门|屋里|府上|手[上中里]|炕头)"
        ),
        HOME,
    ),
    (
        re.compile(
            r"送上门|送货上门|送去(?!医|学|考|上|看病|检|县医)|送过去|送下去|拿过去|带过去|拉过去|端过去|提过去|送到$|送到了$|送达|拿去$|拿去的|(?:送|接)(?:{PERSON})?回(?:了)?家"
        ),
        HOME,
    ),
    (
        re.compile(rf"送[^,。]{{1,12}}去了$|给{PERSON}送[^,。]{{1,10}}去(?:的|了)|送(?:的)?时候|{D}(?:我)?去的时候"),
        HOME,
    ),
    (
        re.compile(
            rf"(?:去|到|上|来|在|进)(?:了|过)?(?:一趟)?[^,。家]{{0,14}}?(?:{INSTITUTION})[^,。]{{0,8}}?(?:看|走访|慰问|探|见|找|送|陪|聊|谈|坐)"
        ),
        PLACE_OF_CARE,
    ),
    (
        re.compile(
            rf"(?:去|到|上|来|进)(?:了|过)?(?:一趟)?(?:{PERSON})?(?:的|就读的|上学的|上的|住的|所在的|他们|她们|现在)*[^,。家送]{{0,6}}?(?:敬老院|养老院|福利院|幸福院|学校|小学|中学|幼儿园|宿舍|病房|特校|托养中心|供养中心|教室)(?!医|问|报名|领|办|协调|反映|交|说|沟通|接|开家长会|退学|上学|把|帮|给|取|开|门口接)"
        ),
        PLACE_OF_CARE,
    ),
    (
        re.compile(
            r"(?:送|带|拿|捎)[^,。]{0,12}?(?:到|去)(?:了)?[^,。]{0,4}?(?:学校|宿舍|敬老院|养老院|福利院|病房|教室|幼儿园|托养中心|小学|中学)"
        ),
        PLACE_OF_CARE,
    ),
    (re.compile(rf"{R}[^,。不没]{{0,6}}(?:在家|在屋里)(?:,|$|呢|等)"), HOME),
    (
        re.compile(
            rf"^(?:又|再|也|{D}|我|{R}|先|就|都|上午|下午|早上|晚上|中午|今早|顺路|顺道|抽空)*去(?:了|过|的)(?:{N}[趟次回])?$|(?:家|院|屋里|一起|{D}|{R}|[也都我就又刚是先])去(?:了|过)$|去家里$"
        ),
        HOME,
    ),
    (re.compile(rf"(?:看|见)(?:了|到)(?:{R})|见(?:了|到)(?:本)?人(?!事)|见了个?面"), None),
)


_NOT_A_VISIT = re.compile(
    r"(?:家|门|学校|医院|院)[^,。]{0,6}?(?:的)?路上|走访(?:了)?(?:博物馆|企业|市场|记录|表|台账|照片)|看了(?:医生|大夫|病|牙|伤|眼)|(?:送|拉|背|接|带|陪)(?:着|了)?[^,。]{0,6}(?:去|到|上|进)[^,。]{0,8}(?:医院|考点|考场|卫生院|卫生室|车站|看病|看了|检查|医|眼科)|入户(?:路|口|线|电|门)|上门(?:收|锁)|没让我进"
)


_ESCORT = re.compile(
    rf"(?:送|接|带|领|陪|拉|载)(?:着|了)?(?:{PERSON}|[他她]们?)(?:[一-鿿]{{0,2}})?(?:去|到|回|上)(?:的|了)?[^,。]{{0,6}}?(?:学校|考点|考场|医院|车站|小学|中学|宿舍|报到|大学|幼儿园)"
)


def _institution(clause: str) -> bool:
    return re.search(INSTITUTION, clause) is not None


def visits(clause: str) -> list[Act]:
    if re.search(r"(?:碰|遇|撞)(?:见|到|上|着)|面对面|(?:去|来|打|拨|挂)(?:了|过)?(?:[一-鿿]{0,3}[次个通回])电话", clause) and not re.search(
        rf"(?:{R}|[他她])(?:{HOUSE})|走访|入户", clause
    ):
        return []
    if re.search(r"(?:来|到)(?:了)?我(?:们)?(?:家|单位|办公室|这)", clause):
        return []
    if (
        _NOT_A_VISIT.search(clause)
        and not re.search(r"走访(?!了?(?:博物馆|企业|市场))|入户(?!路|口|线|电|门)|看望|慰问(?!金|品)", clause)
        and not re.search(rf"(?:{R}|他|她){HOUSE}[^,。]{{0,6}}(?:去|来)(?:了|的)", clause)
    ):
        return []
    if _ESCORT.search(clause) and not re.search(r"走访|入户|看望|慰问(?!金|品)", clause):
        return []
    default = PLACE_OF_CARE if _institution(clause) else HOME
    found = [Act("visit", default, m.start(), m.end()) for m in _VISIT_WORDS.finditer(clause)]
    for pattern, channel in _VISIT_PATTERNS:
        if match := pattern.search(clause):
            where = channel or (PLACE_OF_CARE if _institution(clause) else HOME)
            if where == HOME and _institution(match[0]) and not re.search(HOUSE, match[0]):
                where = PLACE_OF_CARE
            found.append(Act("visit", where, match.start(), match.end()))
    if not found:
        return []
    explicit_home = re.search(rf"(?:{R}|[他她])(?:{HOUSE}|屋里)|家里|家中|入户", clause)
    channel = HOME if explicit_home else PLACE_OF_CARE if any(act.channel == PLACE_OF_CARE for act in found) else HOME
    weak = explicit_home is None and channel == HOME
    return [Act("visit", channel, min(a.start for a in found), max(a.end for a in found), weak=weak)]
