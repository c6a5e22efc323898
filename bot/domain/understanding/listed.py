"""Messages that list: 晨晨,学校;巧儿,电话 and 石万银昨天电话今天去的, written out so that each entry is a clause."""

from __future__ import annotations

import re

from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.words import any_of

_REMOTE = r"(?:打?了?(?:个|一个)?(?:视频电话|微信电话|微信语音|微信视频|电话|微信|视频|短信|语音|QQ|qq))(?:了|过|联系)?"
_WENT = any_of("入户 走访 上门 家访 看望 探望 探视 慰问 去了 看了 走了")
_HOME = any_of("家里 家中 家 屋里 那里 那边")
_CARE = any_of("学校 校里 宿舍 敬老院 养老院 福利院 医院里? 病房 托养中心 康复中心")
_PART = any_of("早上 上午 中午 下午 后晌 傍晚 晚上 刚才 刚刚 先 后 又 再 也 还 另")
_WHO = rf"(?:{R}(?:(?:、|和|跟|与){R})*|[两二三四俩][个户位]?(?:娃娃?|孩子|老人|人)?)"
_END = r"(?=\s*(?:$|[,。;!?\n]))"
_BEGIN = r"(?:(?<=[,。;:!?\n\s])|^)"
# 晨晨,学校 and 汝爷:没去.
_NAME_THEN = re.compile(
    rf"{_BEGIN}({R})\s*[,:、—-]+\s*(?=(?:{D}|{_PART})*(?:{_REMOTE}|{_WENT}|{_HOME}|{_CARE}|没去|没打|没接|没通|没人接|关机|不在){_END}|(?:{_REMOTE}|{_WENT}|{_HOME}|{_CARE})、)"
)
_PLACE = re.compile(
    rf"{_BEGIN}((?:{D}|{_PART})*)({_WHO})((?:{D}|{_PART})*)({_HOME}|{_CARE})((?:{D}|{_PART})*){_END}(?!(?<=那[边里])\s*,\s*(?:{D}|{_PART})*(?:{_REMOTE}|{_WENT}){_END})"
)
_TALK = re.compile(rf"{_BEGIN}(?:{D}|{_PART})*(?:{_WHO})?(?:{D}|{_PART})*(?:{_REMOTE}|{_WENT})(?:{D}|{_PART})*{_END}")
# 电话、郎玉山…: the sign of a list between one entry and the next.
_NEXT_ENTRY = re.compile(
    rf"(?<=[话信频音户访Qq])、(?={R}(?:{D}|{_PART})*(?:{_REMOTE}|{_WENT}|(?:{_HOME}|{_CARE})(?=[、,。;]|$)))"
    rf"|(?<=[门校院家])、(?={R}(?:{D}|{_PART})*(?:{_REMOTE}|{_WENT}))|(?<={R})、(?={D}(?:是|给|跟|和)?{R})|(?<={D})、(?={R}家?{D})"
)
# 八月二十号电话二十二号入户.
_NEXT_DAY = re.compile(
    rf"({D}(?!前|后|之|以)[^,。;!?\n、和及{D[1:-1]}]{{0,10}}?(?:{_REMOTE}|{_WENT}|去的|看的|打的|去过|[家校院])(?:了|的|过)?)\s*(?={D}(?:{_PART})*(?:{_REMOTE}|{_WENT}|去|看|打电话|{R}))"
)
# 剪头发,她家,昨天; 说了三遍,在她家说的: the place told after the act.
_AFTERTHOUGHT = re.compile(
    rf"(?<=[,;。\s])(?:就|是|都)?(在|到)?((?:{R}|[他她]们?)(?:的)?(?:家里?|屋里))(?:给)?(?:[说聊讲弄做办打写剪教填帮看喧谝唠坐辅]的|呢|里)?{_END}"
)


_LATE_ENTRY = re.compile(rf"(?:^|(?<=[,。;\n]))(补(?:录|记|登|报|填)(?:一[条下]|几条)?)\s*(?={D}(?!的))")
# 卓玛微信,瑶瑶电话都是周六.
_ALL_THAT_DAY = re.compile(rf"((?:{_REMOTE}|{_WENT}))都(?:是|在)(?={D})")


# 邓:访; 唐:电; 静静 昨 电.
_ABBREVIATED = re.compile(rf"((?:{R}家?[\s:,]*{D}?|{D})[\s:,]*)([访电视微入])(?=\s*(?:[;,。、]|$|{R}))")
_IN_FULL = {"访": "走访", "入": "入户", "电": "打电话", "视": "视频", "微": "微信"}
# 电话:马海艳监护人; 路平 尹改莲 今早短信.
_LABEL = re.compile(rf"{_BEGIN}(电话|走访|入户|微信|视频|短信)[:：]\s*(?={R})")
_NAMES_SPACED = re.compile(rf"({R})[ \t]+(?={R})")


def spell_out(masked: str) -> str:
    """The message with its terse entries written out: 金龙爷,家里 is 去了金龙爷家里."""
    masked = _ABBREVIATED.sub(lambda m: f"{m[1].strip(' :,')}{_IN_FULL[m[2]]},", masked)
    masked = _NAMES_SPACED.sub(r"\1、", _LABEL.sub(r"\1", masked))
    text = _NAME_THEN.sub(r"\1", _NEXT_ENTRY.sub(",", _LATE_ENTRY.sub(r"\1,", masked)))
    text = _ALL_THAT_DAY.sub(r"\1,都是", text)
    text = _NEXT_DAY.sub(r"\1,", _NEXT_DAY.sub(r"\1,", text))
    places = list(_PLACE.finditer(text))
    if not places:
        return _AFTERTHOUGHT.sub(r"我在\2坐了", text)
    alone = re.fullmatch(rf"\s*{_PLACE.pattern}\s*[。!]?\s*", text) is not None and re.search(D, text) is not None
    dated = sum(re.search(D, match[0]) is not None for match in places)
    entries = len(places) + len(_TALK.findall(text))
    if alone or (dated and entries > 1) or len(places) > 1 or (entries > 1 and _listed(text)):
        text = _PLACE.sub(lambda m: f"{m[1]}{m[3]}{m[5]}去了{m[2]}{m[4]}", text)
    return text


def _listed(text: str) -> bool:
    """More than half of the clauses are entries."""
    clauses = [clause for clause in re.split(r"[,。;!?\n\s]+", text) if clause]
    short = sum(bool(_PLACE.fullmatch(clause) or _TALK.fullmatch(clause)) for clause in clauses)
    return short * 2 > len(clauses)
