"""Who may do more, and who less, after an upgrade or a downgrade: two access matrices of the platform."""

from __future__ import annotations

__all__ = ["AccessPair", "Right", "Shift", "Start", "compare_matrices", "read_access", "read_access_back"]

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import psycopg

from pedschema.deploy.policies import run_policies
from pedschema.deploy.remembered import run_notes
from pedschema.errors import DatabaseError
from pedschema.ops.upgrade import run_downgrade, run_upgrade
from pedschema.platform import SUPERUSER, PlatformServer, create_database
from pedschema.probe.act import run_rows
from pedschema.probe.matrix import read_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from pedschema.deploy.policies import LivePolicy
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.matrix import Matrix
    from pedschema.probe.topics import Probed, TopicKind

_BEFORE, _AFTER = "plan_before", "plan_after"


class Right(StrEnum):
    """What somebody may do on a topic."""

    READ = "read"
    BROADCAST = "broadcast"
    PRESENCE = "see presence"
    TRACK = "track"


_MARKS = {"r": Right.READ, "w": Right.BROADCAST, "p": Right.PRESENCE, "P": Right.TRACK}


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """One right that one persona gets, or loses, on topics of one pattern.

    Attributes:
        kind: whether the topics are declared, close to declared ones, or foreign.
        pattern: the declared pattern, empty for foreign topics.
        widens: whether the right is gained.
        role: the database role of the persona.
        topics: labels of the topics, sorted.
    """

    kind: TopicKind
    pattern: str
    right: Right
    widens: bool
    persona: str
    role: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What a database is at.

    Attributes:
        heads: its revisions; empty for one that no upgrade has seen.
        policies: all those on `realtime.messages`, other people's too.
        notes: name and script of every retired object that it remembers, oldest first.
    """

    heads: tuple[str, ...]
    policies: tuple[LivePolicy, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AccessPair:
    """The matrix at the database's revision and that at the target.

    Attributes:
        before: None if nothing is deployed, or if it is not known.
        after: None if it is not known.
        unknown: why one of them is not known, empty when both are.
    """

    before: Matrix | None
    after: Matrix | None
    unknown: str = ""

    def shifts(self) -> tuple[Shift, ...]:
        """Return every difference, sorted; without a matrix before, everything that is granted is gained."""
        return compare_matrices(self.before, self.after) if self.after else ()


def read_access(
    ini: Path,
    contract: tuple[Catalogue, Cast],
    start: Start,
    revision: str,
    tell: Callable[[str], None],
) -> AccessPair:
    """Return who may do what before and after an upgrade, played on databases of a server of its own.

    Both have the policies on `realtime.messages` that the database has, whoever made them.

    Args:
        ini: Alembic's configuration.
        contract: topics and people; both sides are asked for all of them, and have the rows of all.
        start: what the database is at.
        revision: the target.
        tell: takes a line on what is being done.

    Raises:
        PlatformError: no PostgreSQL can be started.
        DatabaseError: a migration, or a row after the upgrade, is refused.
    """
    with _playing(ini, start, tell) as server:
        unknown = _run_start(server.url(_BEFORE), contract, start)
        create_database(server.url(user=SUPERUSER), _AFTER, template=_BEFORE)
        run_upgrade(ini, server.url(_AFTER), revision)
        with ThreadPoolExecutor() as pool:
            after = pool.submit(_ask, server.url(_AFTER), contract, tell)
            if unknown or not (start.heads or start.policies):
                return AccessPair(None, after.result(), unknown)
            before = pool.submit(_ask, server.url(_BEFORE), contract, tell, makes_rows=bool(start.heads))
            return _pair(before, after)


def read_access_back(
    ini: Path,
    contract: tuple[Catalogue, Cast],
    start: Start,
    revision: str,
    tell: Callable[[str], None],
) -> AccessPair:
    """Return who may do what before and after a downgrade; otherwise as `read_access`.

    What the database remembers of retired policies comes back on the one side as it would there. Rows are
    made before the downgrade, which may drop their tables.

    Raises:
        PlatformError: no PostgreSQL can be started.
        DatabaseError: a migration up to where the database is is refused.
    """
    with _playing(ini, start, tell) as server:
        unknown = _run_start(server.url(_BEFORE), contract, start)
        if unknown:
            return AccessPair(None, None, unknown)
        try:
            _make_rows(server.url(_BEFORE), contract, tell)
            create_database(server.url(user=SUPERUSER), _AFTER, template=_BEFORE)
            tell("taking revisions back")
            run_downgrade(ini, server.url(_AFTER), revision)
        except DatabaseError as error:
            return AccessPair(None, None, _reason(error))
        with ThreadPoolExecutor() as pool:
            before, after = (
                pool.submit(_ask, server.url(name), contract, tell, makes_rows=False)
                for name in (_BEFORE, _AFTER)
            )
            return AccessPair(before.result(), after.result())


@contextmanager
def _playing(ini: Path, start: Start, tell: Callable[[str], None]) -> Iterator[PlatformServer]:
    """Yield a server with a database that has the migrations of the start."""
    tell("starting PostgreSQL")
    with PlatformServer() as server:
        tell("creating a database that behaves like the hosted platform")
        create_database(server.url(user=SUPERUSER), _BEFORE)
        tell("applying the migrations")
        for head in start.heads:
            run_upgrade(ini, server.url(_BEFORE), head)
        yield server


def _pair(before: Future[Matrix], after: Future[Matrix]) -> AccessPair:
    try:
        return AccessPair(before.result(), after.result())
    except DatabaseError as error:
        return AccessPair(None, after.result(), _reason(error))


def _run_start(url: str, contract: tuple[Catalogue, Cast], start: Start) -> str:
    """Put policies and memory onto the database; return why that cannot be, or nothing."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            run_policies(connection, start.policies)
            if start.heads:
                run_notes(connection, contract[0].contract.schema, start.notes)
    except DatabaseError as error:
        return _reason(error)
    return ""


