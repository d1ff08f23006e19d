"""Kotlin: data classes under a sealed interface, over the JSON of kotlinx.serialization, one file a topic."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING

from pedschema.emit.kotlin.source import comment, name_of
from pedschema.emit.kotlin.topic import render_topic
from pedschema.emit.kotlin.types import name_shared, render_types
from pedschema.emit.kotlin.wire_source import WIRE
from pedschema.emit.names import pascal, unique
from pedschema.emit.stamp import MARK

if TYPE_CHECKING:
    from pedschema.emit.names import Names


def render(names: Names) -> dict[str, str]:
    """Return the package `realtime.<app>`: what its topics share, and an object for each topic."""
    package = f"realtime.{name_of(names.wire.name.lower())}"
    head = f"// {MARK}\n\npackage {package}\n"
    types = name_shared(names.types)
    objects = unique(
        (each.stem for each in names.topics), lambda stem: f"{pascal(stem.replace('_', ' '))}Topic"
    )
    texts = {"Types.kt": head + render_types(names.wire, types), "Wire.kt": head + WIRE}
    for each in names.topics:
        name = objects[each.stem]
        summary = comment(f"{each.topic.summary}: `{each.topic.pattern}`.")
        texts[f"{name}.kt"] = f"{head}\n{summary}\n{render_topic(each, types, name)}"
    return texts
