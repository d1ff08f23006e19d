"""TypeScript: types, typed channels over any supabase-js, and validators; one file a topic."""

from __future__ import annotations

__all__ = ["render"]

from importlib.resources import files
from typing import TYPE_CHECKING

from pedschema.emit.names import pascal, unique
from pedschema.emit.stamp import MARK
from pedschema.emit.typescript.check import render_check, render_shared
from pedschema.emit.typescript.codes import render_codes, render_texts
from pedschema.emit.typescript.source import assign
from pedschema.emit.typescript.surfaces import render_surfaces
from pedschema.emit.typescript.topic import render_topic
from pedschema.emit.typescript.types import name_shared, render_types
from pedschema.model.topic import PART_TYPES

if TYPE_CHECKING:
    from pedschema.emit.names import Names
    from pedschema.model.wire import WireContract

_HEADER = f"// {MARK}\n/* eslint-disable */\n"

_LAYER = (
    *("changes.ts", "channel.ts", "line.ts", "metrics.ts", "query.ts", "realtime.ts", "refetch.ts"),
    *("shared.ts", "status.ts", "subscription.ts", "surface.ts", "throttle.ts", "validate.ts"),
)
"""Files that are the same for every contract."""

_RESERVED = {
    *("await", "break", "case", "catch", "class", "const", "continue", "contract", "debugger", "default"),
    *("delete", "do", "else", "enum", "export", "extends", "false", "finally", "for", "function", "if"),
    *("implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private"),
    *("protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try"),
    *("typeof", "var", "void", "while", "with", "yield", "arguments", "eval", "undefined"),
}
"""Words that a name to import cannot be, and the one that the index exports itself."""


def render(names: Names) -> dict[str, str]:
    """Return the index, what all topics share, and two files a topic, one of them for validators."""
    wire, stems, shared = names.wire, names.stems, name_shared(names.types)
    scoped = {name: f"t.{given}" for name, given in shared.items()}
    bodies = {name: _load(name) for name in _LAYER} | {
        "codes.ts": render_codes(),
        "contract.ts": _render_contract(wire),
        "index.ts": _render_index(stems),
        "texts.ts": render_texts(),
        "types.check.ts": render_shared(wire, shared),
        "types.ts": _load("types.ts") + render_types(wire, shared),
    }
    if surfaces := render_surfaces(wire, stems, _name_all(stems)):
        bodies["surfaces.ts"] = surfaces
    for each in names.topics:
        bodies[f"topics/{each.stem}.ts"] = render_topic(each, shared)
        bodies[f"topics/{each.stem}.check.ts"] = render_check(each, scoped)
    return {path: _HEADER + body for path, body in bodies.items()}


def _load(name: str) -> str:
    return files("pedschema.emit.typescript").joinpath(name).read_text(encoding="utf-8")


def _render_index(stems: dict[str, str]) -> str:
    names = _name_all(stems)
    lines = [f'export * as {names[stem]} from "./topics/{stem}";' for stem in sorted(stems.values())]
    return "\n".join(['export { contract } from "./contract";', *lines, 'export type * from "./types";', ""])


def _name_all(stems: dict[str, str]) -> dict[str, str]:
    return unique(stems.values(), _name_topic)


def _name_topic(stem: str) -> str:
    """Return what the index calls a topic: `room_chat` becomes `roomChat`."""
    name = pascal(stem)
    name = f"{name[0].lower()}{name[1:]}"
    return f"{name}Topic" if name in _RESERVED else name


def _render_contract(wire: WireContract) -> str:
    told = {
        "name": wire.name,
        "realtime": wire.realtime,
        "payloadBytes": wire.payload_bytes,
        "channelsPerClient": wire.channels_per_client,
    }
    spelled = {kind: spelling for kind, (spelling, _) in sorted(PART_TYPES.items())}
    return (
        "/** What holds for every topic. */\n"
        + assign("export const contract", told, " as const")
        + "\n/** How each type of a topic's part is written, and in no other way. */\n"
        + assign("export const spellings", spelled, " as const")
    )
