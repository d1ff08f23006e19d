"""Owners and grants: as lines of a canonical text, and as the statements that bring them about."""

from __future__ import annotations

__all__ = ["create_grants", "describe_grants", "fresh_grants"]

from typing import TYPE_CHECKING, TypedDict

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.model.owned import Owned

_OPTION = " with grant option"


class Grant(TypedDict):
    """One entry of an access list; the grantee is quoted SQL or `PUBLIC`."""

    privilege: str
    grantee: str
    grantable: bool


def describe_grants(owner: str, grants: Sequence[Grant]) -> list[str]:
    """Return `owner …` and one sorted line a grant, such as `grant EXECUTE to authenticated`.

    What the owner may do to its own object is left out: the list grows with PostgreSQL's versions.
    """
    given = sorted(
        f"grant {grant['privilege']} to {_in_a_line(grant['grantee'])}{_OPTION if grant['grantable'] else ''}"
        for grant in grants
        if grant["grantee"] != owner
    )
    return [f"owner {_in_a_line(owner)}", *given]


def create_grants(target: str, owner: str, grants: Sequence[Grant]) -> tuple[str, ...]:
    """Return statements that give `target`, such as `FUNCTION a.b()`, this owner and these grants only."""
    given = (
        f"GRANT {grant['privilege']} ON {target} TO {grant['grantee']}"
        f"{_OPTION.upper() if grant['grantable'] else ''}"
        for grant in sorted(grants, key=lambda grant: (grant["grantee"], grant["privilege"]))
        if grant["grantee"] != owner
    )
    return (f"ALTER {target} OWNER TO {owner}", f"REVOKE ALL ON {target} FROM PUBLIC", *given)


def fresh_grants(live: Owned) -> tuple[str, ...]:
    """Return statements that take `live` back to the grants of a new object; none for what has no grants.

    Replacing a function keeps its grants, so one that somebody added would survive every migration.
    """
    target = _target(live)
    if not target:
        return ()
    lines = live.canonical.splitlines()
    grantees = {
        line.removeprefix("grant ").removesuffix(_OPTION).partition(" to ")[2]
        for line in lines
        if line.startswith("grant ")
    }
    revokes = tuple(f"REVOKE ALL ON {target} FROM {name}" for name in sorted(grantees))
    is_function = live.identity.kind in {Kind.RULE, Kind.TRIGGER_FUNCTION}
    return (*revokes, f"GRANT EXECUTE ON {target} TO PUBLIC") if is_function else revokes


def _target(live: Owned) -> str:
    name = live.identity.name
    match live.identity.kind:
        case Kind.SCHEMA:
            return f"SCHEMA {identifier(name.name)}"
        case Kind.SWITCH:
            return f"TABLE {qualified(name)}"
        case Kind.RULE:
            return f"FUNCTION {qualified(name)}({live.identity.of})"
        case Kind.TRIGGER_FUNCTION:
            return f"FUNCTION {qualified(QualifiedName(name.schema, f'{name.name}_v{live.version}'))}()"
        case _:
            return ""


def _in_a_line(name: str) -> str:
    """Return a quoted name in which nothing ends a line: lines of canonical texts become statements again."""
    if name.isprintable():
        return name
    letters = (
        letter if letter.isprintable() else f"\\+{ord(letter):06X}" for letter in name.replace("\\", 2 * "\\")
    )
    return f"U&{''.join(letters)}"
