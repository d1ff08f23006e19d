from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.ir import render_ir
from pedschema.emit.shapes import describe_wire

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """Of the schema as it is published."""
    text = (ROOT / "docs" / "reference" / "schemas" / "ir.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


def test_the_published_schema_admits_what_gen_writes_and_no_other_version(
    validator: Draft202012Validator,
) -> None:
    wire = describe_wire(load_catalogue(ROOT / "tests" / "catalogue" / "good"))
    document = json.loads(render_ir(wire))
    assert list(validator.iter_errors(document)) == []
    assert not validator.is_valid({**document, "version": 99})
    assert not validator.is_valid({key: value for key, value in document.items() if key != "version"})
    document["topics"][0]["events"][0]["kind"] = "rumour"
    assert not validator.is_valid(document)


def test_check_finds_a_schema_that_is_out_of_date(tmp_path: Path, run: Callable[..., Any]) -> None:
    assert run("schemas", str(tmp_path)).code == 0
    assert run("schemas", str(tmp_path), "--check").code == 0
    (tmp_path / "ir.schema.json").write_text("{}", encoding="utf-8")
    assert run("schemas", str(tmp_path), "--check").code == 1
