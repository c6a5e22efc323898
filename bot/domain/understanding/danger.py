# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Acute danger: what must reach the duty officer at once."""

from __future__ import annotations

import re

from bot.domain.understanding.peril import PERILS
from bot.domain.understanding.words import any_of

_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in PERILS)
# Marks that somebody made on himself are no beating.
_BY_ONESELF = re.compile("自己(?:拿[^,。]{1,4})?(?:划|割|掐|烫|扎|咬)的")
# 叫炭烟打了, 煤气打晕了: nobody struck.
_STRUCK_BY_GAS = re.compile("(?:烟|煤气)[^,。]{0,4}打")
_NEAR, _BEFORE = 60, 8
# Words of warning and of teaching: nothing happened.
_WARNED = any_of(
    "预防 宣传 防范 防(?:止|煤|火|一氧|溺|震|汛) 谨防 以免 避免 免得 培训 演练 知识 讲(?:了|解)?[^,。]{0,8}(?:安全|防) 排查 检查(?:了)?[^,。]{0,10}(?:隐患|安全|烟道|炉|线路)",
    "提醒(?:了)?[^,。]{0,4}(?:防|注意|小心|别|不要|夜里|睡觉|用火|用电|开窗) 注意(?:防|用|安全|煤|火) 小心(?:煤|火|用|别) 嘱咐 叮嘱 叮咛 (?:可|千万|让[他她]们?|叫[他她]们?|劝[他她]们?)别 报警器 灭火器 保险 险公司 赔付 理赔",
)
# Long ago, over and mended, or out of a story.
_OVER = any_of(
    "以前 去年 前年 大前年 小时候 早年 多年前 那年 当年 年轻时候? 曾经 [0-9一二三四五六七八九十]+年前 留下的 落下的 后遗症 旧伤 老伤 (?:后|多年|致)(?:瘫|残|偏瘫) 致残 截肢 已经?(?:修|好了|出院|康复|找到|找着|处理|搬) 修好 找(?:到|着|回来)了 寻(?:到|着|见)了 虚惊",
    "电影 电视(?!柜|线|后|旁) 新闻 小说 抖音 快手 戏里 故事里 梦见 做梦 玩笑 假装 假的 练习 没(?:有)?(?:发现)?(?:煤烟|漏|着火|危险|问题)",
    "(?:笑|累|热|冷|忙|困|撑)(?:死|得) 饿死 (?:急|烦|愁|乐|美|羞|吓|气)死 想死(?:我|你|他|她) 高兴",
)
_BEAST = any_of(
    "羊羔?(?!圈|棚|皮|毛|肉) 牛犊?(?!万|圈|棚|粪) 鸡(?!蛋|圈) 狗(?!窝) 猪(?!圈|肉) 驴(?!圈) 骡 猫 鸭 兔 马(?=丢|跑|不见) 牲口 牦牛"
)
_THING = any_of(
    "钥匙 手机(?![也都还又]*(?:关机|没人|打不|不通|停机|不接)) 身份证 证(?!人|实|明) 钱包 存折 户口本 户口 老花镜 眼镜 证件 银行卡 残疾证 低保卡 社保卡 卡 块钱 钱 单子 本子 东西 工具 票 助听器 遥控器"
)
_LOSE = any_of("丢 跑 找 寻 不见 没影 走 死 病 毒 抢救 关 锁 拴 赶 撵 圈 压 埋 淹 冲 打 撞 掉 拉")
# 羊丢了, 满山找牛, 钥匙锁屋里了: not a person.
_NO_PERSON = rf"(?:{_BEAST}|{_THING})(?:[^,。人]{{0,4}}?){_LOSE}|{_LOSE}(?:了|的|着|过|进|回|到|出|死|不|见|中){{0,3}}(?:[一两三四五六七八九十几0-9]+[只头匹条峰])?(?:家里?的?|那)?(?:{_BEAST}|{_THING})"
_NOT_ACUTE = re.compile(f"{_WARNED}|{_OVER}|{_NO_PERSON}")
_ABOUT_PEOPLE = frozenset({"suicide"})
# 跟人打架把人家打了: the recipient himself struck.
_STRUCK_OTHERS = re.compile("打架[^。]{0,6}把(?:人家|别人|同学|对方)|把(?:人家|别人|对方)[^,。]{0,6}打")
_DENIED = re.compile(r"(?:没|不|未|没有|并没|不是|不会|无)(?:人|被|再|有|什么|啥|发生|敢|想|受)?$")
# 欺负了吗, 没有: asked and denied.
_ASKED = re.compile(r"^[^,。]{0,4}(?:吗|没有|么|没)(?:[,。 ?]|$)")
# What was lost is found, what fell is built up again: told later in the same message.
_FOUND = re.compile(
    r"(?<!没)(?<!还没)(?<!不)(?:找|寻)(?:到|着|见|回来?)(?:了|人|娃|他|她|$|,)|(?:全|都|自己|给)?(?:赶|接|送|领|跑|走)回来了"
)
_LEFT = r"(?:了|好|完|上|成|起|住|新)"
_REBUILT = re.compile(
    rf"(?:重新?|新|又|全)(?:砌|修|盖|垒|打)|(?:砌|修|垒|加固|(?<!床)支|撑|扶|推|拆|清理|锯|铲){_LEFT}|(?:挖|疏)通"
)
# 掉沟里划了七针,昨天出的院: over.
_DISCHARGED = re.compile("出(?:的|了)院(?!子|里|门)|出院了")
_MENDED = {"missing": _FOUND, "house": _REBUILT, "collapse": _DISCHARGED}
_STILL = re.compile("没[^,。]{0,6}(?:找|寻|见|回)|人[^,。]{0,6}(?:压|埋|困)|住不成|不能住")
# 打他家没人接: a call, whoever is named.
_CALL = re.compile(r"(?:^|[,。 ])(?:我|又|再|改|先|后来|上午|下午|晚上|中午|就|也|都|还|[\uf000-\uf2ff])*打")
_RANG = re.compile("没接|不接|没通|关机|停机|通了|接了|没人接|无人接|占线|打通|接的")
# 怕再走丢, 怕是要着火: feared, not come to pass.
_FEARED = re.compile("(?:(?<!害)怕|担心|生怕)(?:再|又|[他她]|万一)*(?:会|要)?$")
# 晕倒过一回,那是去年.
_LONG_AGO = re.compile("^[^。]{0,6},?那[都还]?是(?:去年|前年|以前|早先|小时候|好几年前|[几多]年前)")
# 电话打了叫不应, 门插着叫不应: nobody heard it, nobody fainted.
_NOT_HEARD = re.compile("电话|铃|家没人|屋没人|门")
_PLANT = re.compile("树|苗|花|菜|葱|果|秧")
_BITTEN = re.compile("(?:狗|犬|猫|猪|驴|蛇)[^。]{0,14}咬|咬[^。]{0,14}(?:狗|犬)")
# 牙疼得两天没吃饭: too ill to eat, not kept from it.
_NO_APPETITE = re.compile("疼|胃|发烧|拉肚|吐|没胃口|吃不下|咽不下|自己(?:关|锁|不)")
_STARVED = re.compile("饿|不给|没人|不管|不让|没给")
# 以后有人欺负你先告诉我: said for the future.
_SHOULD_IT = re.compile(
    "以后[^,。]{0,4}(?:谁|有人|被)$|(?:要是|如果|万一)(?:再)?有人$|谁(?:再|敢|要)$|(?:再)?有人$(?=先)"
)


