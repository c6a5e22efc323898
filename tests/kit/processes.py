"""`python -m bot …` as a process of its own: started, killed and ended by a test, its log shown when something fails."""

import asyncio
import base64
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.kit.bots import KEY, SECRET, TOKEN, free_port

TREE = Path(__file__).parents[2]
PATIENCE = 240.0  # seconds; only reached when something is broken
OURS = ("TELEGRAM_", "WEBHOOK_", "DATABASE_URL", "DATA_DIR", "FIELD_KEYS")


def environment(**settings: str) -> dict[str, str]:
    """The process's own environment without the settings of this machine, and with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PYTHONPATH": str(TREE), "FIELD_KEYS": base64.urlsafe_b64encode(KEY).decode(), **settings}


def command(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, in `folder`, where no `.env` is."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


class Daemon:
    """A command that runs until told: `kill` is kill -9, `end` is SIGTERM and gives the exit code."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.log = folder / "log.txt"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                cwd=folder,
                env=environment(**settings),
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    async def end(self) -> int:
        """The exit code; AssertionError with the log when the process does not end."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.to_thread(self.process.wait, PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"did not end\n{self.said()}") from None

    def says(self, part: str) -> None:
        """Until its log holds `part`: `tail -f` ends with the process, so nothing is waited for in vain."""
        follow = ["tail", "-n", "+1", "-f", f"--pid={self.process.pid}", str(self.log)]
        with subprocess.Popen(follow, stdout=subprocess.PIPE, text=True) as tail:
            assert tail.stdout
            found = any(part in line for line in tail.stdout)
            tail.kill()
        assert found, self.said()

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def bot_settings(root: str, database_url: str, *, webhook: bool) -> dict[str, str]:
    """The settings of a bot at the Bot API server `root`; in webhook mode on a free port of this machine."""
    given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": root, "DATABASE_URL": database_url}
    if webhook:
        port = str(free_port())
        given |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEBHOOK_PORT": port, "WEBHOOK_SECRET": SECRET}
    return given


@contextlib.contextmanager
def started(folder: Path, *arguments: str, **settings: str) -> Iterator[Daemon]:
    """A command that is surely gone after the block."""
    daemon = Daemon(folder, *arguments, **settings)
    try:
        yield daemon
    finally:
        daemon.kill()
