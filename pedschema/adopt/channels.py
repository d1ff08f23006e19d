"""Topics of a sketch → `channels.toml`."""

from __future__ import annotations

__all__ = ["feature_of", "render_channels", "render_proposals"]

import json
import textwrap
from typing import TYPE_CHECKING, Any

import tomlkit

from pedschema.adopt.topic import part_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tomlkit.items import Item, Table

    from pedschema.adopt.sketch import PublicationSketch, Sketch, TopicSketch
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import SchemaLock
    from pedschema.model.topic import TopicPattern

_WIDTH = 110
_BUDGET = {"refetch_ms": 250, "max_wait_ms": 1000, "per_second": 4, "burst": 10, "subscribers": 100}
_UNKNOWN = "adopt could not tell the screens and the budget because a database does not know its clients"
_EVENTS = "adopt could not tell the events that clients broadcast because policies never see an event"
_PROPOSALS = """\
# Proposals: take one over by moving it, without its comment signs, into a folder of its own, with a policy
# that admits its readers."""
_CHANGES = "adopt could not tell the topic because clients subscribe to the table, not to a topic"


def feature_of(pattern: TopicPattern) -> str:
    """Return the folder of a topic: its first word."""
    word = pattern.parts[0].text.replace("-", "_")
    return f"{word}_topics" if word == "rules" else word


def render_channels(topics: Iterable[TopicSketch]) -> str:
    """Return the text of the file that declares the topics."""
    document = tomlkit.document()
    parent = tomlkit.table(is_super_table=True)
    for topic in topics:
        parent.append(str(topic.pattern), _topic(topic))
    document.append("topic", parent)
    return tomlkit.dumps(document)


def render_proposals(sketch: Sketch) -> str:
    """Return a file of comments: topics that the contract could have, and does not have yet."""
    lines = [_PROPOSALS, ""]
    lines += [
        line if line.startswith("#") or not line else f"# {line}"
        for line in render_channels(sketch.proposed).splitlines()
    ]
    for name in sketch.changes:
        lines += ["", *_propose(name, sketch.lock)]
    return "\n".join([*lines, ""])


def _propose(name: QualifiedName, lock: SchemaLock) -> list[str]:
    """Return a topic for a table of `supabase_realtime`."""
    table = lock.table(name)
    columns = [column.name for column in table.columns] if table else []
    key = next(iter(table.primary_key if table else ()), "id")
    type_ = part_type(next((c.type for c in table.columns if c.name == key), ""), lock) if table else ""
    pattern = f"{name.name}:{{{key}:{type_ or 'text'}}}"
    return [
        f"# pedschema: {_CHANGES} (publication supabase_realtime)",
        f'# [topic."{pattern}"]',
        f'# summary = "Changes of {name}"',
        '# surfaces = ["Every screen"]',
        '# read = ["authenticated"]',
        f"# budget = {_spell(_BUDGET)}",
        "#",
        f'# [[topic."{pattern}".publish]]',
        f'# table = "{name}"',
        '# on = ["insert", "update", "delete"]',
        f'# key = {{ {key} = "{key}" }}',
        f"# columns = [{', '.join(json.dumps(column) for column in columns)}]",
    ]


def _topic(topic: TopicSketch) -> Table:
    table = tomlkit.table()
    _comment(table, _UNKNOWN)
    tables = ", ".join(dict.fromkeys(str(each.table) for each in topic.publications))
    table["summary"] = f"Changes of {tables}" if tables else "What clients tell each other"
    table["surfaces"] = _array(["Every screen"])
    table["read"] = _array(topic.read or ["authenticated"])
    table["write"] = _array(topic.write)
    table["presence"] = topic.presence
    if topic.write:
        _comment(table, _EVENTS)
        table["client_events"] = _inline({"message": {}})
    table["budget"] = _inline(_BUDGET)
    if topic.publications:
        publish = tomlkit.aot()
        for each in topic.publications:
            publish.append(_publication(each))
        table["publish"] = publish
    return table


def _publication(publication: PublicationSketch) -> Table:
    table = tomlkit.table()
    _comment(table, f'made of the trigger "{publication.trigger.name}"')
    for note in publication.notes:
        _comment(table, note)
    table["table"] = str(publication.table)
    table["on"] = _array(publication.on)
    if publication.name:
        table["name"] = publication.name
    if publication.event:
        table["event"] = publication.event
    if publication.events:
        table["events"] = _inline(publication.events)
    if publication.key:
        table["key"] = _inline(publication.key)
    if publication.lookup:
        table["lookup"] = _inline(
            {alias: {"table": str(name), "on": dict(on)} for alias, (name, on) in publication.lookup.items()}
        )
    table["columns"] = _array(publication.columns)
    if publication.old is not None:
        table["old"] = _array(publication.old)
    if publication.when:
        table["when"] = publication.when
    if publication.changed:
        table["changed"] = _array(publication.changed)
    return table


def _comment(table: Table, text: str) -> None:
    table.add(tomlkit.comment(f"pedschema: {' '.join(text.split())}"))


def _array(values: Iterable[str]) -> Item:
    """Return a list on one line, or on as many as it takes."""
    items = [json.dumps(value, ensure_ascii=False) for value in values]
    single = f"[{', '.join(items)}]"
    if len(single) <= _WIDTH:
        return tomlkit.value(single)
    lines = textwrap.wrap(", ".join(items) + ",", _WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return tomlkit.value("[\n" + "".join(f"    {line}\n" for line in lines) + "]")


def _inline(values: Mapping[str, Any]) -> Item:
    return tomlkit.value(_spell(values))


def _spell(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    inner = ", ".join(f"{key} = {_spell(each)}" for key, each in value.items())
    return f"{{ {inner} }}" if inner else "{}"
