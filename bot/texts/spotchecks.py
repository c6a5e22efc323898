"""Spot checks in words: the sample with its seed, one card a call, the result."""

from bot.domain.spotcheck import AGAIN, LEAST
from bot.services.cards import Stale
from bot.services.reports import NoPeriod, Several, Unknown
from bot.services.spotcalls import Absent, Card, FollowUps
from bot.services.spotchecks import Nothing, Overview, Pick, Sample, Started
from bot.texts import common, words
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button, Reply, Say, say

LIMIT = 3500
GROUPS = 12  # units of one list of buttons


def outcome(_: Gettext, key: str) -> str:
    return {
        "agree": _("接通相符"),
        "differ": _("接通不符"),
        "no_answer": _("无人接"),
        "no_number": _("空号"),
        "redirected": _("转接"),
        "institution": _("机构代接"),
        "inconvenient": _("不便通话"),
    }[key]


def reason(_: Gettext, key: str) -> str:
    return {
        "none": _("说没有这回事"),
        "day": _("日期不对"),
        "way": _("方式不对"),
        "money": _("钱物不对"),
        "person": _("不是本人"),
        "unsure": _("记不清"),
    }[key]


def started(_: Gettext, told: Started) -> Reply:
    """The answer to /spotcheck."""
    match told:
        case Sample():
            return drawn(_, told)
        case Overview():
            return overview(_, told)
        case Nothing():
            return say(fill(_("{name} {period} 没有可抽的记录。"), name=told.name, period=told.period))
        case Several():
            found = [fill("<code>{code}</code> {path}", code=code, path=path) for code, path in told.found]
            return say(lines(fill(_("有几个叫“{word}”的，请写编码："), word=told.word), *found[:GROUPS]))
        case NoPeriod():
            return say(fill(_("没有“{word}”这个时段。请写 2026-10、2026-Q3 或 2026。"), word=told.word))
        case Unknown():
            return common.no_such(_)


def overview(_: Gettext, told: Overview) -> Reply:
    rows = tuple(
        (
            Button(
                _("抽查 {key} · {name} {period} · {told}/{drawn}").format(
                    key=one.key, name=one.name, period=one.period, told=one.told, drawn=one.drawn
                ),
                f"spot:show:{one.key}",
            ),
        )
        for one in told.checks
    )
    body = lines(
        fill("<b>{head}</b>", head=_("随机抽查")),
        fill(
            _("发 /spotcheck 20 就抽 20 人；也可以写单位和时段：/spotcheck 20 {name} 2026-10。一次最多 {most} 人。"),
            name=told.name,
            most=told.largest,
        ),
        fill(
            _("{name}下一次抽查的种子指纹（抽之前就定下）：<code>{mark}</code>"),
            name=told.name,
            mark=told.next_fingerprint,
        ),
        fill(_("点下面的继续：")) if rows else None,
    )
    return say(body, *rows)


def drawn(_: Gettext, told: Sample) -> Reply:
    """The sample with all that is needed to draw it again."""
    short = told.size > told.frame
    head = lines(
        fill(
            _("<b>抽查 {key} · {name} {period}</b>"),
            key=told.key,
            name=told.name,
            period=told.period,
        ),
        fill(_("有记录的 {frame} 人，抽出 {n} 人，每人一条。"), frame=told.frame, n=len(told.picks)),
        fill(_("要抽 {size} 人，有记录的不够，全部抽出。"), size=told.size) if short else None,
        fill(_("干部在您问完之前不会知道抽了谁。")),
    )
    says = [head]
    for line in (*(_pick(_, pick) for pick in told.picks), _proof(_, told)):
        if len(says[-1]) + len(line) > LIMIT:
            says.append(line)
        else:
            says[-1] = Html(f"{says[-1]}\n{line}")
    button = ((Button(_("开始打电话"), f"spot:next:{told.key}:0"),),)
    return Reply((*(Say(text) for text in says[:-1]), Say(says[-1], button)))


def _proof(_: Gettext, told: Sample) -> Html:
    """What is needed to draw the same people again; folded, as those who ring people up have no use for it."""
    body = lines(
        fill(_("核对用：任何人都能照这些重抽出同样的名单。")),
        fill(_("种子：<code>{seed}</code>"), seed=told.seed),
        fill(_("盐：<code>{salt}</code>"), salt=told.salt),
        fill(
            _("指纹 <code>{mark}</code>，{at} 定下。"), mark=told.fingerprint, at=f"{told.committed_at:%Y-%m-%d %H:%M}"
        ),
        fill(_("下一次的指纹：<code>{mark}</code>"), mark=told.next_fingerprint) if told.next_fingerprint else None,
    )
    return Html(f"<blockquote expandable>{body}</blockquote>")


def _pick(_: Gettext, pick: Pick) -> Html:
    what = words.kinds(_, pick.what, pick.support)
    told = outcome(_, pick.outcome) if pick.outcome else None
    return fill(
        "{n}. {who} · {line} · {day} {what}{told}",
        n=pick.position,
        who=pick.shown,
        line=pick.line,
        day=pick.day,
        what=what,
        told=f" · {told}" if told else "",
    )


def shown(_: Gettext, told: Card | Sample | FollowUps | Stale | Absent) -> Reply:
    """A tap: the same message turns into the next card, or the result."""
    match told:
        case Card():
            made = card(_, told)
        case Sample():
            made = result(_, told)
        case FollowUps():
            made = follow_ups(_, told)
        case Stale():
            return common.old_button(_)
        case Absent():
            return common.no_such(_)
    return Reply(made.says, replace=True)


