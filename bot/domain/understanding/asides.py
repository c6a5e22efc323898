"""People whom a clause names without doing anything for them: talked of, passed by, left out, owners of a thing."""

from __future__ import annotations

import re

from bot.domain.understanding.names import R

# 前进打来电话说媛媛不吃饭; 电话里跟何尤苏说米娜的助学金: what is said is about others.
_SAID = re.compile(
    rf"^[^说]*{R}[^说]*(?:电话|打来|来电|打过来|微信|短信|视频|语音|发消息|给我打|打我手机)[^说{R[1:-1]}]{{0,10}}说(?!了|话|起话|过)|^[^说]*(?:电话|微信|视频|短信|语音)(?:里|上)?(?:给|跟|和|同){R}说(?!了|话|过)"
)
_DOES_MORE = re.compile("又|再|我(?:给|去|跟|就|把|帮|也)|顺便|然后")
# 去看仁青的路上碰见卓嘎.
_ON_THE_WAY = re.compile(rf"(?:去|到|从|看|找)[^,。]{{0,3}}{R}(?:家)?(?:那里|那边|回来)?的?(?:路上|途中|半路)(?:上)?")
# 给马如林送过春联了没送马玉林.
_NOT_HIM = re.compile(rf"(?<!还)(?<!也)没有?(?:给)?(?:去|送|打|看|给|买|走)(?:给|到)?{R}(?:家)?$")
# 完么加叫我捎给拉毛吉的酥油; 余梅家的包子我买了给鄂大娘送去.
_FOR_ANOTHER = re.compile(rf"^[^,。]*?{R}(?:家的[^,。我]{{1,6}}我|(?:叫|让|托|请|喊)我)[^,。]*?给(?={R})")
# 师常林不要的那张折叠床.
_HIS_OLD_THING = re.compile(rf"(?<=[一-鿿]){R}(?:家)?(?:不要|没要|不用|不穿|退)了?的")


def without(clause: str) -> str:
    """The clause without those it only speaks of; as it was when nobody would be left."""
    rest = _HIS_OLD_THING.sub("", _NOT_HIM.sub("", _ON_THE_WAY.sub("", clause)))
    if (for_another := _FOR_ANOTHER.match(rest)) is not None:
        rest = rest[for_another.end() :]
    if (said := _SAID.match(rest)) is not None and not _DOES_MORE.search(rest, said.end()):
        rest = rest[: said.end()]
    return rest if re.search(R, rest) or not re.search(R, clause) else clause
