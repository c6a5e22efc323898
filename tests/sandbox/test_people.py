"""What people do arrives as the update that Telegram would send."""

from datetime import timedelta

import pytest
import telegram

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from tests.sandbox.conftest import LI, PNG


async def only(bot: telegram.Bot) -> telegram.Update:
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    return update


async def message(bot: telegram.Bot) -> telegram.Message:
    found = (await only(bot)).message
    assert found is not None
    return found


async def test_a_text_carries_its_commands_and_addresses(api: BotApi, bot: telegram.Bot) -> None:
    api.say(LI, "🙂 /start@jiedui_sandbox_bot https://example.org 1/2")
    heard = await message(bot)
    assert heard.parse_entities() == {
        heard.entities[0]: "/start@jiedui_sandbox_bot",
        heard.entities[1]: "https://example.org",
    }
    assert [entity.type for entity in heard.entities] == ["bot_command", "url"]
    assert heard.from_user is not None
    assert (heard.from_user.first_name, heard.from_user.language_code) == ("李明", "zh-hans")


async def test_message_ids_count_per_chat_and_dates_come_from_the_clock(api: BotApi, bot: telegram.Bot) -> None:
    api.add_person(12, "王芳", username="wang")
    assert [api.say(chat, "x").message_id for chat in (LI, LI, 12)] == [1, 2, 1]
    assert (await bot.send_message(LI, "y")).message_id == 3
    assert (await bot.get_updates())[0].effective_message.date == api.now()  # type: ignore[union-attr]


async def test_a_person_edits_his_own_messages_only(api: BotApi, bot: telegram.Bot) -> None:
    act = api.say(LI, "/log 一")
    await only(bot)
    api.edit(LI, act.message_id, "二")
    edited = (await only(bot)).edited_message
    assert edited is not None
    assert (edited.text, edited.entities, edited.edit_date) == ("二", (), api.now())
    photo = api.send_photo(LI, PNG, caption="https://example.org")
    await only(bot)
    api.edit(LI, photo.message_id, "新的 https://example.org")
    edited = (await only(bot)).edited_message
    assert edited is not None
    assert edited.caption == "新的 https://example.org"
    assert edited.caption_entities[0].offset == 3
    said = await bot.send_message(LI, "我的")
    with pytest.raises(ValueError, match="only what he wrote"):
        api.edit(LI, said.message_id, "你的")


async def test_a_reply_carries_the_message_it_answers(api: BotApi, bot: telegram.Bot) -> None:
    said = await bot.send_message(LI, "哪一户?")
    api.say(LI, "王家", reply_to=said.message_id)
    heard = await message(bot)
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.text == "哪一户?"


async def test_a_tap_needs_a_button_that_is_there_but_a_forged_one_does_not(api: BotApi, bot: telegram.Bot) -> None:
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("撤销 1", callback_data="undo:1")]])
    said = await bot.send_message(LI, "已记", reply_markup=markup)
    for name in ("撤销 1", "undo:1", "撤销", "销"):
        api.tap(LI, said.message_id, name)
        query = (await only(bot)).callback_query
        assert query is not None
        assert (query.data, query.from_user.id) == ("undo:1", LI)
        assert query.message is not None
        assert query.message.message_id == said.message_id
    with pytest.raises(LookupError, match="撤销 1"):
        api.tap(LI, said.message_id, "修改")
    api.press(LI, 999, "forged")
    query = (await only(bot)).callback_query
    assert query is not None
    assert not query.message.is_accessible  # type: ignore[union-attr]


async def test_a_phone_number_is_ones_own_or_somebody_elses(api: BotApi, bot: telegram.Bot) -> None:
    shared = []
    for of in (None, 99, 0):
        api.send_contact(LI, "13800000000", of=of)
        contact = (await message(bot)).contact
        assert contact is not None
        shared.append(contact.user_id)
    assert shared == [LI, 99, None]


async def test_pictures_voices_stickers_and_places_arrive(api: BotApi, bot: telegram.Bot) -> None:
    api.send_photo(LI, PNG, caption="走访")
    photo = await message(bot)
    assert (photo.caption, photo.photo[0].width) == ("走访", 1)
    api.send_voice(LI, seconds=7)
    voice = (await message(bot)).voice
    assert voice is not None
    assert voice.duration == timedelta(seconds=7)
    api.send_sticker(LI)
    assert (await message(bot)).sticker
    api.send_location(LI, 35.5, 106.7)
    location = (await message(bot)).location
    assert location is not None
    assert location.latitude == 35.5


async def test_a_document_comes_back_byte_for_byte(api: BotApi, bot: telegram.Bot) -> None:
    data = bytes(range(256)) * 100
    api.send_document(LI, data, "名册.xlsx", mime="application/xlsx", caption="新的")
    document = (await message(bot)).document
    assert document is not None
    assert (document.file_name, document.file_size) == ("名册.xlsx", len(data))
    assert bytes(await (await document.get_file()).download_as_bytearray()) == data
    again = await bot.send_document(LI, document.file_id)
    assert again.document is not None
    assert again.document.file_name == "名册.xlsx"


async def test_a_document_too_big_for_a_bot_cannot_be_fetched(api: BotApi, bot: telegram.Bot) -> None:
    api.send_document(LI, bytes(20_000_001), "x.xlsx")
    document = (await message(bot)).document
    assert document is not None
    with pytest.raises(telegram.error.BadRequest, match="File is too big"):
        await document.get_file()


async def test_blocking_is_told_and_silences_both_sides(api: BotApi, bot: telegram.Bot) -> None:
    api.block(LI)
    changed = (await only(bot)).my_chat_member
    assert changed is not None
    assert changed.new_chat_member.status == "kicked"
    with pytest.raises(ValueError, match="unblock"):
        api.say(LI, "x")
    api.unblock(LI)
    changed = (await only(bot)).my_chat_member
    assert changed is not None
    assert changed.new_chat_member.status == "member"


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(api: BotApi, bot: telegram.Bot) -> None:
    api.add_group(-5, "扶贫群", by=LI)
    joined = (await only(bot)).my_chat_member
    assert joined is not None
    assert (joined.chat.type, joined.from_user.id) == ("group", LI)
    assert api.say(-5, "大家好", user_id=LI).update_id is None
    said = await bot.send_message(-5, "你好")
    for text, reply_to in (("/progress", None), ("@jiedui_sandbox_bot 在吗", None), ("好", said.message_id)):
        api.say(-5, text, user_id=LI, reply_to=reply_to)
        heard = await message(bot)
        assert (heard.chat.id, heard.from_user.id if heard.from_user else 0) == (-5, LI)
    assert await bot.leave_chat(-5)
    with pytest.raises(telegram.error.Forbidden, match="kicked from the group chat"):
        await bot.send_message(-5, "x")


async def test_without_privacy_a_group_is_heard_in_full(clock: MovableClock) -> None:
    api = BotApi(now=clock, privacy=False)
    api.add_person(LI, "李明")
    api.add_group(-5, "扶贫群", by=LI)
    assert api.say(-5, "大家好", user_id=LI).update_id is not None
