"""What a rule of drift sees: the object, the fact, how to reconcile it, who could have done it and when."""

from __future__ import annotations

__all__ = ["Hit", "Row", "difference_hit", "owned_hit", "table_hit", "type_hit"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.tables import REFRESH
from pedschema.findings import Place
from pedschema.introspect import describe
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from pedschema.drift.differences import Difference
    from pedschema.drift.subject import Drift
    from pedschema.model.names import QualifiedName
    from pedschema.model.owned import Owned

Row = tuple[str, str, str]
"""A row of the catalog: kind, `schema.name`, the name of a part."""

_MEND = "write a revision with `pedschema drift URL --fix`, and upgrade"


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule sees at one object; the rule adds its id, severity and consequence.

    Attributes:
        place: the object.
        what: the fact; says nothing that changes from run to run, since baselines go by it.
        fix: how to reconcile it.
        diff: a unified diff of what is expected and what is there, or empty.
        owners: roles that own the object, or may change it.
        row: of the catalog, whose time says since when.
        mendable: whether a revision mends it.
    """

    place: Place
    what: str
    fix: str
    diff: str = ""
    owners: tuple[str, ...] = ()
    row: Row | None = None
    mendable: bool = False


def difference_hit(
    drift: Drift, difference: Difference, what: str, *, diff: str | None = None, fix: str = ""
) -> Hit:
    """Return a hit on an owned object; a revision mends it unless `fix` says what does."""
    text = render_diff(difference.before, difference.after) if diff is None else diff
    owned = difference.actual or difference.expected
    return owned_hit(drift, owned, what, fix=fix, diff=text)


def owned_hit(drift: Drift, owned: Owned, what: str, *, fix: str = "", diff: str = "") -> Hit:
    """Return a hit on an object of a kind that migrations own, with the topics that it is about."""
    topics = drift.topics.of_owned(owned)
    return Hit(
        Place(object=_name(owned)),
        what + topics,
        fix or _MEND,
        diff,
        drift.owners_of(owned),
        _row(owned),
        mendable=not fix,
    )


def table_hit(  # noqa: PLR0913 - a hit has the parts that it has
    drift: Drift, table: QualifiedName, what: str, fix: str, *, diff: str = "", column: str = ""
) -> Hit:
    """Return a hit on a table of the app; `column` is the one that it is about."""
    known = drift.deployed.tables.get(table)
    row = ("column", str(table), column) if column else ("table", str(table), "")
    topics = drift.topics.of_table(table, column)
    return Hit(Place(object=f"table {table}"), what + topics, fix, diff, (known.owner,) if known else (), row)


def type_hit(drift: Drift, kind: str, name: QualifiedName, what: str, *, diff: str = "") -> Hit:
    """Return a hit on a type of the app, with the topics whose records carry it."""
    place = Place(object=f"{kind} {name}")
    topics, owners = drift.topics.of_type(name), (drift.catalogue.contract.role,)
    return Hit(place, what + topics, REFRESH, diff, owners, ("type", str(name), ""))


def _name(owned: Owned) -> str:
    suffix = f"_v{owned.version}" if owned.version else ""
    return describe(owned.identity) + suffix


def _row(owned: Owned) -> Row:
    identity = owned.identity
    match identity.kind:
        case Kind.TRIGGER | Kind.POLICY:
            return str(identity.kind), identity.of, identity.name.name
        case Kind.SCHEMA:
            return "schema", identity.name.name, ""
        case Kind.SWITCH:
            return "table", str(identity.name), ""
        case _:
            return "function", str(identity.name) + (f"_v{owned.version}" if owned.version else ""), ""
