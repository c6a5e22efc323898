"""`make bench`: the figures of docs/benchmarks.md, each measured beside something in the same run.

`python -m tests.bench NAME …` runs some; without a name all that fit a laptop.
"""

import importlib
import sys
import time

ALL = ("understanding", "planning", "sending", "reports", "handlers")
FILES = {"handlers": "holding"}  # a second module called handlers would confuse mypy


def main(names: list[str]) -> int:
    failed = []
    for name in names or ALL:
        began = time.perf_counter()
        print(f"== {name}", flush=True)
        if not importlib.import_module(f"tests.bench.{FILES.get(name, name)}").main():
            failed.append(name)
        print(f"   ({time.perf_counter() - began:.0f} s)\n", flush=True)
    if failed:
        print(f"bounds missed: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
