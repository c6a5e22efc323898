"""What Telegram refuses is refused here, with its code and its words."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from tests.sandbox.conftest import LI, PNG

BIG_PNG = PNG[:16] + (9000).to_bytes(4, "big") + (2000).to_bytes(4, "big") + PNG[24:]


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(**button)]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("啊" * 4097, "message is too long"),
        ("<b>" + "啊" * 4097 + "</b>", "message is too long"),
        ("<p>x</p>", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ("是<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("是<b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("x</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("<b>x</b", "can't parse entities: Unclosed end tag at byte offset 4"),
        ("1 <2", "can't parse entities: Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused_in_its_words(bot: telegram.Bot, text: str, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(LI, text, parse_mode="HTML")
    assert words.lower() in refused.value.message.lower()


async def test_the_limit_counts_what_remains_after_the_parsing(bot: telegram.Bot) -> None:
    sent = await bot.send_message(LI, "<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
    assert sent.text == "<" * 4096


async def test_a_caption_ends_at_1024_characters(bot: telegram.Bot) -> None:
    assert (await bot.send_document(LI, b"x", caption="啊" * 1024)).caption == "啊" * 1024
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(LI, b"x", caption="啊" * 1025)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard(text="好", callback_data="是" * 22), "BUTTON_DATA_INVALID"),
        (keyboard(text="好", callback_data=""), "BUTTON_DATA_INVALID"),
        (keyboard(text=" ", callback_data="x"), "must be non-empty"),
        (keyboard(text="好"), "Text buttons are unallowed in the inline keyboard"),
        (keyboard(text="好", callback_data="x", url="https://example.org"), "exactly one action"),
        (keyboard(text="好", url="nowhere"), "Wrong HTTP URL"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="x")] * 101]), "reply markup is too long"),
    ],
)
async def test_a_keyboard_that_telegram_refuses_is_refused(
    bot: telegram.Bot, markup: InlineKeyboardMarkup, words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(LI, "x", reply_markup=markup)


async def test_callback_data_of_exactly_64_bytes_is_taken(bot: telegram.Bot) -> None:
    sent = await bot.send_message(LI, "x", reply_markup=keyboard(text="好", callback_data="是" * 21 + "x"))
    assert sent.reply_markup is not None


async def test_a_phone_number_can_be_asked_for_in_private_only(api: BotApi, bot: telegram.Bot) -> None:
    asking = ReplyKeyboardMarkup([[KeyboardButton("分享手机号", request_contact=True)]])
    await bot.send_message(LI, "x", reply_markup=asking)
    api.add_group(-5, "扶贫群", by=LI)
    with pytest.raises(BadRequest, match="Phone number can be requested in private chats only"):
        await bot.send_message(-5, "x", reply_markup=asking)


async def test_the_bot_writes_only_to_those_who_wrote_first_and_did_not_block_it(
    api: BotApi, bot: telegram.Bot
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "x")
    api.add_person(12, "王芳")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(12, "x")
    api.say(12, "/start")
    await bot.send_message(12, "x")
    api.block(12)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(12, "x")
    api.unblock(12)
    await bot.send_message(12, "y")
    assert api.heard(12) == ["x", "y"]


async def test_an_edit_must_change_something_and_find_its_message(api: BotApi, bot: telegram.Bot) -> None:
    sent = await bot.send_message(
        LI, "<b>一</b>", parse_mode="HTML", reply_markup=keyboard(text="好", callback_data="x")
    )
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("<b>一</b>", parse_mode="HTML", reply_markup=keyboard(text="好", callback_data="x"))
    edited = await sent.edit_text("二")
    assert isinstance(edited, telegram.Message)
    assert edited.reply_markup is None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(None)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", LI, 999)
    with pytest.raises(BadRequest, match="Message identifier is not specified"):
        await bot.edit_message_text("x", LI)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", LI, api.say(LI, "我的").message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await sent.edit_caption("x")
    document = await bot.send_document(LI, b"x", caption="一")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await document.edit_text("x")
    await document.edit_caption("二")
    assert api.heard(LI) == ["二", "二"]


async def test_a_message_is_deleted_once_and_within_two_days(
    api: BotApi, bot: telegram.Bot, clock: MovableClock
) -> None:
    first, second = await bot.send_message(LI, "一"), await bot.send_message(LI, "二")
    assert await first.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await first.delete()
    assert await bot.delete_messages(LI, [first.message_id, 999])
    clock.move(clock() + timedelta(days=3))
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await second.delete()
    assert api.heard(LI) == ["二"]


async def test_a_tap_is_answered_while_it_is_young(api: BotApi, bot: telegram.Bot) -> None:
    sent = await bot.send_message(LI, "x", reply_markup=keyboard(text="好", callback_data="x"))
    api.tap(LI, sent.message_id, "好")
    query_id, query = next(iter(api.queries.items()))
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query_id, "长" * 201)
    assert await bot.answer_callback_query(query_id, "收到", show_alert=True)
    assert query.answer == {"text": "收到", "show_alert": True}
    query.at -= 3600
    for identifier in (query_id, "1"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
            await bot.answer_callback_query(identifier)


async def test_a_reply_needs_the_message_it_answers_unless_told_otherwise(api: BotApi, bot: telegram.Bot) -> None:
    act = api.say(LI, "问")
    sent = await bot.send_message(LI, "答", reply_parameters=ReplyParameters(act.message_id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "问"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(LI, "答", reply_parameters=ReplyParameters(999))
    await bot.send_message(LI, "答", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True))


async def test_a_picture_must_be_one(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(LI, b"not a picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(LI, BIG_PNG)
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_photo(LI, PNG + bytes(10_000_000))


async def test_a_file_must_have_bytes_or_be_known(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(LI, b"")
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await bot.send_document(LI, "no-such-file")
    with pytest.raises(NetworkError, match="not implemented in the sandbox: files by address"):
        await bot.send_document(LI, "https://example.org/a.pdf")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("no-such-file")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(LI, bytes(50_000_001))


async def test_a_wrong_token_is_unauthorised(root: str) -> None:
    stranger = telegram.Bot("42:wrong", base_url=f"{root}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    async with httpx.AsyncClient(trust_env=False) as client:
        for token, code in (("42:wrong", 401), ("nonsense", 404)):
            for path in (f"/bot{token}/getMe", f"/file/bot{token}/x"):
                response = await client.get(root + path)
                assert (response.status_code, response.json()["error_code"]) == (code, code)


@pytest.mark.parametrize(
    ("method", "arguments", "answered"),
    [
        ("noSuchMethod", {}, (404, "Not Found")),
        ("sendMessage", {"text": "x"}, (400, "chat_id is empty")),
        ("sendMessage", {"chat_id": LI}, (400, "message text is empty")),
        ("getFile", {}, (400, 'parameter "file_id" is required')),
        (
            "sendPoll",
            {"chat_id": LI, "question": "?", "options": []},
            (501, "not implemented in the sandbox: sendPoll"),
        ),
        ("sendMessage", {"chat_id": LI, "text": "x", "parse_mode": "MarkdownV2"}, (501, "parse_mode MarkdownV2")),
        ("sendMessage", {"chat_id": LI, "text": "x", "parse_mode": "TeX"}, (400, "unsupported parse_mode")),
        (
            "sendMessage",
            {"chat_id": LI, "text": "x", "reply_markup": "{"},
            (400, "can't parse reply_markup JSON object"),
        ),
        ("sendMessage", {"chat_id": LI, "text": "x", "reply_markup": []}, (400, "object expected as reply_markup")),
        ("sendMessage", {"chat_id": LI, "text": "x", "entities": {}}, (400, "expected an array")),
        (
            "sendMessage",
            {"chat_id": LI, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": "x"}]]}},
            (400, 'Can\'t find field "text"'),
        ),
        (
            "sendMessage",
            {"chat_id": LI, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": 5}]]}},
            (400, 'Field "text" must be of type String'),
        ),
        ("sendMessage", {"chat_id": True, "text": "x"}, (400, 'field "chat_id" must be of type Integer')),
        (
            "sendLocation",
            {"chat_id": LI, "latitude": "north", "longitude": 1.5},
            (400, 'field "latitude" must be of type Float'),
        ),
        ("leaveChat", {"chat_id": LI}, (400, "chat member status can't be changed in private chats")),
    ],
)
async def test_a_call_that_is_wrong_in_itself_is_refused(
    api: BotApi, root: str, method: str, arguments: dict[str, object], answered: tuple[int, str]
) -> None:
    code, words = answered
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.post(f"{root}/bot{api.token}/{method}", json=arguments)
    answer = response.json()
    assert (response.status_code, answer["ok"], answer["error_code"]) == (code, False, code)
    assert words in answer["description"]


async def test_a_body_that_is_no_object_is_refused(api: BotApi, root: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for body in ("{", "[]"):
            response = await client.post(
                f"{root}/bot{api.token}/getMe", content=body, headers={"Content-Type": "application/json"}
            )
            assert response.status_code == 400


async def test_arguments_that_no_bot_api_knows_are_noted_and_otherwise_overlooked(api: BotApi, root: str) -> None:
    button = {"text": "好", "callback_data": "x", "colour": "red"}
    body = {"chat_id": LI, "text": "x", "txet": "y", "reply_markup": {"inline_keyboard": [[button]]}}
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(f"{root}/bot{api.token}/sendMessage", json=body)).json()["ok"]
        assert (await client.get(f"{root}/bot{api.token}/getme?x=1")).json()["result"]["is_bot"]
    assert api.unknown_arguments == ["sendMessage.txet", "sendMessage.reply_markup.inline_keyboard.colour", "getMe.x"]


async def test_files_can_be_named_by_attachment(api: BotApi, root: str) -> None:
    address = f"{root}/bot{api.token}/sendDocument"
    async with httpx.AsyncClient(trust_env=False) as client:
        data = {"chat_id": str(LI), "document": "attach://it", "caption": ""}
        answer = (await client.post(address, data=data, files={"it": ("名册.xlsx", b"x")})).json()
        assert answer["result"]["document"]["file_name"] == "名册.xlsx"
        answer = (await client.post(address, data=data | {"document": "attach://other"})).json()
        assert "wrong remote file identifier" in answer["description"]
