"""Languages: the sentences are written in Chinese, `locale/` holds every other language; HTML is escaped here only."""

import gettext
import io
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"
SOURCE = "zh_CN"
Gettext = Callable[[str], str]


class Html(str):
    """Markup of our own making, not to be escaped again."""

    __slots__ = ()


@cache
def language(name: str) -> Gettext:
    """Translations of `name`, read from its catalogue once. Raises FileNotFoundError for a language we do not have."""
    compiled = io.BytesIO()
    with (LOCALE / name / "LC_MESSAGES" / "messages.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext


def fill(sentence: str, **values: object) -> Html:
    """Put values into the {places} of a sentence of ours; everything that is not Html is escaped."""
    return Html(
        sentence.format(**{k: v if isinstance(v, Html) else escape(str(v), quote=False) for k, v in values.items()})
    )


def lines(*parts: str | None) -> Html:
    """Lines that have something to say."""
    return Html("\n".join(part for part in parts if part is not None))
