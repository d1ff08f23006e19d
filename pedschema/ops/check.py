"""Whether the migrations say what the contract says, without a database."""

from __future__ import annotations

__all__ = ["check_contract"]

from typing import TYPE_CHECKING

from pedschema.compare import compare_sources
from pedschema.errors import Mistake
from pedschema.introspect import describe
from pedschema.model.owned import Kind
from pedschema.sql.declare import render_owned
from pedschema.syntax.tree import same_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.owned import Change, Owned

_FIX = "run `alembic revision --autogenerate`"


def check_contract(catalogue: Catalogue, folded: Sequence[Owned]) -> tuple[Mistake, ...]:
    """Return one mistake for each object that the migrations leave otherwise than the contract declares.

    Args:
        catalogue: the contract.
        folded: the replayed migrations, from `read_fold`.
    """
    functions = [each for each in folded if each.identity.kind is Kind.TRIGGER_FUNCTION]
    versions = {each.identity: each.version for each in functions}
    changes = compare_sources(render_owned(catalogue, versions), folded, same_statement)
    return tuple(map(_describe, changes))


def _describe(change: Change) -> Mistake:
    if change.before is None:
        what, name = "the contract declares it, no migration creates it", "missing"
    elif change.after is None:
        what, name = "a migration creates it, the contract does not declare it", "unknown"
    else:
        what, name = "the migrations leave another state than the contract declares", "differs"
    return Mistake(describe(change.identity), what, _FIX, f"migration-{name}")
