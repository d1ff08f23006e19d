"""Which topics an object or a column of the app is about."""

from __future__ import annotations

__all__ = ["Topics"]

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.names import QualifiedName
    from pedschema.model.owned import Owned

_FUNCTION = re.compile(r"EXECUTE FUNCTION .*?([^\s.\"]+)_v\d+\"?\(\)")
_PART = re.compile(r"\{([^:{}]+):[^{}]+\}")
"""A part of a pattern with its type, which policies do not write."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a contract, as the end of a sentence: `; topic "room:{room_id}:chat"`, or empty."""

    catalogue: Catalogue

    def of_owned(self, owned: Owned) -> str:
        """Return the topics that an owned object serves."""
        name = owned.identity.name.name
        match owned.identity.kind:
            case Kind.TRIGGER_FUNCTION:
                return self._of_publication(name)
            case Kind.TRIGGER:
                found = _FUNCTION.search(owned.canonical)
                return self._of_publication(found[1]) if found else ""
            case Kind.POLICY:
                return _say(self._of_policies(name))
            case Kind.RULE:
                call = f"{name}("
                return _say(
                    topic
                    for policy in self.catalogue.policies
                    if call in policy.using or call in policy.check
                    for topic in self._of_policies(policy.name)
                )
            case _:
                return ""

    def of_table(self, table: QualifiedName, column: str = "") -> str:
        """Return the topics that are fed from a table, or that a column of it takes part in."""
        return _say(
            str(publication.topic)
            for publication in self.catalogue.publications
            if (publication.table == table and (not column or column in publication.references))
            or any(lookup.table == table for lookup in publication.lookups)
        )

    def of_type(self, name: QualifiedName) -> str:
        """Return the topics whose publications use a column of that type, or of an array of it."""
        columns = {
            (table.name, column.name)
            for table in self.catalogue.lock.tables
            for column in table.columns
            if column.type.removesuffix("[]") == str(name)
        }
        return _say(
            str(publication.topic)
            for publication in self.catalogue.publications
            if any((publication.table, column) in columns for column in publication.references)
        )

    def _of_publication(self, name: str) -> str:
        return _say(str(each.topic) for each in self.catalogue.publications if each.name == name)

    def _of_policies(self, name: str) -> tuple[str, ...]:
        named = {
            reference.pattern
            for policy in self.catalogue.policies
            if policy.name == name
            for reference in policy.topics
        }
        patterns = [str(topic.pattern) for topic in self.catalogue.topics]
        return tuple(pattern for pattern in patterns if _PART.sub(r"{\1}", pattern) in named)


def _say(topics: Iterable[str]) -> str:
    names = sorted(set(topics))
    if not names:
        return ""
    shown = ", ".join(f'"{name}"' for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"; topic{'s' if len(names) > 1 else ''} {shown}{more}"
