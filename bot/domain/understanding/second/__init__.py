"""The second reading: what was learned from labelled messages has a say where the rules may be wrong.

The rules read first. Then each clause is looked at again as a bag of short strings (one to four characters of it and
of its neighbours; people, days, sums and sorts of things masked) together with what the rules made of it, and a linear
model says how likely it tells of a visit, contact, deed, goods, cash. Where that contradicts the rules the clause is
read again accordingly; persons, days, sums and the merging into records stay the rules'. The weights (`clauses.tsv`,
`messages.tsv`) come from `python -m tests.learning`; see docs/understanding.md and decision 0010.
"""

from bot.domain.understanding.second.judgement import judged, kinds_of
from bot.domain.understanding.second.opinion import opinion
from bot.domain.understanding.second.weights import Learned

__all__ = ["Learned", "judged", "kinds_of", "opinion"]
