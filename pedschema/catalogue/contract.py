"""`contract.toml` and `unpublished.toml`."""

from __future__ import annotations

__all__ = ["check_tables", "guess_contract", "load_contract", "load_unpublished"]

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pedschema.catalogue.shapes.contract import ContractShape, DefaultsShape, UnpublishedShape
from pedschema.catalogue.toml import load_document, load_toml
from pedschema.errors import ContractError
from pedschema.model.catalogue import Contract, Limits

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.catalogue.context import Context
    from pedschema.catalogue.topics import Channels
    from pedschema.model.names import QualifiedName


def load_contract(folder: Path) -> tuple[Contract, DefaultsShape]:
    """Return what `contract.toml` in `folder` says; needs no other file.

    Raises:
        ContractError: the file is missing or has mistakes.
    """
    shape = load_toml(folder / "contract.toml", ContractShape).model
    contract = Contract(
        name=shape.name,
        schema=shape.schema_,
        role=shape.role,
        realtime=shape.realtime,
        app_schemas=tuple(shape.app_schemas),
        limits=Limits(**shape.limits.model_dump()),
        clients=tuple(shape.clients),
    )
    return contract, shape.defaults


def guess_contract(folder: Path) -> Contract:
    """Return the frame in which the rest is checked when `contract.toml` has mistakes.

    Its schema is what the file says when that much can be read, else empty. Its limits limit nothing.
    """
    data: dict[str, Any] = {}
    with suppress(ContractError):
        data = load_document(folder / "contract.toml").data
    schema = data.get("schema")
    return Contract(
        name="",
        schema=schema if isinstance(schema, str) else "",
        role="postgres",
        realtime="",
        app_schemas=(),
        limits=Limits(*[sys.maxsize] * 5),
    )


def load_unpublished(context: Context, folder: Path) -> dict[QualifiedName, tuple[str, str]]:
    """Return each table that no topic hears of, with the reason and the place; a missing file lists none.

    Raises:
        ContractError: the file is there and has mistakes in its shape.
    """
    path = folder / "unpublished.toml"
    if not path.exists():
        return {}
    loaded = load_toml(path, UnpublishedShape)
    found: dict[QualifiedName, tuple[str, str]] = {}
    for written, reason in loaded.model.tables.items():
        where = loaded.document.where("tables", written)
        table = context.find_table(written, where)
        if table:
            found[table.name] = (reason, where)
    return found


def check_tables(
    context: Context,
    folder: Path,
    channels: Channels,
    unpublished: dict[QualifiedName, tuple[str, str]],
) -> None:
    """Note tables that are both published and unpublished, and tables of the app that are neither."""
    for name, (_, where) in unpublished.items():
        if name in channels.published:
            what = f'the table "{name}" is published at {channels.published[name]}'
            fix = "remove it here, or remove its publications"
            context.mistakes.add(where, what, fix=fix, id="table-twice")
    for table in context.lock.tables if context.lock and channels.complete else ():
        missing = table.name not in channels.published and table.name not in unpublished
        if missing and table.name.schema in context.contract.app_schemas:
            what = f'the table "{table.name}" is neither published nor listed as unpublished'
            fix = f'publish it, or add "{table.name}" = "the reason" to unpublished.toml'
            context.mistakes.add(f"{folder / 'unpublished.toml'}:1", what, fix=fix, id="table-uncatalogued")
