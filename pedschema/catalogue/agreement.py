"""Whether topics, publications and policies agree with each other."""

from __future__ import annotations

__all__ = ["check_opened", "check_policies", "check_publications", "check_topics"]

from itertools import combinations
from typing import TYPE_CHECKING

from pedschema.catalogue.mistakes import suggest
from pedschema.model.policy import PolicyIndex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pedschema.catalogue.context import Context
    from pedschema.catalogue.topics import Channels
    from pedschema.model.policy import Policy, TopicReference
    from pedschema.model.publication import Publication
    from pedschema.model.topic import Topic

MAX_EVENT_BYTES = 255
"""One length byte of a protocol 2 frame holds the event (Realtime 2.129.8)."""


def check_topics(context: Context, topics: Sequence[Topic]) -> None:
    """Note topics that two patterns describe, and events that clients could not tell apart."""
    for one, other in _pair_topics(topics):
        if one.pattern == other.pattern:
            what = f'the topic "{other.pattern}" is also declared at {one.where}'
            context.mistakes.add(other.where, what, fix="join the two", id="topic-duplicate")
        elif one.pattern.overlaps(other.pattern):
            what = f'a topic can be both "{other.pattern}" and "{one.pattern}" of {one.where}'
            fix = "tell them apart by a literal"
            context.mistakes.add(other.where, what, fix=fix, id="topic-overlap")
    for topic in topics:
        _check_events(context, topic)


def _pair_topics(topics: Sequence[Topic]) -> Iterator[tuple[Topic, Topic]]:
    """Yield the pairs that may share a topic: as long as each other, and of one first part, a literal."""
    alike: dict[tuple[int, str], list[Topic]] = {}
    for topic in topics:
        parts = topic.pattern.parts
        alike.setdefault((len(parts), parts[0].text), []).append(topic)
    for group in alike.values():
        yield from combinations(group, 2)


def _check_events(context: Context, topic: Topic) -> None:
    seen: dict[str, tuple[str, Publication | None]] = {}
    named = [(event.name, topic.where, None) for event in topic.client_events]
    fed = [(event, each.where, each) for each in topic.publications for event in each.events]
    for event, where, publication in (*named, *fed):
        if event.startswith("*") or len(event.encode()) > MAX_EVENT_BYTES:
            what = f'the event "{event}" is a wildcard or above {MAX_EVENT_BYTES} bytes'
            context.mistakes.add(where, what, fix="name it after what happened", id="event-name")
        known, other = seen.setdefault(event.lower(), (event, publication))
        if known != event:
            what = f'the events "{event}" and "{known}" differ by case alone, clients take them for one'
            context.mistakes.add(where, what, fix="rename one", id="event-case")
        elif publication and other and publication.columns != other.columns:
            what = f'the event "{event}" is also sent by "{other.table}", with another record'
            context.mistakes.add(where, what, fix="give event to one of them", id="event-ambiguous")


def check_publications(context: Context, publications: Sequence[Publication]) -> None:
    """Note publications whose database objects would have the same name."""
    seen: dict[str, Publication] = {}
    for publication in publications:
        other = seen.setdefault(publication.name, publication)
        if other is not publication:
            what = f'the publication "{publication.name}" is also declared at {other.where}'
            fix = "give one of them a name of its own in name"
            context.mistakes.add(publication.where, what, fix=fix, id="publication-duplicate")


def check_policies(
    context: Context, topics: Sequence[Topic], policies: Sequence[Policy], channels: Channels
) -> None:
    """Note policies of the same name, and policies that do not fit the topics they name."""
    seen: dict[str, Policy] = {}
    declared: dict[str, list[Topic]] = {}
    for topic in topics:
        declared.setdefault(topic.pattern.untyped, []).append(topic)
    for policy in policies:
        other = seen.setdefault(policy.name, policy)
        if other is not policy:
            what = f'the policy "{policy.name}" is also created at {other.where}'
            context.mistakes.add(policy.where, what, fix="rename one", id="policy-duplicate")
        _check_references(context, declared, policy, channels)
        for topic in _named_topics(declared, policy):
            _check_admission(context, topic, policy)


def check_opened(context: Context, topics: Sequence[Topic], policies: Sequence[Policy]) -> None:
    """Note topics that no policy opens to those who should read or write them."""
    index = PolicyIndex(policies)
    for topic in topics:
        _check_opened(context, topic, index.list_concerned(topic.pattern))


