"""Whether policies that are written anew admit the same people: two access matrices, compared."""

from __future__ import annotations

__all__ = ["compare_cells", "run_proof"]

from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.cli.console import talk
from pedschema.cli.development import connect, development_database
from pedschema.errors import DatabaseError, Mistake
from pedschema.probe.matrix import read_matrix
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from psycopg import Connection

    from pedschema.lint.subjects import PolicySubject
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.matrix import Matrix

_OWNED = """
    SELECT polname FROM pg_catalog.pg_policy
    WHERE polrelid = 'realtime.messages'::pg_catalog.regclass
        AND pg_catalog.starts_with(polname::pg_catalog.text, %s)
"""
_PRESENCE = frozenset("pP")


def run_proof(
    config: Path,
    catalogue: Catalogue,
    cast: Cast,
    before: Sequence[PolicySubject],
    after: Sequence[PolicySubject],
) -> tuple[Mistake, ...]:
    """Return the cells of the access matrix that differ between two texts of the contract's policies.

    Both are put into one new database with the migrations and the people of the contract.

    Args:
        config: Alembic's configuration.
        catalogue: the contract, with either text.
        cast: the people who are asked for.
        before: all policies of the contract.
        after: the same, written anew.

    Raises:
        PlatformError: no PostgreSQL can be started.
        DatabaseError: a migration, a row or a policy is refused.
    """
    with development_database(config, catalogue, cast) as url, connect(url) as connection:
        matrices = []
        for policies in (before, after):
            _install(connection, catalogue, policies)
            with talk.status("asking for every persona and topic"):
                matrices.append(read_matrix(connection, catalogue, cast))
    return tuple(sorted(compare_cells(matrices[0], matrices[1], catalogue)))


def compare_cells(before: Matrix, after: Matrix, catalogue: Catalogue) -> Iterator[Mistake]:
    """Yield the cells that differ; a topic of one matrix alone counts as refused in the other.

    That presence goes from a topic which declares none is no difference, as long as whoever joins still
    joins: the contract never gave it.
    """
    old, new = _marks(before), _marks(after)
    labels = {cell.probed.topic: cell.probed.label for matrix in (before, after) for cell in matrix.cells}
    for topic, persona in old.keys() | new.keys():
        had, has = old.get((topic, persona), "-"), new.get((topic, persona), "-")
        declared = catalogue.topic_of(topic)
        undeclared = declared is not None and not declared.presence
        if had != has and not (undeclared and _loses_presence_alone(had, has)):
            what = f'the access of "{persona}" changes with the edits: {had} -> {has}'
            fix = "make this change by hand, or leave the rule out with --ignore"
            yield Mistake(labels[topic], what, fix, "fix-changes-access")


def _marks(matrix: Matrix) -> dict[tuple[str, str], str]:
    return {(cell.probed.topic, cell.persona): cell.marks for cell in matrix.cells}


def _loses_presence_alone(had: str, has: str) -> bool:
    joins_by_presence = "p" in had and "r" not in had
    return set(has) - {"-"} == set(had) - {"-"} - _PRESENCE and not joins_by_presence


def _install(connection: Connection[Any], catalogue: Catalogue, policies: Iterable[PolicySubject]) -> None:
    """Put the policies in the place of all that the contract owns in the database."""
    owned = connection.execute(_OWNED, (f"{catalogue.contract.schema}_",)).fetchall()
    with connection.transaction():
        for (name,) in owned:
            connection.execute(f"DROP POLICY {identifier(name)} ON realtime.messages".encode())
        for policy in policies:
            try:
                connection.execute(policy.statement.text.encode())
            except psycopg.Error as error:
                what = f'PostgreSQL refuses the policy "{policy.name}": {error.diag.message_primary}'
                fix = "correct it, or write the revision that makes what it needs"
                place = policy.hit("", "").place
                raise DatabaseError(Mistake(str(place), what, fix, "fix-policy-refused")) from None
