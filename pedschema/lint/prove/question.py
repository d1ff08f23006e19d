"""What the prover is asked, and how it answers."""

from __future__ import annotations

__all__ = ["RIGHTS", "Answer", "Candidate", "Claim", "Confirm", "Question", "Right", "Verdict"]

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.model.names import QualifiedName


class Verdict(StrEnum):
    """How a question ends; none of them says that a policy is safe."""

    PROVED = "PROVED"
    COUNTEREXAMPLE = "COUNTEREXAMPLE"
    NEVER_GRANTS = "NEVER GRANTS"
    UNDECIDED = "UNDECIDED"


class Claim(StrEnum):
    """What is to be proved.

    `who`: admission takes rows, or claims, that tie the caller to every part of this very topic.
    `callers`: nobody is admitted whose role the contract does not name, nor a caller without `sub` where it
    does not name `anon`.
    `undeclared`: a right that the contract does not declare is granted to nobody.
    `outside`: nobody is admitted to a topic of no declared pattern.
    `raises`: no topic makes a policy raise.
    """

    WHO = "who"
    CALLERS = "callers"
    UNDECLARED = "undeclared"
    OUTSIDE = "outside"
    RAISES = "raises"


@dataclass(frozen=True, slots=True)
class Right:
    """What a client does: `read` or `write`, of one extension."""

    act: str
    extension: str

    @property
    def command(self) -> str:
        """The command that Realtime sends."""
        return "SELECT" if self.act == "read" else "INSERT"

    def __str__(self) -> str:
        """Return such as `read broadcast`."""
        return f"{self.act} {self.extension}"


RIGHTS = tuple(Right(act, extension) for act in ("read", "write") for extension in ("broadcast", "presence"))


@dataclass(frozen=True, slots=True)
class Question:
    """One claim about one right.

    Attributes:
        topic: the declared pattern, empty for claims about all topics.
        right: for `raises` the extension is empty: one failing check takes both.
    """

    claim: Claim
    right: Right
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A state of the world in which a claim fails, as the solver sees it.

    Attributes:
        raises: whether the check is to fail with an error; else the caller is to be admitted.
        rows: tables and the values of the columns that matter, None for NULL.
    """

    right: Right
    topic: str
    claims: Mapping[str, object]
    rows: tuple[tuple[QualifiedName, Mapping[str, str | bool | None]], ...] = ()
    raises: bool = False


Confirm = Callable[[Candidate], str]
"""Asks a database; returns why PostgreSQL does not confirm a candidate, empty when it does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    Attributes:
        told: the witness of a proof, the counterexample in words, or the reason why nothing is decided.
        notes: constructs that were replaced by "anything", with their places.
        candidate: what PostgreSQL has confirmed, for a counterexample.
    """

    question: Question
    verdict: Verdict
    told: str
    notes: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    candidate: Candidate | None = None
