"""What we say about the program is checked against the program."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.cli import app as cli
from bot.config import Settings
from bot.domain.commands import COMMANDS
from bot.texts.commands import described
from bot.texts.language import LOCALE, language
from tests import messages
from tests.commands_table import table

ROOT = Path(__file__).parents[1]
LANGUAGES = ("zh_CN", "en")


def catalogue(name: str) -> dict[str, str]:
    with (LOCALE / name / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_sentence_is_in_each_catalogue_and_no_other(name: str) -> None:
    said = {message.id for message in messages.extracted() if message.id}
    assert set(catalogue(name)) == said, "run `make messages`"
    assert [key for key, value in catalogue(name).items() if not value] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_translations_keep_the_places_and_the_markup(name: str) -> None:
    for source, translated in catalogue(name).items():
        for pattern in (r"\{\w+\}", r"</?[a-z]+>", r"/[a-z_]{3,}"):
            assert sorted(re.findall(pattern, source)) == sorted(re.findall(pattern, translated)), source


def test_english_has_no_chinese_left() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    # What a cadre would type stays as it is typed: examples stand between Chinese quotation marks.
    quoted = re.compile(r"[“\"].*?[”\"]|^.*[休班].*$", re.MULTILINE)  # also the lines of a table of working days
    assert [t for t in catalogue("en").values() if chinese.search(quoted.sub("", t))] == []


def test_every_command_is_described_and_in_both_readmes() -> None:
    for name in COMMANDS:
        assert all(described(language(each), name) for each in LANGUAGES)
    for path, each in (("README.md", "en"), ("README.zh.md", "zh_CN")):
        text = (ROOT / path).read_text()
        between = text.split("<!-- commands:begin -->")[1].split("<!-- commands:end -->")[0].strip()
        assert between == table(each).strip(), "run `make messages`"


def test_every_command_line_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text()
    names = {c.name for c in cli.registered_commands if not c.hidden}
    assert names
    for name in names:
        assert name in text, name


def test_the_command_table_is_answered_by_handlers() -> None:
    """Every command of the table is taken by exactly one handler."""
    source = "\n".join(p.read_text() for p in (ROOT / "handlers").glob("*.py"))
    taken = re.findall(r'CommandHandler\(\s*"(\w+)"', source)
    assert sorted(taken) == sorted(COMMANDS)


def test_every_setting_is_in_the_example_and_back() -> None:
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named == {field.name.upper() for field in fields(Settings)}


def test_the_command_line_tells_its_commands() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "sandbox" in done.stdout
