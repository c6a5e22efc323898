"""How far a cadre is, in a few lines a recipient."""

from bot.domain.programme import QUOTA_KINDS
from bot.services.progress import Answered, LastDone, Log, Progress, Totals
from bot.services.standing import PairStanding
from bot.texts import entry, keying, needs, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def progress(_: Gettext, shown: Progress) -> Reply:
    if not shown.pairs:
        return _no_pairs(_)
    head = fill("<b>{head}</b>", head=_("{year} 年进度").format(year=shown.day.year))
    says: list[Say] = []
    page: list[Html] = [head]
    for pair in shown.pairs:
        part = one(_, pair)
        if sum(map(len, page)) + len(part) > 3500:
            says.append(Say(Html("\n\n".join(page))))
            page = []
        page.append(part)
    says.append(Say(Html("\n\n".join(page)), ((Button(_("最近的记录"), "record:page:0"),),)))
    return Reply(tuple(says))


def one(_: Gettext, pair: PairStanding) -> Html:
    who = fill("<b>{who}</b>", who=pair.shown)
    standing = pair.standing
    if standing is None:
        done = "、".join(f"{words.kind(_, k)} {pair.counts.of(k)}" for k in QUOTA_KINDS)
        return lines(who, fill(_("没有年度任务；已记 {done}"), done=done))
    counts = " · ".join(
        words.count(_, kind, standing.done.of(kind), standing.required.of(kind))
        for kind in QUOTA_KINDS
        if standing.required.of(kind) or standing.done.of(kind)
    )
    told = _("已报去世，不再提醒，也不算落后。") if pair.halted else pace(_, pair)
    return lines(who, fill("{counts}", counts=counts), fill("{pace}", pace=told))


def pace(_: Gettext, pair: PairStanding) -> str:
    """One sentence: done, or what is short and by when."""
    standing = pair.standing
    assert standing is not None
    if standing.status == "met":
        return _("✅ 今年的都做到了")
    if standing.status == "behind":
        return _("⏰ 落后：还差{missing}，本该在 {day} 前做完").format(
            missing=words.acts(_, standing.late), day=standing.late_since
        )
    if standing.next_kind is None:
        return _("按进度")
    text = _("按进度；下一步：{day} 前 {acts}")
    if standing.status == "due_soon":
        text = _("⏳ 快到期：{day} 前还要{acts}")
    acts = words.times(_, standing.next_kind, standing.next_count)
    return text.format(day=standing.next_deadline, acts=acts)


def pairs(_: Gettext, shown: Progress) -> Reply:
    """/pairs: who is mine, since when."""
    if not shown.pairs:
        return progress(_, shown)
    names = [fill(_("<b>{who}</b> · {first} 起"), who=pair.shown, first=pair.first_day) for pair in shown.pairs]
    return say(lines(fill("<b>{head}</b>", head=_("我的结对")), *names[:60]), (needs.list_button(_),))


def answered(_: Gettext, outcome: Answered) -> Reply:
    """The answer to a question in words."""
    match outcome:
        case Progress():
            return progress(_, outcome)
        case Log():
            return log_page(_, outcome)
        case LastDone():
            return last_done(_, outcome)
        case Totals():
            return totals(_, outcome)


def last_done(_: Gettext, outcome: LastDone) -> Reply:
    not_yet = _("还没有")
    parts = [
        fill(
            _("<b>{who}</b>\n上次联系 {contact}；上次走访 {visit}"),
            who=who,
            contact=contact or not_yet,
            visit=visit or not_yet,
        )
        for who, contact, visit in outcome.pairs[:40]
    ]
    return say(lines(*parts)) if parts else _no_pairs(_)


def totals(_: Gettext, outcome: Totals) -> Reply:
    if not outcome.shown:
        return _no_pairs(_)
    done = " · ".join(f"{words.kind(_, k)} {outcome.counts.of(k)}" for k in QUOTA_KINDS)
    return say(
        lines(
            fill(_("<b>{year} 年累计</b>"), year=outcome.year),
            fill("{who}", who=_("、").join(outcome.shown[:20])),
            fill("{done}", done=done),
            fill(
                _("资助 {all}元（其中物资折合 {goods}元）"),
                all=words.yuan(outcome.cash_fen + outcome.goods_fen),
                goods=words.yuan(outcome.goods_fen),
            ),
        )
    )


def log_page(_: Gettext, log: Log) -> Reply:
    if not log.lines:
        return say(fill(_("还没有记录。做完一件事，用一句话告诉我就行。")))
    body = lines(fill("<b>{head}</b>", head=_("最近的记录")), *[entry.entry(_, line) for line in log.lines])
    row = []
    if log.page:
        row.append(Button(_("« 较新"), f"record:page:{log.page - 1}"))
    if log.more:
        row.append(Button(_("较早 »"), f"record:page:{log.page + 1}"))
    pages = (tuple(row),) if row else ()
    return Reply((Say(body, (*pages, (keying.own_button(_),))),))


def log_turned(_: Gettext, log: Log) -> Reply:
    """Another page in the same message."""
    return Reply(log_page(_, log).says, replace=True)


def _no_pairs(_: Gettext) -> Reply:
    return say(fill(_("您名下还没有结对的人。名单有误的话，请告诉单位联络员。")))
