"""Python: TypedDicts and typed channels over the `realtime` package, one module a topic."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING

from pedschema.emit.python.package import render_package
from pedschema.emit.python.source import docstring, name_module, name_of, settle, text
from pedschema.emit.python.surfaces import render_surfaces
from pedschema.emit.python.topic import render_topic
from pedschema.emit.python.types import name_shared, render_shared
from pedschema.emit.stamp import MARK
from pedschema.model.topic import PART_TYPES

if TYPE_CHECKING:
    from pedschema.emit.names import Names

_HEADER = f"# {MARK}"

_CHANNEL = '''
from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

from typing_extensions import TypedDict

RawT_co = TypeVar("RawT_co", covariant=True)

_PARTS: Final = {{
{parts}
}}


class Meta(TypedDict, total=False):
    """What the server tells about a message; replayed ones may be of an older shape."""

    id: str
    replayed: bool


class ChannelLike(Protocol):
    """What a typed channel needs of the client library's."""

    def on_broadcast(self, event: str, callback: Callable[[Any], None]) -> Any: ...

    async def send_broadcast(self, event: str, data: Any) -> None: ...


class ClientLike(Protocol[RawT_co]):
    """What a typed channel needs of the client library's client."""

    def channel(self, topic: str, params: Any = None) -> RawT_co: ...


def since_now() -> int:
    """Return the milliseconds since 1970."""
    return int(time.time() * 1000)


def check_part(value: str, name: str, kind: str) -> None:
    """Raise a ValueError for a value that no topic has; it is not repeated."""
    if re.fullmatch(_PARTS[kind], value) is None:
        raise ValueError(f"{{name}} is no {{kind}} as topics have it")
'''


def render(names: Names) -> dict[str, str]:
    """Return the package `<app>_realtime`; importing it loads no topic before one is asked for."""
    wire = names.wire
    package = f"{name_of(wire.name.lower())}_realtime"
    modules = {pattern: name_module(stem) for pattern, stem in names.stems.items()}
    types = name_shared(names.types)
    screens = render_surfaces(wire, modules, _HEADER)
    # A topic may be called like the module of the surfaces.
    own = "surfaces_" if "surfaces" in modules.values() else "surfaces"
    shown = [*modules.values(), *([own] if screens else [])]
    files = {
        "__init__.py": render_package(wire, shown, _HEADER),
        "_channel.py": f"{_HEADER}\n{docstring('What all channels share')}\n{_render_channel()}",
        "_types.py": _render_types(render_shared(wire, types)),
        "py.typed": f"{_HEADER}\n",
    }
    for each in names.topics:
        files[f"{modules[each.topic.pattern]}.py"] = render_topic(each, types, _HEADER)
    if screens:
        files[f"{own}.py"] = screens
    return {f"{package}/{path}": settle(told) for path, told in files.items()}


def _render_channel() -> str:
    parts = "\n".join(f"    {text(kind)}: {text(spelled)}," for kind, (spelled, _) in PART_TYPES.items())
    return _CHANNEL.format(parts=parts)


def _render_types(body: str) -> str:
    typing = ["Any"] if "Any" in body else []
    typing += ["Literal", "TypeAlias"]
    extensions = ["from typing_extensions import TypedDict", ""] if "TypedDict" in body else []
    head = [
        _HEADER,
        docstring("Types that several topics share"),
        "",
        "from __future__ import annotations",
        "",
        f"from typing import {', '.join(typing)}",
        "",
        *extensions,
    ]
    return "\n".join(head) + "\n" + body
