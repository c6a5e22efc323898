# ruff: noqa: E501 - the patterns are lists of words; broken lines would hide where a word stands
"""How people are addressed: surname and title, household words, descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.understanding.model import Paired

COMPOUND = (
    "令狐",
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "慕容",
    "尉迟",
    "夏侯",
    "皇甫",
    "独孤",
    "端木",
    "公孙",
    "宇文",
    "呼延",
)
COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
    "龙段雷钱汤尹黎易武乔贺赖龚祁冶妥撒豆苟蔺令牟巩包鲁闫米蒲房牛赫樊裴席冉靳焦路岳柴车柳陶霍关翟尚鲜脱拜陕虎沙穆裴窦芦"
)
ELDER_M = "老大爷|大爷|爷爷|阿爷|老爷子|老爷爷|大伯|伯伯|老汉|老头子|老头|老爹|爷|伯"
ELDER_F = "老大娘|老奶奶|老太太|大娘|奶奶|阿奶|阿婆|婆婆|老婆婆|大妈|老太|老妈妈|阿娘|娘娘|奶|婆"
ADULT_M = "大叔|叔叔|大哥|师傅|尕爸|尕舅|老弟|兄弟|先生|叔|舅|哥"
ADULT_F = "大婶|婶婶|婶子|婶娘|阿姨|姨姨|姨娘|嫂子|大姐|姐姐|大嫂|新姐|女士|妹子|婶|姨|嫂|姐"
NEUTRAL = "老人家|老人|老哥|同志|残疾人"
CHILD_M = "男娃|尕娃|小伙子|小伙|弟弟"
CHILD_F = "女娃|丫头|尕女子|女子|小姑娘|姑娘|妹妹"
CHILD = "小朋友|同学|娃娃|孩子|娃儿|碎娃|娃"
ANY_TITLE = f"{ELDER_M}|{ELDER_F}|{ADULT_M}|{ADULT_F}|{NEUTRAL}|{CHILD_M}|{CHILD_F}|{CHILD}"
# Household members and carers: talking with them is talking with the recipient.
KIN = (
    "姨夫|姨父|姑夫|舅父|堂哥|堂弟|表哥|表弟|表姐|表妹|二叔|三叔|二爸|大爸|小叔|小姨|大舅|二舅|小舅|大姨|二姨|三姨|小姑|二姑|外孙女|外孙|养父|养母|妹夫|姐夫|爷爷奶奶|爷爷|奶奶|阿爷|阿奶|外公|外婆|姥姥|姥爷|外爷|外奶|爸爸|妈妈|阿爸|阿妈|父亲|母亲|爸|妈|爹|监护人|家长|家里人|家人|家属|老伴|媳妇|老婆|妻子|丈夫|老公|男人"
    "|儿子|女儿|女婿|儿媳妇?|孙子|孙女|侄儿|侄子|侄女|外甥|姑姑|姑妈|姑父|大姑|姑|舅舅|舅妈|舅|叔叔|婶婶|叔|婶|大伯|大妈|伯伯|伯母|伯父|姨妈|姨|姐姐|哥哥|嫂子|姐|哥|弟弟|妹妹|护理员|保姆|婆婆|阿婆|婆(?!媳|家)|后妈|继父|继母"
)
_ELDER_BORN, _OLD_BORN, _ADULT_BORN, _CHILD_BORN = 1970, 1990, 2007, 2008
OLD_BORN = 1966


@dataclass(frozen=True)
class Sort:
    """Whom a title fits; None leaves it open. Years are of birth, inclusive."""

    gender: str | None = None
    latest: int | None = None
    earliest: int | None = None

    def fits(self, who: Paired) -> bool:
        if self.gender and who.gender and who.gender != self.gender:
            return False
        if who.birth_year is None:
            return True
        return (self.latest is None or who.birth_year <= self.latest) and (
            self.earliest is None or who.birth_year >= self.earliest
        )


_SORTS: tuple[tuple[str, Sort], ...] = (
    (ELDER_M, Sort("男", _ELDER_BORN)), (ELDER_F, Sort("女", _ELDER_BORN)),
    (ADULT_M, Sort("男", _ADULT_BORN)), (ADULT_F, Sort("女", _ADULT_BORN)),
    (CHILD_M, Sort("男", None, _CHILD_BORN)), (CHILD_F, Sort("女", None, _CHILD_BORN)), (CHILD, Sort(None, None, _CHILD_BORN)),
    ("老人家|老人", Sort(None, OLD_BORN)), (NEUTRAL, Sort(None, _ADULT_BORN)),
)  # fmt: skip
_SORT_OF = {title: sort for titles, sort in reversed(_SORTS) for title in titles.split("|")}
ELDER = Sort(None, OLD_BORN)
OLD = Sort(None, _OLD_BORN)
YOUNG = Sort(None, None, 1985)


def sort_of(title: str) -> Sort:
    return _SORT_OF.get(title, Sort())


_ELDERS = re.compile("[爷奶婆老]|大[娘爷伯妈]|太太")


def eldest(fitting: Sequence[Paired], title: str) -> list[Paired]:
    """Of several whom an elder's title fits, those who are old; all of them when none or everybody is."""
    old = [who for who in fitting if who.birth_year is not None and who.birth_year <= OLD_BORN]
    return old if old and _ELDERS.search(title) else list(fitting)


