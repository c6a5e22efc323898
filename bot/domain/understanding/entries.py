# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Whether a message is about something stored: an entry named, a slip owned, a value set against another."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import D, M, R
from bot.domain.understanding.words import any_of

# What is stored, as people point at it.
ENTRY = any_of(
    "(?:那|这|上一?|前一?|头一?|末|最后一?|最近一?|第[一二三]|后一?|倒数第[一二])[条笔] [两三2-4]条 一条记录 记录(?!本|员|仪) 台账里 系统里(?:的|记|写|是)",
    "[\ue000-\ue7ff](?:家|[叔婶哥姐爷])?(?:的)?[那这]个(?=不是|该是|应|是你|日期|金额|数|不对|渠道|,) 那(?:个|次|笔)(?:走访|电话|视频|微信|短信|慰问|家访|入户|探视|红包|记录|实事)",
    "刚才?(?:的|那个?|发的?|报的?|记的?|录的?|填的?|说的?|登的?)(?!老|娃|事) (?:登记|记录|录入|上报|填报|发过去|报上去|记上去|存)(?:的|了)(?!什么|事) (?:早先|之前|先前|前面|前头|上午|昨天|今早|早上|前天|那天|上次|上周|方才)(?:(?:记|报|录|填|登记?)的|(?:写|发)的(?!红包|钱|米|面|油|微信|消息)) 我(?:刚|昨天|上午|早上|下午)?(?:发|报|记|录|填|登)的",
)
_STORE = any_of("记 写 填 录 登 登记 报 算 归 标 存 识别 弄 搞 输 打 选 写 发 说 点 听")
# 记成, 录反了, 多报, 少写, 听岔了.
SLIP = re.compile(
    rf"(?<!别)(?<!没)(?<!听)(?<!默)(?<!抄)(?!(?:说|发|弄)成了|说成$|(?:老|总)){_STORE}(?:成(?!功|立|绩|本|年|了?一键|了?本|(?:了)?[^,。]{{0,2}}(?:大字|号?键|死期|定期|活期))|漏(?:了)?(?!水|风|雨|气|电)|错(?!别字|题|药|过|群|人|地方|对话|窗口)|反了?|混了?|岔了?|颠倒|串了?)(?!的表|的卡|的名字|的身份证)|(?<![点百千万十几块个年月天岁斤里0-9很太许好差])(?<!至)(?<!具体)(?:多|少|漏|误|错)(?:记(?!不)|写|填|录|登|报|算(?!的)|输|打)(?!一?个?(?:电话|视频|针)|来|过|工|扰|搅)|漏(?:了)?(?:一|两)?个?(?:人|项|条)(?!,你)|少了?(?:记|写)?(?:一|两)个人|{_STORE}(?:到|在)[^,。]{{1,5}}(?:名下|头上|账上|身上)|(?:只|光|就)(?:给我)?(?:记|写|填|录|报)了(?!一遍笔记|笔记)|忘(?:了|记)?(?:写|记|填|录|报|加)(?:进去|进|上去)|没(?:写|说|记|填|讲)(?:明|清楚|全)(?:白)?[,。]|忘(?:了|记)?(?:写|记|填|录|报)(?:了)?(?:金额|日期|钱|多少|渠道|时间|数)|{_STORE}的是[^,。]{{1,12}},?(?:其实|实际|明明)|(?:不该|不应该?)(?:记|算|写|填|归|报)|(?:写|记|填|录|报)(?:到|在)[^,。]{{1,6}}(?:月|号|日|周[一-日]|天)[^,。]{{0,2}}(?:去|上|里)?了|(?:日期|金额|时间|渠道)(?:变|显示|写)?成(?:了)?|[\ue000-\ue7ff]当(?:成|作)[^,。]{{1,4}}(?:记|写|填|录|报)了|^(?:哎呀?|啊|唉|,)*错了(?:错了)?[,。!]|张冠李戴|有误|写串|对调|互换一?下|(?:把)?(?:(?<!老)(?<!家)(?<!别)人(?!家|反|错)|名字|日期|时间|金额|对象|两个人)[^,。别里]{{0,3}}(?:错|反(?![映而正被])|混|串|对调|换一?下)"
)
# 挪给王秀英, 金额改280, 往前挪一天, 就王秀英一个人: an entry or one of its fields is made another.
_SHIFTED = re.compile(
    rf"(?:调|挪|移|转|划)(?:成|到|给|往)|往[前后](?:挪|调|移)|(?:就|只有){R}(?:一个人|一个|一家|自己)|纠正"
)
_FIELD_CHANGED = re.compile(
    "(?:金额|日期|渠道|方式)(?:给我|帮我)?(?:改|标上|补上|写上|加上|填上)|(?:日期|金额|时间|渠道)(?:补|写|换|调|标)(?:成|为)|[条笔个]按[^,。]{1,8}算|(?:那|这|上一?)[条笔](?:里)?(?:落|漏|缺|少)(?:了|下)|没(?:写|填|记|录)(?:上|进去)?,[^,。]{0,3}补"
)
_STORED_AS = re.compile(rf"{_STORE}成(?!功|立|绩|本)")
# A slip of the tongue may as well be put right in passing.
_PERHAPS = re.compile(r"(?:弄|搞|颠)(?:颠倒|混|反|岔|错)|刚才?忘(?:了|记)?(?:说|写|报|填)[^。]{0,14}\d|口误|笔误|手误")
# 明明是, 其实是, 准确说是.
_TRULY = re.compile(
    r"明明|其实|实际|准确(?:地|的)?说|确切(?:地|的)?说|正确的?(?:是|应)|应(?:该|当)?(?:是|为|算|写成|记成|填)|该(?:是|为|算)|(?:不光|不止|不单)|没[^,。]{1,8},\s*是|得(?:改|写|记|算)(?:成|为)"
)
# 上一条要再加上解决困难.
_ADDED = re.compile(
    "(?:再|还|要|得|应该)加(?:上|个|一个|一项)|,加(?:上|进去)(?:$|[,。吧])|只(?:去|打|给|看)了|补上(?:一个|一项)"
)
_CHANNEL = any_of(
    "走访 入户 上门 家访 电话 打电话 视频 打?的?视频 微信 短信 语音 去家里 家里 去的 敬老院 学校 医院 当面 办实事 联系"
)
_VALUE = rf"(?:{D}|{R}|{M}|{_CHANNEL})"
# 不是三百,三十; 是视频不是电话; 改转不是兰英.
_AGAINST = re.compile(
    rf"(?:并?不是|不该是|不应是|哪是|哪里是)[^,。!?;]{{0,4}}{_VALUE}[^,。!?;]{{0,5}}[,。!?;]?[^,。!?;]{{0,6}}{_VALUE}|{_VALUE}[^,。!?;]{{0,5}}[,。!;]?(?:并?不是|不对,?不是){_VALUE}|(?:{M}|[一二三四五六七八九]?[十百千])改(?:成|为)?(?:{M}|[一二三四五六七八九]?[十百千])|{R}改(?:成|为)?{R}|{R}(?:家)?那[个条笔次](?:日期|金额)?(?:该|应该)?是(?:{D}|{M})|该是{_VALUE},(?:并?不是){_VALUE}|(?:不好意思|错了)[^,。]{{0,6}},?[^,。]{{0,4}}那[个条笔次]是(?:{D}|{M})"
)
_TAKE_OUT = any_of(
    "删 删掉 删了 删除 删去 撤 撤了 撤掉 撤回 撤销 取消 作废 抹掉 抹去 清掉 清除 去掉 去除 划掉 剔除 移除 收回 拿掉 扔掉 不要了 不要 不算 不作数 无效 别要 别算 别记 不用记 别存 废了 废掉 销了 销掉 别管 别当记录 别当真"
)
_UNDO = re.compile(
    rf"{ENTRY}[^。!?;]{{0,14}}?{_TAKE_OUT}(?!证|银行)|{_TAKE_OUT}(?:一下|了|掉)?[^,。!?;]{{0,8}}?{ENTRY}|(?:把|将)[^,。]{{0,18}}(?:登记|记|报|录|发)的[^,。]{{0,10}}(?:删|撤|取消|作废|去掉|清)|[条笔](?:记录)?(?:也|都|给我)?去了(?=吧|$|[,。])|(?:把|将)[^,。]{{0,16}}(?:的|条|笔)(?:也|都|全|给我?)*撤|撤[一两]?条|取消[^,。]{{0,14}}(?:记|报|录|填|发)的|(?:上面|前面|刚才?发?的?)[那这]?(?:句|串|段|几句)[^,。]{{0,4}}(?:别|不用|不要|忘|撤|删)|忘(?:掉|了)(?:上面|刚才|前面)|别当(?:成|作)?记录|删[掉了]?[一两](?:个|条|遍)|删了重(?:来|发|写|记|报)|留一[条个遍](?:$|[,。就吧])|重复(?:了)?(?:提交|上传|录入|发送|打|点)|(?:提交|上传|报|录)重(?!了?症|量|点|病)了?|不要那[个条]了|(?:^|,)(?:全|都|给我|统统)(?:给我)?(?:删|撤)[掉了]?吧?$"
)
_WRONG_PLACE = re.compile(r"误(?:触|发|点|按)|手滑|没这回事|测试(?:的|一下|用)[^,。]{0,6}(?:删|别|不)")
_A_DEED = re.compile(
    rf"(?:表|卡号?|身份证|户口|姓名|档案|账号|名单|存折|合同|证上|系统里的名字)[^,。]{{0,6}}{_STORE}错|(?:帮|给|替)(?:{R}|他|她|老人)[^,。]{{0,10}}(?:改|更正)(?:过来|好|了)"
)


