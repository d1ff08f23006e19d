"""`channels.toml`: the topics of one feature and what feeds them."""

from __future__ import annotations

__all__ = [
    "BudgetShape",
    "ChannelsShape",
    "ColumnShape",
    "ComputedShape",
    "KeySqlShape",
    "LookupShape",
    "OldShape",
    "PublishShape",
    "TopicShape",
]

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from pedschema.catalogue.toml import Shape
from pedschema.model.topic import MAX_REPLAY

Filled = Annotated[str, Field(min_length=1)]
Names = Annotated[list[Filled], Field(min_length=1)]
Alias = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$", max_length=63)]
Positive = Annotated[int, Field(gt=0)]


def _is_table(value: Any) -> str:
    return "table" if isinstance(value, dict | Shape) else "plain"


class BudgetShape(Shape):
    """What a topic may cost."""

    refetch_ms: Positive = Field(description="window in which a client merges refetches, milliseconds")
    max_wait_ms: Positive = Field(
        description="longest that a steady stream may put a refetch off, milliseconds"
    )
    per_second: Annotated[float, Field(gt=0)] = Field(description="refetches or renders of one client")
    burst: Positive = Field(description="messages that one action of the app may send")
    subscribers: Positive = Field(description="clients expected on one topic")


class KeySqlShape(Shape):
    """A part of the topic computed from the row and its lookups."""

    sql: Filled


class ColumnShape(Shape):
    """A column that goes out otherwise than as its type does."""

    name: Filled
    as_: Literal["text"] = Field(alias="as", description="a string with every digit of the value")


class ComputedShape(Shape):
    """A key of the record computed from the row and its lookups."""

    sql: Filled
    type: Filled = Field(description="PostgreSQL type of the value")
    nullable: bool = Field(default=True, description="whether the value can be null")


class LookupShape(Shape):
    """A row of another table that the changed row points at."""

    table: Filled = Field(description="`schema.table`")
    on: Annotated[dict[str, Filled], Field(min_length=1)] = Field(
        description="column of that table to a column of the row, or to `alias.column` of an earlier lookup"
    )


class OldShape(Shape):
    """What `old_record` carries, per operation."""

    update: list[Filled] = Field(default_factory=list)
    delete: list[Filled] = Field(default_factory=list)


class PublishShape(Shape):
    """What the changes of one table tell the topics."""

    table: Filled = Field(description="`schema.table`")
    on: Annotated[list[Literal["insert", "update", "delete"]], Field(min_length=1)]
    key: dict[
        str,
        Annotated[
            Annotated[Filled, Tag("plain")] | Annotated[KeySqlShape, Tag("table")], Discriminator(_is_table)
        ],
    ] = Field(default_factory=dict, description="part of the topic to a column, `alias.column`, or SQL")
    columns: list[
        Annotated[
            Annotated[Filled, Tag("plain")] | Annotated[ColumnShape, Tag("table")], Discriminator(_is_table)
        ]
    ] = Field(default_factory=list, description="columns that the record carries, in order")
    computed: dict[Alias, ComputedShape] = Field(default_factory=dict, description="keys after the columns")
    lookup: dict[Alias, LookupShape] = Field(default_factory=dict, description="alias to another table's row")
    old: (
        Annotated[
            Annotated[list[Filled], Tag("plain")] | Annotated[OldShape, Tag("table")],
            Discriminator(_is_table),
        ]
        | None
    ) = Field(default=None, description="what old_record carries; by default the primary key")
    audience: str = Field(default="", description="SQL over the row and its lookups: rows the topic is about")
    when: str = Field(default="", description="SQL over new and old")
    changed: Names | None = Field(default=None, description="what makes an update worth telling; default all")
    shape: Literal["row", "each", "grouped", "derived"] = "row"
    event: Filled | None = Field(
        default=None, description="stem of the event names; default the table's name"
    )
    events: dict[Literal["insert", "update", "delete", "removed"], Filled] = Field(
        default_factory=dict,
        description="row and each only: whole event names that differ from `<event>.<OPERATION>`",
    )
    sunset: date | None = Field(
        default=None, description="day on which the publication ends, when another event has taken over"
    )
    name: Alias | None = Field(default=None, description="stem of trigger and function names")
    refetch_above: Positive | None = Field(default=None, description="grouped only")
    chunk_bytes: Positive | None = Field(default=None, description="grouped only")


class TopicShape(Shape):
    """A family of topics."""

    summary: Filled
    surfaces: Names = Field(description="screens of the client that listen")
    read: Names = Field(description="roles whose policies may admit readers")
    write: list[Filled] = Field(default_factory=list, description="roles whose clients may broadcast")
    presence: bool = False
    replay: int = Field(
        default=0,
        ge=0,
        le=MAX_REPLAY,
        description="messages of the time away that a client asks for when it comes back; 0 for none",
    )
    client_events: dict[Filled, dict[Filled, Filled]] = Field(
        default_factory=dict,
        description="events that clients broadcast, each with the keys of its payload and their types",
    )
    replaces: list[Filled] = Field(default_factory=list, description="client hooks that the topic replaces")
    budget: BudgetShape
    publish: list[PublishShape] = Field(default_factory=list)


class ChannelsShape(Shape):
    """The topics of one feature, by pattern."""

    topic: dict[str, TopicShape] = Field(default_factory=dict)
