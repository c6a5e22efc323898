"""A cadre's chat message, Chinese or English, to what it says.

Word lists are strings in `any_of` (module `words`): add a word where its meaning stands.

Stages, each a module of its own: normalise → names → (english) → dates → money → clauses → gate → acts, deeds, support
→ extract → assemble; danger and flags beside them. `read` is the whole; `parse_line` and `to_json` speak the shape of
the corpus.
"""

from bot.domain.understanding.lines import parse_line, to_json
from bot.domain.understanding.model import Intent, Paired, Patch, Reading, ReadRecord
from bot.domain.understanding.reading import read

__all__ = ["Intent", "Paired", "Patch", "ReadRecord", "Reading", "parse_line", "read", "to_json"]
