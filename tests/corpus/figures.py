"""`python -m tests.corpus.figures`: the table of docs/understanding.md, one row a labelled set."""

import json
from pathlib import Path

from bot.domain.understanding import parse_line
from tests.corpus import score

HERE = Path(__file__).parent
SETS = (
    ("dev.jsonl (given)", "dev.jsonl", None, "tuned on"),
    ("own.jsonl, first author", "own.jsonl", "tune", "tuned on"),
    ("own.jsonl, first author", "own.jsonl", "held", "tuned on"),
    ("more.jsonl, second author", "more.jsonl", "tune", "tuned on"),
    ("more.jsonl, second author", "more.jsonl", "blind", "never read"),
    ("third.jsonl, third author", "third.jsonl", "tune", "tuned on"),
    ("third.jsonl, third author", "third.jsonl", "blind", "tuned on"),
)


def scored(name: str, half: str | None) -> dict[str, float]:
    """The scorer's figures on one half of a file (None: all of it)."""
    lines = [json.loads(line) for line in (HERE / name).read_text().splitlines()]
    gold = [line for line in lines if half is None or line["half"] == half]
    result, _ = score.score(gold, {line["id"]: parse_line(line) for line in gold})
    return result


def table() -> str:
    rows = [
        "| set | half | messages | fully right | intent | records exact | false records | missed records |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for title, name, half, use in SETS:
        if not (HERE / name).exists():
            continue
        got = scored(name, half)
        shares = [got["fully_right"], got["intent_accuracy"], got["record_exact_rate"]]
        rows.append(
            f"| {title} | {use} | {got['messages']} | "
            + " | ".join(f"{100 * share:.1f} %" for share in shares)
            + f" | {got['false_records']} of {got['non_record_messages']} | {100 * got['missed_record_rate']:.1f} % |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
