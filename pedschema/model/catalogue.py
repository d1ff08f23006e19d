"""The whole contract as one value."""

from __future__ import annotations

__all__ = ["Catalogue", "Contract", "Limits"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.model.function import Function
    from pedschema.model.names import QualifiedName
    from pedschema.model.policy import Policy
    from pedschema.model.publication import Publication
    from pedschema.model.table import SchemaLock
    from pedschema.model.topic import Topic


@dataclass(frozen=True, slots=True)
class Limits:
    """What the project's Realtime plan allows: bytes of one payload, rates per second, counts."""

    payload_bytes: int
    events_per_second: int
    joins_per_second: int
    channels_per_client: int
    clients: int


@dataclass(frozen=True, slots=True)
class Contract:
    """What holds for every topic.

    Attributes:
        schema: the schema that holds everything owned.
        role: the role that owns it all and runs policy statements.
        realtime: version of the Realtime server that the contract is written for.
        app_schemas: schemas whose every table must be catalogued or listed as unpublished.
        clients: names of the emitters that write clients.
    """

    name: str
    schema: str
    role: str
    realtime: str
    app_schemas: tuple[str, ...]
    limits: Limits
    clients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything `policies/` declares; topics sorted by pattern, policies and rules by name."""

    contract: Contract
    topics: tuple[Topic, ...]
    policies: tuple[Policy, ...]
    rules: tuple[Function, ...]
    unpublished: tuple[tuple[QualifiedName, str], ...]
    lock: SchemaLock

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Every publication, in the order of the topics and of their declarations."""
        return tuple(publication for topic in self.topics for publication in topic.publications)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Every client surface, sorted."""
        return tuple(sorted({surface for topic in self.topics for surface in topic.surfaces}))

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that some topic admits, sorted."""
        return tuple(sorted({role for topic in self.topics for role in (*topic.read, *topic.write)}))

    def topic_of(self, topic: str) -> Topic | None:
        """Return the declared topic that `topic` is of, or None."""
        return next((declared for declared in self.topics if declared.pattern.matches(topic)), None)
