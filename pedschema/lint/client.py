"""What the sources of a client say about the channels that it opens."""

from __future__ import annotations

__all__ = ["ClientBinding", "ClientChannel", "Kind"]

from dataclasses import dataclass, field
from enum import StrEnum

from pedschema.findings import Place


class Kind(StrEnum):
    """What a channel carries, in the words of Realtime's protocol."""

    CHANGES = "postgres_changes"
    BROADCAST = "broadcast"
    PRESENCE = "presence"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class ClientBinding:
    """One thing that a client listens to on a channel, or sends on it.

    Texts have `{}` where a part is not known before the program runs; None is a text that the source gives
    but does not tell. Names that do not apply are empty.

    Attributes:
        event: of a broadcast or of presence; `INSERT`, `UPDATE`, `DELETE` or `*` of changes.
        table: empty for the changes of every table of `schema`.
        filter: of changes, as Realtime spells it where the source says it in one text.
    """

    kind: Kind
    event: str | None = ""
    schema: str | None = ""
    table: str | None = ""
    filter: str | None = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ClientChannel:
    """One channel that a client opens.

    Attributes:
        topic: the name given to the channel, with `{}` for each stretch that is not known before the program
            runs; None when nothing of it is known.
        private: None when the source does not tell.
        bindings: what it listens to, in the order of the source.
        sends: what the client sends: broadcasts, and its presence.
        replay: whether messages of the past are asked for; None when the source does not tell.
        place: where its topic stands, or the call of the function of the app that opens it.
    """

    topic: str | None
    private: bool | None
    bindings: tuple[ClientBinding, ...] = ()
    sends: tuple[ClientBinding, ...] = ()
    replay: bool | None = False
    place: Place = field(default_factory=Place)
