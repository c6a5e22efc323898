"""`make messages`: bring the catalogues up to the sentences in the code. New sentences appear untranslated in en."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

TEXTS = Path(__file__).parents[1] / "bot" / "texts"
LOCALE = TEXTS / "locale"
BEGIN, END = "<!-- commands:begin -->", "<!-- commands:end -->"


def extracted() -> Catalog:
    """Every sentence of bot/texts, and the heads of workbooks and pictures in bot/files."""
    found = Catalog(charset="utf-8")
    for folder in (TEXTS, TEXTS.parent / "files"):
        for name, line, message, comments, context in extract_from_dir(folder, [("**.py", "python")]):
            found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def update(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    new = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in extracted():
        if not message.id:
            continue
        said = old.get(message.id)
        string = message.id if language == "zh_CN" else (said.string if said else "")
        new.add(message.id, string, flags=message.flags)
    body = io.BytesIO()
    write_po(body, new, no_location=True, omit_header=True, sort_output=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + body.getvalue().decode(), encoding="utf-8")


def write_tables() -> None:
    """The commands in the READMEs."""
    from tests.commands_table import table

    for path, name in (("README.md", "en"), ("README.zh.md", "zh_CN")):
        file = TEXTS.parents[1] / path
        before, rest = file.read_text().split(BEGIN)
        file.write_text(f"{before}{BEGIN}\n{table(name)}{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    for each in ("zh_CN", "en"):
        update(each)
    write_tables()
