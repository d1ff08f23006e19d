"""`REALTIME.md`: what a feature tells its clients, for people who write one."""

from __future__ import annotations

__all__ = ["render_pages"]

from typing import TYPE_CHECKING

from pedschema.docgen.markdown import code, fence, items
from pedschema.emit.example import make_payload
from pedschema.emit.stamp import MARK
from pedschema.emit.text import render_json
from pedschema.model.policy import PolicyIndex
from pedschema.model.publication import Shape
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.publication import Publication
    from pedschema.model.topic import Topic
    from pedschema.model.wire import Event, WireContract

FILE = "REALTIME.md"

_SHAPES = {
    Shape.ROW: "one message a row",
    Shape.EACH: "one message a row, written once a statement",
    Shape.GROUPED: "one message a statement, a refetch above {limit} rows",
    Shape.DERIVED: "one message a statement and record, computed afterwards",
}


def render_pages(catalogue: Catalogue, wire: WireContract) -> dict[str, str]:
    """Return the page of each feature by its path within the contract's folder."""
    events = {topic.pattern: topic.events for topic in wire.topics}
    index = PolicyIndex(catalogue.policies)
    features: dict[str, list[Topic]] = {}
    for topic in catalogue.topics:
        features.setdefault(topic.feature, []).append(topic)
    return {
        f"{feature}/{FILE}": "\n".join(
            [
                f"<!-- {MARK} -->\n",
                f"# Realtime: {feature}\n",
                *(
                    part
                    for topic in topics
                    for part in _render_topic(index, topic, events[str(topic.pattern)], wire)
                ),
            ]
        )
        for feature, topics in features.items()
    }


def _render_topic(
    index: PolicyIndex, topic: Topic, events: Iterable[Event], wire: WireContract
) -> Iterator[str]:
    yield f"## {code(str(topic.pattern))}\n"
    yield f"{topic.summary}.\n"
    yield items(
        [
            ("Surfaces", ", ".join(topic.surfaces)),
            ("Read", _describe_right(index, topic, "SELECT", topic.read)),
            ("Write", _describe_right(index, topic, "INSERT", topic.write) or "the database alone"),
            ("Presence", "yes" if topic.presence else "no"),
            ("Replay", f"{topic.replay} messages of the time away" if topic.replay else ""),
            ("Replaces", ", ".join(map(code, topic.replaces))),
            ("Budget", _describe_budget(topic)),
        ]
    )
    if topic.publications:
        yield "### Tables\n"
        yield items(
            (code(str(publication.table)), _describe_publication(publication))
            for publication in topic.publications
        )
    yield "### Events\n"
    for event in events:
        yield from _render_event(event, wire)


def _describe_right(index: PolicyIndex, topic: Topic, command: str, roles: Iterable[str]) -> str:
    """Return the roles and the policies that say who of them; empty when there are no roles."""
    told = ", ".join(map(code, roles))
    concerned = index.list_concerned(topic.pattern)
    policies = [code(policy.name) for policy in concerned if policy.command == command]
    verb = "says" if len(policies) == 1 else "say"
    return f"{told}, as {' and '.join(policies)} {verb}" if told and policies else told


def _describe_budget(topic: Topic) -> str:
    budget = topic.budget
    return (
        f"refetch after {budget.refetch_ms} ms, at the latest after {budget.max_wait_ms} ms,"
        f" {budget.per_second:g} a second; {budget.burst} messages an action,"
        f" {budget.subscribers} subscribers"
    )


def _describe_publication(publication: Publication) -> str:
    operations = ", ".join(operation.lower() for operation in publication.on)
    shape = _SHAPES[publication.shape].format(limit=publication.refetch_above)
    columns = ", ".join(code(column.name) for column in publication.columns)
    ends = f"; ends on {publication.sunset}" if publication.sunset else ""
    return f"{operations}; {shape}{ends}; {columns}"


def _render_event(event: Event, wire: WireContract) -> Iterator[str]:
    sender = "sent by clients" if event.kind is EventKind.CLIENT else f"of kind {event.kind}"
    ends = f", ends on {event.sunset}" if event.sunset else ""
    yield f"#### {code(event.name)}\n"
    yield f"{sender.capitalize()}{ends}.\n"
    yield fence(render_json(make_payload(event, wire)), "json")
