"""`contract.toml` and `unpublished.toml`."""

from __future__ import annotations

__all__ = ["ContractShape", "DefaultsShape", "LimitsShape", "UnpublishedShape"]

from typing import Annotated

from pydantic import Field

from pedschema.catalogue.toml import Shape

Name = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$", max_length=63)]
Positive = Annotated[int, Field(gt=0)]


class LimitsShape(Shape):
    """What the project's Realtime plan allows."""

    payload_bytes: Positive = Field(description="bytes of one payload")
    events_per_second: Positive = Field(description="messages of the whole project")
    joins_per_second: Positive = Field(description="channel joins of the whole project")
    channels_per_client: Positive = Field(description="channels of one connection")
    clients: Positive = Field(description="connections at one time")


class DefaultsShape(Shape):
    """What a grouped publication takes when it does not say."""

    chunk_bytes: Positive = Field(default=200_000, description="most bytes of records in one message")
    refetch_above: Positive = Field(default=50, description="rows above which only a refetch is told")


class ContractShape(Shape):
    """What holds for every topic."""

    name: Annotated[str, Field(min_length=1)] = Field(description="name of the app")
    schema_: Name = Field(alias="schema", description="schema that holds everything owned")
    role: Name = Field(default="postgres", description="role that owns it all and runs policy statements")
    realtime: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")] = Field(description="version of the server")
    app_schemas: Annotated[list[Name], Field(min_length=1)] = Field(
        description="schemas whose every table is published or listed in unpublished.toml"
    )
    clients: list[Name] = Field(
        default=["asyncapi", "jsonschema", "python", "typescript"],
        description="what `pedschema gen` writes, by name; `pedschema gen --help` lists them",
    )
    limits: LimitsShape
    defaults: DefaultsShape = DefaultsShape()


class UnpublishedShape(Shape):
    """Every table that no topic hears of."""

    tables: dict[str, Annotated[str, Field(min_length=10)]] = Field(
        default_factory=dict, description="`schema.table` to the reason why it is not published"
    )
