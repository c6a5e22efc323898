"""联系交流: talk at a distance, or face to face outside home and institution."""

from __future__ import annotations

import re

from bot.domain.understanding.act import Act
from bot.domain.understanding.lexicon import HOUSE, OUTDOORS, OUTSIDER, PERSON, TALK, D, M, N, R

_PHONE = re.compile(
    rf"打我的?(?:电话|手机)|(?:各|各自|挨个|每人|一人)打(?:了|过)?(?:一|两|{N})?[个通](?!疫苗|针|工|招呼)|(?:打|通|去|回|挂|拨|接到?|来)(?:了|过|着|的|个|一个|一通|几个|两个|通|{N}[个次通回])*(?:{PERSON}的?)?(?:[一-鿿]{{0,4}}的)?(?:个|一个)?电话(?!卡|费|号|机|没(?![记录填登报]))|(?:俩人|两人|{R}|[他她]|三人)的电话[^,。]{{0,10}}(?:问|打|聊|说|通)(?:过|了|完|到)|电话(?:联系|沟通|问候|慰问|访|回访|走访|了解|询问|问|聊|交流|关心|联络|谈|提醒|告|叮|说|里|中|上|家访|{N}次|过去|都?打)|(?:打|拨)(?:给|到)了?(?:{R}|我(?!们?(?:家|单位|办公室)))|{R}是{D}打的$|给(?:{R}|[他她])打$|{R}给我打$|给我打(?:了|来了?){N}个(?![^,。]{{0,2}}(?:蛋|工|样))|{R}(?:的)?(?:电话)?(?:是|打到)[^,。]{{1,6}}(?:接的|手机上?|电话上?)|电话拜|电话里?(?:连着|挨个|都|一连|也|又)*打(?:了|过|给|到)|(?<![微视频信])打(?:过)?来(?:问|说|找|告|的)|来电(?!视|费)|致电|(?<!普)通(?:了|过|的)?(?:个|一次|一会儿?)?话|通上(?:了)?话|(?:打|通)电话|给{PERSON}(?:也|都|又|再)?(?:打|拨|去)(?:了|过)(?!{N}?[针水工扫])|(?:又|再|也|都|才|重新)打(?:了|过)?(?:去|过去|一次|一遍|通|$)|去(?:了)?个?电(?=$|[,。;\s]|说|问|告|了解|提醒)|再次?拨打|重新拨打|(?:都|全)打(?:过了?|完了?|遍了?)$|打通(?:了)?|打过去|回(?:了)?个?电话|电话$|^电话(?!也|都|又|号|费|还|一直|关|那)|电话(?={N}?[次个通]|[,。]|{D}|{R}|{M})|通过电话|用电话|老年机|(?:打|拨|通)(?:了|过|通了?)*(?:{PERSON}的?)?(?:手机|座机)|电话(?=\d(?!\d))|{R}(?:倒是?|也|那边|这边)?(?:一打就)?接(?:通)?了(?!我?[回到走来孩娃])|回拨|回(?:了|过来)(?:一?个|我)?(?:电话|电)|(?:拨|打)(?:了)?(?:过来|回来)|拨(?:通|了|过去)"
)


_NOT_PHONE = re.compile(
    r"教[^,。]{0,14}(?:打|接|拨)(?:打)?电话|电话(?:手表|卡|费|号码?|机|本|线|亭)|短信|打(?:了|过)?(?:120|110|119|针|疫苗)|电话欠费|微信电话|视频电话|打(?:了)?视频|开通"
)


