# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""Flags of a danger that the second reading heard and no rule did: once it is one, wider words tell which.

没找见, 关在后院 or 抢了钱 raise no alarm by themselves; beside an alarm they say what it is about.
"""

from __future__ import annotations

import re

from bot.domain.understanding.words import any_of

_WHOM = "[\ue000-\ue7ff他她娃]|老人|孩子|老婆子|老汉"
_CRUELTY = re.compile(
    any_of(
        f"(?:打|抽|砸|踢|踹|揍|扇|掐|拧|推|撵|骂|泼|逼|扯|揪|堵|摸|抢|饿|锁|关)(?:了|过|着)?(?:{_WHOM})(?!的?(?:手机|电话|微信|视频|号)) (?:把|将)(?:{_WHOM})[^,。]{{0,6}}(?:打|抽|砸|踢|锁|关|赶|撵|推|按|饿)",
        "(?:追|围|按|合伙|拿|抡|堵)[^,。]{1,8}(?:打(?!电话)|抽|灌|砸|泼|踢) (?:给|让|叫|被)(?!我|狗|驴|牛|车|雨|水|洪)[^,。]{1,8}(?:打(?!了?(?:个|的)?(?:电话|120|110)|来|的|晕)|揍|骂|踢|按|关|锁|逼|撵|堵|抢(?!救)) 摸过 老?(?:逼|揪|扯)(?:着|住)?[^,。]{0,3}(?:交|要|洗|干|跪|头|衣) 抢(?:了|走)[^,。]{0,4}(?:钱|饭|卡|东西) 推(?:到|下|进) 吐(?:痰|口水|唾沫)",
        "(?:饭|吃的)[^,。]{0,4}(?:不给|没给|不端|没留|不让|不做) (?:不|没)给[^,。]{0,3}(?:吃|饭|水|端|做) 没人(?:给)?[^,。]{0,3}(?:做饭|管饭|翻身|端饭|喂) (?:[一两三几半好]+[天日顿月])[^,。]{0,3}没[^,。]{0,4}(?:吃上|吃到|给)[^,。]{0,4}饭? (?<!自己)(?<!机)(?<!机也)(?<!门)(?:锁|关)(?:着|在|进) 不让出(?:来|门|去) 不给就 扇(?:了|巴|耳|脸) 挨(?:了)?(?:打|揍|[^,。]{0,2}巴掌|骂) 揍了 拿[^,。]{1,5}(?:烫|抽|扎|戳) 推搡 又推又 推倒 不准[^,。]{0,4}(?:进|吃|出) 捆(?:在|着|起) 保护费 被窝 只给吃 打下的 (?<!是自己)(?:打|抽|烫|掐|踹|踢)的(?!电话|120|水|针) 睡[^,。]{0,3}(?:柴|羊圈|牛圈|狗窝|草|门外|院里|地上) (?:人)?也不管 说不养 动手",
    )
)
_DEATH = re.compile(
    any_of(
        "不在了[^,。]{0,4}别找 别找我 (?:手腕|腕子?|胳膊)[^,。]{0,4}割 割(?:了|的|手|腕) 刀片 喝了(?:一|半)?[^,。水茶酒]{0,4}药 活(?:着|够|不) 死了算 割腕 划自己 自己(?:划|割)的 敌敌畏 安眠药 上吊 百草枯 锁在[^,。]{0,4}不肯出 农药 想死 寻死 跳(?:楼|河|桥|井)"
    )
)
_BURIED = re.compile(
    any_of(
        "(?:墙|房|屋|窑|棚|烟囱)[^,。]{0,4}(?:倒|塌|垮|裂|窟窿|冲) 水[^,。]{0,4}(?:到|深|没过|漫|进|泡|淹) (?:家|屋|院)[^,。]{0,5}(?:灌|淹|进了?|冲|泡) 引着 着了?火 烧(?:了|着|起来|光) 火(?:苗|大|还) 煤[烟气]?味 烟[^,。]{0,3}(?:呛|熏|灌) 山(?:水|洪|体) 滑坡 泥石流"
    )
)
_LOST = re.compile(
    any_of(
        "没(?:找|寻)(?:见|着|到) (?:找|寻)不(?:见|着|到) (?:没|还没|未)(?:联系上|回(?:来|家|过家|宿舍|学校|去|屋|$|[\ue000-\uf8ff])) 没回[^,。电信复话]{1,5}(?=$|[,。]) [一两三几][天夜晚]没回 联系不上 不见(?:了|人|踪|影) 丢了 搜(?:山|寻|救) 音信 满[^,。]{1,2}找 正找(?:着|呢)? 走(?:失|丢) 不知道(?:人)?(?:在|去)哪 离家出走 (?:卷|冲)走 没见人 见不着人 翻墙跑"
    )
)
_FALLEN = re.compile(
    any_of(
        "晕 昏(?!暗) 叫不(?:应|醒|答应) 倒在 抢救 嘴歪 (?:掉|摔|滚|跌)(?:进|到|下|落) 救护车 上不来 中毒 煤气 (?:烟|煤)[^,。]{0,3}(?:打|熏|闷) 触电 溺水 撞"
    )
)
_HURT = re.compile(
    any_of("血 破 肿 青 紫 口子 骨折 断了 烂 昏 洗胃 抢救 医院 (?:手腕|胳膊)[^,。]{0,4}割了? 割的?口子 磕 伤"),
)
# Not at school for days: more than one who is sought and was not there this morning.
OUT_OF_SCHOOL = re.compile(
    "[一两三四五几0-9]天[^,。]{0,2}没(?:到校|来|去)|第[二三四五]天|逃学|逃课|上(?:个)?(?:礼拜|周|星期)|不想|不去|辍|退学|厌学|旷课"
)


def flags_of_alarm(told: str, flags: frozenset[str]) -> frozenset[str]:
    """The flags of an alarm that no rule explains, `told` with its names masked."""
    found = set(flags)
    if _CRUELTY.search(told):
        found.add("abuse")
    elif _DEATH.search(told):
        found.add("distress")
    elif _LOST.search(told):
        found.add("living_alone")
        if not OUT_OF_SCHOOL.search(told):
            found.discard("dropout")
    elif _BURIED.search(told):
        found.add("unsafe_house")
    if _FALLEN.search(told) and not {"abuse", "living_alone"} & found:
        found.add("illness")
    if {"abuse", "distress"} & found and (_CRUELTY.search(told) or _DEATH.search(told)) and _HURT.search(told):
        found.add("illness")
    return frozenset(found)
