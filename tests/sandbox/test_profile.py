"""The bot's commands, descriptions and menu, and the text it formats."""

import pytest
import telegram
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from bot.sandbox.api import BotApi, images
from tests.sandbox.conftest import LI


async def test_the_menu_of_a_chat_is_the_narrowest_that_was_set(api: BotApi, bot: telegram.Bot) -> None:
    api.add_group(-5, "扶贫群", by=LI)

    def shown(chat_id: int, language: str | None = None) -> list[str]:
        return [command["command"] for command in api.commands_for(chat_id, language)]

    assert shown(LI) == []
    await bot.set_my_commands([BotCommand("help", "帮助")])
    await bot.set_my_commands([BotCommand("start", "开始")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(
        [BotCommand("begin", "Start")], scope=BotCommandScopeAllPrivateChats(), language_code="en"
    )
    await bot.set_my_commands([BotCommand("unit", "单位")], scope=BotCommandScopeAllGroupChats())
    assert (shown(LI), shown(LI, "en"), shown(-5)) == (["start"], ["begin"], ["unit"])
    await bot.set_my_commands([BotCommand("log", "记一笔")], scope=BotCommandScopeChat(LI))
    assert shown(LI) == ["log"]
    assert await bot.get_my_commands(scope=BotCommandScopeChat(LI)) == (BotCommand("log", "记一笔"),)
    await bot.delete_my_commands(scope=BotCommandScopeChat(LI))
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert shown(LI) == ["help"]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Log", "x")], "Bot_command_invalid"),
        ([("记", "x")], "Bot_command_invalid"),
        ([("log", "")], "Bot_command_description_invalid"),
        ([(f"c{number}", "x") for number in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_a_command_must_be_well_formed(bot: telegram.Bot, commands: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.set_my_commands(commands)


async def test_a_menu_cannot_be_set_for_a_chat_that_is_not_there(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([BotCommand("log", "x")], scope=BotCommandScopeChat(404))


async def test_descriptions_are_kept_by_language_and_have_a_limit(bot: telegram.Bot) -> None:
    await bot.set_my_description("登记走访")
    await bot.set_my_description("Logs visits", language_code="en")
    await bot.set_my_short_description("结对")
    await bot.set_my_name("助手")
    assert (await bot.get_my_description()).description == "登记走访"
    assert (await bot.get_my_description("en")).description == "Logs visits"
    assert (await bot.get_my_description("fr")).description == "登记走访"
    assert (await bot.get_my_short_description()).short_description == "结对"
    assert (await bot.get_my_name()).name == "助手"
    with pytest.raises(BadRequest, match="Short description is too long"):
        await bot.set_my_short_description("长" * 121)


async def test_the_menu_button_is_kept_by_chat(bot: telegram.Bot) -> None:
    await bot.set_chat_menu_button(LI, telegram.MenuButtonCommands())
    assert (await bot.get_chat_menu_button(LI)).type == "commands"
    await bot.set_chat_menu_button(menu_button=telegram.MenuButtonDefault())
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_a_chat_and_the_bot_describe_themselves(bot: telegram.Bot) -> None:
    chat = await bot.get_chat(LI)
    assert (chat.first_name, chat.type) == ("李明", "private")
    me = await bot.get_me()
    assert (me.username, me.can_read_all_group_messages) == ("jiedui_sandbox_bot", False)


async def test_html_becomes_entities_counted_in_utf_16(bot: telegram.Bot) -> None:
    markup = (
        '\n <b>粗🙂</b><i>斜</i><u>线</u><s>删</s><a href="https://example.org/?a=1&amp;b=2">链</a><a href="">空</a>'
        '<code>x</code><pre><code class="language-python">y</code></pre><pre>z</pre><span class="tg-spoiler">藏</span>'
        "<tg-spoiler>隐</tg-spoiler><blockquote>引</blockquote><blockquote expandable>长</blockquote>"
        '<tg-emoji emoji-id="5">🙂</tg-emoji><b></b>&amp;&#33;&#x21;&nbsp;&#xD800; '
    )
    sent = await bot.send_message(LI, markup, parse_mode="HTML")
    assert sent.text == "粗🙂斜线删链空xyz藏隐引长🙂&!!&nbsp;&#xD800;"
    found = [(entity.type, sent.parse_entity(entity)) for entity in sent.entities]
    assert found == [
        ("bold", "粗🙂"),
        ("italic", "斜"),
        ("underline", "线"),
        ("strikethrough", "删"),
        ("text_link", "链"),
        ("code", "x"),
        ("pre", "y"),
        ("pre", "z"),
        ("spoiler", "藏"),
        ("spoiler", "隐"),
        ("blockquote", "引"),
        ("expandable_blockquote", "长"),
        ("custom_emoji", "🙂"),
    ]
    assert (sent.entities[4].url, sent.entities[6].language) == ("https://example.org/?a=1&b=2", "python")


async def test_entities_can_be_given_instead_of_html(bot: telegram.Bot) -> None:
    entity = telegram.MessageEntity("bold", 0, 3)
    sent = await bot.send_message(LI, " 你好", entities=[entity], protect_content=True)
    assert (sent.text, sent.entities[0].offset, sent.entities[0].length) == ("你好", 0, 2)
    assert sent.has_protected_content


async def test_reply_keyboards_stay_until_removed(api: BotApi, bot: telegram.Bot) -> None:

    def shown() -> bool:
        return api.chats[LI].keyboard is not None

    await bot.send_message(LI, "x", reply_markup=telegram.ReplyKeyboardMarkup([["走访", "电话"]]))
    assert shown()
    api.say(LI, "走访")
    assert shown()
    await bot.send_message(LI, "x", reply_markup=telegram.ReplyKeyboardRemove())
    assert not shown()
    await bot.send_message(LI, "x", reply_markup=telegram.ReplyKeyboardMarkup([["好"]], one_time_keyboard=True))
    assert shown()
    api.say(LI, "好")
    assert not shown()
    await bot.send_message(LI, "x", reply_markup=telegram.ForceReply())


def test_the_size_of_a_picture_is_read_from_its_head() -> None:
    gif = b"GIF89a" + (30).to_bytes(2, "little") + (20).to_bytes(2, "little")
    frame = b"\xff\xc0" + (17).to_bytes(2, "big") + b"\x08" + (20).to_bytes(2, "big") + (30).to_bytes(2, "big")
    jpeg = b"\xff\xd8\xff\xe0" + (4).to_bytes(2, "big") + b"JF" + frame
    assert (images.size(gif), images.size(jpeg)) == ((30, 20), (30, 20))
    assert [images.size(data) for data in (b"", b"%PDF", gif[:7], jpeg[:9], gif[:6] + bytes(4))] == [None] * 5


async def test_commands_in_what_the_bot_says_can_be_tapped_except_in_code(bot: telegram.Bot) -> None:
    sent = await bot.send_message(LI, "<b>试试 /help</b> <code>/log</code> /undo", parse_mode="HTML")
    found = [(entity.type, sent.parse_entity(entity)) for entity in sent.entities]
    assert found == [("bold", "试试 /help"), ("bot_command", "/help"), ("code", "/log"), ("bot_command", "/undo")]
