# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""English messages as far as the corpus goes: the words of the trade are put into Chinese, the stages after see one language."""

from __future__ import annotations

import re

_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_MONTH = r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAYS = {"mon": "一", "tue": "二", "wed": "三", "thu": "四", "fri": "五", "sat": "六", "sun": "日"}
_DAY = r"(?P<wd>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_NUMBER = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "ten": "10"}
_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:wants?|wanted) to die|kill (?:him|her|them)self|end (?:his|her) life|suicidal", " 不想活了 "), (r"\b(?:was|is|been|being|gets?|got) (?:beaten|hit|abused)(?: up)?|beats (?:him|her|them)", " 被打了 "), (r"\b(?:went|has gone|is|gone) missing|ran away from home", " 失踪了 "), (r"(?:house|roof|wall) (?:has )?(?:collapsed|fell down|caved in)", " 房子塌了 "), (r"house (?:is|was|caught) (?:on )?fire|on fire", " 房子着火了 "), (r"unconscious|passed out|fainted", " 昏迷 "), (r"(?:gas|carbon monoxide) poisoning", " 煤气中毒 "),
    (r"how (?:do|can|should) i|how to", "怎么"), (r"what (?:counts|is)|does (?:a |an )?.{0,20}count\??", "什么算"), (r"can i|could you|where (?:do|can) i", "怎么"),
    (r"how many", "多少"), (r"\bprogress\b|my records|my status", "进度"), (r"\bexport\b", "导出"), (r"\bvisits\b", "走访"), (r"\bleft\b(?! (?:him|her|them|some|rmb|\d))|remaining", "还差"),
    (r"(?:undo|delete|remove|cancel)(?: (?:that|it|the last(?: one| entry| record)?|my last(?: entry| record)?|last|this))?\b", "撤销"),
    (r"(?:should be|change (?:it|that|the last (?:one|entry|record)) to)", "改成"), (r"\bnot (?:a )?(?=visit|call|phone|text|wechat|video)", "不是"), (r"\bwrong\b|mistake|correction:?", "记错了,"),
    (r"thanks?(?: you)?|thx|cheers", "谢谢"), (r"^\s*(?:hello|hi|hey|good (?:morning|evening|afternoon|night))\b", "你好"), (r"^\s*(?:ok(?:ay)?|got it|great|well done|nice)\b[ !.]*$", "好的"),
    (r"(?:did ?n.t|have ?n.t|has ?n.t|could ?n.t|was ?n.t able to|unable to|forgot to|no time to) (?:answer|pick up|reply|respond)", " 没人接 "),
    (r"(?:not|no one|nobody) (?:at )?home|was ?n.t (?:at )?home|wasn.t in|door (?:was )?locked|was out\b", " 不在家 "), (r"no(?: one|body)? answer(?:ed)?|no reply|phone (?:was )?off|did ?n.t pick up", " 没人接 "),
    (r"(?:did ?n.t|have ?n.t|has ?n.t|could ?n.t|not yet|forgot to|no time to)", " 没去 "),
    (r"(?:\bi )?(?:\bwill\b|'ll\b|\bam going to|'m going to|going to|plan(?:ning)? to|intend to|need to|have to|must|should|want to|remind me to|remember to)", " 打算去 "), (r"remind me", "提醒我"),
    (r"usually|every (?:week|month|day|year)|always|often|regularly", " 经常 "),
    (r"face ?time", "视频"), (r"video[- ]?(?:call(?:ed)?|chat(?:ted)?)(?: with)?|had a video call(?: with)?", " 打了视频 "), (r"(?:by|on|via|over) (?:the )?phone", " 电话 "),
    (r"(?:phone )?call(?:ed)?(?: up)?\b(?! me)|phoned|rang(?: up)?|telephoned|spoke (?:on the phone )?(?:to|with)|talked (?:on the phone )?(?:to|with)|had a call with|gave (?=.{1,24} a call)", " 打了电话 "),
    (r"(?:texted|messaged|wrote to)(?: (?:him|her|them))?(?: on| via| by| over) (?:we ?chat|weixin)", " 微信 "), (r"texted|sent (?:a |an )?(?:sms|text)(?: message)?(?: to)?|messaged", " 发了短信 "), (r"we ?chat(?:ted|ed)?(?: with)?|weixin", " 微信 "),
    (r"visit(?:ed)?\b|went to see|dropped (?:by|in on)|stopped by|came to see|saw\b|went to (?=.{1,20}(?:'s )?(?:home|house|place))", " 走访了 "), (r"\bat school|\bat (?:the |her |his )?school", " 学校 "), (r"nursing home|care home", " 敬老院 "), (r"\bhospital\b", " 医院 "),
    (r"helped (?:him|her|them)? ?(?:to )?(?:clean(?: up)?|tidy).{0,12}", " 帮着打扫了卫生 "), (r"helped .{0,20}?(?:apply|with the (?:paperwork|application)).{0,20}", " 帮着办了手续 "), (r"took (?:him|her|them|.{0,14}) to (?:the )?(?:hospital|doctor|clinic)", " 陪他去医院看病 "), (r"(?:fixed|repaired|replaced) (?:his|her|the|a)? ?\w+(?: \w+)?", " 帮着修好了 "), (r"cut (?:his|her) hair|gave (?:him|her) a haircut", " 理了发 "),
    (r"(?:solved|fixed) (?:the |his |her )?(?:problem|issue)", " 问题解决了 "),
    (r"(?:gave|brought|took|sent|bought)(?: along)?(?: (?:him|her|them|each))?(?: with me)?", " 送了 "), (r"rice", "大米"), (r"(?:cooking )?\boil\b", "清油"), (r"flour", "面粉"), (r"milk", "牛奶"), (r"eggs?\b", "鸡蛋"), (r"fruits?\b", "水果"), (r"books?\b", "书籍"), (r"clothes", "衣服"), (r"school ?bag|backpack", "书包"), (r"quilt|blanket", "被子"), (r"medicine", "药品"), (r"coat", "外套"), (r"shoes|sneakers|boots", "鞋"), (r"groceries|supplies|gifts?", "慰问品"),
    (r"in cash|\bcash\b", "现金"), (r"red packet|hongbao", "红包"), (r"(?:worth|valued at|cost(?:ing)?|for a total of)", "价值"), (r"\beach\b|per (?:person|household)", "每人"), (r"\bin total\b|\baltogether\b|total(?:ling)?", "共"),
    (r"today|this (?:morning|afternoon)|just now", "今天"), (r"tonight|this evening", "今晚"), (r"yesterday(?: (?:morning|afternoon|evening))?|last night", "昨天"), (r"the day before yesterday", "前天"), (r"tomorrow", "明天"), (r"next week", "下周"), (r"last week\b(?! (?:mon|tue|wed|thu|fri|sat|sun))", "上周"), (r"last month", "上个月"),
    (r"(?:his|her) (?:grandmother|grandma|grandfather|grandpa|mother|father|aunt|uncle|guardian)", "他奶奶"), (r"\bmy (?:mother|mom|mum|father|dad|wife|husband|son|daughter)\b", "我妈"), (r"\bteacher\b", "老师"), (r"\bdoctor\b", "医生"),
    (r"\b(?:he|she|they)(?: said|'s| is| was)", "他说"), (r"\bboth\b|\ball (?:of them|three|four|two)\b", "都"), (r"\band\b", "、"),
)  # fmt: skip
_PINYIN: tuple[tuple[str, str], ...] = (
    ("dadianhua|da dianhua|da ge dianhua|dale dianhua", "打电话"),
    ("dianhua", "电话"),
    ("weixin", "微信"),
    ("shipin", "视频"),
    ("duanxin", "短信"),
    ("zoufang", "走访"),
    ("ruhu", "入户"),
    ("kanwang", "看望"),
    ("weiwen", "慰问"),
    ("jintian", "今天"),
    ("zuotian", "昨天"),
    ("qiantian", "前天"),
    ("mingtian", "明天"),
    ("shangwu", "上午"),
    ("xiawu", "下午"),
    ("wanshang", "晚上"),
    ("zaoshang", "早上"),
    ("kanle", "看了"),
    ("qule", "去了"),
    ("songle", "送了"),
    ("dale", "打了"),
    ("gei", "给"),
    ("gen", "跟"),
    ("jia", "家"),
    ("qu", "去"),
    ("kan", "看"),
    ("le", "了"),
    ("yuan", "元"),
    ("kuai", "块"),
    ("xiexie", "谢谢"),
    ("chexiao", "撤销"),
    ("jindu", "进度"),
    ("zenme", "怎么"),
    ("daochu", "导出"),
)
_PINYIN_PATTERNS = tuple(
    (re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])", re.IGNORECASE), zh) for pattern, zh in _PINYIN
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), zh) for pattern, zh in _WORDS)
_LATIN = re.compile(r"[A-Za-z]{3,}")
_HAN = re.compile(r"[一-鿿]")


