"""`make rehearse`: the year 2027 of a synthetic roster of 2,000 cadres, in fast motion, with the time it took."""

import base64
import io
import os
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path
from time import perf_counter

from bot.cli import clock
from bot.cli.common import open_runtime
from bot.services import synthetic

YEAR, CADRES, SEED = 2027, 2_000, 1
BOUND = 120.0  # seconds
SUMMARY = "busiest"  # begins the lines that end what the command says


def main() -> int:
    """Exit code 1 when it took longer than the bound. Nothing of this machine's own settings is read or written."""
    with tempfile.TemporaryDirectory() as folder:
        key = base64.urlsafe_b64encode(os.urandom(32)).decode()
        os.chdir(folder)  # where no .env is
        os.environ |= {"DATABASE_URL": f"sqlite:///{Path(folder) / 'bot.db'}", "DATA_DIR": folder, "FIELD_KEYS": key}
        with open_runtime(f"{YEAR}-01-01T00:00") as runtime, runtime.sessions.write() as session:
            made = synthetic.fill(session, runtime.desk(), cadres=CADRES, records_per_pairing=0, seed=SEED, year=YEAR)
        assert made is not None
        print(f"{made.cadres} cadres, {made.recipients} recipients, {made.pairings} pairings, nothing logged")
        said = io.StringIO()
        begin = perf_counter()
        with redirect_stdout(said):
            clock.rehearse(YEAR)
        took = perf_counter() - begin
    days, summary, rest = said.getvalue().rpartition(SUMMARY)
    print(f"{len(days.splitlines())} days with messages\n{summary}{rest}", end="")
    kept = took <= BOUND
    print(f"{YEAR} rehearsed in {took:.1f} s (at most {BOUND:.0f} s: {'kept' if kept else 'MISSED'})")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
