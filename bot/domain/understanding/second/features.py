"""What the second reading looks at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.understanding import dates, lexicon, money, names, things

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain.understanding.state import Walk

_CLAUSE_GRAM, _NEIGHBOUR_GRAM, _END_GRAM = 4, 2, 3
_MOST = 4
# Words of one sort as one letter, so that what was learned of a coat holds for a quilt.
_SORTS = (
    (re.compile(lexicon.INSTITUTION), "I"),
    (re.compile(things.CASH), "C"),
    (re.compile(things.GOODS), "G"),
    (re.compile(lexicon.ORG), "O"),
    (re.compile(rf"(?:[0零一两二三四五六七八九十百几半]+|好几)(?:{money.CLASSIFIER})"), "Q"),
    (
        re.compile(
            "[他她]们?|老人家?|娃娃们?|孩子们?|娃们?|老(?:汉|太太|奶奶|爷子|两口)|大[爷娘]|阿[奶爷]|奶奶|爷爷|丫头|姑娘|[女男]娃|学生"
            "|人家|大伙|小家伙|两口子|家里人"
        ),
        "P",
    ),
    (
        re.compile(
            "儿子|女儿|女婿|儿媳|媳妇|侄[子女儿]|孙[子女]|老伴|妈妈?|爸爸?|姑姑|叔叔|婶婶|舅舅|[姨哥姐弟妹]|邻居|班主任|老师|医生|大夫"
            "|村医|师傅|电工|同[事学]|村干部|支书|主任"
        ),
        "R",
    ),
)


def letters(text: str, state: Walk) -> str:
    """The clause with one letter for a person (N; K kin, X not decidable), day (D; F ahead), sum (M) and digit (0)."""
    return "".join(_letter(c, state) for c in text)


def _letter(c: str, state: Walk) -> str:
    code = ord(c)
    if names.FIRST <= code <= names.LAST:
        mention = state.mentions[code - names.FIRST]
        return "X" if mention.ids is None else "K" if mention.kin else "N"
    if dates.FIRST <= code <= dates.LAST:
        return "F" if state.days[code - dates.FIRST].future else "D"
    if money.FIRST <= code <= money.LAST:
        return "M"
    return "0" if c.isdigit() else c


def grams(text: str, longest: int, mark: str = "") -> Iterator[str]:
    """All strings of one to `longest` characters, ends marked by ^ and $."""
    whole = f"^{text}$"
    for size in range(1, longest + 1):
        for at in range(len(whole) - size + 1):
            yield mark + whole[at : at + size]


def sorted_out(text: str) -> str:
    """The clause with things, sums of money, places, offices, counts and people of no name as their sort."""
    for pattern, letter in _SORTS:
        text = pattern.sub(letter, text)
    return text


def of_clauses(state: Walk) -> list[set[str]]:
    """The strings of every clause, without what the rules made of it."""
    texts = [letters(clause.text, state) for clause in state.told]
    found = []
    for index, text in enumerate(texts):
        clause = set(grams(text, _CLAUSE_GRAM))
        clause |= set(grams(sorted_out(text), _CLAUSE_GRAM, "="))
        clause |= {f"{a}.{b}" for a, b in zip(text, text[2:], strict=False)}
        if index:
            clause |= set(grams(texts[index - 1], _NEIGHBOUR_GRAM, "<"))
        if index + 1 < len(texts):
            clause |= set(grams(texts[index + 1], _NEIGHBOUR_GRAM, ">"))
        clause.add(f"*of {min(len(texts), _MOST)}")
        clause.add(f"*at {min(index, _MOST)}")
        found.append(clause)
    return found


def of_message(state: Walk) -> set[str]:
    """The strings of the whole message, without what the rules made of it."""
    texts = [letters(clause.text, state) for clause in state.told]
    found = set(grams(",".join(texts), _CLAUSE_GRAM)) | set(grams(sorted_out(",".join(texts)), _CLAUSE_GRAM, "="))
    if texts:
        found |= set(grams(texts[0], _END_GRAM, "A")) | set(grams(texts[-1], _END_GRAM, "Z"))
    found.add(f"*long {min(len(state.told), 2 * _MOST)}")
    return found


def ruled(state: Walk, intent: str, kinds: Sequence[str]) -> list[set[str]]:
    """What the rules made of each clause: the acts and gifts of it, what they saw in it, and of the message."""
    whole = {f"*as {intent}"} | {f"*with {kind}" for kind in kinds}
    own: list[set[str]] = [{f"*{mark}" for mark in state.marks.get(index, ())} for index in range(len(state.told))]
    for item in state.items:
        if item.clause < len(own):
            kind = item.given.sort if item.given is not None else item.kind
            own[item.clause].add(f"*is {kind}{'?' if item.attempt else ''}")
    found = []
    for index, marks in enumerate(own):
        clause = marks | whole | {f"{mark}&{intent}" for mark in marks}
        if index:
            clause |= {f"<{mark}" for mark in own[index - 1]}
        if index + 1 < len(own):
            clause |= {f">{mark}" for mark in own[index + 1]}
        found.append(clause)
    return found


def of_message_ruled(intent: str, kinds: Sequence[str]) -> set[str]:
    """What the rules made of the message."""
    return {f"*as {intent}"} | {f"*with {kind}" for kind in kinds} | {f"*{kind}&{intent}" for kind in kinds}
