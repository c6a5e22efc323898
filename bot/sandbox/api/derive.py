"""Derives `spec.json` from a machine-readable copy of the Bot API documentation.

    python -m bot.sandbox.api.derive path/to/api.json

The input holds `methods` and `types`, each with `fields` of `name`, `types`, `required`. Kept are all methods with
their parameters, and of the types only those that a parameter can reach: the server checks what comes in, never what it
says itself.
A field is `[types, required]`, a union `{"any": [types]}`.
"""

import json
import sys
from pathlib import Path
from typing import Any

SPEC = Path(__file__).with_name("spec.json")


def inner(kind: str) -> str:
    """The element type: `Array of Array of X` is X."""
    while kind.startswith("Array of "):
        kind = kind.removeprefix("Array of ")
    return kind


def _fields(entry: dict[str, Any]) -> dict[str, list[Any]]:
    return {field["name"]: [field["types"], int(field["required"])] for field in entry.get("fields", [])}


def derive(source: dict[str, Any]) -> dict[str, Any]:
    methods = {name: _fields(method) for name, method in sorted(source["methods"].items())}
    kinds: dict[str, Any] = {}
    todo = {inner(kind) for fields in methods.values() for kinds_, _ in fields.values() for kind in kinds_}
    while todo:
        name = todo.pop()
        if name in kinds or name not in source["types"] or name == "InputFile":
            continue
        entry = source["types"][name]
        if entry.get("subtypes"):
            kinds[name] = {"any": entry["subtypes"]}
            todo.update(inner(kind) for kind in entry["subtypes"])
        else:
            kinds[name] = _fields(entry)
            todo.update(inner(kind) for kinds_, _ in kinds[name].values() for kind in kinds_)
    return {"version": source["version"], "methods": methods, "types": dict(sorted(kinds.items()))}


def dump(spec: dict[str, Any]) -> str:
    """One line a method or type, so that the next version of the API reads as a diff."""
    parts = [f'{{"version": {json.dumps(spec["version"])}']
    for part in ("methods", "types"):
        lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in spec[part].items()]
        parts.append(f'"{part}": {{\n' + ",\n".join(lines) + "\n}")
    return ",\n".join(parts) + "}\n"


def main(arguments: list[str]) -> int:
    """Exit code: 0, or 2 when no path was given."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m bot.sandbox.api.derive path/to/api.json\n")
        return 2
    SPEC.write_text(dump(derive(json.loads(Path(arguments[0]).read_text("utf-8")))), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
