"""`python -m tests.learning`: learn the weights of the second reading anew and write them beside it.

`--across`: instead, for each third of the authors of cold chats, learn from all the others and score theirs: what to
expect of unseen messages (but the weighing, two hundred weights, is the shipped one). Either takes minutes. Rules first (they are read before), then this, then `python -m tests.corpus.figures`.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.domain.understanding import second
from bot.domain.understanding.lines import paired, to_json
from bot.domain.understanding.reading import read
from bot.domain.understanding.second.weighing import Weighing
from bot.domain.understanding.second.weighing import lines as lines_of
from bot.domain.understanding.second.weights import Learned
from tests.corpus import score
from tests.corpus.authors import COLD, TUNED
from tests.learning.examples import CORPUS, Example, example, learn, lines, weigh

BESIDE = Path(second.__file__).parent
PARTS = 3  # of the cold authors' chats; the opinions on each, of models learned without it, teach the weighing


def examples(name: str, *, cold: bool) -> list[Example]:
    """The messages of one author; the half of `more` that nobody read is not learned from either."""
    unread = (line for line in lines(CORPUS / f"{name}.jsonl") if not (name == "more" and line["half"] == "blind"))
    return [example(line, cold=cold) for line in unread]


def predicted(one: Example, learned: Learned) -> dict[str, object]:
    line = one.line
    reading = read(
        line["text"], datetime.fromisoformat(line["sent_at"]), [paired(row) for row in line["pairings"]], learned
    )
    return {"id": line["id"]} | to_json(reading)


def without(names: Sequence[str], cold: dict[str, list[Example]], known: list[Example]) -> Learned:
    """Learned from everybody else."""
    clauses, messages = learn(known + [one for name, rest in cold.items() if name not in names for one in rest])
    return Learned(clauses.table, messages.table)


def parts(cold: dict[str, list[Example]], known: list[Example]) -> Iterator[tuple[list[str], Learned]]:
    """Some authors of cold chats, and what was learned from everybody else."""
    chats = [name for name in cold if name.startswith("chats/")]
    for part in range(PARTS):
        names = chats[part::PARTS]
        yield names, without(names, cold, known)


def across(cold: dict[str, list[Example]], known: list[Example]) -> None:
    weighing = Learned.shipped().weighing
    for names, learned in parts(cold, known):
        for name in names:
            gold = [one.line for one in cold[name]]
            held = replace(learned, weighing=weighing)
            print(name)
            score.show(score.score(gold, {one.line["id"]: predicted(one, held) for one in cold[name]})[0])


def weighed(cold: dict[str, list[Example]], known: list[Example]) -> Weighing:
    seen: list[Example] = []
    by: list[Learned] = []
    for names, learned in parts(cold, known):
        for name in names:
            seen += cold[name]
            by += [learned] * len(cold[name])
    return weigh(seen, by)


def main() -> None:
    known = [one for name in TUNED for one in examples(name, cold=False)]
    cold = {name: examples(name, cold=True) for name in COLD}
    if "--across" in sys.argv:
        across(cold, known)
        return
    clauses, messages = learn(known + [one for rest in cold.values() for one in rest])
    clauses.write(BESIDE / "clauses.tsv")
    messages.write(BESIDE / "messages.tsv")
    (BESIDE / "weighing.tsv").write_text("".join(f"{line}\n" for line in lines_of(weighed(cold, known))))
    print(f"{len(clauses.rows)} strings of clauses, {len(messages.rows)} of messages")


if __name__ == "__main__":
    main()
