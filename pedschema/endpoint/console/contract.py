"""The contract as the page draws it."""

from __future__ import annotations

__all__ = ["describe_contract"]

from dataclasses import asdict
from typing import TYPE_CHECKING

from pedschema.endpoint.console.desk import SERVICE_NAME
from pedschema.probe.topics import derive_declared

if TYPE_CHECKING:
    from pedschema.endpoint.console.desk import Desk
    from pedschema.model.policy import Policy
    from pedschema.model.publication import Publication
    from pedschema.model.table import Column, Table
    from pedschema.model.topic import Topic

Json = dict[str, object]


def describe_contract(desk: Desk) -> Json:
    """Return topics, tables, policies, rules, surfaces and people, with the tokens that open channels."""
    catalogue = desk.catalogue
    samples: dict[str, list[Json]] = {}
    for probed in derive_declared(catalogue, desk.cast):
        samples.setdefault(probed.pattern, []).append({"label": probed.label, "topic": probed.topic})
    tables = {publication.table for publication in catalogue.publications}
    return {
        "name": catalogue.contract.name,
        "realtime": catalogue.contract.realtime,
        "schema": catalogue.contract.schema,
        "topics": [
            _topic(topic, desk) | {"samples": samples.get(str(topic.pattern), [])}
            for topic in catalogue.topics
        ],
        "tables": [_table(table, desk) for table in catalogue.lock.tables if table.name in tables],
        "policies": [_policy(policy, desk) for policy in catalogue.policies],
        "rules": [
            {"name": str(rule.name), "sql": rule.sql, "calls": list(rule.calls), "where": rule.where}
            for rule in catalogue.rules
        ],
        "surfaces": list(catalogue.surfaces),
        "personas": _people(desk),
    }


def _people(desk: Desk) -> list[Json]:
    people: list[Json] = [
        {"name": each.name, "summary": each.summary, "role": str(each.claims.get("role", "anon"))}
        for each in desk.cast.personas
    ]
    people.append({"name": SERVICE_NAME, "summary": "the app's backend", "role": "service_role"})
    return [person | {"token": desk.sign_token(str(person["name"]))} for person in people]


def _topic(topic: Topic, desk: Desk) -> Json:
    return {
        "pattern": str(topic.pattern),
        "feature": topic.feature,
        "summary": topic.summary,
        "surfaces": list(topic.surfaces),
        "read": list(topic.read),
        "write": list(topic.write),
        "presence": topic.presence,
        "budget": asdict(topic.budget),
        "publications": [_publication(each) for each in topic.publications],
        "client_events": [event.name for event in topic.client_events],
        "policies": [each.name for each in desk.catalogue.policies if each.concerns(topic.pattern)],
        "replaces": list(topic.replaces),
        "where": topic.where,
    }


def _publication(publication: Publication) -> Json:
    return {
        "name": publication.name,
        "table": str(publication.table),
        "shape": str(publication.shape),
        "on": [str(operation) for operation in publication.on],
        "events": list(publication.events),
        "key": dict(publication.key),
        "columns": [column.name for column in publication.columns],
        "sunset": publication.sunset,
        "where": publication.where,
    }


def _policy(policy: Policy, desk: Desk) -> Json:
    text = f"{policy.using} {policy.check}"
    return {
        "name": policy.name,
        "command": policy.command,
        "roles": list(policy.roles),
        "extensions": list(policy.extensions),
        "rules": [str(rule.name) for rule in desk.catalogue.rules if f"{rule.name}(" in text],
        "text": policy.using or policy.check,
        "where": policy.where,
    }


def _table(table: Table, desk: Desk) -> Json:
    return {
        "name": str(table.name),
        "rls": table.rls,
        "primary_key": list(table.primary_key),
        "columns": [_column(column, desk) for column in table.columns],
    }


def _column(column: Column, desk: Desk) -> Json:
    labels = [enum.labels for enum in desk.catalogue.lock.enums if str(enum.name) == column.type]
    return {
        "name": column.name,
        "type": column.type,
        "nullable": column.nullable,
        "fixed": bool(column.generated) or column.identity == "always",
        "labels": list(labels[0]) if labels else [],
    }
