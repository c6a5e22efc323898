"""Acute danger in words: whom to ring first, three questions, and what those on duty read. Codes only."""

from datetime import datetime

from bot.domain.alerts import NINE, OTHERS, OUTCOMES, calls_for
from bot.services.alert_duty import Absent, Open, Shown, Step
from bot.services.alerts import Asked, Opened
from bot.services.cards import Stale
from bot.texts import common
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

TRAIL = 15  # lines of the trail in one message


def category(_: Gettext, key: str) -> str:
    """The nine situations of mandatory reporting, shortened, and two without a wrongdoer."""
    return {
        "private_injury": _("隐私部位受伤"),
        "under_14": _("未满14岁女童：性侵、怀孕、流产"),
        "over_14": _("14岁以上女孩：因性侵怀孕、流产"),
        "violence": _("多处受伤：家暴、欺凌、虐待、殴打"),
        "self_harm": _("自杀、自残、中毒、被打致伤致残"),
        "abandoned": _("被遗弃，长期没人照料"),
        "missing": _("失踪、来源不明、被拐卖"),
        "begging": _("被组织乞讨"),
        "other_harm": _("其他伤害，或正面临危险"),
        "illness": _("急病、意外（没有人伤害）"),
        "disaster": _("火灾、塌房、水淹、煤烟"),
    }[key]


def told(_: Gettext, key: str) -> str:
    return {
        "110": "110",
        "120": "120",
        "village": _("村（社区）"),
        "civil_affairs": _("民政"),
        "school": _("学校、教育局"),
        "nobody": _("还没有"),
    }[key]


def outcome(_: Gettext, key: str) -> str:
    return {
        "police": _("公安已接手"),
        "hospital": _("已送医"),
        "civil_affairs": _("民政已安置"),
        "safe": _("人已平安"),
        "mistaken": _("核实没有此事"),
        "other": _("其他办法了结"),
    }[key]


def call(_: Gettext, key: str) -> Html:
    return {
        "110": fill(_("<b>110</b>：打人、欺凌、侵害、失踪、轻生")),
        "120": fill(_("<b>120</b>：受伤、昏迷、中毒、轻生")),
        "119": fill(_("<b>119</b>：着火、塌房、水淹、被困")),
    }[key]


def whom_to_ring(_: Gettext, key: str) -> Html:
    """The numbers, the most fitting first; then who else must know."""
    return lines(
        fill("<b>{head}</b>", head=_("⚠️ 先打电话，别等：")),
        *[call(_, number) for number in calls_for(key)],
        fill(_("然后告诉村（社区）和民政；在校的孩子告诉学校、教育局。")),
    )


def urgent(_: Gettext, opened: Opened) -> tuple[Say, ...]:
    """The first answer to a message that tells of danger."""
    return (Say(whom_to_ring(_, opened.category)), question(_, opened))


def question(_: Gettext, opened: Opened) -> Say:
    """Who knows of it now, and the one next question."""
    number = f"A{opened.key}"
    head = fill(_("<b>紧急情况 {number}</b>{codes}"), number=number, codes=" · ".join(("", *opened.codes)))
    sent = (
        fill(_("正在通知值班的人（{n} 位），只发编号，不发经过。"), n=opened.notified)
        if opened.notified
        else fill(_("<b>现在没有能通知到的值班人员。请您一定自己打 110。</b>"))
    )
    match opened.step:
        case "who":
            return Say(lines(head, sent, fill(_("是谁？（不用写经过）"))), _whom(_, opened))
        case "category":
            return Say(lines(head, sent, fill(_("属于哪种情况？"))), _categories(_, opened))
        case "told":
            ask = fill(_("{category}。已经告诉了谁？可以点几个。"), category=category(_, opened.category))
            return Say(lines(head, ask), _told(_, opened))
        case "when":
            return Say(lines(head, fill(_("什么时候告诉的？"))), _when(_, opened))
        case _done:
            return Say(lines(head, _thanks(_, opened)))


def _thanks(_: Gettext, opened: Opened) -> Html:
    if not opened.told or opened.told == ("nobody",):
        first = call(_, calls_for(opened.category)[0])
        return lines(fill(_("记下了：还没有告诉任何人。")), fill(_("<b>请现在就打：</b>")), first)
    return fill(
        _("记下了：{category}，已告诉 {names}。有人接手会告诉您。"),
        category=category(_, opened.category),
        names=_("、").join(told(_, one) for one in opened.told),
    )


def _whom(_: Gettext, opened: Opened) -> tuple[tuple[Button, ...], ...]:
    rows = tuple((Button(shown, f"alert:who:{opened.key}:{key}"),) for key, shown in opened.whom[:40])
    return (*rows, (Button(_("不是他们"), f"alert:who:{opened.key}:0"),))


def _categories(_: Gettext, opened: Opened) -> tuple[tuple[Button, ...], ...]:
    """What the message sounded like comes first, marked."""
    order = (opened.category, *(key for key in (*NINE, *OTHERS) if key != opened.category))
    return tuple(
        (
            Button(
                ("✓ " if key == opened.category else "") + category(_, key),
                f"alert:what:{opened.key}:{key}",
            ),
        )
        for key in order
    )


