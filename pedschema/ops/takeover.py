"""The first revisions of a contract over a database in which triggers and policies were made by hand."""

from __future__ import annotations

__all__ = ["HandMade", "run_takeover"]

import json
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.script import ScriptDirectory

from pedschema.compare import compare_owned
from pedschema.introspect import normalise_owned
from pedschema.model.owned import Kind
from pedschema.ops.configuration import load_configuration, load_url
from pedschema.ops.kinds import parse_change
from pedschema.ops.lock import CREATING, DROPPING, LockTablesOp
from pedschema.ops.render import render_step
from pedschema.ops.session import run_connected
from pedschema.sql.declare import render_owned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pedschema.model.catalogue import Catalogue
    from pedschema.ops.step import OwnedOp

_CONTEXT: Any = SimpleNamespace(opts={"alembic_module_prefix": "op."})
_TAKE = "adopt"
_ADMIT = "adopt_policies"
_END = "adopt_end"
_NARROW = "adopt_end_policies"


@dataclass(frozen=True, slots=True)
class HandMade:
    """What gives way to the contract; triggers are names with their tables, as `schema.table`.

    Attributes:
        triggers: go when the generated ones come, since clients cannot tell them apart.
        later: go in a last revision, until which clients get both.
        policies: on `realtime.messages`; go when the contract's come.
        later_policies: admit to more topics than the contract has; go in a revision of their own, the last.
    """

    triggers: tuple[tuple[str, str], ...] = ()
    later: tuple[tuple[str, str], ...] = ()
    policies: tuple[str, ...] = ()
    later_policies: tuple[str, ...] = ()


def run_takeover(ini: Path, url: str, catalogue: Catalogue, hand_made: HandMade) -> tuple[Path, ...]:
    """Write the revisions into the migrations that `ini` configures, and return them in their order.

    Each runs in one transaction: triggers come and go in the first, policies in the second, so that nobody
    sees neither or both. What clients would miss goes in revisions of its own behind these. PostgreSQL is
    asked for the canonical form of everything, in a transaction that is rolled back.

    Raises:
        PedschemaError: the database cannot be reached, or refuses something that the contract declares.
    """
    config = Config(str(ini))
    config.attributes["url"] = url
    with run_connected(load_configuration(config), load_url(config)) as connection:
        transaction = connection.begin()
        declared = normalise_owned(connection, render_owned(catalogue, {}))
        transaction.rollback()
    steps = [parse_change(change) for change in compare_owned(declared, ())]
    scripts = ScriptDirectory.from_config(config)
    scripts.messaging_opts = {"quiet": True}
    written = [_write(scripts, _TAKE, "triggers of the contract", _take(steps, hand_made, catalogue))]
    admitting = _admit(steps, hand_made.policies)
    if admitting[0]:
        written.append(_write(scripts, _ADMIT, "policies of the contract", admitting))
    if hand_made.later:
        written.append(
            _write(
                scripts,
                _END,
                "hand-made triggers go once clients have moved",
                _end(hand_made.later),
            )
        )
    if hand_made.later_policies:
        going = _admit((), hand_made.later_policies)
        written.append(_write(scripts, _NARROW, "hand-made policies go once nobody needs more", going))
    return tuple(written)


_Lines = list[str]


def _take(steps: Sequence[OwnedOp], hand_made: HandMade, catalogue: Catalogue) -> tuple[_Lines, _Lines]:
    schema, *others = [step for step in steps if step.change.identity.kind is not Kind.POLICY]
    tables = {step.change.identity.of for step in others if step.change.identity.kind is Kind.TRIGGER}
    tables |= {table for _, table in hand_made.triggers}
    expected = _expect(catalogue)
    up = [render_step(_CONTEXT, schema)]
    down = [render_step(_CONTEXT, step.reverse()) for step in reversed(others)]
    up += _call("adopt_tables", "create=[]", 'undo=""', f"expects={_literal(expected)}") if expected else []
    up += _lock(tables, DROPPING if hand_made.triggers else CREATING)
    up += [render_step(_CONTEXT, step) for step in others]
    up += [_each("retire_trigger", *trigger) for trigger in hand_made.triggers]
    down = [
        *_lock(tables, DROPPING),
        *[_each("restore_trigger", *trigger) for trigger in reversed(hand_made.triggers)],
        *down,
        *(_call("release_tables", _literal(sorted(expected))) if expected else []),
        render_step(_CONTEXT, schema.reverse()),
    ]
    return up, down


def _admit(steps: Sequence[OwnedOp], retired: Sequence[str]) -> tuple[_Lines, _Lines]:
    """Return the policies: hand-made ones go first, so that no statement leaves access wider than before."""
    policies = [step for step in steps if step.change.identity.kind is Kind.POLICY]
    up = [_each("retire_policy", name) for name in retired]
    up += [render_step(_CONTEXT, step) for step in policies]
    down = [render_step(_CONTEXT, step.reverse()) for step in reversed(policies)]
    return up, down + [_each("restore_policy", name) for name in reversed(retired)]


def _end(triggers: Sequence[tuple[str, str]]) -> tuple[_Lines, _Lines]:
    locks = _lock({table for _, table in triggers}, DROPPING)
    return (
        [*locks, *(_each("retire_trigger", *trigger) for trigger in triggers)],
        [*locks, *(_each("restore_trigger", *trigger) for trigger in reversed(triggers))],
    )


def _expect(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Return the columns that publications stand on, with their types."""
    wanted: dict[str, dict[str, str]] = {}
    for publication in catalogue.publications:
        used = {publication.table: {*publication.references, *publication.primary_key}}
        for lookup in publication.lookups:
            used.setdefault(lookup.table, set()).update(column for column, _ in lookup.on)
        for name, columns in used.items():
            table = catalogue.lock.table(name)
            known = {column.name: column.type for column in table.columns} if table else {}
            wanted.setdefault(str(name), {}).update(
                {column: type_ for column, type_ in known.items() if column in columns}
            )
    return dict(sorted(wanted.items()))


def _lock(tables: set[str], mode: str) -> _Lines:
    return [LockTablesOp(tuple(sorted(tables)), mode).render(_CONTEXT)] if tables else []


def _each(directive: str, *names: str) -> str:
    return f"op.{directive}({', '.join(map(_literal, names))})"


def _call(directive: str, *arguments: str) -> _Lines:
    return [f"op.{directive}(\n" + "".join(f"{indent(each, '    ')},\n" for each in arguments) + ")"]


def _literal(value: Mapping[str, Any] | Sequence[str]) -> str:
    return json.dumps(value, indent=None if isinstance(value, str) else 4, ensure_ascii=False)


def _write(scripts: ScriptDirectory, revision: str, message: str, steps: tuple[_Lines, _Lines]) -> Path:
    up, down = (indent("\n".join(lines), "    ").lstrip() for lines in steps)
    made = scripts.generate_revision(
        revision, message, refresh=True, upgrades=up, downgrades=down, imports=""
    )
    return Path(made.path) if made else Path(revision)
