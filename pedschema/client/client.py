"""The registry: one channel for each topic, however many parts of an app use it."""

from __future__ import annotations

__all__ = ["ClientError", "Realtime", "Screen"]

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from pedschema.client.channel import Options
from pedschema.client.connection import Connection, Context, Settings, TokenSource
from pedschema.client.metrics import Metrics, Sink
from pedschema.client.shared import SharedChannel
from pedschema.client.status import Explainer
from pedschema.client.subscription import Subscription
from pedschema.errors import Mistake, PedschemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType


class ClientError(PedschemaError):
    """A channel is asked for that cannot be."""


class Realtime:
    """A client of Realtime; stands where the library's client would, for generated packages too.

    It is made and used within one event loop.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        token: TokenSource | None = None,
        sinks: Iterable[Sink] = (),
        settings: Settings | None = None,
    ) -> None:
        """Take where the server is and what the app brings.

        Args:
            url: of the server, `https://<project>.supabase.co/realtime/v1`.
            key: the project's API key.
            token: hands over the user's token; without it the key is the token.
            sinks: take metrics.
            settings: how it behaves.
        """
        self._settings = settings or Settings()
        self._explainer = Explainer(self._settings.language)
        self._metrics = Metrics(sinks, self._settings.patterns)
        context = Context(self._explainer, self._metrics, self._settings)
        self._connection = Connection(url, key, token, context)
        self._connection.on_lost = self._lose
        self._channels: dict[str, SharedChannel] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._graces: dict[str, asyncio.TimerHandle] = {}

    @property
    def explainer(self) -> Explainer:
        """Return what names faults, in the language of the settings."""
        return self._explainer

    @property
    def unknown(self) -> Counter[str]:
        """Return texts of the server that no code is known for, cut, and how often each came."""
        return self._explainer.unknown

    @property
    def metrics(self) -> Metrics:
        """Return where events go; refetching takes it too."""
        return self._metrics

    def channel(self, topic: str, params: Mapping[str, Any] | None = None) -> Subscription:
        """Return a use of a topic's channel, not yet subscribed; `params` are the client library's."""
        return Subscription(self, topic, Options.parse(params))

    def screen(self, name: str) -> Screen:
        """Return a part of the app, whose channels are counted and released together."""
        return Screen(self, name)

    def count_by_screen(self) -> Counter[str]:
        """Return how many subscriptions each screen has."""
        users = (user for shared in self._channels.values() for user in shared.users)
        return Counter(user.screen for user in users if isinstance(user, Subscription))

    def count_channels(self) -> int:
        """Return how many topics have a channel, those in their grace too."""
        return len(self._channels)

    async def set_token(self, token: str) -> None:
        """Take a token from now on; channels that were denied by the last one try again."""
        await self._connection.set_token(token)
        for shared in self._channels.values():
            shared.retry()

    async def close(self) -> None:
        """Leave every channel and close the socket."""
        for timer in self._graces.values():
            timer.cancel()
        for topic in tuple(self._channels):
            self._end(topic)
        if self._closing:
            await asyncio.wait(tuple(self._closing.values()))
        await self._connection.close()

    def acquire(self, subscription: Subscription) -> SharedChannel:
        """Return the channel of a subscription's topic, and count it as one of its users.

        Raises:
            ClientError: another part of the app has it with other options, or there are too many channels.
        """
        topic, options = subscription.topic, subscription.options
        shared = self._channels.get(topic)
        if shared is None:
            shared = self._create(topic, options)
        elif shared.options != options:
            raise ClientError(
                Mistake(
                    subscription.screen or "client",
                    "the topic is subscribed with other options already",
                    "use the same options everywhere",
                    "channel-options-conflict",
                )
            )
        timer = self._graces.pop(topic, None)
        if timer is not None:
            timer.cancel()
        shared.users[subscription] = None
        shared.start(self._closing.get(topic))
        return shared

    def release(self, subscription: Subscription, shared: SharedChannel) -> None:
        """Count a user less; the last one's channel ends when its grace is over."""
        shared.hide(subscription)
        shared.users.pop(subscription, None)
        topic = shared.topic
        if not shared.users and self._channels.get(topic) is shared and topic not in self._graces:
            loop = asyncio.get_running_loop()
            self._graces[topic] = loop.call_later(self._settings.grace, self._end, topic)

    def _create(self, topic: str, options: Options) -> SharedChannel:
        if len(self._channels) >= self._settings.channels:
            self._metrics.record_fault(self._explainer.name("TooManyChannels"), "subscribe", topic)
            raise ClientError(
                Mistake(
                    "client",
                    f"{self._settings.channels} topics have a channel already",
                    "release what is no longer shown",
                    "channel-limit",
                )
            )
        self._channels[topic] = SharedChannel(topic, options, self._connection)
        return self._channels[topic]

    def _end(self, topic: str) -> None:
        self._graces.pop(topic, None)
        shared = self._channels.pop(topic)
        task = asyncio.create_task(self._stop(shared))
        self._closing[topic] = task

    async def _stop(self, shared: SharedChannel) -> None:
        await shared.stop()
        if self._closing.get(shared.topic) is asyncio.current_task():
            del self._closing[shared.topic]
        if not self._channels and not self._closing:
            await self._connection.close()

    def _lose(self, fault: Any) -> None:
        for shared in self._channels.values():
            if shared.line is not None:
                shared.line.end(fault)


class Screen:
    """A part of an app; used with `with`, its subscriptions are released at its end."""

    def __init__(self, client: Realtime, name: str) -> None:
        self._client, self._name = client, name
        self._held: dict[Subscription, None] = {}

    def channel(self, topic: str, params: Mapping[str, Any] | None = None) -> Subscription:
        """Return a use of a topic's channel, not yet subscribed; `params` are the client library's."""
        return Subscription(self._client, topic, Options.parse(params), self._name, self._held)

    def release(self) -> None:
        """Release every subscription of the screen."""
        for subscription in tuple(self._held):
            subscription.release()

    def __enter__(self) -> Self:
        """Return the screen."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release every subscription of the screen."""
        self.release()
