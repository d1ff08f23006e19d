"""Alembic's environment in which alembic_utils compares a database with what `entities.json` declares."""  # noqa: INP001

from __future__ import annotations

import json
import os
from pathlib import Path

from alembic import context
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_policy import PGPolicy
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.replaceable_entity import register_entities
from sqlalchemy import MetaData, create_engine

KINDS = {"function": PGFunction, "trigger": PGTrigger, "policy": PGPolicy}

declared = json.loads(Path(__file__).with_name("entities.json").read_text(encoding="utf-8"))
register_entities([KINDS[kind].from_sql(sql) for kind, sql in declared])


def include_object(entity: object, _name: str, type_: str, reflected: bool, _other: object) -> bool:  # noqa: FBT001
    """Leave out the functions that the platform brings."""
    return not (reflected and type_ == "function" and getattr(entity, "schema", "") == "realtime")


with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=MetaData(),
        include_name=lambda _name, type_, _parents: type_ != "table",
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()
