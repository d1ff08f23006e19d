"""The authorization checks of the Realtime server, statement by statement.

Everything here follows `lib/realtime/tenants/authorization.ex` of one server version; what the server
sends to the database stands in this module alone, so that a new version is compared with one file.
"""

from __future__ import annotations

__all__ = ["SERVER_VERSION", "Subject", "probe_access", "read_checks"]

import json
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus

from pedschema.errors import DatabaseError, Mistake, UsageError
from pedschema.probe.access import Access, Cause, Check, Extension, Reason, Verdict
from pedschema.probe.reason import read_answer, read_obstacles, read_policies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SERVER_VERSION = "2.129.8"
"""The Realtime version whose checks these are."""


_TIMEOUT_MS = 5000
_READ_ROWS = """
    INSERT INTO realtime.messages (id, topic, extension, inserted_at, updated_at)
    SELECT id, %s, extension, timezone('utc', now()), timezone('utc', now())
    FROM unnest(%s::uuid[], %s::text[]) AS probe (id, extension)
"""
_VISIBLE = "SELECT id FROM realtime.messages WHERE id = ANY (%s::uuid[])"
_WRITE_ROW = """
    INSERT INTO realtime.messages (topic, extension, inserted_at, updated_at)
    VALUES (%s, %s, timezone('utc', now()), timezone('utc', now()))
"""
_SETTINGS = """
    SELECT set_config('role', %s, true),
           set_config('realtime.topic', %s, true),
           set_config('request.jwt.claims', %s, true),
           set_config('request.jwt.claim.sub', %s, true),
           set_config('request.jwt.claim.role', %s, true),
           set_config('request.headers', %s, true)
"""
_NOT_SET_UP = frozenset({"3F000", "42P01", "42501"})
_UNAUTHORIZED = "Unauthorized: You do not have permissions to read from this Channel topic: {topic}"
_PRESENCE_OFF = Verdict(
    allowed=False, reasons=(Reason(Cause.PRESENCE_OFF, "the channel has presence switched off"),)
)
_NO_PARTITION = "MissingPartition: Realtime was unable to find the expected messages partition"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who asks for which topic.

    Attributes:
        topic: as policies see it. The server takes exactly one leading `realtime:` from the name that a
            client joins; a topic that starts with it here is a client's `realtime:realtime:…`.
        claims: the decoded token.
        headers: the `x-*` headers of the client's websocket request.

    Raises:
        UsageError: the claims name no role, without which the server refuses a token, or the topic is
            empty or cannot be stored as text.
    """

    topic: str
    claims: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no client can ask."""
        if not isinstance(self.claims.get("role"), str):
            what, fix = 'the claims name no "role"', "add the role of the token"
            raise UsageError(Mistake("claims", what, fix, "claims-role-missing"))
        if "\0" in json.dumps(dict(self.claims), ensure_ascii=False).replace("\\\\", "").replace(
            "\\u0000", "\0"
        ):
            what, fix = "a claim holds a zero byte", "leave it out: PostgreSQL can store no such text"
            raise UsageError(Mistake("claims", what, fix, "claims-unusable"))
        if not self.topic or "\0" in self.topic or any("\ud800" <= mark <= "\udfff" for mark in self.topic):
            what, fix = f"{self.topic!a} cannot be a topic", "name it by text that PostgreSQL can store"
            raise UsageError(Mistake("topic", what, fix, "topic-unusable"))

    @property
    def role(self) -> str:
        """The role of the token."""
        return str(self.claims["role"])

    @property
    def settings(self) -> tuple[str | None, ...]:
        """What the transaction's settings are, in the order in which the server sends them."""
        sub = self.claims.get("sub")
        claims = json.dumps(dict(self.claims), separators=(",", ":"))
        headers = json.dumps(dict(self.headers), separators=(",", ":"))
        return (self.role, self.topic, claims, None if sub is None else str(sub), self.role, headers)


def read_checks(
    connection: Connection[Any], subject: Subject, *, presence: bool = True, timeout_ms: int = _TIMEOUT_MS
) -> tuple[Check, Check]:
    """Return how the read check and the write check end; nothing stays in the database.

    Statements are planned anew each time: a policy that PostgreSQL evaluates while planning is caught in
    every check, which a server with cached plans may miss now and then.

    Args:
        connection: of a superuser, or of `postgres` with the token's role granted to it.
        subject: who asks for which topic.
        presence: whether the channel has presence switched on; the write check asks for it either way.
        timeout_ms: the longest that one statement may take.

    Raises:
        DatabaseError: the connection is inside a transaction, may not take on the role or may not insert
            probe rows, or Realtime has never set up the database.
    """
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        what, fix = "a check cannot run inside an open transaction", "commit or roll back first"
        raise DatabaseError(Mistake("connection", what, fix, "probe-in-transaction"))
    probed = list(Extension) if presence else [Extension.BROADCAST]
    read = _ended(connection, lambda: _read(connection, subject, probed, timeout_ms))
    return read, _ended(connection, lambda: _write(connection, subject, timeout_ms))