_CHANNELS: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (
        re.compile(
            r"(?<!会)(?<!小)(?<!短)(?<!段)(?<!拍)(?<!拍了)(?<!发)(?<!发了)(?<!发个)(?<!看)(?<!短)(?<!刷)(?<!录)(?<!个小)(?<!学会)(?<!学会了)(?<!教会)(?<!会用)(?<!教)视频(?!号|资料|会议|课|监控|里看|学习|教程|文件|剪|能|算|怎么|上传|传)|发起?(?:了)?(?:个)?视频(?:通话|聊|邀请)|[Vv]ideo|VIDEO"
        ),
        "video",
    ),
    (
        re.compile(
            rf"(?:发|回|来|收到|留)(?:了|过|来|的|个|一个|一?[条封]|{N}[条次个])*[^,。微]{{0,4}}(?:(?<!诈骗)(?<!垃圾)(?<!催缴)(?<!扣费)(?<!广告)(?<!银行)短信|短消息|手机信息|信息)|(?<!诈骗)(?<!垃圾)(?<!催缴)(?<!扣费)(?<!广告)(?<!银行)(?<!看)(?<!会)短信(?!收|验证|通知|费|提醒缴|(?:显示|发送)?失败)|发(?:了)?(?:个|条)?信息|(?:发|来)短信"
        ),
        "sms",
    ),
    (
        re.compile(
            rf"(?<!加)(?<!加了)(?<!加我)(?<!加了我)(?<!加上)(?<!加她)(?<!加他)微信(?!删|拉黑|不会|不能|会用|怎么|功能|字体|(?:给|上给|上)?(?:{R}|[他她]|娃|老人)?(?:又|也)?转|红包|里转|支付|付|收款|号|群里?(?!跟|和|@)|公众号|视频|电话费|零钱|上?转|(?:上|里)?发(?:了|过去)?{M}|运动|发了?个?红包|缴)|(?<!学会)(?<!会)(?<!教)(?<!教会)(?:发|回|说)(?:来|过来)?(?:了|过|的)?(?:一?[段条个]|{N}[段条个])?语音(?:消息)?|(?<!会发)(?<!教发)(?<!用)语音(?:给我说|里说|通话|电话|聊|联系|消息|讲|辅导|$|了)|微信电话|(?:微信)?群里[^,。]{{0,8}}(?:问候|问|聊|说|发|喊|艾特|@|拜年)|发(?:到|给|在)?我?微信|发(?:了|来|过来|给)*(?:一?[段条个张些])?[^,。]{{0,8}}?(?:小视频|短视频|(?<!微信)视频|照片|图片|截图)|截图(?:教|发|给)|回了个?(?:大拇指|赞|表情|笑脸|OK)"
        ),
        "wechat",
    ),
    (
        re.compile(
            r"(?:QQ|qq)(?!上?发说说|空间|\s*(?:打|开|上)?(?:了|的|个)*视频)|钉钉|抖音(?:私信|上)|快手(?:私信|上)|写(?:了|过|的)?(?:一?封)?信(?!息|用)|[寄来回](?:了|过|的)?(?:一?封)?信(?!息|用|号)|一封(?:手写)?信|邮件"
        ),
        "other",
    ),
    (
        re.compile(
            rf"(?:碰|遇|撞)(?:见|到|上|着)(?:了)?|碰了?个?(?:头|面)|照了?个?面|来(?:了)?(?:我|我们)?(?:的)?(?:单位|办公室|局里|乡上|镇上|所里|村部|村委会|家|我家|站上)[^,。]{{0,3}}找?(?:我)?|来[^,。]{{0,8}}找(?:过|了)?我|(?:在|上)我(?:们)?(?:的)?(?:办公室|单位|宿舍)|到我(?:们)?(?:的)?(?:办公室|单位|家|宿舍)|来找(?:我|过我|了我)|来我(?:们)?(?:办公室|单位|家|这)|找到我|(?:带|领|接|陪|叫|请)(?:着|上|了)?[^,。]{{0,8}}?(?:去|到|来|出去|上)?(?:了|过)?(?:一趟)?[^,。]{{0,8}}?(?:玩|吃(?:了)?(?:个|顿|一顿)?[^药的]|逛|博物馆|公园|书店|超市|商场|游乐|电影|广场|图书馆|动物园|书店|转了转|景区|科技馆|游泳馆?|体育馆|展览馆|文化馆|水上乐园|参观|一趟街|爬(?:了|过)?(?:一?[次趟回])?山|散步|赶(?:了|过)?(?:一?[个趟])?集|看展|县城里?转|赶集)|请[^,。]{{0,3}}(?:食堂|饭馆|馆子|饭店)|聚(?:了)?个?餐|接(?:{PERSON})?(?:到|来|回|上)?(?:了)?(?=我|自己|家|[他她]|单位)(?:我)?(?:自己)?家(?:里)?(?:来)?(?:吃|住|玩|过|待)|街上(?:见|聊)|集上(?![^,。]{{0,3}}(?:便宜|买|卖|贵))|在车站送|到[^,。]{{0,4}}车站(?:上|去)?送|街上[^,。]{{0,2}}吃(?:了)?[碗顿个]|在[^,。]{{0,4}}车站[^,。]{{0,2}}送|一起吃(?:了)?(?:个|顿)?饭|路上(?:见|聊)|会上见|当面(?!送)|(?:找着|找到|逮着|堵着|截住|叫住|喊住)(?:了)?(?:[他她]|{R})|面对面"
        ),
        "other",
    ),
)


