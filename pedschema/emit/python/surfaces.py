"""The screens of the app as classes over `pedschema.client`, each with its topics."""

from __future__ import annotations

__all__ = ["TAKEN", "render_surfaces"]

from typing import TYPE_CHECKING

from pedschema.emit.python.source import WIDTH, docstring, measure, name_of, text
from pedschema.emit.surfaces import name_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pedschema.emit.surfaces import Screen
    from pedschema.model.wire import WireContract, WireTopic

TAKEN = frozenset(
    {
        *("add", "keep_detail", "keep_list", "name", "on_status", "refetch_fallback", "release"),
        *("screen", "settle", "status", "subscribe", "turn"),
    }
)
"""What a surface has already, so that no topic's channel goes by these names."""

_PARAMETERS = frozenset({"self", "client", "read"})


def render_surfaces(wire: WireContract, modules: Mapping[str, str], header: str) -> str:
    """Return the module with a class for each surface, or an empty text where the contract names none.

    Args:
        wire: that the screens are of.
        modules: of the topics, by pattern.
        header: first line of the file.
    """
    screens = name_surfaces(wire)
    if not screens:
        return ""
    used = sorted({modules[topic.pattern] for screen in screens for topic in screen.topics})
    head = [
        header,
        docstring(f"The screens of {wire.name}, and the topics of each"),
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Awaitable, Callable",
        "",
        "from pedschema.client import Realtime, Subscription, Surface",
        "",
        *(f"from . import {name} as _{name}" for name in used),
        "",
    ]
    if not any(screen.is_optional(topic) for screen in screens for topic in screen.topics):
        head[7] = "from pedschema.client import Realtime, Surface"
    return "\n".join([*head, *(line for screen in screens for line in _render(screen, modules))])


def _render(screen: Screen, modules: Mapping[str, str]) -> Iterator[str]:
    names = [modules[topic.pattern] for topic in screen.topics]
    yield from ("", f"class {screen.class_name}(Surface):", docstring(screen.summary, "    "), "")
    yield from (
        "    def __init__(",
        "        self,",
        "        client: Realtime,",
        "        read: Callable[[], Awaitable[None]],",
    )
    if screen.parts:
        yield "        *,"
    for part, is_needed in screen.parts.items():
        yield f"        {_name_parameter(part)}: {'str' if is_needed else 'str | None'},"
    yield "    ) -> None:"
    named = ["client", text(screen.name), "read", *(f"_{name}" for name in names)]
    yield from _call("        ", "super().__init__(", named, ")")
    for topic, name in zip(screen.topics, names, strict=True):
        yield from _join(screen, topic, name)
    yield ""


def _join(screen: Screen, topic: WireTopic, name: str) -> Iterator[str]:
    attribute = f"{name}_" if name in TAKEN else name
    parts = [_name_parameter(part) for part in screen.parts_of(topic)]
    indent = "        "
    if screen.is_optional(topic):
        yield f"        self.{attribute}: _{name}.Channel[Subscription] | None = None"
        missing = [_name_parameter(part) for part in screen.parts_of(topic) if not screen.parts[part]]
        yield f"        if {' and '.join(f'{each} is not None' for each in missing)}:"
        indent += "    "
    opened, made = f"self.{attribute} = self.add(", f"_{name}.channel("
    arguments = ["self.screen", *parts]
    flat = f"{indent}{opened}{made}{', '.join(arguments)}))"
    if measure(flat) <= WIDTH:
        yield flat
        return
    yield f"{indent}{opened}"
    yield from _call(f"{indent}    ", made, arguments, ")")
    yield f"{indent})"


def _call(indent: str, opened: str, arguments: list[str], closed: str) -> Iterator[str]:
    """Yield a call as `ruff format` breaks it: on one line, its arguments on one, or each on its own."""
    flat = ", ".join(arguments)
    if measure(f"{indent}{opened}{flat}{closed}") <= WIDTH:
        yield f"{indent}{opened}{flat}{closed}"
        return
    yield f"{indent}{opened}"
    if measure(f"{indent}    {flat}") <= WIDTH:
        yield f"{indent}    {flat}"
    else:
        yield from (f"{indent}    {each}," for each in arguments)
    yield f"{indent}{closed}"


def _name_parameter(part: str) -> str:
    name = name_of(part)
    return f"{name}_" if name in _PARAMETERS else name
