"""Play a story: people join, the app writes, and every message finds its readers."""

from __future__ import annotations

__all__ = ["Delivery", "Join", "Scene", "play_story", "read_joins"]

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from pedschema.errors import DatabaseError, Mistake, UsageError
from pedschema.probe.act import SERVICE, acting_as
from pedschema.probe.authorization import probe_access
from pedschema.probe.delivery import Channel, Message, drop_reason, read_mark, read_messages, receivers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from psycopg import Connection

    from pedschema.model.persona import Cast
    from pedschema.model.story import Step, Story
    from pedschema.probe.access import Access


@dataclass(frozen=True, slots=True)
class Join:
    """An attempt to join a private channel, and what came of it."""

    persona: str
    access: Access

    @property
    def channel(self) -> Channel | None:
        """The channel that is open now, None when the server refused; the reasons are in `access.join`."""
        if not self.access.join:
            return None
        return Channel(self.persona, self.access.topic, reads=self.access.broadcast_read.allowed)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and whom it reached.

    Attributes:
        to: names of personas, in the order of the cast.
        dropped: why the server delivers it to nobody, empty when it does not drop it.
    """

    message: Message
    to: tuple[str, ...]
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """One step as it was played. The first scene has the joins, every other one its deliveries."""

    title: str
    actor: str
    joins: tuple[Join, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


def read_joins(connection: Connection[Any], topics: Iterable[str], cast: Cast) -> tuple[Join, ...]:
    """Return the attempt of every persona at every topic; errors as for `probe_access`."""
    return tuple(
        Join(persona.name, probe_access(connection, topic, persona.claims))
        for topic in topics
        for persona in cast.personas
    )


def play_story(
    connection_factory: Callable[[], Connection[Any]], story: Story, cast: Cast, *, payload_bytes: int
) -> Iterator[Scene]:
    """Play a story in a database and yield scene by scene; what it writes stays.

    As with the server, a right to read is asked for at the join alone: a persona who loses it during the
    story goes on to receive.

    Args:
        connection_factory: opens a connection of `postgres`, or of a superuser; it is closed at the end.
        story: what happens.
        cast: who takes part; the rows must be in the database already.
        payload_bytes: the plan's limit for one payload.

    Raises:
        UsageError: an actor is neither a persona nor `service`; nothing has been played then.
        DatabaseError: a statement fails.
    """
    claims = {"service": SERVICE} | {persona.name: persona.claims for persona in cast.personas}
    unknown = [step for step in story.steps if step.actor not in claims]
    if unknown:
        raise UsageError(*(_unknown(story, step, claims) for step in unknown))
    with connection_factory() as connection:
        connection.autocommit = True
        joins = read_joins(connection, story.topics, cast)
        yield Scene(story.title, "everybody", joins=joins)
        channels = [join.channel for join in joins if join.channel]
        for step in story.steps:
            mark = read_mark(connection)
            _run_step(connection, step, claims[step.actor])
            messages = read_messages(connection, mark)
            yield Scene(
                step.title,
                step.actor,
                deliveries=tuple(_deliver(message, channels, payload_bytes) for message in messages),
            )


def _run_step(connection: Connection[Any], step: Step, claims: Mapping[str, object]) -> None:
    for statement in step.statements:
        try:
            with acting_as(connection, claims):
                connection.execute(statement.encode())
        except psycopg.Error as error:
            what = f'"{step.actor}" fails with {error.sqlstate}: {error.diag.message_primary or error}'
            fix = f"correct the statement: {' '.join(statement.split())[:80]}"
            raise DatabaseError(
                Mistake(f'step "{step.title}"', what, fix, "story-statement-fails")
            ) from error


def _deliver(message: Message, channels: Iterable[Channel], payload_bytes: int) -> Delivery:
    to = tuple(channel.persona for channel in receivers(message, channels, payload_bytes))
    return Delivery(message, to, drop_reason(message, payload_bytes))


def _unknown(story: Story, step: Step, claims: Mapping[str, object]) -> Mistake:
    what = f'step "{step.title}" has an actor "{step.actor}" who is in no cast'
    return Mistake(
        f'story "{story.title}"', what, f"use one of {', '.join(sorted(claims))}", "story-actor-unknown"
    )
