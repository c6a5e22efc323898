"""The month report of everything as JSON beside the bare SQL of its sums, one village's report, the workbook's memory.

The bare SQL is three statements, for October, for September and for the year to date: the seven sums (contact, visit,
policy, difficulty, deed, cash, goods) of the standing entries of primary pairings, grouped by report group and by
child unit of the scope. The report has those sums and besides how every pairing stands, gaps, roster, weekly visits,
auxiliary pairings, offices, and what is watched over. Both in read transactions of one process with the same settings,
in turn, the best of ROUNDS.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from bot.domain.calendar import Period
from bot.services import reports
from bot.services.synthetic import Seeded
from db import counts, units_read
from db.session import Session, Sessions
from tests.bench.county import databases, desk, seeded, sizes
from tests.bench.figures import figure
from tests.kit.bots import KEY

NOW = "2026-11-22T10:00:00+08:00"
PERIOD = "2026-10"
SPANS = (("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30"), ("2026-01-01", "2026-10-31"))
DESK = desk(NOW)  # the product reads its programme once, too
ROUNDS = 5
PROVINCE = 251_000
BARE = """
SELECT tree.ancestor_id,
  CASE WHEN recipients.class_key IN ('orphan', 'unattended_child') THEN 'orphan'
       WHEN recipients.class_key IN ('destitute_institution', 'destitute_home') THEN 'destitute'
       ELSE recipients.class_key END AS report_group,
  sum(contact), sum(visit), sum(policy), sum(difficulty), sum(deed), sum(cash_fen), sum(goods_fen)
FROM records
JOIN pairings ON pairings.id = records.pairing_id
JOIN recipients ON recipients.id = pairings.recipient_id
JOIN unit_tree AS tree ON tree.unit_id = recipients.unit_id AND tree.ancestor_id IN ({children})
WHERE standing AND NOT attempt AND action <> 'withdraw' AND pairings.kind = 'primary'
  AND day BETWEEN '{first}' AND '{last}'
GROUP BY 1, 2
"""
MEMORY = """
import resource, sys
from bot.cli import app
try:
    app(sys.argv[1:], standalone_mode=False)
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> bool:
    kept = []
    grown: dict[str, dict[int, float]] = {}
    with databases() as addresses:
        for name, address in addresses.items():
            for size in sizes():
                with seeded(address, size, NOW) as (sessions, url, made):
                    print(f"   -- {name}, {made.cadres} cadres, {made.records} records", flush=True)
                    took, within = _measured(sessions, made, bound=size == PROVINCE)
                    kept += [within, _memory(url, made)]
                    grown.setdefault(name, {})[size] = took
    for name, times in grown.items():
        least = min(times)
        for size, took in times.items():
            growth = took / times[least] / (size / least)
            kept.append(figure(f"{name}: cost a cadre at {size}, at {least} = 1", growth, 1.2))
    return all(kept)


def _measured(sessions: Sessions, made: Seeded, *, bound: bool) -> tuple[float, bool]:
    """Seconds of the whole report, and whether its bounds hold."""
    bare, whole, village = [], [], []
    with sessions.read() as session:
        smallest = _a_village(session)
    for _round in range(ROUNDS):
        bare.append(_timed(sessions, _bare))
        whole.append(_timed(sessions, lambda session: _report(session, made.top_unit)))
        village.append(_timed(sessions, lambda session: _report(session, smallest)))
    figure("bare SQL of the sums", min(bare), unit=" s")
    figure("month report of everything as JSON", min(whole), unit=" s")
    ratio = figure("report over bare SQL", min(whole) / min(bare), 1.5 if bound else None)
    share = figure("one village's report over that of everything", min(village) / min(whole), 1 / 50 if bound else None)
    return min(whole), ratio and share


def _timed(sessions: Sessions, work: Callable[[Session], object]) -> float:
    with sessions.read() as session:
        counts.make_room(session)
        began = time.perf_counter()
        work(session)
        return time.perf_counter() - began


def _bare(session: Session) -> None:
    (top,) = units_read.roots(session)
    children = ", ".join(str(child.id) for child in units_read.children(session, top.id))
    for first, last in SPANS:
        rows = session.execute(text(BARE.format(children=children, first=first, last=last))).all()
        assert rows, first


def _report(session: Session, code: str) -> None:
    (unit,) = units_read.find(session, code)
    made = reports.computed(session, DESK, unit, Period.parse(PERIOD))
    assert json.dumps(made.to_json(), ensure_ascii=False)


def _a_village(session: Session) -> str:
    found = session.execute(
        text(
            "SELECT units.code FROM units JOIN recipients ON recipients.unit_id = units.id WHERE level = 'village' "
            "GROUP BY units.code ORDER BY units.code LIMIT 1"
        )
    )
    return str(found.scalar_one())


def _memory(url: str, made: Seeded) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "report.xlsx"
        words = ["report", "--scope", made.top_unit, "--period", PERIOD, "--now", NOW, "--format", "xlsx"]
        env = {**os.environ, "DATABASE_URL": url, "FIELD_KEYS": base64.urlsafe_b64encode(KEY).decode()}
        ran = subprocess.run(
            [sys.executable, "-c", MEMORY, *words, "--output", str(book)],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        assert book.stat().st_size > 0
    return figure("memory of making the workbook, process and all", float(ran.stdout.split()[-1]), 300, unit=" MB")