def _only_sounds_so(name: str, said: str, sentence: str, before: str) -> bool:
    """The words of a danger, said of something else: a tree that is planted, a door that nobody opens."""
    if name in {"missing", "fire", "house"} and _FEARED.search(
        before.replace("怕是", "怕") if name == "fire" else before
    ):
        return True
    if name == "collapse":
        return (said.startswith(("叫", "喊", "唤")) and "不应" in said and _NOT_HEARD.search(sentence) is not None) or (
            said.startswith("栽") and _PLANT.search(sentence) is not None
        )
    return name == "abuse" and (
        (said == "牙印" and _BITTEN.search(sentence) is not None)
        or _SHOULD_IT.search(before) is not None
        or ("天没" in said and _NO_APPETITE.search(sentence) is not None and _STARVED.search(sentence) is None)
    )


def _mended(name: str, after: str) -> bool:
    if _STILL.search(after):
        return False
    healed = _MENDED.get(name)
    return healed is not None and healed.search(after) is not None


def _happened(name: str, match: re.Match[str], sentence: str, later: str) -> bool:
    """Whether what the words say takes place now, to a person."""
    # Never further than _NEAR: a sentence without a comma stays linear.
    # What is sought was named before: 猪丢了,到处找.
    comma = 0 if name == "missing" else sentence.rfind(",", 0, match.start())
    left = max(0, match.start() - _NEAR, comma)
    right = sentence.find(",", match.end(), match.end() + _NEAR)
    around = sentence[left : right if right >= 0 else match.end() + _NEAR]
    before, after = (
        sentence[max(0, match.start() - _BEFORE) : match.start()],
        sentence[match.end() : match.end() + _NEAR],
    )
    if _NOT_ACUTE.search(around) or _DENIED.search(before) or _mended(name, after + later):
        return False
    if _LONG_AGO.search(after) or _only_sounds_so(name, match[0], sentence, before):
        return False
    if name != "abuse":
        return True
    rang = match[0].startswith("打") and (
        _RANG.match(after.lstrip(",")) or (_CALL.search(sentence[: match.start() + 1]) and _RANG.search(after + later))
    )
    return not (rang or _STRUCK_OTHERS.search(sentence) or _ASKED.search(after))


def dangers_in(masked: str) -> tuple[str, ...]:
    """The categories of acute danger told as happening now, gravest first; none for prevention, history and figures of speech."""
    found: set[str] = set()
    if "虚惊" in masked:
        return ()
    rest = masked
    for sentence in re.split(r"[。!?;\n]", masked):
        rest = rest[len(sentence) + 1 :]
        for name, pattern in _PATTERNS:
            if name not in found and any(
                _happened(name, match, sentence, rest[:_NEAR]) for match in pattern.finditer(sentence)
            ):
                found.add(name)
    if _BY_ONESELF.search(masked) or _STRUCK_BY_GAS.search(masked):
        found.discard("abuse")
    return tuple(name for name, _ in PERILS if name in found)
