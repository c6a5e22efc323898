"""due, tick and rehearse, as cron and scripts call them."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import func, select
from typer.testing import CliRunner

from bot.cli import clock as commands
from db.models import Alert, Bundle, Notice, Person, Record, Watermark
from db.session import Cipher, Sessions, connect_to
from tests.conftest import KEY
from tests.kit.build import building

RUN = CliRunner()


@pytest.fixture
def app(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    import base64

    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FIELD_KEYS", base64.urlsafe_b64encode(KEY).decode())
    app = typer.Typer()
    commands.register(app)
    return app


@pytest.fixture
def county(database_url: str) -> Iterator[Sessions]:
    """Two cadres with two recipients each, one of them joined; a liaison, a supervisor."""
    sessions = Sessions(connect_to(database_url, Cipher((KEY,))))
    with building(sessions) as b:
        top = b.unit("华池县", "county")
        village = b.unit("王庄村", "village", top)
        for n in (1, 2):
            cadre = b.person(village, f"李{n}", number=f"C-{n}", telegram_id=11 if n == 1 else None)
            for _ in range(2):
                b.pairing(cadre, b.recipient(village, birth_year=2015, birth_month=2, birth_day=13))
        b.person(top, "周联络", "liaison", number="L-1")
        b.person(top, "赵督导", "supervisor", number="S-1")
    yield sessions
    sessions.close()


def due(app: typer.Typer, now: str) -> list[dict[str, object]]:
    result = RUN.invoke(app, ["due", "--now", now, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "now", ["9999-12-30T09:00:00+08:00", "2200-01-01", "1999-12-31T23:00", "0001-01-01T00:00+08:00"]
)
@pytest.mark.parametrize("command", ["due", "tick"])
def test_a_year_without_a_calendar_is_refused_in_one_line(
    app: typer.Typer, county: Sessions, command: str, now: str
) -> None:
    result = RUN.invoke(app, [command, "--now", now])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"--now: not a year from 2000 to 2199: {now}\n"


@pytest.mark.parametrize("now", ["2000-01-01T00:00", "2199-12-31T23:59"])
def test_the_first_and_the_last_moment_have_a_calendar(app: typer.Typer, county: Sessions, now: str) -> None:
    assert RUN.invoke(app, ["due", "--now", now]).exit_code == 0


def test_due_lists_who_would_hear_what_and_why_and_who_cannot_be_reached(app: typer.Typer, county: Sessions) -> None:
    found = due(app, "2026-06-10T09:30:00+08:00")
    assert [(one["person"], one["kind"], one["period"], one.get("reachable")) for one in found] == [
        ("C-1", "roster.confirm", "2026-06", None),
        ("C-2", "roster.confirm", "2026-06", False),
        ("L-1", "roster.liaison", "2026-06", False),
    ]
    assert {one["due"] for one in found} == {"2026-06-10T09:00:00+08:00", "2026-06-10T09:30:00+08:00"}
    assert found[0]["reason"] == "unconfirmed"
    assert [one["kind"] for one in due(app, "2026-06-10T09:00")] == ["roster.confirm", "roster.confirm"]
    assert due(app, "2026-06-10T08:59") == []


def test_due_knows_that_the_last_working_day_before_the_fifteenth_of_february_2026_is_a_saturday(
    app: typer.Typer, county: Sessions
) -> None:
    kinds = {one["kind"] for one in due(app, "2026-02-13T09:00:00+08:00")}
    assert "roster.confirm" not in kinds
    assert "birthday" in kinds
    saturday = due(app, "2026-02-14T09:00:00+08:00")
    assert Counter(one["kind"] for one in saturday)["roster.confirm"] == 2
    assert {one["period"] for one in saturday if one["kind"] == "roster.confirm"} == {"2026-02:last"}


def test_due_leaves_out_who_is_on_leave_that_day(app: typer.Typer, county: Sessions) -> None:
    with building(county) as b:
        people = {one.number: one for one in b.session.scalars(select(Person))}
        b.leave(people["C-1"], date(2026, 6, 1), date(2026, 6, 10))
        b.leave(people["C-2"], date(2026, 6, 1), date(2026, 6, 30), state="asked")
        b.leave(people["S-1"], date(2026, 6, 1), date(2026, 6, 30))
    assert [one["person"] for one in due(app, "2026-06-10T09:00")] == ["C-2"]
    assert [one["person"] for one in due(app, "2026-06-12T09:00")] == ["C-1", "C-2"]
    assert ("S-1", "report.month") in [(one["person"], one["kind"]) for one in due(app, "2026-06-01T09:00")]


def test_due_names_the_follow_ups_of_an_alert_that_is_open(app: typer.Typer, county: Sessions) -> None:
    with building(county) as b:
        liaison = b.session.scalars(select(Person).where(Person.number == "S-1")).one()
        taken = datetime(2026, 6, 6, 12, 15, tzinfo=UTC)
        about = {"reporter_id": 1, "category": "violence", "chat_id": 11, "opened_at": taken, "taken_at": taken}
        for n, state in enumerate(("taken", "closed"), start=1):
            alert = Alert(state=state, taken_by=liaison.id, message_id=n, **about)
            b.session.add(alert)
            b.session.flush()
            for period, hours in (("24h", 24), ("72h", 72)):
                at = taken + timedelta(hours=hours)
                day = (at + timedelta(hours=8)).date()
                key = f"A{alert.id}:{period}"
                about_notice = {"kind": "alert.follow_up", "period": key, "day": day, "due": at, "lane": 0}
                b.session.add(Notice(person_id=liaison.id, subject_id=alert.id, **about_notice))
    sunday = due(app, "2026-06-07T20:15:00+08:00")
    assert [(one["person"], one["kind"], one["period"], one["due"]) for one in sunday] == [
        ("S-1", "alert.follow_up", "A1:24h", "2026-06-07T20:15:00+08:00")
    ]
    assert due(app, "2026-06-07T20:14:00+08:00") == []


def test_due_in_words_ends_with_the_count(app: typer.Typer, county: Sessions) -> None:
    result = RUN.invoke(app, ["due", "--now", "2026-06-10T09:00"])
    assert "09:00  C-2  roster.confirm  2026-06  unconfirmed  (not reachable)" in result.stdout
    assert result.stdout.endswith("2 due\n")


def test_due_and_rehearse_write_nothing(app: typer.Typer, county: Sessions) -> None:
    due(app, "2026-06-10T09:00")
    assert RUN.invoke(app, ["rehearse", "--year", "2027"]).exit_code == 0
    with county.read() as session:
        for table in (Notice, Bundle, Watermark, Record):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_year_is_rehearsed_with_one_bundle_a_day_at_most(app: typer.Typer, county: Sessions) -> None:
    result = RUN.invoke(app, ["rehearse", "--year", "2027", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert len(told["days"]) == 365
    assert told["max_per_person_day"] == 1
    by_date = {day["date"]: day for day in told["days"]}
    assert by_date["2027-09-14"]["by_kind"]["roster.confirm"] == 2  # the 15th is Mid-Autumn
    assert by_date["2027-04-01"]["by_kind"]["escalation"] == 1
    assert by_date["2027-06-05"]["messages"] == 0
    assert 16 < told["mean_per_cadre_year"] <= 45
    assert told["mean_per_cadre_year"] <= told["max_per_cadre_year"] <= 45
    assert told["without_supervisor"] == []
    assert sum(day["by_kind"].get("quota.year_end", 0) for day in told["days"]) == 12


def test_tick_without_a_token_is_wrong_use(app: typer.Typer, county: Sessions) -> None:
    result = RUN.invoke(app, ["tick", "--now", "2026-06-10T09:00"])
    assert result.exit_code == 2
    assert "TELEGRAM_BOT_TOKEN" in result.output


def test_wrong_times_are_wrong_use(app: typer.Typer, county: Sessions) -> None:
    assert RUN.invoke(app, ["due", "--now", "morgen"]).exit_code == 2
    assert RUN.invoke(app, ["due"]).exit_code == 2


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A local Bot API server in a thread of its own."""
    import asyncio
    import threading

    from bot.clock import now
    from bot.sandbox.api import BotApi
    from bot.sandbox.server import serve

    api = BotApi(now=now)
    api.add_person(11, "李1", started=True)
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def main() -> None:
        async with serve(api) as root:
            monkeypatch.setenv("TELEGRAM_API_BASE_URL", root)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(main(),))
    thread.start()
    assert ready.wait(10)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", api.token)
    yield api
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


def test_tick_plans_and_delivers_once(app: typer.Typer, county: Sessions, telegram: object) -> None:
    for sent in (1, 0):
        result = RUN.invoke(app, ["tick", "--now", "2026-06-10T09:30:00+08:00"])
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(f"sent {sent}, unknown 0")
    (text,) = telegram.heard(11)  # type: ignore[attr-defined]
    assert "2026-06 名单确认" in text
    with county.read() as session:
        states = Counter(session.scalars(select(Notice.state)))
        assert session.scalar(select(func.count()).select_from(Person).where(Person.blocked_at.is_not(None))) == 0
        assert session.scalar(select(Bundle.day)) == date(2026, 6, 10)
    assert states == {"sent": 2, "unreachable": 2}  # the roster, and what it tells along


def test_tick_says_when_another_process_leads(app: typer.Typer, county: Sessions, telegram: object) -> None:
    from db.leader import Leader

    leader = Leader(county)
    assert leader.leads()
    result = RUN.invoke(app, ["tick", "--now", "2026-06-10T09:30:00+08:00"])
    leader.release()
    assert result.exit_code == 1
    assert "Another process leads" in result.output
