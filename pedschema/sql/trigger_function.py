"""Trigger functions: what a publication's triggers call."""

from __future__ import annotations

__all__ = ["drop_trigger_function", "function_identity", "function_name", "render_trigger_function"]

from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.model.publication import Shape
from pedschema.sql.lines import indented, text
from pedschema.sql.quoting import dollar, literal, qualified
from pedschema.sql.search_path import SEARCH_PATH
from pedschema.sql.shapes.derived import render_derived
from pedschema.sql.shapes.each import render_each
from pedschema.sql.shapes.grouped import render_grouped
from pedschema.sql.shapes.row import render_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pedschema.model.publication import Publication
    from pedschema.sql.shapes.body import Body, Source

_SHAPES: Mapping[Shape, Callable[[Source], Body]] = {
    Shape.ROW: render_row,
    Shape.EACH: render_each,
    Shape.GROUPED: render_grouped,
    Shape.DERIVED: render_derived,
}

_SETTINGS = [
    SEARCH_PATH,
    "set timezone = 'UTC'",
    "set datestyle = 'ISO, YMD'",
    "set intervalstyle = 'iso_8601'",
    "set bytea_output = 'hex'",
    "set extra_float_digits = 1",
    "set lc_monetary = 'C'",
    "set standard_conforming_strings = on",
]
"""What names, values and literals depend on, so that no writer's session shapes the payload."""


def function_name(schema: str, publication: Publication, version: int) -> QualifiedName:
    """Return the name that this version of the publication's function has in the database."""
    return QualifiedName(schema, f"{publication.name}_v{version}")


def function_identity(schema: str, publication: Publication) -> Identity:
    """Return the identity that all versions of the publication's function share."""
    return Identity(Kind.TRIGGER_FUNCTION, QualifiedName(schema, publication.name))


def render_trigger_function(source: Source, version: int) -> Owned:
    """Return the publication's trigger function, which never fails the statement that fires it.

    Raises:
        ContractError: the shape needs a primary key and the table has none.
    """
    publication = source.publication
    name = function_name(source.schema, publication, version)
    function = f"{qualified(name)}()"
    create = [
        f"create or replace function {function}",
        "returns trigger",
        "language plpgsql",
        "security definer",
        *_SETTINGS,
        f"as {dollar(_body(_SHAPES[publication.shape](source), name))}",
    ]
    return Owned(
        function_identity(source.schema, publication),
        (text(create), f"revoke all on function {function} from public, anon, authenticated, service_role"),
        version=version,
    )


def _body(body: Body, name: QualifiedName) -> str:
    lines = [
        "",
        "#variable_conflict use_column",
        "declare",
        *indented(body.declarations),
        "begin",
        *indented(body.statements),
        "exception when others then",
        f"  raise warning 'WarnSendingBroadcastMessage: %: %', {literal(str(name))}, sqlerrm;",
        "  return null;",
        "end",
        "",
    ]
    return text(lines)


def drop_trigger_function(owned: Owned) -> str:
    """Return the statement that drops this version of the function."""
    name = owned.identity.name
    return f"drop function {qualified(QualifiedName(name.schema, f'{name.name}_v{owned.version}'))}()"
