"""`python -m tests.corpus.figures`: the table of docs/understanding.md, one row a labelled set."""

import json
from pathlib import Path

from bot.domain.understanding import parse_line
from tests.corpus import score
from tests.corpus.authors import CLAUSES, EXAMS, MENDED, READ, UNREAD

HERE = Path(__file__).parent
SETS = (
    *((f"{name}.jsonl, written to be like dev.jsonl", f"{name}.jsonl", None, "never seen") for name in EXAMS),
    ("chats/pia, written to mislead", "chats/pia.jsonl", None, "never learned from"),
    ("more.jsonl, written to be hard", "more.jsonl", "blind", "never seen"),
    *((f"chats/{who}", f"chats/{who}.jsonl", None, "weights learned") for who in UNREAD),
    *((f"chats/{who}", f"chats/{who}.jsonl", None, "weights, then rules") for who in MENDED),
    *((f"clauses/{who}", f"clauses/{who}.jsonl", None, "weights learned") for who in CLAUSES),
    ("dev.jsonl (given)", "dev.jsonl", None, "rules and weights"),
    ("own.jsonl, first author", "own.jsonl", None, "rules and weights"),
    ("more.jsonl, second author", "more.jsonl", "tune", "rules and weights"),
    ("third.jsonl, third author", "third.jsonl", None, "rules and weights"),
    *((f"chats/{who}", f"chats/{who}.jsonl", None, "rules and weights") for who in READ),
)


def scored(name: str, half: str | None) -> dict[str, float]:
    """The scorer's figures on one half of a file (None: all of it)."""
    lines = [json.loads(line) for line in (HERE / name).read_text().splitlines()]
    gold = [line | {"tags": line.get("tags", [])} for line in lines if half is None or line["half"] == half]
    result, each = score.score(gold, {line["id"]: parse_line(line) for line in gold})
    acute = [read["intent"] for line, read, *_ in each if line["gold"]["intent"] == "unsafe_report"]
    return result | {"acute": len(acute), "acute_found": acute.count("unsafe_report")}


def table() -> str:
    rows = [
        "| set | used for | messages | fully right | intent | records exact | false records | missed records | acute dangers found |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for title, name, half, use in SETS:
        if not (HERE / name).exists():
            continue
        got = scored(name, half)
        shares = [got["fully_right"], got["intent_accuracy"], got["record_exact_rate"]]
        rows.append(
            f"| {title} | {use} | {got['messages']} | "
            + " | ".join(f"{100 * share:.1f} %" for share in shares)
            + f" | {got['false_records']} of {got['non_record_messages']} | {100 * got['missed_record_rate']:.1f} %"
            + f" | {got['acute_found']} of {got['acute']} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
