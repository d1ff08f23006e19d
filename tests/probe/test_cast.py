from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.personas import load_cast
from pedschema.catalogue.story import load_story
from pedschema.errors import ContractError
from pedschema.model.persona import Persona
from pedschema.model.story import Step

if TYPE_CHECKING:
    from pathlib import Path

PERSONAS = """\
rows = ["people.sql"]
[samples]
room_id = { open = "1" }
[persona.member]
summary = "member of a room"
claims = { sub = "2", role = "authenticated", app = { plan = "full" } }
[persona.anon]
summary = "nobody"
claims = { role = "anon" }
"""
STORY = """\
title = "A day"
topics = ["room:1"]
[[step]]
title = "speaks"
actor = "member"
statements = ["select 1", "select 2"]
"""


def _mistakes(path: Path, text: str) -> list[tuple[str, str]]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load_cast(path.parent) if path.name == "personas.toml" else load_story(path)
    return [(mistake.where.removeprefix(f"{path.parent}/"), mistake.id) for mistake in caught.value.mistakes]


def test_cast_is_loaded_with_the_text_of_its_rows(tmp_path: Path) -> None:
    (tmp_path / "personas.toml").write_text(PERSONAS, encoding="utf-8")
    (tmp_path / "people.sql").write_text("select 1;", encoding="utf-8")

    cast = load_cast(tmp_path)

    claims = {"sub": "2", "role": "authenticated", "app": {"plan": "full"}}
    assert cast.personas == (
        Persona("member", "member of a room", claims),
        Persona("anon", "nobody", {"role": "anon"}),
    )
    assert (cast.rows, cast.samples) == (("select 1;",), {"room_id": {"open": "1"}})


def test_all_mistakes_of_a_cast_are_told_at_once(tmp_path: Path) -> None:
    text = PERSONAS.replace('role = "anon"', 'sub = "3"').replace('summary = "nobody"', "sumary = 1")

    assert _mistakes(tmp_path / "personas.toml", text) == [
        ("personas.toml:7", "key-missing"),
        ("personas.toml:8", "key-unknown"),
        ("personas.toml:9", "key-missing"),
    ]


def test_missing_rows_are_told_where_they_are_named(tmp_path: Path) -> None:
    assert _mistakes(tmp_path / "personas.toml", PERSONAS) == [("personas.toml:1", "file-missing")]


def test_story_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "story.toml"
    path.write_text(STORY, encoding="utf-8")

    story = load_story(path)

    assert (story.title, story.topics) == ("A day", ("room:1",))
    assert story.steps == (Step("speaks", "member", ("select 1", "select 2")),)


def test_all_mistakes_of_a_story_are_told_at_once(tmp_path: Path) -> None:
    text = STORY.replace('actor = "member"', "").replace('["room:1"]', "[]")

    assert _mistakes(tmp_path / "story.toml", text) == [
        ("story.toml:2", "value-empty"),
        ("story.toml:3", "key-missing"),
    ]
