"""Listeners of the app, called so that what they raise ends nothing of ours."""

from __future__ import annotations

__all__ = ["Guard", "is_ending"]

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.client.metrics import Metrics
    from pedschema.client.status import Explainer

_log = logging.getLogger("pedschema.client")


def is_ending() -> bool:
    """Return whether the current task was cancelled; otherwise it was something that the app waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


@dataclass(frozen=True, slots=True)
class Guard:
    """Calls a listener; what it raises is counted and its type logged, no more.

    Attributes:
        topic: whose listeners they are, None for those of a screen.
    """

    metrics: Metrics
    explainer: Explainer
    topic: str | None = None

    def __call__(self, call: Callable[..., None], *arguments: Any) -> None:
        """Call a listener with the arguments."""
        try:
            call(*arguments)
        # A cancellation that a plain function raises is of something that it looked at, never of our task.
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - an app's listener may raise anything
            self.metrics.record_fault(self.explainer.name("ListenerFailed"), "listener", self.topic)
            _log.warning("a listener raises %s", type(error).__name__)
