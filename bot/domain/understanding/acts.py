"""What was done, in one clause: visit, contact, deed, difficulty solved, with the channel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.understanding.deeds import deeds_in
from bot.domain.understanding.lexicon import HOUSE, INSTITUTION, OUTSIDER, PERSON, D, M, N, R
from bot.domain.understanding.titles import COMMON

FAMILIES = "".join(sorted(COMMON))
HOME = "home"
PLACE_OF_CARE = "institution"


@dataclass(frozen=True)
class Act:
    kind: str
    channel: str | None
    start: int
    end: int
    weak: bool = False
    policy: bool = False
    done: bool = True
    fee: bool = False


_GAP = r"[^,。家]{0,12}?"
_GO = "(?:去|到|上|来|回|往|进|奔|跑|跑到|赶到|前往|走到|拐到|绕到|过去|至|赴|深入|走进)(?:了|过|的)?(?:一?趟|一回|一次|一下)?"
_VISIT_WORDS = re.compile(
    rf"(?<!电话)(?<!视频)(?<!微信)(?<!短信)(?<!电话里)(?<!算)(?<!集中)(?:走访|入户|家访|看望|探望|探视|探访|登门|串门|串了?个?门|拜访|慰问(?!金|品|款|信|物|的|费|电话)|见面走访|上门(?!女婿|锁)|实地|浪(?:了|的)?(?:一|个|会|趟|门)|转(?:了|悠)?了?一(?:圈|趟)|转了(?:转|圈|个圈)|走(?:了)?(?:一趟|{N}[家户])|(?:去|到|来|上门|登门)[^,。]{{0,10}}?拜(?:了|个|了个)*(?:早|晚)?年|跑(?:了|过)?(?:一|几|两)?趟|(?:去|来)(?:了|过)一?(?:趟|回|次)|面见|看一看|看一下|看(?:了|过)?一?(?:趟|回)|到访|坐了(?:一?会|半天|一阵|坐))"
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
            rf"{R}(?:、{R}|和{R})*(?:{HOUSE}|家里|家中|屋里|那里|那儿|那边|处|这边)?(?:我是?|我们|也|都|{D}|是|今早|早上|上午|中午|下午|后晌|晚上|又|刚|已经?|先|就|两家|三家|一?起|都){{0,4}}(?:去|跑|到|走)(?:了|的|过|完)(?!学校|医院|外|县|省|女儿|儿子|亲戚|[一-鿿]{{1,4}}打工)"
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
            rf"(?:去|来)(?:{D}|学校|医院|敬老院|家里|屋里)?(?:看|瞧)(?:了看|看|了|过|的|望|着)?(?=一?[下眼趟]|{PERSON}|{D}|$|[一-鿿]{{0,5}}{R}|(?:那|这)[个位](?:残|孤|老|娃|孩|女|男|小))"
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
            r"送上门|送货上门|送去(?!医|学|考|上|看病|检|县医)|送过去|送下去|拿过去|带过去|拉过去|端过去|提过去|送到$|送到了$|送达|拿去$|拿去的|送回家|接回家"
        ),
        HOME,
    ),
    (re.compile(rf"送[^,。]{{1,12}}去了$|给{PERSON}送[^,。]{{1,10}}去(?:的|了)|送(?:的)?时候"), HOME),
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
    (re.compile(rf"{R}[^,。]{{0,6}}(?:在家|在屋里)(?:,|$|呢|等)"), HOME),
    (
        re.compile(
            rf"^(?:又|再|也|{D}|我|{R}|先|就|都|上午|下午|早上|晚上|中午|今早|顺路|顺道|抽空)*去(?:了|过|的)(?:{N}[趟次回])?$|(?:家|院|屋里|一起|{D}|{R}|[也都我就又刚是先])去(?:了|过)$|去家里$"
        ),
        HOME,
    ),
    (re.compile(rf"(?:看|见)(?:了|到)(?:{R})|见(?:了|到)(?:本)?人(?!事)|见了个?面"), None),
)
_FEE = re.compile("[交缴充付](?:了|上|好|清|的)|代缴|代交|缴费")
_NOT_A_VISIT = re.compile(
    r"(?:家|门|学校|医院|院)[^,。]{0,6}?(?:的)?路上|走访(?:了)?(?:博物馆|企业|市场|记录|表|台账|照片)|看了(?:医生|大夫|病|牙|伤|眼)|(?:送|拉|背|接|带|陪)(?:着|了)?[^,。]{0,6}(?:去|到|上|进)[^,。]{0,8}(?:医院|考点|考场|卫生院|卫生室|车站|看病|看了|检查|医|眼科)|入户(?:路|口|线|电|门)|上门(?:收|锁)|没让我进"
)
_ESCORT = re.compile(
    rf"(?:送|接|带|领|陪|拉|载)(?:着|了)?(?:{PERSON}|[他她]们?)(?:[一-鿿]{{0,2}})?(?:去|到|回|上)(?:的|了)?[^,。]{{0,6}}?(?:学校|考点|考场|医院|车站|小学|中学|宿舍|报到|大学|幼儿园)"
)

_PHONE = re.compile(
    rf"(?:打|通|去|回|挂|拨|接到?|来)(?:了|过|着|的|个|一个|一通|几个|两个|通|{N}[个次通回])*(?:{PERSON}的?)?(?:[一-鿿]{{0,4}}的)?(?:个|一个)?电话(?!卡|费|号|机|没)|电话(?:联系|沟通|问候|慰问|访|回访|走访|了解|询问|问|聊|交流|关心|联络|谈|提醒|告|叮|说|里|中|上|家访|{N}次|过去|都?打)|来电(?!视|费)|致电|通(?:了|过|的)?(?:个|一次|一会儿?)?话|(?:打|通)电话|给{PERSON}(?:也|都|又|再)?(?:打|拨|去)(?:了|过)(?!{N}?[针水工扫])|(?:又|再|也|都|才|重新)打(?:了|过)?(?:去|过去|一次|一遍|通|$)|打通(?:了)?|打过去|回(?:了)?个?电话|电话$|^电话(?!也|都|又|号|费|还|一直|关|那)|电话(?={N}?[次个通]|[,。]|{D}|{R}|{M})|通过电话|用电话|老年机"
)
_NOT_PHONE = re.compile(
    r"电话(?:手表|卡|费|号码?|机|本|线|亭)|短信|打(?:了|过)?(?:120|110|119|针|疫苗)|电话欠费|微信电话|视频电话|打(?:了)?视频|开通"
)
_CHANNELS: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (
        re.compile(
            r"(?<!拍)(?<!拍了)(?<!发)(?<!发了)(?<!发个)(?<!看)(?<!短)(?<!刷)(?<!录)(?<!个小)(?<!学会)(?<!学会了)(?<!教会)(?<!会用)(?<!教)视频(?!号|资料|会议|课|监控|里看|学习|教程|文件|剪|能|算|怎么|上传|传)|发起?(?:了)?(?:个)?视频(?:通话|聊|邀请)|video"
        ),
        "video",
    ),
    (
        re.compile(
            rf"(?:发|回|来|收到|留)(?:了|过|来|的|个|一个|一?[条封]|{N}[条次个])*[^,。微]{{0,4}}(?:短信|短消息|手机信息|信息)|短信(?!收|验证|通知|费|提醒缴)|发(?:了)?(?:个|条)?信息|(?:发|来)短信"
        ),
        "sms",
    ),
    (
        re.compile(
            rf"微信(?!(?:给|上给|上)?[^,。]{{0,6}}?转|转|红包|里转|支付|付|收款|号|群里?(?!跟|和|@)|公众号|视频|电话费|零钱|上?转|运动|发了?个?红包|缴)|(?:发|回|说)(?:来|过来)?(?:了|过|的)?(?:一?[段条个]|{N}[段条个])?语音(?:消息)?|语音(?:通话|电话|聊|联系|消息|$|了)|微信电话|发(?:到|给|在)?我?微信"
        ),
        "wechat",
    ),
    (
        re.compile(
            r"(?:QQ|qq)(?!上?发说说|空间)|钉钉|抖音(?:私信|上)|快手(?:私信|上)|写(?:了|过|的)?(?:一?封)?信(?!息|用)|[寄来回](?:了|过|的)?(?:一?封)?信(?!息|用|号)|一封(?:手写)?信|邮件"
        ),
        "other",
    ),
    (
        re.compile(
            rf"(?:碰|遇|撞)(?:见|到|上|着)(?:了)?|来(?:了)?(?:我|我们)?(?:的)?(?:单位|办公室|局里|乡上|镇上|所里|村部|村委会|家|我家|站上)[^,。]{{0,3}}找?(?:我)?|到我(?:们)?(?:的)?(?:办公室|单位|家)|来找(?:我|过我|了我)|来我(?:们)?(?:办公室|单位|家|这)|找到我|(?:带|领|接|陪|叫|请)(?:着|上|了)?[^,。]{{0,8}}?(?:去|到|来|出去|上)?(?:了|过)?(?:一趟)?[^,。]{{0,8}}?(?:玩|吃(?:了)?(?:个|顿|一顿)?[^药的]|逛|博物馆|公园|书店|超市|商场|游乐|电影|广场|图书馆|动物园|书店|转了转|景区|科技馆|参观|一趟街|爬山|散步|看展|县城里?转|赶集)|接(?:{PERSON})?(?:到|来|回)(?:了)?(?:我)?(?:自己)?家(?:里)?(?:来)?(?:吃|住|玩|过|待)|街上(?:见|聊)|集上|在车站送|在[^,。]{{0,4}}车站[^,。]{{0,2}}送|一起吃(?:了)?(?:个|顿)?饭|路上(?:见|聊)|会上见|当面(?!送|交)|面对面"
        ),
        "other",
    ),
)
_BARE_CONTACT = re.compile(
    rf"(?:跟|和|与|同|向)(?:{PERSON})[^,。]{{0,10}}?(?:联系|联络|沟通|交流|聊|谈|说了|说说)(?:了|过|着|上)?|(?:联系|联络)(?:了|过|上了?|到了?)?(?:一下|一次|{N}次)?(?:{PERSON})|{PERSON}[^,。]{{0,4}}(?:联系|联络|问候)(?:了|过|上了?)(?=$|一次|一下|{N}次|,)|问候(?:了|过)?(?:一下|一声)?(?:{PERSON}|$|{N}次|[,。])|^(?:{D})?(?:日常)?(?:联系|联络|联系交流|问候)(?:{N}次|$|,|了)|联系交流|^问(?:了)?(?:个)?(?:安|好)|{PERSON}[^,。]{{0,6}}(?:主动)?(?:联系|找)(?:了)?我|(?:跟|和)我(?:聊|说了|联系|谈)|关心问候|谈(?:了)?(?:一次)?心|问了问{PERSON}|{PERSON}(?:给我|跟我)说了?说?|聊(?:了|了聊|聊|了会|起|着)|联系(?:了)?(?:监护人|家长|家属)"
)
_TALK_TO_OUTSIDER = re.compile(
    rf"(?:给|跟|和|与|同|向|找|联系(?:了|上|到)?|问(?:了)?)(?:了)?(?:{R}的?(?:学校|班上?)?的?)?(?:村上的?|村里的?|学校的?|县上的?|镇上的?|单位的?|[他她]们?的?|娃的?|孩子的?)?[一-鿿]{{0,3}}?(?:{OUTSIDER})[^,。]{{0,8}}?(?:打|通|联系|说|视频|发|聊|沟通|交流|谈|电话|微信)?|(?:{OUTSIDER})[^,。{R[1:-1]}]{{0,6}}(?:打|来|发|回)(?:了|过|来|个)*[^,。]{{0,4}}(?:电话|电|微信|短信|信息|语音|视频)|(?:{OUTSIDER})[^,。]{{0,3}}来电|(?:{OUTSIDER})也?打(?:了|过)|(?:打|通|致)(?:了|过|个)*电?(?:话)?(?:给|联系|咨询)(?:了)?[^,。{R[1:-1]}]{{0,3}}(?:{OUTSIDER})|(?:打|拨打)(?:了)?(?:120|110|119|12345|12333|12393)"
)
_SOLVED = re.compile(
    r"(?:解决|化解|破解|消除)(?:了|掉|好)[^,。]{0,24}?(?:困难|问题|难题|麻烦|难事|愁事|难处|烦心事|后顾之忧|大事|燃眉之急)|解决[^,。]{1,24}(?:困难|问题|难题|麻烦|难处)(?!的)|(?:困难|问题|难题|麻烦|难处|难事|事|事情|愁事)(?:也|都|终于|总算|已经?|就|给|全|基本|得到|也给|算是|现在|已得到|一下子|顺利|彻底|帮[他她]|给[他她]|我给|圆满|现已|当场|当天|才)*(?:了|得到|已经|妥善|圆满|及时|有效|彻底|全部)*(?:解决|化解)(?:了|$|好|掉|,|。|完|妥)|得到(?:了)?(?:妥善|圆满|及时|有效|彻底|全面)?解决|(?:困难|问题|难题|麻烦)解决"
)
_NOT_SOLVED = re.compile(
    r"(?:正在|想|准备|打算|争取|尽快|努力|等待|待|要|计划|能|可以|会|没|未|没有|尚未|还没|如何|怎么|协调|帮助?|设法|推动)[^,。了]{0,6}解决(?!了)|解决不了|没有?(?:得到)?解决|未(?:能)?(?:得到)?解决|(?:没|未)解决|还没[^,。]{0,6}解决|等着解决|解决中"
)


def _institution(clause: str) -> bool:
    return re.search(INSTITUTION, clause) is not None


def visits(clause: str) -> list[Act]:
    if _NOT_A_VISIT.search(clause) and not re.search(
        r"走访(?!了?(?:博物馆|企业|市场))|入户(?!路|口|线|电|门)|看望|慰问(?!金|品)", clause
    ):
        if not re.search(rf"(?:{R}|他|她){HOUSE}[^,。]{{0,6}}(?:去|来)(?:了|的)", clause):
            return []
    if _ESCORT.search(clause) and not re.search(r"走访|入户|看望|慰问(?!金|品)", clause):
        return []
    found: list[Act] = []
    for match in _VISIT_WORDS.finditer(clause):
        found.append(Act("visit", PLACE_OF_CARE if _institution(clause) else HOME, match.start(), match.end()))
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


def contacts(clause: str) -> list[Act]:
    outsider = _TALK_TO_OUTSIDER.search(clause)
    found: list[Act] = []
    for pattern, channel in _CHANNELS:
        found.extend(Act("contact", channel, match.start(), match.end()) for match in pattern.finditer(clause))
    if any(act.channel == "video" for act in found):
        found = [
            act
            for act in found
            if act.channel != "wechat"
            or not re.search("微信$", clause[: act.end])
            or "视频" not in clause[act.end : act.end + 3]
        ]
    if any(act.channel == "other" and "QQ" in clause.upper() for act in found):
        found = [act for act in found if act.channel != "wechat"]
    if not any(act.channel == "video" for act in found) or "电话" in clause.replace("视频电话", ""):
        cleaned = _NOT_PHONE.sub(lambda m: "□" * len(m[0]), clause)
        others = bool(found)
        found.extend(
            Act("contact", "phone", match.start(), match.end())
            for match in _PHONE.finditer(cleaned)
            if not (others and "话" in match[0] and "电" not in match[0])
        )
    if not found:
        found.extend(
            Act("contact", None, match.start(), match.end(), weak=True) for match in _BARE_CONTACT.finditer(clause)
        )
    if outsider:
        found = [act for act in found if not _inside_outsider(act, outsider, clause)]
    return _first_of_each_channel(found)


def _inside_outsider(act: Act, outsider: re.Match[str], clause: str) -> bool:
    """The talk is with the outsider unless a recipient stands nearer to it as its object."""
    if re.search(
        rf"(?:给|跟|和|与|同)(?:{R}|[他她])(?!的?(?:班主任|老师|学校|班上|医生|大夫|校长|邻居|村))[^,。]{{0,4}}(?:打|通|视频|发|聊)",
        clause,
    ):
        return False
    if re.match("[跟和与向]", outsider[0]) and outsider.start() - 4 <= act.start <= outsider.end() + 6:
        return True
    between = clause[outsider.end() : act.start]
    return (outsider.start() <= act.start <= outsider.end() + 6 and not re.search(R, between)) or act.weak


def _first_of_each_channel(found: list[Act]) -> list[Act]:
    seen: dict[str | None, Act] = {}
    for act in sorted(found, key=lambda a: a.start):
        seen.setdefault(act.channel, act)
    return list(seen.values())


def difficulties(clause: str) -> list[Act]:
    match = _SOLVED.search(clause)
    if match is None or (_NOT_SOLVED.search(clause) and not re.search("解决了", clause)):
        return []
    return [Act("difficulty_solved", None, match.start(), match.end())]


def acts_in(clause: str) -> list[Act]:
    """All acts a clause speaks of, in order, whether they took place or not."""
    went = visits(clause)
    talked = contacts(clause)
    if went and talked:
        if any(
            act.channel == "other" and re.search("^[带领接]|馆|公园|玩|逛|影|广场", clause[act.start : act.end])
            for act in talked
        ) and not re.search(rf"(?:{R}|[他她]){HOUSE}", clause):
            went = []
    if went and talked:
        talked = [
            act
            for act in talked
            if not act.weak
            and not (act.channel == "other" and re.search("当面|面对面|吃|玩", clause[act.start : act.end]))
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
