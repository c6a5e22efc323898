"""Lists of exceptions with something to do beside each person; nudges, explanations asked and given."""

from bot.services.cards import Stale
from bot.services.followups import AskedWhy, Explained, SayWhy, WhyAnswer, WhyLetter
from bot.services.nudges import BACK, NEW, PAGE, Absent, Case, Listed, NotNudged, Nudged, TooWide
from bot.services.reports import NoPeriod, Unknown
from bot.texts import common
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say
from bot.texts.reports import no_period
from bot.texts.words import acts

BELOW = 40  # units with a button
Rows = tuple[tuple[Button, ...], ...]


def listing(_: Gettext, answer: Listed | TooWide | Unknown | NoPeriod, *, replace: bool = False) -> Reply:
    match answer:
        case Unknown():
            return common.no_such(_)
        case NoPeriod():
            return no_period(_, answer)
        case TooWide():
            return _too_wide(_, answer)
    title = _title(_, answer.which)
    if not answer.total:
        return Reply((Say(fill(_("{unit}：{list}，没有人。"), unit=answer.unit, list=title)),), replace=replace)
    head = fill(_("<b>{unit} · {list}</b> 共 {n} 人"), unit=answer.unit, list=title, n=answer.total)
    told: list[Html] = []
    place = None
    for case in answer.found:
        if case.unit != place:
            place = case.unit
            told.append(fill("\n<b>{unit}</b>", unit=place))
        told.append(_case(_, answer.which, case))
    rows = tuple(row for case in answer.found for row in _beside(_, case))
    return Reply((Say(lines(head, *told), (*rows, *_turn(_, answer))),), replace=replace)


def _title(_: Gettext, which: str) -> str:
    if which == NEW:
        return _("新落后的干部")
    return _("赶上来的干部") if which == BACK else _("等答复的干部")


def _too_wide(_: Gettext, answer: TooWide) -> Reply:
    text = fill(_("{unit}人太多，请先选下级，再看{list}。"), unit=answer.unit, list=_title(_, answer.which))
    buttons = [Button(name, f"nudge:{answer.which}:{key}:{answer.period}:0") for key, name in answer.below[:BELOW]]
    return say(text, *(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)))


def _case(_: Gettext, which: str, case: Case) -> Html:
    if case.waits:
        why = {"leave": _("请假待批"), "change": _("变化待批"), "explanation": _("还没说明")}[case.waits]
        return fill(_("· {who}：{why}（{day} 起）"), who=case.who, why=why, day=case.since)
    if which == BACK:
        return fill(_("· {who}：上期落后 {n} 对，现在都跟上了"), who=case.who, n=case.pairings)
    return fill(_("· {who}：{n} 对落后，还差{late}"), who=case.who, n=case.pairings, late=acts(_, case.late))


def _beside(_: Gettext, case: Case) -> Rows:
    """What can be done about one person; the first button has his number."""
    key, name = case.person_id, case.who.split(" ")[0]
    remind = Button(_("提醒一下 {name}").format(name=name), f"nudge:once:{key}")
    why, leave = Button(_("说明"), f"nudge:why:{key}"), Button(_("请假"), f"nudge:leave:{key}")
    if case.waits == "leave":
        yes = Button(_("批准 {name}").format(name=name), f"leave:yes:{case.key}")
        return ((yes, Button(_("不批"), f"leave:no:{case.key}")),)
    if case.waits == "change":
        return ((Button(_("看变化 {name}").format(name=name), f"change:show:{case.key}"), why, leave),)
    return ((remind, why, leave),)


def _turn(_: Gettext, answer: Listed) -> Rows:
    data = f"nudge:{answer.which}_at:{answer.unit_id}:{answer.period}"
    turns = []
    if answer.offset:
        turns.append(Button(_("← 上一页"), f"{data}:{max(answer.offset - PAGE, 0)}"))
    if answer.offset + len(answer.found) < answer.total:
        turns.append(Button(_("下一页 →"), f"{data}:{answer.offset + PAGE}"))
    return (tuple(turns),) if turns else ()


def nudged(_: Gettext, outcome: Nudged | NotNudged | Absent) -> Reply:
    return say(_nudged(_, outcome)) if not isinstance(outcome, Absent) else common.no_such(_)


def tapped(_: Gettext, outcome: Nudged | NotNudged | Absent) -> Reply:
    """The list stays; the tap itself is answered."""
    text = _("不存在。") if isinstance(outcome, Absent) else _nudged(_, outcome)
    return Reply(toast=text, alert=True)


def _nudged(_: Gettext, outcome: Nudged | NotNudged) -> Html:
    who = outcome.who
    if isinstance(outcome, Nudged):
        return fill(_("会提醒 {who}，{day} 随当天的提醒一起发；到时已跟上就不发。"), who=who, day=outcome.day)
    return {
        "today": fill(_("{who} 今天已经提醒过了。一天最多一次。"), who=who),
        "way": fill(_("给 {who} 的提醒还在路上，先不重复。"), who=who),
        "fine": fill(_("{who} 现在没有落后，不用提醒。"), who=who),
        "leave": fill(_("{who} 请假到 {day}，先不提醒。"), who=who, day=outcome.until),
        "unreachable": fill(_("{who} 还收不到消息，请打个电话。"), who=who),
    }[outcome.why]


def which_cadre(_: Gettext, _nothing: None) -> Reply:
    return say(fill(_("请写干部编号，比如：/nudge 62010001。落后的人见 /behind")))


def asked_why(_: Gettext, outcome: AskedWhy | Absent) -> Reply:
    if isinstance(outcome, Absent):
        return Reply(toast=_("不存在。"), alert=True)
    if not outcome.reachable:
        text = fill(_("{who} 还收不到消息，请打个电话。"), who=outcome.who)
    elif outcome.new:
        text = fill(_("已请 {who} 用一句话说明，答复会发给您。"), who=outcome.who)
    else:
        text = fill(_("已经请 {who} 说明过了，还没有答复。"), who=outcome.who)
    return Reply(toast=text, alert=True)


def why_letter(_: Gettext, letter: WhyLetter) -> Say:
    text = lines(
        fill("💬 <b>{head}</b>", head=_("想听您一句说明")),
        fill(_("{asker} 看到您有结对落后，想知道有什么难处。一句话就行。"), asker=letter.asker),
    )
    return Say(text, ((Button(_("写一句"), f"nudge:say:{letter.key}"),),))


def say_why(_: Gettext, outcome: SayWhy | Stale) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    text = fill(_("请用一句话写：是什么情况，打算什么时候做。"))
    return Reply((Say(text),), remember=f"question:{outcome.question}")


def explained(_: Gettext, outcome: Explained) -> Reply:
    return say(fill(_("谢谢，已转给 {asker}。"), asker=outcome.asker))


def why_answer(_: Gettext, answer: WhyAnswer) -> Say:
    key = answer.person_id
    text = lines(fill(_("💬 <b>{who} 的说明</b>"), who=answer.who), fill("{text}", text=answer.text))
    rows = ((Button(_("提醒一下"), f"nudge:once:{key}"), Button(_("请假"), f"nudge:leave:{key}")),)
    return Say(text, rows)
