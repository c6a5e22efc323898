"""The month report from records: the published grid, figures that sum, preview and frozen, corrections."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from bot import programmes
from bot.domain.calendar import Period
from bot.services import reports
from bot.services.desk import Desk
from db import units_read
from db.session import Sessions
from tests.kit.build import building

PROGRAMME = programmes.load()
PUBLISHED = yaml.safe_load((Path(__file__).parents[1] / "fixtures" / "published.yaml").read_text(encoding="utf-8"))
OCTOBER = Period.month(2026, 10)


def desk(day: str = "2026-11-02T01:00", identity: str = "masked") -> Desk:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Desk(now=at, zone=ZoneInfo("Asia/Shanghai"), programme=PROGRAMME, identity=identity)


def made(database: Sessions, code: str, period: Period = OCTOBER, day: str = "2026-11-02T01:00"):
    with database.write() as session:
        (unit,) = units_read.find(session, code)
        return reports.make(session, desk(day), unit, period)


def test_the_grid_of_zhangjiachuan_comes_out_as_the_county_published_it(database):
    published = PUBLISHED["zhangjiachuan_2023"]
    groups = {key: row for key, row in published.items() if key != "total"}
    with building(database) as b:
        county = b.unit("张家川县", "county", code="620525")
        town = b.unit("恭门镇", "township", county)
        b.grid(b.unit("城子村", "village", town), groups, date(2026, 10, 9), {"destitute": "destitute_home"})
    report = made(database, "620525")
    rows = {row["class"]: row for row in report.to_json()["rows"]}
    assert list(rows) == ["orphan", "severe_disability", "destitute", "total"]
    for key, row in published.items():
        assert {column: rows[key][column] for column in row} == row
    assert report.foots
    assert report.number == 1
