"""What one deployed database holds, as far as drift compares it."""

from __future__ import annotations

__all__ = [
    "AppTable",
    "Deployed",
    "ForeignFunction",
    "ForeignTrigger",
    "Scope",
    "Server",
    "SessionSetting",
    "Stranger",
    "View",
]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.introspect.bookkeeping import Bookkeeping
    from pedschema.introspect.comments import Comment
    from pedschema.model.names import QualifiedName
    from pedschema.model.owned import Owned
    from pedschema.model.table import SchemaLock


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a database is looked at.

    Attributes:
        schema: the owned one.
        role: the contract's.
        app: schemas of the app.
        clients: roles that tokens name.
        platform: schemas that the platform brings.
    """

    schema: str
    role: str
    app: tuple[str, ...]
    clients: tuple[str, ...]
    platform: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """The server, the table of messages and what surrounds it.

    Attributes:
        major: of PostgreSQL.
        keeps_times: whether commit times are kept (`track_commit_timestamp`).
        login: the role that reads.
        database: its name.
        owner: of `realtime.messages`.
        secured: row-level security is enabled on `realtime.messages`.
        columns: of `realtime.messages`, each as `name type`.
        functions: those of Realtime that the contract's objects call, with the types of their arguments.
        grants: `role PRIVILEGE` for what clients may do on `realtime.messages` before any policy.
        today: the day by UTC.
        missing_days: days out of today and tomorrow (UTC) for which the messages have no partition.
        carried: what the publication of the messages holds; None where there is none.
        published: other publications that hold the messages or a partition of theirs.
        role_owns: whether the contract's role is a member of the owner of `realtime.messages`.
        role_bypasses: whether no policy binds the contract's role; None where there is no such role.
        bypassing: roles of clients that no policy binds.
        memberships: roles of clients that are members of others, each as `(role, member)`.
        readers: logins that may read only, as quoted SQL.
    """

    major: int
    keeps_times: bool
    login: str
    database: str
    owner: str
    secured: bool
    columns: tuple[str, ...]
    functions: tuple[str, ...]
    grants: tuple[str, ...]
    today: str
    missing_days: tuple[str, ...]
    carried: tuple[str, ...] | None
    published: tuple[str, ...]
    role_owns: bool
    role_bypasses: bool | None
    bypassing: tuple[str, ...]
    memberships: tuple[tuple[str, str], ...]
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stranger:
    """An object in the owned schema of no owned kind, or a function of an extension.

    Attributes:
        arguments: types of an aggregate or function, the table of a trigger or rule, else empty.
    """

    kind: str
    name: str
    arguments: str
    owner: str


@dataclass(frozen=True, slots=True)
class AppTable:
    """A table of the app.

    Attributes:
        extension: whether an extension brings it.
        places: of its columns.
        dropped: places that dropped columns left.
        rules: names of those that do something INSTEAD of a statement.
    """

    owner: str
    extension: bool
    places: Mapping[str, int]
    dropped: tuple[int, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionSetting:
    """What sessions begin with: those of one role, or of all; in this database only, or in all.

    Attributes:
        server: whether the server's own configuration says so, for whom nothing else is set.
    """

    role: str
    setting: str
    value: str
    here: bool
    server: bool


@dataclass(frozen=True, slots=True)
class View:
    """A view that shows messages by the rights of its owner; `readers` are roles of clients."""

    schema: str
    name: str
    owner: str
    materialized: bool
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignTrigger:
    """A trigger that fires and whose function is not owned; `function` is an oid."""

    name: str
    table_schema: str
    table_name: str
    owner: str
    function: int
    definition: str


@dataclass(frozen=True, slots=True)
class ForeignFunction:
    """A function of the app."""

    oid: int
    schema: str
    name: str
    arguments: str
    owner: str
    definer: bool
    settings: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """What one database holds.

    Attributes:
        owned: the schema, the switch table, functions of the schema, triggers that call them, and every
            policy on `realtime.messages`.
        comments: on those, and on what else stands in the owned schema.
        lock: the tables of the app.
        tables: what else is known of tables, by name.
        triggers: of others.
        functions: of the app; empty where none of them could send.
    """

    server: Server
    bookkeeping: Bookkeeping
    owned: tuple[Owned, ...]
    comments: tuple[Comment, ...]
    strangers: tuple[Stranger, ...]
    lock: SchemaLock
    tables: Mapping[QualifiedName, AppTable]
    sessions: tuple[SessionSetting, ...]
    views: tuple[View, ...]
    triggers: tuple[ForeignTrigger, ...]
    functions: tuple[ForeignFunction, ...]
