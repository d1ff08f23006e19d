"""The two protocols, by the version that a client asks for."""

from __future__ import annotations

__all__ = ["V1", "V2", "Codec", "codec_of"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.endpoint.codec_v1 import parse_v1, render_v1
from pedschema.endpoint.codec_v2 import parse_v2, render_v2

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.endpoint.frame import Broadcast, Incoming, Outgoing


@dataclass(frozen=True, slots=True)
class Codec:
    """One protocol.

    Attributes:
        parse: a client's frame to its message; raises `MalformedFrameError`.
        render: a message to its frame, text or binary; None when the protocol cannot carry it.
    """

    version: str
    parse: Callable[[str | bytes], Incoming]
    render: Callable[[Outgoing | Broadcast], str | bytes | None]


V1 = Codec("1.0.0", parse_v1, render_v1)
V2 = Codec("2.0.0", parse_v2, render_v2)


def codec_of(version: str) -> Codec | None:
    """Return the protocol of the query parameter `vsn`, absent meaning 1.0.0; None for an unknown one."""
    return {"": V1, "1.0.0": V1, "2.0.0": V2}.get(version)
