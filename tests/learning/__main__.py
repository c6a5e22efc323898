"""`python -m tests.learning`: learn the weights of the second reading anew and write them beside it.

`--across`: instead, for each author of cold messages, learn from all the others and score his: what to expect of unseen
messages. Takes minutes. Rules first (they are read before), then this, then `python -m tests.corpus.figures`.
"""

import sys
from datetime import datetime
from pathlib import Path

from bot.domain.understanding import second
from bot.domain.understanding.lines import paired, to_json
from bot.domain.understanding.reading import read
from bot.domain.understanding.second.weights import Learned
from tests.corpus import score
from tests.learning.examples import CORPUS, Example, example, learn, lines

BESIDE = Path(second.__file__).parent
# The rules were written with these in view; `sentences` are those of their tests.
TUNED = (
    "dev",
    "own",
    "more",
    "third",
    "extra",
    "sentences",
    *(f"chats/{who}" for who in ("ana", "ben", "cai", "dou", "gao")),
)
# The rules never saw these; only the weights were learned from them. `exam` and `chats/pia` are in neither list.
COLD = (
    *(
        f"chats/{who}"
        for who in (
            "hao",
            "ivy",
            "jun",
            "kai",
            "lin",
            "mei",
            "oli",
            "quo",
            "ros",
            "sun",
            "tao",
            "uma",
            "wes",
            "xia",
            "yan",
        )
    ),
    *(f"clauses/{who}" for who in ("va", "wo", "zed")),
)


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


def across() -> None:
    known = [one for name in TUNED for one in examples(name, cold=False)]
    cold = {name: examples(name, cold=True) for name in COLD}
    for name, own in cold.items():
        clauses, messages = learn(known + [one for other, rest in cold.items() if other != name for one in rest])
        learned = Learned(clauses.table, messages.table)
        gold = [one.line for one in own]
        print(name)
        score.show(score.score(gold, {one.line["id"]: predicted(one, learned) for one in own})[0])


def main() -> None:
    if "--across" in sys.argv:
        across()
        return
    clauses, messages = learn(
        [one for name in TUNED for one in examples(name, cold=False)]
        + [one for name in COLD for one in examples(name, cold=True)]
    )
    clauses.write(BESIDE / "clauses.tsv")
    messages.write(BESIDE / "messages.tsv")
    print(f"{len(clauses.rows)} strings of clauses, {len(messages.rows)} of messages")


if __name__ == "__main__":
    main()
