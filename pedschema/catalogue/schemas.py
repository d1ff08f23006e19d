"""JSON Schema of the contract's TOML files, for editors."""

from __future__ import annotations

__all__ = ["SHAPES", "render_schemas"]

import json
from typing import TYPE_CHECKING

from pydantic.json_schema import GenerateJsonSchema

from pedschema.catalogue.accepted import AcceptedShape
from pedschema.catalogue.personas import PersonasShape
from pedschema.catalogue.shapes.channels import ChannelsShape
from pedschema.catalogue.shapes.contract import ContractShape, UnpublishedShape
from pedschema.catalogue.story import StoryShape

if TYPE_CHECKING:
    from pedschema.catalogue.toml import Shape

SHAPES: dict[str, type[Shape]] = {
    "accepted": AcceptedShape,
    "channels": ChannelsShape,
    "contract": ContractShape,
    "personas": PersonasShape,
    "story": StoryShape,
    "unpublished": UnpublishedShape,
}
"""Stem of the file to its shape; a file that is added here gets its schema."""


def render_schemas() -> dict[str, str]:
    """Return the text of every `<stem>.schema.json`, by file name, the same for the same shapes."""
    return {f"{stem}.schema.json": _render(stem, shape) for stem, shape in sorted(SHAPES.items())}


def _render(stem: str, shape: type[Shape]) -> str:
    schema = {
        "$schema": GenerateJsonSchema.schema_dialect,
        **shape.model_json_schema(),
        "title": f"{stem}.toml",
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