def _days(text: str) -> str:
    text = re.sub(
        rf"(?:on )?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?P<y>20\d\d))?\b",
        _date,
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        rf"(?:on )?{_MONTH} (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>20\d\d))?\b",
        _date,
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(rf"(?P<pre>last|this|next|on)?\s*\b{_DAY}", _weekday, text, flags=re.IGNORECASE)
    text = re.sub(
        r"(?<!\d)(\d{1,2}|one|two|three|four|five|six|seven|ten) days? ago",
        lambda m: f"{_NUMBER.get(m[1].lower(), m[1])}天前",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(r"(?:on )?the (\d{1,2})(?:st|nd|rd|th)\b", r" \1号 ", text, flags=re.IGNORECASE)


def _date(match: re.Match[str]) -> str:
    year = f"{match['y']}年" if match["y"] else ""
    return f" {year}{_MONTHS[match['mon'][:3].lower()]}月{match['d']}日 "


def _weekday(match: re.Match[str]) -> str:
    prefix = {"last": "上", "next": "下", "this": "这"}.get((match["pre"] or "").lower(), "")
    return f" {prefix}周{_DAYS[match['wd'][:3].lower()]} "


def into_chinese(masked: str) -> str:
    """English words of a masked message as Chinese; a message without English is returned as it is."""
    if not _LATIN.search(masked):
        return masked
    mostly_english = len(_HAN.findall(masked)) <= len(_LATIN.findall(masked))
    if not _HAN.search(masked):
        spelt = masked
        for pattern, zh in _PINYIN_PATTERNS:
            spelt = pattern.sub(zh, spelt)
        if len(_HAN.findall(spelt)) > 2:
            return re.sub(r"(?<=[一-鿿\ue000-\ue7ff])\s+(?=[一-鿿\ue000-\ue7ff])", "", spelt)
    text = _days(masked) if mostly_english else masked
    for pattern, zh in _PATTERNS:
        text = pattern.sub(zh, text)
    if mostly_english:
        text = re.sub(r"(?<=\d) ?(?:yuan|rmb|cny|kuai)\b", "元", text, flags=re.IGNORECASE)
        text = re.sub(
            r"\b(?:i|a|an|the|to|with|at|home|his|her|him|me|he|she|for|of|by|on|in|some|was|and|we|house|place|my|it|'s|'ve|have|has)\b|(?<=[\ue000-\ue7ff])'s",
            " ",
            text,
            flags=re.IGNORECASE,
        )
        text = re.sub(r"(\d+(?:\.\d+)?元),?\s*(?:共|一共|总共)", r"共\1", text)
        text = re.sub(r"\s+", "", text) if len(_HAN.findall(text)) else text
    return text
