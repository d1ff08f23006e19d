"""What `pedschema gen` writes, and what it wrote the last time."""

from __future__ import annotations

__all__ = ["IR_FILE", "load_committed", "render_clients", "render_documents"]

from typing import TYPE_CHECKING

from pedschema.docgen.coverage import render_coverage
from pedschema.docgen.realtime import render_pages
from pedschema.emit.emitter import list_emitters, load_emitter
from pedschema.emit.ir import parse_ir, render_ir
from pedschema.emit.names import Names
from pedschema.errors import ContractError, Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import WireContract

IR_FILE = "ir.json"


def render_clients(
    wire: WireContract, out: Path, names: Sequence[str], where: str = "contract.toml"
) -> dict[Path, str]:
    """Return every client file by path; nothing is written.

    Args:
        wire: what is on the wire.
        out: folder of the clients.
        names: of emitters, each of which has a folder of its own.
        where: the names were written.

    Raises:
        UsageError: there is no such emitter.
        ContractError: an emitter cannot express something.
    """
    known = list_emitters()
    for name in names:
        if name not in known:
            what = f'no emitter is called "{name}"'
            fix = f"use one of {', '.join(known)}"
            raise UsageError(Mistake(where, what, fix, "emitter-unknown"))
    files, named = {out / IR_FILE: render_ir(wire)}, Names.of(wire)
    for name in sorted(set(names)):
        texts = load_emitter(name).render_named(named)
        files |= {out / name / path: text for path, text in texts.items()}
    return files


def render_documents(catalogue: Catalogue, wire: WireContract, contract: Path) -> dict[Path, str]:
    """Return the pages that stand beside the contract, by path; nothing is written."""
    pages = render_pages(catalogue, wire) | render_coverage(catalogue)
    return {contract / path: text for path, text in pages.items()}


def load_committed(out: Path) -> WireContract | None:
    """Return the wire of the last run, or None when there is none that can be read."""
    path = out / IR_FILE
    try:
        return parse_ir(path.read_text(encoding="utf-8"), str(path))
    except (ContractError, OSError, UnicodeDecodeError):
        return None
