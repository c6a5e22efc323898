"""Roster changes: the questions, the receipt, the card for the office."""

from bot.domain.changes import HIMSELF, REASONS, RECLASSED, Draft
from bot.services.cards import Dropped, Stale
from bot.services.change_desk import Approved, ChangeCard, Conflict, NoSuchChange
from bot.services.change_lines import ChangeLine
from bot.services.changes import Asking, Filed, NotThen, Told, Withdrawn
from bot.texts import common, gaps, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

Rows = tuple[tuple[Button, ...], ...]


def kind(_: Gettext, key: str) -> str:
    return {
        "died": _("去世"),
        "moved": _("迁出或外出"),
        "not_eligible": _("脱贫或不再符合"),
        "institution": _("进入机构"),
        "class_change": _("类别变化"),
        "cadre_moved": _("结对干部变动"),
        "added": _("新增对象"),
        "other": _("其他"),
    }.get(key, key)


def reason(_: Gettext, key: str) -> str:
    """A reason's words; what is not ours (the name of a class) stands as it is."""
    return {
        "moved_out": _("户口迁出"),
        "away_long": _("长期外出"),
        "to_relatives": _("投靠亲属"),
        "better_off": _("已经脱贫"),
        "grown_up": _("年满18周岁"),
        "other_reason": _("其他原因"),
        "care_home": _("敬老院或福利院"),
        "hospital": _("长期住院"),
        "school": _("寄宿学校"),
        "transferred": _("调离"),
        "retired": _("退休"),
        "ill": _("生病"),
        "shared_anew": _("分工调整"),
        "taken_over": _("接替"),
    }.get(key, key)


def duties(_: Gettext, key: str) -> str:
    return {"continue": _("由接替人继续"), "end": _("到此结束"), "explain": _("另作说明")}[key]


def state(_: Gettext, key: str) -> str:
    return {
        "filed": _("待审核"),
        "approved": _("已审核，待录入"),
        "entered": _("已录入"),
        "withdrawn": _("已撤回"),
    }[key]


def told(_: Gettext, outcome: Told) -> Reply:
    """The answer to something typed."""
    match outcome:
        case Asking():
            return asked(_, outcome)
        case Filed():
            return filed(_, outcome)
        case NotThen():
            return say(not_then(_, outcome))
        case Dropped():
            return say(fill(_("好的，没有上报。")))
        case Stale():
            return common.old_button(_)


def tapped(_: Gettext, outcome: Told) -> Reply:
    """The same in the message that was tapped; a day that cannot be leaves the question as it is."""
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, NotThen):
        return Reply(toast=not_then(_, outcome), alert=True)
    found = told(_, outcome)
    return Reply(found.says, replace=True, remember=found.remember)


def asked(_: Gettext, asking: Asking) -> Reply:
    body = lines(
        fill("<b>{head}</b>", head=_question(_, asking)),
        _so_far(_, asking.draft, asking.shown),
        _hint(_, asking),
    )
    none = Button(_("不报了"), f"change:{asking.key}:none:0")
    return Reply((Say(body, (*_choices(_, asking), (none,))),), remember=f"question:{asking.key}")


def _question(_: Gettext, asking: Asking) -> str:
    draft = asking.draft
    match asking.step:
        case "whom":
            return _("是谁有变化？")
        case "kind":
            return _("是什么变化？")
        case "reason":
            return _("改成哪一类？") if draft.kind == RECLASSED else _("是什么原因？")
        case "day":
            return _("哪天去世的？") if draft.kind == "died" else _("从哪天起？")
        case "duties":
            return _("还没做完的事怎么办？")
        case "note":
            return _("请用一句话说明。")


def _hint(_: Gettext, asking: Asking) -> Html | None:
    if asking.step == "day":
        return fill(_("点一下，或直接写日期，比如 5月20日。"))
    if asking.step == "note" and asking.draft.kind == "added":
        return fill(_("比如：八里村二社，一位独居老人，想和他结对。"))
    return None


def _so_far(_: Gettext, draft: Draft, shown: str) -> Html | None:
    parts = [shown or _("我自己或新增")] if draft.whom is not None else []
    parts += [kind(_, draft.kind)] if draft.kind else []
    return fill("{parts}", parts=" · ".join(parts)) if parts else None


def _choices(_: Gettext, asking: Asking) -> Rows:
    data, draft = f"change:{asking.key}:{asking.step}", asking.draft
    match asking.step:
        case "whom":
            himself = Button(_("我自己要调整，或新增对象"), f"{data}:{HIMSELF}")
            return (*((Button(name, f"{data}:{key}"),) for key, name in asking.whom), (himself,))
        case "kind":
            return _pairs([Button(kind(_, key), f"{data}:{key}") for key in draft.kinds()])
        case "reason":
            reasons = ((key, reason(_, key)) for key in REASONS.get(draft.kind or "", ()))
            named = asking.classes if draft.kind == RECLASSED else reasons
            return _pairs([Button(name, f"{data}:{key}") for key, name in named])
        case "day":
            return _pairs([Button(words.short_day(_, day, asking.today), f"{data}:{day}") for day in asking.days])
        case "duties":
            return tuple((Button(duties(_, key), f"{data}:{key}"),) for key in draft.choices())
        case "note":
            return ()


