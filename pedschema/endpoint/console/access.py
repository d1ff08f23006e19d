"""Who may do what on which topic, and why not."""

from __future__ import annotations

__all__ = ["describe_access", "read_access", "read_why"]

from typing import TYPE_CHECKING, Any

from pedschema.probe.authorization import Subject, probe_access, read_checks
from pedschema.probe.concern import sort_reasons
from pedschema.probe.matrix import Cell
from pedschema.probe.topics import derive_declared

if TYPE_CHECKING:
    from psycopg import Connection

    from pedschema.endpoint.console.desk import Desk
    from pedschema.probe.access import Access, Verdict

Json = dict[str, object]


def read_access(connection: Connection[Any], desk: Desk) -> list[Json]:
    """Return a row for each declared topic: the marks of each persona, as access.lock has them."""
    return [
        {
            "label": probed.label,
            "topic": probed.topic,
            "pattern": probed.pattern,
            "marks": {
                persona.name: Cell(
                    probed, persona.name, *read_checks(connection, Subject(probed.topic, persona.claims))
                ).marks
                for persona in desk.cast.personas
            },
        }
        for probed in derive_declared(desk.catalogue, desk.cast)
    ]


def read_why(connection: Connection[Any], desk: Desk, persona: str, topic: str) -> Json:
    """Return what somebody may do on a topic, with the reasons for every no.

    Raises:
        UsageError: nobody has that name.
    """
    return describe_access(probe_access(connection, topic, desk.claims_of(persona)), desk)


def describe_access(access: Access, desk: Desk) -> Json:
    """Return the answers of both checks as JSON."""
    rights = {
        "join": access.join,
        "receive": access.broadcast_read,
        "broadcast": access.broadcast_write,
        "see presence": access.presence_read,
        "track": access.presence_write,
    }
    return {
        "topic": access.topic,
        "declared": desk.catalogue.topic_of(access.topic) is not None,
        "sees": access.sees,
        "elapsed_ms": round(access.elapsed_ms, 1),
        "rights": [
            {"name": name} | _describe(verdict, access.topic, desk) for name, verdict in rights.items()
        ],
    }


def _describe(verdict: Verdict, topic: str, desk: Desk) -> Json:
    reasons, others = sort_reasons(verdict.reasons, topic, desk.catalogue)
    places = {policy.name: policy.where for policy in desk.catalogue.policies}
    return {
        "allowed": verdict.allowed,
        "reasons": [
            {"text": reason.text, "policy": reason.policy, "where": places.get(reason.policy, "")}
            for reason in reasons
        ],
        "others": others,
    }
