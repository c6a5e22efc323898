"""How far a cadre is, in a few lines a recipient."""

from bot.domain.programme import QUOTA_KINDS
from bot.services.progress import Progress
from bot.services.standing import PairStanding
from bot.texts import words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say


def progress(_: Gettext, shown: Progress) -> Reply:
    if not shown.pairs:
        return say(fill(_("你名下还没有结对的人。名单有误的话,请告诉单位联络员。")))
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
        return lines(who, fill(_("没有年度任务;已记 {done}"), done=done))
    counts = " · ".join(
        words.count(_, kind, standing.done.of(kind), standing.required.of(kind))
        for kind in QUOTA_KINDS
        if standing.required.of(kind) or standing.done.of(kind)
    )
    return lines(who, fill("{counts}", counts=counts), fill("{pace}", pace=pace(_, pair)))


def pace(_: Gettext, pair: PairStanding) -> str:
    """One sentence: done, or what is short and by when."""
    standing = pair.standing
    assert standing is not None
    if standing.status == "met":
        return _("✅ 今年的都做到了")
    if standing.status == "behind":
        missing = _("、").join(
            f"{words.kind(_, k)} {standing.late.of(k)}" for k in ("deed", "visit", "contact") if standing.late.of(k)
        )
        return _("⏰ 落后:{missing} 该在 {day} 前完成").format(missing=missing, day=standing.late_since)
    if standing.next_kind is None:
        return _("按进度")
    text = _("按进度;下一步:{day} 前 {kind} {n} 次")
    if standing.status == "due_soon":
        text = _("⏳ 快到期:{day} 前还要 {kind} {n} 次")
    return text.format(day=standing.next_deadline, kind=words.kind(_, standing.next_kind), n=standing.next_count)


def pairs(_: Gettext, shown: Progress) -> Reply:
    """/pairs: who is mine, since when."""
    if not shown.pairs:
        return progress(_, shown)
    names = [fill(_("<b>{who}</b> · {first} 起"), who=pair.shown, first=pair.first_day) for pair in shown.pairs]
    return say(lines(fill("<b>{head}</b>", head=_("我的结对")), *names[:60]))
