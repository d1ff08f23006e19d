"""A join from request to answer: the server's checks in its order, with its sentences."""

from __future__ import annotations

__all__ = ["Admission", "JoinRefusedError", "run_admission"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.endpoint.database import DatabaseDownError
from pedschema.endpoint.replay import ReplayError, read_replay
from pedschema.endpoint.rights import Reader, Refusal, Rights
from pedschema.endpoint.tokens import Claims, TokenError

if TYPE_CHECKING:
    from pedschema.endpoint.config import JoinConfig
    from pedschema.endpoint.project import Project
    from pedschema.endpoint.replay import Replayed
    from pedschema.endpoint.socket import Socket

UNREADABLE = "You do not have permissions to read from this Channel topic: {topic}"
NO_CONNECTION = "Realtime was unable to connect to the project database"
NO_PARTITION = "MissingPartition: Realtime was unable to find the expected messages partition"


class JoinRefusedError(Exception):
    """A join is refused.

    Attributes:
        reason: the reply's.
        ends_socket: the server closes the socket as well.
    """

    def __init__(self, reason: str, *, ends_socket: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ends_socket = ends_socket


@dataclass(frozen=True, slots=True)
class Admission:
    """What a join has brought to light."""

    token: str
    claims: Claims
    rights: Rights
    replayed: tuple[Replayed, ...] = ()


async def run_admission(project: Project, socket: Socket, topic: str, config: JoinConfig) -> Admission:
    """Check a join; `topic` comes without `realtime:`.

    Raises:
        JoinRefusedError: one of the checks says no.
    """
    _check_limits(project, socket, config)
    token = socket.token if config.token is None else config.token
    try:
        claims = project.read_claims(token)
    except TokenError as error:
        raise JoinRefusedError(error.join) from error
    rights = await _read_rights(project, socket, topic, config, claims) if config.private else Rights()
    return Admission(token, claims, rights, await _read_replay(project, topic, config))


def _check_limits(project: Project, socket: Socket, config: JoinConfig) -> None:
    tenant, limits = project.tenant, project.tenant.limits
    if tenant.private_only and not config.private:
        raise JoinRefusedError("PrivateOnly: This project only allows private channels")
    if not socket.channels and project.users >= limits.users:
        raise JoinRefusedError("ConnectionRateLimitReached: Too many connected users")
    if tenant.joins.is_exceeded:
        raise JoinRefusedError("ClientJoinRateLimitReached: Too many joins per second", ends_socket=True)
    tenant.joins.add()
    if len(socket.channels) >= limits.channels_per_client:
        raise JoinRefusedError("ChannelRateLimitReached: Too many channels")


async def _read_rights(
    project: Project, socket: Socket, topic: str, config: JoinConfig, claims: Claims
) -> Rights:
    unauthorized = f"Unauthorized: {UNREADABLE.format(topic=topic)}"
    presence = config.presence or project.tenant.presence
    try:
        reader = Reader(project.database, topic, claims, socket.headers)
        rights = await reader.read(Rights(), presence=presence)
    except DatabaseDownError as error:
        raise JoinRefusedError(f"UnableToConnectToProject: {NO_CONNECTION}") from error
    except Refusal as error:
        reasons = {
            "MissingPartition": NO_PARTITION,
            "QueryCanceled": f"QueryCanceled: {error.detail}",
            "UnableToSetPolicies": NO_CONNECTION,
        }
        raise JoinRefusedError(reasons.get(error.name, unauthorized)) from error
    if not rights.broadcast_read and not rights.presence_read:
        raise JoinRefusedError(unauthorized)
    if config.has_replay and rights.broadcast_read is False:
        raise JoinRefusedError(unauthorized)
    return rights


async def _read_replay(project: Project, topic: str, config: JoinConfig) -> tuple[Replayed, ...]:
    if not config.has_replay:
        return ()
    if not config.private:
        raise JoinRefusedError("UnableToReplayMessages: Replay is not allowed for public channels")
    if config.replay is None:
        return ()
    try:
        return await read_replay(project.database, topic, config.replay)
    except ReplayError as error:
        raise JoinRefusedError(f"UnableToReplayMessages: {error}") from error
    except DatabaseDownError as error:
        raise JoinRefusedError(f"UnableToConnectToProject: {NO_CONNECTION}") from error
