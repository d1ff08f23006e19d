"""What adopting a database comes to, before any file is written."""

from __future__ import annotations

__all__ = ["Gap", "PolicySketch", "PublicationSketch", "RuleSketch", "Sketch", "TopicSketch", "TriggerName"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pedschema.model.names import QualifiedName
    from pedschema.model.table import SchemaLock
    from pedschema.model.topic import TopicPattern


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that could not be told, or taken over.

    Attributes:
        where: the object of the database, such as `function public.tell, line 4`.
        what: what is not known, or left as it is.
        why: the reason.
        table: the table that it concerns, if it concerns one.
    """

    where: str
    what: str
    why: str
    table: QualifiedName | None = None

    def __str__(self) -> str:
        """Return the gap as a comment says it."""
        return " ".join(f"adopt could not tell {self.what} because {self.why} ({self.where})".split())


@dataclass(frozen=True, slots=True, order=True)
class TriggerName:
    """A hand-made trigger."""

    table: QualifiedName
    name: str


@dataclass(frozen=True, slots=True)
class PublicationSketch:
    """What the hand-made trigger of one table tells.

    Attributes:
        pattern: the topic's.
        key: part of the topic to a column, or to `alias.column`.
        lookup: alias to a table and its columns, each with the column of the row that it is found by.
        old: columns of `old_record`; None for the primary key.
        event: stem of the event names, empty for the default.
        events: operation in lower case to its whole event name, where that has no stem.
        kept: whether clients that listen today go on without a change.
        notes: comment lines, without their `#`.
        heard: names of the hand-made events, as far as they are known.
        flat: whether the hand-made payload is of another form than the contract's.
    """

    pattern: TopicPattern
    table: QualifiedName
    trigger: TriggerName
    on: tuple[str, ...]
    key: Mapping[str, str]
    columns: tuple[str, ...]
    lookup: Mapping[str, tuple[QualifiedName, Mapping[str, str]]] = field(default_factory=dict)
    old: tuple[str, ...] | None = None
    when: str = ""
    changed: tuple[str, ...] = ()
    event: str = ""
    events: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    kept: bool = False
    notes: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    flat: bool = False


@dataclass(frozen=True, slots=True)
class PolicySketch:
    """A policy of the contract, made of a hand-made one.

    Attributes:
        expression: the condition as PostgreSQL deparses it, columns of the message qualified.
        found: whether the expression itself names the extensions.
        topics: patterns of the topics that it admits to.
        source: name of the hand-made policy.
        retires: whether the hand-made policy can go, because this one says all that it says.
        wide: whether the hand-made policy admits to more topics, so that it goes in a revision of its own.
        notes: comment lines, without their `--`.
    """

    name: str
    command: str
    roles: tuple[str, ...]
    extensions: tuple[str, ...]
    found: bool
    topics: tuple[TopicPattern, ...]
    expression: str
    source: str
    retires: bool
    wide: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSketch:
    """A function that policies call and that could become a rule, by the statement `sql`."""

    name: QualifiedName
    sql: str


@dataclass(frozen=True, slots=True)
class TopicSketch:
    """A topic, what feeds it, and who may do what on it."""

    pattern: TopicPattern
    publications: tuple[PublicationSketch, ...]
    policies: tuple[PolicySketch, ...]

    @property
    def read(self) -> tuple[str, ...]:
        """The roles that policies admit as readers."""
        return _roles(policy for policy in self.policies if policy.command == "SELECT")

    @property
    def write(self) -> tuple[str, ...]:
        """The roles that policies admit as broadcasters."""
        return _roles(
            policy
            for policy in self.policies
            if policy.command == "INSERT" and "broadcast" in policy.extensions
        )

    @property
    def presence(self) -> bool:
        """Whether a policy admits presence."""
        return any("presence" in policy.extensions for policy in self.policies)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Everything that is known of the contract to be.

    Attributes:
        proposals: publications that the contract does not take as they are; written as comments.
        changes: tables of `supabase_realtime`, whose changes clients may subscribe to.
        calls: functions of the app that adopted policies call, with their arguments.
    """

    schema: str
    app_schemas: tuple[str, ...]
    lock: SchemaLock
    publications: tuple[PublicationSketch, ...] = ()
    policies: tuple[PolicySketch, ...] = ()
    rules: tuple[RuleSketch, ...] = ()
    proposals: tuple[PublicationSketch, ...] = ()
    changes: tuple[QualifiedName, ...] = ()
    calls: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def topics(self) -> tuple[TopicSketch, ...]:
        """The topics that publications or policies name, by pattern."""
        return _topics(self.publications, self.policies)

    @property
    def proposed(self) -> tuple[TopicSketch, ...]:
        """The topics of the proposals, by pattern."""
        return _topics(self.proposals, ())


def _topics(
    publications: tuple[PublicationSketch, ...], policies: tuple[PolicySketch, ...]
) -> tuple[TopicSketch, ...]:
    named = {each.pattern for each in publications}
    named |= {pattern for policy in policies for pattern in policy.topics}
    return tuple(
        TopicSketch(
            pattern,
            tuple(each for each in publications if each.pattern == pattern),
            tuple(each for each in policies if pattern in each.topics),
        )
        for pattern in sorted(named, key=str)
    )


def _roles(policies: Iterable[PolicySketch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for policy in policies for role in policy.roles))