def probe_access(
    connection: Connection[Any],
    topic: str,
    claims: Mapping[str, object],
    *,
    presence: bool = True,
    headers: Mapping[str, str] | None = None,
) -> Access:
    """Return what a client may do on a private topic, and for every no the reasons.

    Arguments and errors are those of `Subject` and `read_checks`; `topic` comes without `realtime:`.
    """
    subject = Subject(topic, claims, headers or {})
    started = time.perf_counter()
    read, write = read_checks(connection, subject, presence=presence)
    elapsed_ms = (time.perf_counter() - started) * 1000
    verdict = partial(_read_verdict, connection, subject)
    broadcast = verdict(read, "SELECT", Extension.BROADCAST)
    present = verdict(read, "SELECT", Extension.PRESENCE) if presence else _PRESENCE_OFF
    joins = bool(broadcast or present)
    return Access(
        topic=topic,
        join=Verdict(joins, () if joins else tuple(dict.fromkeys((*broadcast.reasons, *present.reasons)))),
        broadcast_read=broadcast,
        broadcast_write=verdict(write, "INSERT", Extension.BROADCAST),
        presence_read=present,
        presence_write=verdict(write, "INSERT", Extension.PRESENCE),
        sees="" if joins else _refusal(read, topic),
        read=read,
        write=write,
        elapsed_ms=elapsed_ms,
    )


def _read(
    connection: Connection[Any], subject: Subject, extensions: list[Extension], timeout_ms: int
) -> Check:
    ids = {extension: uuid.uuid4() for extension in extensions}
    with _rolled_back(connection, timeout_ms):
        try:
            connection.execute(_READ_ROWS, (subject.topic, list(ids.values()), list(ids)), prepare=False)
        except psycopg.Error as error:
            if error.sqlstate in _NOT_SET_UP:
                raise DatabaseError(_refused("probe rows cannot be inserted", error)) from error
            raise
        _take_on(connection, subject)
        visible = {row[0] for row in connection.execute(_VISIBLE, (list(ids.values()),), prepare=False)}
    seen = {extension: ids.get(extension) in visible for extension in Extension}
    return Check(broadcast=seen[Extension.BROADCAST], presence=seen[Extension.PRESENCE])


def _write(connection: Connection[Any], subject: Subject, timeout_ms: int) -> Check:
    allowed: dict[Extension, bool] = {}
    with _rolled_back(connection, timeout_ms):
        _take_on(connection, subject)
        for extension in Extension:
            try:
                with connection.transaction():
                    connection.execute(_WRITE_ROW, (subject.topic, extension), prepare=False)
                allowed[extension] = True
            except psycopg.errors.InsufficientPrivilege:
                allowed[extension] = False
    return Check(broadcast=allowed[Extension.BROADCAST], presence=allowed[Extension.PRESENCE])


def _read_verdict(
    connection: Connection[Any], subject: Subject, check: Check, command: str, extension: Extension
) -> Verdict:
    if check.allows(extension):
        return Verdict(allowed=True)
    reasons = [*_failure(check), *read_obstacles(connection, subject.role, command)]
    if not any(reason.cause in {Cause.ROLE_MISSING, Cause.PRIVILEGE_MISSING} for reason in reasons):
        reasons += _read_answers(connection, subject, command, extension)
    return Verdict(allowed=False, reasons=tuple(reasons))


def _read_answers(
    connection: Connection[Any], subject: Subject, command: str, extension: Extension
) -> Iterator[Reason]:
    policies = read_policies(connection, subject.role, command)
    for policy in policies:
        if policy.applies:
            with _rolled_back(connection, _TIMEOUT_MS):
                values = (*subject.settings, subject.topic, extension)
                answer = read_answer(connection, policy, _SETTINGS, values)
            yield answer
        else:
            what = f'{policy} is not for role "{subject.role}"'
            yield Reason(Cause.POLICY_OF_OTHERS, what, policy.name)
    if not any(policy.applies and policy.permissive for policy in policies):
        yield Reason(Cause.NO_POLICY, f'no policy admits role "{subject.role}" to {command}')


@contextmanager
def _rolled_back(connection: Connection[Any], timeout_ms: int) -> Iterator[None]:
    with connection.transaction(force_rollback=True):
        connection.execute("SELECT set_config('statement_timeout', %s, true)", (str(timeout_ms),))
        yield


def _take_on(connection: Connection[Any], subject: Subject) -> None:
    try:
        connection.execute(_SETTINGS, subject.settings, prepare=False)
    except psycopg.errors.InsufficientPrivilege as error:
        # The server asks as a superuser, who may take on every role that exists.
        raise DatabaseError(
            _refused(f'the connection may not take on role "{subject.role}"', error)
        ) from error


def _ended(connection: Connection[Any], run: Callable[[], Check]) -> Check:
    try:
        return run()
    except psycopg.Error as error:
        if error.sqlstate is None or connection.broken:
            raise
        return Check(
            error=_server_name(error), sqlstate=error.sqlstate, message=error.diag.message_primary or ""
        )


def _server_name(error: psycopg.Error) -> str:
    if isinstance(error, psycopg.errors.QueryCanceled):
        return "QueryCanceled"
    if isinstance(error, psycopg.errors.CheckViolation) and error.diag.table_name == "messages":
        return "MissingPartition"
    return "RlsPolicyError"


def _refused(what: str, error: psycopg.Error) -> Mistake:
    told = f"{what}: {error.diag.message_primary}"
    return Mistake("connection", told, "connect as postgres, or as a superuser", "probe-refused")


def _failure(check: Check) -> tuple[Reason, ...]:
    if not check.error:
        return ()
    what = f"the check ends in {check.error}: {check.sqlstate} {check.message}"
    return (Reason(Cause.CHECK_FAILED, what, sqlstate=check.sqlstate),)


def _refusal(read: Check, topic: str) -> str:
    if read.error == "MissingPartition":
        return _NO_PARTITION
    if read.error == "QueryCanceled":
        return f"QueryCanceled: {read.message}"
    return _UNAUTHORIZED.format(topic=topic)
