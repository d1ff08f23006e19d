"""How long a join's check takes: run for those who are admitted, who are not, and who have most rows."""

from __future__ import annotations

__all__ = ["Case", "Timing", "read_timings"]

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

import psycopg

from pedschema.errors import DatabaseError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

    from pedschema.lint.live_access import Cell, Matrix

    _Chosen: TypeAlias = dict[tuple[str, str], tuple["Case", Cell]]

RUNS = 20
"""Runs of a case that count, after one that fills the caches."""

_FAST_MS = 1.0
"""Below it nothing is worth a second look."""

_ROWS = """
    INSERT INTO realtime.messages (id, topic, extension, inserted_at, updated_at)
    SELECT id, %s, extension, timezone('utc', now()), timezone('utc', now())
    FROM (VALUES (gen_random_uuid(), 'broadcast'), (gen_random_uuid(), 'presence')) AS probe (id, extension)
    RETURNING id
"""
_SETTINGS = """
    SELECT set_config('statement_timeout', '60s', true),
           set_config('role', %s, true),
           set_config('realtime.topic', %s, true),
           set_config('request.jwt.claims', %s, true),
           set_config('request.jwt.claim.sub', %s, true),
           set_config('request.jwt.claim.role', %s, true),
           set_config('request.headers', '{}', true)
"""
_EXPLAIN = """
    EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)
    SELECT id FROM realtime.messages WHERE id = ANY (%s::uuid[])
"""


class Case(StrEnum):
    """Why a persona is asked for: checks are slow that search in vain, or for whoever has most rows."""

    HIT = "hit"
    MISS = "miss"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Timing:
    """One persona's check of one topic.

    Attributes:
        label: how the topic is named in findings.
        least_ms: the time that PostgreSQL needed for the fastest check, planning left out, in milliseconds.
        p95_ms: the time within which it ran 95 of 100. A busy machine raises it, and hardly the other.
    """

    label: str
    topic: str
    persona: str
    case: Case
    least_ms: float
    p95_ms: float


def read_timings(connection: Connection[Any], matrix: Matrix) -> tuple[Timing, ...]:
    """Return how long the read check takes, for each pattern of topics and each case that the matrix has.

    What seems slow is measured again and counts by its faster turn, since a busy machine is slow for a while.
    Nothing stays in the database.

    Args:
        connection: as for the matrix, outside of a transaction.
        matrix: what the probe answered.

    Raises:
        DatabaseError: a check that came to an answer for the matrix is refused now.
    """
    claims = {persona.name: persona.claims for persona in matrix.personas}
    return tuple(
        Timing(
            cell.probed.label,
            cell.probed.topic,
            cell.persona,
            case,
            *_measure(connection, cell.probed.topic, claims[cell.persona]),
        )
        for case, cell in _choose(matrix).values()
    )


def _choose(matrix: Matrix) -> _Chosen:
    """Return a cell for each pattern and case, those whose check fails left out."""
    cells = [
        cell
        for cell in matrix.cells
        if cell.probed.pattern and not cell.read.error and cell.persona not in matrix.bypassing
    ]
    admitted = Counter(cell.persona for cell in cells if _is_admitted(cell))
    patterns: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        patterns[cell.probed.pattern].append(cell)
    chosen: _Chosen = {}
    for group in patterns.values():
        for case, found in _cases(group, admitted):
            chosen.setdefault((found.probed.topic, found.persona), (case, found))
    return chosen


def _cases(cells: list[Cell], admitted: Counter[str]) -> Iterator[tuple[Case, Cell]]:
    hits = [cell for cell in cells if _is_admitted(cell)]
    misses = [cell for cell in cells if not _is_admitted(cell)]
    yield from ((Case.HIT, cell) for cell in hits[:1])
    # Whoever is admitted nowhere may be turned away before a row is searched.
    known = [cell for cell in misses if admitted[cell.persona]] or misses
    yield from ((Case.MISS, cell) for cell in known[:1])
    if admitted:
        heavy = max(sorted(admitted), key=admitted.__getitem__)
        yield from ((Case.HEAVY, cell) for cell in [c for c in hits if c.persona == heavy][:1])
        yield from ((Case.HEAVY, cell) for cell in [c for c in misses if c.persona == heavy][:1])


def _is_admitted(cell: Cell) -> bool:
    return cell.read.broadcast or cell.read.presence


def _measure(connection: Connection[Any], topic: str, claims: Any) -> tuple[float, float]:
    first = _measure_once(connection, topic, claims)
    if first[1] < _FAST_MS:
        return first
    return min(first, _measure_once(connection, topic, claims), key=itemgetter(1))


def _measure_once(connection: Connection[Any], topic: str, claims: Any) -> tuple[float, float]:
    role = str(claims.get("role"))
    sub = claims.get("sub")
    told = (role, topic, json.dumps(dict(claims)), None if sub is None else str(sub), role)
    try:
        with connection.transaction(force_rollback=True):
            ids = [row[0] for row in connection.execute(_ROWS, (topic,), prepare=False)]
            connection.execute(_SETTINGS, told, prepare=False)
            times = sorted([_run(connection, ids) for _ in range(RUNS + 1)][1:])
    except psycopg.Error as error:
        if error.sqlstate is None:
            raise
        what = f"a check cannot be measured: {error.sqlstate}: {error.diag.message_primary}"
        raise DatabaseError(Mistake(topic, what, "run the command again", "live-timing")) from error
    return times[0], times[RUNS * 95 // 100 - 1]


def _run(connection: Connection[Any], ids: list[Any]) -> float:
    row = connection.execute(_EXPLAIN, (ids,), prepare=False).fetchone()
    return float(row[0][0]["Execution Time"]) if row else 0.0
