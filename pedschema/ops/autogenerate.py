"""What `alembic revision --autogenerate` and `alembic check` compare: the contract and the database."""

from __future__ import annotations

__all__ = ["compare_contract"]

from dataclasses import replace
from typing import TYPE_CHECKING

from alembic.script import ScriptDirectory
from alembic.util import PriorityDispatchResult

from pedschema.catalogue.load import load_catalogue
from pedschema.compare import compare_owned, compare_sources, sort_changes
from pedschema.introspect import normalise_owned, read_owned, without_state
from pedschema.model.owned import Change, Kind
from pedschema.ops.configuration import load_configuration
from pedschema.ops.fold import read_fold
from pedschema.ops.kinds import parse_change
from pedschema.ops.lock import find_locks
from pedschema.sql.declare import render_owned
from pedschema.syntax.tree import same_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import UpgradeOps
    from sqlalchemy import Connection

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.owned import Identity, Owned

_STATEMENTS = {Kind.TRIGGER, Kind.POLICY}
"""Kinds whose canonical text is one statement."""


def compare_contract(context: AutogenContext, upgrade: UpgradeOps) -> PriorityDispatchResult:
    """Append the steps after which the database and the revisions are both as the contract declares.

    Raises:
        ContractError: the folder holds no contract, or the revisions contradict each other.
        DatabaseError: PostgreSQL refuses something that the contract declares.
    """
    migrations = context.migration_context
    config, connection = migrations.config, context.connection
    if config is None or connection is None:
        return PriorityDispatchResult.CONTINUE
    configuration = load_configuration(config)
    catalogue = load_catalogue(configuration.folder)
    existing = [
        replace(each, canonical=without_state(each.canonical))
        for each in read_owned(connection, configuration.schema)
    ]
    folded = read_fold(migrations.script or ScriptDirectory.from_config(config))
    steps = [parse_change(change) for change in _read_changes(connection, catalogue, existing, folded)]
    upgrade.ops.extend([*find_locks(steps), *steps])
    return PriorityDispatchResult.CONTINUE


def _read_changes(
    connection: Connection, catalogue: Catalogue, existing: Sequence[Owned], folded: Sequence[Owned]
) -> tuple[Change, ...]:
    """Return the changes; a trigger function that differs gets its next version, never another body."""
    versions: dict[Identity, int] = {}
    for each in (*existing, *folded):
        if each.identity.kind is Kind.TRIGGER_FUNCTION:
            versions[each.identity] = max(each.version, versions.get(each.identity, 0))
    changes = _merge(normalise_owned(connection, render_owned(catalogue, versions)), existing, folded)
    outdated = [
        change.identity
        for change in changes
        if change.identity.kind is Kind.TRIGGER_FUNCTION and change.before and change.after
    ]
    if not outdated:
        return changes
    raised = {identity: version + (identity in outdated) for identity, version in versions.items()}
    return _merge(normalise_owned(connection, render_owned(catalogue, raised)), existing, folded)


def _merge(
    declared: Sequence[Owned], existing: Sequence[Owned], folded: Sequence[Owned]
) -> tuple[Change, ...]:
    """Return what the database needs and what the revisions need, as one step an object.

    Each starts from what the revisions leave, so that a way back never leads to somebody's drift.
    """
    written = {(each.identity, each.version): each for each in folded}
    merged: dict[tuple[Identity, int], Change] = {}
    live = [change for change in compare_owned(declared, existing) if not _is_layout(change)]
    for change in (*live, *compare_sources(declared, folded, same_statement)):
        state = change.after or change.before
        if state is not None:
            key = (state.identity, state.version)
            merged.setdefault(key, Change(written.get(key, change.before), change.after))
    return sort_changes(merged.values())


def _is_layout(change: Change) -> bool:
    """Return whether two deparsed statements differ in parentheses only, as after a dump and a restore."""
    if change.before is None or change.after is None or change.identity.kind not in _STATEMENTS:
        return False
    return same_statement(change.before.canonical, change.after.canonical)
