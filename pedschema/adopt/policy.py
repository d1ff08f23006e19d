"""Hand-made policies on `realtime.messages` → policies of the contract."""

from __future__ import annotations

__all__ = ["find_calls", "read_policies", "read_rules"]

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pedschema.adopt.claim import find_claims, find_type, is_bounded
from pedschema.adopt.sketch import Gap, PolicySketch, RuleSketch
from pedschema.lint.live_body import read_body
from pedschema.model.names import MAX_NAME_BYTES, QualifiedName
from pedschema.model.topic import TopicPattern
from pedschema.sql.search_path import is_pinned
from pedschema.syntax.expression import parse_expression
from pedschema.syntax.source import SqlError, parse_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pedschema.adopt.claim import Claim
    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveFunction, LivePolicy
    from pedschema.model.table import SchemaLock

_EXTENSIONS = ("broadcast", "presence")
_PUBLIC = ("anon", "authenticated")
_SAMPLES = {"uuid": "00000000-0000-4000-8000-000000000000", "bigint": "1", "text": "x"}
_STAYS = "the hand-made policy admits to other topics as well; it stays until you retire it"
_ODD = re.compile(r"[^a-z0-9]+")
_LITERAL = re.compile(r"[a-z0-9_-]+")
_CREATE = re.compile(r"CREATE OR REPLACE FUNCTION .*?\(", re.DOTALL)
_PIN = " SET search_path TO 'pg_catalog', 'pg_temp'\n"


def read_policies(
    live: Live, lock: SchemaLock, schema: str, fed: Sequence[TopicPattern], *, untold: bool
) -> tuple[tuple[PolicySketch, ...], tuple[Gap, ...]]:
    """Return the contract's policies, and what stays as it is with the reason.

    Args:
        live: the database.
        lock: tables of the app.
        schema: the owned schema, which names begin with.
        fed: topics that triggers feed.
        untold: whether some triggers stay as they are; their topics need the policies that they have.
    """
    sketches: list[PolicySketch] = []
    gaps: list[Gap] = []
    reader = _Reader(lock, schema, tuple(fed), untold)
    for policy in live.message_policies:
        for command, text in _asked(policy):
            found, gap = reader.read(policy, command, text)
            sketches += found
            gaps += gap
        if not list(_asked(policy)):
            gaps.append(_left(policy, f"it is for {policy.command}, which Realtime never asks"))
    return _settled(sketches, fed), tuple(gaps)


def find_calls(live: Live, names: Iterable[str]) -> tuple[LiveFunction, ...]:
    """Return the app's functions that the hand-made policies of these names call."""
    wanted = set(names)
    oids = {oid for each in live.message_policies if each.name in wanted for oid in each.functions}
    found = (live.functions[oid] for oid in sorted(oids) if oid in live.functions)
    return tuple(function for function in found if function.definition)


def read_rules(functions: Iterable[LiveFunction], schema: str) -> tuple[RuleSketch, ...]:
    """Return a rule for each function in SQL that runs with its owner's rights."""
    rules = []
    for function in functions:
        body = read_body(function)
        if body and function.definer and body.language == "sql":
            name = QualifiedName(schema, function.name.name)
            sql = _CREATE.sub(f"CREATE FUNCTION {name}(", function.definition, count=1)
            if not is_pinned(function.settings.get("search_path")):
                head, mark, rest = sql.partition("AS $")
                lines = [line for line in head.splitlines(keepends=True) if "SET search_path" not in line]
                sql = f"{''.join(lines)}{_PIN}{mark}{rest}"
            rules.append(RuleSketch(name, sql.strip() + ";\n"))
    return tuple(rules)


def _asked(policy: LivePolicy) -> Iterator[tuple[str, str]]:
    """Yield the commands that Realtime asks, each with its expression."""
    if policy.command in {"SELECT", "ALL"} and policy.using:
        yield "SELECT", policy.using
    if policy.command in {"INSERT", "ALL"} and (policy.check or policy.using):
        yield "INSERT", policy.check or policy.using


