"""Messages applied to what is shown: one table of cases, to which both languages are held."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.client import apply_change, apply_counts, apply_detail, count_delta
from pedschema.emit.shapes import describe_wire

if TYPE_CHECKING:
    from tests.conftest import Lane

TABLE = Path(__file__).parent / "changes.json"
CASES: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = CASES["rows"]
KNOWN: dict[str, Any] = {row["id"]: row for row in ROWS}


def _row(told: Any) -> Any:
    return KNOWN[told] if isinstance(told, str) else told


def _told(applied: Any) -> dict[str, Any]:
    reason = {} if applied.reason is None else {"reason": str(applied.reason)}
    return {"value": applied.value, "result": str(applied.result), **reason}


def _expected(case: dict[str, Any]) -> dict[str, Any]:
    value = case["value"]
    value = [_row(each) for each in value] if isinstance(value, list) else _row(value)
    return {"value": value, **{name: case[name] for name in ("result", "reason") if name in case}}


@pytest.mark.parametrize("case", CASES["lists"], ids=lambda case: case["says"])
def test_message_is_applied_to_a_list(case: dict[str, Any]) -> None:
    before = copy.deepcopy(ROWS)

    applied = apply_change(ROWS, {"event": "messages", "payload": case["message"]})

    assert _told(applied) == _expected(case)
    assert before == ROWS, "what was given stays as it is"


def test_rows_are_told_apart_by_several_columns() -> None:
    rows = [{"room": 1, "seat": 1, "who": "x"}, {"room": 1, "seat": 2, "who": "y"}]
    payload = {"operation": "UPDATE", "record": {"room": 1, "seat": 2, "who": "z"}}

    applied = apply_change(rows, {"payload": payload}, "room", "seat")

    assert applied.value == [rows[0], {"room": 1, "seat": 2, "who": "z"}]


@pytest.mark.parametrize("case", CASES["details"])
def test_message_is_applied_to_one_row(case: dict[str, Any]) -> None:
    assert _told(apply_detail(_row(case["row"]), {"payload": case["message"]})) == _expected(case)


@pytest.mark.parametrize("case", CASES["deltas"])
def test_counts_follow_the_status_of_both_sides(case: dict[str, Any]) -> None:
    if case["delta"] is None:
        with pytest.raises(KeyError):
            count_delta({"payload": case["message"]})
    else:
        assert count_delta({"payload": case["message"]}) == case["delta"]


def test_counts_never_fall_below_nothing() -> None:
    assert apply_counts({"in": 1, "out": 2}, {"in": -3, "wait": 1}) == {"in": 0, "out": 2, "wait": 1}


@pytest.mark.node
def test_typescript_comes_to_the_same(lane: Lane) -> None:
    lane.write(describe_wire(load_catalogue(Path(__file__).parents[1] / "catalogue" / "good")))
    lane.copy("changes.ts")
    script = lane.bundle("changes.ts", "--platform=node", "--packages=external")

    told = subprocess.run(
        ["node", str(script), str(TABLE)], cwd=lane.folder, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    answers = json.loads(told.stdout)
    assert answers["lists"] == [_expected(case) for case in CASES["lists"]]
    assert answers["details"] == [_expected(case) for case in CASES["details"]]
    assert answers["deltas"] == [case["delta"] for case in CASES["deltas"]]
