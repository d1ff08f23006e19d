"""Live facts → the sketch of a contract."""

from __future__ import annotations

__all__ = ["Triggers", "find_hand_made", "find_schemas", "read_sketch", "read_triggers"]

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from pedschema.adopt.policy import find_calls, read_policies, read_rules
from pedschema.adopt.publication import read_publications
from pedschema.adopt.sketch import Gap, PublicationSketch, Sketch
from pedschema.adopt.values import run_values
from pedschema.errors import Mistake, UsageError
from pedschema.lint.live_body import find_senders
from pedschema.lint.published import PUBLICATION
from pedschema.lint.tables import in_public
from pedschema.ops.takeover import HandMade

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.lint.live import Live
    from pedschema.lint.project import Project
    from pedschema.model.table import SchemaLock

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
"""Schemas that a contract can name."""

_CHOOSE = "choose another with --schema"

Triggers: TypeAlias = tuple[tuple[PublicationSketch, ...], tuple[PublicationSketch, ...], tuple[Gap, ...]]
"""What triggers tell, what they nearly tell, and what stays as it is with the reason."""


def find_schemas(live: Live, schema: str) -> tuple[str, ...]:
    """Return the app's schemas: `public`, and those of tables that tell Realtime of their changes.

    Raises:
        UsageError: `schema` holds something, or a policy has a name as its own will have.
    """
    tables = [table for table in live.tables.values() if not table.platform]
    _check_schema(live, schema)
    telling = {trigger.table for trigger, _ in find_senders(live)}
    told = {
        each.schema
        for each in tables
        if _PLAIN.fullmatch(each.schema) and (each.oid in telling or PUBLICATION in each.publications)
    }
    return tuple(sorted({"public", *told}))


def _check_schema(live: Live, schema: str) -> None:
    tables = {table.schema for table in live.tables.values() if not table.platform}
    if schema in tables | {function.schema for function in live.functions.values()}:
        what = f'the schema "{schema}" holds something already, so it cannot become the owned one'
        raise UsageError(Mistake("database", what, _CHOOSE, "adopt-schema-taken"))
    owned = [policy.name for policy in live.message_policies if policy.name.startswith(f"{schema}_")]
    if owned:
        what = f'the name of the policy "{owned[0]}" begins with "{schema}_", as those of owned policies do'
        raise UsageError(Mistake("database", what, _CHOOSE, "adopt-prefix-taken"))


def read_sketch(
    live: Live, told: Triggers, lock: SchemaLock, schema: str, schemas: tuple[str, ...]
) -> Sketch:
    """Return everything that can be told of the hand-made layer, before the contract's loader judges it.

    Args:
        live: the database.
        told: what its triggers tell.
        lock: its tables.
        schema: that will hold everything owned.
        schemas: of the app.
    """
    publications, proposals, untold = told
    fed = sorted({each.pattern for each in publications}, key=str)
    policies, left = read_policies(live, lock, schema, fed, untold=bool(untold))
    published = {each.table for each in publications}
    changes = sorted(
        table.name
        for table in live.tables.values()
        if PUBLICATION in table.publications and table.name not in published and lock.table(table.name)
    )
    calls = find_calls(live, {each.source for each in policies})
    return Sketch(
        schema=schema,
        app_schemas=schemas,
        lock=lock,
        publications=publications,
        policies=policies,
        rules=read_rules(calls, schema),
        proposals=proposals,
        changes=tuple(changes),
        calls=tuple(f"{each.name}({each.arguments})" for each in calls),
        gaps=(*untold, *left),
    )


def read_triggers(connection: Connection[Any], live: Live, project: Project, lock: SchemaLock) -> Triggers:
    """Return what the triggers that fire tell, what they nearly tell, and which stay for what reason.

    Args:
        connection: to the database, whose values of text are looked at.
        live: the database.
        project: the SQL that would make its functions, triggers and policies.
        lock: its tables.
    """
    publications, proposals, gaps = read_publications(_without_disabled(project, live), lock)
    odd = run_values(connection, publications)
    return (
        tuple(each for each in publications if each.trigger not in odd),
        (*proposals, *(each for each in publications if each.trigger in odd)),
        (*gaps, *odd.values()),
    )


def _without_disabled(project: Project, live: Live) -> Project:
    """Return the project without triggers that do not fire: they go on doing so."""
    tables = {oid: table.name for oid, table in live.tables.items()}
    off = {(tables.get(each.table), each.name) for each in live.triggers if not each.enabled}
    fire = (each for each in project.triggers if (in_public(each.table), each.name) not in off)
    return replace(project, triggers=tuple(fire))


def find_hand_made(sketch: Sketch) -> HandMade:
    """Return the triggers and policies that the sketch replaces."""
    kept = {each.trigger: True for each in sketch.publications}
    for each in sketch.publications:
        kept[each.trigger] = kept[each.trigger] and each.kept
    retired: dict[str, bool] = {}
    for policy in sketch.policies:
        retired[policy.source] = retired.get(policy.source, False) or policy.wide
    for policy in sketch.policies:
        if not policy.retires:
            retired.pop(policy.source, None)
    named = {trigger: (trigger.name, str(trigger.table)) for trigger in sorted(kept)}
    return HandMade(
        triggers=tuple(name for trigger, name in named.items() if kept[trigger]),
        later=tuple(name for trigger, name in named.items() if not kept[trigger]),
        policies=tuple(name for name, wide in retired.items() if not wide),
        later_policies=tuple(name for name, wide in retired.items() if wide),
    )
