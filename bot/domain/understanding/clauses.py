"""Cut a masked message into clauses: strong breaks end a thought, weak ones carry it on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.understanding.lexicon import D, R
from bot.domain.understanding.listed import spell_out

_LONG = 12
# No clause of a message is longer; it keeps the patterns' work linear on nonsense.
_LONGEST = 150
# What a message of Telegram's full length can sensibly hold; two thousand commas take no longer.
_MOST = 400
# 5.3 5.9 5.16 都打过电话 is one clause.
_DAYS_LISTED = re.compile(rf"(?<={D})\s*(?:[,、;/]|和|及|以及|还有)?\s+(?={D})|(?<={D})[、;](?={D})")
# 分别给王秀英、李建国送去200元和300元: told in turn, so in one clause.
_IN_TURN = re.compile(rf"(?:分别|依次|先后)[^,。、]{{0,6}}{R}家?(?:、{R}家?)+")
_DAYS_BEFORE = re.compile(rf"(?<={D}和{D})\s+(?=[都各分])")
# 9/2 短信 9/4 微信: each day with the act behind it.
_DAY_THEN_ACT = re.compile(
    rf"(?:^|(?<=[\s,;:、]))({D})\s+(?=(?:打?电话|短信|微信|视频|语音|QQ|家访|入户|走访|上门|看望|慰问|家里|家(?=[,;。]|$)|学校|到|去))"
)
# 两次, 一次9月19号, 一次今天.
_ONE_EACH = re.compile(
    rf"一[次回趟个](?:是|就|在)*({D})[^,。\n{D[1:-1]}]{{0,2}}[,、;]\s*(?:另)?一[次回趟个](?:是|就|在)*({D})(?=$|[,。;早上下晚中])(?:早上|上午|下午|晚上|中午)?"
)
# 沙爷 3/3、玛利 3/5, 统统电话: each with his day.
_NAME_GAP_DAY = re.compile(rf"({R}家?)(?:\s+|,\s*)(?={D}\s*(?:[、;。]|$|,(?:都|统统|全|均|{R})))")
_EACH_HIS_DAY = re.compile(rf"(?<={D})、(?={R})(?=[^,。]{{1,4}}{D})")
# 没一个不接的: everybody answered.
_NONE_MISSED = re.compile("没有?一?[个户位家]?不(?=接|在|回|应)")
_BREAK = re.compile(
    rf"[,:/()\[\]【】|]|[。!?;\n~]+|…+|-{{2,}}|(?<!\d)\s+|\s+(?!\d)|—+|(?<=[话户信频访次家了过])、(?=[\uf000-\uf2ff])|、(?={R}家?[^、,都每一各均人]{{0,4}}[\uf300-\uf5ff])|(?<=[^,。:])(?=后者)|、(?=[^、]{{0,3}}(?:又|还|再|也|帮|给))"
)
_STRONG = re.compile(r"[。!?;\n]")
# Where a voice transcript without punctuation takes a new breath.
_BREATH = re.compile(
    r"(?<=[^,。])(?=(?:然后|(?<![做办修干吃填弄])完了(?!电|作)|再就是|再一个|另外|顺便|顺道|顺路|接着|后来|我就(?!读)|我又|我还|我给|我已|我帮|我教|我把|我跟|他说|她说|娃说|老人说|老汉说|说是|还有(?!点|些)|对了|(?<=呢)我[上下中晚早]?[午上]?去了|我是说|主要是|问[他她]|今天还|又给|还给|顺手|就是那个|等[会下]儿?|回头|改天|明天(?!给他|给她|去看看|打)|下周))"
)
_NEW_PERSON = re.compile(rf"(?<=[^去到看给回找带陪送拿帮问见访]了)(?={R}(?:在|躺|坐|说|身体|那边|家|也|我|{D}))")


@dataclass(frozen=True)
class Clause:
    """`opens` tells that a strong break stands before; `aside` that it stands in brackets."""

    text: str
    opens: bool
    aside: bool
    asks: bool
    spaced: bool = False


def split(masked: str) -> list[Clause]:
    masked = _ONE_EACH.sub(r"分别\1和\2", _NONE_MISSED.sub("都", masked))
    if len(_NAME_GAP_DAY.findall(masked)) > 1:
        masked = _NAME_GAP_DAY.sub(r"\1", masked)
    masked = spell_out(_EACH_HIS_DAY.sub(",", masked))
    masked = _DAY_THEN_ACT.sub(r"\1", masked)
    masked = _IN_TURN.sub(lambda match: match[0].replace("、", "和"), masked)
    masked = _DAYS_LISTED.sub("和", masked)
    masked = _DAYS_BEFORE.sub("", masked)
    clauses: list[Clause] = []
    at, opens, depth, spaced = 0, True, 0, False
    for match in [*_BREAK.finditer(masked), None]:
        end = match.start() if match else len(masked)
        mark = match[0] if match else ""
        piece = masked[at:end].strip()
        if piece:
            parts = [part[cut : cut + _LONGEST] for part in _breaths(piece) for cut in range(0, len(part), _LONGEST)]
            for index, part in enumerate(parts):
                clauses.append(
                    Clause(part, opens and index == 0, depth > 0, "?" in mark and index == len(parts) - 1, spaced)
                )
            opens, spaced = False, False
        opens = opens or bool(_STRONG.search(mark))
        spaced = mark.isspace() and "\n" not in mark
        depth = max(0, depth + (mark == "(") - (mark == ")"))
        at = match.end() if match else len(masked)
    return clauses[:_MOST]


def _breaths(piece: str) -> list[str]:
    if len(piece) <= _LONG:
        return [piece]
    return [part for whole in _BREATH.split(piece) for part in _NEW_PERSON.split(whole) if part]
