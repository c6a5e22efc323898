# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""First stage: one spelling for one thing, so that later stages need only one pattern."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 5000

# Emoji that carry an activity become the word; the others say nothing that is recorded.
_EMOJI = {
    "📞": "电话", "☎": "电话", "📱": "电话", "🤙": "电话", "📲": "电话",
    "📹": "视频", "🎥": "视频", "💬": "微信", "✉": "短信", "📩": "短信",
    "🏠": "入户", "🏡": "入户", "🚪": "入户",
    "🏥": "医院", "🏫": "学校", "🧧": "红包",
    "🍚": "大米", "🥛": "牛奶", "🥚": "鸡蛋", "🍎": "水果", "🍉": "西瓜", "💊": "药",
}  # fmt: skip
_TRADITIONAL = str.maketrans(
    "電話訪問視頻給號戶視說來個處爺媽過這會兒開關點幾塊錢麵雞買賣學校醫院補貼辦證慰問親園長嗎麼沒時間記錄條刪撤銷錯們樣還東後週國慶節應該讓請謝",
    "电话访问视频给号户视说来个处爷妈过这会儿开关点几块钱面鸡买卖学校医院补贴办证慰问亲园长吗么没时间记录条删撤销错们样还东后周国庆节应该让请谢",
)
# Frequent slips of the pinyin keyboard and of handwriting input, each wrong as a word.
_SLIPS: tuple[tuple[str, str], ...] = (
    (r"[咋作做坐](?=天(?!气|都|吃|办|处))", "昨"), (r"前太", "前天"), (r"(?<=[昨前今])田(?=[打去给看来])", "天"), (r"[金令](?=天(?!气))", "今"),
    (r"电[活画化华]|店话|点话", "电话"), (r"[威徽薇]信|微[心新行性]", "微信"), (r"解[绝觉央]|[揭接]决(?=了)", "解决"), (r"男题|难提(?=解)", "难题"),
    (r"灯[炮胞]", "灯泡"), (r"唤(?=了个?[新一])", "换"), (r"(?<=[一二三四五六七八九十百])快(?=钱)", "块"), (r"走[仿防坊房方]", "走访"), (r"送[倒道](?=了|家|$)", "送到"), (r"[咧嘞](?=$|[,。!\s]|[一-鿿])", "了"), (r"那[达搭](?=去|坐|看|了|浪)", "那里"), (r"[人如][户护](?=[走访了一]|，|$)", "入户"), (r"尉问|慰[文闻]", "慰问"),
    (r"看[忘往]了?(?=[一-鿿])", "看望"), (r"[露楼陋]雨|漏[宇与]", "漏雨"), (r"报[俏消宵]", "报销"),
    (r"[是事试适]频|视[品屏平]", "视频"), (r"短[性心新]", "短信"), (r"上[们闷](?=[走看慰]|，|$)", "上门"),
    (r"(?<=[\d百千十])快(?=钱|$|[，。,;；、\s]|的)", "块"), (r"(?<=\d)[圆园]", "元"), (r"帮[住祝]", "帮助"),
    (r"残级", "残疾"), (r"敬老远", "敬老院"), (r"医[远圆]", "医院"), (r"申清|伸请", "申请"), (r"打扫[位卫]生", "打扫卫生"),
    (r"辅[到倒]", "辅导"), (r"利害", "厉害"), (r"没[任仁]接", "没人接"), (r"补[帖铁]", "补贴"),
)  # fmt: skip
_SLIP_PATTERNS = tuple((re.compile(wrong), right) for wrong, right in _SLIPS)
# 伍佰元整: the digits of receipts, only where they stand as a sum so that 伍 stays a surname.
_FORMAL = re.compile(
    "[零壹贰叁肆伍陆柒捌玖拾佰仟]+(?=[元圆块整])|[壹贰叁肆伍陆柒捌玖][拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟]*"
)
_PLAIN_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# 走访 1 次 is written close.
_SPACED_COUNT = re.compile(r"(?<=[一-鿿])[ \t]+(?=\d{1,3}[ \t]*[次回趟])|(?<=\d)[ \t]+(?=[次回趟个户位元块袋桶箱斤])")
_NOISE = re.compile(r"[\u200b-\u200f\u202a-\u202e\ufe0e\ufe0f\ue000-\uf8ff]")
# 修改: 走访→视频.
_ARROW = re.compile(r"\s*(?:→|⇒|->|=>)\s*")
# ①7月8日…②7月15日: entries of a list; NFKC would make 17月8日 of the first.
_CIRCLED = re.compile(r"\s*[①-⑳⑴-⒇❶-❿]\s*(?=\S)")
_TAGS = re.compile(r"<[^<>]{0,200}>")


def normalise(text: str) -> str:
    """NFKC, emoji as words, no invisible and no private-use characters (those are ours), at most LONGEST characters."""
    text = text[:LONGEST]
    if len(_CIRCLED.findall(text)) > 1:
        text = _CIRCLED.sub("\n", text)
    for emoji, word in _EMOJI.items():
        text = text.replace(emoji, f" {word} ")
    # The full-width colon and the ellipsis matter to clauses; NFKC would turn … into three full stops.
    text = unicodedata.normalize("NFKC", text.replace("…", "⋯")).replace("⋯", "…").replace("\r", "\n")
    text = _TAGS.sub(" ", _NOISE.sub("", text)).translate(_TRADITIONAL)
    if "改" in text or "更正" in text:
        text = _ARROW.sub("改成", text)
    text = _SPACED_COUNT.sub("", text)
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text[:LONGEST]).strip()


def mend(masked: str) -> str:
    """Frequent slips put right, after the names are masked so that no name is touched."""
    masked = _FORMAL.sub(lambda m: m[0].translate(_PLAIN_DIGITS), masked)
    for wrong, right in _SLIP_PATTERNS:
        masked = wrong.sub(right, masked)
    return masked
