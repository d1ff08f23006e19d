"""The screens of the app as TypeScript classes, each with its topics."""

from __future__ import annotations

__all__ = ["TAKEN", "render_surfaces"]

from typing import TYPE_CHECKING

from pedschema.emit.surfaces import name_surfaces
from pedschema.emit.typescript.source import WIDTH, comment, measure, text, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.emit.surfaces import Screen
    from pedschema.model.wire import WireContract, WireTopic

TAKEN = frozenset(
    {
        *("add", "addIfNamed", "channels", "everyMs", "isOn", "isRegistered", "isReleased"),
        *("keep", "keepDetail", "keepList", "leave"),
        *("name", "note", "onStatus", "options", "parts", "refetchFallback", "refetcher", "register"),
        *("release", "screen", "settle", "sources", "status", "statuses", "subscribe", "told", "turn"),
        *("constructor", "prototype", "toString", "valueOf"),
    }
)
"""What a surface has already, so that no topic's channel goes by these names."""


def render_surfaces(wire: WireContract, stems: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return the module with a class for each surface, or an empty text where the contract names none.

    Args:
        wire: that the screens are of.
        stems: of the topics' modules, by pattern.
        names: of the topics, by stem.
    """
    screens = name_surfaces(wire)
    if not screens:
        return ""
    used = sorted({stems[topic.pattern] for screen in screens for topic in screen.topics})
    lines = ['import { Surface } from "./surface";', 'import type { SurfaceOptions } from "./surface";']
    lines += [f'import * as {names[stem]} from "./topics/{stem}";' for stem in used]
    for screen in screens:
        lines += _render(screen, {topic.pattern: names[stems[topic.pattern]] for topic in screen.topics})
    return "\n".join([*lines, ""])


def _render(screen: Screen, names: Mapping[str, str]) -> Iterator[str]:
    parts = f"{screen.class_name}Parts"
    yield ""
    if screen.parts:
        yield f"export interface {parts} {{"
        for part, is_needed in screen.parts.items():
            yield f"  {part}: string;" if is_needed else f"  {part}: string | null | undefined;"
        yield "}"
    else:
        yield union(parts, ["Record<never, never>"])
    yield ""
    yield comment(screen.summary)
    yield f"export class {screen.class_name} extends Surface<{parts}> {{"
    for topic in screen.topics:
        yield from _field(screen, topic, names[topic.pattern])
    yield ""
    option = f"options: SurfaceOptions<{parts}>"
    flat = f"  constructor({option}) {{"
    yield from [flat] if measure(flat) <= WIDTH else ["  constructor(", f"    {option},", "  ) {"]
    flat = f"    super({text(screen.name)}, options);"
    yield from (
        [flat]
        if measure(flat) <= WIDTH
        else ["    super(", f"      {text(screen.name)},", "      options,", "    );"]
    )
    yield from ("  }", "}")


def _field(screen: Screen, topic: WireTopic, name: str) -> Iterator[str]:
    field = f"{name}Topic" if name in TAKEN else name
    call = "addIfNamed" if screen.is_optional(topic) else "add"
    arguments = [name, "this.parts"] if screen.parts_of(topic) else [name]
    flat = f"this.{call}({', '.join(arguments)});"
    head, opened = f"  readonly {field} =", f"this.{call}("
    if measure(f"{head} {flat}") <= WIDTH:
        yield f"{head} {flat}"
        return
    # Prettier keeps the call beside the name as long as its head fits there.
    indent = "  " if measure(f"{head} {opened}") <= WIDTH else "    "
    if indent == "    ":
        yield head
    if indent == "    " and measure(f"{indent}{flat}") <= WIDTH:
        yield f"{indent}{flat}"
        return
    yield f"{head} {opened}" if indent == "  " else f"{indent}{opened}"
    yield from (f"{indent}  {each}," for each in arguments)
    yield f"{indent});"