_BARE_CONTACT = re.compile(
    rf"(?:跟|和|与|同|向)(?:{PERSON})[^,。]{{0,10}}?(?:联系|联络|沟通|交流|聊|谈|说了|说说)(?:了|过|着|上)?|(?:联系|联络)(?:了|过|上了?|到了?)?(?:一下|一次|{N}次)?(?:{PERSON})|{PERSON}[^,。]{{0,4}}(?:联系|联络|问候)(?:了|过|上了?)(?=$|一次|一下|{N}次|,)|问候(?:了|过)?(?:一下|一声)?(?:{PERSON}|$|{N}次|[,。])|^(?:{D}|已经?|均|都|全部?|现|逐一|分别)*(?:日常)?(?:联系|联络|联系交流|问候)(?:{N}次|$|,|了)|联系交流|^问(?:了)?(?:个)?(?:安|好)|{PERSON}[^,。]{{0,6}}(?:主动)?(?:联系|找)(?:了)?我(?!借|要钱|帮)|(?:跟|和)我(?:聊|说了|联系|谈)|关心问候|谈(?:了)?(?:一次)?心|问了问{PERSON}|{PERSON}(?:给我|跟我)说了?说?|(?:发|回)(?:了|来|过来|过|个|条|了条|了个)*消息|聊(?:了|了聊|聊|了会|起|着)|联系(?:了)?(?:监护人|家长|家属)"
)


_TALK_TO_OUTSIDER = re.compile(
    rf"(?:给|跟|和|与|同|向|找|联系(?:了|上|到)?|问(?:了)?)(?:了)?(?:{R}的?(?:学校|班上?)?的?)?(?:村上的?|村里的?|学校的?|县上的?|镇上的?|单位的?|[他她]们?的?|娃的?|孩子的?)?[一-鿿]{{0,3}}?(?:{OUTSIDER})[^,。]{{0,8}}?(?:打|通|联系|说|视频|发|聊|沟通|交流|谈|电话|微信)?|(?:{OUTSIDER})[^,。{R[1:-1]}]{{0,6}}(?:打|来|发|回)(?:了|过|来|个)*[^,。]{{0,4}}(?:电话|电|微信|短信|信息|消息|语音|视频)|(?:{OUTSIDER})[^,。]{{0,3}}来电|(?:{OUTSIDER})也?打(?:了|过)|(?:打|通|致)(?:了|过|个)*电?(?:话)?(?:给|联系|咨询)(?:了)?[^,。{R[1:-1]}]{{0,3}}(?:{OUTSIDER})|电话打(?:到|给)(?:了)?{R}?(?:的)?(?:{OUTSIDER})|(?:打|拨打)(?:了)?(?:120|110|119|12345|12333|12393)"
)


def contacts(clause: str) -> list[Act]:
    outsider = _TALK_TO_OUTSIDER.search(clause)
    found: list[Act] = []
    for pattern, channel in _CHANNELS:
        found.extend(Act("contact", channel, match.start(), match.end()) for match in pattern.finditer(clause))
    if (
        not found
        and (outdoors := re.search(rf"(?:{OUTDOORS})[^,。]{{0,16}}?(?:{TALK})", clause))
        and not re.search(rf"(?:{R}|[他她])(?:的)?{HOUSE}", clause)
    ):
        found.append(Act("contact", "other", outdoors.start(), outdoors.end()))
    if any(act.channel == "video" for act in found):
        found = [
            act
            for act in found
            if act.channel != "wechat"
            or not re.search("微信$", clause[: act.end])
            or "视频" not in clause[act.end : act.end + 3]
        ]
    if "短信" not in clause and any(act.channel == "wechat" for act in found):
        found = [act for act in found if act.channel != "sms"]
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
        found = [
            act
            for act in found
            if (act.channel == "other" and re.match("[带领接陪]", clause[act.start :]))
            or not _inside_outsider(act, outsider, clause)
        ]
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
