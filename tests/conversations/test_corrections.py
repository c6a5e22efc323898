"""Corrections: by words, by editing the sent message, by buttons; always append-only."""

from db.session import Sessions
from tests.conversations.conftest import Town
from tests.conversations.test_records import rows
from tests.kit.botapi import Person


async def test_words_correct_the_last_record(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.says("上一条记错了，是走访不是电话")
    old, new = rows(database)
    assert (old.standing, new.standing, new.visit, new.contact, new.corrects_id) == (False, True, 1, 0, old.id)
    assert "已改" in li.heard[-1]
    assert "联系交流" in li.heard[-1]
    assert "走访探视 1/2" in li.heard[-1]


async def test_a_reply_means_the_record_replied_to(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    receipt = li.last["message_id"]
    await li.says("昨天去王大娘家走访")
    await li.says("撤销这条", reply_to=receipt)
    assert [r.standing for r in rows(database)] == [False, True, False]


async def test_undo_in_words_takes_back_the_last(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.says("撤销刚才那条")
    assert "已撤销" in li.heard[-1]
    assert [r.standing for r in rows(database)] == [False, False]
    await li.says("/undo")
    assert "没有可以改的" in li.heard[-1]


async def test_editing_the_message_corrects_the_same_record(li: Person, town: Town, database: Sessions) -> None:
    said = await li.says("昨天去王大娘家走访，送了米面油折合260元")
    await li.edits(said, "昨天去王大娘家走访，送了米面油折合280元")
    old, new = rows(database)
    assert (old.standing, new.goods_fen, new.corrects_id) == (False, 28000, old.id)
    assert "280元" in li.heard[-1]
    assert "走访探视 1/2" in li.heard[-1]


async def test_editing_to_nothing_readable_changes_nothing(li: Person, town: Town, database: Sessions) -> None:
    said = await li.says("给王秀英打了电话")
    await li.edits(said, "谢谢")
    assert "没读懂" in li.heard[-1]
    assert [r.standing for r in rows(database)] == [True]


async def test_editing_a_withdrawn_record_says_so(li: Person, town: Town, database: Sessions) -> None:
    said = await li.says("给王秀英打了电话")
    await li.taps("撤销")
    await li.edits(said, "给王秀英发了微信")
    assert "已经撤销" in li.heard[-1]
    assert all(not r.standing for r in rows(database))


async def test_buttons_change_the_act_and_the_day(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.taps("修改")
    await li.taps("入户走访")
    await li.taps("修改")
    await li.taps("昨天")
    last = rows(database)[-1]
    assert (last.visit, last.contact, last.day.isoformat()) == (1, 0, "2026-05-25")


async def test_after_the_button_a_sentence_will_do(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    await li.taps("修改")
    await li.says("是走访，昨天，送了200元的米面")
    last = rows(database)[-1]
    assert (last.visit, last.day.isoformat(), last.goods_fen) == (1, "2026-05-25", 20000)


async def test_an_old_button_loses_its_keyboard(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    receipt = li.last["message_id"]
    await li.says("撤销刚才那条")
    await li.taps("撤销", under=receipt)
    assert "早已撤销" in li.notices[-1]
    assert li.unanswered == 0


async def test_several_records_of_a_message_are_told_apart(ma: Person, town: Town, database: Sessions) -> None:
    await ma.says("昨天给张桂兰打了电话，今天去看了小宝，带了一箱奶60元")
    await ma.taps("都记上")
    await ma.taps("修改")
    assert "改哪一条" in ma.heard[-1]
    await ma.taps("2.")
    await ma.taps("到机构看望")
    last = rows(database)[-1]
    assert (last.channel, last.goods_fen) == ("institution", 6000)


async def test_a_receipt_behind_an_alert_is_still_the_one_replied_to(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("给王秀英打了电话")
    await li.says("今天去王大娘家，她说儿子打她，身上有伤")
    receipt = li.last["message_id"]
    assert "已记" in li.heard[-1]
    await li.says("昨天也给王秀英发了微信")
    await li.says("撤销这条", reply_to=receipt)
    assert [(r.visit, r.standing) for r in rows(database)][1] == (1, False)


async def test_a_bare_day_answers_the_button_that_asks_what_to_change(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("昨天去王大娘家走访")
    await li.taps("修改")
    await li.says("5月20日")
    old, new = rows(database)
    assert (new.corrects_id, f"{new.day}", new.visit) == (old.id, "2026-05-20", 1)
    assert "已改" in li.heard[-1]


async def test_who_was_reached_after_all_counts_after_the_correction(
    li: Person, town: Town, database: Sessions
) -> None:
    await li.says("给王秀英打电话没人接")
    await li.taps("修改")
    await li.says("给王秀英打了电话")
    old, new = rows(database)
    assert (old.attempt, new.attempt, new.standing) == (True, False, True)
    before, now = li.heard[-1].split("现在：")
    assert "没有联系上" in before
    assert "没有联系上" not in now
    assert "联系交流 1/4" in now


async def test_a_tap_on_change_below_what_was_undone_says_so(li: Person, town: Town, database: Sessions) -> None:
    await li.says("给王秀英打了电话")
    receipt = li.last["message_id"]
    await li.says("/undo")
    await li.taps("修改", under=receipt)
    assert li.notices[-1] == "这条早已撤销。"


async def test_editing_keeps_what_was_answered_by_a_tap(ma: Person, town: Town, database: Sessions) -> None:
    said = await ma.says("前几天去走访了，送了50元")
    await ma.taps("张*兰")
    await ma.taps("昨天")
    await ma.edits(said, "前几天去走访了，送了80元")
    assert "已改" in ma.heard[-1]
    old, new = rows(database)
    assert (new.pairing_id, new.day, new.cash_fen) == (old.pairing_id, old.day, 8000)
    await ma.edits(said, "去看了孙大娘，送了90元")
    assert "没读懂" in ma.heard[-1]
    assert len(rows(database)) == 2
