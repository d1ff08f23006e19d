"""What rules of drift are asked about: one database beside what it should be."""

from __future__ import annotations

__all__ = ["Drift"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pedschema.drift.topics import Topics
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.differences import Aspect, Difference
    from pedschema.drift.senders import Sender
    from pedschema.drift.tables import Tables
    from pedschema.errors import Mistake
    from pedschema.introspect.deployed_facts import Deployed
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.owned import Owned
    from pedschema.ops.reading import Pending


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """One database beside the contract and the migrations.

    Attributes:
        catalogue: the contract.
        deployed: what the database holds.
        unknown: revisions of the database that the folder of revisions does not have, or several at once.
        pending: revisions that it has not got yet.
        undeployed: what the contract declares and no revision makes.
        differences: of owned objects against the migrations at the database's revision; none when that is
            unknown.
        strange: objects of owned kinds that those migrations do not know.
        tables: of the app, against the lock.
        senders: triggers of others whose function sends messages, or may.
        topics: of the contract, for the end of a sentence.
    """

    catalogue: Catalogue
    deployed: Deployed
    unknown: tuple[str, ...]
    pending: tuple[Pending, ...]
    undeployed: tuple[Mistake, ...]
    differences: tuple[Difference, ...]
    strange: tuple[Owned, ...]
    tables: Tables
    senders: tuple[Sender, ...]
    topics: Topics = field(init=False)

    def __post_init__(self) -> None:
        """Let objects tell their topics."""
        object.__setattr__(self, "topics", Topics(self.catalogue))

    @property
    def schema(self) -> str:
        """The owned schema."""
        return self.catalogue.contract.schema

    def differing(self, *aspects: Aspect) -> Iterator[Difference]:
        """Yield the differences in these aspects."""
        return (each for each in self.differences if each.aspect in aspects)

    def owners_of(self, owned: Owned) -> tuple[str, ...]:
        """Return the roles that may change an owned object."""
        role, identity = self.catalogue.contract.role, owned.identity
        if identity.kind is Kind.POLICY:
            return (self.deployed.server.owner, role)
        if identity.kind is Kind.TRIGGER:
            table = self.deployed.tables.get(QualifiedName.parse(identity.of))
            return (table.owner,) if table else (role,)
        lines = (
            line.removeprefix("owner ") for line in owned.canonical.splitlines() if line.startswith("owner ")
        )
        owner = next(lines, role)
        return tuple({owner[1:-1].replace('""', '"') if owner.startswith('"') else owner, role})