def is_slip(text: str) -> bool:
    """An entry is said to be wrong, or a value is set against another."""
    if _A_DEED.search(text):
        return False
    return (SLIP.search(text) or _FIELD_CHANGED.search(text)) is not None or (
        re.search(ENTRY, text) is not None
        and (
            _TRULY.search(text) is not None
            or "不是" in text
            or "改" in text
            or (_ADDED.search(text) or _SHIFTED.search(text)) is not None
        )
    )


def shifts(masked: str) -> bool:
    """Whether an entry goes to another, or one of its people or fields changes."""
    return _SHIFTED.search(masked) is not None


def stored_wrongly(text: str) -> bool:
    """点成入户, 记成电话: what was stored is named, so that the right value stands beside it."""
    return _STORED_AS.search(text) is not None


def may_be_slip(text: str) -> bool:
    return _PERHAPS.search(text) is not None


def is_errand(text: str) -> bool:
    """A wrong card number put right for somebody: a deed, no correction."""
    return _A_DEED.search(text) is not None and re.search(ENTRY, text) is None


def sets_against(masked: str) -> bool:
    """不是三百,三十: one value denied, another of the kind given. Read with days, sums and people masked."""
    return _AGAINST.search(masked) is not None and not re.search(
        "是不是|又不是|还不是|要不是|可不是|不是[^,。]{1,8}就是", masked
    )


