"""due, tick, rehearse: what the clock would say, says, and will say in a year."""

import asyncio
from typing import Annotated, Any

import typer

from bot.cli.common import FIRST, LAST, MISUSED, Json, fail, open_runtime, print_json
from bot.runtime import Runtime
from bot.services import forecast
from scheduler.clockwork import Clockwork
from scheduler.delivery import Round
from scheduler.post import telegram_post

Now = Annotated[str, typer.Option("--now", help="The moment, ISO; local to TIMEZONE when it names no zone.")]


def register(app: typer.Typer) -> None:
    app.command("due")(due)
    app.command("tick")(tick)
    app.command("rehearse")(rehearse)


def due(now: Now, *, as_json: Json = False) -> None:
    """Notices due today up to now that would be sent if nothing had been sent today, each with why. Writes nothing."""
    with open_runtime(now) as runtime, runtime.sessions.read() as session:
        found = forecast.due(session, runtime.desk())
        zone = runtime.settings.timezone
    if as_json:
        print_json([_due(one, zone) for one in found])
        return
    for one in found:
        reach = "" if one.reachable else "  (not reachable)"
        print(f"{one.due.astimezone(zone):%H:%M}  {one.person}  {one.kind}  {one.period}  {one.reason}{reach}")
    print(f"{len(found)} due")


def _due(one: forecast.Due, zone: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "person": one.person,
        "kind": one.kind,
        "period": one.period,
        "due": one.due.astimezone(zone).isoformat(),
        "reason": one.reason,
    }
    return told if one.reachable else {**told, "reachable": False}


def tick(
    now: Annotated[str | None, typer.Option("--now", help="The moment, ISO; default: the present.")] = None,
) -> None:
    """Plan and deliver once, then leave."""
    with open_runtime(now) as runtime:
        if runtime.settings.telegram_bot_token is None:
            fail("TELEGRAM_BOT_TOKEN: needed to send", MISUSED)
        done = asyncio.run(_tick(runtime))
    if done is None:
        fail("Another process leads: it plans and sends.")
    print(
        f"sent {done.sent}, unknown {done.unknown}, failed {done.failed}, unreachable {done.unreachable}, "
        f"given back {done.given_back}"
    )


async def _tick(runtime: Runtime) -> Round | None:
    async with telegram_post(runtime.settings) as post:
        work = Clockwork(runtime, post)
        try:
            return await work.once() if await work.leads() else None
        finally:
            await work.close()


def rehearse(year: Annotated[int, typer.Option(min=FIRST, max=LAST)], *, as_json: Json = False) -> None:
    """A whole year on the present roster in fast motion: how many messages on which day. Sends and writes nothing."""
    with open_runtime() as runtime, runtime.sessions.read() as session:
        rate = runtime.settings.bulk_per_second
        told = forecast.rehearse(session, runtime.desk(), year=year, rate=rate)
        zone = runtime.settings.timezone
    if as_json:
        print_json(
            {
                "days": [_day(day) for day in told.days],
                "busiest": _day(told.busiest),
                "finishes": told.finishes.astimezone(zone).isoformat(timespec="seconds"),
                "max_per_person_day": told.max_per_person_day,
                "mean_per_cadre_year": round(told.mean, 2),
                "max_per_cadre_year": told.most,
                "without_supervisor": list(told.without_supervisor),
            }
        )
        return
    for day in told.days:
        if day.messages:
            kinds = "  ".join(f"{kind} {count}" for kind, count in sorted(day.by_kind.items()))
            print(f"{day.day:%Y-%m-%d %a}  {day.messages:6}  {kinds}")
    print(f"busiest {told.busiest.day}: {told.busiest.messages}, through by {told.finishes.astimezone(zone):%H:%M}")
    print(
        f"at most {told.max_per_person_day} a person and day; "
        f"a cadre hears {told.mean:.1f} times a year, with primary pairings only at most {told.most} times"
    )
    if told.without_supervisor:
        print(f"without a supervisor: {', '.join(told.without_supervisor)}")


def _day(day: forecast.Day) -> dict[str, Any]:
    return {"date": day.day.isoformat(), "by_kind": dict(sorted(day.by_kind.items())), "messages": day.messages}
