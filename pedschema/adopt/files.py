"""A sketch → the files of the contract, by path below its folder."""

from __future__ import annotations

__all__ = ["render_files"]

from typing import TYPE_CHECKING

import tomlkit

from pedschema.adopt.channels import feature_of, render_channels, render_proposals
from pedschema.catalogue.lock import render_lock
from pedschema.sql.quoting import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pedschema.adopt.sketch import Gap, PolicySketch, Sketch, TopicSketch
    from pedschema.model.names import QualifiedName
    from pedschema.model.topic import TopicPattern

_SILENT = "not published when the contract was adopted; say why"
_TOLD = "told by a hand-made trigger that the contract has not taken over; say why"
_CHANGED = "clients subscribe to its changes (supabase_realtime); say which topic replaces that, or why none"


def render_files(sketch: Sketch, contract: str) -> Mapping[str, str]:
    """Return the text of every file of the contract.

    Args:
        sketch: what is known.
        contract: text of `contract.toml`, as for a new project.
    """
    files = {
        "contract.toml": _render_contract(sketch, contract),
        "schema.lock": render_lock(sketch.lock),
        "unpublished.toml": _render_unpublished(sketch),
    }
    features: dict[str, list[TopicSketch]] = {}
    for topic in sketch.topics:
        features.setdefault(feature_of(topic.pattern), []).append(topic)
    files |= {f"{name}/channels.toml": render_channels(topics) for name, topics in features.items()}
    for policy in sketch.policies:
        stem = policy.name.removeprefix(f"{sketch.schema}_")
        files[f"{feature_of(policy.topics[0])}/{stem}.sql"] = _render_policy(policy, sketch.schema)
    for rule in sketch.rules:
        files[f"rules/{rule.name.name}.proposed"] = (
            f"-- A proposal, which nothing reads: called {rule.name.name}.sql it is a rule, and policies\n"
            f"-- can call {rule.name} in place of the app's function.\n{rule.sql}"
        )
    if sketch.changes or sketch.proposals:
        files["proposed/channels.toml"] = render_proposals(sketch)
    return files


def _render_contract(sketch: Sketch, contract: str) -> str:
    document = tomlkit.parse(contract)
    schemas = tomlkit.array()
    schemas.extend(sketch.app_schemas)
    document["app_schemas"] = schemas
    text = tomlkit.dumps(document)
    silent = {*_unpublished(sketch)}
    gaps = [gap for gap in sketch.gaps if gap.table not in silent]
    if gaps:
        text += "\n" + "\n".join(f"# pedschema: {gap}" for gap in gaps) + "\n"
    if sketch.calls:
        text += "\n# Functions of the app that policies call; they stay the app's: "
        text += f"{', '.join(sketch.calls)}\n"
    return text


def _render_unpublished(sketch: Sketch) -> str:
    document = tomlkit.document()
    tables = tomlkit.table()
    for name, gaps in _unpublished(sketch).items():
        for gap in gaps:
            tables.add(tomlkit.comment(f"pedschema: {gap}"))
        tables[str(name)] = _TOLD if gaps else _CHANGED if name in sketch.changes else _SILENT
    document.append("tables", tables)
    return tomlkit.dumps(document)


def _unpublished(sketch: Sketch) -> dict[QualifiedName, list[Gap]]:
    published = {each.table for each in sketch.publications}
    return {
        table.name: [gap for gap in sketch.gaps if gap.table == table.name]
        for table in sketch.lock.tables
        if table.name not in published
    }


def _render_policy(policy: PolicySketch, schema: str) -> str:
    clause = "using" if policy.command == "SELECT" else "with check"
    lines = [" ".join(f'-- Taken over from the policy "{policy.source}".'.split())]
    lines += [f"-- pedschema: {note}" for note in policy.notes]
    lines += [
        f"create policy {policy.name} on realtime.messages",
        f"    for {policy.command.lower()}",
        f"    to {', '.join(map(identifier, policy.roles))}",
        f"    {clause} (",
        *_conditions(policy, schema),
        "    );",
    ]
    return "\n".join([*lines, ""])


def _conditions(policy: PolicySketch, schema: str) -> Iterator[str]:
    word = ""
    if not policy.found:
        yield f"        messages.extension in ({', '.join(map(literal, policy.extensions))})"
        word = "and "
    yield f"        {word}messages.topic = (select realtime.topic())"
    patterns = [_is_of(pattern, schema) for pattern in policy.topics]
    if len(patterns) == 1:
        yield f"        and {patterns[0]}"
    else:
        yield "        and ("
        yield from _joined(patterns)
        yield "        )"
    yield f"        and {policy.expression}"


def _joined(patterns: Iterable[str]) -> Iterator[str]:
    for number, pattern in enumerate(patterns):
        yield f"            {'or ' if number else ''}{pattern}"


def _is_of(pattern: TopicPattern, schema: str) -> str:
    if not pattern.names:
        return f"messages.topic = {literal(pattern.untyped)}"
    name = pattern.names[0]
    call = f"{schema}.topic_{pattern.type_of(name)}({literal(pattern.untyped)}, {literal(name)})"
    return f"(select {call}) is not null"
