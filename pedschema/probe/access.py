"""What a check of the server says about one person and one topic, and why not."""

from __future__ import annotations

__all__ = ["Access", "Cause", "Check", "Extension", "Reason", "Verdict"]

from dataclasses import dataclass
from enum import StrEnum


class Extension(StrEnum):
    """What a probe row is of; the values of `messages.extension` that the server probes."""

    BROADCAST = "broadcast"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Check:
    """How one check of the server ended, for both extensions.

    Attributes:
        error: the server's name of the failure (`RlsPolicyError`, `MissingPartition`, `QueryCanceled`),
            empty when the check came to an answer; with an error both answers are no.
        sqlstate: what PostgreSQL raised, empty without an error.
        message: PostgreSQL's sentence, empty without an error.
    """

    broadcast: bool = False
    presence: bool = False
    error: str = ""
    sqlstate: str = ""
    message: str = ""

    def allows(self, extension: Extension) -> bool:
        """Return the answer for one extension."""
        return self.broadcast if extension is Extension.BROADCAST else self.presence


class Cause(StrEnum):
    """Kinds of reasons for a no."""

    CHECK_FAILED = "check-failed"
    NO_POLICY = "no-policy"
    POLICY_RAISED = "policy-raised"
    POLICY_REFUSED = "policy-refused"
    POLICY_ADMITTED = "policy-admitted"
    POLICY_OF_OTHERS = "policy-of-others"
    PRESENCE_OFF = "presence-off"
    PRIVILEGE_MISSING = "privilege-missing"
    ROLE_MISSING = "role-missing"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that explains a no.

    Attributes:
        text: the sentence, lower case, no full stop; it holds no claim and no token.
        policy: the policy it is about, or empty.
        sqlstate: what the policy raised, or empty.
    """

    cause: Cause
    text: str
    policy: str = ""
    sqlstate: str = ""

    def __str__(self) -> str:
        """Return the sentence."""
        return self.text


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yes, or a no with its reasons."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        """Return whether it is a yes."""
        return self.allowed


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do on one private topic.

    Attributes:
        join: whether the server lets the person in: it takes a right to read either extension.
        broadcast_read: receives messages of the database and of other clients.
        broadcast_write: may send; a refused send gets no answer at all.
        presence_read: sees who is there.
        presence_write: may be seen; a refused track is answered by an empty error.
        sees: the sentence with which the server refuses the join, empty when it does not.
        read: the read check as it ended.
        write: the write check as it ended.
        elapsed_ms: time of both checks, without the search for reasons.
    """

    topic: str
    join: Verdict
    broadcast_read: Verdict
    broadcast_write: Verdict
    presence_read: Verdict
    presence_write: Verdict
    sees: str
    read: Check
    write: Check
    elapsed_ms: float
