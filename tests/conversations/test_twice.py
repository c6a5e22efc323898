"""A finger that taps twice, as fingers do while the network is slow: the second tap changes nothing and takes nothing away."""

from db.session import Sessions
from tests.conversations.conftest import Town
from tests.conversations.test_records import rows
from tests.kit.botapi import Person

TWO_ACTS = "昨天给张桂兰打了电话，今天去看了小宝，带了一箱奶60元"


async def taps_twice(person: Person, button: str, *, at_once: bool = True) -> None:
    """Both taps on the button as it stands now; `at_once`: before the bot answered the first."""
    message = person.last
    data = next(
        shown["callback_data"]
        for row in message["reply_markup"]["inline_keyboard"]
        for shown in row
        if button in shown["text"]
    )
    first = person.api.press(person.id, message["message_id"], data)
    if not at_once:
        await person.api.settled(first, within=person.within)
    second = person.api.press(person.id, message["message_id"], data)
    for act in (first, second):
        await person.api.settled(act, within=person.within)
    assert person.unanswered == 0


async def test_a_receipt_keeps_its_buttons(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("昨天去走访了")
    await taps_twice(ma, "张*兰")
    assert "已记" in ma.heard[-1]
    assert ma.buttons == ["撤销", "修改"]
    assert len(rows(database)) == 1


async def test_a_card_gone_through_one_by_one_goes_on(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says(TWO_ACTS)
    await taps_twice(ma, "逐条看")
    await taps_twice(ma, "跳过")
    assert ma.buttons[:2] == ["记上", "跳过"]
    await taps_twice(ma, "记上")
    assert ma.buttons == ["撤销", "修改"]
    assert [(r.contact, r.visit) for r in rows(database)] == [(0, 1)]


async def test_a_correction_by_button_keeps_its_receipt(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.taps("修改")
    await taps_twice(li, "入户走访")
    assert "已改" in li.heard[-1]
    assert li.buttons == ["撤销", "修改"]
    assert li.notices[-1] == "已经是这样记的，没有变。"
    assert len(rows(database)) == 2


async def test_log_by_buttons_does_not_speak_of_a_card_that_nobody_dropped(
    ma: Person, town: Town, database: Sessions
) -> None:
    await ma.says("/log")
    await taps_twice(ma, "陈*")
    await taps_twice(ma, "打电话")
    assert "前面那张" not in ma.heard[-1]
    guide = ma.last["message_id"]
    await taps_twice(ma, "昨天")
    await ma.presses(guide, f"guide:{town.bao}:phone")
    assert ma.buttons == ["撤销", "修改"]
    assert len(rows(database)) == 1


async def test_a_change_of_the_list_goes_on_to_its_next_step(ma: Person, town: Town) -> None:
    await ma.says("/change")
    await taps_twice(ma, "P-0418")
    assert any("去世" in button for button in ma.buttons), ma.buttons
    await taps_twice(ma, "去世")
    assert ma.buttons


async def test_what_was_undone_since_does_lose_its_buttons(li: Person, town: Town) -> None:
    await li.says("给王秀英打了电话")
    receipt = li.last["message_id"]
    await li.says("/undo")
    await li.taps("修改", under=receipt)
    assert not li.api.chats[li.id].messages[receipt].get("reply_markup")


async def test_the_first_day_of_a_leave_is_not_its_last_as_well(li: Person, town: Town) -> None:
    await li.says("/leave")
    await taps_twice(li, "明天")
    assert "到哪天为止" in li.heard[-1]
    await taps_twice(li, "（3 天）", at_once=False)
    assert "2026-05-27 到 2026-05-29，共 3 天" in li.heard[-1]
    assert li.buttons == ["撤回请假"]
