"""What a channel may do: the server's checks, asked when the server asks them and remembered as long."""

from __future__ import annotations

__all__ = ["Reader", "Refusal", "Rights"]

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pedschema.errors import DatabaseError, UsageError
from pedschema.probe.access import Check, Extension
from pedschema.probe.authorization import Subject, read_checks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.endpoint.database import Database

LOG = logging.getLogger(__name__)
_NO = Check(error="RlsPolicyError")


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """A check ended in no, or in an error.

    Attributes:
        name: the server's name of it: `Unauthorized`, `RlsPolicyError`, `MissingPartition`, `QueryCanceled`,
            `UnableToSetPolicies`.
        detail: PostgreSQL's sentence, empty without one.
    """

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Rights:
    """The answers so far; None where nobody has asked yet.

    Reading is asked at the join and for every new token, writing at the first message.
    """

    broadcast_read: bool | None = None
    broadcast_write: bool | None = None
    presence_read: bool | None = None
    presence_write: bool | None = None

    def lost(self, now: Rights) -> bool:
        """Return whether a right to read that was held is not held `now`."""
        return (self.broadcast_read is True and now.broadcast_read is False) or (
            self.presence_read is True and now.presence_read is False
        )


class Reader:
    """Asks for the rights of one person on one topic."""

    def __init__(
        self, database: Database, topic: str, claims: Mapping[str, object], headers: Mapping[str, str]
    ) -> None:
        self._database = database
        self._topic = topic
        self._claims = claims
        self._headers = headers

    async def read(self, rights: Rights, *, presence: bool) -> Rights:
        """Return the rights with those to read; `presence` says whether its policies are asked.

        Raises:
            Refusal: the check failed.
            DatabaseDownError: nobody answers.
        """
        check, _ = await self._ask(presence=presence)
        if check.error:
            raise Refusal(check.error, check.message)
        allowed = check.allows(Extension.PRESENCE) if presence else None
        return replace(rights, broadcast_read=check.broadcast, presence_read=allowed)

    async def write(self, rights: Rights) -> Rights:
        """Return the rights with those to write.

        Raises:
            Refusal: the check failed.
            DatabaseDownError: nobody answers.
        """
        _, check = await self._ask(presence=True)
        if check.error:
            raise Refusal(check.error, check.message)
        return replace(rights, broadcast_write=check.broadcast, presence_write=check.presence)

    async def _ask(self, *, presence: bool) -> tuple[Check, Check]:
        try:
            subject = Subject(self._topic, self._claims, self._headers)
        except UsageError:
            return _NO, _NO
        try:
            return await self._database.run(
                lambda connection: read_checks(connection, subject, presence=presence)
            )
        except DatabaseError as error:
            LOG.error("UnableToSetPolicies: %s", error)  # noqa: TRY400 - the message is the whole story
            raise Refusal("UnableToSetPolicies") from error