@dataclass(frozen=True, slots=True)
class _Reader:
    lock: SchemaLock
    schema: str
    fed: tuple[TopicPattern, ...]
    untold: bool

    def read(self, policy: LivePolicy, command: str, text: str) -> tuple[list[PolicySketch], list[Gap]]:
        if not policy.permissive:
            return [], [_left(policy, "it is restrictive, and goes on restricting every topic")]
        try:
            tree = parse_statements(f"SELECT {text}")[0].targetList[0].val
            named = _find_extensions(text)
        except SqlError as error:
            return [], [_left(policy, f"its condition cannot be read: {error.message}")]
        extensions = tuple(each for each in _EXTENSIONS if each in named or not named)
        told = _find_topics(tree, self.lock, self.fed)
        topics = tuple(told.found)
        fed = [each for each in topics if each in self.fed]
        if command == "INSERT" and "broadcast" in extensions and fed:
            why = f'clients may broadcast on "{fed[0]}", which a table feeds; the contract keeps these apart'
            return [], [_left(policy, why)]
        bounded = bool(topics) and told.complete and is_bounded(tree)
        retires = bounded and not (told.wide and self.untold)
        suffix = {"SELECT": "_read", "INSERT": "_write"}[command] if policy.command == "ALL" else ""
        made = [each for each in topics if each not in self.fed]
        notes = list(_notes(policy, named, made, tuple(told.wide) if retires else ()))
        if topics and not retires:
            notes.append(_STAYS)
        sketch = PolicySketch(
            name=_name(self.schema, policy.name, suffix),
            command=command,
            roles=_roles(policy),
            extensions=extensions,
            found=bool(named),
            topics=topics,
            expression=_qualify(text),
            source=policy.name,
            retires=retires,
            wide=bool(told.wide) or _has_text(made),
            notes=tuple(notes),
        )
        return [sketch], [] if topics else [_open(policy, is_bounded(tree))]


def _find_extensions(text: str) -> set[str]:
    return {
        value
        for each in parse_expression(text).comparisons
        if each.column == "extension" and each.relation in {"", "messages"}
        for value in each.values
    }


def _notes(
    policy: LivePolicy, named: set[str], made: Sequence[TopicPattern], wide: Sequence[str]
) -> Iterator[str]:
    if not named:
        yield "the hand-made policy names no extension, so this one admits to both"
    if "public" in policy.roles:
        yield "the hand-made policy is for PUBLIC; Realtime asks as anon or authenticated"
    for text in wide:
        yield f'the hand-made policy admits to every topic like "{text}", this one to those named here;'
        yield "it goes in a revision of its own, once nobody joins another topic"
    if _has_text(made):
        yield "adopt could not tell the type of the topic's part, so it is text in lower case"


@dataclass(slots=True)
class _Topics:
    """The topics that a condition is about.

    Attributes:
        wide: comparisons that more topics pass, in words.
        complete: whether a pattern was found for each comparison.
    """

    found: dict[TopicPattern, None] = field(default_factory=dict)
    wide: dict[str, None] = field(default_factory=dict)
    complete: bool = True

    def add(self, hits: Sequence[TopicPattern], wide: Iterable[str]) -> None:
        """Take over what one comparison comes to."""
        self.found |= dict.fromkeys(hits)
        self.wide |= dict.fromkeys(wide)
        self.complete = self.complete and bool(hits)


def _has_text(topics: Iterable[TopicPattern]) -> bool:
    return any(part.type == "text" for topic in topics for part in topic.parts)


