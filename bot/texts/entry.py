"""One entry of the register in words, in receipts, cards and lists."""

from collections.abc import Sequence

from bot.services.entries import Line
from bot.texts import words
from bot.texts.language import Gettext, Html, fill, lines

MANY = 30  # entries of one message


def entry(_: Gettext, line: Line) -> Html:
    """One entry in two or three lines: who; what, where, when; money and the new counts."""
    facts = [words.what(_, line.columns, line.support, line.channel), words.day(_, line.day)]
    if line.late:
        facts.append(_("补录"))
    if line.attempt:
        facts.append(_("没有联系上"))
    money = words.money(_, line.amount_fen, line.support)
    counts = " · ".join(words.count(_, *count) for count in line.counts)
    return lines(
        fill("<b>{who}</b>", who=line.shown) if line.shown else None,
        fill("{facts}", facts=" · ".join(facts)),
        money,
        fill("{counts}", counts=counts) if counts else None,
    )


def numbered(_: Gettext, entries: Sequence[Line]) -> Html:
    if len(entries) == 1:
        return entry(_, entries[0])
    return Html("\n".join(f"{n}. {entry(_, line)}" for n, line in enumerate(entries[:MANY], 1)))