def card(_: Gettext, told: Card) -> Reply:
    line = told.line
    where = words.channel(_, line.channel)
    what = words.kinds(_, line.columns, line.support) + (f"（{where}）" if where else "")
    number: Html | None = None
    if told.asked:
        number = (
            fill(_("电话：<code>{phone}</code>"), phone=told.phone)
            if told.phone
            else fill(_("名册里没有这个人的电话。"))
        )
    body = lines(
        fill(_("<b>抽查 {check} · 第 {n} 条，共 {all} 条</b>"), check=told.check, n=told.position, all=told.all),
        fill("<b>{who}</b> · {place}", who=line.shown, place=told.place),
        fill(_("记录：{day} {what}"), day=line.day, what=what),
        words.money(_, line.amount_fen, line.support),
        number,
        fill(_("监护人：{guardian}"), guardian=told.guardian) if told.guardian else None,
        fill(_("哪里不符？选了才记下。这只是待查，不是结论。")) if told.why else None,
    )
    return say(body, *(_reasons(_, told) if told.why else _outcomes(_, told)))


def _outcomes(_: Gettext, told: Card) -> tuple[tuple[Button, ...], ...]:
    def button(key: str) -> Button:
        return Button(outcome(_, key), f"spot:why:{told.item}" if key == "differ" else f"spot:say:{told.item}:{key}")

    look = () if told.asked else ((Button(_("看电话（会留痕）"), f"spot:phone:{told.item}"),),)
    return (
        *look,
        (button("agree"), button("differ")),
        (button("no_answer"), button("no_number"), button("redirected")),
        (button("institution"), button("inconvenient")),
        (
            Button(_("先跳过"), f"spot:next:{told.check}:{told.position}"),
            Button(_("看结果"), f"spot:show:{told.check}"),
        ),
    )


def _reasons(_: Gettext, told: Card) -> tuple[tuple[Button, ...], ...]:
    keys = (("none", "day"), ("way", "money"), ("person", "unsure"))
    rows = tuple(tuple(Button(reason(_, key), f"spot:differ:{told.item}:{key}") for key in row) for row in keys)
    return (*rows, (Button(_("返回"), f"spot:next:{told.check}:{told.position - 1}"),))


def result(_: Gettext, told: Sample) -> Reply:
    """How far a check is, and the rate with its interval."""
    unreached = told.told - told.count("agree", "differ")
    found = told.agreement
    rate = (
        fill(
            _("相符率 {rate}%（95% 区间 {low}%～{high}%）"),
            rate=percent(found.rate),
            low=percent(found.low),
            high=percent(found.high),
        )
        if found
        else fill(_("相符率：数据不足（接通不到 {least} 人）"), least=LEAST)
    )
    body = lines(
        fill(_("<b>抽查 {key} · {name} {period}</b>"), key=told.key, name=told.name, period=told.period),
        fill(_("抽出 {drawn}，已问 {told}"), drawn=len(told.picks), told=told.told),
        fill(
            _("相符 {agree} · 不符 {differ} · 没问到 {unreached}"),
            agree=told.count("agree"),
            differ=told.count("differ"),
            unreached=unreached,
        ),
        rate,
        fill(_("待查 {n} 条。不符只是待查，不是结论。"), n=told.follow_ups) if told.follow_ups else None,
        fill(_("种子：<code>{seed}</code>"), seed=told.seed),
    )
    rows: list[tuple[Button, ...]] = []
    if told.told < len(told.picks):
        rows.append((Button(_("继续打电话"), f"spot:next:{told.key}:0"),))
    again = told.count(*AGAIN)
    if again:
        rows.append((Button(_("没问到的再打一遍（{n}）").format(n=again), f"spot:again:{told.key}"),))
    if told.follow_ups:
        rows.append((Button(_("待查 {n} 条").format(n=told.follow_ups), f"spot:open:{told.key}"),))
    rows.append((Button(_("看名单和种子"), f"spot:list:{told.key}"),))
    return say(body, *rows)


def percent(share: float) -> str:
    """0.9 → 90.0."""
    return f"{share * 100:.1f}"


def listed(_: Gettext, told: Sample | Absent) -> Reply:
    """The whole sample again, as a new message."""
    return common.no_such(_) if isinstance(told, Absent) else drawn(_, told)


def follow_ups(_: Gettext, told: FollowUps) -> Reply:
    if not told.open:
        return say(
            fill(_("抽查 {key} 没有待查的了。"), key=told.check), (Button(_("看结果"), f"spot:show:{told.check}"),)
        )
    one = told.open[0]
    body = lines(
        fill(_("<b>抽查 {key} · 待查还有 {n} 条</b>"), key=told.check, n=len(told.open)),
        fill(_("{who} · {day} 的记录：{reason}"), who=one.shown, day=one.day, reason=reason(_, one.reason)),
        fill(_("已经请干部看一看。弄清以后选一个：")),
    )
    buttons = (
        (Button(_("记录已更正"), f"spot:close:{one.key}:corrected"),),
        (Button(_("核实无误"), f"spot:close:{one.key}:confirmed"),),
        (Button(_("查不清"), f"spot:close:{one.key}:unclear"),),
    )
    return say(body, *buttons)