def surname(name: str) -> str:
    return name[:2] if name.startswith(COMPOUND) else name[:1]


def given(name: str) -> str:
    """The given name when it can stand alone: two characters or more."""
    rest = name[len(surname(name)) :]
    return rest if len(rest) > 1 else ""


# A description that stands for one person: 那个女娃, 老汉, 孤儿娃. Longest first.
_DESCRIPTIONS: tuple[tuple[str, Sort, str], ...] = (
    ("孤儿娃娃?|孤儿孩子|孤儿", Sort(None, None, _CHILD_BORN), "孤儿"),
    ("女的?(?:重度)?残疾(?:户|人)?|残疾的?(?:那[个户])?女(?:的|人)?", Sort("女"), "残疾"),
    ("男的?(?:重度)?残疾(?:户|人)?|残疾的?(?:那[个户])?男(?:的|人)?", Sort("男"), "残疾"),
    ("女的?那[个户位家]|那[个户位家]女(?:的|人)?(?!娃|孩|学)", Sort("女"), ""),
    ("男的?那[个户位家]|那[个户位家]男(?:的|人)?(?!娃|孩|学)", Sort("男"), ""),
    ("(?:重度)?残疾人|残疾的?那[个位]|那[个位户]残疾的?(?!证|人证|补|军)|坐轮椅的|残疾大[姐哥爷娘]", Sort(), "残疾"),
    ("特困(?:老人|户|人员|供养对象|对象)|五保户?(?:老人)?", Sort(), "特困"),
    (r"[碎小尕]?女子(?!监)|碎女娃娃?|小?女娃娃?|小?丫头|小?姑娘|女孩子?|女学生|尕女子|女生", Sort("女", None, _CHILD_BORN), ""),
    (r"碎小子|碎男娃|小?男娃娃?|男孩子?|小伙子?|男学生|尕小子|男生", Sort("男", None, _CHILD_BORN), ""),
    ("老的那?[个位户](?!房|屋)|那[个位]老的|老的(?=去|看|打|也|今天|给)", Sort(None, OLD_BORN), ""),
    ("小的那[个位户]|那[个位]小的|小的(?=去|看|打|也|今天|给)", Sort(None, None, _CHILD_BORN), ""),
    (r"老汉家?|老爷子|老头子?|老大爷|大爷|老爷爷|老头儿|男老人|阿爷", Sort("男", _ELDER_BORN), ""),
    (r"老奶奶|老太太|老大娘|大娘|阿婆|老婆婆|女老人|阿奶|老妈妈|老婆子|奶奶(?!说|也|和)", Sort("女", _ELDER_BORN), ""),
    (r"老人家?", Sort(None, OLD_BORN), ""),
    (r"娃娃|孩子|小朋友|碎娃|尕娃|娃儿|小家伙|学生娃?|娃", Sort(None, None, _CHILD_BORN), ""),
)  # fmt: skip
_CATEGORY = {"孤儿": ("孤儿",), "残疾": ("残疾",), "特困": ("特困",)}
DESCRIPTIONS = tuple(
    (re.compile(rf"(?:那个|这个|那位|这位)?(?:{pattern})"), sort, category) for pattern, sort, category in _DESCRIPTIONS
)


def in_category(who: Paired, category: str) -> bool:
    return not category or any(word in who.category for word in _CATEGORY[category])