def _named_topics(declared: Mapping[str, Sequence[Topic]], policy: Policy) -> list[Topic]:
    """Return the declared topics that a policy names."""
    names = dict.fromkeys([*(reference.pattern for reference in policy.topics), *policy.literals])
    return [topic for name in names for topic in declared.get(name, ()) if policy.concerns(topic.pattern)]


def _check_references(
    context: Context, declared: Mapping[str, Sequence[Topic]], policy: Policy, channels: Channels
) -> None:
    """Note topics and parts that a policy names and nobody declares."""
    broken = channels.broken & set(policy.literals)
    if channels.complete and not (policy.topics or broken or _named_topics(declared, policy)):
        what = f'the policy "{policy.name}" names no topic'
        fix = f"find its key with {context.contract.schema}.topic_uuid('the pattern', 'the part')"
        context.mistakes.add(policy.where, what, fix=fix, id="policy-topic-missing")
    for reference in policy.topics:
        candidates = declared.get(reference.pattern, ())
        if candidates:
            _check_part(context, candidates, policy, reference)
        elif channels.complete and reference.pattern not in channels.broken:
            known = declared.keys() | channels.broken
            what = f'the topic "{reference.pattern}" in the policy "{policy.name}" is not declared'
            fix = suggest(reference.pattern, known, "declare it, or correct the pattern")
            context.mistakes.add(policy.where, what, fix=fix, id="policy-topic-unknown")


def _check_part(context: Context, topics: Sequence[Topic], policy: Policy, reference: TopicReference) -> None:
    pattern = topics[0].pattern
    if reference.part not in pattern.names:
        what = f'the topic "{pattern}" has no part "{reference.part}"'
        fix = suggest(reference.part, pattern.names, f"use one of {', '.join(pattern.names)}")
        context.mistakes.add(policy.where, what, fix=fix, id="policy-part-unknown")
        return
    types = sorted({topic.pattern.type_of(reference.part) for topic in topics})
    if reference.type not in types:
        what = f'the part "{reference.part}" of "{pattern}" is {types[0]}, not {reference.type}'
        fix = f"call {context.contract.schema}.topic_{types[0]}"
        context.mistakes.add(policy.where, what, fix=fix, id="policy-part-type")


def _check_admission(context: Context, topic: Topic, policy: Policy) -> None:
    """Note roles and extensions that a policy lets in and its topic does not."""
    writes = policy.command == "INSERT" and "broadcast" in policy.extensions
    admitted = topic.write if writes else (*topic.read, *topic.write)
    for role in policy.roles:
        if role not in admitted and role != "public":
            verb = "written" if writes else "read"
            what = (
                f'the policy "{policy.name}" is for "{role}", the topic "{topic.pattern}" is not {verb} by it'
            )
            fix = f'name other roles in TO, or add "{role}" to {"write" if writes else "read"}'
            context.mistakes.add(policy.where, what, fix=fix, id="policy-role")
    if "presence" in policy.extensions and not topic.presence:
        what = f'the policy "{policy.name}" admits presence, the topic "{topic.pattern}" has none'
        fix = "leave presence out of the policy, or set presence = true"
        context.mistakes.add(policy.where, what, fix=fix, id="policy-presence")


def _check_opened(context: Context, topic: Topic, policies: Sequence[Policy]) -> None:
    opened = {(policy.command, extension) for policy in policies for extension in policy.extensions}
    wanted = [("SELECT", "broadcast", "topic-unreadable", "read")]
    wanted += [("INSERT", "broadcast", "topic-unwritable", "written")] * bool(topic.write)
    for command, extension, id_, verb in wanted:
        if (command, extension) not in opened:
            what = f'the topic "{topic.pattern}" is {verb} by clients, and no policy admits them'
            fix = f"write a policy FOR {command} that names '{topic.pattern.untyped}' and '{extension}'"
            context.mistakes.add(topic.where, what, fix=fix, id=id_)
    if topic.presence and not any(extension == "presence" for _, extension in opened):
        what = f'the topic "{topic.pattern}" has presence, and no policy admits it'
        fix = f"write a policy that names '{topic.pattern.untyped}' and 'presence'"
        context.mistakes.add(topic.where, what, fix=fix, id="topic-presence-unopened")