def _reason(error: DatabaseError) -> str:
    return "; ".join(f"{each.where}: {each.what}" for each in error.mistakes)


def compare_matrices(before: Matrix | None, after: Matrix) -> tuple[Shift, ...]:
    """Return what each persona that policies bind gains and loses, sorted.

    A topic of one matrix alone, such as a near miss, counts as refused in the other.
    """
    roles = {persona.name: str(persona.claims.get("role", "")) for persona in after.personas}
    had, has = _rights(before), _rights(after)
    found: defaultdict[tuple[TopicKind, str, Right, bool, str], set[str]] = defaultdict(set)
    for widens, mine, theirs in ((True, has, had), (False, had, has)):
        for probed, persona, right in mine - theirs:
            found[probed.kind, probed.pattern, right, widens, persona].add(probed.label)
    return tuple(sorted(Shift(*key, roles.get(key[4], ""), tuple(sorted(found[key]))) for key in found))


def _rights(matrix: Matrix | None) -> set[tuple[Probed, str, Right]]:
    if matrix is None:
        return set()
    return {
        (cell.probed, cell.persona, _MARKS[mark])
        for cell in matrix.bound(matrix.cells)
        for mark in cell.marks
        if mark in _MARKS
    }


def _ask(
    url: str, contract: tuple[Catalogue, Cast], tell: Callable[[str], None], *, makes_rows: bool = True
) -> Matrix:
    """Return the matrix; without the app's tables no rows can be made, and no policy can name them."""
    if makes_rows:
        _make_rows(url, contract, tell)
    catalogue, cast = contract
    with psycopg.connect(url, autocommit=True) as connection:
        tell("asking for every persona and topic")
        return read_matrix(connection, catalogue, cast)


def _make_rows(url: str, contract: tuple[Catalogue, Cast], tell: Callable[[str], None]) -> None:
    catalogue, cast = contract
    tell("making people and rows")
    with psycopg.connect(url, autocommit=True) as connection:
        run_rows(connection, cast, catalogue.contract.role)
