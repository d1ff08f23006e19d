"""What went wrong, in one form: every refusal, sentence, failure and close becomes a fault with its code."""

from __future__ import annotations

__all__ = ["JOINED", "Explainer", "Fault", "FaultError", "State", "Status", "compute_wait"]

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from websockets.exceptions import InvalidStatus

from pedschema.emit.codes import UNKNOWN, load_codes

if TYPE_CHECKING:
    from pedschema.emit.codes import Action, Retry

CRASHED = "{}"
MAX_DETAIL = 200
MAX_UNKNOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there are no live updates.

    Attributes:
        code: in the server's vocabulary, or Unknown.
        class_: codes of one class are handled alike.
        action: what the app does, beside waiting.
        message: for people, in their language.
        retry: when the client tries again by itself.
        detail: the text as it came, cut; it may name a topic and is not for telemetry.
    """

    code: str
    class_: str
    action: Action
    message: str
    retry: Retry
    detail: str = field(default="", repr=False)


class FaultError(Exception):
    """Something ended in a fault; what was asked for did not happen."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class State(StrEnum):
    """How far a channel is."""

    IDLE = "idle"
    JOINING = "joining"
    SUBSCRIBED = "subscribed"
    LIVE = "live"
    WAITING = "waiting"
    STOPPED = "stopped"
    CLOSED = "closed"


JOINED = frozenset({State.SUBSCRIBED, State.LIVE})


@dataclass(frozen=True, slots=True)
class Status:
    """What a channel tells its users.

    Attributes:
        fault: why it waits or has stopped.
        wait: seconds until the next attempt.
    """

    state: State
    fault: Fault | None = None
    wait: float | None = None


class Explainer:
    """Turns what comes into faults, and counts what nobody knows.

    Attributes:
        unknown: texts without a code, cut, and how often each came; the first hundred different ones.
    """

    def __init__(self, language: str = "en") -> None:
        if language not in load_codes().languages:
            raise ValueError(f"language is one of {', '.join(load_codes().languages)}")
        self._language = language
        self.unknown: Counter[str] = Counter()

    def name(self, code: str, detail: str = "") -> Fault:
        """Return the fault of a code; a KeyError for one that the table does not have."""
        class_ = load_codes().class_of(code)
        message = class_.text[self._language]
        return Fault(code, class_.name, class_.action, message, class_.retry, detail[:MAX_DETAIL])

    def read(self, text: str, status: int | None = None) -> Fault:
        """Return the fault that a text of the server, or an HTTP status, tells of."""
        code = load_codes().find(text, status).name
        cut = text[:MAX_DETAIL]
        if code == UNKNOWN and (cut in self.unknown or len(self.unknown) < MAX_UNKNOWN):
            self.unknown[cut] += 1
        return self.name(code, text)

    def explain(self, error: Exception | None) -> Fault:
        """Return the fault that an error of the client library tells of."""
        if isinstance(error, InvalidStatus):
            return self.read(_read_body(error.response.body), error.response.status_code)
        if type(error) is Exception:
            if str(error) == CRASHED:
                return self.name("ClosedUnasked")
            told = _read_json(str(error))
            text = told.get("reason", told.get("message"))
            return self.read(text if isinstance(text, str) else str(error))
        return self.name("SocketLost", type(error).__name__)


def _read_body(body: bytes | bytearray | None) -> str:
    text = (body or b"").decode("utf-8", "replace")
    told = _read_json(text).get("error", text)
    return told if isinstance(told, str) else text


def _read_json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def compute_wait(retry: Retry, attempt: int, chance: float) -> float | None:
    """Return the seconds before an attempt, counted from 0, or None where no more is made.

    `chance` is between 0 and 1: clients that failed together do not come back together.
    """
    if retry.times is not None and attempt >= retry.times:
        return None
    wait = min(retry.most, retry.first * 2.0 ** min(attempt, 30))
    return wait * (1 + chance / 2)