def _told(_: Gettext, opened: Opened) -> tuple[tuple[Button, ...], ...]:
    def button(key: str) -> Button:
        mark = "✓ " if key in opened.told else ""
        return Button(mark + told(_, key), f"alert:told:{opened.key}:{key}")

    rows: tuple[tuple[Button, ...], ...] = (
        (button("110"), button("120")),
        (button("village"), button("civil_affairs")),
        (button("school"),),
    )
    if opened.told:
        return (*rows, (Button(_("就这些"), f"alert:told:{opened.key}:done"),))
    return (*rows, (button("nobody"),))


def _when(_: Gettext, opened: Opened) -> tuple[tuple[Button, ...], ...]:
    names = {"now": _("刚才"), "hour": _("一小时前"), "today": _("更早")}
    return (tuple(Button(text, f"alert:when:{opened.key}:{key}") for key, text in names.items()),)


def answered(_: Gettext, told_now: Opened | Stale) -> Reply:
    """A tap of the reporter: the question turns into the next one."""
    if isinstance(told_now, Stale):
        return common.old_button(_)
    return Reply((question(_, told_now),), replace=True)


def asked(_: Gettext, told_now: Asked) -> Reply:
    """/alert alone: whom to ring; nothing is open before a tap."""
    rows = tuple((Button(shown, f"alert:new:{key}"),) for key, shown in told_now.whom[:40])
    body = lines(whom_to_ring(_, "other_harm"), "", fill(_("是谁有危险？点了就通知值班的人，只发编号。")))
    return say(body, *rows, (Button(_("别的人"), "alert:new:0"),))


def started(_: Gettext, told_now: Opened | Stale) -> Reply:
    """A name below /alert was tapped."""
    return common.old_button(_) if isinstance(told_now, Stale) else Reply(urgent(_, told_now), replace=True)


# -- those on duty


def listed(_: Gettext, found: Open) -> Reply:
    if not found.alerts:
        return say(fill(_("没有未了结的紧急情况。")))
    entries = [_line(_, one) for one in found.alerts]
    more = fill(_("……还有 {n} 件"), n=found.more) if found.more else None
    rows = tuple((Button(f"A{one.key} · {one.code or _('未说明')}", f"alert:show:{one.key}"),) for one in found.alerts)
    return say(lines(fill("<b>{head}</b>", head=_("还没了结的紧急情况")), *entries, more), *rows)


def _line(_: Gettext, one: Shown) -> Html:
    return fill(
        "A{key} · {code} · {category} · {at} · {state}",
        key=one.key,
        code=one.code or _("未说明"),
        category=category(_, one.category),
        at=clock(one.opened_at),
        state=_state(_, one),
    )


def _state(_: Gettext, one: Shown) -> str:
    if one.state == "open":
        return _("没人接手")
    if one.state == "taken":
        return _("{who} 处理中").format(who=one.taken_by or "")
    return _("已结案：{outcome}").format(outcome=outcome(_, one.outcome or "other"))


def clock(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M}"


def shown(_: Gettext, one: Shown | Stale | Absent) -> Reply:
    """A tap of somebody on duty: the message turns into the alert as it stands."""
    if isinstance(one, Absent):
        return common.no_such(_)
    if isinstance(one, Stale):
        return common.old_button(_)
    told_whom = _("、").join(told(_, word) for word in one.told)
    body = lines(
        fill(_("<b>紧急情况 A{key}</b>"), key=one.key),
        fill(_("对象：{code}"), code=one.code or _("未说明")),
        fill(_("情况：{category}"), category=category(_, one.category)),
        fill(_("报告人：{who}，{at}"), who=one.reporter or "—", at=clock(one.opened_at)),
        fill(_("已告诉：{names}{at}"), names=told_whom, at=f"，{clock(one.told_at)}" if one.told_at else "")
        if told_whom
        else fill(_("已告诉：报告人还没有回答")),
        fill(_("状态：{state}"), state=_state(_, one)),
        *[_step(_, step) for step in one.steps[-TRAIL:]],
        fill(_("怎么了结的？")) if one.closing else None,
    )
    return Reply((Say(body, _buttons(_, one)),), replace=True)


def _step(_: Gettext, step: Step) -> Html:
    what = {
        "opened": _("报告情况"),
        "told": _("通知 {word} 人"),
        "named": _("指明 {word}"),
        "category": _("选定情况"),
        "reported": _("说明已告诉谁"),
        "taken": _("接手"),
        "still": _("还在处理"),
        "closed": _("结案"),
    }[step.what].format(word=step.word)
    return fill("· {told}", told=" ".join(filter(None, (clock(step.at), step.who, what))))


def _buttons(_: Gettext, one: Shown) -> tuple[tuple[Button, ...], ...]:
    if one.state == "closed":
        return ()
    if one.closing:
        keys = tuple((Button(outcome(_, key), f"alert:closed:{one.key}:{key}"),) for key in OUTCOMES)
        return (*keys, (Button(_("返回"), f"alert:show:{one.key}"),))
    close = Button(_("已结案"), f"alert:close:{one.key}")
    if one.state == "open":
        return ((Button(_("我来处理"), f"alert:take:{one.key}"), close),)
    if one.mine:
        return ((Button(_("还在处理"), f"alert:still:{one.key}"), close),)
    return ((Button(_("改由我处理"), f"alert:over:{one.key}"), close),)