def _find_topics(tree: Any, lock: SchemaLock, fed: Sequence[TopicPattern]) -> _Topics:
    claims = tuple(find_claims(tree))
    topics = _Topics()
    for claim in claims:
        if not claim.part:
            hits = [each for each in fed if claim.admits(_sample(each))] or _make(claim, tree, lock)
            topics.add(hits, (form.replace("\0", "%") for form in claim.forms if claim.open_end))
    heads = [claim for claim in claims if claim.part == 1]
    for claim in heads:
        others = [each for each in claims if each.part > 1] if len(heads) == 1 else []
        asked = (claim, *others)
        hits = [each for each in fed if all(other.admits(_sample(each)) for other in asked)]
        if hits or not topics.found:
            hits = hits or _make_of_parts(claim, others, tree, lock)
            topics.add(hits, (f"{form}:%" for form in claim.forms if not others))
    return topics


def _make(claim: Claim, tree: Any, lock: SchemaLock) -> list[TopicPattern]:
    """Return the patterns that the forms of a whole topic make."""
    return [each for words in claim.words if (each := _parse(words, find_type(tree, lock)))]


def _make_of_parts(head: Claim, others: Sequence[Claim], tree: Any, lock: SchemaLock) -> list[TopicPattern]:
    last = max((2, *(each.part for each in others)))
    fixed = {each.part: each.forms[0] for each in others if len(each.forms) == 1}
    words = ((form, *(fixed.get(number, "") for number in range(2, last + 1))) for form in head.forms)
    return [each for each in (_parse(found, find_type(tree, lock)) for found in words) if each]


def _parse(words: Sequence[str], type_: str) -> TopicPattern | None:
    parts, before = [], ""
    for word in words:
        if word and not _LITERAL.fullmatch(word):
            return None
        parts.append(word or f"{{{before.replace('-', '_') or 'part'}_id:{type_}}}")
        before = word or f"{before}_sub"
    try:
        return TopicPattern.parse(":".join(parts))
    except ValueError:
        return None


def _sample(pattern: TopicPattern) -> str:
    return ":".join(part.text if part.is_literal else _SAMPLES[part.type] for part in pattern.parts)


def _settled(sketches: Sequence[PolicySketch], fed: Sequence[TopicPattern]) -> tuple[PolicySketch, ...]:
    """Return the policies; one that says nothing of topics opens those that no other one opens.

    A hand-made policy is retired only if all of its commands are taken over.
    """
    opened = {pattern for each in sketches if each.command == "SELECT" for pattern in each.topics}
    shut = tuple(each for each in fed if each not in opened)
    kept = []
    for each in sketches:
        if each.topics:
            kept.append(each)
        elif each.command == "SELECT" and shut:
            kept.append(replace(each, topics=shut, notes=(*each.notes, _STAYS)))
    return tuple(_unique(kept))


def _unique(sketches: Iterable[PolicySketch]) -> Iterator[PolicySketch]:
    taken: set[str] = set()
    for each in sketches:
        name, number = each.name, 2
        while name in taken:
            name = f"{each.name[: MAX_NAME_BYTES - 3]}_{number}"
            number += 1
        taken.add(name)
        yield replace(each, name=name)


def _qualify(text: str) -> str:
    """Return the expression with its table before each bare column of the message."""
    uses = (use for use in parse_expression(text).columns if use.outer and not use.relation)
    for use in sorted(uses, key=lambda use: -use.index):
        text = f"{text[: use.index]}messages.{text[use.index :]}"
    return text


def _roles(policy: LivePolicy) -> tuple[str, ...]:
    named = [name for name in policy.roles if name != "public"]
    return tuple(dict.fromkeys((*(_PUBLIC if "public" in policy.roles else ()), *named)))


def _name(schema: str, name: str, suffix: str) -> str:
    stem = f"{schema}_{_ODD.sub('_', name.lower()).strip('_') or 'policy'}"
    return f"{stem[: MAX_NAME_BYTES - len(suffix)]}{suffix}"


def _left(policy: LivePolicy, why: str) -> Gap:
    return Gap(f'policy "{policy.name}"', "a policy of the contract", why)


def _open(policy: LivePolicy, bounded: bool) -> Gap:  # noqa: FBT001 - an answer, not a mode
    why = "what it compares the topic with is no pattern" if bounded else "it does not say how a topic begins"
    return Gap(f'policy "{policy.name}"', "which topics it is for", why)
