"""Kotlin: data classes under a sealed interface, over the JSON of kotlinx.serialization, one file a topic."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING

from pedschema.emit.kotlin.source import comment, name_of
from pedschema.emit.kotlin.topic import render_topic
from pedschema.emit.kotlin.types import render_types
from pedschema.emit.kotlin.wire_source import WIRE
from pedschema.emit.names import name_topics, pascal, unique
from pedschema.emit.stamp import MARK

if TYPE_CHECKING:
    from pedschema.model.wire import WireContract


def render(wire: WireContract) -> dict[str, str]:
    """Return the package `realtime.<app>`: what its topics share, and an object for each topic."""
    package = f"realtime.{name_of(wire.name.lower())}"
    head = f"// {MARK}\n\npackage {package}\n"
    stems = name_topics(wire)
    names = unique(stems.values(), lambda stem: f"{pascal(stem.replace('_', ' '))}Topic")
    texts = {"Types.kt": head + render_types(wire), "Wire.kt": head + WIRE}
    for topic in wire.topics:
        name = names[stems[topic.pattern]]
        summary = comment(f"{topic.summary}: `{topic.pattern}`.")
        texts[f"{name}.kt"] = f"{head}\n{summary}\n{render_topic(wire, topic, name)}"
    return texts