def _pairs(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


def not_then(_: Gettext, outcome: NotThen) -> Html:
    if outcome.why == "future":
        return fill(_("{day} 还没到。请换一个日期。"), day=outcome.day)
    if outcome.why == "too_far":
        return fill(_("{day} 太远了，最多提前两个月报。"), day=outcome.day)
    return fill(_("{day} 是一年多以前了，请核对日期，或找联络员。"), day=outcome.day)


def filed(_: Gettext, outcome: Filed) -> Reply:
    """The receipt: what was filed, what happens now, 撤回."""
    line = outcome.line
    head = fill(_("这个变化已经报过了，还没办完：")) if outcome.again else fill("✅ <b>{head}</b>", head=_("已上报"))
    death = line.kind == "died" and line.shown
    after = (
        fill(_("审核后生效，联络员会收到。"))
        if outcome.told
        else fill(_("现在没有人负责审核，请告诉管理员。"))
        if not outcome.again
        else None
    )
    body = lines(
        head,
        described(_, line),
        fill(_("关于 {who} 的提醒已经全部停止。请节哀。"), who=line.shown) if death else None,
        after,
    )
    rows = ((Button(_("撤回"), f"change:withdraw:{line.id}"),),) if line.state == "filed" else ()
    return Reply((Say(body, rows),))


def withdrawn(_: Gettext, outcome: Withdrawn | Stale) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    body = lines(
        fill(_("已撤回，等于没有报。")),
        described(_, outcome.line),
        fill(_("关于 {who} 的提醒恢复了。"), who=outcome.line.shown) if outcome.resumed else None,
    )
    return Reply((Say(body),), replace=True)


def described(_: Gettext, line: ChangeLine) -> Html:
    """One change in a few lines."""
    what = kind(_, line.kind)
    if line.reason:
        what = _("{what}（{reason}）").format(what=what, reason=reason(_, line.reason))
    return lines(
        fill(_("第 {n} 号 · <b>{what}</b>"), n=line.id, what=what),
        fill("{who}", who=line.shown) if line.shown else None,
        fill(_("自 {day} 起"), day=line.day),
        fill(_("没做完的事：{what}"), what=duties(_, line.duties)) if line.duties else None,
        fill(_("说明：{note}"), note=line.note) if line.note else None,
        fill(_("接替：{who}"), who=line.successor) if line.successor else None,
    )


def brief(_: Gettext, line: ChangeLine) -> Html:
    """One change in one line of a list."""
    who = line.shown or line.cadre
    return fill(
        _("· 第 {n} 号 {who}：{kind}，自 {day} 起，{state}"),
        n=line.id,
        who=who,
        kind=kind(_, line.kind),
        day=line.day,
        state=state(_, line.state),
    )


def card(_: Gettext, outcome: ChangeCard | NoSuchChange | Stale, *, replace: bool = False) -> Reply:
    """A change before the office, or before its cadre."""
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if isinstance(outcome, NoSuchChange):
        return common.no_such(_)
    return Reply((letter(_, outcome),), replace=replace)


def decided(_: Gettext, outcome: ChangeCard | NoSuchChange | Stale) -> Reply:
    return card(_, outcome, replace=True)


def letter(_: Gettext, shown: ChangeCard) -> Say:
    line = shown.line
    head = _("名单变化，请审核") if shown.decide else _("名单变化")
    if shown.took:
        head = _("名单变化：已退回") if line.state == "withdrawn" else _("名单变化：已审核")
    body = lines(
        fill("📋 <b>{head}</b>", head=head),
        fill(_("{cadre}（{unit}）上报："), cadre=line.cadre, unit=line.unit),
        described(_, line),
        fill("{state}", state=state(_, line.state)) if not shown.took else None,
    )
    approve = Button(_("审核通过"), f"change:approve:{line.id}")
    back = Button(_("退回"), f"change:return:{line.id}")
    return Say(body, ((approve, back),) if shown.decide else ())


def approved(_: Gettext, outcome: Approved | Conflict | NoSuchChange | Stale) -> Reply:
    """What was applied, and the gaps that begin by it, each with its proposal."""
    match outcome:
        case Stale():
            return common.old_button(_)
        case NoSuchChange():
            return common.no_such(_)
        case Conflict():
            text = _("没有执行：{day} 还有一条记录，晚于最后一天 {last}。请先核对日期，或请干部改正那条记录。")
            return Reply(toast=text.format(day=outcome.day, last=outcome.last), alert=True)
    body = lines(
        fill("✅ <b>{head}</b>", head=_("已审核，名单已更新")),
        described(_, outcome.line),
        fill(_("结束的结对：{n} 位关爱对象"), n=outcome.ended) if outcome.ended else None,
        fill(_("录入日会出现在录入清单里。")),
    )
    return Reply((Say(body), *(gaps.letter(_, gap) for gap in outcome.gaps)), replace=True)
