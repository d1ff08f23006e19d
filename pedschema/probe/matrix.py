"""The access matrix: every persona at every topic, as the server itself would decide."""

from __future__ import annotations

__all__ = ["Cell", "Matrix", "findings", "read_matrix"]

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pedschema.errors import DatabaseError, Mistake
from pedschema.probe.authorization import Subject, read_checks
from pedschema.probe.topics import Probed, TopicKind, derive_declared, derive_foreign, derive_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from psycopg import Connection

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast, Persona
    from pedschema.model.topic import Topic
    from pedschema.probe.access import Check

_STRING = re.compile(r"'((?:[^']|'')*)'")
_EXPRESSIONS = """
    SELECT pg_catalog.concat_ws(
        ' ', pg_catalog.pg_get_expr(polqual, polrelid), pg_catalog.pg_get_expr(polwithcheck, polrelid)
    )
    FROM pg_catalog.pg_policy WHERE polrelid = 'realtime.messages'::pg_catalog.regclass
"""
_BYPASSING = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY (%s) AND (rolsuper OR rolbypassrls)"


@dataclass(frozen=True, slots=True)
class Cell:
    """One persona at one topic."""

    probed: Probed
    persona: str
    read: Check
    write: Check

    @property
    def marks(self) -> str:
        """Return `r` join and receive, `w` broadcast, `p` see presence, `P` track, `!` a check failed.

        `-` stands for none of them. A persona that only sees presence joins as well, and receives nothing.
        """
        marks = "".join(
            mark
            for mark, allowed in (
                ("r", self.read.broadcast),
                ("w", self.write.broadcast),
                ("p", self.read.presence),
                ("P", self.write.presence),
                ("!", self.read.error or self.write.error),
            )
            if allowed
        )
        return marks or "-"


