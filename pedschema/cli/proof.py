"""Whether policies that are written anew admit the same people: two access matrices, compared."""

from __future__ import annotations

__all__ = ["read_changes", "run_proof"]

from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.cli.console import talk
from pedschema.cli.development import connect, development_database
from pedschema.cli.narrowing import compare_cells
from pedschema.errors import DatabaseError, Mistake
from pedschema.probe.matrix import read_matrix
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from psycopg import Connection

    from pedschema.cli.narrowing import CellChange
    from pedschema.lint.subjects import PolicySubject
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

    Texts = tuple[Sequence[PolicySubject], Sequence[PolicySubject]]

_OWNED = """
    SELECT polname FROM pg_catalog.pg_policy
    WHERE polrelid = 'realtime.messages'::pg_catalog.regclass
        AND pg_catalog.starts_with(polname::pg_catalog.text, %s)
"""


def run_proof(config: Path, catalogue: Catalogue, cast: Cast, texts: Texts) -> tuple[CellChange, ...]:
    """Return the cells of the access matrix that differ between two texts of the contract's policies.

    Both are put into one new database with the migrations and the people of the contract.

    Args:
        config: Alembic's configuration.
        catalogue: the contract, with either text.
        cast: the people who are asked for.
        texts: all policies of the contract as they are, and as they are to be.

    Raises:
        PlatformError: no PostgreSQL can be started.
        DatabaseError: a migration, a row or a policy is refused.
    """
    with development_database(config, catalogue, cast) as url, connect(url) as connection:
        return read_changes(connection, catalogue, cast, texts)


def read_changes(
    connection: Connection[Any], catalogue: Catalogue, cast: Cast, texts: Texts
) -> tuple[CellChange, ...]:
    """Return the cells that differ once the second text of the policies stands in for the first.

    The database keeps the second text. Arguments and errors are those of `run_proof`.
    """
    matrices = []
    for policies in texts:
        _install(connection, catalogue, policies)
        with talk.status("asking for every persona and topic"):
            matrices.append(read_matrix(connection, catalogue, cast))
    before, after = matrices
    return compare_cells(before, after, catalogue)


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
