"""What the page talks to, without a browser."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from tests.sandbox.conftest import LI, PNG

PEOPLE: list[dict[str, Any]] = [{"id": LI, "name": "李明", "role": "cadre", "examples": ["还差几次"]}]


@pytest.fixture
async def page(api: BotApi, clock: MovableClock) -> AsyncIterator[httpx.AsyncClient]:
    async def on_clock(action: str, to: str | None) -> dict[str, Any]:
        clock.move(clock().replace(day=27))
        return {"now": clock().isoformat(), "note": f"{action} {to}"}

    async with (
        serve(api, people=lambda: PEOPLE, on_clock=on_clock) as root,
        httpx.AsyncClient(base_url=root, trust_env=False) as client,
    ):
        yield client


async def test_the_page_comes_whole_from_this_server(page: httpx.AsyncClient) -> None:
    for path, kind in (("/", "text/html"), ("/chat.css", "text/css"), ("/chat.js", "text/javascript")):
        response = await page.get(path)
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(kind)
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert "https://" not in response.text.replace("https://core.telegram.org", "")


async def test_without_people_there_is_no_page(api: BotApi, root: str) -> None:
    async with httpx.AsyncClient(base_url=root, trust_env=False) as client:
        assert (await client.get("/")).status_code == 404


async def act(page: httpx.AsyncClient, what: str, **body: Any) -> dict[str, Any]:
    response = await page.post(f"/sandbox/chats/{LI}/{what}", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_a_person_acts_through_the_page(page: httpx.AsyncClient, api: BotApi) -> None:
    said = await act(page, "say", text="一")
    await act(page, "say", text="二", reply_to=said["message_id"])
    await act(page, "edit", message_id=said["message_id"], text="三")
    await act(page, "tap", message_id=said["message_id"], data="x")
    await act(page, "contact", phone="13800000000")
    await act(page, "voice")
    await act(page, "sticker")
    await page.post(f"/sandbox/chats/{LI}/file", files={"file": ("名册.xlsx", b"x", "application/xlsx")})
    await page.post(
        f"/sandbox/chats/{LI}/file",
        files={"file": ("a.png", PNG, "image/png")},
        data={"as": "photo", "caption": "走访"},
    )
    await act(page, "block", blocked=True)
    await act(page, "block", blocked=False)
    kinds = [next(key for key in waiting.update if key != "update_id") for waiting in api.pending.values()]
    assert kinds == [
        "message",
        "message",
        "edited_message",
        "callback_query",
        *["message"] * 5,
        *["my_chat_member"] * 2,
    ]
    shown = (await page.get(f"/sandbox/chats/{LI}")).json()
    assert [message.get("text") for message in shown["messages"][:2]] == ["三", "二"]
    assert not shown["blocked"]
    document, photo = shown["messages"][-2]["document"], shown["messages"][-1]["photo"][0]
    fetched = await page.get(f"/sandbox/files/{document['file_id']}")
    assert (fetched.content, fetched.headers["content-disposition"]) == (b"x", "attachment")
    assert (await page.get(f"/sandbox/files/{photo['file_id']}")).headers["content-type"] == "image/jpeg"


async def test_a_mistake_of_the_page_is_named(page: httpx.AsyncClient) -> None:
    for path, body, words in (
        (f"/sandbox/chats/{LI}/dance", {}, "dance"),
        (f"/sandbox/chats/{LI}/say", {}, "text"),
        ("/sandbox/chats/404/say", {"text": "x"}, "404"),
    ):
        response = await page.post(path, json=body)
        assert response.status_code == 400
        assert words in response.json()["error"]
    response = await page.post(f"/sandbox/chats/{LI}/file", data={"file": "no file"})
    assert "a file is wanted" in response.json()["error"]
    broken = {"file": ("a.png", b"x", "image/png")}
    response = await page.post(f"/sandbox/chats/{LI}/file", files=broken, data={"as": "photo"})
    assert "IMAGE_PROCESS_FAILED" in response.json()["error"]


async def test_other_sites_may_do_nothing_here(page: httpx.AsyncClient, api: BotApi) -> None:
    body = {"text": "x"}
    response = await page.post(f"/sandbox/chats/{LI}/say", json=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, api.chats[LI].messages) == (403, {})


async def test_people_come_with_what_they_heard_and_the_clock(page: httpx.AsyncClient, api: BotApi) -> None:
    api.say(LI, "一")
    answer = (await page.get("/sandbox/people")).json()
    (person,) = answer["people"]
    assert (person["name"], person["heard"], person["last"]["text"]) == ("李明", 0, "一")
    assert answer["now"] == api.now().isoformat()
    assert (await page.get("/sandbox/clock")).json()["now"] == api.now().isoformat()


async def test_events_arrive_as_they_happen_and_can_be_caught_up(page: httpx.AsyncClient, api: BotApi) -> None:
    async def listen(count: int, **headers: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        async with page.stream("GET", "/sandbox/events", headers=headers) as response:
            listening.set()
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    found.append(json.loads(line.removeprefix("data: ")))
                if len(found) == count:
                    break
        return found

    listening = asyncio.Event()
    live = asyncio.create_task(listen(2))
    await listening.wait()
    api.say(LI, "一")
    moved = await page.post("/sandbox/clock", json={"action": "next_day"})
    assert moved.json() == {"now": "2026-05-27T02:00:00+00:00", "note": "next_day None"}
    message, clock = await live
    assert (message["kind"], message["chat"], message["by_bot"]) == ("message", LI, False)
    assert (clock["kind"], clock["now"]) == ("clock", moved.json()["now"])
    again = await listen(1, **{"Last-Event-ID": str(message["id"])})
    assert again == [clock]
    api.events.clear()
    api.say(LI, "二")
    api.events.popleft()
    api.say(LI, "三")
    (reload, _) = await listen(2, **{"Last-Event-ID": "1"})
    assert reload == {"kind": "reload"}


async def test_after_a_restart_of_the_server_the_page_is_told_to_reload(page: httpx.AsyncClient) -> None:
    async with page.stream("GET", "/sandbox/events", headers={"Last-Event-ID": "999"}) as response:
        async for line in response.aiter_lines():
            assert json.loads(line.removeprefix("data: ")) == {"kind": "reload"}
            break