@dataclass(frozen=True, slots=True)
class Matrix:
    """What was asked and answered.

    Attributes:
        personas: in the order of the cast.
        bypassing: names of the personas whose role no policy binds.
        cells: one per topic and persona.
    """

    personas: tuple[Persona, ...]
    bypassing: frozenset[str]
    cells: tuple[Cell, ...]

    def of_kind(self, *kinds: TopicKind) -> dict[Probed, tuple[Cell, ...]]:
        """Return the cells of the topics of some kinds, by topic in the order of labels."""
        found: defaultdict[Probed, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            if cell.probed.kind in kinds:
                found[cell.probed].append(cell)
        return {probed: tuple(found[probed]) for probed in sorted(found)}

    def bound(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        """Return the cells of the personas whom policies bind."""
        return tuple(cell for cell in cells if cell.persona not in self.bypassing)


def read_matrix(connection: Connection[Any], catalogue: Catalogue, cast: Cast) -> Matrix:
    """Return what each persona may do on every declared topic, on its near misses, and on foreign topics.

    Near misses are taken of the topic of each pattern that most personas may join, where a slip in a policy
    shows first. It takes a few milliseconds for each persona and topic; nothing stays in the database.

    Raises:
        ContractError: a part of a topic has no usable sample.
        DatabaseError: as for `read_checks`, or today's partition of `realtime.messages` is missing.
    """
    declared = derive_declared(catalogue, cast)
    roles = {persona.name: str(persona.claims.get("role")) for persona in cast.personas}
    bypassing = {row[0] for row in connection.execute(_BYPASSING, (list(roles.values()),))}
    texts = [row[0] for row in connection.execute(_EXPRESSIONS)]
    if not connection.autocommit:
        connection.rollback()
    literals = sorted({match.replace("''", "'") for text in texts for match in _STRING.findall(text)})
    first = Matrix(
        personas=cast.personas,
        bypassing=frozenset(name for name, role in roles.items() if role in bypassing),
        cells=tuple(_read_cells(connection, declared, cast)),
    )
    bases = _choose_bases(first)
    near = [
        probed
        for topic in catalogue.topics
        for probed in derive_near(bases[str(topic.pattern)], topic.pattern, catalogue, cast)
    ]
    others = {probed.topic: probed for probed in [*derive_foreign(catalogue, literals), *reversed(near)]}
    rest = tuple(_read_cells(connection, others.values(), cast))
    return Matrix(first.personas, first.bypassing, first.cells + rest)


def findings(matrix: Matrix, catalogue: Catalogue) -> tuple[Mistake, ...]:
    """Return what contradicts the contract, sorted: grants it does not name, and names that nobody can use.

    A role that bypasses policies is bound by none, so its personas are left out.
    """
    found = [*_find_failures(matrix)]
    for probed, cells in matrix.of_kind(*TopicKind).items():
        declared = catalogue.topic_of(probed.topic)
        for cell in matrix.bound(cells):
            found += _find_foreign(cell) if declared is None else _find_undeclared(cell, matrix, declared)
    for topic in catalogue.topics:
        found += _find_unusable(matrix, topic)
    return tuple(sorted(set(found)))


def _read_cells(connection: Connection[Any], topics: Iterable[Probed], cast: Cast) -> Iterator[Cell]:
    for probed in topics:
        for persona in cast.personas:
            read, write = read_checks(connection, Subject(probed.topic, persona.claims))
            if "MissingPartition" in {read.error, write.error}:
                what = 'today\'s partition of "realtime.messages" is missing, so every check fails'
                fix = "let a client join a channel, or create the partition"
                raise DatabaseError(Mistake("realtime.messages", what, fix, "probe-partition-missing"))
            yield Cell(probed, persona.name, read, write)


def _choose_bases(declared: Matrix) -> Mapping[str, Probed]:
    bases: dict[str, tuple[int, Probed]] = {}
    for probed, cells in declared.of_kind(TopicKind.DECLARED).items():
        joins = sum(cell.read.broadcast or cell.read.presence for cell in declared.bound(cells))
        if probed.pattern not in bases or joins > bases[probed.pattern][0]:
            bases[probed.pattern] = (joins, probed)
    return {pattern: probed for pattern, (_, probed) in bases.items()}


def _find_failures(matrix: Matrix) -> Iterator[Mistake]:
    failed: defaultdict[tuple[str, str, str], list[tuple[Probed, Check]]] = defaultdict(list)
    for cell in matrix.cells:
        for kind, check in (("read", cell.read), ("write", cell.write)):
            if check.error:
                failed[cell.persona, kind, check.sqlstate].append((cell.probed, check))
    for (persona, kind, sqlstate), checks in failed.items():
        probed, check = min(checks, key=lambda each: each[0])
        others = f" and {len(checks) - 1} more" if len(checks) > 1 else ""
        what = f'the {kind} check of "{persona}" fails{others}: {sqlstate} {check.message}'
        yield Mistake(
            probed.label, what, "make every policy answer, whatever the topic", "matrix-check-fails"
        )


def _find_foreign(cell: Cell) -> Iterator[Mistake]:
    if cell.marks.strip("-!"):
        what = f'"{cell.persona}" is admitted ({cell.marks}) to a topic of no contract'
        fix = "let policies ask for whole topics and canonical keys, or declare the topic"
        yield Mistake(cell.probed.label, what, fix, "matrix-topic-undeclared")


def _find_undeclared(cell: Cell, matrix: Matrix, topic: Topic) -> Iterator[Mistake]:
    role = next(str(persona.claims["role"]) for persona in matrix.personas if persona.name == cell.persona)
    named = f'"{cell.persona}" (role "{role}")'
    if (cell.read.broadcast or cell.read.presence) and role not in topic.read:
        what = f"{named} joins, though not in read"
        fix = f'add "{role}" to read of {topic.pattern}, or name the roles of the policy'
        yield Mistake(cell.probed.label, what, fix, "matrix-read-undeclared")
    if cell.write.broadcast and role not in topic.write:
        what = f"{named} may broadcast, though not in write"
        fix = f'add "{role}" to write of {topic.pattern}, or narrow the INSERT policy'
        yield Mistake(cell.probed.label, what, fix, "matrix-write-undeclared")
    if (cell.read.presence or cell.write.presence) and not topic.presence:
        what = f"{named} may use presence, which is not declared"
        fix = "let the policy ask for messages.extension = 'broadcast', or declare presence"
        yield Mistake(cell.probed.label, what, fix, "matrix-presence-undeclared")


def _find_unusable(matrix: Matrix, topic: Topic) -> Iterator[Mistake]:
    declared = matrix.of_kind(TopicKind.DECLARED).items()
    rows = [matrix.bound(cells) for probed, cells in declared if probed.pattern == str(topic.pattern)]
    cells = [cell for row in rows for cell in row]
    wanted = [("join", any(c.read.broadcast or c.read.presence for c in cells))]
    if topic.publications:
        wanted.append(("receive", any(cell.read.broadcast for cell in cells)))
    if topic.write:
        wanted.append(("broadcast", any(cell.write.broadcast for cell in cells)))
    if topic.presence:
        wanted.append(("see presence", any(cell.read.presence for cell in cells)))
        wanted.append(("track", any(cell.write.presence for cell in cells)))
    for verb, possible in wanted:
        if not possible:
            fix = "mend the policy, or add a persona and a sample for whom it holds"
            yield Mistake(
                str(topic.pattern), f"no persona may {verb}, on any sample", fix, "matrix-topic-unusable"
            )
