"""The compact copy of the Bot API and how it is made."""

import json
from pathlib import Path

import pytest

from bot.sandbox.api import derive
from bot.sandbox.api.spec import spec

FIELD = {"name": "a", "types": ["Array of Array of Button"], "required": True, "description": "…"}
SOURCE = {
    "version": "Bot API 0.1",
    "methods": {"sendB": {"fields": [FIELD]}, "getA": {}},
    "types": {
        "Button": {"fields": [{"name": "action", "types": ["Action", "String"], "required": False}]},
        "Action": {"subtypes": ["ActionOne"]},
        "ActionOne": {"fields": [{"name": "again", "types": ["Button"], "required": True}]},
        "Answer": {"fields": [{"name": "out", "types": ["Integer"], "required": True}]},
    },
}


def test_only_types_that_can_come_in_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "api.json"
    source.write_text(json.dumps(SOURCE), "utf-8")
    monkeypatch.setattr(derive, "SPEC", tmp_path / "spec.json")
    assert derive.main([str(source)]) == 0
    assert json.loads((tmp_path / "spec.json").read_text("utf-8")) == {
        "version": "Bot API 0.1",
        "methods": {"getA": {}, "sendB": {"a": [["Array of Array of Button"], 1]}},
        "types": {
            "Action": {"any": ["ActionOne"]},
            "ActionOne": {"again": [["Button"], 1]},
            "Button": {"action": [["Action", "String"], 0]},
        },
    }


def test_without_a_path_the_derivation_says_how_to_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert derive.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_committed_copy_is_written_as_the_script_writes_it_and_complete() -> None:
    text = derive.SPEC.read_text("utf-8")
    known = spec()
    assert text == derive.dump(known)
    assert known["version"] == "Bot API 10.1"
    for fields in [*known["methods"].values(), *known["types"].values()]:
        for kinds in [fields["any"]] if "any" in fields else [kinds for kinds, _ in fields.values()]:
            for kind in map(derive.inner, kinds):
                assert kind in known["types"] or kind in {"Integer", "String", "Boolean", "Float", "InputFile"}
