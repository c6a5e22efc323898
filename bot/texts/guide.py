"""/log by buttons: whom, what, when."""

from bot.services.cards import Card, Guide, Stale
from bot.services.entries import Refused, Saved
from bot.texts import common, records
from bot.texts.language import Gettext, fill
from bot.texts.message import Button, Reply, Say, say


def whom(_: Gettext, guide: Guide) -> Reply:
    if not guide.whom:
        return say(fill(_("您名下还没有结对的人。名单有误的话，请告诉单位联络员。")))
    rows = tuple((Button(shown, f"guide:{key}:who"),) for key, shown in guide.whom[:40])
    return Reply((Say(fill("<b>{q}</b>", q=_("记给谁？（也可以直接发一句话）")), rows),))


def step(_: Gettext, outcome: Guide | Saved | Card | Stale | Refused) -> Reply:
    if isinstance(outcome, Stale):
        return common.old_button(_)
    if not isinstance(outcome, Guide):
        return records.tapped(_, outcome)
    assert outcome.chosen is not None
    key, shown = outcome.chosen
    acts = (
        (("home", _("入户走访")), ("institution", _("到机构看望"))),
        (("phone", _("打电话")), ("wechat", _("微信")), ("video", _("视频"))),
        (("deed", _("办实事")),),
    )
    rows = tuple(tuple(Button(label, f"guide:{key}:{act}") for act, label in row) for row in acts)
    return Reply((Say(fill(_("<b>{who}</b>\n做了什么？"), who=shown), rows),), replace=True)
