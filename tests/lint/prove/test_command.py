from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pedschema.lint.prove import available

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

CONTRACT = ("--contract", "tests/lint/contract")
CHAT = "room:{room_id:uuid}:chat"


def test_table_names_the_witness(run: Callable[..., Any]) -> None:
    outcome = run("prove", *CONTRACT, "--topic", CHAT)

    assert outcome.code == 0
    assert "PROVED" in outcome.out
    assert "public.members" in outcome.out
    assert "5 PROVED" in outcome.err


def test_json_holds_every_answer(run: Callable[..., Any]) -> None:
    answers = json.loads(run("prove", *CONTRACT, "--json", "--topic", CHAT).out)

    assert [(answer["claim"], answer["right"]) for answer in answers] == [
        ("who", "read broadcast"),
        ("callers", "read broadcast"),
        ("undeclared", "read presence"),
        ("undeclared", "write broadcast"),
        ("undeclared", "write presence"),
    ]
    assert {answer["verdict"] for answer in answers} == {"PROVED"}
    assert {answer["counterexample"] for answer in answers} == {None}


def test_topic_that_is_not_declared_is_refused(run: Callable[..., Any]) -> None:
    outcome = run("prove", *CONTRACT, "--topic", "hall:{hall_id:uuid}")

    assert outcome.code == 2
    assert "[topic-unknown]" in outcome.err


def test_missing_solver_is_a_message(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(available, "find_spec", lambda _: None)

    outcome = run("prove", *CONTRACT)

    assert outcome.code == 2
    assert "pip install 'pedschema[prove]'" in outcome.err
