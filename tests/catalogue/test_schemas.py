from __future__ import annotations

import json
from pathlib import Path

import pytest

from pedschema.catalogue.schemas import SHAPES, render_schemas

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


@pytest.mark.parametrize("name", sorted(render_schemas()))
def test_committed_schema_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == render_schemas()[name]


def test_no_committed_schema_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*render_schemas(), "ir.schema.json"}


def test_each_shape_has_a_schema_that_admits_no_other_key() -> None:
    schemas = [json.loads(text) for text in render_schemas().values()]

    assert len(schemas) == len(SHAPES)
    assert [schema["additionalProperties"] for schema in schemas] == [False] * len(SHAPES)