# 撤了吧,那条是前年的事; 请删除:3月2日,老王,电话: the first word already takes it back.
_WITHDRAWN = re.compile(
    r"^(?:不好意思|抱歉|哎呀?|那个|麻烦|请|,|\s)*(?:撤(?:了|掉|销|回|一下)*|取消(?:一下|掉|了)*|删(?:除|掉|了|去)?(?=[:\s])){1,2}吧?(?=$|[,。!:\s])(?![^。]{0,8}(?:下周|改天|明天|改到|推到|再去))"
)
# 电话删了, 入户作废吧: the act stands for its entry.
_ACT_OUT = re.compile(
    r"(?:走访|入户|电话|视频|家访|慰问|上门|探视)(?:记录|那[条次笔])?(?:也|都|全|给我?)*(?:删|作废|撤)(?:了|掉|除|销|吧|一下|$)"
)
_OF_A_PHONE = re.compile("骗|手机[里上]|通讯录|黑名单|垃圾|广告|他[^,。]{0,4}里的|她[^,。]{0,4}里的")
_ENGLISH = re.compile(
    r"\b(?:clear|delete|remove|cancel|undo|withdraw)\s+(?:the\s+|my\s+|that\s+)?(?:last|latest|previous|entry|record)",
    re.IGNORECASE,
)


def withdraws(text: str) -> bool:
    """The message begins with taking back what was sent."""
    return _WITHDRAWN.search(text) is not None


def takes_out(text: str) -> bool:
    return (
        (_UNDO.search(text) or _WRONG_PLACE.search(text) or _WITHDRAWN.search(text) or _ENGLISH.search(text))
        is not None
    ) or (_ACT_OUT.search(text) is not None and _OF_A_PHONE.search(text) is None)


def names_entry(text: str) -> bool:
    """Something stored is pointed at: 那条, 刚才报的, 昨天记的."""
    return re.search(ENTRY, text) is not None


# 改成斜坡, 换成新的: a thing made over, not an entry.
_MADE_OVER = re.compile(r"(?:改|换|变)(?:成|为)(?P<into>[^,。!?;]{0,8})")
# 不是节气, 不是礼拜天嘛: nothing that an entry holds is denied.
_DENIED = re.compile(r"不是(?P<what>[^,。!?;\s是]{1,12})")
_TAG = re.compile("不是[^,。]{1,10}(?:嘛|吗|么)")
_FIELD = re.compile(
    any_of(
        "日期 金额 时间 对象 名字 渠道 方式 类型 数字 地点 记错 写错 填错 弄错 搞错 说错 输错 录错 选错 报错 打错 点错 更正 订正 勘误 纠正 改过来(?=$|[,。吧]) 改一下 改下 给改 帮改 (?:记|写|填|录|报)的是 上条 应该是 应该算 应为 应当是"
    )
)


_OTHER_VALUE = re.compile(any_of("现金 红包 实物 物资 东西 [一两二三四]个人 [一两二三四][家户人] [0-9] 解决困难 当天"))


def reports_afresh(masked: str) -> bool:
    """Although 改成 or 不是 stands in it, no entry and no value of one is spoken of. The caller knows that it reports an act."""
    if re.search(ENTRY, masked) or _FIELD.search(masked) or SLIP.search(masked):
        return False
    changed = [m["into"] for m in _MADE_OVER.finditer(masked)]
    denied = [m["what"] for m in _DENIED.finditer(_TAG.sub("", masked))]
    return not any(re.search(_VALUE, words) or _OTHER_VALUE.search(words) for words in (*changed, *denied))
